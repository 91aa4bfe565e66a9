"""Commands about who tells: displays as sources of their own, and each source's track record."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from whoholds.cli.flags import JsonFlag, KnownFlag, LedgerFlag, TheatreFlag
from whoholds.cli.terminal import day_of, instant_of, ledger_at, pairs_of, print_row, say, settings_for, tell
from whoholds.errors import BadSetting

commands = typer.Typer()


@commands.command(
    "add-display", epilog='Example: whoholds add-display table.csv --source "Front Table" --as-of 2031-03-12'
)
def add_display(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="CSV or GeoJSON files; - is standard input.")],
    source: Annotated[str, typer.Option(help="Whose map or table it is; all its days are one source.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="The day shown, where the rows do not say.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=NAME", help="A column's or property's own name, as holder=control."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="INSTANT", help="When it was published; the end of the day shown when not given."),
    ] = None,
    received_now: Annotated[
        bool, typer.Option("--received-now", help="It reaches us now. Without it: when it was published.")
    ] = False,
    theatre: TheatreFlag = None,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Add what a map or a table shows: rows of place, holder and day (CSV), or outlines with a holder (GeoJSON).

    A display is weighed as one: it lags, its changes are the evidence, and showing the same again adds little. Several
    holders between bars, or "contested", mean fighting inside. Places it does not show are left as they are. A snapshot
    in which more than a hundred places change and four in five change back in the next is put in quarantine.
    """
    from whoholds.displays import put
    from whoholds.run import settle

    chosen = settings_for(ledger=ledger, theatre=theatre)
    day, moment = day_of(as_of), instant_of(published)
    with ledger_at(chosen, write=True) as (kept, known):
        done = [
            put(
                _bytes_of(file),
                file,
                source=source,
                theatre=known,
                ledger=kept,
                as_of=day,
                columns=pairs_of(column or ()),
                published=moment,
                received=datetime.now(UTC) if received_now else None,
            )
            for file in files
        ]
        changed = settle(theatre=known, ledger=kept, method=chosen.method)
    total = {name: sum(getattr(one, name) for one in done) for name in ("snapshots", "places", "skipped")}
    faulty = [title for one in done for title in one.quarantined]
    if as_json:
        print_row({**total, "quarantined": faulty, "changed_places": len(changed.places)})
    hint = " (whoholds skipped says why)" if total["skipped"] else ""
    say(
        f"{total['snapshots']} snapshots of {source}: {total['places']} places shown, {total['skipped']} rows skipped"
        f"{hint}    changed {len(changed.places)} places"
    )
    for title in faulty:
        say(f"quarantined: {title}; most of what changed in it changed back in the next snapshot")


@commands.command(epilog="Example: whoholds sources --known 2024-12-01")
def sources(
    outlets: Annotated[bool, typer.Option("--outlets", help="By outlet, with all the voices it passed on.")] = False,
    known: KnownFlag = None,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Each source's track record: how often its claims were borne out by others, how early, how often denied.

    The letter is of the source (A to F), the digits are of its claims (1 to 6): two axes, never multiplied. A source is
    judged by what the others say, never by itself; with few claims it is F, which means "cannot be judged", not "bad".
    """
    from whoholds import ask, lines

    with ledger_at(settings_for(ledger=ledger)) as (kept, theatre):
        rows = ask.track_records(kept, theatre, known=instant_of(known), outlets=outlets)
        tell(rows, as_json=as_json, words=lambda: lines.sources(rows))


def _bytes_of(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise BadSetting(f"{file}: {error.strerror}") from error
