"""The sections of the page: questions, findings, figures and tables."""

from ai_compute.findings import (
    agreement,
    breaks,
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
)
from ai_compute.report.checks import audit_table, cross_check_table
from ai_compute.report.parts import PageTable, Section
from ai_compute.report.plain import plain_table, plain_tables
from ai_compute.report.scoreboard import scoreboard
from ai_compute.report.trends import trends_table
from ai_compute.settings.analysis import CrossCheck
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW


def sections(tables: Tables, cross_check: CrossCheck) -> list[Section]:
    """All sections between the headline and the table of runs."""
    within = cross_check.agree_within
    return [
        Section(
            "eras",
            "Two eras",
            ended(growth.eras_title(tables)),
            said(*growth.eras_details(tables), eras.selection(tables), eras.ranges(tables)),
            figures=["two-eras"],
            tables=[_eras(tables), *plain_tables(tables, "selected")],
        ),
        Section(
            "law",
            "Is the law right?",
            law.finding(tables),
            said(*law.details(tables), doubling_times.by_domain(tables), growth.uncertain(tables)),
            figures=["doubling-times"],
            tables=[
                trends_table(tables["trends"], "All trends, with their arithmetic", "tables/trends.csv", "trend"),
                audit_table(tables),
            ],
            scoreboard=scoreboard(tables),
        ),
        Section(
            "sure",
            "How sure is it?",
            ended(agreement.title(tables, within)),
            said(*agreement.details(tables), influence.finding(tables), *specifications.details(tables)),
            figures=["cross-check", "ratios", "utilization", "influence", "specifications"],
            tables=[
                cross_check_table(tables),
                *plain_tables(
                    tables, "agreement", "calibration", "calibration_scales", "variance_shares", "specification_summary"
                ),
            ],
        ),
        Section(
            "drivers",
            "What drives it?",
            ended(drivers.title(tables)),
            drivers.details(tables),
            figures=["drivers"],
            tables=plain_tables(tables, "drivers"),
        ),
        Section(
            "hold",
            "Did it hold?",
            ended(hold.title(tables)),
            said(*hold.details(tables), *curve.details(tables), *breaks.details(tables), projection.finding(tables)),
            figures=["did-it-hold", "growth", "breaks", "projection"],
            tables=plain_tables(tables, "nulls", "slope_tests", "breaks", "excluded"),
        ),
    ]


def said(*paragraphs: str) -> list[str]:
    """Those paragraphs that have something to say."""
    return [text for text in paragraphs if text]


def ended(title: str) -> str:
    """A title as a sentence."""
    return title if title.endswith(".") else f"{title}."


def _eras(tables: Tables) -> PageTable:
    eras = tables["eras"]
    eras = eras[(eras["edges"] == "as stated") & (eras["set"] == LAW)]
    stated = {**tables, "eras": eras.sort_values("start", na_position="first", kind="stable")}
    columns = ["era", "quantity", "runs", "stated_low", "stated_high", "found_low", "found_median", "found_high"]
    return plain_table(stated, "eras", [*columns, "inside_share"])
