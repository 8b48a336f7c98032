"""Imports go one way, each heavy library has one owner, and a command loads only what it needs."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import SAMPLE

import opsassess

PACKAGE = Path(opsassess.__file__).parent

# From the bottom to the top. A part is a module or a package; it imports what stands in a line above it or in its own,
# never in a circle.
ORDER = (
    "errors deliverables once written",
    "resources source files workers",
    "questionnaire validation phrases",
    "extension meeting",
    "assessment library crosswalk",
    "answers consistency doubts remainder lint",
    "scoring schema changes applied targets entries supposition",
    "store",
    "delta effort prose charts blocks workbook interview",
    "interchange",
    "promises retainer",
    "owners",
    "described",
    "report runbook",
    "documents",
    "register estimate",
    "annex followup prep drill scope panels",
    "monthly",
    "doctor",
    "review",
    "merge",
    "engagement",
    "score_text delta_text servers cli __init__",
)
OWNERS = {
    "anyascii": "files",
    "yaml": "source",
    "sqlalchemy": "store",
    "pandas": "review panels",
    "ipywidgets": "panels review",
    "itables": "panels",
    "plotly": "charts",
    "nbconvert": "documents",
    "nbformat": "documents",
    "weasyprint": "documents",
    "docx": "documents",
    "resvg_py": "documents",
    "mistune": "documents",
    "fontTools": "documents",
    "jinja2": "documents prose",
    "openpyxl": "workbook estimate",
    "highspy": "retainer",
    "rich": "score_text delta_text",
    "click": "cli",
    "anywidget": "interview",
    "pydantic": (
        "questionnaire assessment library crosswalk validation schema engagement documents workbook changes store "
        "interview retainer"
    ),
}
LATE = {  # what a function imports from above, because the way there leads through the caller's choice
    ("review", "engagement"),  # a folder is opened as an engagement
    ("interview", "engagement"),  # the same
    ("documents", "review"),  # the type of what it prints
    ("documents", "register"),  # the form that was asked for is a workbook
    ("documents", "estimate"),  # the same
    ("panels", "review"),  # the type of what they show
}


def part_of(module: str) -> str:
    """Return the module or package directly below ours."""
    return module.split(".")[1] if "." in module else "__init__"


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of the modules that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inside = PACKAGE.parent.joinpath(*f"{node.module}.{alias.name}".split("."))
                is_module = inside.is_dir() or inside.with_suffix(".py").is_file()
                yield f"{node.module}.{alias.name}" if is_module else str(node.module)


MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): set(imports(path))
    for path in sorted(PACKAGE.rglob("*.py"))
}


def fits(part: str, names: str) -> bool:
    return part in names.split()


def rank(part: str) -> int:
    ranks = [rank for rank, names in enumerate(ORDER) if fits(part, names)]
    assert len(ranks) == 1, f"{part} stands {len(ranks)} times in ORDER"
    return ranks[0]


def ours(module: str) -> Iterator[str]:
    """Yield the modules of this package that one imports."""
    return (name for name in MODULES[module] if name.split(".")[0] == "opsassess")


def test_imports_go_one_way() -> None:
    against = {
        (part_of(module), part_of(name))
        for module in MODULES
        for name in ours(module)
        if rank(part_of(name)) > rank(part_of(module))
    }
    assert against == LATE


def in_circles(graph: dict[str, set[str]]) -> set[str]:
    """Return what a graph has in circles, and what needs those."""
    while free := {name for name, needs in graph.items() if not needs & graph.keys()}:
        graph = {name: needs for name, needs in graph.items() if name not in free}
    return set(graph)


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        module: {name for name in ours(module) if (part_of(module), part_of(name)) not in LATE} - {"opsassess"}
        for module in MODULES
    }
    assert in_circles(graph) == set()


def test_no_part_imports_itself_in_a_circle() -> None:
    """A package may need another only one way, by whatever modules: Python runs the whole of both."""
    graph: dict[str, set[str]] = {part_of(module): set() for module in MODULES}
    for module in MODULES:
        graph[part_of(module)] |= {part_of(name) for name in ours(module)} - {part_of(module), "__init__"}
    for part, above in LATE:
        graph[part] -= {above}
    assert in_circles(graph) == set()


@pytest.mark.parametrize("library", OWNERS)
def test_a_heavy_library_has_one_owner(library: str) -> None:
    users = {part_of(m) for m, names in MODULES.items() if any(name.split(".")[0] == library for name in names)}
    assert users
    assert {user for user in users if not fits(user, OWNERS[library])} == set()


HEAVY = (
    "pydantic yaml numpy pandas rich sqlalchemy weasyprint jinja2 nbconvert nbformat docx openpyxl plotly mistune"
    " highspy"
)
LOADS = [
    pytest.param("import opsassess", HEAVY + " click", id="import"),
    pytest.param("--help", HEAVY, id="--help"),
    pytest.param("score --help", HEAVY, id="score --help"),
    pytest.param(f"score {SAMPLE} --json", HEAVY.replace("pydantic yaml ", ""), id="score --json"),
    pytest.param(
        f"score {SAMPLE}", HEAVY.replace("pydantic yaml ", "").replace("rich ", "").replace("jinja2 ", ""), id="score"
    ),
]


@pytest.mark.parametrize(("command", "without"), LOADS)
def test_what_is_not_needed_is_not_loaded(command: str, without: str) -> None:
    run = command if command.startswith("import") else f"from opsassess.cli import main; main({command.split()})"
    code = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n{run}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert set(done.stderr.split()) & set(without.split()) == set()
