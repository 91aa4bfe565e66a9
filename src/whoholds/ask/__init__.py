"""The questions, once: plain functions over a ledger and its theatre that return what a page or a table shows.

Nothing here prints. A place is given by its id or any of its names. ``known`` is the second clock: the answer by what
had reached us at that instant; None = all of it.
"""

from whoholds.ask.brief import Brief, Line, Part, brief
from whoholds.ask.changes import Change, changes, disputes, histories, relearned
from whoholds.ask.cited import Cited, cited
from whoholds.ask.figures import Figure, Told, figures
from whoholds.ask.loose import Loose, Teller, Unread, skipped, sources, unlinked
from whoholds.ask.nowhere import Nameless, unplaced
from whoholds.ask.pages import Page, Read, page_of
from whoholds.ask.passages import Passage, passages
from whoholds.ask.record import Row, record
from whoholds.ask.rulings import Ruled, rulings
from whoholds.ask.strangers import Stranger, strangers
from whoholds.ask.tracks import Fared, Standing, track_records
from whoholds.ask.where import place_named
from whoholds.ask.who import Answer, Stint, Tally, described, history, in_words, who
from whoholds.ask.why import Echo, Ground, Source, Why, why

__all__ = [
    "Answer",
    "Brief",
    "Change",
    "Cited",
    "Echo",
    "Fared",
    "Figure",
    "Ground",
    "Line",
    "Loose",
    "Nameless",
    "Page",
    "Part",
    "Passage",
    "Read",
    "Row",
    "Ruled",
    "Source",
    "Standing",
    "Stint",
    "Stranger",
    "Tally",
    "Teller",
    "Told",
    "Unread",
    "Why",
    "brief",
    "changes",
    "cited",
    "described",
    "disputes",
    "figures",
    "histories",
    "history",
    "in_words",
    "page_of",
    "passages",
    "place_named",
    "record",
    "relearned",
    "rulings",
    "skipped",
    "sources",
    "strangers",
    "track_records",
    "unlinked",
    "unplaced",
    "who",
    "why",
]
