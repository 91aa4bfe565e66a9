"""The names of a report: those the theatre knows, and capitalised runs that the text itself shows to be places.

A run counts as a place when, somewhere in the report, it follows a kind noun or a preposition of place, or stands
before a kind noun, or is listed beside one that does; as a party when it carries a word such as "Army" or "Front", or
stands before "fighters". Hits without ids are guesses; they are masked like the others.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from whoholds.actor import BELLIGERENT_KINDS
from whoholds.find.lexicon import Lexicon
from whoholds.find.mask import clean
from whoholds.text import Span
from whoholds.theatre import Hit, Theatre

PROSE = 60  # words within which prose has a comma; a longer text without any has lost them
_WORD = r"[^\W\d_a-z][\w'\u2019\u02bc]*(?:-(?:[^\W\d_][\w'\u2019\u02bc]*))*"
_SMALL = r"(?:al|el|ad|an|ar|as|ash|at|az|ul|de|del|la|bin|abu|umm)"
_RUN = re.compile(
    rf"(?<![\w'\u2019-])(?:{_SMALL}[- ])?{_WORD}(?:[ -](?:{_SMALL}[- ])?{_WORD})*(?: (?:[IVX]+|\d{{1,2}})\b)?"
)
_EZAFE = re.compile(r"\w-(?:e|i|ye) ")
_OWNER = re.compile(r"(?<=\w\w\w)(?<!People)(?<!Women)(?<!Children)(?<!Workers)['\u2019]s (?=\w)")
_ROMAN = re.compile(r" (?:[IVX]+|\d{1,2})$")


def names_in(text: str, theatre: Theatre, lexicon: Lexicon) -> tuple[Hit, ...]:
    """The names of the text, in order, none overlapping: the theatre's first, then the text's own places and parties."""
    plain = clean(text)
    actors = [hit for hit in theatre.actors_in(text) if _fights(hit, theatre)]
    known = _apart([*actors, *theatre.places_in(text)])
    known = [hit for hit in map(_trimmed, known) if not _is_state(hit, lexicon) and not _plain_word(hit, lexicon)]
    taken = sorted(known, key=lambda hit: hit.span.start)
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
        if first in _PREFIXES and rest and parts:
            taken = [hit for hit in taken if hit not in parts]
            taken.append(Hit(span=run, kind="place", ids=(), text=text[run.start : run.end]))
            taken.sort(key=lambda hit: hit.span.start)
    runs = [run for run in everything if not any(hit.span.meets(run) for hit in _near(taken, run))]
    marks = _marks(plain, runs, taken, lexicon)
    guessed = [
        Hit(span=run, kind=marks[key], ids=(), text=text[run.start : run.end])
        for run in runs
        if (key := _key(plain, run)) in marks
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


def _trimmed(hit: Hit) -> Hit:
    """The hit without a small word that is a preposition here and an article elsewhere ("at Tartus")."""
    first, _, rest = hit.text.partition(" ")
    if first in {"at", "as", "an", "in"} and rest:
        return Hit(span=Span(hit.span.start + len(first) + 1, hit.span.end), kind=hit.kind, ids=hit.ids, text=rest)
    return hit


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
    for one in (piece for match in _RUN.finditer(plain) for piece in _owned(match)):
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
        low = piece.casefold()
        if (
            re.search(r"-(?:based|backed|led|held|controlled|run|born|aligned|allied)\b", low)
            or (low.split() or [""])[-1] in _OFFICES
        ):
            continue
        if (
            len(piece) > 1
            and low not in lexicon.places["countries"] | lexicon.places["demonyms"] | lexicon.places["states_as_party"]
        ):
            found.append(Span(start, end))
    return found


def _owned(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The run, cut behind a possessive: "Korsk's Pell" are two names."""
    at = run.start()
    for mark in _OWNER.finditer(run.group()):
        yield at, run.start() + mark.start()
        at = run.start() + mark.end()
    yield at, run.end()


def _key(plain: str, run: Span) -> str:
    return _ROMAN.sub("", run.of(plain)).casefold()


def _marks(plain: str, runs: Sequence[Span], known: Sequence[Hit], lexicon: Lexicon) -> dict[str, str]:
    """Run, folded → "place" or "actor", from the best evidence anywhere in the text."""
    votes: dict[str, dict[str, int]] = {}
    kinds, cue = lexicon.places["settlements"] | lexicon.places["whole"], lexicon.places["cue_before"]
    for _at, run in enumerate(runs):
        key = _key(plain, run)
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
        if any(w in _PARTY_WORDS for w in words) or armed:
            vote["actor"] += 3
        if (
            nxt
            and not (len(words) == 1 and key in lexicon.nouns["plain"])
            and not (nxt[0] == "military" and lexicon.lemmas(nxt[1] if nxt[1:] else "") & lexicon.places["facilities"])
            and (
                nxt[0] in lexicon.nouns["fighters"]
                or nxt[0] in {"-led", "-backed"}
                or plain[run.end : run.end + 1] == "-"
                or nxt[0] in {"group", "movement", "militia"}
                or (
                    nxt[0] in {"insurgency", "insurgent", "rebel", "armed", "militant", "separatist"}
                    and nxt[1:2] in _GROUPS
                )
            )
        ):
            vote["actor"] += 2
        if len(words) == 1 and re.fullmatch(r"[A-Z][A-Z0-9]{2,5}", words[0]) and words[0] not in _BODIES:
            vote["actor"] += 2
        if words[-1] in _KIND_WORDS:
            vote["place"] += 3
        if nxt[:1] == ["military"] and nxt[1:] and lexicon.lemmas(nxt[1]) & lexicon.places["facilities"]:
            vote["place"] += 2
        if nxt and nxt[0] in {"said", "says", "told", "added", "who", "wrote", "warned", "say", "announced"}:
            vote["person"] += 2
        if low and low[-1].rstrip(".") in _TITLES:
            vote["person"] += 3
        if low and (
            (low[-1] in kinds and low[-1] not in {"side", "head"})
            or (low[-2:] and low[-1] == "of" and len(low) > 1 and lexicon.lemmas(low[-2]) & kinds)
        ):
            vote["place"] += 3
        elif (low and low[-1] in {"in", "near", "outside", "inside", "around", "into", "toward", "towards"}) or (
            low and (low[-1] in _TAKEN or (low[-1] == "of" and low[-2:-1] and low[-2] in _TAKING))
        ):
            vote["place"] += 2
        elif low and low[-1] in cue:
            vote["place"] += 1
        elif low[-1:] == ["the"] and low[-2:-1] and low[-2] in cue and nxt and lexicon.lemmas(nxt[0]) & kinds:
            vote["place"] += 2
        if (
            nxt
            and lexicon.lemmas(nxt[0]) & kinds
            and nxt[0]
            not in {
                "line",
                "lines",
                "position",
                "positions",
                "units",
                "side",
                "front",
                "government",
                "ministry",
                "post",
                "house",
            }
        ):
            vote["place"] += 2
        if _FATE.match(plain, run.end) and not _common(words, lexicon):
            vote["place"] += 2
    for _ in range(2):
        _spread_in_lists(plain, runs, known, votes)
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


def _spread_in_lists(plain: str, runs: Sequence[Span], known: Sequence[Hit], votes: dict[str, dict[str, int]]) -> None:
    """In "A, B and C", what one member is shown to be, its neighbours are too."""
    everything = sorted(
        [(run, _key(plain, run)) for run in runs] + [(hit.span, "") for hit in known if hit.kind == "place"],
        key=lambda p: p[0].start,
    )
    for (one, a), (two, b) in itertools.pairwise(everything):
        if plain[one.end : two.start].strip() not in {",", "and", ", and", "&", "or"}:
            continue
        sure = {key for key in (a, b) if key == "" or votes[key]["place"] >= 2}
        for key in (a, b):
            if key and key not in sure and sure and votes[key]["person"] == 0 and votes[key]["actor"] == 0:
                votes[key]["place"] += 2


_PREFIXES = frozenset(
    [
        "New",
        "Old",
        "Upper",
        "Lower",
        "Greater",
        "East",
        "West",
        "North",
        "South",
        "Eastern",
        "Western",
        "Northern",
        "Southern",
        "Central",
    ]
)
_OFFICES = frozenset(
    [
        "institute",
        "council",
        "agency",
        "ministry",
        "committee",
        "commission",
        "centre",
        "center",
        "media",
        "news",
        "observatory",
        "office",
        "court",
        "association",
        "union",
        "nations",
        "organization",
        "organisation",
        "chief",
        "staff",
        "network",
        "channel",
        "television",
        "tv",
        "post",
        "times",
        "press",
        "war",
        "conference",
        "parliament",
        "assembly",
        "congress",
    ]
)
# What is said of towns and of nobody else, behind a name: it tells a name at the head of a sentence.
_GROUPS = (["group"], ["groups"], ["movement"], ["militia"], ["alliance"])
_FATE = re.compile(
    r"""(?:\ (?:city|town|village))?
    (?:\ (?:(?:has|have|had|was|were|is|are|being|been|remains?|remained|stays|stayed|completely|nearly|almost|now|no|longer|not|yet|now|again|once|also|already|still|later|briefly|fully|largely)\ ){1,4}
         (?:captured|recaptured|seized|retaken|reoccupied|liberated|overrun|besieged|encircled|surrounded|blockaded
           |bombed|shelled|bombarded|occupied|cleared\ of|cut\ off|lost|handed\ (?:over|back)|taken\ (?:over|back|by)
           |held\ by|controlled\ by|run\ by|divided\ between|contested|won\ back|declared\ (?:free|liberated)
           |attacked|raided|stormed|torched|ransacked|evacuated|vacated|sealed\ off|isolated
           |fallen|the\ scene|ours|under\ (?:attack|siege|fire|bombardment|the\ control))\b
      |\ (?:direction|axis|sector|salient|bridgehead|countryside)\b
      |\ (?:surrounded|encircled|besieged|contested|cut\ off|retaken|recaptured|overrun|sealed\ off)\b(?!\ (?:a|an|the|two|three|several|by\ the\ (?:law|court)))
      |\ (?:has|had)\ changed\ hands|\ chang(?:ed|es)\ hands|\ (?:fell|falls)\b(?!\ (?:ill|asleep|short|behind|apart|off|from|in\ love))
      |\ (?:(?:has|had|have|been|is|was|are|were|remains?|remained|stays|stayed|came|comes?|back|now|still|again|firmly
           |no|longer|not|yet|returned|passed|slipped|brought|largely|partly|once)\ ){1,4}(?:under|into|in|to|out\ of|from)\ (?:[\w'\u2019-]+\ ){0,4}?
           (?:control|hands|siege|rule|shelling|bombardment|blockade|grasp|occupation|attack|assault|fire)\b
      |,\ where\b|,\ which\ (?:[\w'\u2019-]+\ ){1,4}(?:captured|seized|retook|recaptured|took|overran|liberated|lost|hold|control)s?\b
      |,\ (?:captured|seized|retaken|recaptured|overrun|liberated|lost)\ (?:by|on|in|last|from|to)\b
      |['\u2019]s\ (?:outskirts|cent(?:re|er)|airport|streets|suburbs|residents|defen[cs]es|garrison|market|neighbou?rhoods)\b
      |,?\ (?:is\ |was\ |became\ |remains\ )?(?:a|the|another|one\ of\ the)\ (?:[\w'\u2019-]+\ ){0,3}?
           (?:town|city|village|stronghold|bastion|district|settlement|hub|crossing|port|hamlet|capital|suburb)\b(?!['\u2019]))""",
    re.VERBOSE,
)
_TAKEN = frozenset(
    [
        "rocked",
        "pounded",
        "reoccupied",
        "recapture",
        "retake",
        "overrun",
        "liberate",
        "encircle",
        "besiege",
        "evacuated",
        "vacated",
        "abandoned",
        "retaking",
        "recapturing",
        "overrunning",
        "entering",
        "reaching",
        "reach",
        "encircling",
        "blockaded",
        "captured",
        "seized",
        "retook",
        "recaptured",
        "entered",
        "liberated",
        "stormed",
        "besieged",
        "shelled",
        "overran",
        "occupied",
        "encircled",
        "bombed",
    ]
)
_TAKING = frozenset(
    [
        "capture",
        "fall",
        "siege",
        "battle",
        "control",
        "liberation",
        "seizure",
        "loss",
        "recapture",
        "outskirts",
        "north",
        "south",
        "east",
        "west",
        "centre",
        "center",
        "bombardment",
        "shelling",
        "hold",
        "town",
        "village",
        "city",
        "part",
        "parts",
    ]
)
_BODIES = frozenset(
    [
        "UNHCR",
        "WHO",
        "ICRC",
        "OCHA",
        "MSF",
        "AFP",
        "NATO",
        "UNICEF",
        "OHCHR",
        "OPCW",
        "IOM",
        "DTM",
        "WFP",
        "BBC",
        "CNN",
        "TASS",
        "RIA",
        "SANA",
        "SOHR",
        "OSCE",
        "UNRWA",
        "UNSC",
        "IDPS",
        "NGO",
        "NGOS",
        "ISW",
        "ACLED",
        "AMC",
        "LBC",
        "APTN",
        "RFE",
    ]
)
_PARTY_WORDS = frozenset(
    [
        "Army",
        "Forces",
        "Force",
        "Front",
        "Brigade",
        "Brigades",
        "Movement",
        "Battalion",
        "Corps",
        "Militia",
        "Legion",
        "Guards",
        "Alliance",
        "Coalition",
        "Fighters",
        "Troops",
        "League",
        "Units",
    ]
)
_KIND_WORDS = frozenset(
    [
        "Province",
        "Governorate",
        "City",
        "Town",
        "Village",
        "District",
        "Region",
        "County",
        "State",
        "Airport",
        "Airbase",
        "Camp",
        "Valley",
        "Plain",
        "River",
        "Bridge",
        "Dam",
        "Road",
        "Highway",
        "Street",
        "Mountains",
        "Island",
        "Peninsula",
        "Heights",
        "Oblast",
    ]
)
_TITLES = frozenset(
    [
        "president",
        "general",
        "minister",
        "spokesman",
        "spokeswoman",
        "commander",
        "colonel",
        "mr",
        "mrs",
        "ms",
        "dr",
        "director",
        "governor",
        "mayor",
        "secretary",
        "captain",
        "leader",
        "chief",
        "analyst",
        "ambassador",
        "envoy",
        "lieutenant",
        "gen",
        "col",
        "maj",
        "brig",
        "adviser",
        "aide",
        "journalist",
        "founder",
        "representative",
        "activist",
    ]
)
