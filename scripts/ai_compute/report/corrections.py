"""What a known repository adds to the page: where a wrong fact is said to be wrong, and where the page is published."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

RUN = re.compile(r"""(?m)^\s*(?:-\s+)?id:\s*["']?([\w.-]+)["']?\s*(?:#.*)?$""")
GITHUB = re.compile(r"https://github\.com/(?P<owner>[^/]+)/(?P<name>[^/]+)")
FORM = "wrong-fact.yml"
"""The form in .github/ISSUE_TEMPLATE/ that asks for run, field, value and source."""


@dataclass(frozen=True)
class Corrections:
    """The repository that takes corrections (empty: none is known), and the lines on which runs begin."""

    repository: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def form(self, run: str) -> str:
        """The address of the form with the run filled in."""
        if not self.repository:
            return ""
        return f"{self._root}/issues/new?{urlencode({'template': FORM, 'title': f'Wrong fact: {run}', 'run': run})}"

    def entry(self, run: str, file: str) -> str:
        """The address of the line of the entry in the repository."""
        line = self.lines.get(run)
        return f"{self._root}/blob/HEAD/{file}{f'#L{line}' if line else ''}" if self.repository else ""

    @property
    def page(self) -> str:
        """Where GitHub Pages publishes reports/ of the repository (.github/workflows/pages.yml); '' elsewhere."""
        found = GITHUB.fullmatch(self._root)
        if not found:
            return ""
        site = f"{found['owner'].lower()}.github.io"
        return (
            f"https://{site}/reports/" if found["name"].lower() == site else f"https://{site}/{found['name']}/reports/"
        )

    @property
    def _root(self) -> str:
        return self.repository.rstrip("/").removesuffix(".git")


def lines_of_runs(entries: Iterable[str]) -> dict[str, int]:
    """The line, from 1, on which each run begins in the text of its entry."""
    return {found[1]: text.count("\n", 0, found.start(1)) + 1 for text in entries for found in RUN.finditer(text)}
