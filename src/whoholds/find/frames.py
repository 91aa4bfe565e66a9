"""Frames (data) matched on the parse: which claim, through which word, with which phrases in which slots.

Code knows the shapes: verb with its parts whatever the voice, noun with its of/by/possessive, "under X control",
predicative and attributive adjectives, distances, "stopped X from". Every preposition is read at the verb, at its
object and at the last conjunct, because a parse hangs it on any of the three.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from whoholds.claim import Form, Relation, Via
from whoholds.find.grammar import Clause, clause_head, clause_of, conjuncts, parts, sites, verbs_up
from whoholds.find.lexicon import Frame, Lexicon
from whoholds.find.lists import listed_after, names_from
from whoholds.find.phrases import PARTIES, Phrases, Placed
from whoholds.find.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

NEAR_WORDS = {"near", "outside", "around", "outskirts of", "close to"}
TOWARDS = {"toward", "towards", "to", "on", "closer to"}
SCENES = frozenset(
    {"scene", "site", "theatre", "theater", "focus", "centre", "center", "heart", "one", "part", "brunt", "epicentre"}
)
RAVAGE = frozenset(
    {"ravage", "rock", "shake", "engulf", "hit", "grip", "devastate", "lock", "batter", "mire", "plague"}
)
AMONG = frozenset({"by", "between", "with", "against", "of"})  # a place may hang on the party behind one of these
EVENTS = frozenset(
    [
        "attack",
        "offensive",
        "counter-attack",
        "counterattack",
        "assault",
        "operation",
        "advance",
        "push",
        "raid",
        "campaign",
    ]
)
HELD = {"held", "controlled", "occupied", "run", "dominated"}
BE = {"be", "is", "are", "was", "were", "been", "being", "remain", "remains", "remained"}


@dataclass(slots=True, kw_only=True)
class Match:
    """One frame that fired. Tokens and phrases only: who "they" are and where "there" is comes later.

    actor, target  heads of phrases, or None; ``placed`` what the place slot says; ``area`` a locative beside it.
    """

    frame: str
    type: str
    trigger: Token
    last: Token
    clause: Token
    actor: Token | None = None
    target: Token | None = None
    placed: Placed = field(default_factory=Placed)
    place_head: Token | None = None
    form: Form = Form.CLAUSE
    notes: tuple[str, ...] = ()
    status: str = ""
    inherited: bool = False


def matches_in(reading: Reading, lexicon: Lexicon) -> tuple[Match, ...]:
    """The frames that fire in a sentence, in order of their triggers; at most one a trigger word."""
    return tuple(sorted(_Matcher(reading, lexicon).run(), key=lambda m: m.trigger.i))


class _Matcher:
    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon = reading, lexicon
        self.phrases = Phrases(reading, lexicon)
        self.used: set[int] = set()  # nouns that belong to a verb frame already

    def run(self) -> Iterator[Match]:
        doc = self.reading.doc
        pending: list[tuple[int, int, Frame, Token]] = []
        for token in doc:
            if token.i in self.reading.names or token.is_punct:
                continue
            for lemma in sorted(self.lexicon.lemmas(token.lower_)):
                for order, frame in enumerate(self.lexicon.by_word.get(lemma, ())):
                    rank = (
                        0
                        if frame.object
                        else 1
                        if frame.shape == "state" or frame.particle or frame.shape == "stopped"
                        else 3
                    )
                    rank = 2 if rank == 3 and any(" " in w and w.split()[0] == lemma for w in frame.words) else rank
                    pending.append((rank, token.i * 100 + order, frame, token))
        fired: set[int] = set()
        for _, _, frame, token in sorted(pending, key=lambda p: (p[0], p[1])):
            if token.i in fired or (token.i in self.used and frame.shape in {"noun", "adjective"}):
                continue
            match = self._try(frame, token)
            if match is not None:
                fired.add(token.i)
                yield match
        yield from self._modifiers(fired)

    # ── the shapes ──────────────────────────────────────────────────────────────────────────────────────────────

    def _try(self, frame: Frame, token: Token) -> Match | None:
        if frame.shape == "verb":
            return self._verb(frame, token)
        if frame.shape == "noun":
            return self._noun(frame, token)
        if frame.shape == "state":
            return self._state(frame, token)
        if frame.shape == "adjective":
            return self._adjective(frame, token)
        if frame.shape == "distance":
            return self._distance(frame, token)
        return self._stopped(frame, token)

    def _verb(self, frame: Frame, token: Token) -> Match | None:
        complement = token.tag_ == "JJ" and (
            token.dep_ in {"acomp", "oprd"} or any(c.dep_ == "auxpass" for c in token.children)
        )
        if complement and not token.lower_.endswith("ed"):
            return None
        if (
            not complement
            and token.pos_ not in {"VERB", "AUX"}
            and token.tag_ not in {"VBN", "VBD", "VBG", "VBZ", "VBP", "VB"}
        ):
            return None
        if token.dep_ in {"aux", "auxpass"} or (
            token.dep_ in {"nsubj", "dobj", "pobj", "nsubjpass", "attr", "compound", "appos"}
            and token.tag_ in {"NN", "NNS", "NNP", "VBG"}
        ):
            return None
        if (
            token.tag_ == "VBG"
            and token.dep_ in {"csubj", "ROOT"}
            and any(c.lower_ == "between" for c in token.children)
        ):
            return None
        if (
            token.i
            and (token.doc[token.i - 1].text == "-" or token.dep_ == "amod")
            and token.lower_ in HELD | {"besieged", "surrounded", "encircled", "blockaded"}
        ):
            return None
        clause = clause_of(token)
        if (
            frame.type == "withdrawal"
            and token.lower_ in {"left", "leave", "leaving"}
            and (
                token.doc[token.i + 1 : token.i + 2].text == "behind"
                or clause.passive
                or any(self.lexicon.lemmas(t.lower_) & {"control", "hand"} for t in token.subtree if t.dep_ == "pobj")
                or any(self.lexicon.lemmas(t.lower_) & {"control", "hand"} for t in token.subtree if t.dep_ == "pobj")
                or any(
                    c.dep_ in {"acomp", "oprd", "ccomp", "xcomp", "advcl"}
                    for c in token.children
                    if c.i > token.i and c.dep_ != "advcl"
                )
            )
        ):
            return None
        last = token
        particles = self._phrasal(frame, token)
        if particles is None:
            return None
        if particles is not token:
            last = particles
        noun = clause.object
        if frame.object:
            noun = self._object_noun(frame, clause)
            if noun is None:
                return None
            last = noun if noun.i > token.i else last
        if frame.particle and not self._has_particle(frame, token):
            return None
        if frame.object and noun is not None and not self._of_fits(frame, noun):
            return None
        around = [*sites(token, noun), *(c for c in token.children if c.dep_ == "acomp")]
        if noun is not None:
            around += [one for p, one in parts(noun) if p in AMONG]
        around += [one for p, one in parts(token) if p in {"with", "against"}]
        match = Match(
            frame=frame.id,
            type=frame.type,
            trigger=token,
            last=last,
            clause=token,
            notes=frame.notes,
            status=frame.status,
        )
        match.form = frame.form or Form.CLAUSE
        match.inherited = clause.inherited
        match.actor = self._party_slot(frame.actor, clause, noun, around)
        match.target = self._party_slot(frame.target, clause, noun, around)
        self._fill_places(frame, match, clause, noun, around)
        if not self._guards(frame, match, clause, noun):
            return None
        if frame.object and noun is not None:
            self.used.update(n.i for n in conjuncts(noun))
        return match

    def _of_fits(self, frame: Frame, noun: Token) -> bool:
        """False for "control of prices", "the loss of life": the of-phrase is neither ground nor a party."""
        if not {"of", "over"} & {*frame.place, *frame.target} and "owner" not in frame.actor:
            return True
        for p, one in parts(noun):
            if p == "of" or (p == "over" and "over" in frame.place):
                if self._placey(one) or self.phrases.is_party(one) or self.phrases.owner(one) is not None:
                    return True
                if self.phrases.kind(one) in {"other", "civil"} and frame.type not in {
                    "attack",
                    "strike",
                    "siege_or_access",
                    "agreement",
                }:
                    return False
        return True

    def _phrasal(self, frame: Frame, token: Token) -> Token | None:
        """The last token of the phrasal verb; the verb itself when the frame lists it bare; None when it needs more."""
        lemmas = self.lexicon.lemmas(token.lower_)
        bare = any(word in lemmas for word in frame.words)
        for word in frame.words:
            head, _, rest = word.partition(" ")
            if rest and head in lemmas:
                for other in token.doc[token.i + 1 : token.i + 4]:
                    if other.lower_ == rest.split()[0]:
                        return other
        return token if bare else None

    def _has_particle(self, frame: Frame, token: Token) -> bool:
        near = {t.lower_ for t in token.children if t.dep_ in {"prt", "prep", "advmod", "dobj"}}
        near |= {t.lower_ for t in token.doc[token.i + 1 : token.i + 3]}
        near |= {f"{p.lower_} {c.lower_}" for p in token.children for c in p.children}
        return any(p in near for p in frame.particle)

    def _object_noun(self, frame: Frame, clause: Clause) -> Token | None:
        pool = [t for t in (clause.object,) if t is not None]
        if not pool:
            pool = [c for c in clause.verb.children if c.dep_ in {"attr", "oprd", "nsubjpass"}]
        for head in pool:
            for one in conjuncts(head):
                hit = self.reading.names.get(one.i)
                if hit is not None and hit.text.casefold().split()[-1] in frame.object:
                    return one
                if self.lexicon.lemmas(one.lower_) & frame.object or one.lower_.replace("-", "") in frame.object:
                    return one
                if one.i > 0 and f"{one.doc[one.i - 1].lower_}{one.lower_}".rstrip("s") in frame.object:
                    return one
        return None

    def _noun(self, frame: Frame, token: Token) -> Match | None:
        if token.pos_ not in {"NOUN", "PROPN"} and token.tag_ not in {"VBG", "NN", "NNS"}:
            return None
        if (
            token.pos_ == "VERB"
            and token.dep_ not in {"nsubj", "dobj", "pobj", "nsubjpass", "csubj"}
            and not any(c.lower_ == "between" for c in token.children)
        ):
            return None
        if token.dep_ != "ROOT" and not self._of_fits(frame, token):
            return None
        if token.dep_ == "compound":
            return None
        light = (
            token.head
            if token.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} and token.head.pos_ in {"VERB", "AUX"}
            else None
        )
        scene = None
        if light is None and token.dep_ == "pobj":
            governor = token.head.head
            if token.head.lower_ == "of" and governor.dep_ in {"attr", "nsubj", "dobj"} and governor.lower_ in SCENES:
                light = governor.head
                scene = clause_of(light).subject if governor.dep_ == "attr" else None
            elif token.head.lower_ in {"by", "in"} and governor.pos_ == "VERB" and governor.lemma_ in RAVAGE:
                scene = clause_of(governor).object
        around = [
            *conjuncts(token),
            *([light] if light is not None else []),
            *(one for p, one in parts(token) if p in AMONG),
        ]
        clause = clause_of(light) if light is not None else Clause(verb=token, passive=False)
        if token.dep_ == "conj" and token.head.dep_ in {"dobj", "nsubj", "pobj"}:
            around.append(token.head)
        match = Match(
            frame=frame.id,
            type=frame.type,
            trigger=token,
            last=token,
            clause=light if light is not None else token,
            notes=frame.notes,
        )
        match.form = frame.form or (Form.CLAUSE if light is not None else Form.NOMINAL)
        match.actor = self._party_slot(frame.actor, clause, token, around)
        match.target = self._party_slot(frame.target, clause, token, around)
        if "between" in frame.actor and match.actor is not None:
            joined = [t for t in conjuncts(match.actor) if t.i != match.actor.i and self.phrases.is_party(t)]
            match.target = match.target if match.target is not None else (joined[0] if joined else None)
        self._fill_places(frame, match, clause, token, around)
        if light is not None and not match.placed.mentions:
            for inner in (t for t in light.subtree if t.dep_ in {"pcomp", "xcomp"} and t.pos_ == "VERB"):
                goal = clause_of(inner).object
                if goal is not None and self._placey(goal) and frame.type == "siege_or_access":
                    self._place_from(match, goal, Relation.AT)
        if scene is not None and not match.placed.mentions and frame.type in {"contested", "control_held", "strike"}:
            self._place_from(match, scene, Relation.AT)
        if not self._guards(frame, match, clause, token):
            return None
        return match

    def _state(self, frame: Frame, token: Token) -> Match | None:
        prep = token.head
        if token.dep_ != "pobj" or prep.lower_ not in frame.under:
            return None
        governor = prep.head
        if governor.pos_ == "ADP":
            governor = governor.head
        owner = self.phrases.owner(token, by=False)
        verbal = governor.pos_ in {"VERB", "AUX"}
        if verbal:
            if not frame.verbs or not (self.lexicon.lemmas(governor.lower_) | {governor.lemma_}) & frame.verbs:
                return None
            clause = clause_of(governor)
        else:
            if frame.verbs:
                return None
            clause = Clause(verb=governor, passive=False)
        match = Match(frame=frame.id, type=frame.type, trigger=token, last=token, clause=governor, notes=frame.notes)
        match.form = frame.form or Form.CLAUSE
        around = [token, governor]
        for slot in frame.actor:
            match.actor = match.actor or (
                owner if slot == "owner" else clause.subject or clause.object if slot == "subject" else None
            )
        patient = (
            clause.object
            if clause.passive
            or (governor.lemma_ in {"bring", "put", "place", "leave", "keep", "have"} and clause.object is not None)
            else clause.subject
        )
        for slot in frame.place:
            if slot == "subject" and patient is not None:
                self._place_from(match, patient, Relation.AT)
            elif slot == "object" and clause.object is not None:
                self._place_from(match, clause.object, Relation.AT)
            elif slot == "head":
                self._place_from(match, governor, Relation.AT)
            elif slot not in {"subject", "object"}:
                for p, one in [*parts(token), *parts(prep), *parts(governor)]:
                    if p == slot and not match.placed:
                        self._place_from(match, one, Relation.AT)
            if match.placed:
                break
        if match.placed and not match.placed.area:
            self._area(match, around)
        if match.actor is not None and not self.phrases.is_party(match.actor) and match.actor is not owner:
            match.actor = None
        if not self._guards(frame, match, clause, token):
            return None
        return match

    def _adjective(self, frame: Frame, token: Token) -> Match | None:
        clause = Clause(verb=token.head, passive=False)
        place = None
        if token.dep_ in {"acomp", "oprd", "attr", "ccomp", "xcomp", "pcomp", "conj"} or (
            token.dep_ == "ROOT" and token.tag_ == "VBN"
        ):
            governor = token.head if token.dep_ != "ROOT" else token
            clause = clause_of(governor)
            if "declared" in frame.guards:
                own = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
                place = own or clause.object
            else:
                place = clause.subject if not clause.passive else clause.object
        elif token.dep_ == "advcl" and "declared" in frame.guards and any(c.lower_ == "as" for c in token.children):
            clause = clause_of(token.head)
            place = clause.object
        elif token.dep_ == "amod" and "head" in frame.place:
            place = token.head
        elif token.dep_ == "pobj" and token.head.lower_ == "as" and "declared" in frame.guards:
            place = clause_of(token.head.head).object
        if place is None:
            return None
        if token.dep_ == "ROOT" and "declared" in frame.guards:
            return None
        match = Match(
            frame=frame.id,
            type=frame.type,
            trigger=token,
            last=token,
            clause=token.head if token.dep_ != "ROOT" else token,
            notes=frame.notes,
        )
        match.form = frame.form or Form.CLAUSE
        if "by" in frame.actor:
            match.actor = next((o for p, o in parts(token) if p == "by" and self.phrases.is_party(o)), None)
        self._place_from(match, place, Relation.AT)
        if not self._guards(frame, match, clause, token):
            return None
        return match

    def _distance(self, frame: Frame, token: Token) -> Match | None:
        head = token
        governor = clause_head(token)
        if governor.pos_ not in {"VERB", "AUX"} or (
            token.lower_ != "within" and token.dep_ not in {"pobj", "attr", "npadvmod", "dobj"}
        ):
            return None
        if not (self.lexicon.lemmas(governor.lower_) | {governor.lemma_}) & {
            "be",
            "stand",
            "sit",
            "advance",
            "get",
            "come",
            "move",
            "push",
            "arrive",
            "reach",
            "remain",
            "position",
            "camp",
            "deploy",
            "put",
            "place",
        }:
            return None
        clause = clause_of(governor)
        match = Match(frame=frame.id, type=frame.type, trigger=token, last=token, clause=governor, notes=frame.notes)
        match.actor = clause.subject
        if self.lexicon.lemmas(governor.lower_) & {"put", "place"} and clause.object is not None:
            match.actor = clause.object
            clause.subject = clause.object
        for one in head.subtree:
            if one.dep_ == "prep" and one.lower_ in {"of", "from"}:
                for obj in one.children:
                    if obj.dep_ == "pobj" and not match.placed:
                        self._place_from(match, obj, Relation.NEAR)
        if not match.placed:
            for p, obj in parts(governor):
                if p in {"of", "from"}:
                    self._place_from(match, obj, Relation.NEAR)
        if not self._guards(frame, match, clause, token):
            return None
        return match

    def _stopped(self, frame: Frame, token: Token) -> Match | None:
        if token.pos_ != "VERB":
            return None
        clause = clause_of(token)
        obj = clause.object
        inner = next(
            (
                o
                for c in token.children
                if c.dep_ == "prep" and c.lower_ == "from"
                for o in c.children
                if o.dep_ == "pcomp"
            ),
            None,
        )
        match = Match(frame=frame.id, type=frame.type, trigger=token, last=token, clause=token, status="denied")
        if inner is not None and obj is not None and self.phrases.is_party(obj):
            if not self.lexicon.lemmas(inner.lower_) & {
                "enter",
                "reach",
                "advance",
                "take",
                "cross",
                "approach",
                "move",
                "get",
                "storm",
                "capture",
                "seize",
            }:
                return None
            match.actor, match.target = obj, clause.subject
            within = clause_of(inner)
            if within.object is not None:
                self._place_from(match, within.object, Relation.AT)
            for p, one in parts(inner):
                if not match.placed and p in {"into", "toward", "towards", "to", "in", "on"}:
                    self._place_from(match, one, Relation.TOWARDS)
            return match if match.placed else None
        if obj is not None and self.lexicon.lemmas(obj.lower_) & {"advance", "push", "incursion", "entry", "attempt"}:
            match.actor, match.target = self.phrases.owner(obj), clause.subject
            around = [obj, token, *[x for _, x in parts(obj)]]
            self._locate(match, around, ("into", "toward", "towards", "to", "on", "in"))
            self.used.add(obj.i)
            return match
        return None

    def _modifiers(self, fired: set[int]) -> Iterator[Match]:
        """Control told in passing: "League-held Velin", with or without its hyphen."""
        for token in self.reading.doc:
            if token.lower_ not in HELD or token.i in fired or token.i == 0:
                continue
            before = token.doc[token.i - 1]
            hyphen = before.text == "-" and token.i > 1
            holder = token.doc[token.i - 2] if hyphen else before
            if not hyphen and token.dep_ != "amod":
                continue
            if (
                not self.phrases.is_party(holder)
                and not self.phrases.lemma_in(holder, self.lexicon.nouns["generic_party"])
                and holder.lower_ not in self.lexicon.places["demonyms"] | {"kurdish", "rebel", "opposition"}
            ):
                continue
            head = token.head
            for _ in range(3):
                if head.pos_ in {"NOUN", "PROPN"} and head.i > token.i:
                    break
                head = head.head
            if head.i <= token.i:
                continue
            match = Match(
                frame="held-mod", type="control_held", trigger=token, last=token, clause=token, form=Form.MODIFIER
            )
            match.actor = holder
            self._place_from(match, head, Relation.AT)
            if match.placed:
                yield match

    # ── slots ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _party_slot(
        self, slots: tuple[str, ...], clause: Clause, noun: Token | None, around: list[Token]
    ) -> Token | None:
        phrases = self.phrases
        for slot in slots:
            found: Token | None = None
            if slot == "subject":
                found = clause.subject
                if found is not None and self.lexicon.lemmas(found.lower_) & EVENTS:
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
                    if p in {"into", "to", "in"} and self.lexicon.lemmas(one.lower_) & {"hand", "control"}:
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
            if found is not None and self._party_like(found):
                return found
        return None

    def _party_like(self, token: Token) -> bool:
        phrases = self.phrases
        return (
            phrases.is_party(token)
            or token.lower_ in self.lexicon.places["demonyms"]
            or phrases.lemma_in(token, self.lexicon.nouns["generic_party"])
            or token.lower_ in {"their", "its", "our", "his"}
            or (
                phrases.kind(token) == "place"
                and token.dep_ in {"nsubj", "poss", "compound"}
                and token.text == "Damascus"
            )
        )

    def _fill_places(self, frame: Frame, match: Match, clause: Clause, noun: Token | None, around: list[Token]) -> None:
        preps = tuple(
            s
            for s in frame.place
            if s not in {"object", "subject", "head", "poss", "appos", "object-place", "object-name", "none"}
        )
        for slot in frame.place:
            if match.placed:
                break
            if slot == "object" and clause.object is not None and not frame.object:
                self._place_from(match, clause.object, Relation.AT)
                if frame.type in {"strike", "attack"}:
                    self._thin(match)
            elif slot == "object-place" and clause.object is not None:
                if self.phrases.kind(clause.object) not in PARTIES:
                    self._place_from(match, clause.object, Relation.AT)
            elif slot == "object-name" and noun is not None:
                if noun.i in self.reading.names or any(
                    c.dep_ == "compound" and self.phrases.kind(c) in {"place", "name"} for c in noun.children
                ):
                    self._place_from(match, noun, Relation.AT)
            elif slot == "subject" and clause.subject is not None:
                self._place_from(match, clause.subject, Relation.AT)
            elif slot == "poss" and noun is not None:
                for child in noun.children:
                    if child.dep_ in {"poss", "compound"} and self.phrases.kind(child) in {"place", "name", "kind"}:
                        self._place_from(match, child, Relation.AT)
            elif slot == "appos" and noun is not None:
                for child in noun.children:
                    if child.dep_ == "appos" and self.phrases.kind(child) in {"place", "name"}:
                        self._place_from(match, child, Relation.AT)
            elif slot == preps[0] if preps else False:
                self._locate(match, around, preps)
        if (match.placed and not match.placed.mentions and match.placed.area is None) or (
            match.placed.mentions and match.placed.area is None and frame.type != "advance"
        ):
            self._area(match, around)
        if not match.placed:
            self._locate(match, around, ("in", "at", "near", "around", "inside", "outside", "on", "within"))
        self._listed(match)

    def _listed(self, match: Match) -> None:
        """Join what a flat scan of the list finds with what the parse found."""
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
        for one in names_from(first, self.phrases):
            if not any(one.span.meets(span) for span in known) or (
                one.span not in known and any(one.span.start == s.start for s in known) and one.text[-1:].isdigit()
            ):
                placed.mentions.append(one)
        if placed.area is not None and any(m.span == placed.area.span for m in placed.mentions):
            placed.area = None

    def _thin(self, match: Match) -> None:
        """A bare object ("positions", "a convoy") is no place of its own: leave room for the locative."""
        if match.placed.unnamed and not match.placed.mentions and match.placed.area is None:
            match.placed, match.place_head = Placed(), None

    def _locate(self, match: Match, around: list[Token], preps: tuple[str, ...]) -> None:
        """The first place behind one of the prepositions, in their order of preference, then of the text."""
        found = sorted(
            ((preps.index(p), one.i, p, one) for site in around for p, one in parts(site) if p in preps),
            key=lambda f: (f[1], f[0]),
        )
        own = [f for f in found if f[2] in {"of", "over"} and f[2] in preps]
        for _, _, prep, one in own:
            if self.phrases.kind(one) not in PARTIES:
                placed = self.phrases.placed(one, relation=_relation(prep))
                if placed and (placed.mentions or self.phrases.lemma_in(one, _GROUND)):
                    match.placed, match.place_head = placed, one
                    return
        for want_name in (True, False):
            for _, _, prep, one in found:
                if self.phrases.kind(one) in PARTIES - {"state"}:
                    continue
                placed = self.phrases.placed(one, relation=_relation(prep))
                if placed and (placed.mentions or not want_name):
                    match.placed, match.place_head = placed, one
                    return

    def _area(self, match: Match, around: list[Token]) -> None:
        for site in around:
            for p, one in parts(site):
                if p in {"in", "near", "around", "across", "outside", "within"} and one is not match.place_head:
                    placed = self.phrases.placed(one)
                    fresh = [m for m in placed.mentions if all(m.span != o.span for o in match.placed.mentions)]
                    if fresh:
                        match.placed.area = fresh[0]
                        if not match.placed.mentions and match.placed.pointer is None:
                            match.placed.area = fresh[0]
                        return

    def _place_from(self, match: Match, head: Token, relation: Relation) -> None:
        if self.phrases.kind(head) in {"fighters", "party", "civil"}:
            inner = self._inside_party(head)
            if inner:
                match.placed, match.place_head = inner, head
            return
        placed = self.phrases.placed(head, relation=relation)
        if placed:
            match.placed, match.place_head = placed, head

    def _inside_party(self, head: Token) -> Placed | None:
        for p, one in parts(head):
            if p in {"in", "at", "near", "inside", "around"}:
                placed = self.phrases.placed(one)
                if placed.mentions:
                    return placed
        return None

    # ── guards ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _guards(self, frame: Frame, match: Match, clause: Clause, noun: Token | None) -> bool:
        return all(self._guard(name, match, clause, noun) for name in sorted(frame.guards))

    def _guard(self, name: str, match: Match, clause: Clause, noun: Token | None) -> bool:
        phrases, lexicon = self.phrases, self.lexicon
        subject = clause.subject
        if name == "object-is-place":
            return clause.object is not None and self._placey(clause.object)
        if name == "subject-is-place":
            return clause.subject is not None and self._placey(clause.subject)
        if name == "place-or-party":
            return clause.object is not None and (self._placey(clause.object) or phrases.is_party(clause.object))
        if name == "object-is-party":
            return clause.object is not None and (
                phrases.kind(clause.object) in PARTIES | {"pronoun"} or clause.object.text.isupper()
            )
        if name == "object-is-troops":
            return clause.object is not None and phrases.kind(clause.object) == "fighters"
        if name == "object-is-target":
            return (
                clause.object is None
                or phrases.is_party(clause.object)
                or self._placey(clause.object)
                or bool(match.placed)
            )
        if name == "not-object-party":
            return clause.object is None or phrases.kind(clause.object) not in PARTIES | {"civil"}
        if name == "needs-place":
            placed = match.placed
            ground = (
                match.place_head is None
                or phrases.lemma_in(match.place_head, _GROUND)
                or phrases.lemma_in(
                    match.place_head, frozenset({"number", "dozen", "string", "swath", "most", "much", "part"})
                )
            )
            return (
                bool(placed.mentions)
                or placed.area is not None
                or placed.pointer is not None
                or (placed.unnamed and ground)
            )
        if name == "needs-actor":
            return match.actor is not None
        if name == "needs-place-or-actor":
            return bool(match.placed) or match.actor is not None
        if (
            name in {"subject-is-party", "subject-is-fighters"}
            and subject is not None
            and phrases.lemma_in(subject, lexicon.nouns["air"] - {"tank"})
            and match.type != "strike"
        ):
            return False
        if name == "subject-is-party" and subject is not None and lexicon.lemmas(subject.lower_) & EVENTS:
            return True
        if name == "subject-is-party":
            return (
                subject is None
                or phrases.is_party(subject)
                or (phrases.kind(subject) == "name" and not phrases.is_person(subject))
            )
        if name == "subject-is-fighters":
            return subject is not None and (
                phrases.kind(subject) in {"fighters", "party"}
                or subject.lower_ in {"they", "we"}
                or (
                    phrases.lemma_in(subject, frozenset({"member", "element", "hundred", "thousand", "dozen"}))
                    and phrases.is_party(subject)
                )
            )
        if name == "perfect-alone":
            return match.trigger.tag_ == "VBN" and not any(
                c.dep_ in {"xcomp", "prt", "acomp", "dobj", "ccomp"} or c.lower_ in {"to", "into", "on", "through"}
                for c in match.trigger.children
            )
        if name == "subject-is-flag":
            return subject is not None and bool(lexicon.lemmas(subject.lower_) & {"flag", "banner"})
        if name == "passive":
            return clause.passive
        if name == "is-present":
            return any(c.lower_ == "present" for c in match.trigger.children)
        if name == "road-like":
            who = clause.subject if clause.subject is not None else clause.object
            named = self.reading.names.get(who.i) if who is not None else None
            last = named.text.casefold().split()[-1] if named is not None else who.lower_ if who is not None else ""
            return bool(lexicon.lemmas(last) & _ROADS)
        if name == "driven-out":
            done = not clause.passive or match.actor is not None
            return done and (any(c.lower_ in {"out", "away"} for c in match.trigger.children) or bool(match.placed))
        if name == "place-or-the":
            bare = (
                noun is not None
                and noun.dep_ in {"nsubj", "nsubjpass"}
                and any(c.lower_ == "the" for c in noun.children)
            )
            return bool(match.placed) or bare
        if name == "not-person":
            return True
        if name == "place-in-noun":
            return bool(match.placed)
        if name == "declared":
            return bool(
                lexicon.lemmas(match.clause.lower_) & {"declare", "list", "report", "announce", "proclaim"}
            ) or match.clause.lemma_ in {"declare", "list", "report", "announce", "proclaim"}
        if name == "not-object-of-taking":
            taking = {"take", "gain", "regain", "lose", "seize", "secure", "establish", "win"}
            return noun is None or not lexicon.lemmas(noun.head.lower_) & taking
        if name == "not-under-control":
            return not any(
                p in {"under", "in"}
                and lexicon.lemmas(o.lower_)
                & {"control", "hand", "place", "doubt", "touch", "talks", "power", "custody"}
                for p, o in parts(match.trigger)
            )
        if name == "still":
            return any(t.lower_ in {"still", "yet"} for t in match.trigger.children)
        if name == "not-still":
            return not any(t.lower_ in {"still", "yet", "no"} for t in match.trigger.children)
        if name == "advance-prep":
            named = match.placed.mentions != [] or match.placed.pointer is not None or match.placed.area is not None
            return named or (
                match.placed.unnamed
                and any(p in {"into", "through", "onto", "toward", "towards"} for p, _ in parts(match.trigger))
            )
        if name == "party-owner":
            return match.actor is not None
        if name == "ground":
            return match.trigger.lemma_ != "target" and not self._by_air(subject, match)
        if name == "air":
            return self._by_air(subject, match)
        if name == "ground-noun":
            return noun is not None and not self._air_noun(noun)
        if name == "air-noun":
            return noun is not None and self._air_noun(noun)
        if name == "strike-sense":
            return (
                noun is None
                or noun.lemma_.lower() not in {"fire", "drone", "shell", "rocket", "missile", "mortar"}
                or bool(match.placed)
            )
        if name == "main-noun":
            return (
                noun is not None
                and not any(c.lower_ in {"such", "any", "similar", "further", "future", "no"} for c in noun.children)
                and bool(match.placed)
            )
        if name == "not-object-of-launch":
            return noun is not None and noun.i not in self.used
        if name == "not-of-event":
            if noun is None or any(
                c.lower_ in {"court", "legal", "election", "fire", "cultural", "no"} for c in noun.children
            ):
                return False
            aside = noun.dep_ == "pobj" and noun.head.lower_ in {
                "after",
                "amid",
                "since",
                "of",
                "from",
                "following",
                "despite",
                "during",
                "by",
                "with",
                "before",
                "in",
                "amidst",
                "without",
                "to",
                "for",
            }
            return not aside or bool(match.placed.mentions)
        if name == "deal-is-war":
            return noun is not None and (
                noun.lower_ in {"truce", "ceasefire", "cease", "armistice"}
                or match.actor is not None
                or any(
                    t.lower_
                    in {
                        "ceasefire",
                        "truce",
                        "withdrawal",
                        "evacuation",
                        "surrender",
                        "peace",
                        "reconciliation",
                        "hostilities",
                        "fighting",
                        "rebels",
                    }
                    for t in match.clause.subtree
                )
            )
        if name == "in-force":
            return any(
                (lexicon.lemmas(v.lower_) | {v.lemma_})
                & {
                    "take",
                    "come",
                    "hold",
                    "begin",
                    "enter",
                    "start",
                    "collapse",
                    "break",
                    "announce",
                    "declare",
                    "agree",
                    "reach",
                    "sign",
                    "observe",
                    "extend",
                    "expire",
                    "end",
                    "be",
                    "go",
                }
                for v in [match.clause]
                if v is not noun
            )
        if name == "access-verb":
            verb = match.clause
            return verb is not noun and bool(
                (lexicon.lemmas(verb.lower_) | {verb.lemma_})
                & {
                    "enter",
                    "reach",
                    "block",
                    "allow",
                    "deliver",
                    "prevent",
                    "deny",
                    "bring",
                    "send",
                    "halt",
                    "restrict",
                    "open",
                    "arrive",
                    "let",
                    "permit",
                    "resume",
                }
            )
        return True

    def _placey(self, head: Token) -> bool:
        """True when a phrase stands for ground: a name, a settlement, a stretch of land, or a word that leads to one."""
        phrases = self.phrases
        kind = phrases.kind(head)
        if kind in {"fighters", "party", "civil", "other"} and not phrases.lemma_in(
            head, frozenset({"number", "dozen", "hundred", "string", "series", "majority", "percent"})
        ):
            return False
        if head.lower_ in {
            "many",
            "most",
            "some",
            "several",
            "much",
            "all",
            "part",
            "parts",
            "half",
            "rest",
            "majority",
        }:
            inner = next((o for p, o in parts(head) if p == "of"), None)
            return inner is not None and self._placey(inner)
        placed = phrases.placed(head)
        if placed.mentions or placed.pointer is not None or placed.area is not None:
            return True
        return placed.unnamed and phrases.lemma_in(head, _GROUND)

    def _by_air(self, subject: Token | None, match: Match) -> bool:
        air = self.lexicon.nouns["air"]
        near = [t for t in (subject, match.trigger) if t is not None]
        for one in near:
            if (self.phrases.lemma_in(one, air) and one is not match.trigger) or any(
                self.phrases.lemma_in(c, air) for c in one.children if c.dep_ in {"compound", "amod", "conj", "nmod"}
            ):
                return True
            if any(p in {"with", "by", "in", "from"} and self.phrases.lemma_in(o, air) for p, o in parts(one)):
                return True
        return False

    def _air_noun(self, noun: Token) -> bool:
        air = self.lexicon.nouns["air"]
        low = noun.lower_
        if low.startswith("airstrike") or self.lexicon.lemmas(low) & {
            "shelling",
            "bombardment",
            "barrage",
            "airstrike",
            "shell",
            "rocket",
            "missile",
            "mortar",
            "sortie",
            "bomb",
            "munition",
            "drone",
            "artillery",
            "salvo",
        }:
            return True
        before = [t for t in noun.lefts if t.dep_ in {"compound", "amod", "nmod", "poss"}]
        words = {x.lower_ for t in before for x in t.subtree} | ({noun.doc[noun.i - 1].lower_} if noun.i else set())
        if any(self.lexicon.lemmas(w) & air or w in air for w in words):
            return True
        if self.lexicon.lemmas(low) & {"strike"}:
            return not any(t.lower_ in {"general", "hunger", "labour", "labor", "preemptive"} for t in before)
        if self.lexicon.lemmas(low) & {"raid"}:
            return any(w == "coalition" for w in words)
        return bool(self.lexicon.lemmas(low) & {"bombing"}) and not any(
            t.lower_ in {"suicide", "car", "roadside", "truck", "bus"} for t in before
        )


_ROADS = frozenset(
    {
        "road",
        "route",
        "highway",
        "line",
        "crossing",
        "corridor",
        "bridge",
        "border",
        "passage",
        "motorway",
        "lifeline",
        "supply",
    }
)
_GROUND = frozenset(
    [
        "town",
        "village",
        "city",
        "hamlet",
        "district",
        "neighbourhood",
        "neighborhood",
        "suburb",
        "quarter",
        "settlement",
        "area",
        "region",
        "province",
        "governorate",
        "township",
        "territory",
        "land",
        "ground",
        "hill",
        "hilltop",
        "height",
        "mountain",
        "swath",
        "swathe",
        "stretch",
        "airport",
        "airbase",
        "base",
        "camp",
        "position",
        "checkpoint",
        "outpost",
        "post",
        "headquarters",
        "crossing",
        "bridge",
        "road",
        "highway",
        "junction",
        "barracks",
        "stronghold",
        "zone",
        "locality",
        "community",
        "part",
        "kilometre",
        "kilometer",
        "point",
        "site",
        "field",
        "dam",
        "building",
    ]
)


def _relation(prep: str) -> Relation:
    if prep in NEAR_WORDS:
        return Relation.NEAR
    if prep.endswith(" of") and prep != "outskirts of":
        return Relation.DISTANT
    if prep in {"toward", "towards"}:
        return Relation.TOWARDS
    return Relation.AT


def governing(token: Token) -> list[Token]:
    """The verbs above a token, nearest first."""
    return list(verbs_up(token))
