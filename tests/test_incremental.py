"""What an incremental build makes is what a clean one makes; tests/incremental_builds.py tries it twenty times."""

import random
import shutil

import pytest

from incremental_builds import one_round

pytestmark = pytest.mark.slow


def test_entries_come_and_go_and_damaged_kept_results_cost_time_only(six_papers, tmp_path):
    folder = shutil.copytree(six_papers, tmp_path / "workflow")
    done, found = one_round(folder, tmp_path, random.Random(15))
    assert not found, done
