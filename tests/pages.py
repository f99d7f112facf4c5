"""Whole pages from tables, as the stages chart and report make them."""

import json
from dataclasses import asdict
from datetime import date
from functools import cache

from ai_compute.charts.catalogue import figures
from ai_compute.charts.export import page_data
from ai_compute.charts.library import drawing_library
from ai_compute.charts.theme import DARK, LIGHT
from ai_compute.report.page import content
from ai_compute.report.provenance import provenance
from ai_compute.report.render import drawn_cards, render, render_cards
from ai_compute.settings.analysis import CrossCheck
from made_up import made_up_tables

CHOICES = CrossCheck(agree_within=3, plausible_utilization=(0.02, 0.8), off_trend=1000)


@cache
def made_up_page(runs):
    """The page and the cards of so many made-up runs, made once for all tests."""
    return page_and_cards(made_up_tables(runs))


@cache
def made_up_figures(runs):
    """The figures of so many made-up runs by name, made once for all tests."""
    return {figure.name: figure for figure in figures(made_up_tables(runs), CHOICES)}


def page_and_cards(tables, cut_off=date(2026, 11, 1)):
    """The page, and the script of its cards that stands in runs/cards.js beside it."""
    return page_and_cards_of(tables, drawn_of(tables), cut_off)


def drawn_of(tables):
    """The figures of the page as the stage that draws them hands them over."""
    return json.loads(json.dumps(page_data(figures(tables, CHOICES)), allow_nan=False))


def page_and_cards_of(tables, drawn, cut_off=date(2026, 11, 1)):
    """The same from figures that are drawn already."""
    sources = provenance({"config.yaml": "0" * 64}, {"Python": "3.11"}, "")
    shown = content(tables, drawn, CHOICES, cut_off, sources, "1a2b3c4d5e6f", "")
    page = render(shown, drawn, script(), {"light": asdict(LIGHT), "dark": asdict(DARK)})
    return page, render_cards(drawn_cards(shown["cards"]))


@cache
def script():
    return drawing_library()
