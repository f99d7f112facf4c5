"""Fits that are kept: a build with them gives what a build without them gives, whatever was there before."""

import pandas as pd
import pytest

from ai_compute.storage.kept import Kept
from ai_compute.trends import configured
from ai_compute.trends.selections import Selection
from made_up import made_up_tables


@pytest.fixture(scope="module")
def settings(request):
    from ai_compute.entries.documents import read_yaml
    from ai_compute.settings.analysis import read_settings
    from conftest import ROOT

    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    settings = read_settings(read_yaml(text, "config.yaml"))
    statistics = settings.statistics
    quick = statistics.bootstrap.model_copy(update={"resamples": 50})
    return settings.model_copy(update={"statistics": statistics.model_copy(update={"bootstrap": quick})})


def points(tables: dict[str, pd.DataFrame], settings) -> dict[str, Selection]:
    chosen, _ = configured.selected(tables, settings.statistics, settings.frontier)
    return {name: chosen[name] for name in ("all", "2010-2018", "since-2018", "record")}


@pytest.mark.slow
def test_fits_that_were_kept_are_those_that_would_be_made(tmp_path, settings):
    """Runs come and go in any order; each time all fits equal fits from nothing."""
    tables = made_up_tables(60)
    whole = tables["training_compute"]
    for start, end in [(0, 60), (0, 50), (10, 60), (0, 60), (0, 50), (5, 55)]:
        chosen = points({**tables, "training_compute": whole.iloc[start:end].reset_index(drop=True)}, settings)
        kept = configured.fitted(chosen, settings.statistics, kept=Kept(tmp_path, "code"))
        anew = configured.fitted(chosen, settings.statistics)
        for one, other in zip(kept, anew, strict=True):
            pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_a_run_that_comes_later_changes_no_earlier_fit(tmp_path, settings, monkeypatch):
    tables = made_up_tables(60)
    whole = tables["training_compute"].sort_values("published", ignore_index=True)
    whole = whole[whole["basis"] != "third-party"].reset_index(drop=True)
    kept, made, trends = Kept(tmp_path, "code"), [], configured.lines.trends

    def counting(found, *settings):
        made.extend(found)
        return trends(found, *settings)

    configured.fitted(points({**tables, "training_compute": whole.iloc[:-1]}, settings), settings.statistics, kept=kept)
    monkeypatch.setattr(configured.lines, "trends", counting)
    configured.fitted(points({**tables, "training_compute": whole}, settings), settings.statistics, kept=kept)
    assert "2010-2018" not in made
    assert "all" in made
