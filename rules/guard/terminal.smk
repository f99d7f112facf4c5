"""Terminal: one plain line a step instead of Snakemake's own messages, and what went wrong as the last lines.

A dry run, `--verbose` and `--quiet` speak as Snakemake does; its log file always holds everything. Before Snakemake
9.20, it speaks for itself.
"""

from ai_compute.guard.lines import PlainLines

TERMINAL = PlainLines(lambda: inside.asked_for(workflow), f"{REPORTS}/index.html")
if PLANS:
    SPEAKERS, LOG_FILES = inside.handlers("Plain lines in the terminal")
    for handler in LOG_FILES:
        handler.handleError = lambda record: None  # no traceback for each line that has no room in the log file
    for handler in SPEAKERS:
        if not inside.speaks_otherwise(handler):
            handler.addFilter(TERMINAL)
