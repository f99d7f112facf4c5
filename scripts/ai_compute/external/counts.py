"""Why a line counts fewer runs than the database does: what is left out of each, counted."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ai_compute.external.keys import DOMAIN, ERAS, LARGE, LARGE_FLOP, NOTABLE, RECORD, RECORD_OF_ALL, frontier_key
from ai_compute.settings.external import ExternalTrends
from ai_compute.trends.selections import Selection, between
from ai_compute.values.dates import Period, decimal_year


def periods(chosen: ExternalTrends, frontier_start: float) -> dict[str, Period]:
    """The first day of each line's runs and the first day after them; None where there is none."""
    start = first_day(frontier_start)
    records = chosen.records_before.day
    return {
        NOTABLE: (chosen.notable_since.day, None),
        **ERAS,
        LARGE: (None, None),
        frontier_key(chosen.top): (start, None),
        RECORD: (chosen.records_since.day, records),
        RECORD_OF_ALL: (chosen.records_since.day, records),
    }


def counts(
    selections: Mapping[str, Selection], runs: pd.DataFrame, chosen: ExternalTrends, frontier_start: float
) -> pd.DataFrame:
    """How many runs each line counts, and why not all (columns of `ExternalCounts`).

    Args:
        selections: points by trend id, as `external_selections` gives them.
        runs: the table `external_runs`.
        chosen: what config says of the trends.
        frontier_start: where frontier runs begin to be counted, as a decimal year.
    """
    known = periods(chosen, frontier_start)
    known |= {name: known[NOTABLE] for name in selections if name.startswith(DOMAIN)}
    leading = (frontier_key(chosen.top), RECORD)
    rows = []
    for trend, period in known.items():
        if trend not in selections:
            continue
        inside = between(_of_kind(trend, runs), period)
        if trend == LARGE:
            inside = inside[~(np.log10(inside["published_flop"]) < np.log10(LARGE_FLOP))]
        stated = inside[inside["published_flop"].notna()]
        tuned, fitted = int(stated["base_model"].ne("").sum()), len(selections[trend].points)
        rows.append(
            {
                "trend": trend,
                "since": pd.Timestamp(period[0]) if period[0] else pd.NaT,
                "before": pd.Timestamp(period[1]) if period[1] else pd.NaT,
                "counted_from": pd.Timestamp(first_day(frontier_start)) if trend in leading else pd.NaT,
                "rows": len(inside),
                "without_total": int(inside["published_flop"].isna().sum()),
                "stated": len(stated),
                "fine_tunes": tuned,
                "not_leading": len(stated) - tuned - fitted,
                "runs": fitted,
            }
        )
    return pd.DataFrame(rows)


def _of_kind(trend: str, runs: pd.DataFrame) -> pd.DataFrame:
    """The models that a line is about, whatever their date."""
    if not trend.startswith(NOTABLE):
        return runs
    notable = runs[runs["notable"]]
    return notable[notable["domain"].eq(trend.removeprefix(DOMAIN))] if trend.startswith(DOMAIN) else notable


def first_day(year: float) -> date:
    """The first day that is not before a decimal year."""
    day = date(int(year), 1, 1)
    while decimal_year(day) < year:
        day += timedelta(days=1)
    return day
