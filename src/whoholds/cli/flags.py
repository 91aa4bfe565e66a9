"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LedgerFlag = Annotated[
    str | None,
    typer.Option("--ledger", envvar="WHOHOLDS_LEDGER", help="The record's file.", show_default="whoholds.db"),
]
TheatreFlag = Annotated[
    str | None,
    typer.Option(
        "--theatre", envvar="WHOHOLDS_THEATRE", help="A bundled theatre (syria, ukraine, sudan, world ...) or a folder."
    ),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of words.")]
OnFlag = Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day in question, as 2024-11-29.")]
KnownFlag = Annotated[
    str | None,
    typer.Option("--known", metavar="INSTANT", help="Answer as it could be known then, as 2024-11-30T18:00Z."),
]
Name = Annotated[str, typer.Argument(help="A place's name, in any spelling or script, or its id.")]
OutFlag = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here, not to standard output.")
]
