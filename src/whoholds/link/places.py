"""Which place a name means. Context decides among all bearers; "not located" beats a wrong far namesake.

    names ── bearers ──→ candidates ── weigh ──→ scores ── jointly ──→ chosen ── accept ──→ Located
             (key)        area named, kind noun, rank      one list,      lead, distance
                                                           one centre
Scores are added log-weights; every candidate and the parts of its score go with the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Any

from whoholds.claim import Candidate, Extent, PlaceMention, Relation, Unplaced
from whoholds.link.areal import chord, shape_of
from whoholds.link.bearers import Container, Known, bearers, container_of, rank, strong
from whoholds.link.beside import ends, phrase
from whoholds.link.company import Anchor, Around, around, jointly, pull, same_spot
from whoholds.link.kinds import is_only_a_noun, kinds_meant, read_name
from whoholds.link.located import Located
from whoholds.link.relative import standing
from whoholds.link.weights import W
from whoholds.place import AREAS, SETTLEMENTS, Place, distance_km
from whoholds.spelling import key
from whoholds.text import Span
from whoholds.theatre import Theatre

BESIDE = frozenset({"facility", "crossing", "hill"})
__all__ = ["Around", "Located", "around", "locate", "locate_row"]


def locate(
    mentions: Sequence[PlaceMention],
    theatre: Theatre,
    *,
    area: PlaceMention | None = None,
    around: Around | None = None,
    verb: str = "",
    extent: Extent | None = None,
) -> tuple[Located, ...]:
    """What each mention means, in the order given; the mentions of one list are solved together.

    area    named for these mentions ("villages in Idlib"): must contain what they mean.
    around  what the report names elsewhere: ``around(report.text, theatre)``.
    verb    of the finding: whoever takes "Aleppo" takes the city.
    extent  of the finding: part or share of what is named.
    """
    containers = _containers([area] if area is not None else [], theatre)
    anchors = around.anchors if around is not None else ()
    boards = [_board(mention, theatre, containers, anchors, verb=verb) for mention in mentions]
    chosen = jointly([board.known for board in boards])
    return tuple(
        _settle(board, ranked, theatre, containers, extent=extent) for board, ranked in zip(boards, chosen, strict=True)
    )


# ── one mention: who bears the name, and how well each fits by itself ───────────────────────────────────────────


@dataclass(slots=True)
class _Board:
    """One mention with its candidates while they are weighed."""

    mention: PlaceMention
    known: list[Known]
    anchored: bool
    contained: bool
    certain: bool


def _board(
    mention: PlaceMention,
    theatre: Theatre,
    containers: Sequence[Container],
    anchors: Sequence[Anchor],
    *,
    verb: str = "",
    certain: bool = False,
) -> _Board:
    wording = read_name(mention.text)
    noun = mention.kind or wording.kind
    found = bearers(
        mention.text, wording.names, theatre, containers, noun=noun, compass=mention.bearing, certain=certain
    )
    names = {key(one) for one in (mention.text, *wording.names)}
    useful = [a for a in anchors if a.name not in names]
    if any(one.whole for one in found):
        found = [one if one.whole else one.plus(W.not_whole, "a part of the name") for one in found]
    weighed = [_weighed(one, noun, mention, theatre, useful, verb=verb) for one in found]
    return _Board(mention, weighed, bool(containers) or bool(useful), bool(containers), certain)


def _weighed(
    one: Known, noun: str, mention: PlaceMention, theatre: Theatre, anchors: Sequence[Anchor], *, verb: str
) -> Known:
    place = one.place
    if strong(one):  # a famous name's spellings are all known: to what only sounds alike, fame adds nothing
        one = one.plus(rank(place, theatre), "rank")
    meant = kinds_meant(noun)
    if meant and not (place.kind == "settlement" and meant & {"city", "town", "village"}):
        if place.kind in meant or one.whole:
            one = one.plus(W.kind_fits, "kind")
        elif _called_after(meant, place) and strong(one):
            one = one.plus(W.called_after, "called after")
        else:
            one = one.plus(W.kind_conflicts[_family(place.kind)], "kind")
    if meant & {"village", "town"} and place.kind in SETTLEMENTS and theatre.seat_of(place.id):
        one = one.plus(W.called_village if "city" not in meant else W.called_town, "seat")
    if not meant:
        one = one.plus(W.bare.get(place.kind, 0.0), "bare name")
    if place.kind in AREAS - {"country"} and not meant & AREAS:
        if mention.relation is Relation.PART:
            one = one.plus(W.part_of_area, "part of a city")
        if verb == "control_gained":
            one = one.plus(W.taken_area, "taken")
    force, why, km = pull(place, mention.span, anchors)
    return one.plus(force, why, km=km)


def _called_after(meant: frozenset[str], place: Place) -> bool:
    """True when the noun is a facility's or a hill's and the place a settlement: "Velin airbase" lies near Velin."""
    return bool(meant & BESIDE) and place.kind in SETTLEMENTS | {"neighbourhood"}


def _family(kind: str) -> str:
    if kind in AREAS:
        return "area"
    if kind == "neighbourhood":
        return "quarter"
    return "town" if kind in SETTLEMENTS else "other"


# ── accept or refuse ────────────────────────────────────────────────────────────────────────────────────────────


def _settle(
    board: _Board,
    ranked: Sequence[Known],
    theatre: Theatre,
    containers: Sequence[Container],
    *,
    extent: Extent | None,
) -> Located:
    mention = board.mention
    within = containers[0].place.id if containers else ""
    shown = tuple(one.candidate() for one in ranked[: W.shown])
    if is_only_a_noun(mention.text) and not (ranked and ranked[0].whole):
        return Located(mention=mention, reason=Unplaced.PRONOUN_UNRESOLVED, within=within)
    if key(mention.text) in theatre.elsewhere and not containers:
        return Located(mention=mention, reason=Unplaced.OUTSIDE_THEATRE, candidates=shown)
    if not ranked:
        listed = kinds_meant(mention.kind) & {"facility"}
        reason = Unplaced.FACILITY_UNLISTED if listed else Unplaced.NOT_IN_GAZETTEER
        return Located(mention=mention, reason=reason, within=within)
    best = ranked[0]
    refused = _refusal(best, ranked[1:], board)
    if best.place.point is None and best.place.kind != "road" and refused is None:
        refused = Unplaced.NOT_IN_GAZETTEER
        known = [c for c in shown if c.place != best.place.id]
        known += [Candidate(place=i, score=W.floor) for i in best.place.never if i not in {c.place for c in known}]
        shown = tuple(_rejected(c, best.place) for c in known) or shown
        within = best.place.parent
    if refused is not None:
        return Located(mention=mention, reason=refused, candidates=shown, within=within)
    beside = not best.whole and _called_after(kinds_meant(mention.kind or read_name(mention.text).kind), best.place)
    stands = standing(mention, best.place, theatre, extent=extent, beside=beside)
    return Located(
        mention=mention,
        place=best.place.id,
        candidates=shown,
        weights=_weights(ranked),
        point=stands.point,
        precision_m=stands.precision_m,
        code=stands.code,
        share=stands.share,
        near=stands.near,
        area_only=best.place.kind in AREAS,
        within=best.place.parent,
    )


def _refusal(best: Known, others: Sequence[Known], board: _Board) -> Unplaced | None:
    if best.outside:
        return Unplaced.TOO_FAR
    if not strong(best) and best.parts[0][1] < W.sure_by_sound and not board.contained and not _in_company(best, board):
        return Unplaced.NOT_IN_GAZETTEER
    if best.score < (W.floor if board.certain or strong(best) else W.floor_in_text):
        return (
            Unplaced.KIND_CONFLICT
            if best.part("kind") < -1
            else Unplaced.TOO_FAR
            if board.anchored
            else Unplaced.AMBIGUOUS
        )
    if board.anchored and best.km is not None and best.km > W.far_km and _doubtful(best, others):
        return Unplaced.TOO_FAR
    for other in others:
        if best.score - other.score >= _lead(best, board):
            break
        if not same_spot(best.place, other.place):
            return Unplaced.AMBIGUOUS
    return None


def _doubtful(best: Known, others: Sequence[Known]) -> bool:
    """True when distance from all that the report names tells against a place.

    It does not against an area, a well-known town, or the only bearer of the name, unless its own list lies elsewhere.
    """
    if best.place.kind in AREAS or best.part("rank") >= W.known:
        return False
    only = strong(best) and not any(strong(other) for other in others)
    return not only or best.part("list") < W.list_elsewhere


def _lead(best: Known, board: _Board) -> float:
    """How far ahead the best must be: a little in a named area, more when only its sound speaks for it."""
    if not board.contained:
        return W.lead
    return W.lead_inside if strong(best) else W.lead_by_sound


def _in_company(one: Known, board: _Board) -> bool:
    """True when another place named beside it speaks for it: a name reached by sound alone needs that."""
    needed = W.company if board.certain else W.company_in_text
    return any(value >= needed for name, value in one.parts if name.startswith("by "))


def _rejected(candidate: Candidate, unlocated: Place) -> Candidate:
    why = "namesake, known not to be meant" if candidate.place in unlocated.never else "namesake elsewhere"
    return replace(candidate, why=("rejected", why, *candidate.why))


def _weights(ranked: Sequence[Known]) -> tuple[tuple[str, float], ...]:
    top = ranked[0].score
    near = [
        one
        for one in ranked[: W.kept]
        if top - one.score <= W.rivals and one.place.point is not None and not one.outside
    ]
    near = near or [ranked[0]]
    masses = [exp(one.score - top) for one in near]
    return tuple((one.place.id, round(mass / sum(masses), 4)) for one, mass in zip(near, masses, strict=True))


def _containers(mentions: Sequence[PlaceMention], theatre: Theatre) -> list[Container]:
    found = (container_of(m.text, theatre, kind=m.kind, sector=m.bearing) for m in mentions)
    return [one for one in found if one is not None]


# ── one row of a file: `whoholds locate` ────────────────────────────────────────────────────────────────────────


def locate_row(row: Mapping[str, Any], theatre: Theatre) -> dict[str, Any]:
    """{"id", "name", "within"?: name or names of areas, "text"?: context} → what the name means, as plain values.

    A name may be a wording: "3 km south of Velin", "eastern countryside of Korsk", "the road between Velin and Korsk".
    """
    printed = str(row.get("name") or "").strip()
    if (two := ends(printed)) is not None:
        return _line(two, row, theatre)
    mention = phrase(printed)
    found = _one(mention, row, theatre)
    if not found.place and mention.text != printed:  # "North of X" may be a name after all
        whole = PlaceMention(span=Span(0, len(printed)), text=printed)
        again = _one(whole, row, theatre)
        mention, found = (whole, again) if again.place else (mention, found)
    answer = _answer(found, row, theatre)
    if mention.relation is not Relation.AT and found.place:
        answer["relation"] = mention.relation.value
    answer["geometry"] = shape_of(found, mention, theatre)
    return answer


def _one(mention: PlaceMention, row: Mapping[str, Any], theatre: Theatre) -> Located:
    text = str(row.get("text") or "")
    within = row.get("within") or ()
    areas = [within] if isinstance(within, str) else [str(one) for one in within if one]
    at = max(text.find(mention.text), 0) if mention.text else 0
    mention = replace(mention, span=Span(at, at + len(mention.text)))
    containers = [c for c in (container_of(one, theatre) for one in areas) if c is not None]
    board = _board(mention, theatre, containers, around(text, theatre).anchors if text else (), certain=True)
    return _settle(board, jointly([board.known])[0], theatre, containers, extent=None)


def _line(names: tuple[str, str], row: Mapping[str, Any], theatre: Theatre) -> dict[str, Any]:
    """Both ends solved together, and the line between them: near either, at neither."""
    mentions = [PlaceMention(span=Span(0, len(one)), text=one, relation=Relation.BETWEEN) for one in names]
    boards = [_board(one, theatre, (), (), certain=True) for one in mentions]
    found = [
        _settle(board, ranked, theatre, (), extent=None)
        for board, ranked in zip(boards, jointly([board.known for board in boards]), strict=True)
    ]
    lost = next((one for one in found if not one.place or one.point is None), None)
    answer = _answer(lost or found[0], row, theatre)
    if lost is None:
        a, b = found[0].point, found[1].point
        assert a is not None
        assert b is not None
        answer["lat"], answer["lon"] = round((a.lat + b.lat) / 2, 5), round((a.lon + b.lon) / 2, 5)
        answer["precision_m"] = max(W.line_m, int(distance_km(a, b) * 500))
        answer |= {"relation": "between", "ends": [one.place for one in found], "geometry": chord(a, b)}
    else:
        answer |= {"place": None, "lat": None, "lon": None, "geometry": None}
    return answer


def _answer(found: Located, row: Mapping[str, Any], theatre: Theatre) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "id": row.get("id", ""),
        "place": found.place or None,
        "lat": found.point.lat if found.point else None,
        "lon": found.point.lon if found.point else None,
        "precision_m": found.precision_m,
        "score": round(found.candidates[0].score, 3) if found.place else None,
        "candidates": [
            {"place": c.place, "name": theatre.place(c.place).name, "score": round(c.score, 3), "why": list(c.why)}
            for c in found.candidates
        ],
    }
    if found.reason is not None:
        answer["reason"] = found.reason.value
    return answer
