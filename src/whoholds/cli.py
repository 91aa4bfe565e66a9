"""The commands: parse, call, print. Data goes to stdout; what happened, how much and what now go to stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whoholds import __version__
from whoholds.errors import BadSetting, WhoholdsError

if TYPE_CHECKING:
    from whoholds.config import Settings
    from whoholds.keep import Ledger
    from whoholds.run import Tally
    from whoholds.theatre import Theatre

app = typer.Typer(
    name="whoholds",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who holds which place, since when, and according to whom.",
    epilog="Start with: whoholds demo",
)
audit = typer.Typer(no_args_is_help=True, help="The chain of the desk's rulings.")
export = typer.Typer(no_args_is_help=True, help="The record as a file that QGIS, Excel and R open.")
app.add_typer(audit, name="audit")
app.add_typer(export, name="export")

LedgerFlag = Annotated[
    str | None,
    typer.Option("--ledger", envvar="WHOHOLDS_LEDGER", help="The record's file.", show_default="whoholds.db"),
]
TheatreFlag = Annotated[
    str | None,
    typer.Option("--theatre", envvar="WHOHOLDS_THEATRE", help="A bundled theatre (syria, arland, world) or a folder."),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of words.")]
OnFlag = Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day in question, as 2024-11-29.")]
KnownFlag = Annotated[
    str | None,
    typer.Option("--known", metavar="INSTANT", help="Answer as it could be known then, as 2024-11-30T18:00Z."),
]
Name = Annotated[str, typer.Argument(help="A place's name, in any spelling or script, or its id.")]


@app.command(epilog="Example: whoholds demo --ledger demo.db")
def demo(ledger: LedgerFlag = None) -> None:
    """Read 45 illustrative dispatches about two weeks in Syria and ask who holds Saraqib. Offline, under a minute.

    The ledger is kept (whoholds-demo.db when none is named), so that you can go on asking.
    """
    from importlib.resources import as_file, files

    from whoholds import ask, lines
    from whoholds.read import read
    from whoholds.run import run

    chosen = _settings(ledger=ledger or "whoholds-demo.db", theatre="demo")
    _say("These dispatches are illustrative: invented outlets, sentences and figures; places and days as reported.")
    with (
        as_file(files("whoholds") / "theatres" / "demo" / "dispatches.jsonl") as dispatches,
        _ledger(chosen, write=True) as (kept, theatre),
        _progress("reading") as step,
    ):
        tally = run(
            read([dispatches]), theatre=theatre, ledger=kept, progress=lambda so_far: step(f"{so_far.read} read")
        )
        _summary(tally, as_json=False)
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
        f"  whoholds export geojson --out demo.geojson {flag}"
    )


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@app.command(epilog="Example: whoholds add reports.jsonl --theatre syria --ledger syria.db")
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

    chosen = _settings(ledger=ledger, theatre=theatre)
    given = {"outlet": outlet, "published": published, "language": language}
    items = read(
        paths,
        columns=_pairs(column or ()),
        defaults={key: value for key, value in given.items() if value},
        received=datetime.now(UTC) if received_now else None,
        stdin=sys.stdin.buffer,
    )
    with _ledger(chosen, write=True) as (kept, known), _progress("reading") as step:
        tally = run(
            items,
            theatre=known,
            ledger=kept,
            engine=chosen.engine,
            method=chosen.method,
            batch=chosen.batch,
            progress=lambda so_far: step(f"{so_far.read} read, {so_far.claims} claims"),
        )
    _summary(tally, as_json=as_json)
    _say(f"next: whoholds who PLACE --ledger {chosen.ledger}")


@app.command(epilog="Example: whoholds find --theatre world --jsonl reports.jsonl > findings.jsonl")
def find(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Reports in JSON lines; - is standard input.")],
    theatre: TheatreFlag = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The files are JSON lines (what this command reads).")] = True,
) -> None:
    """Print what reports claim, one finding a line, without a ledger.

    A line is {"report", "type", "status", "actor", "target", "speaker", "speaker_party", "places", "date", "killed",
    "injured", "displaced", "start", "end", "quote", "confidence"}; start and end count code points of the text.
    """
    from whoholds.read import read
    from whoholds.run import UNDATED, predictions
    from whoholds.text import Report
    from whoholds.theatre import load_theatre

    chosen = _settings(theatre=theatre)
    known = load_theatre(chosen.theatre or "world")

    def reports() -> Iterator[Report]:
        # a text without a date is still read here; nothing is counted out from a day that nobody knows
        for one in read(files, undated=UNDATED, stdin=sys.stdin.buffer, tables=jsonl):
            if isinstance(one, Report):
                yield one
            else:
                _say(f"skipped {one.origin}: {one.reason}")

    for row in predictions(reports(), theatre=known, engine=chosen.engine):
        _print_row(row)


@app.command(epilog='Example: echo \'{"id": 1, "name": "Saraqib"}\' | whoholds locate --theatre syria --jsonl -')
def locate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Names in JSON lines; - is standard input.")],
    theatre: TheatreFlag = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The files are JSON lines (what this command reads).")] = True,
) -> None:
    """Print where names lie: {"id", "name", "within"?, "text"?} in, {"id", "place" or null, "lat", "lon", ...} out.

    Not located beats a far namesake: the reason and the candidates are given instead.
    """
    from whoholds.link.places import locate_row
    from whoholds.theatre import load_theatre

    if not jsonl:
        raise BadSetting("locate reads JSON lines only")
    known = load_theatre(_settings(theatre=theatre).theatre or "world")
    for where, row in _json_lines(files):
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            _say(f"skipped {where}: not an object with a name")
            continue
        _print_row(locate_row(row, known))


# ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@app.command(epilog="Example: whoholds who Saraqib --on 2024-11-29 --known 2024-11-30")
def who(
    place: Name, on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None, as_json: JsonFlag = False
) -> None:
    """Who holds a place on a day, since when, and according to whom."""
    from whoholds import ask, lines

    with _ledger(_settings(ledger=ledger)) as (kept, theatre):
        answer = ask.who(kept, theatre, place, on=_day(on), known=_instant(known))
        cited, against = ask.cited(kept, answer.claims), ask.cited(kept, answer.against)
        if as_json:
            _print_row({**answer.as_json(), "claims": [one.as_json() for one in cited]})
        else:
            typer.echo(lines.who(answer, cited, against, f" --ledger {ledger}" if ledger else ""))


@app.command(epilog="Example: whoholds why Saraqib --on 2024-11-29")
def why(
    place: Name, on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None, as_json: JsonFlag = False
) -> None:
    """The claims for and against an answer: their words, who said them, and what each weighs."""
    from whoholds import ask, lines

    with _ledger(_settings(ledger=ledger)) as (kept, theatre):
        reasons = ask.why(kept, theatre, place, on=_day(on), known=_instant(known))
        _tell(reasons, as_json=as_json, words=lambda: lines.why(reasons))


@app.command(epilog="Example: whoholds history Aleppo")
def history(place: Name, known: KnownFlag = None, ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Every period of a place's record."""
    from whoholds import ask, lines

    with _ledger(_settings(ledger=ledger)) as (kept, theatre):
        named = ask.place_named(kept, theatre, place)
        told = ask.history(kept, theatre, named.id, known=_instant(known))
        _tell(told, as_json=as_json, words=lambda: lines.history(named.name, told))


@app.command(epilog="Example: whoholds changes 2024-11-27 2024-12-08")
def changes(
    first: Annotated[str, typer.Argument(metavar="FROM", help="A day, as 2024-11-27.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="A later day.")],
    known: KnownFlag = None,
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """What changed hands between two days."""
    from whoholds import ask, lines

    with _ledger(_settings(ledger=ledger)) as (kept, theatre):
        rows = ask.changes(kept, theatre, first=_needed_day(first), last=_needed_day(last), known=_instant(known))
        _tell(rows, as_json=as_json, words=lambda: lines.changes(rows))


@app.command(epilog="Example: whoholds disputes --on 2024-11-30")
def disputes(on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Where the sources disagree, or both sides are there."""
    from whoholds import ask, lines

    with _ledger(_settings(ledger=ledger)) as (kept, theatre):
        rows = ask.disputes(kept, theatre, on=_day(on), known=_instant(known))
        _tell(rows, as_json=as_json, words=lambda: lines.disputes(rows))


@app.command(epilog="Example: whoholds unlinked --json | head")
def unlinked(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Findings that are not on the map: the words, the reason, and the candidates that were turned down."""
    from whoholds import ask, lines

    with _ledger(_settings(ledger=ledger)) as (kept, _):
        rows = tuple(ask.unlinked(kept))
        _tell(rows, as_json=as_json, words=lambda: lines.unlinked(rows))


@app.command(epilog="Example: whoholds skipped")
def skipped(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """What was offered as a report and could not be read, and why."""
    from whoholds import lines

    with _ledger(_settings(ledger=ledger)) as (kept, _):
        rows = tuple(kept.skipped())
    if not as_json:
        typer.echo(lines.skipped(rows))
        return
    for one in rows:
        _print_row({"id": one.id, "origin": one.origin, "ref": one.ref, "reason": one.reason, "excerpt": one.excerpt})


@app.command(epilog="Example: whoholds report d24")
def report(
    which: Annotated[str, typer.Argument(metavar="REPORT", help="A report's id, ours or its supplier's.")],
    ledger: LedgerFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """One report as it was read: its dates, what was odd about them, and every finding."""
    from whoholds import ask, lines

    with _ledger(_settings(ledger=ledger)) as (kept, theatre):
        page = ask.page_of(kept, theatre, which)
        _tell(page, as_json=as_json, words=lambda: lines.report(page))


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────────

OutFlag = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here, not to standard output.")
]


@export.command("geojson", epilog="Example: whoholds export geojson --out syria.geojson")
def export_geojson(out: OutFlag = None, on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None) -> None:
    """One feature a place and period, with its claims (RFC 7946)."""
    _export("geojson", out, on, known, ledger)


@export.command("csv", epilog="Example: whoholds export csv --on 2024-12-08 > held.csv")
def export_csv(out: OutFlag = None, on: OnFlag = None, known: KnownFlag = None, ledger: LedgerFlag = None) -> None:
    """One row a place and period."""
    _export("csv", out, on, known, ledger)


# ── care ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@app.command()
def rebuild(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Make everything again that is not a report, a claim or a ruling."""
    from whoholds.run import settle

    chosen = _settings(ledger=ledger)
    with _ledger(chosen, write=True) as (kept, theatre):
        places = kept.rebuild()
        settle(theatre=theatre, ledger=kept, method=chosen.method)
    if as_json:
        _print_row({"places": places})
    _say(f"rebuilt the pages of {places} places")


@app.command()
def digest(ledger: LedgerFlag = None) -> None:
    """One hash of reports, claims and record: the same for the same content, whatever the order or the machine."""
    with _ledger(_settings(ledger=ledger)) as (kept, _):
        typer.echo(kept.digest())


@app.command()
def doctor(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Look the installation and the ledger over, and say what is wrong."""
    from whoholds import lines
    from whoholds.ask import checkup

    chosen = _settings(ledger=ledger)
    found: dict[str, Any] = checkup.installation()
    if Path(chosen.ledger).exists():
        with _ledger(chosen) as (kept, theatre):
            found["ledger"] = checkup.ledger(kept, theatre)
    if as_json:
        _print_row(found)
    else:
        typer.echo(lines.checkup(found))


@audit.command("verify")
def audit_verify(ledger: LedgerFlag = None, as_json: JsonFlag = False) -> None:
    """Check the chain of rulings; exit status 1 and the first broken link when it does not hold."""
    with _ledger(_settings(ledger=ledger)) as (kept, _):
        found = kept.verify_audit()
    if as_json:
        _print_row({"decisions": found.decisions, "head": found.head, "broken": found.broken, "wrong": found.wrong})
    elif found.broken is None:
        typer.echo(f"{found.decisions} rulings, the chain holds; head {found.head or 'none yet'}")
    else:
        typer.echo(f"broken at ruling {found.broken}: {found.wrong}")
    if found.broken is not None:
        raise typer.Exit(1)


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Who holds which place, since when, and according to whom."""
    if version:
        typer.echo(f"whoholds {__version__}")
        raise typer.Exit


def main() -> None:
    """Run a command; what went wrong is one line on stderr and exit status 2, never a traceback."""
    try:
        app()
    except WhoholdsError as error:
        _say(f"error: {error}")
        sys.exit(2)
    except KeyboardInterrupt:
        _say("interrupted; what was read is kept, and the same command goes on from there")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again while closing


# ── shared by the commands ──────────────────────────────────────────────────────────────────────────────────────────


def _settings(**given: Any) -> Settings:
    from whoholds.config import settings

    return settings(**given)


@contextmanager
def _ledger(chosen: Settings, *, write: bool = False) -> Iterator[tuple[Ledger, Theatre]]:
    """The ledger and the theatre it is about; a new one is made for the theatre asked for, else for ``world``."""
    from whoholds.keep import open_ledger
    from whoholds.theatre import load_theatre

    there = Path(chosen.ledger).exists()
    if write and (chosen.theatre or not there):
        theatre = load_theatre(chosen.theatre or "world")
        with open_ledger(chosen.ledger, write=True, theatre=theatre.id, found_at=chosen.theatre or "world") as kept:
            yield kept, theatre
        return
    with open_ledger(chosen.ledger, write=write) as kept:
        yield kept, load_theatre(kept.found_at)


def _export(kind: str, out: Path | None, on: str | None, known: str | None, ledger: str | None) -> None:
    from functools import partial

    from whoholds import ask
    from whoholds.export import EXPORTS

    with _ledger(_settings(ledger=ledger)) as (kept, theatre):
        rows = ask.record(kept, theatre, on=_day(on), known=_instant(known))
        if out is None:
            EXPORTS[kind](rows, sys.stdout, partial(ask.cited, kept))
            return
        with out.open("w", encoding="utf-8", newline="") as stream:
            count = EXPORTS[kind](rows, stream, partial(ask.cited, kept))
    _say(f"wrote {count} rows to {out}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - stderr is where a command talks


def _print_row(row: Any) -> None:
    typer.echo(json.dumps(row, ensure_ascii=False, default=str))


def _tell(answer: Any, *, as_json: bool, words: Any) -> None:
    if not as_json:
        typer.echo(words())
    elif isinstance(answer, tuple | list):
        for one in answer:
            _print_row(one.as_json())
    else:
        _print_row(answer.as_json())


def _day(text: str | None) -> date | None:
    return None if text is None else _needed_day(text)


def _needed_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadSetting(f"{text!r} is not a day; write it as 2024-11-29") from None


def _instant(text: str | None) -> datetime | None:
    from whoholds.when import until

    if text is None:
        return None
    try:
        return until(text)
    except ValueError:
        raise BadSetting(f"{text!r} is not an instant; write it as 2024-11-30T18:00Z, or as a day") from None


def _pairs(given: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for one in given:
        field, equals, column = one.partition("=")
        if not equals or not field or not column:
            raise BadSetting(f"--column {one!r}: write it as FIELD=COLUMN, as text=body")
        pairs[field] = column
    return pairs


def _json_lines(files: Iterable[str]) -> Iterator[tuple[str, Any]]:
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
def _progress(doing: str) -> Iterator[Any]:
    """A line that moves, on stderr, at a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(doing) as line:
        yield lambda text: line.update(f"{doing}: {text}")


def _summary(tally: Tally, *, as_json: bool) -> None:
    places = len(tally.changes.places)
    if as_json:
        _print_row(
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
    _say(
        f"read {tally.read} reports, {tally.again} known before, {tally.skipped} skipped{skipped_hint}    "
        f"found {tally.findings}    claims {tally.claims} (and {tally.unlinked} unlinked)    changed {places} places"
    )
