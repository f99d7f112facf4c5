"""Fit: trends of training compute, and how much to believe them.

Needs: training_compute, reported, sets; what fit_shard made, if jobs share the fits.
Makes: trends, influence, breaks, slope_tests, comparisons, forecasts, backtest, projection, excluded_trends.
"""


rule fit:
    input:
        training_compute=table("training_compute"),
        reported=table("reported"),
        sets=table("sets"),
        trend_shards=of_all_shards("fit", "trends"),
        break_shards=of_all_shards("fit", "breaks"),
        excluded_shards=of_all_shards("fit", "excluded"),
    output:
        trends=update(table("trends")),
        influence=update(table("influence")),
        breaks=update(table("breaks")),
        slope_tests=update(table("slope_tests")),
        comparisons=update(table("comparisons")),
        forecasts=update(table("forecasts")),
        backtest=update(table("backtest")),
        projection=update(table("projection")),
        excluded_trends=update(table("excluded_trends")),
    log:
        log_of("fit"),
    conda:
        "../environment.yml"
    params:
        code=code("fit"),
        kept=KEPT,
        choices=choices("frontier", "statistics"),
    message:
        "Fit trends and say how much to believe them"
    script:
        "../scripts/fit.py"
