"""Values as words: hostile text made visible, a text split where findings stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from whoholds.ask import Read

LONGEST = 300  # characters of a title or a name in a list
# what no reader can see, or what turns a line round; \u200c and \u200d stay: Arabic and Persian spelling needs them
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U0010ffff]"
)
MARKS = re.compile(
    "((?:[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]){4})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+"
)  # piled up


def shown(text: Any, most: int | None = None) -> str:
    """The text with everything invisible or unprintable written out, and no longer than ``most`` characters."""
    told = str(text) if most is None else str(text)[: most + 1]
    told = HIDDEN.sub(lambda one: f"⟨{ord(one[0]):04X}⟩", MARKS.sub(r"\1", told.replace("\r\n", "\n")))
    return told if most is None or len(told) <= most else f"{told[: most - 1]}…"


def short(text: Any) -> str:
    """A title or a name, fit for a list."""
    return shown(" ".join(str(text)[: LONGEST * 4].split()), LONGEST)


def moment(known: datetime | str | None) -> str:
    """An instant to the minute, UTC."""
    if known is None:
        return ""
    at = datetime.fromisoformat(known) if isinstance(known, str) else known
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def percent(share: float) -> str:
    """A probability in words that promise no more than they know."""
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{share * 100:.0f} %"


def last_of(end: date | str | None) -> str:
    """The last day of a period that ends before this one; "" when it is open."""
    if not end:
        return ""
    day = date.fromisoformat(end) if isinstance(end, str) else end
    return str(date.fromordinal(day.toordinal() - 1))


def segments(text: str, reads: Sequence[Read]) -> list[dict[str, Any]]:
    """The text in stretches: ``found`` are the numbers of the findings whose quote covers it, ``said`` of those whose sentence does.

    Together they are the whole text, each code point once, in order.
    """
    cuts = {0, len(text)}
    for one in reads:
        cuts |= {min(max(0, at), len(text)) for at in (one.start, one.end, *one.sentence)}
    edges = sorted(cuts)
    made = []
    for start, end in pairwise(edges):
        inside = [n for n, one in enumerate(reads) if one.start <= start and end <= one.end]
        around = [n for n, one in enumerate(reads) if one.sentence[0] <= start and end <= one.sentence[1]]
        made.append({"text": text[start:end], "start": start, "found": inside, "said": around})
    return made


def listed(words: Iterable[str]) -> str:
    """A list as a sentence has it: a, b and c."""
    those = list(words)
    return " and ".join(filter(None, [", ".join(those[:-1]), those[-1]])) if those else ""
