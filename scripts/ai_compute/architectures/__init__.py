"""Operation counting from described architectures: `read_architecture`, then `count`."""

from ai_compute.architectures.counting import Count, count
from ai_compute.architectures.reading import Architecture, read_architecture

__all__ = ["Architecture", "Count", "count", "read_architecture"]
