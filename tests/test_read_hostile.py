"""Whatever the bytes, reading raises nothing: there is a report or a refusal, and both can be stored."""

import gzip
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whoholds.read import READERS, read, read_rows
from whoholds.text import Report, Skipped, Span

FIELDS = ["id", "text", "title", "published", "date", "outlet", "url", "language", "received", "source", "body"]
SEEDS = [
    b'{"text": "Units entered Korsk.", "published": "2031-03-14"}\n',
    b'text,published\n"Units ""entered"" Korsk",2031-03-14\n',
    b"---\ntitle: x\ndate: 2031-03-14\n---\nUnits entered Korsk.\n",
    b"<html><head><title>x</title></head><body><article><p>Units entered Korsk.</p></article></body></html>",
    b"\xff\xfeU\x00n\x00\n\x00",
    gzip.compress(b"14 March 2031 Units entered Korsk."),
]
QUIET = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def damaged(seed, cuts, noise):
    raw = bytearray(seed)
    for at, byte in zip(cuts, noise, strict=False):
        raw[at % (len(raw) or 1) : at % (len(raw) or 1)] = bytes([byte])
    return bytes(raw)


some_bytes = st.one_of(
    st.binary(max_size=400),
    st.builds(
        damaged, st.sampled_from(SEEDS), st.lists(st.integers(0, 500), max_size=8), st.binary(min_size=8, max_size=8)
    ),
    st.builds(lambda seed, cut: seed[:cut], st.sampled_from(SEEDS), st.integers(0, 100)),
)
anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters()) | st.dates().map(str) | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def storable(out):
    assert isinstance(out, Report | Skipped)
    for text in (
        out.ref,
        *(
            (out.text, out.title, out.outlet, out.url or "", *out.notes)
            if isinstance(out, Report)
            else (out.origin, out.reason, out.excerpt)
        ),
    ):
        text.encode("utf-8")
        assert "\0" not in text
    if isinstance(out, Report):
        assert out.text.strip()
        assert out.published.tzinfo is not None
        assert out.received.tzinfo is not None
        assert 1900 <= out.day.year <= 2100
        assert Span(0, len(out.text)).of(out.text) == out.text
    else:
        assert out.reason
        assert len(out.excerpt) <= 200


@pytest.mark.parametrize("suffix", sorted({*READERS, ".gz", ".txt.gz", ".bin"}))
@given(raw=some_bytes)
@QUIET
def test_any_bytes_under_any_suffix(tmp_path, suffix, raw):
    file = tmp_path / f"a{suffix}"
    file.write_bytes(raw)
    for out in read([file], defaults={"published": "2031-03-14"}):
        storable(out)


@given(raw=some_bytes)
@QUIET
def test_any_bytes_on_standard_input(raw):
    for out in read(["-"], stdin=io.BytesIO(raw)):
        storable(out)


@given(rows=st.lists(st.dictionaries(st.sampled_from(FIELDS), anything, max_size=6) | anything, max_size=4))
@QUIET
def test_any_rows_one_for_one(rows):
    out = list(read_rows(rows, defaults={"published": "2031-03-14"}))
    assert len(out) == len(rows)
    for one in out:
        storable(one)


@given(text=st.text(st.characters(), min_size=1))
@QUIET
def test_offsets_of_a_json_line_are_offsets_of_its_report(tmp_path, text):
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": text, "published": "2031-03-14"}) + "\n", encoding="utf-8")
    (out,) = read([file])
    if isinstance(out, Report):
        assert len(out.text) == len(text)
        assert all(kept in (given, "\ufffd") for kept, given in zip(out.text, text, strict=True))
    else:
        assert not text.strip() or not text.replace("\0", "\ufffd").strip()


def test_nesting_and_numbers_without_end_are_refused(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"text": ' + "[" * 100_000 + "\n" + '{"text": "a", "published": ' + "9" * 10_000 + "}\n", encoding="utf-8"
    )
    assert [type(out) for out in read([file])] == [Skipped, Skipped]
