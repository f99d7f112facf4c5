"""Do both methods agree? What the cross-check says."""

import numpy as np
import pandas as pd

from ai_compute.findings import calibration, chosen
from ai_compute.findings.assumed import utilizations
from ai_compute.findings.numbers import count, integer, listing, of, sentence, share, share_range, significant, times
from ai_compute.findings.sources import number_of, whole, worked
from ai_compute.storage.rows import Tables
from ai_compute.values.subjects import COUNTING, TIME

HALF, MOST = 0.5, 0.9
STATED = "said in OpenAI’s article of 2018"
KIND = "GPU"
"""The devices whose utilization is told: nearly all runs used them."""
DOMAIN_RUNS, WORST = 5, 3
"""Domains with fewer cross-checks are told together; so many of the others, the worst first."""


def title(tables: Tables, agree_within: float) -> str:
    """The finding of the cross-check."""
    checks = independent(tables)
    if checks.empty:
        return "No run has two independent estimates, so the methods cannot be held against each other"
    agree, both = agreeing(checks)
    if both == 1:
        verb = "agree" if agree else "do not agree"
        return f"Both methods {verb} within {_within(tables, agree_within)} on the one run that has both, independently"
    return f"Both methods agree within {_within(tables, agree_within)} on {of(agree, both)} runs with independent facts"


def _within(tables: Tables, agree_within: float) -> str:
    return times(worked(tables, agree_within, "cross_check, agree_within in config.yaml"))


def independent(tables: Tables) -> pd.DataFrame:
    """Cross-checks in which no method's facts were derived from the other's: agreement of others proves nothing."""
    checks = tables["cross_check"]
    return checks[checks["independent"].astype(bool)]


def agreeing(checks: pd.DataFrame) -> tuple[int, int]:
    """How many of cross-checks agree, and of how many."""
    what = "cross-checks of independent facts"
    return number_of(checks[checks["verdict"] == "agree"], f"{what} that agree"), number_of(checks, what)


def caption(tables: Tables, agree_within: float) -> str:
    """What the figure shows."""
    return (
        "Each dot is a run that allows both estimates. In the band they differ by less than "
        f"{_within(tables, agree_within)}; "
        "red ones differ by more."
    )


READING = (
    "Upwards: operations counted in the described architecture; to the right: devices × time × peak × utilization; on "
    "the diagonal both are equal. Hollow: the facts of one method were derived from the other, so that agreement "
    "proves nothing."
)


def alternative(tables: Tables) -> str:
    """The figure for those who cannot see it."""
    checks = tables["cross_check"]
    return f"A scatter chart of {count(len(checks), 'run')} around a diagonal."


def details(tables: Tables) -> list[str]:
    """What stands behind the agreement: factors, intervals, the differences and their reasons, what cannot be."""
    apart = disagreements(tables)
    sure = (calibration.intervals(tables), calibration.scale(tables), calibration.less_sure(tables))
    texts = (factors(tables), *sure, apart, impossible(tables), direction(tables), groups(tables))
    return [text for text in texts if text]


def middle(tables: Tables) -> float | None:
    """Median of operation counting over hardware time of the independent runs, if there are any."""
    checks = independent(tables)
    return float(np.median(checks["ratio"])) if len(checks) else None


def _apart(tables: Tables) -> pd.DataFrame:
    """The cross-checks of independent facts that do not agree."""
    checks = independent(tables)
    return checks[checks["verdict"] != "agree"]


def red_ones(tables: Tables) -> str:
    """On which side the runs lie whose methods differ; '' if there are none."""
    apart = _apart(tables)
    lower = (apart["ratio"] < 1).sum()
    if apart.empty:
        return ""
    more, number = (TIME, lower) if 2 * lower >= len(apart) else (COUNTING, len(apart) - lower)
    if len(apart) == 1:
        return f"For the one red run {more} gives more"
    return f"For {'all' if number == len(apart) else f'{number} of the'} {len(apart)} red runs {more} gives more"


def direction(tables: Tables) -> str:
    """Which method gives more, in the median of the independent runs; '' where the scale's sentence tells it."""
    ratio = middle(tables)
    if ratio is None or "times hardware time" in calibration.scale(tables):
        return ""
    by, side = (ratio, "higher") if ratio >= 1 else (1 / ratio, "lower")
    if by < 1.05:
        return "In the median both methods are nearly equal."
    told = significant(worked(tables, by, "median of the ratios of independent cross-checks, or its inverse"))
    return f"In the median, operation counting is {told} times {side} than hardware time."


def impossible(tables: Tables) -> str:
    """Runs that would have needed more than their devices could do."""
    checks = tables["cross_check"]
    runs = list(checks.loc[checks["verdict"] == "impossible", "run"])
    if not runs:
        return ""
    names = tables["runs"].set_index("run")["name"]
    named, devices = listing([str(names.get(run, run)) for run in runs]), "its" if len(runs) == 1 else "their"
    return f"{sentence(named)} would need more than {devices} devices’ peak: some fact must be wrong."


def disagreements(tables: Tables) -> str:
    """How the runs whose methods differ are explained."""
    apart = _apart(tables)
    if apart.empty:
        return ""
    codes = apart["explanation_code"].replace("", "not explained")
    told = listing(
        [
            f"{code} ({integer(number_of(apart[codes == code], f'cross-checks that differ, by entry: {code}'))})"
            for code in codes.value_counts().index
        ]
    )
    runs, differ = (
        count(number_of(apart, "cross-checks that differ"), "run"),
        "differs" if len(apart) == 1 else "differ",
    )
    return f"Why {runs} {differ} by more, by the entries: {told}."


UTILIZATION_CAPTION = (
    "The share of its devices’ peak that a run must have reached if operation counting is right. Above: by date; "
    "below: by device, with medians in red."
)
UTILIZATION_READING = (
    "Hollow: one method’s facts were derived from the other’s. Devices are shown that at least two independent runs "
    "used. Dashed: what is assumed of GPUs where nothing is stated, and all of the peak, which nothing can exceed."
)


def group(tables: Tables, by: str, name: str) -> pd.Series | None:
    """A row of the table `agreement`, or None if no run is of that group."""
    rows = tables["agreement"]
    rows = rows[(rows["by"] == by) & (rows["group"] == name)]
    return None if rows.empty else rows.iloc[0]


def ratio_title(tables: Tables) -> str:
    """The finding of the distribution: how many runs agree within how much."""
    every = group(tables, "all", "all")
    if every is None:
        return "No run has two independent estimates whose ratio could be shown"
    runs = whole(every["runs"])
    if runs == 1:
        return f"The two estimates of the one run with independent ones differ {times(max(*_either_way(every)))}"
    within, factor = share(every["within_10"]), times(worked(tables, 10, "the widest factor of the table agreement"))
    return f"Of runs with two independent estimates, {within} have them within {factor} of each other"


def _either_way(every: pd.Series) -> tuple[float, float]:
    return every["ratio_median"], 1 / every["ratio_median"]


def ratio_caption(tables: Tables, agree_within: float) -> str:
    """What the distribution shows."""
    return (
        "Ratio of operation counting to hardware time, in bars of half a doubling; only runs whose two methods rest on "
        f"facts of their own. Shaded: within {_within(tables, agree_within)}."
    )


def factors(tables: Tables) -> str:
    """What the article of 2018 says of both methods, and how many runs agree within 3 and within 2."""
    every = group(tables, "all", "all")
    if every is None:
        return ""
    low, high = every["within_3_low"], every["within_3_high"]
    if low >= MOST:
        verdict = "holds for nearly all runs"
    elif low > HALF and every["within_3"] == 1:
        verdict = "is true of every run, though of too few to say so of all"
    elif low > HALF:
        verdict = "is true of most runs, not of all"
    elif high < HALF:
        verdict = "is wrong for most runs"
    else:
        verdict = "can be neither upheld nor refuted"
    ends = {name: share_range(every[f"{name}_low"], every[f"{name}_high"]) for name in ("within_3", "within_2")}
    said = " to ".join(integer(worked(tables, factor, STATED)) for factor in (2, 3))
    return (
        "Both methods often line up quite well, says the article, which aims to be correct within a factor of "
        f"{said}. That they agree within three {verdict} (95 % interval {ends['within_3']}); within two "
        f"{share(every['within_2'])} do ({ends['within_2']})."
    )


def groups(tables: Tables) -> str:
    """How many agree within a factor of 3 before and since the split, and by domain."""
    split = [(words, group(tables, "era", f"{words} the split")) for words in ("before", "since")]
    told = [f"{_within_3(row)} {words} {chosen.split(tables)}" for words, row in split if row is not None]
    text = f"Within a factor of three of each other are {listing(told)}." if told else ""
    return f"{text} {_domains(tables)}".strip()


def _domains(tables: Tables) -> str:
    """The domains in which fewest agree, and those of so few runs that they are told together; '' without any."""
    rows = tables["agreement"]
    rows = rows[rows["by"] == "domain"].sort_values(["within_3", "group"], kind="stable")
    many, few = rows[rows["runs"] >= DOMAIN_RUNS], rows[rows["runs"] < DOMAIN_RUNS]
    every = group(tables, "all", "all")
    worse = many if every is None else many[many["within_3"] < every["within_3"]]
    told = [f"in {row['group']} ({_within_3(row)})" for _, row in worse.head(WORST).iterrows()]
    known = f"Of domains with {count(DOMAIN_RUNS, 'run')} or more"
    texts = [f"{known}, fewest agree {listing(told)}."] if told else []
    if len(few):
        agree = sum(round(row["within_3"] * row["runs"]) for _, row in few.iterrows())
        runs = of(agree, whole(few["runs"].sum()))
        texts.append(f"In {listing([str(name) for name in few['group']])} together it is {runs}.")
    return " ".join(texts)


def _within_3(row: pd.Series) -> str:
    return of(round(row["within_3"] * row["runs"]), whole(row["runs"]))


def utilization_title(tables: Tables) -> str:
    """The finding of implied utilization: its median, against what is assumed."""
    every = group(tables, "kind", KIND)
    if every is None:
        return "No run on GPUs has two independent estimates that would imply its utilization"
    middle = every["implied_utilization_median"]
    low, high = every["implied_utilization_median_low"], every["implied_utilization_median_high"]
    text = f"In the median GPUs reached {share(middle)} of their peak"
    assumed = utilizations(tables).get(KIND)
    if pd.isna(low) or pd.isna(high) or assumed is None:
        return text
    # An interval whose printed end is the assumed share holds it.
    below, above = round(high, 2) < assumed, round(low, 2) > assumed
    side = "less than" if below else "more than" if above else "compatible with"
    return f"{text} (95 % interval {share_range(low, high)}), {side} the assumed {share(assumed)}"
