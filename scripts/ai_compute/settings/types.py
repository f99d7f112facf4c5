"""The types that settings of all sections take: numbers, ends, lists, days."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema

from ai_compute.entries.structures import Date, complain
from ai_compute.values.dates import PublicationDate

Whole = Annotated[int, Field(ge=1)]


def number(*, above: float = 0.0, to: float = float("inf"), below: float = float("inf"), expected: str) -> Any:
    """The type of a finite number above `above`, up to `to` and below `below`.

    Text such as `1e23`, which YAML does not take for a number, is one too.
    """

    def read(value: Any) -> float:
        try:
            found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except ValueError:
            found = None
        if found is None or not above < found <= to or not found < below:
            raise complain(expected, "see the comment beside the setting")
        return found

    return Annotated[float, PlainValidator(read), WithJsonSchema({"type": "number"})]


Share = number(to=1.0, expected="a share above 0, at most 1")
ShareBelowOne = number(below=1.0, expected="a share above 0 and below 1")
Positive = number(expected="a number above 0")
Factor = number(above=1.0, expected="a factor above 1")
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


Range = ends_of(Positive)


def check_order(low: float, high: float) -> None:
    """Complain of a lowest number that is not below the highest."""
    if low == high:
        raise complain("two different numbers, the lower one first", "make one of them another", f"{low:g} twice")
    if not low < high:
        ends = f"{min(low, high):g} and {max(low, high):g}"
        raise complain("the lower number first", f"write the lower one first: {ends}", f"{low:g}, then {high:g}")


def check_years(name: str, year: int, first: int, last: int) -> None:
    """Complain of forecasts that are widened on all of their cuts, or on none: those after `year` are told."""
    if not first < last:
        raise complain("the first cut before the last", "correct one of the two", f"{first}, then {last}", "")
    if not first <= year < last:
        expected = f"a year from {first}, the first cut, up to before {last}, the last"
        raise complain(expected, "choose the last year of the cuts that forecasts are widened on", f"{year}", name)


def _each_once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    for place, value in enumerate(values):
        if value in values[:place]:
            shown = str(getattr(value, "day", value)).replace("=", ": ")
            raise complain("each item once", "remove one of the two", f"{shown} again", str(place))
    return values


def listed(item: Any, at_least: int = 0) -> Any:
    """The type of a list whose items are different."""
    return Annotated[tuple[item, ...], AfterValidator(_each_once), Field(min_length=at_least)]


def _to_the_day(value: PublicationDate) -> PublicationDate:
    if value.precision != "day":
        expected = "a day such as 2018-05-17: a month or a year has no edge"
        first = value.day.replace(day=1) if value.precision == "month" else value.day.replace(month=1, day=1)
        raise complain(expected, f"write the day that is meant, such as {first.isoformat()}")
    return value


Day = Annotated[Date, AfterValidator(_to_the_day)]
"""A day that parts what came before from what came after."""
