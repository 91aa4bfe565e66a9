"""Who bears a name, inside a named area or anywhere; and what an area's name means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2

from whoholds.claim import Candidate
from whoholds.gazetteer import FUZZY, SKELETON
from whoholds.link.geometry import direction, km_off_box, km_outside, turn_between
from whoholds.link.kinds import area_names, bearing, is_only_a_noun, kinds_meant
from whoholds.link.weights import W
from whoholds.place import AREAS, SETTLEMENTS, Place, distance_km
from whoholds.spelling import fold, skeleton
from whoholds.theatre import Theatre

CONSONANTS = 3  # a skeleton of fewer is shared by any word and any village
SHORT_NAME = 4  # letters: below, a final s is part of the name
ADMIN = ("admin1", "admin2", "admin3", "admin4")


@dataclass(frozen=True, slots=True)
class Known:
    """A candidate while it is weighed: the place, the parts of its score, and whether an area rules it out.

    whole  the name that reached it has the kind noun in it: "Menagh airbase" is listed as such.
    """

    place: Place
    parts: tuple[tuple[str, float], ...]
    outside: bool = False
    km: float | None = None
    whole: bool = False

    @property
    def score(self) -> float:
        """The parts added up."""
        return sum(value for _, value in self.parts)

    def plus(self, value: float, why: str, *, km: float | None = None) -> Known:
        """The same with one more part; nothing is added where the part is nothing."""
        parts = (*self.parts, (why, value)) if value else self.parts
        return replace(self, parts=parts, km=self.km if km is None else km)

    def part(self, why: str) -> float:
        """What one part of the score is."""
        return sum(value for name, value in self.parts if name == why)

    def candidate(self) -> Candidate:
        """For the record: the key first, then every part with its weight."""
        why = tuple(f"{name} {value:+.2f}" for name, value in self.parts)
        if self.outside:
            why = ("rejected", "outside the area named", *why)
        km = None if self.km is None else round(self.km, 1)
        return Candidate(place=self.place.id, score=round(self.score, 4), why=why, km=km)


@dataclass(frozen=True, slots=True)
class Container:
    """An area named for a mention: the place that stands for it, and the compass sector meant."""

    place: Place
    sector: float | None = None


def bearers(
    text: str,
    names: Sequence[str],
    theatre: Theatre,
    containers: Sequence[Container],
    *,
    noun: str,
    compass: str = "",
    certain: bool = False,
) -> list[Known]:
    """Every place the name may mean, with the weight of the key that reached it and of the areas named.

    Where an area is named and no bearer by a strong key lies in it, the places inside whose names look or sound
    alike are offered too.

    certain  it is a place's name, for someone says so; in running text a word may be anything, so that a common
             word needs a strong key, and likeness must be closer.
    """
    best: dict[str, Known] = {}
    full = text if noun and fold(noun) in fold(text) else f"{text} {noun}".strip()
    listed = f"{compass} {full}" if compass and noun else full
    names = [name for name in names if certain or name == text or not theatre.is_common(name)]
    for order, name in enumerate((text, listed, *names)):
        for candidate in theatre.look_up(name):
            later = 0.0 if order < 3 else -0.1 * (order - 2)
            known = _known(candidate, theatre, containers, later)
            _offer(best, replace(known, whole=order < 2 and strong(known) and _has_noun(name, noun)))
    if not any(map(strong, best.values())) and text.endswith("s") and len(text) > SHORT_NAME:
        for candidate in theatre.look_up(text[:-1]):  # a possessive that has lost its apostrophe
            known = _known(candidate, theatre, containers)
            if strong(known):
                _offer(best, known)
    if containers and not any(not k.outside and strong(k) for k in best.values()):
        inside = _inside(theatre, containers)
        for candidate in (one for name in names for one in theatre.alike(name, inside)):
            _offer(best, _known(candidate, theatre, containers))
    elif not any(map(strong, best.values())):
        for candidate in (one for name in names for one in theatre.look_up(name, fuzzy=True)):
            _offer(best, _known(candidate, theatre, containers))
    if certain:
        return list(best.values())
    if theatre.is_common(text):
        return [one for one in best.values() if strong(one)]
    thin = len(skeleton(text).replace(" ", "")) < CONSONANTS
    return [one for one in best.values() if strong(one) or not _too_unlike(one, thin=thin)]


def _too_unlike(known: Known, *, thin: bool) -> bool:
    """True for a weak key that running text gives too little to go by. ``thin``: few consonants."""
    how, weight = known.parts[0]
    return weight < (W.thin_in_text if thin else W.alike_in_text) and (thin or how == FUZZY)


def container_of(text: str, theatre: Theatre, *, kind: str = "", sector: str = "") -> Container | None:
    """What the name of an area means, None when the theatre knows no such area or town."""
    meant = kinds_meant(kind or text)
    found: dict[str, float] = {}
    for order, name in enumerate(area_names(text)):
        for candidate in theatre.look_up(name):
            place = theatre.place(candidate.place)
            fits = _area_fit(place, meant, theatre)
            if fits is not None and (place.kind in AREAS or candidate.why[0] not in {SKELETON, FUZZY}):
                score = candidate.score + fits - order * W.second_name
                found[candidate.place] = max(score, found.get(candidate.place, score))
    if not found:
        admin = [p.id for p in theatre.places() if p.kind in ADMIN and (not meant & set(ADMIN) or p.kind in meant)]
        for candidate in theatre.alike(area_names(text)[-1], admin)[:1]:
            found[candidate.place] = candidate.score
    if not found:
        return None
    best = min(found, key=lambda ident: (-found[ident], ident))
    return Container(theatre.place(best), _sector(sector))


def _area_fit(place: Place, meant: frozenset[str], theatre: Theatre) -> float | None:
    """How well a place serves as the area of that kind noun; None: it is no area at all."""
    if place.kind in AREAS:
        level = {"country": 0.6, "admin1": 0.9, "admin2": 0.4}.get(place.kind, 0.0)
        near = place.kind == "admin3" and "admin2" in meant  # sources differ on which rank a district has
        return level + (3.0 if place.kind in meant else 2.0 if near else 0.0)
    if place.kind in SETTLEMENTS and (not meant or place.kind in meant or meant & {"city", "town", "village"}):
        return rank(place, theatre) - 2.0 + (3.0 if meant else 0.0)
    return None


def rank(place: Place, theatre: Theatre) -> float:
    """How well known a place is, as far as the gazetteer itself tells."""
    score = W.spelled_often * log2(1 + len(place.names))
    if place.kind == "city":
        score += W.city
    elif place.kind in SETTLEMENTS:
        seat = theatre.seat_of(place.id)
        seated = {"admin1": W.city, "admin2": W.seat_of_admin2, "admin3": W.seat_of_admin3}.get(seat, 0.0)
        score += max(seated, W.town if (place.population or 0) >= W.town_people else 0.0)
    if place.source == "wof":
        score += W.second_source
    return score


def km_off(place: Place, area: Place, theatre: Theatre) -> float:
    """How far the place lies outside the area: 0 inside, by p-code, outline or radius; infinite when unknowable.

    Beyond ``outside_km`` it is a lower bound: far is far.
    """
    if (area.kind == "country" and not area.pcode) or area.id in {place.id, place.parent}:
        return 0.0
    if area.pcode and area.pcode in place.admin:
        return 0.0
    if place.point is None:
        return float("inf")
    outline, extent = theatre.outline(area.id), theatre.extent(area.id)
    if outline is not None and extent is not None:
        far = km_off_box(extent, place.point)
        return far if far > W.outside_km else km_outside(outline, place.point)
    if area.point is None:
        return float("inf")
    reach = (area.precision_m or W.unknown_m) / 1000
    return max(0.0, distance_km(area.point, place.point) - (reach if area.kind in AREAS else reach + 10))


def _known(candidate: Candidate, theatre: Theatre, containers: Sequence[Container], later: float = 0.0) -> Known:
    """The candidate with what the areas named say. Outside the first it is out; narrower ones are disputed borders."""
    place = theatre.place(candidate.place)
    known = Known(place, ((candidate.why[0], candidate.score),)).plus(later, "second name")
    for order, container in enumerate(containers):
        off = 0.0 if _holds(place, container.place) else km_off(place, container.place, theatre)
        if off > W.outside_km and order == 0 and container.place.kind in AREAS | {"city"}:
            known = replace(known, outside=True).plus(-W.inside, f"outside {container.place.name}")
        elif off > W.outside_km:
            known = known.plus(W.outside_narrow, f"outside {container.place.name}")
        elif off > 0:
            known = known.plus(W.outside_per_km * off, f"{off:.0f} km outside {container.place.name}")
        else:
            known = known.plus(W.inside, f"in {container.place.name}")
        if container.sector is not None and place.point is not None and container.place.point is not None:
            turn = turn_between(direction(container.place.point, place.point), container.sector)
            known = known.plus(W.sector if turn <= 67.5 else -W.sector, "compass")
    return known


def _holds(place: Place, area: Place) -> bool:
    """True when the area named lies in the candidate: "Pell province" beside "Orsk" is no contradiction."""
    if place.kind == "country" and not place.pcode:
        return True
    return area.parent == place.id or (place.kind in AREAS and bool(place.pcode) and place.pcode in area.admin)


def _has_noun(name: str, noun: str) -> bool:
    return is_only_a_noun(name) or (bool(noun) and fold(noun) in fold(name))


def _offer(best: dict[str, Known], known: Known) -> None:
    old = best.get(known.place.id)
    if old is None or known.score > old.score:
        best[known.place.id] = known


def strong(known: Known) -> bool:
    """True for a bearer by more than sound."""
    return known.parts[0][0] not in {SKELETON, FUZZY}


def _inside(theatre: Theatre, containers: Sequence[Container]) -> list[str]:
    """Ids of the places inside all areas named, by p-code; near them where an area has none."""
    sets = []
    for container in containers:
        if container.place.kind == "country":
            continue
        if container.place.pcode and container.place.kind in AREAS:
            sets.append(set(theatre.inside(container.place.pcode)))
        else:
            sets.append({p.id for p in theatre.places() if km_off(p, container.place, theatre) <= W.outside_km})
    if not sets:
        return []
    narrow = set.intersection(*sets) or sets[0]
    return sorted(narrow)


def _sector(word: str) -> float | None:
    return bearing(word) if word else None
