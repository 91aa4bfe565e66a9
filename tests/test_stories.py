"""Whole conflicts from reports to export: the answers asked for by hand, the record as reviewed, and three laws."""

from datetime import date
from random import Random

import pytest

from stories.tell import STORIES, exported, items_of, table, told, written
from whoholds import ask
from whoholds.text import Report, Skipped
from whoholds.when import instant

NAMES = [story.name for story in STORIES]


@pytest.fixture(scope="module", params=STORIES, ids=NAMES)
def story(request):
    with told(items_of(request.param)) as (ledger, theatre, tally):
        yield request.param, ledger, theatre, tally


def answered(ledger, theatre, row):
    """Whether the answer is one of those that the row allows, and what it is."""
    known = instant(row["known"]) if row["known"] else None
    answer = ask.who(ledger, theatre, row["place"], on=date.fromisoformat(row["on"]), known=known)
    holders = set(filter(None, row["holders"].split("|")))
    fits = set(answer.holders) <= holders if "|" in row["holders"] else set(answer.holders) == holders
    return answer.state.value in row["state"].split("|") and fits, (answer.state.value, answer.holders)


def test_every_answer_is_the_one_written_by_hand(story):
    path, ledger, theatre, _ = story
    for row in table(path / "asked.csv"):
        right, answer = answered(ledger, theatre, row)
        if not row["gap"]:
            assert right, f"{row['place']} on {row['on']}: {answer}; {row['why']}"
        assert not (right and row["gap"]), f"{row['place']} on {row['on']} is right now: clear its gap in asked.csv"


def test_the_record_is_the_one_reviewed(story):
    path, ledger, theatre, _ = story
    assert written(exported(ledger, theatre)) == (path / "expected.csv").read_text(encoding="utf-8")


def test_every_line_is_accounted_for(story):
    path, ledger, _, tally = story
    lines = (path / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert tally.offered == len(lines)
    assert tally.refused == 0
    skipped = list(ledger.skipped())
    assert len(skipped) + len(list(ledger.reports())) == len(lines)
    assert all(one.reason for one in skipped)


def test_every_answer_leads_back_to_words_in_a_report(story):
    _, ledger, theatre, _ = story
    texts = {report.id: report.text for report in ledger.reports()}
    for row in ask.record(ledger, theatre):
        quotes = ask.cited(ledger, (*row.claims, *row.against))
        assert len(quotes) == len(row.claims) + len(row.against) > 0
        assert all(one.quote and one.quote in texts[one.report] for one in quotes)


def test_order_batches_and_repetition_change_nothing(story):
    path, ledger, theatre, _ = story
    items = items_of(path)
    mixed = [*items, *items[:3]]
    Random(7).shuffle(mixed)
    with told(mixed, batch=3) as (other, _, _):
        assert exported(other, theatre) == exported(ledger, theatre)
        assert other.digest() == ledger.digest()


@pytest.mark.parametrize(("name", "copy"), [("valley", "v05"), ("brenna", "b03")])
def test_a_story_printed_twice_adds_nothing(name, copy):
    items = items_of(next(path for path in STORIES if path.name == name))
    fewer = [one for one in items if one.ref != copy]
    assert len(fewer) == len(items) - 1
    with told(items) as (twice, theatre, _), told(fewer) as (once, _, _):
        assert [row[:6] for row in told_rows(twice, theatre, None)] == [
            row[:6] for row in told_rows(once, theatre, None)
        ]


def test_later_reports_do_not_change_what_was_known_before(story):
    path, ledger, theatre, _ = story
    items = items_of(path)
    moments = sorted({one.received for one in items if isinstance(one, Report)})
    then = moments[len(moments) // 2]
    early = [one for one in items if isinstance(one, Skipped) or one.received <= then]
    with told(early) as (before, _, _):
        assert told_rows(before, theatre, None) == told_rows(ledger, theatre, then)


def told_rows(ledger, theatre, known):
    return [
        (row.place.id, row.start, row.end, row.state, row.holders, round(row.probability, 9), row.claims, row.against)
        for row in ask.record(ledger, theatre, known=known)
    ]


def test_the_stories_are_small_enough_to_be_read():
    for story in STORIES:
        assert len((story / "reports.jsonl").read_text(encoding="utf-8").splitlines()) <= 20
