"""What the report says of attention that is counted in full."""

import pandas as pd

from ai_compute.findings.attention import convention, saved

TABLE = pd.DataFrame(
    {"architecture": ["a", "b", "c"], "name": ["", "Long", ""], "unit": "token", "units_per_pass": [512, 8192, 1],
     "forward_macs": [100, 100, 50], "forward_macs_causal": [98, 80, 50]}
)  # fmt: skip


def test_the_share_is_what_a_mask_makes_needless():
    assert saved(TABLE).round(9).tolist() == [0.02, 0.2, 0.0]


def test_the_sentence_tells_the_middle_the_most_and_long_contexts():
    told = convention({"architectures": TABLE})
    assert "in two networks with such a mask that is 11 %" in told
    assert "at most 20 % (Long, at 8,192 tokens a pass)" in told
    assert "from 4,096 on (one network) it is 20 %" in told


def test_nothing_is_told_where_nothing_is_masked():
    assert convention({"architectures": TABLE.iloc[2:]}) == ""
