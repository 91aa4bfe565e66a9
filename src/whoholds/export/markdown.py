"""A brief as Markdown: CommonMark with the tables and footnotes of GitHub. Nothing in a report's words is markup here."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TextIO
from urllib.parse import quote

from whoholds.ask import Brief, Cited
from whoholds.export.outline import METHOD, QUOTE, Section, by_id, known, sections, title
from whoholds.export.rows import link
from whoholds.export.visible import shown

MARKUP = re.compile(
    r"[\\`*_{}\[\]~#|$!@^]|(?<=:)//|(?i:(?<=www)\.)"
)  # what some Markdown takes for more than a character
LABEL = 12  # characters of an id by which a note is called, as on the command line; the note has all of it
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
ADDRESS = "/:?#[]@!$&'()*+,;=%~-._"  # characters of an address that stay; all others are written as %XX


def write(brief: Brief, stream: TextIO, picture: str = "") -> None:
    """Write the brief. picture: the map as SVG, carried inside the file."""
    stream.write(f"# {safe(title(brief))}\n\n{safe(known(brief))}. {METHOD}\n")
    for one in sections(brief):
        stream.write(f"\n## {safe(one.title)}\n\n")
        if one.key == "map" and picture:
            packed = b64encode(picture.encode("utf-8", "replace")).decode("ascii")
            stream.write(f"![Map: who holds which place on {brief.last}](data:image/svg+xml;base64,{packed})\n\n")
        stream.write(f"{safe(one.lead)}\n")
        _write_lines(brief, one, stream)
        _write_table(brief, one, stream)
    stream.write("\n## Notes\n\n")
    stream.writelines(f"[^{ident[:LABEL]}]: {_note(ident, cited)}\n" for ident, cited in brief.notes.items())


def safe(text: str) -> str:
    """The words on one line, as nothing but words."""
    flat = " ".join(shown(text).split())
    return MARKUP.sub(lambda one: f"\\{one[0]}", re.sub("[&<>]", lambda one: ENTITIES[one[0]], flat))


def _write_lines(brief: Brief, section: Section, stream: TextIO) -> None:
    if section.lines:
        stream.write("\n")
    stream.writelines(f"- {safe(one.words)}{_behind(brief, one.behind)}\n" for one in section.lines)


def _write_table(brief: Brief, section: Section, stream: TextIO) -> None:
    if not section.rows:
        return
    rule = ("--:" if n in section.numbers else "---" for n in range(len(section.head)))
    stream.write(f"\n| {' | '.join(section.head)} |\n| {' | '.join(rule)} |\n")
    for row in section.rows:
        cells = [safe(cell) for cell in row.cells]
        cells[-1] += _behind(brief, row.behind)
        stream.write(f"| {' | '.join(cells)} |\n")


def _behind(brief: Brief, ids: tuple[str, ...]) -> str:
    """The notes behind a sentence, by the id of the claim."""
    return "".join(f" [^{one[:LABEL]}]" for _, one in by_id(brief, ids))


def _note(ident: str, one: Cited) -> str:
    address = link(one.url)
    where = f" <{quote(address, safe=ADDRESS)}>" if address else ""
    ref = f", report {safe(one.ref)}" if one.ref else ""
    return f"“{safe(shown(one.quote, QUOTE))}” {safe(one.attribution)}{ref}. Claim {ident}, report {one.report}.{where}"
