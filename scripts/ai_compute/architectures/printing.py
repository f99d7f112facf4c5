"""A count as text for the terminal, and as JSON for scripts."""

from collections.abc import Iterator, Sequence
from typing import Any

from ai_compute.architectures.counted import Count
from ai_compute.architectures.inputs import is_stepwise
from ai_compute.architectures.rule_of_thumb import Part, parts
from ai_compute.architectures.training import Standing, training_flop
from ai_compute.architectures.words import a, plural
from ai_compute.messages.console import aligned
from ai_compute.messages.problems import visible
from ai_compute.values.quantities import PFS_DAY

HEADINGS = ("layer", "output", "repeats", "MACs", "parameters")
LONGEST_LABEL = 72
LONGEST_TEXT = 1000


def layer_table(count: Count) -> str:
    """Layer, output shape, repeats, MACs and parameters a line, and the totals with what was published beside them."""
    batch = count.architecture.batch
    lines = [
        (
            label,
            row.output_shape,
            f"{row.repeats:,}" if row.repeats > 1 else "",
            f"{batch * row.repeats * row.macs:,}",
            f"{row.copies * row.parameters:,}",
        )
        for label, row in zip(short_labels([row.label for row in count.rows]), count.rows, strict=True)
    ]
    return "\n".join([*aligned([HEADINGS, *lines], numbers=(2, 3, 4)), "", *_totals(count)])


def short_labels(labels: Sequence[str]) -> list[str]:
    """Labels cut in their middle, so that the layer's kind and the part's name stay; different ones stay different."""
    full = [visible(label, LONGEST_TEXT) for label in labels]
    short = [_cut(label) for label in full]
    meant: dict[str, set[str]] = {}
    for cut, label in zip(short, full, strict=True):
        meant.setdefault(cut, set()).add(label)
    return [cut if len(meant[cut]) == 1 else label for cut, label in zip(short, full, strict=True)]


def _cut(label: str) -> str:
    if len(label) <= LONGEST_LABEL:
        return label
    layer, slash, part = label.rpartition(" / ")
    tail = f" … {slash.strip()} {part}" if slash else " …"
    return label if len(tail) > LONGEST_LABEL // 2 else (layer or part)[: LONGEST_LABEL - len(tail)].rstrip(" ,") + tail


def _totals(count: Count) -> list[str]:
    described = count.architecture
    unit = visible(described.unit)
    totals = [(f"MACs {a(unit)}", f"{count.forward_macs:,}", described.published_macs)]
    if count.forward_macs_causal != count.forward_macs:
        totals.append((f"MACs {a(unit)}, causal and in windows", f"{count.forward_macs_causal:,}", None))
    if described.units_per_pass > 1:
        one_pass = f"MACs a pass ({described.units_per_pass:,} {plural(unit)})"
        totals.insert(0, (one_pass, f"{count.macs:,}", None))
    totals.append(("parameters", f"{count.parameters:,}", described.published_parameters))
    if count.active_parameters != count.parameters:
        totals.append(("active parameters", f"{count.active_parameters:,}", None))
    totals.append(("forward and backward over forward", f"{count.exact_factor:.4f}", None))
    width = max(len(total[0]) for total in totals)
    digits = max(len(total[1]) for total in totals)
    return [
        f"{name.ljust(width)}  {number.rjust(digits)}" + (f"  published {published:,.0f}" if published else "")
        for name, number, published in totals
    ]


def compared_with_6nd(count: Count) -> str:
    """MACs of a unit beside the parameters that 6ND would take for them, by what makes the difference; '' if it is no
    rule for this unit."""
    if not is_stepwise(count.architecture.unit):
        return ""
    unit, found = visible(count.architecture.unit), parts(count)
    lines = [_line(part) for part in found]
    macs, parameters = sum(part.macs for part in found), sum(part.parameters for part in found)
    lines.append(("together", f"{round(macs):,}", f"{parameters:,}", _signed(round(macs) - parameters)))
    headings = ("", f"MACs {a(unit)}", "parameters, for 6ND", "more by counting")
    text = aligned([headings, *lines], numbers=(1, 2, 3))
    active = parameters - sum(part.idle_parameters for part in found)
    return "\n".join([*text, *_in_words(6 * float(macs), parameters, active, unit)])


def _line(part: Part) -> tuple[str, str, str, str]:
    return part.part, f"{round(part.macs):,}", f"{part.parameters:,}", _signed(round(part.macs) - part.parameters)


def _signed(number: int) -> str:
    return f"{number:+,}" if number else "0"


def _in_words(flop: float, parameters: int, active: int, unit: str) -> Iterator[str]:
    """`6ND with N = parameters: 1.048e+12 FLOP a token, 2.7 % less than by counting (1.076e+12)`."""
    for number, name in ((parameters, "parameters"), (active, "active parameters")):
        if number and flop and (name == "parameters" or number != parameters):
            beside = f"{_beside(6 * number / flop)} by counting ({flop:.4g})"
            yield f"6ND with N = {name}: {6 * number:.4g} FLOP {a(unit)}, {beside}"


def _beside(ratio: float) -> str:
    if abs(ratio - 1) < 0.0005:
        return "as much as"
    if ratio > 2 or ratio < 0.5:
        return f"{ratio:.3g} times as much as"
    return f"{abs(ratio - 1):.1%} {'more' if ratio > 1 else 'less'} than".replace("%", " %")


def training(count: Count, units: float, standings: Sequence[Standing], missing: str) -> str:
    """Training compute in FLOP and pfs-days, and where it would stand on trends, or why that is not known."""
    flop, unit = training_flop(count, units), visible(count.architecture.unit)
    lines = [
        f"training compute  {flop:.4g} FLOP = {flop / PFS_DAY:.4g} pfs-days",
        f"                  2 x {count.forward_macs / count.architecture.batch:,.0f} MACs {a(unit)} x 3 x "
        f"{units:,.0f} {plural(unit)}",
    ]
    return "\n".join([*lines, *map(_stands, standings), *([missing] if missing else [])])


def _stands(found: Standing) -> str:
    side, times = ("above", found.ratio) if found.ratio >= 1 else ("below", 1 / found.ratio)
    reached = f"{found.reached:%B %Y}" if found.reached else "no date that a calendar holds"
    where = f"has so much in {reached}" if found.inside else f"would have so much in {reached}, beyond its runs"
    return f"trend {found.trend}: its line {where}; {times:.3g} times {side} it at {found.compared_at:%Y-%m}"


def as_json(count: Count, units: float | None, standings: Sequence[Standing]) -> dict[str, Any]:
    """Everything that the text says, for scripts: exact whole numbers, FLOP and ratios."""
    described = count.architecture
    found: dict[str, Any] = {
        "architecture": described.key,
        "name": described.name,
        "unit": described.unit,
        "units_per_pass": described.units_per_pass,
        "batch": described.batch,
        "pass_macs": count.macs,
        "forward_macs": count.forward_macs,
        "forward_macs_causal": count.forward_macs_causal,
        "parameters": count.parameters,
        "active_parameters": count.active_parameters,
        "exact_factor": count.exact_factor,
        "published_macs": described.published_macs,
        "published_parameters": described.published_parameters,
        "parts": [
            {"part": part.part, "macs": float(part.macs), "parameters": part.parameters} for part in parts(count)
        ],
        "layers": [
            {
                "layer": row.label,
                "output_shape": row.output_shape,
                "repeats": row.repeats,
                "macs": described.batch * row.repeats * row.macs,
                "parameters": row.copies * row.parameters,
            }
            for row in count.rows
        ],
    }
    if units is not None:
        flop = training_flop(count, units)
        found["training"] = {
            "units": units,
            "flop": flop,
            "pfs_days": flop / PFS_DAY,
            "trends": [
                {
                    "trend": each.trend,
                    "reached": each.reached.isoformat() if each.reached else None,
                    "inside": each.inside,
                    "compared_at": each.compared_at.isoformat(),
                    "ratio": each.ratio,
                }
                for each in standings
            ],
        }
    return found
