"""Figures: drawn for any number of runs, in one look, in the same bytes, with their data once."""

import json
import re
from dataclasses import asdict

import numpy as np
import pytest

from ai_compute.charts.catalogue import figures
from ai_compute.charts.export import as_json, page_data, whole_size
from ai_compute.charts.figure import for_page, standalone
from ai_compute.charts.frame import Frame, Span, decade_span
from ai_compute.charts.headline import NAMED
from ai_compute.charts.rendering import drawn
from ai_compute.charts.text import text_width
from ai_compute.charts.theme import DARK, LIGHT, MEDIUM, SIZES, SMALL, WIDE, with_variables
from ai_compute.findings.growth import headline_title as chart_title
from ai_compute.findings.sources import plain
from ai_compute.findings.story import answer, headline_title
from ai_compute.storage.rows import records
from made_up import made_up_tables
from pages import CHOICES, made_up_figures


def figures_of(runs):
    return list(made_up_figures(runs).values())


@pytest.mark.parametrize("runs", [0, 1, 300])
@pytest.mark.slow
def test_every_figure_can_be_drawn_at_every_size(runs):
    for figure in figures_of(runs):
        for size in SIZES:
            for kind in figure.kinds:
                specification = figure.draw(size, kind).to_dict()
                json.dumps(specification, allow_nan=False)


@pytest.mark.parametrize("runs", [0, 1])
def test_figures_without_enough_data_say_so_in_their_titles(runs):
    titles = {figure.name: figure.title for figure in figures_of(runs)}
    assert "too few" in titles["headline"]
    assert "too few" in titles["chart-of-2018"]


@pytest.mark.parametrize("runs", [0, 1, 300])
@pytest.mark.sampled
def test_captions_are_two_sentences_at_most_and_the_rest_is_folded(runs):
    for figure in figures_of(runs):
        assert len(re.findall(r"[.!?](?= |$)", figure.caption)) <= 2, figure.name
        assert len(figure.caption) <= 240, figure.name


def test_the_headline_says_what_changed_and_the_chart_of_2018_how_far_it_rose():
    tables = made_up_tables(40)
    assert re.search(r"took [\d,.]+ times its compute \(95 % interval [\d,.]+ to [\d,.]+\)", chart_title(tables))
    assert headline_title(tables).startswith("The upper tenth of runs ")
    assert headline_title(tables) not in answer(tables)


def test_the_headline_reaches_to_today_and_names_eight_runs_at_most():
    [figure] = [figure for figure in figures_of(300) if figure.name == "headline"]
    latest = figure.data["runs"]["decimal_year"].max()
    assert latest > 2019
    for size in SIZES:
        drawing = figure.draw(size, "log").to_dict()
        named = {row["run"] for rows in drawing["datasets"].values() for row in rows if "leader" in row}
        assert 0 < len(named) <= NAMED
        [domain] = {tuple(found) for found in domains_of(drawing, "x") if found[0] >= 2000}
        assert domain[0] == 2010
        assert domain[1] >= latest


def domains_of(drawing, channel):
    """The ends of every scale of a channel."""
    for layer in drawing["layer"]:
        found = layer.get("encoding", {}).get(channel, {})
        if isinstance(found, dict) and "domain" in (found.get("scale") or {}):
            yield found["scale"]["domain"]


@pytest.mark.slow
def test_a_figure_is_the_same_bytes_each_time():
    specifications = [as_json(figures_of(40)[0]), as_json(figures(made_up_tables(40), CHOICES)[0])]
    assert specifications[0] == specifications[1]
    assert drawn(specifications[0]) == drawn(specifications[1])


def test_a_saved_figure_holds_its_title_its_data_and_nothing_from_elsewhere():
    for figure in figures_of(40):
        specification = standalone(figure)
        assert "".join(specification["title"]["text"]) == plain(figure.title)
        assert set(figure.data) <= set(specification["datasets"])
        assert not re.search(r'"(url|src)"', json.dumps(specification))


@pytest.mark.parametrize("name", ["breaks", "utilization"])
@pytest.mark.sampled
def test_figures_of_two_plots_are_as_wide_as_all_others(name):
    [figure] = [figure for figure in figures_of(300) if figure.name == name]
    for size in figure.sizes:
        specification = for_page(figure)[size.name][figure.kinds[0]]
        specification["datasets"] |= {name: records(frame) for name, frame in figure.data.items()}
        svg, _ = drawn(json.dumps(specification))
        width, height = (float(found) for found in re.findall(r'(?:width|height)="([\d.]+)"', svg)[:2])
        assert [width, height] == pytest.approx(whole_size(specification, size), abs=1.5), size.name


def test_the_numbers_of_the_forest_stand_right_of_its_plot():
    [figure] = [figure for figure in figures_of(300) if figure.name == "doubling-times"]
    specification = figure.draw(MEDIUM, "linear").to_dict()
    [words] = [layer for layer in specification["layer"] if layer["encoding"].get("text", {}).get("field") == "text"]
    assert words["mark"]["x"] > specification["width"]
    widest = max(text_width(text, SMALL) for text in figure.data["doubling_times"]["text"])
    assert words["mark"]["x"] + widest <= specification["width"] + specification["padding"]["right"] + 1


@pytest.mark.slow
def test_the_page_holds_the_data_of_all_figures_once():
    found = page_data(figures_of(300))
    assert {len(column) for column in found["datasets"]["runs"].values()} == {300}
    specifications = json.dumps([figure["specifications"] for figure in found["figures"]])
    assert "Organization 3" not in specifications


@pytest.mark.slow
def test_the_page_takes_every_colour_from_its_style():
    found = page_data(figures_of(300))
    assert not re.search(r"#[0-9a-f]{6}", json.dumps(seen(found["figures"])))


def seen(part):
    """A part of a figure without the marks that nobody sees: they hold room, and have the library's own colour."""
    if isinstance(part, list):
        return [seen(each) for each in part]
    if not isinstance(part, dict) or part.get("encode", {}).get("update", {}).get("opacity") == {"value": 0}:
        return part if not isinstance(part, dict) else None
    return {name: seen(value) for name, value in part.items()}


def test_a_colour_that_no_role_has_is_an_error():
    with pytest.raises(KeyError):
        with_variables({"color": "#123456"})


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one, other):
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_dots_stand_out_from_the_ground(palette):
    colours = asdict(palette)
    for role in ("ink", "soft", "link", "trend", "second", "good", "bad"):
        assert contrast(colours[role], palette.ground) >= 4.5, role
    for role in ("vision", "language", "speech", "games", "multimodal", "biology", "robotics", "other", "context"):
        assert contrast(colours[role], palette.ground) >= 3, role


def test_every_role_has_a_colour_of_its_own():
    assert len(set(asdict(LIGHT).values())) == len(asdict(LIGHT))


@pytest.mark.parametrize("kind", ["log", "linear"])
def test_pixels_and_values_lead_back_to_each_other(kind):
    frame = Frame(WIDE, Span(2012, 2018), Span(1.0, 1e4, kind))
    x, y = frame.pixels([2013.0, 2017.5], [3.0, 700.0]).T
    assert np.allclose(frame.x_value(x), [2013.0, 2017.5])
    assert np.allclose(frame.y_value(y), [3.0, 700.0])


def test_an_axis_of_decades_holds_its_values_and_at_least_what_is_asked():
    assert decade_span([3e-6, 4e4], 1e-5, 1e4) == Span(1e-6, 1e5, "log")
    assert decade_span([], 1e-5, 1e4) == Span(1e-5, 1e4, "log")


def test_growth_is_drawn_with_the_faster_further_right_and_an_interval_around_each_dot():
    [figure] = [figure for figure in figures_of(300) if figure.name == "doubling-times"]
    rows = figure.data["doubling_times"]
    assert (rows.sort_values("growth")["months"].diff().dropna() <= 0).all()
    assert ((rows["low"] <= rows["growth"]) & (rows["growth"] <= rows["high"])).all()
    for size in figure.sizes:
        specification = figure.draw(size, "linear").to_dict()
        scales = [
            layer["encoding"]["x"]["scale"]
            for layer in specification["layer"]
            if "scale" in layer["encoding"].get("x", {})
        ]
        assert scales[0]["domain"][0] < scales[0]["domain"][1]
        words = [layer["encoding"]["text"] for layer in specification["layer"] if "text" in layer["encoding"]]
        assert {"field": "text", "type": "nominal"} in words, f"{size.name} shows no numbers"
