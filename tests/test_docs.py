"""The documentation says what the program does: names, tables, links. Whatever is missing is named."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from make import a_finding, a_report
from whoholds import errors
from whoholds.ask import Answer
from whoholds.claim import Status, Unplaced
from whoholds.config import Settings
from whoholds.control import State
from whoholds.find.predictions import prediction
from whoholds.keep.schema import tables
from whoholds.verb import VERBS, Effect

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md"), *ROOT.glob("src/**/*.md")]
)
REFERENCE = ROOT / "docs" / "reference"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SECTIONS = ("**Question.**", "**Decision.**", "**Because.**", "**Costs.**", "**Would change our mind.**")
MACHINE = re.compile(r"(?<![\w.\-/])/(?:home|root|tmp|usr|work|Users|mnt|opt)/")  # a path of somebody's own machine
LOUD = re.compile(r"(?i)\b(?:revolutionary|cutting-edge|seamless\w*|blazing\w*|state-of-the-art|game-chang\w+|todo)\b")


def prose(page: Path) -> str:
    return re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors of the headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def rows(page: str) -> dict[str, list[str]]:
    """Table rows of a reference page by their first cell, without the code marks."""
    lines = (REFERENCE / page).read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    return {row[0]: row[1:] for row in cells}


def kinds_of(error: type[Exception]) -> set[str]:
    return {error.__name__}.union(*(kinds_of(one) for one in error.__subclasses__()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for link in LINK.findall(prose(page)):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: no such file"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_are_quiet_and_name_nobodys_machine(page):
    text = page.read_text(encoding="utf-8")
    assert not (found := MACHINE.search(text)), found
    assert not (found := LOUD.search(text)), found


def test_every_verb_is_documented_as_it_is():
    told = rows("verbs.md")
    for verb in VERBS.values():
        meaning, parts, asserted, denied = told[verb.name]
        assert (meaning, parts, asserted) == (verb.meaning, ", ".join(verb.parts), verb.asserted.value)
        assert denied.split()[0] == verb.denied.value
    assert {effect.value for effect in Effect} <= told.keys()


def test_every_status_state_and_reason_is_documented():
    verbs, answers = (REFERENCE / "verbs.md").read_text("utf-8"), (REFERENCE / "json.md").read_text("utf-8")
    assert [one.value for one in Status if f"`{one.value}`" not in verbs] == []
    assert [one.value for one in (*State, *Unplaced) if f"`{one.value}`" not in answers] == []


def test_every_key_of_an_answer_and_a_finding_is_documented():
    told = {name for cell in rows("json.md") for name in re.findall(r"\w+", cell)}
    assert {field.name for field in fields(Answer)} - told == set()
    finding = a_finding()
    assert set(prediction(finding, a_report(), None)) - told == set()


def test_every_error_is_documented():
    assert kinds_of(errors.WhoholdsError) - rows("errors.md").keys() == set()


def test_every_setting_is_documented_with_its_default():
    told = rows("settings.md")
    for name, field in Settings.model_fields.items():
        variable, default, _ = told[name]
        assert variable == f"WHOHOLDS_{name.upper()}"
        assert field.default is None or default == str(field.default)


def test_every_table_of_the_ledger_is_documented():
    told = rows("ledger.md")
    for table in tables.sorted_tables:
        columns = {column.name for column in table.columns}
        assert columns == set(re.findall(r"\w+", told[table.name][-1])), table.name


def test_every_decision_has_its_five_parts_and_stands_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for page in sorted(folder.glob("0*.md")):
        text = page.read_text(encoding="utf-8")
        places = [text.find(section) for section in SECTIONS]
        assert -1 not in places, page.name
        assert places == sorted(places), page.name
        assert f"({page.name})" in index


def test_every_command_and_option_is_documented():
    from typer.main import get_command

    from whoholds.cli import app

    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `whoholds ?(.*?)`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))

    def missing(command, name):
        for word, inner in getattr(command, "commands", {}).items():
            yield from missing(inner, f"{name} {word}".strip())
        if hasattr(command, "commands"):
            return
        body = next((text for title, text in sections.items() if f"{title} ".startswith(f"{name} ")), None)
        if body is None:
            yield f"whoholds {name}"
            return
        flags = {flag for part in command.params for flag in (*part.opts, *part.secondary_opts) if flag[:2] == "--"}
        told = set(re.findall(r"`(--[\w-]+)", body))
        yield from (f"whoholds {name} {flag}" for flag in sorted(flags ^ told))  # undocumented, or documented and gone

    assert [one for one in missing(get_command(app), "") if not one.endswith("--help")] == []
