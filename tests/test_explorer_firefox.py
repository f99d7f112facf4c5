"""The explorer in Firefox, from disk: the same numbers, Back, mistakes beside fields, and no complaint."""

import pytest

from explorer_page import real_page
from firefox import firefox, told
from test_explorer_fits import COMPARED, line_of_group, line_or_reason

pytestmark = [pytest.mark.browser, firefox]
LANGUAGE = "#?domain=language&from=2020"
TRY = f"""
const root = document.documentElement;
const settled = () => until(() => root.dataset.counted === location.hash && root.dataset.drawn === location.hash);
const at = async (hash) => {{ location.hash = hash; await settled(); }};
const fits = () => JSON.parse(explore_fit.value);
const first = {{ fit: fits()[0], dots: document.querySelectorAll("#explore_plot svg g.dots path").length }};
await at("#?{COMPARED["split"]}");
const compared = {{ fits: fits(), difference: JSON.parse(explore_difference.value) }};
await at("{LANGUAGE}");
const before = explore_finding.textContent;
const from = document.querySelector("#choices [name=from]");
from.value = "2020-1";
from.dispatchEvent(new Event("input", {{ bubbles: true }}));
await settled();
const [beside, title] = [bad_from.innerText, explore_called.textContent];
history.back();
await until(() => location.hash === "{LANGUAGE}");
await settled();
const restored = {{ typed: from.value, same: explore_finding.textContent === before }};
own_try.click();
await until(() => own_numbers.value);
await settled();
const sideways = root.scrollWidth - innerWidth;
return {{ first, compared, beside, title, restored, own: own_result.innerText, sideways }};
"""


def test_firefox_tells_what_chromium_tells_without_a_complaint(tmp_path):
    seen = told(real_page(), TRY, tmp_path, "explore.html")
    assert seen["said"] == []
    assert seen["first"]["fit"]["slope"] == pytest.approx(line_or_reason(LANGUAGE)["slope"], rel=1e-9)
    assert seen["first"]["dots"] >= seen["first"]["fit"]["runs"]
    for place, fit in enumerate(seen["compared"]["fits"]):
        expected = line_of_group(COMPARED["split"], place)
        assert fit["interval"] == expected["interval"]
        assert fit["slope_low"] == pytest.approx(expected["slope_low"], rel=1e-9)
    assert seen["compared"]["difference"]["interval"] == "CR2"
    assert seen["beside"].startswith("expected a date such as")
    assert seen["title"] == "Training compute: language runs"
    assert seen["restored"] == {"typed": "2020", "same": True}
    assert "rank " in seen["own"]
    assert seen["sideways"] <= 0
