"""Rows of a models database as training runs, with their facts as numbers."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from ai_compute.external.cells import dates, joined, lists, numbers, one_line
from ai_compute.external.keys import PREFIX
from ai_compute.external.unused import Unused
from ai_compute.schemas.external import CELL, ROW
from ai_compute.values.date_columns import Order, read_dates
from ai_compute.values.dates import decimal_year

MIXTURE_NAME = re.compile(
    r"\bmoe\b|mixture|\d\s*x\s*\d+(?:\.\d+)?\s*[bm]\b|[-\s]a\d+(?:\.\d+)?b\b|\bglam\b|switch", re.IGNORECASE
)
MIXTURE_NOTES = re.compile(
    r"\bmoe\b|mixture[- ]of[- ]experts|\bactiv(?:e|ated)[- ]param|\d\s*[bmt](?:illion|rillion)?[- ]activ|activat\w+ \d",
    re.IGNORECASE,
)
"""Words that say that a token passes some of the parameters only: 'Mixtral 8x7B', '1.6T total, 49B active'."""
ADDRESS = r"^(https?://(?:(?![,;]\s*https?:)[^\s<>\"])+?)[,;]*(?=\s|$|[,;]\s*https?:)"
"""The first address of a cell that may have several."""
WHOLE_FILE_NOTABLE = re.compile(r"(^|/)notable[^/]*$", re.IGNORECASE)
FACTS = {
    "parameters": "parameters",
    "datapoints": "datapoints",
    "epochs": "epochs",
    "hours": "hours",
    "device_count": "device_count",
    "chip_hours": "chip_hours",
    "utilization": "utilization",
    "published_flop": "flop",
    "published_flop_low": "flop",
    "published_flop_high": "flop",
    "finetune_flop": "flop",
}
"""Columns that hold numbers, and the name under which config gives their plausible range."""

Ranges = Mapping[str, tuple[float, float]]


def read_models(
    rows: pd.DataFrame,
    has: frozenset[str],
    plausible: Ranges,
    domains: Mapping[str, str],
    cut_off: date,
    unused: Unused,
    order: Order | None = None,
) -> pd.DataFrame:
    """The usable rows of models files as runs.

    Args:
        rows: text, as `read_file` gives it, of one file.
        has: the columns that the file has.
        plausible: lowest and highest believable number by kind of fact; others are not used.
        domains: our domain of each of the database's.
        cut_off: nothing published later is used.
        unused: rows and cells that are not used are added here.
        order: whether the day or the month comes first in dates such as 03/04/2020; None lets the column decide.

    Returns:
        One row a run: the columns of `ExternalRuns` without those that `published_interval` and `with_keys` give.

    Raises:
        UndecidedDates: the dates can be read in two ways.
    """
    rows = rows.assign(name=one_line(rows["name"]))
    runs = rows[["file", "line", "name"]].copy()
    runs["published"], runs["published_precision"], complaints = dates(rows["published"], order)
    if said := order_told(rows["published"], order):
        unused.add_file(rows["file"].iloc[0], 1, said, "published")
    complaints = complaints.mask(runs["published"].gt(pd.Timestamp(cut_off)), f"after the cut-off {cut_off}")
    complaints = complaints.mask(rows["name"].eq(""), "no name")
    unused.add(rows, ROW, complaints, "published", rows["published"])
    good = complaints.eq("")
    if 2 * good.sum() < len(rows):
        commonest = complaints[~good].value_counts().index[0]
        lost = f"{(~good).sum():,} of {len(rows):,} rows cannot be used, most of them for: {commonest}"
        unused.add_file(rows["file"].iloc[0], 1, lost, "rows")
    rows, runs = rows[good], runs[good]

    runs["decimal_year"] = [decimal_year(day) for day in runs["published"].dt.date]
    runs["domains"] = joined(lists(rows["domains"]))
    runs["domain"] = one_of_ours(lists(rows["domains"]), domains)
    for column in ("organization", "country", "device", "number_format", "published_method"):
        runs[column] = joined(lists(rows[column]))
    for column in ("task", "title", "base_model", "confidence"):
        runs[column] = one_line(rows[column])
    runs["url"] = one_line(rows["url"]).str.extract(ADDRESS, expand=False).fillna("").astype("str")
    runs["notable"] = rows["notability"].str.strip().ne("")
    if "notability" not in has and len(rows) and of_notable_models(rows["file"].iloc[0]):
        runs["notable"] = True
    for column, kind in FACTS.items():
        runs[column] = _fact(rows, column, plausible[kind], unused)
    notes = rows["parameters_notes"] + "\n" + rows["published_notes"]
    runs["mixture"] = runs["name"].str.contains(MIXTURE_NAME) | notes.str.contains(MIXTURE_NOTES)
    runs["utilization"] = runs["utilization"].where(runs["utilization"] <= 1, runs["utilization"] / 100)
    return runs


def of_notable_models(file: str) -> bool:
    """Whether the name of a file says that all of its models are notable, as Epoch's own downloads do."""
    return bool(WHOLE_FILE_NOTABLE.search(file))


def order_told(cells: pd.Series, order: Order | None) -> str:
    """How dates such as 25/11/1998 were read; '' if there are none."""
    read = read_dates(cells, order).order
    why = "as external: date_order says" if order else "a part above 12 is a day"
    return f"dates are read {read} ({why})" if read else ""


def _fact(rows: pd.DataFrame, column: str, plausible: tuple[float, float], unused: Unused) -> pd.Series:
    values, complaints = numbers(rows[column], *plausible)
    unused.add(rows, CELL, complaints, column, rows[column])
    return values


def one_of_ours(found: pd.Series, domains: Mapping[str, str]) -> pd.Series:
    """Our domain of a list of theirs: the one they all mean, or else multimodal if vision, language or speech meet."""
    known = {name.casefold(): ours for name, ours in domains.items()}

    def choose(names: Sequence[str]) -> str:
        ours = list(dict.fromkeys(known.get(name.casefold(), "other") for name in names))
        if "multimodal" in ours or len({"vision", "language", "speech"} & set(ours)) > 1:
            return "multimodal"
        return ours[0] if ours else "other"

    chosen = {names: choose(names) for names in set(found)}
    return found.map(chosen).astype("str")


def published_interval(runs: pd.DataFrame, confidence: Mapping[str, float], unused: Unused) -> pd.DataFrame:
    """The interval of a published total: as stated if it holds the total, else x/÷ the factor of its confidence.

    Args:
        runs: the columns published_flop, published_flop_low and published_flop_high as stated, and confidence.
        confidence: the factor by the database's word for its confidence.
        unused: bounds that cannot be are added here.
    """
    runs = runs.copy()
    total = runs["published_flop"]
    factor = runs["confidence"].map(lambda word: confidence_factor(word, confidence)).astype(float)
    runs["interval_factor"] = factor
    for column, impossible in (
        ("published_flop_low", runs["published_flop_low"] > total),
        ("published_flop_high", runs["published_flop_high"] < total),
    ):
        unused.add(runs[impossible], CELL, "a bound on the wrong side of the total", column, runs[column].astype(str))
        runs[column] = runs[column].mask(impossible | total.isna())
    runs["published_flop_low"] = runs["published_flop_low"].fillna(total / factor)
    runs["published_flop_high"] = runs["published_flop_high"].fillna(total * factor)
    return runs


def confidence_factor(word: str, confidence: Mapping[str, float]) -> float:
    """`Confident (x/÷3)` -> the factor of `Confident`; what is not known counts as the least sure."""
    known = {name.casefold(): factor for name, factor in confidence.items()}
    first = re.split(r"[\s(]", word.strip(), maxsplit=1)[0].casefold()
    return known.get(first, max(known.values()))


def with_keys(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs with a column `run`: kebab-case of the name, and a number where names have the same kebab-case."""
    slugs = {name: PREFIX + kebab_case(name) for name in runs["name"].unique()}
    ordered = runs.assign(run=runs["name"].map(slugs)).sort_values(
        ["run", "published", "name", "file", "line"], kind="stable"
    )
    number = ordered.groupby("run").cumcount() + 1
    first = number.eq(1)
    ordered["run"] = ordered["run"].where(first, ordered["run"] + "--" + number.astype(str))
    return ordered.sort_values("run", ignore_index=True, kind="stable")


def kebab_case(name: str) -> str:
    """`PointNet++` -> `pointnet-plus-plus`; letters of all scripts are kept."""
    spelled = re.sub(r"\+", " plus ", name.casefold())
    return "-".join(re.findall(r"[^\W_]+", spelled)) or "unnamed"
