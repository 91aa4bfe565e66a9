"""Commands that look after the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from whoholds.cli.flags import JsonFlag, LedgerFlag
from whoholds.cli.terminal import (
    instant_of,
    ledger_at,
    print_row,
    say,
    settings_for,
)
from whoholds.errors import BadSetting

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


@commands.command(epilog="Example: whoholds learn --known 2024-12-01")
def learn(
    known: Annotated[
        str | None,
        typer.Option("--known", metavar="INSTANT", help="Learn as one would have then; to hold from then on."),
    ] = None,
    every: Annotated[
        int | None,
        typer.Option(min=1, metavar="DAYS", help="Learn anew every so many days of the record's past, in order."),
    ] = None,
    field: Annotated[
        float,
        typer.Option(
            min=0.0, max=0.05, metavar="POWER", help="How much places count for each other, as 0.03; 0 is not at all."
        ),
    ] = 0.0,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Learn from the record itself how often each source says what, how late maps are, and how places change hands.

    The numbers hold from now on (with --known: from that instant on). What could be known before stays as it was, and
    numbers once learnt are never replaced, only followed. A fit that explains unseen places no better is refused.
    """
    from whoholds.run import learn as learnt
    from whoholds.run import moments, settle

    chosen = settings_for(ledger=ledger)
    if known and every:
        raise BadSetting("--known names one instant, --every many: give one of them")
    with ledger_at(chosen, write=True) as (kept, theatre):
        whens = moments(kept, every) if every else (instant_of(known),)
        kept_any = False
        for when in whens:
            try:
                fitted, fit = learnt(theatre=theatre, ledger=kept, at=datetime.now(UTC), known=when, field=field)
            except ValueError as error:
                say(f"{when:%Y-%m-%d}: {error}" if when else str(error))
                continue
            kept_any = kept_any or fit is not None
            told = {
                "known": fit.known.isoformat() if fit else None,
                "claims": fitted.claims,
                "places": fitted.places,
                "days": fitted.days,
                "sides": list(fitted.sides),
                "gain": round(fitted.gain, 3),
            }
            if as_json:
                print_row(told)
            what = f"{fitted.claims:,} claims about {fitted.places:,} places over {fitted.days:,} days"
            if fit:
                say(
                    f"learnt from {what}, in force from {fit.known:%Y-%m-%d %H:%M} UTC; unseen places are explained "
                    f"{fitted.gain:.2f} nats better each"
                )
            else:
                say(
                    f"looked at {what}: nothing kept, unseen places are explained no better ({fitted.gain:+.2f} nats "
                    "each) than by the numbers in force"
                )
        if not whens:
            say(f"nothing to do: the record has no day {every} days after its first, or after the numbers kept last")
        changed = settle(theatre=theatre, ledger=kept, method=chosen.method) if kept_any else None
    if changed is not None:
        say(f"changed {len(changed.places)} places")


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
