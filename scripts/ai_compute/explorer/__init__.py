"""The explorer: a reader's own choice of runs, its fit, and a run of a reader's own on the chart."""
