"""Guards: what must hold before a frame that matched is believed. A table of small tests, named by the frames' data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from whoholds.find.grammar import Clause, parts, verbs_up
from whoholds.find.lexicon import Frame
from whoholds.find.match import Match
from whoholds.find.phrases import PARTIES
from whoholds.find.slots import Slots
from whoholds.find.tree import Token


@dataclass(frozen=True, slots=True)
class Case:
    """What a guard judges: a match, its clause, and the noun the frame turns on, if it turns on one."""

    slots: Slots
    match: Match
    clause: Clause
    noun: Token | None

    @property
    def subject(self) -> Token | None:
        """Who does it."""
        return self.clause.subject

    @property
    def object(self) -> Token | None:
        """Who or what suffers it."""
        return self.clause.object

    def kind(self, token: Token) -> str:
        """What a phrase stands for."""
        return self.slots.phrases.kind(token)

    def means(self, token: Token, term: str) -> bool:
        """True when the word belongs to a list of the language file."""
        words = self.slots.lexicon.terms[term]
        return token.lower_ in words or token.lemma_ in words or bool(self.slots.lexicon.lemmas(token.lower_) & words)

    def around(self, token: Token | None, term: str) -> bool:
        """True when a word that hangs on the token belongs to the list."""
        return token is not None and any(child.lower_ in self.slots.lexicon.terms[term] for child in token.children)


def allowed(slots: Slots, frame: Frame, match: Match, clause: Clause, noun: Token | None) -> bool:
    """True when every guard of the frame holds."""
    case = Case(slots, match, clause, noun)
    return all(GUARDS[name](case) for name in sorted(frame.guards))


def _is_ground(case: Case, token: Token | None) -> bool:
    return token is not None and case.slots.is_ground(token)


def _object_is_party(case: Case) -> bool:
    found = case.object
    return found is not None and (case.kind(found) in PARTIES | {"pronoun"} or found.text.isupper())


def _object_is_target(case: Case) -> bool:
    found = case.object
    return found is None or case.slots.phrases.is_party(found) or case.slots.is_ground(found) or bool(case.match.placed)


def _needs_place(case: Case) -> bool:
    placed, head = case.match.placed, case.match.place_head
    ground = head is None or case.means(head, "ground") or case.means(head, "amounts")
    return bool(placed.mentions) or placed.area is not None or placed.pointer is not None or (placed.unnamed and ground)


def _not_a_machine(case: Case) -> bool:
    """Shells and aircraft take no towns."""
    subject, air = case.subject, case.slots.lexicon.nouns["air"] - {"tank"}
    return subject is None or case.match.type == "strike" or not case.slots.phrases.lemma_in(subject, air)


def _subject_is_party(case: Case) -> bool:
    subject, phrases = case.subject, case.slots.phrases
    if not _not_a_machine(case):
        return False
    if subject is None or case.slots.lexicon.lemmas(subject.lower_) & case.slots.lexicon.terms["events"]:
        return True
    return phrases.is_party(subject) or (case.kind(subject) == "name" and not phrases.is_person(subject))


def _subject_is_fighters(case: Case) -> bool:
    subject, phrases = case.subject, case.slots.phrases
    if subject is None or not _not_a_machine(case):
        return False
    if case.kind(subject) in {"fighters", "party"} or subject.lower_ in {"they", "we"}:
        return True
    if subject.lower_ == "it":  # "the army said it had pushed into"
        teller = next(
            (t for v in verbs_up(subject) for t in v.children if t.dep_ == "nsubj" and t is not subject), None
        )
        return teller is not None and case.kind(teller) in {"fighters", "party"}
    if subject.tag_ == "NNPS" and case.kind(subject) == "name":
        return True
    return case.means(subject, "members") and phrases.is_party(subject)


def _mover_is_fighters(case: Case) -> bool:
    """Who moves: the subject, or in "were bound for" the one that the passive makes suffer."""
    mover = case.subject if case.subject is not None else case.object
    return mover is not None and (
        case.kind(mover) in {"fighters", "party"}
        or (case.kind(mover) == "other" and case.slots.phrases.is_party(mover))
        or mover.lower_ in {"they", "we"}
        or mover.tag_ == "NNPS"
    )


def _perfect_alone(case: Case) -> bool:
    goes_on = {"xcomp", "prt", "acomp", "dobj", "ccomp"}
    children = list(case.match.trigger.children)
    return case.match.trigger.tag_ == "VBN" and not any(
        c.dep_ in goes_on or c.lower_ in {"to", "into", "on", "through"} for c in children
    )


def _road_like(case: Case) -> bool:
    who = case.subject if case.subject is not None else case.object
    if who is None:
        return False
    named = case.slots.reading.names.get(who.i)
    last = named.text.casefold().split()[-1] if named is not None else who.lower_
    return bool(case.slots.lexicon.lemmas(last) & case.slots.lexicon.terms["roads"])


def _driven_out(case: Case) -> bool:
    done = not case.clause.passive or case.match.actor is not None
    return done and (any(c.lower_ in {"out", "away"} for c in case.match.trigger.children) or bool(case.match.placed))


def _subject_is_bomb(case: Case) -> bool:
    who = case.subject if case.subject is not None else case.object
    return who is not None and case.slots.phrases.lemma_in(who, case.slots.lexicon.nouns["bombs"])


def _subject_means(term: str) -> Callable[[Case], bool]:
    """True when who does it, or suffers it, is one of a list of nouns."""
    return lambda case: any(case.means(t, term) for t in (case.subject, case.object) if t is not None)


def _by_air_alone(case: Case) -> bool:
    """A garrison fed "only from the air" is cut off; one fed by road is not."""
    verb = case.match.trigger
    return any(case.means(o, "airlifts") for p, o in parts(verb) if p in {"by", "from", "with"})


def _not_nature(case: Case) -> bool:
    """Floods and protesters close roads without a war."""
    subject = case.subject
    return subject is None or not case.slots.phrases.lemma_in(subject, case.slots.lexicon.nouns["nature"])


def _from_the_air(case: Case) -> bool:
    """True for "air raids" and for "raids" that aircraft carry out."""
    if case.noun is None:
        return False
    subject, air = case.subject, case.slots.lexicon.nouns["air"] - {"tank"}
    flown = case.clause.verb is not case.noun and subject is not None and case.slots.phrases.lemma_in(subject, air)
    return flown or case.slots.air_noun(case.noun)


def _place_or_the(case: Case) -> bool:
    noun = case.noun
    bare = noun is not None and noun.dep_ in {"nsubj", "nsubjpass"} and any(c.lower_ == "the" for c in noun.children)
    return bool(case.match.placed) or bare


def _not_under_control(case: Case) -> bool:
    return not any(p in {"under", "in"} and case.means(o, "abstract") for p, o in parts(case.match.trigger))


def _advance_prep(case: Case) -> bool:
    placed, taken = case.match.placed, next((c for c in case.match.trigger.children if c.dep_ == "dobj"), None)
    if taken is not None and case.slots.phrases.placed(taken).mentions:
        return False  # "stormed the Velin prison on the outskirts": the prison was stormed
    named = bool(placed.mentions) or placed.pointer is not None or placed.area is not None
    inward = {"into", "through", "onto", "toward", "towards"}
    return named or (placed.unnamed and any(p in inward for p, _ in parts(case.match.trigger)))


def _strike_sense(case: Case) -> bool:
    return case.noun is None or not case.means(case.noun, "ammunition") or bool(case.match.placed)


def _main_noun(case: Case) -> bool:
    return case.noun is not None and not case.around(case.noun, "vague") and bool(case.match.placed)


def _not_of_event(case: Case) -> bool:
    """Told in passing ("after hard fighting"), there was fighting only where the text says where."""
    noun = case.noun
    if noun is None or case.around(noun, "civil_fights"):
        return False
    aside = noun.dep_ == "pobj" and noun.head.lower_ in case.slots.lexicon.terms["aside"]
    return not aside or bool(case.match.placed.mentions)


def _deal_is_war(case: Case) -> bool:
    noun, words = case.noun, case.slots.lexicon.terms["war"]
    if noun is None:
        return False
    at_war = any(t.lower_ in words for t in case.match.clause.subtree)
    return case.means(noun, "truces") or case.match.actor is not None or at_war


def _not_for_a_cause(case: Case) -> bool:
    """A reason to fight is no fight: "fighting for autonomy"; "fighting for the town" is one."""
    aims = [one for p, one in parts(case.match.trigger) if p == "for"]
    cause = any(not case.slots.is_ground(one) and case.kind(one) == "other" for one in aims)
    return not cause or bool(case.match.placed.mentions) or case.match.target is not None


def _verb_means(term: str) -> Callable[[Case], bool]:
    return lambda case: case.match.clause is not case.noun and case.means(case.match.clause, term)


GUARDS: Mapping[str, Callable[[Case], bool]] = {
    "object-is-place": lambda case: _is_ground(case, case.object),
    "subject-is-place": lambda case: _is_ground(case, case.subject),
    "place-or-party": lambda case: (
        _is_ground(case, case.object) or (case.object is not None and case.slots.phrases.is_party(case.object))
    ),
    "object-is-party": _object_is_party,
    "object-is-troops": lambda case: case.object is not None and case.kind(case.object) == "fighters",
    "object-is-target": _object_is_target,
    "not-object-party": lambda case: case.object is None or case.kind(case.object) not in PARTIES | {"civil"},
    "needs-place": _needs_place,
    "needs-actor": lambda case: case.match.actor is not None,
    "needs-place-or-actor": lambda case: bool(case.match.placed) or case.match.actor is not None,
    "place-or-the": _place_or_the,
    "subject-is-party": _subject_is_party,
    "subject-is-fighters": _subject_is_fighters,
    "subject-is-flag": lambda case: case.subject is not None and case.means(case.subject, "flags"),
    "subject-is-bomb": _subject_is_bomb,
    "not-nature": _not_nature,
    "one-party": lambda case: case.subject is None or case.object is None,
    "intransitive": lambda case: case.object is None and not case.clause.passive,
    "mover-is-fighters": _mover_is_fighters,
    "not-by-air": lambda case: not case.slots.by_air(case.subject, case.match),
    "object-is-people": lambda case: case.object is not None and case.kind(case.object) in {"civil", "fighters"},
    "subject-is-reinforcements": _subject_means("reinforcements"),
    "subject-unnamed": lambda case: case.subject is not None and case.subject.i not in case.slots.reading.names,
    "subject-is-noose": _subject_means("nooses"),
    "subject-is-fighting": _subject_means("fightings"),
    "by-air-alone": _by_air_alone,
    "passive": lambda case: case.clause.passive,
    "perfect-alone": _perfect_alone,
    "is-present": lambda case: any(c.lower_ == "present" for c in case.match.trigger.children),
    "still": lambda case: any(c.lower_ in {"still", "yet"} for c in case.match.trigger.children),
    "not-still": lambda case: not any(c.lower_ in {"still", "yet", "no"} for c in case.match.trigger.children),
    "not-peaceful": lambda case: case.subject is None or not case.means(case.subject, "peaceful"),
    "subject-is-front": lambda case: case.subject is not None and case.means(case.subject, "fronts"),
    "subject-is-shots": lambda case: any(case.means(t, "shots") for t in (case.subject, case.object) if t is not None),
    "is-here": lambda case: any(
        c.lower_ in {"here", "there"} and c.dep_ == "advmod" for c in case.match.trigger.children
    ),
    "not-a-month": lambda case: case.noun is None or case.noun.text != "March",
    "subject-no-ground": lambda case: case.subject is None or case.kind(case.subject) != "kind",
    "not-for-a-cause": _not_for_a_cause,
    "back": lambda case: any(c.lower_ in {"back", "again"} for c in case.clause.verb.children),
    "not-since": lambda case: all(p != "since" for p, _ in parts(case.clause.verb)),
    "road-like": _road_like,
    "driven-out": _driven_out,
    "declared": lambda case: case.means(case.match.clause, "declaring"),
    "not-object-of-taking": lambda case: case.noun is None or not case.means(case.noun.head, "taking"),
    "not-under-control": _not_under_control,
    "advance-prep": _advance_prep,
    "ground": lambda case: case.match.trigger.lemma_ != "target" and not case.slots.by_air(case.subject, case.match),
    "air": lambda case: case.slots.by_air(case.subject, case.match),
    "ground-noun": lambda case: case.noun is not None and not _from_the_air(case),
    "air-noun": _from_the_air,
    "strike-sense": _strike_sense,
    "main-noun": _main_noun,
    "not-object-of-launch": lambda case: case.noun is not None and case.noun.i not in case.slots.used,
    "not-of-event": _not_of_event,
    "deal-is-war": _deal_is_war,
    "in-force": _verb_means("coming"),
    "access-verb": _verb_means("access"),
}
