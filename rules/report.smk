"""Report: one page, all tables for spreadsheets, the headline numbers.

Needs: all tables, figures, checksums of the inputs. Makes: reports/index.html, reports/tables/, reports/summary.json.
"""

TEMPLATES = sorted(
    str(path) for folder in ("templates", "static") for path in (SCRIPTS / "ai_compute/report" / folder).glob("*")
)


def digest(files):
    """One digest of the names and the content of files."""
    content = b"".join(Path(file).name.encode() + Path(file).read_bytes() for file in files)
    return hashlib.sha256(content).hexdigest()


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
        choices={name: config[name] for name in ("cut_off", "cross_check", "revision")},
        folder=f"{REPORTS}/tables",
    message:
        "Write the report"
    script:
        "../scripts/report.py"
