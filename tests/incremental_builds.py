"""Add, change and remove entries in random order, and compare what is rebuilt with a clean build, byte for byte.

    python tests/incremental_builds.py --rounds 20

Some kept results are damaged or removed before each round. Ends with status 1 at the first round that differs.
"""

import argparse
import random
import re
import shutil
import sys
import tempfile
from pathlib import Path

from builds import FEW_PAPERS, ROOT, build, copy_workflow, differences, fewer_resamples, products

PAPERS = "data/raw/papers"
KEPT = ".snakemake/ai-compute-kept"
NUMBER = re.compile(r"\b(epochs|count|batch|updates|tokens|images|steps): (\d)")
LEFT_AT_LEAST = 3
RESAMPLES = 100


def to_add(folder: Path) -> list[Path]:
    """Entries of the repository that can be added: not there yet, and not built on another run's."""
    files = sorted((ROOT / PAPERS).glob("*.yaml"))
    return [file for file in files if not (folder / PAPERS / file.name).exists() and b"base:" not in file.read_bytes()]


def add(folder: Path, choose: random.Random) -> str:
    """One more paper."""
    file = choose.choice(to_add(folder))
    shutil.copy(file, folder / PAPERS / file.name)
    return f"added {file.stem}"


def remove(folder: Path, choose: random.Random) -> str:
    """One paper less, if enough are left."""
    files = sorted((folder / PAPERS).glob("*.yaml"))
    if len(files) <= LEFT_AT_LEAST:
        return add(folder, choose)
    file = choose.choice(files)
    file.unlink()
    return f"removed {file.stem}"


def change(folder: Path, choose: random.Random) -> str:
    """Another number in an entry; another title where it has none of the kind."""
    file = choose.choice(sorted((folder / PAPERS).glob("*.yaml")))
    text = file.read_text(encoding="utf-8")
    changed = NUMBER.sub(lambda found: f"{found[1]}: {int(found[2]) % 9 + 1}", text, count=1)
    if changed == text:
        changed = text.replace("title: ", "title: Again ", 1)
    file.write_text(changed, encoding="utf-8")
    return f"changed {file.stem}"


def damage(folder: Path, choose: random.Random) -> int:
    """Cut off, garble, exchange or remove some kept results; how many."""
    kept = sorted((folder / KEPT).glob("*.*"))
    assert kept, f"nothing is kept in {folder / KEPT}"
    chosen = choose.sample(kept, min(len(kept), 12))
    for file in chosen:
        content, way = bytearray(file.read_bytes()), choose.randrange(4)
        if way == 0:
            file.unlink()
        elif way == 1:
            file.write_bytes(content[: choose.randrange(len(content))])
        elif way == 2:
            content[choose.randrange(len(content))] ^= 255
            file.write_bytes(content)
        else:
            shutil.copy(choose.choice([each for each in kept if each.exists() and each != file]), file)
    return len(chosen)


def one_round(folder: Path, scratch: Path, choose: random.Random) -> tuple[list[str], list[str]]:
    """Change some entries and build, here and from nothing; what was done, and the files that differ."""
    done = [choose.choice((add, change, remove))(folder, choose) for _ in range(choose.randint(1, 3))]
    done.append(f"damaged {damage(folder, choose)} kept results")
    build(folder, "--quiet", "all")
    clean = copy_workflow(scratch / "clean", source=folder)
    build(clean, "--quiet", "all")
    found = differences(products(folder), products(clean))
    shutil.rmtree(clean)
    return done, found


def main(rounds: int, seed: int) -> int:
    """So many rounds on one folder; 1 at the first that differs."""
    choose = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_workflow(Path(scratch) / "workflow", FEW_PAPERS)
        fewer_resamples(folder, RESAMPLES)
        build(folder, "--quiet", "all")
        for number in range(1, rounds + 1):
            done, found = one_round(folder, Path(scratch), choose)
            print(f"{number}: {', '.join(done)}: {found or 'the same bytes'}", flush=True)
            if found:
                return 1
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sys.exit(main(arguments.rounds, arguments.seed))
