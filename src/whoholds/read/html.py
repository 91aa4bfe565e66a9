"""Web pages: the article's text, its title, date and site; all visible text when no article is found."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from whoholds.read.encoding import decode
from whoholds.read.offered import Draft, Offered, skipped, whole
from whoholds.read.plain import not_text
from whoholds.read.published import stamp
from whoholds.text import Skipped

PAGE_BYTES = 5_000_000  # the longest news pages have 2 MB with their scripts; parsers slow down on what is larger
# Pages written for readers have some thousand tags, nested below 100; parsers take seconds for ten times as many,
# recurse over deep ones, and compare each attribute of a tag with all others.
MOST_TAGS = 60_000
DEEPEST = 2_000
MOST_ATTRIBUTES = 1_000
_TAG = re.compile(
    r"<(?P<end>/?)(?:(?P<void>p|li|br|hr|img|input|link|meta|wbr|td|tr|th|dd|dt|option|source)\b|[a-z])"
    r"(?>=\s*\"[^\"]*\"|=\s*'[^']*'|[^>])*+",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_BREAK = re.compile(r"[\s/]+")
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE
)
_KNOWN_CHARSET = re.compile(
    r"utf-?8|(?:windows|cp)-?\d+|iso-?8859-?\d+|koi8-?[ru]|mac[a-z_-]+|gb\w+|big5|euc-?\w+|shift_jis", re.IGNORECASE
)
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>([^<]{1,1000})", re.IGNORECASE)
_ISO = r"(\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]{0,12}(?:Z|[+-]\d\d:?\d\d)?)"
_MOMENT = re.compile(rf"publi[^<>]{{0,120}}?{_ISO}|{_ISO}[^<>]{{0,80}}?publi", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "iframe",
    "head",
)
_BLOCKS = re.compile(r"p|div|li|br|tr|h[1-6]|t[dh]|blockquote|pre|section|article|d[dt]|ul|ol|table")
# A fixed last day: the default is today's, and what we read must not depend on the clock.
_DATES = {"original_date": True, "extensive_search": False, "min_date": "1990-01-01", "max_date": "2099-12-31"}
for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # what they warn of, the report's notes say


def page(offered: Offered) -> Iterator[Draft | Skipped]:
    """One report from one page. Offsets point into the extracted text; the page stays beside it as ``raw``."""
    raw = whole(offered, PAGE_BYTES)
    if isinstance(raw, Skipped):
        yield raw
        return
    if reason := not_text(raw):
        yield skipped(offered.origin, reason, raw)
        return
    declared = _CHARSET.search(raw[:4096])
    charset = declared[1].decode("ascii") if declared and _KNOWN_CHARSET.fullmatch(declared[1].decode("ascii")) else ""
    markup, notes = decode(raw, declared=charset)
    markup = _DECLARATION.sub("", markup.replace("\x00", "\ufffd"))
    if bomb := _bomb(markup):
        yield skipped(offered.origin, f"{bomb}: not a page written for readers", raw)
        return
    found, extractor = _article(markup)
    if not found.get("text", "").strip():
        found, extractor = {**found, "text": _visible(markup)}, f"visible@{_version('lxml')}"
        notes = (*notes, "no article was recognised in the page; all its visible text is kept")
    if not found.get("title") and (title := _TITLE.search(markup)):
        found["title"] = _unescaped(title[1])
    if found.get("published"):
        found["published"] = _moment(markup, found["published"])
    if language := _LANGUAGE.search(markup[:20_000]):
        found["language"] = language[1].lower()
    yield Draft(origin=offered.origin, raw=raw, extractor=extractor, notes=notes, **found)


def _article(markup: str) -> tuple[dict[str, str], str]:
    """What trafilatura finds, as strings; nothing at all when it fails."""
    from trafilatura import bare_extraction

    extractor = f"trafilatura@{_version('trafilatura')}"
    try:
        document: Any = bare_extraction(
            markup, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
        )
    except Exception:  # noqa: BLE001 - hostile pages raise what no list foresees; the visible text is kept instead
        return {}, extractor
    if document is None:
        return {}, extractor
    return {
        "text": document.text or "",
        "title": document.title or "",
        "published": document.date or "",
        "outlet": document.sitename or document.hostname or "",
        "url": document.url or "",
    }, extractor


def _moment(markup: str, day: str) -> str:
    """The first full time of publication on that day that the page states, else the day."""
    for match in _MOMENT.finditer(markup):
        told = stamp(match[1] or match[2])
        if told is not None and told.day.isoformat() == day:
            return match[1] or match[2]
    return day


def _visible(markup: str) -> str:
    """The text a browser would show, one block a line; empty when the parser gives up."""
    from lxml import etree, html

    try:
        root = html.fromstring(markup, parser=html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True))
        etree.strip_elements(root, *_UNSEEN, with_tail=False)
        pieces: list[str] = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            block = isinstance(element.tag, str) and _BLOCKS.fullmatch(element.tag) is not None
            said = element.text if event == "start" else element.tail
            pieces += ["\n"] * block + [" ".join((said or "").split()) and f" {' '.join((said or '').split())} "]
    except (etree.LxmlError, ValueError, AssertionError, RecursionError, MemoryError):
        return ""
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _bomb(markup: str) -> str:
    """What would make a parser run for minutes on this page; empty for a page written for readers. Linear."""
    depth = deepest = tags = 0
    for tag in _TAG.finditer(markup):
        tags += 1
        if len(tag[0]) > MOST_ATTRIBUTES and len(_BREAK.findall(_QUOTED.sub(" ", tag[0]))) > MOST_ATTRIBUTES:
            return f"a tag with more than {MOST_ATTRIBUTES:,} attributes"
        if not tag["void"]:
            depth = max(0, depth - 1) if tag["end"] else depth + 1
            deepest = max(deepest, depth)
    if deepest > DEEPEST:
        return f"elements nested more than {DEEPEST:,} deep"
    return f"more than {MOST_TAGS:,} tags" if tags > MOST_TAGS else ""


def _unescaped(text: str) -> str:
    from html import unescape

    return " ".join(unescape(text).split())


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
