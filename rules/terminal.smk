"""Terminal: one plain line a step instead of Snakemake's own messages, and mistakes in the raw data as the last lines.

A dry run, `--verbose` and `--quiet` speak as Snakemake does; its log file always holds everything.
"""

import logging

from snakemake.logging import DefaultFilter, logger

STOPPED_ON_MISTAKES = "non-zero exit status 65"


class PlainLines(logging.Filter):
    """Keeps errors, turns progress into one line a finished step, and drops the rest."""

    def __init__(self):
        super().__init__()
        self.steps, self.finished, self.mistakes_found, self.said = {}, None, False, set()

    def filter(self, record):
        event, text = getattr(getattr(record, "event", None), "value", ""), record.getMessage()
        if event == "job_info":
            self.steps[record.jobid] = record.rule_name, next(iter(record.log or ()), None)
        elif event == "job_finished":
            self.finished = self.steps.get(record.job_id)
        elif event == "progress":
            return self.show_progress(record)
        elif event == "job_error" and self.mistakes_found:
            return self.show_mistakes(record)
        elif text.startswith("Restored previous version"):
            return False
        elif text.startswith("Nothing to be done"):
            return self.show(record, f"Nothing to do: {REPORTS}/index.html is up to date.")
        return record.levelno >= logging.WARNING and not self.follows_from_mistakes(text)

    def show(self, record, text):
        """Replace what a record says."""
        record.msg, record.event, record.args = text, None, ()
        return True

    def show_progress(self, record):
        """`[3/9] collect      32 papers ...`: the line that the finished step left in its log."""
        rule_name, log = self.finished or (None, None)
        if log is None or not Path(log).is_file():
            return False
        return self.show(record, f"[{record.done}/{record.total}] {Path(log).read_text(encoding='utf-8').rstrip()}")

    def show_mistakes(self, record):
        """What a step found wrong with the raw data, without what another step has said already."""
        log = self.steps.get(record.jobid, (None, None))[1]
        text = Path(log).read_text(encoding="utf-8") if log and Path(log).is_file() else ""
        new = [block for block in text.rstrip().split("\n\n") if block not in self.said]
        self.said.update(new)
        return bool(new) and self.show(record, "\n" + "\n\n".join(new) + "\n")

    def follows_from_mistakes(self, text):
        """Whether an error only says that a step stopped which says itself why."""
        self.mistakes_found = self.mistakes_found or STOPPED_ON_MISTAKES in text
        follows = text.startswith(("Exiting because a job", "WorkflowError:\nAt least one job"))
        return STOPPED_ON_MISTAKES in text or (self.mistakes_found and follows)


for handler in logger.handlers:
    defaults = [known for known in handler.filters if isinstance(known, DefaultFilter)]
    is_terminal = not isinstance(handler, logging.FileHandler)
    if ON_ITS_OWN and is_terminal and not any(known.quiet or known.dryrun or known.verbose for known in defaults):
        handler.addFilter(PlainLines())
