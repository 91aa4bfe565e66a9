"""What a report has said so far: who "they" are, which town "the town" is, where a claim without a place happens.

No coreference model is usable offline; rules over a list of mentions do. Parties: a subject before an object, the
nearest sentence first; a heading starts afresh. Places: the last named of the right kind; a claim that names none
happens where the sentence, or the last claim, or the heading is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from whoholds.claim import Mention, PlaceMention, Relation, Speaker, Via
from whoholds.find.doers import OFFICE, PLANS, Clues, as_inferred, landlike, neutral
from whoholds.find.grammar import STEPS, clause_head
from whoholds.find.lexicon import Lexicon
from whoholds.find.phrases import PARTIES, PRONOUNS, Phrases, Placed
from whoholds.find.reading import Reading
from whoholds.find.sides import AIR, STRIKES, Sides
from whoholds.find.tree import Token
from whoholds.text import Span

LONG_NAME = 90  # code points: a longer speaker is a clause that was taken for one
REACH = 3  # sentences back in which a pronoun finds its bearer
MAIN = 3  # mentions that make a place the one a report is about
FOCUS = 4  # sentences for which a claim's place stays the scene
OWN_FORCES = frozenset(
    [
        "units",
        "troops",
        "forces",
        "servicemen",
        "soldiers",
        "paratroopers",
        "marines",
        "brigades",
        "servicemen",
        "fighters",
    ]
)  # in a party's mouth, its own
BODIES = frozenset(
    [
        "group",
        "organisation",
        "organization",
        "militants",
        "jihadists",
        "terrorists",
        "extremists",
        "gunmen",
        "paramilitaries",
        "movement",
        "alliance",
        "militia",
        "attackers",
    ]
)  # what an armed body is called once it has been named
COLOURS = frozenset(
    [
        "the",
        "terrorist",
        "terror",
        "extremist",
        "jihadist",
        "jihadi",
        "islamist",
        "armed",
        "militant",
        "paramilitary",
        "rebel",
        "insurgent",
    ]
)
TELLING = frozenset(
    ["say", "tell", "speak", "report", "place", "put", "write", "announce", "add", "describe", "head", "call"]
)
MARKS = frozenset(
    [
        "southern",
        "northern",
        "eastern",
        "western",
        "local",
        "tribal",
        "federal",
        "allied",
        "kurdish",
        "rival",
        "foreign",
        "loyalist",
        "pro-government",
    ]
)  # adjectives that tell one body of fighters from another
QUALIFIED = 5  # tokens before a noun in which its qualifiers are looked for
PERSONAL = frozenset(["he", "his", "him", "she", "her", "hers"])
FOES = frozenset(
    ["enemy", "enemies", "adversary", "foe", "occupiers", "invaders", "aggressor", "aggressors"]
)  # of whoever speaks
SPEAKER_SIDE = frozenset(["we", "our", "us", "ours"])


_ITS_OFFICE = re.compile(
    r"(?:its|their|his|the)(?: \w+){0,2} (?:spokes\w+|statement|command\w*|ministry|leader\w*|office|statement)$",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Party:
    """A party as it was mentioned: where, how prominently, and what it was then doing."""

    index: int
    token: int
    mention: Mention
    subject: bool
    head: str
    foe: bool = False


@dataclass(slots=True)
class Story:
    """The state of reading one report; one object a report, fed sentence by sentence in order."""

    lexicon: Lexicon
    sides: Sides
    parties: list[Party] = field(default_factory=list)
    places: list[tuple[int, int, PlaceMention, str]] = field(default_factory=list)  # index, token, mention, kind noun
    focus: tuple[int, tuple[PlaceMention, ...]] | None = None
    heading: PlaceMention | None = None
    head_index: int = 0
    winner: Mention | None = None
    loser: Mention | None = None
    attacker: Mention | None = None
    striker: tuple[int, Mention] | None = None
    attacked: tuple[int, Mention] | None = None
    winner_index: int | None = None
    voice: Mention | None = None  # the side that spoke last
    people: dict[str, tuple[int, Mention]] = field(default_factory=dict)  # name → sentence, whose man he is
    takers: dict[str, Mention] = field(default_factory=dict)  # folded place → who was last told to take or hold it
    pushers: dict[str, Mention] = field(default_factory=dict)  # folded place → who was last told to move on it
    pairs: list[tuple[Mention, Mention]] = field(default_factory=list)  # who was told to act against whom

    # ── reading on ──────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, reading: Reading) -> None:
        """Take in the mentions of a sentence; afterwards its words can be resolved."""
        phrases = Phrases(reading, self.lexicon)
        clues = Clues(reading, self.sides, phrases)
        for token in reading.doc:
            kind = phrases.kind(token)
            if kind == "name" and (side := clues.side_of_person(token)) is not None:
                for name in _names(token, reading):
                    self.people[name] = (reading.index, side)
            if kind in PARTIES and token.dep_ not in {"compound", "amod", "nmod"}:
                mention = phrases.party(token)
                if mention is None or mention.via is not Via.DIRECT or landlike(token):
                    continue
                mention = self.sides.resolved(self._fuller(mention))
                subject = token.dep_ in {"nsubj", "nsubjpass", "agent"} or token.head.lower_ == "by"
                if mention.text.casefold() in PRONOUNS | PERSONAL or neutral(mention.text):
                    continue
                foe = _fought(token)
                self.parties.append(
                    Party(
                        index=reading.index, token=token.i, mention=mention, subject=subject, head=token.lower_, foe=foe
                    )
                )
            elif token.i + 1 < len(reading.doc) and reading.doc[token.i + 1].text == "-":
                continue
            elif kind == "place" or (
                kind == "name" and token.dep_ == "pobj" and token.head.lower_ in {"in", "near", "at"}
            ):
                placed = phrases.placed(token)
                said = next((c.lower_ for c in token.children if c.dep_ == "appos" and phrases.kind(c) == "kind"), "")
                noun = said or (
                    next((t.lower_ for t in (token.head, *token.head.ancestors) if phrases.kind(t) == "kind"), "")
                    if token.dep_ in {"compound", "pobj", "appos"}
                    else ""
                )
                for one in placed.mentions[:1]:
                    if not phrases.is_person(token):
                        self.places.append((reading.index, token.i, one, one.kind or noun))

    def section(self, mention: PlaceMention | None, index: int) -> None:
        """A heading: pronouns start afresh, and its place is the scene until another is named."""
        self.heading, self.head_index = mention, index

    def claimed(
        self,
        verb: str,
        index: int,
        actor: Mention | None,
        target: Mention | None,
        places: Sequence[PlaceMention],
        *,
        denied: bool = False,
    ) -> None:
        """Remember what a claim said, for the ones after it."""
        if places:
            self.focus = (index, tuple(places))
        if actor is None or denied:
            return
        if actor.via is Via.INFERRED:
            return
        if target is not None and not self.sides.same(actor.text, target.text):
            self.pairs.append((actor, target))
        if verb in {"strike", "attack"}:
            self.striker = (index, actor)
        if verb == "attack":
            self.attacked = (index, actor)
        if verb in {"advance", "attack"}:
            self.pushers |= {place.text.casefold(): actor for place in places}
        if verb in {"control_gained", "control_held"}:
            self.takers |= {place.text.casefold(): actor for place in places}
        if verb in {"control_gained", "advance", "attack"}:
            self.winner = self.attacker = actor
            self.winner_index = index
            self.loser = target or self.loser
        elif verb in {"control_lost", "withdrawal"}:
            self.loser = actor
            if self.winner is not None and self.winner.text == actor.text:
                self.winner = None

    # ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def party(self, token: Token | None, reading: Reading, speaker: Speaker | None) -> Mention | None:
        """The party a slot's token means, its pronouns and generic nouns resolved as far as the story allows."""
        if token is None or landlike(token):
            return None
        phrases = Phrases(reading, self.lexicon)
        if speaker is not None:
            self._side_of(speaker, reading)  # so that "its spokesman" of a later sentence has a side
        if (
            token.i == 0
            and phrases.kind(token) in {"name", "other"}
            and token.dep_ == "compound"
            and not _inside(reading.text_of(0, 0), reading.report.text)
        ):
            return None
        if phrases.kind(token) == "name" and _tells(token):
            return Clues(reading, self.sides, phrases).side_of_person(token)
        mention = phrases.party(token)
        if mention is not None and mention.text.casefold() in PLANS | STRIKES:
            return None
        owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in PERSONAL), None)
        if mention is not None and (owner is not None or token.lower_ in PERSONAL):
            at = reading.spans[(owner or token).i]
            mention = Mention(
                span=at, text=at.of(reading.report.text), via=Via.PRONOUN if owner is None else Via.POSSESSIVE
            )
        if mention is not None and mention.text.casefold() in AIR | {"force"}:
            mention = self._flown_by(token, reading, phrases) or mention
        if mention is None or neutral(mention.text):
            return None
        if mention.via is Via.DIRECT:
            if token.lower_ in {"attackers", "assailants", "attacker"} and self.attacker is not None:
                return replace(self.attacker, span=mention.span, via=Via.INFERRED, antecedent=self.attacker.span)
            if speaker is not None and token.lower_ in FOES:
                foe = self.opponent(self._side_of(speaker, reading))
                if foe is not None:
                    return replace(foe, span=mention.span, via=Via.INFERRED, antecedent=foe.antecedent or foe.span)
            if speaker is not None and mention.text.casefold() in OWN_FORCES:
                own = self._side_of(speaker, reading)
                if own is not None:
                    return Mention(
                        span=mention.span, text=own.text, via=Via.INFERRED, antecedent=own.antecedent or own.span
                    )
            return self._marked(self._named(self.sides.resolved(self._fuller(mention)), token, reading), token, reading)
        owner = token if mention.via is Via.PRONOUN else next((c for c in token.children if c.dep_ == "poss"), token)
        word = owner.lower_
        if word in {"who", "which", "that"}:
            return None
        found = self._side_of(speaker, reading) if word in SPEAKER_SIDE else None
        if found is None and word in PERSONAL:
            found = max(
                (one for one in self.people.values() if reading.index - one[0] <= REACH),
                key=lambda p: p[0],
                default=(0, None),
            )[1]
        if found is None and word not in PERSONAL | SPEAKER_SIDE:
            found = self._antecedent(owner, reading)
        if found is None and speaker is not None:
            found = self._side_of(speaker, reading)
        if found is None and word in SPEAKER_SIDE and speaker is not None:
            return replace(mention, via=Via.QUOTE_SIDE)  # whose side that is, the speaker's listing may tell
        if found is None:
            return None
        via = Via.QUOTE_SIDE if word in SPEAKER_SIDE else mention.via
        return Mention(span=mention.span, text=found.text, via=via, antecedent=found.antecedent or found.span)

    def _flown_by(self, token: Token, reading: Reading, phrases: Phrases) -> Mention | None:
        """Whose planes they are: "Ostran war planes", "the League's air force"."""
        clues = Clues(reading, self.sides, phrases)
        for one in token.subtree:
            if one.i < token.i and token.i - one.i <= QUALIFIED and (found := clues.mention(one)) is not None:
                return found
        if token.i and token.doc[token.i - 1].lower_ == "air":
            return Mention(span=reading.span_of(token.i - 1, token.i), text=reading.text_of(token.i - 1, token.i))
        return None

    def _named(self, mention: Mention, token: Token, reading: Reading) -> Mention:
        """Who "the group", "the extremists" are: the armed body named last, where the words say no more of whose they are."""
        if token.lower_ not in BODIES or set(mention.text.casefold().split()) - BODIES - COLOURS:
            return mention
        if self._qualified(token) or mention.text.casefold() in self.sides.irregular:
            return mention
        for party in reversed(self.parties):
            if reading.index - party.index > REACH + 2:
                break
            if (party.index, party.token) < (reading.index, token.i) and party.mention.text in self.sides.irregular:
                known = party.mention
                return replace(known, span=mention.span, via=Via.INFERRED, antecedent=known.antecedent or known.span)
        return mention

    def _marked(self, mention: Mention, token: Token, reading: Reading) -> Mention:
        """Read "southern factions" where only "factions" was read: the adjective tells which."""
        at = token.i - 1
        if mention.via is not Via.DIRECT or mention.text.casefold() != token.lower_ or at < 0:
            return mention
        if token.doc[at].lower_ not in MARKS or token.doc[at].head.i != token.i:
            return mention
        return replace(mention, span=reading.span_of(at, token.i), text=reading.text_of(at, token.i))

    def _qualified(self, token: Token) -> bool:
        """True for "Ostran-backed fighters", "Korsk and hill fighters": words that set them apart from a body named before."""
        words = {t.lower_ for t in token.subtree if t.i < token.i and token.i - t.i <= QUALIFIED}
        return bool(
            words
            & (
                self.lexicon.places["demonyms"]
                | {"backed", "led", "allied", "kurdish", "arab", "tribal", "loyal", "rival", "other"}
            )
        )

    def _antecedent(self, token: Token, reading: Reading) -> Mention | None:
        same = [p for p in self.parties if p.index == reading.index and p.token < token.i]
        verb = clause_head(token)
        mine = {c.i for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}}
        same = [p for p in same if (p.token not in mine or token.dep_ == "poss") and not p.foe]
        for pool in (
            [p for p in reversed(same) if p.subject],
            list(reversed(same)),
        ):
            if pool:
                return pool[0].mention
        for back in sorted({p.index for p in self.parties if self.head_index <= p.index < reading.index}, reverse=True):
            if reading.index - back > REACH + 2:
                break
            pool = [p for p in self.parties if p.index == back]
            subjects = [p for p in pool if p.subject]
            return (subjects or pool)[0 if subjects else -1].mention
        return None

    def _subject_before(self, reading: Reading) -> Mention | None:
        """Who the report last told something of, this sentence included."""
        told = [p for p in self.parties if p.subject and p.index <= reading.index]
        return told[-1].mention if told else None

    def _side_of(self, speaker: Speaker | None, reading: Reading) -> Mention | None:
        """The side a speaker belongs to, kept for the sentences in which only "its spokesman" goes on speaking."""
        found = self._side(speaker, reading)
        self.voice = found or self.voice
        return found

    def _side(self, speaker: Speaker | None, reading: Reading) -> Mention | None:
        """The side a speaker belongs to, as far as the speaker's own words say it."""
        if speaker is None:
            return None
        text = speaker.text
        low = text.casefold()
        if len(text) > LONG_NAME:
            return None
        if any(
            w in low
            for w in (
                "observatory",
                "monitor",
                "activist",
                "resident",
                "witness",
                "journalist",
                "correspondent",
                "analyst",
                "united nations",
                "u.n.",
                " un ",
                "agency",
                "red cross",
                "human rights",
                "reuters",
            )
        ):
            return None
        if _ITS_OFFICE.match(text):
            return self.voice or self._subject_before(reading)
        for party in self.parties:
            if speaker.span.holds(party.mention.span) and party.mention.text.casefold() not in {"group", "council"}:
                return party.mention
        for word in reversed(re.findall(r"[^\W\d_][\w'\u2019-]+", text)):
            if word in self.people:
                return self.people[word][1]
        for word in re.findall(r"[A-Z][\w-]+", text):
            if word.casefold() in self.lexicon.places["demonyms"] | self.lexicon.places["states_as_party"]:
                at = speaker.span.of(reading.report.text).find(word)
                span = Span(speaker.span.start + at, speaker.span.start + at + len(word)) if at >= 0 else speaker.span
                return Mention(span=span, text=word)
        if any(
            w in low
            for w in (
                "army",
                "rebel",
                "opposition",
                "militant",
                "fighter",
                "regime",
                "government",
                "ministry",
                "general staff",
                "commander",
                "military",
            )
        ):
            return self.sides.resolved(Mention(span=speaker.span, text=text))
        return None

    def _fuller(self, mention: Mention) -> Mention:
        """Make "the army" "the Ostran army", when the report has said so before."""
        words = mention.text.split()
        if len(words) > 1 and any(w[:1].isupper() for w in words):
            return mention
        if mention.text[:1].isupper():
            return mention
        for party in reversed(self.parties):
            other = party.mention.text.split()
            if (
                len(other) > len(words)
                and other[-1].casefold() == words[-1].casefold()
                and any(w[:1].isupper() for w in other)
                and {w.casefold() for w in words} <= {w.casefold() for w in other}
            ):
                return Mention(
                    span=mention.span,
                    text=party.mention.text,
                    antecedent=party.mention.antecedent or party.mention.span,
                )
        return mention

    def inferred(
        self,
        verb: str,
        *,
        reading: Reading,
        trigger: Token,
        speaker: Speaker | None = None,
        target: Mention | None = None,
        places: Sequence[PlaceMention] = (),
    ) -> Mention | None:
        """Who is meant when a claim names no doer; None when every clue points to the one it was done to, or none does."""
        for known in self._guesses(verb, reading, trigger, speaker=speaker, target=target, places=places):
            if known is not None and not neutral(known.text) and not self._is(known, target):
                return as_inferred(known)
        return None

    def suffering(
        self,
        verb: str,
        *,
        reading: Reading,
        trigger: Token,
        actor: Mention,
        places: Sequence[PlaceMention] = (),
    ) -> Mention | None:
        """To whom it was done when a claim does not say; None when the clues name only the doer, or none does."""
        for known in self._sufferers(verb, reading, trigger, actor=actor, places=places):
            if known is not None and not neutral(known.text) and not self._is(known, actor):
                return as_inferred(known)
        return None

    def _sufferers(
        self, verb: str, reading: Reading, trigger: Token, *, actor: Mention, places: Sequence[PlaceMention]
    ) -> Iterator[Mention | None]:
        clues = Clues(reading, self.sides, Phrases(reading, self.lexicon))
        yield clues.holder(trigger)
        for place in places:
            yield self.takers.get(place.text.casefold())
        if verb == "siege_or_access":
            return  # a road is cut for all
        for one, two in reversed(self.pairs):
            if self.sides.same(one.text, actor.text):
                yield two
            if self.sides.same(two.text, actor.text):
                yield one
        yield self.sides.other(actor)

    def _is(self, one: Mention, other: Mention | None) -> bool:
        return other is not None and self.sides.same(one.text, other.text)

    def _guesses(
        self,
        verb: str,
        reading: Reading,
        trigger: Token,
        *,
        speaker: Speaker | None,
        target: Mention | None,
        places: Sequence[PlaceMention],
    ) -> Iterator[Mention | None]:
        clues = Clues(reading, self.sides, Phrases(reading, self.lexicon))
        recent = self.winner_index is not None and reading.index - self.winner_index <= FOCUS
        mine = self._side_of(speaker, reading) if speaker is not None else None
        if verb in {"control_gained", "advance", "control_held"}:
            yield from clues.above(trigger)
            yield from clues.owners(trigger, PLANS)
            yield mine
            for place in places:
                yield self.takers.get(place.text.casefold()) or self.pushers.get(place.text.casefold())
            yield self.opponent(target)
            if verb != "control_held":
                yield self.winner
        elif verb in {"control_lost", "withdrawal"}:
            yield mine if target is not None or verb == "withdrawal" or _conceded(trigger) else None
            for place in places:  # whoever the report says took it or pushed for it: the loser is the other side
                yield self.opponent(self.takers.get(place.text.casefold()))
                yield self.opponent(self.pushers.get(place.text.casefold()))
            yield self.loser
            yield self.opponent(target or self.winner)
        elif verb == "attack":
            yield self.opponent(clues.against(trigger))
            yield from clues.above(trigger)
            yield from clues.owners(trigger, PLANS)
            if self.attacked is not None and reading.index - self.attacked[0] <= REACH and _definite(trigger):
                yield self.attacked[1]
            yield self.opponent(clues.holder(trigger))
        elif verb == "siege_or_access":
            yield from clues.above(trigger)
            yield from clues.owners(trigger, PLANS)
            yield self.opponent(clues.holder(trigger))
            yield self.winner if recent else None
        elif verb == "contested":
            yield from (p.mention for p in self.parties if p.index == reading.index)
            yield self.winner if recent else None
        elif verb == "strike":
            yield from self._strikers(clues, reading, trigger)

    def _strikers(self, clues: Clues, reading: Reading, trigger: Token) -> Iterator[Mention | None]:
        holder = clues.holder(trigger)
        sentence = [p.mention for p in self.parties if p.index == reading.index and p.subject and p.token < trigger.i]
        near = [*clues.owners(trigger, AIR | STRIKES), *clues.above(trigger), *sentence]
        yield from (one for one in near if not self._is(one, holder))
        yield self.opponent(holder)
        if clues.unsigned():
            return
        if (
            self.striker is not None
            and reading.index - self.striker[0] <= FOCUS + 2
            and not self._is(self.striker[1], holder)
        ):
            yield self.striker[1]
        yield self.sides.striker()

    def opponent(self, mention: Mention | None) -> Mention | None:
        """Whom the report last told this party fought, or, failing that, its most mentioned foe."""
        if mention is None:
            return None
        for one, two in reversed(self.pairs):
            if self.sides.same(one.text, mention.text):
                return two
            if self.sides.same(two.text, mention.text):
                return one
        return self.sides.other(mention)

    def harming(self, reading: Reading, trigger: Token, target: Mention | None) -> Mention | None:
        """Who caused casualties that are told without a cause: whose fire the sentence or the story tells of."""
        clues = Clues(reading, self.sides, Phrases(reading, self.lexicon))
        guesses = [*clues.owners(trigger, AIR | STRIKES), *([self.opponent(target)] if target is not None else [])]
        guesses += self._strikers(clues, reading, trigger)
        known = next(
            (one for one in guesses if one is not None and not neutral(one.text) and not self._is(one, target)), None
        )
        return as_inferred(known)

    # ── where ───────────────────────────────────────────────────────────────────────────────────────────────────

    def places_of(
        self, placed: Placed, reading: Reading, trigger: Token
    ) -> tuple[tuple[PlaceMention, ...], PlaceMention | None]:
        """The places a claim is about and the area around them: named, pointed at, or those of the scene."""
        if placed.mentions:
            return _distinct(placed.mentions), placed.area
        if placed.pointer is not None:
            found = self._pointed(placed.pointer, reading)
            if found:
                return found, placed.area
        if placed.area is not None:
            return (), placed.area
        return self.scene(reading, trigger), None

    def _pointed(self, token: Token, reading: Reading) -> tuple[PlaceMention, ...]:
        word, span = token.lower_, reading.spans[token.i]
        before = [p for p in self.places if (p[0], p[1]) < (reading.index, token.i)]
        if (
            (word in {"them", "both", "they"} or token.tag_ == "NNS")
            and self.focus is not None
            and len(self.focus[1]) > 1
        ):
            return tuple(_pointing(one, span) for one in self.focus[1])
        area = {"province", "governorate", "region", "countryside", "county", "state", "oblast"}
        if word in {
            "town",
            "village",
            "city",
            "district",
            "neighbourhood",
            "neighborhood",
            "airport",
            "base",
            "camp",
            "suburb",
            "settlement",
        }:
            before = [p for p in before if not set(p[2].text.casefold().split()) & area and p[3] not in area] or before
        same = [
            p
            for p in before
            if (p[3] == word or p[2].text.casefold().split()[-1] == word) and reading.index - p[0] <= 12
        ]
        recent = before[-1][0] if before else -1
        focus = (
            self.focus
            if self.focus is not None and len(self.focus[1]) == 1 and reading.index - self.focus[0] <= FOCUS
            else None
        )
        if same and reading.index - same[-1][0] <= FOCUS and (focus is None or focus[1][0].kind not in {word, ""}):
            return (_pointing(same[-1][2], span),)
        if focus is not None and focus[0] >= recent:
            return (_pointing(focus[1][0], span),)
        main = self._main()
        if main is not None and not same and word not in {"it", "them", "this", "that"} and recent < reading.index:
            return (_pointing(main, span),)
        near = [p for p in before if reading.index - p[0] <= REACH]
        if near:
            latest = [p for p in near if p[0] == near[-1][0]]
            exact = [p for p in latest if p[3] == word]
            return (_pointing((exact or latest)[-1][2], span),)
        if same:
            return (_pointing(same[-1][2], span),)
        if focus is not None:
            return (_pointing(focus[1][0], span),)
        first = self.heading or (self.places[0][2] if self.places else None)
        return (_pointing(first, span),) if first is not None else ()

    def _main(self) -> PlaceMention | None:
        """The place a report is about: named at least thrice, and twice as often as any other; None when there is none."""
        counted = Counter(p[2].text.casefold() for p in self.places)
        ranked = counted.most_common(2)
        if not ranked or ranked[0][1] < MAIN or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return next(p[2] for p in self.places if p[2].text.casefold() == ranked[0][0])

    def scene(self, reading: Reading, trigger: Token) -> tuple[PlaceMention, ...]:
        """Where something happens that names no place: this sentence, the last claim, the heading, the story."""
        here = [p for p in self.places if p[0] == reading.index]
        before = [p for p in here if p[1] < trigger.i]
        span = reading.spans[trigger.i]
        if self.focus is not None and self.focus[0] == reading.index:
            return tuple(_inferred(one, span) for one in self.focus[1][:3])
        if before or here:
            chosen = (before or here)[-1 if before else 0]
            return (_inferred(chosen[2], span),)
        main = self._main()
        if main is not None and (self.focus is None or reading.index - self.focus[0] > 1):
            return (_inferred(main, span),)
        if self.focus is not None and reading.index - self.focus[0] <= FOCUS and self.focus[0] >= self.head_index:
            return tuple(_inferred(one, span) for one in self.focus[1][:1])
        if self.heading is not None:
            return (_inferred(self.heading, span),)
        if self.places:
            return (_inferred(self.places[-1][2], span),)
        return ()


def _names(token: Token, reading: Reading) -> Iterator[str]:
    """The words by which a person may be named again: the last name and the ones before it."""
    yield reading.text_of(token.i, token.i)
    yield from (
        reading.text_of(c.i, c.i)
        for c in token.lefts
        if c.dep_ == "compound" and c.text[:1].isupper() and c.lower_ not in OFFICE
    )


def _tells(name: Token) -> bool:
    """True for a name that speaks or holds an office: a person, not a body under arms."""
    return (name.dep_ == "nsubj" and name.head.lemma_ in TELLING) or any(
        child.dep_ == "relcl" and any(c.lower_ == "who" for c in child.subtree) for child in name.children
    )


def _fought(token: Token) -> bool:
    """True behind "with", "against", "from", over conjuncts and "of": the other side of what the sentence tells."""
    for _ in range(STEPS):
        if token.dep_ == "pobj" and token.head.lower_ in {"with", "against", "from"}:
            return True
        if token.dep_ not in {"pobj", "prep", "conj"} or token.head is token or token.head.pos_ in {"VERB", "AUX"}:
            return False
        token = token.head
    return False


def _inside(word: str, text: str) -> bool:
    """True when the text writes the word with its capital inside a sentence too."""
    return re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None


def _conceded(trigger: Token) -> bool:
    """True below "admitted", "conceded": what is lost then is the speaker's own."""
    for _ in range(STEPS):
        if trigger.lemma_ in {"admit", "concede", "acknowledge", "confirm"}:
            return True
        if trigger.head is trigger:
            return False
        trigger = trigger.head
    return False


def _definite(noun: Token) -> bool:
    return any(child.lower_ in {"the", "this", "that"} for child in noun.children)


def _pointing(one: PlaceMention, span: Span) -> PlaceMention:
    return PlaceMention(
        span=span,
        text=one.text,
        kind=one.kind,
        relation=one.relation if one.relation is not Relation.TOWARDS else Relation.AT,
        via=Via.PRONOUN,
        antecedent=one.antecedent or one.span,
    )


def _inferred(one: PlaceMention, span: Span) -> PlaceMention:
    return PlaceMention(
        span=span, text=one.text, kind=one.kind, via=Via.INFERRED, antecedent=one.antecedent or one.span
    )


def _distinct(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    kept: list[PlaceMention] = []
    for one in mentions:
        if all(one.span != other.span for other in kept):
            kept.append(one)
    return tuple(kept)
