"""Where the rows stand that sentences of the page speak of, under the names by which the page's tables know them."""

from collections.abc import Sequence

import pandas as pd

from ai_compute.findings.names import by_importance
from ai_compute.findings.thresholds import near
from ai_compute.report.checks import audited, checked
from ai_compute.report.linking import Rows, run_names
from ai_compute.report.parts import PageTable, Section
from ai_compute.report.thresholds import last_counts
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW
from ai_compute.trends.told import told


def rows_told(tables: Tables, sections: Sequence[Section]) -> Rows:
    """The anchor of every row that a table of the sections shows; of a run's value the run."""
    shown = {table.name: table for section in sections for table in section.tables if table.name}
    found = {name: _anchors(tables, name, table) for name, table in shown.items()}
    claims = tables["claims"]
    found["claims"] = {row: f"claim_{claim}" for row, claim in zip(claims.index, claims["claim"], strict=True)}
    values = tables["training_compute"]
    values = values[values["run"].isin(tables["runs"]["run"])]
    found["training_compute"] = dict(zip(values.index, values["run"], strict=True))
    return Rows(found, run_names(tables["runs"].set_index("run")["name"]))


def _anchors(tables: Tables, name: str, table: PageTable) -> dict[int, str]:
    """By label of the row, of those that the page has room for."""
    rows = list(zip(_in_their_order(tables, name).index, table.anchors, strict=True))
    return {int(row): anchor for row, anchor in rows[: table.at_most]}


def _in_their_order(tables: Tables, name: str) -> pd.DataFrame:
    """The rows of a table that the page shows, with their labels, in the order of the page."""
    if name in ("trends", "external_trends"):
        rows = told(tables[name])
        order = {trend: place for place, trend in enumerate(by_importance(rows["trend"]))}
        return rows.sort_values("trend", key=lambda trends: trends.map(order), kind="stable")
    if name == "eras":
        eras = tables["eras"]
        eras = eras[(eras["edges"] == "as stated") & (eras["set"] == LAW)]
        return eras.sort_values("start", na_position="first", kind="stable")
    chosen = {"audit": audited, "cross_check": checked, "threshold_counts": last_counts, "thresholds": near}
    return chosen[name](tables) if name in chosen else tables[name]
