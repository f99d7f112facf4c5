"""One plain line a step instead of Snakemake's own messages, and what went wrong as the last lines."""

import errno
import logging
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ai_compute.guard.room import CANNOT_WRITE, NOTHING_LOST, OWN_FOLDER, CannotWrite
from ai_compute.messages.console import RAW_DATA_ARE_WRONG

# A step that ends like the first has said why in its log; one that ends like the second was told to.
SAID_WHY = tuple(f"non-zero exit status {status}" for status in (RAW_DATA_ARE_WRONG, CANNOT_WRITE))
WAS_STOPPED = ("died with <Signals.SIGTERM", "non-zero exit status 143")
STOPPING = "Stopping. What is finished stays; the next build makes the rest."
NOT_WRITTEN = {os.strerror(number): number for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)}
LAST_WORDS = ("Exiting because a job", "WorkflowError:\nAt least one job")
Step = tuple[str, str | None]


class PlainLines(logging.Filter):
    """Keeps errors, turns progress into one line a finished step, and drops the rest."""

    def __init__(self, asked_for: Callable[[], list[str]], page: str) -> None:
        """Keep how to know the targets that the user named, and what is made if none is."""
        super().__init__()
        self.asked_for, self.page = asked_for, page
        self.steps: dict[Any, Step] = {}
        self.finished: Step | None = None
        self.said: set[str] = set()
        self.explained, self.stopping = False, False

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is shown; what it says may become another text."""
        event, text = getattr(getattr(record, "event", None), "value", ""), record.getMessage()
        if event == "job_info":
            self.steps[_of(record, "jobid")] = _of(record, "rule_name"), next(iter(_of(record, "log") or ()), None)
        elif event == "job_finished":
            self.finished = self.steps.get(_of(record, "job_id"))
        elif event == "progress":
            return self._show_progress(record)
        elif event == "job_error" and self.explained:
            return self._show_reason(record, _words_of(self.steps.get(_of(record, "jobid"))))
        elif text.startswith("Nothing to be done"):
            asked_for = self.asked_for() or [self.page]
            state = "is" if len(asked_for) == 1 else "are"
            return self._show(record, f"Nothing to do: {', '.join(asked_for)} {state} up to date.")
        elif text.startswith("Will exit after finishing"):
            return self._show_reason(record, STOPPING)
        elif text.startswith("Restored previous version"):
            return False
        return record.levelno >= logging.WARNING and self._show_error(record, text)

    def say_once(self, reason: object) -> None:
        """Why the build stops, from this process itself."""
        self.explained = True
        if new := self._not_said(str(reason)):
            print(f"\n{new}\n", file=sys.stderr, flush=True)

    def say_that_it_stops(self) -> None:
        """The build was told to stop."""
        self.stopping = True
        self.say_once(STOPPING)

    def _show(self, record: logging.LogRecord, text: str) -> bool:
        """Replace what a record says."""
        record.msg, record.args = text, None
        record.__dict__["event"] = None
        return True

    def _show_progress(self, record: logging.LogRecord) -> bool:
        """`[3/9] collect      32 papers ...`: the line that the finished step left in its log."""
        text = _words_of(self.finished)
        return bool(text) and self._show(record, f"[{_of(record, 'done')}/{_of(record, 'total')}] {text}")

    def _show_error(self, record: logging.LogRecord, text: str) -> bool:
        """What Snakemake says of an error, or why it came to that if we know; nothing if it was told to stop."""
        if self.stopping:
            return False
        for words, number in NOT_WRITTEN.items():
            if words in text:
                named = re.search(rf"{words}: '([^']+)'", text)
                place = os.path.relpath(named[1]) if named else OWN_FOLDER
                return self._show_reason(record, str(CannotWrite(place, OSError(number, words))))
        if any(words in text for words in WAS_STOPPED):
            return self._show_reason(record, STOPPING)
        said_why = any(words in text for words in SAID_WHY)
        self.explained = self.explained or said_why
        return not (said_why or (self.explained and text.startswith(LAST_WORDS)))

    def _show_reason(self, record: logging.LogRecord, text: str) -> bool:
        """Why the build stops, without what was said already."""
        self.explained = True
        new = self._not_said(text)
        return bool(new) and self._show(record, f"\n{new}\n")

    def _not_said(self, text: str) -> str:
        """Those blocks of a text that nobody has said; that nothing can be written is said of one file only."""
        blocks = text.split("\n\n")
        again = NOTHING_LOST in blocks and NOTHING_LOST in self.said
        new = [] if again else [block for block in blocks if block not in self.said]
        self.said.update(new)
        return "\n\n".join(new)


def _of(record: logging.LogRecord, name: str) -> Any:
    """What a record tells beside its text; None if this version tells no such thing."""
    return getattr(record, name, None)


def _words_of(step: Step | None) -> str:
    """What a step left in its log."""
    log = step and step[1]
    return Path(log).read_text(encoding="utf-8", errors="replace").rstrip() if log and Path(log).is_file() else ""
