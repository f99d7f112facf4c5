"""Figures as Vega-Lite: whole ones as files, and those of the page with every dataset once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ai_compute.charts.figure import Figure, for_page, standalone
from ai_compute.charts.library import compiled
from ai_compute.charts.theme import Size
from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles
from ai_compute.storage.rows import records
from ai_compute.values.subjects import DOMAINS


def as_json(figure: Figure) -> str:
    """A figure's whole specification as text: keys sorted, one line each level."""
    return json.dumps(standalone(figure), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def page_data(figures: list[Figure], kept: KeptFiles = NO_FILES_KEPT) -> dict[str, Any]:
    """What the page needs of all figures: words, specifications by size and axis, and every dataset once, by column."""
    datasets: dict[str, Any] = {}
    described = []
    for figure in figures:
        for name, frame in figure.data.items():
            known = {row["run"]: row for row in datasets.get(name, [])} if "run" in frame else {}
            datasets[name] = (
                list({**known, **{row["run"]: row for row in records(frame)}}.values())
                if "run" in frame
                else records(frame)
            )
        specifications = for_page(figure)
        described.append(
            {
                "name": figure.name,
                "title": figure.title,
                "caption": figure.caption,
                "reading": figure.reading,
                "alternative": figure.alternative,
                "kinds": list(figure.kinds),
                "filters": figure.filters,
                "domains": domains(figure),
                "fits": list(figure.fits),
                "bars": figure.bars,
                "empty": figure.empty,
                "data": sorted(figure.data),
                "sizes": {
                    size.name: whole_size(specifications[size.name][figure.kinds[0]], size) for size in figure.sizes
                },
                "specifications": compiled(specifications, kept),
            }
        )
    return {"figures": described, "datasets": {name: by_column(rows) for name, rows in datasets.items()}}


def by_column(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows as columns, so that a page holds each name once and like beside like."""
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}


def domains(figure: Figure) -> list[str]:
    """The domains that occur in a figure that can be filtered by them, in their order."""
    present = {domain for frame in figure.data.values() if "domain" in frame for domain in frame["domain"]}
    return [domain for domain in DOMAINS if domain in present] if figure.filters else []


def whole_size(specification: dict[str, Any], size: Size) -> list[float]:
    """Width and height of a figure in pixels with the room around its plots."""
    if "usermeta" in specification:
        return [size.whole_width, specification["usermeta"]["height"]]
    room = specification["padding"]
    return [size.whole_width, specification["height"] + room["top"] + room["bottom"]]
