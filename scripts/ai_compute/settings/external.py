"""The section `external`: how databases of others are read, and what is believed of them."""

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ai_compute.entries.structures import Name, Strict, Text, complain
from ai_compute.external.headers import Layout
from ai_compute.external.units import factor_of
from ai_compute.settings.types import Day, Factor, Positive, Range, listed
from ai_compute.values.date_columns import Order
from ai_compute.values.subjects import Domain

DATED_COMPUTE = ("published", "published_flop")
Headers = dict[str, Annotated[tuple[Text, ...], Field(min_length=1)]]


class Plausible(Strict):
    """Lowest and highest number that is believed, by kind of fact."""

    parameters: Range
    datapoints: Range
    epochs: Range
    hours: Range
    device_count: Range
    chip_hours: Range
    utilization: Range
    flop: Range
    peak: Range
    price_usd: Range
    tdp_watts: Range


class TokenModels(Strict):
    """Which rows of an external database 6ND is honest for."""

    tasks: listed(Text, 1)  # type: ignore[valid-type]
    since: Day
    blank_epochs: Literal["one", "unknown"]


class SameModel(Strict):
    """What makes an external row and one of our runs the same model."""

    days: Positive
    parameters: Factor
    rounding: Factor
    by_hand: dict[Name, Text]


class ExternalTrends(Strict):
    """Trends of external runs."""

    notable_since: Day
    top: Annotated[int, Field(ge=1)]
    records_since: Day
    records_before: Day

    @model_validator(mode="after")
    def _records_span_days(self) -> Self:
        since, before = self.records_since.day, self.records_before.day
        if not since < before:
            found, expected = f"{before}, with records since {since}", f"a day after {since} (`records_since`)"
            raise complain(expected, "exchange the two, or correct one", found, "records_before")
        return self


class Database(Strict):
    """Another database's table of models: which of its headers is which column."""

    columns: Headers
    title: Text | None = None
    """What the report calls it; else its key."""
    units: dict[Text, Text] = Field(default_factory=dict)
    notable: bool = False

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for column in DATED_COMPUTE:
            if column not in self.columns:
                raise complain(f"a header for {column}", f"add `{column}: [HEADER]`", at="columns")
        for column, unit in self.units.items():
            try:
                factor_of(column, unit)
            except ValueError as wrong:
                raise complain(
                    f"the unit of a column: {wrong}", "see data/raw/external/README.md", at="units"
                ) from None
        return self


class External(Strict):
    """Databases of others."""

    files: listed(Text)  # type: ignore[valid-type]
    date_order: dict[Text, Order]
    ignored: listed(Text)  # type: ignore[valid-type]
    databases: dict[Name, Database]
    plausible: Plausible
    confidence: Annotated[dict[Text, Factor], Field(min_length=1)]
    token_models: TokenModels
    same_model: SameModel
    trends: ExternalTrends
    domains: dict[Text, Domain]
    models: Headers
    hardware: Headers

    @model_validator(mode="after")
    def _words_are_in_order(self) -> Self:
        words: Any = list(self.confidence.items())
        for (surer, less), (word, factor) in pairwise(words):
            if factor < less:
                expected = "factors that grow from the surest word to the least sure"
                way_out = f"write `{surer}: {factor:g}` and `{word}: {less:g}`, or put the surer word first"
                raise complain(expected, way_out, f"{surer}: {less:g}, then {word}: {factor:g}", "confidence")
        return self

    @model_validator(mode="after")
    def _reads_each_header_once(self) -> Self:
        ignored: Any = {header.casefold() for header in self.ignored}
        for kind in ("models", "hardware"):
            seen: dict[str, str] = {}
            for column, headers in getattr(self, kind).items():
                for header in headers:
                    other = "ignored" if header.casefold() in ignored else seen.get(header.casefold(), column)
                    if other != column:
                        found = f"'{header}' under {column} and {other}"
                        raise complain("each header in one place", "remove it from one of the two", found, kind)
                    seen[header.casefold()] = column
        return self

    @model_validator(mode="after")
    def _maps_known_columns(self) -> Self:
        for database in self.databases.values():
            for column in (*database.columns, *database.units):
                if column not in self.models:
                    known = ", ".join(self.models)
                    raise complain(f"a column of `external: models`: {known}", "rename it", column, "databases")
        return self

    @property
    def kinds(self) -> dict[str, Layout]:
        """How each kind of file is laid out; those of other databases, which need more columns, come first."""
        mapped = {
            name: Layout(
                {column: database.columns.get(column, ()) for column in self.models},
                database.units,
                tuple(column for column in ("name", *DATED_COMPUTE) if column in database.columns),
                database.notable,
            )
            for name, database in self.databases.items()
        }
        return mapped | {
            "models": Layout(self.models, needs=("name",)),
            "hardware": Layout(self.hardware, needs=("name",), models=False),
        }
