"""Commands that ask the record."""

from __future__ import annotations

from typing import Annotated

import typer

from whoholds.cli.flags import JsonFlag, KnownFlag, LedgerFlag, Name, OnFlag
from whoholds.cli.terminal import (
    day_of,
    instant_of,
    ledger_at,
    needed_day,
    print_row,
    settings_for,
    tell,
)

commands = typer.Typer()


@commands.command(epilog="Example: whoholds who Saraqib --on 2024-11-29 --known 2024-11-30")
def who(
    place: Name, on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None, as_json: JsonFlag = False
) -> None:
    """Who holds a place on a day, since when, and according to whom."""
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        answer = ask.who(kept, theatre, place, on=day_of(on), known=instant_of(known))
        cited, against = ask.cited(kept, answer.claims), ask.cited(kept, answer.against)
        if as_json:
            print_row({**answer.as_json(), "claims": [one.as_json() for one in cited]})
        else:
            typer.echo(lines.who(answer, cited, against, f" --ledger {ledger}" if ledger else ""))


@commands.command(epilog="Example: whoholds why Saraqib --on 2024-11-29")
def why(
    place: Name, on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None, as_json: JsonFlag = False
) -> None:
    """The claims for and against an answer: their words, who said them, and what each weighs."""
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        reasons = ask.why(kept, theatre, place, on=day_of(on), known=instant_of(known))
        tell(reasons, as_json=as_json, words=lambda: lines.why(reasons))


@commands.command(epilog="Example: whoholds history Aleppo")
def history(place: Name, known: KnownFlag = None, ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Every period of a place's record."""
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        named = ask.place_named(kept, theatre, place)
        told = ask.history(kept, theatre, named.id, known=instant_of(known))
        tell(told, as_json=as_json, words=lambda: lines.history(named.name, told))


@commands.command(epilog="Example: whoholds changes 2024-11-27 2024-12-08")
def changes(
    first: Annotated[str, typer.Argument(metavar="FROM", help="A day, as 2024-11-27.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="A later day.")],
    known: KnownFlag = None,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """What changed hands between two days."""
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        rows = ask.changes(kept, theatre, first=needed_day(first), last=needed_day(last), known=instant_of(known))
        tell(rows, as_json=as_json, words=lambda: lines.changes(rows))


@commands.command(epilog="Example: whoholds disputes --on 2024-11-30")
def disputes(on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Where the sources disagree, or both sides are there."""
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        rows = ask.disputes(kept, theatre, on=day_of(on), known=instant_of(known))
        tell(rows, as_json=as_json, words=lambda: lines.disputes(rows))


@commands.command(epilog="Example: whoholds unlinked --json | head")
def unlinked(
    parties: Annotated[bool, typer.Option("--parties", help="Only the parties that no theatre lists.")] = False,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Findings that are not on the map: the words, the reason, and the candidates that were turned down.

    Below them the parties that the theatre does not list, which are kept under provisional names.
    """
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        if parties:
            unknown = ask.strangers(kept, theatre)
            tell(unknown, as_json=as_json, words=lambda: lines.strangers(unknown))
            return
        rows = tuple(ask.unlinked(kept))
        tell(rows, as_json=as_json, words=lambda: lines.unlinked(rows))
        if not as_json and (unknown := ask.strangers(kept, theatre)):
            typer.echo(
                f"\nparties that the theatre does not list; a row in its actors.csv names them\n{lines.strangers(unknown)}"
            )


@commands.command(epilog="Example: whoholds skipped")
def skipped(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """What was offered as a report and could not be read, and why."""
    from whoholds import lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, _):
        rows = tuple(kept.skipped())
    if not as_json:
        typer.echo(lines.skipped(rows))
        return
    for one in rows:
        print_row({"id": one.id, "origin": one.origin, "ref": one.ref, "reason": one.reason, "excerpt": one.excerpt})


@commands.command(epilog="Example: whoholds report d24")
def report(
    which: Annotated[str, typer.Argument(metavar="REPORT", help="A report's id, ours or its supplier's.")],
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """One report as it was read: its dates, what was odd about them, and every finding."""
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        page = ask.page_of(kept, theatre, which)
        tell(page, as_json=as_json, words=lambda: lines.report(page))
