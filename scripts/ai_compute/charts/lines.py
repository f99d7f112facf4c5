"""Trend lines in a figure: the line, its confidence band, and a label that runs along it."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.charts.frame import Frame
from ai_compute.charts.labels import Boxes, boxes_along, overlaps
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.theme import LIGHT
from ai_compute.storage.rows import records
from ai_compute.trends.regression import powers_of_ten
from ai_compute.values.quantities import PFS_DAY

SAMPLES = 64
OFF_THE_LINE = (11.0, -11.0, 26.0, -26.0, 42.0, -42.0, 60.0, -60.0)
TRIES = np.linspace(0.06, 0.94, 45)


@dataclass(frozen=True)
class TrendLine:
    """A line log10 FLOP = intercept + slope x decimal year between two years, with its label (`short` on a phone).

    `half_width` of the slope's interval and the years of the fitted runs give the confidence band of the mean:
    half-width at x = half_width x sqrt(variance of the years + (x - mean year)²).
    """

    text: str
    slope: float
    intercept: float
    start: float
    end: float
    role: str = LIGHT.trend
    dash: tuple[int, ...] = (6, 4)
    half_width: float = 0.0
    mean_year: float = 0.0
    variance: float = 0.0
    end_text: tuple[str, ...] = ()
    short: str = ""

    def told(self) -> str:
        """The line in words and numbers."""
        words = self.text or " ".join(self.end_text)
        years = f"{self.start:.2f} to {self.end:.2f}"
        return f"{words}: log10 FLOP = {self.intercept:.6g} + {self.slope:.6g} x decimal year, {years}"

    def log10_flop(self, years: NDArray[np.float64]) -> NDArray[np.float64]:
        """The line."""
        return self.intercept + self.slope * years

    def band(self, years: NDArray[np.float64]) -> NDArray[np.float64]:
        """Half-width of the confidence band of the mean, in log10."""
        return np.asarray(self.half_width * np.sqrt(self.variance + (years - self.mean_year) ** 2))


def trend_line(
    row: pd.Series, text: str, years: pd.Series, start: float, end: float, role: str = LIGHT.trend
) -> TrendLine:
    """The line of a row of the table `trends`, fitted to runs of these years."""
    half_width = (row["slope_high"] - row["slope_low"]) / 2
    variance = float(np.var(years)) if len(years) else 0.0
    mean = float(np.mean(years)) if len(years) else 0.0
    return TrendLine(text, row["slope"], row["intercept"], start, end, role, (6, 4), half_width, mean, variance)


def samples(line: TrendLine, frame: Frame) -> pd.DataFrame:
    """Points along the line in pfs-days with its band, within the plot."""
    years = np.linspace(max(line.start, frame.x.low), min(line.end, frame.x.high), SAMPLES)
    middle, reach = line.log10_flop(years), line.band(years)
    values = {
        "year": years,
        "pfs_days": powers_of_ten(middle) / PFS_DAY,
        "low": powers_of_ten(middle - reach) / PFS_DAY,
        "high": powers_of_ten(middle + reach) / PFS_DAY,
    }
    sampled = pd.DataFrame({name: four_digits(pd.Series(found)) for name, found in values.items()})
    sampled["year"] = years.round(4)
    inside = (sampled["pfs_days"] >= frame.y.low) & (sampled["pfs_days"] <= frame.y.high)
    shown = sampled[inside].reset_index(drop=True)
    ends = {"low": shown["low"].clip(frame.y.low, frame.y.high), "high": shown["high"].clip(frame.y.low, frame.y.high)}
    return shown.assign(**ends)


def layers(line: TrendLine, frame: Frame, sampled: pd.DataFrame) -> list[alt.Chart]:
    """Band and line; of a line without a band, where it is straight, its ends are enough."""
    band, path = line.half_width > 0, sampled
    if not band:
        straight = frame.y.kind == "log" and len(sampled) > 1
        path = sampled.iloc[[0, -1] if straight else slice(None)][["year", "pfs_days"]]
    base = Chart(inline(records(path))).encode(alt.X("year:Q"))
    drawn = base.mark_line(stroke=line.role, strokeWidth=1.8, strokeDash=list(line.dash), clip=True, aria=False).encode(
        alt.Y("pfs_days:Q")
    )
    if not band:
        return [drawn]
    area = base.mark_area(color=line.role, opacity=0.09, clip=True, aria=False).encode(alt.Y("low:Q"), alt.Y2("high:Q"))
    return [area, drawn]


def label(
    line: TrendLine, frame: Frame, sampled: pd.DataFrame, taken: Sequence[Boxes]
) -> tuple[alt.Chart | None, Boxes]:
    """The label along the line, near it and its middle, and the boxes it takes; none where no place is free."""
    words = line.short if line.short and frame.size.dense else line.text
    if len(sampled) < 2 or not words:
        return None, np.empty((0, 4))
    font_size = frame.size.font + 1
    path = frame.pixels(sampled["year"], sampled["pfs_days"])
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    obstacles = np.vstack([np.empty((0, 4)), *taken])
    best: tuple[float, float, float, float, Boxes] | None = None
    for along in TRIES:
        x = float(np.interp(along * lengths[-1], lengths, path[:, 0]))
        y = float(np.interp(along * lengths[-1], lengths, path[:, 1]))
        at = int(np.clip(np.searchsorted(lengths, along * lengths[-1]), 1, len(path) - 1))
        angle = float(np.arctan2(*(path[at] - path[at - 1])[::-1]))
        for side in OFF_THE_LINE:
            cost = abs(side) + 20 * abs(along - 0.5)
            if best is not None and cost >= best[0]:
                continue
            boxes = boxes_along(words, font_size, x, y, angle, side)
            beyond = (boxes[:, :2] < 0).any() or (boxes[:, 2:] > [frame.size.width, frame.size.height]).any()
            if not beyond and not overlaps(boxes, obstacles).any():
                best = (cost, x + np.sin(angle) * side, y - np.cos(angle) * side, angle, boxes)
    if best is None:
        return None, np.empty((0, 4))
    _, x, y, angle, boxes = best
    where = {"x": float(frame.x_value(x)), "y": float(frame.y_value(y)), "text": words}
    drawn = (
        Chart(inline([where]))
        .mark_text(
            angle=float(np.degrees(angle)) % 360, color=line.role, fontSize=font_size, fontWeight="bold", aria=False
        )
        .encode(alt.X("x:Q"), alt.Y("y:Q"), alt.Text("text:N"))
    )
    return drawn, boxes


def boxes_on(sampled: pd.DataFrame, frame: Frame) -> Boxes:
    """Boxes along the line itself."""
    path = frame.pixels(sampled["year"], sampled["pfs_days"])
    steps = [path[:-1] + (path[1:] - path[:-1]) * share for share in (0.0, 0.5)] if len(path) > 1 else [path]
    dense = np.vstack(steps)
    return np.column_stack([dense - 2.0, dense + 2.0])
