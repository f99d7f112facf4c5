"""A run's card as text for the terminal, in the words of the page."""

from collections.abc import Iterator

from ai_compute.messages.console import aligned
from ai_compute.messages.problems import visible
from ai_compute.report.cards import Card, Estimate
from ai_compute.report.parts import PageTable

WIDEST_CELL = 72


def card_text(card: Card, standing: str) -> str:
    """The run, both methods with their factors, how they compare, what others published, and where it stands."""
    return "\n".join(visible(line, 1000) for line in _lines(card, standing))


def _lines(card: Card, standing: str) -> Iterator[str]:
    yield f"{card.name} ({card.run})"
    yield card.title
    yield f"{card.published}; {card.organization}; {card.domain}; {card.file}"
    for estimate in card.estimates:
        yield from _estimate(estimate)
    yield from ("", *card.missing) if card.missing else ()
    yield from ("", f"Cross-check: {card.check}") if card.check else ()
    if card.reported is not None:
        yield from ("", f"{card.reported.caption}:", *_table(card.reported))
    yield ""
    if card.adopted:
        yield f"Adopted: {card.adopted} ({card.interval}), {card.basis}."
    yield f"Where it stands: {standing}."
    if card.narrows:
        yield f"What would narrow it most: {card.narrows}."
    if card.sides:
        yield from ("", "Lines of laws (what compute says, no legal advice):", *(f"  {side}" for side in card.sides))
    yield from ("", *(f"Note: {note}" for note in card.notes)) if card.notes else ()


def _estimate(estimate: Estimate) -> Iterator[str]:
    yield ""
    yield f"{estimate.method.capitalize()}: {estimate.value} ({estimate.interval}), {estimate.flop}"
    yield f"  {estimate.arithmetic}"
    yield from _table(estimate.factors)


def _table(table: PageTable) -> Iterator[str]:
    headings = [column.title for column in table.columns]
    rows = [[visible(cell.text, WIDEST_CELL) for cell in row] for row in table.rows]
    numbers = [place for place, column in enumerate(table.columns) if column.number]
    yield from (f"  {line}" for line in aligned([headings, *rows], numbers))
