"""Commands that read: reports into the ledger, findings and places without one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from whoholds.cli.flags import JsonFlag, LedgerFlag, TheatreFlag
from whoholds.cli.terminal import (
    json_lines,
    ledger_at,
    pairs_of,
    print_row,
    progress,
    say,
    settings_for,
    summary,
)
from whoholds.errors import BadSetting

commands = typer.Typer()


@commands.command(epilog="Example: whoholds demo --ledger demo.db")
def demo(ledger: LedgerFlag = None) -> None:
    """Read 45 illustrative dispatches about two weeks in Syria and ask who holds Saraqib. Offline, under a minute.

    The ledger is kept (whoholds-demo.db when none is named), so that you can go on asking.
    """
    from importlib.resources import as_file, files

    from whoholds import ask, lines
    from whoholds.read import read
    from whoholds.run import run

    chosen = settings_for(ledger=ledger or "whoholds-demo.db", theatre="demo")
    say("These dispatches are illustrative: invented outlets, sentences and figures; places and days as reported.")
    with (
        as_file(files("whoholds") / "theatres" / "demo" / "dispatches.jsonl") as dispatches,
        ledger_at(chosen, write=True) as (kept, theatre),
        progress("reading") as step,
    ):
        tally = run(
            read([dispatches]), theatre=theatre, ledger=kept, progress=lambda so_far: step(f"{so_far.read} read")
        )
        summary(tally, as_json=False)
        for known in (datetime(2024, 11, 29, 12, tzinfo=UTC), None):
            answer = ask.who(kept, theatre, "Saraqib", on=date(2024, 11, 29), known=known)
            typer.echo(lines.who(answer, ask.cited(kept, answer.claims), ask.cited(kept, answer.against), ""))
            typer.echo()
    flag = f"--ledger {chosen.ledger}"
    typer.echo(
        "Now try:\n"
        f"  whoholds why Saraqib --on 2024-11-29 {flag}\n"
        f"  whoholds history Aleppo {flag}\n"
        f"  whoholds changes 2024-11-27 2024-12-08 {flag}\n"
        f"  whoholds disputes --on 2024-12-01 {flag}\n"
        f"  whoholds unlinked {flag}\n"
        f"  whoholds export geojson --out demo.geojson {flag}\n"
        f"  whoholds serve {flag}"
    )


@commands.command(epilog="Example: whoholds add reports.jsonl --theatre syria --ledger syria.db")
def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders; - is standard input.")],
    theatre: TheatreFlag = None,
    ledger: LedgerFlag = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=COLUMN", help="A table's own column name, as text=body."),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="The outlet of reports that do not name theirs.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DAY", help="The date of reports that bear none.")] = None,
    language: Annotated[str | None, typer.Option(help="The language of reports that do not say, as en.")] = None,
    received_now: Annotated[
        bool,
        typer.Option("--received-now", help="They reach us now: for live use. An archive is known when published."),
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Read reports into the ledger: text, Markdown, HTML, JSON lines, CSV, or a folder of any of these.

    Interrupt it at any time: what was read is kept, and the same command goes on where it stopped. Reading the same
    report twice is reading it once.
    """
    from whoholds.read import read
    from whoholds.run import run

    chosen = settings_for(ledger=ledger, theatre=theatre)
    given = {"outlet": outlet, "published": published, "language": language}
    items = read(
        paths,
        columns=pairs_of(column or ()),
        defaults={key: value for key, value in given.items() if value},
        received=datetime.now(UTC) if received_now else None,
        stdin=sys.stdin.buffer,
    )
    with ledger_at(chosen, write=True) as (kept, known), progress("reading") as step:
        tally = run(
            items,
            theatre=known,
            ledger=kept,
            engine=chosen.engine,
            method=chosen.method,
            batch=chosen.batch,
            progress=lambda so_far: step(f"{so_far.read} read, {so_far.claims} claims"),
        )
    summary(tally, as_json=as_json)
    say(f"next: whoholds who PLACE --ledger {chosen.ledger}")


@commands.command(epilog="Example: whoholds find --theatre world --jsonl reports.jsonl > findings.jsonl")
def find(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Reports in JSON lines; - is standard input.")],
    theatre: TheatreFlag = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The files are JSON lines (what this command reads).")] = True,
) -> None:
    """Print what reports claim, one finding a line, without a ledger.

    A line is {"report", "type", "status", "actor", "target", "speaker", "speaker_party", "places", "date", "killed",
    "injured", "displaced", "start", "end", "quote", "confidence"}; start and end count code points of the text.
    """
    from whoholds.config import cache_folder
    from whoholds.read import read
    from whoholds.run import UNDATED, predictions
    from whoholds.text import Report
    from whoholds.theatre import load_theatre

    chosen = settings_for(theatre=theatre)
    known = load_theatre(chosen.theatre or "world", cache=cache_folder())

    def reports() -> Iterator[Report]:
        # a text without a date is still read here; nothing is counted out from a day that nobody knows
        for one in read(files, undated=UNDATED, stdin=sys.stdin.buffer, tables=jsonl):
            if isinstance(one, Report):
                yield one
            else:
                say(f"skipped {one.origin}: {one.reason}")

    for row in predictions(reports(), theatre=known, engine=chosen.engine):
        print_row(row)


@commands.command(epilog='Example: echo \'{"id": 1, "name": "Saraqib"}\' | whoholds locate --theatre syria --jsonl -')
def locate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Names in JSON lines; - is standard input.")],
    theatre: TheatreFlag = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The files are JSON lines (what this command reads).")] = True,
) -> None:
    """Print where names lie: {"id", "name", "within"?, "text"?} in, {"id", "place" or null, "lat", "lon", ...} out.

    Not located beats a far namesake: the reason and the candidates are given instead.
    """
    from whoholds.config import cache_folder
    from whoholds.link.places import locate_row
    from whoholds.theatre import load_theatre

    if not jsonl:
        raise BadSetting("locate reads JSON lines only")
    known = load_theatre(settings_for(theatre=theatre).theatre or "world", cache=cache_folder())
    for where, row in json_lines(files):
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            say(f"skipped {where}: not an object with a name")
            continue
        print_row(locate_row(row, known))
