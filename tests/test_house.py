"""The house: every module in a room by subject, none that does everything, no imports in a circle."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from builds import ROOT

PACKAGE = ROOT / "scripts/ai_compute"
MODULES = sorted(PACKAGE.rglob("*.py"))
READS = {
    "YAML": re.compile(r"yaml\.(?:safe_)?load|yaml\.compose|\bread_yaml\b"),
    "tables": re.compile(r"read_parquet|read_csv|\bread_(?:tables?|devices|claims|thresholds)\b"),
    "folders": re.compile(r"\.r?glob\(|\.iterdir\(|os\.(?:listdir|walk)|\bfiles_in\b"),
}


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path) -> Iterator[str]:
    """The modules of ours that a module imports when it is imported itself."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ai_compute"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_module_lies_outside_of_a_room() -> None:
    assert [file.name for file in PACKAGE.glob("*.py")] == ["__init__.py"]


def test_no_module_reads_yaml_tables_and_folders_at_once() -> None:
    for file in MODULES:
        text = file.read_text(encoding="utf-8")
        assert not all(pattern.search(text) for pattern in READS.values()), file


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {name_of(file): file for file in MODULES if file.name != "__init__.py"}
    TopologicalSorter({name: set(imported(file)) & set(known) for name, file in known.items()}).prepare()


def test_what_is_read_knows_nothing_of_what_is_made_of_it() -> None:
    read = ("values", "schemas", "entries", "architectures")
    modules = {module for room in read for file in (PACKAGE / room).rglob("*.py") for module in imported(file)}
    rooms = {module.split(".")[1] for module in modules if module.startswith("ai_compute.")}
    assert rooms <= {*read, "messages", "storage"}


def test_what_protects_a_build_knows_nothing_of_its_analysis() -> None:
    modules = {module for file in (PACKAGE / "guard").glob("*.py") for module in imported(file)}
    rooms = {module.split(".")[1] for module in modules if module.startswith("ai_compute.")}
    assert rooms <= {"guard", "messages", "storage"}


def test_no_sentence_has_a_month_typed_in_it_that_config_chooses() -> None:
    month, typed = re.compile(r"\b(May|June) 2018\b"), []
    for file in (file for room in ("findings", "charts", "report") for file in sorted((PACKAGE / room).rglob("*.py"))):
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        said = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docstrings)
        typed += [f"{file.name}: {node.value}" for node in said if month.search(str(node.value))]
    assert typed == []


def is_unsteady(node: ast.AST) -> bool:
    """Whether a call sorts by one thing and leaves ties as they fall; by several, pandas keeps their order."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    kinds = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg == "kind"]
    by_one = node.func.attr == "sort_values" and not (node.args and isinstance(node.args[0], ast.List | ast.Name))
    return (by_one or node.func.attr == "argsort") and kinds != ["'stable'"]


def test_ties_are_not_left_to_the_processor() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)[:90]}"
        for file in sorted((ROOT / "scripts").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if is_unsteady(node)
    ]
    assert found == []


def names_from_ours(file: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ai_compute."):
            yield from ((str(node.module), alias.name) for alias in node.names)


def is_there(module: str, name: str) -> bool:
    within = import_module(module)
    return hasattr(within, name) or (hasattr(within, "__path__") and find_spec(f"{module}.{name}") is not None)


def test_every_name_that_a_stage_imports_exists() -> None:
    files = [*PACKAGE.parent.glob("*.py")]
    named = {name for file in files for name in names_from_ours(file)}
    assert len(named) > len(files)
    assert {(module, name) for module, name in named if not is_there(module, name)} == set()
