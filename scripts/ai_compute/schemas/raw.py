"""Tables of what the raw files say (stage: collect)."""

import pandas as pd

from ai_compute.schemas.columns import DAY, FLOP, YEAR, Day, Table, column
from ai_compute.values.subjects import COUNTING, DOMAINS, EVIDENCE, TIME

METHODS = [COUNTING, TIME]
CLUSTER = "Organization whose runs may resemble each other: that of the first-named laboratory (config: organizations)"
KNOWN = ["stated", "derived", "assumed", "default", "counted"]


class Papers(Table):
    """Publications."""

    paper: str = column("Key of the paper: the name of its file", key=True)
    title: str = column("Title")
    url: str = column("Where it can be read")
    published: Day = column("First public appearance", DAY)
    published_precision: str = column("How precisely that is known", isin=["day", "month", "year"])
    organization: str = column("Who published it; several joined by '; '")
    domain: str = column("What the models work on; the first, if there are several", isin=DOMAINS)
    domains: str = column("All that they work on, joined by '; '")
    country: str = column("Countries of the organizations, two letters each, joined by '; '; '' if not said")
    file: str = column("The raw file")


class Runs(Table):
    """Training runs."""

    run: str = column("Key of the run", key=True)
    paper: str = column("Key of its paper")
    name: str = column("As people call it")
    published: Day = column("First public appearance", DAY)
    decimal_year: float = column("1970 + days since 1970-01-01 / 365.25", YEAR)
    domain: str = column("What the model works on; the first, if there are several", isin=DOMAINS)
    domains: str = column("All that it works on, joined by '; '")
    organization: str = column("Who trained it; several joined by '; '")
    cluster: str = column(CLUSTER)
    country: str = column("Countries of the organizations, two letters each, joined by '; '; '' if not said")
    open_weights: pd.BooleanDtype = column("Whether the weights are published; missing if no text says", nullable=True)
    open_weights_source: str = column("Where that stands, or where it was looked for in vain")
    base: str = column("Key of the run on top of which it was trained; '' if none")
    parameters: float = column("All parameters", nullable=True)
    active_parameters: float = column("Parameters that one token passes", nullable=True)
    notes: str = column("Conventions chosen and doubts")
    explanation_code: str = column("Kind of reason for a disagreement")
    explanation: str = column("Reason for a disagreement")


class Sets(Table):
    """Which runs belong to which named selections."""

    run: str = column("Key of the run", key=True)
    set: str = column("Named selection", key=True)


class Factors(Table):
    """Every number that an estimate is made of, with its source."""

    run: str = column("Key of the run", key=True)
    method: str = column("Method it belongs to", key=True, isin=METHODS)
    part: str = column("Part of the run ('' if there is one)", key=True)
    position: pd.Int64Dtype = column("Order in the product", ge=1)
    factor: str = column("What the number is", key=True)
    value: float = column("Value in the unit", "as in the column unit", gt=0)
    value_low: float = column("Lower end of its 95 % interval, before calibration", "as in the column unit", gt=0)
    value_high: float = column("Upper end of its 95 % interval, before calibration", "as in the column unit", gt=0)
    unit: str = column("Unit of the value: MAC, FLOP, s, FLOP/s, or 1 for plain numbers")
    known: str = column("How it is known", isin=KNOWN)
    evidence: str = column("How the fact was had; '' for a convention or a count, unless told", isin=["", *EVIDENCE])
    text: str = column("As the estimate writes it")
    printed: float = column("What the source prints for a value that is counted from layers", nullable=True)
    shared: str = column("Factors of one run with the same words here are one fact and move together; '' for others")
    independent: bool = column("False if its method's facts were derived from the other method")
    source: str = column("Where it stands")


class Devices(Table):
    """Devices and their default peaks (dense, no sparsity)."""

    device: str = column("Name", key=True)
    kind: str = column("CPU, GPU, TPU or another accelerator", isin=["CPU", "GPU", "TPU", "accelerator"])
    vendor: str = column("Who made it")
    released: Day = column("Release date", DAY)
    peak_flops: float = column("Peak in the default number format", "FLOP/s", gt=0)
    peak_format: str = column("Default number format")
    tdp_watts: float = column("Thermal design power", "W", nullable=True)
    price_usd: float = column("Launch price", "USD", nullable=True)
    evidence: str = column("How the figures were had", isin=EVIDENCE)
    source: str = column("Where the figures stand")
    note: str = column("What the device is, and doubts")


class DevicePeaks(Table):
    """Peaks of every device in every number format that is known."""

    device: str = column("Name", key=True)
    format: str = column("Number format", key=True)
    peak_flops: float = column("Peak", "FLOP/s", gt=0)


class RunDevices(Table):
    """Which devices a run used."""

    run: str = column("Key of the run", key=True)
    part: str = column("Part of the run ('' if there is one)", key=True)
    device: str = column("Name of the device")
    precision: str = column("Number format whose peak counts")


class PrintedTotals(Table):
    """Training compute that others published, as entered."""

    run: str = column("Key of the run", key=True)
    by: str = column("Who published it", key=True)
    method: str = column("How it was obtained, if that is known", key=True, isin=["", *METHODS])
    party: str = column("first: the authors; third: somebody else", isin=["first", "third"])
    reported_flop: float = column("The published total", FLOP, gt=0)
    rounding: float = column("Half a unit of its last printed digit, relative to it", ge=0)
    bound: str = column("'<' if the total is an upper bound", isin=["", "<"])
    plotted_date: Day = column("Date at which the source drew it", DAY, nullable=True)
    plotted_flop: float = column("Value at which the source drew it", FLOP, nullable=True)
    evidence: str = column("How the total was had", isin=EVIDENCE)
    source: str = column("Where it stands")
    note: str = column("What a reader should know of it")


class PrintedFactors(Table):
    """The printed arithmetic of published totals."""

    run: str = column("Key of the run", key=True)
    by: str = column("Who printed it", key=True)
    method: str = column("Which calculation", key=True, isin=["", *METHODS])
    position: pd.Int64Dtype = column("Order in the product", key=True, ge=1)
    factor: str = column("What the number is")
    value: float = column("Value in FLOP, FLOP/s, s or plain", gt=0)
    text: str = column("As printed")
