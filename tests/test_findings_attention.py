"""What the report says of attention that is counted in full."""

import pandas as pd

from ai_compute.findings.attention import convention

COUNTED = pd.DataFrame({"architecture": ["a", "b", "c"], "context": [512, 8192, 1], "masked_share": [0.02, 0.2, 0.0]})
NAMES = pd.DataFrame({"architecture": ["a", "b", "c"], "name": ["", "Long", ""]})


def told_of(counted):
    return convention({"rule_of_thumb": counted, "architectures": NAMES})


def test_the_sentence_tells_the_middle_the_most_and_long_contexts():
    told = told_of(COUNTED)
    assert "In two networks with such a mask that is 11 %" in told
    assert "at most 20 % (Long, at 8,192 tokens a pass)" in told
    assert "From 4,096 tokens on (one network) it is 20 %" in told


def test_a_network_without_a_name_is_told_by_its_key():
    assert "at most 2 % (a, at 512 tokens a pass)" in told_of(COUNTED.iloc[:1])


def test_nothing_is_told_where_nothing_is_masked():
    assert told_of(COUNTED.iloc[2:]) == ""
