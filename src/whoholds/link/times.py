"""When it happened: the told time of a finding, checked against the report's arrival and the theatre's first day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from whoholds.claim import Finding, Status, Unplaced
from whoholds.text import Report
from whoholds.theatre import Theatre
from whoholds.when import DAY, Basis, Grain, When

UNSAID = timedelta(
    days=7
)  # nothing said: some day of the report's last seven, marked as not said (design, linking section 8)
AHEAD = frozenset({Status.PLANNED, Status.HYPOTHETICAL})


def when_of(finding: Finding, report: Report, theatre: Theatre) -> When | Unplaced:
    """The days the finding is about, in the outlet's calendar; TIME_UNKNOWN where what is said cannot be right.

    Nothing said: the report's day stands in, as the last of seven, with basis NONE. What has happened cannot have
    begun after the report arrived, nor wholly before the theatre's first day unless told as background; background
    without a date of its own has no day at all. A stretch still running ends with the report's arrival.
    """
    told, background = finding.when, finding.status is Status.BACKGROUND
    arrived = max(report.day, report.received.date())
    if told.basis is Basis.NONE or told.first is None or told.last is None:
        if background:
            return Unplaced.TIME_UNKNOWN
        return When(first=report.day - UNSAID + DAY, last=report.day + DAY, grain=Grain.RANGE, basis=Basis.NONE)
    when = When(first=told.first, last=max(told.last, told.first + DAY), grain=told.grain, basis=told.basis)
    if finding.status not in AHEAD:
        if when.first > arrived + DAY:  # a day's grace: the outlet's calendar may be ahead of UTC
            return Unplaced.TIME_UNKNOWN
        if when.last > arrived + DAY:
            when = replace(when, last=max(arrived + DAY, when.first + DAY))
    if not background and when.last <= theatre.first_day:
        return Unplaced.TIME_UNKNOWN
    return when


def acting_day(when: When, report: Report) -> date:
    """The day on which the names of a finding are read: the event's last possible one, never after the report's."""
    return min(when.final, report.day)
