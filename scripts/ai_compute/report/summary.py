"""The headline numbers as JSON, keyed by trend id and table name."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.storage.rows import Tables
from ai_compute.trends.told import told

HEADLINE = [
    "runs",
    "start",
    "end",
    "doubling_months",
    "doubling_months_low",
    "doubling_months_high",
    "open_ended",
    "growth_per_year",
    "slope",
    "intercept",
    "residual_sd",
    "r_squared",
]


def summary(tables: Tables, sentences: Mapping[str, str], data_version: str) -> str:
    """JSON: `trends` by id, `tables` by name with their number of rows, verdicts counted, findings, `data_version`.

    Trends of an external database stand among ours.
    """
    rows = pd.concat([tables[name] for name in ("trends", "external_trends") if name in tables])
    rows = told(rows)
    content: dict[str, Any] = {
        "trends": {row["trend"]: {name: _plain(row[name]) for name in HEADLINE} for _, row in rows.iterrows()},
        "tables": {name: {"rows": len(table)} for name, table in tables.items()},
        "verdicts": {
            name: {
                str(verdict): int(number)
                for verdict, number in tables[name]["verdict"].value_counts().sort_index().items()
            }
            for name in ("cross_check", "audit", "claims")
        },
        "findings": dict(sentences),
        "data_version": data_version,
    }
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
