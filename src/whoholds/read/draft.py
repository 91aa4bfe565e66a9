"""Draft → Report, or the reason why not: the checks that every way of reading shares."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from whoholds.errors import BadSetting
from whoholds.read.encoding import mend
from whoholds.read.offered import Draft, skipped
from whoholds.read.published import Settled, settle, stamp
from whoholds.read.shingles import signature
from whoholds.text import Report, Skipped, report_id

DEFAULTABLE = ("title", "published", "outlet", "url", "language", "received")
_NAMED = {"english": "en", "arabic": "ar", "russian": "ru", "ukrainian": "uk", "french": "fr", "turkish": "tr"}
_CODE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_LETTERS = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|on|by|said)\b", re.IGNORECASE)
_ENOUGH_WORDS = 20
_ENGLISH_SHARE = 0.04  # of all words; running English has about .20, news headlines .08
UNDETERMINED = "und"


def report_of(
    draft: Draft, defaults: Mapping[str, str], received: datetime | None = None, undated: datetime | None = None
) -> Report | Skipped:
    """The report of a draft: fields filled from ``defaults``, text mended, dates settled, fingerprint taken.

    ``received`` stands in for drafts that do not say when they arrived; without it they arrived when published.
    ``undated`` stands in for the publication of drafts that nothing dates; without it they are refused.
    """
    for name, given in defaults.items():
        if not getattr(draft, name).strip():
            draft = replace(draft, **{name: given})  # type: ignore[arg-type]  # every field with a default is a str
    text, notes = mend(draft.text)
    ref, title, outlet, url = (mend(part)[0].strip() for part in (draft.ref, draft.title, draft.outlet, draft.url))
    if not text.strip():
        return skipped(draft.origin, "the text is empty; there is nothing to read", draft.raw, ref=ref)
    language, heard = _language(draft.language, text)
    arrived = stamp(draft.received) if draft.received else None
    if draft.received and arrived is None:
        reason = f"received says {draft.received!r}, which is not a date; write it as 2031-03-14T18:05Z"
        return skipped(draft.origin, reason, draft.raw, ref=ref)
    known = arrived.moment if arrived else received
    settled = settle(draft.published, text, language, arrived=known)
    if isinstance(settled, str) and draft.hint and not draft.published:
        settled = settle(draft.hint, "", language)
        notes = (*notes, f"no date was given; {draft.hint}, from the file's name, is used")
    if isinstance(settled, str) and undated is not None:
        notes = (*notes, settled)
        settled = Settled(published=undated, day=undated.date())
    if isinstance(settled, str):
        return skipped(draft.origin, settled, draft.raw, ref=ref)
    said = (*draft.notes, *notes, *heard, *settled.notes)
    if known is not None and known < settled.published:
        said = (*said, f"received {known.isoformat()}, before it was published")
    return Report(
        id=report_id(outlet=outlet, url=url or None, published=settled.published, text=text),
        ref=ref,
        outlet=outlet,
        url=url or None,
        published=settled.published,
        day=settled.day,
        received=known or settled.published,
        language=language,
        title=title,
        text=text,
        raw=draft.raw,
        raw_sha256=hashlib.sha256(draft.raw).hexdigest(),
        extractor=draft.extractor,
        signature=signature(text),
        notes=tuple(mend(note)[0] for note in said),
    )


def checked_defaults(defaults: Mapping[str, str] | None) -> dict[str, str]:
    """The defaults, once their names make sense. BadSetting: a field that cannot have one, or a date that is none."""
    given = {name: value for name, value in (defaults or {}).items() if value}
    for name, value in given.items():
        if name not in DEFAULTABLE:
            raise BadSetting(f"no default can be given for {name!r}; there are {', '.join(DEFAULTABLE)}")
        if name in ("published", "received") and stamp(value) is None:
            raise BadSetting(f"the default {name} {value!r} is not a date; write it as 2031-03-14")
    return given


def _language(given: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The two-letter code of the language, and a note where it had to be guessed and is not plainly English."""
    given = given.strip()
    if code := _NAMED.get(given.casefold()):
        return code, ()
    if code_match := _CODE.match(given):
        return code_match[0].lower(), ()
    guessed = _guessed(text[:4000])
    notes = [f"the language {given!r} is not a code such as 'en'"] if given else []
    if guessed != "en" or given:
        notes.append(f"no language is given; taken as {guessed!r} from its letters and commonest words")
    return guessed, tuple(notes)


def _guessed(head: str) -> str:
    letters = _LETTERS.findall(head)
    scripts = {"ar": "\u0600", "uk": "\u0400"}
    for code, first in scripts.items():
        share = sum(1 for letter in letters if first <= letter < chr(ord(first) + 0x100))
        if letters and share * 2 > len(letters):
            if code == "uk" and not re.search("[іїєґІЇЄҐ]", head):
                return "ru" if re.search("[ыэъёЫЭЪЁ]", head) else UNDETERMINED
            return code
    words = len(head.split())
    if words >= _ENOUGH_WORDS and len(_ENGLISH.findall(head)) < _ENGLISH_SHARE * words:
        return UNDETERMINED
    return "en"
