"""Names of places that reports use and no place is known for: what could be located, and is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from whoholds.ask.cited import Cited, words_in
from whoholds.claim import Unlinked, Unplaced
from whoholds.keep import Ledger
from whoholds.spelling import key
from whoholds.text import Report
from whoholds.theatre import Theatre
from whoholds.when import ALWAYS, Period

LOCATABLE = frozenset(
    {
        Unplaced.NOT_IN_GAZETTEER,
        Unplaced.AMBIGUOUS,
        Unplaced.TOO_FAR,
        Unplaced.KIND_CONFLICT,
        Unplaced.FACILITY_UNLISTED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameless:
    """A name that could be located, with every finding that bears it.

    name, said  the words, and the report behind the first finding; its ``claim`` is the finding's id.
    findings    ids of the unlinked findings, by report; reports: how many reports they are from.
    """

    name: str
    reason: Unplaced
    findings: tuple[str, ...]
    reports: int
    said: Cited


def unplaced(
    ledger: Ledger, theatre: Theatre, *, known: datetime | None = None, arrived: Period = ALWAYS
) -> tuple[Nameless, ...]:
    """Names in reports that arrived on these days and are not located, the most frequent first; none ruled upon."""
    named = [
        [one for one in those if (known is None or one.known <= known) and one.known.date() in arrived]
        for those in unlocated(ledger, theatre, known=known).values()
    ]
    kept = [those for those in named if those]
    reports = {one.id: one for one in ledger.reports({those[0].report for those in kept})}
    found = [
        Nameless(
            name=those[0].text,
            reason=those[0].reason,
            findings=tuple(one.id for one in those),
            reports=len({one.report for one in those}),
            said=_cited(those[0], reports[those[0].report]),
        )
        for those in kept
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.findings), key(one.name), one.findings)))


def unlocated(ledger: Ledger, theatre: Theatre, *, known: datetime | None = None) -> dict[str, list[Unlinked]]:
    """Findings whose place could be located, by the key of its name, as long as nothing is ruled on any of them.

    Who speaks is no place, nor is an outlet or a party, whatever the sentence made of its name.
    """
    stands = ledger.rulings(known=known)
    ruled = {one.about for one in stands.standing.values()}
    loose = [one for one in ledger.unlinked() if one.part == "place" and one.reason in LOCATABLE]
    if not loose:
        return {}
    bodies = {key(one.outlet) for one in ledger.outlets()}
    bodies |= {key(speaker.text) for one in loose for speaker in one.finding.speakers}
    found: dict[str, list[Unlinked]] = {}
    for one in loose:
        name = key(one.text)
        if name and name not in stands.lessons and name not in bodies and not _is_a_body(one.text, theatre):
            found.setdefault(name, []).append(one)
    return {name: those for name, those in found.items() if not ruled & {one.id for one in those}}


def _is_a_body(name: str, theatre: Theatre) -> bool:
    """True when the whole name is that of a source or a party."""
    whole = len(name.strip())
    return theatre.source(name) is not None or any(
        hit.span.end - hit.span.start >= whole for hit in theatre.actors_in(name)
    )


def _cited(one: Unlinked, report: Report) -> Cited:
    finding = one.finding
    speaker = finding.speakers[-1].text if finding.speakers else report.outlet
    return words_in(report, one.id, finding.evidence, speaker, finding.status)
