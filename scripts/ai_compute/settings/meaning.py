"""Does config.yaml mean what it says? Names that exist, periods that hold days, labels that fit what they stand over.

What a section can know of itself, its model checks; here is what sections say of each other and of the entries.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problem, meant, unknown_name
from ai_compute.settings import labels
from ai_compute.settings.analysis import Settings
from ai_compute.settings.label_times import wrong_years
from ai_compute.settings.laboratories import laboratory_problems
from ai_compute.settings.statistics import Group
from ai_compute.settings.times import Known, after_the_cut_off, labelled_periods, misplaced_years
from ai_compute.trends.ids import is_frontier, trend_ids
from ai_compute.trends.keys import FIRST_ERA, LAW, WITH_THIRD_PARTY
from ai_compute.values.dates import Period

Found = Iterator[Problem]


def meaning_problems(document: Document, settings: Settings, known: Known) -> list[Problem]:
    """Names that do not exist, periods and years that hold nothing, labels that say something else.

    Args:
        document: the parsed file.
        settings: its valid settings.
        known: what the entries hold.
    """
    trends = all_trends(settings, known)
    checks: Sequence[Callable[..., Found]] = (
        _unknown_sets,
        _unknown_trends,
        _unknown_runs,
        laboratory_problems,
        _frontiers_with_breaks,
        _start_of_moores_law,
        misplaced_years,
        after_the_cut_off,
        _slope_tests_that_cross,
        _names_used_twice,
        _wrong_labels,
        _headlines_of_another_time,
    )
    return [problem for check in checks for problem in check(document, settings, known, trends)]


def all_trends(settings: Settings, known: Known) -> dict[str, Period]:
    """The ids of all trends, with the dates that bound their runs."""
    chosen = settings.statistics
    periods = {name: each.period for name, each in chosen.periods.items()}
    groups = {name: each.between.period for name, each in chosen.groups.items()}
    return trend_ids(periods, groups, chosen.tops, chosen.quantiles.shares, known.domains, chosen.split.day)


def _unknown_sets(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    where: dict[Path, str | None] = {
        **{("groups", name, "member_of"): group.member_of for name, group in settings.statistics.groups.items()},
        **{
            ("specifications", "sets", name, "member_of"): each.member_of
            for name, each in settings.statistics.specifications.sets.items()
        },
        ("eras", "member_of"): settings.statistics.eras.member_of,
    }
    for path, name in where.items():
        if name is not None and name not in settings.sets:
            otherwise = f"describe it under `sets`, or choose one of {', '.join(settings.sets)}"
            yield _unknown(document, ("statistics", *path), name, "set", settings.sets, otherwise)
    for name in (LAW, FIRST_ERA):
        if name not in settings.sets:
            yield document.problem(
                ("sets",),
                found=f"no set '{name}'",
                expected="the sets of the charts of 2018 and 2019, which the report speaks of",
                way_out=f"add `{name}: ...` under `sets`",
            )


def _named_trends(settings: Settings) -> Iterator[tuple[Path, str]]:
    chosen = settings.statistics
    yield from ((("influence", place), name) for place, name in enumerate(chosen.influence))
    yield from ((("breaks", "trends", place), name) for place, name in enumerate(chosen.breaks.trends))
    for label, each in chosen.specifications.sets.items():
        yield ("specifications", "sets", label, "headline"), each.headline
    for label, test in chosen.slope_tests.items():
        yield ("slope_tests", label, "before"), test.before
        yield ("slope_tests", label, "after"), test.after
    yield from ((("backtest", "lines", name), name) for name in chosen.backtest.lines)
    yield from ((("projection", "trends", name), name) for name in chosen.projection.trends)
    for place, pair in enumerate(chosen.comparisons.pairs):
        yield ("comparisons", "pairs", place, "one"), pair.one
        yield ("comparisons", "pairs", place, "other"), pair.other
    yield from ((("forecasts", "sets", place), name) for place, name in enumerate(chosen.forecasts.sets))


def _unknown_trends(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    for path, name in _named_trends(settings):
        if name not in trends:
            otherwise = (
                "name one that `periods`, `groups`, `tops`, `quantiles` or the domains make, or add what makes it"
            )
            yield _unknown(document, ("statistics", *path), name, "trend", trends, otherwise)


def _unknown_runs(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    chosen = settings.statistics
    where: dict[Path, str] = {
        ("statistics", "specifications", "exclude", label, place): run
        for label, runs in chosen.specifications.exclude.items()
        for place, run in enumerate(runs)
    }
    where |= {
        ("statistics", "comparisons", "pairs", place, "without", number): run
        for place, pair in enumerate(chosen.comparisons.pairs)
        for number, run in enumerate(pair.without)
    }
    where[("statistics", "projection", "moore_from")] = chosen.projection.moore_from
    where |= {("external", "same_model", "by_hand", run): run for run in settings.external.same_model.by_hand}
    for path, run in where.items():
        if run in known.runs:
            continue
        near = meant(run, known.runs)
        if near is None and path[0] == "external":
            continue  # pairs are by hand for whoever has both
        yield document.problem(
            path,
            key=path[-1] == run,
            found=f"the unknown run '{run}'",
            expected="the id of a run of data/raw/papers",
            way_out=f"did you mean '{near}'?"
            if near
            else "remove it here, or add its entry; until then it has no effect",
            warning=near is None,
        )


def _frontiers_with_breaks(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    """The largest runs of their time bend without a change of growth, since they are chosen."""
    chosen = settings.statistics
    largest = {name for name, group in chosen.groups.items() if group.top}
    for place, name in enumerate(chosen.breaks.trends):
        if name in trends and (is_frontier(name) or name.removesuffix(WITH_THIRD_PARTY) in largest):
            yield document.problem(
                ("statistics", "breaks", "trends", place),
                found=f"'{name}', which holds only the largest runs of their time, or a line above most runs",
                expected="a trend of all runs of a period, set or domain",
                way_out="choose such a one, as all or since-2010: what is selected bends without a change",
            )


def _start_of_moores_law(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    start = settings.statistics.projection.moore_from
    if start in known.runs and start not in known.drawn:
        yield document.problem(
            ("statistics", "projection", "moore_from"),
            found=f"'{start}', which the chart of 2018 does not have",
            expected=f"a run of the set {LAW} with a `plotted` total",
            way_out="choose one of " + ", ".join(sorted(known.drawn)),
        )


def _slope_tests_that_cross(
    document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]
) -> Found:
    split = settings.statistics.split.day
    for label, test in settings.statistics.slope_tests.items():
        for side, name, wrong in (("before", test.before, 0), ("after", test.after, 1)):
            if name in trends and _on_the_other_side(trends[name], split, wrong):
                yield document.problem(
                    ("statistics", "slope_tests", label, side),
                    found=f"'{name}', whose runs lie on the other side of {split.isoformat()}, or on both",
                    expected=f"a trend of runs {side} the split",
                    way_out="exchange before and after, or name another trend",
                )
    for name in settings.statistics.backtest.lines:
        if name in trends and _on_the_other_side(trends[name], split, 0):
            yield document.problem(
                ("statistics", "backtest", "lines", name),
                found=f"'{name}', whose runs lie after {split.isoformat()}, or on both sides of it",
                expected="a line of before the split, to be held against what came after",
                way_out="name another trend",
            )


def _on_the_other_side(period: Period, split: date, wrong: int) -> bool:
    """Whether runs before (0) do not all lie before the split, or those after (1) not all after."""
    start, end = period
    return end is None or end > split if wrong == 0 else start is None or start < split


def _names_used_twice(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    chosen = settings.statistics
    made = trend_ids({}, {}, chosen.tops, chosen.quantiles.shares, known.domains, chosen.split.day)
    for section, names in (("periods", chosen.periods), ("groups", chosen.groups)):
        for name in names:
            if name in made or (section == "groups" and name in chosen.periods):
                yield document.problem(
                    ("statistics", section, name),
                    key=True,
                    found=f"the name '{name}', which another trend has",
                    expected="a name of its own for each trend",
                    way_out="choose another name",
                )


def _wrong_labels(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    chosen = settings.statistics
    data = date(known.first_year, 1, 1), settings.cut_off.day
    for path, period in labelled_periods(chosen).items():
        yield from _label(document, path, wrong_years(str(path[-1]), period, data, settings.sets))
    described: dict[Path, Group] = {("groups", name): group for name, group in chosen.groups.items()}
    described |= {("periods", name): Group() for name in chosen.periods}  # nothing narrows these to some runs
    described |= {
        ("specifications", "sets", name): Group(member_of=curve.member_of)
        for name, curve in chosen.specifications.sets.items()
    }
    for path, group in described.items():
        name = str(path[-1])
        yield from _label(document, path, labels.wrong_kind(name))
        yield from _label(document, path, labels.wrong_top(name, group.top))
        chosen_words, names = (group.domain, group.member_of), [*settings.sets, *known.domains]
        yield from _label(document, path, labels.wrong_words(name, names, chosen_words))
        yield from _label(document, path, labels.unsaid(name, group.domain, group.member_of, group.top))
    truths = _truths(settings, known, trends)
    for label, test in chosen.slope_tests.items():
        yield from _label(document, ("slope_tests", label), labels.wrong_sides(label, test.before, test.after, truths))
    for label, runs in chosen.specifications.exclude.items():
        for run in labels.unnamed_runs(label, [run for run in runs if run in known.runs]):
            yield from _label(document, ("specifications", "exclude", label), f"nothing of {run}")
        for run in labels.named_without(label, runs, known.runs) if set(runs) <= set(known.runs) else ():
            yield from _label(document, ("specifications", "exclude", label), f"{run}, which is not listed")


def _truths(settings: Settings, known: Known, trends: Mapping[str, Period]) -> labels.Truths:
    chosen = settings.statistics
    years = known.first_year, int(settings.frontier.start), settings.cut_off.day.year
    return labels.Truths(
        # `other` is a domain, and an everyday word: all other runs.
        names=[name for name in (*known.domains, *settings.sets) if name != "other" and not name.startswith("openai-")],
        plain=["all", *chosen.periods, *(name for name, group in chosen.groups.items() if _takes_all(group))],
        edges={name: labels.edge_years(name, period, *years) for name, period in trends.items()},
        numbers=labels.numbers_of_runs(settings.sets),
    )


def _takes_all(group: Group) -> bool:
    return (group.domain, group.member_of, group.top) == (None, None, None)


def _headlines_of_another_time(
    document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]
) -> Found:
    """A curve of specifications is held against a trend; one of other years would show a difference that is none."""
    chosen = settings.statistics
    for name, curve in chosen.specifications.sets.items():
        period = (None, chosen.split.day) if curve.member_of in (LAW, FIRST_ERA) else curve.between.period
        if curve.headline in trends and not _overlap(period, trends[curve.headline]):
            yield document.problem(
                ("statistics", "specifications", "sets", name, "headline"),
                found=f"'{curve.headline}', none of whose runs are of the time of '{name}'",
                expected="a trend of the same runs, or at least of the same time",
                way_out="name another trend",
            )


def _overlap(one: Period, other: Period) -> bool:
    starts = [start for start, _ in (one, other) if start]
    ends = [end for _, end in (one, other) if end]
    return not starts or not ends or max(starts) < min(ends)


def _label(document: Document, path: Path, said: str | None) -> Found:
    if said is not None:
        name = path[-1]
        yield document.problem(
            ("statistics", *path),
            key=True,
            found=f"the name '{name}', which says: {said}",
            expected="a name that says what it stands over",
            way_out="correct what stands below it, or choose another name; it is shown beside the results",
        )


def _unknown(document: Document, path: Path, name: str, what: str, known: Collection[str], otherwise: str) -> Problem:
    return document.problem(
        path,
        key=path[-1] == name,
        found=f"the unknown {what} '{name}'",
        expected=f"a known {what}",
        way_out=unknown_name(name, known, otherwise),
    )
