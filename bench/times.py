"""Dates: how often an expression of time is found, and how often its days are right.

    python bench/times.py [--errors N]

news      the dated claims of ../shared/gold: the expression a coder copied out, read in its place; days must be equal.
history   ../shared/data/wikiwars (training part): TempEval-style value F1 in the narrative reading, expressions of a day and
          coarser; an expression counts as found where the spans overlap.
Nothing of either set is stored here.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from whoholds.dating import TimeWord, dateline, times_in
from whoholds.language import load_language
from whoholds.when import DAY, Grain

SHARED = Path(__file__).resolve().parents[2] / "shared"
ENGLISH = load_language("en")
SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
SENTENCE = re.compile(r"[^\n]*?[.!?]['\"”]?(?=\s+[A-Z\"“])|[^\n]+")
VALUE = re.compile(r"(?:\d{2,4}|\d{4}-(?:\d\d(?:-\d\d)?|W\d\d|SP|SU|FA|WI|AU))$")


def value(word: TimeWord) -> str:
    """The TIMEX value of the days an expression means, as far as one exists."""
    first, days = word.first, (word.last - word.first).days
    if word.rule == "now":
        return "PRESENT_REF"
    if word.rule == "century":
        return f"{first.year // 100:02d}"
    if word.rule == "decade":
        return f"{first.year // 10:03d}"
    if word.rule == "season":
        return f"{first.year:04d}-{SEASONS.get(first.month, 'SP')}"
    if word.rule == "month":
        return f"{first:%Y-%m}"
    if word.rule == "year" or word.grain is Grain.YEAR or (word.rule == "around" and days > 100):
        return f"{first.year:04d}"
    if word.grain is Grain.MONTH or (word.rule == "around" and 8 < days < 32):
        return f"{first:%Y-%m}"
    if word.grain is Grain.WEEK:
        return f"{first.isocalendar().year:04d}-W{first.isocalendar().week:02d}"
    if word.rule == "overnight":
        return str(word.last - DAY)
    return str(first)


def history(errors: int) -> None:
    file = SHARED / "data" / "wikiwars" / "train.jsonl"
    if not file.is_file():
        print(f"history: {file} is absent; nothing measured")
        return
    scored = found = right = wanted = 0
    all_wanted = all_found = 0
    wrong: Counter[tuple[str, str, str]] = Counter()
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        words = times_in(text, language=ENGLISH, day=date.fromisoformat(document["dct"]), narrative=True)
        gold = [(one["start"], one["end"], one["value"], one["type"]) for one in document["timexes"]]
        used: set[int] = set()
        for start, end, meant, kind in gold:
            hit = next(
                (n for n, w in enumerate(words) if w.span.start < end and start < w.span.end and n not in used), None
            )
            dated = kind == "DATE" and VALUE.match(meant) is not None
            all_wanted += 1
            all_found += hit is not None
            if hit is not None:
                used.add(hit)
            if not dated:
                continue
            wanted += 1
            if hit is None:
                missed[text[start:end]] += 1
                continue
            found += 1
            if value(words[hit]) == meant:
                right += 1
            else:
                wrong[text[start:end], meant, value(words[hit])] += 1
        # an expression of ours on a gold one we do not score (durations, "now") is neither right nor wrong
        loose = [w for n, w in enumerate(words) if n not in used and w.rule != "now"]
        scored += len(loose)
        for word in loose:
            extra[word.text] += 1
    precision, recall = right / max(1, found + scored), right / wanted
    print(
        f"history: {wanted} dates of a day or coarser; found {found / wanted:.3f}; value right when found {right / found:.3f}; "
        f"value precision {precision:.3f} recall {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}; "
        f"all {all_wanted} expressions, durations too: found {all_found / all_wanted:.3f}"
    )
    show("wrong", wrong, errors)
    show("missed", missed, errors)
    show("extra", extra, errors)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    for match in SENTENCE.finditer(text):
        yield match.start(), match[0]


def news(name: str, reports: dict[str, dict[str, str]], folder: Path, errors: int) -> None:
    wanted = found = same = touching = 0
    wrong: Counter[tuple[str, ...]] = Counter()
    missed: Counter[str] = Counter()
    for file in sorted(folder.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        report = reports[gold["id"]]
        text, day = report["text"], date.fromisoformat(report["published"][:10])
        head = dateline(text, language=ENGLISH)
        day = head.day if head and name == "fakes" else day
        words = read(text, day)
        for claim in gold["claims"]:
            said, meant = claim.get("date_text"), claim.get("date")
            if not said or not meant:
                continue
            days = interval(meant)
            if days is None:
                continue
            near = claim.get("evidence_start") or 0
            places = [m.start() for m in re.finditer(re.escape(said), text)]
            if not places:
                continue
            at = min(places, key=lambda p: abs(p - near))
            wanted += 1
            hits = [w for w in words if w.span.start < at + len(said) and at < w.span.end]
            if not hits:
                missed[said] += 1
                continue
            found += 1
            best = max(hits, key=lambda w: min(w.span.end, at + len(said)) - max(w.span.start, at))
            if best.inner and not said.casefold().startswith("since"):
                best = replace(best, first=best.inner[0], last=best.inner[1])
            if (best.first, best.last) == days:
                same += 1
                touching += 1
                continue
            touching += best.first < days[1] and days[0] < best.last
            wrong[gold["id"], said, meant, f"{best.first}/{best.last - DAY}", best.rule, str(day)] += 1
    print(
        f"news {name}: {wanted} dated claims with their words; found {found / wanted:.3f}; "
        f"days equal {same / wanted:.3f}; days overlap {touching / wanted:.3f}"
    )
    show("wrong", wrong, errors)
    show("missed", missed, errors)


def read(text: str, day: date) -> Sequence[TimeWord]:
    words: list[TimeWord] = []
    for at, sentence in sentences(text):
        words += times_in(sentence, language=ENGLISH, day=day, before=words, offset=at)
    return words


def interval(meant: str) -> tuple[date, date] | None:
    """Gold days, inclusive and perhaps only a month or a year, as half-open."""
    ends = meant.split("/")
    try:
        first, last = (whole(end) for end in (ends[0], ends[-1]))
    except ValueError:
        return None
    return first[0], last[1]


def whole(text: str) -> tuple[date, date]:
    if len(text) == 4:
        return date(int(text), 1, 1), date(int(text) + 1, 1, 1)
    if len(text) == 7:
        first = date.fromisoformat(f"{text}-01")
        return first, (first + timedelta(days=32)).replace(day=1)
    day = date.fromisoformat(text)
    return day, day + DAY


def show(title: str, counts: Counter, most: int) -> None:
    for case, n in counts.most_common(most):
        print(f"    {title} {n:3d}  {case}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0, help="show so many of the commonest errors of each kind")
    errors = parser.parse_args().errors
    history(errors)
    gold = SHARED / "gold"
    if not gold.is_dir():
        print(f"news: {gold} is absent; nothing measured")
        return
    reports = [
        json.loads(file.read_text(encoding="utf-8")) for file in sorted((gold / "dev" / "reports").glob("*.json"))
    ]
    news("dev", {one["id"]: one for one in reports}, gold / "dev" / "gold", errors)
    lines = (SHARED / "data" / "fakes" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    news("fakes", {one["id"]: one for one in map(json.loads, lines)}, gold / "fakes" / "gold", errors)


if __name__ == "__main__":
    main()
