"""External databases: what a hand-edited file may hold, and what is made of it."""

import csv
import io
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.external.cells import dates, parse_list, parse_number
from ai_compute.external.counts import counts
from ai_compute.external.database import Choices, OurRuns, choices_from, read_database
from ai_compute.external.devices import Finder, Peaks
from ai_compute.external.headers import Layout
from ai_compute.external.matching import match
from ai_compute.external.models import kebab_case
from ai_compute.external.names import key as name_key
from ai_compute.external.reading import read_file
from ai_compute.external.trends import external_selections
from ai_compute.external.unused import Unused
from ai_compute.messages.problems import Problems
from ai_compute.schemas import external as schemas
from ai_compute.settings.analysis import read_settings
from ai_compute.storage.tables import table, validate
from ai_compute.trends.lines import fit
from ai_compute.trends.regression import doubling_months

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "tests/data/external").glob("*.csv"))
SETTINGS = read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml"))
DEVICES = read_devices((ROOT / "data/raw/hardware.csv").read_bytes(), "hardware.csv")
CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text())
CHOICES = choices_from(CONFIG)
SCHEMAS = schemas.MODELS


def our_runs(*runs: dict) -> OurRuns:
    columns = ["run", "name", "published", "organization", "parameters", "active_parameters", "title", "url", "flop"]
    frame = pd.DataFrame(runs, columns=columns)
    frame = frame.astype(
        {"run": "str", "name": "str", "organization": "str", "title": "str", "url": "str", "flop": float}
    )
    frame = frame.assign(published=pd.to_datetime(frame["published"]), paper=frame["run"], basis="own")
    for number in ("parameters", "active_parameters"):
        frame[number] = frame[number].astype(float)
    known = frame.loc[frame["flop"].notna(), ["run", "flop", "basis"]]
    return OurRuns(
        frame.drop(columns=["title", "url", "flop", "basis"]), frame[["paper", "title", "url"]], known, DEVICES
    )


def ours(run: str, name: str, published: str, organization: str = "Somewhere", **more: object) -> dict:
    given = {"parameters": np.nan, "active_parameters": np.nan, "title": name, "url": f"https://example.org/{run}"}
    return {"run": run, "name": name, "published": published, "organization": organization, **given, **more}


def build(files: dict[str, bytes], known: OurRuns | None = None, choices: Choices = CHOICES) -> dict[str, pd.DataFrame]:
    found = read_database(files, known or our_runs(), choices)
    made = {name: table(frame, SCHEMAS[name]) for name, frame in found.items()}
    return {name: validate(frame, SCHEMAS[name], name) if len(frame) else frame for name, frame in made.items()}


def csv_bytes(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def models(*rows: dict[str, str]) -> dict[str, bytes]:
    return {"models.csv": csv_bytes([{"Publication date": "2020-03-04", **row} for row in rows])}


@pytest.fixture(scope="module")
def messy() -> dict[str, pd.DataFrame]:
    known = our_runs(
        ours("alexnet", "AlexNet", "2012-12-03", "University of Toronto", parameters=61e6, flop=5e17),
        ours("calm", "CaLM", "2022-12-19", "University of Oxford", parameters=86e6),
        ours("pointnet-2", "PointNet++", "2017-06-07", "Stanford University"),
        ours("zfnet", "ZFNet", "2013-11-12", "New York University"),
    )
    return build({path.name: path.read_bytes() for path in FILES}, known)


def reasons(tables: dict[str, pd.DataFrame], name: str, use: str) -> list[str]:
    rows = tables["unused"]
    return rows.loc[rows["name"].eq(name) & rows["use"].eq(use), "reason"].tolist()


class TestCells:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("4.2e+22", 4.2e22),
            ("1,000,000", 1e6),
            ("1'234'567", 1234567),
            ("1\u202f234\u202f567", 1234567),
            ("$80,000", 8e4),
            (" ~3 ", 3),
            ("72 %", 0.72),
            ("€ 5", 5),
            ("0", 0),
        ],
    )
    def test_numbers_are_read_with_signs_of_currency_and_thousands(self, text: str, value: float) -> None:
        assert parse_number(text) == (pytest.approx(value), "")

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("10²³", 1e23),
            ("3.1 × 10²³", 3.1e23),
            ("6x10^20", 6e20),
            ("6*10**20", 6e20),
            ("10⁻³", 1e-3),
            ("~2·10^5", 2e5),
        ],
    )
    def test_powers_of_ten_are_read_as_people_write_them(self, text: str, value: float) -> None:
        assert parse_number(text) == (pytest.approx(value), "")

    @pytest.mark.parametrize("text", ["NaN", "Infinity", "-inf", "1e999"])
    def test_what_is_not_finite_is_no_number(self, text: str) -> None:
        assert parse_number(text)[1] == "not a finite number"

    @pytest.mark.parametrize("text", ["1,5", "1.234.567", "12 GB", "10-20", "1,00", "1,234e20", "1,234 x 10^5", "1 23"])
    def test_what_could_mean_two_things_is_not_guessed(self, text: str) -> None:
        assert parse_number(text)[1] == "not a number"

    @pytest.mark.parametrize("text", ["", "-", "n/a", "Unknown", "  "])
    def test_a_blank_cell_is_no_mistake(self, text: str) -> None:
        assert np.isnan(parse_number(text)[0])
        assert parse_number(text)[1] == ""

    @given(st.text())
    def test_no_text_breaks_the_reader(self, text: str) -> None:
        value, complaint = parse_number(text)
        assert np.isfinite(value) or np.isnan(value)
        assert isinstance(complaint, str)
        parse_list(text)

    def test_first_days_count_as_imprecise_but_stay(self) -> None:
        days, precision, _ = dates(pd.Series(["2020-01-01", "2020-05-01", "2020-05-02"], dtype="str"))
        assert precision.tolist() == ["year", "month", "day"]
        assert days.dt.day.tolist() == [1, 1, 2]

    def test_quoted_items_may_hold_commas(self) -> None:
        assert parse_list('"Quoted, Inc.",Other,Other') == ("Quoted, Inc.", "Other")


class TestReading:
    kinds: ClassVar = {
        "models": Layout({"name": ["Model", "System"], "published_flop": ["Training compute (FLOP)"]}, needs=["name"])
    }

    def read(self, content: bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
        unused = Unused()
        return read_file(content, "f.csv", self.kinds, unused).rows, unused.table()

    def test_rows_know_the_line_they_start_on(self) -> None:
        rows, _ = self.read(b'Model,Notes\nA,"two\nlines"\n\nB,x\n')
        assert rows["line"].tolist() == [2, 5]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_byte_order_marks_are_understood(self, encoding: str) -> None:
        assert self.read("Model\nÄ\n".encode(encoding))[0]["name"].tolist() == ["Ä"]

    def test_other_encodings_are_read_and_named(self) -> None:
        rows, unused = self.read("Model\nÄ\n".encode("cp1252"))
        assert rows["name"].tolist() == ["Ä"]
        assert "Windows-1252" in unused["reason"].iloc[0]

    @pytest.mark.parametrize("delimiter", [";", "\t"])
    def test_other_separators_are_found(self, delimiter: str) -> None:
        assert self.read(f"Notes{delimiter}System\nx{delimiter}A\n".encode())[0]["name"].tolist() == ["A"]

    def test_a_quote_that_is_never_closed_does_not_swallow_rows_in_silence(self) -> None:
        rows, unused = self.read(b'Model,Notes\nA,x\nB,"open\nC,x\nD,x\n')
        assert rows["name"].tolist() == ["A"]
        assert "over 3 lines: is a quote not closed?" in unused["reason"].iloc[0]

    def test_any_other_table_is_an_error_that_says_which_column_is_missing(self) -> None:
        with pytest.raises(Problems, match="'Model'"):
            self.read(b"Country,Capital\nFrance,Paris\n")

    def test_an_empty_file_is_an_error(self) -> None:
        with pytest.raises(Problems, match="an empty file"):
            self.read(b"")

    @given(st.binary(max_size=300))
    def test_no_bytes_break_the_reader(self, tail: bytes) -> None:
        rows, _ = self.read(b"Model,Training compute (FLOP)\nA,1e20\n" + tail)
        if tail.isascii() and b'"' not in tail and b"\n" not in tail and b"\r" not in tail:
            assert rows["name"].iloc[0] == "A"


class TestMess:
    def test_every_row_is_used_or_listed(self, messy: dict[str, pd.DataFrame]) -> None:
        for path in FILES:
            with path.open(newline="", encoding="utf-8-sig") as file:
                rows = sum(1 for _ in csv.reader(file)) - 1
            kind = "runs" if "models" in path.name else "devices"
            listed = messy["unused"].query("use in ['row', 'device', 'repeated row'] and file == @path.name")
            assert len(messy[kind]) + len(listed) == rows

    def test_names_lose_blanks_tabs_and_newlines(self, messy: dict[str, pd.DataFrame]) -> None:
        assert {"Lantern-7B", "Zero Parameters"} <= set(messy["runs"]["name"])

    def test_a_repeated_row_counts_once(self, messy: dict[str, pd.DataFrame]) -> None:
        assert messy["runs"]["name"].eq("Lantern-7B").sum() == 1
        assert reasons(messy, "Lantern-7B", "repeated row") == ["another row of the same model"]
        assert messy["runs"].set_index("name").loc["Lantern-7B", "also"] == "all_models.csv:6"

    def test_near_names_stay_apart(self, messy: dict[str, pd.DataFrame]) -> None:
        pairs = messy["matches"].set_index("run")["external_name"]
        assert {"CALM", "CaLM", "PointNet", "PointNet++"} <= set(messy["runs"]["name"])
        assert pairs["calm"] == "CaLM"
        assert pairs["pointnet-2"] == "PointNet++"

    def test_the_same_model_is_found_under_another_name(self, messy: dict[str, pd.DataFrame]) -> None:
        pairs = messy["matches"].set_index("run")
        assert pairs.loc["zfnet", "external_name"] == "Visualizing CNNs"
        assert pairs.loc["alexnet", "ratio"] == pytest.approx(5e17 / 4.7e17)

    def test_a_fine_tune_has_its_own_compute_or_none(self, messy: dict[str, pd.DataFrame]) -> None:
        compute = messy["training_compute"].set_index("name")
        assert compute.loc["Lantern-7B-Chat", "flop"] == 5e20
        assert "Lantern-7B-Code" not in compute.index
        assert "includes its base model's" in reasons(messy, "Lantern-7B-Code", "published")[0]

    def test_impossible_numbers_are_not_used(self, messy: dict[str, pd.DataFrame]) -> None:
        assert reasons(messy, "AlexNet", "cell") == ["outside 10 to 1e+29"]
        assert reasons(messy, "Two Chips", "cell") == ["not a finite number"] * 2
        assert "Zero Parameters" not in set(messy["training_compute"]["name"])

    def test_a_percentage_is_a_utilization(self, messy: dict[str, pd.DataFrame]) -> None:
        assert messy["runs"].set_index("name").loc["Percent Model", "utilization"] == pytest.approx(0.72)

    def test_consumer_cards_are_not_rated_by_their_16_bit_peak(self, messy: dict[str, pd.DataFrame]) -> None:
        estimates = messy["estimates"].set_index("run")
        assert estimates.loc["epoch-pointnet-plus-plus", "flop"] == pytest.approx(20 * 3600 * 11.34e12 * 0.33)
        assert messy["devices"].set_index("name").loc["NVIDIA GeForce GTX 1080 Ti", "peak_format"] == "fp32"

    def test_devices_of_the_hardware_file_are_used_where_ours_end(self, messy: dict[str, pd.DataFrame]) -> None:
        assert messy["estimates"].set_index("run").loc["epoch-made-up-chip", "flop"] == pytest.approx(
            80 * 3600 * 2e14 * 0.33
        )
        assert reasons(messy, "Unknown Chip", "hardware time") == ["its hardware has no known peak"]

    def test_links_that_are_not_addresses_are_dropped(self, messy: dict[str, pd.DataFrame]) -> None:
        assert messy["runs"].set_index("name").loc["<script>alert(1)</script>", "url"] == ""


@pytest.mark.slow
class TestHonestEstimates:
    language: ClassVar = {
        "Model": "A",
        "Domain": "Language",
        "Task": "Language modeling",
        "Parameters": "1e9",
        "Training dataset size (datapoints)": "1e10",
        "Epochs": "2",
    }

    def counted(self, **changes: str) -> pd.DataFrame:
        found = build(models({**self.language, **changes}))["estimates"]
        return found[found["method"].eq("operation counting")]

    def test_six_times_parameters_times_tokens_times_epochs(self) -> None:
        assert self.counted()["flop"].tolist() == [pytest.approx(1.2e20)]

    @pytest.mark.parametrize(
        "changes",
        [
            {"Domain": "Vision"},
            {"Domain": "Language,Vision"},
            {"Task": "Translation"},
            {"Base model": "B"},
            {"Publication date": "2015-01-02"},
            {"Model": "A 8x7B"},
            {"Model": "A-30B-A3B"},
            {"Model": "A-MoE"},
            {"Parameters notes": "1.6T total, 49B active"},
            {"Parameters notes": "a mixture-of-experts model"},
            {"Training compute notes": "6 * 49e9 active parameters * 33e12 tokens"},
            {"Parameters": "0"},
        ],
    )
    def test_only_for_dense_transformers_over_tokens(self, changes: dict[str, str]) -> None:
        assert self.counted(**changes).empty

    def test_notes_of_a_dense_model_do_not_keep_it_from_being_counted(self) -> None:
        notes = {"Parameters notes": "1B, counted by hand", "Training compute notes": "activations recomputed; 6ND"}
        assert len(self.counted(**notes)) == 1

    def test_not_for_what_our_own_entries_know_as_a_mixture_of_experts(self) -> None:
        known = our_runs(ours("a", "A", "2020-03-04", parameters=1e9, active_parameters=1e8))
        assert build(models(self.language), known)["estimates"].empty

    def test_blank_epochs_count_as_one_and_as_assumed(self) -> None:
        found = self.counted(Epochs="").iloc[0]
        assert found["flop"] == pytest.approx(6e19)
        assert found["assumed"] == "epochs"
        stated = self.counted(Epochs="1").iloc[0]
        assert found["flop_high"] / found["flop"] > stated["flop_high"] / stated["flop"]

    def test_several_kinds_of_hardware_give_no_hardware_time(self) -> None:
        row = {"Model": "A", "Hardware quantity": "8", "Training time (hours)": "10"}
        one = build(models({**row, "Training hardware": "NVIDIA V100"}))["estimates"]
        two = build(models({**row, "Training hardware": "NVIDIA V100,NVIDIA A100"}))["estimates"]
        assert one["flop"].tolist() == [pytest.approx(80 * 3600 * 125e12 * 0.33)]
        assert two.empty

    @pytest.mark.parametrize(
        ("formats", "peak"), [("FP32", 15.67e12), ("FP16", 125e12), ("FP32,FP16", 125e12), ("", 125e12)]
    )
    def test_the_stated_number_format_chooses_the_peak(self, formats: str, peak: float) -> None:
        device = Finder(DEVICES).find("NVIDIA Tesla V100 SXM2 32 GB")
        assert device is not None
        assert device.peak(tuple(formats.split(",")))[0] == pytest.approx(peak)

    def test_a_stated_format_that_the_device_has_no_peak_for_leaves_its_default(self) -> None:
        device = Peaks("X", "accelerator", {"bf16": 1e14}, "bf16", ours=False)
        assert device.peak(("FP16",)) == (1e14, "bf16")
        assert device.peak(("FP64", "FP8")) == (1e14, "bf16")


class TestComparison:
    def test_agreement_with_the_same_formula_is_told_from_agreement_with_another(self) -> None:
        row = {"Training compute (FLOP)": "6e19", "Parameters": "1e9", "Training dataset size (datapoints)": "1e10"}
        row |= {"Domain": "Language", "Task": "Chat"}
        stated = {"A": "Operation counting", "B": "Hardware", "C": "Reported", "D": ""}
        found = build(
            models(*({**row, "Model": name, "Training compute estimation method": how} for name, how in stated.items()))
        )
        assert found["comparison"]["same_formula"].tolist() == ["yes", "no", "unknown", "unknown"]
        summary = found["agreement"].set_index("published_method")["runs"].to_dict()
        assert summary == {
            "all": 4,
            "the other method alone": 1,
            "Operation counting": 1,
            "Hardware": 1,
            "Reported": 1,
            "not stated": 1,
        }


class TestMatching:
    def pairs(self, mine: dict, **theirs: object) -> int:
        known = our_runs(mine)
        left = known.runs.merge(known.papers, on="paper")
        other = pd.DataFrame([{**ours("e", "E", "2020-03-04", organization="Elsewhere"), **theirs}])
        right = other.assign(published=pd.to_datetime(other["published"]))
        return len(match(left, right, SETTINGS.external.same_model))

    @pytest.mark.slow
    def test_another_spelling_needs_something_else_that_agrees(self) -> None:
        mine = ours("a", "GPT-X", "2020-03-04", "OpenLab", parameters=1e9)
        assert self.pairs(mine, name="gpt x", organization="OpenLab") == 1
        assert self.pairs(mine, name="gpt x", parameters=1.1e9) == 1
        assert self.pairs(mine, name="gpt x") == 0
        assert self.pairs(mine, name="gpt x", organization="OpenLab", parameters=7e9) == 0

    def test_a_model_years_later_is_another(self) -> None:
        mine = ours("a", "GPT-X", "2020-03-04")
        assert self.pairs(mine, name="GPT-X", published="2020-06-01") == 1
        assert self.pairs(mine, name="GPT-X", published="2023-06-01") == 0

    def test_one_paper_under_two_addresses_is_one_paper(self) -> None:
        mine = ours("a", "Big Net", "2020-03-04", url="https://arxiv.org/abs/2003.01234v2")
        assert self.pairs(mine, name="Another Name", url="http://www.arxiv.org/pdf/2003.01234.pdf") == 1

    def test_a_size_in_the_name_may_be_left_out(self) -> None:
        mine = ours("a", "GPT-X", "2020-03-04", "OpenLab", parameters=175e9)
        assert self.pairs(mine, name="GPT-X 175B (huge)", organization="OpenLab", parameters=1.746e11) == 1
        assert self.pairs(mine, name="GPT-X 13B (small)", organization="OpenLab", parameters=13e9) == 0

    @pytest.mark.parametrize(("one", "other"), [("PointNet", "PointNet++"), ("GPT-3.5", "GPT-35"), ("C", "C#")])
    def test_names_that_differ_in_signs_have_different_keys(self, one: str, other: str) -> None:
        assert name_key(one) != name_key(other)
        assert name_key(one) == name_key(one.upper().replace("-", " "))

    def test_each_run_stands_in_one_pair_only(self) -> None:
        known = our_runs(ours("a", "Net", "2020-03-04"), ours("b", "Net", "2020-05-04"))
        found = build(models({"Model": "Net"}), known)["matches"]
        assert found["run"].tolist() == ["a"]


CELLS = st.sampled_from(
    [
        *("", " ", "0", "-1", "1e22", "7e9", "1e999", "NaN", "Infinity", "$80,000", "1,5", "72.0", "5.42", "?"),
        *("2020-01-01", "14/05/2020", "2020-13-01", "9999-12-31", "0001-01-01", "1650-05-05", "2020-05"),
        *("A", " A\n", "=A()", "Language", "Language,Vision", "Chat", "Hardware,Cost", "FP16,FP8", "Llama 2"),
        *("NVIDIA A100", "Huawei Ascend 910B", "Google TPU v3,Google TPU v4", 'A "quoted, one"', "javascript:x", "模"),
    ]
)


NAMED_CELLS = {names[0]: CELLS for names in CONFIG["external"]["models"].values()}


@pytest.mark.slow
class TestRobustness:
    @settings(max_examples=10)
    @given(st.lists(st.fixed_dictionaries(NAMED_CELLS), min_size=8, max_size=24))
    def test_every_row_is_used_or_listed_whatever_its_cells_hold(self, rows: list[dict[str, str]]) -> None:
        found = build({"models.csv": csv_bytes([{"Model": "", **row, "Notes": "x"} for row in [*rows, {}]])})
        lost = found["unused"].query("use in ['row', 'repeated row']")["line"].nunique()
        assert len(found["runs"]) + lost == len(rows) + 1

    def test_keys_are_unique_and_speak(self) -> None:
        assert kebab_case("PointNet++ (v2)") == "pointnet-plus-plus-v2"
        found = build(models({"Model": "A b"}, {"Model": "a-B"}, {"Model": "++"}, {"Model": "模型"}))["runs"]
        assert found["run"].tolist() == ["epoch-a-b", "epoch-a-b--2", "epoch-plus-plus", "epoch-模型"]

    def test_a_file_with_a_name_column_alone_is_survived(self) -> None:
        found = build({"m.csv": b"Model\nA\n"})
        assert found["runs"].empty
        assert found["unused"].query("use == 'row'")["reason"].tolist() == ["no publication date"]

    def test_hardware_alone_is_survived(self) -> None:
        found = build({"h.csv": b"Hardware name,FP32 performance (FLOP/s)\nX,1e12\n"})
        assert len(found["devices"]) == 1
        assert found["runs"].empty

    def test_overlapping_files_count_each_model_once(self) -> None:
        one = csv_bytes(
            [{"Model": "A", "Publication date": "2020-03-04"}, {"Model": "B", "Publication date": "2021-03-04"}]
        )
        two = csv_bytes([{"System": "A", "Publication date": "2020-03-04"}])
        found = build({"all.csv": one, "notable_ai_models.csv": two})
        assert found["runs"]["name"].tolist() == ["A", "B"]

    def test_rows_of_one_name_and_date_whose_facts_differ_are_two_models(self) -> None:
        found = build(models({"Model": "A", "Parameters": "1e9"}, {"Model": "A", "Parameters": "7e9"}))
        assert found["runs"]["run"].tolist() == ["epoch-a", "epoch-a--2"]

    def test_the_order_of_rows_changes_nothing_but_lines(self) -> None:
        rows = [{"Model": name, "Training compute (FLOP)": "1e20"} for name in ("B", "A", "C", "a")]
        forward, backward = build(models(*rows)), build(models(*rows[::-1]))
        columns = ["run", "name", "flop"]
        pd.testing.assert_frame_equal(forward["training_compute"][columns], backward["training_compute"][columns])


class TestTrends:
    def test_a_planted_doubling_time_is_found_in_notable_runs_and_records(self) -> None:
        days = pd.date_range("2012-01-02", "2018-05-01", freq="60D")
        rows = [
            {
                "Model": f"M{number}",
                "Publication date": f"{day:%Y-%m-%d}",
                "Training compute (FLOP)": f"{1e17 * 2 ** ((day - days[0]).days / 365.25 * 12 / 3.4):.17e}",
                "Notability criteria": "Highly cited",
            }
            for number, day in enumerate(days)
        ]
        rows.append({**rows[-1], "Model": "Tuned", "Base model": "M1", "Finetune compute (FLOP)": "1e12"})
        found = build(models(*rows))
        chosen, excluded = external_selections(
            found["training_compute"], found["estimates"], SETTINGS.external.trends, SETTINGS.frontier.start
        )
        for trend in ("epoch-notable", "epoch-top-10", "epoch-record"):
            assert doubling_months(fit(chosen[trend].points).slope) == pytest.approx(3.4, rel=1e-6)
        assert excluded["run"].tolist() == ["epoch-tuned"]


@pytest.mark.slow
class TestCheck:
    """Hardware time / operation counting of three made-up runs, worked out by hand."""

    facts: ClassVar = {
        "Domain": "Language",
        "Task": "Language modeling",
        "Parameters": "1e9",
        "Training dataset size (datapoints)": "1e11",
        "Training hardware": "NVIDIA A100 SXM4 80 GB",
        "Numerical format": "BF16",
    }
    counted = 6 * 1e9 * 1e11
    """FLOP of each run by 6ND."""
    an_hour = 3600 * 312e12 * 0.33
    """FLOP of a device hour: 312 TFLOP/s at the utilization that config assumes for GPUs."""

    def check(self, *ratios: float, **more: str) -> pd.DataFrame:
        rows = [
            {"Model": f"Net {place}", "Publication date": f"{2020 + place}-03-04", **self.facts, **more}
            | {"Training chip-hours": repr(ratio * self.counted / self.an_hour)}
            for place, ratio in enumerate(ratios)
        ]
        return build({"m.csv": csv_bytes(rows)})["check"].set_index(["by", "group"])

    def test_median_and_shares_are_those_of_the_ratios(self) -> None:
        assert pytest.approx(SETTINGS.hardware_time.utilization["GPU"]) == 0.33
        overall = self.check(0.5, 1.2, 2.5, 8.0).loc[("all", "all")]
        assert overall["runs"] == 4
        assert overall["median_ratio"] == pytest.approx((1.2 + 2.5) / 2)
        assert (overall["share_within_2"], overall["share_within_3"]) == (0.5, 0.75)

    def test_it_is_told_by_year_and_by_domain(self) -> None:
        found = self.check(0.5, 1.2)
        assert found.loc[("year", "2020"), "median_ratio"] == pytest.approx(0.5)
        assert found.loc[("year", "2021"), "median_ratio"] == pytest.approx(1.2)
        assert found.loc[("domain", "language"), "runs"] == 2

    def test_a_measured_utilization_is_the_same_formula_and_apart(self) -> None:
        found = self.check(1.0, **{"Hardware utilization (MFU)": "0.66"})
        assert found["kind"].unique().tolist() == ["same formula"]
        assert found.loc[("all", "all"), "median_ratio"] == pytest.approx(2.0)


@pytest.fixture(scope="module")
def counted() -> pd.DataFrame:
    built = build({"m.csv": csv_bytes(TestCounts.rows)})
    wanted, start = SETTINGS.external.trends, SETTINGS.frontier.start
    chosen, _ = external_selections(built["training_compute"], built["estimates"], wanted, start)
    rows = counts(chosen, built["runs"], wanted, start)
    return validate(table(rows, schemas.ExternalCounts), schemas.ExternalCounts, "counts").set_index("trend")


class TestCounts:
    """Why a line has fewer runs than the database counts."""

    rows: ClassVar = [
        {
            "Model": "Old",
            "Publication date": "2005-01-05",
            "Training compute (FLOP)": "1e15",
            "Notability criteria": "x",
        },
        {
            "Model": "One",
            "Publication date": "2012-01-05",
            "Training compute (FLOP)": "1e18",
            "Notability criteria": "x",
        },
        {
            "Model": "Two",
            "Publication date": "2015-01-05",
            "Training compute (FLOP)": "1e20",
            "Notability criteria": "x",
        },
        {"Model": "Three", "Publication date": "2016-01-05", "Training compute (FLOP)": "2e18"},
        {"Model": "Silent", "Publication date": "2017-01-05", "Notability criteria": "x"},
        {
            "Model": "Tuned",
            "Publication date": "2018-02-05",
            "Training compute (FLOP)": "1e21",
            "Notability criteria": "x",
        }
        | {"Base model": "Two", "Finetune compute (FLOP)": "1e17"},
        {"Model": "Tuned too", "Publication date": "2018-03-05", "Training compute (FLOP)": "1e21"}
        | {"Base model": "Two", "Notability criteria": "x"},
    ]

    def test_what_states_no_total_and_fine_tunes_is_counted(self, counted: pd.DataFrame) -> None:
        notable = counted.loc["epoch-notable"]
        assert notable[["rows", "without_total", "stated", "fine_tunes", "runs"]].tolist() == [5, 1, 4, 2, 2]
        assert str(notable["since"].date()) == "2010-01-01"

    def test_the_largest_of_their_time_leave_out_the_smaller(self, counted: pd.DataFrame) -> None:
        record = counted.loc["epoch-record-of-all-time"]
        assert record[["stated", "fine_tunes", "not_leading", "runs"]].tolist() == [5, 2, 1, 2]

    def test_every_line_adds_up(self, counted: pd.DataFrame) -> None:
        assert (counted["stated"] - counted["fine_tunes"] - counted["not_leading"]).eq(counted["runs"]).all()
        assert counted["not_leading"].ge(0).all()
        assert counted.loc[counted.index.str.contains("notable"), "not_leading"].eq(0).all()
