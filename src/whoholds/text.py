"""Report, Span: a published text and a stretch of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from whoholds.identity import content_id


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a report's stored text: code points, half-open."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The words that stand there."""
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        """True when the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """True when the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A text that reached us.

    id         hash of outlet, url, published and text; ``received`` is not in it: the first arrival counts.
    ref        the id its supplier gave it, shown beside ours; empty when there was none.
    outlet     as the supplier wrote it; the theatre says what kind of source that is.
    published  UTC instant we go by. Where the text's own dateline contradicts the supplier's date by more than
               a few days, it is the dateline's day, and ``notes`` says so.
    day        the outlet's local day, from which "Friday" and "yesterday" count.
    received   UTC instant it could be known to us; an archive's is its publication.
    raw        the bytes as they came; ``text`` is what every offset points into.
    signature  fingerprint of the wording, from which copies are recognised; empty for a text too short.
    notes      what reading found odd, in sentences.
    """

    id: str
    ref: str
    outlet: str
    url: str | None
    published: datetime
    day: date
    received: datetime
    language: str
    title: str
    text: str
    raw: bytes
    raw_sha256: str
    extractor: str
    signature: bytes
    notes: tuple[str, ...] = ()


def report_id(*, outlet: str, url: str | None, published: datetime, text: str) -> str:
    """The id of a report with these contents."""
    return content_id("report", outlet, url, published, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What fusing must know of a report: when, by whom, and the fingerprint of its wording; not its text."""

    report: str
    outlet: str
    published: datetime
    received: datetime
    signature: bytes


def imprint(report: Report) -> Imprint:
    """The imprint of a report."""
    return Imprint(
        report=report.id,
        outlet=report.outlet,
        published=report.published,
        received=report.received,
        signature=report.signature,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something offered as a report that could not be read, kept with its reason.

    origin   the file and, in a table, the line: what the person must open to see it.
    reason   one sentence: what is wrong and what would mend it.
    excerpt  at most 200 characters of what was there, with unprintable ones shown as escapes.
    raw_sha256  hash of the bytes; the id is made of it, the origin and the reason.
    """

    id: str
    origin: str
    ref: str
    reason: str
    excerpt: str
    raw_sha256: str


def skipped_id(*, origin: str, reason: str, raw_sha256: str) -> str:
    """The id of a skipped item."""
    return content_id("skipped", origin, reason, raw_sha256)
