"""Words beside a plot have room there and stand by what they name."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from ai_compute.charts import specifications
from ai_compute.charts.figure import Figure
from ai_compute.charts.text import text_width
from ai_compute.charts.theme import MEDIUM, NARROW, SMALL
from ai_compute.charts.utilization import utilization
from ai_compute.findings.specifications import CHOICES
from drawn_labels import lines, words_and_dots
from made_up import made_up_tables

LONG = "GTX TITAN X (Maxwell)"


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
def test_devices_are_named_in_full(size):
    tables = made_up_tables(60)
    runs = tables["cross_check"]["run"]
    used = pd.DataFrame({"run": runs, "device": LONG})
    figure = utilization(tables | {"run_devices": used})
    room = re.findall(r'"labelLimit": (\d+)', json.dumps(figure.draw(size, "log").to_dict()))
    assert room
    assert all(float(pixels) >= text_width(LONG, SMALL) for pixels in room)


def test_on_a_phone_our_estimate_is_named_at_its_line():
    months = np.linspace(2.0, 5.0, 9)
    data = pd.DataFrame({"rank": range(9), "doubling_months": months, **dict.fromkeys(CHOICES, "as it is")})
    data = data.assign(doubling_months_low=months / 1.5, doubling_months_high=months * 1.5)
    trends = made_up_tables(60)["trends"]
    law = trends[trends["trend"] == "openai-2018"].iloc[0]

    def draw(size, kind):
        return specifications._draw(data, law, None, size, "", [next(iter(CHOICES))], "")

    figure = Figure("made-up", "", "", "", draw, {specifications.DATASET: data}, kinds=("linear",))
    [word] = [each for each in words_and_dots(figure, NARROW, "linear")[0] if each.text.startswith("our estimate")]
    [line] = lines(figure, NARROW, "linear")
    assert word.y == pytest.approx(line[0, 1], abs=word.size)
    assert word.x + word.right < line[:, 0].min()
