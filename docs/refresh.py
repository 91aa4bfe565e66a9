"""Run every command shown in the documentation again, and put what it prints below it.

    python docs/refresh.py [--check]

A block marked ``console`` is a session: lines that begin with ``$`` are commands, the others what they print, errors and
progress included. Sessions of one page share an empty folder with a copy of ``examples/``. ``| head -n N`` shortens an
output. With ``--check`` nothing is written, and pages that are stale are named.
"""

# ruff: noqa: INP001 - a script beside the pages it refreshes
from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md")))
SESSION = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHORTENED = re.compile(r"(.*) \| head -n (\d+)")
PROGRAMS = {"whoholds": [sys.executable, "-m", "whoholds"], "python": [sys.executable]}


def refreshed(page: str) -> str:
    """The page, with every session's output as it is today."""
    if not SESSION.search(page):
        return page
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        return SESSION.sub(lambda session: f"```console\n{again(session[1], Path(folder))}```", page)


def again(session: str, folder: Path) -> str:
    """The session run again: each command and its output."""
    commands = [line[2:] for line in session.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{output(command, folder)}" for command in commands)


def output(command: str, folder: Path) -> str:
    """What the command prints. Only ``whoholds`` and ``python`` are run."""
    shortened = SHORTENED.fullmatch(command)
    name, *rest = shlex.split(shortened[1] if shortened else command)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("WHOHOLDS_")}
    environment |= {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "XDG_CONFIG_HOME": str(folder)}
    done = subprocess.run(  # noqa: S603 - commands of our own pages
        [*PROGRAMS[name], *rest],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    lines = done.stdout.decode("utf-8").splitlines()
    if "Traceback (most recent call last):" in lines:
        sys.exit(f"{command}\n" + "\n".join(lines))
    return "".join(f"{line.rstrip()}\n" for line in lines[: int(shortened[2]) if shortened else None])


def main() -> None:
    """Refresh every page, or name the stale ones."""
    stale = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if (new := refreshed(text)) != text:
            stale.append(str(page.relative_to(ROOT)))
            if "--check" not in sys.argv:
                page.write_text(new, encoding="utf-8")
    if stale:
        print(f"{'stale' if '--check' in sys.argv else 'refreshed'}: {', '.join(stale)}", file=sys.stderr)  # noqa: T201
    sys.exit(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    main()
