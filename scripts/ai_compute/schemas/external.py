"""Tables of external databases (stage: external): they exist only where such a file is given."""

from ai_compute.schemas.columns import DAY, FLOP, YEAR, Day, Table, column
from ai_compute.schemas.raw import CLUSTER, METHODS
from ai_compute.values.subjects import DOMAINS

PER_SECOND = "FLOP/s"
EPOCH = "Epoch AI"
PUBLISHED = "published"
ALL, OTHER = "all", "the other method alone"
INDEPENDENT, SAME_FORMULA = "independent", "same formula"
ROW, CELL, FILE = "row", "cell", "file"
DEVICE = "device"
REPEATED, CONFLICT = "repeated row", "other value"
PEAK_BY = ["stated", "usual"]
USES = [FILE, ROW, DEVICE, CELL, REPEATED, CONFLICT]
WAYS = [
    *("set by hand", "same name", "name spelled differently", "same paper"),
    *("same name but for its size or version", "another form of the name at one time"),
]


class ExternalRuns(Table):
    """Rows of an external database as runs of the set `epoch`, with their facts as the database states them."""

    run: str = column("Key of the run: epoch- and its name in kebab-case", key=True)
    name: str = column("Name in the database")
    database: str = column("Epoch AI, or the title or key of one of config's `external: databases`; joined by '; '")
    domain: str = column("Our domain", isin=DOMAINS)
    domains: str = column("The database's domains, joined by '; '")
    task: str = column("What the model does")
    organization: str = column("Who trained it; several joined by '; '")
    country: str = column("Countries of the organizations, joined by '; '")
    published: Day = column("Publication date as written", DAY)
    published_precision: str = column(
        "How precise it is at best: a first of January may stand for a year", isin=["day", "month", "year"]
    )
    decimal_year: float = column("1970 + days since 1970-01-01 / 365.25", YEAR)
    notable: bool = column("Whether it meets one of the database's notability criteria")
    parameters: float = column("All parameters, not the active ones", nullable=True)
    mixture: bool = column("Whether its name or notes say that a token passes some parameters only")
    datapoints: float = column("Training dataset size; the unit depends on the domain", nullable=True)
    epochs: float = column("Passes through the dataset; blank may mean 1 or unknown", nullable=True)
    hours: float = column("Training time", "h", nullable=True)
    device: str = column("Training hardware; several joined by '; '")
    device_count: float = column("Hardware quantity", nullable=True)
    chip_hours: float = column("Training chip-hours", "h", nullable=True)
    utilization: float = column("Model FLOP utilization", nullable=True)
    number_format: str = column("Number formats, joined by '; '")
    published_flop: float = column("Published total; a fine-tune's includes its base model's", FLOP, nullable=True)
    published_flop_low: float = column("Lower end of its interval", FLOP, nullable=True)
    published_flop_high: float = column("Upper end of its interval", FLOP, nullable=True)
    published_method: str = column("How the published total was obtained, joined by '; '")
    confidence: str = column("The database's word for its confidence in the total")
    published_by: str = column("Which of the databases states the total, or the compute of the fine-tune itself")
    interval_factor: float = column("f of the interval x/÷ f that this word stands for", ge=1)
    base_model: str = column("The base model of a fine-tune")
    finetune_flop: float = column("Compute of the fine-tune itself", FLOP, nullable=True)
    title: str = column("Title of the paper")
    url: str = column("Where it can be read")
    file: str = column("The external file")
    line: int = column("The line its row starts on", ge=1)
    also: str = column("Files and lines of other rows of the same model, joined by '; '")


class ExternalDevices(Table):
    """Devices of an external hardware file, each beside ours of the same name."""

    file: str = column("The external file", key=True)
    line: int = column("The line its row starts on", key=True, ge=1)
    name: str = column("Name in the database")
    manufacturer: str = column("Who made it")
    type: str = column("Kind of device")
    released: Day = column("Release date", DAY, nullable=True)
    peak_format: str = column("Number format whose peak would count by default")
    peak_flops: float = column("That peak", PER_SECOND, gt=0)
    device: str = column("Our device of this name ('' if none)")
    our_peak_flops: float = column("Our device's peak in the same number format", PER_SECOND, nullable=True)
    ratio: float = column("Their peak / ours", nullable=True)
    tdp_watts: float = column("Thermal design power", "W", nullable=True)
    price_usd: float = column("Launch price", "USD", nullable=True)


class ExternalEstimates(Table):
    """Our estimates from the database's facts, where they honestly allow one."""

    run: str = column("Key of the run", key=True)
    method: str = column("Method", key=True, isin=METHODS)
    flop: float = column("Training compute", FLOP, gt=0)
    flop_low: float = column("Lower end of its 95 % interval", FLOP, gt=0)
    flop_high: float = column("Upper end of its 95 % interval", FLOP, gt=0)
    pfs_days: float = column("Training compute", "pfs-day", gt=0)
    assumed: str = column("The fact that is assumed for want of a stated one", isin=["", "epochs", "utilization"])
    measured_utilization: bool = column(
        "Whether the utilization is the database's MFU, which is computed from operation counting"
    )
    peak_format: str = column("Number format of the peak that was taken ('' for operation counting)")
    peak_by: str = column(
        "Why this peak: the row states its format, or it is the device's usual one for training", isin=["", *PEAK_BY]
    )
    arithmetic: str = column("The estimate written out")


class ExternalComparison(Table):
    """Our estimates beside the published totals of the same runs."""

    run: str = column("Key of the run", key=True)
    method: str = column("Method of our estimate", key=True, isin=METHODS)
    flop: float = column("Our estimate", FLOP, gt=0)
    published_flop: float = column("Published total of the run itself", FLOP, gt=0)
    ratio: float = column("Ours / published", gt=0)
    published_method: str = column("How the published total was obtained, joined by '; '")
    same_formula: str = column(
        "Whether the total comes from the same formula, so that agreement shows nothing", isin=["yes", "no", "unknown"]
    )
    verdict: str = column("Agree within the factor in config, or differ", isin=["agree", "differ"])


class ExternalAgreement(Table):
    """How often our estimates agree with published totals, by how those were obtained."""

    method: str = column("Method of our estimate", key=True, isin=METHODS)
    published_method: str = column("How the totals were obtained; a total counts under each of its ways", key=True)
    runs: int = column("Comparisons", ge=1)
    median_ratio: float = column("Median of ours / published", gt=0)
    share_within_2: float = column("Share within a factor of 2", ge=0, le=1)
    share_within_3: float = column("Share within a factor of 3", ge=0, le=1)
    share_within_10: float = column("Share within a factor of 10", ge=0, le=1)


class ExternalCheck(Table):
    """Both methods on the database's own facts: hardware time / operation counting, without its published totals."""

    kind: str = column(
        "independent, or the same formula: the utilization is the database's MFU, which is computed from 6ND",
        key=True,
        isin=[INDEPENDENT, SAME_FORMULA],
    )
    by: str = column("What the runs are grouped by", key=True, isin=[ALL, "domain", "year"])
    group: str = column("The domain or year; all", key=True)
    runs: int = column("Runs with both estimates", ge=1)
    median_ratio: float = column("Median of hardware time / operation counting", gt=0)
    share_within_2: float = column("Share within a factor of 2", ge=0, le=1)
    share_within_3: float = column("Share within a factor of 3", ge=0, le=1)


class ExternalMatches(Table):
    """Our runs and the database's rows that are the same model."""

    run: str = column("Key of our run", key=True)
    external_run: str = column("Key of the external run", unique=True)
    name: str = column("Our name")
    external_name: str = column("Name in the database")
    way: str = column("How they were found to be the same", isin=WAYS)
    days_apart: int = column("Between the two publication dates", "day", ge=0)
    parameters_ratio: float = column("Larger / smaller number of parameters", nullable=True)
    flop: float = column("Our adopted training compute", FLOP, nullable=True)
    basis: str = column("Where it comes from")
    external_flop: float = column("Training compute in the external table", FLOP, nullable=True)
    external_basis: str = column("Where that comes from")
    ratio: float = column("Ours / theirs", nullable=True)


class ExternalTrainingCompute(Table):
    """Training compute of every external run that has one: the published total, else our estimate."""

    run: str = column("Key of the run", key=True)
    name: str = column("Name in the database")
    published: Day = column("Publication date", DAY)
    decimal_year: float = column("1970 + days since 1970-01-01 / 365.25", YEAR)
    domain: str = column("Our domain", isin=DOMAINS)
    organization: str = column("Who trained it")
    cluster: str = column(f"{CLUSTER}; '' if not known")
    notable: bool = column("Whether it meets one of the database's notability criteria")
    fine_tune: bool = column("Whether it is a fine-tune; its compute is its own, without the base model's")
    basis: str = column("Where the value comes from", isin=[PUBLISHED, *METHODS])
    confidence: str = column("The database's word for its confidence in the total")
    flop: float = column("Training compute", FLOP, gt=0)
    flop_low: float = column("Lower end of its interval", FLOP, gt=0)
    flop_high: float = column("Upper end of its interval", FLOP, gt=0)
    pfs_days: float = column("Training compute", "pfs-day", gt=0)
    our_run: str = column("Our run of the same model ('' if none)")
    file: str = column("The external file")
    line: int = column("The line its row starts on", ge=1)


class ExternalCounts(Table):
    """How many runs each line of the published totals counts, and what a count by the database holds beside them."""

    trend: str = column("Id of the trend", key=True)
    since: Day = column("First day of its runs", DAY, nullable=True)
    before: Day = column("First day after its runs", DAY, nullable=True)
    counted_from: Day = column(
        "From when the largest of their time are counted; blank: from the first", DAY, nullable=True
    )
    rows: int = column("Models of its kind and years", ge=0)
    without_total: int = column("Of those, without a published total that can be used", ge=0)
    stated: int = column("Of those, with a published total: what a count by the database itself gives", ge=0)
    fine_tunes: int = column("Of those, fine-tunes: their totals hold the compute of their base models", ge=0)
    not_leading: int = column("Of the others, not among the largest of their time")
    runs: int = column("Runs that the line is fitted to: stated - fine_tunes - not_leading", ge=0)


class ExternalUnused(Table):
    """What of the external files is not used, for what, and why."""

    file: str = column("The external file", key=True)
    line: int = column("The line a row starts on", key=True, ge=0)
    use: str = column("What it is not used for", key=True, isin=[*USES, PUBLISHED, *METHODS, "trends"])
    field: str = column("The column concerned", key=True)
    name: str = column("Name in the row")
    found: str = column("What the cell says")
    reason: str = column("Why it is not used")


MODELS: dict[str, type[Table]] = {
    "runs": ExternalRuns,
    "devices": ExternalDevices,
    "estimates": ExternalEstimates,
    "comparison": ExternalComparison,
    "agreement": ExternalAgreement,
    "check": ExternalCheck,
    "matches": ExternalMatches,
    "training_compute": ExternalTrainingCompute,
    "unused": ExternalUnused,
}
"""The tables that `read_database` makes, by name without `external_`; their trends are as our own."""
