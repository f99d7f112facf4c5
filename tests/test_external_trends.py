"""Runs of a database of others rank among all of its rows with compute; what is left out is left out afterwards."""

import pandas as pd

from ai_compute.external.trends import external_selections
from ai_compute.settings.external import ExternalTrends

CHOSEN = ExternalTrends.model_validate(
    {"notable_since": "2010-01-01", "top": 2, "records_since": "2010-01-01", "records_before": "2030-01-01"}
)


def selected(rows: list[dict[str, object]]) -> dict[str, list[str]]:
    compute = pd.DataFrame(
        [
            {"run": f"r{number}", "cluster": "o", "decimal_year": 2011.0 + number, "flop": 10.0**number}
            | {"basis": "published", "fine_tune": False, "notable": True, "domain": "vision"}
            | row
            for number, row in enumerate(rows)
        ]
    )
    compute["published"] = pd.to_datetime((compute["decimal_year"] - 1970) * 365.25, unit="D", origin="1970-01-01")
    estimates = compute.loc[compute["run"] == "r0", ["run", "flop"]].assign(method="operation counting")
    chosen, _ = external_selections(compute, estimates, CHOSEN, 2010.0)
    return {name: list(each.points["run"]) for name, each in chosen.items()}


def test_a_run_that_fine_tunes_and_own_estimates_were_larger_than_is_no_frontier_run() -> None:
    rows: list[dict[str, object]] = [{}, {}, {}, {"flop": 1e9, "fine_tune": True}, {"flop": 1e8, "basis": "own"}, {}]
    assert "r5" not in selected(rows)["epoch-top-2"]
    assert selected(rows)["epoch-record"] == ["r1", "r2"]


def test_runs_that_others_were_left_out_beside_keep_their_rank() -> None:
    assert "r5" in selected([{}] * 6)["epoch-top-2"]
    assert selected([{}] * 6)["epoch-record"] == ["r1", "r2", "r3", "r4", "r5"]
