"""Every colour that a figure asks the page for is one that the page has."""

import json
import re
from dataclasses import asdict

from ai_compute.charts.theme import DARK, LIGHT, with_variables
from ai_compute.report.render import colour_rules


def test_every_role_has_its_variable_in_light_and_in_dark():
    asked = re.findall(r"var\((--[^)]+)\)", json.dumps(with_variables({"colours": list(asdict(LIGHT).values())})))
    declared = re.findall(r"(--[\w-]+):", colour_rules({"light": asdict(LIGHT), "dark": asdict(DARK)}))
    assert len(asked) == len(asdict(LIGHT))
    assert set(asked) <= set(declared)
    assert all(declared.count(name) == 2 for name in asked)
