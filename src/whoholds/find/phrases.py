"""What a noun phrase stands for: a party, a place, people, a thing; and the mentions made of it.

Slots, capitals and kind nouns decide, never the parser's entity labels: of thirteen place names in one dispatch three
pipelines labelled between three and five. The theatre's names help where they stand, and are not needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from whoholds.claim import Extent, ExtentKind, Mention, PlaceMention, Relation, Via
from whoholds.find.grammar import bearer, conjuncts, parts
from whoholds.find.lexicon import Lexicon
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.text import Span

PARTIES = frozenset({"fighters", "party", "state"})
PRONOUNS = frozenset(
    [
        "they",
        "them",
        "it",
        "we",
        "us",
        "he",
        "she",
        "their",
        "its",
        "our",
        "this",
        "that",
        "these",
        "those",
        "itself",
        "themselves",
    ]
)
UNITS = frozenset(["division", "brigade", "battalion", "regiment", "corps", "company"])
LONGEST = 6  # tokens before the head: a longer name of a party is a parse gone wrong
LEFT = frozenset({"compound", "amod", "nmod", "poss", "nummod", "npadvmod"})
MEMBERS = frozenset(
    [
        "member",
        "element",
        "unit",
        "fighter",
        "group",
        "hundred",
        "thousand",
        "dozen",
        "number",
        "part",
        "force",
        "troop",
        "band",
        "column",
        "batch",
        "handful",
        "wave",
        "coalition",
        "some",
        "team",
        "remnant",
        "alliance",
    ]
)


@dataclass(slots=True)
class Placed:
    """What a phrase says of places: names, the area around them, how many or how much, or a word to be resolved."""

    mentions: list[PlaceMention] = field(default_factory=list)
    area: PlaceMention | None = None
    extent: Extent | None = None
    pointer: Token | None = None  # "the city", "it"
    unnamed: bool = False  # kind nouns without a name
    excepted: list[PlaceMention] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.mentions or self.area or self.pointer is not None or self.unnamed)


class Phrases:
    """The noun phrases of one reading. Pure: holds the reading and the words, nothing else."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon = reading, lexicon

    # ── what a head stands for ──────────────────────────────────────────────────────────────────────────────────

    def lemma_in(self, token: Token, group: frozenset[str]) -> bool:
        """True when a form of the token belongs to the class of lemmas."""
        low = token.lower_
        return low in group or bool(self.lexicon.lemmas(low) & group) or token.lemma_.lower() in group

    def kind(self, token: Token) -> str:
        """fighters, party, state, place, kind, civil, pronoun, name or other."""
        hit = self.reading.names.get(token.i)
        if hit is not None:
            return "fighters" if hit.kind == "actor" else "place"
        low, nouns, places = token.lower_, self.lexicon.nouns, self.lexicon.places
        if low in PRONOUNS and token.pos_ in {"PRON", "DET"}:
            return "pronoun"
        proper = token.text[:1].isupper() and (token.pos_ == "PROPN" or (token.i > 0 and token.tag_ != "JJ"))
        if proper and self._words(token).casefold() in places["states_as_party"]:
            return "state"
        if proper and token.text in {
            "Army",
            "Forces",
            "Guard",
            "Front",
            "Brigade",
            "Brigades",
            "Movement",
            "Battalion",
            "Division",
            "Corps",
            "Militia",
            "Guards",
        }:
            return "fighters"
        if proper and low in nouns["party_names"] and token.i > 0:
            return "fighters"
        if low == "sides":
            return "party"
        if self.lemma_in(token, nouns["fighters"]):
            return "fighters"
        if low == "men" and (self._party_left(token) or any(c.dep_ == "poss" for c in token.children)):
            return "fighters"
        counted = self.counted(token)
        if counted is not None:
            what = self.kind(counted)
            return "kind" if what in {"place", "name"} else what
        if self.lemma_in(token, nouns["civil"]) and not self._stood_at(token):
            return "civil"
        if (
            proper
            and (token.pos_ == "PROPN" or (token.i > 0 and token.tag_ in {"NN", "NNS"}))
            and not self.lemma_in(token, places["kinds"])
        ):
            if low in places["not_place"] or (token.i == 0 and token.dep_ != "poss" and not self._elsewhere(token)):
                return "other"
            return "name"
        if self.lemma_in(token, places["kinds"]):
            if self.lemma_in(token, nouns["parties"]) and self._party_left(token):
                return "party"
            return "kind"
        if self.lemma_in(token, nouns["parties"]):
            return "party"
        if low in places["bearings"]:
            return "kind"
        if low in {
            "rest",
            "most",
            "much",
            "half",
            "third",
            "all",
            "everything",
            "part",
            "percent",
            "%",
            "some",
            "several",
            "many",
        }:
            return "kind"
        return "other"

    def _stood_at(self, token: Token) -> bool:
        """True for a building that can also speak, where something happens to it or at it: "toward the hospital"."""
        suffers = token.dep_ == "dobj" or (token.dep_ == "pobj" and token.head.lower_ != "by")
        return suffers and self.lemma_in(token, self.lexicon.places["facilities"])

    def counted(self, token: Token) -> Token | None:
        """What an amount is an amount of: "dozens of villages" and "13 of the townships" are villages, townships."""
        if token.pos_ != "NUM" and not self.lemma_in(token, self.lexicon.terms["amounts"]):
            return None
        return next((one for p, one in parts(token) if p == "of" and one.i > token.i), None)

    def _elsewhere(self, token: Token) -> bool:
        """True when the capital is not owed to the sentence's beginning: the report writes the word so inside one, too."""
        nearby = token.doc[1].text[:1].isupper() if len(token.doc) > 1 else False
        return nearby or re.search(rf"[a-z,] {re.escape(token.text)}\b", self.reading.report.text) is not None

    def _party_left(self, token: Token) -> bool:
        return any(child.dep_ in LEFT and self.kind(child) in PARTIES for child in token.children)

    def _words(self, token: Token) -> str:
        words = [c.text for c in token.lefts if c.dep_ == "compound" and c.text[:1].isupper()] + [token.text]
        return " ".join(words)

    def is_party(self, token: Token) -> bool:
        """True when the phrase is, or may well be, a body that holds ground."""
        kind = self.kind(token)
        if kind in PARTIES:
            return True
        if token.tag_ == "JJ" and token.lower_ in self.lexicon.places["demonyms"]:  # "Ukrainian and Russian forces"
            return any(self.kind(one) in PARTIES for one in conjuncts(token))
        if kind == "pronoun":
            return token.lower_ in {"they", "we", "it", "them", "us", "who"}
        if kind == "name":
            return not self.is_person(token)
        if kind == "place":
            by = token.dep_ == "pobj" and token.head.lower_ == "by"
            return by or token.dep_ in {"nsubj", "poss"}  # "Korsk said", "Korsk's forces": the place acts
        if self.lemma_in(token, MEMBERS) or (kind == "other" and token.tag_ in {"NNS", "NNPS"}):
            return any(p == "of" and self.kind(o) in PARTIES for p, o in parts(token))
        return False

    def is_person(self, token: Token) -> bool:
        """True for a name with a title, or one that stands beside an office."""
        titles = {
            "president",
            "general",
            "minister",
            "spokesman",
            "spokeswoman",
            "commander",
            "colonel",
            "mr",
            "mrs",
            "dr",
            "director",
            "governor",
            "mayor",
            "secretary",
            "captain",
            "leader",
            "chief",
            "head",
            "analyst",
            "ambassador",
            "envoy",
        }
        return any(c.lower_.rstrip(".") in titles for c in token.lefts) or any(
            c.dep_ == "appos" and c.lower_ in titles for c in token.children
        )

    # ── parties ─────────────────────────────────────────────────────────────────────────────────────────────────

    def party(self, token: Token) -> Mention | None:
        """The party a phrase names, pronouns included (``via`` then says so and the text is the pronoun's own)."""
        kind = self.kind(token)
        if kind == "pronoun":
            return Mention(
                span=self.reading.spans[token.i], text=self.reading.text_of(token.i, token.i), via=Via.PRONOUN
            )
        if self.lemma_in(token, MEMBERS) or kind == "other":
            for prep, one in parts(token):
                if prep == "of" and self.kind(one) in PARTIES | {"name"}:
                    return self.party(one)
        owner = next((c for c in token.children if c.dep_ == "poss"), None)
        unit = self.reading.text_of(token.i, token.i).casefold() in UNITS
        if owner is not None and unit and self.kind(owner) in PARTIES:
            return self.party(owner)  # "the army's 9th armoured division" is the army
        if token.i in self.reading.names and self.reading.names[token.i].kind == "actor":
            hit = self.reading.names[token.i]
            return Mention(span=hit.span, text=hit.text)
        if owner is not None and self.kind(owner) == "pronoun" and kind in PARTIES:
            span = self.reading.spans[owner.i]
            return Mention(
                span=self.reading.span_of(owner.i, token.i), text=span.of(self.reading.report.text), via=Via.POSSESSIVE
            )
        loyal = next((c for c in token.rights if c.lower_ in {"loyal", "allied"} and c.i == token.i + 1), None)
        leader = next((o for p, o in parts(loyal) if p in {"to", "with"}), None) if loyal is not None else None
        if leader is not None:  # "troops loyal to ...": the leader is the name
            return Mention(span=self.reading.span_of(token.i, leader.i), text=self.reading.text_of(token.i, leader.i))
        first = max(self._first_left(token), token.i - LONGEST)
        for child in token.lefts:  # "the Kurdish YPG militia": the name says more than the noun
            named = self.reading.names.get(child.i)
            if (
                named is not None
                and named.kind == "actor"
                and child.dep_ in {"compound", "nmod", "appos"}
                and not self._tailed(child)
            ):
                return Mention(span=named.span, text=named.text)
        for child in token.children:
            named = self.reading.names.get(child.i)
            if named is not None and named.kind == "actor" and child.dep_ == "appos" and child.i - token.i <= 2:
                return Mention(span=named.span, text=named.text)
        return Mention(span=self.reading.span_of(first, token.i), text=self.reading.text_of(first, token.i))

    def _tailed(self, token: Token) -> bool:
        """True before "-led", "-backed", "-held"."""
        return token.i + 1 < len(token.doc) and token.doc[token.i + 1].text == "-"

    def _first_left(self, token: Token) -> int:
        first = token.i
        while first > 0:
            before = token.doc[first - 1]
            if before.is_punct and before.text != "-":
                break
            if before.text == "-" or (first < len(token.doc) and token.doc[first].text == "-"):
                first -= 1
                continue
            if (
                before.i in self.reading.names
                and self.reading.names[before.i].kind == "place"
                and before.dep_ not in LEFT
            ):
                break
            meant = (
                before.dep_ in LEFT or before.tag_ in {"NNP", "NNPS", "POS"} or before.lower_ in {"armed", "special"}
            )
            keep = (
                before.text[:1].isupper()
                or self.lemma_in(before, self.lexicon.nouns["generic_party"])
                or before.tag_ == "POS"
                or before.lower_
                in {
                    "armed",
                    "special",
                    "joint",
                    "rebel",
                    "pro",
                    "security",
                    "allied",
                    "federal",
                    "local",
                    "opposition",
                    "kurdish",
                    "tribal",
                    "paramilitary",
                    "national",
                    "regime",
                    "popular",
                    "defence",
                    "defense",
                    "foreign",
                }
            )
            if not (meant and keep) or (before.lower_ in {"the", "a", "an", "on", "in", "and"} and before.tag_ == "DT"):
                break
            first -= 1
        while first < token.i and token.doc[first].text in {"-", "'s", "'"}:
            first += 1
        return first

    def owner(self, token: Token, *, by: bool = True, of: bool = True, places: bool = False) -> Token | None:
        """Who stands before or behind a noun as its doer: possessor, adjective, "of" and "by"."""
        for child in token.lefts:
            if child.dep_ in {"poss", "compound", "amod", "nmod", "npadvmod"}:
                if child.lower_ == "whose":
                    return _bearer(token)
                kind = self.kind(child)
                if kind in PARTIES or (kind == "pronoun" and child.dep_ == "poss"):
                    return child
                if child.lower_ in self.lexicon.places["demonyms"] or self.lemma_in(
                    child, self.lexicon.nouns["generic_party"]
                ):
                    return child
                if kind == "name" and child.dep_ in {"poss", "compound"} and not places and not self.is_person(child):
                    return child
                inner = self.owner(child, by=False, of=False) if child.dep_ in {"compound", "amod"} else None
                if inner is not None:
                    return inner
        for prep, one in parts(token):
            if (by and prep == "by") or (of and prep == "of"):
                kind = self.kind(one)
                if kind in PARTIES or kind == "pronoun" or (prep == "by" and kind == "name"):
                    return one
        return None

    # ── places ──────────────────────────────────────────────────────────────────────────────────────────────────

    def placed(self, head: Token, *, relation: Relation = Relation.AT, depth: int = 0) -> Placed:
        """What the phrase says of places; empty when it is about something else."""
        found = Placed()
        if depth > 4:
            return found
        for one in conjuncts(bearer(head)):
            self._placed_one(one, found, relation, depth)
        return found

    def _placed_one(self, one: Token, found: Placed, relation: Relation, depth: int) -> None:
        kind, places = self.kind(one), self.lexicon.places
        compounds = [
            c for c in one.children if c.dep_ in {"compound", "nmod", "amod", "poss"} and self.reading.names_place(c.i)
        ]
        if kind in {"place", "name"}:
            if kind == "name" and self._is_party_name(one):
                return
            if self._is_country(one):
                found.area = found.area or replace(self.mention(one, relation, one), kind="country")
                return
            for other in compounds:
                if kind == "place" or other.i != one.i - 1:
                    found.mentions.append(self.mention(other, relation, one))
            found.mentions.append(self.mention(one, relation, one))
            self._tail(one, found, depth)
        elif kind == "kind":
            self._kind_noun(one, found, relation, depth)
        elif kind == "state" and one.text.casefold() not in {"moscow", "kyiv", "washington"}:
            country = self.mention(one, relation, one)
            if one.text.casefold() in places["countries"]:
                found.area = found.area or replace(country, kind="country")
            else:
                found.mentions.append(country)
        elif kind == "pronoun" and one.lower_ in {"it", "them", "this", "that"}:
            found.pointer = one
        elif self.lemma_in(
            one,
            frozenset(
                {"number", "dozen", "hundred", "score", "couple", "series", "string", "percent", "majority", "control"}
            ),
        ):
            for prep, other in parts(one):
                if prep == "of" or (prep == "over" and one.lower_ == "control"):
                    self._merge(found, self.placed(other, relation=relation, depth=depth + 1))

    def _kind_noun(self, one: Token, found: Placed, relation: Relation, depth: int) -> None:
        places, low = self.lexicon.places, one.lower_
        if low in places["near"]:
            relation = Relation.NEAR
        elif low in places["areal"] or low in places["bearings"] or low in places["partial"]:
            relation = Relation.PART if relation is Relation.AT else relation
        named = [
            c
            for c in one.lefts
            if c.dep_ in {"compound", "nmod", "poss", "amod"}
            and (self.kind(c) in {"name", "place"})
            and not self._is_party_name(c)
        ]
        partial = self._partial(one)
        if partial is not None and found.extent is None:
            found.extent = partial
        owners = [c for c in named if c.dep_ == "poss" and len(named) > 1]
        if owners:  # "Korsk's Pell district": Korsk is where Pell is
            found.area = found.area or self.mention(owners[0], Relation.AT, owners[0])
        named = [n for c in named if c not in owners for n in conjuncts(c) if n.i < one.i]
        got = False
        if len(named) == 1 and self._holds_them(named[0], one):
            found.area = found.area or self.mention(named[0], Relation.AT, named[0])
            named = []
        for child in named:
            if (
                child.dep_ == "compound"
                and child.i + 1 < one.i
                and any(n.i == child.i + 1 for n in named)
                and not self.reading.names_place(child.i)
            ):
                continue  # first words of a longer name
            found.mentions.append(self.mention(child, relation, one))
            got = True
        for child in one.rights:
            if child.dep_ == "appos" and self.kind(child) in {"name", "place"} and not self._is_party_name(child):
                self._merge(found, self.placed(child, relation=relation, depth=depth + 1))
                got = True
            elif child.dep_ in {"nmod", "nummod", "compound"} and self.kind(child) in {"name", "place"}:
                found.mentions.append(self.mention(child, relation, one))
                got = True
        following = one.doc[one.i + 1] if one.i + 1 < len(one.doc) else None
        if (
            not got
            and following is not None
            and self.reading.names_place(following.i)
            and following.head.i in {one.i, one.head.i}
        ):
            found.mentions.append(self.mention(following, relation, one))
            got = True
        area = None
        for prep, other in parts(one):
            if prep in {"including", "like", "as", "namely", "such as"}:
                inner = self.placed(other, depth=depth + 1)
                found.mentions.extend(inner.mentions)
                got = got or bool(inner.mentions)
            elif prep == "of":
                inner = self.placed(other, relation=relation, depth=depth + 1)
                plain = (
                    low in places["settlements"]
                    and low not in places["areal"]
                    and one.tag_ in {"NN", "NNS", "NNP", "NNPS"}
                )
                towns = self.lemma_in(one, places["settlements"])
                if towns and one.tag_ in {"NNS", "NNPS"} and self._container(other):
                    area = inner.mentions[0] if inner.mentions else inner.area  # "seven villages of Korsk county"
                elif inner.mentions and not got:
                    for m in inner.mentions:
                        found.mentions.append(
                            PlaceMention(
                                span=m.span,
                                text=m.text,
                                kind=m.kind or (low if plain else ""),
                                relation=m.relation,
                                bearing=m.bearing,
                            )
                        )
                    got = True
                    found.area = found.area or inner.area
                    if low in places["areal"] and not self._singular_def(one) and found.extent is None:
                        found.extent = Extent(kind=ExtentKind.PARTIAL, text=self.reading.text_of(one.i, one.i))
                elif not got:
                    self._merge(found, inner)
                    got = got or bool(inner)
            elif prep in places["locative"] and area is None:
                inner = self.placed(other, depth=depth + 1)
                if prep in {"near", "around"} and low in places["containers"] and got and inner.mentions:
                    area, found.mentions[:] = found.mentions[0], inner.mentions  # "in the province near Velin"
                    continue
                area = inner.mentions[0] if inner.mentions else inner.area
            elif prep in places["except"] or prep == "except" or False:
                found.excepted.extend(self.placed(other, depth=depth + 1).mentions)
        if not got and area is not None and low in places["areal"]:
            for prep, other in parts(one):
                if prep in {"in", "of", "near", "around", "across", "inside"}:
                    for m in self.placed(other, depth=depth + 1).mentions:
                        if all(m.span != seen.span for seen in found.mentions):
                            found.mentions.append(
                                PlaceMention(
                                    span=m.span, text=m.text, kind=m.kind, relation=Relation.PART, bearing=m.bearing
                                )
                            )
                            got = True
            if got and found.extent is None:
                found.extent = Extent(kind=ExtentKind.PARTIAL, text=self.reading.text_of(one.i, one.i))
            area = None if got else area
        found.area = found.area or area
        inner_kind = next(
            (c for c in one.lefts if c.dep_ == "compound" and self.lemma_in(c, places["settlements"])), None
        )
        if not got and inner_kind is not None and low in places["near"]:
            found.pointer = inner_kind  # "the city limits"
            got = True
        if not got and self.lemma_in(one, self.lexicon.terms["roads"]):
            found.mentions.extend(self.ends(one))
            got = bool(found.mentions)
        if not got:
            if self._pointing(one):
                found.pointer = found.pointer or one
            else:
                found.unnamed = True
                found.extent = found.extent or self._single(one, area)

    def _is_country(self, one: Token) -> bool:
        """True for a country and for a part of one: "western Arland" is no town."""
        named, countries = self.reading.names.get(one.i), self.lexicon.places["countries"]
        last = named.text.casefold().split()[-1] if named is not None else one.lower_
        return last == "republic" or last in countries or self._words(one).casefold() in countries

    def _site(self, place: PlaceMention) -> bool:
        """True for a named facility: a dam, a base, a crossing."""
        return place.text.casefold().split()[-1] in self.lexicon.places["facilities"]

    def _container(self, token: Token) -> bool:
        """True for a province, a county: what holds towns."""
        named = self.reading.names.get(token.i)
        containers = self.lexicon.places["containers"] | {"district", "township"}
        return (
            named.text.casefold().split()[-1] in containers if named is not None else self.lemma_in(token, containers)
        )

    def _holds_them(self, name: Token, towns: Token) -> bool:
        """True for the one name before several places, "nine Korsk towns", and for a people's: "other Tuareg towns"."""
        people = name.lower_ in self.lexicon.places["demonyms"] | self.lexicon.places["peoples"]
        return people or (
            towns.tag_ == "NNS"
            and self.lemma_in(towns, frozenset({"town", "village", "city", "settlement", "hamlet"}))
            and not any(c.dep_ in {"conj", "cc"} for c in name.children)
            and any(c.dep_ == "nummod" or c.lower_ in {"several", "many", "other", "some"} for c in towns.children)
        )

    def ends(self, road: Token) -> list[PlaceMention]:
        """The towns a road is named by: "between Velin and Korsk", "linking Velin to Korsk and Pell"."""
        places, ends, open_ = self.lexicon.places, [], False
        for token in road.doc[road.i + 1 :]:
            if token.lower_ in places["links"]:
                open_ = True
            elif open_ and self.kind(token) in {"place", "name"} and not self.is_person(token):
                if token.i in self.reading.names or token.i == self.run(token)[1]:
                    ends.append(self.mention(token, Relation.AT, token))
            elif token.lower_ not in places["paving"] and not (open_ and self.kind(token) == "kind"):
                break
        return ends if len(ends) > 1 else []

    def _single(self, one: Token, area: PlaceMention | None) -> Extent | None:
        """One place without a name: "a town in Korsk province", "a strategic base"; None for any other phrase."""
        alone = one.tag_ == "NN" and any(c.lower_ in {"a", "an", "another", "one"} for c in one.children)
        facility = self.lemma_in(one, self.lexicon.places["facilities"])
        town = self.lemma_in(one, self.lexicon.places["settlements"]) and not facility
        if not alone or not (town or (facility and area is not None and area.kind == "country")):
            return None
        first = next(c.i for c in one.children if c.lower_ in {"a", "an", "another", "one"})
        return Extent(kind=ExtentKind.COUNT, text=self.reading.text_of(first, one.i), low=1, high=1)

    def _tail(self, one: Token, found: Placed, depth: int) -> None:
        """Appositions ("Velin, a key crossroads") say nothing new; the area ("Velin in Korsk province") does."""
        for prep, other in parts(one):
            if prep in {"in", "of", "near"} and found.area is None and other.i > one.i:
                inner = self.placed(other, depth=depth + 1)
                if prep == "near" and len(found.mentions) == len(inner.mentions) == 1 and self._site(inner.mentions[0]):
                    found.area, found.mentions[:] = found.mentions[0], inner.mentions  # "in Velin near the Orsk dam"
                elif inner.mentions:
                    found.area = inner.mentions[0]

    def _merge(self, found: Placed, inner: Placed) -> None:
        found.mentions.extend(inner.mentions)
        found.area = found.area or inner.area
        found.extent = found.extent or inner.extent
        found.pointer = found.pointer or inner.pointer
        found.unnamed = found.unnamed or inner.unnamed

    def _pointing(self, one: Token) -> bool:
        """True for "the city", "this village", "its centre": a word that leads back to a name."""
        if one.lower_ == "town" and not list(one.children):
            return True  # "the army is in town"
        return self._singular_def(one) and (
            self.lemma_in(one, self.lexicon.places["settlements"])
            or one.lower_ in self.lexicon.places["near"] | {"centre", "center", "heart"}
        )

    def _singular_def(self, one: Token) -> bool:
        if (
            one.tag_ in {"NNS", "NNPS"}
            and any(c.lower_ in {"both", "two"} and c.dep_ in {"det", "nummod", "predet"} for c in one.children)
            and not any(c.lower_ in {"other", "more"} for c in one.children)
        ):
            return True
        definite = any(
            c.lower_ in {"the", "this", "that", "both", "its"} and c.dep_ in {"det", "poss", "predet"}
            for c in one.children
        )
        return definite and one.tag_ in {"NN", "NNP"}

    def _partial(self, one: Token) -> Extent | None:
        words = [c for c in one.lefts if c.lower_ in self.lexicon.places["partial"]] + (
            [one] if one.lower_ in self.lexicon.places["partial"] else []
        )
        number = next((c for c in one.lefts if c.dep_ == "nummod" and c.pos_ == "NUM"), None)
        if number is not None:
            return Extent(kind=ExtentKind.COUNT, text=self.reading.text_of(min(number.i, number.left_edge.i), one.i))
        full = [c for c in one.lefts if c.lower_ in self.lexicon.places["full"]]
        if full:
            return Extent(kind=ExtentKind.FULL, text=self.reading.text_of(full[0].i, full[0].i))
        if words:
            return Extent(kind=ExtentKind.PARTIAL, text=self.reading.text_of(words[0].i, words[0].i))
        return None

    def _is_party_name(self, token: Token) -> bool:
        if token.i in self.reading.names:
            return self.reading.names[token.i].kind == "actor"
        return (
            self.kind(token) in {"fighters", "party"}
            or self.is_person(token)
            or (token.lower_ in self.lexicon.places["demonyms"] and token.dep_ not in {"pobj", "conj", "dobj", "appos"})
        )

    def mention(self, token: Token, relation: Relation, head: Token) -> PlaceMention:
        """The name at a token, its capitalised fellows, and the kind noun when it belongs to the name."""
        kind = head.lower_ if head is not token and self.kind(head) == "kind" else ""
        bearing = next(
            (
                c.lower_
                for c in [*token.lefts, *head.lefts]
                if c.lower_ in self.lexicon.places["bearings"] and c.text[:1].islower()
            ),
            "",
        )
        first = last = token.i
        if token.i not in self.reading.names:
            first, last = self.run(token)
        elif (
            first > 0
            and token.doc[first - 1].text[:1].isupper()
            and token.doc[first - 1].lower_ in self.lexicon.places["bearings"]
        ):
            first -= 1
        last = self._facility(self._facility(last, kind, head), kind, head)  # "Velin Dam junction"
        if not kind:
            before = token.doc[first - 1] if first else None
            if (
                before is not None
                and self.lemma_in(before, self.lexicon.places["settlements"])
                and before.text.islower()
            ):
                kind = before.lower_
            after = token.doc[last + 1] if last + 1 < len(token.doc) else None
            if after is not None and after.lower_ in self.lexicon.places["whole"] and after.text[:1].isupper():
                last = after.i
        span = self.reading.span_of(first, last)
        if bearing and relation is Relation.AT:
            relation = Relation.PART
        return PlaceMention(
            span=span, text=span.of(self.reading.report.text), kind=kind, relation=relation, bearing=bearing
        )

    def _facility(self, last: int, kind: str, head: Token) -> int:
        """The last token of a name that its kind noun belongs to: "Harn pumping station", "Korsk border crossing"."""
        whole, doc = self.lexicon.places["whole"], head.doc
        if kind in whole and head.i == last + 1:
            return head.i
        for end in range(last + 1, min(last + 4, len(doc))):
            between = doc[last + 1 : end]
            if (
                doc[end].lower_ in whole
                and all(t.tag_ in {"NN", "NNP", "JJ"} and t.text.islower() for t in between)
                and all(t.dep_ in {"compound", "amod", "nmod"} for t in between)
            ):
                return end
        return last

    def run(self, token: Token) -> tuple[int, int]:
        """First and last token of an unknown capitalised name around a token, inner "al", "-" and "'" included."""
        doc, low = token.doc, self.lexicon.places["connect"]
        first = last = token.i

        def name(i: int) -> bool:
            return (
                0 <= i < len(doc)
                and i not in self.reading.names
                and doc[i].text[:1].isupper()
                and doc[i].is_alpha
                and doc[i].lower_ not in self.lexicon.places["not_place"]
            )

        while True:
            if name(first - 1):
                first -= 1
            elif (
                first - 2 >= 0
                and (doc[first - 1].text in {"-", "'"} or doc[first - 1].lower_ in low)
                and name(first - 2)
            ) or (first - 2 >= 0 and doc[first - 1].text == "-" and doc[first - 2].lower_ in low):
                first -= 2
            else:
                break
        while True:
            if name(last + 1):
                last += 1
            elif (
                last + 2 < len(doc)
                and (doc[last + 1].text in {"-", "'"} or doc[last + 1].lower_ in low)
                and name(last + 2)
                and doc[last + 2].idx
                == doc[last + 1].idx + len(doc[last + 1].text) + (doc[last + 1].text not in {"-", "'"})
            ):
                last += 2
            else:
                break
        return first, last

    def text_span(self, token: Token) -> Span:
        """Where a token stands in the report."""
        return self.reading.spans[token.i]


def _bearer(token: Token) -> Token | None:
    """Whose it is in "the militia, whose capture of Velin ...": the head of the relative clause."""
    up = token
    for _ in range(8):
        if up.dep_ == "relcl":
            return up.head
        if up.dep_ == "ROOT":
            return None
        up = up.head
    return None


def tokens_between(first: Token, last: Token) -> Iterator[Token]:
    """The tokens from one to another, both in."""
    yield from first.doc[first.i : last.i + 1]
