"""The fit of a choice of runs, by the very functions of the table trends."""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ai_compute.explorer.choices import COLUMN_OF, COMPETE, DATE, NAMES, Choice, parse_choice
from ai_compute.explorer.rows import rows_of
from ai_compute.explorer.spreadsheets import read_spreadsheets
from ai_compute.trends.frontier import frontier
from ai_compute.trends.lines import by_organization, curvature, fit, line_row
from ai_compute.trends.points import too_few
from ai_compute.trends.quantile import quantile_lines
from ai_compute.trends.regression import Line
from ai_compute.values.dates import decimal_year


@dataclass(frozen=True)
class Rules:
    """Choices of config.yaml that a fit follows; see there."""

    level: float
    runs_at_least: int
    organizations_at_least: int
    curved_below: float
    frontier_start: float


def trend_of(folder: str | Path, address: str, **rules: float) -> dict[str, object]:
    """The fit that the explorer shows at an address, from reports/tables.

    Args:
        folder: where the tables lie as CSV.
        address: `domain=language&from=2020`, or the whole address of the page.
        rules: as of `Rules`.

    Returns:
        What a row of the table `trends` says.

    Raises:
        ValueError: the address cannot be read or compares two groups, or too few runs are left for a line.
    """
    choice = parse_choice(address)
    if choice.groups is not None:
        raise ValueError(
            "the address compares two groups: expected one without split and against; or use comparison_of"
        )
    chosen = chosen_runs(rows_of(read_spreadsheets(folder), choice.source), choice, rules["frontier_start"])
    return fitted(points_of(chosen, choice), choice, Rules(**rules))  # type: ignore[arg-type]


def chosen_runs(rows: pd.DataFrame, choice: Choice, frontier_start: float) -> pd.DataFrame:
    """The rows that a choice leaves, with the training compute that it counts.

    Runs are ranked among all of the chosen domains and sets; dates, basis and all else leave runs out afterwards, as
    the table trends does. The line of a quantile is of runs since the frontier's start.
    """
    rows = rows if choice.self_play else rows.assign(**_without_self_play(rows))
    for name in COMPETE:
        rows = rows[_has_one(rows, name, choice)]
    years = rows["decimal_year"].to_numpy(float)
    if choice.top is not None:
        # Through the logarithm, as points have it.
        flop = 10 ** np.log10(rows["flop"].to_numpy(float))
        rows = rows[frontier(years, flop, choice.top, frontier_start)]
    if choice.quantile is not None:
        rows = rows[years >= frontier_start]
    for name in choice.lists:
        if name not in COMPETE:
            rows = rows[_has_one(rows, name, choice)]
    if choice.start is not None:
        rows = rows[rows["decimal_year"] >= decimal_year(choice.start)]
    if choice.end is not None:
        rows = rows[rows["decimal_year"] < decimal_year(choice.end)]
    for word in choice.text.lower().split():
        found = rows["name"] + "\n" + rows["organization"] + "\n" + rows["paper"] + "\n" + rows["run"]
        rows = rows[found.str.lower().str.contains(word, regex=False)]
    return rows.reset_index(drop=True)


def _without_self_play(rows: pd.DataFrame) -> dict[str, pd.Series]:
    share = rows["flop_without"] / rows["flop"]
    ends = {name: rows[name] * share for name in ("flop_low", "flop_high")}
    return {"flop": rows["flop_without"], **ends}


def _has_one(rows: pd.DataFrame, name: str, choice: Choice) -> pd.Series:
    """Which rows have one of the items that a choice lists."""
    wanted = choice.lists.get(name, ())
    if not wanted:
        return pd.Series(True, rows.index)
    column = rows[COLUMN_OF.get(name, name)].str.split("; ")
    return column.map(lambda items: any(item in wanted for item in items)).astype(bool)


def points_of(rows: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Points as trends have them: log10 of what is drawn, against the date or log10 of another quantity.

    Rows that lack one of both are left out.
    """
    x = rows["decimal_year"] if choice.x == DATE else np.log10(rows[NAMES[choice.x]])
    points = pd.DataFrame(
        {
            "run": rows["run"],
            "paper": rows["paper"],
            "cluster": rows["cluster"].where(rows["cluster"] != "", rows["run"]),
            "decimal_year": x,
            "log10_flop": np.log10(rows[NAMES[choice.y]]),
            "sd_log10": np.nan,
        }
    )
    return points.dropna(subset=["decimal_year", "log10_flop"]).reset_index(drop=True)


def fitted(points: pd.DataFrame, choice: Choice, rules: Rules) -> dict[str, object]:
    """The line through points with the wider of its intervals by t and by organization; of a quantile, without one.

    Raises:
        ValueError: why there is no line.
    """
    reason = too_few(points, rules.runs_at_least)
    if reason is not None:
        raise ValueError(reason)
    bent = curvature(points, rules.organizations_at_least)
    about = {
        "organizations": int(points["cluster"].nunique()),
        "nominal": choice.top is not None,
        "curvature_p": bent,
        "curved": bool(bent < rules.curved_below),
    }
    if choice.quantile is not None:
        return line_row(_quantile(points, choice.quantile)) | about
    line = fit(points, level=rules.level)
    both = [line, *by_organization(points, line, rules.level, rules.organizations_at_least)]
    ends = {f"{each.interval} {end}": asdict(each)[f"slope_{end}"] for each in both for end in ("low", "high")}
    return line_row(max(both, key=lambda each: each.slope_high - each.slope_low)) | about | ends


def _quantile(points: pd.DataFrame, quantile: float) -> Line:
    x, y = (points[name].to_numpy(float) for name in ("decimal_year", "log10_flop"))
    (slope,), (intercept,) = quantile_lines(x, y, quantile, np.ones((1, len(x))))
    nothing = float("nan")
    return Line(
        estimator="quantile",
        interval="",
        runs=len(x),
        slope=float(slope),
        slope_low=nothing,
        slope_high=nothing,
        intercept=float(intercept),
        r_squared=nothing,
        residual_sd=nothing,
        mean_year=float(x.mean()),
        sum_of_squares=float(((x - x.mean()) ** 2).sum()),
    )
