"""Names replaced before parsing, offsets mapped back.

A parser goes wrong where it meets names it has never seen. So parties become "rebels" and places become cities that
every English model knows, a different one for each name of a sentence; the table of offsets leads every token back to
the words of the report. Only the proper name is masked: kind nouns ("town of", "airbase") stay in view.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from whoholds.text import Span
from whoholds.theatre import Hit

PARTY = "rebels"
ATTRIBUTE = "rebel"  # before a noun: "rebels control" would be read as a verb
# Single-token cities without another everyday sense; their order is part of the finder's version.
CITIES = (
    "London", "Paris", "Berlin", "Madrid", "Vienna", "Prague", "Warsaw", "Dublin", "Athens", "Lisbon",
    "Oslo", "Stockholm", "Helsinki", "Brussels", "Amsterdam", "Budapest", "Munich", "Hamburg", "Barcelona", "Milan",
    "Toronto", "Chicago", "Boston", "Seattle", "Denver", "Dallas", "Houston", "Atlanta", "Tokyo", "Beijing",
    "Seoul", "Montreal", "Philadelphia", "Miami", "Rome", "Geneva", "Zurich", "Cologne", "Frankfurt", "Baltimore",
)  # fmt: skip
# 1:1 replacements the tokeniser needs; offsets do not move.
CLEAN = {
    ord(a): b
    for a, b in zip(
        "\u2018\u2019\u201b\u02bc\u201c\u201d\u201e\u00ab\u00bb\u00a0\u202f\u2007\u2011\u00ad",
        '\'\'\'\'"""""   - ',
        strict=True,
    )
}
# Present tense after a party ("rebels capture the key town", "forces control all roads"): a verb, not a noun.
_VERBAL = re.compile(
    r" (?:capture|control|hold|raid|storm|attack|assault|ambush|shell|bomb|run|advance|retreat|withdraw|command)"
    r" (?:the|a|an|all|most|more|much|several|two|three|four|five|six|key|strategic|parts|half|large|villages|towns"
    r"|another|their|(?!(?-i:Of|In|And|Over))(?-i:[A-Z])[\w-]+)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"[ -]([^\W\d_]+)")
ATTRIBUTED = frozenset(
    [
        "control",
        "hands",
        "rule",
        "stronghold",
        "strongholds",
        "bastion",
        "positions",
        "position",
        "attack",
        "attacks",
        "assault",
        "assaults",
        "offensive",
        "advance",
        "advances",
        "artillery",
        "airstrike",
        "airstrikes",
        "air",
        "strikes",
        "strike",
        "shelling",
        "fire",
        "rockets",
        "commander",
        "commanders",
        "spokesman",
        "spokeswoman",
        "leader",
        "leaders",
        "member",
        "members",
        "official",
        "officials",
        "unit",
        "units",
        "fighter",
        "fighters",
        "fighting",
        "forces",
        "troops",
        "soldiers",
        "gunmen",
        "militants",
        "militant",
        "rebels",
        "insurgents",
        "terrorists",
        "extremists",
        "jihadists",
        "group",
        "groups",
        "militia",
        "militias",
        "movement",
        "faction",
        "factions",
        "held",
        "controlled",
        "run",
        "led",
        "backed",
        "aligned",
        "allied",
        "dominated",
        "territory",
        "areas",
        "area",
        "enclave",
        "lines",
        "line",
        "base",
        "bases",
        "camp",
        "government",
        "authorities",
        "command",
        "statement",
        "media",
        "flag",
        "flags",
        "occupation",
        "grip",
        "siege",
        "bombardment",
        "raid",
        "raids",
        "ambush",
        "counterattack",
        "operation",
        "operations",
        "campaign",
        "convoy",
        "checkpoint",
        "checkpoints",
        "post",
        "posts",
        "garrison",
        "brigade",
        "brigades",
        "battalion",
        "vehicles",
        "tanks",
        "drones",
        "drone",
        "warplanes",
        "jets",
        "planes",
        "aircraft",
        "helicopters",
        "missile",
        "missiles",
        "mortar",
        "mortars",
        "shells",
        "bomb",
        "bombs",
        "presence",
        "withdrawal",
        "retreat",
        "hold",
        "front",
        "wing",
        "cell",
        "cells",
        "infiltrators",
        "supply",
        "defences",
        "defenses",
        "weapons",
        "squad",
        "platoon",
        "commandos",
        "special",
        "armed",
        "capture",
    ]
)
KNOWN_VERBS = {"retook": "seized", "retakes": "annexes", "overran": "annexed"}  # 1:1, offsets do not move
_UNKNOWN_VERB = re.compile(rf"\b(?:{'|'.join(KNOWN_VERBS)})\b")
LOADED = {  # read as the plain word, whoever uses them
    "terrorists": "rebels",
    "Terrorists": "Rebels",
    "terrorist": "rebel",
    "Terrorist": "Rebel",
    "regime": "government",
    "Regime": "Government",
}
_LOADED = re.compile(rf"(?<![\w-])(?:{'|'.join(LOADED)})(?![\w-])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence as the parser gets it. ``starts``/``moves``: offset table, piece by piece; ``hits`` by piece."""

    text: str
    starts: tuple[int, ...]
    sources: tuple[Span, ...]
    hits: tuple[Hit | None, ...] = field(default=())

    def source_of(self, start: int, end: int) -> tuple[Span, Hit | None]:
        """Where masked ``[start, end)`` stands in the report, and the name masked there, if any."""
        piece = bisect.bisect_right(self.starts, start) - 1
        source, hit = self.sources[piece], self.hits[piece]
        last = bisect.bisect_right(self.starts, max(start, end - 1)) - 1
        if hit is not None or last != piece:
            if last == piece:
                return source, hit
            tail = self.sources[last]
            stop = tail.end if self.hits[last] is not None else min(tail.end, tail.start + end - self.starts[last])
            return Span(
                source.start + (0 if hit is not None else start - self.starts[piece]), max(source.end, stop)
            ), hit
        offset = start - self.starts[piece]
        length = (self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)) - self.starts[piece]
        size = source.end - source.start
        if size and length != size:  # a plain word in the place of another
            return source, None
        return Span(source.start + offset, min(source.start + offset + (end - start), source.end)), None


def clean(text: str) -> str:
    """The same text, code point for code point, with quotes straightened and unprintable characters as spaces."""
    return _CONTROL.sub(" ", text).translate(CLEAN)


def _known(text: str) -> str:
    """The text, cleaned, with verbs the parser takes for nouns replaced by others of their sense and length."""
    return _UNKNOWN_VERB.sub(lambda m: KNOWN_VERBS[m.group()], clean(text))


def party(text: str, hit: Hit) -> str:
    """The noun a party is masked with, or its attributive form where a noun or "-held" follows."""
    following = _NEXT.match(text, hit.span.end)
    if following is None or following.group(1).casefold() not in ATTRIBUTED or _VERBAL.match(text, hit.span.end):
        return PARTY
    return ATTRIBUTE


def mask(text: str, sentence: Span, hits: Sequence[Hit], *, insert: Iterable[int] = ()) -> Masked:
    """The sentence with its names masked. ``hits`` lie inside it, in order, apart from each other.

    insert  offsets at which an apostrophe was lost ("Korsks" for "Korsk's"): one is put back for the parser.
    """
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[Span] = []
    kept: list[Hit | None] = []
    length, at = 0, sentence.start
    cities: dict[str, str] = {}
    lost = sorted(insert)

    def push(piece: str, source: Span, hit: Hit | None) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            starts.append(length)
            sources.append(source)
            kept.append(hit)
            length += len(piece)

    def plain(start: int, end: int) -> None:
        for cut in [c for c in lost if start <= c < end]:
            neutral(start, cut)
            push("'", Span(cut, cut), None)
            start = cut
        neutral(start, end)

    def neutral(start: int, end: int) -> None:
        for loaded in _LOADED.finditer(text, start, end):
            push(_known(text[start : loaded.start()]), Span(start, loaded.start()), None)
            push(LOADED[loaded.group()], Span(*loaded.span()), None)
            start = loaded.end()
        push(_known(text[start:end]), Span(start, end), None)

    for hit in hits:
        plain(at, hit.span.start)
        word = (
            party(text, hit)
            if hit.kind == "actor"
            else cities.setdefault(hit.text.casefold(), CITIES[len(cities) % len(CITIES)])
        )
        push(word, hit.span, hit)
        at = hit.span.end
    plain(at, sentence.end)
    return Masked("".join(pieces), tuple(starts), tuple(sources), tuple(kept))
