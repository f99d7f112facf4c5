"""Did growth change after the law was published? What may be said of selected runs, and of all of them."""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from ai_compute.findings import chosen
from ai_compute.findings.numbers import integer, listing, low_to_high, sentence, significant
from ai_compute.findings.sources import cite, number_of, plain
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import LARGEST, WITH_THIRD_PARTY

Verdict = Literal["slower", "faster", "depends", "chance"]
DIFFERENCE = "slope difference"
LARGEST_RUNS = "the ten largest runs of their time"
MORE_DIGITS = (3, 4, 5)
LEAST_P = 0.001
"""A smaller p is told as under it."""
COLLECTED = (
    "A line that a tenth of all runs exceed also flattens where more small runs of later years were collected; the "
    "largest runs do not"
)


def frontier_verdict(tables: Tables, name: str) -> Verdict | None:
    """Whether a frontier became slower or faster: only if every model of scatter says so; None if it was not tried."""
    rows = _against_nulls(tables, name)
    if rows.empty:
        return None
    if rows["outside"].all():
        if (rows["observed"] < rows["null_low"]).all():
            return "slower"
        if (rows["observed"] > rows["null_high"]).all():
            return "faster"
    return "depends" if rows["outside"].any() else "chance"


def bias(tables: Tables) -> str:
    """How much growth lines through the largest runs show in simulated worlds: `1.3 to 1.5 times ... until ...`."""
    rows = tables["nulls"]
    rows = rows[rows["set"] == LARGEST + WITH_THIRD_PARTY]
    told = []
    for statistic, when in (("slope before", f"until {chosen.split(tables)}"), ("slope after", "since")):
        found = rows[rows["statistic"] == statistic]
        if found.empty:
            return ""
        off = found["null_median"] - found["truth"]
        low, high = (significant(10**end) for end in (off.min(), off.max()))
        told.append(f"{low_to_high(low, high)} times {when}")
    return listing(told)


def tested_verdict(tables: Tables, subset: str) -> Verdict | None:
    """Whether runs that are not selected became slower or faster, by the interval of the difference."""
    row = _test(tables, subset)
    if row is None:
        return None
    return "chance" if not row["apart"] else "slower" if row["difference"] < 0 else "faster"


def answer(tables: Tables) -> str:
    """Whether growth changed after the split, in one sentence; '' if nothing was tried."""
    verdicts = {
        LARGEST_RUNS: frontier_verdict(tables, LARGEST + WITH_THIRD_PARTY),
        "the line that a tenth of all runs exceed": tested_verdict(tables, "upper tenth with third-party totals"),
        "the line through all runs": tested_verdict(tables, "all runs with third-party totals"),
    }
    found = {who: verdict for who, verdict in verdicts.items() if verdict is not None}
    if not found:
        return ""
    month = chosen.split(tables)
    for became in ("slower", "faster"):
        if set(found.values()) == {became}:
            return f"Growth became {became} after {month}, by {listing(list(found))}."
    became = _became(found)
    if not became:
        return f"Whether growth changed after {month} cannot be told from chance and selection.{_otherwise(tables)}"
    unsure = [who for who in found if found[who] not in ("slower", "faster")]
    but = f", but not for certain by {listing(unsure)}" if unsure else ""
    return f"Whether growth changed after {month} is not decided. It became {became}{but}."


def _became(found: Mapping[str, Verdict | None]) -> str:
    """`slower by the line through all runs, faster by ...`; '' if growth changed by none."""
    told = {each: [who for who in found if found[who] == each] for each in ("slower", "faster")}
    return ", ".join(f"{each} by {listing(who)}" for each, who in told.items() if who)


def _otherwise(tables: Tables) -> str:
    """What would be said without totals of others, where that is another thing; '' if it is not."""
    verdicts = {
        LARGEST_RUNS: frontier_verdict(tables, LARGEST),
        "the line that a tenth of all runs exceed": tested_verdict(tables, "upper tenth"),
        "the line through all runs": tested_verdict(tables, "all runs"),
    }
    became = _became(verdicts)
    if not became:
        return ""
    return f" Without totals of others it became {became}; that leaves out many of the largest later runs."


def details(tables: Tables) -> list[str]:
    """The frontier with totals of others and without, then runs that are not selected."""
    told = [_frontier(tables), _unselected(tables)]
    return [text for text in told if text]


def _frontier(tables: Tables) -> str:
    rows = _against_nulls(tables, LARGEST + WITH_THIRD_PARTY)
    if rows.empty:
        return ""
    month = chosen.split(tables)
    text = f"By {LARGEST_RUNS}, totals of others included, a year’s growth since {month} is {_told(rows)}"
    ours = _against_nulls(tables, LARGEST)
    return text if ours.empty else f"{text} For those that we can estimate it is {_told(ours, again=True)}"


def _told(rows: pd.DataFrame, again: bool = False) -> str:
    """The observed difference, what selection alone makes (once), and whether chance makes the rest."""
    text, they = f"{times(rows['observed'].iloc[0])} than before", "worlds without a change" if again else "they"
    if not again:
        selection = between(rows["null_median"].min(), rows["null_median"].max())
        text += f". Worlds without a change show {selection} in the median, by selection and scatter"
    models = integer(number_of(rows, MODELS))
    out, within = (list(rows.loc[rows["outside"] == each, "method"]) for each in (True, False))
    if not within:
        lower = bool((rows["observed"] < rows["null_low"]).all())
        became = "slower" if lower else "faster"
        seldom = f"seldom under any of {models} models of scatter"
        return f"{text}. {sentence(they)} show as much {seldom}: growth became {became} ({_p_range(rows)})."
    if out:
        seldom, often = (_p_range(rows[rows["outside"] == each]) for each in (True, False))
        models = f"With scatter {listing([SCATTER[each] for each in out])} {they} seldom show as much ({seldom})."
        return f"{text}. {models} With scatter {' or '.join(SCATTER[each] for each in within)} they do ({often})."
    return f"{text}. {sentence(they)} show as much under each of {models} models of scatter ({_p_range(rows)})."


def _p_range(rows: pd.DataFrame) -> str:
    """`p 0.031 to 0.044`: of the models that a sentence speaks of, and no others."""
    low, high = (significant(each, 2) for each in (rows["p"].min(), rows["p"].max()))
    return f"p {low_to_high(low, high)}"


MODELS = "models of scatter that were simulated"
SCATTER = {
    "common": "alike at all dates",
    "by period": "as found before and since",
    "resampled residuals": "drawn from the data’s own",
}


def _unselected(tables: Tables) -> str:
    """Differences of lines through all runs, with their intervals."""
    parts = []
    for who, subset in (
        ("the line that a tenth of all runs exceed", "upper tenth"),
        ("the line through all runs", "all runs"),
    ):
        joined, alone = _test(tables, f"{subset} with third-party totals"), _test(tables, subset)
        if joined is not None:
            # The p of the upper tenth stands in the first sentence of the page.
            p = "" if subset == "upper tenth" else f"; {_p(joined)}"
            part = f"by {who} a year’s growth is {times(joined['difference'])} ({_interval(joined)}{p})"
            if alone is not None:
                told = f"{times(alone['difference'])} ({_interval(alone)}; {_p(alone)})"
                part += f". Without totals of others it is {told}"
            parts.append(part)
    return f"{sentence('. '.join(sentence(part) for part in parts))}. {COLLECTED}." if parts else ""


def _interval(row: Any) -> str:
    return f"95 % interval {between(row['difference_low'], row['difference_high'])}"


def tested_p(tables: Tables, subset: str) -> str:
    """`two-sided p 0.04`: how probable so large a difference is without one; '' if it was not tested."""
    row = _test(tables, subset)
    return "" if row is None else f"two-sided {_p(row)}"


def _p(row: Any) -> str:
    p = significant(row["p"], 2) if row["p"] >= LEAST_P else cite(f"under {LEAST_P}", row["p"])
    return f"p {p}"


def times(difference: float, digits: int = 2) -> str:
    """A difference of log10 growth a year as `1.9 times smaller`, `1.1 times larger`, `the same`."""
    factor = significant(10 ** abs(difference), digits)
    return "the same" if plain(factor) == "1.0" else f"{factor} times {'smaller' if difference < 0 else 'larger'}"


def _is_one(told: str) -> bool:
    return float(plain(told).split(" ")[0].replace(",", "")) == 1


def between(low: float, high: float) -> str:
    """`1.2 to 3.6 times smaller`, `2.0 times smaller to 1.1 times larger`.

    An interval that leaves 0 does not end at `the same`: so many digits are given as it takes (`1.01 to 3.0 times`).
    """
    ends = sorted((low, high), key=abs)
    first, last = times(ends[0]), times(ends[1])
    if low * high > 0 and plain(first) == "the same":
        first = next((told for told in (times(ends[0], each) for each in MORE_DIGITS) if not _is_one(told)), first)
    if plain(first) == plain(last):
        return first
    if first.split(" ")[-1] == last.split(" ")[-1]:
        return f"{first.split(' ')[0]} to {last}"
    return f"{times(low)} to {times(high)}"


def _against_nulls(tables: Tables, name: str) -> pd.DataFrame:
    rows = tables["nulls"]
    return rows[(rows["set"] == name) & (rows["statistic"] == DIFFERENCE)]


def _test(tables: Tables, subset: str) -> Any:
    for row in each_row(tables["slope_tests"]):
        if row.subset == subset:
            return row._asdict()
    return None
