"""The words behind a claim: what stands under an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whoholds.ask.plain import plain
from whoholds.claim import Status
from whoholds.keep import Ledger
from whoholds.text import Report, Span

LONGEST = 160  # characters of one name in a sentence
ASIDE = 240  # characters of its sentence shown before a quote, and after it
SENTENCE_ENDS = re.compile(r"[.!?؟…。]+[\"'”’»)\]]*\s+|[\n\r\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A claim's own words, who vouches for them (as written), and where they were printed.

    before, after  the rest of the sentence that the words stand in.
    report, ref  our id of the report, and its supplier's.
    """

    claim: str
    quote: str
    speaker: str
    status: Status
    outlet: str
    title: str
    url: str | None
    published: datetime
    report: str
    ref: str
    before: str = ""
    after: str = ""

    @property
    def attribution(self) -> str:
        """Who says it, where and when, and how when not plainly: "a monitor in Harbour Post, 2031-03-12 (hedged)"."""
        outlet = on_one_line(self.outlet) or "an unnamed outlet"
        told = f"{on_one_line(self.speaker)} in {outlet}" if self.speaker not in ("", self.outlet) else outlet
        plainly = self.status in (Status.ASSERTED, Status.ATTRIBUTED)
        return f"{told}, {self.published.date()}{'' if plainly else f' ({self.status.value})'}"

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def cited(ledger: Ledger, claims: Sequence[str]) -> tuple[Cited, ...]:
    """The words behind these claims (ids), in the order given; ids that the ledger does not hold are passed over."""
    found = ledger.claims_by_id(claims)
    reports = {report.id: report for report in ledger.reports({claim.report for claim in found.values()})}
    said = ((found[one], reports[found[one].report]) for one in claims if one in found)
    return tuple(words_in(report, one.id, one.quote, one.speaker.text, one.status) for one, report in said)


def words_in(report: Report, ident: str, quote: Span, speaker: str, status: Status) -> Cited:
    """The words at ``quote`` in a report, said by that speaker; ``ident``: of the claim, or of a finding without a place."""
    before, after = around(report.text, quote)
    return Cited(
        claim=ident,
        quote=quote.of(report.text),
        speaker=speaker,
        status=status,
        outlet=report.outlet,
        title=report.title,
        url=report.url,
        published=report.published,
        report=report.id,
        ref=report.ref,
        before=before,
        after=after,
    )


def around(text: str, quote: Span) -> tuple[str, str]:
    """What stands before and after a quote in its sentence or line, at most ``ASIDE`` characters each, "…" where cut.

    A full stop within a name ends a sentence here: less is shown then, never other words.
    """
    before = SENTENCE_ENDS.split(text[max(0, quote.start - ASIDE) : quote.start])[-1]
    after = text[quote.end : quote.end + ASIDE]
    found = SENTENCE_ENDS.search(after)
    whole = found is not None or quote.end + ASIDE >= len(text)
    if len(before) == ASIDE < quote.start:
        before = f"…{before.partition(' ')[2]}"
    return before, after[: found.end()].rstrip() if found else after if whole else f"{after.rpartition(' ')[0]}…"


def on_one_line(name: str) -> str:
    """A name of outside origin as fits a sentence: one line, cut when it is very long."""
    told = " ".join(name[: 4 * LONGEST].split())
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"
