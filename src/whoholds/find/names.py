"""The names of a report: those the theatre knows, and capitalised runs that the text itself shows to be places.

A run counts as a place when, somewhere in the report, it follows a kind noun or a preposition of place, or stands
before a kind noun, or is listed beside one that does; as a party when it carries a word such as "Army" or "Front", or
stands before "fighters". Hits without ids are guesses; they are masked like the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from whoholds.actor import BELLIGERENT_KINDS
from whoholds.find.lexicon import Lexicon
from whoholds.find.marks import key_of, marks_of
from whoholds.find.mask import clean
from whoholds.text import Span
from whoholds.theatre import Hit, Theatre

PROSE = 60  # words within which prose has a comma; a longer text without any has lost them
_WORD = r"[^\W\d_a-z][\w'\u2019\u02bc]*(?:-(?:[^\W\d_][\w'\u2019\u02bc]*))*"
_SMALL = r"(?:al|el|ad|an|ar|as|ash|at|az|ul|de|del|la|bin|abu|umm)"
_RUN = re.compile(
    rf"(?<![\w'\u2019-])(?:{_SMALL}[- ])?{_WORD}(?:[ -](?:{_SMALL}[- ])?{_WORD})*(?: (?:[IVX]+|\d{{1,2}})\b)?"
)
_NOUN = re.compile(r" ([^\W\d_]+)(?![\w'\u2019-])")
_HELD = re.compile(r"-(?:held|controlled|run|led|backed|aligned|allied)$")
_EZAFE = re.compile(r"\w-(?:e|i|ye) ")
_OWNER = re.compile(r"(?<=\w\w\w)['\u2019]s (?=\w)")


def names_in(text: str, theatre: Theatre, lexicon: Lexicon) -> tuple[Hit, ...]:
    """The names of the text, in order, none overlapping: the theatre's first, then the text's own places and parties."""
    plain = clean(text)
    actors = [hit for hit in theatre.actors_in(text) if _fights(hit, theatre)]
    known = _apart([*actors, *theatre.places_in(text)])
    known = [
        hit
        for hit in (_trimmed(one, lexicon) for one in known)
        if not _is_state(hit, lexicon) and not _plain_word(hit, lexicon)
    ]
    taken = sorted((_with_noun(hit, text, lexicon) for hit in known), key=lambda hit: hit.span.start)
    everything = _runs(plain, lexicon)
    whole = text.count(",") * PROSE > len(text.split())  # with its commas, a run of capitals is one name
    if whole or len(text.split()) < PROSE:
        for run in everything:
            parts = [hit for hit in _near(taken, run) if hit.span.meets(run)]
            alien = bool(_EZAFE.search(run.of(plain)))  # "Deh-e Pell" is one name, whatever "Pell" is elsewhere
            if (
                parts
                and all((hit.kind == "place" or alien) and run.holds(hit.span) for hit in parts)
                and (whole or parts[0].span.start > run.start)
                and not _covered(plain, run, parts, lexicon)
            ):
                taken = [hit for hit in taken if hit not in parts]
                taken.append(Hit(span=run, kind="place", ids=(), text=text[run.start : run.end]))
                taken.sort(key=lambda hit: hit.span.start)
    for run in everything:
        first, _, rest = run.of(plain).partition(" ")
        parts = [
            hit
            for hit in taken
            if hit.kind == "place" and hit.span.start == run.start + len(first) + 1 and hit.span.end == run.end
        ]
        if first in lexicon.names["prefixes"] and rest and parts:
            taken = [hit for hit in taken if hit not in parts]
            taken.append(Hit(span=run, kind="place", ids=(), text=text[run.start : run.end]))
            taken.sort(key=lambda hit: hit.span.start)
    runs = [run for run in everything if not any(hit.span.meets(run) for hit in _near(taken, run))]
    marks = marks_of(plain, runs, taken, lexicon)
    guessed = [
        Hit(span=run, kind=marks[key], ids=(), text=text[run.start : run.end])
        for run in runs
        if (key := key_of(plain, run)) in marks
    ]
    return tuple(sorted([*taken, *guessed], key=lambda hit: hit.span.start))


def _covered(plain: str, run: Span, parts: Sequence[Hit], lexicon: Lexicon) -> bool:
    """True when the run holds nothing but the known names, kind nouns and bearings: then the names stay apart."""
    rest = plain[run.start : run.end]
    for hit in parts:
        rest = rest.replace(hit.text, " ")
    words = [w.casefold() for w in re.findall(r"[\w'-]+", rest)]
    return all(
        w in lexicon.places["kinds"]
        or w in lexicon.places["bearings"]
        or w in lexicon.places["countries"]
        or w in lexicon.places["demonyms"]
        for w in words
    )


def _trimmed(hit: Hit, lexicon: Lexicon) -> Hit:
    """The hit without a small word that is a preposition here and an article elsewhere ("at Tartus")."""
    first, _, rest = hit.text.partition(" ")
    if first in lexicon.names["articles"] and rest:
        return Hit(span=Span(hit.span.start + len(first) + 1, hit.span.end), kind=hit.kind, ids=hit.ids, text=rest)
    return hit


def _with_noun(hit: Hit, text: str, lexicon: Lexicon) -> Hit:
    """The name with the fighters behind it, "ISIS fighters": listed so or not, one body is read alike under any name."""
    behind = _NOUN.match(text, hit.span.end)
    if hit.kind != "actor" or behind is None or behind[1].casefold() not in lexicon.terms["men_under_arms"]:
        return hit
    return Hit(
        span=Span(hit.span.start, behind.end()), kind=hit.kind, ids=hit.ids, text=text[hit.span.start : behind.end()]
    )


def _fights(hit: Hit, theatre: Theatre) -> bool:
    """True unless every bearer of the name is a monitor or a civil body: those speak, and are read as speakers."""
    bearers = [theatre.actor(one) for one in hit.ids]
    return not bearers or any(one is None or one.kind in BELLIGERENT_KINDS for one in bearers)


def _near(hits: list[Hit], run: Span) -> list[Hit]:
    import bisect

    at = bisect.bisect_left([hit.span.end for hit in hits], run.start)
    return hits[max(0, at - 1) : at + 6]


def _apart(hits: list[Hit]) -> list[Hit]:
    """Longest first where two overlap; a place before a party of equal length: as a subject it still acts."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.span.start - h.span.end, h.kind != "place", h.span.start)):
        if not any(hit.span.meets(other.span) for other in kept):
            kept.append(hit)
    return kept


def _is_state(hit: Hit, lexicon: Lexicon) -> bool:
    """Countries stay in view: the slot says whether they act or are acted in. So do words of nationality."""
    low = hit.text.casefold()
    return (
        low in lexicon.places["countries"]
        or low in lexicon.places["demonyms"]
        or (hit.kind == "actor" and low in lexicon.places["states_as_party"])
    )


def _plain_word(hit: Hit, lexicon: Lexicon) -> bool:
    """Generic terms ("the army", "Forces" at the head of a sentence) need no mask: every parser knows them."""
    low = hit.text.casefold()
    return hit.kind == "actor" and (
        hit.text.islower()
        or low in lexicon.nouns["fighters"] | lexicon.terms["generic"]
        or low.removesuffix("s") in lexicon.nouns["fighters"]
    )


def _runs(plain: str, lexicon: Lexicon) -> list[Span]:
    found = []
    for one in (piece for match in _RUN.finditer(plain) for piece in _owned(match, lexicon)):
        start, end = one
        words = plain[start:end].split()
        while words and words[0].casefold() in lexicon.places["not_place"]:
            start += len(words[0])
            start += len(plain[start:end]) - len(plain[start:end].lstrip())
            words = words[1:]
        while words and words[-1].casefold() in lexicon.places["not_place"]:
            end = start + len(plain[start:end].rstrip()) - len(words[-1])
            end = start + len(plain[start:end].rstrip())
            words = words[:-1]
        piece = plain[start:end]
        if piece.endswith("'s"):
            end, piece = end - 2, piece[:-2]
        elif piece.endswith("'"):
            end, piece = end - 1, piece[:-1]
        held = _HELD.search(piece)
        if held is not None and " " in piece:  # "the Dawn Movement-held village"
            end, piece = start + held.start(), piece[: held.start()]
        low = piece.casefold()
        if lexicon.described.search(low) or (low.split() or [""])[-1] in lexicon.names["offices"]:
            continue
        if (
            len(piece) > 1
            and low not in lexicon.places["countries"] | lexicon.places["demonyms"] | lexicon.places["states_as_party"]
        ):
            found.append(Span(start, end))
    return found


def _owned(run: re.Match[str], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The run, cut behind a possessive: "Korsk's Pell" are two names."""
    at = run.start()
    for mark in _OWNER.finditer(run.group()):
        if run.group()[: mark.start()].endswith(lexicon.plurals):
            continue
        yield at, run.start() + mark.start()
        at = run.start() + mark.end()
    yield at, run.end()
