"""From raw paper entries to one report: how much compute trains AI models, how fast that grows, how sure one can be.

check        is everything in data/raw and config.yaml as it should be?
count        operations of each architecture
collect      papers, runs, factors, devices, published totals
estimate     training compute of every run by both methods
cross_check  both methods, published totals and printed arithmetic, compared
shards       jobs that share the fits of the two steps after, where there is more than one
fit          trends, and how much to believe them
growth       how growth changed over time, and what frontier lines would show had it not changed
explain      what drove growth, what the eras were like, how well both methods agree
specify      doubling times under every crossing of defensible choices; what every analysis left out
classify     runs against the lines that laws draw: on which side, how sure, how many
judge        published statements against the tables
tell         what changed since the last build, before figures and page are drawn
chart        figures as specifications
draw         figures as SVG and PNG
report       one page
explore      a page on which readers choose runs themselves
external     databases of others, where files of them are given
"""

from snakemake.utils import min_version

min_version("9.0.0")


include: "rules/common.smk"
include: "rules/settings.smk"
include: "rules/guard/shared.smk"
include: "rules/guard/anywhere.smk"
include: "rules/guard/terminal.smk"
include: "rules/guard/alone.smk"
include: "rules/guard/stop.smk"
include: "rules/guard/room.smk"
include: "rules/check.smk"
include: "rules/guard/gate.smk"
include: "rules/count.smk"
include: "rules/collect.smk"
include: "rules/estimate.smk"
include: "rules/cross_check.smk"
include: "rules/shards.smk"
include: "rules/fit.smk"
include: "rules/growth.smk"
include: "rules/explain.smk"
include: "rules/specify.smk"
include: "rules/classify.smk"
include: "rules/judge.smk"
include: "rules/external.smk"
include: "rules/tell.smk"
include: "rules/chart.smk"
include: "rules/draw.smk"
include: "rules/report.smk"
include: "rules/explore.smk"
include: "rules/readme.smk"


rule all:
    default_target: True
    input:
        INPUTS,
        tables(
            "papers",
            "runs",
            "sets",
            "factors",
            "devices",
            "device_peaks",
            "run_devices",
        ),
        tables("printed_totals", "printed_factors", "reported"),
        tables("layers", "architectures", "rule_of_thumb"),
        tables("estimates", "unestimated", "training_compute", "evidence_shares"),
        tables("cross_check", "audit"),
        tables("calibration", "calibration_scales", "variance_shares"),
        tables("trends", "influence", "breaks", "slope_tests", "backtest", "projection"),
        tables("comparisons", "forecasts"),
        tables("nulls", "growth", "excluded_growth"),
        tables("drivers", "eras", "selected", "agreement"),
        tables("specifications", "specification_summary", "specification_choices"),
        tables("excluded_trends", "excluded_drivers", "excluded"),
        tables("threshold_texts", "cumulative", "thresholds"),
        tables("threshold_counts", "threshold_forecasts"),
        tables("claims"),
        EXTERNAL_OUTPUTS.values(),
        rules.tell.output,
        rules.chart.output,
        rules.draw.output,
        rules.report.output,
        rules.explore.output,
    localrule: True


include: "rules/guard/integrity.smk"
include: "rules/guard/moments.smk"
