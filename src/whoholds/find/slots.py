"""Slots: which phrase of a clause fills the actor's, the target's and the place's part of a frame.

Every preposition is read at the verb, at its object and at the last conjunct, because a parse hangs it on any of the
three. A party cannot be a place and an abstract noun cannot be ground; otherwise the slot decides, not a list of names.
"""

from __future__ import annotations

from itertools import takewhile

from whoholds.claim import Relation, Via
from whoholds.find.grammar import Clause, clause_of, parts
from whoholds.find.lexicon import Frame, Lexicon
from whoholds.find.lists import listed_after, names_from
from whoholds.find.match import Match
from whoholds.find.phrases import PARTIES, Placed
from whoholds.find.reading import Reading
from whoholds.find.senses import Senses
from whoholds.find.tree import Token

CLOSER = frozenset({"near", "around", "for", "over", "at"})  # "in Korsk province, near Velin", "for control of Velin"
OWN = frozenset(  # place slots that are no preposition
    ["object", "subject", "within-subject", "head", "poss", "appos", "object-place", "object-name", "none"]
)


class Slots(Senses):
    """The phrases of one reading, asked for by slot. ``used``: nouns that a verb frame has taken for its own."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        super().__init__(reading, lexicon)
        self.used: set[int] = set()
        self._clauses: dict[int, Clause] = {}

    def clause(self, verb: Token) -> Clause:
        """The parts of a verb, worked out once however many frames it may start."""
        if verb.i not in self._clauses:
            self._clauses[verb.i] = clause_of(verb)
        return self._clauses[verb.i]

    def party(self, slots: tuple[str, ...], clause: Clause, noun: Token | None, around: list[Token]) -> Token | None:
        """The head that fills a party's slot: the first of the slots that holds something like a party."""
        phrases = self.phrases
        for slot in slots:
            found: Token | None = None
            if slot == "subject":
                found = clause.subject
                if found is not None and self.lexicon.lemmas(found.lower_) & self.lexicon.terms["events"]:
                    found = phrases.owner(found)
            elif slot == "subject-or-object":
                found = clause.subject if clause.subject is not None else clause.object
            elif slot == "object":
                found = clause.object
            elif slot == "subject-owner" and clause.subject is not None:
                found = phrases.owner(clause.subject)
            elif slot == "object-party" and clause.object is not None:
                found = clause.object if phrases.kind(clause.object) in PARTIES else phrases.owner(clause.object)
            elif slot == "object-owner" and noun is not None:
                found = phrases.owner(noun)
            elif slot in {"owner", "owner-not-place"} and noun is not None:
                found = phrases.owner(noun, places=True)
                if (
                    found is None
                    and slot == "owner"
                    and clause.verb is not noun
                    and noun.dep_ in {"dobj", "attr"}
                    and clause.subject is not None
                    and phrases.kind(clause.subject) in PARTIES
                ):
                    found = clause.subject
            elif slot.endswith("-party"):
                prep = slot.removesuffix("-party")
                for site in around:
                    for p, one in parts(site):
                        if p == prep and found is None:
                            found = one if phrases.kind(one) in PARTIES else phrases.owner(one, of=False)
            elif slot == "into hands":
                for p, one in parts(clause.verb):
                    if p in {"into", "to", "in"} and self.lexicon.lemmas(one.lower_) & self.lexicon.terms["hands"]:
                        found = phrases.owner(one)
            elif slot not in {"none", "poss", "appos", "head"}:
                for site in around:
                    for p, one in parts(site):
                        if (
                            p == slot
                            and found is None
                            and (
                                (phrases.is_party(one) and phrases.kind(one) != "pronoun")
                                or phrases.kind(one) == "pronoun"
                            )
                        ):
                            found = one
            if found is not None and self.party_like(found):
                return found
        return None

    def fill(self, frame: Frame, match: Match, clause: Clause, noun: Token | None, around: list[Token]) -> None:
        """Put into the match what its place slots say: the first that holds ground, then the area around it."""
        looked: set[str] = set()
        for slot in frame.place:
            if match.placed:
                break
            if slot == "object" and clause.object is not None and not frame.object:
                self.place(match, clause.object, Relation.AT)
                if "thin" in frame.traits:
                    self.thin(match)
            elif slot == "object-place" and clause.object is not None:
                if self.phrases.kind(clause.object) not in PARTIES:
                    self.place(match, clause.object, Relation.AT)
            elif slot == "object-name" and noun is not None:
                if noun.i in self.reading.names or any(
                    c.dep_ == "compound" and self.phrases.kind(c) in {"place", "name"} for c in noun.children
                ):
                    self.place(match, noun, Relation.AT)
            elif slot == "subject" and clause.subject is not None:
                self.place(match, clause.subject, Relation.AT)
            elif slot == "within-subject" and clause.subject is not None:
                match.placed = self.inside_party(clause.subject) or match.placed
            elif slot == "poss" and noun is not None:
                for child in noun.children:
                    if child.dep_ in {"poss", "compound"} and self.phrases.kind(child) in {"place", "name", "kind"}:
                        self.place(match, child, Relation.AT)
            elif slot == "appos" and noun is not None:
                for child in noun.children:
                    if child.dep_ == "appos" and self.phrases.kind(child) in {"place", "name"}:
                        self.place(match, child, Relation.AT)
                if noun.dep_ == "appos" and not match.placed and self.phrases.kind(noun.head) in {"place", "name"}:
                    self.place(match, noun.head, Relation.AT)
            elif slot not in OWN and slot not in looked:
                at = frame.place.index(slot)
                run = tuple(
                    takewhile(lambda one: one not in OWN, frame.place[at:])
                )  # in one go, up to a slot of another kind
                looked.update(run)
                self.locate(match, around, run)
        if (match.placed and not match.placed.mentions and match.placed.area is None) or (
            match.placed.mentions and match.placed.area is None and "no-area" not in frame.traits
        ):
            self.area(match, around)
        told_where = any(c.lower_ == "where" for c in clause.verb.children) and clause.verb.lemma_ != "be"
        if not match.placed and clause.verb.dep_ == "relcl" and told_where:
            self.place(match, clause.verb.head, Relation.AT)
        event = frame.shape == "noun" and "event" in frame.traits
        if not match.placed and not event:  # "heavy losses in Velin" is no loss of Velin
            self.locate(match, around, ("in", "at", "near", "around", "inside", "outside", "on", "within"))
        self.listed(match, loose="loose" in frame.traits)

    def linked(self, verb: Token, noun: Token | None) -> list[Token]:
        """The participles behind a road or a convoy that say where it leads: "linking", "bound"."""
        behind = [*verb.children, *(noun.children if noun is not None else ())]
        words = self.lexicon.terms["linking"]
        return [c for c in behind if c.tag_ in {"VBG", "VBN"} and c.lemma_ in words and c.i > verb.i]

    def listed(self, match: Match, *, loose: bool) -> None:
        """Join what a flat scan of the list finds with what the parse found; ``loose``: "north of Velin and near Korsk"."""
        head, placed = match.place_head, match.placed
        if head is None:
            return
        if not placed.mentions:
            if placed.unnamed or self.phrases.kind(head) == "kind" or placed.area is not None:
                placed.mentions.extend(listed_after(head, self.phrases))
            return
        first = min(
            (
                t
                for t in head.subtree
                if self.reading.spans[t.i] == placed.mentions[0].span
                or placed.mentions[0].span.holds(self.reading.spans[t.i])
            ),
            key=lambda t: t.i,
            default=None,
        )
        if first is None or placed.mentions[0].via is not Via.DIRECT:
            return
        known = [m.span for m in placed.mentions]
        for one in names_from(first, self.phrases, loose=loose):
            if not any(one.span.meets(span) for span in known) or (
                one.span not in known and any(one.span.start == s.start for s in known) and one.text[-1:].isdigit()
            ):
                placed.mentions.append(one)
        if placed.area is not None and any(m.span == placed.area.span for m in placed.mentions):
            placed.area = None

    def thin(self, match: Match) -> None:
        """A bare object ("positions", "a convoy") is no place of its own: leave room for the locative."""
        if match.placed.unnamed and not match.placed.mentions and match.placed.area is None:
            match.placed, match.place_head = Placed(), None

    def locate(self, match: Match, around: list[Token], preps: tuple[str, ...]) -> None:
        """The first place behind one of the prepositions, in their order of preference, then of the text."""
        found = sorted(
            ((preps.index(p), one.i, p, one) for site in around for p, one in parts(site) if p in preps),
            key=lambda f: (f[1], f[0]),
        )
        own = [f for f in found if f[2] in {"of", "over"} and f[2] in preps]
        for _, _, prep, one in own:
            if self.phrases.kind(one) not in PARTIES:
                placed = self.phrases.placed(one, relation=_relation(prep))
                if placed and (placed.mentions or self.phrases.lemma_in(one, self.lexicon.terms["ground"])):
                    match.placed, match.place_head = placed, one
                    return
        heads = [(p, one) for _, _, p, one in found if self.phrases.kind(one) not in PARTIES - {"state"}]
        read = [(p, one, self.phrases.placed(one, relation=_relation(p))) for p, one in heads]
        named = [(p, one, placed) for p, one, placed in read if placed.mentions]
        if not named:
            _, head, placed = next((one for one in read if one[2]), ("", match.place_head, match.placed))
            match.placed, match.place_head = placed, head
            return
        _, head, placed = named[0]
        town = next(((one, inner) for p, one, inner in named[1:] if p in CLOSER and not self.wide(inner)), None)
        if self.wide(placed) and town is not None:  # "in Korsk province, near Velin"
            town[1].area = town[1].area or placed.mentions[0]
            head, placed = town
        match.placed, match.place_head = placed, head

    def wide(self, placed: Placed) -> bool:
        """True when all a phrase names are provinces, counties, sides of a land: they hold the towns beside them."""
        containers, sides = self.lexicon.places["containers"], self.lexicon.places["bearings"]
        return all(
            one.text.casefold().split()[-1] in containers
            or one.kind in containers
            or one.text.casefold().split()[0] in sides
            for one in placed.mentions
        )

    def area(self, match: Match, around: list[Token]) -> None:
        """Put beside the place the first other place the clause is said to be in."""
        for site in around:
            for p, one in parts(site):
                if p in {"in", "at", "near", "around", "across", "outside", "within"} and one is not match.place_head:
                    placed = self.phrases.placed(one)
                    fresh = [m for m in placed.mentions if all(m.span != o.span for o in match.placed.mentions)]
                    if fresh:
                        match.placed.area = fresh[0]
                        if not match.placed.mentions and match.placed.pointer is None:
                            match.placed.area = fresh[0]
                        return

    def place(self, match: Match, head: Token, relation: Relation) -> None:
        """Put a phrase into the place slot; a party's phrase only lends the place it is said to be in."""
        if self.phrases.kind(head) in {"fighters", "party", "civil"}:
            inner = self.inside_party(head)
            if inner:
                match.placed, match.place_head = inner, head
            return
        placed = self.phrases.placed(head, relation=relation)
        if placed:
            match.placed, match.place_head = placed, head


def _relation(prep: str) -> Relation:
    if prep in {"near", "outside", "around", "outskirts of", "close to"}:
        return Relation.NEAR
    if prep.endswith(" of") and prep != "outskirts of":
        return Relation.DISTANT
    if prep in {"toward", "towards"}:
        return Relation.TOWARDS
    return Relation.AT
