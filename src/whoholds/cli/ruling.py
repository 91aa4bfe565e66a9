"""Commands of the desk: what is worth a look, rulings, and the list of them. Every ruling is signed and timed here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from whoholds.cli.flags import JsonFlag, KnownFlag, LedgerFlag, OnFlag
from whoholds.cli.terminal import day_of, instant_of, ledger_at, print_row, say, settings_for, tell

commands = typer.Typer()
rule = typer.Typer(no_args_is_help=True, help="Rule on a claim, a report or a name: signed, reasoned, undoable.")
commands.add_typer(rule, name="rule")

About = Annotated[str, typer.Argument(metavar="ID", help="Id of what is ruled on, or the start of it.")]
ReasonFlag = Annotated[str, typer.Option("--reason", help="Why, in a sentence. It is kept.")]
ByFlag = Annotated[str, typer.Option("--by", envvar="WHOHOLDS_BY", help="Who rules. It is kept.")]


@commands.command(epilog="Example: whoholds review --on 2024-12-01")
def review(
    on: OnFlag = None,
    known: KnownFlag = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many to list.")] = 20,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Claims and names worth a person's look: what would move the map most comes first."""
    from whoholds import lines
    from whoholds.desk import queue

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        rows = queue(kept, theatre, on=day_of(on), known=instant_of(known), most=most)
        tell(rows, as_json=as_json, words=lambda: lines.review(rows))


@rule.command("accept", epilog="Example: whoholds rule accept 3f9a01bc --by 'A. Desk' --reason 'Read it: it says so.'")
def accept(about: About, reason: ReasonFlag, by: ByFlag, ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """The claim was read rightly: its reading is no longer doubted."""
    _rule("accept", about, reason, by, ledger, as_json=as_json)


@rule.command("reject", epilog="Example: whoholds rule reject 3f9a01bc --by 'A. Desk' --reason 'About another war.'")
def reject(about: About, reason: ReasonFlag, by: ByFlag, ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """The claim, or the whole report, is left out of the record from now on. It stays on file."""
    _rule("reject", about, reason, by, ledger, as_json=as_json)


@rule.command(
    "correct",
    epilog="Example: whoholds rule correct 3f9a01bc --place Velin --day 2031-03-11 --by 'A. Desk' --reason 'Misread.'",
)
def correct(
    about: About,
    reason: ReasonFlag,
    by: ByFlag,
    place: Annotated[str | None, typer.Option("--place", help="The place it is about, by name or id.")] = None,
    side: Annotated[str | None, typer.Option("--side", help="The party that took, holds or lost it.")] = None,
    target: Annotated[str | None, typer.Option("--target", help="The party it was done to.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="asserted, attributed, denied, hedged, ...")] = None,
    verb: Annotated[str | None, typer.Option("--verb", help="control_gained, control_lost, contested, ...")] = None,
    day: Annotated[str | None, typer.Option("--day", help="A day, or two with a slash between.")] = None,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """The claim says something else: the desk's reading of the words is weighed in place of the program's."""
    given = {"place": place, "side": side, "target": target, "status": status, "verb": verb, "day": day}
    changes = {slot: value for slot, value in given.items() if value is not None}
    _rule("correct", about, reason, by, ledger, as_json=as_json, changes=changes)


@rule.command(
    "merge", epilog="Example: whoholds rule merge 3f9a01bc --into 77aa02de --by 'A. Desk' --reason 'Same film.'"
)
def merge(
    about: About,
    reason: ReasonFlag,
    by: ByFlag,
    into: Annotated[str, typer.Option("--into", metavar="ID", help="The claim or report that it repeats.")],
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """The claim, or every claim of the report, repeats another one: together they are one voice."""
    _rule("merge", about, reason, by, ledger, as_json=as_json, changes={"echo_of": into})


@rule.command(
    "locate", epilog="Example: whoholds rule locate 5c01ff20 --place Velin --by 'A. Desk' --reason 'Its port.'"
)
def locate(
    about: About,
    reason: ReasonFlag,
    by: ByFlag,
    place: Annotated[str, typer.Option("--place", help="The place that the name means, by name or id.")],
    once: Annotated[bool, typer.Option("--once", help="Here only: do not read the name so from now on.")] = False,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """A name that could not be located means this place, here and in every report read from now on."""
    changes = {"place": place, "teach": "no" if once else "yes"}
    _rule("locate", about, reason, by, ledger, as_json=as_json, changes=changes)


@rule.command("undo", epilog="Example: whoholds rule undo 9e0012aa --by 'A. Desk' --reason 'The film was older.'")
def undo(about: About, reason: ReasonFlag, by: ByFlag, ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """A ruling no longer counts. Both stay on file; an undo can be undone."""
    _rule("undo", about, reason, by, ledger, as_json=as_json)


@rule.command("list", epilog="Example: whoholds rule list --json")
def list_(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Every ruling, in the order of the chain."""
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, _):
        rows = ask.rulings(kept)
        tell(rows, as_json=as_json, words=lambda: lines.rulings(rows))


def _rule(
    ruling: str,
    about: str,
    reason: str,
    by: str,
    ledger: str | None,
    *,
    as_json: bool,
    changes: dict[str, str] | None = None,
) -> None:
    from whoholds.claim import Ruling
    from whoholds.desk import rule as rule_on

    chosen = settings_for(ledger=ledger)
    with ledger_at(chosen, write=True) as (kept, theatre):
        made = rule_on(
            kept,
            theatre,
            by=by,
            at=datetime.now(UTC),
            ruling=Ruling(ruling),
            about=about,
            reason=reason,
            changes=changes,
            method=chosen.method,
        )
    one, places = made.decision, sorted(made.changes.places)
    if as_json:
        print_row({"id": one.id, "ruling": ruling, "about": one.about, "at": one.at.isoformat(), "changed": places})
    changed = f"changed {', '.join(places)}" if places else "no holder changed"
    say(f"ruled: {ruling} ({one.id}); {changed}")
    say(f"next: whoholds rule undo {one.id[:12]} takes it back")
