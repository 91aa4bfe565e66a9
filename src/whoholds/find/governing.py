"""What a word does to the clause or noun that hangs on it: denies it, plans it, fears it, doubts it."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.claim import Status
from whoholds.find.cues import agent, on_verb
from whoholds.find.footing import Cue, Footing, infinitive
from whoholds.find.reading import Reading
from whoholds.find.tree import Token


def governed(reading: Reading, here: Token, above: Token, footing: Footing) -> Iterator[Cue]:
    """What the word above does to what hangs on it."""
    has, lemma, dep = footing.has, above.lemma_.lower(), here.dep_
    at = reading.span_of(above.i, above.i)
    clause = dep in {"xcomp", "ccomp", "acl", "advcl", "pcomp", "csubj"}
    content = clause or dep in {"dobj", "obj", "prep", "pobj"}
    to_do = infinitive(here)
    limit = dep == "advcl" and any(
        one.dep_ in {"mark", "advmod"} and has("limits", one.lower_) for one in here.children
    )
    if limit and any(one.dep_ == "aux" and has("to_come", one.lower_) for one in above.children):
        yield Cue(rule=Status.PLANNED, span=at)  # "will not rest until Harn is ours": it is not yet
        return
    if has("deny", lemma) and content and above.pos_ == "VERB" and dep != "advcl":
        yield Cue(rule=Status.DENIED, span=at)
    if (
        to_do
        and (
            has("yet", lemma)
            or any(has("yet", one.lower_) and one.i > above.i - 2 for one in above.children if one.i < here.i)
        )
        and lemma in {"have", "yet", "be"}
    ):
        yield Cue(rule=Status.DENIED, span=at)
    if has("refuse", lemma) and dep in {"xcomp", "advcl"} and above.pos_ == "VERB" and not limit:
        yield Cue(rule=Status.DENIED, span=at)
    if has("fail", lemma) and dep in {"xcomp", "advcl", "acl"} and to_do:
        yield Cue(rule="failed", span=at)
        return
    passive = any(one.dep_ in {"auxpass", "nsubjpass"} for one in above.children)
    if (
        (
            above.pos_ == "VERB"
            and has("hedge_passive", lemma)
            and clause
            and (passive or (above.dep_ in {"acl", "advcl"} and above.tag_ == "VBN"))
            and not agent(above)
        )
        or (above.pos_ == "VERB" and has("hedge", lemma) and clause)
        or (above.pos_ == "NOUN" and has("hedge_nouns", lemma) and (clause or dep in {"prep", "pobj"}))
        or (
            above.pos_ == "NOUN"
            and has("hedge_reports", lemma)
            and (clause or dep in {"prep", "pobj"})
            and anonymous(above)
        )
    ):
        yield Cue(rule=Status.HEDGED, span=at)
    elif has("risk", lemma) and content:
        yield Cue(rule=Status.HYPOTHETICAL, span=at)
    elif (
        above.pos_ in {"VERB", "ADJ"}
        and has("plan", lemma)
        and (to_do or (dep == "prep" and has("plans_for", lemma)) or (dep == "dobj" and has("plans_something", lemma)))
    ):
        if has("calling", lemma):
            yield Cue(rule="called", span=at)
        yield Cue(rule=Status.PLANNED, span=at)
    elif (
        above.pos_ == "NOUN"
        and has("plan_nouns", lemma)
        and (to_do or (dep in {"pcomp", "pobj", "prep"} and has("plans_of", lemma)))
    ):
        if has("calls", lemma):
            yield Cue(rule="called", span=at)
        yield Cue(rule=Status.PLANNED, span=at)
    elif to_do and dep in {"advcl", "acl"} and not has("done", lemma) and not ordinal(above, footing):
        yield Cue(
            rule=Status.PLANNED,
            span=reading.span_of(here.left_edge.i if here.left_edge.lower_ == "to" else here.i, here.i),
        )
    elif (
        lemma == "be" and to_do and dep in {"xcomp", "ccomp", "acomp", "attr"} and planned_subject(above, footing)
    ) or (to_do and dep == "xcomp" and has("future_going", lemma)):
        yield Cue(rule=Status.PLANNED, span=at)
    if (
        dep in {"ccomp", "csubj", "xcomp"}
        and any(one.dep_ == "neg" for one in above.children)
        and has("unconfirmed", lemma)
    ):
        yield Cue(rule=Status.HEDGED, span=at)
    if dep in {"dobj", "pobj"} and any(one.dep_ == "neg" for one in above.children) and has("unconfirmed", lemma):
        yield Cue(rule=Status.HEDGED, span=at)


def shared(reading: Reading, here: Token, above: Token, footing: Footing) -> Iterator[Cue]:
    """What a second verb takes from the first: its modal and plan always, its "not" only after "or"."""
    joined = [one.lower_ for one in above.children if one.dep_ == "cc"]
    for cue in on_verb(reading, above, footing):
        if cue.rule == Status.DENIED and "or" not in joined and "nor" not in joined:
            continue
        if cue.rule == Status.BACKGROUND or (
            here.tag_ in {"VBD", "VBZ", "VBP"} and cue.rule in {Status.PLANNED, Status.HYPOTHETICAL}
        ):
            continue
        yield cue


def planned_subject(verb: Token, footing: Footing) -> bool:
    """True for "The aim of the operation was to cut the road"."""
    return any(one.dep_ == "nsubj" and footing.has("plan_nouns", one.lemma_.lower()) for one in verb.children)


def anonymous(noun: Token) -> bool:
    """True for reports that nobody is named for."""
    return not any(
        one.dep_ == "poss" or (one.dep_ in {"prep", "agent"} and one.lower_ in {"by", "from"}) for one in noun.children
    )


def ordinal(noun: Token, footing: Footing) -> bool:
    """True for "the third city to fall", which is no plan."""
    return any(footing.has("done", one.lower_) for one in noun.children if one.dep_ in {"amod", "nummod", "advmod"})
