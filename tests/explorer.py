"""What tests of the explorer share: the tables of all raw data, its scripts in a browser, choices drawn at random."""

import random
from dataclasses import replace
from functools import cache

from ai_compute.architectures import count_all
from ai_compute.architectures.tables import architectures_table
from ai_compute.checking.preview import preview
from ai_compute.checking.raw_files import RawData, all_files, find_raw_files
from ai_compute.entries import collect
from ai_compute.entries.collection import parse_entries
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import Catalogue, read_devices
from ai_compute.explorer.data import explorer_data
from ai_compute.explorer.rows import rows_of
from ai_compute.schemas.registry import models
from ai_compute.settings.analysis import Settings, read_settings
from ai_compute.storage.files import readable_files
from ai_compute.storage.tables import rounded_floats, table
from ai_compute.trends.configured import selected
from ai_compute.trends.lines import trends
from builds import ROOT

STATIC = ROOT / "scripts/ai_compute/explorer/static"


@cache
def raw() -> tuple[RawData, dict[str, bytes], Settings]:
    """The raw files of this repository, without databases of others, and the choices of config.yaml."""
    found = replace(find_raw_files(), external=())
    files, _ = readable_files(all_files(found))
    return found, files, read_settings(read_yaml(files[found.config], found.config))


@cache
def devices() -> Catalogue:
    """The devices of hardware.csv."""
    found, files, _ = raw()
    return read_devices(files[found.hardware], found.hardware)


@cache
def real_tables():
    """Tables of all raw data as a build writes them, with the trends that are told."""
    found, files, settings = raw()
    entries = parse_entries({name: files[name] for name in found.papers})
    made = {name: table([], model) for name, model in models().items()} | preview(files, found, settings)
    made["sets"], made["devices"] = collect.sets(entries), collect.device_table(devices())
    made["architectures"] = architectures_table(count_all({name: files[name] for name in found.architectures}))
    made["run_devices"], made["printed_totals"] = (
        collect.run_devices(entries, devices()),
        collect.printed_totals(entries),
    )
    made = {name: rounded_floats(each) for name, each in made.items()}
    choice = settings.statistics
    chosen, _ = selected(made, choice, settings.frontier)
    told = {name: chosen[name] for name in (*choice.periods, "openai-2018", "top-10-since-split-with-third-party")}
    told |= {name: chosen[name] for name in chosen if name.startswith("since-2010") or name.startswith("quantile")}
    made["trends"], _ = trends(
        told, choice.level, 10, 1, choice.runs_at_least, 0, 0, choice.organizations_at_least, choice.curved_below, 1
    )
    return made


@cache
def real_rows():
    """The rows that the explorer chooses from."""
    return rows_of(real_tables())


@cache
def real_data():
    """What the explorer's scripts compute with."""
    return explorer_data(real_tables(), devices(), read_yaml(raw()[1]["config.yaml"], "config.yaml").data)


def addresses(number: int, seed: int) -> list[str]:
    """Choices at random, as addresses; some leave few runs."""
    draw = random.Random(seed)
    rows = real_data()["sources"]["own"]

    def one_of(name: str, most: int) -> str:
        column = rows[name]
        texts = column if isinstance(column, list) else [column["words"][place] for place in column["of"]]
        items = sorted({item for text in texts for item in text.split("; ") if item})
        return ";".join(draw.sample(items, draw.randint(1, most))).replace("&", "%26")

    found = []
    for _ in range(number):
        parts = {
            "domain": one_of("domains", 3),
            "organization": one_of("organization", 6),
            "country": one_of("country", 2),
            "open": draw.choice(["open", "closed", "open;unsaid"]),
            "set": draw.choice(["notable", "openai-2018;notable"]),
            "basis": draw.choice(["counting;hardware", "counting", "others;authors", "hardware"]),
            "evidence": draw.choice(["paper", "paper;quoted", "database;memory;unstated"]),
            "from": draw.choice(["2010", "2012-09", "2018-05-17", "2020"]),
            "until": draw.choice(["2022-03-01", "2024-06", "2025"]),
            "text": draw.choice(["a", "gpt", "net", "google"]),
            "rule": draw.choice(["top-1", "record", "top-5", "top-10", "quantile-90", "quantile-80", "quantile-50"]),
            "selfplay": "no",
            "y": draw.choice(["devices", "peak", "time", "utilization", "parameters", "examples", "spend"]),
            "x": draw.choice(["parameters", "compute", "devices"]),
        }
        chances = {"organization": 0.1, "text": 0.1, "rule": 0.4, "selfplay": 0.3, "y": 0.3, "x": 0.1, "until": 0.2}
        kept = [f"{key}={value}" for key, value in parts.items() if draw.random() < chances.get(key, 0.14)]
        found.append("&".join(kept).replace(" ", "+"))
    return found
