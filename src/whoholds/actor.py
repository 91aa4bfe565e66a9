"""Actor, Source: who holds and who fights; who tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whoholds.when import ALWAYS, Period


class NameKind(StrEnum):
    """How a name stands for its bearer."""

    NAME = "name"  # the display name
    ALIAS = "alias"
    METONYM = "metonym"  # a capital or a palace, when it acts: "Korsk said"
    LABEL = "label"  # a partisan word, whose meaning depends on who says it: "terrorists"
    GENERIC = "generic"  # "the rebels", "government forces": whoever goes by that here and then


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name, in one language, with the days on which it was used and, for a label, by whom."""

    text: str
    kind: NameKind = NameKind.ALIAS
    language: str = ""
    active: Period = ALWAYS
    said_by: str = ""


class TieKind(StrEnum):
    """How one actor belongs to another."""

    PARENT = "parent"  # part of
    MEMBER = "member"  # this actor is a member of that coalition
    ALLY = "ally"  # fights beside
    SIDE = "side"  # counts as, in a coarse answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A dated bond to another actor (by id)."""

    kind: TieKind
    to: str
    active: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A party, or a body that speaks for one.

    kind  army, armed-group, coalition, government, foreign-state, monitor, civil-body.
    """

    id: str
    name: str
    kind: str
    names: tuple[Name, ...]
    ties: tuple[Tie, ...] = ()
    active: Period = ALWAYS


BELLIGERENT_KINDS = frozenset({"army", "armed-group", "coalition", "government", "foreign-state"})
PROVISIONAL = "new:"  # prefix of the id of an actor that no theatre lists, made from its folded name


class SourceKind(StrEnum):
    """What kind of teller."""

    OUTLET = "outlet"
    AGENCY = "agency"
    MONITOR = "monitor"
    MINISTRY = "ministry"
    PARTY_CHANNEL = "party-channel"
    UN = "un"
    NGO = "ngo"
    MAP = "map"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A teller: an outlet, an agency, a monitor, a map.

    side    id of the actor whose voice it is (state media, a party's channel); empty when none.
    relays  ids of sources it republishes.
    covers  ids of areas outside which its silence means nothing; empty = the whole theatre.
    """

    id: str
    name: str
    kind: SourceKind
    names: tuple[str, ...] = ()
    side: str = ""
    domains: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    active: Period = ALWAYS
    note: str = ""
