"""What is shown in a terminal: a plain line for a finished stage, what is wrong and how to mend it, tables."""

import sys
from collections.abc import Container, Sequence
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


def aligned(lines: Sequence[Sequence[str]], numbers: Container[int] = ()) -> list[str]:
    """Lines of cells as columns of even width between rules, the headings first; columns of numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [
        "  ".join(
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    rule = "-" * max(map(len, text))
    return [text[0], rule, *text[1:], rule]
