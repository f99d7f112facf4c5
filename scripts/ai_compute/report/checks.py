"""Tables of checks: printed arithmetic, and both methods on the same run."""

import pandas as pd

from ai_compute.findings.numbers import power, significant
from ai_compute.report.parts import Cell, Column, PageTable
from ai_compute.report.plain import row_anchors
from ai_compute.report.runs import names_of, run_cell
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.quantities import PFS_DAY


def audit_table(tables: Tables) -> PageTable:
    """Every printed calculation with the product of its factors; those that do not follow first."""
    names = names_of(tables)
    rows = [
        [
            run_cell(names, row.run),
            Cell(f"{row.by}, {row.method}" if row.method else row.by),
            Cell(row.printed.replace(" x ", " × ")),
            Cell(power(row.recomputed_flop / PFS_DAY), sort=row.recomputed_flop),
            Cell(power(row.printed_flop / PFS_DAY), sort=row.printed_flop),
            Cell(f"{100 * (row.ratio - 1):+.1f} %".replace("-", "−"), sort=row.ratio),
            Cell(row.verdict, look=_look(row.verdict)),
        ]
        for row in each_row(audited(tables))
    ]
    columns = [
        *(Column("Run"), Column("Printed by"), Column("Printed factors"), Column("Their product, pfs-days", True)),
        *(Column("Printed result, pfs-days", True), Column("Off by", True), Column("Verdict")),
    ]
    return PageTable(
        f"All {len(rows)} printed calculations, multiplied out",
        columns,
        rows,
        "tables/audit.csv",
        folded=True,
        empty="No printed arithmetic was entered.",
        anchors=row_anchors("audit", audited(tables)),
        labels=list(audited(tables).index),
        name="audit",
    )


def audited(tables: Tables) -> pd.DataFrame:
    """The table `audit`, what does not follow first."""
    order = {"does not follow": 0, "within 5 %": 1, "as printed": 2}
    return tables["audit"].sort_values(
        ["verdict", "run", "by", "method"], key=lambda column: column.map(order) if column.name == "verdict" else column
    )


def checked(tables: Tables) -> pd.DataFrame:
    """The table `cross_check` from the lowest ratio to the highest."""
    return tables["cross_check"].sort_values("ratio", kind="stable")


def _look(verdict: str) -> str:
    good = {"as printed", "agree", "replicated", "compatible"}
    bad = {"does not follow", "differ", "impossible", "contradicted"}
    return "good" if verdict in good else "bad" if verdict in bad else ""


def cross_check_table(tables: Tables) -> PageTable:
    """Every run with both estimates, from the lowest ratio to the highest."""
    names = names_of(tables)
    explained = tables["runs"].set_index("run")["explanation"]
    rows = [
        [
            run_cell(names, row.run),
            Cell(power(row.operation_counting_flop / PFS_DAY), sort=row.operation_counting_flop),
            Cell(power(row.hardware_time_flop / PFS_DAY), sort=row.hardware_time_flop),
            Cell(significant(row.ratio), sort=row.ratio),
            Cell(f"{100 * row.implied_utilization:.0f} %", sort=row.implied_utilization),
            Cell(row.verdict, look=_look(row.verdict)),
            Cell(str(explained.get(row.run, "")) or row.explanation_code),
        ]
        for row in each_row(checked(tables))
    ]
    columns = [
        *(Column("Run"), Column("Operation counting, pfs-days", True)),
        *(Column("Hardware time, pfs-days", True), Column("Ratio", True)),
        *(Column("Implied utilization", True), Column("Verdict"), Column("Explanation")),
    ]
    return PageTable(
        "Both methods on the same run",
        columns,
        rows,
        "tables/cross_check.csv",
        folded=True,
        empty="No run has both estimates.",
        anchors=row_anchors("cross_check", checked(tables)),
        labels=list(checked(tables).index),
        name="cross_check",
    )
