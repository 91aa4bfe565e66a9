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
from whoholds.text import Span
from whoholds.theatre import Theatre

STATE_HEADS = frozenset(
    [
        "army",
        "armies",
        "forces",
        "force",
        "troops",
        "troop",
        "soldiers",
        "soldier",
        "military",
        "government",
        "regime",
        "authorities",
        "garrison",
        "units",
        "unit",
        "warplanes",
        "jets",
        "artillery",
        "serviceman",
        "servicemen",
        "president",
        "aircraft",
        "defence",
    ]
)
IRREGULAR_HEADS = frozenset(
    [
        "rebels",
        "rebel",
        "insurgents",
        "insurgent",
        "militants",
        "militant",
        "fighters",
        "fighter",
        "group",
        "groups",
        "movement",
        "faction",
        "factions",
        "gunmen",
        "gunman",
        "paramilitaries",
        "paramilitary",
        "guerrillas",
        "guerrilla",
        "terrorists",
        "terrorist",
        "extremists",
        "jihadists",
        "separatists",
        "organisation",
        "organization",
        "militia",
        "militias",
        "alliance",
        "coalition",
        "attackers",
        "opposition",
    ]
)
REBELS = frozenset(["rebels", "rebel", "opposition", "insurgents", "insurgent"])
ALONE, OFTEN = 0.8, 3  # share and number of mentions above which "the rebels" can only be that one
OPPOSED = 3  # a state's foe is rather a rebel than another state, and the other way round
DOMINANT = 0.6  # share of the mentions of irregular bodies above which "the group" can only be that one
GUNS = frozenset(
    [
        "jihadist",
        "jihadis",
        "fighters",
        "fighter",
        "members",
        "member",
        "troops",
        "forces",
        "units",
        "commanders",
        "operatives",
        "positions",
    ]
)
OFFICES = frozenset(
    [
        "ministry",
        "staff",
        "president",
        "spokesman",
        "office",
        "command",
        "leadership",
        "defence",
        "defense",
        "chief",
        "minister",
        "authorities",
        "officials",
        "kremlin",
        "administration",
        "commander",
    ]
)
AIR = frozenset(
    [
        "plane",
        "planes",
        "jet",
        "jets",
        "warplane",
        "warplanes",
        "aircraft",
        "helicopter",
        "helicopters",
        "gunships",
        "bombers",
        "aviation",
        "artillery",
        "airforce",
    ]
)  # what a party strikes with: without an owner, that of the one party that strikes by it
STRIKES = frozenset(
    [
        "strike",
        "strikes",
        "airstrike",
        "airstrikes",
        "raid",
        "raids",
        "bombardment",
        "bombardments",
        "bombing",
        "bombings",
        "shelling",
        "rockets",
        "rocket",
        "missiles",
        "missile",
    ]
)
RULERS = frozenset(
    ["regime", "government", "state", "authorities", "pro-regime", "pro-government", "loyalist", "loyalists"]
)
WEEK = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"])
PLAIN = frozenset(["army", "forces", "government", "rebels", "opposition", "regime", "insurgents", "militants"])
_LED = re.compile(
    r"(?:[\w.]+[- ](?:led|backed|supported|allied|aligned|dominated)|so-called)\s+(?:(?:and|rebel)\s+)?", re.IGNORECASE
)
_DEFINED = re.compile(r"\b((?:[A-Z][\w'\u2019]+ )+[A-Z][\w'\u2019]+) \(([A-Z][A-Z0-9]{1,6})\)")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,5}")
_FORCES = re.compile(r"\b(?:government|regime|pro-government) forces\b")
_STATE_NAME = re.compile(
    r"\b(?:armed forces|army|defen[cs]e forces?|general staff|air force|national guard|ministry)\b", re.IGNORECASE
)
_FREE = re.compile(
    r"\b(?:liberation|front|movement|democratic|resistance|people'?s|free|independence|lord'?s|rapid)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Sides:
    """Counts of the names by which the report calls its parties."""

    lexicon: Lexicon
    irregular: Counter[str] = field(default_factory=Counter)
    state: Counter[str] = field(default_factory=Counter)
    where: dict[str, Mention] = field(default_factory=dict)
    nations: Counter[str] = field(default_factory=Counter)
    report: str | None = None
    forces_of_nation: re.Pattern[str] | None = None
    nicknames: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)  # names the text itself calls rebels: "the M23 rebels"
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what the theatre takes a name for
    flying: Counter[str] = field(default_factory=Counter)  # owners of planes and strikes

    def resolved(self, mention: Mention) -> Mention:
        """The mention with the fullest wording its report has for the same party."""
        text = mention.text
        words = [w.strip("'\u2019\"") for w in text.split()]
        low = [w.casefold().removesuffix("'s").removesuffix("\u2019s") for w in words]
        if not low:
            return mention
        if low[0] in WEEK and len(low) > 1:  # "on Sunday regime planes", its comma lost
            return self.resolved(replace(mention, text=text[len(words[0]) :].lstrip()))
        if text.casefold() in {"air force", "force"} and self.state:
            return self._as(mention, self._top(self.state))
        if len(low) == 1 and low[0] in AIR:
            owner = self.striker()
            return replace(mention, text=owner.text, antecedent=owner.antecedent or owner.span) if owner else mention
        led = _LED.match(text)
        if led is not None and led.end() < len(text) and text not in self.ids:
            rest, leader = text[led.end() :], text[: text.index("-") if "-" in text else 0]
            if (
                len(rest.split()) == 1
                and leader.casefold() not in self.lexicon.places["demonyms"]
                and leader[:1].isupper()
            ):
                return replace(mention, text=leader)
            if len(rest.split()) > 1 or leader.casefold() not in self.lexicon.places["demonyms"]:
                return self.resolved(replace(mention, text=rest))
        short = next((w for w in words if _ACRONYM.fullmatch(w)), None)
        if short is not None and len(words) > 1 and low[-1] in IRREGULAR_HEADS | GUNS:
            return replace(mention, text=short)
        head = low[-1]
        proper = [
            w
            for w, f in zip(words, low, strict=True)
            if w[:1].isupper() and f not in STATE_HEADS | IRREGULAR_HEADS | self.lexicon.nouns["parties"]
        ]
        if (
            len(words) > 1
            and head in IRREGULAR_HEADS | GUNS
            and len(proper) == len(words) - 1
            and not set(low) & (self.lexicon.places["demonyms"] | self.lexicon.nouns["plain"])
        ):
            name = text[: text.index(proper[-1]) + len(proper[-1])]
            found = self._stem([w.casefold() for w in proper])
            return self._as(mention, found) if found is not None else replace(mention, text=name)
        if "opposition" in low and "pro" not in low:
            at = text.casefold().index("opposition")
            return replace(mention, text=text[at : at + len("opposition")])
        if text in self.irregular:
            return mention
        if "rebel" in low and head in REBELS | GUNS | IRREGULAR_HEADS | {"forces", "rebel"} and not self.called:
            at = text.casefold().index("rebel")
            return replace(mention, text=text[at : at + len("rebel")])
        if set(low) & {"rebel", "insurgent", "militant", "anti-government", "islamist", "kurdish", "tribal"}:
            head = "rebels"
        nations = [
            w
            for w, f in zip(words, low, strict=True)
            if f in self.lexicon.places["demonyms"] or f in self.lexicon.places["states_as_party"]
        ]
        people = any(w in self.lexicon.places["peoples"] for w in low)
        named = self._stem(low) if not nations or head in IRREGULAR_HEADS or people else None
        if named is not None and named != text and (head in IRREGULAR_HEADS | STATE_HEADS or len(low) == 1 or nations):
            return self._as(mention, named)
        if nations and head in OFFICES:
            bare = nations[0].removesuffix("'s").removesuffix("\u2019s")
            return replace(mention, text=bare)
        if nations:
            if (
                head not in PLAIN
                and not (set(low) & PLAIN)
                and len(low) > 1
                and head in STATE_HEADS | self.lexicon.nouns["fighters"]
            ):
                return replace(mention, text=nations[0])
            return mention
        if any(w[:1].isupper() for w in words[1:]) or (
            words[0][:1].isupper()
            and low[0] not in STATE_HEADS | IRREGULAR_HEADS
            and not mention.text.islower()
            and low[0]
            not in self.lexicon.nouns["fighters"] | self.lexicon.nouns["parties"] | {"local", "armed", "rebel"}
        ):
            return mention
        if head in IRREGULAR_HEADS and self.irregular:
            top = self._top(self.irregular)
            share = self.irregular[top] / sum(self.irregular.values())
            if share >= DOMINANT and (
                head not in REBELS or (share >= ALONE and (top in self.called or self.irregular[top] >= OFTEN))
            ):
                return self._as(mention, top)
            return mention
        nation = max(self.nations.values(), default=0)
        if head in STATE_HEADS and self.state and 2 * max(self.state.values()) > nation:
            alike = {
                name: n
                for name, n in self.state.items()
                if head in {w.casefold() for w in name.split()} and self._nation(name)
            }
            if not alike and head not in {"government", "regime", "authorities"}:
                alike = {
                    name: n
                    for name, n in self.state.items()
                    if name.casefold().split()[-1] in {"army", "forces", "troops", "military"} and self._nation(name)
                }
            if alike:
                return self._as(mention, self._top(Counter(alike)))
        return mention

    def fighting(self, mention: Mention, verb: str) -> Mention:
        """A government that fights is its forces, in the words the report has for them: "regime jets" → "regime forces"."""
        words = mention.text.casefold().split()
        if (
            verb in {"control_held", "agreement", "siege_or_access"}
            or not words
            or not set(words) & RULERS
            or words[-1] in {"forces", "army"}
        ):
            return mention
        if self.report is None:
            return mention
        for pattern in (self.forces_of_nation, _FORCES):
            found = pattern.search(self.report) if pattern is not None else None
            if found is not None:
                return replace(mention, text=found.group(), antecedent=Span(*found.span()))
        return mention

    def other(self, mention: Mention | None) -> Mention | None:
        """The most mentioned party of the report that is not this one; a state rather than a second irregular body.

        Nations count when this one is a nation's, or nothing else is there.
        """
        pool = self.irregular + self.state
        if mention is None or self._nation(mention.text) or not pool:
            pool = pool + self.nations
        mine = self._is_state(mention.text) if mention is not None else None
        ranked = sorted(pool, key=lambda name: (-pool[name], self.where[name].span.start))
        parties: list[list[str]] = []  # the names of one party together, the commonest first
        for name in ranked:
            if mention is not None and self.same(name, mention.text):
                continue
            known = next((party for party in parties if self.same(party[0], name)), None)
            parties.append([name]) if known is None else known.append(name)

        def rank(party: list[str]) -> tuple[int, int]:
            weight = OPPOSED if mine is not None and self._is_state(party[0]) is not mine else 1
            return -weight * sum(pool[name] for name in party), self.where[party[0]].span.start

        return self.where[min(parties, key=rank)[0]] if parties else None

    def striker(self) -> Mention | None:
        """The one party that, by the report, strikes from afar; None when several do."""
        if not self.flying:
            return None
        top = self._top(self.flying)
        return self.where[top] if self.flying[top] >= DOMINANT * sum(self.flying.values()) else None

    def _is_state(self, text: str) -> bool:
        words = set(text.casefold().split())
        if words & (REBELS | {"rebel"}) or text in self.irregular:
            return False
        return bool(text in self.state or words & STATE_HEADS or self._nation(text))

    def _nation(self, text: str) -> bool:
        nations = self.lexicon.places["demonyms"] | self.lexicon.places["states_as_party"]
        return any(w.casefold() in nations - self.lexicon.places["peoples"] for w in text.split())

    def first_irregular(self) -> Mention | None:
        """The named irregular body most spoken of."""
        return self.where[self._top(self.irregular)] if self.irregular else None

    def same(self, one: str, two: str) -> bool:
        """True when two wordings stand for one party; a shared nationality is not enough."""
        if one == two:
            return True
        known = [self.ids.get(text, ()) for text in (one, two)]
        if all(len(ids) == 1 for ids in known):
            return known[0] == known[1]
        if _initials(one) == two or _initials(two) == one:
            return True
        a, b = ({w[:5] for w in x.casefold().replace("-", " ").split()} for x in (one, two))
        if not {w for x in (one, two) for w in x.casefold().split()} - RULERS - STATE_HEADS:
            return True  # "the regime", "government forces"
        shared = (a & b) - {"force", "army", "rebel", "figh", "fight", "troop", "group", "milit", "the"}
        nations = {w[:5] for w in self.lexicon.places["demonyms"] | self.lexicon.places["states_as_party"]}
        if shared and not shared - nations:
            return self._is_state(one) is self._is_state(two)
        return bool(shared) or (a == b)

    def _top(self, names: Counter[str]) -> str:
        return min(names, key=lambda name: (not self._nation(name), -names[name], self.where[name].span.start))

    def _as(self, mention: Mention, name: str) -> Mention:
        found = self.where[name]
        if name in mention.text:
            return replace(mention, text=name)
        return replace(mention, text=name, antecedent=found.span)

    def _stem(self, low: Sequence[str]) -> str | None:
        for name in sorted(self.irregular, key=lambda n: (-self.irregular[n], n)):
            for part in name.casefold().split():
                for word in low:
                    if (
                        len(word) > 4
                        and len(part) > 4
                        and word[:5] == part[:5]
                        and word not in STATE_HEADS | IRREGULAR_HEADS
                    ):
                        return name
        return None


def sides_of(readings: Sequence[Reading], lexicon: Lexicon, theatre: Theatre | None = None) -> Sides:
    """The parties of a report, counted over all of its sentences: a lead's "rebels" is often named only below."""
    sides = Sides(lexicon)
    if readings:
        sides.report = readings[0].report.text
        adjective = re.search(
            r"\b("
            + "|".join(sorted(map(str.capitalize, lexicon.places["demonyms"])))
            + r") (?:government|regime|president)\b",
            sides.report,
        )
        if adjective is not None:
            sides.forces_of_nation = re.compile(
                rf"\b{adjective.group(1)} (?:army|government forces|regime forces|forces|armed forces|military)\b"
            )
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
                and low not in {"syrian", "syria", "us", "american"}
            ):
                mention = Mention(span=reading.spans[token.i], text=reading.text_of(token.i, token.i))
                sides.nations[mention.text] += 1
                sides.where.setdefault(mention.text, mention)
            if hit is not None and hit.kind == "actor":
                sides.ids.setdefault(hit.text, tuple(hit.ids))
                words = hit.text.casefold().split()
                nation = any(w in demonyms for w in words)
                if (
                    words[-1] in STATE_HEADS | IRREGULAR_HEADS | GUNS
                    and (len(words) < 3 or nation)
                    and not (nation and words[-1] in STATE_HEADS)
                ):
                    if nation and words[-1] in REBELS:
                        sides.nicknames.add(hit.text)
                    if len(words) == 1 or (len(words) < 3 and not all(w[:1].isupper() for w in hit.text.split())):
                        continue  # "Fighters", "League fighters", not "Northern Army": that is a name
                if token.i + 1 < len(reading.doc) and reading.doc[token.i + 1].lower_ in REBELS:
                    sides.called.add(hit.text)
                bearers = [theatre.actor(one) for one in hit.ids] if theatre is not None else []
                ruled = any(one is not None and one.kind in {"army", "government", "foreign-state"} for one in bearers)
                named = bool(_STATE_NAME.search(hit.text) or (nation and words[-1] in STATE_HEADS))
                state = ruled or (named and _FREE.search(hit.text) is None)
                _count(sides, Mention(span=hit.span, text=hit.text), state=state)
            elif hit is None and phrases.kind(token) in PARTIES and token.dep_ not in {"compound", "amod"}:
                mention = phrases.party(token)  # type: ignore[assignment]
                if mention is None or mention.antecedent is not None or mention.via.value != "direct":
                    continue
                words = mention.text.casefold().split()
                nation = any(w in demonyms or w.removesuffix("'s").removesuffix("\u2019s") in states for w in words)
                if (
                    (nation or words[0] in {"government", "regime", "pro-government", "pro-regime", "federal"})
                    and words[-1] in STATE_HEADS
                    and len(words) > 1
                    and not set(words) & {"rebel", "opposition"}
                ):
                    _count(sides, mention, state=True)
    for match in _DEFINED.finditer(sides.report or ""):
        long, short = match.group(1), match.group(2)
        for table in (sides.irregular, sides.state):
            if short in sides.where and long in table:
                table[short] += table.pop(long)
                sides.state.pop(short, None) if table is sides.irregular else sides.irregular.pop(short, None)
    return sides


def _initials(name: str) -> str:
    """Give "CL" for "Coastal League": a hyphen or an apostrophe parts no words."""
    return "".join(word[0] for word in name.split() if word[:1].isupper())


def _count(sides: Sides, mention: Mention, *, state: bool, weight: int = 1) -> None:
    if weight == 0:
        return
    table = sides.state if state else sides.irregular
    table[mention.text] += weight
    sides.where.setdefault(mention.text, mention)
