"""Numbers that know where they come from: through arithmetic, through texts, and never lost on the way."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.findings.numbers import count, doubling, doubling_range, of, power, share, significant, times
from ai_compute.findings.sources import Place, Sourced, Worked, cite, marks, number, number_of, plain, whole, worked
from ai_compute.report.sections import sections
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.quantities import PFS_DAY
from made_up import made_up_tables
from pages import CHOICES

VALUES = pd.DataFrame(
    {
        "name": ["a", "b", "c"],
        "value": [3.2, 41.0, float("nan")],
        "runs": [15, 7, 0],
        "start": [2010.0, 2011.0, 2012.0],
    },
    index=[4, 5, 6],
)
SOURCED = Sourced({"values": VALUES})


def source_of(text: str) -> Place | Worked:
    (found,) = marks(text)[1]
    return found[2]


def place(row: int, column: str) -> Place:
    return Place("values", row, column)


class Unmarked(dict[str, pd.DataFrame]):
    """The same tables as the page has them, whose numbers know nothing."""

    @property
    def bare(self) -> Tables:
        return self


def test_a_number_of_a_table_knows_its_cell_whatever_the_order_of_rows() -> None:
    last = SOURCED["values"].sort_values("value", ascending=False).iloc[0]
    assert source_of(significant(last["value"])) == place(5, "value")
    (row,) = each_row(SOURCED["values"].query("name == 'a'"))
    assert source_of(count(whole(row.runs), "run")) == place(4, "runs")


@pytest.mark.parametrize(
    "changed", [lambda n: n / 12, lambda n: n * 100, lambda n: 100 * n, lambda n: n * PFS_DAY, abs]
)
def test_a_change_of_unit_stays_with_the_cell(changed) -> None:  # type: ignore[no-untyped-def]
    value = SOURCED["values"].iloc[0]["value"]
    assert source_of(significant(changed(value))) == place(4, "value")


def test_arithmetic_is_told_with_the_numbers_that_it_rests_on() -> None:
    one, other = (SOURCED["values"].iloc[row]["value"] for row in (0, 1))
    found = source_of(significant(other / one))
    assert isinstance(found, Worked)
    assert found.value == 41.0 / 3.2
    assert plain(found.how) == "41 ÷ 3.2"
    assert [source for _, _, source in marks(found.how)[1]] == [place(5, "value"), place(4, "value")]
    assert plain(source_of(significant(10 ** (one - 1))).how) == "10 to the power of (3.2 − 1)"  # type: ignore[union-attr]
    assert plain(source_of(significant(12 * (1 / one))).how) == "12 × (1 ÷ 3.2)"  # type: ignore[union-attr]


def test_numbers_of_numpy_lose_no_source() -> None:
    import numpy as np

    value = SOURCED["values"].iloc[0]["value"]
    assert plain(source_of(significant(np.float64(2) / value)).how) == "2 ÷ 3.2"  # type: ignore[union-attr]
    column = np.log10(SOURCED["values"]["value"].dropna())
    assert plain(source_of(significant(column.iloc[0])).how) == "log₁₀ 3.2"  # type: ignore[union-attr]


def test_what_is_counted_says_of_which_rows() -> None:
    rows = SOURCED["values"]
    found = source_of(of(number_of(rows[rows["runs"] > 10], "large ones"), number_of(VALUES, "all")))
    assert found == Worked(1, "large ones: rows of values")


def test_a_sum_of_many_is_not_spelled_out() -> None:
    rows = pd.DataFrame({"value": [1.5] * 50})
    found = source_of(significant(Sourced({"many": rows})["many"]["value"].sum()))
    assert found == Worked(75.0, "worked out from 50 numbers of many")


def test_missing_values_and_dates_are_left_as_they_are() -> None:
    rows = SOURCED["values"]
    assert rows["value"].isna().tolist() == [False, False, True]
    assert plain(significant(rows["start"].iloc[0])) == significant(rows["start"].iloc[0])


def test_without_sources_nothing_is_marked() -> None:
    assert number_of(VALUES, "all") == worked({"values": VALUES}, 3, "three") == 3
    assert marks(significant(worked({"values": VALUES}, 3.0, "three"))) == ("3.0", [])


@given(st.floats(1e-6, 1e30), st.integers(0, 10**6))
def test_every_format_reads_the_same_with_a_source(value: float, runs: int) -> None:
    known, many = number(value, Place("t", 0, "c")), number(runs, Place("t", 0, "d"))
    for written in (significant, power, times, share, doubling, lambda each: doubling_range(each, 2 * each)):
        assert plain(written(known)) == written(value)
    assert plain(count(many, "run")) == count(runs, "run")
    assert plain(of(many, 3)) == of(runs, 3)


@given(st.text(), st.text(st.characters(exclude_categories=["Co"])), st.text())
def test_a_mark_is_found_wherever_it_stands(before: str, text: str, after: str) -> None:
    marked = cite(text, number(1.5, Place("trends", 7, "slope")))
    whole_text, found = marks(f"{plain(before)}{marked}{plain(after)}")
    places = [(whole_text[start:end], source) for start, end, source in found]
    assert (text, Place("trends", 7, "slope")) in places


@pytest.mark.parametrize("runs", [0, 1, 40, 300])
@pytest.mark.sampled
def test_sentences_read_the_same_with_sources(runs: int) -> None:
    tables = made_up_tables(runs)
    told, bare = (
        [[section.finding, *section.details] for section in sections(each, CHOICES)]  # type: ignore[arg-type]
        for each in (Sourced(tables), Unmarked(tables))
    )
    assert [[plain(text) for text in texts] for texts in told] == bare
