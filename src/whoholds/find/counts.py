"""Tolls: how many people were killed, hurt, taken, missing, driven out or came back, as bounds beside the words.

Killed is not wounded; a figure over both ("dozens killed or injured") is marked as combined, so that nobody can read it
as deaths. Parts of a figure ("including nine children") are not added to it. Things, places and dates are not people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whoholds.claim import Count, CountMode, CountOf
from whoholds.find.numbers import Harm, Number, harm_of, numbers_in
from whoholds.find.reading import Reading
from whoholds.find.tree import Token, written
from whoholds.language import Language

CASUALTIES, DISPLACEMENT = "casualties", "displacement"
ACROSS = 16  # words between a number and the verb that says what became of the people: longer clauses have other verbs
TOLL_REACH = 30  # words from "the death toll" to its figure, clauses about the war between them
PARTS = 16  # words after "including" that are still a list of parts
VERB_OF = {
    CountOf.KILLED: CASUALTIES,
    CountOf.INJURED: CASUALTIES,
    CountOf.MISSING: CASUALTIES,
    CountOf.CAPTURED: CASUALTIES,
    CountOf.DISPLACED: DISPLACEMENT,
    CountOf.RETURNED: DISPLACEMENT,
    CountOf.AT_RISK: DISPLACEMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """One finding about people: what happened to how many, by which words.

    verb      "casualties" or "displacement".
    trigger   the word that says so, and ``last`` its last token.
    counts    the figures; without bounds where the text has none ("heavy casualties").
    victims   head token of the noun that names them; cause: head token of what or who did it, perhaps an event.
    tokens    every token the toll used.
    """

    verb: str
    trigger: int
    last: int
    counts: tuple[Count, ...]
    victims: int | None = None
    cause: int | None = None
    tokens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number and what it says: before it is grouped with others into a toll."""

    number: Number
    of: CountOf
    trigger: int
    combined: bool = False
    cumulative: bool = False


def may_count(sentence: str, *, language: Language) -> bool:
    """True when the sentence may say what became of people: worth parsing even without another claim."""
    return harm_of(language).hint.search(sentence) is not None


def tolls_in(reading: Reading, *, language: Language) -> tuple[Toll, ...]:
    """All tolls of a sentence, in the order of their triggers."""
    harm = harm_of(language)
    numbers = numbers_in(reading, harm)
    figures = list(figures_of(reading, numbers, harm))
    tolls = list(grouped(reading, figures))
    used = {token for toll in tolls for token in toll.tokens}
    tolls += list(without_figures(reading, used, harm))
    return tuple(sorted(tolls, key=lambda one: (one.trigger, one.verb)))


# ── what each number counts ─────────────────────────────────────────────────────────────────────────────────────


def figures_of(reading: Reading, numbers: Sequence[Number], harm: Harm) -> Iterator[Figure]:
    """Each number with what became of the people it counts; numbers that count nothing of the kind left out."""
    claimed: set[int] = set()
    main: list[Figure] = []
    if any(harm.has("natural", one.lemma_.lower()) for one in reading.doc):
        return
    for number in numbers:
        if is_part(reading, number, main, harm):
            continue
        found = (
            figure(reading, number, claimed, harm)
            or joined_to(reading, number, main, harm)
            or endangered(reading, number)
        )
        if found is None:
            continue
        main.append(found)
        claimed.add(found.trigger)
        yield found


def joined_to(reading: Reading, number: Number, main: Sequence[Figure], harm: Harm) -> Figure | None:
    """A number that shares the verb of the one before it: "killed 12 soldiers and three civilians"."""
    if (
        not main
        or number.first - main[-1].number.end != JOINT
        or number.noun is None
        or main[-1].number.end >= number.first
    ):
        return None
    if reading.doc[number.first - 1].lower_ != "and" or not harm.has("people", reading.doc[number.noun].lemma_.lower()):
        return None
    return replace(main[-1], number=number)


def endangered(reading: Reading, number: Number) -> Figure | None:
    """People at risk, told by a noun: "thousands at risk of displacement", "some 300 families are at risk"."""
    for at in range(number.end + 1, min(number.end + 1 + NEAR_RISK, len(reading.doc) - 1)):
        if reading.doc[at].lower_ == "at" and reading.doc[at + 1].lower_ == "risk":
            return Figure(number=number, of=CountOf.AT_RISK, trigger=at + 1)
    return None


NEAR_RISK = 5  # words between the people and "at risk"
JOINT = 2  # one word, "and", between the end of a number's noun and the next number


def is_part(reading: Reading, number: Number, main: Sequence[Figure], harm: Harm) -> bool:
    """True for "including nine children", "three of them", "18 are minors": a part of another figure."""
    doc = reading.doc
    after = [one.lower_ for one in doc[number.last + 1 : number.last + 4]]
    if after[:2] in (["of", "them"], ["of", "whom"]) or after[:1] == ["whom"]:
        return bool(main)
    own = next(
        (kind_of(one, harm) for one in doc[number.last + 1 : number.end + 3] if kind_of(one, harm) is not None), None
    )
    if main and own is not None and own is not main[-1].of and not number.single:
        return False  # "including four children and dozens more wounded"
    following = doc[number.end + 1 : number.end + 3]
    if any(one.lower_ == "among" for one in following) and any(one.lemma_ == "be" for one in following):
        return True
    for at in range(number.first - 1, max(-1, number.first - PARTS), -1):
        word = doc[at].lower_
        if word in {"including", "include", "includes", "included"}:
            return bool(main) or number.single
        if word in {"them", "whom", "which"} and at > 0 and doc[at - 1].lower_ in {"among", "of", "amongst"}:
            return bool(main) or number.single
        if (
            kind_of(doc[at], harm) is not None
            or (doc[at].pos_ == "VERB" and doc[at].dep_ not in {"amod", "acl"})
            or doc[at].text in {";", "."}
        ):
            break
    return False


def figure(reading: Reading, number: Number, claimed: set[int], harm: Harm) -> Figure | None:
    """What became of the people a number counts, by the nearest word that says so."""
    doc = reading.doc
    if (
        number.noun is not None
        and harm.has("casualty_nouns", doc[number.noun].lemma_.lower())
        and doc[number.noun].lemma_.lower() != "victim"
    ):
        return Figure(number=number, of=CountOf.KILLED, trigger=number.noun, combined=True)
    if (
        number.noun is not None
        and harm.has("killed_nouns", doc[number.noun].lemma_.lower())
        and doc[number.noun].pos_ in {"NOUN", "ADJ"}
    ):
        return Figure(number=number, of=CountOf.KILLED, trigger=number.noun)
    before = verb_before(reading, number, claimed, harm)
    after = verb_after(reading, number, harm)
    chosen = before if before is not None else after
    if before is not None and after is not None and after == number.end + 1 and is_passive(doc[before]):
        chosen = after
    if (
        number.noun is not None
        and harm.has("lives", doc[number.noun].lemma_.lower())
        and doc[number.noun].head.lemma_ in {"claim", "cost", "take"}
    ):
        return Figure(
            number=number,
            of=CountOf.KILLED,
            trigger=doc[number.noun].head.i,
            cumulative=is_cumulative(doc[number.noun].head),
        )
    if chosen is not None:
        of = kind_of(doc[chosen], harm) or unsaid(doc[chosen], harm)
        if of is not None:
            both = other_kind(reading, chosen, number, of, harm)
            return Figure(number=number, of=of, trigger=chosen, combined=both, cumulative=is_cumulative(doc[chosen]))
    toll = toll_before(reading, number, harm)
    if toll is not None and toll[0] not in claimed:
        return Figure(number=number, of=toll[1], trigger=toll[0], combined=toll[2], cumulative=True)
    return None


def unsaid(token: Token, harm: Harm) -> CountOf | None:
    """What a word means that says it only in its place: "lost 15 fighters", "the deaths of", "left Velin"."""
    lemma, word = token.lemma_.lower(), token.lower_
    if (
        lemma in {"lose", "claim", "cost", "take"}
        or harm.has("killed_nouns", lemma)
        or word == "killing"
        or harm.has("lives", lemma)
    ):
        return CountOf.KILLED
    if harm.has("injured_nouns", lemma) or word in {"wounding", "injuring"}:
        return CountOf.INJURED
    if harm.has("displaced_nouns", lemma) or lemma in harm.words["left_homes"] | harm.words["driven"]:
        return CountOf.DISPLACED
    return None


def kind_of(token: Token, harm: Harm) -> CountOf | None:
    """What the word says became of people; None when it says nothing."""
    lemma, word = token.lemma_.lower(), token.lower_
    if token.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} or token.tag_.startswith("VB"):
        verbal = token.pos_ in {"VERB", "AUX", "ADJ"} or word.endswith(("ed", "ing", "slain", "s"))
        if harm.has("killed", lemma) and verbal and lemma != "claim":
            return CountOf.KILLED
        if (harm.has("injured", lemma) and verbal) or word in {"injured", "wounded", "injures", "wounds"}:
            return CountOf.INJURED
        if harm.has("killed_adjectives", word):
            return CountOf.KILLED
        if harm.has("missing_adjectives", word):
            return CountOf.MISSING
        if harm.has("displaced", lemma) and verbal:
            return CountOf.DISPLACED
        if token.pos_ == "VERB" and written(token.doc[token.i + 1 : token.i + 3]).lower() == "to death":
            return CountOf.KILLED
        if harm.has("returned", lemma) and token.pos_ == "VERB":
            return CountOf.RETURNED
        if harm.has("captured", lemma) and token.pos_ == "VERB":
            return CountOf.CAPTURED
    return {"kills": CountOf.KILLED, "killed": CountOf.KILLED}.get(word)


def is_passive(token: Token) -> bool:
    """True for "were killed", "killed in": people suffer it who stand before."""
    if any(one.dep_ in {"auxpass", "nsubjpass"} for one in token.children):
        return True
    left = token.doc[max(0, token.i - 3) : token.i]
    return token.tag_ == "VBN" and any(one.lemma_ == "be" for one in left)


def verb_before(reading: Reading, number: Number, claimed: set[int], harm: Harm) -> int | None:
    """The harming verb right before a number: "killed at least 12", "the lives of 129", "left 9 dead", "lost 15 fighters"."""
    doc, at = reading.doc, number.first - 1
    while at >= 0 and (doc[at].pos_ in {"ADV", "DET"} or doc[at].lower_ in {"as", "about", "some", "all", "in", "the"}):
        if doc[at].lower_ in {"in", "the"} and doc[at].lower_ == "in":
            return None
        at -= 1
    if at < 0:
        return None
    token, lemma = doc[at], doc[at].lemma_.lower()
    people = (
        number.noun is None or harm.has("people", doc[number.noun].lemma_.lower()) or reading.names_actor(number.noun)
    )
    if lemma == "of" and at >= 1:
        lives = next(
            (
                doc[back]
                for back in range(at - 1, max(-1, at - 4), -1)
                if doc[back].pos_ in {"NOUN", "VERB"} or doc[back].lower_ in {"killing", "wounding"}
            ),
            None,
        )
        if lives is not None and (
            harm.has("lives", lives.lemma_.lower())
            or harm.has("killed_nouns", lives.lemma_.lower())
            or lives.lower_ in {"killing", "wounding", "injuring"}
        ):
            return lives.i if kind_of(lives, harm) is not None else speaking_of_death(lives)
        if lives is not None and (
            harm.has("displaced_nouns", lives.lemma_.lower()) or harm.has("injured_nouns", lives.lemma_.lower())
        ):
            return lives.i
        return None
    kind = kind_of(token, harm)
    if kind is None:
        fallen = number.noun is not None or any(reading.names_actor(one.i) for one in token.children)
        if lemma == "lose" and people and fallen and token.pos_ == "VERB":
            return at
        return None
    if kind is CountOf.CAPTURED and (number.noun is None or not people):
        return None
    if is_passive(token) or (
        at in claimed and token.tag_ in {"VBN", "VBD"} and not any(one.dep_ == "nsubj" for one in token.children)
    ):
        return None
    if kind in {CountOf.DISPLACED, CountOf.RETURNED} and token.lemma_ in {"flee", "escape", "return"}:
        return None
    return at


def speaking_of_death(noun: Token) -> int:
    """The word that stands for the death itself: the claim of "claimed the lives of"."""
    head = noun.head
    return head.i if head.lemma_.lower() in {"claim", "take", "cost"} else noun.i


def verb_after(reading: Reading, number: Number, harm: Harm) -> int | None:
    """The harming word after a number and its noun: "12 people were killed", "nine dead", "3,000 fled", "20 others wounded"."""
    doc = reading.doc
    at, inside = number.end + 1, False
    passed = {"report", "believe", "fear", "confirm", "find", "say", "know", "leave", "be", "have", "get", "trap"}
    while at < len(doc) and at <= number.end + ACROSS:
        token, lemma = doc[at], doc[at].lemma_.lower()
        if inside and token.pos_ in {"AUX"} | {"VERB"}:
            inside = False
        kind = kind_of(token, harm)
        if kind is not None and not (token.pos_ == "NOUN" and token.tag_ == "NN"):
            if kind is CountOf.CAPTURED or (
                kind in {CountOf.KILLED, CountOf.INJURED} and not suffered(token, number, harm)
            ):
                return None
            return at
        if token.pos_ == "VERB" and lemma in harm.words["left_homes"] and leaves(reading, token, number, harm):
            return at
        if token.pos_ == "VERB" and lemma in harm.words["driven"] and is_passive(token) and from_homes(token, harm):
            return at
        if lemma in SPOKEN and token.tag_ in {"VBD", "VBZ", "VBP"} and not is_passive(token):
            return None  # "a nurse said that 11 people had been wounded"
        if token.lower_ in {"including", "among", "mostly", "most"}:
            inside = True
        elif (
            (token.pos_ == "VERB" and not inside and lemma not in passed and token.dep_ not in {"acl", "amod", "relcl"})
            or (
                token.pos_ == "VERB"
                and not inside
                and lemma not in passed
                and token.tag_ in {"VBD", "VBZ"}
                and token.dep_ != "relcl"
            )
            or token.text in {";", "."}
            or (token.pos_ == "SCONJ" and not inside and token.lower_ not in {"that", "as"})
            or (token.like_num and not inside and doc[at - 1].lower_ not in {"and", ","})
        ):
            return None
        at += 1
    return None


def suffered(token: Token, number: Number, harm: Harm) -> bool:
    """True when those counted suffered it and did not do it: "12 soldiers killed", not "12 soldiers killed a man"."""
    lemma = token.lemma_.lower()
    if (
        lemma in {"die", "perish", "drown", "starve"}
        or harm.has("killed_adjectives", token.lower_)
        or is_passive(token)
    ):
        return True
    if token.tag_ == "VBG":
        return False
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if (
        following is not None
        and (following.pos_ in {"DET", "PROPN", "NUM", "ADJ"} or following.tag_ == "PRP$")
        and following.dep_ != "npadvmod"
    ):
        return token.i == number.end + 1 and any(one.dep_ == "dobj" for one in token.children) is False
    return True


SPOKEN = frozenset({"say", "report", "believe", "fear", "confirm", "know", "find"})


def leaves(reading: Reading, verb: Token, number: Number, harm: Harm) -> bool:
    """True for "left their homes", "left Velin", "have left": of people, and not "left 9 dead"."""
    if number.noun is None or not harm.has("people", reading.doc[number.noun].lemma_.lower()):
        return False
    objects = [one for one in verb.children if one.dep_ in {"dobj", "obj", "ccomp", "oprd", "acomp"}]
    return all(harm.has("homes", one.lemma_.lower()) or reading.names_place(one.i) for one in objects)


def from_homes(verb: Token, harm: Harm) -> bool:
    """True for "driven from their homes"."""
    return any(harm.has("homes", one.lemma_.lower()) for one in verb.subtree if one.i > verb.i and one.dep_ == "pobj")


def other_kind(reading: Reading, trigger: int, number: Number, of: CountOf, harm: Harm) -> bool:
    """True for one number over killed and injured: "dozens killed or injured", "killing and wounding 70"."""
    if of not in {CountOf.KILLED, CountOf.INJURED}:
        return False
    doc = reading.doc
    for step in (1, 2):
        for at in (trigger - step, trigger + step):
            if not 0 <= at < len(doc) or at in range(number.first, number.end + 1):
                continue
            between = doc[min(at, trigger) + 1 : max(at, trigger)]
            if any(one.lower_ not in {"and", "or", "/", "and/or"} for one in between):
                continue
            kind = kind_of(doc[at], harm)
            if (
                kind in {CountOf.KILLED, CountOf.INJURED}
                and kind is not of
                and not own_number(reading, at, trigger, number)
            ):
                return True
    return False


def own_number(reading: Reading, at: int, trigger: int, number: Number) -> bool:
    """True when the second harming word has a number of its own right beside it, away from the first."""
    doc = reading.doc
    if at > trigger:
        after = doc[at + 1 : at + 4]
        return (
            number.first < trigger
            and any(one.like_num or one.lower_ in {"dozens", "scores", "several", "hundreds"} for one in after)
            and trigger < number.first
        )
    before = doc[max(0, at - 3) : at]
    return any(one.like_num for one in before) and number.first > trigger


def toll_before(reading: Reading, number: Number, harm: Harm) -> tuple[int, CountOf, bool] | None:
    """The toll a bare figure belongs to: "the death toll rose to 41", "the number of wounded stands at 9"."""
    doc = reading.doc
    link = False
    if number.single or not (
        number.noun is None or harm.has("people", doc[number.noun].lemma_.lower()) or reading.names_actor(number.noun)
    ):
        return None
    for at in range(number.core - 1, max(-1, number.first - TOLL_REACH), -1):
        token, lemma = doc[at], doc[at].lemma_.lower()
        if lemma in harm.words["see_toll"] or token.lower_ in {"at", "to", "of"}:
            link = True
        if (
            kind_of(token, harm) == CountOf.INJURED
            and token.pos_ == "VERB"
            and not is_passive(token)
            and token.dep_ != "acl"
        ):
            return None
        if not harm.has("toll_nouns", lemma) and not harm.has("casualty_nouns", lemma):
            continue
        if not link:
            return None
        if harm.has("casualty_nouns", lemma):
            return (
                (at, CountOf.KILLED, lemma != "victim")
                if any(doc[step].lower_ in {"at", "to", "is", "are"} for step in range(at + 1, number.first))
                else None
            )
        if lemma == "toll":
            return at, CountOf.KILLED, False
        for step in range(at + 1, min(number.first, at + 10)):
            kind = kind_of(doc[step], harm)
            if harm.has("casualty_nouns", doc[step].lemma_.lower()):
                return at, CountOf.KILLED, doc[step].lemma_.lower() != "victim"
            if kind is not None:
                return at, kind, False
            if harm.has("killed_nouns", doc[step].lemma_.lower()):
                return at, CountOf.KILLED, False
        return None
    return None


def is_cumulative(trigger: Token) -> bool:
    """True for "has killed ... since", "so far": a figure that contains earlier ones."""
    around = [one.lower_ for one in trigger.subtree]
    return any(word == "since" for word in around) or "so far" in " ".join(around)


# ── grouping ────────────────────────────────────────────────────────────────────────────────────────────────────


def grouped(reading: Reading, figures: Sequence[Figure]) -> Iterator[Toll]:
    """Figures that belong together: the killed and the wounded of one event make one toll."""
    open_toll: list[Figure] = []
    for one in figures:
        if open_toll and not joined(reading, open_toll, one):
            yield toll_of(reading, open_toll)
            open_toll = []
        open_toll.append(one)
    if open_toll:
        yield toll_of(reading, open_toll)


def joined(reading: Reading, toll: Sequence[Figure], one: Figure) -> bool:
    """True when the figure says what became of others in the same event."""
    kinds = {other.of for other in toll}
    if one.of in kinds or VERB_OF[one.of] != VERB_OF[toll[0].of] or toll[0].cumulative != one.cumulative:
        return False
    between = reading.doc[toll[-1].number.last + 1 : one.number.first]
    return not any(other.lower_ in {"while", "but", "meanwhile", ";"} for other in between)


def toll_of(reading: Reading, figures: Sequence[Figure]) -> Toll:
    """One toll of its figures."""
    counts = tuple(count for one in figures for count in counts_of(reading, one))
    first = figures[0]
    trigger = reading.doc[first.trigger]
    tokens = sorted({at for one in figures for at in (one.trigger, *range(one.number.first, one.number.end + 1))})
    return Toll(
        verb=VERB_OF[first.of],
        trigger=first.trigger,
        last=first.trigger,
        counts=counts,
        victims=first.number.noun,
        cause=cause_of(reading, trigger, first.number),
        tokens=tuple(tokens),
    )


def counts_of(reading: Reading, one: Figure) -> Iterator[Count]:
    """The figure as a Count; two for a figure over both killed and injured."""
    number = one.number
    end = number.end if number.end - number.first <= NOUN_TEXT else number.last
    span = reading.span_of(number.first, end)
    whose = (
        "" if number.noun is None else reading.text_of(min(number.last + 1, number.noun), max(number.end, number.noun))
    )
    mode = CountMode.NEW if number.new else CountMode.CUMULATIVE if one.cumulative else CountMode.EVENT
    count = Count(
        of=one.of,
        low=number.low,
        high=number.high,
        text=span.of(reading.report.text),
        span=span,
        whose=whose,
        mode=mode,
        combined=one.combined,
    )
    if one.combined:
        yield replace(count, of=CountOf.KILLED)
        yield replace(count, of=CountOf.INJURED)
    else:
        yield count


NOUN_TEXT = 8  # words; a longer noun phrase is left out of the count's text


def cause_of(reading: Reading, trigger: Token, number: Number) -> int | None:
    """Who or what did it: the verb's subject when others suffer it, else the "by" or "in" phrase."""
    inside = range(number.first, number.end + 1)
    for verb in (
        trigger,
        trigger.head if trigger.dep_ in {"conj", "xcomp", "acomp", "oprd", "dobj", "advcl"} else trigger,
    ):
        for child in verb.children:
            if child.dep_ == "nsubj" and child.i not in inside and not is_passive(trigger) and child.i < trigger.i:
                return child.i
        for child in verb.children:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in {"by", "in", "from"}):
                target = next((one for one in child.children if one.dep_ == "pobj"), None)
                if target is not None and target.i not in inside and not reading.names_place(target.i):
                    return target.i
    return None


# ── harm without a figure ───────────────────────────────────────────────────────────────────────────────────────


def without_figures(reading: Reading, used: set[int], harm: Harm) -> Iterator[Toll]:
    """Harm to people whose number is not told: "killed civilians", "residents fled", "suffered heavy losses"."""
    for token in reading.doc:
        kind = kind_of(token, harm)
        if token.i in used or kind is None or token.pos_ != "VERB" or kind in {CountOf.CAPTURED, CountOf.MISSING}:
            continue
        sufferers = [
            child
            for child in token.children
            if child.dep_ in (("nsubjpass", "nsubj") if is_passive(token) or token.lemma_ in SELF else ("dobj", "obj"))
        ]
        for victim in sufferers:
            plural = victim.tag_ in {"NNS", "NNPS"} or victim.lower_ in {"people", "civilians"}
            if victim.i in used or not plural or not harm.has("people", victim.lemma_.lower()):
                continue
            span = reading.span_of(victim.left_edge.i if victim.i - victim.left_edge.i < 5 else victim.i, victim.i)
            count = Count(
                of=kind,
                low=None,
                high=None,
                text=span.of(reading.report.text),
                span=span,
                whose=reading.text_of(victim.i, victim.i),
            )
            cause = cause_of(
                reading,
                token,
                Number(first=victim.i, core=victim.i, last=victim.i, low=None, high=None, noun=victim.i, end=victim.i),
            )
            yield Toll(
                verb=VERB_OF[kind],
                trigger=token.i,
                last=token.i,
                counts=(count,),
                victims=victim.i,
                cause=cause,
                tokens=(token.i, victim.i),
            )


SELF = frozenset({"die", "flee", "perish", "escape", "return", "evacuate"})
