"""The longer tests behind the guards: what a match must be before it is believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from whoholds.find.grammar import Clause, parts, verbs_up
from whoholds.find.match import Match
from whoholds.find.phrases import PARTIES
from whoholds.find.slots import Slots
from whoholds.find.tree import Token, written


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


def is_ground(case: Case, token: Token | None) -> bool:
    """True when the phrase is there and stands for ground."""
    return token is not None and case.slots.is_ground(token)


def object_is_party(case: Case) -> bool:
    """True when a party suffers it."""
    found = case.object
    return found is not None and (case.kind(found) in PARTIES | {"pronoun"} or found.text.isupper())


def object_is_target(case: Case) -> bool:
    """True unless what suffers it can be no target."""
    found = case.object
    return found is None or case.slots.phrases.is_party(found) or case.slots.is_ground(found) or bool(case.match.placed)


def needs_place(case: Case) -> bool:
    """True when the match says where."""
    placed, head = case.match.placed, case.match.place_head
    ground = head is None or case.means(head, "ground") or case.means(head, "amounts")
    return bool(placed.mentions) or placed.area is not None or placed.pointer is not None or (placed.unnamed and ground)


def not_a_machine(case: Case) -> bool:
    """Shells and aircraft take no towns."""
    subject, air = case.subject, case.slots.lexicon.nouns["air"] - case.slots.lexicon.terms["on_wheels"]
    return subject is None or case.match.type == "strike" or not case.slots.phrases.lemma_in(subject, air)


def subject_is_party(case: Case) -> bool:
    """True unless whoever does it can be no party."""
    subject, phrases = case.subject, case.slots.phrases
    if not not_a_machine(case):
        return False
    if subject is None or case.slots.lexicon.lemmas(subject.lower_) & case.slots.lexicon.terms["events"]:
        return True
    return phrases.is_party(subject) or (case.kind(subject) == "name" and not phrases.is_person(subject))


def subject_is_fighters(case: Case) -> bool:
    """True when armed people do it."""
    subject, phrases = case.subject, case.slots.phrases
    if subject is None or not not_a_machine(case):
        return False
    if case.kind(subject) in {"fighters", "party"} or subject.lower_ in case.slots.lexicon.terms["bands_said"]:
        return True
    if subject.lower_ in case.slots.lexicon.terms["thing_said"]:  # "the army said it had pushed into"
        teller = next(
            (t for v in verbs_up(subject) for t in v.children if t.dep_ == "nsubj" and t is not subject), None
        )
        return teller is not None and case.kind(teller) in {"fighters", "party"}
    if subject.tag_ == "NNPS" and case.kind(subject) == "name":
        return True
    return case.means(subject, "members") and phrases.is_party(subject)


def mover_is_fighters(case: Case) -> bool:
    """Who moves: the subject, or in "were bound for" the one that the passive makes suffer."""
    mover = case.subject if case.subject is not None else case.object
    return mover is not None and (
        case.kind(mover) in {"fighters", "party"}
        or (case.kind(mover) == "other" and case.slots.phrases.is_party(mover))
        or mover.lower_ in case.slots.lexicon.terms["bands_said"]
        or mover.tag_ == "NNPS"
    )


def perfect_alone(case: Case) -> bool:
    """True for "have gone" and nothing more."""
    goes_on = {"xcomp", "prt", "acomp", "dobj", "ccomp"}
    children = list(case.match.trigger.children)
    return case.match.trigger.tag_ == "VBN" and not any(
        c.dep_ in goes_on or c.lower_ in {"to", "into", "on", "through"} for c in children
    )


def road_like(case: Case) -> bool:
    """True when it is said of a road, a crossing, a border."""
    who = case.subject if case.subject is not None else case.object
    if who is None:
        return False
    named = case.slots.reading.names.get(who.i)
    last = named.text.casefold().split()[-1] if named is not None else who.lower_
    return bool(case.slots.lexicon.lemmas(last) & case.slots.lexicon.terms["roads"])


def driven_out(case: Case) -> bool:
    """True when somebody was driven out of somewhere by somebody."""
    done = not case.clause.passive or case.match.actor is not None
    return done and (
        any(c.lower_ in case.slots.lexicon.terms["away"] for c in case.match.trigger.children)
        or bool(case.match.placed)
    )


def subject_is_bomb(case: Case) -> bool:
    """True when it is said of a planted bomb."""
    who = case.subject if case.subject is not None else case.object
    return who is not None and case.slots.phrases.lemma_in(who, case.slots.lexicon.nouns["bombs"])


def subject_means(term: str) -> Callable[[Case], bool]:
    """True when who does it, or suffers it, is one of a list of nouns."""
    return lambda case: any(case.means(t, term) for t in (case.subject, case.object) if t is not None)


def by_air_alone(case: Case) -> bool:
    """A garrison fed "only from the air" is cut off; one fed by road is not."""
    verb = case.match.trigger
    return any(case.means(o, "airlifts") for p, o in parts(verb) if p in {"by", "from", "with"})


def not_nature(case: Case) -> bool:
    """Floods and protesters close roads without a war."""
    subject = case.subject
    return subject is None or not case.slots.phrases.lemma_in(subject, case.slots.lexicon.nouns["nature"])


def from_the_air(case: Case) -> bool:
    """True for "air raids" and for "raids" that aircraft carry out."""
    if case.noun is None:
        return False
    subject, air = case.subject, case.slots.lexicon.nouns["air"] - case.slots.lexicon.terms["on_wheels"]
    flown = case.clause.verb is not case.noun and subject is not None and case.slots.phrases.lemma_in(subject, air)
    return flown or case.slots.air_noun(case.noun)


def place_or_the(case: Case) -> bool:
    """True when a place is named, or "the capture" leads back to one."""
    noun = case.noun
    bare = (
        noun is not None
        and noun.dep_ in {"nsubj", "nsubjpass"}
        and any(c.lower_ in case.slots.lexicon.terms["article"] for c in noun.children)
    )
    return bool(case.match.placed) or bare


def not_under_control(case: Case) -> bool:
    """False for "is in control" and the like, which other frames read."""
    return not any(p in {"under", "in"} and case.means(o, "abstract") for p, o in parts(case.match.trigger))


def advance_prep(case: Case) -> bool:
    """True when the way leads somewhere."""
    placed, taken = case.match.placed, next((c for c in case.match.trigger.children if c.dep_ == "dobj"), None)
    if taken is not None and case.slots.phrases.placed(taken).mentions:
        return False  # "stormed the Velin prison on the outskirts": the prison was stormed
    named = bool(placed.mentions) or placed.pointer is not None or placed.area is not None
    inward = {"into", "through", "onto", "toward", "towards"}
    return named or (placed.unnamed and any(p in inward for p, _ in parts(case.match.trigger)))


def strike_sense(case: Case) -> bool:
    """True unless "fire" or "drone" stands for a thing and no place was hit."""
    return case.noun is None or not case.means(case.noun, "ammunition") or bool(case.match.placed)


def main_noun(case: Case) -> bool:
    """True when this fight is told of for its own sake, somewhere."""
    return case.noun is not None and not case.around(case.noun, "vague") and bool(case.match.placed)


def not_of_event(case: Case) -> bool:
    """Told in passing ("after hard fighting"), there was fighting only where the text says where."""
    noun = case.noun
    if noun is None or case.around(noun, "civil_fights"):
        return False
    aside = noun.dep_ == "pobj" and noun.head.lower_ in case.slots.lexicon.terms["aside"]
    return not aside or bool(case.match.placed.mentions)


def deal_is_war(case: Case) -> bool:
    """True when the deal is one between parties at war."""
    noun, words = case.noun, case.slots.lexicon.terms["war"]
    if noun is None:
        return False
    doer = case.match.actor
    at_war = any(t.lower_ in words for t in case.match.clause.subtree)
    return case.means(noun, "truces") or at_war or (doer is not None and case.kind(doer) in PARTIES)


def not_for_a_cause(case: Case) -> bool:
    """A reason to fight is no fight: "fighting for autonomy"; "fighting for the town" is one."""
    aims = [one for p, one in parts(case.match.trigger) if p == "for"]
    cause = any(not case.slots.is_ground(one) and case.kind(one) == "other" for one in aims)
    return not cause or bool(case.match.placed.mentions) or case.match.target is not None


def of_shots(case: Case) -> bool:
    """True for an exchange "of fire"."""
    return case.noun is not None and any(p == "of" and case.means(one, "shooting_at") for p, one in parts(case.noun))


def outward(case: Case) -> bool:
    """True for a way that leads out: "streamed out of Harn", "walked away from the front"."""
    ways = [p for p, _ in parts(case.match.trigger)]
    return any(p in {"out of", "away from"} for p in ways)


def bare_ground(case: Case) -> bool:
    """True when what is had is ground and no more: "had the bridge", not "had two bases to close"."""
    held = case.object
    goes_on = {"relcl", "acl", "xcomp", "advcl"}
    verb = case.match.trigger
    return (
        held is not None
        and not any(c.dep_ in goes_on for c in held.children)
        and not any(c.dep_ in {"xcomp", "ccomp", "oprd"} for c in verb.children)
    )


def not_left_so(case: Case) -> bool:
    """False for what is left in a state, behind or by others: "left in ruins", "left under army control"."""
    verb, hands = case.match.trigger, case.slots.lexicon.terms["hands"]
    if verb.lower_ not in case.slots.lexicon.terms["leaving"]:
        return True
    if written(verb.doc[verb.i + 1 : verb.i + 2]) in case.slots.lexicon.terms["left_behind"] or case.clause.passive:
        return False
    if any(case.slots.lexicon.lemmas(t.lower_) & hands for t in verb.subtree if t.dep_ == "pobj"):
        return False
    left = [c for c in verb.children if c.i > verb.i and c.dep_ in {"acomp", "oprd", "ccomp", "xcomp"}]
    return all(
        c.dep_ == "xcomp" and c.tag_ == "VB" and case.object is not None for c in left
    )  # "left Harn to avoid losses"


def not_lasting(case: Case) -> bool:
    """False where a word says that it has long been so ("still", "firmly"), or it is told in passing of a town."""
    verb = case.clause.verb
    near = {t.lower_ for t in verb.subtree if t.dep_ in {"advmod", "neg"}}
    return verb.dep_ not in {"relcl", "acl"} and not near & case.slots.lexicon.terms["lasting"]


def named_there(case: Case) -> bool:
    """True when the place named is the one they were driven from."""
    ways = {"from", "out of", "off", "of"}
    return bool(case.match.placed.mentions) and any(p in ways for p, _ in parts(case.match.trigger))


def not_occupying(case: Case) -> bool:
    """Of one verb the present tells of a state, its past of an event: "troops occupy" and "troops occupied"."""
    verb = case.match.trigger
    return not (verb.lower_ in case.slots.lexicon.terms["states"] and verb.tag_ in {"VBP", "VBZ", "VB", "NNS"})


def verb_means(term: str) -> Callable[[Case], bool]:
    """True when the verb above the noun is one of a list."""
    return lambda case: case.match.clause is not case.noun and case.means(case.match.clause, term)


def told_before_verb(case: Case) -> bool:
    """False when the doer of an event stands behind the verb the event is subject of: "the fall is a blow to the army"."""
    event, doer = case.match.trigger, case.match.actor
    return doer is None or event.dep_ != "nsubj" or doer.i < event.head.i
