"""Tables of estimates (stage: estimate)."""

import pandas as pd

from ai_compute.schemas.columns import DAY, FLOP, YEAR, Day, Table, column
from ai_compute.schemas.raw import CLUSTER, METHODS
from ai_compute.values.subjects import DOMAINS, EVIDENCE

COUNTINGS = ["counted", "printed", "active parameters"]
BASES = ["own", "first-party", "third-party"]


class Estimates(Table):
    """Training compute of a run by one method."""

    run: str = column("Key of the run", key=True)
    method: str = column("Method", key=True, isin=METHODS)
    flop: float = column("Training compute: the median of what the sum of its parts may be", FLOP, gt=0)
    flop_low: float = column("Lower end of its 95 % interval", FLOP, gt=0)
    flop_high: float = column("Upper end of its 95 % interval", FLOP, gt=0)
    pfs_days: float = column("Training compute", "pfs-day", gt=0)
    flop_sum: float = column("Sum of its parts' products, as the arithmetic writes it; of one part, flop", FLOP, gt=0)
    flop_forward_only: float = column("Share of it in forward-only parts, such as self-play", FLOP, ge=0)
    counting: str = column("What operations per pass rest on; '' for hardware time", isin=["", *COUNTINGS])
    independent: bool = column("False if its facts were derived from the other method")
    default_utilization: bool = column("Whether the utilization is the default")
    fixed_variance: float = column("Variance of log10 from facts that calibration leaves alone", "log10 FLOP squared")
    scaled_variance: float = column("Variance of log10 from calibrated facts, before scaling", "log10 FLOP squared")
    sd_log10: float = column("Standard deviation of log10, calibrated", "log10 FLOP")
    arithmetic: str = column("The estimate written out")


class Unestimated(Table):
    """Runs and methods without an estimate, and why."""

    run: str = column("Key of the run", key=True)
    method: str = column("Method", key=True, isin=METHODS)
    reason: str = column("Why there is no estimate")


class EvidenceShares(Table):
    """How the facts of estimates were had: those stated, assumed or derived, of all runs and of chosen ones."""

    group: str = column("Which runs: all, a named set, or the largest of each year", key=True)
    method: str = column("Method that they are facts of", key=True, isin=METHODS)
    evidence: str = column("How they were had", key=True, isin=EVIDENCE)
    facts: pd.Int64Dtype = column("How many", ge=0)
    share: float = column("Share of the facts of the group and method", ge=0, le=1)
    assumed: pd.Int64Dtype = column("How many of them the entry assumes (~), in the light of such a text", ge=0)


class TrainingCompute(Table):
    """The adopted training compute of every run that has one."""

    run: str = column("Key of the run", key=True)
    name: str = column("As people call it")
    paper: str = column("Key of its paper")
    published: Day = column("First public appearance", DAY)
    decimal_year: float = column("1970 + days since 1970-01-01 / 365.25", YEAR)
    domain: str = column("What the model works on; the first, if there are several", isin=DOMAINS)
    domains: str = column("All that it works on, joined by '; '")
    organization: str = column("Who trained it")
    cluster: str = column(CLUSTER)
    basis: str = column("Where the value comes from", isin=BASES)
    method: str = column("Adopted method; 'pooled', or '' for published totals", isin=["", "pooled", *METHODS])
    evidence: str = column("How its least sure fact was had; '' for published totals", isin=["", *EVIDENCE])
    methods: str = column("Methods that gave an estimate, joined by '; '")
    flop: float = column("Training compute", FLOP, gt=0)
    flop_low: float = column("Lower end of its 95 % interval", FLOP, gt=0)
    flop_high: float = column("Upper end of its 95 % interval", FLOP, gt=0)
    pfs_days: float = column("Training compute", "pfs-day", gt=0)
    record: bool = column(
        "Whether no run published up to its date was larger, among all runs since the frontier's start"
    )
    rank_at_publication: pd.Int64Dtype = column("Rank among all runs published up to its date, 1 the largest", ge=1)
