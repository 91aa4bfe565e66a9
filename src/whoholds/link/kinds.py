"""What the words beside a name say about its kind, and how a name as printed falls apart into names and words.

Tables only differ by language; a noun is added by adding it to its row. Transliterated nouns ("nahiyat") count as
nouns too, since official names carry them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from whoholds.spelling import fold, is_article

# noun → the kinds of place it can stand beside
_NOUNS: dict[frozenset[str], str] = {
    frozenset({"city", "town"}): "city cities capital metropolis madinat مدينه مدن місто міста город",
    frozenset({"town", "city", "village"}): "town towns township baldat بلده بلدات містечко",
    frozenset({"village", "town"}): "village villages hamlet hamlets qaryat qariyat قريه قري село села",
    frozenset({"settlement"}): "settlement settlements community locality camp camps mukhayyam مخيم",
    frozenset({"neighbourhood"}): (
        "neighbourhood neighbourhoods neighborhood neighborhoods quarter quarters suburb suburbs block sector hayy hay "
        "حي احياء ضاحيه квартал район_міста"
    ),
    frozenset({"neighbourhood", "admin2"}): "district districts",
    frozenset({"admin1"}): (
        "governorate governorates province provinces oblast region state muhafazat muhafazah محافظه область"
    ),
    frozenset({"admin2"}): "mintaqat mantiqat mintaqah منطقه raion район",
    frozenset({"admin3"}): "subdistrict sub-district nahiyat nahiyah nahiya ناحيه",
    frozenset({"admin1", "admin2", "area"}): "countryside countrysides rif reef ريف",
    frozenset({"facility"}): (
        "airport airports airbase airfield base barracks academy prison hospital factory plant dam station university "
        "airfields reservoir mills mill school headquarters regiment silo silos refinery field fields depot checkpoint checkpoints post castle citadel "
        "mosque complex tower stadium مطار قاعده ثكنه اكاديميه سجن مشفي مصنع سد محطه حاجز فوج قلعه аеропорт"
    ),
    frozenset({"crossing", "facility"}): "crossing bridge border معبر جسر міст",
    frozenset({"road"}): "road highway motorway route طريق اوتوستراد траса дорога",
    frozenset({"hill"}): "hill hills mountain mountains mount heights ridge peak تله تلال جبل висота пагорб",
    frozenset({"area", "admin3"}): "area areas front axis pocket desert valley plain island badia منطقه",
    frozenset({"country"}): "country",
}  # fmt: skip
KINDS_OF = {fold(noun): kinds for kinds, nouns in reversed(_NOUNS.items()) for noun in nouns.split()}

# What a settlement may be listed as when the source does not tell cities, towns and villages apart.
BUILT = frozenset({"city", "town", "village", "settlement"})
# Farms and the like: a word that says "somewhere here", with no kind of its own.
_LOOSE = frozenset(
    re.findall(
        r"\S+",
        "farm farms poultry project projects housing association idp military army air force international thermal "
        "power oil gas the of ",
    )
)
COUNTRYSIDE = frozenset({"countryside", "countrysides", "rif", "reef", "ريف"})
_MIDDLE = frozenset(re.findall(r"\S+", "markaz marakiz center centre مركز"))  # "district of the centre of X" is X's own

COMPASS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "southwest": 225.0,
    "west": 270.0, "northwest": 315.0,
}  # fmt: skip
_COMPASS_WORDS = {
    "شمال": "north",
    "شمالي": "north",
    "جنوب": "south",
    "جنوبي": "south",
    "شرق": "east",
    "شرقي": "east",
    "غرب": "west",
    "غربي": "west",
}
_GENERIC = frozenset(re.findall(r"\S+", "it there here this that these those area place them"))
_BRACKET = re.compile(r"\(([^)]*)\)")
_SLASH = re.compile(r"\s*/\s*|\s+- \s*|\s+-\s+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A printed name taken apart: the names it may mean, best first, and its kind noun ("" = none)."""

    names: tuple[str, ...]
    kind: str


def bearing(word: str) -> float | None:
    """Degrees clockwise from north of a compass word in any of its forms, None when it is none ("central")."""
    plain = fold(word).replace("-", "").replace(" ", "").removesuffix("wards").removesuffix("ward")
    plain = plain.removesuffix("ern") if plain not in COMPASS else plain
    return COMPASS.get(_COMPASS_WORDS.get(plain.removeprefix("ال"), plain))


def kinds_meant(noun: str) -> frozenset[str]:
    """The kinds a noun can stand beside, empty when it says nothing. The last word that is one decides."""
    for word in reversed(fold(noun).replace("-", " ").split()):
        if word in KINDS_OF:
            return KINDS_OF[word]
    return frozenset()


def is_only_a_noun(text: str) -> bool:
    """True for "the town", "it", "the border crossing": words that name nothing."""
    words = fold(text).split()
    return all(w in KINDS_OF or w in _GENERIC or w in _LOOSE or w in {"the", "border"} for w in words)


def read_name(printed: str) -> Wording:
    """The names in a name as gazetteers and event lists print it: "Kakhre/Yakhur village (Tell Kakhre)"."""
    asides = [m.group(1) for m in _BRACKET.finditer(printed)]
    kind = ""
    names: list[str] = []
    for part in (*_SLASH.split(_BRACKET.sub(" ", printed)), *asides):
        bare, noun = _without_nouns(part)
        kind = kind or noun
        if bare and bare not in names:
            names.append(bare)
    whole = " ".join(printed.split())
    return Wording(names=tuple(names) or (whole,), kind=kind)


def _without_nouns(part: str) -> tuple[str, str]:
    """The part without the kind nouns at its ends, and the first noun met there."""
    words = part.split()
    noun = ""
    while len(words) > 1:
        last, first = fold(words[-1]), fold(words[0])
        if last in KINDS_OF or last in _LOOSE:
            noun = noun or (last if last in KINDS_OF else "")
            words.pop()
        elif first in KINDS_OF or first in _LOOSE or first in _MIDDLE:
            noun = noun or (first if first in KINDS_OF else "")
            words.pop(0)
        else:
            break
    return " ".join(words), noun


def area_names(printed: str) -> tuple[str, ...]:
    """The names of an admin area, first as it stands, then without rank and middle: "Mintaqat Markaz Hamah district"."""
    whole = printed.split()
    while len(whole) > 1 and fold(whole[-1]) in KINDS_OF:
        whole.pop()
    bare = [w for w in whole if fold(w) not in KINDS_OF and fold(w) not in _MIDDLE]
    while len(bare) > 1 and bare[0].islower() and is_article(bare[0], bare[1]):
        bare.pop(0)
    return tuple(dict.fromkeys((" ".join(whole), " ".join(bare) or printed)))
