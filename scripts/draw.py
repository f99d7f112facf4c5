"""Draw all figures as SVG and PNG."""

from collections.abc import Sequence
from pathlib import Path

from ai_compute.charts.rendering import drawn, preview
from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.storage.files import write_text, write_whole
from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles


def draw(specifications: Sequence[str], shared: str, log: str, kept: KeptFiles = NO_FILES_KEPT) -> None:
    """Read figures as Vega-Lite; write each as SVG and PNG beside it, and the first for who shares the page."""
    for path in map(Path, specifications):
        svg, png = drawn(path.read_text(encoding="utf-8"), kept)
        write_text(svg, path.with_suffix(".svg"))
        write_whole(path.with_suffix(".png"), lambda partial, png=png: partial.write_bytes(png))
    first = Path(specifications[0]).with_suffix(".svg").read_text(encoding="utf-8")
    write_whole(Path(shared), lambda partial: partial.write_bytes(preview(first)))
    say(log, "draw", f"{count(len(specifications), 'figure')} as SVG and PNG in {Path(specifications[0]).parent}")


if __name__ == "__main__":
    KEPT = KeptFiles(snakemake.params.kept, snakemake.params.code)
    with explained(snakemake.log[0]):
        draw(snakemake.input, snakemake.output.shared, snakemake.log[0], KEPT)
