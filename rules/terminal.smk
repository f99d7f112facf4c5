"""Terminal: one plain line a step instead of Snakemake's own messages, and what went wrong as the last lines.

A dry run, `--verbose` and `--quiet` speak as Snakemake does; its log file always holds everything.
"""

import errno
import logging

from ai_compute.messages.console import RAW_DATA_ARE_WRONG
from snakemake.logging import DefaultFilter, logger

# A step that ends like the first has said why in its log; one that ends like the second was told to.
SAID_WHY = tuple(f"non-zero exit status {status}" for status in (RAW_DATA_ARE_WRONG, CANNOT_WRITE))
WAS_STOPPED = ("died with <Signals.SIGTERM", "non-zero exit status 143")
STOPPING = "Stopping. What is finished stays; the next build makes the rest."
NOT_WRITTEN = {os.strerror(number): number for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)}
LAST_WORDS = ("Exiting because a job", "WorkflowError:\nAt least one job")


class PlainLines(logging.Filter):
    """Keeps errors, turns progress into one line a finished step, and drops the rest."""

    def __init__(self):
        super().__init__()
        self.steps, self.finished, self.said = {}, None, set()
        self.explained, self.stopping = False, False

    def filter(self, record):
        event, text = getattr(getattr(record, "event", None), "value", ""), record.getMessage()
        if event == "job_info":
            self.steps[record.jobid] = record.rule_name, next(iter(record.log or ()), None)
        elif event == "job_finished":
            self.finished = self.steps.get(record.job_id)
        elif event == "progress":
            return self.show_progress(record)
        elif event == "job_error" and self.explained:
            return self.show_reason(record, self.words_of(self.steps.get(record.jobid)))
        elif text.startswith("Nothing to be done"):
            asked_for = sorted(workflow.dag_settings.targets) or [f"{REPORTS}/index.html"]
            state = "is" if len(asked_for) == 1 else "are"
            return self.show(record, f"Nothing to do: {', '.join(asked_for)} {state} up to date.")
        elif text.startswith("Will exit after finishing"):
            return self.show_reason(record, STOPPING)
        elif text.startswith("Restored previous version"):
            return False
        return record.levelno >= logging.WARNING and self.show_error(record, text)

    def show(self, record, text):
        """Replace what a record says."""
        record.msg, record.event, record.args = text, None, ()
        return True

    def show_progress(self, record):
        """`[3/9] collect      32 papers ...`: the line that the finished step left in its log."""
        text = self.words_of(self.finished)
        return bool(text) and self.show(record, f"[{record.done}/{record.total}] {text}")

    def show_error(self, record, text):
        """What Snakemake says of an error, or why it came to that if we know; nothing if it was told to stop."""
        if self.stopping:
            return False
        for words, number in NOT_WRITTEN.items():
            if words in text:
                named = re.search(rf"{words}: '([^']+)'", text)
                place = os.path.relpath(named[1]) if named else OWN_FOLDER
                return self.show_reason(record, str(CannotWrite(place, OSError(number, words))))
        if any(words in text for words in WAS_STOPPED):
            return self.show_reason(record, STOPPING)
        said_why = any(words in text for words in SAID_WHY)
        self.explained = self.explained or said_why
        return not (said_why or (self.explained and text.startswith(LAST_WORDS)))

    def show_reason(self, record, text):
        """Why the build stops, without what was said already."""
        self.explained = True
        new = self.not_said(text)
        return bool(new) and self.show(record, f"\n{new}\n")

    def say_once(self, reason):
        """Why the build stops, from this process itself."""
        self.explained = True
        if new := self.not_said(str(reason)):
            print(f"\n{new}\n", file=sys.stderr, flush=True)

    def not_said(self, text):
        """Those blocks of a text that nobody has said; that nothing can be written is said of one file only."""
        blocks = text.split("\n\n")
        again = NOTHING_LOST in blocks and NOTHING_LOST in self.said
        new = [] if again else [block for block in blocks if block not in self.said]
        self.said.update(new)
        return "\n\n".join(new)

    @staticmethod
    def words_of(step):
        """What a step left in its log."""
        log = step and step[1]
        return Path(log).read_text(encoding="utf-8", errors="replace").rstrip() if log and Path(log).is_file() else ""


TERMINAL = PlainLines()
for handler in logger.handlers:
    defaults = [known for known in handler.filters if isinstance(known, DefaultFilter)]
    is_terminal = not isinstance(handler, logging.FileHandler)
    if ON_ITS_OWN and not is_terminal:
        handler.handleError = lambda record: None  # no traceback for each line that has no room in the log file
    if ON_ITS_OWN and is_terminal and not any(known.quiet or known.dryrun or known.verbose for known in defaults):
        handler.addFilter(TERMINAL)
