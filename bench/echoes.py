"""Copies among many reports: how many are found, how long it takes, and in how much memory.

    python bench/echoes.py [--reports N] [--alike X]

The corpus is made from a seed: short reports of invented places, a third of them copies of an earlier one under
another outlet's name, cut, retitled or with words changed as desks do. One core, processor time: making the texts is the
bench's own cost, the fingerprints are made on reading, the check finds the copies. Found is scored by pairs of a copy
and its original: a report counts as right when it is led to the first published one of its story, or to itself.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

from whoholds.fuse.echoes import same_text
from whoholds.fuse.parameters import BY_HAND
from whoholds.read.shingles import signature
from whoholds.text import Imprint

DAY = datetime(2031, 3, 1, tzinfo=UTC)
COPIED = 1 / 3
WORDS = 60  # of a report, about
SYLLABLES = [a + b + c for a in "bdfgklmnprstv" for b in "aeiou" for c in ("", "n", "r", "s")]
EDITS = ("cut", "credited", "reworded", "whole")


def words(rng: random.Random, vocabulary: list[str], count: int) -> list[str]:
    return [vocabulary[min(int(rng.paretovariate(0.6)), len(vocabulary)) - 1] for _ in range(count)]


def edited(rng: random.Random, story: list[str], vocabulary: list[str]) -> list[str]:
    """The story as another outlet prints it."""
    how = rng.choice(EDITS)
    if how == "cut":
        return story[: -rng.randint(1, WORDS // 10)]
    if how == "credited":
        return [*["the", "agency", "reported", "on", "monday", "that"], *story]
    if how == "reworded":
        story = list(story)
        for _ in range(2):
            story[rng.randrange(len(story))] = rng.choice(vocabulary)
    return story


def corpus(count: int, seed: int = 31) -> tuple[dict[str, Imprint], dict[str, str], float]:
    """The imprints, for each report the first one of its story, and the seconds that the fingerprints took."""
    seconds = 0.0
    rng = random.Random(seed)
    vocabulary = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 3))) for _ in range(20_000)]
    recent: list[tuple[str, list[str]]] = []
    printed, story_of = {}, {}
    for number in range(count):
        report, at = f"r{number:07}", DAY + timedelta(seconds=30 * number)
        if recent and rng.random() < COPIED:
            story, text = rng.choice(recent)
            text = edited(rng, text, vocabulary)
        else:
            story, text = report, words(rng, vocabulary, rng.randint(WORDS - 20, WORDS + 20))
            recent = [*recent[-400:], (story, text)]
        whole = " ".join(text)
        begun = time.process_time()
        made = signature(whole)
        seconds += time.process_time() - begun
        printed[report] = Imprint(report=report, outlet=f"o{number % 97}", published=at, received=at, signature=made)
        story_of[report] = story
    return printed, story_of, seconds


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--reports", type=int, default=20_000)
    ask.add_argument("--alike", type=float, default=BY_HAND.same_wording)
    options = ask.parse_args()
    begun = time.process_time()
    printed, story_of, fingerprinting = corpus(options.reports)
    made = time.process_time()
    found = same_text(printed, options.alike)
    done = time.process_time()
    copies = {report for report, story in story_of.items() if report != story}
    led = {report for report, first in found.items() if first != report}
    right = sum(found[report] == story_of[report] for report in led)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(f"{options.reports:,} reports, {len(copies):,} of them copies; alike from {options.alike}; one core")
    print(f"precision {right / max(1, len(led)):.4f}  recall {right / max(1, len(copies)):.4f}")
    print(
        f"texts made in {made - begun - fingerprinting:.0f} s, fingerprinted in {fingerprinting:.1f} s, "
        f"checked in {done - made:.1f} s; peak {peak:,.0f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
