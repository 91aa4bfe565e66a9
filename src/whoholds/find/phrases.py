"""What a noun phrase says of places: names, the area around them, how many or how much, or a word that leads back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from whoholds.claim import Extent, ExtentKind, PlaceMention, Relation
from whoholds.find.grammar import bearer, conjuncts, parts
from whoholds.find.kinds import PARTIES
from whoholds.find.spelled import Spelled
from whoholds.find.tree import Token

__all__ = ["PARTIES", "Phrases", "Placed"]


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


class Phrases(Spelled):
    """The noun phrases of one reading: what each stands for, the parties and the places in it."""

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
        elif kind == "state" and one.text.casefold() not in self.lexicon.terms["seats"]:
            country = self.mention(one, relation, one)
            if one.text.casefold() in places["countries"]:
                found.area = found.area or replace(country, kind="country")
            else:
                found.mentions.append(country)
        elif kind == "pronoun" and one.lower_ in self.lexicon.terms["pointers"]:
            found.pointer = one
        elif self.lemma_in(
            one,
            self.lexicon.terms["quantities"],
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
        area, far = (
            None,
            {o.i for p, o in parts(one) if p.endswith(" of") and p.removesuffix(" of") in places["bearings"]},
        )
        for prep, other in parts(one):
            if other.i in far and (prep == "of" or self._pointing(one)):
                continue  # "the town, 160 km north of Korsk": where it lies
            if prep in self.lexicon.terms["listing"]:
                inner = self.placed(other, depth=depth + 1)
                found.mentions.extend(inner.mentions)
                got = got or bool(inner.mentions)
            elif prep == "of" or (prep == "to" and other.lower_ in places["bearings"]):  # "positions to the north of"
                inner = self.placed(other, relation=relation, depth=depth + 1)
                named_behind = self._named_behind(one, other)
                if named_behind is not None and not got:  # "the largest city of eastern Arland, Korsk"
                    found.mentions.append(self.mention(named_behind, relation, one))
                    got, area = True, inner.mentions[0] if inner.mentions else inner.area
                    continue
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
            elif prep in places["except"]:
                found.excepted.extend(self.placed(other, depth=depth + 1).mentions)
        joined = one.tag_ == "NNS" and self.lemma_in(one, places["facilities"])  # "its bases at Velin and Korsk"
        beside = low in places["footholds"] and any(p in places["beside"] for p, _ in parts(one))
        if not got and area is not None and (low in places["areal"] or joined or beside):
            for prep, other in parts(one):
                if (
                    prep in places["beside"]
                    or (low in places["areal"] and prep in {"in", "of", "across", "inside"})
                    or (joined and prep == "at")
                ):
                    for m in self.placed(other, depth=depth + 1).mentions:
                        if all(m.span != seen.span for seen in found.mentions):
                            near = Relation.NEAR if prep in places["beside"] else Relation.PART
                            found.mentions.append(replace(m, relation=near))
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
        if not got and one.dep_ == "appos" and self.kind(one.head) in {"name", "place"}:
            self._placed_one(one.head, found, relation, depth)  # "Korsk, a town that is in League hands"
            got = bool(found.mentions)
        if not got:
            if self._pointing(one):
                found.pointer = found.pointer or one
            else:
                found.unnamed = True
                found.extent = found.extent or self._single(one, area)

    def acts(self, name: Token) -> bool:
        """True for a capital that stands for its government: "Kyiv's commander", "Moscow said"."""
        return (
            name.dep_ in {"nsubj", "poss"}
            and self.reading.text_of(name.i, name.i).casefold() in self.lexicon.terms["seats"]
        )

    def is_where(self, name: Token) -> bool:
        """True for a name that stands where places do: "in Korsk", "the town of Korsk", "residents of Korsk"."""
        if name.dep_ != "pobj":
            return False
        if name.head.lower_ in self.lexicon.terms["where"]:
            return True
        of = name.head.head
        return name.head.lower_ in self.lexicon.terms["of"] and (
            self.lemma_in(of, self.lexicon.terms["dwellers"]) or self.lemma_in(of, self.lexicon.places["settlements"])
        )

    def is_area(self, name: Token) -> bool:
        """True for what a town lies in: "Korsk, a town in Pell province", "the town of Korsk in Pell"."""
        top = name.head if name.dep_ == "compound" and self.kind(name.head) == "kind" else name
        if top.dep_ != "pobj" or top.head.lower_ not in self.lexicon.terms["lying_in"]:
            return False
        town = top.head.head
        if self.kind(town) == "kind":
            if any(p == "of" and one.i < top.i and self.kind(one) in {"name", "place"} for p, one in parts(town)):
                return True
            town = town.head if town.dep_ == "appos" else town
            town = next(
                (one for p, one in parts(town) if p == "of" and one.i < top.i), town
            )  # "residents of Korsk, a town in"
        return town.i < top.i and self.kind(town) in {"name", "place"} and not self._is_party_name(town)

    def _named_behind(self, town: Token, area: Token) -> Token | None:
        """The name of a town that stands behind its area, set off by commas; None when there is none."""
        if not self.lemma_in(town, self.lexicon.terms["towns"]) or town.tag_ not in {"NN", "NNP"}:
            return None
        return next((c for c in area.children if c.dep_ == "appos" and self.kind(c) in {"name", "place"}), None)

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
