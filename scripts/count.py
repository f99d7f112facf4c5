"""Count operations and parameters of every described architecture."""

from ai_compute.architectures import count_all
from ai_compute.architectures.tables import architectures_table, layers_table, rule_of_thumb_table
from ai_compute.messages.console import explained, say, stop
from ai_compute.messages.problems import Problems
from ai_compute.messages.problems import count as number_of
from ai_compute.schemas import counts as schemas
from ai_compute.storage.files import read_files
from ai_compute.storage.tables import write_table


def count(files: list[str], layers: str, architectures: str, rule_of_thumb: str, log: str) -> None:
    """Read the layer descriptions; write the layers and the totals."""
    try:
        counts = count_all(read_files(files))
    except Problems as problems:
        stop(log, problems)
    lines = layers_table(counts)
    write_table(lines, schemas.Layers, layers)
    write_table(architectures_table(counts), schemas.Architectures, architectures)
    write_table(rule_of_thumb_table(counts), schemas.RuleOfThumb, rule_of_thumb)
    say(log, "count", f"{number_of(len(counts), 'architecture')}, {number_of(len(lines), 'layer')}")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        count(
            files=snakemake.input.architectures,
            layers=snakemake.output.layers,
            architectures=snakemake.output.architectures,
            rule_of_thumb=snakemake.output.rule_of_thumb,
            log=snakemake.log[0],
        )
