"""Draw: every figure as SVG and PNG, while the report is written.

Needs: reports/charts/NAME.json. Makes: reports/charts/NAME.svg, reports/charts/NAME.png,
and reports/charts/preview.png, which stands for the page where its address is shared.
"""


rule draw:
    input:
        rules.chart.output.json,
    output:
        shared=update(f"{CHARTS}/preview.png"),
        png=update(expand(f"{CHARTS}/{{figure}}.png", figure=FIGURES)),
        svg=[
            update(
                report(
                    f"{CHARTS}/{figure}.svg",
                    caption="captions/figure.rst",
                    category="Figures",
                    labels={"figure": figure},
                )
            )
            for figure in FIGURES
        ],
    log:
        log_of("draw"),
    conda:
        "../environment.yml"
    params:
        code=code("draw"),
        kept=KEPT,
    message:
        "Draw the figures"
    script:
        "../scripts/draw.py"
