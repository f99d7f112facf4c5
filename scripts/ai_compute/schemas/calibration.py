"""Table of how honest the intervals are (stage: cross-check)."""

import pandas as pd

from ai_compute.schemas.columns import Table, column


class Calibration(Table):
    """Coverage of predicted cross-check intervals, each paper judged with the scale fitted to all others."""

    level: float = column("Nominal level", key=True, gt=0, lt=1)
    runs: pd.Int64Dtype = column("Runs with two independent methods", ge=0)
    inside: pd.Int64Dtype = column("Runs inside their predicted interval", ge=0)
    share: float = column("Share inside", ge=0, le=1)
    share_low: float = column("Lower end of its 95 % binomial interval (Wilson)", ge=0, le=1)
    share_high: float = column("Upper end of its 95 % binomial interval (Wilson)", ge=0, le=1)
    median_interval_factor: float = column("Median f of the predicted intervals, value x/÷ f", ge=1)
    papers: pd.Int64Dtype = column("Papers they stand in", ge=0)
    scale: float = column("Scale of calibrated facts, fitted to all papers", gt=0)
