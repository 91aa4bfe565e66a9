"""The sheets of an .xlsx workbook as rows of text: what a gazetteer needs of the format, no more.

An .xlsx is a zip of XML (ECMA-376): xl/workbook.xml names the sheets, xl/sharedStrings.xml holds the texts. Formulas
give their last value; dates and formats are left as the numbers they are.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from whoholds.errors import BadSetting

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN = re.compile(r"[A-Z]+")
LARGEST = 500 << 20  # bytes of one part when unpacked: a gazetteer's largest sheet is a tenth of it


def sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Name and rows of each sheet, in the workbook's order. BadSetting: no workbook, or damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            texts = _shared(archive)
            targets = _targets(archive)
            for sheet in _tree(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
                target = targets.get(sheet.get(_REL, ""), "")
                if target in archive.namelist():
                    yield sheet.get("name", ""), list(_rows(archive, target, texts))
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, IndexError) as error:
        raise BadSetting(f"{path}: not an .xlsx workbook, or damaged: {error}") from error


def _tree(archive: zipfile.ZipFile, part: str) -> ET.Element:
    if archive.getinfo(part).file_size > LARGEST:
        raise ValueError(f"{part} unpacks to more than {LARGEST >> 20} MB")
    content = archive.read(part)
    if b"<!DOCTYPE" in content[:1000]:
        raise ValueError(f"{part} has a document type, which no workbook has")
    return ET.fromstring(content)  # noqa: S314 - no document type, so no entities to expand


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = _tree(archive, "xl/sharedStrings.xml")
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Relation id → the part's path in the archive."""
    found = {}
    for one in _tree(archive, "xl/_rels/workbook.xml.rels"):
        target = one.get("Target", "")
        found[one.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _rows(archive: zipfile.ZipFile, part: str, texts: list[str]) -> Iterator[list[str]]:
    for row in _tree(archive, part).iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            letters = _COLUMN.match(cell.get("r", ""))
            at = _number(letters[0]) if letters else len(cells)
            cells += [""] * (at - len(cells))
            cells.append(_value(cell, texts))
        yield cells


def _value(cell: ET.Element, texts: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t")).strip()
    value = cell.findtext(f"{_MAIN}v") or ""
    return texts[int(value)].strip() if cell.get("t") == "s" and value else value.strip()


def _number(letters: str) -> int:
    """Column letters as a number from 0: A, B ... Z, AA."""
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - 64
    if total > 1 << 14:  # the format's own limit
        raise ValueError(f"column {letters}")
    return total - 1
