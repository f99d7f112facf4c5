"""What a page is made of; the templates draw these."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ai_compute.findings.numbers import integer

ROWS_AT_MOST = 2500
"""A page of more rows a table, or cards, no longer opens at once; the CSV beside it has them all."""


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
    sorted: str = ""
    """`ascending` or `descending` if the rows come in its order."""
    note: str = ""
    """What the column means, for who points at its heading."""


@dataclass(frozen=True)
class PageTable:
    """A table of the page with its caption.

    `file` is the CSV that holds all of it, `anchors` names its rows for links, `labels` says which rows of the table
    they are, in the order of the page, `name` is the table itself for links,
    `printed` says that paper shows it too though it is folded, `sortable` that a click on a heading sorts it.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    file: str = ""
    folded: bool = False
    empty: str = "There is nothing to show yet."
    anchors: Sequence[str] = ()
    printed: bool = False
    name: str = ""
    labels: Sequence[int] = ()
    sortable: bool = False
    at_most: int = ROWS_AT_MOST

    @property
    def shown(self) -> Sequence[Sequence[Cell]]:
        """The rows that the page draws."""
        return self.rows[: self.at_most]


@dataclass(frozen=True)
class Share:
    """One part of a bar: a number of things of one kind."""

    label: str
    number: int
    look: str

    @property
    def told(self) -> str:
        """The number with where it comes from."""
        return integer(self.number)


@dataclass(frozen=True)
class Scoreboard:
    """Statements by verdict: a bar that counts them, and a table a verdict."""

    caption: str
    shares: Sequence[Share]
    tables: Sequence[PageTable]
    file: str
    empty: str = "No statement was checked."

    @property
    def total(self) -> int:
        """Statements in all."""
        return sum(share.number for share in self.shares)


@dataclass(frozen=True)
class Section:
    """A section: a question, the finding that answers it in one sentence, one figure, and the evidence, folded.

    Its sentences bring the sources of their numbers along (findings/sources.py).
    """

    key: str
    title: str
    finding: str
    details: Sequence[str] = ()
    figure: str = ""
    figures: Sequence[str] = ()
    tables: Sequence[PageTable] = ()
    scoreboard: Scoreboard | None = None

    @property
    def told_of(self) -> str:
        """What the fold of evidence holds, in words."""
        tables = len(self.tables) + (len(self.scoreboard.tables) if self.scoreboard else 0)
        parts = [(len(self.details), "finding"), (len(self.figures), "figure"), (tables, "table")]
        return ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in parts if number)


def run_address(run: str) -> str:
    """The page of a run beside the page: with scripts its card opens in its place."""
    return f"runs/{run}.html"


def web_link(url: str) -> str:
    """The address if it is an http or https address, else nothing."""
    return url if url.lower().startswith(("http://", "https://")) else ""


ADDRESSES = {
    "AI and Compute": "https://openai.com/index/ai-and-compute/",
    "Epoch AI database": "https://epoch.ai/data/ai-models",
}
"""Where sources are that entries name without an address, by how their names begin."""
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;]")


def source_link(text: str, paper: str = "") -> str:
    """The address of a source: one that it holds, that of a known source, or that of the paper it is a place in."""
    held = ADDRESS.search(text)
    if held:
        return held[0]
    known = next((url for name, url in ADDRESSES.items() if text.startswith(name)), "")
    return known or (web_link(paper) if text else "")
