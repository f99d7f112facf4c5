"""Lines carried forward: what they say, what such forecasts were worth, and a plain warning."""

import math
from calendar import month_name

import pandas as pd

from ai_compute.findings import chosen
from ai_compute.findings.growth import short_name
from ai_compute.findings.numbers import count, day, flop, integer, listing, power, sentence, share, significant, year
from ai_compute.findings.run import WHO
from ai_compute.findings.sources import whole, worked
from ai_compute.storage.rows import Tables
from ai_compute.trends.forecasts import FLAT, LAST, LAW, LINE, METHODS, QUANTILES, WIDENED
from ai_compute.trends.keys import LARGEST, LAW_AS_PLOTTED, WITH_THIRD_PARTY

TREND = LARGEST + WITH_THIRD_PARTY
WHAT = {
    LINE: "the line through all of them",
    LAST: "the growth of the last years carried on",
    FLAT: "the forecast that they stay as large as they were",
    QUANTILES: "the line that a tenth of all runs exceed",
    LAW: "the law of 2018",
}
"""Methods in words, where the table's are not plain."""


def last(tables: Tables, trend: str) -> pd.Series | None:
    """The last row of a projected line, or None if it was not projected."""
    rows = tables["projection"]
    rows = rows[rows["trend"] == trend].sort_values("decimal_year", kind="stable")
    return None if rows.empty else rows.iloc[-1]


def title(tables: Tables) -> str:
    """The finding of the figure: a run of the ten largest in the last year against one of now, both on the line."""
    end = last(tables, TREND)
    if end is None:
        return "Too few later runs to carry a trend forward"
    if not math.isfinite(end["times"]):
        return f"The trend of the largest runs, until {end['decimal_year']:.0f}"
    return (
        f"Carried forward, a run of the ten largest takes {_times(end['times'])} times at the start of "
        f"{end['decimal_year']:.0f} what the line gives for {_month(end['since'])}"
    )


def _month(year: float) -> str:
    """`October 2026`."""
    return f"{month_name[int(year % 1 * 12) + 1]} {math.floor(year)}"


def _times(value: float) -> str:
    return significant(value) if 0.01 <= value < 1e6 else power(value)


def caption(tables: Tables) -> str:
    """What the figure shows."""
    widened = _widened(tables, ", widened by") if _drifts(tables) else ""
    return f"Shaded: 50, 80 and 95 % intervals of one of the ten largest runs of its time{widened}."


def reading(tables: Tables) -> str:
    """How to read the figure."""
    months = listing(
        [f"every {integer(worked(tables, each, MOORE))}" for each in chosen.moore_months(tables) if each in MOORE_DRAWN]
    )
    moore = f" Moore’s law starts at AlexNet, as a doubling {months} months." if months != "none" else ""
    return (
        f"The fan is the trend of the runs since {chosen.start(tables)} that were among the ten largest of their time, "
        f"totals of others included. Red: the law of 2018 as plotted.{moore}"
    )


def warning(tables: Tables) -> str:
    """What lines carried forward assume, and what their intervals allow for."""
    return (
        "Lines carried forward assume that money, devices and power go on growing as they did. Their intervals allow "
        f"for the scatter of runs about a line{_widened(tables, ' and for')}. They do not allow for the selection of "
        "runs."
    )


def _widened(tables: Tables, words: str) -> str:
    until = chosen.tuned_until(tables)
    if until is None or last(tables, TREND) is None:
        return ""
    if not _drifts(tables):
        return (
            ", not for a change of growth. Allowing for one did not improve forecasts made until "
            f"{until}, by what was known then"
        )
    return f"{words} as much change of growth as improved forecasts made until {until} most, by what was known then"


def _drifts(tables: Tables) -> bool:
    """Whether the fan allows for a change of growth."""
    end = last(tables, TREND)
    return end is not None and bool(end["drift"] > 0)


MOORE = "projection, moore_months in config.yaml"
MOORE_DRAWN = (18, 24)
"""Of the doubling times of Moore's law those that the figure has room for."""


def finding(tables: Tables) -> str:
    """The projection in a few sentences."""
    return " ".join([f"{title(tables)}.", *details(tables)])


def details(tables: Tables) -> list[str]:
    """What such lines were worth, the largest run so far, what the law said, and the warning, a paragraph each."""
    end, law = last(tables, TREND), last(tables, LAW_AS_PLOTTED)
    if end is None:
        return []
    asked = (
        ""
        if law is None
        else f"By the law of 2018 a run would take {flop(law['flop'])} at the start of {law['decimal_year']:.0f}"
    )
    told = (
        (missed(tables), _alone(tables)),
        (_base(tables, end), asked),
        (best(tables), fan(tables)),
        (wrong(tables),),
    )
    paragraphs = [" ".join(f"{text}." for text in texts if text) for texts in told]
    return [text for text in [*paragraphs, warning(tables)] if text]


def missed(tables: Tables) -> str:
    """How far such lines were off at the farthest horizon, by cut: what stands in for an interval; '' if untried."""
    rows = tried(tables, [LINE]).sort_values("mean_error_log10", kind="stable")
    if rows.empty:
        return ""
    least, most = (_off(row) for _, row in rows.iloc[[0, -1]].iterrows())
    cuts, low, high = sorted(rows["cut"]), rows["horizon_low"].iloc[0], rows["horizon_high"].iloc[0]
    between = f"between {least} and {most}" if len(rows) > 1 else least
    since = f" to {cuts[-1]:.0f}" if len(rows) > 1 else ""
    return (
        "No interval is given, but what such lines were worth. "
        f"Carried forward in {cuts[0]:.0f}{since}, they were {between}, "
        f"{integer(low)} to {integer(high)} years later"
    )


def _off(row: pd.Series) -> str:
    """`64 times too high (2019)`: the error of the forecasts of a cut."""
    error = row["mean_error_log10"]
    return f"{_times(10 ** abs(error))} times too {'high' if error >= 0 else 'low'} ({year(row['cut'])})"


def _alone(tables: Tables) -> str:
    """The same without totals of others."""
    end = last(tables, LARGEST)
    if end is None or not math.isfinite(end["times"]):
        return ""
    return (
        f"Without totals of others, the line through those of the ten largest that are left gives "
        f"{_times(end['times'])} times as much for the start of {end['decimal_year']:.0f} as for {_month(end['since'])}"
    )


def _base(tables: Tables, end: pd.Series) -> str:
    """The largest run so far, by name, date and whose figure it is, beside the line in its year and in the last."""
    runs = tables["training_compute"]
    if runs.empty:
        return ""
    top = runs.sort_values(["flop", "run"]).iloc[-1]
    named = f"{short_name(top)} ({day(top['published'], 'month')})"
    above = _above(end, top["flop"])
    text = f"{above}The largest so far, {named}, took {flop(top['flop'])}, {WHO[top['basis']]}"
    if above:
        return text
    rows = tables["projection"]
    rows = rows[(rows["trend"] == TREND) & (rows["flop"] >= top["flop"])].sort_values("decimal_year", kind="stable")
    if rows.empty:
        return f"{text}, which the line with totals of others does not reach by {end['decimal_year']:.0f}"
    return f"{text}, which the line with totals of others reaches in {year(rows.iloc[0]['decimal_year'])}"


def _above(end: pd.Series, largest: float) -> str:
    """Where a run of now stands on the line, if that is above the largest run so far; else ''."""
    now = end["flop"] / end["times"]
    if not math.isfinite(now) or now <= largest:
        return ""
    times = _times(now / largest)
    return f"For {_month(end['since'])} the line with totals of others gives {times} times the largest run so far. "


def tried(tables: Tables, methods: list[str] | None = None, trend: str = TREND) -> pd.DataFrame:
    """Forecasts of the largest runs, farthest horizon only, by method; without the tuned ones."""
    rows = tables["forecasts"]
    rows = rows[(rows["set"] == trend) & (rows["threshold"] == "") & ~rows["tuned"].astype(bool)]
    rows = rows[rows["method"].isin(methods or METHODS)]
    farthest: pd.DataFrame = rows[rows["horizon_high"] == rows["horizon_high"].max()]
    return farthest


def best(tables: Tables) -> str:
    """Which method forecast the largest runs best at the farthest horizon, before and since the cuts to tune on."""
    rows = tried(tables, [name for name in METHODS if name not in (WIDENED, LAW)])
    tuned = chosen.tuned_until(tables)
    if rows.empty or tuned is None:
        return ""
    low, high = rows["horizon_low"].iloc[0], rows["horizon_high"].iloc[0]
    told = []
    for words, part in ((f"until {tuned}", rows["cut"] <= tuned), ("since", rows["cut"] > tuned)):
        scores = _scores(rows[part])
        if len(scores) > 1:
            cuts = count(_cuts(tables, rows[part], words), "cut")
            first, second = (significant(scores.iloc[place]) for place in (0, 1))
            told.append(f"{words} ({cuts}) {_name(str(scores.index[0]))} was best (score {first}; the next {second})")
    if not told:
        return ""
    ahead = f"{integer(low)} to {integer(high)} years ahead"
    best = " ".join(f"{sentence(text)}." for text in told)
    return f"Forecasts {ahead} are scored by the CRPS in log10; the lower, the better. {best}".removesuffix(".")


def _cuts(tables: Tables, rows: pd.DataFrame, which: str) -> int:
    found: int = worked(tables, rows["cut"].nunique(), f"days, {which}, at which forecasts were made")
    return found


def _scores(rows: pd.DataFrame) -> pd.Series:
    """CRPS by method over all runs, the best first."""
    summed = rows.assign(total=rows["crps"] * rows["runs"]).groupby("method")[["total", "runs"]].sum()
    return (summed["total"] / summed["runs"]).sort_values(kind="stable")


def _name(method: str) -> str:
    return WHAT.get(method, f"the {method}")


def fan(tables: Tables) -> str:
    """How the widened fan held at cuts after those it was tuned on; the only coverage that is told of it."""
    rows, alone_rows = tried(tables, [WIDENED]), tried(tables, [WIDENED], LARGEST)
    if rows.empty:
        return ""
    low, high = rows["horizon_low"].iloc[0], rows["horizon_high"].iloc[0]
    cuts, shares, held = sorted(rows["cut"].unique()), _shares_inside(rows), _held(rows)
    short = all(each < level for each, level in zip(shares, (0.5, 0.8, 0.95), strict=True))
    many, apart = _cuts(tables, rows, "after tuning"), 1 + int((cuts[-1] - cuts[0]) // rows["horizon_high"].max())
    alone = worked(tables, apart, "cuts of forecasts after tuning whose horizons do not overlap")
    independent = "" if apart == len(cuts) else f"; they overlap, and count as {count(alone, 'independent cut')}"
    return (
        f"The fan’s 50, 80 and 95 % intervals would have held {held} forecasts, {integer(low)} to "
        f"{integer(high)} years ahead{', fewer than they say' if short else ''}. They are of "
        f"{count(many, 'cut')} after those it was tuned on{independent}"
        f"{f'. Without totals of others they would have held {_held(alone_rows)}' if len(alone_rows) else ''}"
    )


def _shares_inside(rows: pd.DataFrame) -> list[float]:
    """The shares of forecasts inside their 50, 80 and 95 % intervals."""
    return [rows[f"inside_{level}"].sum() / rows["runs"].sum() for level in (50, 80, 95)]


def _held(rows: pd.DataFrame) -> str:
    """`16 %, 46 % and 84 % of 50`."""
    return f"{listing([share(each) for each in _shares_inside(rows)])} of {integer(whole(rows['runs'].sum()))}"


def wrong(tables: Tables) -> str:
    """How far the law of 2018 was off later, in the geometric mean of the largest runs."""
    rows = tables["forecasts"]
    rows = rows[(rows["set"] == TREND) & (rows["method"] == LAW)].sort_values("horizon_low", kind="stable")
    if rows.empty:
        return ""
    told: list[tuple[str, str]] = []
    sides = []
    for _, row in rows.iterrows():
        error = row["mean_error_log10"]
        sides.append("too much" if error >= 0 else "too little")
        years = " years after" if not told else ""
        span = f"{integer(row['horizon_low'])} to {integer(row['horizon_high'])}{years}"
        told.append((f"{_times(10 ** abs(error))} times", span))
    if len(set(sides)) == 1:
        by = listing([f"{by} {span}" for by, span in told])
        return f"The law of 2018 asked {sides[0]} of the largest runs: {by}. These are geometric means"
    mixed = [f"{by} {side} {span}" for (by, span), side in zip(told, sides, strict=True)]
    return f"The law of 2018 was off both ways, in the geometric mean. Of the largest runs it asked {listing(mixed)}"
