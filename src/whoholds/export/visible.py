"""Words of outside origin as they may be shown: everything invisible written out."""

from __future__ import annotations

import re
from typing import Any

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
