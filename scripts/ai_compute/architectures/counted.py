"""What counting finds: the lines of the layers and their sums."""

from dataclasses import dataclass
from fractions import Fraction

from ai_compute.architectures.ledger import Row
from ai_compute.architectures.reading import Architecture
from ai_compute.architectures.shapes import Tensor


@dataclass(frozen=True)
class Count:
    """Operations and parameters of one architecture: exact whole numbers."""

    architecture: Architecture
    rows: list[Row]
    output: Tensor

    @property
    def macs(self) -> int:
        """Multiply-adds of one forward pass through the described input, all examples of the batch."""
        return self.architecture.batch * sum(row.repeats * row.macs for row in self.rows)

    @property
    def forward_macs(self) -> int:
        """Multiply-adds of one unit (image, token, ...), to the nearest whole number where a pass does not divide."""
        return round(Fraction(self.macs, self.architecture.units_per_pass))

    @property
    def forward_macs_causal(self) -> int:
        """Multiply-adds of one unit without those that causal masks, windows and choices of keys make needless."""
        masked = self.architecture.batch * sum(row.repeats * row.masked_macs for row in self.rows)
        return round(Fraction(self.macs - masked, self.architecture.units_per_pass))

    @property
    def scan_macs(self) -> int:
        """Those multiply-adds of one pass that are recurrences over time, in their closed form (included in macs)."""
        return self.architecture.batch * sum(row.repeats * row.scan_macs for row in self.rows)

    @property
    def parameters(self) -> int:
        """Learned values; shared and tied weights once."""
        return sum(row.copies * row.parameters for row in self.rows)

    @property
    def active_parameters(self) -> int:
        """Parameters without those of experts that are not chosen."""
        return self.parameters - sum(row.copies * row.idle_parameters for row in self.rows)

    @property
    def exact_factor(self) -> float:
        """Forward and backward over forward: 3 less the gradients that no backward pass needs."""
        spared = self.architecture.batch * sum(row.repeats * row.spared_macs for row in self.rows)
        return float(3 - Fraction(spared, self.macs)) if self.macs else 3.0
