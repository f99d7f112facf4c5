"""Values as papers give them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.values.quantities import QuantityError, conversion, parse


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("1.2M", "plain", 1.2e6, "1"),
        ("300B", "plain", 3e11, "1"),
        ("1.5T", "plain", 1.5e12, "1"),
        ("50000", "plain", 5e4, "1"),
        ("1e23", "plain", 1e23, "1"),
        ("0.75 GMAC", "operations", 1.5e9, "FLOP"),
        ("7,300".replace(",", "") + " PFLOP", "operations", 7.3e18, "FLOP"),
        ("1 pfs-day", "operations", 8.64e19, "FLOP"),
        ("0.0058 pfs-days", "operations", 5.0112e17, "FLOP"),
        ("1 petaflop/s-day", "operations", 8.64e19, "FLOP"),
        ("15.7 TFLOP/s", "rate", 1.57e13, "FLOP/s"),
        ("8.5e-3 PFLOP/s", "rate", 8.5e12, "FLOP/s"),
        ("5.5 days", "time", 475200, "s"),
        ("12 hours", "time", 43200, "s"),
        ("2 weeks", "time", 1209600, "s"),
    ],
)
def test_a_number_a_suffix_and_a_unit(text, kind, value, unit):
    quantity = parse(text, kind)
    assert quantity.value == value
    assert quantity.unit == unit


def test_a_multiply_add_is_two_operations():
    assert parse("1 MAC", "operations").value == 2


def test_a_tilde_marks_an_assumed_value():
    assert parse("~2").assumed
    assert not parse("2").assumed


def test_a_less_than_sign_marks_an_upper_bound():
    assert parse("<0.006 pfs-day", "operations").is_bound


def test_a_range_stands_for_its_arithmetic_middle():
    days = parse("5 to 6 days", "time")
    assert days.value == 5.5 * 86400
    assert days.spread == pytest.approx(math.sqrt(6 / 5))
    assert days.shown == "5.5 days"


def test_a_wide_range_stands_for_its_geometric_middle():
    assert parse("1 to 100").value == pytest.approx(10)
    assert parse("100k to 1M").value == pytest.approx(math.sqrt(1e11))


def test_the_last_printed_digit_tells_the_rounding():
    assert parse("0.12 pfs-day", "operations").rounding == pytest.approx(0.005 / 0.12)
    assert parse("1862").rounding == pytest.approx(0.5 / 1862)


@pytest.mark.parametrize(
    ("text", "kind", "way_out"),
    [
        ("5 days", "operations", "'days' is a time"),
        ("2 hours", "plain", "'hours' is a time"),
        ("33 %", "plain", "33 % as 0.33"),
        ("11 TFLOPS", "rate", "FLOP/s"),
        ("11 TFLOP", "rate", "TFLOP/s"),
        ("3 TFLOP/s", "operations", "is a rate"),
        ("6 to 5 days", "time", "smaller end first"),
        ("5-6 days", "time", "5 to 6 days"),
        ("1,200,000", "plain", "without commas"),
        ("4 dayz", "time", "days"),
        ("12 furlongs", "time", "known units"),
        ("5", "time", "unit is missing"),
        ("nan", "plain", "leave the field away"),
        ("inf", "plain", "leave the field away"),
        ("1e400", "plain", "too large"),
        (">5", "plain", "marks are"),
        ("", "plain", "write the value"),
        ("five", "plain", "in this order"),
    ],
)
def test_what_is_no_value_names_a_way_out(text, kind, way_out):
    with pytest.raises(QuantityError) as error:
        parse(text, kind)
    assert way_out in error.value.way_out


@given(st.floats(min_value=1e-6, max_value=1e15), st.sampled_from(["", "k", "M", "B", "G", "T", "P", "E"]))
def test_a_suffix_multiplies(number, suffix):
    size = {"": 1, "k": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}[suffix]
    assert parse(f"{number!r}{suffix}").value == pytest.approx(number * size, rel=1e-12)


@given(st.floats(min_value=1e-3, max_value=1e6), st.floats(min_value=1.001, max_value=1e3))
def test_the_middle_of_a_range_lies_inside_it(low, ratio):
    quantity = parse(f"{low!r} to {low * ratio!r}")
    assert low <= quantity.value <= low * ratio
    assert quantity.value / quantity.spread >= low * 0.5


@given(st.text(max_size=30))
def test_any_text_is_a_finite_value_or_a_clear_error(text):
    try:
        quantity = parse(text)
    except QuantityError as error:
        said = error.expected and error.way_out
    else:
        said = math.isfinite(quantity.value)
    assert said


def test_an_unknown_unit_is_an_error():
    with pytest.raises(QuantityError, match="known unit"):
        conversion("parsec")
