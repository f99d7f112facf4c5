"""From a row of a database to an entry of ours: its facts as leads, to be read in the paper."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.entries.keys import key_of
from ai_compute.external.cells import as_written
from ai_compute.external.database import OurRuns, choices_from, read_database, title_of
from ai_compute.external.devices import Finder
from ai_compute.external.names import contradict, parts_of
from ai_compute.external.reading import kind_of
from ai_compute.messages.problems import Problem, Problems, nearest
from ai_compute.schemas.estimates import TrainingCompute
from ai_compute.schemas.external import EPOCH
from ai_compute.schemas.raw import Papers, Runs
from ai_compute.settings.analysis import read_settings
from ai_compute.storage.tables import table
from ai_compute.values.subjects import COUNTING

EVIDENCE = "database"
HEAD = """# yaml-language-server: $schema=../schema/paper.json
# Leads of the {database} database{licence}, {place}: nothing here was read yet.
# 1. Read {link}
# 2. Put what it says in the place of each lead, with the section or table as `source`, and `evidence: paper`.
# 3. Delete what it does not say; data/raw/papers/README.md explains every field. Then `snakemake check`.
"""


NAMED = 5
"""So many models of nearly the name that was given are told."""


def files_named(config: bytes) -> list[str]:
    """The files of others that config.yaml names.

    Raises:
        Problems: what is wrong with it.
    """
    return list(read_settings(read_yaml(config, "config.yaml")).external.files)


def lead(model: str, files: Mapping[str, bytes], config: bytes, hardware: bytes) -> tuple[str, str]:
    """The key and the text of a new entry with the facts of one model of a database as leads.

    Raises:
        Problems: a file that cannot be read, no such model, or several.
    """
    document = read_yaml(config, "config.yaml")
    read_settings(document)
    devices = read_devices(hardware, "data/raw/hardware.csv")
    # An entry from a database needs no row of ours.
    ours = OurRuns(table([], Runs), table([], Papers), table([], TrainingCompute), devices)
    choices = choices_from(document.data)
    tables = read_database(files, ours, choices)
    found = rows_of(tables["runs"], model)
    if len(found) != 1:
        named = found["run"] if found["name"].duplicated().any() else found["name"]
        names = ", ".join(named.head(NAMED)) or nearest(model, tables["runs"]["name"])
        missing = tables["runs"].empty
        otherwise = "put a CSV file of the database there" if missing else "write the name as the file has it"
        problem = Problem(
            "data/raw/external",
            found=f"{len(found) or 'no'} models of the name '{model}'",
            expected="the name of one model, as a file there has it, or its key (epoch-...)",
            way_out=f"choose one of: {names}" if names else otherwise,
        )
        raise Problems([problem])
    row = {str(name): value for name, value in found.to_dict("records")[0].items()}
    if "; " in row["database"]:
        kind = kind_of(files[row["file"]], row["file"], choices.external.kinds)
        row["database"] = title_of(kind, choices.external)
    estimates = tables["estimates"]
    counted = bool((estimates["method"].eq(COUNTING) & estimates["run"].eq(row["run"])).any())
    key = key_of(row["name"], "model")
    return key, entry_of(row, key, Finder(devices), counted)


def rows_of(runs: pd.DataFrame, name: str) -> pd.DataFrame:
    """The runs of a name or key as written, else of the same name but for case, blanks and hyphens, or of its stem."""
    exact = runs[runs["name"].eq(name) | runs["run"].eq(name)]
    if len(exact):
        return exact
    wanted, parts = parts_of(name), runs["name"].map(parts_of)
    folded = runs[parts.map(lambda one: one.folded == wanted.folded).astype(bool)]
    alike = parts.map(lambda one: one.stem == wanted.stem and not contradict(one, wanted)).astype(bool)
    return folded if len(folded) else runs[alike]


def entry_of(row: dict[str, Any], key: str, devices: Finder, counted: bool) -> str:
    """An entry with the facts of a row as leads.

    Args:
        row: a row of the table `external_runs`; its database is that of its own file and line.
        key: the key of the entry and its run.
        devices: ours, by the names that people give them.
        counted: whether 6ND is honest for the row (a dense language model over tokens).
    """
    place = f"{row['file']}:{row['line']}" + (f" (blanks filled from {row['also']})" if row["also"] else "")
    link, licence = row["url"] or "the paper (the database has no link)", " (CC BY)" if row["database"] == EPOCH else ""
    lines = [HEAD.format(place=place, link=link, database=row["database"], licence=licence).rstrip()]
    lines += [f"{field}: {value}".rstrip() for field, value in _paper(row).items()]
    lines += ["runs:", f"  - id: {key}", f"    name: {_text(row['name'])}"]
    if row["base_model"]:
        lines.append(f"    # base: KEY                # it was trained on top of {_plain(row['base_model'])}")
    if row["parameters"] > 0:
        lines.append(f"    parameters: {row['parameters']:.6g}")
    if row["mixture"]:
        lines.append("    # active_parameters: 37B   # a mixture of experts: what one token passes")
    methods = [*_counting(row, counted), *_time(row, devices)]
    lines += methods
    if not any(line and not line.lstrip().startswith("#") for line in methods):
        lines.append('    unestimated: "only leads of a database so far: no passes and no time were read"')
    return "\n".join([*lines, *_reported(row), ""])


def _paper(row: dict[str, Any]) -> dict[str, str]:
    day, said = f"{row['published']:%Y-%m-%d}", as_written(row["published"], row["published_precision"])
    known = {"day": 10, "month": 7, "year": 4}[row["published_precision"]]
    return {
        "title": _text(row["title"] or row["name"]),
        "url": _text(row["url"]) if row["url"] else "",
        "published": f"{day[:known]}   # the database says {said}; first public appearance counts",
        "organization": _text(row["organization"]) if row["organization"] else "",
        "domain": row["domain"],
        "# country": f"{_plain(row['country'])}   # two letters each (ISO 3166-1)",
    }


def _counting(row: dict[str, Any], counted: bool) -> list[str]:
    if pd.isna(row["datapoints"]):
        return []
    epochs = f", epochs: {row['epochs']:.6g}" if row["epochs"] > 0 else ""
    unit = "tokens" if counted else "examples"
    lines = ["    operation_counting:", "      forward: active parameters" if counted else "      forward:"]
    lines += [f"      passes: {{{unit}: {row['datapoints']:.6g}{epochs}}}"]
    return _as_leads([*lines, *_source(row)], counted and row["parameters"] > 0)


def _time(row: dict[str, Any], devices: Finder) -> list[str]:
    found = devices.find(row["device"]) if row["device"] and "; " not in row["device"] else None
    known = found is not None and found.ours and not row["base_model"]  # hours of what was trained on top are unclear
    lines = ["    hardware_time:", f"      device: {found.name if found else _plain(row['device'])}".rstrip()]
    if found and (number_format := found.peak(row["number_format"].split("; "))[1]) != found.default:
        lines.append(f"      precision: {number_format}")
    if row["chip_hours"] > 0:
        lines.append(f"      device_hours: {row['chip_hours']:.6g}")
    elif row["device_count"] > 0 and row["hours"] > 0:
        lines += [f"      count: {row['device_count']:.6g}", f"      time: {row['hours']:.6g} hours"]
    elif row["device"] or row["hours"] > 0:
        known = False
        lines += [f"      count: {row['device_count']:.6g}"] if row["device_count"] > 0 else []
        lines += [f"      time: {row['hours']:.6g} hours"] if row["hours"] > 0 else []
    else:
        return []
    if row["utilization"] > 0:
        lines.append(f"      utilization: {{value: {row['utilization']:.4g}, kind: model}}")
    return _as_leads([*lines, *_source(row)], known)


def _reported(row: dict[str, Any]) -> list[str]:
    # A model that was trained on top of another has its own compute apart; the total holds its base.
    total = row["finetune_flop"] if row["base_model"] else row["published_flop"]
    if pd.isna(total):
        return []
    how = "; ".join(filter(None, [_plain(row["published_method"]), _plain(row["confidence"])]))
    lines = ["    reported:", f"      - compute: {total:.6g} FLOP" + (f"   # {how}" if how else "")]
    return [*lines, f"        by: {_text(row['published_by'] or row['database'])}", "        party: third"]


def _source(row: dict[str, Any]) -> list[str]:
    return [f"      source: {_text(row['database'] + ' database')}", f"      evidence: {EVIDENCE}"]


def _as_leads(lines: list[str], usable: bool) -> list[str]:
    """Lines as they are if they can be used, else commented out."""
    return lines if usable else [f"    # {line[4:]}" for line in lines]


def _text(text: str) -> str:
    """Text as YAML reads it whatever it holds."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """Text for a comment: on one line."""
    return " ".join("".join(one for one in text if one.isprintable()).split())
