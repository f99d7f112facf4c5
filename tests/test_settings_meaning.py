"""config.yaml says what it means, or is refused with its line, what was found, what is expected and a way out."""

import re
from pathlib import Path

import pandas as pd
import pytest

from ai_compute.checking.raw_data import check_raw_data, known_of
from ai_compute.checking.raw_files import RawFiles, all_files, find_raw_files
from ai_compute.entries.documents import read_yaml
from ai_compute.messages.problems import Problem, Problems
from ai_compute.settings.analysis import read_settings
from ai_compute.settings.handed_over import NO_CHOICES, number_of_shards, other_choices
from ai_compute.storage.files import read_files
from ai_compute.trends.ids import trend_ids
from ai_compute.trends.selections import Group, selections
from made_up import made_up_tables

ROOT = Path(__file__).parents[1]
PAPERS = (
    *("alexnet", "vgg", "alphago-zero", "alphazero", "zfnet"),
    *("gnmt", "neural-architecture-search", "ti7-dota-1v1"),
)


@pytest.fixture(scope="module")
def raw() -> tuple[RawFiles, dict[str, bytes]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        found = find_raw_files()
        papers = [f"data/raw/papers/{name}.yaml" for name in PAPERS]
        text = "".join(Path(paper).read_text(encoding="utf-8") for paper in papers)
        used = [name for name in found.architectures if f"architecture: {Path(name).stem}\n" in text]
        few = RawFiles(papers, used)
        return few, read_files(all_files(few))


def said_of(raw: tuple[RawFiles, dict[str, bytes]], config: str) -> list[Problem]:
    names, files = raw
    try:
        return check_raw_data({**files, "config.yaml": config.encode()}, names)[1]
    except Problems as problems:
        return [problem for problem in problems.problems if not problem.warning]


@pytest.fixture(scope="module")
def config(raw: tuple[RawFiles, dict[str, bytes]]) -> str:
    return raw[1]["config.yaml"].decode()


MISTAKES = {
    # what is wrong: (pattern, replacement, field, found, expected, way out)
    "shards that are true": (r"(?m)^shards: .*", "shards: true", "shards", "true", "a number", "comment"),
    "a level that no interval reaches": (
        *(r"(?m)^  levels: \[0\.5", "  levels: [1", "levels[0]"),
        *("1", "a share above 0 and below 1", "comment"),
    ),
    "a number of a list that is true": (r"tops: \[1, 5", "tops: [true, 5", "tops[0]", "true", "a number", "comment"),
    "a run with a hyphen more": (
        r"\[alphago-zero, alphazero\]",
        "[alphago-zero, alpha-zero]",
        "exclude",
        "alpha-zero",
        "the id of a run",
        "did you mean 'alphazero'",
    ),
    "an era that ends a year after its name": (
        r"before 2012: \{between: \{end: 2012",
        "before 2012: {between: {end: 2013",
        "before 2012",
        "before 2012",
        "says what it stands over",
        "correct what stands below",
    ),
    "a repository without an address": (
        r'repository: ""',
        "repository: github.com/owner/name",
        "repository",
        "github.com/owner/name",
        "the web address of a repository",
        "https://github.com/OWNER/NAME",
    ),
    "an unknown trend in influence": (
        r"influence: \[all,|influence: \[",
        "influence: [sinse-2018, ",
        "influence[0]",
        "'sinse-2018'",
        "trend",
        "'since-2018'",
    ),
    "an unknown trend in breaks": (
        r"trends: \[openai-two-eras",
        "trends: [top-7, openai-two-eras",
        "breaks.trends[0]",
        "'top-7'",
        "trend",
        "name one that",
    ),
    "an unknown trend in a slope test": (
        r"after: record-since-split\}",
        "after: recrod-since-split}",
        "after",
        "recrod",
        "trend",
        "'record-since-split'",
    ),
    "an unknown trend in the backtest": (
        r"lines: \{openai-2018-as-plotted",
        "lines: {openai-2018-as-ploted",
        "backtest.lines",
        "ploted",
        "trend",
        "'openai-2018-as-plotted'",
    ),
    "an unknown trend in the projection": (
        r"      top-10: 2012",
        "      top-11: 2012",
        "projection.trends",
        "top-11",
        "trend",
        "'top-10'",
    ),
    "an unknown headline": (
        r"headline: since-2018",
        "headline: sinc-2018",
        "headline",
        "sinc-2018",
        "trend",
        "'since-2018'",
    ),
    "an unknown set of a group": (
        r"member_of: notable\}",
        "member_of: notabel}",
        "member_of",
        "notabel",
        "set",
        "'notable'",
    ),
    "an unknown set of the eras": (
        r"    member_of: openai-2018\n    # A run",
        "    member_of: openai-2017\n    # A run",
        "eras.member_of",
        "openai-2017",
        "set",
        "'openai-2018'",
    ),
    "an unknown domain": (
        r"domain: language, member",
        "domain: langauge, member",
        "domain",
        "langauge",
        "one of",
        "'language'",
    ),
    "an unknown kind of device": (r"    TPU: 0.33", "    TPUs: 0.33", "utilization", "TPUs", "one of", "'TPU'"),
    "a kind of device without a utilization": (
        r"    TPU: 0.33\n",
        "",
        "utilization",
        "none for TPU",
        "each of",
        "add `TPU",
    ),
    "a misspelt run in exclude": (
        r"\[alphago-zero, alphazero\]",
        "[alphago-zero, alphazreo]",
        "exclude",
        "alphazreo",
        "id of a run",
        "'alphazero'",
    ),
    "a misspelt run of Moore's law": (
        r"moore_from: alexnet",
        "moore_from: alexnte",
        "moore_from",
        "alexnte",
        "id of a run",
        "'alexnet'",
    ),
    "a period upside down": (
        r"2010-2018: \{start: 2010-01-01, end: 2018-05-17\}",
        "2010-2018: {start: 2018-01-01, end: 2010-05-17}",
        "periods.2010-2018",
        "from 2018-01-01",
        "before its end",
        "exchange",
    ),
    "a period without dates": (
        r"since-2010: \{start: 2010-01-01\}",
        "since-2010: {}",
        "periods.since-2010",
        "no dates",
        "a start, an end",
        "write `start",
    ),
    "a date that is none": (r"split: 2018-05-17", "split: 2018-13-17", "split", "2018-13-17", "date", ""),
    "a split after all data": (
        r"split: 2018-05-17",
        "split: 2031-05-17",
        "split",
        "2031-05-17",
        "before the cut-off",
        "",
    ),
    "low above high in an era": (
        r"\{low: 10, high: 100\}",
        "{low: 100, high: 10}",
        "device_count",
        "100, then 10",
        "lower number first",
        "10 and 100",
    ),
    "low above high in what is believed": (
        r"hours: \[0.001, 200000\]",
        "hours: [200000, 0.001]",
        "plausible.hours",
        "200000",
        "lower number first",
        "0.001",
    ),
    "low above high in utilizations": (
        r"\[0.02, 0.8\]",
        "[0.8, 0.02]",
        "plausible_utilization",
        "0.8",
        "lower number first",
        "0.02",
    ),
    "one end only": (r"\[0.02, 0.8\]", "[0.02]", "plausible_utilization", "list of 1", "two numbers", "both"),
    "scales upside down": (
        r"smallest_scale: 0.5",
        "smallest_scale: 5",
        "smallest_scale",
        "5",
        "below the largest",
        "exchange",
    ),
    "a year before the data": (
        r"    openai-2018-as-plotted: 2012|      openai-2018-as-plotted: 2012",
        "      openai-2018-as-plotted: 1905",
        "projection.trends",
        "1905",
        "a year of its runs",
        "choose",
    ),
    "a year before the trend": (
        r"      since-2010: 2012",
        "      since-2010: 1990",
        "projection.trends.since-2010",
        "1990",
        "from 2010",
        "choose",
    ),
    "a year after the end": (
        r"      since-2010: 2012",
        "      since-2010: 2031",
        "projection",
        "2031",
        "2030",
        "choose",
    ),
    "an end before the data's": (r"until: 2030", "until: 2020", "projection.until", "2020", "after 2026", "choose"),
    "a month for an edge": (r"split: 2018-05-17", "split: 2018-05", "split", "2018-05", "a day", "2018-05-01"),
    "a year for the cut-off": (r"cut_off: 2026-11-01", "cut_off: 2026", "cut_off", "2026", "a day", "2026-01-01"),
    "a year that is not over": (r"cuts: \[2019", "cuts: [2026, 2019", "cuts[0]", "2026", "cut-off", "choose"),
    "breaks in a frontier": (
        r"trends: \[openai-two",
        "trends: [top-10, openai-two",
        "trends[0]",
        "top-10",
        "all runs",
        "",
    ),
    "breaks in a group of the largest": (
        r"trends: \[openai-two",
        "trends: [2018-2024-top-10-with-third-party, openai-two",
        "trends[0]",
        "2018-2024-top-10",
        "all runs",
        "bends",
    ),
    "a letter more": (r"without: \[gnmt,", "without: [gnmtt,", "without[0]", "gnmtt", "the id of a run", "'gnmt'"),
    "a label that names a run more": (
        r"(AlphaGo Zero and AlphaZero): \[alphago-zero, alphazero\]",
        r"\1: [alphago-zero]",
        "AlphaGo Zero and AlphaZero",
        "alphazero, which is not listed",
        "says what it stands over",
        "correct",
    ),
    "a million jobs": (r"(?m)^shards: .*", "shards: 1000000", "shards", "1000000", "up to 1000", "config.yaml"),
    "a quotation surer than the paper": (
        r"quoted: 1.3",
        "quoted: 1.1",
        "elsewhere",
        "quoted: 1.1",
        "at least 1.2",
        "1.2",
    ),
    "a frontier of the future": (r"start: 2010\n", "start: 2050\n", "frontier.start", "2050", "cut-off", "choose"),
    "a trend twice": (r"influence: \[", "influence: [all, all, ", "influence", "again", "once", "remove"),
    "a number twice": (
        r"  tops: \[1, 5, 10\]\n  # The",
        "  tops: [1, 5, 5, 10]\n  # The",
        "tops",
        "5 again",
        "once",
        "remove",
    ),
    "a method twice": (
        r"methods: \[operation counting,",
        "methods: [operation counting, operation counting,",
        "methods",
        "again",
        "once",
        "remove",
    ),
    "a level above 1": (r"  level: 0.95", "  level: 95", "level", "95", "above 0 and below 1", "comment"),
    "a level that no text speaks of": (r"  level: 0.95", "  level: 0.8", "level", "0.8", "95 %", "write 0.95"),
    "too few resamples": (
        r"resamples: 10000\n    # Any",
        "resamples: 10\n    # Any",
        "resamples",
        "10",
        "a number from 100",
        "config.yaml",
    ),
    "a seed below 0": (
        r"seed: 20180516\n    # Theil",
        "seed: -1\n    # Theil",
        "seed",
        "-1",
        "a number from 0",
        "config.yaml",
    ),
    "a number in words": (
        r"runs_at_least: 3\n",
        "runs_at_least: three\n",
        "runs_at_least",
        "three",
        "a whole number",
        "config.yaml",
    ),
    "half a run": (
        r"runs_at_least: 3\n",
        "runs_at_least: 3.5\n",
        "runs_at_least",
        "3.5",
        "a whole number",
        "config.yaml",
    ),
    "infinity": (r"window_years: 2", "window_years: .inf", "window_years", ".inf", "number", "comment"),
    "a percentage": (r"    GPU: 0.33", "    GPU: 33", "GPU", "33", "a share", ""),
    "a group of another k": (
        r"2018-2024-top-10: \{between: \{start: 2018-01-01, end: 2024-06-01\}, top: 10\}",
        "2018-2024-top-10: {between: {start: 2018-01-01, end: 2024-06-01}, top: 5}",
        "groups.2018-2024-top-10",
        "top 10",
        "says what it stands over",
        "another name",
    ),
    "a group of other years": (
        r"2018-2021: \{between: \{start: 2018-05-17, end: 2021-04-01\}\}",
        "2018-2021: {between: {start: 2015-05-17, end: 2021-04-01}}",
        "groups.2018-2021",
        "from 2018 to 2021",
        "says what it stands over",
        "another name",
    ),
    "a group of another set": (
        r"(notable-since-2010: .*), member_of: notable\}",
        r"\1}",
        "groups.notable-since-2010",
        "says: notable",
        "says what it stands over",
        "another name",
    ),
    "a group of another domain": (
        r"domain: language, top: 10",
        "domain: vision, top: 10",
        "language-since-2020-top-10",
        "says: language",
        "says what it stands over",
        "another name",
    ),
    "a period since another year": (
        r"since-2010: \{start: 2010-01-01\}",
        "since-2010: {start: 2009-01-01}",
        "since-2010",
        "since 2010",
        "says what it stands over",
        "another name",
    ),
    "an era of other years": (
        r"before 2012: \{between: \{end: 2012-01-01\}\}",
        "before 2012: {between: {end: 2014-01-01}}",
        "before 2012",
        "before 2012",
        "says what it stands over",
        "another name",
    ),
    "a slope test of other trends": (
        r"    records: \{before: record-before-split, after: record-since-split\}",
        "    records: {before: top-5-before-split, after: top-5-since-split}",
        "records",
        "says: nothing of top 5",
        "says what it stands over",
        "another name",
    ),
    "a slope test upside down": (
        r"all runs: \{before: 2010-2018, after: since-2018\}",
        "all runs: {before: since-2018, after: 2010-2018}",
        "all runs",
        "other side",
        "the split",
        "exchange",
    ),
    "runs left out under another name": (
        r"\[alphago-zero, alphazero\]",
        "[alphago-zero, alphazero, alexnet]",
        "exclude",
        "nothing of alexnet",
        "says what it stands over",
        "another name",
    ),
    "a curve of another set": (
        r"\{member_of: openai-2018, headline",
        "{member_of: notable, headline",
        "specifications.sets.openai-2018",
        "says: openai-2018",
        "says what it stands over",
        "another name",
    ),
    "a group named as a trend": (
        r"    2018-2021: ",
        "    record: ",
        "groups.record",
        "'record'",
        "of its own",
        "another name",
    ),
    "no set of the law": (
        r"  openai-first-era: the 11.*\n",
        "",
        "sets",
        "no set 'openai-first-era'",
        "charts of 2018",
        "add",
    ),
    "an unknown trend in a comparison": (
        r"one: openai-2018, other",
        "one: opneai-2018, other",
        "comparisons.pairs[0].one",
        "'opneai-2018'",
        "trend",
        "'openai-2018'",
    ),
    "a trend compared with itself": (
        r"other: openai-2018-as-plotted-same-runs\}",
        "other: openai-2018}",
        "comparisons.pairs[0].other",
        "twice",
        "two different",
        "remove",
    ),
    "an unknown run without which trends are compared": (
        r"without: \[gnmt, neural",
        "without: [gnmt, alexnte, neural",
        "comparisons.pairs[1].without[1]",
        "'alexnte'",
        "a run",
        "'alexnet'",
    ),
    "an unknown set of forecasts": (
        r"sets: \[top-10-with-third-party, top-10,",
        "sets: [top-7, top-10,",
        "forecasts.sets[0]",
        "'top-7'",
        "trend",
        "add what makes it",
    ),
    "no estimator": (r"estimators: \[.*\]", "estimators: []", "estimators", "a list of 0", "at least one", "one"),
    "an unknown law": (r"law: openai", "law: opneai", "forecasts.law", "opneai", "one of", "'openai-2018-as-plotted'"),
    "a trend whose maker is gone": (
        r"shares: \[0.9, 0.8\]",
        "shares: []",
        "slope_tests.upper tenth.before",
        "'quantile-90-before-split'",
        "trend",
        "name one that",
    ),
    "forecasts of the future": (r"last_cut: 2025", "last_cut: 2035", "last_cut", "2035", "cut-off", "choose"),
    "cuts upside down": (r"last_cut: 2025", "last_cut: 2010", "forecasts", "2014, then 2010", "first cut", "correct"),
    "forecasts all of which are tuned": (
        r"tuned_until: 2020",
        "tuned_until: 2030",
        "tuned_until",
        "2030",
        "before 2025",
        "choose",
    ),
    "a horizon upside down": (
        r"\{low: 2, high: 4\}",
        "{low: 4, high: 2}",
        "horizons[2]",
        "4, then 2",
        "lower",
        "2 and 4",
    ),
    "a horizon of no time": (
        r"\{low: 2, high: 4\}",
        "{low: 2, high: 2}",
        "horizons[2]",
        "2 twice",
        "different",
        "another",
    ),
    "a horizon from nowhere": (
        r"\{low: 2, high: 4\}",
        "{low: .nan, high: 4}",
        "horizons[2].low",
        "nan",
        "a number",
        "",
    ),
    "a horizon twice": (r"\{low: 2, high: 4\}", "{low: 0, high: 1}", "horizons[2]", "low: 0", "once", "remove"),
    "counts on a day to come": (r"dates: \[2025-01-30", "dates: [2035-01-30", "dates[0]", "2035", "cut-off", "choose"),
    "counts on a day twice": (
        r"dates: \[2025-01-30, 2025-06-06",
        "dates: [2025-01-30, 2025-01-30",
        "thresholds.dates[1]",
        "2025-01-30 again",
        "once",
        "remove",
    ),
    "no forecast of counts is told": (r"widened_up_to: 2021", "widened_up_to: 2025", "widened", "2025", "before", ""),
    "counts carried to a year before": (
        r"until: 2030\n    # Growth",
        "until: 2024\n    # Growth",
        "forecast.until",
        "2024",
        "after 2025",
        "choose",
    ),
    "one world": (r"  draws: 4000\n", "  draws: 1\n", "thresholds.draws", "1", "from 100", "config.yaml"),
    "a trial in the future": (r"tried_after: 2018", "tried_after: 2038", "tried_after", "2038", "cut-off", "choose"),
    "a misspelt date of a period": (r"\{end: 2010", "{ends: 2010", "pre-2010.ends", "'ends'", "known key", "'end'"),
    "a date that is none of a paper": (r"cut_off: 2026-11", "cut_off: 2026-13", "cut_off", "2026-13", "date", "precis"),
}

MISTAKES |= {
    "totals of others surer than one's own": (
        r"first_party: [\d.]+",
        "first_party: 5000",
        "first_party",
        "5000",
        "third_party",
        "exchange",
    ),
    "factors tried on no earlier runs": (
        r"tried_after: 2018",
        "tried_after: 1950",
        "tried_after",
        "1950",
        "after the first",
        "before and after",
    ),
    "a level fitted that is none": (
        r"fitted_at: \[",
        "fitted_at: [0.123, ",
        "fitted_at",
        "0.123",
        "levels",
        "add 0.123 there",
    ),
    "words out of order": (
        r"Confident: 3,",
        "Confident: 30,",
        "external.confidence",
        "Confident: 30, then Likely: 10",
        "grow",
        "`Confident: 10` and `Likely: 30`",
    ),
    "the order of dates of no file": (
        r"date_order: \{\}",
        "date_order: {nofile.csv: day first}",
        "date_order",
        "'nofile.csv'",
        "there are none",
        "remove the line",
    ),
    "a header in two columns": (
        r"task: \[Task\]",
        "task: [Task, domain]",
        "external.models",
        "'domain' under task and domains",
        "one place",
        "remove",
    ),
    "a header that is read and ignored": (
        r"ignored: \[Citations",
        "ignored: [Epochs, Citations",
        "external.models",
        "'Epochs' under epochs and ignored",
        "one place",
        "remove",
    ),
    **{
        f"{name} of {much}": (rf"{name}: \d+", f"{name}: {much}", name, str(much), str(most), "")
        for name, much, most in (
            ("edges_move_by_months", 600, 24),
            ("last_years", 40, 20),
            ("papers_in_a_segment", 5000, 100),
            ("horizon_at_most", 30, 10),
        )
    },
}

MISTAKES |= {
    "another law than that of 2018": (
        r"law: openai-2018-as-plotted",
        "law: since-2018",
        "forecasts.law",
        "since-2018",
        "one of openai-2018-as-plotted, openai-2018",
        "choose one",
    ),
    "records since after records before": (
        r"records_since: 2012",
        "records_since: 2019",
        "records_before",
        "2018-05-17, with records since 2019-01-01",
        "a day after 2019-01-01",
        "exchange",
    ),
    "records before there are any": (
        r"records_before: 2018",
        "records_before: 1999",
        "records_before",
        "1999-05-17",
        "after 2012-01-01",
        "exchange",
    ),
    "notable runs to come": (
        *(r"notable_since: 2010", "notable_since: 2030", "external.trends.notable_since"),
        *("2030-01-01", "cut-off", "choose"),
    ),
    "a factor of facts that were read": (
        *(r"stated_elsewhere: \{", "stated_elsewhere: {paper: 9, ", "stated_elsewhere"),
        *("paper", "one of quoted, database, memory", "choose one"),
    ),
    "more than all of it in common": (
        *(r"shared_by_source: [\d.]+", "shared_by_source: 1.1", "shared_by_source"),
        *("1.1", "a number up to 1", "config.yaml"),
    ),
}

MISTAKES |= {
    "a misspelt laboratory": (
        r"Google Brain,",
        "Google Brian,",
        "organizations.laboratories.Google[1]",
        "'Google Brian'",
        "of an entry",
        "'Google Brain'",
    ),
    "a misspelt organization": (
        r"    Google: ",
        "    Gogle: ",
        "organizations.laboratories.Gogle",
        "'Gogle'",
        "of an entry",
        "'Google'",
    ),
    "a laboratory of two organizations": (
        r"Baidu: \[Baidu SVAIL\]",
        "Baidu: [Baidu SVAIL, DeepMind]",
        "organizations.laboratories.Baidu[1]",
        "'Google' has too",
        "one organization",
        "remove one",
    ),
    "a laboratory twice": (r"Baidu: \[", "Baidu: [Baidu SVAIL, ", "laboratories.Baidu[1]", "again", "once", "remove"),
    "an organization of an organization": (
        r"Baidu: \[",
        "Baidu: [Meta AI, ",
        "organizations.laboratories.Baidu[0]",
        "Meta AI",
        "no organization of this table",
        "what 'Meta AI' has",
    ),
    "its own laboratory": (
        r"Baidu: \[",
        "Baidu: [Baidu, ",
        "laboratories.Baidu[0]",
        "Baidu",
        "no organization",
        "remove",
    ),
    "joint work as a laboratory": (
        r"Baidu: \[",
        "Baidu: [Google Brain; DeepMind, ",
        "laboratories.Baidu[0]",
        "Google Brain; DeepMind",
        "first-named counts",
        "by itself",
    ),
    "no laboratories": (
        r"Baidu: \[.*\]",
        "Baidu: []",
        "laboratories.Baidu",
        "0",
        "at least one",
        "",
    ),
}


def test_moores_law_starts_at_a_run_that_was_drawn(raw, config):
    """All entries at hand are of runs that the chart has, so one is left out of its set."""
    names, files = raw
    entry = files["data/raw/papers/zfnet.yaml"].replace(b"openai-2018", b"notable")
    (problem,) = said_of(
        (names, {**files, "data/raw/papers/zfnet.yaml": entry}),
        config.replace("moore_from: alexnet", "moore_from: zfnet"),
    )
    assert problem.field == "statistics.projection.moore_from"
    assert "zfnet" not in problem.way_out
    assert "alexnet" in problem.way_out


@pytest.mark.parametrize("case", MISTAKES)
@pytest.mark.sampled
def test_a_setting_that_does_not_mean_what_it_says_is_refused(raw, config, case):
    pattern, replacement, field, found, expected, way_out = MISTAKES[case]
    changed, times = re.subn(pattern, replacement, config, count=1)
    assert times == 1, "the pattern is not in config.yaml"
    problems = said_of(raw, changed)
    assert problems, "it is built without a word"
    problem = next((each for each in problems if field in each.field), problems[0])
    assert problem.file == "config.yaml"
    assert problem.line > 1
    assert field in problem.field
    assert found in problem.found
    assert expected in problem.expected
    assert way_out in problem.way_out
    assert "Input should" not in problem.expected
    assert "Value error" not in problem.expected


@pytest.mark.parametrize("told", [[1, 2], {"a": 1}])
def test_a_revision_that_is_no_text_is_refused(told):
    (problem,) = other_choices({"revision": told}, {"revision": ""}, "config.yaml", False)
    assert (problem.field, problem.expected) == ("revision", "one word of text")
    assert other_choices({"revision": "a1b2"}, {"revision": ""}, "config.yaml", False) == []


def test_the_address_of_corrections_may_be_told_and_is_held_to_be_one():
    held = {"repository": ""}
    assert other_choices({"repository": "https://github.com/a/b"}, held, "config.yaml", False) == []
    (problem,) = other_choices({"repository": "javascript:alert(1)"}, held, "config.yaml", False)
    assert (problem.file, problem.field, problem.expected) == (
        "--config",
        "repository",
        "the web address of a repository",
    )


def test_the_published_page_is_told_its_address_and_revision_by_names_that_a_build_takes():
    workflow = (ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    told = re.findall(r'(\w+)="\$GITHUB_\w+', workflow.partition("snakemake --config ")[2])
    assert {"repository", "revision"} == set(told) <= set(NO_CHOICES)


def test_the_settings_as_they_are_mean_what_they_say(raw, config):
    assert said_of(raw, config) == []


WRONG_LABELS = {
    # what is written instead of what, and what is then said of it
    "records: {before: top-5-before-split": ("records: {before: record-before-split", "records"),
    "upper tenth: {before: quantile-80-before-split": ("upper tenth: {before: quantile-90-before-split", "upper tenth"),
    "records with third-party totals: {before: record-before-split,": (
        "records with third-party totals: {before: record-before-split-with-third-party,",
        "third-party",
    ),
    "all runs: {before: 2010-2018, after: since-2010}": ("all runs: {before: 2010-2018, after: since-2018}", "both"),
    "all runs: {before: all, after: since-2018}": ("all runs: {before: 2010-2018, after: since-2018}", "both"),
    "all runs: {before: top-10-before-split, after: top-10-since-split}": (
        "all runs: {before: 2010-2018, after: since-2018}",
        "nothing of top 10",
    ),
    "all runs: {before: record-before-split, after: record-since-split}": (
        "all runs: {before: 2010-2018, after: since-2018}",
        "nothing of records",
    ),
    "language: {before: 2010-2018, after: since-2018}": (
        "all runs: {before: 2010-2018, after: since-2018}",
        "language",
    ),
    "top 10: {before: 2010-2018, after: top-10-since-split}": (
        "top 10: {before: top-10-before-split, after: top-10-since-split}",
        "top 10",
    ),
    "top 10: {before: top-10-before-split, after: top-1-since-split}": (
        "top 10: {before: top-10-before-split, after: top-10-since-split}",
        "trend",
    ),
    "the 15 runs as plotted, then the top 10: {before: openai-first-era-as-plotted,": (
        "the 15 runs as plotted, then the top 10: {before: openai-2018-as-plotted,",
        "the first era",
    ),
    "our estimates of the 15 runs, then the top 10: {before: top-10-before-split,": (
        "our estimates of the 15 runs, then the top 10: {before: openai-2018,",
        "a number of runs",
    ),
    "2010-2022: {between: {start: 2010-01-01, end: 2022-03-01}, domain: language}": (
        "2010-2022: {between: {start: 2010-01-01, end: 2022-03-01}}",
        "nothing of language",
    ),
    "2010-2022: {between: {start: 2010-01-01, end: 2022-03-01}, member_of: notable}": (
        "2010-2022: {between: {start: 2010-01-01, end: 2022-03-01}}",
        "nothing of notable",
    ),
    "largest-five: {between: {start: 2010-01-01, end: 2022-03-01}, top: 10}": (
        "2010-2022: {between: {start: 2010-01-01, end: 2022-03-01}}",
        "nothing of top 10",
    ),
    "2010-2018: {between: {start: 2010-01-01, end: 2018-05-17}, headline: since-2018}": (
        "2010-2018: {between: {start: 2010-01-01, end: 2018-05-17}, headline: openai-2018-as-plotted}",
        "none of whose runs",
    ),
    "{member_of: openai-2018, headline: since-2018}": (
        "{member_of: openai-2018, headline: openai-2018-as-plotted}",
        "none of whose runs",
    ),
    **{
        f"2010-2018: {{start: 2010-01-01, end: 2018-05-17}}\n    {name}: {{start: {start}}}": (
            "2010-2018: {start: 2010-01-01, end: 2018-05-17}",
            said,
        )
        for name, start, said in (
            ("top-10-since-2015", "2015-01-01", "says: top 10"),
            ("record-since-2015", "2015-01-01", "says: records"),
            ("notable-since-2015", "2015-01-01", "says: notable"),
            ("vision", "2015-01-01", "says: vision"),
            ("language-since-2015", "2015-01-01", "says: language"),
            ("since-2015-with-third-party", "2015-01-01", "says: third-party"),
            ("2015", "2015-01-01", "says: of 2015"),
            ("since-2027", "2027-01-01", "2027-01-01"),
        )
    },
    "pre-1940: {end: 1940-01-01}": ("pre-2010: {end: 2010-01-01}", "an end on 1940-01-01"),
    **{
        f"{name}: {{between: {{start: 2015-01-01, end: 2022-03-01}}}}": (
            "2010-2022: {between: {start: 2010-01-01, end: 2022-03-01}}",
            said,
        )
        for name, said in (
            ("record-2015-2022", "says: records"),
            ("record-2015", "says: of 2015"),
            ("2015-2022-with-third-party", "says: third-party"),
            ("2015-2022-as-plotted", "says: as-plotted"),
        )
    },
    "2030-2031: {between: {start: 2030-01-01, end: 2032-01-01}}": (
        "2010-2022: {between: {start: 2010-01-01, end: 2022-03-01}}",
        "2030-01-01",
    ),
    "top-10: {between: {start: 2010-01-01, end: 2018-05-17}, headline: openai-2018-as-plotted}": (
        "2010-2018: {between: {start: 2010-01-01, end: 2018-05-17}, headline: openai-2018-as-plotted}",
        "says: top 10",
    ),
    **{
        label + sides: ("all runs: {before: 2010-2018, after: since-2018}", said)
        for label, sides, said in (
            ("all runs", ": {before: openai-2018, after: since-2018}", "nothing of the runs of OpenAI's charts"),
            ("since 2018", ": {before: openai-2018, after: since-2018}", "nothing of the runs of OpenAI's charts"),
            ("notable runs", ": {before: 2010-2018, after: since-2018}", "says: notable"),
            (
                "the top 10",
                ": {before: openai-2018, after: top-10-since-split}",
                "nothing of the runs of OpenAI's charts",
            ),
            (
                "the 15 runs, then the top 10",
                ": {before: openai-2018, after: language-since-2020-top-10}",
                "of language",
            ),
            ("2012 to 2016, then 2020 to 2024", ": {before: 2010-2018, after: since-2018}", "says: of 2012"),
            ("2015-2018 against since-2020", ": {before: 2010-2018, after: since-2018}", "says: of 2015"),
            (
                "the 11 runs as plotted, then records",
                ": {before: openai-2018-as-plotted, after: record-since-split}",
                "11",
            ),
            ("our estimates of 20 runs, then records", ": {before: openai-2018, after: record-since-split}", "20 runs"),
            ("the 15 runs, then since 2020", ": {before: openai-2018, after: since-2018}", "says: of 2020"),
            ("all runs, then the top 10", ": {before: top-10-before-split, after: top-10-since-split}", "all runs"),
            ("all runs, then the top 10", ": {before: 2010-2018, after: since-2018}", "says: top 10"),
            ("the top 10, then all runs", ": {before: 2010-2018, after: top-10-since-split}", "says: top 10"),
            ("all runs against records", ": {before: 2010-2018, after: since-2018}", "says: records"),
        )
    },
    **{
        f"{name}: {{between: {{start: 2010-01-01, end: 2022-03-01}}, domain: {domain}}}": (
            "2010-2022: {between: {start: 2010-01-01, end: 2022-03-01}}",
            f"says: {other}",
        )
        for name, domain, other in (
            ("language-games", "language", "games"),
            ("language-vision", "language", "vision"),
            ("robotics-games", "robotics", "games"),
            ("vision-language", "vision", "language"),
            ("notable-language", "language", "notable"),
        )
    },
    **{
        f"{name}: {{{days}}}\n    since-2010: {{start: 2010-01-01}}": ("since-2010: {start: 2010-01-01}", said)
        for name, days, said in (
            ("since-2018-06", "start: 2018-01-01", "says: since 2018-06"),
            ("since-2018-05-17", "start: 2018-01-01", "says: since 2018-05-17"),
            ("2010s", "start: 2011-01-01, end: 2020-01-01", "says: of 2010s"),
            ("2012-onwards", "start: 2012-01-01, end: 2018-01-01", "says: since 2012"),
            ("up-to-2018", "start: 2012-01-01, end: 2018-05-17", "says: until 2018"),
            ("2010-2019", "start: 2010-01-01", "says: from 2010 to 2019"),
            ("2012-18", "start: 2012-01-01, end: 2016-05-17", "says: of 2012"),
            ("up-to-2018", "end: 2017-05-17", "says: until 2018"),
            ("after-2017", "start: 2018-02-01", "says: after 2017"),
            ("not-before-2015", "start: 2016-01-01", "says: since 2015"),
        )
    },
    "split: 2019-01-01": ("split: 2018-05-17", "both"),
    "split: 2017-01-01": ("split: 2018-05-17", "both"),
}


@pytest.mark.parametrize("written", WRONG_LABELS)
@pytest.mark.sampled
def test_no_label_stands_over_runs_that_it_does_not_describe(raw, config, written):
    right, said = WRONG_LABELS[written]
    assert right in config
    problems = said_of(raw, config.replace(right, written, 1))
    assert any(said in problem.found for problem in problems)
    assert all(problem.line > 1 and problem.expected and problem.way_out for problem in problems)


def test_labels_that_are_right_are_taken(raw, config):
    right = "    all runs: {before: 2010-2018, after: since-2018}\n"
    more = """\
    top 5: {before: top-5-before-split, after: top-5-since-split}
    upper fifth: {before: quantile-80-before-split, after: quantile-80-since-split}
    the first era as plotted, then records: {before: openai-first-era-as-plotted, after: record-since-split}
    the years before 2010, then all runs since 2018: {before: pre-2010, after: since-2018}
    the 15 runs, then all runs: {before: openai-2018, after: since-2018}
    OpenAI's chart as plotted, then records: {before: openai-2018-as-plotted, after: record-since-split}
    the top 10 runs: {before: top-10-before-split, after: top-10-since-split}
    top 10 of 2010 to 2018, then top 10 since 2018: {before: top-10-before-split, after: top-10-since-split}
    all runs, then the top 10: {before: 2010-2018, after: top-10-since-split}
    records against all runs: {before: 2010-2018, after: record-since-split}
    2010-2018 runs, then 2018-2026: {before: 2010-2018, after: since-2018}
    language, all sizes: {before: language-2010-2018, after: language-since-2018}
    language, the top 5: {before: language-2010-2018-top-5, after: language-since-2018-top-5}
    the 10 largest runs: {before: top-10-before-split, after: top-10-since-split}
    top 10 %: {before: quantile-90-before-split, after: quantile-90-since-split}
    the 15 runs as plotted, then all other runs: {before: openai-2018-as-plotted, after: since-2018}
    top 1: {before: record-before-split, after: record-since-split}
    all runs as of third party totals: {before: 2010-2018-with-third-party, after: since-2018-with-third-party}
    our estimates of 14 runs, then records: {before: openai-2018, after: record-since-split}
"""
    groups = """\
    language-2010-2018: {between: {start: 2010-01-01, end: 2018-05-17}, domain: language}
    language-since-2018: {between: {start: 2018-05-17}, domain: language}
    language-2010-2018-top-5: {between: {start: 2010-01-01, end: 2018-05-17}, domain: language, top: 5}
    language-since-2018-top-5: {between: {start: 2018-05-17}, domain: language, top: 5}
"""
    assert right in config
    changed = config.replace(right, right + more).replace("  groups:\n", f"  groups:\n{groups}")
    assert [problem.found for problem in said_of(raw, changed)] == []


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("up-to-2018", "end: 2018-05-17"),
        ("until-2018", "end: 2018-05-17"),
        ("through-2017", "end: 2018-01-01"),
        ("2012-and-before", "end: 2013-01-01"),
        ("before-2018-05-17", "end: 2018-05-17"),
        ("2010s", "start: 2010-01-01, end: 2020-01-01"),
        ("early-2010s", "start: 2010-01-01, end: 2013-01-01"),
        ("since-the-2010s", "start: 2010-01-01"),
        ("2012-onwards", "start: 2012-01-01"),
        ("2012-on", "start: 2012-01-01"),
        ("2012-today", "start: 2012-01-01"),
        ("2012-until-today", "start: 2012-01-01"),
        ("2018-and-later", "start: 2018-01-01"),
        ("2020-and-beyond", "start: 2020-01-01"),
        ("not-before-2015", "start: 2015-01-01"),
        ("no-earlier-than-2015", "start: 2015-01-01"),
        ("no-later-than-2015", "end: 2016-01-01"),
        ("2015-or-earlier", "end: 2016-01-01"),
        ("after-2017", "start: 2018-01-01"),
        ("after-2018", "start: 2018-05-17"),
        ("after-2018-05-16", "start: 2018-05-17"),
        ("since-2018-05", "start: 2018-05-17"),
        ("2018-05", "start: 2018-05-01, end: 2018-06-01"),
        ("2010-12", "start: 2010-01-01, end: 2013-01-01"),
        ("2012-18", "start: 2012-01-01, end: 2018-05-17"),
        ("2010-2026", "start: 2010-01-01"),
        ("2010s-and-2020s", "start: 2010-01-01"),
        ("alexnet-to-2018", "start: 2012-12-03, end: 2018-01-01"),
        ("starting-2012", "start: 2012-01-01"),
        ("2018-on-gpus", "start: 2018-01-01, end: 2019-01-01"),
        ("2012-12-04-to-2013", "start: 2012-12-04, end: 2013-12-31"),
    ],
)
def test_a_period_may_be_named_in_everyday_words(raw, config, name, days):
    right = "    since-2010: {start: 2010-01-01}\n"
    assert right in config
    assert said_of(raw, config.replace(right, f"{right}    {name}: {{{days}}}\n", 1)) == []


@pytest.mark.parametrize(
    ("setting", "other"),
    [
        ("shared_by_source: 0.3", "shared_by_source: 0"),  # as the comment beside it says
        ("shared_by_source: 0.3", "shared_by_source: 1"),
        ("    since-2018: {start", "    2015: {start: 2015-01-01, end: 2016-01-01}\n    since-2018: {start"),
        (
            "    2018-2021: {",
            "    record-top-1-in-2015: {between: {start: 2015-01-01, end: 2016-01-01}, top: 1}\n    2018-2021: {",
        ),
        (
            "    2018-2021: {",
            "    record-since-2012: {between: {start: 2012-01-01}, top: 1}\n    2018-2021: {",
        ),
        (
            "    2018-2021: {",
            "    5-largest-since-2012: {between: {start: 2012-01-01}, top: 5}\n    2018-2021: {",
        ),
        ("law: openai-2018-as-plotted", "law: openai-2018"),
    ],
)
def test_settings_that_mean_what_they_say_are_taken(raw, config, setting, other):
    assert setting in config
    assert said_of(raw, config.replace(setting, other, 1)) == []


def test_a_run_that_is_not_there_is_named_and_stops_nothing(raw, config):
    names, files = raw
    fewer = RawFiles([name for name in names.papers if "alphazero" not in name], names.architectures)
    (warning,) = check_raw_data(files, fewer)[1]
    assert warning.warning
    assert "'alphazero'" in warning.found


def test_every_laboratory_of_the_settings_is_named_by_an_entry():
    organizations = read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml")).organizations
    papers = (path.read_bytes() for path in sorted((ROOT / "data/raw/papers").glob("*.yaml")))
    known = known_of({str(number): paper for number, paper in enumerate(papers)}).organizations
    named = {name for organization, others in organizations.laboratories.items() for name in (organization, *others)}
    assert named <= set(known)


@pytest.mark.parametrize(
    ("organization", "cluster"),
    [
        ("Google", "Google"),
        ("DeepMind; University of Toronto", "Google"),
        ("Google Brain", "Google"),
        ("Stanford University; Google Brain", "Stanford University"),
        ("Facebook; Google", "Meta AI"),
        ("OpenAI", "OpenAI"),
        ("Gatsby Unit, UCL", "University College London"),
        ("Google Brainstorming", "Google Brainstorming"),
        ("", ""),
    ],
)
def test_runs_of_one_organization_are_those_of_all_its_laboratories(organization, cluster):
    settings = read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml"))
    assert settings.organizations.cluster_of(organization) == cluster


def test_the_ids_of_trends_are_those_that_are_made():
    settings = read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml"))
    chosen, tables = settings.statistics, made_up_tables(60)
    periods = {name: each.period for name, each in chosen.periods.items()}
    groups = {
        name: Group(each.between.period, each.domain, each.member_of, each.top) for name, each in chosen.groups.items()
    }
    made, _ = selections(
        *(tables[name] for name in ("training_compute", "reported", "sets")),
        *(periods, groups, chosen.tops, chosen.quantiles.shares, settings.frontier.start, chosen.split.day),
    )
    domains = sorted(set(pd.Series(tables["training_compute"]["domain"]).astype(str)))
    known = trend_ids(
        periods,
        {name: each.period for name, each in groups.items()},
        *(chosen.tops, chosen.quantiles.shares, domains, chosen.split.day),
    )
    assert set(made) == set(known)
    for name, (start, end) in known.items():
        dates = made[name].points["decimal_year"]
        assert start is None or dates.empty or dates.min() >= start.year
        assert end is None or dates.empty or dates.max() < end.year + 1


@pytest.mark.parametrize("told", [0, -1, 2.5, "many", 1_000_000])
def test_jobs_that_are_told_beside_the_file_are_a_number_that_there_may_be(told):
    with pytest.raises(Problems, match="a whole number from 1 to 1000"):
        number_of_shards(told, 1)


@pytest.mark.parametrize("external", [(), ("data/raw/external/models.csv",)])
def test_an_order_of_dates_of_no_file_stops_only_who_reads_files(raw, config, external):
    names, files = raw
    models = b"Model,Publication date,Training compute (FLOP)\nA,2020-04-13,1e20\n"
    changed = {**files, "config.yaml": config.replace("date_order: {}", "date_order: {none.csv: day first}").encode()}
    given = RawFiles(names.papers, names.architectures, external=external)
    try:
        found = check_raw_data({**changed, **dict.fromkeys(external, models)}, given)[1]
    except Problems as problems:
        found = problems.problems
    (problem,) = [each for each in found if "date_order" in each.field]
    assert problem.warning is not bool(external)
