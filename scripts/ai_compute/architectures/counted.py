"""What counting finds: the lines of the layers and their sums."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ai_compute.architectures.lines import Lines, Row, Sums
from ai_compute.architectures.reading import Architecture
from ai_compute.architectures.shapes import Tensor


@dataclass(frozen=True)
class Count:
    """Operations and parameters of one architecture: exact whole numbers."""

    architecture: Architecture
    lines: Lines
    output: Tensor

    @cached_property
    def rows(self) -> list[Row]:
        """The lines of the layer table."""
        return list(self.lines.rows())

    @property
    def _sums(self) -> Sums:
        return self.lines.sums

    @property
    def macs(self) -> int:
        """Multiply-adds of one forward pass through the described input, all examples of the batch."""
        return self.architecture.batch * self._sums.macs

    @property
    def forward_macs(self) -> int:
        """Multiply-adds of one unit (image, token, ...), to the nearest whole number where a pass does not divide."""
        return round(Fraction(self.macs, self.architecture.units_per_pass))

    @property
    def forward_macs_causal(self) -> int:
        """Multiply-adds of one unit without those that causal masks, windows and choices of keys make needless."""
        masked = self.architecture.batch * self._sums.masked_macs
        return round(Fraction(self.macs - masked, self.architecture.units_per_pass))

    @property
    def scan_macs(self) -> int:
        """Those multiply-adds of one pass that are recurrences over time, in their closed form (included in macs)."""
        return self.architecture.batch * self._sums.scan_macs

    @property
    def parameters(self) -> int:
        """Learned values; shared and tied weights once."""
        return self._sums.parameters

    @property
    def active_parameters(self) -> int:
        """Parameters without those of experts that are not chosen."""
        return self.parameters - self._sums.idle_parameters

    @property
    def exact_factor(self) -> float:
        """Forward and backward over forward: 3 less the gradients that no backward pass needs."""
        spared = self.architecture.batch * self._sums.spared_macs
        return float(3 - Fraction(spared, self.macs)) if self.macs else 3.0
