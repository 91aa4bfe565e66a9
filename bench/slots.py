"""Footing, speaker and days of claims in short invented reports of many wars, coded by hand.

    python bench/slots.py [--misses]

A block of ``bench/slots/reports.txt``: the text, then TYPE | PLACE | FOOTING | SPEAKER | DAYS for each claim, "-" for
nothing. A claim is found when a finding of its type names its place; the slots are counted on those, by the rules of
the shared scorer: footing equal, speaker equal in most words or one holding the other, days overlapping. Every second
block is only counted: ``--misses`` prints those of the others. Needs nothing beside the project.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoholds.read import read_rows
from whoholds.run import predictions
from whoholds.text import Report
from whoholds.theatre import load_theatre

REPORTS = Path(__file__).resolve().parent / "slots" / "reports.txt"
DAY = "2031-05-14T12:00:00Z"
SLOTS = ("footing", "speaker", "days")
SMALL = frozenset(["the", "a", "an", "of", "and", "for", "by", "to", "in"])


@dataclass(frozen=True, slots=True)
class Claim:
    """One coded claim; "" where the text gives nothing."""

    kind: str
    place: str
    footing: str
    speaker: str
    days: str


@dataclass(frozen=True, slots=True)
class Short:
    """One report and what it says."""

    text: str
    claims: tuple[Claim, ...]


def read_all() -> Iterator[Short]:
    """Every block, in order. ValueError names the line that is no claim."""
    for block in re.split(r"\n\s*\n", REPORTS.read_text(encoding="utf-8")):
        lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
        text = "\n".join(line for line in lines if not line.startswith("=>"))
        if not text:
            continue
        claims = []
        for line in lines:
            if line.startswith("=>"):
                fields = [one.strip() for one in line.removeprefix("=>").split("|")]
                if len(fields) != 5:
                    raise ValueError(f"not TYPE | PLACE | FOOTING | SPEAKER | DAYS: {line!r}")
                claims.append(Claim(*("" if one == "-" else one for one in fields)))
        yield Short(text, tuple(claims))


def words(name: str) -> frozenset[str]:
    """Content words, a plural s off."""
    return frozenset(one.removesuffix("s") for one in re.findall(r"\w+", name.casefold()) if one not in SMALL)


def same_speaker(coded: str, found: str) -> bool:
    """True when they share half of their words, or one holds the other."""
    one, other = words(coded), words(found)
    if not one or not other:
        return one == other
    return 2 * len(one & other) >= len(one | other) or one <= other or other <= one


def meet(coded: str, found: str) -> bool:
    """True when the days overlap; nothing meets only nothing."""
    if not coded or not found:
        return coded == found
    (a, _, b), (c, _, d) = coded.partition("/"), found.partition("/")
    return a <= (d or c) and c <= (b or a)


def right(claim: Claim, row: dict[str, Any]) -> dict[str, bool]:
    """Which slots of the finding are as coded."""
    return {
        "footing": row["status"] == claim.footing,
        "speaker": same_speaker(claim.speaker, row["speaker"] or ""),
        "days": meet(claim.days, row["date"] or ""),
    }


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument(
        "--misses", action="store_true", help="print what is wrong, and what is missed, in every other block"
    )
    args = cli.parse_args()
    shorts = list(read_all())
    rows = ({"id": str(n), "text": one.text, "published": DAY, "outlet": "bench"} for n, one in enumerate(shorts))
    found: dict[str, list[dict[str, Any]]] = {}
    for row in predictions([one for one in read_rows(rows) if isinstance(one, Report)], theatre=load_theatre("world")):
        found.setdefault(row["report"], []).append(row)
    count = Counter[tuple[str, str]]()
    for number, short in enumerate(shorts):
        half = "read" if number % 2 == 0 else "counted"
        for claim in short.claims:
            count[half, "told"] += 1
            fits = [
                row
                for row in found.get(str(number), [])
                if row["type"] == claim.kind and any(words(claim.place) & words(place) for place in row["places"])
            ]
            if not fits:
                if args.misses and half == "read":
                    print(f"missed {claim.kind} {claim.place} | {short.text}")
                continue
            count[half, "found"] += 1
            best = max(fits, key=lambda row: sum(right(claim, row).values()))
            for slot, ok in right(claim, best).items():
                count[half, slot] += ok
                if args.misses and half == "read" and not ok:
                    ours = {"footing": best["status"], "speaker": best["speaker"], "days": best["date"]}[slot]
                    print(
                        f"{slot}: {getattr(claim, slot) or '-'} / {ours or '-'} | {claim.kind} {claim.place} | {short.text}"
                    )
    for half in ("read", "counted"):
        told, hits = count[half, "told"], count[half, "found"]
        shares = "  ".join(f"{slot} {count[half, slot] / max(1, hits):.3f}" for slot in SLOTS)
        print(f"{half:8} {told} claims, {hits} found: {shares}")


if __name__ == "__main__":
    main()
