"""The table `factors`, made of the entries and of what was counted for their architectures."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ai_compute.entries.collection import Entry
from ai_compute.entries.hardware import Catalogue
from ai_compute.estimates.factors import Assumptions, Counted, factor_rows
from ai_compute.schemas.raw import Factors
from ai_compute.storage.tables import table


def counted(architectures: pd.DataFrame) -> dict[str, Counted]:
    """What was counted, by architecture, from the table `architectures`."""
    columns = architectures[["architecture", "forward_macs", "exact_factor"]]
    return {name: Counted(float(macs), factor) for name, macs, factor in columns.itertuples(index=False)}


def factors(
    entries: Sequence[Entry], devices: Catalogue, counted: Mapping[str, Counted], assumptions: Assumptions
) -> pd.DataFrame:
    """The table `factors`."""
    return table(factor_rows(entries, devices, counted, assumptions), Factors)
