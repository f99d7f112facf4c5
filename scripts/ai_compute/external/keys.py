"""Keys of a database's runs and trends: one spelling for what selects, counts and tells."""

from datetime import date

from ai_compute.trends.ids import frontier_name
from ai_compute.values.dates import Period

PREFIX = "epoch-"
OWN = "-own-estimates"
"""End of keys of trends of our estimates alone, beside those of the published totals."""
OF_ALL_TIME = "-of-all-time"
"""End of the key of records counted among all runs, beside those that are counted from the frontier's start."""

NOTABLE = f"{PREFIX}notable"
DOMAIN = f"{NOTABLE}-domain-"
DEEP_LEARNING, LATER_ERA = date(2010, 1, 1), date(2018, 1, 1)
ERAS: dict[str, Period] = {
    f"{NOTABLE}-before-2010": (None, DEEP_LEARNING),
    f"{NOTABLE}-2010-2018": (DEEP_LEARNING, LATER_ERA),
    f"{NOTABLE}-since-2018": (LATER_ERA, None),
}
"""The lines of Epoch's own figures, by era."""
LARGE_FLOP = 1e23
LARGE = f"{PREFIX}large"
"""Models from this compute on, which Epoch collects as large-scale ones."""
RECORD = f"{PREFIX}{frontier_name(1)}"
RECORD_OF_ALL = f"{RECORD}{OF_ALL_TIME}"


def frontier_key(top: int) -> str:
    """The key of the largest runs of their time, so many of them."""
    return f"{PREFIX}{frontier_name(top)}"


TOP = frontier_key(2).removesuffix("2")
"""How keys of the largest runs of their time begin, but for the records'."""
