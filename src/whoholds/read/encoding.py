"""Bytes → text, and the few repairs that keep every offset where it was."""

from __future__ import annotations

import codecs
import re
import unicodedata

UNKNOWN = "\ufffd"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WESTERN = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
EXCERPT = 200  # characters


def marked(head: bytes) -> str:
    """The encoding that a byte order mark at the head declares; empty when there is none."""
    return next((name for mark, name in _BOMS if head.startswith(mark)), "")


def decode(raw: bytes, *, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of these bytes, with notes on what was odd.

    A byte order mark decides; then what the document declares, when that fits; then UTF-8; then Windows-1252, in
    which the five bytes it leaves undefined stand for the control characters of Latin-1. Nothing is raised.
    """
    mark = marked(raw)
    for name in filter(None, (mark, declared, "utf-8")):
        try:
            return raw.decode(name), ()
        except (UnicodeDecodeError, LookupError):
            continue
    if mark.startswith(("utf-16", "utf-32")):
        return raw.decode(mark, "replace"), (f"damaged {mark.upper()}: what could not be read shows as {UNKNOWN}",)
    note = "not UTF-8: read as Windows-1252; if letters look wrong, convert the file to UTF-8"
    return raw.decode("latin-1").translate(_WESTERN), (note,)


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with what no store can hold replaced one for one, and notes on that and on control characters.

    Half surrogates and NUL become U+FFFD, so every offset stays. Other control characters are left as they are and
    only noted: whoever prints the text must show them as escapes.
    """
    notes = []
    mended, count = _UNSTORABLE.subn(UNKNOWN, text)
    if count:
        notes.append(f"{count} character(s) that cannot be stored (NUL or half a surrogate pair) stand as {UNKNOWN}")
    if odd := len(_CONTROL.findall(mended)):
        notes.append(f"holds {odd} control character(s)")
    return mended, tuple(notes)


def excerpt(raw: bytes | str) -> str:
    """At most 200 characters for a person to recognise it by, unprintable ones as escapes."""
    text = decode(raw[: EXCERPT * 4])[0] if isinstance(raw, bytes) else raw[:EXCERPT]
    return "".join(_shown(char) for char in text.strip())[:EXCERPT]


def _shown(char: str) -> str:
    if char == " " or (char.isprintable() and unicodedata.category(char) != "Cf"):
        return char
    return char.encode("unicode_escape").decode("ascii")
