"""Made-up entries and an external table of any size, of plausible spread; the same for the same numbers.

Half of the entries allow both methods, a fifth name a total that others published, one in twenty is a notable run.
"""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

DOMAINS = ("vision", "language", "speech", "games", "multimodal", "biology", "robotics", "other")
DEVICES = {2010: ("GTX 580", 1.6e12), 2014: ("K40", 4.3e12), 2017: ("V100", 1.25e14), 2021: ("A100", 3.12e14)}
FIRST, DAYS = date(2010, 6, 1), 5900
UTILIZATION = 0.33


def entries(number: int, folder: Path, seed: int = 1) -> None:
    """Write so many entries, one run each."""
    choose = random.Random(seed)
    for at in range(number):
        (folder / f"synthetic-{at:05}.yaml").write_text(_entry(at, choose), encoding="utf-8")


def _run(choose: random.Random) -> tuple[date, float]:
    """A date and a training compute (FLOP) about a trend of a doubling in half a year."""
    days = choose.randrange(DAYS)
    return FIRST + timedelta(days), 10 ** (17 + 0.6 * days / 365.25 + choose.gauss(0, 1))


def _entry(at: int, choose: random.Random) -> str:
    published, flop = _run(choose)
    tokens = 10 ** choose.uniform(7, 12)
    lines = [
        f"title: A paper on model {at}",
        f"url: https://example.org/{at}",
        f"published: {published}",
        f"organization: Organization {choose.randrange(200)}",
        f"domain: {choose.choice(DOMAINS)}",
        "runs:",
        f"  - id: synthetic-{at:05}",
        f"    name: Model {at}",
        f"    parameters: {max(flop / 6 / tokens, 1000):.4g}",
    ]
    if choose.random() < 0.05:
        lines.append("    sets: [notable]")
    if at % 4 != 3:
        lines += [
            "    operation_counting:",
            f"      forward: {flop / 6 / tokens:.4g} MAC",
            f"      passes: {{tokens: {tokens:.4g}}}",
            "      source: table 1",
        ]
    if at % 4 >= 2:
        device, peak = DEVICES[max(year for year in DEVICES if year <= published.year)]
        count = 2 ** choose.randrange(8)
        days = flop * 2 ** choose.gauss(0, 1) / (count * peak * UTILIZATION) / 86_400
        lines += [
            "    hardware_time:",
            f"      device: {device}",
            f"      count: {count}",
            f"      time: {days:.4g} days",
            "      source: section 4",
        ]
    if at % 5 == 0:
        lines += ["    reported:", f"      - compute: {flop * 2 ** choose.gauss(0, 1):.4g} FLOP", "        by: Others"]
        lines += ["        party: third", "        source: a blog post"]
    return "\n".join(lines) + "\n"


def external(number: int, file: Path, seed: int = 2) -> None:
    """Write an external table of so many models, in the format of Epoch AI's database."""
    choose = random.Random(seed)
    header = ["Model", "Domain", "Task", "Organization", "Publication date", "Notability criteria", "Parameters"]
    header += ["Training dataset size (datapoints)", "Epochs", "Training compute (FLOP)"]
    header += ["Training compute estimation method", "Training hardware", "Hardware quantity", "Training time (hours)"]
    header += ["Confidence"]
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(header)
        for at in range(number):
            published, flop = _run(choose)
            tokens = 10 ** choose.uniform(7, 12)
            writer.writerow(
                [
                    f"External model {at}",
                    "Language",
                    "Language modeling/generation",
                    f"Organization {choose.randrange(300)}",
                    published,
                    "SOTA improvement" if at % 3 == 0 else "",
                    f"{flop / 6 / tokens:.4g}",
                    f"{tokens:.4g}",
                    1,
                    f"{flop:.4g}",
                    choose.choice(["Operation counting", "Hardware", "Reported"]),
                    "NVIDIA A100",
                    2 ** choose.randrange(12),
                    f"{choose.uniform(1, 2000):.4g}",
                    choose.choice(["Confident", "Likely", "Speculative", ""]),
                ]
            )
