"""Report: one page, a page for each run, all tables for spreadsheets, the headline numbers.

Needs: all tables, figures, checksums of the inputs, entries (for lines that cards lead to). Makes:
reports/index.html, reports/runs/, reports/tables/, reports/summary.json, reports/datapackage.json.
"""

TEMPLATES = sorted(
    str(path) for folder in ("templates", "static") for path in (SCRIPTS / "ai_compute/report" / folder).glob("*")
)


rule report:
    input:
        tables=REPORT_TABLES,
        page=f"{PROCESSED}/page_figures.json",
        inputs=INPUTS,
    output:
        page=update(
            report(
                f"{REPORTS}/index.html",
                caption="captions/page.rst",
                category="Report",
                labels={"page": "AI and Compute"},
            )
        ),
        # No update(): the copy of a folder that a killed build leaves behind would stop each later one.
        runs=directory(f"{REPORTS}/runs"),
        summary=update(f"{REPORTS}/summary.json"),
        package=update(f"{REPORTS}/datapackage.json"),
        spreadsheets=update(expand(f"{REPORTS}/tables/{{name}}.csv", name=[Path(file).stem for file in REPORT_TABLES])),
    log:
        log_of("report"),
    conda:
        "../environment.yml"
    params:
        code=code("report"),
        # That they changed, the checksums among the inputs say: as inputs they would be recorded for each output.
        papers=[f"{PREFIX}{file}" for file in raw("papers/*.y*ml")],
        kept=KEPT,
        library_code=code("ai_compute/charts/library"),
        templates=digest(TEMPLATES),
        choices=choices("cut_off", "cross_check", "revision", "repository"),
        last_build=LAST_BUILD,
    message:
        "Write the report"
    script:
        "../scripts/report.py"
