"""What a page is made of; the templates draw these."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """A cell: its text, where it leads, what it sorts by, and a class for its look."""

    text: str
    link: str = ""
    sort: float | str | None = None
    look: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table of the page."""

    title: str
    number: bool = False


@dataclass(frozen=True)
class PageTable:
    """A table of the page with its caption; `file` is the CSV that holds all of it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    file: str = ""
    folded: bool = False
    empty: str = "There is nothing to show yet."


@dataclass(frozen=True)
class Section:
    """A section: a question, the finding that answers it, figures by name, tables."""

    key: str
    title: str
    finding: str
    figures: Sequence[str] = ()
    tables: Sequence[PageTable] = ()
    notes: Sequence[str] = field(default=())


def web_link(url: str) -> str:
    """The address if it is an http or https address, else nothing."""
    return url if url.lower().startswith(("http://", "https://")) else ""
