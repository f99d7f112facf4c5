"""The page: whole, escaped, closed to the outside, with a card for every run and a meaning for every column."""

import base64
import hashlib
import json
import re
import tomllib
from datetime import date

import pandas as pd
import pytest
import yaml

from ai_compute import VERSION
from ai_compute.findings.story import about
from ai_compute.report.collection import spreadsheet
from ai_compute.report.dictionary import dictionary
from ai_compute.report.downloads import citation, downloads
from ai_compute.report.parts import ROWS_AT_MOST, web_link
from ai_compute.report.render import json_in_html, policy
from ai_compute.report.summary import summary
from ai_compute.schemas.registry import models
from made_up import made_up_tables
from pages import made_up_page, page_and_cards

LARGEST = 4_000_000
"""Bytes that the page may have with 300 runs."""


def page(runs):
    return made_up_page(runs)[0]


def cards_of(runs):
    return in_script(made_up_page(runs)[1])


def in_script(text):
    return json.loads(text.removeprefix("window.page_cards=").rstrip().removesuffix(";"))


@pytest.mark.parametrize("runs", [0, 1, 300])
@pytest.mark.slow
def test_every_run_has_a_card_and_a_row_that_leads_there(runs):
    found = page(runs)
    assert len(re.findall(r'<article class="card"', cards_of(runs))) == runs
    table = found[found.index('id="page_runs_table"') :] if runs else ""
    assert len(set(re.findall(r'<td><a href="runs/(run-\d+).html"', table))) == runs


@pytest.mark.slow
def test_thousands_of_runs_are_thinned_on_the_page_which_says_so():
    found, cards = page(ROWS_AT_MOST + 700), cards_of(ROWS_AT_MOST + 700)
    assert len(re.findall(r'<article class="card"', cards)) == ROWS_AT_MOST
    assert "700 others are in" in found
    assert 'href="runs/run-0000.html"' in found, "a landmark of its time stays, however old"
    assert set(re.findall(r'<a [^>]*href="runs/(run-\d+).html"', found)) <= set(
        re.findall(r'<article class="card" id="([^"]+)"', cards)
    )


def test_a_run_may_have_any_key_its_card_is_where_it_says():
    taken = ["runs", "law", "headline", "method", "page-main", "figure-headline"]
    tables = made_up_tables(len(taken))
    renamed = {f"run-{number:04d}": key for number, key in enumerate(taken)}
    found, cards = page_and_cards(
        {
            name: each.assign(run=each["run"].replace(renamed)) if "run" in each else each
            for name, each in tables.items()
        }
    )
    ids = re.findall(r' id="([^"]+)"', found + in_script(cards))
    assert [ids.count(key) for key in taken] == [1] * len(taken)
    assert len(ids) == len(set(ids))


def test_the_page_is_small_enough():
    assert len(page(300).encode()) < LARGEST


def test_the_page_asks_for_nothing_from_elsewhere():
    found = re.sub(r"<script.*?</script>", "", page(300), flags=re.DOTALL)
    pictures = re.findall(r'(?:src|srcset|poster)="([^"]*)"', found)
    assert all(re.fullmatch(r"charts/[a-z0-9-]+\.svg", picture) for picture in pictures)
    without = re.sub(r"<noscript.*?</noscript>", "", found, flags=re.DOTALL)
    assert "src=" not in without, "with scripts the page is whole in itself"
    assert not re.findall(r"@import|url\((?!#)", found)
    links = re.findall(r'<link [^>]*href="([^"]*)"', found)
    assert links == ["data:,"]


def test_what_an_entry_says_is_text_and_never_markup():
    tables = made_up_tables(2)
    evil = '</script><script>alert("x")</script><img src=x onerror=alert(1)>'
    tables["runs"] = tables["runs"].assign(name=evil, notes=evil, organization=evil)
    tables["training_compute"] = tables["training_compute"].assign(name=evil, organization=evil)
    tables["papers"] = tables["papers"].assign(title=evil, url="javascript:alert(1)")
    tables["factors"] = tables["factors"].assign(source=evil)
    text, cards = page_and_cards(tables)
    for found in (text, in_script(cards)):
        assert evil not in found
        assert "<img src=x" not in found
        assert "javascript:" not in re.sub(r"<script.*?</script>", "", found, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url, link):
    assert web_link(url) == link


@pytest.mark.parametrize("text", ["</script>", "<!--", "a\u2028b", "&amp;", 'say "x"'])
def test_data_in_the_page_can_neither_end_their_element_nor_change(text):
    written = json_in_html({"text": text})
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == {"text": text}


def test_numbers_in_the_page_do_not_hang_on_the_last_bits_that_a_processor_computes():
    one, other = 1.8277885036170853, 1.8277885036170851
    assert one != other
    assert json_in_html({"a": [one]}) == json_in_html({"a": [other]})
    exact = {"flop": 1.23456789e25, "runs": 12345678901234567, "none": None}
    assert json.loads(json_in_html(exact)) == exact


def test_the_policy_allows_exactly_the_page_s_own_scripts_and_styles():
    found = page(1)
    allowed = re.search(r'Content-Security-Policy" content="([^"]*)"', found)[1].replace("&#39;", "'")
    scripts = re.findall(r"<script>(.*?)</script>", found, flags=re.DOTALL)
    [style] = re.findall(r"<style>(.*?)</style>", found, flags=re.DOTALL)
    assert allowed == policy([style], scripts, loads=True)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in allowed
    assert "unsafe" not in allowed
    assert allowed.startswith("default-src 'none'")


@pytest.mark.slow
def test_the_same_tables_make_the_same_page():
    assert page_and_cards(made_up_tables(300))[0] == page(300)


def test_a_card_writes_out_the_arithmetic_with_its_sources():
    found = cards_of(1)
    assert "0.75 GMAC × 2 FLOP/MAC × 1.2M images × 90 epochs × 3 = 0.0056\u00a0pfs-days" in found
    assert "section 5" in found
    assert 'href="../data/raw/papers/run-0000.yaml"' in found


def test_every_column_of_every_table_has_a_meaning():
    for shown, model in zip(dictionary(models()), models().values(), strict=True):
        meanings = [row[3].text for row in shown.rows]
        assert len(meanings) == len(model.to_schema().columns)
        assert all(meanings), shown.caption


def test_the_page_says_how_to_cite_it_as_the_citation_file_does(root):
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    text = re.search(r"<blockquote>(.*?)</blockquote>", page(1))[1]
    assert text.startswith(f"{cited['authors'][0]['name']}: {cited['title']}. Release {cited['version']}, ")
    assert "data version 1a2b3c4d5e6f, data cut off at 1 November 2026" in text
    assert tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION
    assert "revision abc" in citation(date(2026, 11, 1), "1a2b3c4d5e6f", "abc")


def test_every_table_can_be_taken_away_with_its_size_and_meaning():
    tables = made_up_tables(40)
    listed = {row[0].text: [cell.text for cell in row[1:]] for row in downloads(tables, models()).rows}
    assert list(listed) == [f"{name}.csv" for name in models()]
    assert listed["runs.csv"] == ["40", str(len(tables["runs"].columns)), "Training runs."]
    assert all(meaning for _, _, meaning in listed.values())


def test_links_to_files_are_relative_and_nothing_shown_needs_them():
    found = re.sub(r"<script.*?</script>", "", page(300), flags=re.DOTALL)
    links = set(re.findall(r'href="([^"#][^"]*)"', found)) - {"data:,"}
    beside = {link for link in links if not link.startswith("https://")}
    assert beside >= {"tables/runs.csv", "summary.json", "datapackage.json"}
    assert all(
        re.match(
            r"(tables/\w+\.csv|charts/[\w-]+\.svg|summary\.json|datapackage\.json|explore\.html|runs/|\.\./data/raw/papers/)",
            link,
        )
        for link in beside
    )


def test_the_summary_is_keyed_by_trend_and_table():
    found = json.loads(summary(made_up_tables(40), {"law": "a finding"}, "1a2b3c"))
    assert found["trends"]["openai-2018"]["doubling_months"] == pytest.approx(3.4)
    assert found["tables"]["runs"]["rows"] == 40
    assert found["findings"]["law"] == "a finding"
    assert json.loads(summary(made_up_tables(0), {}, "1a2b3c"))["trends"] == {}


def test_spreadsheets_hold_days_and_no_formulas():
    table = pd.DataFrame({"name": ["=1+1", "plain, with comma"], "day": pd.to_datetime(["2012-12-03", None])})
    assert spreadsheet(table).splitlines() == ["name,day", "'=1+1,2012-12-03", '"plain, with comma",']


def test_the_page_says_from_how_much_and_of_when_its_last_estimate_is_beside_the_cut_off():
    tables = made_up_tables(40)
    said = about(tables, "1 November 2026")
    own = tables["training_compute"]
    last = own.loc[own["basis"] == "own", "published"].max()
    assert said.startswith("40 training runs from 40 papers; the last with an estimate is of ")
    assert f"{last.day} {last:%B %Y}; data are cut off at 1 November 2026" in said
