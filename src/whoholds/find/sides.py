"""Who is who among the parties of one report: generic words tied to the fullest name the report itself gives.

"the rebels" are the one named irregular body of the text, "the army" is the army whose country the text names, "Houthi
gunmen" are the Houthis. Only the report's own words are used, so exchanging the sides exchanges the answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from whoholds.claim import Mention
from whoholds.find.lexicon import Lexicon
from whoholds.find.phrases import PARTIES, Phrases
from whoholds.find.reading import Reading

STATE_HEADS = frozenset(
    "army armies forces force troops troop soldiers soldier military government regime authorities garrison units unit warplanes jets artillery serviceman servicemen president aircraft defence".split()
)
IRREGULAR_HEADS = frozenset(
    "rebels rebel insurgents insurgent militants militant fighters fighter group groups movement faction factions gunmen gunman paramilitaries paramilitary guerrillas guerrilla"
    " terrorists terrorist extremists jihadists separatists organisation organization militia militias alliance coalition attackers opposition".split()
)
REBELS = frozenset("rebels rebel opposition insurgents insurgent".split())
DOMINANT = 0.6  # share of the mentions of irregular bodies above which "the group" can only be that one
GUNS = frozenset("jihadist jihadis fighters fighter members member troops forces units commanders operatives positions".split())
PLAIN = frozenset("army forces government rebels troops opposition regime military insurgents militants".split())
_STATE_NAME = re.compile(r"\b(?:armed forces|army|defen[cs]e forces?|general staff|air force|national guard|ministry)\b", re.IGNORECASE)
_FREE = re.compile(r"\b(?:liberation|front|movement|democratic|resistance|people'?s|free|independence|lord'?s|rapid)\b", re.IGNORECASE)


@dataclass(slots=True)
class Sides:
    """Counts of the names by which the report calls its parties."""

    lexicon: Lexicon
    irregular: Counter[str] = field(default_factory=Counter)
    state: Counter[str] = field(default_factory=Counter)
    where: dict[str, Mention] = field(default_factory=dict)
    generic_known: frozenset[str] = frozenset()
    called: set[str] = field(default_factory=set)  # names the text itself calls rebels: "the M23 rebels"

    def resolved(self, mention: Mention) -> Mention:
        """The mention with the fullest wording its report has for the same party."""
        text = mention.text
        words = [w.strip("'\u2019\"") for w in text.split()]
        low = [w.casefold().removesuffix("'s").removesuffix("\u2019s") for w in words]
        if not low:
            return mention
        head = low[-1]
        proper = [w for w, f in zip(words, low, strict=True) if w[:1].isupper() and f not in STATE_HEADS | IRREGULAR_HEADS | self.lexicon.nouns["parties"]]
        if len(words) > 1 and head in IRREGULAR_HEADS | GUNS and len(proper) == len(words) - 1 and not set(low) & (self.lexicon.places["demonyms"] | {"islamist", "local", "tribal", "armed"}):
            name = text[: text.index(proper[-1]) + len(proper[-1])]
            found = self._stem([w.casefold() for w in proper])
            return self._as(mention, found) if found is not None else replace(mention, text=name)
        if text in self.irregular or text in self.state:
            if text not in self.state:
                return mention
        nations = [w for w, f in zip(words, low, strict=True) if f in self.lexicon.places["demonyms"] or f in self.lexicon.places["states_as_party"]]
        named = self._stem(low) if not nations or head in IRREGULAR_HEADS else None
        if named is not None and named != text and (head in IRREGULAR_HEADS | STATE_HEADS or len(low) == 1 or nations):
            return self._as(mention, named)
        if nations:
            if head not in PLAIN and not (set(low) & PLAIN) and len(low) > 1 and head in STATE_HEADS | self.lexicon.nouns["fighters"]:
                return replace(mention, text=nations[0])
            return mention
        if any(w[:1].isupper() for w in words[1:]) or (words[0][:1].isupper() and low[0] not in STATE_HEADS | IRREGULAR_HEADS and not mention.text.islower() and low[0] not in self.lexicon.nouns["fighters"] | self.lexicon.nouns["parties"] | {"local", "armed", "rebel"}):
            return mention
        if head in IRREGULAR_HEADS and self.irregular and text.casefold() not in self.generic_known:
            top = self._top(self.irregular)
            if self.irregular[top] >= DOMINANT * sum(self.irregular.values()) and (head not in REBELS or top in self.called):
                return self._as(mention, top)
            return mention
        if head in STATE_HEADS and self.state:
            alike = {name: n for name, n in self.state.items() if head in {w.casefold() for w in name.split()}}
            if alike:
                return self._as(mention, self._top(Counter(alike)))
            if text.casefold() not in self.generic_known:
                return self._as(mention, self._top(self.state))
        return mention

    def fighting(self, mention: Mention, verb: str) -> Mention:
        """A government that fights is its forces, where the report speaks of them: "the regime" → "regime forces"."""
        words = mention.text.casefold().split()
        if verb in {"control_held", "agreement"} or not words or words[-1] not in {"regime", "government", "authorities"}:
            return mention
        for name in sorted(self.state, key=lambda n: (-self.state[n], self.where[n].span.start)):
            parts = name.casefold().split()
            if parts[-1] in {"forces", "army", "troops", "military"} and (words[-1] in parts or set(parts) & set(words)):
                return self._as(mention, name)
        return mention

    def other(self, mention: Mention | None) -> Mention | None:
        """The most mentioned party of the report that is not this one."""
        ranked = (self.irregular + self.state).most_common()
        for name, _ in sorted(ranked, key=lambda p: (-p[1], p[0])):
            if mention is None or (name != mention.text and not self._same(name, mention.text)):
                return self.where[name]
        return None

    def first_irregular(self) -> Mention | None:
        """The named irregular body most spoken of."""
        return self.where[self._top(self.irregular)] if self.irregular else None

    def _same(self, one: str, two: str) -> bool:
        a, b = set(one.casefold().split()), set(two.casefold().split())
        return bool(a & b)

    def _top(self, names: Counter[str]) -> str:
        return min(names, key=lambda name: (-names[name], self.where[name].span.start))

    def _as(self, mention: Mention, name: str) -> Mention:
        found = self.where[name]
        if name in mention.text:
            return replace(mention, text=name)
        return replace(mention, text=name, antecedent=found.span)

    def _stem(self, low: Sequence[str]) -> str | None:
        for name in sorted(self.irregular, key=lambda n: (-self.irregular[n], n)):
            for part in name.casefold().split():
                for word in low:
                    if len(word) > 4 and len(part) > 4 and word[:5] == part[:5] and word not in STATE_HEADS | IRREGULAR_HEADS:
                        return name
        return None


def sides_of(readings: Sequence[Reading], lexicon: Lexicon) -> Sides:
    """The parties of a report, counted over all of its sentences: a lead's "rebels" is often named only below."""
    sides = Sides(lexicon)
    generic: set[str] = set()
    for reading in readings:
        phrases = Phrases(reading, lexicon)
        for token in reading.doc:
            hit = reading.names.get(token.i)
            if hit is not None and hit.kind == "actor":
                if hit.ids and hit.text.casefold().split()[-1] in STATE_HEADS | IRREGULAR_HEADS and len(hit.text.split()) < 3:
                    generic.add(hit.text.casefold())
                    if not any(w in lexicon.places["demonyms"] for w in hit.text.casefold().split()):
                        continue
                if token.i + 1 < len(reading.doc) and reading.doc[token.i + 1].lower_ in REBELS:
                    sides.called.add(hit.text)
                _count(sides, Mention(span=hit.span, text=hit.text), state=bool(_STATE_NAME.search(hit.text)) and not _FREE.search(hit.text))
            elif hit is None and phrases.kind(token) in PARTIES and token.dep_ not in {"compound", "amod"}:
                mention = phrases.party(token)
                if mention is None or mention.antecedent is not None or mention.via.value != "direct":
                    continue
                words = mention.text.casefold().split()
                nation = any(w in lexicon.places["demonyms"] or w.removesuffix("'s").removesuffix("\u2019s") in lexicon.places["states_as_party"] for w in words)
                if (nation or words[0] in {"government", "regime", "pro-government", "pro-regime", "federal"}) and words[-1] in STATE_HEADS and len(words) > 1:
                    _count(sides, mention, state=True)
                elif phrases.kind(token) == "state":
                    _count(sides, mention, state=True, weight=0)
    sides.generic_known = frozenset(generic)
    return sides


def _count(sides: Sides, mention: Mention, *, state: bool, weight: int = 1) -> None:
    if weight == 0:
        return
    table = sides.state if state else sides.irregular
    table[mention.text] += weight
    sides.where.setdefault(mention.text, mention)
