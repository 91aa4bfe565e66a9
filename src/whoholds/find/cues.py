"""Cues: the words beside a verb or noun that bear on its footing: negation, modal, condition, adverb, set phrase."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.claim import Status
from whoholds.find.footing import Cue, Footing, clause_head
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.text import Span


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
        elif mark.dep_ in {"aux", "auxpass"} and has("modals", word) and mark.tag_ != "NNP":  # "On 2 May the army took"
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
        footing.has("nobody", subject.lower_)
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


def agent(verb: Token) -> bool:
    """True when a "by" phrase says who believes, reports or accuses."""
    return any(one.dep_ == "agent" for one in verb.children)


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
    if footing.has("occur", lemma):
        yield from on_verb(reading, verb, footing)
    elif lemma == "be":
        for cue in on_verb(reading, verb, footing):
            if cue.rule in {Status.HYPOTHETICAL, Status.HEDGED}:
                yield cue


def on_saying(reading: Reading, verb: Token, footing: Footing) -> Iterator[Cue]:
    """Cues on the word of saying itself: "is reported to", "it was not clear that"."""
    for one in verb.children:
        if (
            one.dep_ == "acomp"
            and footing.has("certain", one.lower_)
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
        if text[found.end() :].lstrip().split(" ")[0].lower() in footing.words["details"]:
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
