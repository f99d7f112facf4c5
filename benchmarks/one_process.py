"""Run scripts of steps in one Python process, which imports everything once: what a clean build is held against.

    python benchmarks/one_process.py .snakemake/scripts/*.py

`snakemake --skip-script-cleanup` leaves every script there as it ran, with what Snakemake gave it.
"""

import runpy
import sys

for script in sys.argv[1:]:
    runpy.run_path(script, run_name="__main__")
