"""What a stage leaves to be shown: one plain line when it is done, or what is wrong and how to mend it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ai_compute.problems import Problem, Problems, render

RAW_DATA_ARE_WRONG = 65
"""Exit status of a stage that has said what is wrong with the raw data (EX_DATAERR of sysexits.h)."""


def say(log: str | Path, stage: str, found: str, warnings: Sequence[Problem] = ()) -> None:
    """Leave one line for a finished stage in its log, and its warnings below it."""
    text = f"{stage:<12} {found}\n"
    if warnings:
        text += f"\n{render(warnings)}\n"
    Path(log).write_text(text, encoding="utf-8")


def stop(log: str | Path, problems: Problems) -> NoReturn:
    """Leave all problems in the log, which the terminal shows, and end the process without a traceback."""
    Path(log).write_text(f"{problems}\n", encoding="utf-8")
    sys.exit(RAW_DATA_ARE_WRONG)
