"""What the commands share: settings, the ledger asked for, days as typed, and talking to whoever typed them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from whoholds.errors import BadSetting

if TYPE_CHECKING:
    from whoholds.config import Settings
    from whoholds.keep import Ledger
    from whoholds.run import Tally
    from whoholds.theatre import Theatre


def settings_for(**given: Any) -> Settings:
    """The settings, with what was given on the command line before the environment's."""
    from whoholds.config import settings

    return settings(**given)


@contextmanager
def ledger_at(chosen: Settings, *, write: bool = False) -> Iterator[tuple[Ledger, Theatre]]:
    """The ledger and the theatre it is about; a new one is made for the theatre asked for, else for ``world``."""
    from whoholds.config import cache_folder
    from whoholds.keep import open_ledger
    from whoholds.theatre import load_theatre

    there = Path(chosen.ledger).exists()
    if write and (chosen.theatre or not there):
        theatre = load_theatre(chosen.theatre or "world", cache=cache_folder())
        with open_ledger(chosen.ledger, write=True, theatre=theatre.id, found_at=chosen.theatre or "world") as kept:
            yield kept, theatre
        return
    with open_ledger(chosen.ledger, write=write) as kept:
        yield kept, load_theatre(kept.found_at, cache=cache_folder())


def say(text: str) -> None:
    """Tell the person: on stderr, so that data stays clean."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - stderr is where a command talks


def print_row(row: Any) -> None:
    """One JSON object a line."""
    typer.echo(json.dumps(row, ensure_ascii=False, default=str))


def tell(answer: Any, *, as_json: bool, words: Any) -> None:
    """An answer in words, or as JSON lines."""
    if not as_json:
        typer.echo(words())
    elif isinstance(answer, tuple | list):
        for one in answer:
            print_row(one.as_json())
    else:
        print_row(answer.as_json())


def day_of(text: str | None) -> date | None:
    """A day that may be left out."""
    return None if text is None else needed_day(text)


def needed_day(text: str) -> date:
    """A day as typed. BadSetting: it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadSetting(f"{text!r} is not a day; write it as 2024-11-29") from None


def instant_of(text: str | None) -> datetime | None:
    """An instant, or the end of a day, as typed. BadSetting: it is neither."""
    from whoholds.when import until

    if text is None:
        return None
    try:
        return until(text)
    except ValueError:
        raise BadSetting(f"{text!r} is not an instant; write it as 2024-11-30T18:00Z, or as a day") from None


def pairs_of(given: Iterable[str]) -> dict[str, str]:
    """``FIELD=COLUMN`` options. BadSetting: one is not written so."""
    pairs = {}
    for one in given:
        field, equals, column = one.partition("=")
        if not equals or not field or not column:
            raise BadSetting(f"--column {one!r}: write it as FIELD=COLUMN, as text=body")
        pairs[field] = column
    return pairs


def json_lines(files: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Where and what of every line; one that is no JSON is a text that says so. BadSetting: a file cannot be read."""
    for file in files:
        try:
            with sys.stdin.buffer if file == "-" else Path(file).open("rb") as stream:
                for number, raw in enumerate(stream, 1):
                    if raw.strip():
                        try:
                            yield f"{file}:{number}", json.loads(raw)
                        except ValueError as error:
                            yield f"{file}:{number}", f"not JSON: {error}"
        except OSError as error:
            raise BadSetting(f"{file}: {error.strerror}") from error


@contextmanager
def progress(doing: str) -> Iterator[Any]:
    """A line that moves, on stderr, at a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(doing) as line:
        yield lambda text: line.update(f"{doing}: {text}")


def summary(tally: Tally, *, as_json: bool) -> None:
    """What a run did: in words on stderr, as JSON on stdout when asked."""
    places = len(tally.changes.places)
    if as_json:
        print_row(
            {
                "offered": tally.offered,
                "read": tally.read,
                "again": tally.again,
                "skipped": tally.skipped,
                "findings": tally.findings,
                "refused": tally.refused,
                "claims": tally.claims,
                "unlinked": tally.unlinked,
                "changed_places": places,
            }
        )
    skipped_hint = " (whoholds skipped says why)" if tally.skipped else ""
    say(
        f"read {tally.read} reports, {tally.again} known before, {tally.skipped} skipped{skipped_hint}    "
        f"found {tally.findings}    claims {tally.claims} (and {tally.unlinked} unlinked)    changed {places} places"
    )
