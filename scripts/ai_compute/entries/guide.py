"""The part of the guide that the code knows best: how values are written, and which explanations there are."""

from typing import get_args

from ai_compute.entries.papers import ExplanationCode
from ai_compute.values.patterns import Kind
from ai_compute.values.quantities import conversion
from ai_compute.values.spelling import SUFFIXES
from ai_compute.values.ways_out import UNITS

FIELDS: dict[Kind, str] = {
    "plain": "`count`, `device_hours`, `parameters`, `active_parameters`, `utilization`; under `passes` and `factors`",
    "operations": "`forward`, `compute`",
    "rate": "a peak: hardware.csv, `reported.factors`",
    "time": "`time`, `reported.factors`",
}
EXAMPLES: dict[Kind, str] = {
    "plain": "`1.2M`, `300B`, `6e23`, `0.35`",
    "operations": "`0.75 GMAC`, `3.8 GFLOP`, `0.0058 pfs-day`",
    "rate": "`15.7 TFLOP/s`",
    "time": "`5.5 days`, `12 hours`",
}
SIZES = {"MAC": "FLOP", "pfs-day": "FLOP", "min": "s", "h": "s", "day": "s", "week": "s", "month": "s", "year": "s"}
WHEN: dict[ExplanationCode, str] = {
    "definition differs": "the two count different things: a fine-tune with or without its base, self-play or not, one "
    "model or the whole search, active or all parameters",
    "precision or peak unclear": "which peak holds is open: single or half precision, board or chip, which clock",
    "utilization unusual": "facts are sure, and the devices simply did much less, or more, than the default assumes",
    "passes unclear": "tokens, epochs or updates are a guess, or are stated in two ways",
    "architecture unclear": "widths, depth or input size are not given in full",
    "hardware unclear": "which device, or how many of them, is a guess",
    "time unclear": "the time holds more or less than the run: searches, evaluation, a queue",
    "third party wrong": "somebody else's total does not follow from the paper, and the text says why",
    "compute unusual": "nothing is wrong: the run is far larger or smaller than others of its time",
    "unexplained": "looked for, and not found; the text says where",
}


def values_reference() -> str:
    """Suffixes, marks, units by field and explanation codes, as Markdown."""
    return "\n".join([*_opening(), *_suffixes(), *_units(), *_explanations()]) + "\n"


def _opening() -> list[str]:
    return [
        "# Values and explanations",
        "",
        "Made from the code by `python scripts/json_schema.py`. [README.md](README.md) explains the fields.",
        "",
        "A value is a mark, a number, a suffix and a unit, in this order: `~1.2M`, `<0.006 pfs-day`. Two",
        "numbers with `to` are a range: `5 to 6 days`; both ends carry the suffix (`1M to 2M`), unless they",
        "are near each other without it (`500 to 2k`). Decimals have a point; a plain `12.500`, which may be",
        "12500, is refused.",
        "",
        "| mark | meaning |",
        "|---|---|",
        "| `~` | assumed: nobody states it; `notes` say why |",
        "| `<` | upper bound; only under `reported: compute` |",
        "",
    ]


def _suffixes() -> list[str]:
    sizes = {suffix: f"{size:.0e}".replace("+0", "").replace("+", "") for suffix, size in SUFFIXES.items() if suffix}
    rows = [f"| `{suffix}` | {size} |" for suffix, size in sizes.items()]
    return ["| suffix | times |", "|---|---|", *rows, "", "`m`, `bn`, `million` and the like are none.", ""]


def _units() -> list[str]:
    rows = [f"| {FIELDS[kind]} | {UNITS[kind]} | {EXAMPLES[kind]} |" for kind in FIELDS]
    sizes = [f"| 1 {unit} | {conversion(unit)[0]:,.10g} {base} |" for unit, base in SIZES.items()]
    return [
        *("| fields | units | examples |", "|---|---|---|", *rows, ""),
        *("| unit | is |", "|---|---|", *sizes, ""),
    ]


def _explanations() -> list[str]:
    rows = [f"| `{code}` | {WHEN[code]} |" for code in get_args(ExplanationCode)]
    return ["| `explanation: code` | when |", "|---|---|", *rows]
