"""External files as people really have them: several files, dates of any order, headers of all years, other units."""

import itertools
import re
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.external.cells import decimal_commas
from ai_compute.external.devices import Finder
from ai_compute.external.headers import Layout, places
from ai_compute.external.matching import candidates_of, described
from ai_compute.external.notices import warnings
from ai_compute.external.trends import external_selections
from ai_compute.external.units import factor_of
from ai_compute.messages.problems import Problems
from ai_compute.trends.any_table import trend_of
from ai_compute.trends.breaks import Search
from ai_compute.values.date_columns import DAY_FIRST, MONTH_FIRST, UndecidedDates, read_dates
from test_external import CHOICES, DEVICES, SETTINGS, build, csv_bytes

HEAD = {"Domain": "Language", "Task": "Language modeling", "Organization": "Example Lab"}
FLOP = "Training compute (FLOP)"
ALONE = " (of models that stand in this file alone)"


def model(name: str, published: str, **facts: str) -> dict[str, str]:
    return {"Model": name, "Publication date": published, **HEAD, **facts}


def told(tables: dict[str, pd.DataFrame], use: str) -> pd.DataFrame:
    return tables["unused"][tables["unused"]["use"].eq(use)]


@pytest.mark.slow
class TestSeveralFiles:
    large = csv_bytes(
        [
            model(f"Alpha-{n}", f"20{18 + n}-03-01", **{FLOP: f"6e{19 + n}", "Parameters": f"1e{8 + n}"})
            for n in (1, 2, 3)
        ]
    )
    notable = csv_bytes(
        [
            model(f"Alpha-{n}", f"20{18 + n}-03-01", **{FLOP: f"6.0{n}e{19 + n}", "Parameters": f"1e{8 + n}"})
            | {"Training dataset size (gradients)": "1e11", "Epochs": "1", "Notability criteria": "Highly cited"}
            for n in (1, 2, 3)
        ]
    )

    @pytest.mark.parametrize("names", list(itertools.permutations(["a.csv", "b.csv"])))
    def test_two_files_of_one_day_are_one_database_whatever_they_are_called(self, names: tuple[str, str]) -> None:
        found = build(dict(zip(names, (self.large, self.notable), strict=True)))
        assert found["runs"]["notable"].tolist() == [True] * 3
        assert found["estimates"]["flop"].tolist() == pytest.approx([6e20, 6e21, 6e22])
        chosen, _ = external_selections(
            found["training_compute"], found["estimates"], SETTINGS.external.trends, SETTINGS.frontier.start
        )
        assert len(chosen["epoch-notable"].points) == 3
        assert told(found, "other value").empty

    @pytest.mark.slow
    def test_the_names_of_files_change_no_fact(self) -> None:
        one = build({"a.csv": self.large, "b.csv": self.notable})["runs"]
        two = build({"b.csv": self.large, "a.csv": self.notable})["runs"]
        pd.testing.assert_frame_equal(one.drop(columns=["file", "also"]), two.drop(columns=["file", "also"]))

    def test_snapshots_of_two_years_count_no_run_twice_and_tell_what_differs(self) -> None:
        old = csv_bytes(
            [
                model("AlphaGo Zero", "2017-10-18", **{FLOP: "3.4e23"}),
                model("GPT-4", "2023-03-15", **{FLOP: "2.1e25"}),
                model("Gone", "2015-05-05", **{FLOP: "1e18"}),
            ]
        )
        new = csv_bytes(
            [
                model("AlphaGo  Zero", "2017-10-19", **{FLOP: "3.1e23", "Notability criteria": "Highly cited"}),
                model("GPT-4 (Mar 2023)", "2023-03-15", **{FLOP: "2.1e25"}),
                model("Fresh", "2025-05-05", **{FLOP: "1e25"}),
            ]
        )
        found = build({"2023.csv": old, "2025.csv": new})
        assert found["runs"]["name"].tolist() == ["AlphaGo Zero", "Fresh", "Gone", "GPT-4 (Mar 2023)"]
        go = found["runs"].set_index("name").loc["AlphaGo Zero"]
        assert (go["published_flop"], go["also"]) == (3.1e23, "2023.csv:2")
        others = told(found, "other value").set_index("field")["found"]
        assert others["published_flop"] == "3.4e+23 (used: 3.1e+23, 2025.csv:2)"
        assert others["published"] == "2017-10-18 (used: 2017-10-19, 2025.csv:2)"

    def test_near_names_of_two_files_stay_two_models(self) -> None:
        one = csv_bytes([model("CALM", "2022-07-14") | {"Organization": "Google"}, model("PointNet", "2016-12-02")])
        two = csv_bytes([model("CaLM", "2022-12-19") | {"Organization": "Oxford"}, model("PointNet++", "2017-06-07")])
        assert len(build({"a.csv": one, "b.csv": two})["runs"]) == 4

    def test_a_date_to_the_day_stands_for_one_to_the_year_whichever_file_is_newer(self) -> None:
        newest = model("New", "2024-05-06")
        rows = [model("A", "1998"), newest], [model("A", "1998-05-03")]
        found = build({"a.csv": csv_bytes(rows[0]), "b.csv": csv_bytes(rows[1])})
        assert found["runs"].set_index("name").loc["A", "published"] == pd.Timestamp("1998-05-03")
        assert told(found, "other value").empty

    @pytest.mark.parametrize(
        "alike",
        [{"Link": "https://example.org/data"}, {"Reference": "The one title of all rows here"}, {"Model": "Net"}],
    )
    @pytest.mark.slow
    def test_what_all_rows_share_does_not_make_pairs_of_all_rows(self, alike: dict[str, str]) -> None:
        days = pd.date_range("2012-01-02", "2024-01-02", periods=400).strftime("%Y-%m-%d")
        rows = [model(f"Net{number:04}", day, Parameters=f"{number + 1}e6") | alike for number, day in enumerate(days)]
        runs = build({"a.csv": csv_bytes(rows)})["runs"]
        sides = described(runs), described(runs)
        assert len(candidates_of(*sides)) < 3 * len(rows)
        assert len(build({"a.csv": csv_bytes(rows), "b.csv": csv_bytes(rows[::-1])})["runs"]) == len(rows)

    def test_of_several_rows_of_a_model_the_first_that_says_a_fact_gives_it(self) -> None:
        facts = [{"Parameters": "1e9"}, {"Parameters": "1e9", FLOP: "1e20"}, {FLOP: "1.5e20", "Epochs": "2"}]
        found = build({"a.csv": csv_bytes([model("A", "2020-03-04", **each) for each in facts])})
        (run,) = found["runs"].to_dict("records")
        assert (run["parameters"], run["published_flop"], run["epochs"], run["also"]) == (
            1e9,
            1e20,
            2,
            "a.csv:3; a.csv:4",
        )
        assert told(found, "other value")["found"].tolist() == ["1.5e+20 (used: 1e+20, a.csv:2)"]
        assert told(found, "repeated row")["line"].tolist() == [3, 4]

    def test_variants_of_one_day_are_paired_by_their_size(self) -> None:
        rows = [model("A", "2020-03-04", Parameters=size) for size in ("1e9", "7e9")]
        found = build({"a.csv": csv_bytes(rows), "b.csv": csv_bytes(rows[::-1])})["runs"]
        assert sorted(found["parameters"]) == [1e9, 7e9]

    def test_a_model_that_was_renamed_and_revised_counts_once(self) -> None:
        link = {"Link": "https://arxiv.org/abs/2307.01952"}
        old = csv_bytes([model("SDXL", "2023-07-04", **{FLOP: "1e21"}) | link])
        new = csv_bytes([model("Stable Diffusion XL", "2023-07-04", **{FLOP: "2e21"}) | link])
        runs = build({"old.csv": old, "new.csv": new})["runs"]
        assert len(runs) == 1

    def test_of_two_sizes_of_one_day_none_is_taken_for_the_old_name(self) -> None:
        link = {"Link": "https://arxiv.org/abs/2309.16609"}
        old = csv_bytes([model("Qwen", "2023-09-28", **{FLOP: "1e22"}) | link])
        new = csv_bytes([model(f"Qwen-{n}B", "2023-09-28", **{FLOP: f"{n}e22"}) | link for n in (7, 14)])
        assert len(build({"old.csv": old, "new.csv": new})["runs"]) == 3

    def test_of_one_paper_day_and_value_a_model_of_another_name_counts_once(self) -> None:
        def counted(old: list[str], new: list[str], **other: str) -> int:
            link = {"Link": "https://example.org/paper/7", FLOP: "3e21"}
            files = {
                "old.csv": csv_bytes([model(name, "2022-03-04", **link) for name in old]),
                "new.csv": csv_bytes([model(name, "2022-03-04", **(link | other)) for name in new]),
            }
            return len(build(files)["runs"])

        assert counted(["Lantern"], ["Bright Lamp"]) == 1
        assert counted(["Lantern"], ["Bright Lamp"], **{FLOP: "4e21"}) == 2
        assert counted(["Lantern"], ["Bright Lamp"], Parameters="1e9") == 2
        assert counted(["Lantern"], ["Bright Lamp", "Dark Lamp"]) == 3
        assert counted(["Lantern", "Torch"], ["Lantern", "Bright Lamp"]) == 3

    @pytest.mark.parametrize(("value", "paper", "runs"), [("9e20", "", 2), ("3e24", "", 1), ("9e20", "x.org/p/1", 1)])
    def test_without_one_paper_values_far_apart_are_of_two_models(self, value: str, paper: str, runs: int) -> None:
        link = {"Link": f"https://{paper}"} if paper else {}
        old = csv_bytes([model("Grok-1", "2023-11-04", **{FLOP: "2.9e24"}, **link)])
        new = csv_bytes([model("Grok", "2023-11-03", **{FLOP: value}, **link)])
        assert len(build({"old.csv": old, "new.csv": new})["runs"]) == runs

    @pytest.mark.parametrize(
        ("one", "two", "fact", "filled"),
        [
            (
                {"Hardware quantity": "8", "Training time (hours)": "10"},
                {"Training chip-hours": "9000"},
                "chip_hours",
                0,
            ),
            ({"Hardware quantity": "8"}, {"Training chip-hours": "9000"}, "chip_hours", 9000),
            (
                {"Training hardware": "NVIDIA V100"},
                {"Training hardware": "NVIDIA T4", "Training chip-hours": "9000"},
                "chip_hours",
                0,
            ),
            ({"Training hardware": "NVIDIA V100"}, {"Training chip-hours": "9000"}, "chip_hours", 9000),
            (
                {"Training hardware": "NVIDIA V100", "Hardware quantity": "8"},
                {"Training hardware": "NVIDIA T4", "Training time (hours)": "90"},
                "hours",
                0,
            ),
            (
                {"Training dataset size (datapoints)": "1e9"},
                {"Training dataset size (datapoints)": "4e9", "Epochs": "3"},
                "epochs",
                0,
            ),
            (
                {"Training dataset size (datapoints)": "1e9"},
                {"Training dataset size (datapoints)": "1.01e9", "Epochs": "3"},
                "epochs",
                3,
            ),
        ],
    )
    def test_facts_of_two_estimates_are_not_mixed(
        self, one: dict[str, str], two: dict[str, str], fact: str, filled: float
    ) -> None:
        rows = [model("A", "2020-03-04", **one), model("A", "2020-03-04", **two)]
        (found,) = build({"m.csv": csv_bytes(rows)})["runs"].to_dict("records")
        assert np.nan_to_num(found[fact]) == filled

    @pytest.mark.parametrize(
        ("newer", "older", "blank"),
        [
            (
                {"Training hardware": "NVIDIA A100", "Hardware quantity": "1000"},
                {"Training hardware": "NVIDIA A100", "Hardware quantity": "500", "Training time (hours)": "100"},
                ["hours"],
            ),
            (
                {"Hardware quantity": "1000", "Training time (hours)": "100"},
                {
                    "Training hardware": "NVIDIA V100",
                    "Hardware quantity": "64",
                    "Training time (hours)": "2000",
                },
                ["device"],
            ),
            (
                {"Training hardware": "NVIDIA A100", "Hardware quantity": "1000", "Training time (hours)": "100"},
                {
                    "Training hardware": "NVIDIA V100",
                    "Hardware utilization (MFU)": "0.2",
                    "Numerical format": "FP32",
                },
                ["utilization", "number_format"],
            ),
            (
                {"Parameters": "1e9", "Epochs": "4"},
                {"Training dataset size (datapoints)": "1e12", "Epochs": "1"},
                ["datapoints"],
            ),
            (
                {FLOP: "2e21"},
                {FLOP: "1e21", "Training compute estimation method": "Hardware", "Confidence": "Confident"},
                ["published_method", "confidence"],
            ),
        ],
    )
    def test_an_older_estimate_fills_no_blank_of_a_newer_one_and_is_told(
        self, newer: dict[str, str], older: dict[str, str], blank: list[str]
    ) -> None:
        latest = model("Last", "2024-05-06")
        files = {
            "new.csv": csv_bytes([model("A", "2020-03-04", **newer), latest]),
            "old.csv": csv_bytes([model("A", "2020-03-04", **older)]),
        }
        found = build(files)
        run = found["runs"].set_index("name").loc["A"]
        assert [run[fact] for fact in blank if run[fact] != "" and pd.notna(run[fact])] == []
        others = told(found, "other value").set_index("field")
        assert others.loc[blank, "reason"].str.startswith("of another estimate").all()
        assert others.loc[blank, "found"].str.endswith("(used: none, new.csv:2)").all()

    def test_bounds_of_an_older_total_are_no_bounds_of_the_newer_one(self) -> None:
        bounds = {"Training compute lower bound": "9e20", "Training compute upper bound": "9e21"}
        files = {
            "new.csv": csv_bytes([model("A", "2020-03-04", **{FLOP: "2e21"}), model("Last", "2024-05-06")]),
            "old.csv": csv_bytes([model("A", "2020-03-04", **{FLOP: "1e21"}, **bounds)]),
        }
        run = build(files)["runs"].set_index("name").loc["A"]
        factor = max(SETTINGS.external.confidence.values())
        assert run["published_flop_low"] == pytest.approx(2e21 / factor)

    def test_three_rows_of_one_file_fill_one_after_the_other(self) -> None:
        facts: list[dict[str, str]] = [
            {},
            {"Training hardware": "NVIDIA A100", "Training time (hours)": "10"},
            {"Training hardware": "NVIDIA V100", "Hardware quantity": "64"},
        ]
        found = build({"m.csv": csv_bytes([model("A", "2020-03-04", **each) for each in facts])})
        (run,) = found["runs"].to_dict("records")
        assert (run["device"], run["hours"]) == ("NVIDIA A100", 10)
        assert np.isnan(run["device_count"])
        assert set(told(found, "other value")["field"]) == {"device", "device_count"}

    def test_tables_without_sources_are_merged_by_name_day_and_value(self) -> None:
        old = (
            b"Entity,year,Day,Training_computation_petaflop,Domain\n"
            b"AlphaFold2,2020,2020-11-30,NA,Other\nGPT-4,2023,2023-03-15,21000000000,Multimodal\n"
            b"AlphaGo Master,2017,2017-01-01,150000000,Games\nCALM,2022,2022-07-14,9,Language\n"
        )
        new = (
            b"Entity,Day,Training computation (petaFLOP),Domain\n"
            b"AlphaFold 2,2020-11-30,2990000,Biology\nGPT-4 (Mar 2023),2023-03-15,21000000000,Multiple domains\n"
            b"AlphaGo Master,2017-10-19,341000,Games\nCaLM,2022-12-19,29000,Biology\n"
        )
        runs = build({"old.csv": old, "new.csv": new})["runs"].set_index("name")
        assert sorted(runs.index) == ["AlphaFold 2", "AlphaGo Master", "CALM", "CaLM", "GPT-4 (Mar 2023)"]
        assert runs.loc["GPT-4 (Mar 2023)", "domain"] == "multimodal"
        assert runs.loc["AlphaFold 2", "published_flop"] == pytest.approx(2.99e21)

    def test_bounds_and_confidence_of_several_files_make_one_interval(self) -> None:
        one, two = model("A", "2020-03-04", **{FLOP: "1e20"}), model("A", "2020-03-04", Confidence="Confident")
        found = build({"a.csv": csv_bytes([one]), "b.csv": csv_bytes([two])})["runs"].iloc[0]
        assert (found["published_flop_low"], found["published_flop_high"]) == pytest.approx((1e20 / 3, 3e20))


class TestDates:
    @pytest.mark.parametrize(
        ("cells", "days"),
        [
            (["02/07/1950", "25/11/1998"], ["1950-07-02", "1998-11-25"]),
            (["7/2/1950", "11/25/1998"], ["1950-07-02", "1998-11-25"]),
            (["02.07.1950 10:30", "25.11.1998"], ["1950-07-02", "1998-11-25"]),
            (["2020-05-04T10:00:00Z", "2020-05-04 23:59:59+02:00"], ["2020-05-04", "2020-05-04"]),
            (["2020", "2020.0", "2020-05", "2020/5/4"], ["2020-07-01", "2020-07-01", "2020-05-15", "2020-05-04"]),
            (["14 May 2020", "May 14, 2020", "May 2020"], ["2020-05-14", "2020-05-14", "2020-05-15"]),
            (["05/05/2020"], ["2020-05-05"]),
            (["4-Mar-2020", "04-March-2020"], ["2020-03-04", "2020-03-04"]),
        ],
    )
    def test_a_column_decides_whether_the_day_or_the_month_comes_first(self, cells: list[str], days: list[str]) -> None:
        assert [str(found.day) for found in read_dates(cells).found if found] == days

    @pytest.mark.parametrize("cells", [["03/04/2020"], ["03/04/2020", "2020-05-04"], ["25/11/1998", "11/25/1998"]])
    def test_a_column_that_does_not_decide_is_an_error_unless_one_says_how(self, cells: list[str]) -> None:
        with pytest.raises(UndecidedDates):
            read_dates(cells)
        assert read_dates(["03/04/2020"], DAY_FIRST).found[0].day == date(2020, 4, 3)  # type: ignore[union-attr]
        assert read_dates(["03/04/2020"], MONTH_FIRST).found[0].day == date(2020, 3, 4)  # type: ignore[union-attr]

    @given(
        st.lists(st.dates(date(1950, 1, 1), date(2026, 1, 1)), min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"])
    )
    @pytest.mark.slow
    def test_dates_of_one_order_are_read_right_or_not_at_all(self, days: list[date], order: str) -> None:
        try:
            read = read_dates([day.strftime(order) for day in days]).found
        except UndecidedDates:
            return
        assert [found.day for found in read if found] == days

    @given(st.lists(st.text()))
    @pytest.mark.slow
    def test_no_text_breaks_the_reader_of_dates(self, cells: list[str]) -> None:
        read = read_dates(cells, DAY_FIRST)
        assert all(bool(found) != bool(complaint) for found, complaint in zip(read.found, read.complaints, strict=True))

    def test_the_error_names_both_readings_and_the_setting(self) -> None:
        with pytest.raises(Problems) as caught:
            build({"m.csv": b"Model,Publication date\nA,03/04/2020\n"})
        for words in ("m.csv:2", "3 April 2020", "4 March 2020", "date_order: {m.csv: day first}"):
            assert words in str(caught.value)

    def test_the_way_out_is_one_setting_for_all_files_as_yaml_reads_it(self) -> None:
        files = ["m.csv", "my file, of 2022: {new}.csv"]
        with pytest.raises(Problems) as caught:
            build(dict.fromkeys(files, b"Model,Publication date\nA,03/04/2020\n"))
        assert len(caught.value.problems) == 2
        (said,) = {problem.way_out for problem in caught.value.problems}
        setting = yaml.safe_load(said.split("`")[1])["date_order"]
        assert setting == dict.fromkeys(files, "day first")
        given_order = CHOICES.external.model_copy(update={"date_order": setting})
        choices = CHOICES.__class__(**{**vars(CHOICES), "external": given_order})
        assert len(build(dict.fromkeys(files, b"Model,Publication date\nA,03/04/2020\n"), choices=choices)["runs"]) == 1

    def test_the_setting_that_the_error_names_decides(self) -> None:
        given_order = CHOICES.external.model_copy(update={"date_order": {"m.csv": "month first"}})
        choices = CHOICES.__class__(**{**vars(CHOICES), "external": given_order})
        found = build({"m.csv": b"Model,Publication date\nA,03/04/2020\n"}, choices=choices)
        assert found["runs"]["published"].dt.strftime("%Y-%m-%d").tolist() == ["2020-03-04"]

    def test_the_log_says_how_dates_were_read(self) -> None:
        found = build({"m.csv": b"Model,Publication date\nA,25/04/2020\n"})
        assert any("day first" in str(problem) for problem in warnings(found["unused"]))


@pytest.mark.slow
class TestHeaders:
    @pytest.mark.parametrize(
        ("header", "value"), [("total (petaFLOP)", 5e17), ("total (odd)", 500.0), ("total", 500.0)]
    )
    def test_a_header_that_is_mapped_by_name_keeps_the_unit_that_it_names(self, header: str, value: float) -> None:
        found, refused = places(["name", header], Layout({"name": ["name"], "published_flop": [header]}))
        assert refused == {}
        assert 500 * found["published_flop"][0].factor == value

    @pytest.mark.parametrize(("unit", "scale"), [("billion tokens", 1e9), ("trillion tokens", 1e12), ("tokens", 1.0)])
    def test_sizes_of_data_are_read_with_what_they_are_of(self, unit: str, scale: float) -> None:
        assert factor_of("datapoints", unit) == scale

    def test_those_of_2022_are_known(self) -> None:
        found = build(
            {
                "2022.csv": b"System,Domain,Publication date,Training compute (FLOPs),Inclusion criteria\n"
                b"Theta,Other,02/07/1950,4.0e1,Historical significance\nIota,Vision,25/11/1998,2.8e12,\n"
            }
        )["runs"]
        assert found["notable"].tolist() == [False, True]
        assert found["published_flop"].tolist() == [2.8e12, 40]

    def test_tensor_peaks_of_2024_are_known(self) -> None:
        chips = (
            b"Name of the hardware,Type,FP32 (single precision) Performance (FLOP/s),FP16 Tensor Core,"
            b"Tensor Float 32 (TF32)\nMade Up 5,GPU,6.7E13,9.89E14,4.95E14\n"
        )
        row = model("A", "2024-03-04") | {"Training hardware": "Made Up 5", "Training chip-hours": "1e6"}
        found = build({"chips.csv": chips, "m.csv": csv_bytes([row])})["estimates"]
        assert found["flop"].tolist() == [pytest.approx(1e6 * 3600 * 9.89e14 * 0.33)]

    @pytest.mark.parametrize(
        ("header", "cell"),
        [
            ("Training compute (petaFLOP)", "6e4"),
            ("Training compute (PFLOPs)", "6e4"),
            ("Training compute (FLOPs) [deprecated]", "6e19"),
            ("Training compute (pfs-days)", repr(6e19 / 8.64e19)),
            ("Training compute (1e18 FLOP)", "60"),
            ("Training compute", "6e19"),
        ],
    )
    def test_a_unit_in_a_header_is_converted(self, header: str, cell: str) -> None:
        found = build({"m.csv": csv_bytes([model("A", "2020-03-04", **{header: cell})])})
        assert found["training_compute"]["flop"].tolist() == [pytest.approx(6e19)]

    @pytest.mark.parametrize(
        ("factor", "spellings"),
        [
            (1, ["(FLOP)", "[FLOPs]", "in FLOP", "(floating point operations)", ""]),
            (1e15, ["(petaFLOP)", "in petaFLOP", ", petaFLOP", ": PFLOP", "- PFLOPs", "petaflop", "_petaflop", "(PF)"]),
            (1e15, ["[petaFLOPs]", "(in petaFLOP)", "(Peta-FLOP)", "(peta FLOP)", "{PetaFLOPs}", "(quadrillion FLOP)"]),
            (1e15, ["| PFlop", "(10^15 FLOP)", "(×10¹⁵ FLOP)", "(1e15 FLOPs)", "(x 10**15 FLOP)"]),
            (8.64e19, ["(pfs-days)", "in pfs-days", "(petaflop/s-days)", "(PFLOP/s-days)", "(PF-days)", "(pf/s-days)"]),
            (8.64e19, ["(petaflop/s days)", "(petaflop-days)", "(petaFLOPs per second day)", "(PFs-days)"]),
            (None, ["(log10 FLOP)", "(FLOP, log10)", "(PFLOP/s)", "(pfs)", "(GPU-hours)", "(petaFLOP, est.)", "(USD)"]),
            (None, ["(FLOP) in petaFLOP", "(FLOP) (petaFLOP)", "(FLOP) [log10]"]),
        ],
    )
    def test_a_unit_is_read_or_its_column_is_not_however_it_is_spelled(
        self, factor: float | None, spellings: list[str]
    ) -> None:
        for spelling in spellings:
            header = f"Training compute {spelling}".strip().replace(" _", "_").replace(" ,", ",").replace(" :", ":")
            for known in (["Training compute (FLOP)", "Training compute"], [header]):
                found, refused = places([header], Layout({"published_flop": known}))
                factors = [place.factor for place in found["published_flop"]]
                assert factors == ([] if factor is None else [pytest.approx(factor)]), (header, known)
                assert factor is not None or known != [header] or refused, header

    def test_every_header_of_config_is_read_in_the_unit_that_is_kept(self) -> None:
        for kind in ("models", "hardware"):
            layout = SETTINGS.external.kinds[kind]
            for column, headers in layout.headers.items():
                for header in headers:
                    found, refused = places([header], layout)
                    assert (refused, found[column][0].factor) == ({}, 1.0), header

    def test_what_is_converted_stands_in_the_log(self) -> None:
        rows = [model("A", "2020-03-04", **{"Training compute in petaFLOP": "6e4", "Training time (days)": "3"})]
        found = told(build({"m.csv": csv_bytes(rows)}), "file").set_index("field")["reason"]
        assert found["Training compute in petaFLOP"] == "its numbers are converted: 1 there is 1e+15 FLOP"
        assert found["Training time (days)"] == "its numbers are converted: 1 there is 24 hours"

    @pytest.mark.parametrize("header", ["Training time (GPU hours)", "Training time (chip-days)"])
    def test_a_time_of_all_devices_is_no_time_of_the_run(self, header: str) -> None:
        found, _ = places([header], SETTINGS.external.kinds["models"])
        assert (len(found["hours"]), len(found["chip_hours"])) == (0, 1)

    @pytest.mark.parametrize("unit", ["USD", "parsecs", "hours", "FLOP/s"])
    def test_a_unit_that_is_no_compute_is_refused_and_named(self, unit: str) -> None:
        found = build({"m.csv": csv_bytes([model("A", "2020-03-04", **{f"Training compute ({unit})": "6e19"})])})
        assert found["training_compute"].empty
        assert unit in " ".join(told(found, "file")["reason"])

    @pytest.mark.parametrize(
        "unit",
        [
            "T",
            "G tokens",
            "Gtokens",
            "Btokens",
            "Mtokens",
            "Mtok",
            "mln tokens",
            "bln",
            "mio",
            "Mrd",
            "tn",
            "giga",
            "kilo",
        ],
    )
    def test_a_short_scale_is_read_or_its_column_is_not(self, unit: str) -> None:
        for header in (f"Training dataset size ({unit})", f"Training dataset size, {unit}"):
            found, refused = places([header], Layout({"datapoints": ["Training dataset size"]}))
            assert (found["datapoints"], list(refused)) == ([], [0]), header

    @pytest.mark.parametrize("unit", ["TPU core-hours", "core-hours", "node hours"])
    def test_a_time_of_parts_or_boxes_of_chips_is_no_time_of_chips(self, unit: str) -> None:
        with pytest.raises(ValueError, match=r"is unknown|not of its devices"):
            factor_of("chip_hours", unit)

    @pytest.mark.parametrize(
        ("column", "unit", "factor"),
        [
            ("hours", "days", 24),
            ("chip_hours", "GPU hours", 1),
            ("fp32", "TFLOPS", 1e12),
            ("parameters", "billions", 1e9),
        ],
    )
    def test_units_of_other_columns(self, column: str, unit: str, factor: float) -> None:
        assert factor_of(column, unit) == pytest.approx(factor)

    @pytest.mark.parametrize(
        ("cell", "address"),
        [
            ("https://a.org/x", "https://a.org/x"),
            ("https://a.org/x, https://b.org", "https://a.org/x"),
            ("https://a.org/x;https://b.org", "https://a.org/x"),
            ("https://a.org/x\nhttps://b.org", "https://a.org/x"),
            ("https://a.org/x,y;z", "https://a.org/x,y;z"),
            ('https://a.org/"x', ""),
            ("javascript:alert(1)", ""),
        ],
    )
    def test_of_several_addresses_the_first_is_kept(self, cell: str, address: str) -> None:
        found = build({"m.csv": csv_bytes([model("A", "2020-03-04", Link=cell)])})["runs"]
        assert found["url"].tolist() == [address]

    @pytest.mark.parametrize("domain", ["Language", "language", "LANGUAGE"])
    def test_the_case_of_a_domain_changes_no_estimate(self, domain: str) -> None:
        facts = {"Parameters": "1e9", "Training dataset size (datapoints)": "1e10", "Domain": domain}
        found = build({"m.csv": csv_bytes([model("A", "2020-03-04") | facts])})["estimates"]
        assert found["flop"].tolist() == [pytest.approx(6e19)]

    @pytest.mark.parametrize(("file", "all_notable"), [("notable_ai_models.csv", True), ("non-notable.csv", False)])
    def test_the_name_of_a_file_says_one_thing_to_rows_and_log(self, file: str, all_notable: bool) -> None:
        found = build({f"some/{file}": csv_bytes([model("A", "2020-03-04")])})
        assert found["runs"]["notable"].tolist() == [all_notable]
        assert ("Notability criteria" in set(told(found, "file")["field"])) is not all_notable

    def test_numbers_that_nobody_reads_and_needed_columns_that_are_missing_are_named_once(self) -> None:
        row = {
            "Model": "A",
            "Publication date": "2020-03-04",
            "Domain": "Language",
            "Brand new peak": "1e15",
            "Citations": "5",
        }
        found = told(build({"a.csv": csv_bytes([row]), "b.csv": csv_bytes([row])}), "file").set_index("field")["reason"]
        assert found.index.tolist().count("Brand new peak") == 1
        assert "external: ignored" in found["Brand new peak"]
        assert "external: models: task" in found["Task"]
        assert "Citations" not in found

    def test_a_column_that_one_file_lacks_beside_one_that_has_it_is_named_there(self) -> None:
        facts = {FLOP: "1e20", "Training hardware": "NVIDIA A100", "Training chip-hours": "9"}
        whole = csv_bytes([model("A", "2020-03-04", **facts)])
        less = csv_bytes([model("B", "2020-03-04") | {"Training hardware": "NVIDIA A100"}])
        found = told(build({"a.csv": whole, "b.csv": less}), "file").set_index(["file", "field"])["reason"]
        way_out = "add its header to `external: models: published_flop`"
        assert found["b.csv", FLOP] == f"missing, so no published training compute{ALONE}: {way_out}"
        time = found["b.csv", "Training time (hours) and Hardware quantity"]
        assert "no estimate by hardware time (of models that stand in this file alone): add their headers" in time
        assert ("a.csv", FLOP) not in found

    @pytest.mark.parametrize(
        ("other", "table"),
        [
            ("marked.csv", b"Model,Publication date,Notability criteria\nB,2020-03-04,Highly cited\n"),
            ("notable.csv", b"Model,Publication date\nB,2020-03-04\n"),
            ("owid.csv", b"Entity,Day,Training computation (petaFLOP),Domain\nB,2020-03-04,6,Language\n"),
        ],
    )
    def test_where_another_file_has_notable_models_it_is_not_said_that_there_are_none(
        self, other: str, table: bytes
    ) -> None:
        found = told(build({"a.csv": csv_bytes([model("A", "2020-03-04")]), other: table}), "file")
        (reason,) = found.loc[found["field"].eq("Notability criteria"), "reason"]
        assert reason.startswith(f"missing, so no model counts as notable{ALONE}: add")

    @pytest.mark.parametrize(
        "header",
        [
            "Entity,Code,year,Day,Training_computation_petaflop,Domain",
            "Entity,Code,Year,Day,Training computation (petaFLOP),Domain",
            "entity,code,year,day,training_computation_petaflop,domain",
        ],
    )
    def test_those_of_our_world_in_data_are_known(self, header: str) -> None:
        rows = b"ADALINE,,1960,1960-06-30,9.9e-12,Vision\nA3C FF hs,,2016,2016-02-04,NA,Games\n"
        found = build({"owid.csv": header.encode() + b"\n" + rows})
        assert found["training_compute"]["flop"].tolist() == [pytest.approx(9900)]
        assert found["runs"]["domain"].tolist() == ["games", "vision"]
        assert found["runs"]["published"].dt.strftime("%Y-%m-%d").tolist() == ["2016-02-04", "1960-06-30"]
        assert told(found, "cell").empty

    @pytest.mark.parametrize("above", ["sep=;\n", "Epoch AI database;;;\n", ";;;\nas of May;;;\n\n"])
    def test_lines_above_the_header_do_not_hide_it(self, above: str) -> None:
        table = f"Model;Publication date;{FLOP};Task\nA;2020-03-04;6e19;Coding\n"
        runs = build({"m.csv": (above + table).encode()})["runs"]
        assert runs["published_flop"].tolist() == [6e19]
        assert runs["line"].tolist() == [above.count("\n") + 2]

    def test_a_word_in_a_row_makes_no_header_of_it(self) -> None:
        with pytest.raises(Problems):
            build({"m.csv": b"What,When\nModel,2020\nSystem,2021\n"})

    def test_a_missing_column_of_dates_is_named(self) -> None:
        found = told(build({"m.csv": b"Model,When\nA,2020-03-04\n"}), "file").set_index("field")["reason"]
        assert "no row can be used" in found["Publication date"]

    def test_a_newline_without_quotes_breaks_no_row(self) -> None:
        table = (
            f"Model,Publication date,{FLOP}\nA,2020-03-04,1e20\nGPT-3.5 (davinci-002)\n,2022-03-15,2.6e24\nshort,2020\n"
        )
        found = build({"m.csv": table.encode()})
        assert found["runs"]["name"].tolist() == ["A", "GPT-3.5 (davinci-002)"]
        assert told(found, "row")["line"].tolist() == [5]

    def test_a_deprecated_column_fills_blanks_only(self) -> None:
        rows = [
            model("A", "2020-03-04", **{FLOP: "1e20", "Training compute (FLOP) (deprecated)": "5e20"}),
            model("B", "2020-03-04", **{FLOP: "", "Training compute (FLOP) (deprecated)": "5e20"}),
        ]
        assert build({"m.csv": csv_bytes(rows)})["runs"]["published_flop"].tolist() == [1e20, 5e20]


class TestNumbers:
    @pytest.mark.parametrize(
        ("cells", "decimal"),
        [
            (["1,5", "1,234"], True),
            (["0,125"], True),
            (["1,234E+20", "5"], True),
            (["1.234,567"], True),
            (["1,234"], False),
            (["1,234,567", "1,5"], False),
            (["1,5", "2.5"], False),
            (["1,234.5"], False),
            (["", "1e20"], False),
        ],
    )
    def test_a_column_decides_whether_its_commas_are_decimal(self, cells: list[str], decimal: bool) -> None:
        assert decimal_commas(cells) is decimal

    def test_decimal_commas_are_read_before_units_and_stand_in_the_log(self) -> None:
        header = "Model;Publication date;Training compute (petaFLOP);Parameters\n"
        table = f"{header}A;2020-03-04;1,234E+5;1.000,5\nB;2021-03-04;2,5;7\n"
        found = build({"m.csv": table.encode()})
        assert found["runs"]["published_flop"].tolist() == [pytest.approx(1.234e20), pytest.approx(2.5e15)]
        assert found["runs"]["parameters"].tolist() == [pytest.approx(1000.5), 7]
        assert ["decimal" in reason for reason in told(found, "file")["reason"]].count(True) == 2

    def test_a_file_most_of_whose_rows_are_lost_says_so_in_the_log(self) -> None:
        rows = [model(f"Net-{number}", f"{number:02}.03.21") for number in range(1, 20)]
        (lost,) = told(build({"m.csv": csv_bytes([*rows, model("A", "2020")])}), "file").query("field == 'rows'")[
            "reason"
        ]
        assert lost.startswith("19 of 20 rows cannot be used, most of them for: expected a date")


class TestTrendOf:
    def theirs(self) -> pd.DataFrame:
        days = pd.date_range("2012-01-20", periods=40, freq="40D")
        flop = 1e18 * 4 ** ((days - days[0]).days / 365.25)
        return pd.DataFrame({"when": days.strftime("%d/%m/%Y"), "flop": flop})

    def test_dates_are_read_as_those_of_external_files(self) -> None:
        assert trend_of(self.theirs(), "when")["growth_per_year"] == pytest.approx(4)
        for cells in (["25/11/1998", "11/25/1998"], ["03/04/1998", "05/06/1999"]):
            with pytest.raises(ValueError, match="say order='day first' or order='month first'"):
                trend_of(pd.DataFrame({"when": cells, "flop": [1, 2]}), "when")

    def test_rows_that_cannot_be_used_are_told_or_refused(self) -> None:
        table = self.theirs()
        table.loc[2, "when"], table.loc[3, "flop"], table.loc[4, "flop"] = "soon", np.nan, -1
        found = trend_of(table, "when")
        assert sorted(found["dropped"].values()) == [[2], [3], [4]]  # type: ignore[attr-defined]
        assert found["runs"] == 37
        with pytest.raises(ValueError, match="3 rows cannot be used; row 2"):
            trend_of(table, "when", all_rows=True)

    def test_an_order_that_is_none_is_refused(self) -> None:
        with pytest.raises(ValueError, match="day first or month first"):
            trend_of(self.theirs(), "when", order="mdy")

    @pytest.mark.parametrize(
        ("option", "values"),
        [
            ("level", [95, 0, 1, "0.9", None, True, float("nan")]),
            ("estimator", ["lasso", "", None, ["ols"]]),
            ("resamples", [-1, 3, 100.5, "many", True]),
            ("breaks", [2, True, "1"]),
            (
                "period",
                [
                    date(2012, 1, 1),
                    ("2012", None),
                    (date(2018, 1, 1), date(2012, 1, 1)),
                    (None,),
                    (2012, 2018),
                    (None, pd.NaT),
                ],
            ),
            ("frontier_start", [12, "2010", None, float("nan"), True, pd.NaT]),
            ("top", [0, -1, 1.5, "1", True]),
            ("quantile", [0, 1, 90, "0.9"]),
            ("seed", [-1, 0.5]),
            ("all_rows", [1, "yes"]),
        ],
    )
    def test_an_option_that_cannot_be_is_told_with_what_is_expected(self, option: str, values: list[object]) -> None:
        for value in values:
            with pytest.raises(ValueError, match=rf"^{option}: found .*, expected ") as found:
                trend_of(self.theirs(), "when", **{option: value})
            assert repr(value) in str(found.value)

    @pytest.mark.parametrize(
        ("table", "words"),
        [
            ([1, 2], "table: found list, expected a pandas.DataFrame"),
            (pd.DataFrame({"when": []}), "found no column 'flop', expected one of when"),
            (pd.DataFrame([[1, 2, 3]], columns=["when", "flop", "flop"]), "found 2 columns 'flop'"),
            (
                pd.DataFrame([[2012, 1, 1, 1]], columns=["when", "flop", *["flop_low"] * 2]),
                "found 2 columns 'flop_low'",
            ),
            (pd.DataFrame({"when": [2012], "flop": [True]}), "flop: found a column of True and False"),
        ],
    )
    def test_a_table_that_is_none_is_told(self, table: pd.DataFrame, words: str) -> None:
        with pytest.raises(ValueError, match=re.escape(words)):
            trend_of(table, "when")

    def test_rows_of_any_index_and_dates_with_times_are_taken(self) -> None:
        table = self.theirs()
        table.loc[2, "flop"] = np.nan
        double = table.set_index([table.index, table["when"]])
        (lost,) = trend_of(double, "when")["dropped"].values()  # type: ignore[attr-defined]
        assert lost == [double.index[2]]
        later = trend_of(table, "when", top=1, frontier_start=pd.Timestamp("2014-01-01"))
        assert later["runs"] == trend_of(table, "when", top=1, frontier_start=date(2014, 1, 1))["runs"]
        with pytest.raises(ValueError, match="estimator: found 'huber' beside quantile"):
            trend_of(table, "when", quantile=0.9, estimator="huber")

    def test_all_options_that_cannot_be_are_told_at_once(self) -> None:
        with pytest.raises(ValueError, match=r"top: found 0, .*; level: found 2, "):
            trend_of(self.theirs(), "when", level=2, top=0)

    def test_what_options_leave_out_is_told_too(self) -> None:
        found = trend_of(self.theirs(), "when", top=1, period=(date(2013, 1, 1), datetime(2015, 1, 1, 12)))
        told_of = found["outside"]
        assert isinstance(told_of, dict)
        assert told_of["top"] + told_of["period"] + found["runs"] == len(self.theirs())
        with pytest.raises(ValueError, match=r"0 of the 3 runs .*dropped: 40 that `period` leaves out"):
            trend_of(self.theirs(), "when", period=(date(2023, 1, 1), None))

    def test_weights_need_intervals_and_use_those_that_are_ones(self) -> None:
        with pytest.raises(ValueError, match="found no interval of any row, expected columns flop_low and flop_high"):
            trend_of(self.theirs(), "when", estimator="weighted")
        ends = self.theirs().assign(flop_low=lambda rows: (rows["flop"] / 2).astype(object), flop_high=1e40)
        ends.loc[3, "flop_low"] = "unknown"
        assert trend_of(ends, "when", estimator="weighted")["growth_per_year"] == pytest.approx(4)

    def test_whole_numbers_are_years_and_others_decimal_years(self) -> None:
        years = pd.DataFrame({"when": [2012, 2014, 2016], "flop": [1e18, 16e18, 256e18]})
        assert trend_of(years, "when")["growth_per_year"] == pytest.approx(4, rel=1e-3)
        assert trend_of(years.assign(when=years["when"] + 0.25), "when")["growth_per_year"] == pytest.approx(4)

    def test_start_level_bootstrap_and_breaks_can_be_chosen(self) -> None:
        table = self.theirs().assign(flop=lambda rows: rows["flop"] * np.exp(np.sin(np.arange(len(rows)))))
        narrow, wide = (trend_of(table, "when", level=level, resamples=200) for level in (0.5, 0.99))
        for ends in ("doubling_months", "bootstrap"):
            low, high = (
                (found["doubling_months_low"], found["doubling_months_high"])
                if ends == "doubling_months"
                else found["bootstrap"]["bootstrap"]  # type: ignore[index]
                for found in (narrow, wide)
            )
            assert high[0] < low[0] < low[1] < high[1]
        later = trend_of(table, "when", top=1, frontier_start=2014)
        assert later["runs"] < trend_of(table, "when", top=1)["runs"]  # type: ignore[operator]
        found = trend_of(table, "when", breaks=Search(5, 20, 10, 10, 100, 1, 0.95))
        assert {row["breaks"] for row in found["breaks"]} == {0, 1, 2}  # type: ignore[attr-defined]


class TestDevices:
    @pytest.mark.parametrize(
        ("written", "device"),
        [
            ("Nvidia H100 80G", "H100 SXM5 80 GB"),
            ("NVIDIA B200 GPUs", "B200"),
            ("Nvidia A100-80G GPUs", "A100 SXM4 80 GB"),
            ("Google TPU v4 chips", "TPU v4"),
            ("AMD Radeon Instinct MI250X", "AMD Instinct MI250X"),
            ("NVIDIA A100 PCIe", "A100 PCIe"),
            ("NVIDIA A100 80GB PCIe", "A100 PCIe"),
            ("8× H100s", "H100 SXM5 80 GB"),
            ("H100 80GB HBM3", "H100 SXM5 80 GB"),
            ("NVIDIA H100 SXM5 80GB", "H100 SXM5 80 GB"),
            ("H100_80GB_HBM3", "H100 SXM5 80 GB"),
            ("NVIDIA® H100 Tensor Core GPUs", "H100 SXM5 80 GB"),
            ("V100s", "V100"),
            ("NVIDIA Tesla V100 DGXS 32 GB", "V100"),
            ("V100S", "V100S"),
            ("NVIDIA A6000", "RTX A6000"),
            ("NVIDIA GeForce RTX 2080 Ti 11GB", "RTX 2080 Ti"),
            ("Google Cloud TPU v6e (Trillium)", "TPU v6e"),
            ("NVIDIA GH200 Grace Hopper Superchip", "GH200"),
            ("Huawei Ascend 910B NPUs", "Huawei Ascend 910B"),
            ("AMD Instinct MI300X OAM", "AMD Instinct MI300X"),
            ("Habana Gaudi 2", "Intel Gaudi2"),
            ("H800s", "H800 SXM5"),
            ("NVIDIA H20 96GB", "H20"),
            ("NVIDIA H200 SXM 141 GB", "H200 SXM"),
        ],
    )
    def test_variants_of_a_name_are_found(self, written: str, device: str) -> None:
        found = Finder(DEVICES).find(written)
        assert found is not None
        assert found.name == device

    @pytest.mark.parametrize(
        "name",
        [
            *(
                "H100 NVL",
                "NVIDIA H100 NVL 94 GB",
                "NVIDIA H800 PCIe",
                "A1000",
                "H1000",
                "TPU",
                "L40S",
                "A10G",
                "MI250",
            ),
            *("NVIDIA DGX H100", "TPU v3 cores", "NVIDIA TITAN X (Pascal)", "NVIDIA GB200 NVL72"),
            *("HBM3", "Grace", "NVIDIA", "80GB"),
        ],
    )
    def test_another_device_is_not_taken_for_a_near_one(self, name: str) -> None:
        assert Finder(DEVICES).find(name) is None

    @pytest.mark.parametrize(
        ("peaks", "taken"),
        [
            ({"FP16": "2.56e14"}, "fp16"),
            ({"FP16": "8.35e14", "FP32": "6e13"}, "fp16"),
            ({"FP16": "1.77e11", "FP32": "1.13e13"}, "fp32"),
            ({"FP16": "2.12e13", "FP32": "1.06e13"}, "fp32"),
            ({"TF32": "1e14"}, "tf32"),
        ],
    )
    @pytest.mark.sampled
    def test_a_16_bit_peak_of_a_matrix_unit_is_one_that_training_uses(self, peaks: dict[str, str], taken: str) -> None:
        row = {"Hardware name": "X", "Type": "GPU"} | {
            f"{name} performance (FLOP/s)": cell for name, cell in peaks.items()
        }
        assert build({"h.csv": csv_bytes([row])})["devices"]["peak_format"].tolist() == [taken]

    def test_an_estimate_says_which_peak_was_taken_and_why(self) -> None:
        facts = {"Training hardware": "NVIDIA T4", "Training chip-hours": "1e6"}
        rows = [model("A", "2020-03-04", **facts), model("B", "2020-03-04", **facts, **{"Numerical format": "FP32"})]
        found = build({"m.csv": csv_bytes(rows)})["estimates"].set_index("run")
        assert found["peak_format"].tolist() == ["fp16-tensor", "fp32"]
        assert found["peak_by"].tolist() == ["usual", "stated"]
