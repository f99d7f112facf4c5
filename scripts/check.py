"""Check all raw data and the configuration; list the checked files with their checksums."""

from typing import Any

from ai_compute.checking.verdict import check_files, checksums
from ai_compute.messages.console import explained, say, stop
from ai_compute.messages.problems import Problems
from ai_compute.storage.files import write_text


def check(raw_data: Any, verdict: str, code: str, inputs: str, log: str) -> None:
    """Read every raw file, name all mistakes at once, and write the checksums."""
    try:
        files, found, warnings = check_files(raw_data, verdict, code)
    except Problems as problems:
        stop(log, problems)
    write_text(checksums(files), inputs)
    say(log, "check", found, warnings)


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        check(
            snakemake.input,
            snakemake.params.verdict,
            snakemake.params.code,
            snakemake.output.inputs,
            snakemake.log[0],
        )
