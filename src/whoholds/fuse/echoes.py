"""Echoes: claims that repeat one voice are counted once.

Four ways of being a copy, from the strongest:
  ruled           a desk has ruled that the claim repeats another one about the place;
  same voice      the same speaker says the same about the place within a few days, whoever prints it;
  same wording    the same is said in a report whose text is nearly that of another;
  same bloc       another organ of the same side says the same within a few days, without proof of copying; or one
                  report says twice what comes to the same ("took it", "the others left"), for the same side or none.
The first three add nothing; the last adds a fraction. Every copy is kept, and named beside its original.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from whoholds.fuse.assertions import Assertion
from whoholds.fuse.parameters import Parameters
from whoholds.text import Imprint

VALUES = 128  # uint32 little-endian values of a fingerprint: MinHash of three-word shingles
BAND = 4  # values that must agree for two texts to be compared at all: texts half alike meet in a band with odds .87
WITNESSES = 8  # reports of a band that a later one is compared with
AT_ONCE = 1_000_000  # values of bands sorted at a time: 60 MB
PAIRS = 16_384  # reports compared at a time: 16 MB
# Odd numbers by which a band's values are mixed into one; xxHash's primes. Two bands of a million fall together by
# chance less than once in ten million runs, and are then compared in vain.
MIX = tuple(np.uint64(one) for one in (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


def voices(said: Sequence[Assertion], imprints: Mapping[str, Imprint], numbers: Parameters) -> tuple[Assertion, ...]:
    """The same assertions, each with its origin, and copies with their reduced weight and what they copy.

    The first to be published is the original; between two of the same moment the one that vouches more plainly. Who is
    no party and hedges what a party has just claimed is taken to pass it on, for a fraction.
    """
    text_of = same_text({one.claim.report: imprints.get(one.claim.report) for one in said}, numbers.same_wording)
    weighed: dict[int, Assertion] = {}
    proven: dict[tuple[object, ...], list[Assertion]] = {}
    blocs: dict[tuple[object, ...], list[Assertion]] = {}
    pages: dict[tuple[str, str], list[Assertion]] = {}
    ruled: dict[str, list[Assertion]] = {}
    boasts: dict[tuple[object, ...], list[Assertion]] = {}
    for place in sorted(range(len(said)), key=lambda i: (bool(said[i].claim.echo_of), *_seniority(said[i]))):
        one = said[place]
        same = _original(one, ruled)
        same = same or _within(proven.get((one.says, "voice", one.teller.key)), one.day, numbers.echo_days)
        same = same or _within(proven.get((one.says, "text", text_of[one.claim.report])), one.day, numbers.echo_days)
        if same is not None:
            weighed[place] = replace(one, weight=0.0, origin=same.origin, copy_of=same.claim.id)
            continue
        bloc = None
        if one.teller.side:
            bloc = _within(blocs.get((one.says, one.teller.side)), one.day, numbers.echo_days)
        elif one.hedged:
            bloc = _within(boasts.get(one.says), one.day, numbers.echo_days)
        page = (one.claim.report, one.teller.side)
        if bloc is None:
            agreeing = [other for other in pages.get(page, ()) if _agree(one, other)]
            bloc = _within(agreeing, one.day, numbers.echo_days)
        if bloc is not None:
            kept = replace(one, weight=one.weight * numbers.copy, origin=bloc.origin)
        else:
            kept = replace(one, origin=one.claim.id)
            if one.teller.side:
                blocs.setdefault((one.says, one.teller.side), []).append(kept)
                boasts.setdefault(one.says, []).append(kept)
        weighed[place] = kept
        for origin in (one.claim.id, one.claim.report):
            ruled.setdefault(origin, []).append(kept)
        pages.setdefault(page, []).append(kept)
        proven.setdefault((one.says, "voice", one.teller.key), []).append(kept)
        proven.setdefault((one.says, "text", text_of[one.claim.report]), []).append(kept)
    return tuple(weighed[place] for place in range(len(said)))


def _original(one: Assertion, ruled: Mapping[str, list[Assertion]]) -> Assertion | None:
    """What a desk has ruled that this repeats: of the claim or report named, what says the same, else what it says."""
    if not one.claim.echo_of:
        return None
    named = ruled.get(one.claim.echo_of, [])
    said_alike = [other for other in named if other.says == one.says]
    return next(iter(said_alike or named), None)


def _seniority(one: Assertion) -> tuple[object, ...]:
    plain = (one.hedged, one.doubt, -one.share, -one.weight, one.day, one.since, one.onset, one.column, one.relation)
    return (one.published, one.claim.known, *plain, one.claim.id)


def _agree(one: Assertion, other: Assertion) -> bool:
    """Two statements to one effect: "took it" and "holds it"; "took it" and "the other side left"."""
    if one.claim.id == other.claim.id or "contest" in (one.column, other.column):
        return False
    lost = (one.column == "lose", other.column == "lose")
    return one.side == other.side if lost[0] == lost[1] else one.side != other.side


def _within(earlier: list[Assertion] | None, day: int, days: int) -> Assertion | None:
    """The earliest of these whose day is that near; days apart are counted from the original, not from copies."""
    for one in earlier or ():
        if abs(one.day - day) <= days:
            return one
    return None


def same_text(reports: Mapping[str, Imprint | None], alike: float) -> dict[str, str]:
    """Report → id of the first published report with nearly the same words; itself when there is none.

    In whatever order they are given the answer is the same. A million take a minute or two, and some 2 GB.
    """
    known = [(r.published, r.report, r.signature) for r in reports.values() if r and len(r.signature) == 4 * VALUES]
    first = {report: report for report in reports}
    if len(known) < 2:
        return first
    known.sort()
    prints = np.frombuffer(b"".join(signature for _, _, signature in known), "<u4").reshape(-1, VALUES)
    for row, other in enumerate(originals(prints, alike).tolist()):
        if other != row:
            first[known[row][1]] = first[known[other][1]]
    return first


def originals(prints: NDArray[np.uint32], alike: float) -> NDArray[np.int64]:
    """For each row the first of the earlier rows that is nearly the same; itself when there is none.

    Rows are compared when the values of a band agree, each with the first few of the band only: an often copied text
    needs no more witnesses. Bands are sorted a few at a time, so that memory is the prints' own and some 60 MB.
    """
    rows, bands = len(prints), VALUES // BAND
    halves = np.ascontiguousarray(prints).view("<u8").reshape(rows, bands, BAND // 2)
    best = np.arange(rows)
    step = max(1, min(bands, AT_ONCE // rows))
    for band in range(0, bands, step):
        these = halves[:, band : band + step]
        width = these.shape[1]
        mixed = these[..., 0] * MIX[0] ^ these[..., 1] * MIX[1] + np.arange(width, dtype=np.uint64) * MIX[2]
        order = np.argsort(mixed, axis=None, kind="stable")
        shelf = mixed.ravel()[order]
        at = np.arange(len(order))
        start = np.maximum.accumulate(np.where(np.append(True, shelf[1:] != shelf[:-1]), at, 0))
        met = order // width
        for witness in range(WITNESSES):
            later = np.flatnonzero(at - start > witness)
            if not len(later):
                break
            mine, other = met[later], met[start[later] + witness]
            worth = other < best[mine]
            _compared(prints, mine[worth], other[worth], alike, best)
    return best


def _compared(
    prints: NDArray[np.uint32], mine: NDArray[np.int64], other: NDArray[np.int64], alike: float, best: NDArray[np.int64]
) -> None:
    """Note in ``best`` the earliest other of those that are alike, some thousand pairs at a time."""
    for at in range(0, len(mine), PAIRS):
        ours, theirs = mine[at : at + PAIRS], other[at : at + PAIRS]
        same = np.count_nonzero(prints[ours] == prints[theirs], axis=1) / VALUES >= alike
        np.minimum.at(best, ours[same], theirs[same])
