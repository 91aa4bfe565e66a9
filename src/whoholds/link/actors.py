"""Who a speaker is: the voice behind "the ministry", "residents", "the agency". Parties themselves: see ``parties``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from whoholds.actor import BELLIGERENT_KINDS, PROVISIONAL, Source, SourceKind, TieKind
from whoholds.claim import Speaker, Voice
from whoholds.language import Language, load_language
from whoholds.link.parties import actor_of, is_belligerent, name_on
from whoholds.spelling import fold
from whoholds.text import Report
from whoholds.theatre import Theatre

__all__ = ["actor_of", "body_of", "is_belligerent", "name_on", "outlet_of", "voice_of", "whose_side"]

IMPARTIAL = frozenset(
    {SourceKind.MONITOR, SourceKind.UN, SourceKind.NGO, SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.MAP}
)
STEM = 5  # letters that a name and the word made of it share
STATES = frozenset({"army", "government", "foreign-state"})
ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
SEAT = re.compile(r"\b[\w.]+-based\b\s*")
OWN_SIDE = frozenset({SourceKind.MINISTRY, SourceKind.PARTY_CHANNEL})


def outlet_of(report: Report, theatre: Theatre) -> Voice:
    """The outlet as the outermost voice; party True for state media and party channels, None when not listed."""
    source = theatre.source(report.outlet) if report.outlet else None
    if source is None and report.url:
        source = theatre.source(report.url)
    if source is None:
        return Voice(text=report.outlet, party=None)
    return _listed(report.outlet, source, theatre, report.day)


def voice_of(speaker: Speaker, report: Report, theatre: Theatre, day: date) -> Voice:
    """Who vouches when the text names this speaker.

    A listed teller by its name; a body of a party by the party it names; else by the words of its description
    ("residents", "a military source"). party: True for belligerents, their ministries and state media and allies in
    the fight; False for monitors, the UN, aid bodies, residents, correspondents; None when unclear or mixed.
    """
    text = speaker.text
    told = SEAT.sub("", text)  # where a body sits is no part of its name
    source = theatre.source(told) or theatre.source(_bare(told))
    if source is not None:
        return _listed(text, source, theatre, day)
    words = _words(load_language("en"))
    outlet = outlet_of(report, theatre)
    described = f"{told} {speaker.role}"
    neutral, party, unclear = (
        bool(pattern.search(described)) for pattern in (words.neutral, words.party, words.unclear)
    )
    if words.doubtful.search(described) or _mixed(told, theatre):
        return Voice(text=text, party=None)
    who = actor_of(told, theatre, day, sides=whose_side(outlet, theatre, day))
    actor = theatre.actor(who.actor) if who.actor else None
    if actor is not None and actor.kind not in BELLIGERENT_KINDS:
        own = theatre.source(actor.name)
        return Voice(text=text, actor=actor.id, source=own.id if own else "", party=False)
    if actor is not None and not (neutral and not words.office.search(described)):
        if (
            who.general
            and unclear
            and outlet.party
            and theatre.side_of(actor.id, day) != theatre.side_of(outlet.actor, day)
        ):
            return Voice(text=text, actor=outlet.actor, party=True)  # "a military source" is the outlet's own side's
        if who.general and unclear and not party:
            return Voice(text=text, party=None)
        if neutral:  # "two residents and an army officer"
            return Voice(text=text, party=None)
        return Voice(text=text, actor=actor.id, party=_takes_part(actor.id, theatre, day))
    if neutral and party and not who.actor:
        return Voice(text=text, party=False if words.neutral_head.search(text) and " and " not in text else None)
    if neutral:
        return Voice(text=text, party=False)
    if party:
        if outlet.party and outlet.actor:  # "a military source" in state media is its own side's
            return Voice(text=text, actor=outlet.actor, party=True)
        if who.actor.startswith(PROVISIONAL) and words.office.search(who.actor):
            who = actor_of(_body(text, words), theatre, day)
        if who.actor.startswith(PROVISIONAL) and not (ACRONYM.search(text) or words.kinds.search(text)):
            return Voice(text=text, party=True)  # "Minister John Doe": of whom, it does not say
        return Voice(text=text, actor=who.actor, party=True)
    return Voice(text=text, party=None)


def body_of(voice: Voice, theatre: Theatre) -> str:
    """The party or teller whose voice it is, where its words name none; empty: not listed, or named already.

    A state or army by its name, other bodies by their letters when they have such a name.
    """
    actor, source = theatre.actor(voice.actor), theatre.source(voice.source) if voice.source else None
    if actor is None and source is None:
        return ""
    names = [one.text for one in actor.names] if actor else list(source.names) if source else []
    full = actor.name if actor else source.name if source else ""
    letters = next((one for one in names if ACRONYM.fullmatch(one)), "")
    said, own, short = (re.findall(r"\w{2,}", words.casefold()) for words in (voice.text, full, letters))
    named = any(one[:STEM] == other[:STEM] for one in said for other in own)  # "Ostran" says Ostra
    if set(short) & set(said) or (named and (not letters or fold(voice.text) in {fold(one) for one in (full, *names)})):
        return ""
    if actor is not None and actor.kind in STATES:
        return "" if named else full
    return letters or full


def whose_side(voice: Voice, theatre: Theatre, day: date) -> tuple[str, ...]:
    """The ids whose usage of labels a voice follows: its actor, that actor's side and allies."""
    if not voice.actor:
        return ()
    known = theatre.actor(voice.actor)
    ties = known.ties if known else ()
    allied = (tie.to for tie in ties if tie.kind in (TieKind.SIDE, TieKind.PARENT, TieKind.ALLY) and day in tie.active)
    return tuple(dict.fromkeys((voice.actor, theatre.side_of(voice.actor, day), *allied)))


def _listed(text: str, source: Source, theatre: Theatre, day: date) -> Voice:
    """A teller of sources.csv."""
    own = source.side if day in source.active else ""
    if source.kind in OWN_SIDE or own:
        return Voice(text=text, actor=own, source=source.id, party=True if own else None)
    monitor = theatre.actor(source.id)
    actor = source.id if monitor is not None and monitor.kind not in BELLIGERENT_KINDS else ""
    return Voice(text=text, actor=actor, source=source.id, party=False if source.kind in IMPARTIAL else None)


def _takes_part(actor: str, theatre: Theatre, day: date) -> bool | None:
    """True for a belligerent and for a state tied to one on that day; None for a state that is not."""
    known = theatre.actor(actor)
    if known is None or known.kind != "foreign-state" or not theatre.sides:  # without sides any state may be one
        return True
    if any(tie.kind in (TieKind.ALLY, TieKind.SIDE, TieKind.MEMBER) and day in tie.active for tie in known.ties):
        return True
    allied = any(
        tie.to == actor and tie.kind is TieKind.ALLY and day in tie.active for one in theatre.actors for tie in one.ties
    )
    return True if allied or any(side.id == actor for side in theatre.sides) else None


def _body(text: str, words: _Words) -> str:
    """The body a speaker speaks for: what stands before the office, or after "for", "of", "from" behind it."""
    office = words.office.search(text)
    if office is None:
        return text
    of = re.match(r"\s+(?:for|of|from)\s+(.*)", text[office.end() :])
    return of[1] if of else text[: office.start()]


def _mixed(text: str, theatre: Theatre) -> bool:
    """True when a party and a bystander are named together: "state media and the observatory"."""
    kinds = {
        actor.kind in BELLIGERENT_KINDS
        for hit in theatre.actors_in(text)
        for ident in hit.ids
        if (actor := theatre.actor(ident))
    }
    return len(kinds) > 1 and " and " in text


def _bare(text: str) -> str:
    """Without an article and a bracketed addition."""
    return re.sub(r"\s*\([^)]*\)", "", re.sub(r"^(?:the|a|an)\s+", "", text.strip(), flags=re.IGNORECASE)).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The kinds of speakers of ``[parties]``, compiled."""

    neutral: re.Pattern[str]
    neutral_head: re.Pattern[str]
    party: re.Pattern[str]
    unclear: re.Pattern[str]
    office: re.Pattern[str]
    doubtful: re.Pattern[str]
    kinds: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(language: Language) -> _Words:
    table: Mapping[str, Sequence[str]] = language.table("parties")

    def any_of(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(table[name], key=lambda w: (-len(w), w)))

    def found(name: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{any_of(name)})s?\b", re.IGNORECASE)

    return _Words(
        neutral=found("neutral"),
        neutral_head=re.compile(
            rf"(?:^|\s)(?:{any_of('neutral')})(?:\s+(?:in|of|from|at|near|for)\b.*)?$", re.IGNORECASE
        ),
        party=found("party"),
        unclear=found("unclear"),
        office=found("offices"),
        doubtful=found("doubtful"),
        kinds=found("kinds"),
    )
