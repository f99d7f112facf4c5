"""Builds under circumstances that must not matter: tests/same_bytes.py has each of them, here they come together."""

import shutil
import warnings
from dataclasses import replace
from pathlib import Path

from builds import FEW_PAPERS, FEW_RESAMPLES, differences, products
from same_bytes import EVERYTHING_AT_ONCE, hides_fonts, made_under


def test_folder_time_zone_locale_umask_hash_seed_cores_order_processor_and_fonts_change_no_byte(
    six_papers: Path, tmp_path: Path
) -> None:
    other = EVERYTHING_AT_ONCE
    if shutil.which("localedef") is None:
        warnings.warn("not tried in Turkish: this machine has no localedef", stacklevel=1)
        other = replace(other, variables={**other.variables, "LC_ALL": "C"})
    if not hides_fonts():
        warnings.warn("not tried without fonts: this machine lets no build hide them (unshare, mount)", stacklevel=1)
        other = replace(other, within=())
    made = made_under(other, tmp_path, FEW_PAPERS, FEW_RESAMPLES)
    assert "reports/index.html" in made
    assert differences(products(six_papers), made) == []
