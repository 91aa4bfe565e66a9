"""Who may import whom: the table, and a reading of every import in the package that holds it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import whoholds

LAYERS = (
    "errors identity text when spelling sound tokens days columns lately",
    "actor place verb claim control display",
    "language dateline wordings dating atlas pack theatre gazetteer scanning",
    "read find link fuse keep survey",
    "run displays ask",
    "desk",
    "export",
    "serve",
    "lines config cli __main__",
)
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names.split()}
STAGES = set(LAYERS[3].split())
ALSO = {  # what a layer may use of the stages beside its rule: whole modules, not their insides
    "run": STAGES | {f"{stage}.*" for stage in STAGES},
    "displays": {"keep", "link", "link.*", "read", "read.*"},
    "ask": {"fuse", "keep"},
    "export": {"ask"},
    "serve": {"keep"},
    "desk": {"keep", "link", "link.*"},
}
HEAVY = {
    "fastapi",
    "starlette",
    "uvicorn",
    "jinja2",
    "numba",
    "numpy",
    "shapely",
    "spacy",
    "sqlalchemy",
    "trafilatura",
    "rensa",
    "marisa_trie",
    "lxml",
    "rapidfuzz",
}
ROOT = Path(whoholds.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))


def imports(file: Path) -> set[str]:
    """Dotted names below ``whoholds`` that a file imports, at its top or inside functions, type checking included."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import hides its layer"
            found |= {f"whoholds.{one.name}" for one in node.names} if node.module == "whoholds" else {node.module}
    return {name.removeprefix("whoholds.") for name in found if name.startswith("whoholds.")}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_imports_only_what_lies_below_it(file):
    here = file.relative_to(ROOT).with_suffix("").parts[0]
    if here == "__init__":
        return
    assert here in LAYER, f"{here} has no layer: add it to the table"
    for name in imports(file):
        there = name.split(".")[0]
        if there in {here, "__init__", "__version__"}:
            continue
        assert there in LAYER, f"{here} imports {name}, which has no layer"
        if there in STAGES and LAYER[here] < LAYER["cli"]:
            allowed = ALSO.get(here, set())
            may = there in allowed and ("." not in name or f"{there}.*" in allowed)
            assert may, f"{here} may not import {name}"
        assert LAYER[there] < LAYER[here] or (LAYER[there] == LAYER[here] and LAYER[here] not in {3, 4}), (
            f"{here} (layer {LAYER[here]}) may not import {name} (layer {LAYER[there]})"
        )


def test_naming_the_package_or_its_commands_loads_nothing_heavy():
    told = "import sys, whoholds, whoholds.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)
