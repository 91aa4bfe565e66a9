"""Who vouches: for a word of the report, the chain of those who pass it on, outermost first, the outlet left out.

``hear`` reads a whole report once; ``Hearing.speakers`` then answers for any token of it. Names of parties play no
part: exchanging the two sides in a text exchanges them in the answer and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whoholds.claim import Speaker
from whoholds.find.reading import Reading
from whoholds.find.sayings import Saying, innermost, sayings_in
from whoholds.find.voices import DAYS, OF, Voices, kind_word, voices_of
from whoholds.language import Language
from whoholds.text import Span

NEAR_QUOTE = 2  # sentences between a quotation without a speaker of its own and the saying it belongs to
BASED = "-based"  # "the London-based observatory": where a body sits is no part of its name


def may_speak(sentence: str, *, language: Language) -> bool:
    """True when the sentence may say who speaks: a word of saying, a source, a quotation mark."""
    return voices_of(language).hint.search(sentence) is not None


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


@dataclass(slots=True, kw_only=True)
class Hearing:
    """What was heard in one report: per sentence its sayings, and who each speaker is."""

    readings: tuple[Reading, ...]
    language: Language
    sayings: dict[int, tuple[Saying, ...]] = field(default_factory=dict)
    voices: dict[tuple[int, int, int], Voice] = field(default_factory=dict)
    place_of: dict[int, int] = field(default_factory=dict)
    offices: dict[Span, str] = field(default_factory=dict)

    def speakers(self, reading: Reading, token: int) -> tuple[Speaker, ...]:
        """The chain for the words at ``token``; empty when the outlet speaks for itself."""
        chain = self._in_sentence(reading, token)
        if not chain and reading.quote and token < len(reading.quote) and reading.quote[token]:
            chain = self._of_quotation(reading, token)
        return told_apart(chain)

    def speaker_mention(self, reading: Reading, token: int) -> Speaker | None:
        """The voice that vouches: whose side "we" and "our forces" are on."""
        chain = self.speakers(reading, token)
        return chain[-1] if chain else None

    def _in_sentence(self, reading: Reading, token: int) -> list[Speaker]:
        holding = innermost(self.sayings.get(reading.index, ()), token)
        nested = [one for one in holding if one.manner != "according"]
        credited = [one for one in holding if one.manner == "according"]
        # "X took A, B said, according to C": C passes on what B said
        return [speaker for one in (*credited, *nested) for speaker in self._speaker(reading, one)]

    def _speaker(self, reading: Reading, saying: Saying) -> Iterator[Speaker]:
        voice = self.voices.get((reading.index, *saying.who))
        if voice is None or voice.own:
            return
        role = self.offices.get(voice.fullest, "") or role_in(
            voice.fullest.of(reading.report.text), voices_of(self.language)
        )
        yield Speaker(span=voice.fullest, text=voice.fullest.of(reading.report.text), verb=voice.word, role=role)

    def _of_quotation(self, reading: Reading, token: int) -> list[Speaker]:
        """Who is quoted: the saying beside the quotation, in this sentence, where it closes, or where it opened."""
        own = [
            one for one in self.sayings.get(reading.index, ()) if not in_quote(reading, one) and one.manner != "noun"
        ]
        if own:
            near = min(own, key=lambda one: abs((one.word if one.word is not None else one.head) - token))
            return list(self._speaker(reading, near))
        here = self.place_of[reading.index]
        for step in range(here + 1, len(self.readings)):
            later = self.readings[step]
            if later.heading or later.index - self.readings[step - 1].index > 1 or not (later.quote and later.quote[0]):
                break
            outside = [one for one in self.sayings.get(later.index, ()) if not in_quote(later, one)]
            if outside:
                return list(self._speaker(later, outside[0]))
        for step in range(here - 1, -1, -1):
            earlier = self.readings[step]
            if earlier.heading:
                break
            outside = [one for one in self.sayings.get(earlier.index, ()) if not in_quote(earlier, one)]
            if outside:
                return list(self._speaker(earlier, outside[-1]))
            if reading.index - earlier.index > NEAR_QUOTE and not (earlier.quote and any(earlier.quote)):
                break
        for later in self.readings[here + 1 : here + 2]:
            outside = [
                one for one in self.sayings.get(later.index, ()) if one.open and one.word is not None and one.word < 4
            ]
            if outside:
                return list(self._speaker(later, outside[0]))
        return []


def in_quote(reading: Reading, saying: Saying) -> bool:
    """True when the word of saying itself stands inside quotation marks."""
    at = saying.head if saying.word is None else saying.word
    return bool(reading.quote) and reading.quote[at]


def told_apart(chain: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """The chain without anyone twice: a voice named again keeps its last, innermost, place."""
    kept: list[Speaker] = []
    for one in chain:
        kept = [other for other in kept if other.span != one.span and other.text.lower() != one.text.lower()]
        kept.append(one)
    return tuple(kept)


def hear(readings: Sequence[Reading], *, language: Language) -> Hearing:
    """All that is said in one report. ``readings``: its parsed sentences in order; those not parsed are absent."""
    hearing = Hearing(readings=tuple(readings), language=language)
    voices = voices_of(language)
    met: list[Voice] = []
    for place, reading in enumerate(hearing.readings):
        hearing.place_of[reading.index] = place
        hearing.sayings[reading.index] = sayings_in(reading, language)
    named = list(names_of_speakers(hearing, voices))
    for reading in hearing.readings:
        for saying in hearing.sayings[reading.index]:
            voice = identify(reading, saying, met=met, named=named, voices=voices)
            hearing.voices[(reading.index, *saying.who)] = voice
            if voice.office:
                hearing.offices.setdefault(voice.span, voice.office)
            if not voice.own:
                met.append(voice)
    return hearing


def names_of_speakers(hearing: Hearing, voices: Voices) -> Iterator[tuple[Span, bool]]:
    """Where the report names a person or body that may speak, and whether it is heard to speak there."""
    for reading in hearing.readings:
        for saying in hearing.sayings[reading.index]:
            if reading.doc[saying.head].pos_ != "PRON":
                yield trimmed(reading, *saying.who, voices)[0], True
        for first, last in proper_names(reading, voices):
            yield reading.span_of(first, last), False


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
                    and doc[last + 1].lower_ not in DAYS
                ):
                    last += 1
            yield first, last
            at = last + 1
            continue
        if not (doc[at].text[:1].isupper() and doc[at].pos_ in {"PROPN", "NOUN", "ADJ"} and doc[at].lower_ not in DAYS):
            at += 1
            continue
        last = at
        while last + 1 < len(doc):
            step = doc[last + 1]
            more = step.text[:1].isupper() and step.lower_ not in DAYS and step.pos_ in {"PROPN", "NOUN", "ADJ"}
            joint = step.lower_ in {"of", "for"} and last + 2 < len(doc) and doc[last + 2].text[:1].isupper()
            particle = step.lower_ in {"al", "el", "-", "abu", "bin"} and last + 2 < len(doc)
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
    lemma = kind_word(reading, head.i)
    plural = head.is_plural or head.dep_ == "conj"
    word = None if saying.word is None else reading.span_of(saying.word, saying.word)
    person = lemma in voices.persons or (lemma not in voices.bodies and is_person(words, voices))
    lower = words.lower()
    own = lower in voices.own or any(part in voices.own for part in lower.split()[:1])
    fullest = span
    parts = lower.split()
    if len(parts) == 2 and parts[0] in {"its", "their", "his", "her"} and (lemma in voices.papers or lemma == "office"):
        fullest = (
            antecedent(
                reading, saying, "he" if parts[0] in {"his", "her"} else "it", met=met, named=named, voices=voices
            )
            or span
        )
    elif lower in voices.he | voices.it | voices.they:
        fullest = antecedent(reading, saying, lower, met=met, named=named, voices=voices) or span
    elif (
        is_definite(reading, first)
        or head.pos_ == "PROPN"
        or head.i in reading.names
        or is_watcher(reading, first, lemma, voices)
    ):
        fullest = fuller(span, lemma, reading=reading, first=first, met=met, named=named, voices=voices)
    return Voice(
        span=span, text=words, fullest=fullest, word=word, plural=plural, person=person, own=own, office=office
    )


def trimmed(reading: Reading, first: int, last: int, voices: Voices) -> tuple[Span, str]:
    """The speaker's words without a leading article or seat ("the London-based ..."), and the office cut off, if any.

    A long office is cut off a person's name ("Omar Velin, head of the ... of ..." is "Omar Velin"); a plain kind noun
    is cut off a body's name ("the X Observatory monitoring group" is "X Observatory").
    """
    doc, text = reading.doc, reading.report.text
    while first < last and (
        doc[first].lower_ in {"the", "a", "an", "both"} or doc[first].is_punct or doc[first].text in "-–—"
    ):
        if doc[first].lower_ in {"a", "an"} and doc[last].pos_ != "PROPN":
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
            and head.split()[-1] not in OF
        ):
            return Span(span.end - len(rest), span.end), head
    start, found, rest = whole.partition(BASED + " ")
    if found and " " not in start and rest:
        return Span(span.end - len(rest), span.end), ""
    return span, ""


LONG_OFFICE = 6  # words of name and office together; up to here they stay together ("spokesman Omar Velin")


def person_at(reading: Reading, first: int, last: int, voices: Voices) -> tuple[int, int] | None:
    """First and last token of a personal name at either end of a phrase whose other end is a long office."""
    doc = reading.doc
    if last - first + 1 < LONG_OFFICE:
        return None

    def named(at: int) -> bool:
        token = doc[at]
        capital = token.text[:1].isupper() or token.lower_ in {"de", "al", "el", "bin", "von", "van", "-"}
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


def is_definite(reading: Reading, first: int) -> bool:
    """True for a phrase that takes up something named before."""
    return reading.doc[first].lower_ in {"the", "this", "that", "same"}


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
            return trimmed(reading, token.left_edge.i if token.i - token.left_edge.i < 6 else token.i, token.i, voices)[
                0
            ]
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
    own = content_words(span.of(text))
    body = lemma in voices.bodies or lemma in voices.watching
    watcher = is_watcher(reading, first, lemma, voices)
    generic = lemma in voices.generic_bodies and own <= {
        part.removesuffix("s") for part in voices.generic_bodies | voices.vague
    }
    if own and len(own) <= 2 and not watcher and not generic:
        holding = [
            one
            for one, _ in named
            if own < content_words(one.of(text))
            and len(content_words(one.of(text))) <= LONGEST
            and same_kind(one.of(text), lemma, voices, body=body)
        ]
        before = [one for one in holding if one.start < span.start] or holding
        if before:
            return max(before, key=lambda one: (len(content_words(one.of(text))), one.start))
    if watcher:
        for one, heard in named:
            words = content_words(one.of(text))
            if (
                heard
                and len(words) >= 2
                and words & voices.watching
                and one.of(text)[:1].isupper()
                and not is_person(one.of(text), voices)
            ):
                return one
    if is_definite(reading, first):
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


LONGEST = 8  # content words of a name taken for a shorter one


def same_kind(words: str, lemma: str, voices: Voices, *, body: bool) -> bool:
    """True when the longer wording names the same sort of speaker as the short one."""
    if not body:
        return True
    return not is_person(words, voices) and lemma in {part.strip(".,()").lower() for part in words.split()}


def content_words(words: str) -> frozenset[str]:
    """The words that name: lower case, articles and joining words off, a plural s off."""
    found = (part.strip(".,;:()\"'’“”").lower() for part in words.split())
    return frozenset(part.removesuffix("s") if len(part) > 3 else part for part in found if part not in SMALL and part)


SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "in",
        "at",
        "on",
        "to",
        "by",
        "from",
        "its",
        "their",
        "his",
        "her",
        "this",
        "that",
        "same",
        "s",
    ]
)


def role_in(words: str, voices: Voices) -> str:
    """The office or kind the words give the speaker ("spokesman"); empty when they give none."""
    for part in words.split():
        plain = part.strip(".,;:()\"'").lower()
        if plain in voices.persons or plain.removesuffix("s") in voices.persons:
            return plain
    return ""
