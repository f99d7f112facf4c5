"""Report: one page, all tables for spreadsheets, the headline numbers.

Needs: all tables, figures, checksums of the inputs. Makes: reports/index.html, reports/tables/, reports/summary.json.
"""

TEMPLATES = sorted(
    str(path) for folder in ("templates", "static") for path in (SCRIPTS / "ai_compute/report" / folder).glob("*")
)


def revision():
    """The git revision of the project, or nothing outside a repository; a build that changes nothing keeps it."""
    try:
        return subprocess.run(
            ["git", "-C", workflow.basedir, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


rule report:
    input:
        tables=REPORT_TABLES,
        page=f"{PROCESSED}/page_figures.json",
        inputs=INPUTS,
    output:
        page=f"{REPORTS}/index.html",
        summary=f"{REPORTS}/summary.json",
        spreadsheets=expand(f"{REPORTS}/tables/{{name}}.csv", name=[Path(file).stem for file in REPORT_TABLES]),
    log:
        log_of("report"),
    conda:
        "../environment.yml"
    params:
        code=code("report"),
        templates=digest(TEMPLATES),
        choices=config,
        revision=config.get("revision", ""),
        folder=f"{REPORTS}/tables",
    message:
        "Write the report"
    script:
        "../scripts/report.py"
