"""Adding a paper in a copy of the project, from the template to the report; what goes wrong; and taking it away."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from ai_compute.messages.problems import Problems
from ai_compute.settings.handed_over import readable_settings
from builds import build, differences, edit, environment, products
from incremental_builds import KEPT, damage

PAPERS = Path("data/raw/papers")
FACTS = {
    "title:": "title: A network",
    "url:": "url: https://example.org/network",
    "published:": "published: 2016-03-04",
    "organization:": "organization: A laboratory",
    "domain:": "domain: vision",
    "    name:": """\
    name: The network
    operation_counting:
      architecture: resnet-152
      passes: {images: 1.28M, epochs: 200}
      source: section 4
    hardware_time:
      device: GTX Titan X
      count: 8
      time: 3 to 4 weeks
      source: section 4""",
}


@pytest.fixture(scope="module")
def project(six_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a whole build of a handful of entries."""
    return shutil.copytree(six_papers, tmp_path_factory.mktemp("adding") / "project")


def script(folder: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, f"scripts/{name}.py", *arguments]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


def has_card(project: Path, run: str) -> bool:
    """Whether a run has a card that the page loads, and a file of its own."""
    reports = project / "reports"
    found = f'id=\\"{run}\\"' in (reports / "runs/cards.js").read_text(encoding="utf-8")
    assert found == (reports / f"runs/{run}.html").is_file()
    return found


def named_in(project: Path, run: str) -> list[str]:
    """Tables and pages that name a run."""
    files = [file for file in (project / "data/processed").glob("*.parquet") if "run" in pq.read_schema(file).names]
    named = [file.name for file in files if run in set(pd.read_parquet(file, columns=["run"])["run"])]
    pages = [file.name for file in (project / "reports").glob("*.html")]
    return named + [name for name in pages if f"runs/{run}.html" in (project / "reports" / name).read_text("utf-8")]


def news(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the build says of changes since the last one; a step beside the report may end after it."""
    lines = done.stdout.rstrip().partition("Since the last build:\n")[2].splitlines()
    return [line for line in lines if not line.startswith("[")]


def write(content: bytes) -> Callable[[Path], None]:
    return lambda file: file.write_bytes(content) and None


def edited(old: str, new: str) -> Callable[[Path], None]:
    return lambda file: edit(file, old, new)


Mistake = tuple[str, Callable[[Path], object], str]
MISTAKES: dict[str, list[Mistake]] = {
    # what is wrong: of each file how it comes to be, and what is said; one build names all of them
    "what files hold, what cannot be and what is missing": [
        ("data/raw/papers/vgg.yaml", edited("domain: vision", "domain: visoin"), "did you mean 'vision'?"),
        ("data/raw/papers/gnmt.yaml", lambda file: os.utime(file, (2e9, 2e9)), "a time stamp in the future"),
        ("data/raw/architectures/alexnet.yaml", edited("dense: 1000", "dnese: 1000"), "dnese"),
        ("data/raw/hardware.csv", edited("1.581 TFLOP/s", "1.581 TFLOP"), "a rate is written FLOP/s"),
        ("data/raw/claims.csv", edited(",equals,", ",eqals,"), "did you mean 'equals'?"),
        ("data/raw/papers/latin.yaml", write("title: Café\n".encode("latin-1")), "UTF-8"),
        ("data/raw/papers/wide.yaml", write("title: Café\n".encode("utf-16")), "it looks like UTF-16"),
        ("data/raw/papers/null.yaml", write(b"title: a\0b\n"), "text that YAML allows"),
        ("data/raw/papers/large.yaml", write(b"a" * 50_000_000), "at most 1 MB"),
        ("data/raw/papers/out.yaml", lambda file: file.symlink_to("/etc/hostname"), "out of its folder"),
        ("data/raw/papers/New Paper.yml", write(b""), "new-paper.yaml"),
        ("data/raw/papers/{x}.yaml", write(b"title: a"), "a name without braces"),
        ("config.yaml", edited("files: []", "files: [data/no.csv]"), "a file that exists"),
    ],
    "what is no file, and a setting": [
        ("config.yaml", edited("agree_within: 3", "agree_within: none"), "a factor above 1"),
        ("data/raw/hardware.csv", Path.unlink, "No such file"),
        ("data/raw/papers/folder.yaml", Path.mkdir, "a folder"),
        ("data/raw/papers/nowhere.yaml", lambda file: file.symlink_to("nowhere"), "No such file"),
        ("data/raw/papers/itself.yaml", lambda file: file.symlink_to(file.name), "in a circle"),
    ],
    "no papers": [("data/raw/papers", shutil.rmtree, "at least one entry")],
    "settings that are no YAML": [("config.yaml", edited("cut_off: ", "cut_off: ["), "valid YAML")],
    "no settings": [("config.yaml", Path.unlink, "No such file")],
}


@pytest.fixture
def restored(project: Path) -> Iterator[None]:
    """Raw data and settings as they were, after a test."""
    kept = project.parent / "kept"
    shutil.copytree(project / "data/raw", kept / "raw", symlinks=True)
    shutil.copy(project / "config.yaml", kept)
    yield
    shutil.rmtree(project / "data/raw")
    shutil.move(kept / "raw", project / "data/raw")
    shutil.move(kept / "config.yaml", project / "config.yaml")


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_the_last_thing_said_and_change_nothing(project, mistake):
    before = products(project)
    for file, make, _ in MISTAKES[mistake]:
        make(project / file)
    failed = build(project, check=False)
    assert failed.returncode != 0
    for file, _, said in MISTAKES[mistake]:
        named = [part for part in re.split(r"\n(?=\S)", failed.stdout) if part.startswith(file)]
        assert any(said in part for part in named), (file, said, failed.stdout)
    assert failed.stdout.rstrip().endswith("Nothing was changed: the last results stand.")
    assert "Traceback" not in failed.stdout
    assert differences(products(project), before) == []


@pytest.mark.parametrize(("content", "said"), [(b"", "one YAML document"), (b"- a\n", "a mapping of")])
def test_settings_that_are_none_are_named_before_snakemake_reads_them(content, said, tmp_path):
    (tmp_path / "config.yaml").write_bytes(content)
    with pytest.raises(Problems, match=said):
        readable_settings(str(tmp_path / "config.yaml"))


TOLD = {
    # what is told beside config.yaml: what is said
    "shard=4": "did you mean shards?",
    "adopted={prefer: hardware time}": "write it into config.yaml",
    "cut_off=2020-01-01": "write it into config.yaml",
    "colour=red": "one of repository, revision, shards",
}


def test_what_is_told_beside_the_settings_is_checked_as_they_are(project):
    before = products(project)
    failed = build(project, "--config", *TOLD, check=False)
    assert failed.returncode != 0
    named = re.findall(r"^--config: error: (\w+)$", failed.stdout, re.M)
    assert sorted(named) == sorted(told.split("=")[0] for told in TOLD)
    assert all(said in failed.stdout for said in TOLD.values())
    assert "Traceback" not in failed.stdout
    assert differences(products(project), before) == []


def test_a_file_among_the_entries_that_is_not_read_is_named_every_time(project):
    others = ("new.YAML", "new.txt", "vgg.yaml.bak", "drafts/new.yaml")
    for name in others:
        (project / PAPERS / name).parent.mkdir(exist_ok=True)
        (project / PAPERS / name).write_text("title: a")
    said = [build(project, "--dry-run").stdout, build(project).stdout]
    for name in others:
        shutil.rmtree(path) if (path := project / PAPERS / name.split("/")[0]).is_dir() else path.unlink()
    assert all(f"{PAPERS}/{name.split('/')[0]} is not read" in text for name in others for text in said)


def test_after_a_mistake_is_mended_the_last_build_stands(project):
    assert "Nothing to do" in build(project).stdout


def members(project: Path) -> int:
    """Runs of OpenAI's chart that a build has points of."""
    trends = json.loads((project / "reports/summary.json").read_text(encoding="utf-8"))["trends"]
    return int(trends["openai-2018-as-plotted"]["runs"])


@pytest.fixture(scope="module")
def grown(six_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A build with one more entry, a run that left its set and one that was renamed, and what is told of it.

    Nothing that the first build kept was at hand: all that is kept is of these entries.
    """
    project = shutil.copytree(six_papers, tmp_path_factory.mktemp("grown") / "project")
    shutil.rmtree(project / KEPT)
    assert script(project, "new_entry", "network").returncode == 0
    entry = project / PAPERS / "network.yaml"
    lines = [FACTS.get(line.split("#")[0].rstrip(), line) for line in entry.read_text(encoding="utf-8").splitlines()]
    entry.write_text("\n".join(lines) + "\n", encoding="utf-8")
    edited("openai-2018", "notable")(project / PAPERS / "vgg.yaml")
    edited("id: seq2seq", "id: better-seq2seq")(project / PAPERS / "seq2seq.yaml")
    (project / PAPERS / "seq2seq.yaml").rename(project / PAPERS / "better-seq2seq.yaml")
    return project, news(build(project))


def test_a_new_entry_is_told_and_has_its_place_as_have_a_run_that_leaves_its_set_and_one_that_is_renamed(
    grown, six_papers
):
    project, told = grown
    assert re.match(r"\+ The network \(network\): 0\.20 pfs-days \(.* to .* pfs-days\), our estimate by", told[0])
    assert told[0].endswith("reports/index.html#network")
    assert "they agree" in told[1]
    assert "the trend of its time (2010-2018), rank " in told[2]
    assert "= seq2seq is now better-seq2seq: reports/index.html#better-seq2seq" in told
    assert len(told) <= 10
    assert any(re.search(r"domain-vision \S+ months -> \S+ months \(\S+ %, \d+ -> \d+ runs\)", each) for each in told)
    assert members(project) == members(six_papers) - 1
    assert has_card(project, "network")
    assert named_in(project, "network") != [] == named_in(project, "seq2seq")

    compared = script(project, "compare_builds", str(six_papers))
    assert compared.stdout.splitlines()[1:4] == told[:3]
    assert script(project, "compare_builds", str(project)).stdout.startswith("Nothing changed")
    assert "Nothing to do" in build(project).stdout


def test_what_is_taken_back_leaves_nothing_behind_even_among_damaged_results(grown, six_papers, tmp_path):
    """What an incremental build makes is what a clean one makes; tests/incremental_builds.py tries it twenty times."""
    project = shutil.copytree(grown[0], tmp_path / "project")
    (project / PAPERS / "network.yaml").unlink()
    (project / PAPERS / "better-seq2seq.yaml").unlink()
    for entry in ("seq2seq.yaml", "vgg.yaml"):
        shutil.copy(six_papers / PAPERS / entry, project / PAPERS / entry)
    damage(project, random.Random(15))

    told = news(build(project))
    assert "= better-seq2seq is now seq2seq: reports/index.html#seq2seq" in told
    assert sum(line.startswith("- ") and " (network): " in line for line in told) == 1
    assert not has_card(project, "network")
    assert named_in(project, "network") == []
    assert differences(products(project), products(six_papers)) == []


def test_what_is_no_build_cannot_be_compared(project):
    for other in ("no-such-thing", str(project / "scripts")):
        failed = script(project, "compare_builds", other)
        assert failed.returncode == 65
        assert "error" in failed.stderr
        assert "Traceback" not in failed.stderr
