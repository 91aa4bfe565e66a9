"""Plain text and Markdown: the whole file is the text, and its head says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from whoholds.read.encoding import decode
from whoholds.read.fields import SYNONYMS, compared
from whoholds.read.offered import Draft, Offered, skipped, whole
from whoholds.read.published import stamp
from whoholds.text import Skipped

EXTRACTOR = "plain@1"
TITLE_LENGTH = 140  # characters; a longer first line is a paragraph
_HEADER_LINES = 40  # a front matter longer than this is text
_HEADER = re.compile(r"([A-Za-z][\w -]{0,30}):[ \t]+(\S.*)?")
_BYLINE = re.compile(r"(?P<who>[^\n]{2,60}?)\s+[-–—|]\s+(?P<outlet>[^\n]{2,60})")
# Words that make the end of a byline an outlet: "A. Writer - Harbour News Agency".
_OUTLET = re.compile(
    r"\b(?:agency|news|press|post|times|herald|daily|gazette|observer|monitor|radio|tv|television|tribune|media)\b",
    re.IGNORECASE,
)
_FILE_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NOT_TEXT = {
    b"%PDF": "a PDF: extract its text first (pdftotext)",
    b"PK\x03\x04": "a zip archive or an office document: unpack or export it as text first",
    b"\xd0\xcf\x11\xe0": "an old office document: export it as text first",
    b"{\\rtf": "rich text: export it as plain text first",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
}
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_ODD_SHARE = 0.05  # of the first 4,000 characters; above, the bytes are no text


def plain(offered: Offered) -> Iterator[Draft | Skipped]:
    """One report from one file. Line ends become line feeds; a front matter is read and left out of the text.

    The title is the first heading ("# ..."), or a short first line without a full stop; it stays in the text.
    """
    raw = whole(offered)
    if isinstance(raw, Skipped):
        yield raw
        return
    if reason := not_text(raw):
        yield skipped(offered.origin, reason, raw)
        return
    text, notes = decode(raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields, text = _front_matter(text)
    outlet, title = _head(text)
    name = _FILE_DATE.search(PurePath(offered.origin).name)
    found = {"title": title, "outlet": outlet, **fields}
    ref = found.pop("id", "")
    hint = "-".join(name.groups()) if name else ""
    yield Draft(
        origin=offered.origin, raw=raw, extractor=EXTRACTOR, text=text, ref=ref, hint=hint, notes=notes, **found
    )


def not_text(raw: bytes) -> str:
    """Why these bytes are no text a person could read; empty when they may be."""
    for mark, what in _NOT_TEXT.items():
        if raw.lstrip()[: len(mark)] == mark:
            return f"this is {what}"
    head = decode(raw[:4000])[0]
    return "these bytes are no text" if len(_ODD.findall(head)) > max(2, _ODD_SHARE * len(head)) else ""


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Fields between two lines of dashes, or header lines before the first empty line; and the text without them."""
    fenced = text.startswith("---\n")
    lines = text.split("\n", _HEADER_LINES + 1)[: _HEADER_LINES + 1]
    fields: dict[str, str] = {}
    for number, line in enumerate(lines[1:] if fenced else lines, 1 if fenced else 0):
        if line.strip() in (("---", "...") if fenced else ("",)):
            if (fenced or len(fields) > 1) and fields:
                return fields, "\n".join(text.split("\n")[number + 1 :]).lstrip("\n")
            break
        header = _HEADER.fullmatch(line.rstrip())
        field = next((f for f, names in SYNONYMS.items() if header and compared(header[1]) in names), None)
        if header and field and field != "text":
            fields.setdefault(field, (header[2] or "").strip().strip("\"'"))
        elif not fenced:
            break
    return {}, text


def _head(text: str) -> tuple[str, str]:
    """Outlet and title as the first lines tell them; empty where they do not."""
    first, _, rest = text.lstrip("\n\ufeff ").partition("\n")
    first = first.strip()
    if first.startswith("#"):
        return "", first.lstrip("#").strip()
    if not rest.strip() or not first or len(first) > TITLE_LENGTH:
        return "", ""
    byline = _BYLINE.fullmatch(first)
    if byline and _OUTLET.search(byline["outlet"]):
        return byline["outlet"].strip(), ""
    if first[-1] in ".:;,!…،" or stamp(first) is not None:
        return "", ""
    return "", first
