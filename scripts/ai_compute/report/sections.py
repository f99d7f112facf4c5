"""The sections of the page: questions, findings, figures and tables."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings import (
    agreement,
    breaks,
    drivers,
    eras,
    growth,
    hold,
    influence,
    law,
    projection,
    specifications,
)
from ai_compute.findings.numbers import compute, count, doubling, doubling_interval, flop, known, significant
from ai_compute.quantities import PFS_DAY
from ai_compute.report.parts import Cell, Column, PageTable, Section, web_link
from ai_compute.report.plain import plain_table, plain_tables
from ai_compute.rows import each_row
from ai_compute.settings import CrossCheck

Tables = Mapping[str, pd.DataFrame]


def sections(tables: Tables, cross_check: CrossCheck) -> list[Section]:
    """All sections between the headline and the table of runs."""
    within = cross_check.agree_within
    return [
        Section(
            "eras",
            "Two eras",
            _joined(f"{growth.eras_title(tables)}.", eras.finding(tables)),
            ["two-eras"],
            [_eras(tables), *plain_tables(tables, "selected")],
        ),
        Section(
            "law",
            "Is the law right?",
            _joined(law.finding(tables), growth.uncertain(tables)),
            tables=[
                trends_table(tables["trends"], "Trends by least squares", "tables/trends.csv"),
                *(_audit(tables), _claims(tables)),
            ],
        ),
        Section(
            "sure",
            "How sure is it?",
            _joined(
                *(agreement.finding(tables, within), influence.finding(tables), specifications.finding(tables)),
            ),
            ["cross-check", "ratios", "utilization", "influence", "specifications"],
            [_cross_check(tables), *plain_tables(tables, "agreement", "calibration", "specification_summary")],
        ),
        Section(
            "drivers",
            "What drives it?",
            drivers.finding(tables),
            ["drivers"],
            plain_tables(tables, "drivers"),
        ),
        Section(
            "hold",
            "Did it hold?",
            _joined(hold.finding(tables), breaks.finding(tables), projection.finding(tables)),
            ["did-it-hold", "breaks", "projection"],
            plain_tables(tables, "slope_tests", "breaks", "excluded"),
        ),
    ]


def _joined(*sentences: str) -> str:
    return " ".join(text for text in sentences if text)


def names_of(tables: Tables) -> pd.Series:
    """Name by run."""
    return tables["runs"].set_index("run")["name"]


def run_cell(names: pd.Series, run: str) -> Cell:
    """A run's name, leading to its card."""
    return Cell(str(names.get(run, run)), link=f"#{run}") if run in names.index else Cell(run)


def trends_table(trends: pd.DataFrame, caption: str, file: str) -> PageTable:
    """Trends by least squares with their t intervals."""
    chosen = trends[(trends["estimator"] == "ols") & (trends["interval"] == "t")]
    rows = [
        [
            Cell(row["trend"]),
            Cell(str(row["runs"]), sort=float(row["runs"])),
            Cell(doubling(row["doubling_months"], 3)),
            Cell(doubling_interval(row)),
            Cell(f"{significant(row['growth_per_year'])}x"),
            Cell(f"{row['r_squared']:.2f}" if known(row["r_squared"]) else "–"),
        ]
        for _, row in chosen.iterrows()
    ]
    columns = [
        *(Column("Trend"), Column("Runs", True), Column("Doubling time", True)),
        *(Column("95 % interval", True), Column("Growth a year", True), Column("R²", True)),
    ]
    return PageTable(caption, columns, rows, file, empty="No trend could be fitted.")


def _audit(tables: Tables) -> PageTable:
    names = names_of(tables)
    order = {"does not follow": 0, "within 5 %": 1, "as printed": 2}
    audit = tables["audit"].sort_values(
        ["verdict", "run", "by", "method"], key=lambda column: column.map(order) if column.name == "verdict" else column
    )
    rows = [
        [
            run_cell(names, row.run),
            Cell(f"{row.by}, {row.method}" if row.method else row.by),
            Cell(row.printed.replace(" x ", " × ")),
            Cell(compute(row.recomputed_flop / PFS_DAY), sort=row.recomputed_flop),
            Cell(compute(row.printed_flop / PFS_DAY), sort=row.printed_flop),
            Cell(f"{100 * (row.ratio - 1):+.1f} %".replace("-", "−"), sort=row.ratio),
            Cell(row.verdict, look=_look(row.verdict)),
        ]
        for row in each_row(audit)
    ]
    columns = [
        *(Column("Run"), Column("Printed by"), Column("Printed factors"), Column("Their product", True)),
        *(Column("Printed result", True), Column("Off by", True), Column("Verdict")),
    ]
    return PageTable(
        "Printed arithmetic, multiplied out",
        columns,
        rows,
        "tables/audit.csv",
        empty="No printed arithmetic was entered.",
    )


def _look(verdict: str) -> str:
    good = {"as printed", "agree", "replicated", "compatible"}
    bad = {"does not follow", "differ", "impossible", "contradicted"}
    return "good" if verdict in good else "bad" if verdict in bad else ""


def _claims(tables: Tables) -> PageTable:
    rows = [
        [
            Cell(row.statement),
            Cell(row.source, link=web_link(row.url)),
            Cell(_stated(row.stated, row.stated_low, row.stated_high, row.unit)),
            Cell(_stated(row.found, row.found_low, row.found_high, row.unit)),
            Cell(row.verdict, look=_look(row.verdict)),
            Cell(row.reason),
        ]
        for row in each_row(tables["claims"])
    ]
    columns = [
        Column("Statement"),
        Column("Source"),
        Column("Stated", True),
        Column("Found", True),
        Column("Verdict"),
        Column("Why"),
    ]
    return PageTable(
        "Published statements against these tables",
        columns,
        rows,
        "tables/claims.csv",
        empty="No statement was checked.",
    )


def _stated(value: float, low: float, high: float, unit: str) -> str:
    ends = f"{significant(low)} to {significant(high)}" if known(low) and known(high) else ""
    if not known(value):
        return f"{ends} {unit}".strip() or "–"
    return f"{significant(value, 3)} {unit}".strip() + (f" ({ends})" if ends else "")


def _cross_check(tables: Tables) -> PageTable:
    names = names_of(tables)
    explained = tables["runs"].set_index("run")["explanation"]
    rows = [
        [
            run_cell(names, row.run),
            Cell(compute(row.operation_counting_flop / PFS_DAY), sort=row.operation_counting_flop),
            Cell(compute(row.hardware_time_flop / PFS_DAY), sort=row.hardware_time_flop),
            Cell(significant(row.ratio), sort=row.ratio),
            Cell(f"{100 * row.implied_utilization:.0f} %", sort=row.implied_utilization),
            Cell(row.verdict, look=_look(row.verdict)),
            Cell(str(explained.get(row.run, "")) or row.explanation_code),
        ]
        for row in each_row(tables["cross_check"].sort_values("ratio"))
    ]
    columns = [
        *(Column("Run"), Column("Operation counting", True), Column("Hardware time", True), Column("Ratio", True)),
        *(Column("Implied utilization", True), Column("Verdict"), Column("Explanation")),
    ]
    return PageTable(
        "Both methods on the same run",
        columns,
        rows,
        "tables/cross_check.csv",
        folded=True,
        empty="No run has both estimates.",
    )


def runs_table(tables: Tables) -> PageTable:
    """Every run with its adopted value and its arithmetic; runs without a value last."""
    names = names_of(tables)
    adopted = tables["training_compute"].set_index("run")
    arithmetic = tables["estimates"].set_index(["run", "method"])["arithmetic"]
    rows = []
    for row in each_row(tables["runs"].sort_values(["decimal_year", "run"], ascending=[False, True])):
        value = adopted.loc[row.run] if row.run in adopted.index else None
        key = (row.run, "" if value is None else value["method"])
        if value is None:
            worked = "no estimate"
        else:
            worked = (
                str(arithmetic[key]).replace(" x ", " × ") if key in arithmetic.index else f"{value['basis']} total"
            )
        rows.append(
            [
                run_cell(names, row.run),
                Cell(row.published.strftime("%Y-%m-%d"), sort=float(row.decimal_year)),
                Cell(row.domain, look="domain"),
                Cell(row.organization),
                Cell(
                    "–" if value is None else compute(value["pfs_days"]),
                    sort=0.0 if value is None else float(value["flop"]),
                ),
                Cell(
                    "–" if value is None else flop(value["flop"]), sort=0.0 if value is None else float(value["flop"])
                ),
                Cell("none" if value is None else value["basis"]),
                Cell(worked, look="arithmetic"),
            ]
        )
    columns = [
        *(
            Column("Run"),
            Column("Published"),
            Column("Domain"),
            Column("Organization"),
            Column("Training compute", True),
        ),
        *(Column("in FLOP", True), Column("Basis"), Column("Arithmetic")),
    ]
    return PageTable(
        f"{count(len(rows), 'run')}".capitalize(),
        columns,
        rows,
        "tables/training_compute.csv",
        empty="There are no runs yet.",
    )


def _eras(tables: Tables) -> PageTable:
    eras = tables["eras"]
    stated = {**tables, "eras": eras[(eras["edges"] == "as stated") & (eras["set"] == "openai-2018")]}
    columns = ["era", "quantity", "runs", "stated_low", "stated_high", "found_low", "found_median", "found_high"]
    return plain_table(stated, "eras", [*columns, "inside_share"])
