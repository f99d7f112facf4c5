"""Builds under circumstances that must not matter: tests/same_bytes.py has each of them, here they come together."""

import shutil
import warnings
from dataclasses import replace
from pathlib import Path

from builds import FEW_PAPERS, FEW_RESAMPLES, build, differences, products
from same_bytes import EVERYTHING_AT_ONCE, built_under, hides_fonts

LEFT_BY_A_KILLED_BUILD = (
    "data/processed/shards/fit-2-of-3/trends.parquet",
    "data/processed/shards/specify-1-of-7/specifications.parquet",
    "data/processed/.runs.parquet.1.partial",
    "reports/tables/.runs.csv.1.partial",
)


def test_folder_time_zone_locale_umask_hash_seed_cores_order_processor_fonts_and_jobs_that_share_change_no_byte(
    six_papers: Path, tmp_path: Path
) -> None:
    other = EVERYTHING_AT_ONCE
    if shutil.which("localedef") is None:
        warnings.warn("not tried in Turkish: this machine has no localedef", stacklevel=1)
        other = replace(other, variables={**other.variables, "LC_ALL": "C"})
    if not hides_fonts():
        warnings.warn("not tried without fonts: this machine lets no build hide them (unshare, mount)", stacklevel=1)
        other = replace(other, within=())
    folder = built_under(other, tmp_path, FEW_PAPERS, FEW_RESAMPLES)
    made = products(folder)
    assert "reports/index.html" in made
    assert differences(products(six_papers), made) == []
    for left in LEFT_BY_A_KILLED_BUILD:
        (folder / left).parent.mkdir(parents=True, exist_ok=True)
        (folder / left).write_bytes(b"half")
    assert "Nothing to do" in build(folder, *other.arguments).stdout
    assert differences(products(folder), made) == []
    assert not (folder / "data/processed/shards/fit-2-of-3").exists()
