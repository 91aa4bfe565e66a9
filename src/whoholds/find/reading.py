"""Reading: one sentence as the parser saw it, with the way back to the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from whoholds.find.tree import Token
from whoholds.text import Report, Span

if TYPE_CHECKING:
    from whoholds.theatre import Hit


@dataclass(slots=True, kw_only=True)
class Reading:
    """One parsed sentence.

    doc     the parse of the masked sentence: known actors stand as a noun every parser knows, known places as
            well-known cities. Token *texts* are therefore not the report's; use ``text_of``.
    spans   for each token, where it stands in the report; the tokens of one mask share the name's whole span.
    names   token index → the name masked there, for actors and places known to the theatre.
    quote   True where the token stands inside quotation marks, counting marks left open by earlier sentences.
    index   number of the sentence in the report, headings counted.
    kinds   token index → what its phrase stands for, as far as somebody has asked (``phrases``).
    """

    report: Report
    sentence: Span
    doc: tuple[Token, ...]
    spans: tuple[Span, ...]
    names: dict[int, Hit] = field(default_factory=dict)
    quote: tuple[bool, ...] = ()
    heading: bool = False
    index: int = 0
    kinds: dict[int, str] = field(default_factory=dict, compare=False, repr=False)

    def span_of(self, first: int, last: int) -> Span:
        """The report's stretch from token ``first`` to token ``last``, both in."""
        return Span(
            min(s.start for s in self.spans[first : last + 1]), max(s.end for s in self.spans[first : last + 1])
        )

    def text_of(self, first: int, last: int) -> str:
        """The report's own words from token ``first`` to token ``last``, both in."""
        return self.span_of(first, last).of(self.report.text)

    def names_actor(self, token: int) -> bool:
        """True when a party known to the theatre stands at the token."""
        return token in self.names and self.names[token].kind == "actor"

    def names_place(self, token: int) -> bool:
        """True when a place known to the theatre stands at the token."""
        return token in self.names and self.names[token].kind == "place"
