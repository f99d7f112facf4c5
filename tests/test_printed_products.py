"""Every product that is printed multiplies out: its text, read as a reader would, is its value."""

import math
import re
from pathlib import Path

import pandas as pd
import pytest

from ai_compute.checking.preview import preview
from ai_compute.checking.raw_files import all_files, find_raw_files
from ai_compute.entries.documents import read_yaml
from ai_compute.findings.run import readable
from ai_compute.report.card_text import card_text
from ai_compute.report.cards import cards
from ai_compute.settings.analysis import read_settings
from ai_compute.storage.files import read_files
from ai_compute.values.quantities import PFS_DAY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SIZES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18, "Z": 1e21}
UNITS = {
    **{"second": 1.0, "s": 1.0, "minute": 60.0, "min": 60.0, "hour": 3600.0, "h": 3600.0, "day": 86400.0, "d": 86400.0},
    **{"week": 604800.0, "month": 30.4375 * 86400, "year": 365.25 * 86400, "device-hour": 3600.0},
    **{
        "FLOP/s": 1.0,
        "MAC/s": 2.0,
        "FLOP": 1.0,
        "MAC": 1.0,
        "FLOP/MAC": 1.0,
        "pfs-day": PFS_DAY,
        "petaflop/s-day": PFS_DAY,
    },
}
FACTOR = re.compile(r"~?(?P<number>[\d.,]+(?:[eE][+-]?\d+)?)\s*(?P<suffix>[kKMBGTPE](?![A-Za-z/]))?\s*(?P<rest>.*)")
UNIT = re.compile(r"(?P<prefix>[kKMBGTPEZ])?(?P<unit>FLOP/s|MAC/s|FLOP/MAC|FLOP|MAC)s?\b")


def multiplied(text: str, times: bool) -> float:
    """A sum of products as it is printed, in FLOP; in a count of passes, hours are things counted and no time."""
    products = [re.sub(r"^[^:]*: ", "", each).split(" x ") for each in text.split(" + ")]
    return sum(math.prod(factor_value(factor, times) for factor in factors) for factors in products)


def factor_value(text: str, times: bool) -> float:
    match = FACTOR.fullmatch(text)
    assert match, f"{text!r} is no factor"
    value = float(match["number"].replace(",", "")) * SIZES[match["suffix"] or ""]
    rest = match["rest"]
    if operations := UNIT.match(rest):
        return value * SIZES[operations["prefix"] or ""] * UNITS[operations["unit"]]
    word = rest.split(" ")[0] if times or "pfs" in rest else ""
    return value * UNITS.get(word, UNITS.get(word.removesuffix("s"), 1.0))


def printed(text: str) -> tuple[float, float]:
    """A result in FLOP, and half a unit of its last printed digit, relative."""
    number = text.removesuffix(" pfs-days").replace(",", "")
    mantissa = number.split("e")[0]
    digits = len(mantissa.replace(".", "").lstrip("0"))
    step = 10.0 ** -len(mantissa.partition(".")[2]) if "." in mantissa else 10.0 ** (digits - min(digits, 2))
    return float(number) * PFS_DAY, step / 2 / float(mantissa)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return shown_tables(ROOT)


def shown_tables(folder: Path, **others: str) -> dict[str, pd.DataFrame]:
    """What a build makes of the raw files of a folder (and of other entries beside them) up to the cross-check."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        raw_data = find_raw_files()
        files = read_files(all_files(raw_data))
    entries = {f"data/raw/papers/{name}.yaml": text.encode() for name, text in others.items()}
    settings = read_settings(read_yaml(files[raw_data.config], raw_data.config))
    named = raw_data if not others else type(raw_data)(sorted(entries), raw_data.architectures)
    return preview({**files, **entries}, named, settings)


def wrong_lines(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Lines whose product is not the result beside it, or whose last number is not the estimate."""
    wrong = []
    for row in tables["estimates"].itertuples():
        written, _, results = row.arithmetic.rpartition(" = ")
        product_text, _, median = results.partition(", in the median ")
        found, (value, rounding) = multiplied(written, row.method == "hardware time"), printed(product_text)
        last, last_rounding = printed(median or product_text)
        exact = row.flop if " + " not in written else found  # a sum is adopted by its median
        if (
            max(abs(found / exact - 1), abs(found / value - 1) - rounding, abs(last / row.flop - 1) - last_rounding)
            > 2e-3
        ):
            wrong.append(f"{row.run}: {row.arithmetic} is {row.flop:.4g} FLOP, and its text {found:.4g}")
    return wrong


def test_every_printed_product_of_the_repository_multiplies_out(tables):
    assert len(tables["estimates"]) > 200
    assert wrong_lines(tables) == []


def test_a_card_shows_these_lines_and_no_others(tables):
    lines = set(tables["estimates"]["arithmetic"].map(readable))
    runs = tables["runs"]["run"].head(20)
    few = {name: rows[rows["run"].isin(runs)] if "run" in rows else rows for name, rows in tables.items()}
    for card in cards(few):
        shown = [
            line.strip() for line in card_text(card, "nowhere").splitlines() if re.search(r"[A-Z/s\d] × .* = ", line)
        ]
        assert set(shown) <= lines


ENTRY = """\
title: A paper
url: https://example.org/paper
published: 2016-01-02
organization: A laboratory
domain: vision
runs:
  - id: a-run
    name: A run
    parameters: ~1.5B to 2B
    active_parameters: 1.2B
    operation_counting:{counting}
      source: section 3
    hardware_time:{time}
      source: section 3
"""
COUNTINGS = {
    "FLOP": "\n      forward: 3.8 GFLOP\n      passes: {images: 1.28M, epochs: 90}",
    "assumed FLOP": "\n      forward: ~3.8e9 FLOPs\n      passes: {images: 1.28 M, epochs: ~90}",
    "a range of FLOP": "\n      forward: 3.6 to 4 GFLOP\n      passes: {images: 1M to 2M, epochs: 80 to 1000}",
    "MAC": "\n      forward: 1.9 GMAC\n      passes: {images: 1.28e6, epochs: 90}",
    "layers": "\n      architecture: resnet-50\n      passes: {images: 1.28M, epochs: 90}",
    "layers beside FLOP": "\n      architecture: vgg-16\n      forward: 15.5 GMAC\n      passes: {images: 2.4M}",
    "active parameters": "\n      forward: active parameters\n      passes: {tokens: 300B}",
    "pfs-days": "\n      forward: 1e-12 pfs-day\n      passes: {images: 1.28M}",
    "forward only": "\n      forward: 3.8 GFLOP\n      backward: false\n      passes: {images: 1.28M}",
}  # fmt: skip
TIMES = {
    "days": "\n      device: GTX 580\n      count: 2\n      time: 5 to 6 days",
    "months": "\n      device: V100\n      count: ~1k\n      time: 1.5 months",
    "hours": "\n      device: V100\n      count: 8 to 40\n      time: 1.2k h\n      utilization: 0.4 to 0.5",
    "device-hours": "\n      device: TPU v3\n      device_hours: 118.8k",
    "factors": "\n      device: K80\n      count: 96\n      time: 9 d\n      factors: {members: 31.6, restarts: ~2}",
}


def test_products_multiply_out_in_whatever_form_a_paper_prints_its_facts():
    forms = [(counting, time) for counting in COUNTINGS.values() for time in TIMES.values()]
    texts = {
        f"paper-{number}": ENTRY.format(counting=counting, time=time).replace("a-run", f"run-{number}")
        for number, (counting, time) in enumerate(forms)
    }
    found = shown_tables(ROOT, **texts)
    assert len(found["estimates"]) == 2 * len(forms)
    assert wrong_lines(found) == []


def test_operations_printed_in_flop_are_not_doubled():
    entry = ENTRY.format(counting=COUNTINGS["FLOP"], time=TIMES["days"])
    found = shown_tables(ROOT, paper=entry)["estimates"].set_index("method").loc["operation counting"]
    assert found["flop"] == pytest.approx(3.8e9 * 1.28e6 * 90 * 3)
    assert found["arithmetic"].startswith("3.8 GFLOP x 1.28M images x 90 epochs x 3 (forward and backward) = ")
