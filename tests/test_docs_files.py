"""The pages on reports and exports name every suffix, field and column there is."""

from pathlib import Path

from whoholds.export.csv import COLUMNS
from whoholds.read import READERS
from whoholds.read.fields import FIELDS

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


def test_every_suffix_and_field_of_a_report_is_documented():
    page = (REFERENCE / "reports.md").read_text(encoding="utf-8")
    assert [name for name in (*READERS, *FIELDS) if f"`{name}`" not in page] == []


def test_every_column_of_an_export_is_documented():
    page = (REFERENCE / "exports.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []
