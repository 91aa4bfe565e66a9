"""On what footing something is said: the first rule of seven that applies, and the words that decided it.

Denied, background, planned, hypothetical, hedged, attributed, asserted: in this order, whatever else is true. A denial
flips a claim and never drops it. The rules look at the words between the trigger and the head of its clause, never at
the names of parties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.claim import UNTOLD, Count, Speaker, Status, Told
from whoholds.find.cues import of_subject, on_noun, on_saying, on_verb, phrases_near
from whoholds.find.footing import Cue, Footing, footing_of, infinitive
from whoholds.find.governing import governed, shared
from whoholds.find.history import LONG_RUN, TOLLS, WAR_TOLL, history
from whoholds.find.reading import Reading
from whoholds.language import Language
from whoholds.text import Span

BLOWS = frozenset({"strike", "attack"})
BELIEVED = 9  # words from "believed to" to the blow: "believed to belong to the international coalition struck"
MODIFIERS = frozenset({"control_held"})  # claims that a mere modifier can make
CLIMB = 12  # heads above a trigger; deeper trees are parser noise


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The footing of one claim.

    cues     where the words stand that decided it; empty for asserted, the words of saying for attributed.
    becomes  what the claim must turn into before it is true: "attack" for an attempt that failed ("failed to take"),
             "drop" for what says nothing ("called for a ceasefire"), "" to stay as it is.
    """

    status: Status
    cues: tuple[Span, ...] = ()
    becomes: str = ""
    notes: tuple[str, ...] = ()


def verdict(
    reading: Reading,
    token: int,
    *,
    language: Language,
    speakers: Sequence[Speaker] = (),
    told: Told = UNTOLD,
    day: date | None = None,
    verb: str = "",
    counts: Sequence[Count] = (),
) -> Verdict:
    """The footing of the claim whose trigger stands at ``token``.

    counts  the people it counts: a toll of tens of thousands sums up a war.
    told  when it happened, as far as the text tells; day: the report's, from which age is counted.
    verb  the claim's, because a state that lasts is not history and a toll "since 2011" is.
    """
    footing = footing_of(language)
    day = reading.report.day if day is None else day
    cues = [*climb(reading, token, footing, verb), *phrases_near(reading, token, footing)]
    cues += list(history(reading, token, footing, told=told, day=day, verb=verb))
    cues += [
        Cue(rule=Status.BACKGROUND, span=one.span)
        for one in counts
        if max(one.low or 0, one.high or 0) >= WAR_TOLL[one.of]
    ]
    found: dict[str, list[Span]] = {}
    for cue in cues:
        found.setdefault(cue.rule, []).append(cue.span)
    running = told.last is None or told.last > day - LONG_RUN
    if verb not in TOLLS and running and (Status.PLANNED in found or Status.HYPOTHETICAL in found):
        found.pop(Status.BACKGROUND, None)  # the day is that of an operation that may still run, not of its aim
    if verb == "attack" and "tried" in found:
        found.pop(Status.PLANNED, None)  # an attempt to attack is an attack
    becomes = "attack" if "failed" in found else ""
    if verb == "agreement" and "called" in found:
        becomes = "drop"
    every = tuple(dict.fromkeys(cue.span for cue in cues))
    for status in (Status.DENIED, Status.BACKGROUND, Status.PLANNED, Status.HYPOTHETICAL, Status.HEDGED):
        if status.value in found:
            first = found[status.value]
            return Verdict(status=status, cues=tuple(dict.fromkeys((*first, *every))), becomes=becomes)
    if speakers:
        saying = tuple(one.verb for one in speakers if one.verb is not None)
        return Verdict(status=Status.ATTRIBUTED, cues=(*every, *saying), becomes=becomes)
    return Verdict(status=Status.ASSERTED, cues=every, becomes=becomes)


def climb(reading: Reading, token: int, footing: Footing, verb: str) -> Iterator[Cue]:
    """Cues on and above the trigger, as far as they govern it."""
    here = reading.doc[token]
    yield from on_noun(reading, here, footing) if here.pos_ in {"NOUN", "PROPN"} else on_verb(reading, here, footing)
    from_noun = here.pos_ in {"NOUN", "PROPN"}
    if verb in BLOWS and not from_noun:  # "jets believed to be the army's struck Velin": by whom is the claim
        for one in here.children:
            if one.dep_ == "nsubj":
                yield from (cue for cue in on_noun(reading, one, footing) if cue.rule == Status.HEDGED)
        for one in reading.doc[max(0, token - BELIEVED) : token - 1]:
            if (
                footing.has("hedge_passive", one.lemma_.lower())
                and one.tag_ in {"VBN", "VBD"}
                and one.nbor(1).lower_ == "to"
            ):
                yield Cue(rule=Status.HEDGED, span=reading.span_of(one.i, one.i))
    if verb in MODIFIERS and here.dep_ != "attr" and (from_noun or here.dep_ in {"amod", "compound", "nmod", "punct"}):
        return  # "planned to flee rebel-held Velin": who holds it is no plan
    doubted = False
    for _ in range(CLIMB):
        above = here.head
        if above == here:
            return
        dep, lemma = here.dep_, above.lemma_.lower()
        if dep == "relcl":
            return
        if doubted:  # "not possible to verify the claim that": the doubt reaches down, no denial does
            if any(one.dep_ == "neg" for one in above.children):
                yield Cue(rule=Status.HEDGED, span=reading.span_of(above.i, above.i))
            here = above
            continue
        doubted = footing.has("unconfirmed", lemma) and above.pos_ == "VERB" and infinitive(above)
        yield from governed(reading, here, above, footing)
        if dep == "acl" and here.tag_ == "VBN":  # "retake the village captured in May": a fact of its own
            if any(one.dep_ == "mark" for one in here.children):  # "rejected claims that it had been lost"
                rejected = governed(reading, above, above.head, footing)
                yield from (cue for cue in rejected if cue.rule == Status.DENIED)
            return
        if dep == "conj":
            own = any(one.dep_ in {"nsubj", "nsubjpass"} for one in here.children)
            if not own and above.pos_ in {"VERB", "AUX"} and here.pos_ in {"VERB", "AUX"}:
                yield from shared(reading, here, above, footing)
        elif dep in {"advcl", "csubj", "csubjpass"} and not infinitive(here) and here.tag_ != "VBG":
            return
        elif dep == "pcomp" and any(one.dep_ in {"nsubj", "nsubjpass"} for one in here.children):
            return  # "... after hundreds were killed": a clause of its own
        elif dep in {"nsubj", "nsubjpass"}:
            if above.lemma_.lower() == "be" or above.pos_ in {"VERB", "AUX"}:
                yield from of_subject(reading, above, footing, passive=dep == "nsubjpass")
            return
        elif dep in {
            "dobj",
            "pobj",
            "attr",
            "pcomp",
            "prep",
            "xcomp",
            "ccomp",
            "agent",
            "acomp",
            "oprd",
        } and above.pos_ in {"VERB", "AUX", "ADJ"}:
            if dep == "ccomp" and not footing.has("hedge", lemma):
                if not any(footing.has("details", one.lower_) and one.i < here.i for one in here.children):
                    yield from on_saying(reading, above, footing)
                return
            if from_noun or dep in {"xcomp", "ccomp", "acomp"}:
                if dep == "prep":
                    modality = [cue for cue in on_verb(reading, above, footing) if cue.rule != Status.DENIED.value]
                    yield from modality
                else:
                    silent = footing.has("unconfirmed", lemma)  # "has not confirmed the loss" denies nothing
                    yield from (
                        cue for cue in on_verb(reading, above, footing) if not silent or cue.rule != Status.DENIED
                    )
        elif above.pos_ in {"NOUN", "PROPN"} and dep in {"compound", "amod", "pobj", "prep", "nmod", "acl"}:
            yield from (
                cue
                for cue in on_noun(reading, above, footing)
                if cue.rule in {Status.PLANNED.value, Status.HYPOTHETICAL.value} or dep == "acl"
            )
        here = above
