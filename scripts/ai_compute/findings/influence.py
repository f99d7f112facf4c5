"""What each run means to the law."""

from ai_compute.findings.numbers import count, decimals, doubling, doubling_range, listing, sentence
from ai_compute.findings.sources import number_of, plain
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import LARGEST, LAW, WITH_THIRD_PARTY

TRENDS = {LAW: "the law", LARGEST + WITH_THIRD_PARTY: "the trend of the ten largest of their time"}
MOST = 3


def title(tables: Tables) -> str:
    """The finding of the figure: the run that moves the doubling time most, and the range of all."""
    every = tables["influence"]
    every = every[every["trend"] == LAW]
    if every.empty:
        return "Too few runs to leave one out"
    found = every[every["doubling_months_without"].notna()]
    if found.empty:
        return "Whichever run is left out, those of 2018’s chart do not grow"
    if len(found) < len(every) or found["shift_months"].isna().any():
        without_growth = every[every["doubling_months_without"].isna()]
        deciding = without_growth if found["shift_months"].notna().any() else found
        decide = number_of(deciding, "runs of 2018’s chart without which it is another whether they grow")
        runs = "single run" if decide == 1 else "single runs"
        return f"Whether the runs of 2018’s chart grow at all hangs on {count(decide, runs, runs)}"
    most = found.sort_values("shift_months", key=lambda shift: -shift.abs(), kind="stable").iloc[0]
    names = tables["runs"].set_index("run")["name"]
    name = str(names.get(most["run"], most["run"])).split(" (")[0]
    lowest, highest = found["doubling_months_without"].min(), found["doubling_months_without"].max()
    if plain(doubling(lowest)) == plain(doubling(highest)):
        return f"No single run matters: without any one of them the doubling time stays {doubling(lowest)}"
    return f"{name} matters most: without any one run, the doubling time is {doubling_range(lowest, highest)}"


def details(tables: Tables) -> str:
    """The runs on which the law and the present frontier hang most by Cook's distance; '' if that is not known."""
    hangs = []
    names = tables["runs"].set_index("run")["name"]
    for trend, who in TRENDS.items():
        rows = tables["influence"]
        rows = rows[(rows["trend"] == trend) & rows["cooks_distance"].notna()]
        if rows.empty:
            continue
        most = rows.sort_values(["cooks_distance", "run"], ascending=[False, True]).head(MOST)
        told = [f"{names.get(row.run, row.run)} ({decimals(row.cooks_distance)})" for row in each_row(most)]
        hangs.append(f"{who} hangs most on {listing(told)}")
    return f"By Cook’s distance, {'. '.join([*hangs[:1], *map(sentence, hangs[1:])])}." if hangs else ""
