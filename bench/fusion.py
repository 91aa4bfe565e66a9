"""Predict control on the benchmark of fusing, with what the package learns by itself; score.py beside the data scores it.

    python bench/fusion.py --data ../shared/data/fusion --task A --out pred.csv.gz [--rolling]
    python bench/fusion.py --sim FOLDER --out now.npz [--back back.npz] [--rolling]

Real tasks: maps as screens, numbers learnt without labels, either once on the whole window or, with --rolling, every
15 days on the past alone. Simulated folders (simulate.py): the reports go through the package as claims do. A *now*
prediction of a day uses what was published by that day only; the exponents that make rolling shares less sure were fitted
on the truth of earlier days. The folder of data is never part of the package.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from whoholds.actor import Actor, Source, SourceKind
from whoholds.claim import Claim, Status, Voice
from whoholds.fuse.assertions import heard
from whoholds.fuse.calibrate import amount, sharpened
from whoholds.fuse.echoes import VALUES, voices
from whoholds.fuse.learn import Learnt, Lesson, learn, untaught
from whoholds.fuse.panel import BLANK, Log, Panel, around, gather
from whoholds.fuse.parameters import PRIOR, Parameters
from whoholds.place import Point
from whoholds.text import Imprint, Span
from whoholds.when import Basis, Grain, When

REFIT_DAYS = 15  # between rolling refits
FIRST_FIT = 10  # days of reports before the first
ROLLING_PASSES = 6  # a refit goes on from the last one
HALF_LIFE = 90.0  # days; of none, 120 and 60 the shorter did better on A and C, and none of them on B
FIELD = 0.03  # power a day: the one that the simulator chooses, whose truth is no map's word (press.py --fields)
EXPONENTS = Path(__file__).with_name("fusion_exponents.csv")  # by the day from which they could be known (folds.py)
NO_DATA = 255
DAY_0 = date(2000, 1, 1)


def places_of(folder: Path) -> dict[str, Point]:
    """Id → point, in the order of the file."""
    with (folder / "places.csv").open(encoding="utf-8", newline="") as file:
        return {row["place"]: Point(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


# ── real tasks: screens ──────────────────────────────────────────────────────────────────────────────────────────


def screens_of(folder: Path, spec: dict, task: dict, places: dict[str, Point]) -> Panel:
    status = np.load(folder / "status_daily.npz")
    row = {str(place): i for i, place in enumerate(status["place"])}
    order = [row[place] for place in places]
    days, first = task["window"][1], int(status["first_day"])
    logs = []
    for source in task["inputs"]:
        shown = status[source][order][:, -first : days - first] if first < 0 else status[source][order][:, :days]
        kind = spec["sources"][source]
        if kind == "display":
            blank = np.where(shown == NO_DATA, BLANK, shown).astype(np.int8)
            logs.append(Log(source=source, shown=blank))
        else:  # a layer of one side's claims: on a published day absent or there
            published = status["isw_published"][:days].astype(bool)
            there = np.where(published, (shown != NO_DATA).astype(np.int8), BLANK).astype(np.int8)
            logs.append(Log(source=source, shown=there, layer=spec["actors"].index(kind.split()[-1])))
    return Panel(
        sides=tuple(spec["actors"]),
        first=DAY_0.toordinal(),
        days=days,
        places=len(places),
        around=around(list(places.values())),
        logs=tuple(logs),
    )


# ── simulated folders: claims ────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Theatre:
    """Two sides, sources whose side their name tells, and where places are."""

    parties: dict[str, str]
    points: dict[str, Point] = field(default_factory=dict)

    def actor(self, actor: str) -> Actor | None:
        return Actor(id=actor, name=actor, kind="army", names=()) if actor in ("A", "B") else None

    def source(self, outlet: str) -> Source | None:
        side = self.parties.get(outlet, "")
        kind = SourceKind.PARTY_CHANNEL if side else SourceKind.OUTLET
        return Source(id=outlet, name=outlet, kind=kind, side=side)

    def covers(self, source: Source, place: str) -> bool:  # noqa: ARG002 (everybody watches everything)
        return True

    def side_of(self, actor: str, day: date) -> str:  # noqa: ARG002 (sides of a simulation do not change)
        return actor

    def point_of(self, ident: str) -> Point | None:
        return self.points.get(ident)


def claim_of(row: dict[str, str]) -> tuple[Claim, Imprint]:
    """A row of a simulated folder as a claim; a day of publication given as the day of the event tells no day."""
    asof, pub = (DAY_0 + timedelta(days=int(row[name])) for name in ("asof_day", "pub_day"))
    moment = datetime(pub.year, pub.month, pub.day, 12, tzinfo=UTC)
    cluster, state, denied = int(row["cluster"]), row["state"], row["denial"] == "1"
    print_ = b"" if cluster < 0 else struct.pack(f"<{VALUES}I", *(cluster * 1000 + i for i in range(VALUES)))
    status = Status.DENIED if denied else Status.HEDGED if row["hedged"] == "1" else Status.ASSERTED
    when = When(
        first=asof,
        last=asof + timedelta(days=1),
        grain=Grain.DAY,
        basis=Basis.STATED if asof < pub else Basis.NONE,
    )
    claim = Claim(
        id=f"{int(row['claim_id']):08d}",
        finding="",
        report=row["claim_id"],
        known=moment,
        verb="control_lost" if denied else "contested" if state == "CONTESTED" else "control_gained",
        actor="" if state == "CONTESTED" else state,
        target="",
        place=row["place"],
        place_text="",
        candidates=((row["place"], 1.0),),
        when=when,
        voices=(Voice(text=row["source"], source=row["source"]),),
        status=status,
        quote=Span(0, 0),
        counts=(),
        finder="simulated@1",
    )
    return claim, Imprint(
        report=row["claim_id"], outlet=row["source"], published=moment, received=moment, signature=print_
    )


Pages = dict[str, tuple[list[Claim], dict[str, Imprint]]]


def rows_of(folder: Path) -> list[dict[str, str]]:
    with gzip.open(folder / "claims.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pages_of(rows: Iterable[dict[str, str]]) -> tuple[Pages, Theatre]:
    """The reports (not the maps) as claims, by place, with their imprints; and who tells."""
    pages: Pages = {}
    parties = {}
    for row in rows:
        if row["source"].startswith("map"):
            continue
        claim, printed = claim_of(row)
        claims, imprints = pages.setdefault(row["place"], ([], {}))
        claims.append(claim)
        imprints[printed.report] = printed
        if row["party"] in ("A", "B"):
            parties[row["source"]] = row["party"]
    return pages, Theatre(parties)


def claims_of(folder: Path, places: dict[str, Point], numbers: Parameters) -> Panel:
    rows = rows_of(folder)
    days = 1 + max(int(row["pub_day"]) for row in rows)
    told, theatre = pages_of(rows)
    index = {place: i for i, place in enumerate(places)}
    shown: dict[str, np.ndarray] = {}
    for row in rows:
        if row["source"].startswith("map"):
            screen = shown.setdefault(row["source"], np.full((len(places), days), BLANK, np.int8))
            screen[index[row["place"]], int(row["pub_day"])] = ("A", "B", "CONTESTED").index(row["state"])
    for screen in shown.values():  # a screen goes on showing what it shows, unless it was seen on the first day only
        if (screen[:, 1:] != BLANK).any():
            for day in range(1, days):
                screen[:, day] = np.where(screen[:, day] == BLANK, screen[:, day - 1], screen[:, day])
    pages = {
        place: voices(heard(place, claims, imprints, theatre, numbers).said, imprints, numbers)
        for place, (claims, imprints) in told.items()
    }
    logs = tuple(Log(source=source, shown=screen) for source, screen in sorted(shown.items()))
    return gather(pages, places, ("A", "B"), first=DAY_0.toordinal(), days=days, logs=logs)


# ── predictions ──────────────────────────────────────────────────────────────────────────────────────────────────


def whole(seen: Panel, numbers: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """(Now, looking back) with numbers learnt once on all of the panel."""
    lesson = Lesson(seen, numbers)
    learnt = replace(learn(seen, numbers), field=numbers.field)
    return lesson.now(learnt), lesson.back(learnt)


def rolling(seen: Panel, numbers: Parameters, first: int) -> np.ndarray:
    """Now, with numbers learnt anew every 15 days from what was known then."""
    out = np.full((seen.days, seen.places, len(seen.sides) + 1), 1 / 3)
    learnt: Learnt | None = None
    for begin in range(first, seen.days, REFIT_DAYS):
        end = min(seen.days, begin + REFIT_DAYS)
        if begin >= FIRST_FIT:
            learnt = learn(
                seen.upto(begin), numbers, passes=ROLLING_PASSES if learnt else 12, begin=learnt, half_life=HALF_LIFE
            )
        lesson = Lesson(seen.upto(end), numbers)
        prior = untaught(lesson.spoken, lesson.panel, numbers)
        used = prior if learnt is None else learn(lesson.panel, numbers, passes=0, begin=learnt)
        out[begin:end] = lesson.now(replace(used, field=numbers.field))[begin:end]
    return out


def tempered(shares: np.ndarray, seen: Panel, first: int) -> np.ndarray:
    """The shares with exponents that were known by their day: fitted on the truth of days before, never of later ones."""
    heard, out = amount(seen), shares.copy()
    with EXPONENTS.open(encoding="utf-8", newline="") as file:
        rows = [
            (int(row["from_day"]), ("now", int(row["screens"]), float(row["exponent"]))) for row in csv.DictReader(file)
        ]
    starts = sorted({start for start, _ in rows})
    for start, end in zip(starts, [*starts[1:], len(shares)], strict=True):
        known = replace(PRIOR, temperatures=tuple(told for day, told in rows if day == start))
        some = slice(max(first, start), end)
        out[some] = sharpened(shares[some], heard[some], "now", known)
    return out


def write(path: Path, shares: np.ndarray, places: dict[str, Point], actors: list[str], window: tuple[int, int]) -> None:
    """Shares [days, places, answers] as score.py reads them: .npz, or .csv and .csv.gz."""
    lo, hi = window
    if path.suffix == ".npz":
        ids = np.array([int(place) for place in places])
        np.savez_compressed(path, place=ids, first_day=lo, p=shares[lo:hi].transpose(1, 0, 2))
        return
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("place", "day", *(f"p_{name}" for name in (*actors, "CONTESTED"))))
    for i, place in enumerate(places):
        for day in range(lo, hi):
            table.writerow((place, day, *(f"{p:.6f}" for p in shares[day, i])))
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = ap.add_mutually_exclusive_group(required=True)
    where.add_argument("--data", type=Path, help="folder of the real tasks")
    where.add_argument("--sim", type=Path, help="folder written by simulate.py")
    ap.add_argument("--task", help="a name in tasks.json, such as A")
    ap.add_argument("--out", type=Path, required=True, help="predictions of each day by what was known on it")
    ap.add_argument("--back", type=Path, help="predictions looking back")
    ap.add_argument("--rolling", action="store_true", help="learn from the past alone, every 15 days")
    a = ap.parse_args()
    folder = a.data or a.sim
    if not (folder / "tasks.json").exists():
        sys.exit(f"no benchmark at {folder}: it stands beside the checkout, in ../shared/data/fusion")
    spec = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    name = a.task or "SIM"
    if name not in spec["tasks"]:
        sys.exit(f"no task {name}; tasks.json has {', '.join(spec['tasks'])}")
    task, places = spec["tasks"][name], places_of(folder)
    numbers = replace(PRIOR, reader=(), field=FIELD)
    seen = claims_of(folder, places, numbers) if a.sim else screens_of(folder, spec, task, places)
    window = (max(0, task["window"][0]), task["window"][1])
    if a.rolling:
        now, back = tempered(rolling(seen, numbers, window[0]), seen, window[0]), None
    else:
        now, back = whole(seen, numbers)
    write(a.out, now, places, spec["actors"], window)
    if a.back and back is not None:
        write(a.back, back, places, spec["actors"], window)


if __name__ == "__main__":
    main()
