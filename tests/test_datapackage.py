"""The tables elsewhere: as a Frictionless Data Package, and in DuckDB, polars and pandas as they are."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pytest
from pandas.api import types

from ai_compute.report.collection import spreadsheet
from ai_compute.report.datapackage import data_package, table_schema
from ai_compute.schemas.registry import EXTERNAL, models
from ai_compute.storage.tables import table, write_table
from made_up import made_up_tables

pytestmark = pytest.mark.slow

MODELS = {**models(), **EXTERNAL}


def every_table(runs: int) -> Mapping[str, pd.DataFrame]:
    return {**made_up_tables(runs), **{name: table([], model) for name, model in EXTERNAL.items()}}


def written(folder: Path, names: Collection[str]) -> Path:
    """A data package of made-up tables of these names."""
    (folder / "tables").mkdir()
    for name, content in every_table(40).items():
        if name in names:
            (folder / f"tables/{name}.csv").write_text(spreadsheet(content), encoding="utf-8")
    models_of = {name: model for name, model in MODELS.items() if name in names}
    (folder / "datapackage.json").write_text(data_package(models_of, "1a2b3c4d5e6f"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables, those without a row among them."""
    return written(tmp_path_factory.mktemp("package"), MODELS)


def problems(package: Path) -> set[str]:
    report = frictionless.validate(str(package / "datapackage.json"))
    return {problem for (problem,) in report.flatten(["type"])}


class TestDataPackage:
    def test_it_is_valid_against_the_standard_and_the_tables(self, package: Path) -> None:
        assert problems(package) == set()

    def test_it_describes_every_column_with_type_and_unit(self, package: Path) -> None:
        described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["resources"]
        assert [each["name"] for each in described] == list(MODELS)
        for each in described:
            columns = pd.read_csv(package / each["path"]).columns
            assert [field["name"] for field in each["schema"]["fields"]] == list(columns)
            assert all(field["description"] for field in each["schema"]["fields"])
        units = {field["name"]: field.get("unit") for field in table_schema("estimates", MODELS["estimates"])["fields"]}
        assert (units["flop"], units["pfs_days"], units["method"]) == ("FLOP", "pfs-day", None)

    @pytest.mark.parametrize(
        ("file", "old", "new", "found"),
        [
            ("estimates", ",operation counting,", ",counting operations,", "constraint-error"),
            ("estimates", "run-0001,", "run-0000,", "primary-key"),
            ("estimates", "run-0001,", "no-such-run,", "foreign-key"),
            ("runs", ",run-0001,", ",no-such-paper,", "foreign-key"),
            ("training_compute", ",1\n", ",-1\n", "constraint-error"),
            ("training_compute", ",1\n", ",a few\n", "type-error"),
            ("papers", ",title,", ",heading,", "incorrect-label"),
        ],
    )
    def test_what_breaks_its_promises_is_found(self, tmp_path: Path, file: str, old: str, new: str, found: str) -> None:
        package = written(tmp_path, {"papers", "runs", file})
        damaged = package / f"tables/{file}.csv"
        damaged.write_text(damaged.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        assert found in problems(package)


KINDS = {
    # kind of column: (what pandas says of its type, DuckDB's types, polars' types)
    "string": (types.is_string_dtype, {"VARCHAR"}, {pl.String}),
    "number": (types.is_float_dtype, {"DOUBLE"}, {pl.Float64}),
    "integer": (types.is_integer_dtype, {"BIGINT"}, {pl.Int64}),
    "boolean": (types.is_bool_dtype, {"BOOLEAN"}, {pl.Boolean}),
    "date": (types.is_datetime64_any_dtype, {"TIMESTAMP"}, {pl.Datetime("us")}),
}


@pytest.mark.parametrize("runs", [0, 40])
class TestOtherTools:
    def test_parquet_has_the_same_types_and_rows_everywhere(self, runs: int, tmp_path: Path) -> None:
        for name, content in every_table(runs).items():
            file, model = tmp_path / f"{name}.parquet", MODELS[name]
            write_table(content, model, file)
            in_pandas, in_polars = pd.read_parquet(file), pl.read_parquet(file)
            in_duckdb = duckdb.read_parquet(str(file))
            for place, field in enumerate(table_schema(name, model)["fields"]):
                column, (is_kind, duckdb_types, polars_types) = field["name"], KINDS[field["type"]]
                # What is true, false or unsaid has no type of its own in plain pandas.
                kind = in_pandas[column].dtype
                assert is_kind(kind) or (field["type"] == "boolean" and types.is_object_dtype(kind)), (name, column)
                assert str(in_duckdb.types[place]) in duckdb_types, (name, column)
                assert in_polars.schema[column] in polars_types, (name, column)
            rows = in_polars.rows()
            assert in_duckdb.fetchall() == rows
            plain = in_pandas.astype(object).where(in_pandas.notna(), None)
            assert list(plain.itertuples(index=False, name=None)) == rows

    def test_csv_has_as_many_rows_in_duckdb(self, runs: int, tmp_path: Path) -> None:
        for name, content in every_table(runs).items():
            file = tmp_path / f"{name}.csv"
            file.write_text(spreadsheet(content), encoding="utf-8")
            assert len(duckdb.read_csv(str(file), header=True).fetchall()) == len(content)
