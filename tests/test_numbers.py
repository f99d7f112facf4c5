"""Numbers and dates in words, by example."""

import pytest

from ai_compute.charts.frame import decades
from ai_compute.findings.numbers import decimals, power, power_range, share, share_range, significant, times
from ai_compute.findings.sources import plain
from ai_compute.report.parts import source_link
from ai_compute.values.dates import respelled


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (significant(1899), "1,900"),
        (significant(-0.00584), "−0.0058"),
        (significant(0), "0"),
        (decimals(-0.001), "0.00"),
        (power(999_999, 3), "1,000,000"),
        (power(1e6), "1.0 × 10⁶"),
        (power_range(8.8e5, 1.3e6), "8.8 × 10⁵ to 1.3 × 10⁶"),
        (power_range(0.0034, 0.0094), "0.0034 to 0.0094"),
        (times(3), "3x"),
        (times(3.24), "3.2x"),
        (times(318_765), "320,000x"),
        (times(318), "320x"),
        (share(-0.004), "0 %"),
        (share_range(-0.02, 0.08), "−2 to 8 %"),
    ],
)
def test_a_number_is_told_with_few_digits_and_true_signs(told: str, expected: str) -> None:
    assert plain(told) == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3 December 2012", "2012-12-03"),
        ("Dec 3rd, 2012", "2012-12-03"),
        ("December 2012", "2012-12"),
        ("2012/12/3", "2012-12-03"),
        ("03.12.2012", "2012-12-03"),
        ("13/12/2012", "2012-12-13"),
        ("12/13/2012", "2012-12-13"),
        ("03/04/2012", None),
        ("31.02.2012", None),
        ("2012.5", None),
        ("3 December 4 2012", None),
    ],
)
def test_a_date_is_respelled_only_where_it_is_certain(written: str, meant: str | None) -> None:
    assert respelled(written) == meant


def test_decades_hold_their_ends_whatever_the_last_bits() -> None:
    assert decades(1e-3 * (1 + 1e-12), 1e2 * (1 - 1e-12)) == [1e-3, 1e-2, 1e-1, 1.0, 1e1, 1e2]
    assert decades(2e-3, 5.0) == [1e-2, 1e-1, 1.0]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("table 2 (https://example.org/a), line 3", "https://example.org/a"),
        ("Epoch AI database, row 12", "https://epoch.ai/data/ai-models"),
        ("section 3", "https://example.org/paper"),
        ("", ""),
    ],
)
def test_a_source_leads_to_its_own_address_or_else_to_the_paper_it_is_a_place_in(source: str, address: str) -> None:
    assert source_link(source, "https://example.org/paper") == address
