"""Commands that look after the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from whoholds.cli.flags import JsonFlag, LedgerFlag
from whoholds.cli.terminal import (
    ledger_at,
    print_row,
    say,
    settings_for,
)

commands = typer.Typer()
audit = typer.Typer(no_args_is_help=True, help="The chain of the desk's rulings.")
commands.add_typer(audit, name="audit")


@commands.command()
def rebuild(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Make everything again that is not a report, a claim or a ruling."""
    from whoholds.run import settle

    chosen = settings_for(ledger=ledger)
    with ledger_at(chosen, write=True) as (kept, theatre):
        places = kept.rebuild()
        settle(theatre=theatre, ledger=kept, method=chosen.method)
    if as_json:
        print_row({"places": places})
    say(f"rebuilt the pages of {places} places")


@commands.command()
def digest(ledger: LedgerFlag = None) -> None:
    """One hash of reports, claims and record: the same for the same content, whatever the order or the machine."""
    with ledger_at(settings_for(ledger=ledger)) as (kept, _):
        typer.echo(kept.digest())


@commands.command()
def doctor(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Look the installation and the ledger over, and say what is wrong."""
    from whoholds import lines
    from whoholds.ask import checkup

    chosen = settings_for(ledger=ledger)
    found: dict[str, Any] = checkup.installation()
    if Path(chosen.ledger).exists():
        with ledger_at(chosen) as (kept, theatre):
            found["ledger"] = checkup.ledger(kept, theatre)
    if as_json:
        print_row(found)
    else:
        typer.echo(lines.checkup(found))


@audit.command("verify")
def audit_verify(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Check the chain of rulings; exit status 1 and the first broken link when it does not hold."""
    with ledger_at(settings_for(ledger=ledger)) as (kept, _):
        found = kept.verify_audit()
    if as_json:
        print_row({"decisions": found.decisions, "head": found.head, "broken": found.broken, "wrong": found.wrong})
    elif found.broken is None:
        typer.echo(f"{found.decisions} rulings, the chain holds; head {found.head or 'none yet'}")
    else:
        typer.echo(f"broken at ruling {found.broken}: {found.wrong}")
    if found.broken is not None:
        raise typer.Exit(1)
