"""The types of numbers that settings take."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema

from ai_compute.entries.structures import complain
from ai_compute.settings.statistics import check_order


def number(*, above: float = 0.0, to: float = float("inf"), expected: str) -> Any:
    """The type of a finite number in (above, to]; text such as `1e23`, which YAML does not take for a number, too."""

    def read(value: Any) -> float:
        try:
            found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except ValueError:
            found = None
        if found is None or not above < found <= to or found == float("inf"):
            raise complain(expected, "see the comment beside the setting")
        return found

    return Annotated[float, PlainValidator(read), WithJsonSchema({"type": "number"})]


Share = number(to=1.0, expected="a share above 0, at most 1")
Positive = number(expected="a number above 0")
Factor = number(above=1.0, expected="a factor above 1")
Amount = number(expected="a number above 0")
Year = number(above=1940, to=2100, expected="a year such as 2010 or 2010.5")


def _two(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise complain("two numbers, the lowest and the highest", "write both, as in [1, 100]")
    return value


def _in_order(ends: tuple[float, float]) -> tuple[float, float]:
    check_order(*ends)
    return ends


def ends_of(item: Any) -> Any:
    """The type of a lowest and a highest number."""
    both = Field(description="lowest, highest")
    return Annotated[tuple[item, item], BeforeValidator(_two), AfterValidator(_in_order), both]


Range = ends_of(Amount)
