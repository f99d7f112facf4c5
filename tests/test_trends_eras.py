"""Eras, selection and agreement: what is counted where."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ai_compute.trends.agreement import agreement
from ai_compute.trends.eras import Era, eras, selected

ERA = {"one": Era(date(2012, 1, 1), date(2014, 1, 1), {"device count": (1, 8), "pfs-days": None})}


def values(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["run", "published", "device count", "pfs-days"])
    return table.assign(published=pd.to_datetime(table["published"]))


RUNS = values(("first", "2012-01-01", 2, 0.1), ("second", "2013-12-31", 100, np.nan), ("after", "2014-01-01", 4, 5.0))


def test_a_day_belongs_to_the_era_that_it_starts() -> None:
    table = eras(RUNS, {"all": None}, ERA, 6, 0.95).query("edges == 'as stated' and quantity == 'device count'")
    assert table["runs"].item() == 2
    assert table["inside_share"].item() == 0.5
    assert table[["found_low", "found_median", "found_high"]].iloc[0].to_list() == [2, 51, 100]


def test_what_the_text_does_not_say_has_no_share_and_unknown_values_do_not_count() -> None:
    row = eras(RUNS, {"all": None}, ERA, 6, 0.95).query("edges == 'as stated' and quantity == 'pfs-days'").iloc[0]
    assert row["runs"] == 1
    assert np.isnan(row["inside_share"])


def test_moving_the_edges_moves_runs() -> None:
    later = eras(RUNS, {"all": None}, ERA, 6, 0.95).query("edges == '6 months later' and quantity == 'device count'")
    assert later["runs"].item() == 2
    assert later["found_high"].item() == 100
    assert later["found_low"].item() == 4


def test_a_set_is_told_from_all_runs_and_an_empty_era_is_shown_empty() -> None:
    table = eras(RUNS, {"all": None, "none": set()}, ERA, 6, 0.95)
    assert set(table.loc[table["set"] == "none", "runs"]) == {0}


def test_selected_runs_are_ranked_among_all_and_among_recent_ones() -> None:
    runs = pd.DataFrame(
        {
            "run": ["old-giant", "small", "chosen"],
            "published": pd.to_datetime(["2000-01-01", "2011-06-01", "2012-01-01"]),
            "decimal_year": [2000.0, 2011.4, 2012.0],
            "flop": [100.0, 1.0, 10.0],
        }
    )
    row = selected(runs, {"s": {"chosen"}}, 2).iloc[0]
    assert (row["rank_all"], row["runs_all"]) == (2, 3)
    assert (row["rank_window"], row["runs_window"]) == (1, 2)


def test_agreement_counts_independent_pairs_by_group() -> None:
    checks = pd.DataFrame(
        {
            "ratio": [1.0, 1 / 2.5, 9.0, 1.0],
            "implied_utilization": [0.3, 0.2, 0.9, 0.3],
            "independent": [True, True, True, False],
            "z": [0.0, -1.0, 2.0, 0.0],
            "held_out_sd_log10": [0.4, 0.4, 0.4, np.nan],
        }
    )
    table = agreement(checks, {"domain": pd.Series(["a", "a", "b", "b"])}, 0.95).set_index(["by", "group"])
    assert table.loc[("all", "all"), "runs"] == 3
    assert table.loc[("all", "all"), ["within_2", "within_3", "within_10"]].to_list() == pytest.approx(
        [1 / 3, 2 / 3, 1]
    )
    assert table.loc[("domain", "b"), "within_3"] == 0
    inside = table.loc[("all", "all"), ["inside_50", "inside_80", "inside_95"]]
    assert inside.to_list() == pytest.approx([1 / 3, 2 / 3, 2 / 3])
    assert table.loc[("all", "all"), "median_interval_factor"] == pytest.approx(10 ** (1.96 * 0.4), rel=1e-3)
    assert agreement(checks.head(0), {}, 0.95).empty
