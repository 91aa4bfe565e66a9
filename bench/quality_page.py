"""Write docs/explanation/quality.md and README's table from the figures of bench/quality.py.

python bench/quality.py --json figures.json && python bench/quality_page.py figures.json
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE, README = CHECKOUT / "docs/explanation/quality.md", CHECKOUT / "README.md"
FLOOR = {
    "dev": {"control": 0.218, "control_actor": 0.023, "place": 0.187, "casualties": 0.286},
    "fakes": {"control": 0.247, "control_actor": 0.011, "place": 0.186, "casualties": 0.321},
}
CEILING = {"control": 0.929, "control_actor": 0.829, "place": 0.955, "claims": 0.900, "casualties": 0.951}
ROWS = ("control", "control_actor", "place", "claims", "casualties")
SAID = {
    "control": "territorial claims: type, place, footing",
    "control_actor": "the same, and who did it",
    "place": "single places",
    "claims": "all types, footing aside",
    "casualties": "figures, both bounds exact",
}
SETS = {
    "dev": "44 texts on a dozen wars, retold in other words from real reports",
    "fakes": "148 real reports on one war, commas and apostrophes lost before we got them",
}


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def cell(summary: dict[str, Any], row: str) -> str:
    low, high = summary[row].get("ci95") or (None, None)
    return f"{number(summary[row]['f1'])} [{number(low)}, {number(high)}]"


def main_table(figures: dict[str, Any], name: str) -> list[str]:
    lines = [
        "| F1 [95 %] | developed on | only scored | all | keyword floor | two people agree |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in ROWS:
        parts = (cell(figures[f"{name}/{part}"]["overall"], row) for part in ("develop", "report", "all"))
        lines.append(f"| {SAID[row]} | {' | '.join(parts)} | {number(FLOOR[name].get(row))} | {number(CEILING[row])} |")
    return lines


def slots_table(figures: dict[str, Any], name: str) -> list[str]:
    lines = ["| right on matched claims | developed on | only scored |", "| --- | --- | --- |"]
    halves = [figures[f"{name}/{part}"]["overall"] for part in ("develop", "report")]
    lines += [
        f"| {slot.replace('_', ' ')} | {' | '.join(number(half['slots'][slot]['all']) for half in halves)} |"
        for slot in ("actor", "target", "places", "date", "status", "speaker", "speaker_party")
    ]
    extra = " | ".join(number(half["extra_rate"]) for half in halves)
    valid = " | ".join(number(half["evidence_valid"]) for half in halves)
    return [*lines, f"| extra claims per claim in the gold | {extra} |", f"| quotes that stand in the text | {valid} |"]


def group_table(groups: dict[str, Any], head: str) -> list[str]:
    lines = [f"| {head} | claims | control F1 | with the actor |", "| --- | --- | --- | --- |"]
    for key, summary in sorted(groups.items()):
        control = summary["control"]
        lines.append(
            f"| {key} | {control['gold']} | {number(control['f1'])} | {number(summary['control_actor']['f1'])} |"
        )
    return lines


def type_table(by_type: dict[str, Any]) -> list[str]:
    lines = ["| type | claims | precision | recall | F1 |", "| --- | --- | --- | --- | --- |"]
    for kind, views in sorted(by_type.items()):
        told = views.get("control", views["claims"])
        lines.append(f"| {kind} | {told['gold']} | {number(told['p'])} | {number(told['r'])} | {number(told['f1'])} |")
    return lines


def page(figures: dict[str, Any]) -> str:
    parts = [
        "# How well reports are read",
        "",
        "Written by `bench/quality_page.py` from `bench/quality.py`; not by hand. The reports were coded by hand; the scorer",
        "and its definitions come with them. Half of the reports were read while the program was written; the other half was",
        "only scored. A wide gap between the two columns means that wordings were learnt, not English. Intervals are 95 %",
        "bootstraps over reports. For territorial types the tables by type count a claim as right only on the same footing (fact,",
        "denied, projected, background).",
    ]
    for name, told in SETS.items():
        whole = figures[f"{name}/all"]
        parts += [
            "",
            f"## {told[0].upper()}{told[1:]}",
            "",
            *main_table(figures, name),
            "",
            *slots_table(figures, name),
        ]
        parts += ["", "By type, all reports:", "", *type_table(whole["by_type"])]
        if len(whole["by_conflict"]) > 1:
            parts += ["", "By war, all reports:", "", *group_table(whole["by_conflict"], "war")]
        parts += ["", "By kind of outlet, all reports:", "", *group_table(whole["by_text_kind"], "outlet")]
    return "\n".join([*parts, ""])


def readme_block(figures: dict[str, Any]) -> str:
    lines = [
        "| F1 [95 %], reports only scored | a dozen wars, 22 texts | one war, damaged text, 76 reports |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| {SAID[row]} | {' | '.join(cell(figures[f'{name}/report']['overall'], row) for name in SETS)} |"
        for row in ROWS
    ]
    return "\n".join(
        [
            *lines,
            "",
            "[The whole table](docs/explanation/quality.md), with the floor and with what two people agree on.",
        ]
    )


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("figures", type=Path)
    figures = json.loads(cli.parse_args().figures.read_text(encoding="utf-8"))
    PAGE.write_text(page(figures), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    block = f"<!-- accuracy -->\n{readme_block(figures)}\n<!-- /accuracy -->"
    README.write_text(
        re.sub(r"<!-- accuracy -->.*?<!-- /accuracy -->", lambda _: block, text, flags=re.DOTALL), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
