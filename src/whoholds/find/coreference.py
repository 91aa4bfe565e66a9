"""Coreference of speakers: whom a pronoun, a kind noun ("the source") or a short name stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whoholds.find.credits import Saying
from whoholds.find.noun_phrases import name_at
from whoholds.find.reading import Reading
from whoholds.find.speaker_names import content_words, is_person, trimmed
from whoholds.find.voices import Voices, kind_word
from whoholds.text import Span

LONGEST = 8  # content words of a name taken for a shorter one


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One speaker's words, found somewhere in the report.

    fullest  where the report names this speaker most fully; the same as ``span`` when nowhere fuller.
    """

    span: Span
    text: str
    fullest: Span
    word: Span | None
    plural: bool
    person: bool
    own: bool
    office: str = ""


def identify(
    reading: Reading,
    saying: Saying,
    *,
    met: Sequence[Voice],
    named: Sequence[tuple[Span, bool]],
    voices: Voices,
) -> Voice:
    """Who the speaker of one saying is: itself, or the one its pronoun or short name stands for."""
    text = reading.report.text
    head = reading.doc[saying.head]
    first, last = saying.who
    span, office = trimmed(reading, first, last, voices)
    words = span.of(text)
    lemma = kind_word(reading, head.i, voices)
    plural = head.is_plural or head.dep_ == "conj"
    word = None if saying.word is None else reading.span_of(saying.word, saying.word)
    person = lemma in voices.persons or (lemma not in voices.bodies and is_person(words, voices))
    lower = words.lower()
    own = lower in voices.own or any(part in voices.own for part in lower.split()[:1])
    fullest = span
    parts = lower.split()
    if len(parts) == 2 and parts[0] in voices.possessive and (lemma in voices.papers or lemma == "office"):
        fullest = (
            antecedent(
                reading, saying, "he" if parts[0] in voices.possessive_he else "it", met=met, named=named, voices=voices
            )
            or span
        )
    elif lower in voices.he | voices.it | voices.they:
        fullest = antecedent(reading, saying, lower, met=met, named=named, voices=voices) or span
    elif (
        is_definite(reading, first, voices)
        or head.pos_ == "PROPN"
        or head.i in reading.names
        or is_watcher(reading, first, lemma, voices)
    ):
        fullest = fuller(span, lemma, reading=reading, first=first, met=met, named=named, voices=voices)
    return Voice(
        span=span, text=words, fullest=fullest, word=word, plural=plural, person=person, own=own, office=office
    )


def is_definite(reading: Reading, first: int, voices: Voices) -> bool:
    """True for a phrase that takes up something named before."""
    return reading.doc[first].lower_ in voices.definite


def is_watcher(reading: Reading, first: int, lemma: str, voices: Voices) -> bool:
    """True for a watcher named further down: "a monitor", "a monitoring group"."""
    phrase = reading.text_of(first, min(first + 3, len(reading.doc) - 1)).lower()
    return lemma in voices.watchers or any(f"{word}ing group" in phrase for word in voices.watchers)


def antecedent(
    reading: Reading,
    saying: Saying,
    pronoun: str,
    *,
    met: Sequence[Voice],
    named: Sequence[tuple[Span, bool]],
    voices: Voices,
) -> Span | None:
    """The voice heard last that such a pronoun can stand for."""
    for voice in reversed(met):
        if pronoun in voices.he and voice.person and not voice.plural:
            return voice.fullest
        if pronoun in voices.it and not voice.person:
            return voice.fullest
        if pronoun in voices.they and voice.plural:
            return voice.fullest
    if pronoun in voices.he:
        here = reading.span_of(saying.who[0], saying.who[1]).start
        people = [
            one
            for one, _ in named
            if one.start < here
            and is_person(one.of(reading.report.text), voices)
            and " " in one.of(reading.report.text)
        ]
        return max(people, key=lambda one: one.start) if people else None
    if any(token > saying.head for token in saying.covers):  # "..., they said" is never said by those it tells of
        return earlier_subject(reading, saying, voices)
    return met[-1].fullest if met else None


def earlier_subject(reading: Reading, saying: Saying, voices: Voices) -> Span | None:
    """The subject that opened the sentence, when it stands before the pronoun."""
    for token in reading.doc[: saying.head]:
        if token.dep_ == "nsubj" and token.pos_ in {"NOUN", "PROPN"} and not reading.names_place(token.i):
            first, last = name_at(reading, token, voices)
            return trimmed(reading, first, last, voices)[0]
    return None


def fuller(
    span: Span,
    lemma: str,
    *,
    reading: Reading,
    first: int,
    met: Sequence[Voice],
    named: Sequence[tuple[Span, bool]],
    voices: Voices,
) -> Span:
    """The fullest wording for a short name: one of the same kind that holds all its words and more.

    A body's short name ("the observatory") stands for a body, not for its head; a surname for a person.
    """
    text = reading.report.text
    own = content_words(span.of(text), voices)
    body = lemma in voices.bodies or lemma in voices.watching
    watcher = is_watcher(reading, first, lemma, voices)
    generic = lemma in voices.generic_bodies and own <= {
        part.removesuffix("s") for part in voices.generic_bodies | voices.vague
    }
    if own and len(own) <= 2 and not watcher and not generic:
        holding = [
            one
            for one, _ in named
            if own < content_words(one.of(text), voices)
            and len(content_words(one.of(text), voices)) <= LONGEST
            and same_kind(one.of(text), lemma, voices, body=body)
        ]
        before = [one for one in holding if one.start < span.start] or holding
        if before:
            return max(before, key=lambda one: (len(content_words(one.of(text), voices)), one.start))
    if watcher:
        for one, heard in named:
            words = content_words(one.of(text), voices)
            if (
                heard
                and len(words) >= 2
                and words & voices.watching
                and one.of(text)[:1].isupper()
                and not is_person(one.of(text), voices)
            ):
                return one
    if is_definite(reading, first, voices):
        for voice in reversed(met):
            if generic and not voice.person:
                return voice.fullest
            if len(own) <= 1 and lemma in voices.generic_persons and voice.person and not voice.plural:
                return voice.fullest
        if generic:
            parties = [at for at in range(first - 1, -1, -1) if reading.names_actor(at)]
            doing = (at for at in parties if "nsubj" in {reading.doc[at].dep_, reading.doc[at].head.dep_})
            party = next(doing, parties[0] if parties else None)
            return span if party is None else reading.spans[party]
    return span


def same_kind(words: str, lemma: str, voices: Voices, *, body: bool) -> bool:
    """True when the longer wording names the same sort of speaker as the short one."""
    if not body:
        return True
    return not is_person(words, voices) and lemma in {part.strip(".,()").lower() for part in words.split()}
