"""Whoever obeys a message to the letter gets the value that was meant, or another message; never another value."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from ai_compute.checking.plausibility import products
from ai_compute.entries.collection import Surroundings, entry_problems, parse_entries
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.entries.method_parts import _read_forward
from ai_compute.estimates.factors import Assumptions, Counted, factor_rows
from ai_compute.messages.problems import Problems
from ai_compute.settings.analysis import read_settings
from ai_compute.values.quantities import QuantityError, parse

ROOT = Path(__file__).parents[1]
DEVICES = read_devices((ROOT / "data/raw/hardware.csv").read_bytes(), "data/raw/hardware.csv")
ARCHITECTURES = {path.stem for kind in ("*.yaml", "*.json") for path in (ROOT / "data/raw/architectures").glob(kind)}
SETTINGS = read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml"))
REPLACEMENT = re.compile(r"`([^`]+)`")

HOUR, DAY, GIGA = 3600.0, 86400.0, 1e9
MEANT = {
    "plain": {
        **dict.fromkeys(("300 billion", "300bn", "300b", "300 Bn", "300 billion tokens", "300B tokens"), 300e9),
        **dict.fromkeys(("300m", "300 million", "300 mio", "300mn", "300 Mtokens", "300 million examples"), 300e6),
        **dict.fromkeys(("1.5 trillion", "1.5t", "1.5 tn", "about 1.5 trillion tokens"), 1.5e12),
        **dict.fromkeys(("12 thousand", "12 thousand steps", "12 ksteps"), 12e3),
        **dict.fromkeys(("1,200,000", "1 200 000", "1'200'000", "1.2M images", "1.2 million images", "1,2M"), 1.2e6),
        **dict.fromkeys(("10^23", "1 x 10^23", "10²³", "1·10^23", "10**23"), 1e23),
        **dict.fromkeys(("3x10^9", "3 × 10^9", "3 * 10^9", "≈3x10^9"), 3e9),
        "2^20": 2**20,
        **dict.fromkeys(("5.10^6", "5.10⁶", "5.10**6", "a2^3"), None),
        **dict.fromkeys(("0,350", "0,35"), 0.35),
        "1.200.000": 1.2e6,
        "33 %": 0.33,
        "~45 %": 0.45,
        "2-3k": 2.5e3,
        "2k–3k": 2.5e3,
        "between 2 and 3": 2.5,
        "1 to 2 million": 1.5e6,
        "1 to 2M": 1.5e6,
        "40-50 epochs": 45,
        "5 ± 1": 5,
        **dict.fromkeys(("1-2e12", "1 to 2e12", "between 1 and 2E12"), 1.5e12),
        "7-8e9": 7.5e9,
        **dict.fromkeys(("500 to 2k", "500-2k"), 1e3),
        **{"8-10k": 9e3, "12.500 k": 12500},
        **dict.fromkeys(("50 to 2k", "200 to 1M", "300 to 1B", "600 to 2e4"), None),
        **dict.fromkeys(("1M to 2", "2M to 1", "2k to 500", "8 to 12.500"), None),
        **dict.fromkeys(("12.500", "600.000", "~1.200"), None),
    },
    "operations": {
        **dict.fromkeys(
            ("3.8 GFLOPS", "3.8 Gflops", "3.8 billion FLOPs", "3.8 GFLOP per image", "3.8 GFLOP/image"), 3.8e9
        ),
        **dict.fromkeys(("3.8 Gmacs", "3.8 GMAdds", "3.8 billion mult-adds", "3.8 GMul-Adds", "3.8B MACS"), 7.6e9),
        **dict.fromkeys(("3.14e23 flops", "3.14 x 10^23 FLOPs", "3.14×10²³ FLOP", "3.14e23 FLOPS"), 3.14e23),
        **dict.fromkeys(
            ("3640 PF-days", "3640 PFLOPS-days", "3640 PFLOP/s-days", "3,640 petaflop/s-days"), 3640 * 8.64e19
        ),
        **dict.fromkeys(("1.9 exaflop/s-days", "1.9 EF-days"), 1900 * 8.64e19),
        "5 pfs-years": 5 * 365.25 * 8.64e19,
        "10 YFLOP": 1e25,
        "21 yottaFLOPS": 2.1e25,
        "100 GOPs": 1e11,
        "5 tera FLOP": 5e12,
        **dict.fromkeys(("6.10²³ FLOP", "6.10^23 FLOP"), None),
        "6 to 7 billion MACs": 13e9,
        "1 to 2e-3 pfs-days": 1.5e-3 * 8.64e19,
        **dict.fromkeys(("1-2e25 FLOP", "1 to 2e25 FLOP", "1–2 × 10^25 FLOP", "between 1 and 2e25 FLOP"), 1.5e25),
    },
    "rate": {
        **dict.fromkeys(
            ("11 TFLOPS", "11 TFLOPs", "11 TFLOP", "11 teraflops", "11 Tflop/s", "11 TF", "11 TOPS"), 1.1e13
        ),
        "1 EFLOPS": 1e18,
        "989 tflops": 9.89e14,
    },
    "time": {
        **dict.fromkeys(("5-6 days", "5–6 Days", "between 5 and 6 days", "5 days to 6 days", "5 or 6 days"), 5.5 * DAY),
        **dict.fromkeys(("about 5 days", "ca. 5 days", "≈5 DAYS", "120 H"), 5 * DAY),
        **dict.fromkeys(("5 days 3 hours", "5 days and 3 hours", "123 hrs.", "5d3h"), 123 * HOUR),
        "1:30 hours": 1.5 * HOUR,
        "3 wks": 21 * DAY,
        "1 yr": 365.25 * DAY,
        "2 mths": 60.875 * DAY,
        "10 to 12k hours": 11e3 * HOUR,
        "1 week to 10 days": 8.5 * DAY,
        "1-2e3 hours": 1.5e3 * HOUR,
        "3 d to 5 d": 4 * DAY,
        **dict.fromkeys(("4000 processor-hours", "30 accelerator-days", "3 Titan-days"), None),
        **dict.fromkeys(("3m", "3 GPU-days", "24 x 7 h", "300k steps x 0.4 s"), None),
    },
}
CASES = [(kind, text, meant) for kind, texts in MEANT.items() for text, meant in texts.items()]


def obeyed(text: str, kind: str) -> float | None:
    """The value after doing what the messages say, None if they do not say what to write."""
    for _ in range(5):
        try:
            return parse(text, kind).value
        except QuantityError as error:
            found = REPLACEMENT.search(error.way_out)
            if found is None:
                return None
            text = found[1]
    raise AssertionError(f"the messages on {text!r} have no end")


@pytest.mark.parametrize(("kind", "text", "meant"), CASES)
def test_the_way_out_of_a_value_is_the_value_that_was_meant(kind, text, meant):
    found = obeyed(text, kind)
    assert found is None or (meant is not None and found == pytest.approx(meant, rel=1e-6))


def test_most_of_what_people_write_gets_a_way_out_to_copy():
    without = [text for kind, text, meant in CASES if meant is not None and obeyed(text, kind) is None]
    assert without == []


@pytest.mark.parametrize("written", ["5.10^6", "5.10**6", "5.10⁶", "5.10^6 GPU hours"])
def test_a_dot_before_a_power_is_said_to_have_two_meanings(written):
    with pytest.raises(QuantityError, match=r"may be a decimal point: if 5 x 10\^6 is meant, write 5e6"):
        parse(written)


def test_a_rate_for_a_time_that_the_guide_names_is_read():
    guide = (ROOT / "data/raw/papers/values.md").read_text(encoding="utf-8")
    for unit, size in (("TFLOP/s*hour", 3.6e15), ("EFLOP/s*day", 8.64e22)):
        assert unit in guide
        assert parse(f"1 {unit}", "operations").value == pytest.approx(size)


SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "k": 1e3, "m": 1e6, "bn": 1e9, "M": 1e6}
WORDS = {"plain": ["", "tokens", "images", "steps"], "operations": ["FLOP", "FLOPs", "FLOPS", "MACs", "flops", "Mac"]}


@given(
    st.decimals(min_value="0.01", max_value="999", places=2),
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(["plain", "operations"]),
    st.data(),
)
def test_a_number_with_a_word_of_scale_keeps_its_size(number, scale, kind, data):
    word = data.draw(st.sampled_from(WORDS[kind]))
    meant = float(number) * SCALES[scale] * (2 if word.upper().startswith("MAC") else 1)
    found = obeyed(f"{number} {scale} {word}".strip(), kind)
    assert found is None or found == pytest.approx(meant)


ENTRY = """\
title: A paper
url: https://example.org/paper
published: 2020-01-02
organization: A laboratory
domain: language
runs:
  - id: a-run
    name: A run
    parameters: 1B
    hardware_time:
      device: {device}
      {time}
      source: section 3
"""
SURROUNDINGS = Surroundings(DEVICES, ARCHITECTURES, SETTINGS.sets, SETTINGS.cut_off.day)
TPU3, V100, K80, A100, H800, A100_80, GTX_580 = (
    DEVICES.find(name) for name in ("TPU v3", "V100", "K80", "A100", "H800", "A100-80GB", "GTX 580")
)
E7, R10000, GH200, TPU4 = (DEVICES.find(name) for name in ("Xeon E7-8860 v3", "R10000", "GH200", "TPU v4"))


def device_hours(text: str) -> tuple[float, str] | str:
    """Device-hours and the device of an entry, or all that is said of it."""
    found = entry_problems({"a.yaml": text.encode()}, SURROUNDINGS)[1]
    if any(not problem.warning for problem in found):
        return "\n".join(problem.way_out for problem in found)
    part = parse_entries({"a.yaml": text.encode()})[0].paper.runs[0].hardware_time[0]
    hours = part.device_hours.value if part.device_hours else part.count.value * part.time.value / HOUR
    device = DEVICES.find(part.device)
    assert device is not None
    return hours, device.device


def obey(text: str) -> str:
    """An entry after doing what its messages say; unchanged if they do not say what to write."""
    for problem in entry_problems({"a.yaml": text.encode()}, SURROUNDINGS)[1]:
        data = yaml.load(text, yaml.BaseLoader)
        part = data["runs"][0]["hardware_time"]
        field = problem.field.rsplit(".", 1)[-1]
        if asked := re.fullmatch(r"did you mean '(.*)'\?", problem.way_out):
            part[field] = asked[1]
        for replacement in REPLACEMENT.findall(problem.way_out):
            key, colon, value = replacement.partition(": ")
            part[key if colon else field] = value if colon else replacement
        text = yaml.safe_dump(data)
    return text


DEVICE_TIMES = {
    # what stands in the entry: device, time, and the device-hours of which device are meant
    "GPU-days": ("V100", "device_hours: 120 GPU-days", (2880, V100)),
    "GPU hours with a device before": ("H800", "device_hours: 2.788M H800 GPU hours", (2.788e6, H800)),
    "core-days": ("TPU v3", "device_hours: 9.9k core-days", (118800, TPU3)),
    "core-days of cores named by version": ("TPU v3", "device_hours: 9,900 v3-core-days", (118800, TPU3)),
    "core-hours": ("TPUv3", "device_hours: 5000 TPUv3 core-hours", (2500, TPU3)),
    "chip-hours": ("TPU v3", "device_hours: 5 thousand chip-hours", (5000, TPU3)),
    "chip-days of a board": ("K80", "device_hours: 100 chip-days", (1200, K80)),
    "a range of core-days": ("TPU v3", "device_hours: 9 to 11 core-days", (120, TPU3)),
    "hours of another device": ("V100", "device_hours: 200 A100-hours", None),
    "hours of nodes": ("V100", "device_hours: 200 node-hours", None),
    "hours of host processors": ("V100", "device_hours: 200 CPU-hours", None),
    "device-hours alone": ("A100", "device_hours: 12 days", None),
    "core-hours of a device that is one core": (
        "Intel Xeon E7-8860 v3 core",
        "device_hours: 12,400 core hours",
        (12400, E7),
    ),
    "cores that are the device": ("Intel Xeon E7-8860 v3 core", "count: 64 cores\n      time: 1 day", (64 * 24, E7)),
    "processors of which a core is the device": (
        "Intel Xeon E7-8860 v3 core",
        "count: 100 CPUs\n      time: 1 day",
        None,
    ),
    "machines of which a processor is the device": ("R10000", "count: 100 machines\n      time: 1 day", None),
    "processors that are the device": ("R10000", "count: 100 CPUs\n      time: 1 day", (2400, R10000)),
    "GPUs of superchips": ("GH200", "count: 4 GPUs\n      time: 1 day", (96, GH200)),
    "superchips": ("GH200", "count: 4 chips\n      time: 1 day", None),
    "the chip of a board by its name": ("K80", "device_hours: 100 GK210-days", None),
    "a board by its name": ("K80", "device_hours: 100 K80-days", (2400, K80)),
    "a number of millions with three digits": ("H800", "device_hours: 2.788 million H800 GPU hours", (2.788e6, H800)),
    "a range of which nobody knows": ("V100", "device_hours: 300 to 1M GPU hours", None),
    "a range of cores of which nobody knows": ("TPU v4 core", "count: 300 to 1M\n      time: 1 day", None),
    "hours with a dot of two meanings": ("V100", "device_hours: 12.500 GPU hours", None),
    "ends near each other": ("V100", "count: 500 to 2k GPUs\n      time: 1 day", (24e3, V100)),
    "ends near each other, by a power": ("V100", "count: 600 to 1e3 GPUs\n      time: 1 day", (19.2e3, V100)),
    "ends near each other, in cores": ("TPU v3", "count: 512 to 1k cores\n      time: 1 day", (378 * 24, TPU3)),
    "ends near each other, of a core": ("TPU v4 core", "count: 500 to 2k\n      time: 1 day", (12e3, TPU4)),
    "ends with a suffix and a power": ("V100", "device_hours: 1k to 2e3 GPU hours", (1500, V100)),
    "machines of two processors": ("Intel Xeon E5-2658", "count: 4 machines\n      time: 1 day", None),
    "a count with a dot of two meanings": ("V100", "count: 1.024\n      time: 1 day", None),
    "a range with dots of two meanings": ("V100", "device_hours: 12.500 to 13.500", None),
    "a range whose power stands once": ("V100", "device_hours: 1 to 2e6 GPU hours", (1.5e6, V100)),
    "GPU-days of two chips": ("K80", "device_hours: 12 GPU-days", None),
    "cores of a chip": ("TPU v3", "count: 64 cores\n      time: 1 day", (32 * 24, TPU3)),
    "nodes": ("V100", "count: 16 nodes\n      time: 1 day", None),
    "GPUs": ("V100", "count: 16 GPUs\n      time: 1 day", (16 * 24, V100)),
    "boards of a chip": ("TPU v3", "count: 32 boards\n      time: 1 day", None),
    "boards of chips that stand four on one": ("TPU v2", "count: 32 boards\n      time: 1 day", None),
    "boards": ("K80", "count: 32 boards\n      time: 1 day", (32 * 24, K80)),
    "modules that others call cards": ("V100", "count: 32 cards\n      time: 1 day", (32 * 24, V100)),
    **{
        f"no one number: {count}": ("V100", f"count: {count}\n      time: 1 day", None)
        for count in (
            *("2 x 8 GPUs", "2x8 GPUs", "2 × 8 GPUs", "2*8 GPUs", "8 or 16 GPUs", "8 and 16 GPUs", "2 cards x 4"),
            *("12 GPU pairs", "8 GPUs minus 1", "8 GPUs - 1", "8 GPUs, later 16", "2 servers of 8 GPUs", "8 GPUs / 2"),
            *("8 H100 GPUs", "8 K80 boards", "8 V100 and K80 GPUs", "8 GPUs each", "8 half GPUs", "5.10^2 GPUs"),
        )
    },
    "GPUs by name": ("V100", "count: 16 NVIDIA V100 GPUs\n      time: 1 day", (16 * 24, V100)),
    "a number of the device's own": ("A100-80GB", "count: 16 A100-80GB GPUs\n      time: 1 day", (16 * 24, A100_80)),
    "devices by name alone": ("GTX 580", "count: 2 GTX 580\n      time: 1 day", (2 * 24, GTX_580)),
    "devices by another's name": ("GTX 580", "count: 64 V100s\n      time: 1 day", None),
    "a product of hours": ("V100", "device_hours: 4 x 3 GPU-days", None),
    "a product of devices and days": ("V100", "device_hours: 4 GPUs x 3 days", None),
    "a starred product": ("V100", "device_hours: 4 * 3 GPU-days", None),
    "a sum of hours": ("V100", "device_hours: 4 GPU-days and 3 GPU-hours", None),
    "a dot for times": ("V100", "device_hours: 5.10^6 GPU hours", None),
    "days of cores as the device": ("TPU v3 core", "device_hours: 12 days", None),
    "a product of cores as the device": ("TPU v3 core", "count: 2 x 8\n      time: 1 day", None),
    "a core as the device": ("TPUv3 core", "count: 64\n      time: 1 day", (32 * 24, TPU3)),
    "a core as the device, in hours": ("TPU v3 core", "device_hours: 5k", (2500, TPU3)),
    "a GPU": ("V100 GPU", "count: 64\n      time: 1 day", (64 * 24, V100)),
    "GPUs of a maker": ("NVIDIA Tesla V100 GPUs", "count: 64\n      time: 1 day", (64 * 24, V100)),
    "a chip of a board": ("K80 chip", "count: 64\n      time: 1 day", (32 * 24, K80)),
    "pods": ("TPU v3 pod", "count: 2\n      time: 1 day", None),
    "another card of the family": ("H100 NVL", "count: 2\n      time: 1 day", None),
    "a card of another family": ("A10", "count: 2\n      time: 1 day", None),
    "a card without its number": ("TITAN", "count: 2\n      time: 1 day", None),
    "a later card": ("RTX 3090 Ti", "count: 2\n      time: 1 day", None),
    "blanks": ("TPU-v3", "count: 64\n      time: 1 day", (64 * 24, TPU3)),
    "hours under time": ("V100", "count: 64\n      time: 3 GPU-days", None),
}


@pytest.mark.parametrize("days", ["12 working days", "5 full days", "5 Calendar days", "72 Wall-clock hours"])
def test_days_of_no_device_are_days_and_not_sent_to_device_hours(days):
    said = device_hours(ENTRY.format(device="V100", time=f"count: 64\n      time: {days}"))
    assert said.startswith(f"write the {days.split()[-1]} that passed by the calendar, without")


@pytest.mark.parametrize("days", ["3 GPU-days", "3 gpu days", "3 V100 days", "3 Titan-days", "3 cpu-days"])
def test_days_of_devices_are_sent_to_device_hours(days):
    said = device_hours(ENTRY.format(device="V100", time=f"count: 64\n      time: {days}"))
    assert "stand under device_hours" in said


CUT_NUMBERS = {
    # what stands within a mapping on one line, and what is to be written
    "{images: 1,200,000, epochs: 90}": "1200000",
    "{epochs: 90, images: 300,000}": "300000",
    "{images: ~50,000}": "~50000",
    "{compute: 1,000 FLOP, by: somebody}": "1000 FLOP",
    "{compute: 3,640.5 pfs-days, by: somebody}": "3640.5 pfs-days",
    "{images: 1,2M}": "1.2M",
    "{images: ~1,2 M, epochs: 90}": "~1.2 M",
    "{epochs: 90, images: 12,5}": "12.5",
    "{value: 0,350, kind: model}": "0.350",
    "{time: 5,5 to 6,5 days}": "5.5 to 6.5 days",
    "{compute: 0,0058 pfs-day, by: somebody}": "0.0058 pfs-day",
}


@pytest.mark.parametrize("written", CUT_NUMBERS)
def test_a_number_that_its_commas_cut_is_said_whole(written):
    with pytest.raises(Problems) as raised:
        read_yaml(f"passes: {written}\n", "a.yaml")
    (problem,) = raised.value.problems
    assert problem.way_out == f"write `{CUT_NUMBERS[written]}`"


def test_a_number_that_its_commas_cut_hides_no_other_mistake():
    written = ENTRY.format(device="V100", time="device_hours: 5k\n      factors: {a: 1,200,000, b: 2-3}")
    said = device_hours(written)
    assert "`1200000`" in said
    assert "`2 to 3`" in said


@pytest.mark.parametrize("rule", ["6ND", "2N", "6 * N * D", "parameters"])
def test_the_rule_of_thumb_is_written_in_words(rule):
    with pytest.raises(PydanticCustomError, match="active parameters"):
        _read_forward(rule)


@pytest.mark.parametrize("kind", ["MFU", "mfu"])
def test_a_utilization_that_is_computed_is_called_so(kind):
    written = ENTRY.format(device="V100", time=f"device_hours: 5k\n      utilization: {{value: 0.4, kind: {kind}}}")
    assert "`model`" in device_hours(written)


def test_a_share_above_the_peak_is_no_percentage():
    written = ENTRY.format(device="V100", time="device_hours: 5k\n      utilization: 1.2")
    assert "`" not in device_hours(written)


@pytest.mark.parametrize("case", DEVICE_TIMES)
def test_the_way_out_of_device_time_is_the_device_time_that_was_meant(case):
    device, time, meant = DEVICE_TIMES[case]
    written = ENTRY.format(device=device, time=time)
    assert isinstance(device_hours(written), str)
    found = device_hours(obey(obey(written)))
    if meant is None:
        assert isinstance(found, str)
    else:
        assert found == (pytest.approx(meant[0]), meant[1].device)


@pytest.mark.parametrize("name", ["H100 NVL", "A10", "TITAN", "RTX 3090 Ti", "GTX 58"])
def test_a_device_that_may_be_new_is_to_be_added_first(name):
    (problem,) = entry_problems({"a.yaml": ENTRY.format(device=name, time="device_hours: 5").encode()}, SURROUNDINGS)[1]
    assert problem.way_out.startswith("add the device to data/raw/hardware.csv")


@pytest.mark.parametrize(
    ("name", "way_out"),
    [
        ("resnet-152x3", "describe it in data/raw/architectures/resnet-152x3.yaml"),
        ("resnet-15", "describe it in data/raw/architectures/resnet-15.yaml; if it is only misspelt, 'resnet-"),
        ("alexnett", "did you mean 'alexnet'?"),
        ("resnet152", "did you mean 'resnet-152'?"),
    ],
)
def test_an_architecture_that_may_be_new_is_to_be_described_first(name, way_out):
    text = ENTRY.format(device="V100", time="device_hours: 5")
    counting = f"    operation_counting: {{architecture: {name}, passes: {{images: 5}}, source: section 3}}\n"
    (problem,) = entry_problems({"a.yaml": (text + counting).encode()}, SURROUNDINGS)[1]
    assert problem.way_out.startswith(way_out)


def test_a_device_hour_is_an_hour_of_a_device():
    """The converted entry is estimated as the paper's own words say: cores x hours x the peak of one core."""
    written = ENTRY.format(device="TPU v3", time="device_hours: 9.9k core-days")
    entries = parse_entries({"a.yaml": obey(written).encode()})
    assumptions = Assumptions(SETTINGS.operation_counting, SETTINGS.hardware_time, SETTINGS.uncertainty)
    flop, _ = products(factor_rows(entries, DEVICES, dict[str, Counted](), assumptions))["a-run", "hardware time"]
    assert flop == pytest.approx(9900 * DAY * 123e12 / 2 * 0.33)


ENTRY_OF_WORDS = """\
title: T
url: https://a.b/c
published: 2012-12-03
organization: O
country: CA
domain: vision
runs:
  - id: a-run
    name: A run
    parameters: 61M
    operation_counting: {architecture: alexnet, passes: {images: 1.2M, epochs: 90}, source: s}
"""
WORDS_MEANT = {
    # what stands in place of what, and what the way out has to offer
    "published: 2012/12/03": ("published: 2012-12-03", "2012-12-03"),
    "published: 3 December 2012": ("published: 2012-12-03", "2012-12-03"),
    "published: Dec 3rd, 2012": ("published: 2012-12-03", "2012-12-03"),
    "published: 03.12.2012": ("published: 2012-12-03", "2012-12-03"),
    "published: 12/31/2012": ("published: 2012-12-03", "2012-12-31"),
    "published: Dec 2012": ("published: 2012-12-03", "2012-12"),
    "architecture: alexnet.yaml": ("architecture: alexnet", "alexnet"),
    "architecture: data/raw/architectures/alexnet.yaml": ("architecture: alexnet", "alexnet"),
    "country: USA": ("country: CA", "US"),
    "country: UK": ("country: CA", "GB"),
    "country: Japan": ("country: CA", "JP"),
    "country: US, Canada": ("country: CA", "US; CA"),
    "country: US and UK": ("country: CA", "US; GB"),
    "url: arXiv:1706.03762": ("url: https://a.b/c", "https://arxiv.org/abs/1706.03762"),
    "url: doi.org/10.1145/3065386": ("url: https://a.b/c", "https://doi.org/10.1145/3065386"),
}


def said_of_words(old: str, new: str) -> list[str]:
    assert old in ENTRY_OF_WORDS
    text = ENTRY_OF_WORDS.replace(old, new, 1)
    return [problem.way_out for problem in entry_problems({"a-paper.yaml": text.encode()}, SURROUNDINGS)[1]]


@pytest.mark.parametrize("written", WORDS_MEANT)
def test_dates_links_and_names_of_files_are_said_as_they_are_written_here(written):
    right, meant = WORDS_MEANT[written]
    (way_out,) = said_of_words(right, written)
    assert way_out == f"write `{meant}`"
    assert said_of_words(right, f"{written.partition(':')[0]}: {meant}") == []


@pytest.mark.parametrize("written", ["03/04/2020", "2012.5", "2012-02-30", "3 December", "Ma 2012", "yesterday"])
def test_a_date_that_may_mean_two_days_is_not_guessed(written):
    (way_out,) = said_of_words("published: 2012-12-03", f"published: {written}")
    assert "as precisely as it is known" in way_out


@pytest.mark.parametrize(
    ("written", "meant"),
    [("true", "true"), ("false", "false"), ("yes", "true"), ("'true'", "true"), ("no", "false"), ("5", "unknown")],
)
def test_bare_open_weights_are_asked_for_their_source(written, meant):
    old = "    parameters: 61M"
    (way_out,) = said_of_words(old, f"{old}\n    open_weights: {written}")
    (obeyed,) = re.findall(r"write `(.+)`", way_out)
    assert f"value: {meant}," in obeyed
    assert said_of_words(old, f"{old}\n    open_weights: {obeyed}") == []


@pytest.mark.parametrize(("written", "meant"), [("yes", "true"), ("'false'", "false"), ("maybe", "unknown")])
def test_values_of_open_weights_are_true_false_or_unknown(written, meant):
    old = "    parameters: 61M"
    weights = "    open_weights: {{value: {}, source: the model card}}"
    (way_out,) = said_of_words(old, f"{old}\n{weights.format(written)}")
    assert way_out.startswith(f"write {meant}, ")
    assert said_of_words(old, f"{old}\n{weights.format(meant)}") == []


@pytest.mark.parametrize(("encoding", "named"), [("utf-32", "UTF-32"), ("utf-16", "UTF-16"), ("latin-1", "Latin-1")])
def test_what_a_file_was_saved_as_is_named(encoding, named):
    (problem,) = entry_problems({"a.yaml": "title: Café\n".encode(encoding)}, SURROUNDINGS)[1]
    assert named in problem.way_out


@pytest.mark.parametrize("written", ["XX", "US; ZZ", "EU", "jp; xx"])
def test_a_country_that_there_is_not_is_refused_without_a_guess(written):
    (way_out,) = said_of_words("country: CA", f"country: {written}")
    assert way_out == "write the codes of ISO 3166-1"


@pytest.mark.parametrize("written", ["TODO", "todo", "TBD", "FIXME"])
@pytest.mark.parametrize(("right", "field"), [("title: T", "title"), ("organization: O", "organization")])
def test_a_text_that_is_still_to_be_written_is_refused(right, field, written):
    assert said_of_words(right, f"{field}: {written}") == ["write it, or leave the field away if it may be absent"]


@pytest.mark.parametrize("written", ["n/a", "unknown", "?", "-", "not stated", "TBD"])
def test_what_is_not_known_is_left_away(written):
    (way_out,) = said_of_words("parameters: 61M", f"parameters: '{written}'")
    assert "leave the field away" in way_out


@pytest.mark.parametrize(
    ("key", "ours"),
    [("gpus", "count"), ("hours", "time"), ("gpu_hours", "device_hours"), ("mfu", "utilization"), ("gpu", "device")],
)
def test_what_others_call_a_field_leads_to_ours(key, ours):
    time = f"hardware_time: {{device: V100, count: 8, time: 1 day, source: s, {key}: 5}}"
    ways_out = said_of_words("    parameters: 61M", f"    parameters: 61M\n    {time}")
    assert any(f"`{ours}" in way_out for way_out in ways_out)
