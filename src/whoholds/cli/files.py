"""Commands that write the record as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.flags import JsonFlag, KnownFlag, LedgerFlag, OnFlag, OutFlag
from whoholds.cli.terminal import (
    day_of,
    instant_of,
    ledger_at,
    needed_day,
    print_row,
    say,
    settings_for,
)
from whoholds.errors import BadSetting

if TYPE_CHECKING:
    from whoholds.export import BriefWriter

commands = typer.Typer()
export = typer.Typer(no_args_is_help=True, help="The record as a file that QGIS, Excel and R open.")
commands.add_typer(export, name="export")


@export.command("geojson", epilog="Example: whoholds export geojson --out syria.geojson")
def export_geojson(out: OutFlag = None, on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None) -> None:
    """One feature a place and period, with its claims (RFC 7946)."""
    _export("geojson", out, on, known, ledger)


@export.command("csv", epilog="Example: whoholds export csv --on 2024-12-08 > held.csv")
def export_csv(out: OutFlag = None, on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None) -> None:
    """One row a place and period."""
    _export("csv", out, on, known, ledger)


@commands.command(epilog="Example: whoholds brief --from 2024-11-27 --to 2024-12-08 --out brief.html")
def brief(
    start: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day, as 2024-11-27.")],
    end: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day.")],
    known: Annotated[
        str | None,
        typer.Option(
            "--as-known", "--known", metavar="INSTANT", help="As it could be known then, as 2024-11-30T18:00Z."
        ),
    ] = None,
    out: OutFlag = None,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """A situation brief: a map, what changed, what is disputed, who was hurt, what is unknown; each sentence with its claims.

    Markdown, or with --out FILE.html a page ready to print. Nothing in either is fetched from elsewhere.
    """
    from whoholds import ask
    from whoholds.serve.room import Reader
    from whoholds.serve.sheet import picture

    first, last, moment = needed_day(start), needed_day(end), instant_of(known)
    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        told = ask.brief(kept, theatre, first, last, known=moment)
        if as_json:
            print_row(told.as_json())
            return
        write, drawn = _brief_writer(out), picture(Reader(kept, theatre), last, moment)
        if out is None:
            write(told, sys.stdout, drawn)
            return
        with out.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
            write(told, stream, drawn)
    say(f"wrote {out}: {told.changed.total} changes, {told.disputed.total} disputes, {len(told.notes)} notes")


def _brief_writer(out: Path | None) -> BriefWriter:
    """The writer for the file's ending; Markdown for standard output. BadSetting: there is none."""
    from whoholds.export import BRIEFS

    ending = "md" if out is None else out.suffix.lower().lstrip(".")
    if ending not in BRIEFS:
        raise BadSetting(
            f"{out}: a brief is written as {' or '.join(f'.{one}' for one in BRIEFS)}, by the file's ending"
        )
    return BRIEFS[ending]


def _export(kind: str, out: Path | None, on: str | None, known: str | None, ledger: str | None) -> None:
    from functools import partial

    from whoholds import ask
    from whoholds.export import EXPORTS

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        rows = ask.record(kept, theatre, on=day_of(on), known=instant_of(known))
        if out is None:
            EXPORTS[kind](rows, sys.stdout, partial(ask.cited, kept))
            return
        with out.open("w", encoding="utf-8", newline="") as stream:
            count = EXPORTS[kind](rows, stream, partial(ask.cited, kept))
    say(f"wrote {count} rows to {out}")
