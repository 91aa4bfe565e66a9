"""A brief as headings, sentences and tables: what its Markdown and its HTML have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from whoholds.ask import Brief, Figure, Line
from whoholds.ask.cited import on_one_line
from whoholds.control import phrase

if TYPE_CHECKING:
    from whoholds.ask import Part

METHOD = (
    "Who held a place, as far as the reports known support it: attributed claims weighed together by one rule for all "
    "sides, not findings of fact and not borders. Every sentence names who says so and leads to the words in the notes. "
    "Not a guide to safety."
)
NOT_ADDED = (
    "Figures of the same kind for one place and time stand in one row, which may be one event or several. Low and high are "
    "the lowest and the highest told, best is what most independent voices say, the latest of equals. Nothing is added up."
)
QUOTE = 500  # characters of a quote in a note


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A row of a table, and the ids of what it rests on."""

    cells: tuple[str, ...]
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it: an opening sentence, lines, or a table.

    key      the same in every brief, to be linked to.
    numbers  which columns of the table are numbers.
    """

    key: str
    title: str
    lead: str
    lines: tuple[Line, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[Cells, ...] = ()
    numbers: frozenset[int] = frozenset()


def title(brief: Brief) -> str:
    """The brief's name."""
    return f"{brief.title}: situation, {brief.first} to {brief.last}"


def known(brief: Brief) -> str:
    """By what it was made."""
    return f"As known on {brief.known.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def sections(brief: Brief) -> Iterator[Section]:
    """The parts of the brief, in order; the map's picture belongs to the first."""
    yield Section(
        key="map",
        title=f"The map on {brief.last}",
        lead=f"{_many(brief.places, 'place')} with an answer. Nothing is drawn where nothing is known.",
        head=("Answer", "Places"),
        rows=tuple(Cells(cells=(phrase(one.state, one.holder_names), str(len(one.places)))) for one in brief.tallies),
        numbers=frozenset({1}),
    )
    yield _listed("changes", "What changed", brief.changed, "Nothing changed hands, as far as the reports say.")
    yield _listed(
        "disputes", f"Disputed or fought over on {brief.last}", brief.disputed, "Nothing, as far as the reports say."
    )
    yield Section(
        key="people",
        title="People hurt or displaced",
        lead=NOT_ADDED + _left(brief.figures_total, len(brief.figures)) if brief.figures else "No figure is told.",
        head=("Where", "When", "What", "Low", "Best", "High", "Who says"),
        rows=tuple(_row(one) for one in brief.figures),
        numbers=frozenset({3, 4, 5}),
    )
    yield _listed(
        "silent",
        "Not confirmed lately",
        brief.silent,
        "Every answer on the last day rests on evidence that has not faded.",
    )
    yield _listed(
        "unplaced",
        "Named, and not located",
        brief.unplaced,
        "Every place named in these days' reports is on the map or an area.",
    )


def _listed(name: str, heading: str, part: Part, none: str) -> Section:
    lead = _many(part.total, "place" if name != "unplaced" else "name") + "." + _left(part.total, len(part.lines))
    if name == "changes":
        lead = _many(part.total, "change") + "." + _left(part.total, len(part.lines))
    return Section(key=name, title=heading, lead=lead if part.total else none, lines=part.lines)


def _left(total: int, shown: int) -> str:
    return f" The first {shown} of {total} stand here." if total > shown else ""


def _row(one: Figure) -> Cells:
    days = f"{one.first}" if one.first == one.last else f"{one.first} to {one.last}"
    what = "killed or injured" if one.combined else one.of.value.replace("_", " ")
    voices = "; ".join(f"“{on_one_line(each.text)}”: {each.by.attribution}" for each in one.told)
    denied = "; ".join(each.attribution for each in one.denied)
    return Cells(
        cells=(
            " and ".join(one.names),
            days,
            f"{what}, so far" if one.so_far else what,
            "not told" if one.low is None else f"{one.low:,}",
            _bounds(one.best, one.best_high),
            f"{one.high or 0:,}{' or more' if one.more else ''}",
            f"{voices}{f'. Denied: {denied}' if denied else ''}",
        ),
        behind=(*(each.by.claim for each in one.told), *(each.claim for each in one.denied)),
    )


def _bounds(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return f"up to {high or 0:,}" if low is None else f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def by_id(brief: Brief, ids: Sequence[str]) -> list[tuple[int, str]]:
    """Number and id of each note behind a sentence, in the order of the notes; ids without a note are left out."""
    number = {one: n for n, one in enumerate(brief.notes, 1)}
    return sorted((number[one], one) for one in ids if one in number)
