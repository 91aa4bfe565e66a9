"""What a run of capitals is: a place, a party or a person, by what stands around it anywhere in the text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from whoholds.find.lexicon import Lexicon
from whoholds.text import Span
from whoholds.theatre import Hit

ABBREVIATION = re.compile(r"[A-Z][A-Z0-9]{2,5}")
_ROMAN = re.compile(r" (?:[IVX]+|\d{1,2})$")


def key_of(plain: str, run: Span) -> str:
    """What runs of one name share: the name, folded, without the number behind it."""
    return _ROMAN.sub("", run.of(plain)).casefold()


def marks_of(plain: str, runs: Sequence[Span], known: Sequence[Hit], lexicon: Lexicon) -> dict[str, str]:
    """Run, folded → "place" or "actor", from the best evidence anywhere in the text."""
    votes: dict[str, dict[str, int]] = {}
    told = lexicon.names
    kinds, cue = lexicon.places["settlements"] | lexicon.places["whole"], lexicon.places["cue_before"]
    for _at, run in enumerate(runs):
        key = key_of(plain, run)
        vote = votes.setdefault(key, {"place": 0, "actor": 0, "person": 0})
        before = re.findall(r"[\w'-]+|[^\w\s]", plain[max(0, run.start - 40) : run.start])[-3:]
        after = re.findall(r"[\w'%-]+|[^\w\s]", plain[run.end : run.end + 40])[:3]
        low = [w.casefold() for w in before]
        nxt = [w.casefold() for w in after]
        words = run.of(plain).split()
        armed = words[-1].casefold() in lexicon.nouns["fighters"] and not (
            len(words) == 1
            and words[-1].casefold() in lexicon.nouns["air"]  # "Artillery hit ...": what it is tells how
        )
        if any(w in told["parties"] for w in words) or armed:
            vote["actor"] += 3
        if (
            nxt
            and not (len(words) == 1 and key in lexicon.nouns["plain"])
            and not (
                nxt[0] in told["military"] and lexicon.lemmas(nxt[1] if nxt[1:] else "") & lexicon.places["facilities"]
            )
            and (
                nxt[0] in lexicon.nouns["fighters"]
                or nxt[0] in told["led"]
                or plain[run.end : run.end + 1] == "-"
                or nxt[0] in told["bands"]
                or (nxt[0] in told["armed"] and not told["groups"].isdisjoint(nxt[1:2]))
            )
        ):
            vote["actor"] += 2
        letters = len(words) == 1 and ABBREVIATION.fullmatch(words[0]) is not None
        if letters and words[0] not in told["bodies"]:
            vote["actor"] += 2
        if words[-1] in told["kinds"]:
            vote["place"] += 3
        if nxt[1:] and nxt[0] in told["military"] and lexicon.lemmas(nxt[1]) & lexicon.places["facilities"]:
            vote["place"] += 2
        body = letters or any(w in told["parties"] for w in words)  # "the VUF said": no person
        if nxt and not body and nxt[0] in told["says"]:
            vote["person"] += 2
        if low and low[-1].rstrip(".") in told["titles"]:
            vote["person"] += 3
        if low and (
            (low[-1] in kinds and low[-1] not in told["sides"])
            or (low[-2:] and low[-1] == "of" and len(low) > 1 and lexicon.lemmas(low[-2]) & kinds)
        ):
            vote["place"] += 3
        elif (low and low[-1] in told["in"]) or (
            low and (low[-1] in told["taken"] or (low[-1] == "of" and low[-2:-1] and low[-2] in told["taking"]))
        ):
            vote["place"] += 2
        elif low and low[-1] in cue:
            vote["place"] += 1
        elif low[-1:] == ["the"] and low[-2:-1] and low[-2] in cue and nxt and lexicon.lemmas(nxt[0]) & kinds:
            vote["place"] += 2
        if nxt and lexicon.lemmas(nxt[0]) & kinds and nxt[0] not in told["others"]:
            vote["place"] += 2
        if lexicon.fate.match(plain, run.end) and not _common(words, lexicon):
            vote["place"] += 2
    for _ in range(2):
        _spread_in_lists(plain, runs, known, votes, told["joins"])
    out = {}
    for key, vote in votes.items():
        if vote["person"] and vote["actor"] and not vote["place"]:
            continue
        best = max(("place", "actor", "person"), key=lambda k: (vote[k], k))
        if best != "person" and vote[best] >= 2 and len(key) > 2:
            out[key] = best
    return out


def _common(words: Sequence[str], lexicon: Lexicon) -> bool:
    """True for a single word that is a common noun at the head of a sentence: "Prices fell", "Soldiers were besieged"."""
    low = words[0].casefold()
    known = set().union(*(lexicon.nouns[k] for k in ("fighters", "parties", "civil", "air", "nature", "bombs")))
    plural = low.endswith("s") and not low.endswith(("as", "is", "us", "os", "ss"))
    return len(words) == 1 and (
        plural or low in lexicon.nouns["plain"] or bool(lexicon.lemmas(low) & (known | lexicon.places["kinds"]))
    )


def _spread_in_lists(
    plain: str, runs: Sequence[Span], known: Sequence[Hit], votes: dict[str, dict[str, int]], joins: frozenset[str]
) -> None:
    """In "A, B and C", what one member is shown to be, its neighbours are too."""
    everything = sorted(
        [(run, key_of(plain, run)) for run in runs] + [(hit.span, "") for hit in known if hit.kind == "place"],
        key=lambda p: p[0].start,
    )
    for (one, a), (two, b) in itertools.pairwise(everything):
        if plain[one.end : two.start].strip() not in joins:
            continue
        sure = {key for key in (a, b) if key == "" or votes[key]["place"] >= 2}
        for key in (a, b):
            if key and key not in sure and sure and votes[key]["person"] == 0 and votes[key]["actor"] == 0:
                votes[key]["place"] += 2
