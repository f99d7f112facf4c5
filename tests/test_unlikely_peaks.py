"""Peaks of hardware.csv with a wrong prefix are told, those of today's rows are not."""

import pytest

from ai_compute.checking.unlikely_peaks import unlikely_peaks
from ai_compute.entries.hardware import read_devices
from conftest import ROOT

HARDWARE = (ROOT / "data/raw/hardware.csv").read_text(encoding="utf-8")
A100 = "A100 SXM4 40 GB,"


def told(text: str) -> list[str]:
    return [f"{problem.line} {problem.field}" for problem in unlikely_peaks(read_devices(text.encode(), "h"), "h")]


def test_no_peak_of_today_is_unlikely():
    assert told(HARDWARE) == []


@pytest.mark.parametrize("wrong", ["312 GFLOP/s", "312 PFLOP/s", "0.312 TFLOP/s"])
def test_a_peak_a_thousand_times_off_is(wrong):
    line = next(place for place, row in enumerate(HARDWARE.splitlines(), 1) if row.startswith(A100))
    rows = HARDWARE.splitlines(keepends=True)
    rows[line - 1] = rows[line - 1].replace("312 TFLOP/s", wrong, 1)
    assert told("".join(rows)) == [f"{line} bf16"]
