"""Cards that say the same as before are not drawn again, and a card that changes is."""

from dataclasses import replace
from pathlib import Path

import pytest

from ai_compute.report import render
from ai_compute.report.cards import cards
from ai_compute.report.render import drawn_cards
from ai_compute.storage.kept_files import KeptFiles
from made_up import made_up_tables


def test_only_groups_of_cards_that_changed_are_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, draw = KeptFiles(tmp_path, "code"), render._drawn
    before = cards(made_up_tables(40))
    first = drawn_cards(before, kept)
    assert first == drawn_cards(before)
    drawn: list[str] = []
    monkeypatch.setattr(render, "_drawn", lambda group: drawn.extend(card.run for card in group) or draw(group))
    after = [replace(before[0], notes=["Another note."]), *before[1:]]
    again = drawn_cards(after, kept)
    assert before[0].run in drawn
    assert len(drawn) < len(before) / 2
    assert "Another note." in again[before[0].run].alone
    assert {run: card for run, card in again.items() if run != before[0].run} == {
        run: card for run, card in first.items() if run != before[0].run
    }
    assert again == drawn_cards(after)
