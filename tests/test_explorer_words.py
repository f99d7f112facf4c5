"""What the explorer says of an address: what it cannot use, what it draws, and what is taken along."""

import csv
import io

import pytest

from ai_compute.explorer import comparing, fits
from ai_compute.findings.numbers import significant
from ai_compute.report.collection import spreadsheet
from explorer import real_data, real_tables
from explorer_browser import at, one_page, saved, settled
from explorer_browser import fits as told_fits
from explorer_page import real_page
from test_explorer_fits import browser

pytestmark = [browser, pytest.mark.browser]
SPLIT = "#?from=2012&split=2018-05-17"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("explorer") / "explore.html"
    file.write_text(real_page(), encoding="utf-8")
    with one_page(file, viewport={"width": 1440, "height": 1000}) as opened:
        yield opened


@pytest.fixture
def phone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    yield page
    page.set_viewport_size({"width": 1440, "height": 1000})


WRONG = [
    ("from=2020-1", "from", "expected a date such as 2012-12-03", "published from “2020-1”"),
    ("until=2020-02-31", "until", "expected a date such as", "published before “2020-02-31”"),
    ("from=2020-0…", "from", "expected a date such as", "published from “2020-0…”"),
    ("from=2019&from=2020", "from", "expected a date such as", "published from “2019 and 2020”"),
    ("rule=top", "rule", "“top” is no rule: expected all, record, top-10", "rule “top”"),
    ("y=size", "y", "y says “size”: expected one of compute, devices", "drawn “size”"),
    ("x=size", "x", "x says “size”: expected one of date, compute", "against “size”"),
    ("colour=foo", "colour", "colour says “foo”: expected one of domain, organization", "colour “foo”"),
    ("colour=group", "colour", "no two groups are compared", "colour “group”"),
    ("scale=foo", "scale", "scale says “foo”: expected one of log, linear", "scale “foo”"),
    ("lines=foo", "lines", "lines says “foo”: expected laws", "lines “foo”"),
    ("selfplay=maybe", "selfplay", "selfplay says “maybe”: expected no, or nothing", "self-play “maybe”"),
    ("source=theirs", "source", "expected own", "source “theirs”"),
    ("split=spring", "with", "expected a date such as", "the comparison"),
    ("split=2018&against=country:US", "with", "not both", "the comparison"),
    ("split=1700&from=1950", "with", "expected a date within those chosen", "the comparison"),
    ("against=country:Us", "with", "did you mean “US”?", "the comparison"),
]


@pytest.mark.parametrize(("said", "field", "expected", "named"), WRONG, ids=[said for said, *_ in WRONG])
def test_what_an_address_says_in_vain_is_said_beside_its_field_and_claimed_nowhere(page, said, field, expected, named):
    at(page, f"#?domain=language&{said}")
    assert expected in page.inner_text(f"[data-problem={field}]")
    assert page.is_visible(f"[data-problem={field}]")
    assert named in page.inner_text("#explore_refused")
    since = ", since 1950" if "from=1950" in said else ""
    assert page.inner_text("#explore_called") == f"Training compute: language runs{since}"
    assert page.text_content("#explore_python").startswith('trend_of("reports/tables", "domain=language')
    assert named.split("“")[-1].rstrip("”") not in page.text_content("#explore_python")
    whole = told_fits(at(page, "#?domain=language"))
    assert page.inner_text("#explore_refused") == ""
    assert [each["slope"] for each in whole] == [
        each["slope"] for each in told_fits(at(page, f"#?domain=language&{said}"))
    ]


def test_no_name_is_guessed_from_two_letters(page):
    at(page, "#?organization=Me")
    assert "did you mean" not in page.inner_text("[data-problem=organization]")


@pytest.mark.parametrize("facet", ["domain", "evidence", "set", "basis", "open"])
def test_an_item_that_no_list_has_is_answered_with_all_that_there_are(page, facet):
    at(page, f"#?{facet}=bogus")
    said = page.inner_text(f"[data-problem={facet}]")
    there = page.locator(f"#choices [name={facet}]").evaluate_all("all => all.map(({ value }) => value)")
    assert said.startswith("no run has “bogus”; expected one of ")
    assert set(there) <= set(said.removesuffix(", or several joined by ;").split("one of ")[1].split(", "))
    at(page, f"#?against={facet}:bogus")
    assert all(item in page.inner_text("[data-problem=with]") for item in there)


def test_the_scatter_is_told_as_the_standard_deviation_that_it_is(page):
    factor = 10 ** told_fits(at(page, "#?domain=language&from=2020"))[0]["residual_sd"]
    assert f"one standard deviation off it is a factor of {significant(factor)}." in page.inner_text("#explore_details")


def test_while_a_date_is_typed_the_title_claims_no_more_than_what_is_drawn(page):
    at(page, "#?domain=language")
    page.focus("[name=from]")
    for key in "2020-03":
        page.keyboard.type(key)
        settled(page)
        typed, title = page.input_value("[name=from]"), page.inner_text("#explore_called")
        whole = typed in ("2020", "2020-03")
        assert title == f"Training compute: language runs{f', since {typed}' if whole else ''}"
        assert (page.inner_text("[data-problem=from]") == "") == whole
        assert (page.get_attribute("[name=from]", "aria-invalid") == "true") == (not whole)
        assert (page.inner_text("#explore_refused") == "") == whole


def test_on_a_phone_what_is_left_out_stands_before_the_answer(phone):
    at(phone, "#?domain=language&from=20")
    refused, answer = (phone.locator(name).bounding_box()["y"] for name in ("#explore_refused", "#explore_finding"))
    assert refused < answer
    assert phone.is_visible("[data-problem=from]")
    assert phone.is_visible("#explore_caption")


def test_no_choice_of_a_list_is_cut_off_on_a_phone(phone):
    at(phone, "#?from=2020&against=country:US&country=CN")
    phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    cut = phone.evaluate("""() => {
      const pen = document.createElement('canvas').getContext('2d');
      const arrow = 22;
      return [...document.querySelectorAll('select')].filter((each) => each.offsetParent).flatMap((select) => {
        const style = getComputedStyle(select);
        pen.font = `${style.fontSize} ${style.fontFamily}`;
        const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
        return [...select.options].filter(({ text }) => pen.measureText(text).width > room).map(({ text }) => text);
      });
    }""")
    assert cut == []


@pytest.mark.parametrize(
    ("hash_", "there", "missing"),
    [
        ("#?domain=language&from=2020", ["thin strokes", "hollow", "the fitted line with its 95 % band"], []),
        ("#?rule=top-10&from=2018-05-17", ["the fitted line."], ["band"]),
        ("#?rule=quantile-90", ["the fitted line."], ["band"]),
        ("#?y=devices&from=2012", ["the fitted line with"], ["strokes"]),
        ("#?basis=counting&from=2015", ["strokes"], ["hollow"]),
        ("#?domain=recommendation&until=1990", [], ["strokes", "dashed", "hollow"]),
        (SPLIT, ["the fitted lines with their 95 % bands"], []),
    ],
)
def test_the_caption_names_what_is_drawn_and_nothing_else(page, hash_, there, missing):
    said = at(page, hash_).inner_text("#explore_caption").lower()
    assert all(words in said for words in there)
    assert not any(words in said for words in missing)


def test_titles_and_sentences_say_of_which_runs_they_speak(page):
    at(page, "#?domain=language&rule=quantile-90")
    assert page.inner_text("#explore_called") == "Training compute: language runs, the line that 10 % of them exceed"
    at(page, "#?y=devices&x=parameters&from=2020")
    lacking = len([1 for at_ in range(len(_column("run"))) if _column("decimal_year")[at_] >= 2020
                   and (_column("devices")[at_] is None or _column("parameters")[at_] is None)])  # fmt: skip
    expected = (
        f"{lacking} of the chosen runs lack the number of devices or the number of parameters: they are not drawn"
    )
    assert expected in page.inner_text("#explore_details")
    assert "Count self-play as training compute" in page.inner_text("#choices")


def _column(name):
    return real_data()["sources"]["own"][name]


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_of_a_fit_holds_both_groups_their_difference_units_and_the_version(page):
    at(page, SPLIT)
    found = rows(saved(page, "fit"))
    assert [row["group"] for row in found[:2]] == ["before 2018-05-17", "since 2018-05-17"]
    assert found[2]["group"] == "difference: since 2018-05-17 minus before 2018-05-17"
    assert float(found[2]["slope"]) == pytest.approx(float(found[1]["slope"]) - float(found[0]["slope"]), rel=1e-9)
    assert float(found[2]["slope_low"]) < float(found[2]["slope"]) < float(found[2]["slope_high"])
    assert found[2]["interval"] in ("t", "CR2")
    assert {row["slope_unit"] for row in found} == {"log10 FLOP per decimal year"}
    assert {row["data_version"] for row in found} == {"1a2b3c4d5e6f"}
    assert {"mean", "sumOfSquares"}.isdisjoint(found[0])
    one = rows(saved(at(page, "#?y=time&x=parameters"), "fit"))
    assert one[0]["slope_unit"] == "log10 seconds per log10 parameters"
    assert "doubling_months" not in one[0]


def test_the_file_of_runs_names_units_groups_and_the_version(page):
    at(page, SPLIT)
    found = rows(saved(page, "rows"))
    assert {"flop", "peak_flop_per_second", "time_seconds", "spend_usd_at_launch_prices", "passes"} <= set(found[0])
    assert {row["data_version"] for row in found} == {"1a2b3c4d5e6f"}
    assert {row["address"] for row in found} == {SPLIT[2:]}
    assert {row["group"] for row in found} == {"before 2018-05-17", "since 2018-05-17"}
    assert all((row["published"] < "2018-05-17") == row["group"].startswith("before") for row in found)


@pytest.fixture(scope="module")
def spreadsheets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    for name, table in real_tables().items():
        (folder / f"{name}.csv").write_text(spreadsheet(table), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "hash_", [SPLIT, "#?country=CN&from=2020&against=country:US", "#?domain=vision&until=2019&colour=basis"]
)
def test_the_line_of_python_that_is_shown_gives_what_is_shown(page, spreadsheets, hash_):
    at(page, hash_)
    imported, line = page.text_content("#explore_import"), page.text_content("#explore_python")
    assert imported in ("from ai_compute.explorer.fits import trend_of",
                        "from ai_compute.explorer.comparing import comparison_of")  # fmt: skip
    names = {"trend_of": fits.trend_of, "comparison_of": comparing.comparison_of}
    found = eval(line.replace("reports/tables", str(spreadsheets)), {"__builtins__": {}}, names)
    lines = found.get("groups", [found])
    for here, there in zip(told_fits(page), lines, strict=True):
        for name in ("slope", "slope_low", "slope_high", "intercept"):
            assert here[name] == pytest.approx(there[name], rel=1e-8), name
    if "difference" in found:
        shown = page.evaluate("JSON.parse(explore_difference.value)")
        for name in ("difference", "difference_low", "difference_high"):
            assert shown[name] == pytest.approx(found[name], rel=1e-8), name


OWN = "#?my-parameters=70B&my-passes=tokens:1T"
VAIN = [
    ("my-how=foo", "how", "my-how says “foo”: expected one of parameters, forward, architecture"),
    ("my-through=foo", "through", "expected one of both, forward"),
    ("my-evidence=foo", "evidence", "expected one of paper, quoted, database, memory"),
    ("my-kind=foo", "kind", "expected one of hardware, model"),
    ("my-domain=foo", "domain", "expected one of vision, language"),
    ("my-size=foo", "address", "the address says “my-size”, which is no field of this form"),
]


@pytest.mark.parametrize(("said", "field", "expected"), VAIN, ids=[said for said, *_ in VAIN])
def test_what_an_address_says_in_vain_of_a_run_is_said_beside_its_field(page, said, field, expected):
    usual = at(page, OWN).inner_text("#own_result")
    at(page, f"{OWN}&{said}")
    assert expected in page.inner_text(f"#own_run [data-problem={field}]")
    assert page.inner_text("#own_result") == usual
    at(page, OWN)
    assert page.locator("#own_run .problem:not(:empty)").count() == 0


def test_a_field_that_is_not_asked_for_hides_no_mistake(page):
    at(page, "#?my-how=forward&my-active=junk&my-forward=1+GMAC&my-passes=tokens:1T")
    assert "1 GMAC × 2 FLOP/MAC × 1T tokens" in page.inner_text("#own_result")
    page.select_option("#own_run [name=how]", "parameters")
    settled(page)
    assert "expected a plain number" in page.inner_text("#own_bad_active")


def test_lines_of_laws_go_with_training_compute_alone(page):
    at(page, "#?y=devices&lines=laws")
    assert "expected y=compute with lines=laws" in page.inner_text("[data-problem=lines]")
    at(page, "#?lines=laws")
    page.select_option("#choose_y", "devices")
    assert settled(page).evaluate("location.hash") == "#?y=devices"


def test_a_group_is_not_compared_with_itself_and_a_frontier_without_runs_says_why(page):
    at(page, "#?domain=vision&against=domain:vision")
    assert page.inner_text("[data-problem=with]").startswith("expected another group")
    at(page, "#?rule=top-9999")
    assert "The first 9,999 of the chosen domains and sets are left out" in page.inner_text("#explore_details")


@pytest.mark.parametrize(
    ("hash_", "title"),
    [
        ("#?", "Training compute: all runs"),
        ("#?set=openai-2018&basis=counting;hardware", "runs of OpenAI’s chart of 2018, valued by our own estimates"),
        ("#?country=CN&from=2020&against=country:US", "runs from China, since 2020, beside the United States"),
        ("#?country=US;GB&rule=record", "record runs, from the United States or the United Kingdom"),
        ("#?domain=language&basis=others&until=2024", "language runs valued by a total of others, before 2024"),
        ("#?y=time&x=parameters&organization=OpenAI", "Training time against parameters: runs by OpenAI"),
    ],
)
def test_a_title_reads_as_a_sentence_would(page, hash_, title):
    assert at(page, hash_).inner_text("#explore_called").endswith(title)


STATES = [
    "#?domain=language&from=2020",
    "#?domain=vision;language&from=2015-06&until=2024&rule=top-10",
    "#?country=CN&from=2020&against=country:US",
    "#?from=2012&split=2018-05-17&scale=linear",
    "#?evidence=paper;quoted&selfplay=no&y=devices&colour=basis",
    "#?x=parameters&y=examples&domain=language&colour=open",
    "#?from=2018&lines=laws&text=gpt",
    "#?rule=quantile-80&organization=OpenAI;DeepMind",
    "#?my-parameters=70B&my-passes=tokens:1.4T&my-published=2022-03&my-device=TPU+v4&my-count=~4096&my-time=5+to+6+weeks",
    "#?from=20&colour=foo",
]
SEEN = """() => {
  const held = (each) => (['checkbox', 'radio'].includes(each.type) ? each.checked : each.value);
  return [
    location.hash, explore_called.textContent, explore_finding.textContent, explore_details.innerText,
    own_result.innerText, [...document.querySelectorAll('.problem')].map((each) => each.textContent).join('|'),
    JSON.stringify([...document.querySelectorAll('form [name]')].map((each) => [each.name, held(each)])),
  ];
}"""


def test_every_state_is_restored_by_back_and_by_its_address(page):
    seen = [at(page, hash_).evaluate(SEEN) for hash_ in STATES]
    assert len({tuple(each) for each in seen}) == len(STATES)
    for expected in reversed(seen[:-1]):
        page.go_back()
        assert settled(page).evaluate(SEEN) == expected
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("html[data-ready=yes]", timeout=30_000)
    assert settled(page).evaluate(SEEN) == seen[0]


HIDDEN = """() => {
  const all = (selector) => [...document.querySelectorAll(`#explore_plot svg ${selector}`)];
  const dots = all('g.dots path').map((each) => each.getBoundingClientRect())
    .map((box) => [box.x + box.width / 2, box.y + box.height / 2]);
  const names = all('g.mark-text text').filter((each) => !each.getAttribute('stroke')
    && each.getAttribute('font-weight') !== 'bold' && !each.textContent.includes('FLOP'));
  const inside = (box) => dots.some(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom);
  const hiding = names.filter((name) => inside(name.getBoundingClientRect()));
  return [names.length, hiding.map((name) => name.textContent)];
}"""


@pytest.mark.parametrize(
    "hash_", ["#?from=2012&y=devices", "#?rule=top-10&from=2018-05-17", "#?x=parameters&domain=language"]
)
def test_the_name_of_a_run_on_the_chart_hides_no_other_run(page, hash_):
    number, hiding = at(page, hash_).evaluate(HIDDEN)
    assert number > 0
    assert hiding == []
