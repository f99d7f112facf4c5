"""Where values stand in a plot, in pixels and back, known before anything is drawn."""

from dataclasses import dataclass
from typing import Literal

import altair as alt
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ai_compute.charts.theme import Size

Kind = Literal["log", "linear"]


@dataclass(frozen=True)
class Span:
    """One axis: its ends and whether it is logarithmic."""

    low: float
    high: float
    kind: Kind = "linear"

    def share(self, values: ArrayLike) -> NDArray[np.float64]:
        """How far along the axis values stand: 0 at its low end, 1 at its high end."""
        low, high, found = (self._at(value) for value in (self.low, self.high, values))
        return np.asarray((found - low) / (high - low))

    def value(self, share: ArrayLike) -> NDArray[np.float64]:
        """The value that far along the axis."""
        low, high = self._at(self.low), self._at(self.high)
        along = low + np.asarray(share, dtype=float) * (high - low)
        return np.asarray(10**along if self.kind == "log" else along)

    def _at(self, values: ArrayLike) -> NDArray[np.float64]:
        found = np.asarray(values, dtype=float)
        return np.log10(np.maximum(found, 1e-300)) if self.kind == "log" else found

    def scale(self) -> alt.Scale:
        """As Vega-Lite wants it."""
        ends = [self.low, self.high]
        if self.kind == "log":
            return alt.Scale(type="log", domain=ends, nice=False)
        return alt.Scale(domain=ends, nice=False, zero=False)


@dataclass(frozen=True)
class Frame:
    """A plot: its size and both axes."""

    size: Size
    x: Span
    y: Span

    def pixels(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
        """Points as (n, 2) pixels from the upper left corner."""
        return np.column_stack([self.x.share(x) * self.size.width, (1 - self.y.share(y)) * self.size.height])

    def x_value(self, pixel: ArrayLike) -> NDArray[np.float64]:
        """The value on the x axis at a pixel."""
        return self.x.value(np.asarray(pixel, dtype=float) / self.size.width)

    def y_value(self, pixel: ArrayLike) -> NDArray[np.float64]:
        """The value on the y axis at a pixel."""
        return self.y.value(1 - np.asarray(pixel, dtype=float) / self.size.height)


def decades(low: float, high: float) -> list[float]:
    """The powers of ten from low to high."""
    return [
        float(10.0**power)
        for power in range(int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9)) + 1)
    ]


def decade_span(values: ArrayLike, low: float, high: float) -> Span:
    """A logarithmic axis of whole decades that holds all values, and at least low to high."""
    found = np.asarray(values, dtype=float)
    found = found[np.isfinite(found) & (found > 0)]
    bottom = min(low, found.min(initial=low))
    top = max(high, found.max(initial=high))
    return Span(float(10.0 ** np.floor(np.log10(bottom) + 1e-9)), float(10.0 ** np.ceil(np.log10(top) - 1e-9)), "log")


def linear_span(values: ArrayLike) -> Span:
    """A linear axis from zero that holds all values."""
    found = np.asarray(values, dtype=float)
    return Span(0.0, 1.06 * float(found[np.isfinite(found)].max(initial=1.0)))
