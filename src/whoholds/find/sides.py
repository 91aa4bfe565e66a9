"""Who is who among the parties of one report: generic words tied to the fullest name the report itself gives.

"the rebels" are the one named irregular body of the text, "the army" is the army whose country the text names, "Houthi
gunmen" are the Houthis. Only the report's own words are used, so exchanging the sides exchanges the answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from whoholds.claim import Mention
from whoholds.find.lexicon import Lexicon
from whoholds.find.phrases import PARTIES, Phrases
from whoholds.find.reading import Reading
from whoholds.find.roll import Roll
from whoholds.find.tree import Token
from whoholds.text import Span
from whoholds.theatre import Hit, Theatre

DOMINANT = 0.6  # share of the mentions of irregular bodies above which "the group" can only be that one
ALONE, OFTEN = 0.8, 3  # share and number of mentions above which "the rebels" can only be that one
STATE_KINDS = frozenset({"army", "government", "foreign-state"})  # of a theatre's actors
_DEFINED = re.compile(r"\b((?:[A-Z][\w'\u2019]+ )+[A-Z][\w'\u2019]+) \(([A-Z][A-Z0-9]{1,6})\)")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,5}")


@dataclass(slots=True)
class Sides(Roll):
    """The parties of a report, and the words it has for them."""

    report: str | None = None
    forces_of_nation: re.Pattern[str] | None = None
    government_forces: re.Pattern[str] | None = None

    def resolved(self, mention: Mention) -> Mention:
        """The mention with the fullest wording its report has for the same party."""
        text, said = mention.text, self.words
        words = [w.strip("'\u2019\"") for w in text.split()]
        low = [w.casefold().removesuffix("'s").removesuffix("\u2019s") for w in words]
        if not low:
            return mention
        if low[0] in said.week and len(low) > 1:  # "on Sunday regime planes", its comma lost
            return self.resolved(replace(mention, text=text[len(words[0]) :].lstrip()))
        if text.casefold() in said.air_force and self.state:
            return self._as(mention, self.top(self.state))
        if len(low) == 1 and low[0] in said.air:
            return mention
        led = self._led(mention)
        if led is not None:
            return led
        short = next((w for w in words if _ACRONYM.fullmatch(w)), None)
        if short is not None and len(words) > 1 and low[-1] in said.irregular_heads | said.guns:
            return replace(mention, text=short)
        named = self._named(mention, words, low)
        if named is not None:
            return named
        outright = next((w for w in low if w in said.outright), None)
        if outright is not None and not said.not_outright & set(low):
            at = text.casefold().index(outright)
            return replace(mention, text=text[at : at + len(outright)])
        if text in self.bodies:
            return mention
        return self._described(mention, words, low)

    def _led(self, mention: Mention) -> Mention | None:
        """What "League-led rebels" are; None where no leader stands before a noun."""
        text, demonyms = mention.text, self.lexicon.places["demonyms"]
        led = self.words.led.match(text)
        if led is None or led.end() == len(text) or text in self.ids:
            return None
        if text[led.end() :].split()[0].casefold() in self.words.allied_to:  # "forces allied to the council" are forces
            before = led.group().split()[0] if " " in led.group().strip() else ""
            return self.resolved(replace(mention, text=before)) if before else None
        rest, leader = text[led.end() :], text[: text.index("-") if "-" in text else 0]
        if len(rest.split()) == 1 and leader.casefold() not in demonyms and leader[:1].isupper():
            return replace(mention, text=leader)
        if len(rest.split()) > 1 or leader.casefold() not in demonyms:
            return self.resolved(replace(mention, text=rest))
        return None

    def _named(self, mention: Mention, words: Sequence[str], low: Sequence[str]) -> Mention | None:
        """Who "League fighters" are: the name before the noun; None for anything else."""
        text, said = mention.text, self.words
        generic = said.state_heads | said.irregular_heads | self.lexicon.nouns["parties"]
        proper = [w for w, f in zip(words, low, strict=True) if w[:1].isupper() and f not in generic]
        if (
            len(words) == 1
            or low[-1] not in said.irregular_heads | said.guns
            or not proper
            or (words[-1][:1].isupper() and low[-1] not in self.lexicon.terms["men_under_arms"])
            or not all(w[:1].isupper() for w in words[:-1])
            or set(low) & (self.lexicon.places["demonyms"] | self.lexicon.nouns["plain"])
        ):
            return None
        found = self.stem([w.casefold() for w in proper])
        if found is not None:
            return self._as(mention, found)
        return replace(mention, text=text[: text.index(words[-2]) + len(words[-2])])

    def _described(self, mention: Mention, words: Sequence[str], low: Sequence[str]) -> Mention:
        """Who a description stands for, by its nationality or its noun."""
        text, head, said = mention.text, low[-1], self.words
        rebel = next((w for w in low if w in said.rebel), None)
        if (
            rebel is not None
            and head in said.rebels | said.guns | said.irregular_heads | said.rebel_heads
            and not self.called
        ):
            at = text.casefold().index(rebel)
            return replace(mention, text=text[at : at + len(rebel)])
        if set(low) & said.rebellious:
            head = max(said.rebels)
        places, nouns = self.lexicon.places, self.lexicon.nouns
        lands = places["demonyms"] | places["states_as_party"]
        nations = [w for w, f in zip(words, low, strict=True) if f in lands]
        people = any(w in places["peoples"] for w in low)
        named = self.stem(low) if not nations or head in said.irregular_heads or people else None
        heads = said.irregular_heads | said.state_heads
        if named is not None and named != text and (head in heads or len(low) == 1 or nations):
            return self._as(mention, named)
        if nations and head in said.offices:
            return replace(mention, text=nations[0].removesuffix("'s").removesuffix("\u2019s"))
        if nations:
            fights = head in said.state_heads | nouns["fighters"]
            if head not in said.plain and not (set(low) & said.plain) and len(low) > 1 and fights:
                return replace(mention, text=nations[0])
            return mention
        common = heads | nouns["fighters"] | nouns["parties"] | said.unmarked
        if any(w[:1].isupper() for w in words[1:]) or (words[0][:1].isupper() and low[0] not in common):
            return mention
        return self._generic(mention, head)

    def _generic(self, mention: Mention, head: str) -> Mention:
        """Who "the rebels", "the army" are: the one body of the report that such a word can mean."""
        said = self.words
        if head in said.irregular_heads and self.irregular:
            top = self.top(self.irregular)
            share = self.irregular[top] / sum(self.irregular.values())
            named = self.called & self.irregular.keys()
            one = next(iter(named)) if len(named) == 1 else ""
            if head in said.rebels and 2 * self.irregular[one] >= sum(self.irregular.values()):
                return self._as(mention, one)  # the text calls this body rebels, and no other
            sure = share >= ALONE and (top in self.called or self.irregular[top] >= OFTEN)
            return self._as(mention, top) if share >= DOMINANT and (head not in said.rebels or sure) else mention
        nation = max(self.nations.values(), default=0)
        if head in said.state_heads and self.state and 2 * max(self.state.values()) > nation:
            national = {name: n for name, n in self.state.items() if self.is_nation(name)}
            alike = {name: n for name, n in national.items() if head in {w.casefold() for w in name.split()}}
            if not alike and head not in said.ruling:
                alike = {name: n for name, n in national.items() if name.casefold().split()[-1] in said.forces}
            first = mention.text.casefold().split()[0]
            if first in said.of_government:  # "government forces" are no foreign ones
                alike = {name: n for name, n in alike.items() if first in name.casefold().split()}
            if alike:
                return self._as(mention, self.top(Counter(alike)))
        return mention

    def fighting(self, mention: Mention, verb: str) -> Mention:
        """A government that fights is its forces, in the words the report has for them: "regime jets" → "regime forces"."""
        words = mention.text.casefold().split()
        if (
            verb in {"control_held", "agreement", "siege_or_access"}
            or not words
            or not set(words) & self.words.rulers
            or words[-1] in self.words.fielded
            or mention.text in self.bodies
        ):
            return mention
        if self.report is None:
            return mention
        for pattern in (self.forces_of_nation, self.government_forces):
            found = pattern.search(self.report) if pattern is not None else None
            if found is not None:
                return replace(mention, text=found.group(), antecedent=Span(*found.span()))
        return mention

    def _as(self, mention: Mention, name: str) -> Mention:
        found = self.where[name]
        if name in mention.text:
            return replace(mention, text=name)
        return replace(mention, text=name, antecedent=found.span)


def sides_of(readings: Sequence[Reading], lexicon: Lexicon, theatre: Theatre | None = None) -> Sides:
    """The parties of a report, counted over all of its sentences: a lead's "rebels" is often named only below."""
    sides = Sides(lexicon)
    if readings:
        _hear_forces(sides, readings[0].report.text)
    demonyms, states = lexicon.places["demonyms"], lexicon.places["states_as_party"]
    for reading in readings:
        phrases = Phrases(reading, lexicon)
        for token in reading.doc:
            hit = reading.names.get(token.i)
            low = token.lower_
            if (
                hit is None
                and token.text[:1].isupper()
                and (low in demonyms or low in states)
                and low not in sides.words.land_names
            ):
                sides.count_nation(Mention(span=reading.spans[token.i], text=reading.text_of(token.i, token.i)))
            if hit is not None and hit.kind == "actor":
                sides.ids.setdefault(hit.text, tuple(hit.ids))
                name = _name_in(hit, sides)
                if name is not None:
                    if _followed(token, sides.words.rebels) or hit.text.split()[-1] in sides.words.rebels:
                        sides.called.add(name)
                    sides.ids.setdefault(name, tuple(hit.ids))
                    span = Span(hit.span.start, hit.span.start + len(name))
                    sides.count(Mention(span=span, text=name), state=_of_a_state(hit, sides, theatre))
            elif hit is None and phrases.kind(token) in PARTIES and token.dep_ not in {"compound", "amod"}:
                mention = phrases.party(token)
                if mention is None or mention.antecedent is not None or mention.via.value != "direct":
                    continue
                words = mention.text.casefold().split()
                ruling = sides.is_nation(mention.text) or words[0] in sides.words.of_government
                if (
                    ruling
                    and words[-1] in sides.words.state_heads
                    and len(words) > 1
                    and not set(words) & sides.words.not_state
                    and mention.text not in sides.ids
                ):
                    sides.count(mention, state=True)
    for match in _DEFINED.finditer(sides.report or ""):
        sides.abbreviated(match.group(1), match.group(2))
    sides.join()
    return sides


def _hear_forces(sides: Sides, text: str) -> None:
    """Learn by what words this text calls the forces of its government."""
    said, demonyms = sides.words, sorted(map(str.capitalize, sides.lexicon.places["demonyms"]))
    sides.report = text
    sides.government_forces = re.compile(rf"\b(?:{_any(said.government_forces)})\b")
    adjective = re.search(rf"\b({'|'.join(demonyms)}) (?:{_any(said.nation_of)})\b", text)
    if adjective is not None:
        sides.forces_of_nation = re.compile(rf"\b{adjective.group(1)} (?:{_any(said.national_forces)})\b")


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _followed(token: Token, words: frozenset[str]) -> bool:
    return token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ in words


def _name_in(hit: Hit, sides: Sides) -> str | None:
    """The name in what was hit: "League" in "League fighters", all of "Northern Army"; None in "Fighters", "Ostran rebels"."""
    words, said = hit.text.split(), sides.words
    if said.led.fullmatch(f"{hit.text} "):  # "US-led"
        return None
    generic = said.state_heads | said.irregular_heads | said.guns
    if words[-1].casefold() not in generic:
        return hit.text
    lands = sides.lexicon.places["demonyms"]
    if any(word.casefold() in lands for word in words) and words[-1].casefold() in said.state_heads:
        return hit.text
    if all(word[:1].isupper() for word in words) and words[-1].casefold() not in sides.lexicon.terms["men_under_arms"]:
        return hit.text if len(words) > 1 else None
    while words and words[-1].casefold() in generic:
        words.pop()
    named = words and words[0][:1].isupper() and any(word.casefold() not in lands for word in words)
    return hit.text[: len(" ".join(words))] if named else None


def _of_a_state(hit: Hit, sides: Sides, theatre: Theatre | None) -> bool:
    bearers = [theatre.actor(one) for one in hit.ids] if theatre is not None else []
    if any(one is not None for one in bearers):
        return any(one is not None and one.kind in STATE_KINDS for one in bearers)
    nation = sides.is_nation(hit.text) and hit.text.casefold().split()[-1] in sides.words.state_heads
    named = sides.words.state_name.search(hit.text) is not None or nation
    return named and sides.words.free_name.search(hit.text) is None
