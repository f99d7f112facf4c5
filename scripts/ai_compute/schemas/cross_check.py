"""Tables that hold estimates against each other and against what others printed (stage: cross-check)."""

from ai_compute.schemas.columns import DAY, FLOP, Day, Table, column
from ai_compute.schemas.raw import METHODS

VERDICTS = ["agree", "differ", "impossible"]
PRINTED = ["as printed", "within 5 %", "does not follow"]


class CrossCheck(Table):
    """Both methods on one run, compared."""

    run: str = column("Key of the run", key=True)
    operation_counting_flop: float = column("Training compute by operation counting", FLOP, gt=0)
    hardware_time_flop: float = column("Training compute by hardware time", FLOP, gt=0)
    ratio: float = column("Operation counting / hardware time", gt=0)
    predicted_sd_log10: float = column("Standard deviation of log10 ratio that the intervals predict", "log10")
    z: float = column("log10 ratio / its predicted standard deviation")
    verdict: str = column("Agree, differ, or impossible (implied utilization above 1)", isin=VERDICTS)
    implied_utilization: float = column("Operation counting / (count x time x peak)", gt=0)
    independent: bool = column("False if one method's facts were derived from the other's")
    explanation_code: str = column("Kind of reason for a disagreement")
    held_out_sd_log10: float = column(
        "As predicted_sd_log10, with the scale fitted to all other papers; empty if not independent",
        "log10",
        nullable=True,
    )


class Audit(Table):
    """Printed arithmetic, multiplied out."""

    run: str = column("Key of the run", key=True)
    by: str = column("Who printed it", key=True)
    method: str = column("Which calculation", key=True, isin=["", *METHODS])
    printed_flop: float = column("Printed result", FLOP, gt=0)
    recomputed_flop: float = column("Product of the printed factors", FLOP, gt=0)
    ratio: float = column("Recomputed / printed", gt=0)
    verdict: str = column("Whether the result follows from its factors", isin=PRINTED)
    printed: str = column("The printed factors")


class Reported(Table):
    """Training compute that others published, beside our estimate."""

    run: str = column("Key of the run", key=True)
    by: str = column("Who published it", key=True)
    method: str = column("How it was obtained, if that is known", key=True, isin=["", *METHODS])
    party: str = column("first: the authors; third: somebody else", isin=["first", "third"])
    reported_flop: float = column("The published total", FLOP, gt=0)
    bound: str = column("'<' if the total is an upper bound", isin=["", "<"])
    plotted_date: Day = column("Date at which the source drew it", DAY, nullable=True)
    plotted_flop: float = column("Value at which the source drew it", FLOP, nullable=True)
    estimate_flop: float = column("Our estimate by the same method, or else the adopted one", FLOP, nullable=True)
    estimate_ratio: float = column("Our estimate / the published total", nullable=True)
    source: str = column("Where it stands")
    note: str = column("What a reader should know of it")
