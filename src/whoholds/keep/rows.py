"""Nouns as rows and back. A row has the columns that questions go by, and the whole noun as JSON."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from whoholds.claim import Claim, Decision, Finding, Unlinked
from whoholds.control import Control, Edition, Fit
from whoholds.errors import LedgerError
from whoholds.identity import canonical
from whoholds.keep import Outlet
from whoholds.keep.codec import from_json, to_json
from whoholds.keep.schema import OPEN_END, OPEN_START
from whoholds.text import Imprint, Report, Skipped
from whoholds.when import Period, from_microseconds, microseconds

Row = dict[str, Any]
Noun = TypeVar("Noun")

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
IN_COLUMNS = frozenset({"report", "known"})  # of claims and unlinked findings: kept beside the body
IN_PERIOD = frozenset({"place", "valid"})
IN_EDITION = ("id", "code", "method", "settings", "theatre", "languages")
IN_SKIPPED = ("id", "origin", "ref", "reason", "excerpt", "raw_sha256")
DECIMALS = 6  # of a belief in a digest: machines may differ in the last bits of a sum


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH_ORDINAL


def day_of(number: int) -> date:
    """The day of that number."""
    return date.fromordinal(number + EPOCH_ORDINAL)


def report_row(report: Report) -> Row:
    """What makes the report this report: the parts its id hashes."""
    return {
        "id": report.id,
        "outlet": report.outlet,
        "url": report.url,
        "published_us": microseconds(report.published),
        "text": report.text,
    }


def arrival_row(report: Report) -> Row:
    """How the report reached us this time. Its id hashes all of it, so that the earliest can be told in any order."""
    row: Row = {
        "report": report.id,
        "received_us": microseconds(report.received),
        "day": day_number(report.day),
        "ref": report.ref,
        "language": report.language,
        "title": report.title,
        "raw_sha256": report.raw_sha256,
        "extractor": report.extractor,
        "signature": report.signature,
        "notes": to_list(report.notes),
    }
    return {"id": hashed({**row, "signature": report.signature.hex()}), **row}


def raw_row(report: Report) -> Row:
    """The bytes as they came, compressed."""
    return {"sha256": report.raw_sha256, "packed": zlib.compress(report.raw)}


def report_of(row: Any) -> Report:
    """The report of a joined row of report and arrival; with a column ``packed`` the raw bytes too."""
    return Report(
        id=row.report_id,
        ref=row.ref,
        outlet=row.outlet,
        url=row.url,
        published=from_microseconds(row.published_us),
        day=day_of(row.day),
        received=from_microseconds(row.received_us),
        language=row.language,
        title=row.title,
        text=row.text,
        raw=zlib.decompress(row.packed) if row.packed else b"",
        raw_sha256=row.raw_sha256,
        extractor=row.extractor,
        signature=row.signature,
        notes=of_list(row.notes),
    )


def imprint_of(row: Any) -> Imprint:
    """The imprint of a joined row of report and arrival."""
    return Imprint(
        report=row.report_id,
        outlet=row.outlet,
        published=from_microseconds(row.published_us),
        received=from_microseconds(row.received_us),
        signature=row.signature,
    )


def finding_row(finding: Finding, reading: int) -> Row:
    """A finding as the reading of that number made it."""
    return {"reading": reading, "id": finding.id, "body": to_json(finding)}


def finding_of(row: Any) -> Finding:
    """The finding of a row."""
    return whole(lambda: from_json(Finding, row.body), "finding", row.id)


def claim_row(claim: Claim, reading: int, seq: int) -> Row:
    """A claim as the reading of that number made it."""
    return {
        "seq": seq,
        "reading": reading,
        "id": claim.id,
        "report": claim.report,
        "place": claim.place,
        "verb": claim.verb,
        "actor": claim.actor,
        "status": claim.status.value,
        "first_day": day_number(claim.when.first),
        "last_day": day_number(claim.when.last),
        "body": to_json(claim, without=IN_COLUMNS),
    }


def claim_place_rows(claim: Claim, seq: int) -> list[Row]:
    """One row for every place the claim may be about."""
    weights = {claim.place: 1.0} if not claim.candidates else dict(claim.candidates)
    weights.setdefault(claim.place, 0.0)
    return [{"place": place, "claim": seq, "weight": weight} for place, weight in weights.items()]


def claim_of(row: Any) -> Claim:
    """The claim of a row that carries ``known_us``, its report's first arrival."""
    return whole(
        lambda: from_json(Claim, row.body, report=row.report, known=from_microseconds(row.known_us)), "claim", row.id
    )


def unlinked_row(unlinked: Unlinked, reading: int) -> Row:
    """An unlinked finding as the reading of that number made it."""
    return {
        "reading": reading,
        "id": unlinked.id,
        "report": unlinked.report,
        "part": unlinked.part,
        "reason": unlinked.reason.value,
        "body": to_json(unlinked, without=IN_COLUMNS),
    }


def unlinked_of(row: Any) -> Unlinked:
    """The unlinked finding of a row that carries ``known_us``."""
    return whole(
        lambda: from_json(Unlinked, row.body, report=row.report, known=from_microseconds(row.known_us)),
        "unlinked",
        row.id,
    )


def skipped_row(skipped: Skipped) -> Row:
    """A skipped item."""
    return {name: getattr(skipped, name) for name in IN_SKIPPED}


def skipped_of(row: Any) -> Skipped:
    """The skipped item of a row."""
    return Skipped(**{name: getattr(row, name) for name in IN_SKIPPED})


def decision_row(decision: Decision, previous: str, own: str) -> Row:
    """A decision with its link of the chain."""
    return {
        "id": decision.id,
        "by": decision.by,
        "at_us": microseconds(decision.at),
        "about": decision.about,
        "ruling": decision.ruling.value,
        "reason": decision.reason,
        "changes": to_list(decision.changes),
        "previous_hash": previous,
        "hash": own,
    }


def decision_of(row: Any) -> Decision:
    """The decision of a row. ValueError: an altered row that is no decision any more."""
    told = canonical({"id": row.id, "by": row.by, "about": row.about, "ruling": row.ruling, "reason": row.reason})
    changes = of_list(row.changes)
    return from_json(Decision, told, at=from_microseconds(row.at_us), changes=tuple(tuple(one) for one in changes))


def whole_decision_of(row: Any) -> Decision:
    """The decision of a row. LedgerError: an altered row that is no decision any more."""
    return whole(lambda: decision_of(row), "decision", row.id)


def edition_row(edition: Edition) -> Row:
    """An edition."""
    return {name: getattr(edition, name) for name in IN_EDITION}


def edition_of(row: Any) -> Edition:
    """The edition of a row."""
    return Edition(**{name: getattr(row, name) for name in IN_EDITION})


def fit_row(fit: Fit) -> Row:
    """Numbers learnt."""
    return {
        "id": fit.id,
        "known_us": microseconds(fit.known),
        "heard_us": microseconds(fit.heard),
        "code": fit.code,
        "numbers": fit.numbers,
    }


def fit_of(row: Any) -> Fit:
    """The numbers of a row."""
    known, heard = from_microseconds(row.known_us), from_microseconds(row.heard_us)
    return Fit(id=row.id, known=known, heard=heard, code=row.code, numbers=row.numbers)


def outlet_of(row: Any) -> Outlet:
    """What one outlet contributed."""
    return Outlet(
        outlet=row.outlet,
        reports=row.reports,
        claims=row.claims,
        first=from_microseconds(row.first),
        last=from_microseconds(row.last),
    )


def period_row(control: Control) -> Row:
    """One period of a page."""
    start, end = control.valid.start, control.valid.end
    return {
        "place": control.place,
        "first_day": OPEN_START if start is None else day_number(start),
        "last_day": OPEN_END if end is None else day_number(end),
        "body": to_json(control, without=IN_PERIOD),
    }


def control_of(row: Any) -> Control:
    """The Control of a row."""
    valid = Period(
        start=None if row.first_day == OPEN_START else day_of(row.first_day),
        end=None if row.last_day == OPEN_END else day_of(row.last_day),
    )
    return whole(lambda: from_json(Control, row.body, place=row.place, valid=valid), "period", row.place)


def told(control: Control) -> list[Any]:
    """What of a Control goes into a digest."""
    return [
        control.place,
        control.valid.start,
        control.valid.end,
        sorted(control.holders),
        [[actor, round(share, DECIMALS)] for actor, share in control.shares],
        control.voices,
        control.last_heard,
        round(control.weight, DECIMALS),
        sorted(control.because),
        sorted(control.against),
    ]


def hashed(value: Any) -> str:
    """sha256 of the canonical JSON of a value: 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def to_list(values: Sequence[Any]) -> str:
    """A tuple of strings, or of pairs of strings, as JSON."""
    return canonical(list(values))


def of_list(text: str) -> tuple[Any, ...]:
    """What ``to_list`` wrote, pairs as lists."""
    return tuple(json.loads(text))


def whole(read: Callable[[], Noun], kind: str, key: str) -> Noun:
    """What ``read`` returns. LedgerError: the row was damaged, with its kind and id."""
    try:
        return read()
    except ValueError as wrong:
        raise LedgerError(f"the {kind} {key} in the ledger is damaged: {wrong}") from wrong
