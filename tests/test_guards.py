"""Guards of a build, one by one: what the command line asks, what is set aside, what they do without."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ai_compute.guard import aside, inside
from ai_compute.guard.asking import is_dry_run, makes_a_plan, touches, without_hooks
from ai_compute.guard.lock import shared_by_steps
from ai_compute.guard.manifest import Step
from ai_compute.guard.outputs import Outputs
from ai_compute.guard.python import is_plain, plain_name
from ai_compute.guard.stopping import INTERRUPTED, Stopping
from builds import ROOT, command, copy_workflow, environment

LOOKS = ["--lint", "--unlock", "-l", "--summary", "-S", "--report", "--report x.html", "--rulegraph", "--touch", "-t"]
PLANS = ["", "-n", "-np", "--dry-run", "check", "--config shards=3", "--cores 2 -k", "--report-after-run", "-- --lint"]


@pytest.mark.parametrize("given", LOOKS)
def test_with_some_options_snakemake_only_shows_or_mends(given: str) -> None:
    assert not makes_a_plan(given.split())


@pytest.mark.parametrize("given", PLANS)
def test_with_others_it_plans_steps(given: str) -> None:
    assert makes_a_plan(given.split())


def test_options_may_be_cut_off_and_letters_put_together() -> None:
    assert not makes_a_plan(["--unlo"])
    assert is_dry_run(["--dry"])
    assert is_dry_run(["-pn"])
    assert touches(["--touch"])
    assert without_hooks(["--no-hooks"])
    assert not is_dry_run(["--config", "name=--dry-run-of-mine"])


@pytest.mark.slow
def test_every_option_that_only_looks_is_one_of_snakemakes_own_or_an_older_ones() -> None:
    """A name that is misspelled would never be met."""
    from ai_compute.guard.asking import LOOK

    said = subprocess.run([sys.executable, "-m", "snakemake", "--help"], capture_output=True, text=True, check=True)
    known = set(said.stdout.replace(",", " ").split())
    assert set(LOOK) - known <= {"--lc", "--cm"}


COUNT = Step("count", ["raw"], ["layers", "architectures"])
COLLECT = Step("collect", ["layers"], ["runs"])
STEPS = [COUNT, COLLECT, Step("all", ["layers", "architectures", "runs"], [])]


@pytest.fixture
def outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outputs:
    """A workflow of two steps, built."""
    monkeypatch.chdir(tmp_path)
    Path("raw").write_text("raw")
    found = Outputs(STEPS, "SHA256SUMS", ())
    make("layers", "architectures", "runs")
    found.succeed()
    return Outputs(STEPS, "SHA256SUMS", ())


def make(*names: str) -> None:
    for name in names:
        Path(f"{name}.new").write_text(f"the {name}")
        Path(f"{name}.new").replace(name)


def there() -> set[str]:
    return {path.name for path in Path().iterdir() if path.name in {"layers", "architectures", "runs"}}


def test_a_finished_build_has_nothing_set_aside(outputs: Outputs) -> None:
    assert outputs.set_aside_what_nobody_vouches_for([]) == []
    assert there() == {"layers", "architectures", "runs"}


def test_an_edited_output_is_set_aside_named_and_put_back_if_nothing_is_made(outputs: Outputs) -> None:
    Path("layers").write_text("edited")
    outputs = Outputs(STEPS, "SHA256SUMS", ())
    assert outputs.set_aside_what_nobody_vouches_for([]) == ["layers is not what the last build made: it is made anew."]
    assert there() == {"architectures", "runs"}
    outputs.put_back()
    assert Path("layers").read_text() == "edited"


def test_for_a_named_target_the_whole_step_and_all_that_needs_it_are_set_aside(outputs: Outputs) -> None:
    Path("layers").write_text("edited")
    outputs = Outputs(STEPS, "SHA256SUMS", ())
    outputs.set_aside_what_nobody_vouches_for(["collect"])
    assert there() == set()
    make("layers", "architectures")
    outputs.succeed()
    assert there() == {"layers", "architectures", "runs"}
    assert Outputs(STEPS, "SHA256SUMS", ()).set_aside_what_nobody_vouches_for([]) == []


def test_an_input_is_vouched_for_when_its_readers_were_made_one_build_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raw").write_text("raw")
    steps = [*STEPS, Step("list", ["raw"], ["names"])]
    for made, planned in ((["layers", "architectures"], []), (["names"], ["layers", "architectures", "names"])):
        outputs = Outputs(steps, "SHA256SUMS", ())
        outputs.set_aside_what_nobody_vouches_for([])
        make(*made)
        outputs.succeed(planned)
    assert "raw" in Outputs(steps, "SHA256SUMS", ()).vouched


def test_what_a_killed_build_set_aside_is_put_back_first(outputs: Outputs) -> None:
    aside.take_away("runs")
    aside.copy_away("layers")
    assert there() == {"layers", "architectures"}
    Outputs(STEPS, "SHA256SUMS", ())
    assert there() == {"layers", "architectures", "runs"}
    assert not any(map(aside.is_aside, there()))


def test_after_a_failure_finished_steps_count_and_all_else_is_as_it_was(outputs: Outputs) -> None:
    time = Path("runs").stat().st_mtime_ns
    outputs.copy_aside(["layers", "architectures", "runs"])
    outputs.disown(["layers", "architectures", "runs"])
    for name in there():
        Path(name).write_text("another")
    outputs.fail(["layers", "architectures"])
    assert [Path(name).read_text() for name in ("layers", "architectures", "runs")] == ["another"] * 2 + ["the runs"]
    assert Path("runs").stat().st_mtime_ns == time
    assert sorted(Outputs(STEPS, "SHA256SUMS", ()).vouched) == ["architectures", "layers", "raw"]


def test_an_input_changed_under_an_old_time_sets_aside_what_snakemake_would_keep(outputs: Outputs) -> None:
    times = Path("raw").stat()
    Path("raw").write_text("changed")
    Outputs(STEPS, "SHA256SUMS", ()).set_aside_what_nobody_vouches_for([])
    assert there() == {"layers", "architectures", "runs"}
    os.utime("raw", ns=(times.st_atime_ns, times.st_mtime_ns))
    Outputs(STEPS, "SHA256SUMS", ()).set_aside_what_nobody_vouches_for([])
    assert there() == {"runs"}


def test_a_guard_without_its_part_of_snakemake_says_once_that_it_is_off(capsys: pytest.CaptureFixture[str]) -> None:
    other = SimpleNamespace()
    inside._said.clear()
    assert inside.jobs_to_run(other, "Room") is None
    assert inside.jobs_to_run(other, "Room") is None
    assert inside.finished_jobs(other, "Integrity") is None
    assert not inside.is_main_process(other)
    assert capsys.readouterr().err.splitlines() == [
        "Room: off with this version of Snakemake, which has no workflow.dag.needrun_jobs.",
        "Integrity: off with this version of Snakemake, which has no workflow.dag.finished_jobs.",
        "All guards of a build: off with this version of Snakemake, which has no workflow.is_main_process.",
    ]
    assert not inside.runs_elsewhere(other)
    assert not inside.has_wildcards(other)
    assert inside.asked_for(other) == []
    assert inside.prefix_of(other) == ""
    assert capsys.readouterr().err.count("off with this version of Snakemake") == 3


def test_without_rules_there_is_no_build_and_nothing_is_taken_away() -> None:
    with pytest.raises(SystemExit, match=r"workflow.rules: install the one that requirements.txt names"):
        inside.rules_of(SimpleNamespace())


PRIVATE = (
    "rule.has_wildcards",
    "workflow._",
    "workflow.dag",
    "workflow.modifier",
    "workflow.persistence",
    "workflow.is_main",
    "shell._",
)


def test_no_rule_knows_a_private_name_of_snakemake() -> None:
    texts = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "rules").rglob("*.smk")}
    assert {name: part for name, text in texts.items() for part in PRIVATE if part in text} == {}


def test_every_guard_is_included_by_one_line_and_begins_with_its_promise() -> None:
    snakefile = (ROOT / "Snakefile").read_text(encoding="utf-8")
    for file in (ROOT / "rules/guard").glob("*.smk"):
        assert snakefile.count(f'include: "rules/guard/{file.name}"\n') == 1
        assert file.read_text(encoding="utf-8").startswith(f'"""{file.stem.capitalize()}: ')


@pytest.fixture
def in_a_path_with_blanks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Python in such a path, and a folder of the test's own, with a plain name, for temporary files."""
    python = tmp_path / "My Drive" / "it's (ü) 模型" / "bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    with tempfile.TemporaryDirectory(dir="/tmp") as temporary:
        monkeypatch.setattr(tempfile, "tempdir", temporary)
        yield python


def test_a_python_in_a_path_with_blanks_gets_a_plain_name(in_a_path_with_blanks: Path) -> None:
    name = plain_name(str(in_a_path_with_blanks))
    assert name is not None
    assert is_plain(name)
    assert Path(name).samefile(sys.executable)
    assert plain_name("/opt/模型/bin/python") == "/opt/模型/bin/python"


def test_builds_that_end_in_any_way_leave_one_plain_name_and_trust_nobody_elses(in_a_path_with_blanks: Path) -> None:
    names = {plain_name(str(in_a_path_with_blanks)) for _ in range(3)}
    (folder,) = Path(tempfile.gettempdir()).iterdir()
    assert len(names) == 1
    folder.chmod(0o777)
    assert plain_name(str(in_a_path_with_blanks)) not in names


def test_a_folder_with_braces_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = copy_workflow(tmp_path / "a{b}", [])
    tried = subprocess.run(command("-n"), cwd=folder, env=environment(), capture_output=True, text=True)
    assert tried.returncode == 1
    said = tried.stderr.splitlines()[-1]
    assert said.endswith("Snakemake takes braces in a path for wildcards: give the folder a name without braces.")
    assert "Traceback" not in tried.stderr


def test_a_steps_lock_may_lie_in_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "it's {a} (ü) $HOME"
    folder.mkdir()
    prefix = shared_by_steps(folder / "lock").format()
    subprocess.run(["bash", "-c", f"{prefix} true"], check=True)
    assert (folder / "lock").is_file()


def test_an_interrupt_before_the_first_step_ends_at_once_without_a_traceback() -> None:
    said: list[str] = []
    stopping = Stopping(lambda: said.append("stops"), lambda: False)
    with pytest.raises(SystemExit) as ended:
        stopping.interrupt(signal.SIGINT, None)
    assert ended.value.code == INTERRUPTED
    assert said == []


def test_the_last_good_outputs_stay_in_place_while_their_step_runs() -> None:
    """Snakemake deletes an output before its step runs, unless it is `update()`."""
    bare = re.compile(r'^        (?:\w+=)?(?:table\(|expand\(|report\(|f?"|INPUTS)', re.M)
    # What readme makes are copies of figures in a folder that git keeps.
    texts = {file: file.read_text(encoding="utf-8") for file in (ROOT / "rules").glob("*.smk") if file.stem != "readme"}
    blocks = {file: re.findall(r"^    output:\n((?:^        .*\n)+)", text, re.M) for file, text in texts.items()}
    assert sum(map(len, blocks.values())) == sum(text.count("\n    output:") for text in texts.values()) > 10
    for file, found in blocks.items():
        assert not any(map(bare.search, found)), f"{file.name}: write update(...) around each output"
