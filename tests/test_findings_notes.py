"""Notes in figures count what they speak of, and say nothing where there is nothing to count."""

import pytest

from ai_compute.findings import agreement, growth
from made_up import made_up_tables


def test_without_runs_there_is_nothing_to_note():
    tables = made_up_tables(0)
    assert [growth.others(tables, 2012.0, 2018.5), agreement.red_ones(tables)] == [""] * 2


@pytest.mark.parametrize(("factor", "side"), [(1e-9, "below"), (1e9, "above")])
def test_other_runs_lie_on_the_side_of_the_line_where_they_are(factor, side):
    tables = made_up_tables(300)
    runs = tables["training_compute"].assign(flop=tables["training_compute"]["flop"] * factor)
    assert side in growth.others({**tables, "training_compute": runs}, 2012.0, 2018.5)


@pytest.mark.parametrize(("ratio", "more"), [(0.1, "hardware time"), (10.0, "operation counting")])
def test_the_note_on_red_runs_names_the_method_that_gives_more(ratio, more):
    tables = made_up_tables(40)
    checks = tables["cross_check"].assign(ratio=ratio, verdict="differ")
    assert more in agreement.red_ones({**tables, "cross_check": checks})
