"""Check all raw data and the configuration; list the checked files with their checksums."""

from ai_compute.checking import check_raw_data, checksums
from ai_compute.console import say, stop
from ai_compute.files import read_files, write_text
from ai_compute.problems import Problems


def check(config: str, hardware: str, papers: list[str], architectures: list[str], inputs: str, log: str) -> None:
    """Read every raw file, name all mistakes at once, and write the checksums."""
    try:
        files = read_files([config, hardware, *papers, *architectures])
        counts, warnings = check_raw_data(files, config, hardware, papers, architectures)
    except Problems as problems:
        stop(log, problems)
    write_text(checksums(files), inputs)
    say(log, "check", counts, warnings)


if __name__ == "__main__":
    check(
        config=snakemake.input.config,
        hardware=snakemake.input.hardware,
        papers=snakemake.input.papers,
        architectures=snakemake.input.architectures,
        inputs=snakemake.output.inputs,
        log=snakemake.log[0],
    )
