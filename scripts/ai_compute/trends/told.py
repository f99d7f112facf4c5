"""The lines that are told: of each trend's fits, least squares with its t interval."""

import pandas as pd


def told(trends: pd.DataFrame) -> pd.DataFrame:
    """One row a trend of the table `trends`."""
    return trends[(trends["estimator"] == "ols") & (trends["interval"] == "t")]


def line_of(trends: pd.DataFrame, name: str) -> pd.Series | None:
    """The line of one trend, or None if it was not fitted."""
    rows = told(trends[trends["trend"] == name])
    return None if rows.empty else rows.iloc[0]
