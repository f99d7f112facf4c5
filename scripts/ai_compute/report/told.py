"""Where the rows stand that sentences of the page speak of."""

from collections.abc import Sequence

from ai_compute.report.linking import Rows, run_names
from ai_compute.report.parts import Section
from ai_compute.storage.rows import Tables


def rows_told(tables: Tables, sections: Sequence[Section]) -> Rows:
    """The anchor of every row that a table of the sections shows; of a run's value the run."""
    found: dict[str, dict[int, str]] = {}
    for section in sections:
        for table in section.tables:
            rows = list(zip(table.labels, table.anchors, strict=True))[: table.at_most]
            found.setdefault(table.name, {}).update(rows)
    claims = tables["claims"]
    found["claims"] = {row: f"claim_{claim}" for row, claim in zip(claims.index, claims["claim"], strict=True)}
    values = tables["training_compute"]
    values = values[values["run"].isin(tables["runs"]["run"])]
    found["training_compute"] = dict(zip(values.index, values["run"], strict=True))
    return Rows(found, run_names(tables["runs"].set_index("run")["name"]))
