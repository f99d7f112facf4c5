"""What sentences rest on and no section shows: rows of tables, and numbers that were worked out, with how."""

from collections.abc import Iterator
from dataclasses import replace

from ai_compute.findings.numbers import known, significant
from ai_compute.findings.sources import Worked
from ai_compute.report.linking import Rows, linked
from ai_compute.report.parts import Cell, Column, PageTable
from ai_compute.report.plain import plain_table
from ai_compute.storage.rows import Tables

DIGITS = 4


def number_tables(rows: Rows, tables: Tables) -> Iterator[PageTable]:
    """The tables of what was linked and is not shown; to be asked for when all sentences are linked.

    How a number was worked out may speak of rows that no sentence does: those stand in the tables after it.
    """
    if rows.worked:
        yield _worked(rows)
    for name, labels in rows.more.items():
        chosen = tables[name].loc[sorted(labels)]
        table = plain_table({**tables, name: chosen}, name)
        # Another part of the table may stand in a section, under the name and the caption of the table.
        yield replace(table, name="", caption=f"{table.caption}: what sentences speak of")


def _worked(rows: Rows) -> PageTable:
    found: list[list[Cell]] = []
    anchors: list[str] = []
    while len(found) < len(rows.worked):
        source, (text, anchor) = list(rows.worked.items())[len(found)]
        found.append([Cell(text), Cell(_value(source)), Cell(linked(source.how, rows))])
        anchors.append(anchor)
    columns = [Column("In a sentence"), Column("Value", True), Column("Worked out by")]
    return PageTable("Numbers that were worked out from others", columns, found, folded=True, anchors=anchors)


def _value(source: Worked) -> str:
    if not known(source.value):
        return "–"
    if source.value == round(source.value) and abs(source.value) < 1e15:
        return f"{source.value:,.0f}"
    return significant(source.value, DIGITS)
