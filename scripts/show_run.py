"""Show the arithmetic of runs from the raw data as they stand, without a build: `make show RUN=alexnet`.

With `--form guidelines` (`make show RUN=alexnet FORM=guidelines`) the estimates are written as one would document them.
"""

import argparse
import os
import re
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ai_compute.checking.preview import preview
from ai_compute.checking.raw_data import RawFiles, all_files, check_raw_data, find_raw_files
from ai_compute.entries.documents import read_yaml
from ai_compute.estimates.methods import uncertainty_scale
from ai_compute.findings.run import standing
from ai_compute.messages.console import stop_with_the_reader
from ai_compute.messages.problems import Problem, Problems, did_you_mean
from ai_compute.report.card_text import card_text
from ai_compute.report.cards import cards
from ai_compute.report.form import Accuracy, form_text
from ai_compute.schemas.trends import Trends
from ai_compute.settings.analysis import read_settings
from ai_compute.storage.files import readable_files
from ai_compute.storage.rows import each_row
from ai_compute.storage.tables import read_table, table

TRENDS = Path("data/processed/trends.parquet")


def show(names: list[str], form: str = "") -> str:
    """The cards of runs, given by run, by paper or by file; or their estimates in a form.

    Raises:
        Problems: mistakes in the raw data, or names that no run has.
    """
    found = replace(find_raw_files(), external=(), same=())
    files, unreadable = readable_files(all_files(found))
    raw_data, left_out = without_broken(found, files, unreadable, names)
    if left_out:
        print(f"Left out, since `snakemake check` finds mistakes in them: {', '.join(left_out)}", file=sys.stderr)
    settings = read_settings(read_yaml(files[raw_data.config], raw_data.config))
    tables = preview(files, raw_data, settings)
    if form:
        scale = uncertainty_scale(tables["estimates"], settings.uncertainty)
        accuracy = Accuracy(settings.thresholds.guidelines_accuracy, scale, settings.uncertainty.calibrated)
        chosen = documented_runs(names, tables["runs"])
        return "\n\n\n".join(form_text(run, tables, accuracy) for run in each_row(chosen))
    tables["trends"] = read_table(TRENDS, Trends) if TRENDS.is_file() else table([], Trends)
    periods = {name: each.period for name, each in settings.statistics.periods.items()}
    adopted = {run.run: run for run in each_row(tables["training_compute"])}
    texts = []
    for card in cards({**tables, "runs": chosen_runs(names, tables["runs"])}):
        run = adopted.get(card.run)
        stands = standing(run, tables, periods) if run else "without any value it stands nowhere"
        texts.append(card_text(card, stands))
    return "\n\n\n".join(texts)


def without_broken(
    raw_data: RawFiles, files: dict[str, bytes], unreadable: list[Problem], names: list[str]
) -> tuple[RawFiles, list[str]]:
    """The raw files without entries that have mistakes, and these; what is asked for must have none.

    Raises:
        Problems: mistakes in what is asked for, or in what all entries rest on.
    """
    asked = {file for file in raw_data.papers if is_asked_for(file, files.get(file, b""), names)}
    left_out: list[str] = []
    while True:
        kept = replace(raw_data, papers=[file for file in raw_data.papers if file not in left_out])
        try:
            check_raw_data(files, kept, [problem for problem in unreadable if problem.file not in left_out])
        except Problems as found:
            errors = [problem for problem in found.problems if not problem.warning]
            broken = {problem.file for problem in errors} & set(kept.papers) - asked
            if matter := [problem for problem in errors if problem.file not in broken]:
                raise Problems(matter) from None
            left_out += sorted(broken)
        else:
            return kept, left_out


def is_asked_for(file: str, content: bytes, names: list[str]) -> bool:
    """Whether an entry is meant by its file, its key, or the id of one of its runs, even if it cannot be read."""
    ids = re.findall(rb"^\s*(?:-\s+)?id:\s*[\"']?([\w-]+)", content, re.MULTILINE)
    return bool({file, Path(file).name, Path(file).stem, *(name.decode(errors="replace") for name in ids)} & set(names))


def chosen_runs(names: list[str], runs: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `runs` that are meant by names of runs, of papers or of files."""
    keys = [Path(name).stem if name.endswith(".yaml") else name for name in names]
    known = {*runs["run"], *runs["paper"]}
    unknown = [
        Problem(key, found="no such run or paper", expected="one of data/raw/papers", way_out=way_out)
        for key in keys
        if key not in known and (way_out := did_you_mean(key, known, "start it: make new-entry NAME=my-paper"))
    ]
    if unknown:
        raise Problems(unknown)
    return runs[runs["run"].isin(keys) | runs["paper"].isin(keys)]


def documented_runs(names: list[str], runs: pd.DataFrame) -> pd.DataFrame:
    """The same for a document, which is of one run: a name of a run and of its paper alike means the run."""
    chosen, own = chosen_runs(names, runs), runs[runs["run"].isin(names)]
    return chosen[~chosen["paper"].isin(own.loc[own["run"] == own["paper"], "paper"]) | chosen["run"].isin(names)]


if __name__ == "__main__":
    stop_with_the_reader()
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="+", metavar="RUN", help="a run, a paper, or the file of an entry")
    options.add_argument("--form", choices=["guidelines"], default="", help="write the estimates as a document")
    chosen = options.parse_args()
    sys.stdout.reconfigure(errors="replace")
    if not Path("config.yaml").is_file():  # in another folder than that of the project
        os.chdir(Path(__file__).resolve().parents[1])
    try:
        print(show(chosen.names, chosen.form))
    except Problems as problems:
        print("\n\n".join(map(str, problems.problems)), file=sys.stderr)
        sys.exit(65)
