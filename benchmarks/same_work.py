"""What fits cost beside an earlier commit's code, for the same work: its points, its runs, its choices, in turn.

The earlier tree must have been built (`git worktree add TREE COMMIT; cd TREE; snakemake`). Its points and estimates are
handed to the code of both trees, so that neither gains by other data; what a build makes besides, such as intervals by
organization and worlds without a break, is left out. Processor seconds are those of the functions, without imports.
"""

import argparse
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
PARTS = ("lines and their bootstraps", "of these, Huber's bootstrap", "breaks and their dates", "specification curves",
         "influence, slope tests, backtest")  # fmt: skip
APART = ("of these, Huber's bootstrap",)
"""Parts of other parts: they do not count twice."""


def main() -> None:
    """Time the code of both trees in turn, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("tree", type=Path, help="an earlier commit's tree, built")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--child", choices=["points", "old", "new"], help=argparse.SUPPRESS)
    arguments.add_argument("--points", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.child == "points":
        chosen.points.write_bytes(pickle.dumps(_given()))
    elif chosen.child:
        _report(_seconds(pickle.loads(chosen.points.read_bytes()), chosen.child == "new"))
    else:
        _compare(chosen.tree.resolve(), chosen.rounds)


def _compare(tree: Path, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        points = Path(folder) / "points.pickle"
        _run("points", tree, tree, points)
        found: dict[str, list[dict[str, float]]] = {"old": [], "new": []}
        for _ in range(rounds):
            for child, code in (("old", tree), ("new", HERE)):
                lines = _run(child, code, tree, points).splitlines()
                found[child].append({name: float(cost) for name, cost in (line.rsplit("\t", 1) for line in lines)})
    print("| work | before | now | ratio |\n| --- | ---: | ---: | ---: |")
    middle = {
        child: {part: statistics.median(each[part] for each in costs) for part in PARTS}
        for child, costs in found.items()
    }
    for costs in middle.values():
        costs["all"] = sum(cost for part, cost in costs.items() if part not in APART)
    for part in (*PARTS, "all"):
        before, now = (middle[child][part] for child in ("old", "new"))
        print(f"| {part} | {before:.2f} | {now:.2f} | {now / before:.2f} |")


def _run(child: str, code: Path, built: Path, points: Path) -> str:
    command = [sys.executable, str(Path(__file__).resolve()), str(built), "--child", child, "--points", str(points)]
    environment = os.environ | {
        "PYTHONPATH": str(code / "scripts"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    return subprocess.run(command, cwd=built, env=environment, check=True, capture_output=True, text=True).stdout


def _report(costs: dict[str, float]) -> None:
    for part, cost in costs.items():
        print(f"{part}\t{cost}")


def _given() -> dict[str, Any]:
    """What the earlier tree's own code selects, from the tables of its build; runs in that tree."""
    import pandas as pd
    import yaml

    from ai_compute.settings.analysis import Frontier
    from ai_compute.settings.statistics import Statistics
    from ai_compute.trends.configured import CROSSED, selected
    from ai_compute.trends.specifications import estimated

    # Where the earlier tree keeps it.
    read_table = import_module("ai_compute.tables").read_table
    config = yaml.safe_load(Path("config.yaml").read_text())
    choice = Statistics.model_validate(config["statistics"])
    tables = {name: read_table(Path(f"data/processed/{name}.parquet"), model) for name, model in CROSSED.items()}
    frontier = Frontier.model_validate(config["frontier"])
    chosen, _ = selected(tables, choice, frontier)
    papers = tables["training_compute"].set_index("run")["paper"].astype(str)
    points = {name: (_with_new_columns(each.points, papers), each.nominal) for name, each in chosen.items()}
    names = ("training_compute", "estimates", "factors", "reported")
    processors = tables["devices"].loc[tables["devices"]["kind"] == "CPU", "device"]
    used = tables["run_devices"]
    values = estimated(*(tables[name] for name in names), used.loc[used["device"].isin(processors), "run"].to_list())
    sets = tables["sets"]
    curves = {
        name: (None if each.member_of is None else set(sets.loc[sets["set"] == each.member_of, "run"]),
               each.between.period)
        for name, each in choice.specifications.sets.items()
    }  # fmt: skip
    made = {name: pd.read_parquet(f"data/processed/{name}.parquet") for name in ("runs", "estimates", "factors")}
    return {
        "points": points,
        "estimated": values.values.assign(independent=True, cluster=values.values["organization"]),
        "curves": curves,
        "statistics": config["statistics"],
        "start": frontier.start,
        "tables": made | {"training_compute": tables["training_compute"], "sets": sets},
    }


def _with_new_columns(points: Any, papers: Any) -> Any:
    """Points with the columns that they have now; every organization was as entries print it."""
    return points.assign(paper=points["run"].map(papers).fillna(points["run"]), cluster=points["organization"])


def _seconds(given: dict[str, Any], now: bool) -> dict[str, float]:
    """Processor seconds of each part, by the code of the tree that this runs in."""
    import pandas as pd

    from ai_compute.trends import backtest, breaks, influence, lines
    from ai_compute.trends.selections import Selection
    from ai_compute.trends.specifications import Choices, Estimated, fits, ranked

    settings = given["statistics"]
    level, drawn, seed = settings["level"], settings["bootstrap"]["resamples"], settings["bootstrap"]["seed"]
    at_least = settings["runs_at_least"]
    chosen = {name: Selection(points, nominal) for name, (points, nominal) in given["points"].items()}
    limits = (settings["pairwise_runs_at_most"], settings["bootstrap"]["robust_runs_at_most"])
    # No set has so many organizations: intervals by organization were not made before.
    extra = (10**9, 0.0, 1) if now else ()
    costs: dict[str, float] = {}

    def timed(part: str, work: Callable[[], object]) -> None:
        began = time.process_time()
        work()
        costs[part] = time.process_time() - began

    timed(PARTS[0], lambda: lines.trends(chosen, level, drawn, seed, at_least, *limits, *extra))
    robust = [
        (points, lines.fit(points, "huber", level))
        for points, _ in given["points"].values()
        if len(points) <= limits[1] and points["decimal_year"].nunique() > 1 and len(points) >= at_least
    ]
    timed(PARTS[1], lambda: [lines.bootstraps(points, line, drawn, seed, "") for points, line in robust])

    looked = settings["breaks"]
    fixed = (looked["dates_at_most"], looked["bootstrap_dates_at_most"], looked["resamples"])
    worlds = (1,) if now else ()
    search = breaks.Search(looked["runs_in_a_segment"], *fixed, *worlds, seed, level)
    series = {name: given["points"][name][0] for name in looked["trends"] if name in given["points"]}
    timed(PARTS[2], lambda: breaks.breaks(series, search))

    crossed = settings["specifications"]
    choices = Choices(*(crossed[name] for name in ("methods", "utilizations", "estimators", "tops", "exclude")),
                      given["start"], crossed["runs_at_least"], level)  # fmt: skip
    data = Estimated(given["estimated"])

    def curves() -> None:
        found = [fits(data, name, members, period, choices)[0] for name, (members, period) in given["curves"].items()]
        ranked(pd.concat(found))

    timed(PARTS[3], curves)

    names = lines.names(chosen, settings["influence"], at_least)
    subsets = {name: (each["before"], each["after"]) for name, each in settings["slope_tests"].items()}
    split = pd.Timestamp(settings["split"]).date()
    quantiles = (1, seed, 10**9) if now else ()

    def others() -> None:
        for name in names:
            influence.influence(chosen[name].points, name)
        backtest.slope_tests(chosen, subsets, split, level, at_least, *quantiles)
        compute = given["tables"]["training_compute"]
        backtest.backtest(chosen, settings["backtest"]["lines"], compute, level, at_least)

    timed(PARTS[4], others)
    return costs


if __name__ == "__main__":
    main()
