"""Answers in words, for a terminal: neutral, attributed, and with nothing in a quote that a terminal would obey."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from whoholds.control import State, phrase
from whoholds.when import DAY

if TYPE_CHECKING:
    from whoholds.ask import Answer, Change, Cited, Ground, Loose, Page, Ruled, Standing, Stint, Stranger, Why
    from whoholds.desk import Item
    from whoholds.text import Skipped

QUOTE = 180  # characters of a quote on a line; --json gives all of it
MOST = 5  # quotes under an answer; ``why`` gives all of them
FEW = 3  # claims below which a source has no line of its own
PLACES = 8  # places named in a line about an area


def who(answer: Answer, cited: Iterable[Cited], against: Iterable[Cited], stays: str) -> str:
    """The answer in a sentence, what it rests on, and who disagrees. ``stays``: the ledger, for the next command."""
    lines = [_sentence(answer)]
    if answer.state is not State.UNKNOWN:
        lines.append(
            f"  {_many(answer.voices, 'independent voice')}, last heard {answer.last_heard}; as known on {_moment(answer.known)}"
        )
        lines += [f"  for      {_cited(one)}" for one in list(cited)[:MOST]]
        lines += [f"  against  {_cited(one)}" for one in list(against)[:MOST]]
        lines.append(f"next: whoholds why {_word(answer.name)} --on {answer.on}{stays}")
    for one in answer.inside:
        names = ", ".join(one.places[:PLACES]) + (" ..." if len(one.places) > PLACES else "")
        lines.append(f"  inside: {_many(len(one.places), 'place')} {_phrase(one.state, one.holder_names)}: {names}")
    return "\n".join(lines)


def why(reasons: Why) -> str:
    """The answer, the sum in nats, and every claim with its words, speaker and weight."""
    answer = reasons.answer
    lines = [_sentence(answer)]
    if answer.state is State.UNKNOWN and not reasons.unweighed:
        return "\n".join([*lines, "  no claim about this place is known for that day"])
    if reasons.terms:
        lines.append(f"  log-odds, {shown(reasons.rival)}: {reasons.log_odds:+.2f} nats, the sum of")
        parts = [
            ("starting odds and how control moves from day to day" if one.kind == "prior" else one.words, one.direct)
            for one in reasons.terms
            if not one.claim
        ]
        lines += [f"    {nats:+7.2f}  {shown(words)}" for words, nats in parts]
        lines.append(f"    {sum(t.direct for t in reasons.terms if t.claim):+7.2f}  the claims below")
    for title, grounds in (
        ("for", reasons.speaks_for),
        ("against", reasons.against),
        ("not weighed", reasons.unweighed),
    ):
        if grounds:
            lines.append(f"{title}:")
            lines += [line for one in grounds for line in _ground(one, decisive=one.claim in reasons.decisive)]
    return "\n".join(lines)


def history(name: str, stints: Iterable[Stint]) -> str:
    """One line a period."""
    rows = [
        f"  {one.start or '...'} to {one.end - DAY if one.end else 'now'}  {shown(one.words)}"
        f"  ({one.probability:.2f}; {_many(one.voices, 'voice')}, last heard {one.last_heard})"
        for one in stints
    ]
    return "\n".join([f"{shown(name)}", *(rows or ["  nothing is known"])])


def changes(rows: Iterable[Change]) -> str:
    """One line a change."""
    lines = [f"{one.day}  {shown(one.name)}: {shown(one.words)}  ({one.after.probability:.2f})" for one in rows]
    return "\n".join(lines or ["nothing changed hands, as far as the reports say"])


def review(rows: Iterable[Item]) -> str:
    """Two lines an item: what it would move and where, then the words."""
    found = []
    for one in rows:
        what = f"{shown(one.name)}: {shown(one.answer)}" if one.kind == "claim" else f'"{shown(one.name)}" not located'
        more = f", {one.times} findings" if one.times > 1 else ""
        flips = ", decisive" if one.flips else ""
        found.append(
            f"{one.moves:.3f}  {one.id[:12]}  {what}  ({one.verb} {shown(one.actor)}, {one.status}{flips}{more})"
        )
        found.append(
            f'       "{_short(one.quote)}" ({shown(one.speaker)}, {shown(one.report.outlet)}, {one.report.published.date()})'
        )
        if one.candidates:
            found.append(
                "       perhaps " + "; ".join(f"{place} ({shown(name)})" for place, name in one.candidates[:MOST])
            )
    return "\n".join(
        [*found, "next: whoholds rule accept|reject|correct|merge|locate ID --by NAME --reason WHY"]
        if found
        else ["nothing left to look at"]
    )


def rulings(rows: Iterable[Ruled]) -> str:
    """One line a ruling; what no longer counts is in brackets."""
    found = []
    for one in rows:
        said = ", ".join(f"{slot}={shown(value)}" for slot, value in one.changes)
        told = f"{one.number}  {one.id[:12]}  {_moment(one.at)}  {shown(one.by)}: {one.ruling} {one.about[:12]}"
        told = f"{told}{f' ({said})' if said else ''}: {_short(one.reason)}"
        found.append(told if one.counts else f"[{told}]")
    return "\n".join(found or ["no rulings yet"])


def disputes(rows: Iterable[Answer]) -> str:
    """One line a place, the least certain first."""
    lines = [f"{shown(one.name)}: {_phrase(one.state, one.holder_names)} ({one.probability:.2f})" for one in rows]
    return "\n".join(lines or ["nothing is disputed or fought over on that day, as far as the reports say"])


def unlinked(rows: Iterable[Loose]) -> str:
    """The words, the reason, what was turned down, and where it was read."""
    lines = []
    for one in rows:
        turned = ", ".join(f"{c.place} ({c.km:.0f} km off)" if c.km else c.place for c in one.candidates[:3])
        lines.append(f"{shown(one.text) or '(no name)'}: {one.reason}" + (f"; turned down: {turned}" if turned else ""))
        lines.append(
            f'  {one.verb}, "{_short(one.quote)}" ({shown(one.report.outlet)}, {one.report.published:%Y-%m-%d})'
        )
    return "\n".join(lines or ["every finding is on the map"])


def strangers(rows: Iterable[Stranger]) -> str:
    """Parties no theatre lists: how often, when, where first, and whom they may be."""
    lines = []
    for one in rows:
        like = f"; perhaps {one.like}" if one.like else ""
        times = f"{one.claims} claims in {one.reports} reports" if one.claims > 1 else "1 claim"
        lines.append(f"{shown(one.name)}: {times}, {one.first} to {one.last}{like}")
        lines.append(f'  "{_short(one.quote)}" ({shown(one.report.outlet)}, {one.report.published:%Y-%m-%d})')
    return "\n".join(lines or ["every party named is one the theatre lists"])


def skipped(rows: Iterable[Skipped]) -> str:
    """Where it stands, and why it could not be read."""
    return "\n".join([f"{shown(one.origin)}: {shown(one.reason)}" for one in rows] or ["nothing was skipped"])


def report(page: Page) -> str:
    """Where it was printed and when, what was odd, and every finding with what became of it."""
    head = page.report
    lines = [
        f"{shown(head.title) or 'untitled'}  ({shown(head.outlet) or 'unnamed outlet'}, {head.published:%Y-%m-%d})"
    ]
    lines += [
        f"  id {head.id}" + (f", {shown(head.ref)}" if head.ref else ""),
        f"  known since {_moment(head.received)}",
    ]
    lines += [f"  note: {shown(one)}" for one in page.notes]
    for one in page.findings:
        told = f", {one.first} to {one.last - DAY}" if one.first and one.last and one.last - one.first > DAY else ""
        told = told or (f", {one.first}" if one.first else "")
        where = ", ".join(shown(place) for place in one.places) or "no place named"
        lines.append(
            f"{one.verb} [{one.status}] {shown(one.actor) or 'nobody named'}: {where}{told} ({one.confidence:.2f})"
        )
        lines.append(f'    "{_short(one.quote)}"' + (f" ({shown(one.speaker)})" if one.speaker else ""))
        lines += [f"    on the map   {shown(place)}" for place in one.on_map]
        lines += [f"    not on it    {shown(gap)}" for gap in one.off_map]
    return "\n".join(lines)


def checkup(found: dict[str, Any]) -> str:
    """One line a fact; what is wrong stands last, marked."""
    lines = [f"{key}: {value}" for key, value in found.items() if not isinstance(value, dict | list | tuple)]
    for key, value in found.get("ledger", {}).items():
        told = ", ".join(f"{name} {count}" for name, count in value.items()) if isinstance(value, dict) else value
        if key != "wrong":
            lines.append(f"ledger {key}: {told}")
    wrong = [*found.get("wrong", ()), *found.get("ledger", {}).get("wrong", ())]
    return "\n".join([*lines, *(f"wrong: {one}" for one in wrong)] if wrong else [*lines, "nothing is wrong"])


def sources(rows: Iterable[Standing]) -> str:
    """A line a source: its letter, how its claims fared by the others, when they came, and their credibility."""
    lines = ["   claims (checked)  borne out       days before others  denied   claims at 1/2/3/4/5/6"]
    every = list(rows)
    many = [one for one in every if one.track.claims >= FEW]
    for one in many:
        track = one.track
        early = "      " if track.lead is None else f"{track.lead:+6.1f}"
        fared = f"{track.borne:.2f} ({track.low:.2f}-{track.high:.2f})" if track.checked else "not checked     "
        digits = "/".join(str(count) for count in track.digits)
        lines.append(
            f"{one.reliability}  {track.claims:5d} ({track.checked:4d})     {fared}  {early}           {track.denied:5.0%}"
            f"   {digits}   {shown(one.name)}"
        )
    if every and all(one.reliability == "F" for one in every):
        lines.append("nobody is graded: what the others say leaves open how often each is right")
    if len(every) > len(many):
        lines.append(f"and {_many(len(every) - len(many), 'source')} with fewer than {FEW} claims, graded F (--json)")
    return "\n".join(lines if every else ["nobody has claimed who holds a place"])


def shown(text: str) -> str:
    """The text with control, bidi and other invisible characters written out, so that no terminal obeys them."""
    return "".join(
        " "
        if ch in "\n\r\t"
        else ch
        if unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Cn") or ch == "\u200c"
        else f"\\u{ord(ch):04x}"
        for ch in text
    )


def _sentence(answer: Answer) -> str:
    head = f"{shown(answer.name)} on {answer.on}: "
    if answer.state is State.UNKNOWN:
        return head + "unknown; no report known by then says who holds it"
    since = f" since {answer.since}" if answer.since else ""
    if answer.state is State.STALE:
        age = (answer.on - answer.last_heard).days if answer.last_heard else 0
        return (
            head + f"last known as {_phrase(State.HELD, answer.holder_names)}{since}, last confirmed {age} days before"
        )
    return head + f"{_phrase(answer.state, answer.holder_names)}{since}, probability {answer.probability:.2f}"


def _phrase(state: State, names: Iterable[str]) -> str:
    return phrase(state, map(shown, names))


def _cited(one: Cited) -> str:
    speaker = f"{shown(one.speaker)}, in " if one.speaker and one.speaker != one.outlet else ""
    return f'"{_short(one.quote)}" ({speaker}{shown(one.outlet) or "unnamed outlet"}, {one.published:%Y-%m-%d}, {one.status})'


def _ground(one: Ground, *, decisive: bool) -> Iterable[str]:
    weight = "      " if one.weight is None else f"{one.weight:+6.2f}"
    party = {True: ", a party", False: "", None: ""}[one.party]
    yield f'  {weight}  "{_short(one.quote)}"' + ("  [decides]" if decisive else "")
    told = f"{one.first}" if one.last - one.first == DAY else f"{one.first} to {one.last - DAY}"
    yield (
        f"          {one.verb} by {shown(one.actor) or 'nobody named'}, {told}, {one.status}; "
        f"{shown(one.speaker) or 'the outlet'}{party}; {shown(one.report.outlet) or 'unnamed outlet'}, "
        f"{one.report.published:%Y-%m-%d}" + (f", {one.report.ref}" if one.report.ref else "")
    )
    if one.echoes:
        outlets = ", ".join(sorted({shown(echo.report.outlet) for echo in one.echoes}))
        yield f"          repeated by {_many(len(one.echoes), 'report')} ({outlets}): one voice"
    if one.note:
        yield f"          {one.note}"


def _short(text: str) -> str:
    return shorten(shown(text), QUOTE, placeholder=" ...")


def _many(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def _moment(known: datetime) -> str:
    return f"{known:%Y-%m-%d %H:%M} UTC"


def _word(name: str) -> str:
    return f'"{name}"' if " " in name or "'" in name else name
