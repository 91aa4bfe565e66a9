"""Files as OCHA, GeoNames, geoBoundaries and OpenStreetMap give them, of an invented corner of Liechtenstein's box."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

SQUARES = {"North Vale": (9.5, 47.2), "South Vale": (9.5, 47.1)}  # west and south corner; a tenth of a degree wide


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    """An .xlsx with these sheets: texts shared, numbers as numbers, empty cells left out."""
    texts: list[str] = []

    def cell(value: str, row: int, column: int) -> str:
        at = f"{chr(65 + column)}{row}"
        if value.replace(".", "", 1).isdigit():
            return f'<c r="{at}"><v>{value}</v></c>'
        if value not in texts:
            texts.append(value)
        return f'<c r="{at}" t="s"><v>{texts.index(value)}</v></c>'

    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {}
    for number, rows in enumerate(sheets.values(), 1):
        lines = [
            f'<row r="{r}">{"".join(cell(v, r, c) for c, v in enumerate(row) if v)}</row>'
            for r, row in enumerate(rows, 1)
        ]
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>"
        )
    names = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(sheets, 1))
    parts["xl/workbook.xml"] = f'<workbook {space} xmlns:r="{rel}"><sheets>{names}</sheets></workbook>'
    links = "".join(f'<Relationship Id="r{i}" Target="worksheets/sheet{i}.xml"/>' for i, _ in enumerate(sheets, 1))
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{links}</Relationships>"
    parts["xl/sharedStrings.xml"] = f"<sst {space}>{''.join(f'<si><t>{escape(t)}</t></si>' for t in texts)}</sst>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def ocha(path: Path) -> Path:
    """Two districts and three places; one of them a quarter."""
    areas = [
        ["admin1Name_en", "admin1Name_ar", "admin1Pcode", "admin2Name_en", "admin2Pcode", "admin0Pcode"],
        ["Vale", "الوادي", "LI01", "North Vale", "LI0101", "LI"],
        ["Vale", "الوادي", "LI01", "South Vale", "LI0102", "LI"],
    ]
    head = ["featurename_en", "featurename_ar", "pcode", "admin1Name_en", "admin1Pcode", "admin2Name_en", "admin2Pcode", "point_x", "point_y", "type"]  # fmt: skip
    places = [
        head,
        ["Tarnova", "طرنوفا", "L001", "Vale", "LI01", "North Vale", "LI0101", "9.55", "47.25", "Town"],
        ["Mirel", "", "L002", "Vale", "LI01", "South Vale", "LI0102", "9.53", "47.13", "Village"],
        ["Old Mill", "", "L003", "Vale", "LI01", "North Vale", "LI0101", "9.556", "47.256", "Neighbourhood"],
    ]
    return workbook(path, {"admin": areas, "places": places})


def geonames(path: Path, names: Path) -> tuple[Path, Path]:
    """A dump in which one town is OCHA's, one is new, one is abroad and one is gone; and names of the first two."""

    def line(ident, name, lat, lon, rank, code, cc, people="0", a1="01", a2=""):
        cells = [
            ident,
            name,
            name,
            "",
            lat,
            lon,
            rank,
            code,
            cc,
            "",
            a1,
            a2,
            "",
            "",
            people,
            "",
            "",
            "UTC",
            "2031-01-01",
        ]
        return "\t".join(cells)

    path.write_text(
        "\n".join(
            [
                line("1", "Vale Region", "47.15", "9.55", "A", "ADM1", "LI"),
                line("11", "Ṭarnawa", "47.251", "9.551", "P", "PPL", "LI", "7200"),
                line("12", "Sorel", "47.14", "9.57", "P", "PPL", "LI", "300"),
                line("13", "Otherwhere", "47.3", "9.8", "P", "PPL", "AT"),
                line("14", "Goneville", "47.2", "9.5", "P", "PPLH", "LI"),
                line("15", "Vale Barracks", "47.2", "9.5", "S", "MILB", "LI"),
            ]
        )
        + "\n",
        encoding="utf-8",
    )
    names.write_text(
        "101\t11\tuk\tТарнова\t\t\t\t\n102\t11\tlink\thttps://example.org/Tarnova\t\t\t\t\n103\t12\tar\tسوريل\t1\t\t\t\n",
        encoding="utf-8",
    )
    return path, names


def boundaries(path: Path) -> Path:
    """Both districts as squares of a tenth of a degree."""
    features = [
        {
            "type": "Feature",
            "properties": {"shapeName": name, "shapeType": "ADM2", "shapeID": f"b{number}", "shapeISO": ""},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, s], [w + 0.1, s], [w + 0.1, s + 0.1], [w, s + 0.1], [w, s]]],
            },
        }
        for number, (name, (w, s)) in enumerate(SQUARES.items())
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def osm(path: Path) -> Path:
    """A hamlet, a quarter without a name, and a road of two ways."""
    path.write_text(
        """<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="47.12" lon="9.51"><tag k="place" v="hamlet"/><tag k="name" v="Grün"/><tag k="name:en" v="Grun"/><tag k="alt_name" v="Gruen;Grunau"/></node>
<node id="2" lat="47.13" lon="9.52"><tag k="place" v="quarter"/></node>
<node id="3" lat="47.15" lon="9.54"/><node id="4" lat="47.18" lon="9.56"/><node id="5" lat="47.21" lon="9.58"/>
<way id="6"><nd ref="3"/><nd ref="4"/><tag k="highway" v="primary"/><tag k="ref" v="V7"/></way>
<way id="7"><nd ref="4"/><nd ref="5"/><tag k="highway" v="trunk"/><tag k="ref" v="V7;E3"/></way>
<way id="8"><nd ref="4"/><nd ref="99"/><tag k="highway" v="trunk"/><tag k="ref" v="V9"/></way>
</osm>
""",
        encoding="utf-8",
    )
    return path
