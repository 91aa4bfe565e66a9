"""Names of speakers: proper names in a sentence, and a speaker's words without article, seat and long office."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.find.reading import Reading
from whoholds.find.voices import Voices
from whoholds.text import Span

BASED = "-based"  # "the London-based observatory": where a body sits is no part of its name
LONG_OFFICE = 6  # words of name and office together; up to here they stay together ("spokesman Omar Velin")


def proper_names(reading: Reading, voices: Voices) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, "of" and "for" between them, with an office before ("activist Omar Velin")."""
    doc, at = reading.doc, 0
    while at < len(doc):
        if reading.names_place(at) or doc[at].lower_ in voices.participles:
            # "... in Velin Anders Holt", "Citing Harbour Wire": the first word is no part of the name
            at += 1
            continue
        if reading.names_actor(at):
            first = at
            while first > 0 and doc[first - 1].lemma_.lower() in voices.persons:
                first -= 1
            last = at
            if last + 1 < len(doc) and doc[last + 1].lemma_.lower() in voices.persons:
                while (
                    last + 1 < len(doc)
                    and (doc[last + 1].lemma_.lower() in voices.persons or doc[last + 1].text[:1].isupper())
                    and doc[last + 1].lower_ not in voices.days
                ):
                    last += 1
            yield first, last
            at = last + 1
            continue
        if not (
            doc[at].text[:1].isupper()
            and doc[at].pos_ in {"PROPN", "NOUN", "ADJ"}
            and doc[at].lower_ not in voices.days
        ):
            at += 1
            continue
        last = at
        while last + 1 < len(doc):
            step = doc[last + 1]
            more = step.text[:1].isupper() and step.lower_ not in voices.days and step.pos_ in {"PROPN", "NOUN", "ADJ"}
            joint = step.lower_ in {"of", "for"} and last + 2 < len(doc) and doc[last + 2].text[:1].isupper()
            particle = step.lower_ in voices.name_particles and last + 2 < len(doc)
            office = step.lemma_.lower() in voices.persons and last + 2 < len(doc) and doc[last + 2].text[:1].isupper()
            if not (more or joint or particle or office):
                break
            last += 1
        first = at
        while first > 0 and doc[first - 1].lemma_.lower() in voices.persons:
            first -= 1
        if last > first:
            yield first, last
        at = last + 1


def trimmed(reading: Reading, first: int, last: int, voices: Voices) -> tuple[Span, str]:
    """The speaker's words without a leading article or seat ("the London-based ..."), and the office cut off, if any.

    A long office is cut off a person's name ("Omar Velin, head of the ... of ..." is "Omar Velin"); a plain kind noun
    is cut off a body's name ("the X Observatory monitoring group" is "X Observatory").
    """
    doc, text = reading.doc, reading.report.text
    while first < last and (doc[first].lower_ in voices.openers or doc[first].is_punct or doc[first].text in "-–—"):
        if doc[first].lower_ in voices.indefinite and doc[last].pos_ != "PROPN":
            break
        first += 1
    while last > first and (
        ((doc[last].is_punct or doc[last].is_space) and doc[last].text != ")") or doc[last].pos_ == "CCONJ"
    ):
        last -= 1
    bracket = next((at for at in range(first + 1, last + 1) if doc[at].text in {"(", "["}), None)
    if bracket is not None:  # "Karen Union (KU)": the short form adds nothing
        last = bracket - 1
    whole = reading.span_of(first, last).of(text)
    name = person_at(reading, first, last, voices)
    if name is not None:
        span = reading.span_of(*name)
        return span, " ".join(whole.replace(span.of(text), " ").split()).strip(" ,;")
    actor = next((at for at in range(first, last) if reading.names_actor(at)), None)
    beside = [one for one in doc[actor + 1 : last + 1] if one.lower_ != "monitoring"] if actor is not None else []
    if (
        actor is not None
        and len(beside) == 1
        and (beside[0].lemma_.lower() in voices.watchers | {"group"} or beside[0].text.isupper())
    ):
        return reading.spans[actor], ""
    span = reading.span_of(first, last)
    for joint in (" the ", " The "):  # "the monitoring group the X Observatory": the name itself says more
        head, found, rest = whole.rpartition(joint)
        if (
            found
            and rest[:1].isupper()
            and head[:1].islower()
            and len(head.split()) <= 3
            and head.split()[-1] not in voices.joints
        ):
            return Span(span.end - len(rest), span.end), head
    start, found, rest = whole.partition(BASED + " ")
    if found and " " not in start and rest:
        return Span(span.end - len(rest), span.end), ""
    return span, ""


def person_at(reading: Reading, first: int, last: int, voices: Voices) -> tuple[int, int] | None:
    """First and last token of a personal name at either end of a phrase whose other end is a long office."""
    doc = reading.doc
    if last - first + 1 < LONG_OFFICE:
        return None

    def named(at: int) -> bool:
        token = doc[at]
        capital = token.text[:1].isupper() or token.lower_ in voices.surname_particles
        kind = token.lemma_.lower() in voices.persons | voices.bodies | voices.watching
        return (
            capital
            and at not in reading.names
            and not kind
            and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "PUNCT", "ADP"}
        )

    end = first
    while end <= last and named(end):
        end += 1
    plain = sum(doc[at].text != "-" and doc[at].text[:1].isupper() for at in range(first, end))
    if 2 <= plain <= 3 and any(doc[at].lemma_.lower() in voices.persons for at in range(end, min(end + 5, last + 1))):
        return first, end - 1
    start = last
    while start >= first and named(start):
        start -= 1
    before = doc[start].lemma_.lower() if start >= first else ""
    office = any(doc[at].lemma_.lower() in voices.persons for at in range(first, start + 1))
    if 2 <= last - start <= 4 and office and (before in voices.persons or start in reading.names):
        return start + 1, last
    return None


def is_person(words: str, voices: Voices) -> bool:
    """True when the words name an office or kind of person, or look like somebody's name and name no body."""
    parts = [part.strip(".,()").lower() for part in words.split()]
    if any(part in voices.persons or part.removesuffix("s") in voices.persons for part in parts):
        return True
    if any(part in voices.bodies or part in voices.watching for part in parts):
        return False
    return 2 <= len(parts) <= 4 and all(part[:1].isupper() for part in words.split())


def content_words(words: str, voices: Voices) -> frozenset[str]:
    """The words that name: lower case, articles and joining words off, a plural s off."""
    found = (part.strip(".,;:()\"'’“”").lower() for part in words.split())
    return frozenset(
        part.removesuffix("s") if len(part) > 3 else part for part in found if part not in voices.small and part
    )
