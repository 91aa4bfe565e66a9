"""Guards: what must hold before a frame that matched is believed. A table of small tests, named by the frames' data."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from whoholds.find.grammar import Clause, parts
from whoholds.find.judging import (
    Case,
    advance_prep,
    bare_ground,
    by_air_alone,
    deal_is_war,
    driven_out,
    from_the_air,
    is_ground,
    main_noun,
    mover_is_fighters,
    named_there,
    needs_place,
    not_for_a_cause,
    not_lasting,
    not_left_so,
    not_nature,
    not_occupying,
    not_of_event,
    not_under_control,
    object_is_party,
    object_is_target,
    of_shots,
    outward,
    perfect_alone,
    place_or_the,
    road_like,
    strike_sense,
    subject_is_bomb,
    subject_is_fighters,
    subject_is_party,
    subject_means,
    told_before_verb,
    verb_means,
)
from whoholds.find.lexicon import Frame
from whoholds.find.match import Match
from whoholds.find.phrases import PARTIES
from whoholds.find.slots import Slots
from whoholds.find.tree import Token


def allowed(slots: Slots, frame: Frame, match: Match, clause: Clause, noun: Token | None) -> bool:
    """True when every guard of the frame holds."""
    case = Case(slots, match, clause, noun)
    return all(GUARDS[name](case) for name in sorted(frame.guards))


GUARDS: Mapping[str, Callable[[Case], bool]] = {
    "object-is-place": lambda case: is_ground(case, case.object),
    "subject-is-place": lambda case: is_ground(case, case.subject),
    "place-or-party": lambda case: (
        is_ground(case, case.object) or (case.object is not None and case.slots.phrases.is_party(case.object))
    ),
    "object-is-party": object_is_party,
    "object-is-troops": lambda case: case.object is not None and case.kind(case.object) == "fighters",
    "object-is-target": object_is_target,
    "nobody-else-moved": lambda case: (
        not case.clause.passive or case.object is None or case.kind(case.object) != "civil"
    ),
    "not-object-party": lambda case: case.object is None or case.kind(case.object) not in PARTIES | {"civil"},
    "needs-place": needs_place,
    "needs-actor": lambda case: case.match.actor is not None,
    "told-before-verb": told_before_verb,
    "needs-place-or-actor": lambda case: bool(case.match.placed) or case.match.actor is not None,
    "place-or-the": place_or_the,
    "subject-is-party": subject_is_party,
    "subject-is-fighters": subject_is_fighters,
    "subject-is-flag": lambda case: case.subject is not None and case.means(case.subject, "flags"),
    "subject-is-bomb": subject_is_bomb,
    "not-nature": not_nature,
    "one-party": lambda case: case.subject is None or case.object is None,
    "intransitive": lambda case: case.object is None and not case.clause.passive,
    "mover-is-fighters": mover_is_fighters,
    "not-by-air": lambda case: not case.slots.by_air(case.subject, case.match),
    "object-is-people": lambda case: case.object is not None and case.kind(case.object) in {"civil", "fighters"},
    "subject-is-reinforcements": subject_means("reinforcements"),
    "subject-unnamed": lambda case: case.subject is not None and case.subject.i not in case.slots.reading.names,
    "subject-is-noose": subject_means("nooses"),
    "subject-is-fighting": subject_means("fightings"),
    "by-air-alone": by_air_alone,
    "passive": lambda case: case.clause.passive,
    "perfect-alone": perfect_alone,
    "is-present": lambda case: any(
        c.lower_ in case.slots.lexicon.terms["present"] for c in case.match.trigger.children
    ),
    "still": lambda case: any(c.lower_ in case.slots.lexicon.terms["still"] for c in case.match.trigger.children),
    "not-still": lambda case: (
        not any(c.lower_ in case.slots.lexicon.terms["still_or_no"] for c in case.match.trigger.children)
    ),
    "not-peaceful": lambda case: case.subject is None or not case.means(case.subject, "peaceful"),
    "subject-is-front": lambda case: case.subject is not None and case.means(case.subject, "fronts"),
    "subject-is-shots": lambda case: any(case.means(t, "shots") for t in (case.subject, case.object) if t is not None),
    "is-here": lambda case: any(
        c.lower_ in case.slots.lexicon.terms["here"] and c.dep_ == "advmod" for c in case.match.trigger.children
    ),
    "not-a-month": lambda case: case.noun is None or case.noun.text not in case.slots.lexicon.terms["months"],
    "subject-no-ground": lambda case: case.subject is None or case.kind(case.subject) != "kind",
    "not-for-a-cause": not_for_a_cause,
    "back": lambda case: any(c.lower_ in case.slots.lexicon.terms["again"] for c in case.clause.verb.children),
    "of-shots": of_shots,
    "outward": outward,
    "not-outward": lambda case: not outward(case),
    "stays": lambda case: not case.means(case.match.trigger, "being") or case.around(case.match.trigger, "stays"),
    "bare-ground": bare_ground,
    "not-left-so": not_left_so,
    "not-lasting": not_lasting,
    "named-there": named_there,
    "not-relative": lambda case: case.match.trigger.dep_ not in {"relcl", "acl"},
    "not-occupying": not_occupying,
    "no-object": lambda case: not any(c.dep_ in {"dobj", "xcomp", "ccomp"} for c in case.match.trigger.children),
    "not-since": lambda case: all(p != "since" for p, _ in parts(case.clause.verb)),
    "road-like": road_like,
    "driven-out": driven_out,
    "declared": lambda case: case.means(case.match.clause, "declaring"),
    "not-object-of-taking": lambda case: case.noun is None or not case.means(case.noun.head, "taking"),
    "not-under-control": not_under_control,
    "advance-prep": advance_prep,
    "ground": lambda case: (
        not case.means(case.match.trigger, "aims_at") and not case.slots.by_air(case.subject, case.match)
    ),
    "air": lambda case: case.slots.by_air(case.subject, case.match),
    "ground-noun": lambda case: case.noun is not None and not from_the_air(case),
    "air-noun": from_the_air,
    "strike-sense": strike_sense,
    "main-noun": main_noun,
    "not-object-of-launch": lambda case: case.noun is not None and case.noun.i not in case.slots.used,
    "not-of-event": not_of_event,
    "deal-is-war": deal_is_war,
    "in-force": verb_means("coming"),
    "access-verb": verb_means("access"),
}
