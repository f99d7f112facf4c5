"""The story of the page: one sentence a section, short enough to be read, from what the other findings say."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.estimates.evidence import READ
from ai_compute.findings import change, chosen, growth
from ai_compute.findings.growth import grows, trend
from ai_compute.findings.numbers import (
    count,
    day,
    doubling,
    doubling_interval,
    integer,
    known,
    listing,
    sentence,
    share,
    significant,
)
from ai_compute.findings.sources import number_of, whole, worked
from ai_compute.findings.threshold_counts import ANSWERED, alive, number
from ai_compute.findings.thresholds import line_name
from ai_compute.schemas.thresholds import FIXED
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import LARGEST, LAW, UPPER_BEFORE, UPPER_SINCE, WITH_THIRD_PARTY

SAID, COUNTED = "growth-since-2012", "growth-since-2012-rederived"
"""The headline of 2018 in the table `claims`: by the values that were drawn, and by our estimates."""
UPPER_TEST = "upper tenth with third-party totals"
"""The comparison of the upper tenth before and since the split, as the table `slope_tests` calls it."""
TWICE = (1.8, 2.2)
"""A ratio between two counts in this range is what counting a multiply-add once instead of twice makes."""
NEAR = 0.1


def per_year(row: pd.Series) -> str:
    """`3.4 times a year`."""
    return f"{significant(row['growth_per_year'])} times a year"


def _before_and_since(tables: Tables) -> tuple[pd.Series, pd.Series] | None:
    """The line that a tenth of all runs exceed until the split and since, if both grow."""
    before, since = (trend(tables, name + WITH_THIRD_PARTY) for name in (UPPER_BEFORE, UPPER_SINCE))
    return None if before is None or since is None or not (grows(before) and grows(since)) else (before, since)


def answer(tables: Tables) -> str:
    """The sentence that answers the question, and the one that doubts it; that of 2018 where later runs are too few."""
    found = _before_and_since(tables)
    if found is None:
        return _of_2018(tables)
    before, since = found
    verdict = change.tested_verdict(tables, UPPER_TEST)
    p = change.tested_p(tables, UPPER_TEST)
    told = "; whether that is chance was not tested"
    if verdict is not None:
        told = f"; chance alone {'could' if verdict == 'chance' else 'would seldom'} make that difference ({p})"
    then, now = (_ends(row) for row in found)
    return (
        f"The compute that a tenth of the AI training runs collected here exceed has grown {per_year(since)} since "
        f"{chosen.split(tables)} (95 % interval {now}). Until then it grew {per_year(before)} ({then}){told}."
    )


def _of_2018(tables: Tables) -> str:
    """How fast the runs of OpenAI's chart grew, or that they did not."""
    law = trend(tables, LAW)
    if law is None or not grows(law):
        return growth.answer(tables)
    until = f"The training compute of the runs of OpenAI’s chart grew {per_year(law)} from 2012 to 2018"
    return f"{until}{'' if law['open_ended'] else f' (95 % interval {_ends(law)})'}. Later runs are too few."


def _ends(row: pd.Series) -> str:
    """`2.8 to 4.6`: the interval of growth a year."""
    return " to ".join(significant(row[f"growth_per_year{end}"]) for end in ("_low", "_high"))


def headline_title(tables: Tables) -> str:
    """What changed, and how sure that is, in words: the numbers stand at the lines of the figure and in the answer."""
    found = _before_and_since(tables)
    if found is None:
        law = trend(tables, LAW)
        what = "too few runs to say what changed" if law is None else "too few later runs to say what changed"
        return f"Training compute since {chosen.start(tables)}: {what}"
    before, since = found
    upper = change.tested_verdict(tables, UPPER_TEST)
    month = chosen.split(tables)
    if upper not in BECAME:
        pace = "more slowly" if since["slope"] < before["slope"] else "faster"
        doubt = "whether that is chance was not tested" if upper is None else "chance alone could make that difference"
        return f"The upper tenth of runs has grown {pace} since {month}; {doubt}"
    largest = change.frontier_verdict(tables, LARGEST + WITH_THIRD_PARTY)
    if largest == upper:
        return f"The upper tenth of runs {BECAME[upper]} after {month}, and so did the ten largest"
    unsure = "" if largest is None else "; whether the ten largest did is not decided"
    return f"The upper tenth of runs {BECAME[upper]} after {month}{unsure}"


BECAME: Mapping[str | None, str] = {"slower": "slowed", "faster": "quickened"}


def _with_ends(row: pd.Series) -> str:
    return f"{doubling(row['doubling_months'])} ({doubling_interval(row)})"


def about(tables: Tables, cut_off: str) -> str:
    """How much stands behind the page: runs, papers, the last run with an estimate beside the cut-off."""
    runs, papers = (number_of(tables[name], f"{name} entered") for name in ("runs", "papers"))
    valued = tables["training_compute"]
    text = f"{sentence(count(runs, 'training run'))} from {count(papers, 'paper')}"
    own = valued[valued["basis"] == "own"]
    if len(own):
        text += f"; the last with an estimate is of {day(own['published'].max())}"
    return f"{text}; data are cut off at {cut_off}"


def chart_of_2018(tables: Tables) -> str:
    """What OpenAI said of the 15 runs, and what counting by its own rule gives."""
    claims = {row.claim: row for row in each_row(tables["claims"])}
    if not {SAID, COUNTED} <= set(claims) or not known(claims[COUNTED].found):
        return "Too little is known here to count again what OpenAI said of its chart."
    said, drawn, found = claims[SAID].stated, claims[SAID].found, claims[COUNTED].found
    doubt = ", but too uncertain to tell them apart" if claims[COUNTED].verdict == "uninformative" else ""
    more = found / drawn if known(drawn) else found / said
    that = "what was drawn" if known(drawn) else "that"
    side = "about the same" if abs(more - 1) < NEAR else f"{significant(more)} times {that}"
    as_drawn = f" ({significant(drawn)} as drawn)" if known(drawn) else ""
    return (
        f"More than {significant(said)} times since 2012, said OpenAI{as_drawn}; our count by its own rule is "
        f"{side}{doubt}."
    )


def why_twice(tables: Tables) -> str:
    """What probably explains it: a multiply-add of the largest run counted once; '' if the factor is another."""
    ends, reported = growth.rise(tables), tables["reported"]
    if ends is None:
        return ""
    largest = ends[1]
    rows = reported[(reported["run"] == largest["run"]) & reported["plotted_flop"].notna()]
    if rows.empty or not TWICE[0] <= largest["flop"] / rows["plotted_flop"].iloc[0] <= TWICE[1]:
        return ""
    factor = significant(largest["flop"] / rows["plotted_flop"].iloc[0])
    return (
        f"Our count of {growth.short_name(largest)} is {factor} times what was drawn: a multiply-add was probably "
        "counted as one operation there, and as two elsewhere."
    )


def above_the_lines(tables: Tables) -> str:
    """How many runs are expected above the two lines of the European Union, and how many by the end of a later year."""
    told, counts = [], tables["threshold_counts"]
    lines = {row.threshold: row.flop for row in each_row(alive(tables))}
    for threshold in ANSWERED:
        rows = counts[(counts["threshold"] == threshold) & (counts["kind"] == FIXED)]
        if rows.empty or threshold not in lines:
            continue
        row = rows.sort_values("published", kind="stable").iloc[-1]
        told.append(f"{number(row)} above {line_name(lines[threshold])}")
    if not told:
        return ""
    return f"Of the runs collected here, we expect {listing(told)}, the European Union’s lines."


def read_facts(tables: Tables) -> str:
    """How many facts were read in a paper or where it is quoted, or assumed beside such a text; '' without facts."""
    rows = tables["evidence_shares"]
    rows = rows[rows["group"] == "all runs"]
    total = whole(rows["facts"].sum())
    if not total:
        return ""
    beside_a_text = rows.loc[rows["evidence"].isin(READ), ["facts", "assumed"]].sum()
    assumed = whole(beside_a_text["assumed"])
    read = share((whole(beside_a_text["facts"]) - assumed) / total)
    text = f"{read} of {integer(total)} facts rest on what was read, in the paper or where it is quoted"
    return f"{text}; {share(assumed / total)} more are assumed beside such a text." if assumed else f"{text}."


def by_read_facts(tables: Tables) -> str:
    """Whether the trend of all runs since 2018 changes where only facts that were read count; '' if unknown."""
    every, read = trend(tables, "since-2018"), trend(tables, "since-2018-read-facts")
    if every is None or read is None or not (grows(every) and grows(read)):
        return ""
    return (
        "By read facts alone, the runs since 2018 that we estimate double every "
        f"{_with_ends(read)}; by all facts, every {_with_ends(every)}."
    )


def rule_of_thumb(tables: Tables) -> str:
    """How far the 6ND rule is off for architectures that are counted from their layers; '' if there are none."""
    rows = tables["rule_of_thumb"].dropna(subset="ratio")
    ratios = rows["ratio"]
    if ratios.empty:
        return ""
    near, every = (
        number_of(each, f"architectures counted from their layers{words}")
        for each, words in ((rows[(ratios - 1).abs() <= NEAR], ", with a ratio this near to 1"), (rows, ""))
    )
    return (
        f"The rule of thumb 6ND is within {share(worked(tables, NEAR, 'what is called near here'))} of the count from "
        f"layers for {integer(near)} of {count(every, 'architecture')}; counts are {significant(ratios.min())} to "
        f"{significant(ratios.max())} times what it says."
    )
