"""Tables of made-up papers, worked out by the stages themselves: what a build of such papers would say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import yaml

import collect
import cross_check
import estimate
import explain
import fit
import growth
import judge
import specify
from ai_compute.report.collection import read_tables
from ai_compute.schemas.counts import Architectures
from ai_compute.storage.tables import write_table
from ai_compute.values.subjects import DOMAINS
from builds import ROOT, with_fewer_resamples

DEVICES = {"GTX 580": 1.581e12, "V100": 125e12, "TPU v3": 123e12, "A100": 312e12}
"""Peaks by name, in FLOP/s: later runs use later ones."""
SPLIT = date(2018, 5, 17)
RESAMPLES = 100
OF_RUNS = 60
ARITHMETIC = {"devices": 2, "peak": "1.58 TFLOP/s", "time": "5.5 days", "utilization": 0.33}


@dataclass(frozen=True)
class Made:
    """A made-up run: its day, log10 of its FLOP by operation counting, that by hardware time times so much."""

    published: date
    log10_flop: float
    apart: float = 1.0
    third_party: bool = False


def growing(start: date, end: date, runs: int, first: float, growth: float, **rest: float) -> list[Made]:
    """Runs at even distances, from `first` (log10 FLOP) on by `growth` orders of magnitude a year, and some scatter."""
    days = (end - start).days
    made = []
    for number in range(runs):
        after = days * number // max(runs - 1, 1)
        scatter = 0.6 * ((7 * number) % 5 - 2) / 2
        made.append(Made(start + timedelta(after), first + growth * after / 365.25 + scatter, **rest))
    return made


def paper(number: int, run: Made) -> str:
    """The entry of a run, a member of the named set of its time."""
    devices = 2 ** (number % 7)
    flop = 10.0**run.log10_flop
    total = {"compute": f"{flop:.6g} FLOP", "by": "OpenAI 2018", "party": "third", "source": "its chart"}
    drawn = {"plotted": {"date": run.published.isoformat(), "compute": f"{flop:.6g} FLOP"}}
    arithmetic = {"factors": ARITHMETIC} if number % 3 == 0 else {}
    member = "openai-first-era" if run.published.year < 2012 else "openai-2018"
    entry: dict[str, object] = {"id": f"run-{number:03d}", "name": f"Model {number}"}
    if run.published < SPLIT:
        entry |= {"sets": [member, "notable"], "reported": [total | drawn | arithmetic]}
    if run.third_party:
        entry |= {"reported": [total | drawn], "unestimated": "closed"}
    else:
        device, peak = list(DEVICES.items())[number * len(DEVICES) // OF_RUNS % len(DEVICES)]
        seconds = flop * run.apart / (devices * peak * 0.33)
        entry |= {
            "operation_counting": {
                "forward": "1 MFLOP",
                "passes": {"updates": f"{flop / 3e6:.6g}"},
                "source": "section 1",
            },
            "hardware_time": {
                "device": device,
                "count": devices,
                "time": f"{seconds / 86400:.6g} days",
                "source": "section 2",
            },
        }
    about = {"title": f"Paper {number}", "url": f"https://example.org/{number}", "published": run.published.isoformat()}
    about |= {"organization": f"Organization {number % 6}", "domain": DOMAINS[number % 3]}
    return yaml.safe_dump({**about, "runs": [entry]}, sort_keys=False)


class Files:
    """Paths of tables by name, as a stage asks for them; no other job has fitted a share of anything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getattr__(self, name: str) -> str | list[str]:
        return [] if name.endswith("_shards") else self[name]

    def __getitem__(self, name: str) -> str:
        return str(self.folder / f"{name}.parquet")


def worked_out(folder: Path, made: Iterable[Made]) -> dict[str, pd.DataFrame]:
    """Every table that the stages make of these runs, with few resamples."""
    papers = []
    for number, run in enumerate(made):
        papers.append(str(folder / f"paper-{number:03d}.yaml"))
        Path(papers[-1]).write_text(paper(number, run), encoding="utf-8")
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    choices = yaml.safe_load(with_fewer_resamples(config, RESAMPLES))
    tables, log = Files(folder), str(folder / "log")
    architectures, claims = tables["architectures"], tables["claims"]
    write_table(pd.DataFrame(), Architectures, architectures)
    collect.collect_tables(str(ROOT / "data/raw/hardware.csv"), papers, architectures, choices, tables, log)
    for stage in (estimate.estimate, cross_check.cross_check, fit.fit, growth.grow, explain.explain, specify.specify):
        stage(tables, choices, tables, log)
    every = sorted(str(file) for file in folder.glob("*.parquet"))
    judge.judge_claims(str(ROOT / "data/raw/claims.csv"), every, claims, log)
    return read_tables([*every, claims])
