"""Windows are counted in full, and where that would say little, entries do not use the count."""

import re
from pathlib import Path

import pytest

from ai_compute.architectures import Count, count, read_architecture

RAW = Path(__file__).parents[1] / "data/raw"
DESCRIPTIONS = [file for file in sorted(RAW.glob("architectures/*.*")) if file.suffix in (".yaml", ".json")]
USED = {
    key
    for file in RAW.glob("papers/*.yaml")
    for key in re.findall(r"^ *(?:- )?architecture: *(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE)
}


def counted(file: Path) -> Count:
    return count(read_architecture(file.read_text(encoding="utf-8"), str(file)))


WITH_WINDOWS = [file for file in DESCRIPTIONS if re.search(r"\ba window of \d", file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("file", WITH_WINDOWS, ids=lambda file: file.stem)
def test_a_network_whose_note_tells_of_windows_has_them(file):
    """A shorter input in their place would hide them from both columns."""
    assert re.search(r"span:|sliding_window|chunk:|chosen_keys:", file.read_text(encoding="utf-8"))
    found = counted(file)
    assert found.forward_macs_causal < found.forward_macs


def test_no_entry_uses_a_count_of_which_windows_leave_less_than_half():
    found = [counted(file) for file in DESCRIPTIONS]
    hidden = {each.architecture.key for each in found if 2 * each.forward_macs_causal < each.forward_macs}
    assert hidden == {"mimo-v2-5-pro", "mimo-v2-flash"}
    assert not hidden & USED
