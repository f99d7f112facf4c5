"""Terminal: one plain line a step instead of Snakemake's own messages, and mistakes in the raw data as the last lines.

A dry run, `--verbose` and `--quiet` speak as Snakemake does; its log file always holds everything.
"""

import logging

from snakemake.logging import DefaultFilter, logger

RAW_DATA_ARE_WRONG = "non-zero exit status 65"


class PlainLines(logging.Filter):
    """Keeps errors, turns progress into one line a finished step, and drops the rest."""

    def __init__(self):
        super().__init__()
        self.logs, self.finished, self.explained = {}, None, False

    def filter(self, record):
        event = getattr(getattr(record, "event", None), "value", "")
        if event == "job_info":
            self.logs[record.jobid] = record.rule_name, next(iter(record.log or ()), None)
        elif event == "job_finished":
            self.finished = self.logs.get(record.job_id)
        elif event == "progress":
            return self.show_progress(record)
        elif record.getMessage().startswith("Nothing to be done"):
            record.msg, record.args = f"Nothing to do: {REPORTS}/index.html is up to date.", ()
            return True
        return record.levelno >= logging.WARNING and not self.is_explained(record.getMessage())

    def show_progress(self, record):
        """`[3/9] collect      32 papers ...`: the line that the finished step left in its log."""
        rule_name, log = self.finished or (None, None)
        if rule_name == "all" or log is None or not Path(log).is_file():
            return False
        record.msg = f"[{record.done}/{record.total}] {Path(log).read_text(encoding='utf-8').rstrip()}"
        record.event, record.args = None, ()
        return True

    def is_explained(self, message):
        """Whether an error only says that a step stopped which has already said why."""
        self.explained = self.explained or RAW_DATA_ARE_WRONG in message
        follows = message.startswith(("Exiting because a job", "WorkflowError:\nAt least one job"))
        return RAW_DATA_ARE_WRONG in message or (self.explained and follows)


for handler in logger.handlers:
    defaults = [known for known in handler.filters if isinstance(known, DefaultFilter)]
    is_terminal = not isinstance(handler, logging.FileHandler)
    if is_terminal and not any(known.quiet or known.dryrun or known.verbose for known in defaults):
        handler.addFilter(PlainLines())
