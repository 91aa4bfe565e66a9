"""Report → findings: what the text says, who says it, where, when, and on what footing. Nothing is resolved here.

An engine is one line of ``FINDERS``: a function (reports, theatre) → (report, findings), in order. Whatever the engine,
the places a finding leans on are then settled, restatements merged, findings weighed, and the too unlikely left out.
Every finding passes ``whoholds.find.quotes`` before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from whoholds.claim import Finding
from whoholds.errors import BadSetting
from whoholds.find.confidence import weighed
from whoholds.find.restated import merged
from whoholds.find.scene import settled
from whoholds.text import Report
from whoholds.theatre import Theatre

FINDERS = {"frames": "whoholds.find.engine:find"}


def find(
    reports: Iterable[Report], theatre: Theatre, *, engine: str = "frames"
) -> Iterator[tuple[Report, tuple[Finding, ...]]]:
    """Each report with what it says, in the order given. BadSetting: no such engine.

    A report in which reading fails comes back with no findings; it never stops the others.
    """
    if engine not in FINDERS:
        raise BadSetting(f"no finder {engine!r}; there are: {', '.join(sorted(FINDERS))}")
    module, _, name = FINDERS[engine].partition(":")
    for report, findings in getattr(import_module(module), name)(reports, theatre):
        yield report, tuple(weighed(merged(settled(findings, report, theatre)), report, theatre))
