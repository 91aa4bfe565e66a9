"""Commands that write the record as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from whoholds.cli.flags import KnownFlag, LedgerFlag, OnFlag, OutFlag
from whoholds.cli.terminal import (
    day_of,
    instant_of,
    ledger_at,
    say,
    settings_for,
)

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
