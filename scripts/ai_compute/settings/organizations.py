"""Whose runs may resemble each other: the section `organizations` of config.yaml."""

from ai_compute.entries.structures import Strict, Text
from ai_compute.settings.types import listed

JOINT = "; "
"""What parts the organizations that one text joins."""


class Organizations(Strict):
    """Organizations, each with the other names under which it and its laboratories publish."""

    laboratories: dict[Text, listed(Text, 1)]  # type: ignore[valid-type]

    def cluster_of(self, organization: str) -> str:
        """The organization whose runs may resemble each other: that of the laboratory which a text names first."""
        first = organization.split(JOINT)[0]
        return next((name for name, others in self.laboratories.items() if first in others), first)
