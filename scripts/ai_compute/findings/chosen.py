"""What config.yaml chose, in words, as the tables of this build say: sentences must not speak of another choice."""

import math
import re
from collections.abc import Callable
from functools import partial

import pandas as pd

from ai_compute.findings.names import trend_name
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import UPPER, WITH_THIRD_PARTY
from ai_compute.trends.told import line_of

PUBLISHED = pd.Timestamp("2018-05-17")
"""The first day after the article: what sentences speak of where no growth was tested before and since."""
START = 2010


def split(tables: Tables) -> str:
    """The month at which growth before and since is compared: `May 2018`."""
    return split_day(tables).strftime("%B %Y")


def split_day(tables: Tables) -> pd.Timestamp:
    """The first day of what came after."""
    days = tables["slope_tests"]["split"].dropna()
    return pd.Timestamp(days.iloc[0]) if len(days) else PUBLISHED


def tried_after(tables: Tables) -> str:
    """The month from which on papers are later ones, whose cross-checks intervals of earlier ones are tried on."""
    days = tables["calibration"]["tried_after"].dropna()
    return (pd.Timestamp(days.iloc[0]) if len(days) else PUBLISHED).strftime("%B %Y")


def name_of(tables: Tables) -> Callable[[str], str]:
    """How trends are called, in the words of this build."""
    return partial(trend_name, month=split(tables))


def start(tables: Tables) -> int:
    """The year from which runs compete for the frontier: that of the first run of the upper tenth's line."""
    line = line_of(tables["trends"], UPPER + WITH_THIRD_PARTY)
    return START if line is None else math.floor(line["start"])


def tuned_until(tables: Tables) -> int | None:
    """The last year at whose beginning a forecast was made that the fan was widened for; None if none was."""
    cuts = tables["forecasts"].loc[tables["forecasts"]["tuned"].astype(bool), "cut"]
    return None if cuts.empty else int(cuts.max())


def moore_months(tables: Tables) -> list[int]:
    """The doubling times by which Moore's law is drawn."""
    found = (re.fullmatch(r"moore-(\d+)-months", str(name)) for name in tables["projection"]["trend"].unique())
    return sorted(int(match[1]) for match in found if match)
