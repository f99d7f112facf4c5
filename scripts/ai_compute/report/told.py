"""The rows that sentences of the page may speak of, under the names by which the page's tables know them."""

from collections.abc import Sequence

from ai_compute.findings.names import by_importance
from ai_compute.findings.thresholds import near
from ai_compute.report.checks import audited, checked
from ai_compute.report.linking import Row, Rows, rows_of, run_names
from ai_compute.report.parts import PageTable, Section
from ai_compute.report.plain import row_anchors
from ai_compute.report.thresholds import last_counts
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW
from ai_compute.trends.told import told


def rows_told(tables: Tables, sections: Sequence[Section]) -> Rows:
    """Every row of every table that the sections show, trends in the order of their importance, runs by their cards."""
    shown = {table.name: table for section in sections for table in section.tables if table.name}
    found = {name: _rows(tables, name, table) for name, table in shown.items()}
    claims = tables["claims"]
    found["claims"] = rows_of(claims, [f"claim_{claim}" for claim in claims["claim"]])
    values = tables["training_compute"]
    values = values[values["run"].isin(tables["runs"]["run"])]
    found["training_compute"] = rows_of(values, list(values["run"]))
    return Rows(found, run_names(tables["runs"].set_index("run")["name"]))


def _rows(tables: Tables, name: str, table: PageTable) -> list[Row]:
    if name in ("trends", "external_trends"):
        rows = told(tables[name]).set_index("trend", drop=False)
        return rows_of(rows.loc[by_importance(rows["trend"])], list(table.anchors))
    if name == "eras":
        eras = tables["eras"]
        eras = eras[(eras["edges"] == "as stated") & (eras["set"] == LAW)]
        return rows_of(eras.sort_values("start", na_position="first", kind="stable"), list(table.anchors))
    chosen = {"audit": audited, "cross_check": checked, "threshold_counts": last_counts, "thresholds": near}
    rows = chosen[name](tables) if name in chosen else tables[name]
    anchors = list(table.anchors) if len(table.anchors) == len(rows) else row_anchors(name, len(rows))
    return rows_of(rows, anchors)[: table.at_most]
