"""Fit how likely a finding is right, from the coded reports: src/whoholds/find/confidence.toml. Run bench/fit_scene.py first.

    python bench/fit_confidence.py [--dry] [--frames]

One command, deterministic, under two minutes. A finding of the develop half is right when a coded claim of that report
has its type, a place and its footing (the scorer's pairs of type, place and status class; a claim may be said twice).
Logistic regression on the tests of ``whoholds.find.confidence``, never on words; ridge penalty and floors are chosen
by cross-validation over groups of like reports within the develop half. The report half only gets its figures printed.
``--dry`` writes nothing; ``--frames`` prints how often each frame is right on the develop half. Needs ../shared/gold and ../shared/data;
says so and stops when they are absent.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import quality
from whoholds.claim import Finding
from whoholds.find import FINDERS
from whoholds.find.confidence import class_of, owed, with_signals
from whoholds.find.predictions import prediction
from whoholds.find.quotes import quoted
from whoholds.find.restated import RULES, merged
from whoholds.find.scene import settled
from whoholds.link.actors import voice_of
from whoholds.read import read_rows
from whoholds.text import Report
from whoholds.theatre import Theatre, load_theatre

TABLE = Path(__file__).resolve().parents[1] / "src/whoholds/find/confidence.toml"
SETS = ("dev", "fakes")
WEIGHT = {"dev": 2.0, "fakes": 1.0}  # the smaller set counts double, so that neither wire copy nor wars are drowned
RARE = 10  # a test passed by fewer findings has no weight of its own
FOLDS = 10
RIDGES = (4.0, 8.0, 16.0, 32.0)
FLOORS = tuple(round(0.02 * step, 2) for step in range(31))
COST = {
    "territorial": 0.005,
    "toll": 0.005,
    "force": 0.005,
}  # of F1 that a floor may give away in either set, for fewer extra claims
FIELDS = ("id", "text", "published", "outlet", "title", "url", "language")


@dataclass(slots=True)
class Coded:
    """One coded report with what the engine found in it, before anything is merged or left out."""

    set: str
    name: str
    half: str
    fold: int
    report: Report
    theatre: Theatre
    found: tuple[Finding, ...]
    gold: list[dict[str, Any]]


@dataclass(slots=True)
class Case:
    """A weighed finding. ``right``: some coded claim bears it out. ``row``: how it is scored."""

    coded: Coded
    finding: Finding
    row: dict[str, Any]
    right: bool
    probability: float = 0.0


def load() -> list[Coded]:
    """Every coded report, read once by the engine."""
    made: list[Coded] = []
    theatres = {name: load_theatre(name) for name in ("syria", "world")}
    module, _, function = FINDERS["frames"].partition(":")
    for name in SETS:
        rows, half = quality.coded(name), quality.halves(quality.coded(name))
        fold = folds(rows)
        reports: dict[str, list[Report]] = {"syria": [], "world": []}
        ids = list(rows)
        for key, one in zip(
            ids, read_rows({k: rows[key][k] for k in FIELDS if rows[key].get(k)} for key in ids), strict=True
        ):
            assert isinstance(one, Report), one
            reports["syria" if str(rows[key].get("conflict", "")).startswith("syria") else "world"].append(one)
        for where, theatre in theatres.items():
            for report, found in getattr(import_module(module), function)(reports[where], theatre):
                gold = json.loads((quality.GOLD / name / "gold" / f"{report.ref}.json").read_text(encoding="utf-8"))
                held = tuple(quoted(found, report))
                made.append(
                    Coded(name, report.ref, half[report.ref], fold[report.ref], report, theatre, held, gold["claims"])
                )
    return sorted(made, key=lambda one: (one.set, one.name))


def folds(rows: dict[str, dict[str, Any]]) -> dict[str, int]:
    """A fold for each report; near-identical texts share theirs."""
    keys, leader = sorted(rows), {}
    marks = {key: quality.shingles(rows[key]["text"]) for key in keys}
    for at, key in enumerate(keys):
        twin = next(
            (o for o in keys[:at] if len(marks[key] & marks[o]) > quality.NEAR * len(marks[key] | marks[o])), key
        )
        leader[key] = leader.get(twin, twin)
    return {key: int(hashlib.sha256(f"fold {leader[key]}".encode()).hexdigest(), 16) % FOLDS for key in keys}


def row_of(finding: Finding, one: Coded) -> dict[str, Any]:
    voice = voice_of(finding.speakers[-1], one.report, one.theatre, one.report.day) if finding.speakers else None
    return prediction(finding, one.report, voice)


def cases(coded: Iterable[Coded], score: Any, aliases: Any) -> list[Case]:
    """Each merged finding with its tests and whether it is right."""
    made = []
    for one in coded:
        golds = [score.make_claim(raw, aliases) for raw in one.gold]
        for finding in with_signals(merged(settled(one.found, one.report, one.theatre)), one.report, one.theatre):
            row = row_of(finding, one)
            claim = score.make_claim(row, aliases)
            right = any(g.footing == claim.footing and score.credit(g, claim, {"class"}, aliases) for g in golds)
            made.append(Case(one, finding, row, right))
    return made


# ── the regression ──────────────────────────────────────────────────────────────────────────────────────────────────


def matrix(held: Sequence[Case], names: Sequence[str]) -> np.ndarray:
    """One row a finding: 1 for the base and for each test passed."""
    at = {name: column for column, name in enumerate(names, start=1)}
    made = np.zeros((len(held), len(names) + 1))
    made[:, 0] = 1
    for line, case in enumerate(held):
        for signal in case.finding.signals:
            if signal in at:
                made[line, at[signal]] = 1
    return made


def fitted(tests: np.ndarray, right: np.ndarray, weight: np.ndarray, ridge: float) -> np.ndarray:
    """Penalised maximum likelihood by Newton's method; the base is not penalised."""
    found = np.zeros(tests.shape[1])
    penalty = np.full(tests.shape[1], ridge)
    penalty[0] = 1e-6
    for _ in range(50):
        chance = sigmoid(tests @ found)
        slope = tests.T @ (weight * (chance - right)) + penalty * found
        curve = (tests * (weight * chance * (1 - chance))[:, None]).T @ tests + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-9:
            break
    return found


def sigmoid(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-odds))


def crossed(held: Sequence[Case], names: Sequence[str], ridge: float) -> np.ndarray:
    """Each finding's probability from the other folds."""
    tests, right, weight = matrix(held, names), truth(held), weights(held)
    fold = np.array([case.coded.fold for case in held])
    made = np.zeros(len(held))
    for one in range(FOLDS):
        out = fold == one
        made[out] = sigmoid(tests[out] @ fitted(tests[~out], right[~out], weight[~out], ridge))
    return made


def truth(held: Sequence[Case]) -> np.ndarray:
    return np.array([case.right for case in held], float)


def weights(held: Sequence[Case]) -> np.ndarray:
    return np.array([WEIGHT[case.coded.set] for case in held])


def area(right: np.ndarray, chance: np.ndarray) -> float:
    """Chance that a right finding is ranked above a wrong one (area under the curve), ties at half."""
    yes, no = chance[right == 1], chance[right == 0]
    above = (yes[:, None] > no[None, :]).mean() + 0.5 * (yes[:, None] == no[None, :]).mean()
    return float(above)


def log_loss(right: np.ndarray, chance: np.ndarray) -> float:
    return float(-np.mean(right * np.log(chance) + (1 - right) * np.log(1 - chance)))


def told(label: str, held: Sequence[Case], chance: np.ndarray) -> None:
    """Print ranking and calibration of a set of findings."""
    right = truth(held)
    share = right.mean()
    print(
        f"{label:22} n={len(held):4}  right {share:.3f}  area {area(right, chance):.3f}  Brier {((chance - right) ** 2).mean():.4f} (always the share: {share * (1 - share):.4f})"
    )
    bins = np.clip((chance * 5).astype(int), 0, 4)
    cells = [
        f"{chance[bins == b].mean():.2f}→{right[bins == b].mean():.2f} ({(bins == b).sum()})"
        for b in range(5)
        if (bins == b).any()
    ]
    print(" " * 24 + "said→was (n)  " + "  ".join(cells))


# ── scoring ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def figures(coded: Sequence[Coded], kept: dict[str, list[dict[str, Any]]], score: Any, aliases: Any) -> dict[str, Any]:
    gold = {one.name: one.gold for one in coded}
    return score.score(gold, {key: kept.get(key, []) for key in gold}, {}, aliases, 0)["overall"]  # type: ignore[no-any-return]


def line(result: dict[str, Any]) -> str:
    parts = [
        f"{name} {result[name]['f1']:.3f}" for name in ("control", "control_actor", "place", "claims", "casualties")
    ]
    return "  ".join(parts) + f"  extra {result['extra_rate']:.3f}"


def passing(held: Iterable[Case], floors: dict[str, float]) -> dict[str, list[dict[str, Any]]]:
    kept: dict[str, list[dict[str, Any]]] = {}
    for case in held:
        if case.probability >= floors[class_of(case.finding)] or owed(case.finding):
            kept.setdefault(case.coded.name, []).append(case.row)
    return kept


def best_floors(coded: Sequence[Coded], held: Sequence[Case], score: Any, aliases: Any) -> dict[str, float]:
    """The highest floor of each class that gives away no more than COST of F1 in either set, by cross-validated odds."""
    floors = dict.fromkeys(COST, 0.0)
    measures = {"territorial": ("control", "place"), "toll": ("claims", "casualties"), "force": ("claims",)}

    def measured(kind: str, floor: float) -> list[float]:
        made = []
        for name in SETS:
            mine = [one for one in coded if one.set == name]
            result = figures(
                mine, passing([c for c in held if c.coded.set == name], floors | {kind: floor}), score, aliases
            )
            made += [result[what]["f1"] for what in measures[kind]]
        return made

    for kind in floors:
        before = measured(kind, 0.0)
        allowed = [
            f
            for f in FLOORS
            if all(now >= was - COST[kind] for now, was in zip(measured(kind, f), before, strict=True))
        ]
        floors[kind] = max(allowed)
    return floors


def rules(coded: Sequence[Coded], score: Any, aliases: Any) -> None:
    """Print what each rule of restatement gains or loses, each alone."""
    for name in SETS:
        mine = [one for one in coded if one.set == name and one.half == "develop"]
        variants: list[tuple[str, Sequence[Callable[[Finding, Finding], bool]]]] = [("nothing merged", ())]
        variants += [(rule.__name__, (rule,)) for rule in RULES] + [("all rules", RULES)]
        for label, tests in variants:
            kept = {
                one.name: [row_of(f, one) for f in merged(settled(one.found, one.report, one.theatre), tests)]
                for one in mine
            }
            print(f"  {name:6} {label:16} {line(figures(mine, kept, score, aliases))}")


def frames(held: Sequence[Case]) -> None:
    """Print how often the findings of each frame and verb are right."""
    n, right = Counter[str](), Counter[str]()
    for case in held:
        key = f"{case.finding.verb} / {case.finding.frame} / {case.finding.form}"
        n[key] += 1
        right[key] += case.right
    for key, count in sorted(n.items(), key=lambda item: (right[item[0]] / item[1], -item[1])):
        if count >= 8:
            print(f"  {right[key] / count:.2f}  n={count:3}  {key}")


def written(base: float, table: dict[str, float], floors: dict[str, float], facts: Sequence[str]) -> str:
    """The file's text."""
    lines = [
        "# How likely a finding is read aright: log-odds of the base and of each test it passes. Written by",
        "# bench/fit_confidence.py; not to be edited by hand. Tests are named in src/whoholds/find/confidence.py.",
        *(f"# {fact}" for fact in facts),
        "",
        f"base = {base}",
        "",
        "[floors] # a finding below is not passed on",
        *(f"{name} = {value}" for name, value in floors.items()),
        "",
        "[weights]",
        *(f'"{name}" = {value}' for name, value in sorted(table.items())),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--dry", action="store_true", help="write nothing")
    cli.add_argument("--frames", action="store_true", help="print how often each frame is right")
    args = cli.parse_args()
    if not (quality.GOLD / "score_claims.py").exists():
        sys.exit("fit_confidence: the shared gold folder is absent; nothing was fitted")
    score = quality.scorer()
    aliases = score.load_aliases(quality.GOLD / "aliases.csv")
    coded = load()
    print("restatement, develop halves, nothing left out:")
    rules(coded, score, aliases)
    every = cases(coded, score, aliases)
    learn = [case for case in every if case.coded.half == "develop"]
    if args.frames:
        print("right by verb / frame / form, develop halves, n of 8 and more:")
        frames(learn)
    seen = Counter(signal for case in learn for signal in case.finding.signals)
    names = sorted(name for name, count in seen.items() if RARE <= count <= len(learn) - RARE)
    chances = {ridge: crossed(learn, names, ridge) for ridge in RIDGES}
    ridge = min(RIDGES, key=lambda one: (round(log_loss(truth(learn), chances[one]), 5), one))
    for case, chance in zip(learn, chances[ridge], strict=True):
        case.probability = float(chance)
    floors = best_floors([one for one in coded if one.half == "develop"], learn, score, aliases)
    found = fitted(matrix(learn, names), truth(learn), weights(learn), ridge)
    base, table = (
        round(float(found[0]), 2),
        {name: round(float(w), 2) for name, w in zip(names, found[1:], strict=True)},
    )
    table = {name: value for name, value in table.items() if value}
    print(f"{len(table)} tests weigh, of {len(seen)}; ridge {ridge:g}; floors {floors}")
    told("develop, other folds", learn, chances[ridge])
    for case in every:
        if case.coded.half == "report":
            odds = base + sum(table.get(signal, 0.0) for signal in case.finding.signals)
            case.probability = float(sigmoid(np.array(odds)))
    rest = [case for case in every if case.coded.half == "report"]
    told("report half", rest, np.array([case.probability for case in rest]))
    for name in SETS:
        for half in ("develop", "report"):
            mine = [one for one in coded if one.set == name and one.half == half]
            held = [case for case in every if case.coded.set == name and case.coded.half == half]
            for label, some in (("all", dict.fromkeys(COST, 0.0)), ("above the floors", floors)):
                print(f"  {name}/{half:8} {label:17} {line(figures(mine, passing(held, some), score, aliases))}")
    facts = [
        f"Develop halves of the coded reports: {len(learn)} findings of {len({(c.coded.set, c.coded.name) for c in learn})} reports, {truth(learn).mean():.3f} right; ridge {ridge:g}.",
        f"Other folds: area {area(truth(learn), chances[ridge]):.3f}. Report half: area {area(truth(rest), np.array([c.probability for c in rest])):.3f}.",
    ]
    if not args.dry:
        TABLE.write_text(written(base, table, floors, facts), encoding="utf-8")
        print(f"wrote {TABLE.name}")


if __name__ == "__main__":
    main()
