"""Draw all figures: as files, and as specifications for the page."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ai_compute.charts.catalogue import figures
from ai_compute.charts.export import drawn, page_data
from ai_compute.console import say
from ai_compute.files import write_text, write_whole
from ai_compute.problems import count
from ai_compute.report.collection import read_tables
from ai_compute.settings import CrossCheck


def chart(tables: Sequence[str], choices: Mapping[str, Any], charts: Path, page: str, log: str) -> None:
    """Read all tables; write every figure as JSON, SVG and PNG, and what the page needs of them."""
    found = figures(read_tables(tables), CrossCheck.model_validate(choices["cross_check"]))
    for figure in found:
        specification, svg, png = drawn(figure)
        write_text(specification, Path(charts, f"{figure.name}.json"))
        write_text(svg, Path(charts, f"{figure.name}.svg"))
        write_whole(Path(charts, f"{figure.name}.png"), lambda partial, png=png: partial.write_bytes(png))
    write_text(json.dumps(page_data(found), sort_keys=True, allow_nan=False), page)
    say(log, "chart", f"{count(len(found), 'figure')} as SVG, PNG and Vega-Lite in {charts}")


if __name__ == "__main__":
    chart(
        snakemake.input.tables,
        snakemake.params.choices,
        Path(snakemake.output.png[0]).parent,
        snakemake.output.page,
        snakemake.log[0],
    )
