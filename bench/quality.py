"""How well the finder reads: the shared hand-coded reports, through the shared scorer, beside the keyword floor.

    python bench/quality.py [--sets dev fakes seed] [--half develop|report|both] [--errors N] [--out FOLDER] [--json FILE]

Development looks only at one half of the coded reports; the other half is scored to report and its errors are never
printed. The rule of the halves, fixed once: reports whose texts are near-identical (Jaccard of 3-word shingles over
0.5) go together; the group belongs to ``develop`` when the first hexadecimal digit of the sha256 of its smallest id is
even. Syrian reports are read with the theatre ``syria``, all others with ``world``. Needs ../shared/gold and
../shared/data; says so and stops when they are absent.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = SHARED / "gold"
NEAR = 0.5
FLOOR = {  # ../shared/gold/README.md: keyword spotting, no model
    "dev": {"control": 0.218, "control_actor": 0.023, "place": 0.187, "casualties": 0.286},
    "fakes": {"control": 0.247, "control_actor": 0.011, "place": 0.186, "casualties": 0.321, "extra_rate": 0.30},
}


def scorer() -> ModuleType:
    """The shared scorer, loaded from its file."""
    spec = importlib.util.spec_from_file_location("score_claims", GOLD / "score_claims.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def coded(name: str) -> dict[str, dict[str, Any]]:
    """The coded reports of a set, by id."""
    if name == "dev":
        return {
            file.stem: json.loads(file.read_text(encoding="utf-8"))
            for file in sorted((GOLD / "dev/reports").glob("*.json"))
        }
    wanted = {file.stem for file in (GOLD / "fakes/gold").glob("*.json")}
    lines = (SHARED / "data/fakes/reports.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    return {key: rows[key] | {"conflict": "syria", "text_kind": "real"} for key in sorted(wanted)}


def with_kinds(reports: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The reports with the kind of their outlet, as the theatre lists it, where the scorer groups by kind of text."""
    from whoholds.theatre import load_theatre

    known = [load_theatre(name) for name in ("syria", "world")]
    kinds = {}
    for key, report in reports.items():
        sources = (theatre.source(report.get("outlet") or "") for theatre in known)
        source = next((one for one in sources if one), None)
        kinds[key] = "not listed" if source is None else f"{source.kind}, {'a side' if source.side else 'no side'}"
    return {key: {**report, "text_kind": kinds[key]} for key, report in reports.items()}


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = text.lower().split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def halves(reports: dict[str, dict[str, Any]]) -> dict[str, str]:
    """id → develop or report, by the rule at the top."""
    keys, leader = sorted(reports), {}
    marks = {key: shingles(reports[key]["text"]) for key in keys}
    for index, key in enumerate(keys):
        twin = next((o for o in keys[:index] if len(marks[key] & marks[o]) > NEAR * len(marks[key] | marks[o])), key)
        leader[key] = leader.get(twin, twin)
    return {
        key: "develop" if int(hashlib.sha256(leader[key].encode()).hexdigest()[0], 16) % 2 == 0 else "report"
        for key in keys
    }


def predict(reports: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Predictions of the finder, by report id."""
    from whoholds.read import read_rows
    from whoholds.run import predictions
    from whoholds.text import Report
    from whoholds.theatre import load_theatre

    fields = ("id", "text", "published", "outlet", "title", "url", "language")
    found: dict[str, list[dict[str, Any]]] = {}
    by_theatre: dict[str, list[Report]] = {"syria": [], "world": []}
    rows = list(reports)
    for row, made in zip(rows, read_rows({k: row[k] for k in fields if row.get(k)} for row in rows), strict=True):
        assert isinstance(made, Report), made
        by_theatre["syria" if str(row.get("conflict", "")).startswith("syria") else "world"].append(made)
    for name, made_reports in by_theatre.items():
        for one in predictions(made_reports, theatre=load_theatre(name)):
            found.setdefault(one["report"], []).append(one)
    return found


def line(label: str, summary: dict[str, Any], floor: dict[str, float]) -> str:
    parts = [f"{label:14} n={summary['reports']:3}"]
    for name in ("control", "control_actor", "place", "claims", "casualties"):
        value, interval = summary[name]["f1"], summary[name].get("ci95")
        parts.append(f"{name} {value:.3f}" + (f" [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else ""))
        if name in floor:
            parts[-1] += f" (floor {floor[name]:.2f})"
    slots = {slot: summary["slots"][slot]["all"] for slot in ("actor", "target", "status", "speaker", "date", "places")}
    parts.append(f"extra {summary['extra_rate']}")
    return "  ".join(parts) + "\n" + " " * 16 + "slots " + "  ".join(f"{k} {v}" for k, v in slots.items())


def seed(score: ModuleType, aliases: Any) -> None:
    """The seed dispatch: which of its required control-type claims were found."""
    gold = json.loads((SHARED / "seed/gold.json").read_text(encoding="utf-8"))
    text = (SHARED / "seed/dispatch.txt").read_text(encoding="utf-8")
    meta = {k: gold["report"][k] for k in ("id", "outlet", "published", "language")} | {
        "text": text,
        "conflict": "syria",
    }
    preds = predict([meta]).get("seed", [])
    kinds = {"control_gained", "control_lost", "withdrawal", "advance"}
    required = [c for c in gold["claims"] if c["type"] in kinds and not c.get("optional")]
    wanted, made = ([score.make_claim(dict(c), aliases) for c in group] for group in (gold["claims"], preds))
    right = [g for g, _, _ in score.match(wanted, made, {"class"}, aliases) if g.type in kinds and not g.optional]
    print(
        f"seed dispatch   {len(right)} of {len(required)} required control-type claims right in type, places, status class"
    )


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--sets", nargs="+", choices=("dev", "fakes", "seed"), default=["dev", "fakes", "seed"])
    cli.add_argument("--half", choices=("develop", "report", "both"), default="both")
    cli.add_argument("--errors", type=int, default=0, help="print the N worst reports of the develop half")
    cli.add_argument("--out", type=Path, help="write the predictions here, one JSON-lines file a set")
    cli.add_argument("--json", type=Path, help="write every figure here")
    args = cli.parse_args()
    if not (GOLD / "score_claims.py").exists():
        sys.exit("quality: the shared gold folder is absent; nothing was measured")
    score, figures = scorer(), {}
    aliases = score.load_aliases(GOLD / "aliases.csv")
    for name in args.sets:
        if name == "seed":
            seed(score, aliases)
            continue
        reports = with_kinds(coded(name))
        half = halves(reports)
        chosen = {key: one for key, one in reports.items() if args.half in ("both", half[key])}
        gold = {
            key: json.loads((GOLD / name / "gold" / f"{key}.json").read_text(encoding="utf-8"))["claims"]
            for key in chosen
        }
        preds = predict(chosen.values())
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            rows = [json.dumps(one, ensure_ascii=False) for key in sorted(preds) for one in preds[key]]
            (args.out / f"{name}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
        for part in ("develop", "report", "all"):
            mine = [key for key in chosen if part in ("all", half[key])]
            if not mine or (part == "all" and args.half != "both"):
                continue
            result = score.score(
                {k: gold[k] for k in mine}, {k: preds.get(k, []) for k in mine}, reports, aliases, 500, 1
            )
            figures[f"{name}/{part}"] = result
            print(line(f"{name}/{part}", result["overall"], FLOOR[name]))
        if args.errors:
            looked = {k: gold[k] for k in chosen if half[k] == "develop"}
            score.print_errors(
                score.prepare(looked, {k: preds.get(k, []) for k in looked}, aliases), aliases, args.errors, sys.stdout
            )
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
