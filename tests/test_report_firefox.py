"""The report in Firefox, from disk: every figure is drawn, a card opens, and no script or policy complains."""

import pytest

from firefox import firefox, told
from pages import made_up_page

pytestmark = [pytest.mark.browser, firefox]
OPEN_ALL = """
for (const folded of document.querySelectorAll("details.evidence")) folded.open = true;
const plots = () => [...document.querySelectorAll(".plot")];
await until(() => plots().length === FIGURES && plots().every((plot) => plot.querySelector(".drawn .mark-group")));
document.querySelector("#page_runs_table tbody a").click();
await until(() => document.querySelector("#page_dialog .card"));
const card = document.querySelector("#page_dialog .card").id;
return { card, figures: document.querySelectorAll(".plot .drawn svg").length };
"""


def test_firefox_draws_every_figure_and_opens_a_card_without_a_complaint(tmp_path):
    text, cards = made_up_page(60)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs/cards.js").write_text(cards, encoding="utf-8")
    figures = text.count('class="plot"')
    seen = told(text, OPEN_ALL.replace("FIGURES", str(figures)), tmp_path)
    assert seen["said"] == []
    assert seen["card"] == "run-0059"
    assert seen["figures"] == figures >= 5
