"""What the table `drivers` names: its variants, and the factors of each with their product."""

from ai_compute.values.subjects import COUNTING, TIME

BOTH, MONEY = "both methods", "launch price"
TOTALS = {BOTH: COUNTING, TIME: "training compute", MONEY: "peak FLOP/s"}
NAMES = {
    "count": "device count",
    "time": "training time",
    "peak": "peak FLOP/s per device",
    "utilization": "utilization",
    "other": "other factors",
}
IMPLIED, SPEND, PER_DOLLAR = "implied utilization", "hardware spend", "peak FLOP/s per launch dollar"
DRIVERS = [*NAMES.values(), IMPLIED, SPEND, PER_DOLLAR, *TOTALS.values()]
"""All that the table names: factors, and each variant's product."""
