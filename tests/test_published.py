"""When a report was published: dates as people write them, and the dateline that overrules them."""

from datetime import UTC, date, datetime

import pytest

from whoholds.read.published import settle, stamp


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2031-03-14", datetime(2031, 3, 14, tzinfo=UTC)),
        ("2031-03-14T17:40", datetime(2031, 3, 14, 17, 40, tzinfo=UTC)),
        ("2031-03-14T17:40:05.5+02:00", datetime(2031, 3, 14, 15, 40, 5, 500_000, tzinfo=UTC)),
        ("20310314", datetime(2031, 3, 14, tzinfo=UTC)),
        ("Fri, 14 Mar 2031 17:40:00 -0500", datetime(2031, 3, 14, 22, 40, tzinfo=UTC)),
        ("14 Mar 2031 17:40 GMT", datetime(2031, 3, 14, 17, 40, tzinfo=UTC)),
        ("14 mars 2031", datetime(2031, 3, 14, tzinfo=UTC)),
        ("14. März 2031", None),
        ("March 14, 2031 5:40 pm", datetime(2031, 3, 14, 17, 40, tzinfo=UTC)),
        ("March 14th, 2031 at 12:10 AM (UTC+3)", datetime(2031, 3, 13, 21, 10, tzinfo=UTC)),
        ("Friday 14 March 2031", datetime(2031, 3, 14, tzinfo=UTC)),
        ("14/03/2031", datetime(2031, 3, 14, tzinfo=UTC)),
        ("1931256000", datetime(2031, 3, 14, 12, tzinfo=UTC)),
        ("1931256000000", datetime(2031, 3, 14, 12, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("2031", None),
        ("March 2031", None),
        ("yesterday", None),
        ("2031-02-30", None),
        ("NaN", None),
        ("1" * 400, None),
    ],
)
def test_a_suppliers_date_as_an_instant(written, moment):
    read = stamp(written)
    assert (read.moment if read else None) == moment


def test_the_local_day_is_the_day_as_written():
    assert stamp("2031-03-14T23:30-05:00").day == date(2031, 3, 14)


def test_a_date_that_could_be_read_two_ways_is_noted():
    assert stamp("04/05/2031").day == date(2031, 5, 4)
    assert stamp("04/05/2031").notes == ("the date '04/05/2031' was read day first",)
    assert stamp("14/05/2031").notes == stamp("05/05/2031").notes == ()


FIGHTING = "Fighting went on in the outskirts of Velin."


@pytest.mark.parametrize(
    ("written", "text", "published", "day", "note"),
    [
        pytest.param("2031-03-14T17:40", FIGHTING, "2031-03-14T17:40", "2031-03-14", "", id="no dateline"),
        pytest.param("", f"KORSK, 14 March 2031 (NW) - {FIGHTING}", "2031-03-14T00:00", "2031-03-14", "no date was given", id="dateline alone"),
        pytest.param("soon", f"KORSK, 14 March 2031 - {FIGHTING}", "2031-03-14T00:00", "2031-03-14", "'soon', which is not a date", id="no real date"),
        pytest.param("2031-03-14", f"KORSK, 14 March 2031 - {FIGHTING}", "2031-03-14T00:00", "2031-03-14", "", id="they agree"),
        pytest.param("2031-03-14", f"KORSK, 15 March 2031 - {FIGHTING}", "2031-03-14T00:00", "2031-03-15", "days are counted", id="local midnight"),
        pytest.param("2031-03-14", f"KORSK, 16 March 2031 - {FIGHTING}", "2031-03-16T00:00", "2031-03-16", "the dateline is used", id="later"),
        pytest.param("2031-03-14", f"KORSK, 7 March 2031 - {FIGHTING}", "2031-03-14T00:00", "2031-03-07", "days are counted", id="printed a week on"),
        pytest.param("2031-03-14", f"KORSK, 6 March 2031 - {FIGHTING}", "2031-03-06T00:00", "2031-03-06", "the dateline is used", id="earlier"),
        pytest.param("2026-02-02", f"Fri Mar 14 2031 {FIGHTING}", "2031-03-14T00:00", "2031-03-14", "the dateline is used", id="years apart"),
        pytest.param("2031-03-14", f"Mon Mar 3 2025 {FIGHTING}", "2025-03-03T00:00", "2025-03-03", "the dateline is used", id="its weekday fits"),
        pytest.param("2031-03-14", f"Mon Mar 4 2025 {FIGHTING}", "2031-03-14T00:00", "2031-03-14", "its weekday belongs", id="weekday does not fit"),
        pytest.param("2031-03-14", "14 March 1999 was the day Velin was founded.", "2031-03-14T00:00", "2031-03-14", "goes on from it", id="history"),
        pytest.param("2031-03-14", "In March 2021 the League left Velin.", "2031-03-14T00:00", "2031-03-14", "", id="a month is no dateline"),
    ],
)  # fmt: skip
def test_the_dateline_overrules_a_date_that_contradicts_it(written, text, published, day, note):
    settled = settle(written, text, "en")
    assert settled.published == datetime.fromisoformat(published).replace(tzinfo=UTC)
    assert settled.day == date.fromisoformat(day)
    assert (note in settled.notes[0]) if note else settled.notes == ()


def test_both_dates_are_kept_in_the_note():
    settled = settle("2026-02-02", f"Fri Mar 14 2031 {FIGHTING}", "en")
    assert settled.notes == ("published says 2026-02-02; the dateline says 2031-03-14; the dateline is used",)


def test_a_dateline_after_the_arrival_is_a_slip():
    arrived = datetime(2031, 3, 14, tzinfo=UTC)
    settled = settle("2031-03-14", f"KORSK, 14 March 2032 - {FIGHTING}", "en", arrived=arrived)
    assert settled.day == date(2031, 3, 14)
    assert settled.notes == (
        "the text begins with '14 March 2032', which is not used: the report was received on 2031-03-14",
    )


def test_without_any_date_there_is_a_reason():
    assert "no date is given, and the text has no dateline; give" in settle("", FIGHTING, "en")
    assert "'soon', which is not a date" in settle("soon", FIGHTING, "en")
    assert "'14 March 1999', which is not used" in settle("", "14 March 1999 was the day Velin was founded.", "en")
