"""How many people were hurt or displaced, by whom it is told: the lowest and the highest figure, and the one most often told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from whoholds.ask.cited import Cited, cited
from whoholds.ask.plain import plain
from whoholds.ask.who import name_of_place
from whoholds.claim import Claim, Count, CountMode, CountOf, Status
from whoholds.keep import Ledger
from whoholds.spelling import key
from whoholds.theatre import Theatre
from whoholds.when import DAY, Basis, Period

LITTLE = 2  # letters of a word that says nothing of whom a figure is about: "of", "a"
NOT_FIGURES = frozenset({Status.DENIED, Status.PLANNED, Status.HYPOTHETICAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One voice's figure: the latest it gave. low, high: as in ``Count``; text: its words; by: who says so, and where."""

    low: int | None
    high: int | None
    text: str
    by: Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is told of one kind of harm to people at one place and time. Nothing is added up.

    places, names  where; several when one figure is told of all of them together.
    first, last    days that every claim of it may be about, both in.
    of, combined   what is counted; ``combined``: killed and injured in one figure.
    so_far         each figure includes earlier ones.
    low            the lowest bound told; None: a voice said only "up to".
    best, best_high  the figure of most voices, of equals the latest; bounds as in ``Count``.
    high, more     the highest bound told, and whether it was told as "or more".
    told           a figure a voice, the latest first; denied: who denies one, by claim.
    claims         ids of all claims behind it.
    """

    places: tuple[str, ...]
    names: tuple[str, ...]
    first: date
    last: date
    of: CountOf
    combined: bool
    so_far: bool
    low: int | None
    best: int | None
    best_high: int | None
    high: int | None
    more: bool
    told: tuple[Told, ...]
    denied: tuple[Cited, ...]
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The figure as plain values."""
        told: dict[str, Any] = plain(self)
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One count of one claim, with every place that is told of together with it."""

    places: tuple[str, ...]
    claim: Claim
    count: Count


def figures(
    ledger: Ledger, theatre: Theatre, first: date, last: date, *, known: datetime | None = None
) -> tuple[Figure, ...]:
    """Every figure about people that may fall on these days (both in), by day and place.

    Figures of the same kind for one place stand together when they may be of one day and speak of people in the same
    words: they may still be of several events.
    """
    period = Period(start=first, end=last + DAY)
    claims = [one for one in ledger.counted(period, known=known) if _dated(one)]
    words = {one.claim: one for one in cited(ledger, [one.id for one in claims])}
    found = [
        _figure(theatre, group, words)
        for together in _alike(_said(claims)).values()
        for group in _of_one_time(together)
        if any(one.claim.status not in NOT_FIGURES for one in group)
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.names, one.of, one.so_far, one.claims)))


def _dated(one: Claim) -> bool:
    """False for what was never said to have happened, and for a look back without a day of its own."""
    if one.status in (Status.PLANNED, Status.HYPOTHETICAL):
        return False
    return one.status is not Status.BACKGROUND or one.when.basis is not Basis.NONE


def _said(claims: Sequence[Claim]) -> Iterator[_Said]:
    """Each count once, however many places its finding names."""
    by_finding: dict[str, list[Claim]] = {}
    for one in claims:
        by_finding.setdefault(one.finding, []).append(one)
    for some in by_finding.values():
        places = tuple(sorted({one.place for one in some}))
        for count in some[0].counts:
            told = count.low is not None or count.high is not None
            if told and not (count.combined and count.of is CountOf.INJURED):  # it stands among the killed as well
                yield _Said(places=places, claim=some[0], count=count)


def _alike(said: Iterable[_Said]) -> dict[tuple[Any, ...], list[_Said]]:
    found: dict[tuple[Any, ...], list[_Said]] = {}
    for one in said:
        count = one.count
        kind = (one.places, count.of, count.combined, count.mode is CountMode.CUMULATIVE, _whose(count.whose))
        found.setdefault(kind, []).append(one)
    return found


def _whose(words: str) -> str:
    """The words for whom it befell, without little ones: "of people" are people."""
    return " ".join(word for word in key(words).split() if len(word) > LITTLE)


def _of_one_time(said: list[_Said]) -> Iterator[list[_Said]]:
    """Those that may all be of one day, in groups."""
    group: list[_Said] = []
    ends = date.min
    for one in sorted(said, key=lambda one: (one.claim.when.first, one.claim.when.last, one.claim.id)):
        if group and one.claim.when.first >= ends:
            yield group
            group = []
        ends = min(ends, one.claim.when.last) if group else one.claim.when.last
        group.append(one)
    if group:
        yield group


def _figure(theatre: Theatre, group: Sequence[_Said], words: dict[str, Cited]) -> Figure:
    latest: dict[str, Told] = {}
    for one in sorted(group, key=lambda one: (words[one.claim.id].published, one.claim.id)):
        if one.claim.status not in NOT_FIGURES:
            speaker, outlet = one.claim.speaker, words[one.claim.id].outlet
            voice = speaker.actor or speaker.source or f"~{outlet}~{key(speaker.text)}"
            latest[voice] = Told(low=one.count.low, high=one.count.high, text=one.count.text, by=words[one.claim.id])
    voices = sorted(latest.values(), key=lambda one: (one.by.published, one.by.claim), reverse=True)
    bounds = [(one.low, one.high) for one in voices]
    best = max(dict.fromkeys(bounds), key=bounds.count)  # of equals the first, which is the latest
    tops = [(one.low or 0, True) if one.high is None else (one.high, False) for one in voices]
    high = max(top for top, _ in tops)
    count, when = group[0].count, [one.claim.when for one in group]
    return Figure(
        places=group[0].places,
        names=tuple(name_of_place(theatre, one) for one in group[0].places),
        first=max(one.first for one in when),
        last=min(one.final for one in when),
        of=count.of,
        combined=count.combined,
        so_far=count.mode is CountMode.CUMULATIVE,
        low=None if any(one.low is None for one in voices) else min(one.low or 0 for one in voices),
        best=best[0],
        best_high=best[1],
        high=high,
        more=all(more for top, more in tops if top == high),
        told=tuple(voices),
        denied=tuple(words[one.claim.id] for one in group if one.claim.status is Status.DENIED),
        claims=tuple(dict.fromkeys(one.claim.id for one in group)),
    )
