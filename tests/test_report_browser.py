"""The report in a real browser, from disk: it draws, answers, prints, and talks to nobody."""

import os
import re

import pytest

from explorer_browser import CHROMIUM, one_browser
from pages import made_up_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true",
        reason="no Chromium here (Debian: apt-get install chromium); CI installs it and fails without it",
    ),
]
MOST_PAGES = 12
"""Pages of paper for 300 runs."""

OVERLAPS = """() => {
  const found = [];
  let compared = 0;
  for (const plot of document.querySelectorAll('.plot')) {
    const boxes = [...plot.querySelectorAll('.role-mark.mark-text text')]
      .filter((text) => text.textContent && !/rotate/.test(text.getAttribute('transform') || '')
        && !text.getAttribute('stroke') && getComputedStyle(text).opacity !== '0')
      .map((text) => [text.textContent, text.getBoundingClientRect()]);
    compared += boxes.length;
    boxes.forEach(([a, x], i) => boxes.slice(i + 1).forEach(([b, y]) => {
      const wide = Math.min(x.right, y.right) - Math.max(x.left, y.left);
      const high = Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top);
      if (wide > 1 && high > 3) found.push(`${plot.parentElement.id}: ${a} / ${b}`);
    }));
  }
  return compared ? found : ['no label to compare'];
}"""


@pytest.fixture(scope="module")
def browser():
    with one_browser() as launched:
        yield launched


@pytest.fixture
def open_page(browser, tmp_path):
    """Opens the report of so many runs; says afterwards whether it was silent and kept to itself."""
    opened = []

    def open_it(runs=60, width=1440, height=1000, anchor="", ready=True, listen="", **choices):
        file = tmp_path / f"{runs}.html"
        text, cards = made_up_page(runs)
        file.write_text(text, encoding="utf-8")
        (tmp_path / "runs").mkdir(exist_ok=True)
        (tmp_path / "runs/cards.js").write_text(cards, encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": height}, **choices)
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.add_init_script(listen)
        page.goto(f"{file.as_uri()}{anchor}", wait_until="load" if ready else "domcontentloaded")
        if ready:
            page.wait_for_selector("html[data-ready=yes]", timeout=30_000)
        opened.append((page, (file.as_uri(), (tmp_path / "runs/cards.js").as_uri(), "data:", "blob:")))
        return page

    yield open_it
    for page, own in opened:
        assert page.said == []
        assert [url for url in page.asked if not url.startswith(own)] == []
        page.close()


def dots(page, figure="headline"):
    return page.locator(f"#figure_{figure} .role-mark.mark-symbol path").count()


@pytest.mark.parametrize("runs", [0, 1, 1000])
def test_the_page_opens_from_disk_without_a_word_or_a_request(open_page, runs):
    page = open_page(runs)
    assert page.locator("#page_runs_table tbody tr").count() == runs
    assert page.locator(".plot svg").count() == page.locator(".plot").count()
    assert [url for url in page.asked if "cards.js" in url] == []


@pytest.mark.parametrize("width", [360, 768, 1440, 2560])
def test_nothing_scrolls_sideways_at_any_width(open_page, width):
    page = open_page(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 780)])
def test_a_phone_opens_with_the_headline_figure_in_sight(open_page, width, height):
    plot = open_page(width=width, height=height).locator("#figure_headline .plot").bounding_box()
    assert plot["y"] + plot["height"] / 2 <= height
    assert plot["height"] <= 1.25 * plot["width"]


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("kind", ["log", "linear"])
def test_drawn_labels_never_overlap(open_page, width, kind):
    page = open_page(300, width=width)
    for figure in ("headline", "chart-of-2018", "two-eras"):
        page.locator(f"#figure_{figure} [data-kind={kind}]").click()
    page.wait_for_timeout(800)
    assert page.evaluate(OVERLAPS) == []


def test_the_axis_turns_linear_at_a_click_and_back(open_page):
    page = open_page()
    axis = page.locator("#figure_headline .role-axis-label text")
    assert "1e+0" in axis.all_text_contents()
    page.locator("#figure_headline [data-kind=linear]").click()
    page.wait_for_function("!document.querySelector('#figure_headline .plot').textContent.includes('1e+0')")
    page.locator("#figure_headline [data-kind=log]").click()
    page.wait_for_function("document.querySelector('#figure_headline .plot').textContent.includes('1e+0')")


@pytest.mark.parametrize("figure", ["headline", "chart-of-2018"])
def test_error_bars_come_and_go_and_the_button_says_which(open_page, figure):
    page = open_page()
    button = page.locator(f"#figure_{figure} [data-bars]")
    bars = page.locator(f"#figure_{figure} .mark-rule line")
    drawn = {}
    for _ in range(3):
        drawn.setdefault(button.get_attribute("aria-pressed"), set()).add(bars.count())
        button.click()
    assert len(drawn["true"]) == len(drawn["false"]) == 1
    assert drawn["true"].pop() > drawn["false"].pop()


def test_a_domain_is_hidden_in_figures_and_in_the_table(open_page):
    page = open_page()
    before = dots(page)
    chip = page.locator("#page_runs [data-domain=language]")
    chip.click()
    assert dots(page) < before
    assert page.locator("#page_runs_table tbody tr:visible td.domain", has_text="language").count() == 0
    chip.click()
    assert dots(page) == before


def test_a_figure_offers_only_domains_that_occur_in_it_and_says_that_only_dots_change(open_page):
    page = open_page()
    figures = page.locator("[data-figure]:has(.domains)").all()
    assert figures
    for figure in figures:
        offered = set(figure.locator("[data-domain]").evaluate_all("(all) => all.map((chip) => chip.dataset.domain)"))
        shown = set(
            figure.locator(".mark-symbol path").evaluate_all("(all) => all.map((dot) => dot.__data__.datum.domain)")
        )
        assert offered == shown - {None}
        assert "dots only" in figure.locator(".domains summary").text_content()


def test_the_table_is_searched_and_sorted(open_page):
    page = open_page()
    page.locator("#page_search").fill("VISION 24")
    shown = page.locator("#page_runs_table tbody tr:visible").all_text_contents()
    assert 0 < len(shown) < 60
    assert all("vision" in text and "24" in text for text in shown)
    assert page.locator("#page_found").text_content() == f"{len(shown)} of 60 runs"
    page.locator("#page_search").fill("")
    head = page.locator("#page_runs_table th", has_text="Training compute").locator("button")
    values = (
        "[...document.querySelectorAll('#page_runs_table tbody tr')].map((row) => Number(row.cells[4].dataset.sort))"
    )
    head.click()
    ascending = page.evaluate(values)
    head.click()
    assert ascending == sorted(ascending)
    assert page.evaluate(values) == ascending[::-1]


def test_the_table_is_sorted_by_keyboard_and_says_by_what(open_page):
    page = open_page()
    said = "[...document.querySelectorAll('#page_runs_table th[aria-sort]')].map((th) => [th.textContent, th.ariaSort])"
    assert page.evaluate(said) == [["Published", "descending"]]
    page.locator("#page_runs_table th button", has_text="Organization").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(said) == [["Organization", "ascending"]]
    names = page.locator("#page_runs_table tbody td:nth-child(4)").all_text_contents()
    assert names == sorted(names, key=str.casefold) != []
    page.keyboard.press("Space")
    assert page.evaluate(said) == [["Organization", "descending"]]
    assert page.evaluate("document.activeElement.textContent") == "Organization"


def test_a_table_within_a_fold_is_sorted_too(open_page):
    page = open_page(300)
    page.locator("#page_lines_evidence > summary").click()
    page.locator("#table_thresholds > summary").click()
    head = page.locator("#table_thresholds th", has_text="Chance of being above")
    values = (
        "[...document.querySelectorAll('#table_thresholds tbody tr')].map((row) => Number(row.cells[5].dataset.sort))"
    )
    before = page.evaluate(values)
    head.locator("button").click()
    assert page.evaluate(values) == sorted(before) != before
    head.locator("button").click()
    assert page.evaluate(values) == sorted(before, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    page.locator("#figure_lines-counted .drawn svg").wait_for()


def test_a_name_leads_to_its_card_and_escape_leads_back_without_a_trace(open_page):
    page = open_page()
    link = page.locator("#page_runs_table tbody a").first
    name, before = link.text_content(), page.evaluate("history.length")
    link.press("Enter")
    card = page.locator("#page_dialog .card")
    card.wait_for()
    assert name in card.text_content()
    assert page.evaluate("document.activeElement.classList.contains('card')")
    assert page.evaluate("location.hash.slice(1)") == card.get_attribute("id")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert page.evaluate("document.activeElement.textContent") == name
    assert page.evaluate("[location.hash, history.length]") == ["", before]


def test_a_dot_tells_its_arithmetic_and_leads_to_its_card(open_page):
    page = open_page()
    dot = page.locator("#figure_headline .mark-symbol path").last
    dot.hover(force=True)
    page.wait_for_selector("#page_tip:not([hidden])")
    page.locator("#page_tip", has_text="95 % interval").wait_for()
    dot.click(force=True)
    page.locator("#page_dialog .card").wait_for()


def test_dots_are_reached_by_keyboard_one_stop_a_figure(open_page):
    page = open_page()
    plot = page.locator("#figure_headline .plot")
    plot.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("#page_tip").text_content()
    page.keyboard.press("ArrowRight")
    assert page.locator("#page_tip").text_content() != first
    page.keyboard.press("Enter")
    card = page.locator("#page_dialog .card")
    card.wait_for()
    assert card.get_attribute("id") == plot.get_attribute("data-run")
    assert page.locator("#figure_headline .plot [tabindex='0']").count() == 0


def test_the_search_is_within_ten_stops_of_the_top(open_page):
    page = open_page()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "#page_search":
            break
    page.keyboard.press("Enter")
    page.wait_for_function(IN_VIEW, arg="page_search")


MOST_NODES = 12_000


def test_the_page_is_light_on_load_and_whole_when_it_is_asked_for(open_page):
    page = open_page(300)
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES
    assert page.locator(".card").count() == 0
    fold = page.locator("#page_sure_evidence")
    assert fold.locator("table").count() == 0
    fold.locator("> summary").click()
    fold.locator("table").first.wait_for(state="attached")
    page.locator("#figure_ratios .drawn svg").wait_for()


MOST_WORDS = 1_100


def test_the_story_is_short_and_its_sentences_are(open_page):
    page = open_page(300)
    told = page.evaluate(
        "[document.querySelector('header'), ...document.querySelectorAll('main > section')]"
        ".filter((part) => !/page_(runs|method|use)/.test(part.id)).map((part) => part.innerText).join(' ')"
    )
    drawn = " ".join(page.locator("main .plot:visible").evaluate_all("(all) => all.map((plot) => plot.innerText)"))
    assert 200 < len(told.split()) - len(drawn.split()) <= MOST_WORDS
    sentences = page.locator(".answer, .finding, .caption, figure .title").all_text_contents()
    longest = max(
        (each for text in sentences for each in re.split(r"[.;?:] ", text)), key=lambda each: len(each.split())
    )
    assert len(longest.split()) <= 30, longest


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_every_figure_is_a_picture_and_every_table_there(browser, tmp_path, width):
    (tmp_path / "charts").mkdir()
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300"/></svg>'
    text, _ = made_up_page(60)
    for name in set(re.findall(r'src="charts/([a-z0-9-]+)\.svg"', text)):
        (tmp_path / "charts" / f"{name}.svg").write_text(drawn, encoding="utf-8")
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    page = browser.new_page(java_script_enabled=False, viewport={"width": width, "height": 900})
    page.goto((tmp_path / "index.html").as_uri())
    pictures = page.locator("img.static")
    assert pictures.count() == page.locator("[data-figure]:has(.plot)").count() >= 5
    assert page.locator("#figure_headline img.static").bounding_box()["height"] > 100
    links = pictures.evaluate_all("(all) => all.map((each) => [each.closest('a')?.href, each.src])")
    assert all(address == picture for address, picture in links), "a tap opens the picture, which can be enlarged"
    page.locator("#page_law_evidence > summary").click()
    page.locator("#table_trends > summary").click()
    assert page.locator("#table_trends table").is_visible()
    assert page.locator("#page_runs_table a").first.get_attribute("href") == "runs/run-0059.html"
    page.close()


def test_a_tip_outlives_the_event_of_a_scroll_before_it_and_goes_with_the_next(open_page):
    page = open_page()
    page.locator("#figure_headline .mark-symbol path").last.hover(force=True)
    page.wait_for_selector("#page_tip:not([hidden])")
    page.evaluate("window.dispatchEvent(new Event('scroll'))")
    assert page.locator("#page_tip").is_visible()
    page.mouse.wheel(0, 300)
    page.wait_for_selector("#page_tip", state="hidden")


BELOW_HEADER = """(id) => {
  const nav = document.querySelector('nav').getBoundingClientRect();
  const box = document.getElementById(id).getBoundingClientRect();
  return nav.bottom <= box.top + 1 || nav.top > box.top;
}"""
IN_VIEW = """(id) => {
  const box = document.getElementById(id).getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.top < innerHeight;
}"""


@pytest.mark.parametrize("first", [True, False], ids=["at first load", "when the address changes"])
@pytest.mark.parametrize("anchor", ["trend_openai-2018", "page_runs", "figure_projection", "term_nominal"])
def test_an_address_opens_what_holds_its_place_and_leads_there(open_page, anchor, first):
    page = open_page(anchor=f"#{anchor}" if first else "")
    if not first:
        page.evaluate(f"location.hash = '{anchor}'")
    page.wait_for_function(IN_VIEW, arg=anchor)
    assert page.evaluate(BELOW_HEADER, anchor)
    closed = "(id) => document.getElementById(id).closest('details:not([open])')"
    assert page.evaluate(closed, anchor) is None


@pytest.mark.parametrize("first", [True, False], ids=["at first load", "when the address changes"])
def test_the_address_of_a_run_opens_its_card(open_page, first):
    page = open_page(anchor="#run-0003" if first else "")
    if not first:
        page.evaluate("location.hash = 'run-0003'")
    page.locator("#page_dialog #run-0003").wait_for()
    page.wait_for_function("document.activeElement.id === 'run-0003'")


def test_the_address_of_a_run_that_is_not_on_the_page_leads_to_the_section_of_runs(open_page):
    page = open_page(anchor="#a-run-left-out")
    page.wait_for_function(IN_VIEW, arg="page_runs")


@pytest.mark.parametrize("address", ["#%E0%A4%A", "#page_nowhere", '#"><b>'])
def test_an_address_that_leads_nowhere_does_no_harm(open_page, address):
    assert open_page(anchor=address).evaluate("scrollX") == 0


@pytest.mark.parametrize("kind", ["svg", "png", "csv"])
def test_a_figure_can_be_saved(open_page, kind, tmp_path):
    page = open_page()
    with page.expect_download() as waiting:
        page.locator(f"#figure_headline [data-save={kind}]").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    content = saved.read_bytes()
    assert saved.name == f"headline.{kind}"
    assert content.startswith({"svg": b"<svg", "png": b"\x89PNG", "csv": b"# The upper"}[kind])
    assert b"var(--" not in content
    assert len(content) > 1000
    if kind != "png":
        said = content.decode()
        assert all(words in said for words in ("CC BY 4.0", "data version 1a2b3c4d5e6f", "The upper tenth"))
        assert "pfs" in said
    if kind == "csv":
        rows = [line for line in said.splitlines() if line and not line.startswith("#")]
        of_runs = "(all) => all.filter((dot) => dot.__data__.datum.run).length"
        assert len(rows) == 1 + page.locator("#figure_headline .mark-symbol path").evaluate_all(of_runs)
        assert "# fit: " in said


def test_dark_mode_changes_page_and_figures(open_page):
    page = open_page(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 27)"
    fill = "getComputedStyle(document.querySelector('#figure_headline .role-axis-label text')).fill"
    assert page.evaluate(fill) == "rgb(169, 175, 184)"


def test_print_shows_figures_on_white_and_no_controls(open_page):
    page = open_page(color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".controls").first.is_visible()
    assert page.locator("#figure_headline .plot svg").is_visible()
    assert len(page.pdf()) > 50_000


def test_paper_holds_story_figures_and_method_on_few_pages_and_says_where_the_rest_is(open_page):
    page = open_page(300)
    assert not page.locator(".on-paper").first.is_visible()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 5 <= len(pages) <= MOST_PAGES
    page.emulate_media(media="print")
    assert not page.locator("#page_runs_table").is_visible()
    assert page.locator(".on-paper", has_text="tables/training_compute.csv").is_visible()
    assert page.locator("#page_method dl").first.is_visible()


PRINTED = """window.addEventListener('afterprint', () => {
  const plots = [...document.querySelectorAll('.plot')];
  window.printed = plots.filter((plot) => plot.querySelector('.drawn svg .mark-group')).length / plots.length;
});"""


def test_print_right_after_load_holds_every_figure(open_page):
    page = open_page(ready=False, listen=PRINTED)
    page.pdf()
    assert page.evaluate("printed") == 1


OPENED = """async () => {
  for (let round = 0; round < 3; round += 1) {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    await new Promise((next) => setTimeout(next, 500));
  }
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_is_folded_either(open_page, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(color_scheme=scheme)
    page.evaluate(OPENED)
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"][:200], len(found["nodes"])) for found in violations] == []


@pytest.mark.parametrize(("runs", "scheme"), [(60, "light"), (60, "dark"), (0, "light")])
def test_axe_finds_nothing(open_page, runs, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(runs, color_scheme=scheme)
    assert [(found["id"], found["nodes"][0]["html"][:200]) for found in Axe().run(page).response["violations"]] == []
    if runs:
        page.locator("#page_runs_table tbody a").first.click()
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
