"""The words by which a report tells its parties apart, and by which it points back at them: the language's [sides]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from whoholds.find.tree import Token
from whoholds.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWords:
    """The table, compiled: lists as sets, patterns without regard to capitals. The language file says what each is for."""

    state_heads: frozenset[str]
    irregular_heads: frozenset[str]
    guns: frozenset[str]
    offices: frozenset[str]
    rebels: frozenset[str]
    rebellious: frozenset[str]
    rulers: frozenset[str]
    ruling: frozenset[str]
    forces: frozenset[str]
    of_government: frozenset[str]
    government_forces: frozenset[str]
    nation_of: frozenset[str]
    fielded: frozenset[str]
    national_forces: frozenset[str]
    plain: frozenset[str]
    common: frozenset[str]
    air: frozenset[str]
    strikes: frozenset[str]
    air_force: frozenset[str]
    airborne: frozenset[str]
    outright: frozenset[str]
    not_outright: frozenset[str]
    rebel: frozenset[str]
    rebel_heads: frozenset[str]
    not_state: frozenset[str]
    land_names: frozenset[str]
    week: frozenset[str]
    unmarked: frozenset[str]
    own_forces: frozenset[str]
    bodies: frozenset[str]
    colours: frozenset[str]
    telling: frozenset[str]
    marks: frozenset[str]
    apart: frozenset[str]
    personal: frozenset[str]
    foes: frozenset[str]
    owned: frozenset[str]
    speaker_side: frozenset[str]
    attackers: frozenset[str]
    bearers: frozenset[str]
    many: frozenset[str]
    vague_pointers: frozenset[str]
    holding_towns: frozenset[str]
    town_like: frozenset[str]
    conceding: frozenset[str]
    facing: frozenset[str]
    definite: frozenset[str]
    no_side: frozenset[str]
    some_side: frozenset[str]
    loose_bodies: frozenset[str]
    plans: frozenset[str]
    against: frozenset[str]
    announced: frozenset[str]
    foiled: frozenset[str]
    bombs: frozenset[str]
    held: frozenset[str]
    blaming: frozenset[str]
    inside: frozenset[str]
    not_doing: frozenset[str]
    office: frozenset[str]
    allied_to: frozenset[str]
    led: re.Pattern[str]
    state_name: re.Pattern[str]
    free_name: re.Pattern[str]
    its_office: re.Pattern[str]
    neutral: re.Pattern[str]

    def is_neutral(self, text: str) -> bool:
        """True for bodies that count and tell, and take no part."""
        return self.neutral.search(text) is not None

    def landlike(self, token: Token) -> bool:
        """True where a state's name only says where: "in Ostra", "the Ostran conflict"."""
        head = token.head
        if token.i + 2 < len(token.doc) and token.doc[token.i + 2].lower_ == "based":
            return True
        if token.dep_ == "pobj" and head.lower_ in self.inside:
            return True
        return token.dep_ in {"amod", "compound", "poss", "nmod"} and head.lower_ in self.not_doing


@lru_cache(maxsize=8)
def side_words(language: Language) -> SideWords:
    """The words of a language. BadLanguage: it has no such table."""
    table: Mapping[str, Any] = language.table("sides")
    sets: dict[str, Any] = {key: frozenset(value) for key, value in table.items() if not isinstance(value, str)}
    patterns: dict[str, Any] = {
        key: re.compile(value, re.IGNORECASE) for key, value in table.items() if isinstance(value, str)
    }
    return SideWords(**sets, **patterns)
