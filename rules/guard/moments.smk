"""Moments: when guards are called. Snakemake knows one `onstart`, `onsuccess` and `onerror` a workflow, so they share it.

Include it last.
"""

from snakemake.shell import shell

if FIRST_IN_A_STEP:
    shell.prefix("".join(FIRST_IN_A_STEP))


onstart:
    for act in BEFORE_THE_FIRST_STEP:
        act()


onsuccess:
    for act in AFTER_SUCCESS:
        act()


onerror:
    for act in AFTER_FAILURE:
        act()
