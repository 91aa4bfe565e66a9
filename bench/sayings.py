"""How the finder reads five thousand single sentences of many wars, coded by hand, with invented names.

    python bench/sayings.py [--files NAME ...] [--misses TYPE] [--limit N]

A line of ``bench/sentences`` is a sentence with its places ``[p|Harn]`` (ids p to z) and sides ``[a|the army]`` (ids a to
h) marked, then ``=>`` and its claims, ``;`` between them: TYPE PLACE DOER SUFFERER FOOTING, ``-`` for nobody named. No
finder was made on them. A finding is right when its type, its place and the class of its footing are those of a coded
claim; ``doer``: among those right, the share whose doer is the coded one, named there or led back to it. A finding at an
unmarked place is wrong; one by a word of the sentence ("it", "there") counts by that word or by the name it leads back to. Needs nothing beside the
project. Read without its neighbours, a sentence has nobody for "they": doers by a pronoun are left out of ``doer``.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from whoholds.claim import Finding, PlaceMention
from whoholds.find import find
from whoholds.find.restated import footing
from whoholds.read import read_rows
from whoholds.text import Report, Span
from whoholds.theatre import load_theatre
from whoholds.verb import TERRITORIAL

SENTENCES = Path(__file__).resolve().parent / "sentences"
TYPES = {
    "gained": "control_gained", "lost": "control_lost", "held": "control_held", "contested": "contested",
    "withdrawal": "withdrawal", "siege": "siege_or_access", "advance": "advance", "attack": "attack",
    "strike": "strike", "casualties": "casualties", "displacement": "displacement", "agreement": "agreement",
}  # fmt: skip
FOOTINGS = frozenset({"fact", "denied", "projected", "background"})
MARK = re.compile(r"\[([a-z]\d?)\|([^\[\]|]+)\]")
DAY = "2031-05-14T12:00:00Z"
PRONOUNS = frozenset(["they", "them", "their", "we", "us", "our", "it", "its", "he", "his", "both"])


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence without its marks; ``claims``: (type, place, doer, sufferer, footing), sides None for nobody named."""

    text: str
    claims: tuple[tuple[str, Span, Span | None, Span | None, str], ...]


def read(line: str) -> Coded:
    """One line. ValueError says what is wrong with it."""
    marked, arrow, told = line.rpartition(" =>")
    if not arrow:
        raise ValueError("no => behind the sentence")
    text, at, spans = "", 0, {}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans[mark[1]] = Span(len(text), len(text) + len(mark[2]))
        text += mark[2]
        at = mark.end()
    text += marked[at:]
    claims = []
    for part in filter(None, (one.strip() for one in told.split(";"))):
        fields = part.split()
        if len(fields) != 5 or fields[0] not in TYPES or fields[4] not in FOOTINGS:
            raise ValueError(f"not TYPE PLACE DOER SUFFERER FOOTING: {part!r}")
        unknown = [one for one in fields[1:4] if one != "-" and one not in spans]
        if unknown:
            raise ValueError(f"no mark {', '.join(unknown)} in the sentence")
        claims.append((TYPES[fields[0]], spans[fields[1]], spans.get(fields[2]), spans.get(fields[3]), fields[4]))
    return Coded(text, tuple(claims))


def read_all(names: Sequence[str] = ()) -> Iterator[Coded]:
    """Every sentence of the files named, of all files by default. ValueError names the file and line of a bad one."""
    for file in sorted(SENTENCES.glob("*.txt")):
        if names and file.stem not in names:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    yield read(line.strip())
                except ValueError as error:
                    raise ValueError(f"{file.name}:{number}: {error}") from error


def stands_at(place: PlaceMention) -> tuple[Span, ...]:
    """Where the place of a finding stands: the words of the claim, and the name that "it" or "the town" leads back to."""
    return (place.span,) if place.antecedent is None else (place.span, place.antecedent)


def found_in(coded: Sequence[Coded]) -> list[tuple[Finding, ...]]:
    """What the finder finds in each sentence, each a report of its own."""
    rows = ({"id": str(n), "text": one.text, "published": DAY, "outlet": "bench"} for n, one in enumerate(coded))
    reports = [one for one in read_rows(rows) if isinstance(one, Report)]
    assert len(reports) == len(coded)
    return [findings for _, findings in find(reports, load_theatre("world"))]


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--files", nargs="+", default=[], help="files of bench/sentences, without .txt")
    cli.add_argument("--misses", choices=sorted(TYPES), help="print the sentences in which this type was missed")
    cli.add_argument("--limit", type=int, default=40, help="how many of them")
    args = cli.parse_args()
    coded = list(read_all(args.files))
    made, told, right = Counter[str](), Counter[str](), Counter[str]()
    doers, named, shown = Counter[str](), Counter[str](), 0
    for one, findings in zip(coded, found_in(coded), strict=True):
        units = [(f, stands_at(place)) for f in findings for place in f.places]
        for finding, _ in units:
            made[finding.verb] += 1
        for kind, place, doer, _, how in one.claims:
            told[kind] += 1
            hit = next(
                (f for f, at in units if f.verb == kind and any(s.meets(place) for s in at) and footing(f) == how), None
            )
            if hit is None:
                if args.misses and TYPES[args.misses] == kind and shown < args.limit:
                    shown += 1
                    print(f"{place.of(one.text)} | {how} | {one.text}")
                continue
            right[kind] += 1
            if doer is not None and doer.of(one.text).casefold() not in PRONOUNS:
                named[kind] += 1
                named_at = () if hit.actor is None else (hit.actor.span, hit.actor.antecedent)
                doers[kind] += any(span is not None and span.meets(doer) for span in named_at)
    print(f"{len(coded)} sentences, {sum(told.values())} claims")
    print(f"{'':16} {'told':>6} {'made':>6} {'precision':>9} {'recall':>7} {'F1':>6} {'doer':>6}")
    groups = [(kind, [kind]) for kind in TYPES.values()] + [
        ("territorial", sorted(TERRITORIAL)),
        ("all", [*TYPES.values()]),
    ]
    for label, kinds in groups:
        t, m, r = (sum(count[kind] for kind in kinds) for count in (told, made, right))
        n, d = (sum(count[kind] for kind in kinds) for count in (named, doers))
        print(
            f"{label:16} {t:6} {m:6} {r / max(1, m):9.3f} {r / max(1, t):7.3f} {2 * r / max(1, t + m):6.3f} {d / max(1, n):6.3f}"
        )


if __name__ == "__main__":
    main()
