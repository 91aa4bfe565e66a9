"""A situation brief: what changed, what is disputed, who was hurt, what is unknown. Each sentence carries its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from whoholds.ask.changes import Change, changes
from whoholds.ask.cited import Cited, cited, on_one_line
from whoholds.ask.figures import Figure, figures
from whoholds.ask.nowhere import Nameless, unplaced
from whoholds.ask.plain import plain
from whoholds.ask.told import Told
from whoholds.ask.view import view
from whoholds.ask.who import Answer, Tally, answers, tallied
from whoholds.control import State, percent, phrase
from whoholds.errors import BadSetting
from whoholds.fuse import Parameters
from whoholds.keep import Ledger
from whoholds.theatre import Theatre
from whoholds.when import DAY, Period

MOST = 200  # lines of one part; the others are counted
CITED = 4  # claims that a sentence names for an answer, and against it: the heaviest
MOST_DAYS = 400  # days at most that one brief is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence and what it rests on: ids of claims for it and against it, or of findings that have no place.

    words  plain text, names and words of reports in it as they stand: whoever writes it out makes it safe.
    """

    words: str
    claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def behind(self) -> tuple[str, ...]:
        """Every id it rests on."""
        return tuple(dict.fromkeys((*self.claims, *self.against, *self.findings)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Lines of one kind. ``total``: how many there are, more than stand here when it is over ``MOST``."""

    total: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The situation over some days, by what was known at an instant.

    title          of the theatre. first, last: days, both in.
    places         places with an answer on the last day; tallies: how many have which.
    changed        what changed hands on these days; disputed: on the last day, the least certain first.
    figures        people hurt or displaced; ``figures_total`` as in ``Part``.
    silent         places whose last answer is too old to stand; unplaced: names in reports of these days without a place.
    notes          the words behind every line, by id of the claim or finding, in the order in which they are first used.
    """

    theatre: str
    title: str
    first: date
    last: date
    known: datetime
    places: int
    tallies: tuple[Tally, ...]
    changed: Part
    disputed: Part
    figures: tuple[Figure, ...]
    figures_total: int
    silent: Part
    unplaced: Part
    notes: dict[str, Cited] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The brief as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def brief(
    ledger: Ledger,
    theatre: Theatre,
    first: date,
    last: date,
    *,
    known: datetime | None = None,
    parameters: Parameters | None = None,
    told: Told | None = None,
) -> Brief:
    """The brief of these days (both in). The same record, days and instant give the same brief.

    told  every history known then, when somebody has them already.
    BadSetting: the days are the wrong way round, or more than ``MOST_DAYS``. EmptyLedger: nothing has been added.
    """
    if not first <= last <= first + (MOST_DAYS - 1) * DAY:
        raise BadSetting(f"a brief is about 1 to {MOST_DAYS} days, first and last; {first} to {last} is not")
    seen = view(ledger, theatre, known, parameters=parameters, told=told)
    told = Told(seen.histories()) if told is None else told  # the days' changes and the last day are read off the same
    seen = replace(seen, told=told)
    day = told.film.on(last)
    turned = changes(ledger, theatre, first - DAY, last, known=known, parameters=parameters, told=told)
    disputed = [one for one in answers(seen, last, told.film.doubted(last)) if one.state is not State.STALE]
    disputed.sort(key=lambda one: (one.probability, one.place))
    old = sorted((heard, place) for place, state, *_, heard in day if state == State.STALE)
    silent = list(answers(seen, last, (place for _, place in old[:MOST])))
    silent.sort(key=lambda one: (one.last_heard or last, one.place))
    hurt = figures(ledger, theatre, first, last, known=known)
    nowhere = unplaced(ledger, theatre, known=seen.known, arrived=Period(start=first, end=last + DAY))
    shown = [one.after if one.after.claims else one.before for one in turned[:MOST]]
    words = _cited(ledger, (*shown, *disputed[:MOST], *silent))
    lines = [_change(one, words) for one in turned[:MOST]]
    made = Brief(
        theatre=theatre.id,
        title=theatre.title,
        first=first,
        last=last,
        known=seen.known,
        places=len(day),
        tallies=tallied(theatre, ((State(state), holders, place) for place, state, holders, *_ in day)),
        changed=Part(total=len(turned), lines=tuple(lines)),
        disputed=Part(total=len(disputed), lines=tuple(_dispute(one, words) for one in disputed[:MOST])),
        figures=hurt[:MOST],
        figures_total=len(hurt),
        silent=Part(total=len(old), lines=tuple(_silence(one, words) for one in silent)),
        unplaced=Part(total=len(nowhere), lines=tuple(_nameless(one) for one in nowhere[:MOST])),
    )
    words |= {one.by.claim: one.by for figure in made.figures for one in figure.told}
    words |= {one.claim: one for figure in made.figures for one in figure.denied}
    words |= {one.said.claim: one.said for one in nowhere[:MOST]}
    return replace(made, notes={one: words[one] for one in dict.fromkeys(_used(made)) if one in words})


def _used(told: Brief) -> Iterator[str]:
    """Ids of claims and findings, in the order of the lines."""
    yield from (one for part in (told.changed, told.disputed) for line in part.lines for one in line.behind)
    for figure in told.figures:
        yield from (*(one.by.claim for one in figure.told), *(one.claim for one in figure.denied))
    yield from (one for part in (told.silent, told.unplaced) for line in part.lines for one in line.behind)


def _cited(ledger: Ledger, those: Iterable[Answer]) -> dict[str, Cited]:
    ids = dict.fromkeys(one for each in those for one in (*each.claims[:CITED], *each.against[:CITED]))
    return {one.claim: one for one in cited(ledger, list(ids))}


# ── sentences ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _change(one: Change, words: Mapping[str, Cited]) -> Line:
    """From which day a place has another answer, what it was before, and who says so."""
    before, after = (phrase(each.state, each.holder_names) for each in (one.before, one.after))
    if one.after.state is State.UNKNOWN:
        told = (
            f"{one.day}: {_where(one.before)} goes from {before} to unknown; no report says who holds it from then on"
        )
        return _line(f"{told}. Last said by", one.before, words)
    told = f"{one.day}: {_where(one.after)} goes from {before} to {after} ({_sure(one.after)}), according to"
    return _line(told, one.after, words)


def _dispute(one: Answer, words: Mapping[str, Cited]) -> Line:
    since = f" since {one.since}" if one.since else ""
    told = f"{_where(one)} is {phrase(one.state, one.holder_names)}{since} ({_sure(one)}), according to"
    return _line(told, one, words)


def _silence(one: Answer, words: Mapping[str, Cited]) -> Line:
    told = f"{_where(one)} is {phrase(one.state, one.holder_names)}; the last evidence is of {one.last_heard}, by"
    return _line(told, one, words)


def _nameless(one: Nameless) -> Line:
    findings, reports = len(one.findings), one.reports
    often = "once" if findings == 1 else f"{findings} times in {reports} report{'' if reports == 1 else 's'}"
    told = f"“{on_one_line(one.name)}”, named {often}, is not located ({one.reason.value.replace('-', ' ')}): {_by([one.said])}."
    return Line(words=told, findings=one.findings)


def _line(told: str, answer: Answer, words: Mapping[str, Cited]) -> Line:
    """The sentence with who says so behind it, and who speaks against it."""
    claims, against = answer.claims[:CITED], answer.against[:CITED]
    said = _by([words[one] for one in claims if one in words]) or "no claim of these days alone"
    contrary = _by([words[one] for one in against if one in words])
    return Line(
        words=f"{told} {said}.{f' Against it: {contrary}.' if contrary else ''}", claims=claims, against=against
    )


def _by(those: Sequence[Cited]) -> str:
    """Who says it and where, each once."""
    return "; ".join(dict.fromkeys(one.attribution for one in those))


def _where(one: Answer) -> str:
    inside = " in ".join(part for part in (one.kind, one.within) if part)
    return f"{one.name} ({inside})" if inside else one.name


def _sure(one: Answer) -> str:
    return f"probability {percent(one.probability)}, {one.voices} independent voice{'' if one.voices == 1 else 's'}"
