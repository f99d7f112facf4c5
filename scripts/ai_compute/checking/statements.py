"""The names that published statements may ask the tables for."""

from collections.abc import Collection, Sequence

from ai_compute.entries.hardware import Catalogue
from ai_compute.settings.analysis import Settings
from ai_compute.settings.meaning import all_trends
from ai_compute.settings.times import Known
from ai_compute.trends.driver_names import DRIVERS, TOTALS
from ai_compute.trends.ids import frontier_name


def names_in_tables(
    settings: Settings,
    known: Known,
    devices: Catalogue | None,
    lines: Sequence[str] | None,
    architectures: Collection[str],
) -> dict[str, Collection[str]]:
    """The names by `table.column`; by a column alone, where others too may hold good.

    Args:
        settings: all choices.
        known: what the entries hold.
        devices: of hardware.csv; None if it could not be read, as every statement on one would be called a mistake.
        lines: of laws, likewise.
        architectures: the keys of all.
    """
    chosen, trends = settings.statistics, all_trends(settings, known)
    moore = (f"moore-{months}-months" for months in chosen.projection.moore_months)
    names: dict[str, Collection[str]] = {
        "run": known.runs,
        "architecture": architectures,
        "trends.trend": trends,
        "influence.trend": chosen.influence,
        "projection.trend": [*chosen.projection.trends, *moore],
        "backtest.line": list(chosen.backtest.lines),
        "breaks.set": chosen.breaks.trends,
        "forecasts.set": chosen.forecasts.sets,
        "growth.set": trends,
        "nulls.set": trends,
        "slope_tests.subset": list(chosen.slope_tests),
        "comparisons.one": [pair.one for pair in chosen.comparisons.pairs],
        "comparisons.other": [pair.other for pair in chosen.comparisons.pairs],
        "specifications.exclude": ["none", *chosen.specifications.exclude],
        "specifications.frontier": ["all", *map(frontier_name, chosen.specifications.tops)],
        "sets.set": list(settings.sets),
        "selected.set": [chosen.eras.member_of],
        "eras.set": ["all", chosen.eras.member_of],
        "eras.era": list(chosen.eras.eras),
        "drivers.set": ["all", f"before-{chosen.split.day.year}", *chosen.periods],
        "drivers.variant": list(TOTALS),
        "drivers.driver": DRIVERS,
    }
    curves = ("specifications", "specification_summary", "specification_choices")
    names |= {f"{table}.set": list(chosen.specifications.sets) for table in curves}
    if devices is not None:
        known_devices = [each.device for each in devices.devices]
        names |= {f"{table}.device": known_devices for table in ("devices", "device_peaks", "run_devices")}
    if lines is not None:
        names |= {
            f"{table}.threshold": lines
            for table in ("threshold_texts", "thresholds", "threshold_counts", "threshold_forecasts")
        }
    return names
