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
from whoholds.find.footing import Cue, Footing, clause_head, footing_of, infinitive
from whoholds.find.history import LONG_RUN, TOLLS, WAR_TOLL, history
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
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
    for _ in range(CLIMB):
        above = here.head
        if above == here:
            return
        dep, lemma = here.dep_, above.lemma_.lower()
        if dep == "relcl":
            return
        yield from governed(reading, here, above, footing)
        if dep == "acl" and here.tag_ == "VBN":
            return  # "retake the village captured in May": a fact of its own
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
                if not any(one.lower_ in DETAILS and one.i < here.i for one in here.children):
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


def on_verb(reading: Reading, verb: Token, footing: Footing) -> Iterator[Cue]:
    """Cues among the verb's own words: negation, modal, condition, adverb."""
    has = footing.has
    marks = [
        one for one in verb.children if one.dep_ in {"aux", "auxpass", "neg", "mark", "advmod", "preconj", "det", "cc"}
    ]
    helpers = [
        one for one in verb.children if one.dep_ == "auxpass" or (one.dep_ == "aux" and one.lemma_ in {"be", "have"})
    ]
    marks += [one for helper in helpers for one in helper.children if one.dep_ in {"neg", "advmod"}]
    for mark in marks:
        word, at = mark.lower_, reading.span_of(mark.i, mark.i)
        if mark.dep_ in {"neg", "preconj", "cc", "advmod"} and has("negations", word) and not merely(mark):
            yield Cue(rule=Status.DENIED, span=at)
        elif mark.dep_ in {"aux", "auxpass"} and has("future", word):
            yield Cue(rule=Status.HYPOTHETICAL if conditional(verb, footing) else Status.PLANNED, span=at)
        elif mark.dep_ in {"aux", "auxpass"} and has("modals", word):
            yield Cue(rule=reported(verb, word, footing), span=at)
        elif mark.dep_ in {"mark", "advmod"} and has("condition_marks", word):
            yield Cue(rule=Status.HYPOTHETICAL, span=at)
        elif (mark.dep_ == "mark" and word == "whether") or (mark.dep_ == "advmod" and has("hedge_adverbs", word)):
            yield Cue(rule=Status.HEDGED, span=at)
        elif (mark.dep_ == "advmod" and has("history_adverbs", word)) or (
            mark.dep_ == "advmod"
            and has("history_before_verb", word)
            and mark.i == verb.i - 1
            and verb.tag_ in {"VBD", "VBN"}
        ):
            yield Cue(rule=Status.BACKGROUND, span=at)
    subject = next((one for one in verb.children if one.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is not None and (
        subject.lower_ in {"nobody", "none", "nothing", "neither"}
        or any(one.dep_ == "det" and has("no", one.lower_) for one in subject.children)
    ):
        yield Cue(rule=Status.DENIED, span=reading.span_of(subject.i, subject.i))
    gained = next((one for one in verb.children if one.dep_ == "dobj"), None)
    if gained is not None and any(one.dep_ == "det" and has("no", one.lower_) for one in gained.children):
        yield Cue(rule=Status.DENIED, span=reading.span_of(gained.i, gained.i))  # "made no headway"
    if verb.i > 0 and reading.doc[verb.i - 1].lower_ in footing.words["hedge_adverbs"]:
        yield Cue(rule=Status.HEDGED, span=reading.span_of(verb.i - 1, verb.i - 1))


def on_noun(reading: Reading, noun: Token, footing: Footing) -> Iterator[Cue]:
    """Cues among the noun's own words: "no", "planned", "alleged", "believed to be"."""
    for one in noun.children:
        word, at = one.lower_, reading.span_of(one.i, one.i)
        if one.dep_ in {"det", "neg"} and footing.has("no", word):
            yield Cue(rule=Status.DENIED, span=at)
        elif one.dep_ in {"amod", "advmod", "compound", "acl", "nmod"}:
            if footing.has("hedge_adjectives", word) or footing.has("hedge_adverbs", word):
                yield Cue(rule=Status.HEDGED, span=at)
            elif footing.has("plan_adjectives", word):
                yield Cue(rule=Status.PLANNED, span=at)
            elif footing.has("risk_adjectives", word):
                yield Cue(rule=Status.HYPOTHETICAL, span=at)
            elif (
                one.dep_ == "acl"
                and one.tag_ == "VBN"
                and footing.has("hedge_passive", one.lemma_.lower())
                and one.lemma_ != "report"
            ):
                yield Cue(rule=Status.HEDGED, span=at)


def merely(mark: Token) -> bool:
    """True for "not only", "nor" and "without" that deny something else."""
    after = mark.nbor(1) if mark.i + 1 < len(mark.doc) else None
    return after is not None and after.lower_ in {"only", "just", "merely", "far"}


def conditional(verb: Token, footing: Footing) -> bool:
    """True when an if-clause stands beside the verb."""
    return any(
        child.dep_ == "advcl" and any(footing.has("condition_marks", one.lower_) for one in child.children)
        for child in verb.children
    )


def reported(verb: Token, word: str, footing: Footing) -> Status:
    """The rule a modal speaks for: "would" in reported speech is a plan ("said it would withdraw"), else a supposition."""
    saying = verb.head
    plain = any(one.dep_ == "nsubj" for one in verb.children) or any(one.dep_ == "nsubjpass" for one in verb.children)
    if (
        word in {"would", "'d"}
        and verb.dep_ == "ccomp"
        and footing.has("reported_future", saying.lemma_.lower())
        and plain
        and not conditional(verb, footing)
    ):
        return Status.PLANNED
    return Status.HYPOTHETICAL


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


def governed(reading: Reading, here: Token, above: Token, footing: Footing) -> Iterator[Cue]:
    """What the word above does to what hangs on it."""
    has, lemma, dep = footing.has, above.lemma_.lower(), here.dep_
    at = reading.span_of(above.i, above.i)
    clause = dep in {"xcomp", "ccomp", "acl", "advcl", "pcomp", "csubj"}
    content = clause or dep in {"dobj", "obj", "prep", "pobj"}
    to_do = infinitive(here)
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
    if has("refuse", lemma) and dep in {"xcomp", "advcl"} and above.pos_ == "VERB":
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
        and (to_do or (dep == "prep" and lemma in PREP_PLANS) or (dep == "dobj" and lemma in PLAN_OBJECTS))
    ):
        if lemma in {"call", "urge", "demand", "propose", "ask", "request"}:
            yield Cue(rule="called", span=at)
        yield Cue(rule=Status.PLANNED, span=at)
    elif (
        above.pos_ == "NOUN"
        and has("plan_nouns", lemma)
        and (to_do or (dep in {"pcomp", "pobj", "prep"} and lemma in PURE_PLANS))
    ):
        if lemma in {"call", "demand", "proposal", "offer", "talk", "negotiation"}:
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


def planned_subject(verb: Token, footing: Footing) -> bool:
    """True for "The aim of the operation was to cut the road"."""
    return any(one.dep_ == "nsubj" and footing.has("plan_nouns", one.lemma_.lower()) for one in verb.children)


# "prepare for an assault", "aimed at cutting": others ("set on fire", "targeted with shells") plan nothing
PREP_PLANS = frozenset(
    {"plan", "prepare", "aim", "call", "hope", "bid", "gear", "ready", "brace", "due", "negotiate", "mean"}
)
PLAN_OBJECTS = frozenset(
    {
        "plan",
        "prepare",
        "order",
        "seek",
        "propose",
        "demand",
        "request",
        "negotiate",
        "intend",
        "promise",
        "vow",
        "schedule",
        "pledge",
        "urge",
    }
)


PURE_PLANS = frozenset(
    {
        "plan",
        "aim",
        "goal",
        "intention",
        "objective",
        "preparation",
        "order",
        "hope",
        "pledge",
        "vow",
        "purpose",
        "bid",
        "call",
        "demand",
        "proposal",
    }
)


def agent(verb: Token) -> bool:
    """True when a "by" phrase says who believes, reports or accuses."""
    return any(one.dep_ == "agent" for one in verb.children)


def anonymous(noun: Token) -> bool:
    """True for reports that nobody is named for."""
    return not any(
        one.dep_ == "poss" or (one.dep_ in {"prep", "agent"} and one.lower_ in {"by", "from"}) for one in noun.children
    )


def ordinal(noun: Token, footing: Footing) -> bool:
    """True for "the third city to fall", which is no plan."""
    return any(footing.has("done", one.lower_) for one in noun.children if one.dep_ in {"amod", "nummod", "advmod"})


def of_subject(reading: Reading, verb: Token, footing: Footing, *, passive: bool) -> Iterator[Cue]:
    """Cues for a noun that is a subject: "reports of an attack are false", "a withdrawal has been denied", "an attack is planned"."""
    lemma, at = verb.lemma_.lower(), reading.span_of(verb.i, verb.i)
    negated = any(one.dep_ == "neg" for one in verb.children)
    if passive and footing.has("deny", lemma):
        yield Cue(rule=Status.DENIED, span=at)
    elif passive and footing.has("plan", lemma):
        yield Cue(rule=Status.PLANNED, span=at)
    elif passive and footing.has("risk", lemma):
        yield Cue(rule=Status.HYPOTHETICAL, span=at)
    elif (passive and lemma == "report" and not agent(verb)) or footing.has("hedge", lemma):
        yield Cue(rule=Status.HEDGED, span=at)
    for one in verb.children:
        if one.dep_ == "acomp" and footing.has("deny_adjectives", one.lower_) and not negated:
            yield Cue(rule=Status.DENIED, span=reading.span_of(one.i, one.i))
    if lemma in OCCUR:
        yield from on_verb(reading, verb, footing)
    elif lemma == "be":
        for cue in on_verb(reading, verb, footing):
            if cue.rule in {Status.HYPOTHETICAL, Status.HEDGED}:
                yield cue


OCCUR = frozenset(
    {
        "occur",
        "happen",
        "begin",
        "start",
        "take",
        "follow",
        "erupt",
        "break",
        "continue",
        "come",
        "launch",
        "carry",
        "conduct",
    }
)


def on_saying(reading: Reading, verb: Token, footing: Footing) -> Iterator[Cue]:
    """Cues on the word of saying itself: "is reported to", "it was not clear that"."""
    for one in verb.children:
        if (
            one.dep_ == "acomp"
            and one.lower_ in {"clear", "certain", "known", "confirmed"}
            and any(mark.dep_ == "neg" for mark in verb.children)
        ):
            yield Cue(rule=Status.HEDGED, span=reading.span_of(one.i, one.i))
        if one.dep_ == "acomp" and footing.has("deny_adjectives", one.lower_):
            yield Cue(rule=Status.DENIED, span=reading.span_of(one.i, one.i))


def phrases_near(reading: Reading, token: int, footing: Footing) -> Iterator[Cue]:
    """Set phrases about the trigger's clause, and a question mark at the sentence's end."""
    text, start = reading.sentence.of(reading.report.text), reading.sentence.start
    at = reading.spans[token].start
    for found in footing.phrases["deny_phrases"].finditer(text):
        span = Span(start + found.start(), start + found.end())
        if in_subject(reading, token, span):
            yield Cue(rule=Status.DENIED, span=span)
    for found in footing.phrases["hedge_phrases"].finditer(text):
        span = Span(start + found.start(), start + found.end())
        if text[found.end() :].lstrip().split(" ")[0].lower() in DETAILS:
            continue
        opens = text.lstrip("\"'“‘ ").lower().startswith("whether")
        if not found.group().lower().endswith(("whether", "if")) or span.end <= at or opens:
            yield Cue(rule=Status.HEDGED, span=span)
    if text.rstrip("\"'”’) ").endswith("?"):
        end = start + len(text.rstrip("\"'”’) "))
        yield Cue(rule=Status.HYPOTHETICAL, span=Span(end - 1, end))


def in_subject(reading: Reading, token: int, span: Span) -> bool:
    """True when the trigger lies in what the phrase speaks of: its subject, or after "no truth to"."""
    trigger = reading.doc[token]
    for index, where in enumerate(reading.spans):
        if where.meets(span):
            head = clause_head(reading.doc[index])
            subjects = [one for one in head.children if one.dep_ in {"nsubj", "nsubjpass", "csubj"}]
            if any(trigger == one or one.is_ancestor(trigger) for one in subjects):
                return True
            return (
                where.start < reading.spans[token].start
                and head.is_ancestor(trigger)
                and not subjects_of_its_own(trigger, head)
            )
    return False


def subjects_of_its_own(trigger: Token, head: Token) -> bool:
    """True when the trigger is a verb beside, not below, the head."""
    return trigger.dep_ in {"conj", "parataxis", "ccomp"} and trigger.head == head


# "it was unclear who carried out the strike": the detail is in doubt, not the strike
DETAILS = frozenset({"who", "what", "how", "which", "why", "when", "where"})
