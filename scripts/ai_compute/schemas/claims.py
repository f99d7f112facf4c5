"""The table of published statements (stage: judge)."""

from ai_compute.schemas.columns import Table, column


class Claims(Table):
    """Published statements against what is found here."""

    claim: str = column("Key of the statement", key=True)
    topic: str = column("What it is about")
    statement: str = column("What it says, in our words")
    relation: str = column("How stated and found should stand to each other")
    stated: float = column("Stated value", "as in the column unit", nullable=True)
    stated_low: float = column("Lower end of a stated range", "as in the column unit", nullable=True)
    stated_high: float = column("Upper end of a stated range", "as in the column unit", nullable=True)
    unit: str = column("Unit of all its values")
    path: str = column("Where the found value stands: table[column=value].column")
    found: float = column("Found value", "as in the column unit", nullable=True)
    found_low: float = column("Lower end of its 95 % interval", "as in the column unit", nullable=True)
    found_high: float = column("Upper end of its 95 % interval", "as in the column unit", nullable=True)
    runs: float = column("Runs that the found value rests on; empty if it is no statistic of runs", nullable=True)
    tolerance: float = column("Relative distance that the printed rounding allows", nullable=True)
    verdict: str = column(
        "replicated, compatible, uninformative, contradicted, or not checkable",
        isin=["replicated", "compatible", "uninformative", "contradicted", "not checkable"],
    )
    reason: str = column("Why this verdict")
    source: str = column("Who says it, and where")
    url: str = column("Where it can be read")
