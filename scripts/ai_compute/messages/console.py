"""What is shown in a terminal: a plain line for a finished stage, what is wrong and how to mend it, tables."""

import signal
import sys
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from ai_compute.guard.room import CANNOT_WRITE, CannotWrite
from ai_compute.messages.problems import Problem, Problems, render
from ai_compute.storage.files import write_text

RAW_DATA_ARE_WRONG = 65
"""Exit status of a stage that has said what is wrong with the raw data (EX_DATAERR of sysexits.h)."""


def say(log: str | Path, stage: str, found: str, warnings: Sequence[Problem] = ()) -> None:
    """Leave one line for a finished stage in its log, and its warnings below it."""
    text = f"{stage:<12} {found}\n"
    if warnings:
        text += f"\n{render(warnings)}\n"
    write_text(text, log)


def stop(log: str | Path, problems: Problems) -> NoReturn:
    """Leave all problems in the log, which the terminal shows, and end the process without a traceback."""
    write_text(f"{problems}\n", log)
    sys.exit(RAW_DATA_ARE_WRONG)


@contextmanager
def explained(log: str | Path) -> Iterator[None]:
    """End a stage that cannot write with the reason in its log, or on the terminal if there is no room for a log."""
    try:
        yield
    except CannotWrite as reason:
        try:
            Path(log).write_text(f"{reason}\n", encoding="utf-8")
        except OSError:
            print(f"\n{reason}\n", file=sys.stderr, flush=True)
        sys.exit(CANNOT_WRITE)


def stop_with_the_reader() -> None:
    """End without a traceback where what reads the output has had enough, as `head` has."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


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
