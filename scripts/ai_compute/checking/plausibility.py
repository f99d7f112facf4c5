"""What is merely unlikely in valid entries: more than the devices could do, or far off the trend of its time.

A check has no second to spare for tables, so the products are taken here from the same rows that the table `factors` is
made of; a test holds them equal.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, linear_regression

from ai_compute.entries.collection import Entry
from ai_compute.entries.documents import Path
from ai_compute.entries.papers import Run
from ai_compute.estimates.factors import Row
from ai_compute.messages.problems import Problem
from ai_compute.settings.analysis import CrossCheck
from ai_compute.values.dates import Period, decimal_year, period_of
from ai_compute.values.quantities import FLOP_A_MAC, PFS_DAY
from ai_compute.values.subjects import COUNTING, TIME

FIELDS = {COUNTING: "operation_counting", TIME: "hardware_time"}
WAY_OUT = "is a unit wrong? If it is right, say why under `explanation`"


@dataclass(frozen=True)
class Value:
    """A training compute in FLOP, ours or published, and its field in the entry."""

    path: Path
    flop: float


@dataclass(frozen=True)
class Known:
    """All that an entry says of one run's training compute, the value to adopt first."""

    entry: Entry
    run: Run
    published: date
    values: Sequence[Value]
    third_party: bool
    implied_utilization: float | None

    def confirms(self, value: Value, within: float) -> bool:
        """Whether another value of the run is close to this one."""
        others = (other.flop / value.flop for other in self.values if other is not value)
        return any(1 / within <= ratio <= within for ratio in others)


def oddities(
    entries: Iterable[Entry], rows: Iterable[Row], choices: CrossCheck, periods: Mapping[str, Period]
) -> list[Problem]:
    """Warnings on valid entries, and errors where a product is too large or too small for a 64-bit float.

    Args:
        entries: entries without errors.
        rows: their factors (`factors.factor_rows`).
        choices: how far is too far.
        periods: half-open periods by name; a run's time is the first that holds its date.
    """
    multiplied = products(rows)
    runs = [_known(entry, index, multiplied) for entry in entries for index in range(len(entry.paper.runs))]
    overflown = [_overflow(known, value) for known in runs for value in known.values if not 0 < value.flop < math.inf]
    if overflown:
        return overflown
    unexplained = [known for known in runs if not known.run.explanation]
    found = [_impossible(known) for known in unexplained if (known.implied_utilization or 0) > 1]
    for known in unexplained:
        found += _apart(known, choices.agree_within)
    by_period = defaultdict(list)
    for known in runs:
        by_period[period_of(known.published, periods)].append(known)
    for period, members in by_period.items():
        found += _off_trend(period, [known for known in members if known.values], choices)
    return found


def products(rows: Iterable[Row]) -> dict[tuple[str, str], tuple[float, float]]:
    """FLOP of each run and method, and what they would be at a utilization of 1."""
    parts: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [1.0, 1.0])
    for row in rows:
        part = parts[row["run"], row["method"], row["part"]]
        value = row["value"] * (FLOP_A_MAC if row["unit"] == "MAC" else 1.0)
        part[0] *= value
        part[1] *= value if row["factor"] != "utilization" else 1.0
    sums: dict[tuple[str, str], tuple[float, float]] = {}
    for (run, method, _), (flop, at_peak) in parts.items():
        before = sums.get((run, method), (0.0, 0.0))
        sums[run, method] = before[0] + flop, before[1] + at_peak
    return sums


def _known(entry: Entry, index: int, multiplied: Mapping[tuple[str, str], tuple[float, float]]) -> Known:
    run: Run = entry.paper.runs[index]
    own = {method: multiplied[run.id, method] for method in FIELDS if (run.id, method) in multiplied}
    totals = [(number, total) for number, total in enumerate(run.reported) if not total.compute.is_bound]
    totals.sort(key=lambda numbered: numbered[1].party)
    values = [Value(("runs", index, FIELDS[method]), flop) for method, (flop, _) in own.items()]
    values += [Value(("runs", index, "reported", number, "compute"), total.compute.value) for number, total in totals]
    return Known(
        entry,
        run,
        (run.published or entry.paper.published).day,
        values,
        not own and all(total.party == "third" for _, total in totals),
        own[COUNTING][0] / own[TIME][1] if len(own) == len(FIELDS) and own[TIME][1] else None,
    )


def _off_trend(period: str, members: Sequence[Known], choices: CrossCheck) -> list[Problem]:
    """Values far from the line through all other runs of the period that do not rest on a third party alone."""
    points = [known for known in members if not known.third_party]
    years = {known.run.id: decimal_year(known.published) for known in members}
    x = [years[known.run.id] for known in points]
    if len(points) < 4 or len(set(x)) < 3:
        return []
    y = [math.log10(known.values[0].flop) for known in points]
    slope, intercept = linear_regression(x, y)
    mean, spread = fmean(x), sum((each - fmean(x)) ** 2 for each in x)
    residuals = {known.run.id: y[place] - intercept - slope * x[place] for place, known in enumerate(points)}
    found = []
    for known in members:
        year = years[known.run.id]
        leverage = 1 / len(x) + (year - mean) ** 2 / spread
        own_pull = residuals.get(known.run.id, 0.0) * leverage / (1 - leverage)
        expected = intercept + slope * year - own_pull
        for value in known.values:
            distance = math.log10(value.flop) - expected
            near = abs(distance) <= math.log10(choices.off_trend)
            if not near and not known.run.explanation and not known.confirms(value, choices.agree_within):
                found.append(_far(known, value, period, distance, choices.off_trend))
    return found


def _far(known: Known, value: Value, period: str, distance: float, off_trend: float) -> Problem:
    side = "above" if distance > 0 else "below"
    times = _short(10.0 ** abs(distance))
    return known.entry.document.problem(
        value.path,
        key=True,
        found=f"{_compute(value.flop)}, {times} times {side} the trend of its time ({period})",
        expected=f"within {_short(off_trend)} times (cross_check.off_trend in config.yaml)",
        way_out=WAY_OUT,
        warning=True,
    )


def _impossible(known: Known) -> Problem:
    utilization = known.implied_utilization or 0.0
    counted = known.values[0]
    return known.entry.document.problem(
        counted.path,
        key=True,
        found=f"{_compute(counted.flop)}, {_short(100 * utilization)} % of what the devices can do in that time",
        expected="an implied utilization of at most 100 %",
        way_out=WAY_OUT,
        warning=True,
    )


def _apart(known: Known, within: float) -> list[Problem]:
    """The value to adopt against others of the run that are too far from it; of what is impossible, that is said."""
    if not known.values or (known.implied_utilization or 0) > 1:
        return []
    first, *others = known.values
    return [
        known.entry.document.problem(
            other.path,
            key=True,
            found=f"{_compute(other.flop)}, {_times(ratio)} than {_name(first)}",
            expected=f"within {_short(within)} times, or an explanation (cross_check.agree_within in config.yaml)",
            way_out="is a fact or a unit wrong? If not, say why they differ under `explanation`",
            warning=True,
        )
        for other in others
        if not 1 / within <= (ratio := other.flop / first.flop) <= within
    ]


def _times(ratio: float) -> str:
    return f"{_short(max(ratio, 1 / ratio))} times {'more' if ratio > 1 else 'less'}"


def _name(value: Value) -> str:
    """The words for a value by its field."""
    return {field: f"by {method}" for method, field in FIELDS.items()}.get(str(value.path[2]), "the total above")


def _overflow(known: Known, value: Value) -> Problem:
    return known.entry.document.problem(
        value.path,
        key=True,
        found=f"a product of {value.flop:g} FLOP",
        expected="a product that a 64-bit float can hold",
        way_out="is a unit or an exponent wrong?",
    )


def _compute(flop: float) -> str:
    return f"{_short(flop)} FLOP ({_short(flop / PFS_DAY)} pfs-days)"


def _short(value: float) -> str:
    """Two significant digits: `5,300`, `0.0058`, `1.2e+25`."""
    return f"{float(f'{value:.2g}'):,.7g}"
