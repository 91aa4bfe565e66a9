"""Finding → Claim | Unlinked: which places, parties and days a finding's words mean. Nothing is guessed in silence.

    link(report, findings, theatre) ──→ Claim      one per place named, with its candidates
                                    ──→ Unlinked   a finding, or one part of it, that could not be tied to an id

A party that cannot be told leaves the claim standing without it, beside an Unlinked for the party; a place or a time
that cannot be told leaves only the Unlinked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.actor import PROVISIONAL
from whoholds.claim import (
    Candidate,
    Claim,
    ExtentKind,
    Finding,
    Mention,
    PlaceMention,
    Unlinked,
    Unplaced,
    Via,
    Voice,
)
from whoholds.identity import content_id
from whoholds.link.actors import outlet_of, voice_of, whose_side
from whoholds.link.beside import beside
from whoholds.link.parties import (
    NOBODY,
    Who,
    acting_name,
    actor_of,
    common_state,
    is_first_person,
    is_told_of,
    may_be_a_state,
    names_something,
    opens_a_sentence,
    parties_heard,
    speaks_for_itself,
    with_company,
)
from whoholds.link.places import Around, Located, around, locate
from whoholds.link.times import acting_day, when_of
from whoholds.text import Report, Span
from whoholds.theatre import Theatre
from whoholds.verb import TERRITORIAL
from whoholds.when import When

__all__ = ["link", "parties_named"]


def link(report: Report, findings: Sequence[Finding], theatre: Theatre) -> Iterator[Claim | Unlinked]:
    """The claims of one report's findings, in their order; every finding gives at least one Claim or Unlinked."""
    if not findings:
        return
    context = _context(report, theatre)
    for finding in findings:
        yield from _linked(finding, context)


def parties_named(report: Report, findings: Sequence[Finding], theatre: Theatre) -> tuple[tuple[str, str], ...]:
    """Doer and target of each finding by the theatre's names for them, in order; "" where it lists none or cannot tell.

    A state that fights goes by the name of its forces, where the theatre has one ("Ostran army"); else by its own.
    """
    if not findings:
        return ()
    context = _context(report, theatre)
    named = []
    for finding in findings:
        actor, target, day = _sides(finding, context)
        pair = [
            acting_name(known, mention.text, finding.verb, day)
            if mention is not None and (known := theatre.actor(who.actor)) is not None
            else ""
            for mention, who in ((finding.actor, actor), (finding.target, target))
        ]
        named.append((pair[0], pair[1]))
    return tuple(named)


def _context(report: Report, theatre: Theatre) -> _Context:
    return _Context(
        report=report,
        theatre=theatre,
        around=around(report.text, theatre, title=report.title),
        heard=parties_heard(report.text, theatre, report.day),
        outlet=outlet_of(report, theatre),
    )


def _sides(finding: Finding, context: _Context) -> tuple[Who, Who, date]:
    """Who did it and to whom, and the day on which the names count; a day that cannot be told is the report's."""
    report, theatre = context.report, context.theatre
    when = when_of(finding, report, theatre)
    day = report.day if isinstance(when, Unplaced) else acting_day(when, report)
    voices = (context.outlet, *(voice_of(one, report, theatre, report.day) for one in finding.speakers))
    state = ""
    if any(mention is not None and may_be_a_state(mention.text) for mention in (finding.actor, finding.target)):
        located, _ = _places(finding, context)
        state = _state_there(located, context, day)
    return (
        _who(finding.actor, voices, context, day, state),
        _who(finding.target, voices, context, day, state),
        day,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What all findings of a report share. ``heard``: the parties named in it, and where."""

    report: Report
    theatre: Theatre
    around: Around
    heard: tuple[tuple[Span, str], ...]
    outlet: Voice


def _linked(finding: Finding, context: _Context) -> Iterator[Claim | Unlinked]:
    report, theatre = context.report, context.theatre
    when = when_of(finding, report, theatre)
    if isinstance(when, Unplaced):
        yield _unlinked(finding, report, part="time", text=finding.when.text, reason=when)
        return
    day = acting_day(when, report)
    voices = (context.outlet, *(voice_of(one, report, theatre, report.day) for one in finding.speakers))
    located, loose = _places(finding, context)
    state = ""
    if any(mention is not None and may_be_a_state(mention.text) for mention in (finding.actor, finding.target)):
        state = _state_there(located, context, day)
    actor = _who(finding.actor, voices, context, day, state)
    target = _who(finding.target, voices, context, day, state)
    for mention, who in ((finding.actor, actor), (finding.target, target)):
        if mention is not None and not who.actor and not (mention is finding.target and mention.via is Via.INFERRED):
            candidates = tuple(Candidate(place=one, score=0.0) for one in who.candidates)
            reason = who.reason or Unplaced.ACTOR_UNKNOWN
            yield _unlinked(finding, report, part="actor", text=mention.text, reason=reason, candidates=candidates)
    yield from loose
    same = actor.actor and actor.actor == target.actor
    guessed = finding.target is not None and finding.target.via is Via.INFERRED  # no ground for a place's record
    sufferer = "" if same or guessed else target.actor
    for one in located:
        yield _claim(finding, one, when, voices, context, actor=actor.actor, target=sufferer)


# ── places ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _places(finding: Finding, context: _Context) -> tuple[tuple[Located, ...], tuple[Unlinked, ...]]:
    """What the named places mean, once each, and what could not be located."""
    report = context.report
    mentions, counted = finding.places, finding.extent is not None and finding.extent.kind is ExtentKind.COUNT
    if not mentions and finding.area is not None and not (counted and finding.verb in TERRITORIAL):
        mentions = (finding.area,)
    if not mentions:
        if counted and finding.extent is not None:
            return (), (_count_only(finding, context),)
        text = finding.trigger.of(report.text)
        return (), (_unlinked(finding, report, part="place", text=text, reason=Unplaced.NO_PLACE_NAMED),)
    mentions = tuple(beside(one, report.text) for one in mentions)
    area = finding.area if finding.places else None
    extent = None if counted else finding.extent
    found = locate(mentions, context.theatre, area=area, around=context.around, verb=finding.verb, extent=extent)
    kept: dict[str, Located] = {}
    loose: list[Unlinked] = []
    for one in found:
        if not one.place:
            reason = one.reason or Unplaced.NOT_IN_GAZETTEER
            loose.append(
                _unlinked(
                    finding, report, part="place", text=one.mention.text, reason=reason, candidates=one.candidates
                )
            )
        elif one.place not in kept or (one.share, not one.near) > (kept[one.place].share, not kept[one.place].near):
            kept[one.place] = one  # two words for one place are one claim, the fuller of them
    if counted and (finding.extent.low is None or finding.extent.low > len(finding.places)):  # type: ignore[union-attr]
        loose.append(_count_only(finding, context))
    return tuple(kept.values()), tuple({one.id: one for one in loose}.values())


def _count_only(finding: Finding, context: _Context) -> Unlinked:
    """The places that were only counted: nothing is spread over unnamed ones. Candidates: the area they lie in."""
    within: tuple[Candidate, ...] = ()
    if finding.area is not None:
        within = locate((finding.area,), context.theatre, around=context.around)[0].candidates[:1]
    text = finding.extent.text if finding.extent else ""
    return _unlinked(finding, context.report, part="place", text=text, reason=Unplaced.COUNT_ONLY, candidates=within)


def _state_there(located: Sequence[Located], context: _Context, day: date) -> str:
    """The state whose army "the army" is: that of the land, when the report names it; else the one at war in the report."""
    theatre = context.theatre
    lands = (_state_of(one.place, theatre, day) for one in located)
    told = (one for one in lands if one and is_told_of(one, context.report.text, theatre))
    return next(told, "") or common_state([actor for _, actor in context.heard], theatre)


def _state_of(place: str, theatre: Theatre, day: date) -> str:
    """The state in whose land a place lies, where the theatre lists it as a party; empty when not."""
    for ident in (place, *theatre.chain(place)):
        if theatre.place(ident).kind == "country":
            found = actor_of(theatre.place(ident).name, theatre, day).actor
            return found if theatre.actor(found) else ""
    return ""


# ── parties ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _who(mention: Mention | None, voices: Sequence[Voice], context: _Context, day: date, state: str) -> Who:
    """The party a mention means; "we" and "our forces" are the voice's own."""
    if mention is None:
        return NOBODY
    speaker = voices[-1]
    if mention.via is Via.QUOTE_SIDE or is_first_person(mention.text):
        if speaker.actor and speaker.party:
            return Who(actor=speaker.actor, candidates=(speaker.actor,))
        said = actor_of(mention.text, context.theatre, day)
        return Who(actor="", reason=Unplaced.ACTOR_UNKNOWN) if said.general else said
    at = mention.antecedent or mention.span
    heard = [actor for span, actor in context.heard if span.end <= at.start]
    sides = whose_side(speaker, context.theatre, day)
    if not sides and speaker.party is not False:
        sides = whose_side(context.outlet, context.theatre, day)
    text = mention.text
    if mention.via is Via.DIRECT:
        written, behind = mention.span.of(context.report.text), context.report.text[mention.span.end :]
        if written != text:  # what stands there, if it names a party, is not what an earlier mention says
            plain = actor_of(with_company(written, behind), context.theatre, day, sides=sides)
            listed = plain.actor and not plain.actor.startswith(PROVISIONAL)
            if listed or plain.reason is Unplaced.ACTOR_AMBIGUOUS:
                return plain
        text = with_company(text, behind)
    # in a party's own words, "fighters" without a name are its own; last, so that they are found first
    own = next((one.actor for one in (speaker, context.outlet) if one.actor and one.party), "")
    if own and speaks_for_itself(text):  # "the command": of whoever is speaking
        return Who(actor=own, candidates=(own,), general=True)
    heard += [own] if own else []
    who = actor_of(text, context.theatre, day, sides=sides, heard=heard, state=state)
    if who.reason is Unplaced.ACTOR_AMBIGUOUS:  # named only further down
        named = [actor for _, actor in context.heard]
        who = actor_of(text, context.theatre, day, sides=sides, heard=[*named, *heard], state=state)
    made_up = who.actor.startswith(PROVISIONAL)
    if made_up and opens_a_sentence(context.report.text, at.start) and not names_something(text, context.report.text):
        small = text[:1].lower() + text[1:]  # a capital that only opens the sentence
        return actor_of(small, context.theatre, day, sides=sides, heard=heard, state=state)
    return who


# ── what is made ────────────────────────────────────────────────────────────────────────────────────────────────


def _claim(
    finding: Finding, one: Located, when: When, voices: tuple[Voice, ...], context: _Context, *, actor: str, target: str
) -> Claim:
    said: PlaceMention = one.mention
    return Claim(
        id=content_id("claim", finding.id, one.place, said.text),
        finding=finding.id,
        report=context.report.id,
        known=context.report.received,
        verb=finding.verb,
        actor=actor,
        target=target,
        place=one.place,
        place_text=said.text,
        candidates=one.weights or ((one.place, 1.0),),
        when=when,
        voices=voices,
        status=finding.status,
        quote=finding.evidence,
        counts=finding.counts,
        finder=finding.finder,
        share=one.share,
        near=one.near,
        area_only=one.area_only,
        form=finding.form,
        notes=finding.notes,
        confidence=finding.confidence,
    )


def _unlinked(
    finding: Finding,
    report: Report,
    *,
    part: str,
    text: str,
    reason: Unplaced,
    candidates: tuple[Candidate, ...] = (),
) -> Unlinked:
    return Unlinked(
        id=content_id("unlinked", finding.id, part, text, reason),
        finding=finding,
        report=report.id,
        known=report.received,
        part=part,
        text=text,
        reason=reason,
        candidates=candidates,
    )
