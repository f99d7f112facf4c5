"""Count described networks: layers with shapes, MACs and parameters; totals; what training them would take.

    python scripts/layer_table.py gpt-3                               an architecture of data/raw/architectures
    python scripts/layer_table.py mine/network.yaml                   a layer description
    python scripts/layer_table.py config.json --tokens 15T            a Hugging Face configuration, 15e12 tokens
    python scripts/layer_table.py resnet-50 --units 108M --json       108 million images, for a script

Training compute is 2 x MACs x 3 x units (operation counting). Where it would stand on the trends is taken from
reports/summary.json, which a build leaves. How networks are described: data/raw/architectures/README.md.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from ai_compute.architectures import Count, count, read_architecture
from ai_compute.architectures.printing import as_json, compared_with_6nd, layer_table, training
from ai_compute.architectures.training import INTERCEPT, SLOPE, Standing, standing, training_flop
from ai_compute.messages.console import RAW_DATA_ARE_WRONG, stop_with_the_reader
from ai_compute.messages.problems import Problem, Problems, did_you_mean
from ai_compute.storage.files import read_files
from ai_compute.trends.keys import UPPER, WITH_THIRD_PARTY
from ai_compute.values.dates import parse_date
from ai_compute.values.quantities import QuantityError, parse

HOME = Path(os.path.relpath(Path(__file__).parents[1]))
FOLDER, SUMMARY = HOME / "data/raw/architectures", HOME / "reports/summary.json"
ENDINGS = ("yaml", "yml", "json")
TRENDS = (f"since-2018{WITH_THIRD_PARTY}", f"{UPPER}{WITH_THIRD_PARTY}")
"""All runs since the article of 2018, and the line that a tenth of all runs exceed; with totals of others."""


def find(name: str) -> str:
    """The file of an architecture, given by its file or by its key."""
    candidates = [Path(name), *(FOLDER / f"{name}.{ending}" for ending in ENDINGS)]
    for file in candidates:
        if file.is_file():
            return str(file)
    known = sorted(file.stem for ending in ENDINGS for file in FOLDER.glob(f"*.{ending}"))
    way_out = did_you_mean(name, known, "give the path of a file, or one of: " + ", ".join(known))
    raise Problems([Problem(name, found="no such file", expected="an architecture of data/raw", way_out=way_out)])


def number(text: str) -> float:
    """`15T`, as everywhere in the entries."""
    try:
        value = parse(text).value
    except QuantityError as error:
        said = ": ".join(filter(None, (error.expected, error.way_out)))
        raise argparse.ArgumentTypeError(f"'{text}': {said}") from None
    if value <= 0:
        raise argparse.ArgumentTypeError(f"'{text}': more than 0")
    return value


def day(text: str) -> date:
    """`2026-03`."""
    try:
        return parse_date(text).day
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}': {error}") from None


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", metavar="PATH|NAME", help="a description, a config.json, or a key")
    trained = parser.add_mutually_exclusive_group()
    trained.add_argument("--tokens", type=number, metavar="N", help="tokens it is trained on: 300B, 15T, 1e13")
    trained.add_argument("--units", type=number, metavar="N", help="or how many of whatever its unit is: 108M images")
    parser.add_argument("--date", type=day, help="compare with the trends at this date, not at their ends: 2026-03")
    parser.add_argument("--trend", action="append", metavar="ID", help=f"a trend of the build ({', '.join(TRENDS)})")
    parser.add_argument("--json", action="store_true", help="one JSON object a line for each network")
    return parser


def agreeing(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """The arguments, none of them without an effect."""
    given = parser.parse_args()
    if given.tokens is None and given.units is None and (given.date or given.trend):
        parser.error(f"{'--date' if given.date else '--trend'} needs --tokens or --units: only training has a standing")
    return given


def lines_of(build: Path, chosen: Sequence[str] | None) -> tuple[Mapping[str, Any], str]:
    """The trends of the last build that are meant, or why there are none."""
    if not build.is_file():
        return {}, f"where it would stand on the trends is known after a build ({build} is not there): run `snakemake`"
    trends = json.loads(build.read_bytes())["trends"]
    for name in chosen or ():
        if name not in trends:
            way_out = did_you_mean(name, trends, "trends: " + ", ".join(trends))
            raise Problems([Problem("--trend", found=f"'{name}'", expected="a trend of the build", way_out=way_out)])
    found = {
        name: trends[name] for name in chosen or TRENDS if trends.get(name, {}).get(SLOPE) and INTERCEPT in trends[name]
    }
    return found, "" if found else f"{build} holds no fitted line of these trends: run `snakemake` anew"


def units_of(counted: Count, given: argparse.Namespace) -> float | None:
    """How many units it is trained on; `--tokens` is of networks whose unit is the token."""
    unit = counted.architecture.unit
    if given.tokens and unit.lower() != "token":
        raise Problems(
            [
                Problem(
                    counted.architecture.document.file,
                    field="unit",
                    found=f"--tokens of a network whose unit is '{unit}'",
                    expected="as many units as it is trained on",
                    way_out="write `--units` instead of `--tokens`",
                )
            ]
        )
    units: float | None = given.tokens or given.units
    return units


def main(given: argparse.Namespace) -> int:
    """Print each network; mistakes go to standard error."""
    try:
        trends, missing = lines_of(SUMMARY, given.trend) if given.tokens or given.units else ({}, "")
        for name in given.names:
            file = find(name)
            counted = count(read_architecture(read_files([file])[file], file))
            units = units_of(counted, given)
            print(told(counted, units, trends, missing, given))
    except Problems as problems:
        print("\n\n".join(map(str, problems.problems)), file=sys.stderr)
        return RAW_DATA_ARE_WRONG
    return 0


def told(
    counted: Count, units: float | None, trends: Mapping[str, Any], missing: str, given: argparse.Namespace
) -> str:
    """What is said of one network."""
    standings: list[Standing] = []
    if units is not None:
        flop = training_flop(counted, units)
        standings = [standing(flop, name, line, given.date) for name, line in trends.items()]
    if given.json:
        return json.dumps(as_json(counted, units, standings))
    texts = [layer_table(counted), compared_with_6nd(counted)]
    if units is not None:
        texts.append(training(counted, units, standings, missing))
    return "\n\n".join(filter(None, texts))


if __name__ == "__main__":
    stop_with_the_reader()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(agreeing(arguments())))
