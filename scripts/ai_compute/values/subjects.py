"""What is said of a run without a number: what the model works on, how it is estimated, how each fact was had."""

import re
from typing import Literal, get_args

Domain = Literal[
    "vision",
    "language",
    "speech",
    "games",
    "multimodal",
    "image-generation",
    "video-generation",
    "biology",
    "robotics",
    "mathematics-code",
    "earth-weather",
    "recommendation",
    "other",
]
DOMAINS: list[str] = list(get_args(Domain))

COUNTING, TIME = "operation counting", "hardware time"
"""The two methods."""

Elsewhere = Literal["quoted", "database", "memory"]
"""How a fact was had that was not read in the paper."""
Evidence = Literal["paper", Elsewhere]
UNSTATED = "unstated"
EVIDENCE: list[str] = [*get_args(Evidence), UNSTATED]
"""How a fact was had, the surest first. Nothing said is no evidence: it counts as memory."""
DATABASE = re.compile(r"\bepoch ai database\b", re.IGNORECASE)
MEMORY = re.compile(r"\bfrom memory\b|\bnot looked up\b", re.IGNORECASE)
WITHIN = "within-"
"""How the keys of lines begin that move with the largest run so far."""


def evidence_of(stated: Evidence | None, *texts: str | None) -> str:
    """How facts were had: as stated, or else as their source and notes say in words."""
    if stated is not None:
        return stated
    said = " ".join(filter(None, texts))
    if DATABASE.search(said):
        return "database"
    return "memory" if MEMORY.search(said) else UNSTATED
