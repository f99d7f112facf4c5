"""Jobs that share the fits make what one job makes: every fit once, and the same bytes in the end."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from ai_compute.settings.statistics import Statistics
from ai_compute.trends.configured import broken, fitted
from ai_compute.trends.selections import Selection
from ai_compute.trends.shards import Shard
from builds import FEW_PAPERS, build, copy_workflow


def together(tables: list[pd.DataFrame]) -> list[tuple[object, ...]]:
    """All rows of tables, in an order that does not depend on which table they stood in."""
    return sorted(row for table in tables for row in table.astype(str).itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def statistics() -> Statistics:
    """The choices of config.yaml, with fewer resamples."""
    section = yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))["statistics"]
    section["bootstrap"]["resamples"] = section["breaks"]["resamples"] = 100
    return Statistics.model_validate(section)


@pytest.fixture(scope="module")
def selections(statistics: Statistics) -> dict[str, Selection]:
    """Points of those trends in which breaks are looked for; of the first, too few."""
    random = np.random.default_rng(1)
    found = {}
    for runs, name in enumerate(statistics.breaks.trends, start=2):
        points = {
            "run": [f"r{number}" for number in range(2 * runs)],
            "organization": [f"o{number % 3}" for number in range(2 * runs)],
            "cluster": [f"o{number % 3}" for number in range(2 * runs)],
            "paper": [f"p{number}" for number in range(2 * runs)],
            "decimal_year": 2012 + np.arange(2.0 * runs),
            "log10_flop": 18 + random.normal(size=2 * runs),
            "sd_log10": 0.1,
        }
        found[name] = Selection(pd.DataFrame(points).head(2 if runs == 2 else None))
    return found


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("make", [fitted, broken])
def test_lines_and_breaks_of_all_shards_are_those_of_one_job(jobs, make, selections, statistics) -> None:  # type: ignore[no-untyped-def]
    whole = make(selections, statistics)
    shared = [make(selections, statistics, Shard(number, jobs)) for number in range(1, jobs + 1)]
    for which in (0, 1):
        assert together([parts[which] for parts in shared]) == together([whole[which]])


def test_a_wrong_number_of_shards_is_told_in_a_message(tmp_path: Path) -> None:
    done = build(copy_workflow(tmp_path / "workflow", FEW_PAPERS), "--dry-run", "--config", "shards=1.5", check=False)
    assert done.returncode != 0
    assert "a whole number from 1" in done.stdout
    assert "Traceback" not in done.stdout
