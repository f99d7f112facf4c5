"""External: databases of others, where files of them are given (config: external.files, or data/raw/external/*.csv).

Needs: those files, hardware.csv, runs, papers, training_compute. Makes: the tables external_*. Without such files there
is no such step.
"""

EXTERNAL_FILES = external_files()
EXTERNAL_TABLES = (
    "runs",
    "devices",
    "estimates",
    "comparison",
    "agreement",
    "check",
    "matches",
    "training_compute",
    "unused",
    "trends",
    "excluded",
    "counts",
)
EXTERNAL_OUTPUTS = {name: table(f"external_{name}") for name in EXTERNAL_TABLES} if EXTERNAL_FILES else {}


if EXTERNAL_FILES:

    rule external:
        input:
            files=EXTERNAL_FILES,
            hardware=f"{RAW}/hardware.csv",
            runs=table("runs"),
            papers=table("papers"),
            training_compute=table("training_compute"),
            same=raw("external/same.csv"),
        output:
            **{name: update(path) for name, path in EXTERNAL_OUTPUTS.items()},
        log:
            log_of("external"),
        conda:
            "../environment.yml"
        params:
            code=code("external"),
            choices=choices(
                *("cut_off", "hardware_time", "uncertainty", "adopted"),
                *("cross_check", "frontier", "organizations", "statistics", "external"),
            ),
        message:
            "Read external databases and hold them against our own entries"
        script:
            "../scripts/external.py"
