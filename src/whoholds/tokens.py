"""Words of a text: where they stand, which belong together, and how a name may be written in running text."""

from __future__ import annotations

import re

from whoholds.spelling import fold

# A word: letters, digits and marks, held together by apostrophes.
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
WORD = rf"[^\W_][\w{_MARKS}]*(?:['’‘`´ʼʻʽʾʿ][^\W_][\w{_MARKS}]*)*"
_WORD = re.compile(WORD)
_AND_BETWEEN = re.compile(f"({WORD})")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_JOINED = re.compile(r"[^\S\n]*(?:[-‐‑–'’‘`ʿʾ]|\n)?[^\S\n]*")  # what may stand between two words of one name
CLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "ال")
SHORT = 5  # letters: all-capital names up to here are abbreviations, which match nothing but themselves
SHORTEST = 3  # letters: in capitals, "IS" is no village called Is
_STUCK = re.compile(r"[aeu](?:l(?=[^aeiou])|([tdrszn])(?=\1))\w{2}")  # "Deir ezzor": an article in one word with a name
# Small words inside names that are otherwise written with capitals.
_SMALL = frozenset(
    re.findall(r"\w+", "al el as es ash esh ar er ad ed an en at et az ez ath adh ul il wa de du la le bin ibn of")
)


def split(text: str) -> list[str]:
    """The text in pieces that alternate: what is between words, a word, what is between words, and so on."""
    return _AND_BETWEEN.split(text)


def without_possessive(word: str) -> str:
    """The word without its possessive s."""
    tail = _POSSESSIVE.search(word)
    return word[: tail.start()] if tail else word


def joins(between: str) -> bool:
    """True when two words with that between them can belong to one name."""
    return between == " " or _JOINED.fullmatch(between) is not None


def may_stand(spelling: str, written: str) -> bool:
    """True when a text may write the name like this: capitals where the name has them.

    A word may be small where the name writes it small, where it is an article or the like, or opens with one.
    """
    if written == spelling:
        return True
    if spelling.isupper() and len(spelling) <= SHORT:
        return written.isupper()
    if written.isupper() and len(written) <= SHORTEST:
        return False
    small = {fold(word) for word in _WORD.findall(spelling) if word[0].islower()}
    words = [word for word in _WORD.findall(written) if word[0].islower()]
    last = _WORD.findall(written)[-1]
    behind_article = set() if written[0].islower() else {fold(word) for word in words if _STUCK.match(word)}
    return all(fold(word) in small or fold(word) in _SMALL or fold(word) in behind_article for word in words) and (
        not last[0].islower() or fold(last) in small or fold(last) in behind_article
    )
