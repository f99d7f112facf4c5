"""The sections of the story: questions, findings, a figure each, and the evidence behind them."""

from ai_compute.findings import (
    agreement,
    attention,
    breaks,
    change,
    chosen,
    curve,
    doubling_times,
    drivers,
    eras,
    growth,
    hold,
    influence,
    law,
    projection,
    specifications,
    story,
    threshold_counts,
    thresholds,
)
from ai_compute.findings.sources import Sourced
from ai_compute.report.checks import audit_table, cross_check_table
from ai_compute.report.parts import PageTable, Section
from ai_compute.report.plain import plain_table, plain_tables
from ai_compute.report.scoreboard import scoreboard
from ai_compute.report.thresholds import last_counts_table, near_table
from ai_compute.report.trends import trends_table
from ai_compute.settings.analysis import CrossCheck
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW


def sections(tables: Sourced, cross_check: CrossCheck) -> list[Section]:
    """All sections between the headline and the table of runs; those with nothing to say left out."""
    within = cross_check.agree_within
    every = [
        _chart_of_2018(tables),
        Section(
            "eras",
            "Two eras",
            ended(growth.eras_title(tables)),
            said(*growth.eras_details(tables), eras.selection(tables), eras.ranges(tables)),
            figure="two-eras",
            tables=[_eras(tables.bare), *plain_tables(tables.bare, "selected")],
        ),
        Section(
            "law",
            "Is the law right?",
            law.finding(tables),
            said(*law.details(tables), doubling_times.by_domain(tables), growth.uncertain(tables)),
            figure="doubling-times",
            tables=[
                trends_table(
                    *(tables.bare["trends"], "All trends, with their arithmetic", "tables/trends.csv", "trend"),
                    chosen.name_of(tables.bare),
                ),
                audit_table(tables.bare),
                *plain_tables(tables.bare, "comparisons"),
            ],
            scoreboard=scoreboard(tables),
        ),
        Section(
            "sure",
            "How sure is it?",
            ended(agreement.title(tables, within)),
            said(
                *agreement.details(tables),
                influence.details(tables),
                *specifications.details(tables),
                story.read_facts(tables),
                story.by_read_facts(tables),
                story.rule_of_thumb(tables),
                attention.convention(tables),
            ),
            figure="cross-check",
            figures=["ratios", "utilization", "influence", "specifications"],
            tables=[
                cross_check_table(tables.bare),
                plain_table(tables.bare, "agreement", AGREEMENT),
                *plain_tables(
                    tables.bare,
                    *("calibration", "calibration_scales", "variance_shares"),
                    *("specification_summary", "specification_choices", "evidence_shares", "rule_of_thumb"),
                ),
            ],
        ),
        Section(
            "drivers",
            "What drives it?",
            ended(drivers.title(tables)),
            drivers.details(tables),
            figure="drivers",
            tables=[_drivers(tables.bare)],
        ),
        _hold(tables),
        _lines(tables),
    ]
    return [section for section in every if section.finding]


def _chart_of_2018(tables: Sourced) -> Section:
    return Section(
        "chart",
        "The chart of 2018",
        story.chart_of_2018(tables),
        said(story.why_twice(tables)),
        figure="chart-of-2018",
    )


def _hold(tables: Sourced) -> Section:
    finding = change.answer(tables) or ended(hold.title(tables))
    return Section(
        "hold",
        "Did it hold?",
        finding,
        [*hold.details(tables), *curve.details(tables), *breaks.details(tables), *projection.details(tables)],
        figure="growth",
        figures=["breaks", "projection"],
        tables=[*plain_tables(tables.bare, "nulls", "slope_tests"), _breaks(tables.bare)],
    )


def _lines(tables: Sourced) -> Section:
    """Above the lines: on which side of the lines that laws draw runs are expected."""
    counted = threshold_counts.counted(tables)
    details = [
        thresholds.unsure_then(tables),
        *counted,
        *thresholds.modified(tables),
        threshold_counts.census(tables),
        threshold_counts.near_the_largest(tables),
        *threshold_counts.tried(tables),
        threshold_counts.LEFT_OUT,
        thresholds.NO_ADVICE,
    ]
    return Section(
        "lines",
        "Above the lines",
        story.above_the_lines(tables),
        said(*details) if counted else [],
        figure="above-the-lines",
        figures=["lines-counted"],
        tables=[near_table(tables.bare), last_counts_table(tables.bare), *plain_tables(tables.bare, "threshold_texts")],
    )


def _breaks(tables: Tables) -> PageTable:
    """The fits that were chosen; the file has those that were tried, too."""
    rows = tables["breaks"]
    return plain_table({**tables, "breaks": rows[rows["selected"].astype(bool)]}, "breaks")


AGREEMENT = [
    *("by", "group", "runs", "within_2", "within_2_low", "within_2_high", "within_3", "within_3_low", "within_3_high"),
    *("within_10", "ratio_median", "implied_utilization_median"),
    *("implied_utilization_median_low", "implied_utilization_median_high"),
]
"""What the page shows of agreement by group; the file has all columns."""


def _drivers(tables: Tables) -> PageTable:
    """Drivers until the split and since, what is told of them; the file has all periods."""
    rows = tables["drivers"]
    chosen = {**tables, "drivers": rows[rows["set"].isin(list(drivers.PERIODS))]}
    shares = ["share", "share_low", "share_high"]
    return plain_table(chosen, "drivers", ["set", "variant", "driver", "runs", "growth_per_year", *shares])


def said(*paragraphs: str) -> list[str]:
    """Those paragraphs that have something to say."""
    return [text for text in paragraphs if text]


def ended(title: str) -> str:
    """A title as a sentence."""
    return title if title.endswith((".", "?")) else f"{title}."


def _eras(tables: Tables) -> PageTable:
    eras = tables["eras"]
    eras = eras[(eras["edges"] == "as stated") & (eras["set"] == LAW)]
    stated = {**tables, "eras": eras.sort_values("start", na_position="first", kind="stable")}
    columns = ["era", "quantity", "runs", "stated_low", "stated_high", "found_low", "found_median", "found_high"]
    return plain_table(stated, "eras", [*columns, "inside_share"])
