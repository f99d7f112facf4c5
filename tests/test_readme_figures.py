"""The figures of README.md say what the last build says."""

import re

import pytest


@pytest.mark.parametrize("figure", ["headline", "cross-check"])
def test_the_figure_in_the_readme_says_what_the_last_build_says(root, figure):
    built = root / "reports" / "charts" / f"{figure}.svg"
    if not built.is_file():
        pytest.skip("nothing is built yet: snakemake")
    words = [
        re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", path.read_text(encoding="utf-8"))
        for path in (root / "docs" / built.name, built)
    ]
    assert words[0] == words[1], "bring the figures up to date: snakemake readme"
