"""Show the arithmetic of runs from the raw data as they stand, without a build: `make show RUN=alexnet`.

With `--form guidelines` (`make show RUN=alexnet FORM=guidelines`) the estimates are written as one would document them.
"""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from ai_compute.checking.asked_for import chosen_runs, documented_runs, without_broken
from ai_compute.checking.preview import preview
from ai_compute.checking.raw_files import all_files, find_raw_files
from ai_compute.entries.documents import read_yaml
from ai_compute.estimates.methods import uncertainty_scale
from ai_compute.findings.run import standing
from ai_compute.messages.console import stop_with_the_reader
from ai_compute.messages.problems import Problems
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
