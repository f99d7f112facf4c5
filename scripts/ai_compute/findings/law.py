"""Is the law of 2018 right? Replication, re-derivation and the audit of its arithmetic."""

from ai_compute.findings.growth import grows, pace, trend
from ai_compute.findings.numbers import count, doubling, listing, sentence
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW, LAW_AS_PLOTTED, SAME_RUNS


def finding(tables: Tables) -> str:
    """Whether the papers bear out the doubling time of OpenAI's chart, in a sentence."""
    ours, stated = trend(tables, LAW), trend(tables, LAW_AS_PLOTTED)
    if ours is None or stated is None:
        return "There are too few runs here to say whether the law of 2018 is right."
    if not (grows(ours) and grows(stated)):
        return f"Re-derived from the papers, training compute {pace(ours)}; through OpenAI’s points it {pace(stated)}."
    found, drawn = doubling(ours["doubling_months"]), doubling(stated["doubling_months"])
    if ours["open_ended"]:
        return f"The papers cannot tell: re-derived from them, training compute {pace(ours)}."
    if ours["slope_low"] <= stated["slope"] <= ours["slope_high"]:
        return (
            f"The papers bear it out: re-derived from them, the doubling time is {found}; OpenAI’s points give {drawn}."
        )
    side = "shorter" if ours["slope"] > stated["slope"] else "longer"
    return f"Not quite: re-derived from the papers, the doubling time is {side}, {found} and not {drawn}."


def details(tables: Tables) -> list[str]:
    """Replication, re-derivation, audit and scoreboard, a paragraph each."""
    texts = (replication(tables), rederivation(tables), audit(tables), claims(tables))
    return [text for text in texts if text]


def replication(tables: Tables) -> str:
    """What the plotted points give."""
    row = trend(tables, LAW_AS_PLOTTED)
    if row is None:
        return "The points of 2018’s chart are too few here to repeat its fit."
    found = f"doubles every {doubling(row['doubling_months'], 3)}" if grows(row) else "does not grow"
    points = count(int(row["runs"]), "point")
    return f"Through the {points} as OpenAI drew them, training compute {found}; it printed 3.43 months."


def rederivation(tables: Tables) -> str:
    """What our own estimates give, on the same runs."""
    ours, same = trend(tables, LAW), trend(tables, LAW_AS_PLOTTED + SAME_RUNS)
    if ours is None:
        return ""
    text = f"Re-derived from the papers, compute of {count(int(ours['runs']), 'run')} {pace(ours)}"
    if same is None or not (grows(ours) and grows(same)):
        return f"{text}."
    inside = ours["slope_low"] <= same["slope"] <= ours["slope_high"]
    verdict = "which that interval holds" if inside else "which lies outside that interval"
    return f"{text}; OpenAI’s values of the same runs give {doubling(same['doubling_months'])}, {verdict}."


def audit(tables: Tables) -> str:
    """How much of the printed arithmetic follows."""
    rows = tables["audit"]
    if rows.empty:
        return ""
    of = rows["verdict"].value_counts()
    exact, near, wrong = (int(of.get(verdict, 0)) for verdict in ("as printed", "within 5 %", "does not follow"))
    parts = [f"{exact} as printed"] if exact else []
    parts += [f"{near} within 5 %"] if near else []
    failing = f"{wrong} {'does' if wrong == 1 else 'do'} not follow from the printed factors"
    parts += [failing] if wrong else ["none fails to follow from its factors"]
    return f"{sentence(count(len(rows), 'printed calculation'))} multiplied out: {listing(parts)}."


def claims(tables: Tables) -> str:
    """How published statements fare."""
    rows = tables["claims"]
    if rows.empty:
        return ""
    of = rows["verdict"].value_counts()
    parts = [f"{number} {verdict}" for verdict, number in of.items()]
    return f"{sentence(count(len(rows), 'published statement'))} checked: {listing(parts)}."
