"""Anywhere: a folder may be called as it likes, with blanks and quotes, also the one that Python is installed in.

Braces alone it may not hold: Snakemake takes them for wildcards, and ends in a traceback. And it starts scripts by the
name of its Python as it stands: one that a shell would split gets a plain name by a link.
"""

from ai_compute.guard.python import plain_name

for folder in (os.getcwd(), str(SCRIPTS.parent)):
    if set(folder) & set("{}"):
        sys.exit(f"{folder}: Snakemake takes braces in a path for wildcards: give the folder a name without braces.")

PYTHON = plain_name(sys.executable)
if PYTHON is None:
    sys.exit(
        f"{sys.executable}: no script can be started by a Python whose path has blanks or quotes, and in the folder for "
        "temporary files no link to it can be made: set TMPDIR to a folder that can be written and has a plain name."
    )
sys.executable = PYTHON
