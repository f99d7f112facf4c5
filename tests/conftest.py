"""What several tests share."""

import fcntl
import inspect
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from builds import FEW_PAPERS, FEW_RESAMPLES, build, copy_workflow, fewer_resamples

settings.register_profile("steady", deadline=None, derandomize=True)  # no test fails because its machine is busy
settings.load_profile("steady")

ROOT = Path(__file__).parents[1]
TESTS = str(ROOT / "tests")
MadeOnce = Callable[[str, Callable[[Path], None]], Path]
BUILDS = {"builds.build", "builds.command"}
TOGETHER = ("explorer", "report")
"""Tests of these subjects run in one process, for tables and pages that they share; all others of a file do."""
PAGES = {"pages.page_and_cards", "pages.page_and_cards_of", "worked_out.worked_out", "explorer.real_tables"}
DATABASES = {"test_external.build"}

ENTRY = """\
title: ImageNet Classification with Deep Convolutional Neural Networks
url: https://papers.nips.cc/paper/4824
published: 2012-12-03
organization: University of Toronto
domain: vision
runs:
  - id: alexnet
    name: AlexNet
    sets: [openai-2018]
    parameters: 61M
    operation_counting:
      forward: 0.75 GMAC
      passes: {images: 1.2M, epochs: 90}
      source: section 5 and table 1
    hardware_time:
      device: GTX 580
      count: 2
      time: 5 to 6 days
      source: section 5
    reported:
      - compute: 0.0058 pfs-day
        by: OpenAI 2018
        party: third
        method: hardware time
        plotted: {date: 2012-06-01, compute: 0.00578754 pfs-day}
        factors: {devices: 2, peak: 1.58 TFLOP/s, time: 5.5 days, utilization: 0.33}
"""


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def entry() -> str:
    """The example entry of the design."""
    return ENTRY


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> MadeOnce:
    """Makes a folder once in a run of tests, whichever of its processes needs it first; not to be changed."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent

    def folder_of(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def six_papers(made_once: MadeOnce) -> Path:
    """A whole build of six papers with few resamples; to be copied, not changed."""

    def make(folder: Path) -> None:
        fewer_resamples(copy_workflow(folder, FEW_PAPERS), FEW_RESAMPLES)
        build(folder)

    return made_once("six-papers", make)


class BySubject(LoadFileScheduling):  # type: ignore[misc]
    """Which tests run in one process: those of a file, and those of files whose names begin alike."""

    def _split_scope(self, nodeid: str) -> str:
        subject = Path(nodeid.partition("::")[0]).stem.removeprefix("test_")
        return next(filter(subject.startswith, TOGETHER), subject)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile`, tests run together by subject."""
    return BySubject(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-quick` leaves out: what builds, makes a page, reads all raw data or a whole database of
    others, by itself or by what it uses; the like.
    """
    sampled = set()
    for item in items:
        if isinstance(item, pytest.Function):
            called = {name for function in used_by(item) for name in functions_behind(function)}
            if called & BUILDS:
                item.add_marker(pytest.mark.build)
            if called & (PAGES | DATABASES):
                item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("sampled"):
            name = item.nodeid.partition("[")[0]
            if name in sampled:
                item.add_marker(pytest.mark.slow)
            sampled.add(name)


def used_by(item: pytest.Function) -> Iterator[Callable[..., Any]]:
    """A test's function and those of its fixtures."""
    yield item.function
    for fixtures in item._fixtureinfo.name2fixturedefs.values():
        yield from (fixture.func for fixture in fixtures)


@cache
def functions_behind(function: Callable[..., Any]) -> frozenset[str]:
    """The functions of the tests that one names, and all that these do, with their files: `builds.build`."""
    seen: set[FunctionType] = set()
    waiting = [function]
    while waiting:
        found = inspect.unwrap(waiting.pop())
        if isinstance(found, FunctionType) and found not in seen and is_of_tests(found):
            seen.add(found)
            waiting += filter(callable, (found.__globals__.get(name) for name in names(found.__code__)))
    return frozenset(f"{Path(each.__code__.co_filename).stem}.{each.__name__}" for each in seen)


def is_of_tests(function: FunctionType) -> bool:
    return function.__code__.co_filename.startswith(TESTS)


def names(code: CodeType) -> set[str]:
    """All names in a function's code and in the functions within it."""
    return {*code.co_names, *(name for part in code.co_consts if isinstance(part, CodeType) for name in names(part))}
