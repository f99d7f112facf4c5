"""Build the same inputs under circumstances that must not matter, and compare what was made, byte for byte.

    python tests/same_bytes.py            # everything, some minutes
    python tests/same_bytes.py --few      # a handful of papers and resamples
    python tests/same_bytes.py --only 'everything at once'

Every build is a clean one in a folder of its own. Ends with status 1 if any file differs from the first build's.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from builds import FEW_PAPERS, build, copy_workflow, differences, environment, fewer_resamples, products


@dataclass(frozen=True)
class Circumstance:
    """What is other than in the first build."""

    name: str
    variables: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    umask: int = -1
    folder: str = "workflow"
    first: tuple[str, ...] = ()
    """Tables that are built before all others, one after another."""
    within: tuple[str, ...] = ()
    """A command within which the build is run."""


OLD_PROCESSOR = {
    "OPENBLAS_CORETYPE": "Nehalem",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL",
    "ARROW_USER_SIMD_LEVEL": "NONE",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX,-FMA,-FMA4",
}
"""No instruction beyond those of 2008, in linear algebra, numpy, Arrow and the C library."""

NO_FONTS = """\
for folder in /usr/share/fonts /usr/local/share/fonts; do
    [ ! -d "$folder" ] || mount -t tmpfs none "$folder" || exit 125
done
exec "$@"
"""
WITHOUT_FONTS = ("unshare", "--map-root-user", "--mount", "sh", "-c", NO_FONTS, "without-fonts")
"""As on a machine without a font: the folders of this one's are empty, as far as the build sees."""

NO_HOME = {"HOME": "/dev/null/home"}
"""None that could be written, or made, whoever builds."""

CIRCUMSTANCES = (
    Circumstance("another folder", folder="a folder/with blanks, ö and 模型"),
    Circumstance("time zone", {"TZ": "Pacific/Kiritimati"}),
    Circumstance("locale C", {"LC_ALL": "C", "LANG": "C"}),
    Circumstance("locale tr_TR.UTF-8", {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    Circumstance("umask 077", umask=0o077),
    Circumstance("hash seed 1", {"PYTHONHASHSEED": "1"}),
    Circumstance("hash seed 4242", {"PYTHONHASHSEED": "4242"}),
    Circumstance("no fonts", within=WITHOUT_FONTS),
    Circumstance("no home", NO_HOME),
    Circumstance("one core", arguments=("--cores", "1")),
    Circumstance("two cores", arguments=("--cores", "2")),
    Circumstance("another order of jobs", arguments=("--cores", "1"), first=("drivers", "trends", "layers")),
    Circumstance("jobs that share the fits", arguments=("--config", "shards=3", "--cores", "2")),
    Circumstance("scheduler with a solver", arguments=("--scheduler", "ilp")),
    Circumstance("one thread of linear algebra", {"OPENBLAS_NUM_THREADS": "1"}),
    Circumstance(
        "processor: Haswell", {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL"}
    ),
    Circumstance("processor: SkylakeX", {"OPENBLAS_CORETYPE": "SkylakeX"}),
    Circumstance("processor: Zen", {"OPENBLAS_CORETYPE": "Zen"}),
    Circumstance("processor: of 2008", OLD_PROCESSOR),
)

EVERYTHING_AT_ONCE = Circumstance(
    "everything at once",
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", **NO_HOME, **OLD_PROCESSOR},
    ("--config", "shards=2", "--cores", "1"),
    0o077,
    "a folder/with blanks, ö and 模型",
    ("drivers", "trends"),
    WITHOUT_FONTS,
)


def built_under(circumstance: Circumstance, scratch: Path, papers: Iterable[str] | None, resamples: int | None) -> Path:
    """The folder of a clean build under a circumstance."""
    variables = dict(circumstance.variables)
    if "LC_ALL" in variables and (locales := compiled_locale(variables["LC_ALL"], scratch / "locales")):
        variables["LOCPATH"] = str(locales)
    folder = copy_workflow(scratch / circumstance.folder, papers)
    if resamples is not None:
        fewer_resamples(folder, resamples)
    for table in circumstance.first:
        build(folder, *circumstance.arguments, f"data/processed/{table}.parquet", env=environment(**variables))
    build(
        folder,
        *circumstance.arguments,
        env=environment(**variables),
        umask=circumstance.umask,
        within=circumstance.within,
    )
    return folder


def hides_fonts() -> bool:
    """Whether this machine lets a build be run without fonts."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*WITHOUT_FONTS, "true"], check=False, capture_output=True).returncode == 0


def compiled_locale(name: str, folder: Path) -> Path | None:
    """Make a locale where the machine may not have it; the folder that LOCPATH names, or None if it is built in.

    Raises:
        FileNotFoundError, subprocess.CalledProcessError: this machine cannot make it.
    """
    language, _, encoding = name.partition(".")
    if language in ("C", "POSIX"):
        return None
    folder.mkdir(exist_ok=True)
    subprocess.run(["localedef", "-i", language, "-f", encoding, folder / name], check=True, capture_output=True)
    return folder


def compare_builds(
    circumstances: Iterable[Circumstance], papers: Iterable[str] | None = None, resamples: int | None = None
) -> int:
    """Build under every circumstance; how many builds made other bytes than the first."""

    def made_under(circumstance: Circumstance) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as scratch:
            return products(built_under(circumstance, Path(scratch), papers, resamples))

    wrong = 0
    expected = made_under(Circumstance("first"))
    print(f"{len(expected)} files, {sum(map(len, expected.values())):,} bytes", flush=True)
    for circumstance in circumstances:
        if circumstance.within and not hides_fonts():
            print(f"{circumstance.name:<30} with fonts: this machine hides none", flush=True)
            circumstance = replace(circumstance, within=())
        try:
            different = differences(expected, made_under(circumstance))
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            print(f"{circumstance.name:<30} not tried: {error}", flush=True)
            continue
        wrong += bool(different)
        print(f"{circumstance.name:<30} {', '.join(different) or 'the same bytes'}", flush=True)
    return wrong


if __name__ == "__main__":
    known = {circumstance.name: circumstance for circumstance in (*CIRCUMSTANCES, EVERYTHING_AT_ONCE)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", action="store_true", help="a handful of papers and resamples")
    parser.add_argument("--only", action="append", choices=known, help="this circumstance; may be repeated")
    given = parser.parse_args()
    size = (FEW_PAPERS, 200) if given.few else ()
    sys.exit(1 if compare_builds([known[name] for name in given.only or known], *size) else 0)
