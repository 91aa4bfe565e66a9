"""A finding as one flat row: the line that ``whoholds find`` prints, and the form in which findings are scored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from whoholds.claim import Count, CountOf, ExtentKind, Finding, PlaceMention, Speaker, Voice
from whoholds.find.speaker_names import is_person
from whoholds.find.voices import voices_of
from whoholds.language import load_language
from whoholds.text import Report
from whoholds.when import Basis

COUNTED = {
    "killed": {CountOf.KILLED},
    "injured": {CountOf.INJURED},
    "displaced": {CountOf.DISPLACED, CountOf.AT_RISK, CountOf.RETURNED},
}


def prediction(
    finding: Finding, report: Report, voice: Voice | None, *, actor: str = "", target: str = "", whose: str = ""
) -> dict[str, Any]:
    """The finding as JSON-ready values.

    actor    as written, or as the report writes it elsewhere; ``actor_id``: the theatre's name, null when it lists none.
    target   to whom it was done: the theatre's name (``target_id``), or as written when it lists none. A target that turns
             out to be the doer by another name is left out.
    places   names as written, each once; the container's name when the text counts places
             without naming them, unless that is a country and not meant whole.
    date     day, or "first/last" with both days in; null when the text tells no time.
    speaker  the voice that vouches, as written; behind a person's name the office told beside it and, in brackets,
             the party or body he speaks for (``whose``). ``speaker_party``: whether it is a belligerent, null when unclear.
    start, end, quote  the evidence, code points into the report's text.
    """
    speaker = finding.speakers[-1] if finding.speakers else None
    places = list(dict.fromkeys(_name(place, report) for place in finding.places))
    whole = finding.extent is not None and finding.extent.kind is ExtentKind.FULL
    if not places and finding.area is not None and (whole or finding.area.kind != "country"):
        places = [_name(finding.area, report)]
    written = finding.target.text if finding.target else ""
    suffered = None if target and target == actor else target or written or None
    row: dict[str, Any] = {
        "report": report.ref or report.id,
        "id": finding.id,
        "type": finding.verb,
        "status": str(finding.status),
        "actor": finding.actor.text if finding.actor else None,
        "actor_id": actor or None,
        "target": suffered,
        "target_id": (target or None) if suffered else None,
        "places": places,
        "area": finding.area.text if finding.area else None,
        "date": _days(finding),
        "date_text": finding.when.text or None,
        "speaker": _speaker(speaker, whose) if speaker else None,
        "speaker_party": voice.party if voice else None,
    }
    for name, kinds in COUNTED.items():
        row[name] = _bounds([c for c in finding.counts if c.of in kinds])
    row |= {
        "extent": finding.extent.text if finding.extent else None,
        "notes": list(finding.notes),
        "frame": finding.frame,
        "form": str(finding.form),
        "start": finding.evidence.start,
        "end": finding.evidence.end,
        "quote": finding.evidence.of(report.text),
        "confidence": finding.confidence,
        "finder": finding.finder,
    }
    return row


def _speaker(speaker: Speaker, whose: str) -> str:
    """The speaker's words; behind a person's name the office told beside it, and whose voice it is: "Omar Velin (Coastal League)"."""
    voices, text = voices_of(load_language("en")), speaker.text
    bodies = {part.strip(".,()").casefold() for part in text.split()} & (voices.bodies | voices.watching)
    person = not bodies and is_person(text, voices)
    if len(speaker.role.split()) > 1 and speaker.role not in text:
        text = f"{text}, {speaker.role}"
    return f"{text} ({whose})" if whose and (person or whose.isupper()) else text


def _name(place: PlaceMention, report: Report) -> str:
    """The name as the text has it, with the compass word that stands right before it ("eastern Korsk")."""
    start = (place.antecedent or place.span).start
    before = report.text[:start].rstrip()
    if place.bearing and before.casefold().endswith(place.bearing):
        return f"{before[-len(place.bearing) :]} {place.text}"
    return place.text


def _days(finding: Finding) -> str | None:
    first, last = finding.when.first, finding.when.last
    if first is None or last is None or finding.when.basis is Basis.VAGUE:
        return None
    final = last - timedelta(days=1)
    return first.isoformat() if final <= first else f"{first.isoformat()}/{final.isoformat()}"


def _bounds(counts: Sequence[Count]) -> dict[str, Any] | None:
    """Bounds of the first figure; a combined one has none of its own: nobody may read it as deaths."""
    if not counts:
        return None
    one = counts[0]
    return {"min": None if one.combined else one.low, "max": None if one.combined else one.high, "text": one.text}
