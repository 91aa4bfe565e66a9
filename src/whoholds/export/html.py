"""A brief as one HTML page, ready to print: nothing runs in it and nothing is fetched."""

from __future__ import annotations

from html import escape
from typing import TextIO

from whoholds.ask import Brief, Cited
from whoholds.export.outline import METHOD, QUOTE, Section, by_id, known, sections, title
from whoholds.export.rows import link
from whoholds.export.visible import shown

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"  # the page's own style, and nothing else
STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 Georgia, "Noto Serif", "Noto Naskh Arabic", serif; color: #22272e; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, table, .known, figcaption { font-family: system-ui, "Noto Sans", "Noto Sans Arabic", Arial, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .3rem; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; }
.known, .lead, .source { color: #59616c; } .known { font-size: .85rem; margin: 0 0 1rem; } .lead { font-size: .95rem; }
figure { margin: .5rem 0 1rem; } figure svg { width: 100%; height: auto; border: 1px solid #dcd9d1; }
table { border-collapse: collapse; font-size: .8rem; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .5rem .25rem 0; border-bottom: 1px solid #dcd9d1; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
ul.lines { padding-left: 1.1rem; } .lines li { margin: .35rem 0; }
sup { line-height: 0; font-size: .7em; } sup a { color: #1f5a8a; text-decoration: none; padding-left: .15em; }
.notes { font-size: .8rem; padding-left: 2.2rem; } .notes li { margin: .3rem 0; } code { font-size: .85em; }
@page { size: A4; margin: 18mm 16mm; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10pt; } h2 { break-after: avoid; } li, tr, figure { break-inside: avoid; } thead { display: table-header-group; } a { color: inherit; text-decoration: none; } }
"""


def write(brief: Brief, stream: TextIO, picture: str = "") -> None:
    """Write the brief as a page of its own. picture: the map as SVG, made by us."""
    stream.write(
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{_safe(title(brief))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n{body(brief, picture)}</main>\n</body>\n</html>\n"
    )


def body(brief: Brief, picture: str = "", *, room: bool = False) -> str:
    """The brief from its first heading to its last note. ``room``: notes lead to the reports' pages of the map room."""
    parts = [f'<h1>{_safe(title(brief))}</h1>\n<p class="known">{_safe(known(brief))}. {METHOD}</p>\n']
    for one in sections(brief):
        parts.append(f'<section id="{one.key}"><h2>{_safe(one.title)}</h2>\n')
        if one.key == "map" and picture:
            parts.append(f"<figure>{picture}</figure>\n")
        parts.append(f'<p class="lead">{_safe(one.lead)}</p>\n')
        if one.lines:
            lines = (f"<li>{_safe(line.words)}{_behind(brief, line.behind)}</li>\n" for line in one.lines)
            parts.append(f'<ul class="lines">\n{"".join(lines)}</ul>\n')
        if one.rows:
            parts.append(_table(brief, one))
        parts.append("</section>\n")
    notes = "".join(_note(ident, cited, room) for ident, cited in brief.notes.items())
    parts.append(f'<section id="notes"><h2>Notes</h2>\n<ol class="notes">\n{notes}</ol></section>\n')
    return "".join(parts)


def _safe(text: str) -> str:
    """The words on one line, as nothing but words."""
    return escape(" ".join(shown(text).split()))


def _behind(brief: Brief, ids: tuple[str, ...]) -> str:
    """The notes behind a sentence, by number; each link carries the id of its claim."""
    return "".join(f'<sup><a href="#n-{one}">{number}</a></sup>' for number, one in by_id(brief, ids))


def _table(brief: Brief, section: Section) -> str:
    def cells(tag: str, values: tuple[str, ...], after: str = "") -> str:
        told = [_safe(value) for value in values]
        told[-1] += after
        kinds = (' class="n"' if n in section.numbers else "" for n in range(len(told)))
        scope = ' scope="col"' if tag == "th" else ""
        return "".join(f"<{tag}{kind}{scope}>{value}</{tag}>" for kind, value in zip(kinds, told, strict=True))

    rows = "".join(f"<tr>{cells('td', row.cells, _behind(brief, row.behind))}</tr>\n" for row in section.rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{_safe(section.title)}"><table>'
        f"<thead><tr>{cells('th', section.head)}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )


def _note(ident: str, one: Cited, room: bool) -> str:
    address = link(one.url)
    where = (
        f' <a href="{escape(address)}" rel="noopener noreferrer nofollow">{_safe(shown(address, 200))}</a>'
        if address
        else ""
    )
    words = f"“{_safe(shown(one.quote, QUOTE))}”"
    if room:
        words = f'<a href="/report/{one.report}#c-{ident}" dir="auto">{words}</a>'
    ref = f", report {_safe(shown(one.ref, 100))}" if one.ref else ""
    return (
        f'<li id="n-{ident}"><span dir="auto">{words}</span> <span class="source" dir="auto">{_safe(one.attribution)}{ref}. '
        f"Claim <code>{ident}</code>.</span>{where}</li>\n"
    )
