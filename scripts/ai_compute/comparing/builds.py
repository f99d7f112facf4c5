"""Builds that are compared: read from a folder, or kept in one for the next build to be compared with."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from ai_compute.comparing.changes import COMPARED, LATER
from ai_compute.guard.room import CannotWrite
from ai_compute.messages.problems import Problem, Problems
from ai_compute.schemas.registry import models
from ai_compute.storage.tables import typed


def read_build(folder: Path) -> dict[str, pd.DataFrame]:
    """The compared tables of a build, which may be of another version.

    Raises:
        Problems: a table is missing, is no Parquet file, or lacks a column that is compared or its type.
    """
    tables, problems, known = {}, [], models()
    for name, columns in COMPARED.items():
        file = folder / f"{name}.parquet"
        try:
            there = pq.read_schema(file).names
            read = [*columns, *(column for column in LATER.get(name, ()) if column in there)]
            tables[name] = typed(pd.read_parquet(file, columns=read), known[name])
        except (OSError, ValueError, TypeError) as error:
            found = "no such file" if isinstance(error, FileNotFoundError) else str(error).splitlines()[0]
            expected = f"a table with the columns {', '.join(columns)}"
            problems.append(Problem(str(file), found=found, expected=expected, way_out="build it: snakemake"))
    if problems:
        raise Problems(problems)
    return tables


def keep_build(tables: Iterable[str | Path], folder: Path) -> None:
    """Copy those of the tables that are compared into a folder, which is there whole or not at all.

    Raises:
        CannotWrite: there is no room or no permission.
    """
    partial = folder.with_name(f"{folder.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        for file in map(Path, tables):
            if file.stem in COMPARED:
                shutil.copyfile(file, partial / file.name)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    except OSError as error:
        raise CannotWrite(folder, error) from error
