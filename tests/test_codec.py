"""Nouns survive the way into JSON and back, whatever stands in them."""

from __future__ import annotations

import string
import typing
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from make import a_claim, a_finding, a_report
from whoholds.claim import Candidate, Claim, Count, Decision, Finding, Status, Unlinked, Unplaced
from whoholds.control import Control
from whoholds.keep.codec import from_json, to_json
from whoholds.text import Span

# a zone with summer time has hours that Python calls equal to nothing: fixed distances from UTC only
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
SIMPLE = {
    str: st.text(st.characters()),  # half pairs of UTF-16 and NUL among them
    int: st.integers(),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=OFFSETS),  # noqa: DTZ001
    Span: st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda two: Span(min(two), max(two))),
}


def anything_of(hint):
    """Any value that a field of this type may hold."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if is_dataclass(hint):
        kinds = typing.get_type_hints(hint)
        return st.builds(
            hint, **{one.name: st.deferred(lambda k=kinds[one.name]: anything_of(k)) for one in fields(hint)}
        )
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if type(None) in inner:
        return st.none() | anything_of(inner[0])
    if origin is frozenset:
        return st.frozensets(anything_of(inner[0]), max_size=3)
    if inner[1] is Ellipsis:
        return st.lists(anything_of(inner[0]), max_size=3).map(tuple)
    return st.tuples(*map(anything_of, inner))


@pytest.mark.parametrize("kind", [Finding, Claim, Unlinked, Decision, Control], ids=lambda kind: kind.__name__)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(data=st.data())
def test_what_is_read_equals_what_was_written(kind, data):
    noun = data.draw(anything_of(kind))
    line = to_json(noun)
    again = from_json(kind, line)
    assert again == noun
    assert type(again) is kind
    assert to_json(again) == line


def test_a_default_is_left_out_and_comes_back():
    claim = a_claim()
    assert '"near"' not in to_json(claim)
    assert '"near":true' in to_json(replace(claim, near=True))
    assert from_json(Claim, to_json(claim)).near is False


def test_fields_kept_elsewhere_complete_the_noun():
    claim = a_claim()
    line = to_json(claim, without=frozenset({"report", "known"}))
    assert claim.report not in line
    assert from_json(Claim, line, report=claim.report, known=claim.known) == claim


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": "half"},
        {"near": 1},
        {"notes": "presence"},
        {"place": None},
        {"candidates": (("velin",),)},
        {"known": datetime(2031, 3, 1)},  # noqa: DTZ001
        {"confidence": float("nan")},
        {"share": float("inf")},
        {"status": "rumoured"},
        {"when": (date(2031, 3, 1), date(2031, 3, 2))},
        {"quote": (0, 3)},
    ],
    ids=lambda wrong: f"{next(iter(wrong.items()))}",
)
def test_what_a_type_does_not_allow_is_not_written(wrong):
    with pytest.raises((TypeError, ValueError)):
        to_json(replace(a_claim(), **wrong))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "null",
        "{}",
        "{nonsense",
        '{"kind":"killed","unknown":1}',
        '{"of":"killed","low":1.5,"high":null,"text":"","span":{"start":0,"end":1}}',
        '{"of":"killed","low":true,"high":null,"text":"","span":{"start":0,"end":1}}',
        '{"of":"buried","low":1,"high":null,"text":"","span":{"start":0,"end":1}}',
        '{"of":"killed","low":1,"high":null,"text":"","span":{"start":5,"end":1}}',
        '{"of":"killed","low":1,"high":null,"text":"","span":[0,1]}',
    ],
)
def test_a_damaged_line_is_a_value_error(line):
    with pytest.raises(ValueError):
        from_json(Count, line)


def test_whole_numbers_pass_where_a_number_is_meant():
    candidate = Candidate(place="velin", score=2)
    assert from_json(Candidate, to_json(candidate)) == candidate
    assert isinstance(from_json(Candidate, to_json(candidate)).score, float)


def test_instants_are_the_same_moment_in_utc():
    local = datetime(2031, 3, 14, 20, 5, tzinfo=UTC) + timedelta(microseconds=7)
    claim = replace(a_claim(), known=local)
    assert from_json(Claim, to_json(claim)).known == local


def test_an_unlinked_finding_keeps_its_finding_whole():
    report = a_report()
    finding = a_finding(report)
    unlinked = Unlinked(
        id="u",
        finding=finding,
        report=report.id,
        known=report.received,
        part="place",
        text="Velin",
        reason=Unplaced.AMBIGUOUS,
        candidates=(Candidate(place="velin", score=-1.5, why=("exact",), km=None),),
    )
    assert from_json(Unlinked, to_json(unlinked)) == unlinked
    assert from_json(Unlinked, to_json(unlinked)).finding.status is Status.ASSERTED


def test_a_type_without_a_rule_is_refused_at_once():
    @dataclass(frozen=True)
    class Odd:
        inside: dict

    with pytest.raises(TypeError, match="no rule"):
        to_json(Odd(inside={}))


def test_the_line_is_one_line_and_readable():
    claim = replace(a_claim(), place_text="فلين\nВелін\x00")
    line = to_json(claim)
    assert "\n" not in line
    assert "\x00" not in line
    assert "فلين" in line
    assert set(line) - set(string.printable) <= set("فلينВелін")
