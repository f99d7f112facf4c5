"""Chart: every figure as Vega-Lite, and what the page needs of them.

Needs: all tables. Makes: reports/charts/, data/processed/page_figures.json.
"""

# Every table of the rules included before this one.
REPORT_TABLES = all_tables()
FIGURES = [
    *("headline", "chart-of-2018", "two-eras", "doubling-times", "cross-check", "ratios", "utilization", "influence"),
    *("specifications", "drivers", "growth", "breaks", "projection", "above-the-lines", "lines-counted"),
    *(["external-runs", "external"] if EXTERNAL_FILES else []),
]
CHARTS = f"{REPORTS}/charts"


rule chart:
    input:
        tables=REPORT_TABLES,
    output:
        json=update(expand(f"{CHARTS}/{{figure}}.json", figure=FIGURES)),
        page=update(f"{PROCESSED}/page_figures.json"),
    log:
        log_of("chart"),
    conda:
        "../environment.yml"
    params:
        code=code("chart"),
        kept=KEPT,
        choices=choices("cross_check"),
    message:
        "Specify the figures"
    script:
        "../scripts/chart.py"
