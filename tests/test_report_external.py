"""Other people's data in figures and report: there when a file is given, without a trace when none is."""

import json

import pandas as pd
import pytest

from ai_compute.charts.catalogue import figures
from ai_compute.charts.chart_of_2018 import chart_of_2018
from ai_compute.charts.external import external_lines, external_runs
from ai_compute.charts.headline import headline
from ai_compute.charts.points import MOST_EXTERNAL, external_points
from ai_compute.charts.theme import WIDE
from ai_compute.findings import external
from ai_compute.findings.sources import plain
from ai_compute.report.external import external_sections
from ai_compute.report.summary import summary
from ai_compute.schemas.external import MODELS
from ai_compute.schemas.registry import EXTERNAL
from ai_compute.schemas.trends import Excluded
from ai_compute.settings.analysis import CrossCheck
from ai_compute.storage.tables import table
from made_up import made_up_tables

pytestmark = pytest.mark.slow

CROSS_CHECK = CrossCheck(agree_within=3, plausible_utilization=[0.05, 0.7], off_trend=1000)
Tables = dict[str, pd.DataFrame]
FIGURES = [headline, chart_of_2018]


def with_external(runs: int) -> Tables:
    """Made-up tables, and external ones of so many runs, of which the first is ours and the second a fine-tune."""
    days = pd.date_range("2012-01-02", "2024-01-02", periods=runs)
    names = [f"epoch-{number:05}" for number in range(runs)]
    flop = [1e17 * 1.01 ** (number % 900) for number in range(runs)]
    compute = pd.DataFrame({"run": names, "name": names, "published": days.astype("datetime64[us]"), "flop": flop})
    compute = compute.assign(
        decimal_year=days.year + days.day_of_year / 366,
        domain="language",
        organization="Somewhere",
        cluster="Somewhere",
        notable=True,
        fine_tune=compute.index == 1,
        basis="published",
        confidence="Likely",
        flop_low=compute["flop"] / 10,
        flop_high=compute["flop"] * 10,
        pfs_days=compute["flop"] / 8.64e19,
        our_run=["a", *[""] * (runs - 1)],
        file="models.csv",
        line=range(2, runs + 2),
    )
    unused = [
        {
            "file": "models.csv",
            "line": 900,
            "use": "row",
            "field": "",
            "name": "<b>",
            "found": "x",
            "reason": "no date",
        },
        {"file": "models.csv", "line": 901, "use": "row", "field": "", "name": "", "found": "", "reason": "no name"},
        {"file": "models.csv", "line": 2, "use": "cell", "field": "epochs", "name": "", "found": "0", "reason": "low"},
    ]
    agreement = [
        {"method": "hardware time", "published_method": ways, "runs": runs, "median_ratio": 1.2}
        | {"share_within_2": 0.5, "share_within_3": share, "share_within_10": 1.0}
        for ways, runs, share in (("all", 20, 0.75), ("the other method alone", 4, 0.25))
    ]
    check = [
        {"kind": "independent", "by": "all", "group": "all", "runs": 90, "median_ratio": 0.83}
        | {"share_within_2": 0.7, "share_within_3": 0.9}
    ]
    given = {"check": check, "training_compute": compute, "unused": unused, "agreement": agreement}
    tables = {name: table([], model) for name, model in EXTERNAL.items()}
    return {
        **made_up_tables(40),
        **tables,
        **{f"external_{name}": table(rows, MODELS[name]) for name, rows in given.items()},
    }


@pytest.fixture(scope="module")
def tables() -> Tables:
    return with_external(60)


def test_without_external_files_there_is_no_trace():
    ours = made_up_tables(40)
    assert external_sections(ours) == []
    assert external_points(ours)[0].empty
    assert "external" not in [figure.name for figure in figures(ours, CROSS_CHECK)]
    for draw in FIGURES:
        figure = draw(ours)
        assert list(figure.data) == ["runs"]
        assert "Epoch" not in figure.caption + figure.reading
        assert "external" not in json.dumps(figure.draw(WIDE, "log").to_dict())
    assert "external" not in summary(ours, {}, "")


def test_the_section_tells_rows_that_cannot_be_used_from_those_that_can(tables):
    (section,) = external_sections(tables)
    assert any("Two rows of models could not be used." in plain(text) for text in section.details)
    rejects = section.tables[-1]
    assert [row[-1].text for row in rejects.rows] == ["no date", "no name"]
    assert rejects.file == "tables/external_unused.csv"


def test_the_section_begins_with_one_sentence_and_keeps_the_others_for_the_fold(tables):
    row = tables["trends"].head(1).assign(trend="epoch-notable", told=True, curved=False)
    (section,) = external_sections({**tables, "external_trends": row})
    finding = plain(section.finding)
    assert finding.startswith("The training compute of notable runs in Epoch AI’s database (CC BY) since 2010 ")
    assert len(finding) < 350
    assert "both methods" in " ".join(map(plain, section.details)).casefold()
    assert section.finding != finding  # its numbers know where they come from


def test_lines_that_are_not_drawn_are_named_with_the_reason(tables):
    row = tables["trends"].head(1).assign(told=True, curved=False)
    changes = [("epoch-notable", {}), ("epoch-notable-since-2018", {"curved": True}), ("epoch-large", {"slope": -1.0})]
    theirs = pd.concat([row.assign(trend=name, **change) for name, change in changes])
    few = table([{"analysis": "trend epoch-notable-domain-games", "run": "", "reason": "2 of the 3 runs"}], Excluded)
    given = {**tables, "external_trends": theirs, "external_excluded": few}
    told = external_lines(given).reading
    for words in (
        "since 2018 (the database): its curvature is plain",
        "from 1e23 FLOP on (the database): it does not grow",
        "domain games: 2 of the 3 runs",
        "before 2010 (the database)",
        "there are no such runs",
    ):
        assert words in told
    assert external_runs(given).reading.endswith(told[told.index(" Not drawn:") :])


def test_agreement_is_split_by_how_the_totals_were_made(tables):
    text = external.recomputed(tables)
    assert "75 % of 20 runs" in text
    assert "25 % of the 4 with a total by the other method alone" in text


@pytest.mark.parametrize("draw", FIGURES)
def test_a_figure_draws_them_as_a_layer_of_their_own_without_ours_and_without_fine_tunes(tables, draw):
    figure = draw(tables)
    shown = set(figure.data["external"]["run"])
    assert len(shown) == (58 if draw is headline else 30)  # the chart of 2018 ends in the middle of it
    assert not {"epoch-00000", "epoch-00001"} & shown
    assert "Epoch AI’s database" in figure.caption + figure.reading
    layers = figure.draw(WIDE, "log").to_dict()["layer"]
    assert sum(layer.get("data") == {"name": "external"} for layer in layers) == 1


def test_very_many_are_thinned_and_the_figure_says_so():
    many = with_external(2 * MOST_EXTERNAL + 100)
    points, every = external_points(many)
    assert every == 3
    assert len(points) <= MOST_EXTERNAL
    assert "one of every 3" in headline(many).caption


def test_lines_of_the_database_stand_beside_ours(tables):
    lines = ("epoch-notable", "epoch-notable-since-2018", "epoch-large", "epoch-notable-domain-games")
    row = tables["trends"].head(1).assign(told=True, curved=False)
    theirs = pd.concat([row.assign(trend=name) for name in lines])
    ours = row.assign(trend="since-2010-with-third-party")
    given = {**tables, "external_trends": theirs, "trends": ours}
    figure = external_lines(given)
    found = figure.data["external_lines"]
    assert {*lines, *ours["trend"]} <= set(found["trend"])
    assert (found["low"] < found["growth"]).all()
    drawn = json.dumps(figure.draw(WIDE, "linear").to_dict())
    assert "By domain" in drawn or "by domain" in drawn
    assert figures({**tables, "external_trends": theirs}, CROSS_CHECK)[-1].name == "external"


def test_the_runs_of_the_database_are_drawn_with_its_lines_and_ours(tables):
    row = tables["trends"].head(1).assign(told=True, curved=False)
    theirs = pd.concat([row.assign(trend=name) for name in ("epoch-notable", "epoch-top-10")])
    ours = row.assign(trend="since-2010-with-third-party")
    given = {**tables, "external_trends": theirs, "trends": ours}
    figure = external_runs(given)
    (shown,) = figure.data.values()
    assert len(shown) == 59  # ours among them, the fine-tune not
    assert "59 runs with training compute, fine-tunes left out, up to" in plain(figure.title)
    assert [line.split(" ")[:2] for line in figure.fits] == [["notable", "runs"], ["our", "runs"], ["the", "largest"]]
    drawn = figure.draw(WIDE, "log").to_dict()
    assert sum(layer.get("data") == {"name": "external_rows"} for layer in drawn["layer"]) == 1
    (section,) = external_sections(given)
    assert (section.figure, section.figures) == ("external-runs", ["external"])
