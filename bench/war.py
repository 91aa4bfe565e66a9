"""A war made up on every settlement of the Syrian theatre, told claim by claim and weighed: the ledger that bench/room.py asks.

Every place has a true history of three to twelve stays. Twelve outlets tell of it in a bulletin a day each: changes soon after
they happen and not always rightly, holdings at any time, now and then a number of people hurt.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta

from whoholds.claim import Claim, Count, CountOf, Status, Voice
from whoholds.identity import content_id
from whoholds.keep import Entry, open_ledger
from whoholds.place import SETTLEMENTS
from whoholds.run import reading_edition, settle
from whoholds.text import Report, Span, report_id
from whoholds.theatre import load_theatre
from whoholds.when import Basis, Grain, When

FIRST = date(2014, 1, 1)
SIDES = ("government", "opposition", "sdf", "isis", "sna")
OUTLETS = tuple(f"Bulletin {letter}" for letter in "ABCDEFGHIJKL")
WRONG, DENIED, HURT = 0.05, 0.04, 0.03  # shares of the claims
AT_ONCE = 2000  # reports added in one transaction


def stays(places, days, chance):
    """For each place its (first day, side), one after the other; days counted from ``FIRST``."""
    for place in places:
        starts = [0, *sorted(chance.sample(range(1, days), chance.randint(2, 11)))]
        held = []
        for start in starts:
            held.append((start, chance.choice([one for one in SIDES if not held or one != held[-1][1]])))
        yield place, held


def told(world, days, claims, chance):
    """(day, outlet, place, verb, side, status, count) of every claim, as many as asked for, in no order."""
    places = list(world)
    for n in range(claims):
        place = places[n % len(places)]
        held = world[place]
        if chance.random() < 0.4:  # of a change, while it is news
            start, side = chance.choice(held)
            day, verb = min(days - 1, start + int(chance.expovariate(0.6))), "control_gained"
        else:
            day = chance.randrange(days)
            side, verb = next(side for start, side in reversed(held) if start <= day), "control_held"
        if chance.random() < WRONG:
            side = chance.choice(SIDES)
        status = Status.DENIED if chance.random() < DENIED else Status.ATTRIBUTED
        count = chance.randint(1, 60) if chance.random() < HURT else 0
        yield day, chance.choice(OUTLETS), place, "casualties" if count else verb, side, status, count


def bulletins(world, names, days, claims, chance):
    """Every report with its claims, by day: a bulletin an outlet and day."""
    pages = {}
    for day, outlet, *rest in told(world, days, claims, chance):
        pages.setdefault((day, outlet), []).append(rest)
    for (day, outlet), lines in sorted(pages.items()):
        yield bulletin(FIRST + timedelta(days=day), outlet, lines, names)


def bulletin(day, outlet, lines, names):
    """One report: a sentence a claim."""
    text, spans = "", []
    for place, verb, side, _, count in lines:
        said = f"{count} people were killed at {names[place]}." if count else f"The {side} {verb[8:]} {names[place]}."
        spans.append(Span(len(text), len(text) + len(said)))
        text += f"{said}\n"
    moment = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    report = Report(
        id=report_id(outlet=outlet, url=None, published=moment, text=text), ref="", outlet=outlet, url=None, published=moment, day=day,
        received=moment, language="en", title=f"{outlet}, {day}", text=text, raw=b"", raw_sha256="0" * 64, extractor="bench",
        signature=b"",
    )  # fmt: skip
    when = When(first=day, last=day + timedelta(days=1), grain=Grain.DAY, basis=Basis.STATED)
    voice = Voice(text=outlet, source="", party=False)
    made = []
    for (place, verb, side, status, count), span in zip(lines, spans, strict=True):
        finding = content_id("finding", report.id, span.start)
        counts = (
            (Count(of=CountOf.KILLED, low=count, high=count, text=str(count), span=span, whose="people"),)
            if count
            else ()
        )
        made.append(
            Claim(
                id=content_id("claim", finding), finding=finding, report=report.id, known=moment, verb=verb, actor="" if count else side,
                target="", place=place, place_text=names[place], candidates=((place, 1.0),), when=when, voices=(voice, voice), status=status,
                quote=span, counts=counts, finder="bench", confidence=0.9,
            )
        )  # fmt: skip
    return Entry(report=report, claims=tuple(made))


def make(path, places, days, claims):
    """The ledger, read and weighed; seconds that either took."""
    chance, theatre = random.Random(7), load_theatre("syria")
    found = [one for one in theatre.places() if one.point is not None and one.kind in SETTLEMENTS][:places]
    names = {one.id: one.name for one in found}
    world = dict(stays(names, days, chance))
    with open_ledger(path, write=True, theatre="syria") as ledger:
        start, edition, batch, kept = time.perf_counter(), reading_edition(theatre, "frames"), [], 0
        for entry in bulletins(world, names, days, claims, chance):
            batch.append(entry)
            if len(batch) == AT_ONCE:
                kept += ledger.add(batch, edition=edition).claims
                batch.clear()
        kept += ledger.add(batch, edition=edition).claims
        read = time.perf_counter()
        changed = settle(theatre=theatre, ledger=ledger, method="model")
        print(
            f"{len(names)} places, {days} days, {kept} claims kept in {read - start:.0f} s, weighed in "
            f"{time.perf_counter() - read:.0f} s: {len(changed.opened)} periods, {path.stat().st_size / 1e6:.0f} MB",
            flush=True,
        )
