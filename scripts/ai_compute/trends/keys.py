"""Keys of the sets and trends that are spoken of: one spelling for what selects and what tells."""

AS_PLOTTED, SAME_RUNS, WITH_THIRD_PARTY = "-as-plotted", "-same-runs", "-with-third-party"
"""Ends of keys: the values that OpenAI drew; of the runs that have an estimate too; with totals of third parties."""
READ_FACTS = "-read-facts"
"""End of keys: only runs all of whose facts were read in the paper, or quoted elsewhere."""

LAW, FIRST_ERA = "openai-2018", "openai-first-era"
"""The runs of OpenAI's charts of 2018 and of 2019, and the trends through them."""
LAW_AS_PLOTTED, FIRST_ERA_AS_PLOTTED = LAW + AS_PLOTTED, FIRST_ERA + AS_PLOTTED
ERAS_AS_PLOTTED = f"openai-two-eras{AS_PLOTTED}"

LARGEST = "top-10"
LARGEST_BEFORE, LARGEST_SINCE = f"{LARGEST}-before-split", f"{LARGEST}-since-split"
"""The ten largest runs of their time, before and since the article of 2018."""
UPPER = "quantile-90"
UPPER_BEFORE, UPPER_SINCE = f"{UPPER}-before-split", f"{UPPER}-since-split"
"""The line that a tenth of all runs exceed, before and since the article of 2018."""
FIFTH = "quantile-80"
FIFTH_BEFORE, FIFTH_SINCE = f"{FIFTH}-before-split", f"{FIFTH}-since-split"

DOMAIN = "domain-"
COMPARED = "since-2010"
"""Domains are compared by trends of this period of config.yaml: before it, each has a handful of runs."""
