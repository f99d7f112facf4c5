"""Builds under circumstances that must not matter: tests/same_bytes.py has each of them, here they come together."""

import shutil
from dataclasses import replace
from pathlib import Path

from builds import FEW_PAPERS, differences
from same_bytes import EVERYTHING_AT_ONCE, Circumstance, made_under


def test_folder_time_zone_locale_umask_hash_seed_cores_order_and_processor_change_no_byte(tmp_path: Path) -> None:
    other = EVERYTHING_AT_ONCE
    if shutil.which("localedef") is None:
        other = replace(other, variables={**other.variables, "LC_ALL": "C"})
    one, another = (
        made_under(circumstance, tmp_path, FEW_PAPERS, resamples=200) for circumstance in (Circumstance("plain"), other)
    )
    assert "reports/index.html" in one
    assert differences(one, another) == []
