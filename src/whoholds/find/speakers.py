"""Who vouches: for a word of the report, the chain of those who pass it on, outermost first, the outlet left out.

``hear`` reads a whole report once; ``Hearing.speakers`` then answers for any token of it. Names of parties play no
part: exchanging the two sides in a text exchanges them in the answer and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whoholds.claim import Speaker
from whoholds.find.coreference import Voice, identify
from whoholds.find.credits import Saying
from whoholds.find.reading import Reading
from whoholds.find.sayings import innermost, sayings_in
from whoholds.find.speaker_names import proper_names, trimmed
from whoholds.find.voices import Voices, voices_of
from whoholds.language import Language
from whoholds.text import Span

NEAR_QUOTE = 2  # sentences between a quotation without a speaker of its own and the saying it belongs to


def may_speak(sentence: str, *, language: Language) -> bool:
    """True when the sentence may say who speaks: a word of saying, a source, a quotation mark."""
    return voices_of(language).hint.search(sentence) is not None


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


def role_in(words: str, voices: Voices) -> str:
    """The office or kind the words give the speaker ("spokesman"); empty when they give none."""
    for part in words.split():
        plain = part.strip(".,;:()\"'").lower()
        if plain in voices.persons or plain.removesuffix("s") in voices.persons:
            return plain
    return ""
