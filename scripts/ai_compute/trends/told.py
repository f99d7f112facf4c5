"""The lines that are told: one row a trend, the wider of the intervals by t and by organization, or a quantile's."""

import pandas as pd


def told(trends: pd.DataFrame) -> pd.DataFrame:
    """One row a trend of the table `trends`."""
    return trends[trends["told"].astype(bool)]


def line_of(trends: pd.DataFrame, name: str) -> pd.Series | None:
    """The line of one trend, or None if it was not fitted."""
    rows = told(trends[trends["trend"] == name])
    return None if rows.empty else rows.iloc[0]
