"""Figures are the same whatever fonts a machine has."""

import os
import shutil
import subprocess
import sys

import pytest

DRAW = """
import hashlib, sys
from ai_compute.charts import rendering
for family in sys.argv[1:]:
    text = f'<text x="5" y="30" font-family="{family}" font-size="20">Training compute 0123</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40">{text}</svg>'
    print(hashlib.sha256(rendering.vl_convert.svg_to_png(svg)).hexdigest())
"""


def installed_families() -> list[str]:
    if shutil.which("fc-list") is None:
        return []
    said = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    return sorted({line.split(",")[0] for line in said.splitlines()} - {"Liberation Sans", ""})


def test_a_font_of_the_machine_is_as_unknown_as_one_that_does_not_exist(root):
    families = installed_families()[:5]
    if not families and os.environ.get("CI") != "true":
        pytest.skip("no fonts here that figures could take (Debian: apt-get install fontconfig fonts-dejavu-core)")
    assert families, "CI needs a font that figures must not use: apt-get install fontconfig fonts-dejavu-core"
    drawn = subprocess.run(
        [sys.executable, "-c", DRAW, *families, "No Such Font", "Liberation Sans"],
        cwd=root / "scripts",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    *of_the_machine, unknown, own = drawn
    assert set(of_the_machine) == {unknown}
    assert own != unknown
