"""What is assumed of utilization where a paper states none, as the factors of this build say."""

from ai_compute.findings.numbers import listing, significant
from ai_compute.storage.rows import Tables


def utilizations(tables: Tables) -> dict[str, float]:
    """The assumed utilization by kind of device, of those kinds for which some run needed it."""
    factors = tables["factors"]
    defaults = factors[(factors["factor"] == "utilization") & (factors["known"] == "default")]
    used = tables["run_devices"].drop_duplicates("run").set_index("run")["device"]
    kinds = defaults["run"].map(used).map(tables["devices"].set_index("device")["kind"])
    return {str(kind): value for kind, value in defaults.groupby(kinds)["value"].first().items()}


def in_words(tables: Tables) -> str:
    """`0.33 of GPUs and TPUs and 0.17 of CPUs assumed, unless the paper says more`."""
    kinds: dict[float, list[str]] = {}
    for kind, value in utilizations(tables).items():
        kinds.setdefault(value, []).append(f"{kind}s")
    told = [f"{significant(value)} of {listing(names)}" for value, names in kinds.items()]
    return f"{listing(told)} assumed, unless the paper says more" if told else "stated by every run"
