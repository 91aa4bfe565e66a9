"""Builds the starter theatres' places and outlines from ../shared/data/geo. Same input, same bytes.

python bench/make_starters.py [ID...]   writes into src/whoholds/theatres; all starters when none is named
python bench/make_starters.py --check   says whether the committed files are what this builder makes

Parties and tellers (actors.csv, sources.csv) are written by hand; theatre.toml's settings stand in bench/starters.toml.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoholds.spelling import fold, key, latin_key
from whoholds.survey.folder import COLUMNS, Plan, box_of, cells, collection, plan_for, table, theatre_toml
from whoholds.survey.joined import joined
from whoholds.survey.nested import nested
from whoholds.survey.rows import Outline, Row, flat_km, sized, tidy

CHECKOUT = Path(__file__).resolve().parents[1]
GEO = CHECKOUT.parent / "shared" / "data" / "geo"
STARTERS = Path(__file__).with_name("starters.toml")
OWN = Path(__file__).with_name("starters_own.csv")  # places that the sources lack: reports name them
THEATRES = CHECKOUT / "src" / "whoholds" / "theatres"
POINT_M = {"city": 8000, "town": 5000, "village": 3000, "settlement": 2000}
QUARTER_KM, TIMES, LEAST = 7.0, 4, 15_000  # a place so near one so many times its size, itself of so many: its quarter
BORDER_KM = 5.0  # nearer than that to the area's outline is inside: outlines are simplified
NEAREST_KM = 30.0  # a place without an area has that of its nearest neighbour
PACKED = 5_000  # rows from which the list is packed
SCRIPTS = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ\u0400-\u04ff\u0600-\u06ff]")


def lines(name: str) -> list[dict[str, str]]:
    file = GEO / name
    if not file.exists():
        return []
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def areas(iso: str, table: dict[str, list[str]]) -> Iterator[Row]:
    for code, (slug, english, local, *_) in table.items():
        names = [("en", one) for one in english.split("|")] + [("", one) for one in local.split("|") if one]
        yield Row(
            id=f"own:{iso.lower()}-{slug}", kind="admin1", name=names[0][1], names=tidy(names, names[0][1]),
            pcode=f"{iso}.{code}", sources=["own"],
        )  # fmt: skip


def towns(iso: str) -> Iterator[Row]:
    """GeoNames' towns of 500 people or more; big ones beside a much bigger one are its quarters."""
    found = []
    for one in lines(f"geonames/cities500_{iso}.csv"):
        people = int(one["population"] or 0) or None
        names = [("", n) for n in (one["name"], *one["alternatenames"].split("|")) if readable(n)]
        kind = sized(people)
        found.append(
            Row(
                id=f"geonames:{one['geonameid']}", kind=kind, name=one["name"], names=tidy(names, one["name"]),
                lat=float(one["lat"]), lon=float(one["lon"]), precision_m=POINT_M[kind], population=people,
                codes={1: f"{iso}.{one['admin1code']}"}, sources=["geonames"],
            )
        )  # fmt: skip
    big = [row for row in found if (row.population or 0) >= LEAST * TIMES]
    for row in found:
        if (row.population or 0) >= LEAST and any(
            one is not row
            and (one.population or 0) >= TIMES * (row.population or 0)
            and flat_km(row.lat, row.lon, one.lat, one.lon) <= QUARTER_KM
            for one in big
        ):
            row.kind, row.precision_m = "neighbourhood", 3000
        yield row


def villages(iso: str, table: dict[str, list[str]]) -> tuple[list[Row], list[Row]]:
    """Who's On First's localities, and the districts that they name."""
    regions = {}
    for code, (_, _, _, _, wof) in table.items():
        regions |= dict.fromkeys((one for one in wof.split("|") if one), f"{iso}.{code}")
    districts: dict[str, Row] = {}
    found = []
    for one in lines(f"whosonfirst/localities_{iso}.csv.gz"):
        region, _, district = one["admin"].partition("/")
        first = regions.get(one["admin"]) or regions.get(region, "")
        codes = {1: first} if first else {}
        if first and district:
            slug = f"{first}.{latin_key(district).replace(' ', '-')}"
            codes[2] = slug
            name = f"{district} District"
            districts.setdefault(
                slug,
                Row(
                    id=f"own:{slug.lower()}", kind="admin2", name=name, names=tidy([("en", name), ("en", district)], name),
                    codes={1: first}, pcode=slug, sources=["wof"],
                ),
            )  # fmt: skip
        names = [("", n) for n in (one["name"], *one["names"].split("|")) if readable(n)]
        row = Row(
            id=f"wof:{one['id']}", kind="settlement", name=one["name"], names=tidy(names, one["name"]),
            lat=float(one["lat"]), lon=float(one["lon"]), precision_m=POINT_M["settlement"], codes=codes, sources=["wof"],
        )  # fmt: skip
        if one["geonames_id"]:
            row.ids["geonames"] = one["geonames_id"]
        found.append(row)
    return found, [districts[slug] for slug in sorted(districts)]


def readable(name: str) -> bool:
    return bool(SCRIPTS.search(name)) and not (name.isascii() and name == name.lower()) and len(name) > 1


def own(ident: str, iso: str) -> Iterator[Row]:
    if not OWN.is_file():
        return
    with OWN.open(encoding="utf-8", newline="") as stream:
        for one in csv.DictReader(stream):
            if one["theatre"] == ident:
                names = [("en", one["name"])] + [("", n) for n in one["names"].split("|") if n]
                yield Row(
                    id=f"own:{iso.lower()}-{latin_key(one['name']).replace(' ', '-')}", kind=one["kind"], name=one["name"],
                    names=tidy(names, one["name"]), lat=float(one["lat"]) if one["lat"] else None,
                    lon=float(one["lon"]) if one["lon"] else None, precision_m=int(one["precision_m"]),
                    codes={1: f"{iso}.{one['admin1']}"} if one["admin1"] else {}, sources=["own"], note=one["note"],
                )  # fmt: skip


def outlines(iso: str, table: dict[str, list[str]], rows: list[Row]) -> list[Outline]:
    """Natural Earth's first-level areas, where they hold no town of another area's: older maps merge what is now two."""
    from shapely.geometry import Point, shape

    file = GEO / "natural_earth" / f"ne10m_admin1_{iso}.geojson"
    if not file.exists():
        return []
    from whoholds.survey.shapes import simple

    shapes = {f["properties"]["region_code"]: f["geometry"] for f in json.loads(file.read_text("utf-8"))["features"]}
    made = []
    seats = [row for row in rows if row.kind in {"city", "town"} and row.sources == ["geonames"]]
    for code, (slug, english, _, natural, _) in table.items():
        geometry = shapes.get(f"{iso}-{natural}")
        if geometry is None:
            continue
        drawn = shape(geometry)
        inside = [row for row in seats if drawn.contains(Point(row.lon, row.lat))]
        foreign = [
            row
            for row in inside
            if row.codes.get(1) != f"{iso}.{code}" and drawn.boundary.distance(Point(row.lon, row.lat)) > 0.1
        ]
        if len(foreign) > max(1, len(inside) // 20):  # one may be the source's mistake
            print(f"{iso}-{natural}: no outline, it holds {[row.name for row in foreign][:5]}", file=sys.stderr)
            continue
        made.append(
            Outline(
                id=f"own:{iso.lower()}-{slug}",
                geometry=simple(geometry, 0.01),
                layer="admin1",
                name=english.split("|")[0],
            )
        )
    return made


def plain(rows: list[Row]) -> None:
    """A name is shown without the marks of a romanisation, where a source has it so: "Al Hawijah" for "Al Ḩawījah"."""
    for row in rows:
        if not row.name.isascii():
            bare = {fold(one): one for one in row.spellings() if one.isascii()}
            row.name = bare.get(fold(row.name), row.name)


def doubtful(rows: list[Row], shapes: list[Outline]) -> None:
    """A locality far outside the area it is said to lie in lies where its point is: Who's On First's districts err more."""
    from shapely import prepare
    from shapely.geometry import Point, shape

    drawn = {one.id: shape(one.geometry) for one in shapes}
    for one in drawn.values():
        prepare(one)
    by_code = {area.pcode: drawn[area.id] for area in rows if area.level == 1 and area.id in drawn}
    for row in rows:
        polygon = by_code.get(row.codes.get(1, ""))
        if row.id.startswith("wof:") and polygon is not None:
            spot = Point(row.lon, row.lat)
            if not polygon.intersects(spot) and polygon.distance(spot) * 111 > BORDER_KM:
                row.codes = {}


def neighbours(rows: list[Row]) -> None:
    """A place without an area has that of its nearest neighbour."""
    cell: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        if row.codes.get(1) and row.lat is not None:
            cell.setdefault((int(row.lat * 4), int(row.lon * 4)), []).append(row)
    for row in rows:
        if row.codes.get(1) or row.lat is None:
            continue
        y, x = int(row.lat * 4), int(row.lon * 4)
        near = [
            (flat_km(row.lat, row.lon, one.lat, one.lon), one.id, one)
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            for one in cell.get((y + dy, x + dx), ())
        ]
        if near and min(near)[0] <= NEAREST_KM:
            row.codes = dict(min(near)[2].codes)


def theatre(ident: str, settings: dict[str, Any]) -> Iterator[tuple[Path, bytes]]:
    iso, table_of = settings["iso"], settings["admin1"]
    rows = list(towns(iso))
    shapes = outlines(iso, table_of, rows)
    found, districts = villages(iso, table_of)
    by_number = {row.id: row for row in rows}
    fresh = []
    for row in found:  # the same record by number is the same place, whatever it is called
        partner = by_number.get(f"geonames:{row.ids.get('geonames', '')}")
        if partner is None:
            fresh.append(row)
        else:
            partner.names = tidy([*partner.names, ("", row.name), *row.names], partner.name)
            partner.ids.setdefault("wof", row.id.partition(":")[2])
            partner.sources = list(dict.fromkeys([*partner.sources, "wof"]))
            partner.codes |= {2: row.codes[2]} if row.codes.get(1) == partner.codes.get(1) and 2 in row.codes else {}
    rows, _ = joined(rows, fresh)
    plain(rows)
    mine = list(own(ident, iso))
    rows, ids = joined(rows, mine)
    shown = {ids[row.id]: row.name for row in mine}
    wanted = set(map(key, settings["shown"]))
    bearers: dict[str, list[Row]] = {}
    spelled = [(row, one.replace("\n", " ")) for row in rows for one in row.spellings()]
    for (row, _), found_key in zip(spelled, key("\n".join(one for _, one in spelled)).split("\n"), strict=True):
        if found_key in wanted:
            bearers.setdefault(found_key, []).append(row)
    for name in settings["shown"]:
        called = bearers.get(key(name), [])
        if called:
            shown.setdefault(max(called, key=lambda row: (row.population or 0, row.id)).id, name)
        else:
            print(f"{ident}: nobody is called {name}", file=sys.stderr)
    for row in rows:  # the spelling of the press is the one that is shown
        row.name = shown.get(row.id, row.name)
    firsts = list(areas(iso, table_of))
    doubtful([*firsts, *rows], shapes)
    neighbours(rows)
    plan = plan_for(ident, iso)
    country = plan.country_row()
    country.names = tidy([*country.names, ("en", settings["title"])], settings["title"])
    country.name = settings["title"]
    placed = nested([country, *firsts, *districts, *rows], shapes, plan)
    content = table(COLUMNS, map(cells, placed)).encode()
    folder = THEATRES / ident
    if len(placed) > PACKED:
        yield folder / "places.csv.gz", gzip.compress(content, 9, mtime=0)
    else:
        yield folder / "places.csv", content
    if shapes:
        yield folder / "outlines" / "admin1.geojson", collection(shapes).encode()
    yield folder / "theatre.toml", toml(settings, plan, placed, shapes).encode()


def toml(settings: dict[str, Any], plan: Plan, rows: list[Row], shapes: list[Outline]) -> str:
    """theatre.toml of a made theatre, with what starters.toml says instead of what is only known of the country."""
    text = theatre_toml(plan, box_of(rows, shapes), coarse=False)
    own_names = {one for row in rows for one in row.spellings()}
    put = {
        "title": json.dumps(settings["title"]), "note": json.dumps(settings["note"], ensure_ascii=False),
        "zone": json.dumps(settings["zone"]), "languages": json.dumps(settings["languages"]),
        "first_day": settings["first_day"].isoformat(),
    }  # fmt: skip
    for name, value in put.items():
        text = re.sub(rf"^{name} = .*$", lambda _, line=f"{name} = {value}": line, text, flags=re.MULTILINE)
    sides = "".join(
        f'  {{ id = "{one}", title = {json.dumps(title)}, colour = "{colour}" }},\n'
        for one, title, colour in settings["sides"]
    )
    start, end = text.index("\n# Coarse sides"), text.index("\n[words]")
    text = f"{text[:start]}sides = [\n{sides}]\n{text[end:]}"
    text = text.replace("never = []", f"never = {json.dumps(settings['never'], ensure_ascii=False)}")
    elsewhere = [one for one in plan.elsewhere if one not in own_names]
    at = text.index("elsewhere = [")
    body = "".join(
        f"  {', '.join(json.dumps(one, ensure_ascii=False) for one in elsewhere[n : n + 8])},\n"
        for n in range(0, len(elsewhere), 8)
    )
    head = f"# {settings['title']}: made by bench/make_starters.py; see SOURCES.md.\n"
    return f"{head}{text[:at]}elsewhere = [\n{body}]\n"


def _plain(content: bytes) -> bytes:
    """Unpacked: two versions of zlib pack the same bytes differently."""
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def main() -> int:
    if not GEO.is_dir():
        print(f"{GEO} is not here: the starters cannot be rebuilt", file=sys.stderr)
        return 2
    wanted = [one for one in sys.argv[1:] if not one.startswith("-")]
    stale = 0
    for ident, settings in tomllib.loads(STARTERS.read_text(encoding="utf-8")).items():
        if wanted and ident not in wanted:
            continue
        for file, content in theatre(ident, settings):
            if "--check" in sys.argv:
                same = file.is_file() and _plain(file.read_bytes()) == _plain(content)
                stale += not same
                print(f"{'same ' if same else 'STALE'} {file.relative_to(CHECKOUT)}")
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                print(f"{file.relative_to(CHECKOUT)} {len(content):,} bytes")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
