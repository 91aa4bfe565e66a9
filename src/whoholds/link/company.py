"""What stands beside a name: the other places of the report, and the other members of its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, sqrt

from whoholds.link.bearers import Known, rank
from whoholds.link.weights import W
from whoholds.place import AREAS, Place, distance_km
from whoholds.spelling import key
from whoholds.text import Span
from whoholds.theatre import Theatre

SAME = 1e-9  # two totals this close are one: the place with the smaller id is the centre


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place named in the report whose meaning is plain, where it is named, and how much that tells (0 to 1)."""

    at: int
    place: Place
    name: str
    tells: float = 1.0


@dataclass(frozen=True, slots=True)
class Around:
    """What else a report names: soft evidence for every mention in it."""

    anchors: tuple[Anchor, ...] = ()


def around(text: str, theatre: Theatre, *, title: str = "") -> Around:
    """The plain places a report names: cities, areas, and names that only one place bears."""
    anchors = [
        Anchor(hit.span.start, place, key(hit.text))
        for hit in theatre.places_in(text)
        if (place := _plainest(hit.ids, theatre)) is not None
    ]
    anchors += [
        Anchor(0, place, key(hit.text), W.title)
        for hit in theatre.places_in(title)
        if (place := _plainest(hit.ids, theatre)) is not None
    ]
    return Around(tuple(anchors))


def pull(place: Place, span: Span, anchors: Sequence[Anchor]) -> tuple[float, str, float | None]:
    """The strongest pull of one anchor: near in the text and near on the ground."""
    best, why, nearest = 0.0, "", None
    for anchor in anchors:
        weight = anchor.tells * max(W.far_in_text, exp(-abs(anchor.at - span.start) / W.text_reach))
        other = anchor.place
        if other.kind in AREAS:
            inside = bool(other.pcode) and other.pcode in place.admin
            force = W.inside_anchor.get(other.kind, 0.0) * weight if inside else 0.0
            km = None
        elif place.kind in AREAS and place.pcode and place.pcode in other.admin:
            force, km = W.holds_anchor * weight, None  # its middle may be far from all that lies in it
        elif place.point is None or other.point is None:
            shared = place.admin and other.admin and place.admin[-1] == other.admin[-1]
            force, km = (W.same_area * weight, None) if shared else (0.0, None)
        else:
            km = distance_km(place.point, other.point)
            force = weight * W.near_anchor * max(0.0, 1 - km / W.anchor_reach_km)
            if place.parent == other.id:
                force += weight * W.quarter_of_anchor
        if km is not None and (nearest is None or km < nearest):
            nearest = km
        if force > best:
            best, why = force, f"by {other.name}"
    return best, why, nearest


def _plainest(ids: Sequence[str], theatre: Theatre) -> Place | None:
    """The bearer everybody thinks of, None when two are about as well known and far apart."""
    ranked = sorted(
        ((rank(p, theatre) + W.bare.get(p.kind, 0.0), p) for p in map(theatre.place, ids) if p.kind != "country"),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    if not ranked:
        return None
    top, best = ranked[0]
    for score, other in ranked[1:]:
        if top - score < W.plain_lead and not same_spot(best, other):
            return None
    return best


# ── a list: one centre for all ──────────────────────────────────────────────────────────────────────────────────


def jointly(boards: Sequence[Sequence[Known]]) -> list[list[Known]]:
    """For each board its candidates with the pull of the list's centre added, best first.

    The centre is the candidate of any member for which all members together score best; the order of the list
    does not matter.
    """
    ranked = [sorted(board, key=_best_first) for board in boards]
    eligible = [[one for one in board if not one.outside][: W.list_candidates] for board in ranked]
    members = [board for board in eligible if board]
    if len(members) < 2:
        return ranked
    centres = {one.place.id: one.place for board in members for one in board if one.place.point is not None}
    best: tuple[float, str] | None = None
    for ident in sorted(centres):
        total = fsum(max(one.score + _drawn(one.place, centres[ident]) for one in board) for board in members)
        if best is None or total > best[0] + SAME:
            best = (total, ident)
    if best is None:
        return ranked
    centre = centres[best[1]]
    return [sorted((one.plus(_drawn(one.place, centre), "list") for one in board), key=_best_first) for board in ranked]


def _drawn(place: Place, centre: Place) -> float:
    """How well a place goes with the centre of its list: 0 beside it, falling with distance."""
    if place.id == centre.id:
        return 0.0
    if place.point is None or centre.point is None:
        return W.list_unlocated if place.admin[-1:] != centre.admin[-1:] else 0.0
    loose = W.list_cities if place.kind in {"city", "country", "admin1"} else 1.0
    pull = -W.list_pull * loose * sqrt(min(1.0, distance_km(place.point, centre.point) / W.list_reach_km))
    if place.parent and place.parent in {centre.parent, centre.id} and place.kind == "neighbourhood":
        pull += W.list_same_city
    return pull


def _best_first(one: Known) -> tuple[bool, float, str]:
    return (one.outside, -round(one.score, 9), one.place.id)


def same_spot(a: Place, b: Place) -> bool:
    """True when it makes no odds which of the two is meant: one holds the other, or they touch."""
    if a.parent == b.id or b.parent == a.id:
        return True
    if any(area.kind in AREAS and area.pcode and area.pcode in other.admin for area, other in ((a, b), (b, a))):
        return True
    return a.point is not None and b.point is not None and distance_km(a.point, b.point) <= W.same_spot_km
