"""The how-to is followed to the letter: what it types is typed, what it shows is what comes."""

from __future__ import annotations

import contextlib
import re
import shlex
import sys
from pathlib import Path

import pytest

from whoholds import cli

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "how-to" / "add-a-theatre.md").read_text(encoding="utf-8")
FIRST = PAGE.partition("## From better files")[0]
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


@pytest.mark.slow
def test_a_theatre_for_a_country_not_bundled_is_made_filled_and_asked_slow(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("WHOHOLDS_LEDGER", "WHOHOLDS_THEATRE"):
        monkeypatch.delenv(name, raising=False)
    typed = 0
    for kind, block in BLOCK.findall(FIRST):
        if kind == "json":
            Path("report.jsonl").write_text(block, encoding="utf-8")
        elif kind == "csv":
            Path("cabo/actors.csv").write_text(block, encoding="utf-8")
        else:
            for command, shown in re.findall(r"^\$ (.*)\n((?:[^$].*\n)*)", block, re.MULTILINE):
                monkeypatch.setattr(sys, "argv", shlex.split(command))
                with contextlib.suppress(SystemExit):
                    cli.main()
                out, err = capsys.readouterr()
                assert "error:" not in err, f"{command}: {err}"
                for line in shown.splitlines():
                    assert line in out + err, f"{command}: {line!r} is not in {out + err!r}"
                typed += 1
    assert typed == 7
