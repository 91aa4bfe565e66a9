"""Which party a wording means on a day: names and their dates, labels and who uses them, "X-backed Y", "X and its allies".

wording ── names of the theatre ──→ bearers ── active that day, label of that speaker ──→ one, the narrowest
        ── last party named ──→ "the fighters"        ── looks like a party ──→ a provisional ``new:`` id
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from whoholds.actor import BELLIGERENT_KINDS, PROVISIONAL, Actor, Name, NameKind, TieKind
from whoholds.claim import Unplaced
from whoholds.language import Language, load_language
from whoholds.spelling import fold, key
from whoholds.text import Span
from whoholds.theatre import Hit, Theatre
from whoholds.when import DAY, Period

ARMED = frozenset({"armed-group", "coalition"})
REGULAR = frozenset({"army", "government", "foreign-state"})
STATES = frozenset({"government", "foreign-state"})
CIVIL = frozenset({"control_held", "control_lost", "agreement", "displacement"})  # what a state does as a state
ARMY = re.compile(r"^[^\W\d_][a-z\u00df-\u00ff]\S* (?:army|forces)$")  # "Ostran army"
FORCES = re.compile(r"\b(?:army|forces|troops|soldiers|military|units|brigades?|divisions?|garrison)\b", re.IGNORECASE)
RULE = re.compile(r"\b(?:government|regime|authorities|state)\b", re.IGNORECASE)
DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")  # "U.S."
POSSESSIVE = re.compile(r"['’]s?\b(?=\s|$)")
LONG = 4  # letters of a word that may stand for the name it begins
ONE_STATE = 0.7  # share of all mentions of states from which on a report has one state at war
UNIT = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|infantry|armou?red|mechani[sz]ed|motori[sz]ed|airborne)\b.*\b(?:brigade|battalion|division|regiment|corps)\b",
    re.IGNORECASE,
)  # "the 12th Infantry Brigade": a state's, unless somebody else is named with it
KNOWN = (("exact",), ("alias",))  # keys of look_up that leave no doubt
RANK = {
    NameKind.NAME: 0,
    NameKind.ALIAS: 0,
    NameKind.METONYM: 1,
    NameKind.LABEL: 2,
    NameKind.GENERIC: 2,
}  # the narrowest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The party a wording means.

    actor       id; "" when none could be told, and ``reason`` says why. ``new:`` + name: no theatre lists it.
    candidates  every party the wording may mean, best first.
    ally        id of a backer named beside it ("X-backed"); never the party itself.
    general     the wording names no one by itself ("the army", "rebels"): a later name may be narrower.
    """

    actor: str
    reason: Unplaced | None = None
    candidates: tuple[str, ...] = ()
    ally: str = ""
    general: bool = False


NOBODY = Who(actor="", reason=Unplaced.ACTOR_UNKNOWN)


def actor_of(
    text: str, theatre: Theatre, day: date, *, sides: Iterable[str] = (), heard: Sequence[str] = (), state: str = ""
) -> Who:
    """The party these words mean on that day.

    sides  ids of the speaker and its side, whose labels ("terrorists") then apply; without a match they do not.
    heard  ids of the parties named before in the text, the last one last: what "the fighters" falls back on.
    state  id of the state in whose land it happens: what "the army" falls back on.
    """
    words = _words(load_language("en"))
    text = DOTTED.sub(lambda m: m[0].replace(".", ""), text)
    hits = theatre.actors_in(text)
    backers = [hit for hit in hits if words.backed.match(text, hit.span.end)]
    heads = [hit for hit in hits if hit not in backers]
    ally = _best(backers[0], theatre, day, ()).actor if backers else _state_before(text, words, theatre, day)
    for n, hit in enumerate(heads):
        found = _best(hit, theatre, day, tuple(sides), heard)
        if found.general and _another(text[: hit.span.start], words, theatre):
            return _provisional(text, words, ally, theatre, day)
        if not found.actor and _bare(text, words) in words.irregular - words.partisan:
            break  # "militants" is a label of some and a plain word of others
        if found.actor or found.reason is Unplaced.ACTOR_AMBIGUOUS:
            rest = text[hit.span.end :]
            actor = _coalition(found.actor, rest, heads[n + 1 :], theatre, day)
            return Who(actor=actor, reason=found.reason, candidates=found.candidates, ally=ally, general=found.general)
    bare = _bare(text, words)
    if (bare in words.state or UNIT.search(text)) and state:
        return Who(actor=state, candidates=(state,), general=True)
    if bare in words.opponents:
        return _opponent(tuple(sides), heard, theatre, day)
    if bare in words.last_named:
        last = _last(bare, heard, theatre, words)
        return Who(actor=last, candidates=(last,), general=True) if last else NOBODY
    called = _first_word(text, heard, theatre, words, day)
    return called or _provisional(text, words, ally, theatre, day)


def _opponent(sides: Sequence[str], heard: Sequence[str], theatre: Theatre, day: date) -> Who:
    """Whom "the enemy" means: the party last named that is not on the speaker's side; nobody's where the speaker's side is unknown."""
    if not sides:
        return Who(actor="", reason=Unplaced.ACTOR_AMBIGUOUS, candidates=tuple(dict.fromkeys(heard)))
    mine = {theatre.side_of(one, day) for one in sides} | set(sides)
    others = [one for one in heard if one not in mine and theatre.side_of(one, day) not in mine]
    if not others:
        return Who(actor="", reason=Unplaced.ACTOR_AMBIGUOUS)
    return Who(actor=others[-1], candidates=tuple(dict.fromkeys(reversed(others))), general=True)


def _first_word(text: str, heard: Sequence[str], theatre: Theatre, words: _Words, day: date) -> Who | None:
    """The party already named whose name begins so: "Korsk hands" after "the Korsk Liberation Front"."""
    name = words.kinds.sub("", _bare(text, words)).strip()
    if (
        not name
        or " " in name
        or len(name) < LONG
        or name in words.pronouns | words.colours
        or _state(name, text, theatre, day)
    ):
        return None
    fits = {
        one
        for one in heard
        if (known := theatre.actor(one)) is not None
        and known.kind in ARMED
        and any(
            n.kind in (NameKind.NAME, NameKind.ALIAS) and " " in n.text and _plain(n.text).split()[0] == name
            for n in known.names
        )
    }
    return Who(actor=(one := fits.pop()), candidates=(one,), general=True) if len(fits) == 1 else None


def _bare(text: str, words: _Words) -> str:
    return words.determiners.sub("", _plain(text)).strip()


def _last(word: str, heard: Sequence[str], theatre: Theatre, words: _Words) -> str:
    """The party last named that the word fits: soldiers are a state's or an army's, fighters an armed group's."""
    kinds = ARMED if word in words.irregular else REGULAR if word in words.regular else BELLIGERENT_KINDS
    fits = (one for one in reversed(heard) if (known := theatre.actor(one)) is None or known.kind in kinds)
    return next(fits, "")


def with_company(text: str, behind: str) -> str:
    """The wording with the allies named right behind it: "the League" before " and its allies took" is more than itself."""
    follows = _words(load_language("en")).company.match(behind)
    return text + follows[0] if follows else text


def may_be_a_state(text: str) -> bool:
    """True for "the army", "the regime": words that fall back on the state in whose land it happens."""
    words = _words(load_language("en"))
    return _bare(text, words) in words.state or UNIT.search(text) is not None


def is_told_of(state: str, text: str, theatre: Theatre) -> bool:
    """True when a report may be about that state: it writes one of its names, or the theatre is of one land."""
    actor = theatre.actor(state)
    if actor is None or theatre.sides:
        return actor is not None
    firsts = {name.text.split()[0] for name in actor.names if name.text[:1].isupper()}
    return re.search(rf"\b(?:{'|'.join(sorted(map(re.escape, firsts)))})(?!\w)", text) is not None


def common_state(heard: Sequence[str], theatre: Theatre) -> str:
    """The one state among the parties a report names, on whose side its "government troops" are; "" when two vie."""
    named = [one for one in heard if (known := theatre.actor(one)) is not None and known.kind in REGULAR]
    for one in dict.fromkeys(named):
        if named.count(one) >= ONE_STATE * len(named):
            return one
    return ""


def speaks_for_itself(text: str) -> bool:
    """True for "the command", "its leadership": a body named only by its office, which is the speaker's."""
    words = _words(load_language("en"))
    return _bare(text, words) in words.offices


def opens_a_sentence(text: str, start: int) -> bool:
    """True when what stands there would be written with a capital in any case."""
    before = text[:start].rstrip(' \t\u00a0"“‘(')
    return not before or before[-1] in ".!?:;\n"


def names_something(words: str, text: str) -> bool:
    """True when the first of the words is a name: it has a second capital, or stands with one inside a sentence too."""
    first = words.split(" ", 1)[0]
    if not first[1:].islower():
        return True
    return re.search(rf"[\w,] (?:{re.escape(first)})\b", text) is not None


def is_first_person(text: str) -> bool:
    """True for "we", "our forces": words that mean the side of whoever speaks."""
    return _plain(text) in _words(load_language("en")).first_person


def name_on(actor: Actor, day: date) -> str:
    """The display name on that day: the last listed one whose days hold it, else the first."""
    held = [name.text for name in actor.names if name.kind is NameKind.NAME and day in name.active]
    return held[-1] if held else actor.name


def acting_name(actor: Actor, text: str, verb: str, day: date) -> str:
    """The name under which it does this on that day: a state fights as its army, holds and agrees as itself.

    text  the report's own words for it: "the army remained" is the army's even where states are named.
    """
    armed = FORCES.search(text) is not None and RULE.search(text) is None
    if actor.kind not in STATES or (verb in CIVIL and not armed):
        return name_on(actor, day)
    forces = [n for n in actor.names if n.kind is NameKind.ALIAS and ARMY.search(n.text)]
    forces.sort(key=lambda n: day not in n.active)  # stable: in the order of the list
    return forces[0].text if forces else name_on(actor, day)


def is_belligerent(actor: str, theatre: Theatre) -> bool:
    """True when the theatre knows it as a party to fighting, or when it is a provisional party."""
    known = theatre.actor(actor)
    return actor.startswith(PROVISIONAL) if known is None else known.kind in BELLIGERENT_KINDS


def parties_heard(text: str, theatre: Theatre, day: date) -> tuple[tuple[Span, str], ...]:
    """Where fighting parties are named by a name of their own, and which: what a later general word falls back on."""
    named = []
    for hit in theatre.actors_in(text):
        found = _best(hit, theatre, day, ())
        if (
            found.actor
            and not found.general
            and is_belligerent(found.actor, theatre)
            and not _is_land(hit, found.actor, theatre)
        ):
            named.append((hit.span, found.actor))
    return tuple(named)


def _is_land(hit: Hit, ident: str, theatre: Theatre) -> bool:
    """True when the words name the country or its capital, which may only be where something happened."""
    actor = theatre.actor(ident)
    if actor is None:
        return False
    wanted = _key(hit.text)
    if actor.kind == "foreign-state" and wanted == _key(actor.name):
        return True
    return any(name.kind is NameKind.METONYM and _key(name.text) == wanted for name in actor.names)


# ── one name, several bearers ───────────────────────────────────────────────────────────────────────────────────


def _best(hit: Hit, theatre: Theatre, day: date, sides: Sequence[str], heard: Sequence[str] = ()) -> Who:
    """The bearer of a listed name on that day."""
    wanted = _key(hit.text)
    bearers: list[tuple[timedelta, int, str, NameKind]] = []
    for ident in hit.ids:
        actor = theatre.actor(ident)
        if actor is None:
            continue
        named = [name for name in actor.names if _key(name.text) == wanted]
        fitting = [name for name in named or actor.names[:1] if _speaks(name, ident, sides, theatre, day)]
        if fitting:
            name = min(fitting, key=lambda one: (_off(one.active, day), RANK[one.kind]))
            bearers.append((max(_off(name.active, day), _off(actor.active, day)), RANK[name.kind], ident, name.kind))
    if not bearers:
        ambiguous = len(hit.ids) > 0
        return Who(
            actor="",
            reason=Unplaced.ACTOR_AMBIGUOUS if ambiguous else Unplaced.ACTOR_UNKNOWN,
            candidates=tuple(sorted(hit.ids)),
        )
    bearers.sort()
    nearest = [one for one in bearers if one[:2] == bearers[0][:2]]
    ids = tuple(one[2] for one in bearers)
    general = nearest[0][3] in (NameKind.GENERIC, NameKind.LABEL)
    chosen = (
        next((one for one in reversed(heard) if any(one == fit[2] for fit in nearest)), "")
        if len(nearest) > 1
        else nearest[0][2]
    )
    if not chosen:
        return Who(actor="", reason=Unplaced.ACTOR_AMBIGUOUS, candidates=ids, general=general)
    return Who(actor=chosen, candidates=ids, general=general)


def _speaks(name: Name, ident: str, sides: Sequence[str], theatre: Theatre, day: date) -> bool:
    """True unless the name is a label that belongs to other speakers; no side labels itself."""
    if name.kind is not NameKind.LABEL or not name.said_by:
        return True
    return name.said_by in sides and theatre.side_of(ident, day) not in sides


def _off(active: Period, day: date) -> timedelta:
    """How far the day lies outside the period."""
    if active.start is not None and day < active.start:
        return active.start - day
    if active.end is not None and day >= active.end:
        return day - active.end + DAY
    return timedelta(0)


def _coalition(actor: str, rest: str, others: Sequence[Hit], theatre: Theatre, day: date) -> str:
    """The coalition that is meant when a member is named with its allies; else the party itself."""
    words = _words(load_language("en"))
    known = theatre.actor(actor)
    if known is None or not (words.led.match(rest) or words.joined.match(rest)):
        return actor
    for tie in known.ties:
        if tie.kind is TieKind.MEMBER and day in tie.active:
            room = theatre.actor(tie.to)
            if (
                room is None
                or day not in room.active
                or not any(day in n.active for n in room.names if n.kind is NameKind.NAME)
            ):
                continue
            if (
                words.led.match(rest)
                or words.allied.search(rest)
                or any(_within(hit, tie.to, theatre, day) for hit in others)
            ):
                return tie.to
    return actor


def _another(before: str, words: _Words, theatre: Theatre) -> bool:
    """True when a name the theatre does not list stands right before a general word: "Houthi rebels"."""
    last = before.rstrip(" -").rpartition(" ")[2]
    lead = last.strip("“\"'’(),-")
    if not lead[:1].isupper() or not before.endswith((" ", "-")) or words.determiners.match(f"{lead.casefold()} "):
        return False
    return lead.casefold() not in words.colours and not fold(theatre.title).startswith(fold(lead)[:4])


def _within(hit: Hit, coalition: str, theatre: Theatre, day: date) -> bool:
    """True when the name may be the coalition's own, or one of its members'."""
    if coalition in hit.ids:
        return True
    members = (theatre.actor(ident) for ident in hit.ids)
    return any(tie.to == coalition and day in tie.active for one in members if one for tie in one.ties)


# ── parties no theatre lists ────────────────────────────────────────────────────────────────────────────────────


def _provisional(text: str, words: _Words, ally: str, theatre: Theatre, day: date) -> Who:
    """A ``new:`` id for something that looks like a party: a proper name, or one with a party noun behind it.

    "Ostran drones" are the state's whose army is listed as "Ostran army".
    """
    plain = words.backing.sub("", text.strip(" \"“”'’‘.,;:()"))
    core = words.determiners.sub("", _plain(plain)).strip()
    noun = words.kinds.search(core)
    name = core[: noun.start()].strip(" -") if noun else core
    proper = any(word[:1].isupper() or not word[:1].isascii() for word in _without_determiner(plain, words).split()[:4])
    forms = dict.fromkeys((name, _singular(name), name.split(" ")[0])) if name else {}
    if proper and (state := next((found for one in forms if (found := _state(one, plain, theatre, day))), "")):
        return Who(actor=state, candidates=(state,), ally=ally)
    if not proper or len(name) < 2 or name.isdecimal() or words.determiners.match(f"{name} ") or name in words.pronouns:
        return Who(actor="", reason=Unplaced.ACTOR_UNKNOWN, ally=ally)
    if not noun and any(one.why[:1] in KNOWN for one in theatre.look_up(name)[:1]):
        return Who(actor="", reason=Unplaced.ACTOR_UNKNOWN, ally=ally)  # a place is no party by itself
    ident = PROVISIONAL + _singular(name)
    return Who(actor=ident, candidates=(ident,), ally=ally)


def _without_determiner(text: str, words: _Words) -> str:
    match = words.determiners.match(text.casefold())
    return text[match.end() :] if match else text


def _singular(name: str) -> str:
    """Without a plural s: "houthis" and "houthi" are one; "rsf", "us" and "forces" stay."""
    return name[:-1] if len(name) > 4 and name.endswith("s") and not name.endswith("ss") else name


def _state_before(text: str, words: _Words, theatre: Theatre, day: date) -> str:
    """The backer in "Ostran-backed fighters" when only a longer name of it is listed ("Ostran army")."""
    match = words.backing.search(text)
    return "" if match is None else _state(match["who"], text, theatre, day)


def _state(adjective: str, text: str, theatre: Theatre, day: date) -> str:
    """The listed party whose army or government goes by this adjective, written as in the text."""
    at = fold(text).find(fold(adjective))
    return _state_called(text[at : at + len(adjective)] if at >= 0 else adjective, theatre, day)


@lru_cache(maxsize=1 << 12)
def _state_called(adjective: str, theatre: Theatre, day: date) -> str:
    for kind in ("army", "forces", "government"):
        for hit in theatre.actors_in(f"{adjective} {kind}"):
            if hit.span.start == 0 and (found := _best(hit, theatre, day, ())).actor and not found.general:
                return found.actor
    return ""


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").replace("'s", "").split())


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> str:
    """The form in which two spellings of one name are equal; a possessive s falls off."""
    return key(POSSESSIVE.sub("", text))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The table ``[parties]``, compiled."""

    backed: re.Pattern[str]
    backing: re.Pattern[str]
    led: re.Pattern[str]
    joined: re.Pattern[str]
    allied: re.Pattern[str]
    company: re.Pattern[str]
    kinds: re.Pattern[str]
    determiners: re.Pattern[str]
    state: frozenset[str]
    last_named: frozenset[str]
    irregular: frozenset[str]
    regular: frozenset[str]
    partisan: frozenset[str]
    offices: frozenset[str]
    opponents: frozenset[str]
    pronouns: frozenset[str]
    first_person: frozenset[str]
    colours: frozenset[str]


@lru_cache(maxsize=4)
def _words(language: Language) -> _Words:
    table: Mapping[str, Sequence[str]] = language.table("parties")

    def any_of(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(table[name], key=lambda w: (-len(w), w)))

    return _Words(
        backed=re.compile(rf"(?:'s)?[-\s](?:{any_of('backed')})\b", re.IGNORECASE),
        backing=re.compile(rf"(?P<who>[\w.]+)[-\s](?:{any_of('backed')})\s+", re.IGNORECASE),
        led=re.compile(rf"[-\s](?:{any_of('led')})\b", re.IGNORECASE),
        joined=re.compile(r"\s*(?:\([^)]*\)\s*)?(?:,|and|with|along|alongside|together|as well)\b|\s*,", re.IGNORECASE),
        company=re.compile(
            rf"\s*(?:\([^)]{{1,40}}\)\s*)?(?:and|with|alongside|along with|together with)\s+(?:its |their |other |some )?"
            rf"(?:[\w.]+[-\s]){{0,2}}(?:{any_of('allies')}|factions|groups)(?:\s+(?:{any_of('kinds')}))?\b",
            re.IGNORECASE,
        ),
        allied=re.compile(rf"\b(?:{any_of('allies')})\b", re.IGNORECASE),
        kinds=re.compile(rf"\b(?:{any_of('kinds')})$", re.IGNORECASE),
        determiners=re.compile(rf"^(?:(?:{any_of('determiners')})\s+)+", re.IGNORECASE),
        state=frozenset(table["state"]),
        last_named=frozenset((*table["last_named"], *table["irregular"], *table["regular"])),
        irregular=frozenset(table["irregular"]),
        regular=frozenset(table["regular"]),
        partisan=frozenset(table["partisan"]),
        offices=frozenset(table["own_offices"]),
        opponents=frozenset(table["opponents"]),
        pronouns=frozenset(table["pronouns"]),
        first_person=frozenset(table["first_person"]),
        colours=frozenset(table["colours"]),
    )
