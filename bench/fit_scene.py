"""Fit which place a finding leans on, from the coded reports: src/whoholds/find/scene.toml.

    python bench/fit_scene.py [--dry]

One command, deterministic, about a minute; run it before bench/fit_confidence.py. For every finding whose one place
is a pronoun or unsaid, all places of its report are candidates; those of the coded claims of its type whose evidence
it overlaps are right. Conditional logistic regression on the tests of ``whoholds.find.scene``; penalty and margin by
cross-validation over groups of like reports of the develop half; the report half only gets its figures printed. Needs ../shared/gold and
../shared/data; says so and stops when they are absent.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import quality
from fit_confidence import FOLDS, SETS, Coded, figures, line, load, row_of
from whoholds.find.restated import merged
from whoholds.find.scene import Candidate, Scene, leans, pull, settled

TABLE = Path(__file__).resolve().parents[1] / "src/whoholds/find/scene.toml"
RARE = 10  # a test passed by fewer candidates has no weight of its own
RIDGES = (3.0, 6.0, 12.0)
MARGINS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)


@dataclass(slots=True)
class Question:
    """One leaning finding: its candidates, which of them are right, and whether the engine's own choice is."""

    coded: Coded
    candidates: tuple[Candidate, ...]
    right: np.ndarray
    own: bool


def questions(coded: Sequence[Coded], score: Any, aliases: Any) -> list[Question]:
    """Every leaning finding that a coded claim with places speaks to."""
    made = []
    for one in coded:
        golds = [score.make_claim(raw, aliases) for raw in one.gold]
        scene = Scene(one.found, one.report, one.theatre)
        for index, finding in enumerate(one.found):
            if not leans(finding):
                continue
            claim = score.make_claim(row_of(finding, one), aliases)
            keys = {k for g in golds if g.type == claim.type and score.spans_overlap(g, claim) for k in g.keys}
            if keys:
                candidates = scene.candidates(index)
                right = np.array([score.place_key(c.text) in keys for c in candidates])
                made.append(Question(one, candidates, right, score.place_key(finding.places[0].text) in keys))
    return made


def matrix(candidates: Sequence[Candidate], names: Sequence[str]) -> np.ndarray:
    return np.array([[name in one.tests for name in names] for one in candidates], float)


def fitted(held: Sequence[Question], names: Sequence[str], ridge: float) -> np.ndarray:
    """Penalised conditional maximum likelihood by Newton's method with halved steps."""
    told = [(matrix(q.candidates, names), q.right) for q in held if q.right.any() and not q.right.all()]

    def at(w: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        loss, slope, curve = ridge / 2 * float(w @ w), ridge * w, ridge * np.eye(len(w))
        for tests, right in told:
            odds = tests @ w
            mass = np.exp(odds - odds.max())
            every, true = mass / mass.sum(), mass * right / (mass * right).sum()
            loss -= float(np.log((mass * right).sum() / mass.sum()))
            mean = every @ tests
            slope = slope + mean - true @ tests
            curve += (tests * every[:, None]).T @ tests - np.outer(mean, mean)  # of the concave part: always downhill
        return loss, slope, curve

    w = np.zeros(len(names))
    for _ in range(60):
        loss, slope, curve = at(w)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while at(w - size * step)[0] > loss and size > 1e-6:
            size /= 2
        w -= size * step
        if np.abs(size * step).max() < 1e-8:
            break
    return w


def chosen(question: Question, names: Sequence[str], w: np.ndarray, margin: float) -> bool:
    """Whether the place that would be passed on is right."""
    if not question.candidates:
        return question.own
    odds = matrix(question.candidates, names) @ w
    own = next((odd for odd, c in zip(odds, question.candidates, strict=True) if c.current), 0.0)
    best = int(odds.argmax())
    if question.candidates[best].current or odds[best] - own < margin:
        return question.own
    return bool(question.right[best])


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--dry", action="store_true", help="write nothing")
    args = cli.parse_args()
    if not (quality.GOLD / "score_claims.py").exists():
        sys.exit("fit_scene: the shared gold folder is absent; nothing was fitted")
    score = quality.scorer()
    aliases = score.load_aliases(quality.GOLD / "aliases.csv")
    coded = load()
    every = questions(coded, score, aliases)
    learn = [q for q in every if q.coded.half == "develop"]
    rest = [q for q in every if q.coded.half == "report"]
    seen = Counter(test for q in learn for c in q.candidates for test in c.tests)
    names = sorted(name for name, count in seen.items() if count >= RARE)
    best: tuple[int, float, float] = (-1, 0.0, 0.0)
    for ridge in RIDGES:
        folds = [fitted([q for q in learn if q.coded.fold != f], names, ridge) for f in range(FOLDS)]
        for margin in MARGINS:
            right = sum(chosen(q, names, folds[q.coded.fold], margin) for q in learn)
            best = max(best, (right, ridge, margin))
    right, ridge, margin = best
    w = np.round(fitted(learn, names, ridge), 2)
    print(f"{len(names)} tests; ridge {ridge:g}; margin {margin:g}")
    print(f"develop, other folds: {right} of {len(learn)} right, the engine alone {sum(q.own for q in learn)}")
    after = sum(chosen(q, names, w, margin) for q in rest)
    print(f"report half: {after} of {len(rest)} right, the engine alone {sum(q.own for q in rest)}")
    facts = [
        f"Develop halves: {len(learn)} leaning findings; right in other folds {right}, by the engine alone {sum(q.own for q in learn)}.",
        f"Report halves: {after} of {len(rest)}, by the engine alone {sum(q.own for q in rest)}. Ridge {ridge:g}.",
    ]
    nouns = ", ".join(f'"{noun}"' for noun in sorted(pull().wide))
    text = "\n".join(
        [
            "# Which place a finding leans on: log-weights of the tests a candidate passes. Written by bench/fit_scene.py;",
            "# not to be edited by hand but for the nouns. Tests are named in src/whoholds/find/scene.py.",
            *(f"# {fact}" for fact in facts),
            "",
            f"margin = {margin}  # by which a name must beat the engine's choice",
            f"wide = [{nouns}]  # nouns of an area that holds towns",
            "",
            "[weights]",
            *(f'"{name}" = {value}' for name, value in zip(names, w.tolist(), strict=True) if value),
        ]
    )
    before = TABLE.read_text(encoding="utf-8")
    TABLE.write_text(text + "\n", encoding="utf-8")
    pull.cache_clear()
    for name in SETS:
        for half in ("develop", "report"):
            mine = [one for one in coded if one.set == name and one.half == half]
            for label, moves in (("engine alone", False), ("settled", True)):
                kept = {
                    one.name: [
                        row_of(finding, one)
                        for finding in merged(settled(one.found, one.report, one.theatre) if moves else one.found)
                    ]
                    for one in mine
                }
                print(f"  {name}/{half:8} {label:13} {line(figures(mine, kept, score, aliases))}")
    if args.dry:
        TABLE.write_text(before, encoding="utf-8")


if __name__ == "__main__":
    main()
