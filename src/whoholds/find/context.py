"""What every claim of one report is read against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from whoholds.find.lexicon import Lexicon
from whoholds.find.sides import Sides
from whoholds.find.speakers import Hearing
from whoholds.find.story import Story
from whoholds.language import Language
from whoholds.text import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A report, the words of its language, and what is known of its parties and speakers.

    story   who and where was spoken of so far; it moves on with the sentences.
    day     the day from which things are long past: the report's, or the last one told by an account of old days.
    finder  engine, version and digest, as every finding carries them.
    """

    report: Report
    lexicon: Lexicon
    finder: str
    sides: Sides
    story: Story
    hearing: Hearing
    day: date

    @property
    def language(self) -> Language:
        """The language the report is read in."""
        return self.lexicon.language
