"""Places as they are written: where a name begins and ends, of what kind it is, how much of it is meant."""

from __future__ import annotations

from whoholds.claim import Extent, ExtentKind, PlaceMention, Relation
from whoholds.find.bodies import Bodies
from whoholds.find.grammar import parts
from whoholds.find.tree import Token


class Spelled(Bodies):
    """The names of places of one reading."""

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

    def _is_country(self, one: Token) -> bool:
        """True for a country and for a part of one: "western Arland" is no town."""
        named, countries = self.reading.names.get(one.i), self.lexicon.places["countries"]
        last = named.text.casefold().split()[-1] if named is not None else one.lower_
        return last in self.lexicon.terms["republics"] or last in countries or self._words(one).casefold() in countries

    def _site(self, place: PlaceMention) -> bool:
        """True for a named facility: a dam, a base, a crossing."""
        return place.text.casefold().split()[-1] in self.lexicon.places["facilities"]

    def _container(self, token: Token) -> bool:
        """True for a province, a county: what holds towns."""
        named = self.reading.names.get(token.i)
        containers = self.lexicon.places["containers"] | self.lexicon.terms["districts"]
        return (
            named.text.casefold().split()[-1] in containers if named is not None else self.lemma_in(token, containers)
        )

    def _holds_them(self, name: Token, towns: Token) -> bool:
        """True for the one name before several places, "nine Korsk towns", and for a people's: "other Tuareg towns"."""
        people = name.lower_ in self.lexicon.places["demonyms"] | self.lexicon.places["peoples"]
        return people or (
            towns.tag_ == "NNS"
            and self.lemma_in(towns, self.lexicon.terms["towns"])
            and not any(c.dep_ in {"conj", "cc"} for c in name.children)
            and any(c.dep_ == "nummod" or c.lower_ in self.lexicon.terms["several"] for c in towns.children)
        )

    def _is_party_name(self, token: Token) -> bool:
        if token.i in self.reading.names:
            return self.reading.names[token.i].kind == "actor"
        return (
            self.kind(token) in {"fighters", "party"}
            or self.is_person(token)
            or (token.lower_ in self.lexicon.places["demonyms"] and token.dep_ not in {"pobj", "conj", "dobj", "appos"})
        )

    def _pointing(self, one: Token) -> bool:
        """True for "the city", "this village", "its centre": a word that leads back to a name."""
        if one.lower_ in self.lexicon.terms["in_town"] and not list(one.children):
            return True  # "the army is in town"
        if self.remainder(one):
            return True
        return self._singular_def(one) and (
            self.lemma_in(one, self.lexicon.places["settlements"])
            or one.lower_ in self.lexicon.places["near"] | self.lexicon.terms["centres"]
        )

    def remainder(self, one: Token) -> bool:
        """True for "the rest" by itself: of the place named before."""
        return one.lower_ in self.lexicon.terms["remainder"] and all(p != "of" for p, _ in parts(one))

    def _singular_def(self, one: Token) -> bool:
        if (
            one.tag_ in {"NNS", "NNPS"}
            and any(
                c.lower_ in self.lexicon.terms["pair"] and c.dep_ in {"det", "nummod", "predet"} for c in one.children
            )
            and not any(c.lower_ in self.lexicon.terms["further"] for c in one.children)
        ):
            return True
        definite = any(
            c.lower_ in self.lexicon.terms["definite"] and c.dep_ in {"det", "poss", "predet"} for c in one.children
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

    def _single(self, one: Token, area: PlaceMention | None) -> Extent | None:
        """One place without a name: "a town in Korsk province", "a strategic base"; None for any other phrase."""
        alone = one.tag_ == "NN" and any(c.lower_ in self.lexicon.terms["indefinite"] for c in one.children)
        facility = self.lemma_in(one, self.lexicon.places["facilities"])
        town = self.lemma_in(one, self.lexicon.places["settlements"]) and not facility
        if not alone or not (town or (facility and area is not None and area.kind == "country")):
            return None
        first = next(c.i for c in one.children if c.lower_ in self.lexicon.terms["indefinite"])
        return Extent(kind=ExtentKind.COUNT, text=self.reading.text_of(first, one.i), low=1, high=1)
