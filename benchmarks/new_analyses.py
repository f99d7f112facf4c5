"""What a build spends on what its sentences rest on: worlds, quantile lines, forecasts, curves, comparisons.

Processor seconds inside the functions, on the tables and with the choices of the last build; without imports, and apart
from the lines, dates of breaks and curves of specifications that a build made before (`same_work.py`).
"""

import time
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from ai_compute.entries.documents import read_yaml
from ai_compute.settings.analysis import read_settings
from ai_compute.storage.tables import read_table
from ai_compute.trends import backtest, breaks, comparisons, competing, forecasts, lines, nulls
from ai_compute.trends.configured import SELECTED, broken, fitted, selected, tried

TIMED: Mapping[str, list[tuple[ModuleType, str]]] = {
    "worlds for frontiers": [(nulls, "nulls")],
    "quantile lines": [(lines, "quantile_line")],
    "forecasts and the drift they allow for": [(forecasts, "forecasts"), (forecasts, "drift_of")],
    "curves of growth": [(competing, "curves")],
    "worlds without a break": [(breaks, "gain_over_none")],
    "intervals by organization, curvature": [(lines, "by_organization"), (lines, "curvature")],
    "slope tests": [(backtest, "slope_tests")],
    "comparisons": [(comparisons, "comparisons")],
}


def main() -> None:
    """Make all of them once, and print a table."""
    spent = dict.fromkeys(TIMED, 0.0)
    for part, functions in TIMED.items():
        for module, name in functions:
            setattr(module, name, _timed(getattr(module, name), part, spent))
    runs = _analyses()
    print(f"| analysis, of {runs} runs since the frontier's start | processor seconds |\n| --- | ---: |")
    for part, seconds in (spent | {"all": sum(spent.values())}).items():
        print(f"| {part} | {seconds:.2f} |")


def _timed(function: Callable[..., Any], part: str, spent: dict[str, float]) -> Callable[..., Any]:
    @wraps(function)
    def timed(*values: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return function(*values, **named)
        finally:
            spent[part] += time.process_time() - began

    return timed


def _analyses() -> int:
    settings = read_settings(read_yaml(Path("config.yaml").read_bytes(), "config.yaml"))
    choice, start = settings.statistics, settings.frontier.start
    tables = {name: read_table(Path(f"data/processed/{name}.parquet"), model) for name, model in SELECTED.items()}
    chosen, _ = selected(tables, choice, settings.frontier)
    fitted(chosen, choice)
    broken(chosen, choice)
    subsets = {name: (each.before, each.after) for name, each in choice.slope_tests.items()}
    about = (choice.split.day, choice.level, choice.runs_at_least)
    drawn = (choice.quantiles.differences.draws, choice.bootstrap.seed)
    backtest.slope_tests(chosen, subsets, *about, *drawn, choice.organizations_at_least)
    within = choice.comparisons.same_within
    pairs = [comparisons.Comparison(each.one, each.other, each.without, within) for each in choice.comparisons.pairs]
    drawn = (choice.bootstrap.resamples, choice.bootstrap.seed)
    comparisons.comparisons(chosen, pairs, *drawn, choice.level, choice.runs_at_least)
    trial = tried(choice)
    forecasts.forecasts(chosen, choice.forecasts.sets, trial)
    for name in choice.forecasts.sets:
        forecasts.drift_of(chosen[name].points, trial)
    points, ours = competing.competing(tables["training_compute"], start)
    nulls.nulls(points, ours, competing.rule_of(choice))
    competing.curves(points, ours, start, choice)
    return len(points)


if __name__ == "__main__":
    main()
