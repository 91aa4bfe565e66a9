"""Days carried over: the day of the story, for what is told without a day of its own.

A report that opens with "shells hit Velin on Monday" goes on with "nine people died, the mayor said" and names no day
again. So what the opening of a report tells, what a source adds about harm, and what takes up an event told before
("the blast also killed") happened on the last day told; what goes on, what merely is so, later gains of ground and aims
have no day of their own. On the coded reports the day carried over to harm is right for 107 of the 163 findings that the
coders dated so or left without a day; in an opening, for 28 of 47 about ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from whoholds.claim import UNTOLD, Finding, Status, Told
from whoholds.dating import TimeWord, told
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.find.voices import Voices
from whoholds.when import Basis, Grain

AHEAD = frozenset({Status.PLANNED, Status.HYPOTHETICAL})
LEAD = 3  # sentences that open a report: all they tell happened on the day they name
WEEK = timedelta(days=7)
STATES = frozenset({"control_held", "siege_or_access", "agreement"})
HARM = frozenset({"strike", "attack", "casualties"})
OWN = frozenset({Basis.STATED, Basis.FRONTED})
ONE_DAY = frozenset({Grain.DAY, Grain.PART})
GOING_ON = frozenset({"VBZ", "VBP", "VBZ VBG", "VBP VBG", "VBZ VBN", "VBP VBN", "VBD VBG"})  # tags of helper and verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What one report tells of days.

    words     its expressions of time, in order.
    headings  where a new section begins: no day is carried over into it.
    readings  its parsed sentences, by where they begin.
    """

    day: date
    words: tuple[TimeWord, ...]
    voices: Voices
    headings: tuple[int, ...] = ()
    readings: Mapping[int, Reading] = field(default_factory=dict)

    def before(self, at: int) -> list[TimeWord]:
        """The expressions of the same section that name one day, up to there."""
        first = max((one for one in self.headings if one <= at), default=0)
        return [
            one
            for one in self.words
            if one.basis is Basis.STATED and one.grain in ONE_DAY and not one.running and first <= one.span.start < at
        ]

    def token(self, at: int) -> tuple[Reading, Token] | None:
        """The token that stands there, with its sentence; None where no sentence was parsed."""
        start = max((one for one in self.readings if one <= at), default=None)
        if start is None:
            return None
        reading = self.readings[start]
        found = next((i for i, span in enumerate(reading.spans) if span.start <= at < span.end), None)
        return None if found is None else (reading, reading.doc[found])


def dated(findings: Sequence[Finding], days: Days) -> Iterator[Finding]:
    """The findings, in order: harm with the story's day, an aim only with a day to come."""
    for index, one in enumerate(findings):
        if one.status in AHEAD:
            yield replace(one, when=to_come(one, days))
            continue
        word = story_day(index, findings, days)
        yield one if word is None else replace(one, when=told(word, basis=Basis.CARRIED))


def to_come(one: Finding, days: Days) -> Told:
    """The day a plan is for: told behind it in its own clause, and not past; else the day is that of the planning."""
    word = next((word for word in days.words if word.span == one.when.span), None)
    if word is None or one.when.basis not in OWN or word.span.start < one.trigger.start:
        return UNTOLD
    when = told(word, planned=True)
    return UNTOLD if when.last is None or when.last <= days.day else when


def story_day(index: int, findings: Sequence[Finding], days: Days) -> TimeWord | None:
    """The last day told, of the same places if any; None for what has a day, or none by its nature."""
    one = findings[index]
    if one.verb in STATES or one.when.basis is not Basis.NONE or one.status is Status.BACKGROUND:
        return None
    before = days.before(one.trigger.start)
    found = days.token(one.trigger.start)
    if not before or found is None:
        return None
    done = not goes_on(found[1])
    lead = done and found[0].index < LEAD
    harm = one.verb in HARM and (takes_up(*found, days.voices) or (done and bool(one.speakers)))
    if not (lead or harm):
        return None
    theirs = [other for other in findings[:index] if other.when.basis in OWN and places(other) & places(one)]
    word = next((w for w in reversed(before) if theirs and w.span == theirs[-1].when.span), before[-1])
    if lead and one.verb not in HARM and word.last < days.day - WEEK:
        return None  # no further back than what is told without any day is taken to lie
    return None if of_saying(word, days) and not lead else word


def places(finding: Finding) -> frozenset[str]:
    """Names of its places, comparably."""
    return frozenset(one.text.casefold() for one in finding.places)


def goes_on(trigger: Token) -> bool:
    """True for what is told as going on or as a habit: "are shelling", "has shelled"."""
    helper = next((child for child in trigger.children if child.dep_ in {"aux", "auxpass"}), None)
    return (trigger.tag_ if helper is None else f"{helper.tag_} {trigger.tag_}") in GOING_ON


def takes_up(reading: Reading, trigger: Token, voices: Voices) -> bool:
    """True when the clause takes up an event told before: "the blast also killed", "died in the attack"."""
    return any(
        token.lemma_.lower() in voices.not_names
        and not reading.names_place(token.i)
        and any(child.dep_ == "det" and child.lower_ in voices.definite for child in token.children)
        for token in (trigger, *trigger.subtree)
    )


def of_saying(word: TimeWord, days: Days) -> bool:
    """True for the day on which something was said: "said on Tuesday that"."""
    found = days.token(word.span.end - 1)
    if found is None:
        return False
    token = found[1]
    while token.head is not token and token.pos_ not in {"VERB", "AUX"}:
        token = token.head
    return token.lemma_.lower() in days.voices.say
