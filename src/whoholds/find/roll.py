"""The parties of one report, counted by the names it gives them, and which of those names stand for one party.

Only the report's own words and the theatre's ids are used, so exchanging the sides exchanges the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from whoholds.claim import Mention
from whoholds.find.lexicon import Lexicon
from whoholds.find.sidewords import SideWords, side_words

OPPOSED = 3  # a state's foe is rather a rebel than another state, and the other way round
STEM = 5  # letters by which two forms of one name are known: "Houthi", "Houthis"


@dataclass(slots=True)
class Roll:
    """Counts of the names by which the report calls its parties."""

    lexicon: Lexicon
    words: SideWords = field(init=False)
    irregular: Counter[str] = field(default_factory=Counter)
    state: Counter[str] = field(default_factory=Counter)
    where: dict[str, Mention] = field(default_factory=dict)
    bodies: set[str] = field(
        default_factory=set
    )  # every name of a body without a state, those counted under letters too
    nations: Counter[str] = field(default_factory=Counter)
    called: set[str] = field(default_factory=set)  # names the text itself calls rebels: "the M23 rebels"
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what the theatre takes a name for

    def __post_init__(self) -> None:
        self.words = side_words(self.lexicon.language)

    def count(self, mention: Mention, *, state: bool) -> None:
        """Take in one naming of a party."""
        table = self.state if state else self.irregular
        if not state:
            self.bodies.add(mention.text)
        table[mention.text] += 1
        self.where.setdefault(mention.text, mention)

    def count_nation(self, mention: Mention) -> None:
        """Take in one naming of a nation."""
        self.nations[mention.text] += 1
        self.where.setdefault(mention.text, mention)

    def abbreviated(self, long: str, short: str) -> None:
        """Count "Coastal League (CL)" under the letters."""
        for table in (self.irregular, self.state):
            if short in self.where and long in table:
                table[short] += table.pop(long)
                self.state.pop(short, None) if table is self.irregular else self.irregular.pop(short, None)

    def join(self) -> None:
        """Count the names of one party, as the theatre knows them, under the commonest: a party is no smaller for having many."""
        for table in (self.irregular, self.state):
            known: dict[str, list[str]] = {}
            for name in table:
                ids = self.ids.get(name, ())
                if len(ids) == 1:
                    known.setdefault(ids[0], []).append(name)
            for names in known.values():
                top = min(names, key=lambda name: (-table[name], self.where[name].span.start))
                self.called |= {top} if self.called & set(names) else set()
                for name in names:
                    if name != top:
                        table[top] += table.pop(name)

    def other(self, mention: Mention | None) -> Mention | None:
        """The most mentioned party of the report that is not this one; a state rather than a second irregular body.

        Nations count when this one is a nation's, or nothing else is there.
        """
        pool = self.irregular + self.state
        if mention is None or self.is_nation(mention.text) or not pool:
            pool = pool + self.nations
        mine = self.is_state(mention.text) if mention is not None else None
        unnamed = mention is not None and not mine and self._unnamed(mention.text)  # "gunmen": the foe is no such body
        ranked = sorted(pool, key=lambda name: (-pool[name], self.where[name].span.start))
        parties: list[list[str]] = []  # the names of one party together, the commonest first
        for name in ranked:
            if mention is not None and (self.same(name, mention.text) or (unnamed and not self.is_state(name))):
                continue
            known = next((party for party in parties if self.same(party[0], name)), None)
            parties.append([name]) if known is None else known.append(name)

        def rank(party: list[str]) -> tuple[int, int]:
            weight = OPPOSED if mine is not None and self.is_state(party[0]) is not mine else 1
            return -weight * sum(pool[name] for name in party), self.where[party[0]].span.start

        return self.where[min(parties, key=rank)[0]] if parties else None

    def _unnamed(self, text: str) -> bool:
        return {w.casefold() for w in text.split()} <= self.words.irregular_heads | self.words.colours | self.words.guns

    def is_state(self, text: str) -> bool:
        """True when a wording stands for a state or its forces."""
        words = set(text.casefold().split())
        if words & self.words.rebels or text in self.bodies:
            return False
        return bool(text in self.state or words & self.words.state_heads or self.is_nation(text))

    def is_nation(self, text: str) -> bool:
        """True when a wording names a state's nationality; no body without a state does, whatever it calls itself."""
        if text in self.bodies:
            return False
        nations = self._nations()
        return any(w.casefold() in nations for w in text.split())

    def _nations(self) -> frozenset[str]:
        places = self.lexicon.places
        return (places["demonyms"] | places["states_as_party"]) - places["peoples"]

    def same(self, one: str, two: str) -> bool:
        """True when two wordings stand for one party; a shared nationality is not enough."""
        if one == two:
            return True
        known = [self.ids.get(text, ()) for text in (one, two)]
        if all(len(ids) == 1 for ids in known):
            return known[0] == known[1]
        if _initials(one) == two or _initials(two) == one:
            return True
        a, b = ({w[:STEM] for w in x.casefold().replace("-", " ").split()} for x in (one, two))
        if not {w for x in (one, two) for w in x.casefold().split()} - self.words.rulers - self.words.state_heads:
            return True  # "the regime", "government forces"
        shared = (a & b) - self.words.common
        nations = {w[:STEM] for w in self.lexicon.places["demonyms"] | self.lexicon.places["states_as_party"]}
        if shared and not shared - nations:
            generic = nations | {w[:STEM] for w in self.words.irregular_heads | self.words.guns} | self.words.common
            return self.is_state(one) is self.is_state(two) and (self.is_state(one) or not (a | b) - generic)
        return bool(shared) or (a == b)

    def top(self, names: Counter[str]) -> str:
        """The name that leads a count: a nation's first, then the commonest, then the first named."""
        return min(names, key=lambda name: (not self.is_nation(name), -names[name], self.where[name].span.start))

    def stem(self, low: Sequence[str]) -> str | None:
        """The irregular body one of the words is a form of."""
        heads = self.words.state_heads | self.words.irregular_heads | self.words.colours | self.words.rebellious
        lands = {w[:STEM] for w in self._nations()}
        for name in sorted(self.irregular, key=lambda n: (-self.irregular[n], self.where[n].span.start)):
            for part in name.casefold().split():
                for word in low:
                    generic = word in heads or word.removesuffix("s") in heads
                    if word[:STEM] in lands or min(len(word), len(part)) < STEM or generic:
                        continue  # "Syria's regime" is no form of "Syrian Front"
                    if word[:STEM] == part[:STEM]:
                        return name
        return None


def _initials(name: str) -> str:
    """Give "CL" for "Coastal League": a hyphen or an apostrophe parts no words."""
    return "".join(word[0] for word in name.split() if word[:1].isupper())
