"""Builds theatres/syria/places.csv and its outlines from ../shared/data/geo. Same input, same bytes.

python bench/make_syria.py            writes into src/whoholds/theatres/syria
python bench/make_syria.py --check    says whether the committed files are what this builder makes
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
GEO = CHECKOUT.parent / "shared" / "data" / "geo"
OWN = Path(__file__).with_name("syria_own.csv")  # areas, blocks and coarse facilities that no open source lists
THEATRE = CHECKOUT / "src" / "whoholds" / "theatres" / "syria"
COLUMNS = (
    "id", "kind", "name", "names", "lat", "lon", "precision_m", "parent", "admin1", "admin2", "admin3",
    "population", "population_year", "start", "end", "ids", "source", "note",
)  # fmt: skip
COUNTRY = "ocha:SY"
ALEPPO = "ocha:C1007"

# The capitals of the 14 governorates, and every settlement with 80,000 people or more in GeoNames; the Yarmuk
# camp is a quarter in all but name.
CAPITALS = frozenset(
    re.findall(r"\S+", "C1001 C1007 C2528 C2987 C3480 C3871 C4360 C5086 C5221 C5710 C5993 C6147 C6268 C2338")
)
CITY_PEOPLE = 80_000
NO_CITY = frozenset({"ocha:C1002"})

# What reports call the governorates beside OCHA's own spelling.
GOVERNORATES = {
    "SY01": "Damascus",
    "SY02": "Aleppo",
    "SY03": "Rif Dimashq|Reef Dimashq|Rif Damascus|Damascus countryside|Damascus Countryside|Rural Damascus",
    "SY04": "Homs",
    "SY05": "Hama|Hamah",
    "SY06": "Latakia|Lattakia|Al-Ladhiqiyah",
    "SY07": "Idlib|Idleb",
    "SY08": "Hasakah|Al-Hasakah|Hasaka|Hassakeh|Al-Hasaka",
    "SY09": "Deir ez-Zor|Deir al-Zor|Deir Ezzor|Dayr az Zawr",
    "SY10": "Tartus|Tartous",
    "SY11": "Raqqa|Ar-Raqqah|Raqqah|Al-Raqqa",
    "SY12": "Daraa|Dar'a|Deraa",
    "SY13": "Suwayda|As-Suwayda|Sweida|Suweida|Al-Suwayda|Sueida",
    "SY14": "Quneitra|Al-Qunaytirah|Qunaitra|Kuneitra",
}
# Rows of aliases.csv that share the point of a wider place become rows of their own: what is said of one block of
# a suburb, or of an airport, is not said of the whole.
BLOCKS = {"Rashideen 4": "own:rashideen-4", "Rashideen 5": "own:rashideen-5"}
OWN_IDS = {
    "military academy": "own:aleppo-military-academy",
    "Base 46": "own:base-46",
    "Sheikh Mansour": "own:sheikh-mansour",
    "eastern Idlib countryside": "own:idlib-east-countryside",
    "western Aleppo countryside": "own:aleppo-west-countryside",
    "northern Hama countryside": "own:hama-north-countryside",
    "M5": "own:m5",
    "M4": "own:m4",
    "Aleppo International Airport": "own:aleppo-airport",
}
HALF_NAME = 5  # letters: "Hayat" of "Hayat - Sayhat" is a name, "East" of "Abu Kbee - East" is not
WRONG = dict.fromkeys(("ocha:C1366", "wof:421190429"), ("Kobanî",))  # GeoNames lists another town's name for Afrin
ROAD_WORDS = {"own:m5": ("M5", "Damascus", "دمشق"), "own:m4": ("M4", "Latakia", "اللاذقية")}
_CODE = re.compile(r"[A-Z]{3,4}")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def rows(name: str) -> list[dict[str, str]]:
    with (GEO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def usual() -> dict[str, str]:
    """Place id → its spelling in the news, for the places of the truth sheet: what an answer is headed with."""
    with (GEO.parent / "truth" / "syria_2024.csv").open(encoding="utf-8", newline="") as file:
        return {row["place_id"]: row["place"].partition(" (")[0] for row in csv.DictReader(file)}


def borrowed(full: list[dict[str, str]]) -> set[str]:
    """Rows whose Who's On First record was joined to a likelier row too: its spellings are the other's."""
    best: dict[str, tuple[float, float, str]] = {}
    for row in full:
        if row["wof_id"]:
            fit = (-float(row["join_score"] or 0), float(row["wof_km"] or 0), row["place_id"])
            best[row["wof_id"]] = min(fit, best.get(row["wof_id"], fit))
    return {
        row["place_id"] for row in full if "shared" in row["join_flag"] and best[row["wof_id"]][2] != row["place_id"]
    }


def spellings(row: dict[str, str], *, lent: bool) -> Iterator[str]:
    """The row's names, tagged; airport codes, romanisations written small, and what is lent or wrong left out."""
    yield "en:" + row["name"]
    parts = row["name"].split(" - ")
    if row["kind"] == "neighbourhood":
        parts = parts[:1]  # "Bayada - Aleppo": the other half is its city
    yield from (f"en:{part}" for part in parts if part != row["name"] and len(part) >= HALF_NAME)
    yield from (f"ar:{one}" for one in row["name_ar"].split("|") if one)
    if lent:
        return
    for one in row["alt_latin"].split("|"):
        bare = re.sub(r" \([^)]*\)$", "", one)
        if bare and bare != bare.lower() and not _CODE.fullmatch(bare) and bare not in WRONG.get(row["place_id"], ()):
            yield bare
    yield from (f"ar:{one}" for one in row["alt_ar"].split("|") if one and "://" not in one)
    yield from (one for one in row["alt_other"].split("|") if one)


def tagged(alias: dict[str, str]) -> str:
    return ("ar:" if alias["script"] == "Arab" else "en:") + alias["alias"]


def blank(**cells: str) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | cells


def places() -> list[dict[str, str]]:
    full, aliases = rows("syria_full.csv"), rows("aliases.csv")
    cities = {r["name"] + " city": r["place_id"] for r in full if r["pcode"] in CAPITALS}
    cities |= {"Yarmuk city": "ocha:C1002", "Deir-Ez-Zor city": "ocha:C5086"}
    pcodes = {r["pcode"]: r["place_id"] for r in full if r["pcode"]}
    extra: dict[str, list[str]] = {}
    own: dict[str, list[dict[str, str]]] = {}
    for alias in aliases:
        block = next((ident for text, ident in BLOCKS.items() if _is_block(alias["alias"], text)), None)
        airport = alias["place_id"] == "ocha:N0223" and re.search(r"Aleppo|مطار", alias["alias"])
        if block or airport or not alias["place_id"]:
            own.setdefault(
                block or (OWN_IDS["Aleppo International Airport"] if airport else _own_id(alias)), []
            ).append(alias)
        else:
            extra.setdefault(alias["place_id"], []).append(tagged(alias))
    made = [
        blank(
            id=COUNTRY, kind="country", name="Syria", precision_m="250000", lat="35.0", lon="38.5", source="own",
            names="en:Syria|en:Syrian Arab Republic|ar:سوريا|ar:سورية|ar:الجمهورية العربية السورية|uk:Сирія|ru:Сирия",
        )
    ]  # fmt: skip
    lent, shown = borrowed(full), usual()
    for row in full:
        names = list(spellings(row, lent=row["place_id"] in lent)) + extra.get(row["place_id"], [])
        if row["place_id"] in shown:
            names.append("en:" + shown[row["place_id"]])
        if row["kind"] == "admin1":
            names += [f"en:{one}" for one in GOVERNORATES[row["pcode"]].split("|")]
        refs = [
            f"{scheme}={row[column]}"
            for scheme, column in (
                ("pcode", "pcode"), ("same_as", "maybe_same_as"), ("wof", "wof_id"), ("geonames", "geonames_id"),
                ("wikidata", "wikidata_id"),
            )
            if (row[column] and not row["place_id"].endswith(f":{row[column]}")) or (column == "pcode" and row["pcode"])
        ]  # fmt: skip
        made.append(
            blank(
                id=row["place_id"],
                kind=_kind(row),
                name=shown.get(row["place_id"], row["name"]),
                names="|".join(dict.fromkeys(names)),
                lat=row["lat"],
                lon=row["lon"],
                precision_m=row["precision_m"],
                parent=_parent(row, cities, pcodes),
                admin1=row["admin1_pcode"],
                admin2=row["admin2_pcode"],
                admin3=row["admin3_pcode"],
                population=row["population"],
                ids="|".join(refs),
                source={"OCHA COD": "ocha", "WOF/GeoNames": "wof"}.get(row["sources"], "ocha+wof"),
            )
        )
    known = {row["id"]: row for row in made}
    made += [_listed_row(row, known) for row in own_rows()]
    made += [_own_row(ident, those, known) for ident, those in sorted(own.items())]
    return made


def own_rows() -> list[dict[str, str]]:
    with OWN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _listed_row(row: dict[str, str], known: dict[str, dict[str, str]]) -> dict[str, str]:
    """A row of syria_own.csv; an area's admin path is its parent's first level, for areas cross districts."""
    levels = ("admin1",) if row["kind"] == "area" else ("admin1", "admin2", "admin3")
    return blank(**row, source="own") | {level: known[row["parent"]][level] for level in levels}


def _kind(row: dict[str, str]) -> str:
    people = int(row["population"] or 0)
    if row["kind"] == "settlement" and row["place_id"] not in NO_CITY:
        return "city" if row["pcode"] in CAPITALS or people >= CITY_PEOPLE else "settlement"
    return row["kind"]


def _parent(row: dict[str, str], cities: dict[str, str], pcodes: dict[str, str]) -> str:
    if row["kind"] == "neighbourhood" and row["parent"]:
        return cities[row["parent"]]
    codes = [row["admin3_pcode"], row["admin2_pcode"], row["admin1_pcode"]]
    above = [pcodes[code] for code in codes if code and code in pcodes and pcodes[code] != row["place_id"]]
    return above[0] if above else COUNTRY


def _is_block(alias: str, block: str) -> bool:
    number, ordinal, arabic = (
        block[-1],
        {"4": "Fourth", "5": "Fifth"}[block[-1]],
        {"4": "الرابعة", "5": "الخامسة"}[block[-1]],
    )
    return ("ash" in alias.lower() and (alias.endswith(number) or ordinal in alias)) or (
        "الراشدين" in alias and (alias.endswith((number, arabic)))
    )


def _own_id(alias: dict[str, str]) -> str:
    if alias["kind"] == "road":
        return next(i for i, words in ROAD_WORDS.items() if any(w in alias["alias"] for w in words))
    heads = (
        h
        for h in rows("aliases.csv")
        if h["alias"] in OWN_IDS
        and (h["note"], h["within_pcode"]) == (alias["note"], alias["within_pcode"])
        and not h["place_id"]
    )
    return OWN_IDS[next(heads)["alias"]]


def _own_row(ident: str, those: list[dict[str, str]], known: dict[str, dict[str, str]]) -> dict[str, str]:
    first = those[0]
    within = [known["ocha:" + code] for code in first["within_pcode"].split("|") if code]
    kind = {"settlement": "settlement"}.get(first["kind"], first["kind"])
    if ident.startswith("own:rashideen"):
        kind = "neighbourhood"
    if ident == OWN_IDS["Aleppo International Airport"]:
        kind = "facility"
    lat, lon, precision = first["lat"], first["lon"], first["precision_m"]
    if kind == "area":
        lat = f"{sum(float(w['lat']) for w in within) / len(within):.5f}"
        lon = f"{sum(float(w['lon']) for w in within) / len(within):.5f}"
        precision = str(max(int(w["precision_m"]) for w in within) * len(within))
    if kind == "road":
        precision = "5000"
    city = kind == "neighbourhood" or ident in {"own:aleppo-military-academy", "own:aleppo-airport"}
    shared = {
        c: within[0][c] if within and len({w[c] for w in within}) == 1 else "" for c in ("admin1", "admin2", "admin3")
    }
    refs = [f"part_of={p}" for p in dict.fromkeys(a["place_id"] for a in those) if p]
    refs += [f"never={n}" for n in first["not_place_ids"].split("|") if n]
    refs += [f"within=ocha:{c}" for c in first["within_pcode"].split("|") if c and kind == "area"]
    parent = ALEPPO if city else COUNTRY if not within else within[0]["id"] if len(within) == 1 else within[0]["parent"]
    return blank(
        id=ident, kind=kind, name=first["alias"], names="|".join(dict.fromkeys(map(tagged, those))), lat=lat, lon=lon,
        precision_m=precision, parent=parent, **shared, ids="|".join(refs), source="own",
        note=f"{first['note']}; confidence {first['confidence']}",
    )  # fmt: skip


def features(geo: str) -> list[dict]:
    return json.loads((GEO / geo).read_text(encoding="utf-8"))["features"]


def outlines() -> Iterator[tuple[str, list[dict]]]:
    yield (
        "admin1.geojson",
        [
            _feature("ocha:" + f["properties"]["adm1_pcode"], f["geometry"], f["properties"]["adm1_name"])
            for f in features("syr_admin1_simplified.geojson")
        ],
    )
    shapes: dict[str, list] = {}
    names: dict[str, str] = {}
    for f in features("syr_districts_simplified.geojson"):
        parts = f["geometry"]["coordinates"]
        for code in f["properties"]["adm2_pcode"].split("|"):
            shapes.setdefault(code, []).extend([parts] if f["geometry"]["type"] == "Polygon" else parts)
            names[code] = f["properties"]["adm2_name"]
    yield (
        "districts.geojson",
        [
            _feature("ocha:" + code, {"type": "MultiPolygon", "coordinates": shapes[code]}, names[code])
            for code in sorted(shapes)
        ],
    )
    yield (
        "aleppo.geojson",
        [
            _feature(f["properties"]["place_id"], f["geometry"], f["properties"]["name"])
            for f in features("aleppo_neighbourhoods.geojson")
        ],
    )
    yield (
        "roads.geojson",
        [
            _feature("own:" + f["properties"]["ref"].lower(), f["geometry"], f["properties"]["name"])
            | {"properties": {"ref": f["properties"]["ref"], "name": f["properties"]["name"], "precision_m": 5000}}
            for f in features("roads/m4_m5_schematic.geojson")
        ],
    )


def _feature(ident: str, geometry: dict, name: str) -> dict:
    return {"type": "Feature", "id": ident, "properties": {"name": name}, "geometry": _rounded(geometry)}


def _rounded(geometry: dict) -> dict:
    def at(part: list) -> list:
        return [round(part[0], 5), round(part[1], 5)] if isinstance(part[0], int | float) else [at(one) for one in part]

    return {"type": geometry["type"], "coordinates": at(geometry["coordinates"])}


def made() -> Iterator[tuple[Path, str]]:
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(places())
    yield THEATRE / "places.csv", table.getvalue()
    for name, those in outlines():
        lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in those)
        yield THEATRE / "outlines" / name, f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def main() -> int:
    if not GEO.is_dir():
        print(f"{GEO} is not here: the theatre cannot be rebuilt", file=sys.stderr)
        return 2
    stale = 0
    for file, content in made():
        if "--check" in sys.argv:
            same = file.is_file() and file.read_text(encoding="utf-8") == content
            stale += not same
            print(f"{'same ' if same else 'STALE'} {file.relative_to(CHECKOUT)}")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
            print(f"wrote {file.relative_to(CHECKOUT)}  {len(content.encode()):,} bytes")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
