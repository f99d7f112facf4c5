"""One card a run: its facts with their sources, both estimates as arithmetic, and what others published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ai_compute.findings.numbers import compute, day, flop, known, listing, power, significant
from ai_compute.findings.run import basis, comparison, interval, readable
from ai_compute.findings.thresholds import all_sides, is_near, narrowing
from ai_compute.report.corrections import Corrections
from ai_compute.report.parts import Cell, Column, PageTable, source_link, web_link
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.quantities import PFS_DAY

NOWHERE = Corrections()
"""No repository is known."""


@dataclass(frozen=True)
class Estimate:
    """One method's estimate as a card shows it."""

    method: str
    value: str
    interval: str
    flop: str
    arithmetic: str
    factors: PageTable


@dataclass(frozen=True)
class Card:
    """Everything the page says of one run."""

    run: str
    name: str
    title: str
    link: str
    published: str
    organization: str
    domain: str
    file: str
    parameters: str
    adopted: str
    flop: str
    interval: str
    basis: str
    estimates: Sequence[Estimate]
    missing: Sequence[str]
    check: str
    layers: Sequence[PageTable]
    reported: PageTable | None
    notes: Sequence[str]
    narrows: str = ""
    """What would narrow its compute most."""
    sides: Sequence[str] = ()
    """On which side of the lines of laws it is, if it is near one."""
    line: int = 0
    """Where the run begins in its file, if that is known."""
    entry: str = ""
    wrong: str = ""
    """Addresses of that line, and of the form in which a fact is said to be wrong, if the repository is known."""

    @property
    def near_a_line(self) -> bool:
        """Whether there is more to say of lines than that it is surely below all of them."""
        return any(map(is_near, self.sides))


def cards(tables: Tables, corrections: Corrections = NOWHERE) -> list[Card]:
    """A card for every run, the latest first."""
    papers = {row.paper: row for row in each_row(tables["papers"])}
    by_run = {name: _rows(tables[name]) for name in ("unestimated", "reported")}
    by_run["factors"] = _rows(tables["factors"].sort_values(["part", "position"]))
    by_run["estimates"] = _rows(tables["estimates"].sort_values("method", ascending=False, kind="stable"))
    checks = _groups(tables["cross_check"])
    adopted = {row.run: row for row in each_row(tables["training_compute"])}
    ordered = tables["runs"].sort_values(["decimal_year", "run"], ascending=[False, True])
    layers, sides, narrows = _layers(tables), all_sides(tables), narrowing(tables)
    return [
        replace(
            _card(
                run,
                papers[run.paper],
                {name: rows.get(run.run, []) for name, rows in by_run.items()},
                adopted.get(run.run),
                comparison(checks.get(run.run)),
                layers.get(run.run, []),
            ),
            narrows=narrows.get(run.run, ""),
            sides=sides.get(run.run, []),
            line=corrections.lines.get(run.run, 0),
            entry=corrections.entry(run.run, papers[run.paper].file),
            wrong=corrections.form(run.run),
        )
        for run in each_row(ordered)
    ]


def _layers(tables: Tables) -> dict[str, list[PageTable]]:
    """The layer tables of every run whose operations are counted from layers."""
    counted = tables["factors"][(tables["factors"]["factor"] == "forward") & (tables["factors"]["known"] == "counted")]
    named = counted.assign(architecture=counted["source"].str.extract(r"the layers of (\S+)$", expand=False))
    pairs = named[["run", "architecture"]].dropna().drop_duplicates()
    used = tables["layers"][tables["layers"]["architecture"].isin(pairs["architecture"])]
    groups = _rows(used.sort_values("position", kind="stable"), "architecture")
    shown = {architecture: _layer_table(architecture, layers) for architecture, layers in groups.items()}
    found: dict[str, list[PageTable]] = {}
    for row in each_row(pairs[pairs["architecture"].isin(list(shown))]):
        found.setdefault(row.run, []).append(shown[row.architecture])
    return found


def _layer_table(architecture: str, layers: Sequence[Any]) -> PageTable:
    columns = [
        Column("Layer"),
        Column("Output"),
        Column("Times", True),
        Column("MACs", True),
        Column("Parameters", True),
    ]
    rows = [
        [
            Cell(row.layer),
            Cell(row.output_shape),
            Cell(f"{row.repeats:,}"),
            Cell(f"{row.macs:,}"),
            Cell(f"{row.parameters:,}"),
        ]
        for row in layers
    ]
    return PageTable(f"Layers of {architecture}, one forward pass", columns, rows)


def _groups(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(key): rows for key, rows in table.groupby("run")}


def _rows(table: pd.DataFrame, by: str = "run") -> dict[str, list[Any]]:
    """The rows of every run, or of what else they are grouped by, in their order."""
    found: dict[str, list[Any]] = {}
    for key, row in zip(table[by], each_row(table), strict=True):
        found.setdefault(key, []).append(row)
    return found


def _card(
    run: Any,
    paper: Any,
    own: Mapping[str, Sequence[Any]],
    adopted: Any,
    check: str,
    layers: Sequence[PageTable],
) -> Card:
    return Card(
        run=run.run,
        name=run.name,
        title=paper.title,
        link=web_link(paper.url),
        published=day(run.published, paper.published_precision),
        organization=run.organization,
        domain=run.domain,
        file=paper.file,
        parameters=_parameters(run),
        adopted="" if adopted is None else compute(adopted.pfs_days),
        flop="" if adopted is None else flop(adopted.flop),
        interval="" if adopted is None else interval(adopted.flop_low, adopted.flop_high),
        basis="" if adopted is None else basis(adopted),
        estimates=_estimates(own["estimates"], own["factors"], paper.url),
        missing=_missing(own["unestimated"]),
        check=check,
        layers=layers,
        reported=_reported(own["reported"], paper.url),
        notes=[note for note in (run.notes, run.explanation) if note],
    )


def _parameters(run: Any) -> str:
    if not known(run.parameters):
        return ""
    total, active = f"{power(run.parameters, 3)} parameters", run.active_parameters
    return f"{total}, {power(active, 3)} of them active" if known(active) and active < run.parameters else total


def _estimates(found: Sequence[Any], factors: Sequence[Any], paper: str) -> list[Estimate]:
    return [
        Estimate(
            method=row.method,
            value=compute(row.pfs_days),
            interval=interval(row.flop_low, row.flop_high),
            flop=flop(row.flop),
            arithmetic=readable(row.arithmetic),
            factors=_factors(factors, row.method, paper),
        )
        for row in found
    ]


def _factors(factors: Sequence[Any], method: str, paper: str) -> PageTable:
    columns = [
        Column("Factor"),
        Column("Value"),
        Column("95 % interval before calibration"),
        Column("Known"),
        Column("Evidence"),
        Column("Source"),
    ]
    rows = []
    for row in factors:
        if row.method != method:
            continue
        name = f"{row.part}: {row.factor}" if row.part else row.factor
        spread = row.value_high / row.value
        rows.append(
            [
                Cell(name),
                Cell(readable(row.text)),
                Cell("exact" if spread == 1 else f"×/÷ {significant(spread, 3)}"),
                Cell(row.known),
                Cell(row.evidence or "–"),
                Cell(row.source, link=source_link(row.source, paper if row.evidence == "paper" else "")),
            ]
        )
    return PageTable(f"Factors of {method}", columns, rows)


def _missing(unestimated: Sequence[Any]) -> list[str]:
    """Why methods have no estimate, a text for those with one reason."""
    methods: dict[str, list[str]] = {}
    for row in unestimated:
        methods.setdefault(row.reason.rstrip("."), []).append(row.method)
    return [f"No estimate by {listing(names, 'or')}: {reason}." for reason, names in methods.items()]


def _reported(reported: Sequence[Any], paper: str) -> PageTable | None:
    if not reported:
        return None
    columns = [
        Column("By"),
        Column("Method"),
        Column("Published", True),
        Column("Ours / published", True),
        Column("Source and note"),
    ]
    rows = [
        [
            Cell(row.by),
            Cell(row.method or "not said"),
            Cell(f"{'<' if row.bound else ''}{compute(row.reported_flop / PFS_DAY)}"),
            Cell(significant(row.estimate_ratio) if known(row.estimate_ratio) else "–"),
            Cell(
                ". ".join(text.rstrip(".") for text in (row.source, row.note) if text),
                link=source_link(row.source, paper if row.party == "first" else ""),
            ),
        ]
        for row in reported
    ]
    return PageTable("Published totals", columns, rows)
