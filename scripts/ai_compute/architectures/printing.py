"""A count as text for the terminal: a line for each layer, then the totals."""

from ai_compute.architectures.counting import Count
from ai_compute.messages.console import aligned
from ai_compute.messages.problems import visible

HEADINGS = ("layer", "output", "repeats", "MACs", "parameters")
LONGEST_LABEL = 72


def layer_table(count: Count) -> str:
    """Layer, output shape, repeats, MACs and parameters a line, and the totals with what was published beside them."""
    batch = count.architecture.batch
    lines = [
        (
            visible(row.label, LONGEST_LABEL),
            row.output_shape,
            f"{row.repeats:,}" if row.repeats > 1 else "",
            f"{batch * row.repeats * row.macs:,}",
            f"{row.copies * row.parameters:,}",
        )
        for row in count.rows
    ]
    return "\n".join([*aligned([HEADINGS, *lines], numbers=(2, 3, 4)), "", *_totals(count)])


def _totals(count: Count) -> list[str]:
    described = count.architecture
    totals = [(f"MACs a {visible(described.unit)}", f"{count.forward_macs:,}", described.published_macs)]
    if described.units_per_pass > 1:
        one_pass = f"MACs a pass ({described.units_per_pass:,} {visible(described.unit)}s)"
        totals.insert(0, (one_pass, f"{count.macs:,}", None))
    if count.forward_macs_causal != count.forward_macs:
        totals.append(("  without masked pairs", f"{count.forward_macs_causal:,}", None))
    if count.scan_macs:
        totals.append(("scans a pass (closed form, included)", f"{count.scan_macs:,}", None))
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
