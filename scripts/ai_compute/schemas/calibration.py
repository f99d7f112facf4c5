"""Tables of how honest the intervals are (stage: cross-check)."""

import pandas as pd

from ai_compute.schemas.columns import DAY, Day, Table, column

ALL, EARLIER, SINCE = "all", "before the split", "since the split"
TRIED = ["papers left out", "later papers"]


class Calibration(Table):
    """Coverage of predicted cross-check intervals where it could fail: on papers and at levels not fitted to."""

    tried: str = column(
        "papers left out: each judged with the scale of all others; later papers: with that of earlier ones",
        key=True,
        isin=TRIED,
    )
    level: float = column("Nominal level, none that the scale is fitted at", key=True, gt=0, lt=1)
    runs: pd.Int64Dtype = column("Runs with two independent methods", ge=0)
    inside: pd.Int64Dtype = column("Runs inside their predicted interval", ge=0)
    share: float = column("Share inside", ge=0, le=1)
    share_low: float = column("Lower end of its 95 % binomial interval (Wilson)", ge=0, le=1)
    share_high: float = column("Upper end of its 95 % binomial interval (Wilson)", ge=0, le=1)
    median_interval_factor: float = column("Median f of the predicted intervals, value x/÷ f", ge=1)
    papers: pd.Int64Dtype = column("Papers they stand in", ge=0)
    scale: float = column("Scale of calibrated facts: of all papers, or of the earlier ones, within its bounds", gt=0)
    tried_after: Day = column("Papers from this day on are later ones (config.yaml)", DAY)
    scale_asked: float = column("The scale that they ask for; `scale` is the bound of config.yaml if beyond it", ge=0)


class CalibrationScales(Table):
    """Bias and scale of the cross-check, with intervals by a bootstrap over papers."""

    group: str = column("Which runs with two independent methods", key=True, isin=[ALL, EARLIER, SINCE])
    runs: pd.Int64Dtype = column("Runs", ge=1)
    papers: pd.Int64Dtype = column("Papers they stand in", ge=1)
    bias: float = column("Median of operation counting / hardware time", gt=0)
    bias_low: float = column("Lower end of its 95 % interval", gt=0)
    bias_high: float = column("Upper end of its 95 % interval", gt=0)
    scale: float = column("Scale of calibrated facts that these runs ask for, without bounds", ge=0)
    scale_low: float = column("Lower end of its 95 % interval", ge=0)
    scale_high: float = column("Upper end of its 95 % interval", ge=0)
    scale_without_bias: float = column("The scale that they would ask for if the median ratio were 1", ge=0)


class VarianceShares(Table):
    """How unsure either method is, by the share of the variance between them that is operation counting's."""

    share_of_counting: float = column("Share of the variance that is operation counting's", key=True, ge=0, le=1)
    identified: bool = column("Whether totals of the authors tell the share; else it is one of several that might be")
    counting_factor: float = column("f of operation counting, value x/÷ f, of the median run with both", ge=1)
    time_factor: float = column("f of hardware time, value x/÷ f, of the median run with both", ge=1)
    share_low: float = column("Lower end of the share's 95 % interval; empty if not identified", nullable=True)
    share_high: float = column("Upper end of the share's 95 % interval; empty if not identified", nullable=True)
    method: str = column(
        "The method of ours that most totals of the authors, got by the other one, can be held against"
    )
    papers: pd.Int64Dtype = column("Papers with such totals", ge=0)
