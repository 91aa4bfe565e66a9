"""The commands: parse, call, print. Data goes to stdout; what happened, how much and what now go to stderr.

One file per kind of command; each has its own ``commands``, and this one puts them together.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from whoholds import __version__
from whoholds.cli import asking, care, files, reading, ruling, serving, tellers, theatre
from whoholds.cli.terminal import say
from whoholds.errors import WhoholdsError

app = typer.Typer(
    name="whoholds",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who holds which place, since when, and according to whom.",
    epilog="Start with: whoholds demo",
)
for kind in (reading, tellers, asking, ruling, serving, files, theatre, care):
    app.add_typer(kind.commands)


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
        say(f"error: {error}")
        sys.exit(2)
    except KeyboardInterrupt:
        say("interrupted; what was read is kept, and the same command goes on from there")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again while closing
