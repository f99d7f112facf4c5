"""What flows between layers: the shape of one example, and whether anything before it is trained."""

import math
from typing import Literal, NamedTuple

Layout = Literal["vector", "grid", "sequence", "tokens"]


class Tensor(NamedTuple):
    """One example at one point of a network.

    A vector has channels only; a grid is channels x 1 to 3 positions (signals, images, volumes); a sequence is
    length x channels; tokens are word or piece numbers that an embedding turns into a sequence.
    """

    channels: int
    positions: tuple[int, ...]
    layout: Layout
    learned: bool = False
    """Whether trained layers lie before it, so that a backward pass needs its gradient."""

    @property
    def size(self) -> int:
        """Number of positions: pixels of a grid, steps of a sequence, 1 for a vector."""
        return math.prod(self.positions)

    def __str__(self) -> str:
        """The shape as papers print it: `96 x 55 x 55`, `512 x 768`, `512 tokens`, `4096`."""
        if self.layout == "tokens":
            return f"{self.size} tokens"
        if self.layout == "sequence":
            return f"{self.size} x {self.channels}"
        return " x ".join(map(str, (self.channels, *self.positions)))

    def at(self, positions: tuple[int, ...]) -> "Tensor":
        """The same channels at other positions."""
        return Tensor(self.channels, positions, self.layout, self.learned)


def vector(channels: int, learned: bool) -> Tensor:
    """One row of numbers."""
    return Tensor(channels, (), "vector", learned)


def same_shape(left: Tensor, right: Tensor) -> bool:
    """Whether two tensors can be added."""
    return left[:3] == right[:3]
