"""Chart: every figure as Vega-Lite, SVG and PNG, and what the page needs of them.

Needs: all tables. Makes: reports/charts/, data/processed/page_figures.json.
"""

REPORT_TABLES = tables(
    "papers",
    "runs",
    "sets",
    "factors",
    "devices",
    "device_peaks",
    "run_devices",
    "printed_totals",
    "printed_factors",
    "reported",
    "estimates",
    "unestimated",
    "training_compute",
    "cross_check",
    "audit",
    "calibration",
)
FIGURES = ["headline", "two-eras", "cross-check"]
CHARTS = f"{REPORTS}/charts"


rule chart:
    input:
        tables=REPORT_TABLES,
    output:
        expand(f"{CHARTS}/{{figure}}.{{format}}", figure=FIGURES, format=["json", "svg", "png"]),
        page=f"{PROCESSED}/page_figures.json",
    log:
        log_of("chart"),
    conda:
        "../environment.yml"
    params:
        code=code("chart"),
        choices={"cross_check": config["cross_check"]},
        charts=CHARTS,
    message:
        "Draw the figures"
    script:
        "../scripts/chart.py"
