"""Days and years of config.yaml against the data: none before there are runs, none of which nothing is known."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problem
from ai_compute.settings.analysis import Settings
from ai_compute.settings.statistics import Statistics
from ai_compute.values.dates import Period

Found = Iterator[Problem]
LEAD_YEARS = 10
"""A line through all runs may be drawn from so many years before the first of them, or before the split."""


@dataclass(frozen=True)
class Known:
    """What the entries hold: runs, the first year, domains that there may be, runs that the law drew, organizations."""

    runs: Collection[str]
    first_year: int
    domains: Collection[str]
    drawn: Collection[str]
    organizations: Collection[str]


def labelled_periods(chosen: Statistics) -> dict[Path, Period]:
    """The days that names stand over, by the name's path in `statistics`."""
    found: dict[Path, Period] = {("periods", name): dated.period for name, dated in chosen.periods.items()}
    found |= {("groups", name): group.between.period for name, group in chosen.groups.items()}
    found |= {
        ("specifications", "sets", name): curve.between.period for name, curve in chosen.specifications.sets.items()
    }
    return found | {("eras", "eras", name): era.between.period for name, era in chosen.eras.eras.items()}


def misplaced_years(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    """Years and days that lie outside of what they are about."""
    ahead, last = settings.statistics.projection, settings.cut_off.day.year
    for name, year in ahead.trends.items():
        start = trends.get(name, (None, None))[0]
        first = min(known.first_year, settings.statistics.split.day.year)
        earliest = start.year if start else first - LEAD_YEARS
        if not earliest <= year < max(ahead.until, last + 1):
            yield document.problem(
                ("statistics", "projection", "trends", name),
                found=str(year),
                expected=f"a year of its runs, from {earliest} up to before {ahead.until} (until)",
                way_out="choose the year from which the line is drawn",
            )
    untils = {
        ("statistics", "projection", "until"): ahead.until,
        ("thresholds", "forecast", "until"): settings.thresholds.forecast.until,
    }
    for path, until in untils.items():
        if until <= last:
            yield document.problem(
                path,
                found=str(until),
                expected=f"a year after {last}, the year of the cut-off",
                way_out="choose the year up to which lines are carried forward",
            )
    if settings.frontier.start > last:
        yield document.problem(
            ("frontier", "start"),
            found=f"{settings.frontier.start:g}",
            expected=f"a year up to {last}, the year of the cut-off",
            way_out="choose the year from which frontier runs are counted",
        )
    if settings.statistics.split.day > settings.cut_off.day:
        yield document.problem(
            ("statistics", "split"),
            found=settings.statistics.split.day.isoformat(),
            expected=f"a day before the cut-off, {settings.cut_off.day.isoformat()}",
            way_out="choose the first day after which growth is compared",
        )


def after_the_cut_off(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    """Days and years that nothing is known of."""
    last, ahead, lines = settings.cut_off.day, settings.statistics.forecasts, settings.thresholds
    days: dict[Path, date] = {("uncertainty", "tried_after"): settings.uncertainty.tried_after.day}
    days |= {("thresholds", "dates", place): each.day for place, each in enumerate(lines.dates)}
    days |= {
        ("statistics", *path): start
        for path, (start, _) in labelled_periods(settings.statistics).items()
        if start is not None
    }
    others = settings.external.trends
    days |= {
        ("external", "trends", "notable_since"): others.notable_since.day,
        ("external", "trends", "records_since"): others.records_since.day,
        ("external", "token_models", "since"): settings.external.token_models.since.day,
    }
    beginnings: dict[Path, int] = {("statistics", "forecasts", "last_cut"): ahead.last_cut}
    ends: dict[Path, int] = {
        ("thresholds", "forecast", "cuts", at): year for at, year in enumerate(lines.forecast.cuts)
    }
    late: list[tuple[Path, str]] = [(path, day.isoformat()) for path, day in days.items() if day > last]
    late += [(path, str(year)) for path, year in beginnings.items() if year > last.year]
    late += [(path, f"the end of {year}") for path, year in ends.items() if year >= last.year]
    tried = settings.uncertainty.tried_after.day
    if known.first_year < settings.statistics.split.day.year and tried <= date(known.first_year, 1, 1):
        yield document.problem(
            ("uncertainty", "tried_after"),
            found=tried.isoformat(),
            expected=f"a day after the first runs, of {known.first_year}: the factors are fitted to runs before it",
            way_out="choose one that runs lie before and after",
        )
    first = min(known.first_year, settings.statistics.split.day.year) - LEAD_YEARS
    for path, (_, end) in labelled_periods(settings.statistics).items():
        if end is not None and end.year <= first:
            expected = f"an end after {first}: the first run is of {known.first_year}"
            way_out = "choose one that runs lie before, or leave it out"
            yield document.problem(
                ("statistics", *path), found=f"an end on {end.isoformat()}", expected=expected, way_out=way_out
            )
    for path, found in late:
        expected = f"a time up to the data's cut-off, {last.isoformat()}"
        yield document.problem(path, found=found, expected=expected, way_out="choose one of which something is known")
