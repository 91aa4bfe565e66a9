"""Making a ruling: what it is about is found, its values are checked against the theatre, and the record is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from whoholds.ask import place_named
from whoholds.ask.who import name_of_actor
from whoholds.claim import Claim, Decision, Ruling, Unlinked
from whoholds.control import Changes
from whoholds.errors import BadRuling
from whoholds.identity import content_id
from whoholds.keep import CORRECTABLE, Ledger, locating
from whoholds.link.taught import as_taught
from whoholds.run import settle
from whoholds.spelling import fold, key
from whoholds.theatre import Theatre

LONGEST = 2000  # characters of a reason or a name
SHORTEST_START = 6  # characters of an id that may stand for all of it
SLOTS = {"side": "actor", "holder": "actor"}  # other words for what can be corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A ruling as it was kept, and what it opened and closed in the record."""

    decision: Decision
    changes: Changes


def rule(
    ledger: Ledger,
    theatre: Theatre,
    *,
    by: str,
    at: datetime,
    ruling: Ruling,
    about: str,
    reason: str,
    changes: Mapping[str, str] | None = None,
    method: str = "model",
) -> Ruled:
    """Keep a ruling and weigh again the places that it touches.

    about    id of a claim, report, unlinked finding or decision, or the unambiguous start of one.
    changes  correct: any of place, side (or actor), target, status, verb, day. merge: echo_of. locate: place, and
             teach ("yes" or "no") whether the name means it from now on.
    BadRuling: something is missing or cannot be, with what may stand there. NotInLedger: there is no such thing.
    """
    by, reason = by.strip(), reason.strip()
    if not by or not reason:
        raise BadRuling("a ruling needs a name and a reason")
    if max(len(by), len(reason)) > LONGEST:
        raise BadRuling(f"a name or a reason of more than {LONGEST} characters")
    if any("\ud800" <= one <= "\udfff" for text in (by, reason, *(changes or {}).values()) for one in text):
        raise BadRuling("half a character: type the text again")
    about, told = meant(ledger, about), dict(changes or {})
    if ruling is Ruling.CORRECT:
        made = _correction(ledger, theatre, told)
    elif ruling is Ruling.MERGE:
        made = (("echo_of", meant(ledger, told.get("echo_of", ""))),)
    elif ruling is Ruling.LOCATE:
        made = _location(ledger, theatre, about, told)
    elif ruling is Ruling.UNDO and about not in {one.id for one in ledger.decisions()}:
        raise BadRuling(f"{about} is no ruling that could be undone")
    else:
        made = ()
    parts = (by, at, about, ruling, reason, made)
    decision = Decision(
        id=content_id("decision", *parts), by=by, at=at, about=about, ruling=ruling, reason=reason, changes=made
    )
    ledger.decide(decision)
    return Ruled(decision=decision, changes=settle(theatre=theatre, ledger=ledger, method=method))


def meant(ledger: Ledger, start: str) -> str:
    """The id of which this is all or the start. BadRuling: of none, or of several."""
    if len(start) < SHORTEST_START or not (start.isascii() and start.isalnum()):
        raise BadRuling(f"{start!r} is no id: give at least its first {SHORTEST_START} characters")
    found = ledger.ids_like(start)
    if start in found or len(found) == 1:
        return start if start in found else found[0]
    raise BadRuling(f"{len(found) or 'no'} ids begin with {start!r}; `whoholds review` and `why --json` list them")


def _correction(ledger: Ledger, theatre: Theatre, told: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The slots with their new values, ids for names."""
    made = {}
    for name, value in told.items():
        slot = SLOTS.get(name, name)
        if slot not in CORRECTABLE:
            raise BadRuling(f"no slot {name!r} to correct; there are {', '.join(CORRECTABLE)}")
        if slot == "place":
            made[slot] = place_named(ledger, theatre, value).id
        elif slot in {"actor", "target"}:
            made[slot] = _actor(theatre, value)
        else:
            made[slot] = value
    if not made:
        raise BadRuling(f"a correction changes at least one of {', '.join(CORRECTABLE)}")
    return tuple(sorted(made.items()))


def _actor(theatre: Theatre, value: str) -> str:
    """The id of a party, by id or by any of its names; "" is nobody. BadRuling: the theatre lists none, or several.

    A side goes before its parts, which may bear its name too; the name that a party is shown by before its other names.
    """
    if not value or theatre.actor(value) is not None:
        return value
    wanted = fold(value)
    shown = {actor.id for actor in theatre.actors if fold(actor.name) == wanted}
    named = {actor.id for actor in theatre.actors if wanted in {fold(one.text) for one in actor.names}}
    sides = {side.id for side in theatre.sides if fold(side.title) == wanted or side.id in shown | named}
    for found in (sides, shown, shown | named):
        if len(found) == 1:
            return found.pop()
    meant = ", ".join(f"{one} ({name_of_actor(theatre, one)})" for one in sorted(shown | named))
    every = ", ".join(f"{side.id} ({side.title})" for side in theatre.sides)
    raise BadRuling(
        f"several parties are called {value!r} in theatre {theatre.id}: {meant}; give the id of one"
        if meant
        else f"no party is called {value!r} in theatre {theatre.id}; its sides: {every}"
    )


def _location(ledger: Ledger, theatre: Theatre, about: str, told: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a name now means, and the claims that findings with it make, in every report already kept."""
    every = [one for one in ledger.unlinked() if one.part == "place"]
    named = next((one for one in every if one.id == about), None)
    if named is None:
        raise BadRuling(f"{about} is no name that could not be located; `whoholds unlinked` lists them")
    if not key(named.text):
        raise BadRuling("there is no name to locate in these words; correct the claim instead")
    place = place_named(ledger, theatre, told.get("place", ""))
    teach = told.get("teach", "yes") == "yes"
    alike = [one for one in every if (key(one.text) == key(named.text) if teach else one.id == about)]
    claims = tuple(_claims(ledger, theatre, alike, key(named.text), place.id))
    if not claims and not teach:
        raise BadRuling(f"nothing would come of it: the words do not make a claim about {place.name}")
    return locating(place.id, named.text, claims, teach=teach)


def _claims(ledger: Ledger, theatre: Theatre, alike: list[Unlinked], name: str, place: str) -> Iterator[Claim]:
    """The claims of these findings with the name meaning that place, by report and id."""
    wanted = {one.finding.id for one in alike}
    for report in ledger.reports({one.report for one in alike}):
        mine = [one for one in alike if one.report == report.id]
        findings = tuple(one for one in ledger.findings(report=report.id) if one.id in wanted)
        known = tuple(ledger.claims(report=report.id, ruled=False))
        made = as_taught(report, findings, (*mine, *known), theatre, {name: (place, "")})
        yield from (replace(one, notes=one.notes[:-1]) for one in sorted(made, key=lambda claim: claim.id))
