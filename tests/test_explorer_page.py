"""The explorer in a real browser, from disk: it restores addresses, says what is wrong, and talks to nobody."""

import csv
import io
import re
from contextlib import ExitStack

import pytest

from ai_compute.entries.documents import read_yaml
from ai_compute.entries.impossible import impossible_count
from ai_compute.explorer.page import EXAMPLES
from ai_compute.findings.growth import pace
from builds import ROOT
from explorer import devices, raw, real_data, real_tables
from explorer_browser import at, fits, one_browser, settled, silent, wait
from explorer_page import page_of, real_page
from test_explorer_fits import browser, line_or_reason

pytestmark = [browser, pytest.mark.browser]
LANGUAGE = "#?domain=language&from=2020"
TIMED = "#?my-device=H100&my-time=3+weeks"
AROUND = {"count": TIMED, "precision": f"{TIMED}&my-count=8", "active": "#?my-parameters=70B&my-passes=tokens:1T"}
"""What else a run says, by the field whose fault needs it."""


@pytest.fixture(scope="module")
def chromium():
    with one_browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("explorer") / "explore.html"
    path.write_text(real_page(), encoding="utf-8")
    return path


@pytest.fixture
def open_page(chromium, file):
    """Opens the explorer; says afterwards whether it was silent and kept to itself."""
    with ExitStack() as opened:

        def open_it(hash_="", width=1440, height=1000, path=file, **choices):
            size = {"width": width, "height": height}
            return opened.enter_context(silent(chromium, path, hash_, viewport=size, **choices))

        yield open_it


@pytest.fixture(scope="module")
def standing(chromium, file):
    """One page that stays open, with all that is folded."""
    with silent(chromium, file, viewport={"width": 1440, "height": 1000}) as page:
        page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
        yield page


@pytest.fixture
def lead(standing):
    """Leads the page that stays open to an address, by way of one that says nothing."""
    return lambda hash_: at(at(standing, "#?"), hash_)


def saved(page, action):
    with page.expect_download() as download:
        page.click(f"[data-action={action}]")
    return download.value


def test_it_starts_with_a_question_that_people_ask_and_answers_it(open_page):
    page = open_page()
    expected = line_or_reason(LANGUAGE)
    assert fits(page)[0]["slope"] == pytest.approx(expected["slope"], rel=1e-9)
    assert page.inner_text("#explore_finding").replace("\xa0", " ") == f"Training compute {pace(expected)}."
    current = page.locator("#explore_examples a[aria-current]")
    assert current.evaluate_all("all => all.map((each) => each.hash)") == [LANGUAGE]
    assert page.locator("#explore_plot path[aria-roledescription], #explore_plot .mark-symbol path").count() > 50


def test_each_example_is_a_finding_of_its_own_one_click_away(open_page):
    page = open_page()
    links = page.locator("#explore_examples a")
    assert links.count() == len(EXAMPLES) == 6
    found = links.locator("span").all_inner_texts()
    assert len(set(found)) == 6
    assert all("doubled" in text or "does not follow one line" in text for text in found)
    links.nth(2).click()
    assert "ten largest runs of their time" in settled(page).inner_text("#explore_called")
    assert "nominal" in page.inner_text("#explore_details")
    assert "interval" not in page.inner_text("#explore_finding")


def test_choices_write_an_address_that_is_restored_on_load_and_by_back(open_page):
    page = open_page(LANGUAGE)
    page.check("input[name=domain][value=vision]")
    page.select_option("#choose_rule", "top-10")
    page.locator("label", has_text=re.compile("^linear$")).click()
    settled(page)
    wanted = "#?domain=vision;language&from=2020&rule=top-10&scale=linear"
    assert page.evaluate("location.hash") == wanted
    told = page.inner_text("#explore_finding")
    page.go_back()
    settled(page).go_back()
    assert page.evaluate("location.hash") == "#?domain=vision;language&from=2020"
    assert settled(page).input_value("#choose_rule") == "all"
    again = open_page(wanted)
    assert again.inner_text("#explore_finding") == told
    assert again.is_checked("input[name=domain][value=vision]")
    assert again.is_checked("input[name=scale][value=linear]")


def test_a_choice_says_how_many_runs_each_item_would_leave(open_page):
    page = open_page("#?domain=language&country=CN")
    left = page.inner_text("#explore_left").split(" runs")[0]
    labels = "all => Object.fromEntries(all.map((each) => [each.value, each.label]))"
    assert page.locator("#known_country option").evaluate_all(labels)["CN"] == f"China: {left} runs"
    makers = page.locator("#known_organization option").evaluate_all(labels)
    assert makers["DeepSeek"].startswith("DeepSeek: ")
    assert makers["OpenAI"] == "OpenAI: no runs"
    page.evaluate("location.hash += '&organization=DeepSeek'")
    told = settled(page).inner_text("#explore_left").split(" of ")[0].lower()
    assert makers["DeepSeek"] == f"DeepSeek: {told}"


def test_a_choice_says_how_many_runs_each_domain_would_leave(open_page):
    page = open_page(LANGUAGE)
    row = page.locator(".tick", has=page.locator("input[name=domain][value=vision]"))
    would_leave = int(row.locator(".count").inner_text())
    page.uncheck("input[name=domain][value=language]")
    page.check("input[name=domain][value=vision]")
    assert settled(page).inner_text("#explore_left").lower().startswith(f"{would_leave} runs of ")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("from", "spring 2020", "a date such as 2012-12-03"),
        ("until", "2019", "a date after the first"),
        ("organization", "Open AI", "no run has “Open AI”"),
        ("organization", "Open AI", "did you mean “OpenAI”?"),
        ("country", "us", "did you mean “US”?"),
        ("country", "USA", "did you mean “US”?"),
        ("country", "UK", "did you mean “GB”?"),
        ("country", "bogus", "several are joined by ;"),
    ],
)
def test_wrong_input_says_what_is_expected_beside_the_field_while_typing(lead, field, typed, said):
    page = lead(LANGUAGE)
    page.fill(f"#choices [name={field}]", "")
    page.locator(f"#choices [name={field}]").press_sequentially(typed)
    settled(page)
    assert said in page.locator(f"[data-problem={field}]").first.inner_text()
    assert page.locator(f"#choices [name={field}]").get_attribute("aria-invalid") == "true"
    assert page.locator(f"#choices [name={field}]").input_value().endswith(typed)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("parameters", "seventy", "a plain number such as 1.2M"),
        ("passes", "300B", "such as tokens: 300B"),
        ("device", "H1000", "a device of the list"),
        ("time", "21", "a time such as 5.5 days"),
        ("utilization", "40", "at most 1"),
        ("utilization", "40%", "a share of the peak such as 0.4"),
        ("device", "H100 SXM5", "did you mean “H100 SXM5 80 GB”?"),
        ("passes", "tokens: 1T, tokens: 2T", "“tokens” stands twice"),
        ("passes", "tokens: 1,400B", "no commas in numbers"),
        ("passes", "tokens: many", "tokens: expected a plain number such as 1.2M"),
        ("passes", "tokens: 1 to 2T", "tokens: expected both ends with their suffix"),
        ("published", "1890", "a date of 1940 or later"),
        ("published", "2030-01-01", "a date up to the data's cut-off, 2026-11-01"),
        ("published", "2026-11", "a date up to the data's cut-off, 2026-11-01"),
        ("count", "2048.5", "a whole number of devices; an average is assumed: mark it with ~"),
        ("count", "0.5", "a whole number of devices; a share of the peak stands under utilization"),
        ("count", "~0.5", "a whole number of devices"),
        ("count", "8 to 9.5", "a whole number of devices"),
        ("parameters", "10.5", "a whole number of parameters; is a suffix missing"),
        ("parameters", "0.5 to 2", "a whole number of parameters"),
        ("active", "1.5", "a whole number of parameters"),
        ("active", "80B", "no more than all parameters"),
        ("utilization", "0.5 to 1.2", "at most 1"),
        ("precision", "constructor", "expected one of"),
        ("device", "H101", "did you mean “H100”?"),
        ("title", "---", "text with letters or digits"),
        ("organization", "…", "text with letters or digits"),
        ("source", "table\u202e2", "text without control or direction marks"),
        ("name", "?", "text with letters or digits"),
    ],
)
def test_wrong_facts_of_a_run_are_named_beside_their_field(lead, field, typed, said):
    page = lead(AROUND.get(field, "#?"))
    assert page.input_value(f"#own_run [name={field}]") == ""
    page.locator(f"#own_run [name={field}]").press_sequentially(typed)
    settled(page)
    assert said in page.inner_text(f"#own_bad_{field}")
    assert page.is_hidden("#own_entry")
    assert "Correct what is marked" in page.inner_text("#own_result")


@pytest.mark.parametrize(
    ("device", "count"), [("H100", "~8.5"), ("H100", "8 to 10"), ("K80", "0.5"), ("K80", "1.5"), ("TPU v3", "512.5")]
)
def test_averages_that_are_assumed_and_parts_of_a_device_are_counted(lead, device, count):
    catalogued = next(each for each in devices().devices if device in (each.device, *each.aliases))
    part = {"device": catalogued.device, "count": count}
    found = list(impossible_count(read_yaml(f"count: {count}\n", "x.yaml"), (), part, catalogued))
    page = lead(f"#?my-device={device.replace(' ', '+')}&my-count={count.replace(' ', '+')}&my-time=3+weeks")
    assert page.inner_text("#own_bad_count") == ""
    assert found == []
    assert "Adopted" in page.inner_text("#own_result")


def test_a_run_beyond_the_years_of_a_line_says_that_the_line_is_extended(lead):
    page = lead("#?from=2018&until=2021&my-parameters=70B&my-passes=tokens:1T&my-published=2024")
    assert "its line (extended beyond its years)." in page.inner_text("#own_result")
    page.fill("#own_run [name=published]", "2019")
    assert "extended" not in settled(page).inner_text("#own_result")


def test_a_run_is_held_against_each_line_that_is_drawn_and_against_no_other(lead):
    own = "my-parameters=7B&my-passes=tokens:1T&my-published=2024-01-01"
    two = lead(f"#?domain=language&from=2012&split=2020&{own}").inner_text("#own_result")
    assert "Of the choice above, before 2020: " in two
    assert "Of the choice above, since 2020: " in two
    bent = lead(f"#?{own}")
    assert "does not follow one line" in bent.inner_text("#explore_finding")
    assert "Of the choice above" not in bent.inner_text("#own_result")


def test_a_key_that_a_run_without_a_value_has_is_taken(lead):
    run = real_data()["without_value"][0]
    page = lead(f"#?my-id={run}&my-parameters=70B&my-passes=tokens:1T&my-published=2024")
    assert "The collection has this key already" in page.text_content("#own_lacks")


def test_what_a_field_shows_as_an_example_is_accepted(open_page):
    page = open_page()
    for field in page.locator("#own_run input[placeholder]:visible").all():
        if field.get_attribute("placeholder") not in ("default", "all"):
            field.fill(field.get_attribute("placeholder"))
        if field.get_attribute("name") == "device-hours":
            field.fill("")
    settled(page)
    assert page.locator("#own_run .problem:not(:empty)").all_inner_texts() == []
    assert "Cross-check" in page.inner_text("#own_result") or "Together they imply" in page.inner_text("#own_result")


def test_too_few_runs_no_growth_and_curves_are_said_in_words(lead):
    page = lead("#?domain=recommendation&until=1990")
    assert page.inner_text("#explore_finding").startswith("Too few runs for a line: 0 of the 3 runs")
    page = lead("#?from=1958&basis=counting;hardware")
    if fits(page)[0]["curved"]:
        assert "does not follow one line" in page.inner_text("#explore_finding")
    page = lead("#?y=utilization&from=2012")
    fit = fits(page)[0]
    words = page.inner_text("#explore_finding")
    assert ("fell" in words) == (fit["slope_high"] < 0)
    assert ("did not grow" in words) == (fit["slope"] <= 0 <= fit["slope_high"])


def test_two_groups_are_told_and_drawn_with_their_difference(lead):
    page = lead("#?from=2012&split=2018-05-17")
    one, other = fits(page)
    told = page.inner_text("#explore_finding"), page.inner_text("#explore_details")
    if one["curved"] or other["curved"]:
        assert "The difference" not in told[0]
        assert "no one line fits" in told[1]
    else:
        assert "The difference" in told[0]
        assert f"{other['slope'] - one['slope']:.2g}".replace("-", "−")[:4] in told[1]
    assert page.locator("#explore_legend li").all_inner_texts() == ["before 2018-05-17", "since 2018-05-17"]


def test_a_comparison_made_by_the_form_is_coloured_by_its_groups_and_stays_while_it_is_written(open_page):
    page = open_page(LANGUAGE)
    page.select_option("[name=compare]", "country")
    page.locator("[name=with]").press_sequentially("CN")
    assert settled(page).evaluate("location.hash") == f"{LANGUAGE}&against=country:CN"
    assert page.input_value("#choose_colour") == "group"
    assert page.locator("#explore_legend li").all_inner_texts() == ["all runs", "China"]
    page.fill("[name=with]", "")
    page.set_viewport_size({"width": 1440, "height": 600})
    settled(page).wait_for_timeout(200)
    assert page.is_visible("[name=with]")
    assert page.input_value("[name=compare]") == "country"
    page.click("#choose_reset")
    settled(page)
    assert not page.is_visible("[name=with]")


def test_groups_without_one_line_each_are_not_compared_and_shared_runs_are_told(lead):
    rows = real_data()["sources"]["own"]
    page = lead("#?against=country:CN")
    if fits(page)[0]["curved"]:
        assert "The difference" not in page.inner_text("#explore_finding")
        assert "No comparison: no one line fits all runs" in page.inner_text("#explore_details")
    page = lead("#?domain=language&from=2020&against=domain:multimodal&rule=top-20")
    domains = [rows["domains"]["words"][place].split("; ") for place in rows["domains"]["of"]]
    assert any({"language", "multimodal"} <= set(each) for each in domains)
    assert "in both groups" in page.inner_text("#explore_details")


@pytest.mark.parametrize(
    ("hash_", "said"),
    [
        ("#?domein=vision", "the address says “domein”"),
        ("#?source=external", "which nobody has added here"),
        ("#?against=size:large", "the address compares by “size”"),
    ],
)
def test_what_an_address_says_in_vain_is_told(lead, hash_, said):
    assert said in "\n".join(lead(hash_).locator(".result > .problem").all_inner_texts())


def test_back_undoes_what_was_typed_even_with_the_hand_still_in_the_field(open_page):
    page = open_page(LANGUAGE)
    page.check("input[name=domain][value=vision]")
    settled(page).click("[name=from]")
    page.fill("[name=from]", "")
    page.locator("[name=from]").press_sequentially("2021")
    settled(page).go_back()
    assert settled(page).evaluate("location.hash") == "#?domain=vision;language&from=2020"
    assert page.input_value("[name=from]") == "2020"
    page.go_back()
    assert settled(page).evaluate("location.hash") == LANGUAGE


def test_a_mistake_in_a_folded_group_is_seen(open_page):
    page = open_page("#?organization=openai")
    assert page.inner_text("#bad_organization") == "no run has “openai”; did you mean “OpenAI”?"


def test_lines_of_laws_are_drawn_on_demand(open_page):
    laws = real_data()["laws"]
    assert laws
    page = open_page(LANGUAGE)
    assert page.locator("#explore_plot svg", has_text=laws[0]["names"]).count() == 0
    page.check("[name=lines]")
    settled(page)
    assert page.evaluate("location.hash") == f"{LANGUAGE}&lines=laws"
    assert page.locator("#explore_plot svg", has_text=laws[0]["names"]).count() == 1
    assert "laws in force" in page.inner_text("#explore_details")
    page.select_option("#choose_y", "devices")
    assert not settled(page).is_visible("[name=lines]")
    assert page.locator("#explore_plot svg", has_text=laws[0]["names"]).count() == 0


def test_the_table_says_when_it_does_not_hold_all(open_page):
    page = open_page("#?")
    page.click("#explore_rows summary")
    wait(page, "explore_table.rows.length > 0")
    listed, all_runs = page.locator("#explore_table tr").count(), len(real_data()["sources"]["own"]["run"])
    assert listed == min(500, all_runs)
    assert (f"all {all_runs:,}" in page.inner_text("#explore_listed")) == (all_runs > listed)


def test_a_link_is_copied_that_leads_back_to_what_is_seen(chromium, file):
    context = chromium.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{file.as_uri()}{LANGUAGE}")
    page.wait_for_selector("html[data-ready=yes]", timeout=30_000)
    page.check("input[name=domain][value=vision]")
    settled(page).click("[data-action=link]")
    wait(page, "document.querySelector('[data-action=link]').textContent === 'copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{file.as_uri()}#?domain=vision;language&from=2020"
    told = page.inner_text("#explore_finding")
    page.goto("about:blank")
    page.goto(copied)
    page.wait_for_selector("html[data-ready=yes]", timeout=30_000)
    assert page.inner_text("#explore_finding") == told
    context.close()


def test_what_is_taken_along_says_what_it_is(open_page):
    page = open_page(LANGUAGE)
    fit = list(csv.DictReader(io.StringIO(saved(page, "fit").path().read_text(encoding="utf-8"))))
    assert float(fit[0]["slope"]) == pytest.approx(line_or_reason(LANGUAGE)["slope"], rel=1e-9)
    assert fit[0]["address"] == LANGUAGE[2:]
    runs = list(csv.DictReader(io.StringIO(saved(page, "rows").path().read_text(encoding="utf-8"))))
    assert len(runs) == int(fit[0]["runs"])
    svg = saved(page, "svg").path().read_text(encoding="utf-8")
    for part in ("Training compute: language runs, since 2020", "doubled every", "CC BY 4.0", "1a2b3c4d5e6f"):
        assert part in svg
    assert "var(--" not in svg
    assert saved(page, "png").path().read_bytes().startswith(b"\x89PNG")
    line = page.text_content("#explore_python")
    assert line.startswith('trend_of("reports/tables", "domain=language&from=2020", ')
    guide = (ROOT / "docs/researcher.md").read_text(encoding="utf-8")
    for name, value in re.findall(r"(\w+)=([\d.]+)(?=[,)])", line):
        assert float(re.search(rf"\b{name}=([\d.]+)", guide)[1]) == float(value), name


def test_dates_are_chosen_by_dragging_over_the_plot(open_page):
    page = open_page("#?domain=language")
    plot = page.locator("#explore_plot svg").bounding_box()
    page.mouse.move(plot["x"] + plot["width"] * 0.6, plot["y"] + 100)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.9, plot["y"] + 120, steps=4)
    page.mouse.up()
    wait(page, "location.hash.includes('until=')")
    start, end = settled(page).input_value("[name=from]"), page.input_value("[name=until]")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", start)
    assert start < end


def test_a_run_of_ones_own_stands_on_the_chart_and_is_offered_as_an_entry(open_page):
    page = open_page(LANGUAGE)
    page.click("#own_try")
    settled(page)
    assert "rank " in page.inner_text("#own_result")
    assert page.locator("#explore_plot svg", has_text="your run").count() == 1
    assert "published: 2020-05-28" in page.text_content("#own_yaml")
    assert "It still lacks its title" in page.text_content("#own_lacks")
    assert page.text_content("#own_said").startswith("Adopted: ")
    page.click("#own_look")
    wait(page, "Math.abs(explore_plot.getBoundingClientRect().top) < innerHeight")


@pytest.mark.parametrize("width", [360, 820, 1440, 2560])
def test_nothing_scrolls_sideways_and_controls_fold_on_a_phone(open_page, width):
    page = open_page("#?country=CN&from=2020&against=country:US", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("explore_fold.open") == (width >= 960)
    page.click("#explore_left")
    assert page.evaluate("explore_fold.open") == (width < 960)


def test_it_works_with_the_keyboard_and_announces_the_result(open_page):
    page = open_page(LANGUAGE)
    assert page.get_attribute("#explore_finding", "aria-live") == "polite"
    page.focus("#choose_rule")
    page.keyboard.press("ArrowDown")
    settled(page)
    assert "rule=record" in page.evaluate("location.hash")
    unlabelled = page.locator("input:visible, select:visible").evaluate_all(
        "all => all.filter((each) => !each.labels?.length && !each.ariaLabel).map((each) => each.name)"
    )
    assert unlabelled == []
    for name in ("#explore_plot svg",):
        assert "doubled" in page.get_attribute(name, "aria-label")


def test_the_link_that_skips_to_the_result_keeps_the_choice(open_page):
    page = open_page("#?domain=vision&from=2015")
    told = page.inner_text("#explore_finding")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "explore_finding"
    assert page.evaluate("location.hash") == "#?domain=vision&from=2015"
    assert page.inner_text("#explore_finding") == told


def test_a_run_that_is_clicked_tells_its_arithmetic_and_source(open_page):
    page = open_page(LANGUAGE)
    dots = page.locator("#explore_plot svg g.mark-symbol.dots path")
    dots.nth(dots.count() // 2).dispatch_event("click")
    page.wait_for_timeout(100)
    told = page.inner_text("#explore_picked")
    assert "pfs-days" in told
    assert page.locator("#explore_picked a").first.get_attribute("href").startswith("index.html#")


def test_paper_holds_the_answer_and_what_was_asked(open_page):
    page = open_page(LANGUAGE)
    page.emulate_media(media="print")
    for shown in ("#explore_called", "#explore_finding", "#explore_plot", "#explore_details"):
        assert page.is_visible(shown)
    for hidden in ("#explore_fold", "#explore_examples", "#own_run", ".tools"):
        assert not page.locator(hidden).first.is_visible()


def test_a_database_that_was_added_is_a_source(open_page, tmp_path):
    from ai_compute.explorer.data import explorer_data
    from ai_compute.schemas import external
    from ai_compute.storage.tables import table

    theirs = real_tables()["training_compute"].head(60)
    rows = theirs.assign(
        notable=True, fine_tune=False, basis=external.PUBLISHED, confidence="Likely", our_run="", file="f.csv", line=2
    )
    tables = {
        **real_tables(),
        "external_training_compute": table(rows, external.ExternalTrainingCompute),
        "external_runs": table([], external.ExternalRuns),
    }
    data = explorer_data(tables, devices(), _config())
    path = tmp_path / "explore.html"
    path.write_text(page_of(tables, data), encoding="utf-8")
    page = open_page("#?source=external", path=path)
    assert page.is_checked("input[name=source][value=external]")
    assert fits(page)[0]["runs"] == 60
    page.check("input[name=source][value=own]")
    assert fits(settled(page))[0]["runs"] == len(real_data()["sources"]["own"]["run"])


def _config():
    return read_yaml(raw()[1]["config.yaml"], "config.yaml").data


def test_a_product_beyond_all_numbers_is_refused_and_later_choices_are_drawn(lead):
    page = lead("#?my-parameters=1e300&my-passes=tokens:1e300&my-published=2024")
    assert "64-bit float" in page.text_content('[data-problem="passes"]')
    page.evaluate("location.hash = '#?domain=vision'")
    settled(page)
    assert fits(page)[0]["slope"] == pytest.approx(line_or_reason("#?domain=vision")["slope"], rel=1e-9)


def test_runs_of_both_groups_count_once(lead):
    page = lead("#?against=country:US")
    assert page.evaluate("document.querySelectorAll('#explore_legend li').length") > 0
    shown, every = map(int, re.search(r"([\d,]+) runs? of ([\d,]+)", page.inner_text("main")).groups())
    assert shown <= every


def test_without_runs_a_picture_is_saved_all_the_same(lead):
    page = lead("#?text=zzzz")
    assert saved(page, "svg").suggested_filename.endswith(".svg")
