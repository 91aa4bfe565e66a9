"""Days a wording means: one small pure function per rule of ``[[times.rule]]``, all listed in ``RULES``.

Each takes the matched parts and the anchor and gives a Reading, or None where the words mean no day after all.
Weeks run Monday to Sunday; early, mid and late are thirds; every stretch is half-open.
"""

from __future__ import annotations

from collections.abc import Callable

from whoholds.days.calendar import Anchor, Parts, Reading
from whoholds.days.dates import (
    day_of_month,
    feast,
    in_century,
    in_decade,
    in_month,
    in_months,
    in_year,
    in_years,
    on_date,
    on_dates,
    season,
)
from whoholds.days.relative import ago, around, in_force, now, on_weekday, overnight, past, recent, relative, shift

__all__ = ["RULES", "Anchor", "Parts", "Reading"]

RULES: dict[str, Callable[[Parts, Anchor], Reading | None]] = {
    "date": on_date,
    "dates": on_dates,
    "day_of_month": day_of_month,
    "month": in_month,
    "months": in_months,
    "year": in_year,
    "years": in_years,
    "decade": in_decade,
    "century": in_century,
    "weekday": on_weekday,
    "overnight": overnight,
    "relative": relative,
    "now": now,
    "recent": recent,
    "in_force": in_force,
    "shift": shift,
    "ago": ago,
    "past": past,
    "around": around,
    "season": season,
    "feast": feast,
}
