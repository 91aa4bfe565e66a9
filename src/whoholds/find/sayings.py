"""Sayings: in one sentence, who says which words. Antecedents are not looked for here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from whoholds.find.reading import Reading
from whoholds.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECT = ("nsubj", "nsubjpass", "csubj")
CLAUSE = ("ccomp", "xcomp", "acl", "advcl", "relcl")
INSIDE_NAME = ("det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "case", "advmod", "npadvmod")
QUOTE_MARKS = '"“”„«»'
REACH = 14  # words of the longest speaker before a verb: "the head of the ... office of the ... in ..."
OF = frozenset({"of", "for", "in", "at", "from", "inside", "near"})
SIDE = frozenset({"when", "after", "as", "since", "before", "while", "although", "though", "because", "if"})
NO_VOICE = frozenset(
    {
        "there",
        "this",
        "these",
        "those",
        "what",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "himself",
        "itself",
        "themselves",
        "each",
    }
)
LABEL = 9  # words before the colon of "Army spokesman in Velin: ..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Somebody says something.

    who      first and last token of the speaker's words.
    word     token of the word of saying; None for a label ("Army: ...").
    covers   tokens of what is said.
    manner   "say", "accuse", "see", "cite" (nested in whatever saying holds it), "noun", "label".
    open     nothing that is said stands in the sentence itself: it is said in a quotation next to it.
    """

    who: tuple[int, int]
    head: int
    word: int | None
    covers: frozenset[int]
    manner: str = "say"
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """The [voices] table as sets."""

    say: frozenset[str]
    object: frozenset[str]
    clause_only: frozenset[str]
    figures: frozenset[str]
    figure_nouns: frozenset[str]
    see: frozenset[str]
    accuse: frozenset[str]
    lives: frozenset[str]
    unsaid: frozenset[str]
    never_before: frozenset[str]
    vague: frozenset[str]
    asides: frozenset[str]
    citing: frozenset[str]
    sayings: frozenset[str]
    persons: frozenset[str]
    bodies: frozenset[str]
    papers: frozenset[str]
    tallies: frozenset[str]
    watchers: frozenset[str]
    watching: frozenset[str]
    generic_bodies: frozenset[str]
    generic_persons: frozenset[str]
    he: frozenset[str]
    it: frozenset[str]
    they: frozenset[str]
    own: frozenset[str]
    headline: frozenset[str]
    not_names: frozenset[str]
    hint: re.Pattern[str] = field(compare=False)


@lru_cache(maxsize=8)
def voices_of(language: Language) -> Voices:
    """The language's words of saying, compiled."""
    table: Mapping[str, Any] = language.table("voices")
    sets = {name: frozenset(words) for name, words in table.items() if name not in {"prepositions", "hint"}}
    stems = "|".join(re.escape(stem) for stem in table["hint"])
    phrases = "|".join(re.escape(phrase) for phrase in table["prepositions"])
    hint = re.compile(rf"\b(?:{stems})|\b(?:{phrases})\b|[{QUOTE_MARKS}]|:", re.IGNORECASE)
    return Voices(**sets, hint=hint)


def words_after(reading: Reading, token: int) -> list[Token]:
    """The tokens after this one that are no marks."""
    return [one for one in reading.doc[token + 1 :] if not one.is_punct and not one.is_space]


def name_at(reading: Reading, head: Token, *, floor: int = 0) -> tuple[int, int]:
    """First and last token of the name or noun phrase at ``head``: its own modifiers, "of" and "in" phrases,
    appositions and those joined to it; no clauses, no times. Never reaches left of ``floor``."""
    first, last = head.i, head.i
    for child in sorted(head.lefts, key=lambda one: -one.i):
        if child.dep_ not in INSIDE_NAME or child.right_edge.i + 1 != first or child.left_edge.i < floor:
            break
        if child.ent_type_ in {"DATE", "TIME"} or child.text.lower() in DAYS:
            break
        first = child.left_edge.i
    last = name_end(reading, head)
    return first, last


def name_end(reading: Reading, head: Token) -> int:
    """Last token of the noun phrase at ``head``."""
    last = head.i
    for child in sorted(head.rights, key=lambda one: one.i):
        start = child.left_edge.i
        gap = reading.doc[last + 1 : start]
        if any(not one.is_punct and one.dep_ not in {"cc", "case", "punct"} for one in gap):
            break
        if child.dep_ in {"cc", "punct", "case"}:
            continue
        if child.dep_ == "prep" and child.lower_ in OF:
            target = next((one for one in child.children if one.dep_ == "pobj"), None)
            if target is None or target.lower_ in DAYS or target.like_num:
                break
            last = name_end(reading, target)
        elif child.dep_ in {"appos", "conj"} and child.pos_ in {"NOUN", "PROPN"}:
            last = name_end(reading, child)
        elif child.dep_ == "nummod" or child.pos_ == "PROPN":
            last = child.right_edge.i if child.right_edge.i - child.i < 3 else child.i
        else:
            break
    return last


DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december today yesterday tonight morning evening afternoon night day week month year hour".split()
)


def left_name(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int] | None:
    """First, last and head token of the noun phrase that ends right before the verb; None when none does.

    Read from the words alone: without commas a parser takes "... in Velin the ministry said" for anything.
    """
    doc = reading.doc
    last = verb.i - 1
    while last >= 0 and (
        doc[last].lower_ in {"itself", "himself", "herself", "themselves"}
        or doc[last].pos_ in {"ADV", "AUX"}
        or doc[last].is_punct
        or doc[last].lower_ in DAYS
        or (doc[last].lower_ == "on" and doc[last + 1].lower_ in DAYS)
    ):
        if doc[last].lower_ in {"not", "n't", "never"} or doc[last].text in QUOTE_MARKS:
            return None
        last -= 1
    if last < 0:
        return None
    if doc[last].pos_ == "PRON":
        return (last, last, last) if doc[last].lower_ not in NO_VOICE else None
    first = last + 1
    for at in range(last, max(-1, last - REACH), -1):
        if not joins(reading, at, first, last, voices):
            break
        first = at
        if doc[at].pos_ == "DET" or doc[at].tag_ == "PRP$":
            if at >= 2 and doc[at - 1].lower_ in OF and doc[at - 2].pos_ in {"NOUN", "PROPN"}:
                continue
            if described(reading, at, head_in(reading, at, last), voices):
                continue
            break
    while first <= last and (doc[first].lower_ in OF or doc[first].pos_ == "CCONJ" or doc[first].is_punct):
        first += 1
    return None if first > last else (first, last, head_in(reading, first, last))


def described(reading: Reading, at: int, head: int, voices: Voices) -> bool:
    """True when a name stands right before the description that starts at ``at``: "Omar Velin a local activist"."""
    doc = reading.doc
    if at < 2 or kind_word(reading, head) not in voices.persons | voices.bodies:
        return False
    before, earlier = doc[at - 1], doc[at - 2]
    named = before.text[:1].isupper() and before.pos_ in {"PROPN", "NOUN"} and not reading.names_place(at - 1) and before.lower_ not in DAYS
    return named and (earlier.text[:1].isupper() or earlier.lower_ in OF) and earlier.lower_ not in DAYS


def joins(reading: Reading, at: int, first: int, last: int, voices: Voices) -> bool:
    """True when the token at ``at`` continues, to the left, the noun phrase that starts at ``first``."""
    token, doc = reading.doc[at], reading.doc
    after = doc[first] if first <= last else None
    if (
        token.lower_ in DAYS
        or token.lower_ in NO_VOICE
        or token.lower_ in {"more", "others", "other", "dead", "wounded"}
    ):
        return False
    if at > 0 and doc[at - 1].text == "-" and after is not None and after.text == "-":
        return True
    if token.lower_ in OF:
        return at > 0 and after is not None and doc[at - 1].pos_ in {"NOUN", "PROPN"} and doc[at - 1].lower_ not in DAYS
    if token.pos_ == "CCONJ":
        before = doc[at - 1] if at else None
        return token.lower_ == "and" and before is not None and speaks(reading, before, voices)
    if token.text == "-" or (after is not None and after.text == "-"):
        return True
    if token.is_punct:
        return (
            token.text in {"(", ")", "."}
            and after is not None
            and at > 0
            and doc[at - 1].is_alpha
            and token.text != "."
        )
    lower = token.pos_ == "NOUN" and token.text[:1].islower()
    if after is not None and after.pos_ == "ADJ" and (lower or reading.names_place(at)):
        return False  # "... in the city local activists said"
    if after is not None and after.pos_ == "NOUN" and lower and token.lemma_.lower() in voices.not_names and after.text[:1].islower():
        return False  # "... among the casualties media reported"
    if token.pos_ == "PROPN" or token.text[:1].isupper():
        if reading.names_place(at) and after is not None and after.pos_ == "PROPN" and not reading.names_place(first):
            return False
        return token.pos_ not in {"VERB", "AUX", "SCONJ", "ADV"} or token.dep_ in {"compound", "amod", "nmod"}
    if after is not None and after.text[:1].isupper() and token.pos_ in {"NOUN", "NUM"}:
        return token.lemma_.lower() in voices.persons or token.lemma_.lower() in {
            "agency",
            "group",
            "network",
            "director",
        }
    return (
        token.pos_ in {"NOUN", "ADJ", "NUM", "DET", "PART"}
        or token.tag_ in {"PRP$", "POS"}
        or token.dep_ in {"amod", "compound"}
    )


def head_in(reading: Reading, first: int, last: int) -> int:
    """The word that names the kind of speaker: the last noun before the first "of", "for", "in"."""
    doc = reading.doc
    end = first
    for at in range(first, last + 1):
        if doc[at].lower_ in OF and at > first:
            break
        if doc[at].pos_ in {"NOUN", "PROPN", "ADJ", "PRON", "NUM"} or at == first:
            end = at
    return end


def right_name(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int] | None:
    """First, last and head of the noun phrase right after the verb, when nothing else follows it: "said the ministry"."""
    doc = reading.doc
    first = verb.i + 1
    while first < len(doc) and (doc[first].lower_ in DAYS | {"late", "early"} or (doc[first].lower_ == "on" and first + 1 < len(doc) and doc[first + 1].lower_ in DAYS)):
        first += 1
    if first >= len(doc) or doc[first].is_punct or doc[first].pos_ == "PRON":
        return None
    last = first
    while last < len(doc) and (
        doc[last].pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "PART"}
        or (doc[last].pos_ == "DET" and (last == first or doc[last - 1].lower_ in OF))
        or (
            doc[last].lower_ in OF
            and last > first
            and last + 1 < len(doc)
            and doc[last + 1].pos_ in {"NOUN", "PROPN", "DET", "ADJ"}
        )
        or doc[last].text == "-"
        or (doc[last].text[:1].isupper() and doc[last].pos_ not in {"VERB", "AUX"})
    ):
        if doc[last].lower_ in DAYS:
            break
        last += 1
    follows = doc[last] if last < len(doc) else None
    if doc[first].like_num or not any(is_finite(one) for one in doc[: verb.i]):
        return None
    for one in doc[last:]:
        if one.lower_ in NO_VOICE | {"who", "adding", "as", "while", "after", "when"} or one.text in {",", ";", '"', "."}:
            break
        if is_finite(one) and one.tag_ not in {"VBG", "VBN"}:
            return None
    if follows is not None and (
        follows.pos_ in {"VERB", "AUX", "SCONJ"} and follows.tag_ not in {"VBG"} or follows.lower_ in {"to", "not"}
    ):
        return None
    last -= 1
    while last > first and (doc[last].lower_ in OF or doc[last].pos_ == "DET" or doc[last].is_punct):
        last -= 1
    return None if last < first else (first, last, head_in(reading, first, last))


def speaker_of(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int, bool] | None:
    """First, last and head token of who says it, and whether it stands after the verb; None when nobody does."""
    parsed = parsed_subject(verb)
    near = left_name(reading, verb, voices)
    lemma = verb.lemma_.lower()
    trusted = parsed is not None and may_be_voice(reading, parsed, lemma, voices, strict=True)
    if near is not None and not may_be_voice(reading, reading.doc[near[2]], lemma, voices, strict=True):
        near = None
    after = right_name(reading, verb, voices) if verb.tag_ in {"VBD", "VBZ", "VBP"} and lemma not in voices.never_before else None
    if after is not None and not may_be_voice(reading, reading.doc[after[2]], lemma, voices, strict=True):
        after = None
    if after is not None and lemma not in voices.object and not (near is not None and reading.doc[near[0]].pos_ == "PRON"):
        return (*after, True)
    if parsed is not None and trusted and parsed.i < verb.i:
        apart = near is None or not near[0] <= parsed.i <= near[1]
        clauses = any(one.dep_ in {"relcl", "acl"} for one in parsed.children)
        if apart and (clauses or has_commas(reading)):
            return (*name_at(reading, parsed), parsed.i, False)
    if near is not None and not (verb.tag_ == "VBG" and reading.names_place(near[2])):
        return (*near, False)
    if after is not None:
        return (*after, True)
    if parsed is not None and may_be_voice(reading, parsed, lemma, voices, strict=False):
        return (*name_at(reading, parsed), parsed.i, parsed.i > verb.i)
    return None


def has_commas(reading: Reading) -> bool:
    """False for texts whose commas were lost on the way: there the parser's subjects are guesses."""
    return "," in reading.report.text


def parsed_subject(verb: Token) -> Token | None:
    """Who says it, as the parser sees it: its subject, its "by" phrase, or the subject of the verb it hangs on."""
    for child in verb.children:
        if child.dep_ == "nsubj":
            return verb.head if child.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl" else child
    agent = next((one for one in verb.children if one.dep_ == "agent"), None)
    if agent is not None:
        return next((one for one in agent.children if one.dep_ == "pobj"), None)
    above = verb.head
    if above == verb:
        return None
    if verb.dep_ == "pcomp":  # "was quoted as saying", "quoted him as saying"
        above = above.head if above.pos_ != "VERB" else above
        passive = next((one for one in above.children if one.dep_ == "nsubjpass"), None)
        return passive or next((one for one in above.children if one.dep_ in {"dobj", "obj"}), None)
    if verb.dep_ in {"xcomp", "conj"} or (verb.dep_ == "advcl" and verb.tag_ == "VBG"):
        return (
            parsed_subject(above)
            if above.pos_ in {"VERB", "AUX"}
            else above
            if above.pos_ in {"NOUN", "PROPN"}
            else None
        )
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return above
    return None


def kind_word(reading: Reading, token: int) -> str:
    """The word that tells the kind of speaker: the lemma, or for a masked name the last word before its "of" or "for"."""
    if token not in reading.names:
        return reading.doc[token].lemma_.lower()
    words = reading.names[token].text.lower().split()
    end = next((at for at, word in enumerate(words) if word in OF and at), len(words))
    return words[end - 1] if words else ""


def is_finite(token: Token) -> bool:
    """A verb that heads a clause of its own: not an infinitive, participle phrase or noun modifier."""
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod", "compound"}


def sayings_in(reading: Reading, language: Language) -> tuple[Saying, ...]:
    """Everything said in the sentence, in the order of the words of saying."""
    voices = voices_of(language)
    found = [
        *verbs_of_saying(reading, voices),
        *according(reading, voices),
        *nouns_of_saying(reading, voices),
        *labels(reading, voices),
    ]
    return tuple(sorted(found, key=lambda one: (one.head if one.word is None else one.word, one.who)))


def verbs_of_saying(reading: Reading, voices: Voices) -> Iterator[Saying]:
    """What the verbs of saying, seeing and accusing say."""
    for verb in reading.doc:
        lemma = verb.lemma_.lower()
        if (
            verb.pos_ not in {"VERB", "AUX"}
            or lemma not in voices.say | voices.see
            or verb.dep_ in {"amod", "compound"}
        ):
            continue
        objects = [one for one in verb.children if one.dep_ in {"dobj", "obj"}]
        if lemma == "claim" and any(one.lemma_.lower() in voices.lives for one in objects):
            continue
        if lemma in voices.figures and not any(holds(one, voices.figure_nouns) for one in (*objects, *verb.rights)):
            continue
        if any(one.dep_ == "neg" for one in verb.children) and lemma in voices.unsaid:
            continue  # "did not say which", "has not confirmed": nothing is vouched for
        found = speaker_of(reading, verb, voices)
        if found is None:
            continue
        first, last, head, inverted = found
        first, last, head = owner_of(reading, first, last, head, voices)
        covers = what_is_said(reading, verb, (first, last), voices, inverted=inverted)
        clause = any(one.dep_ == "ccomp" for one in verb.children)
        if (
            lemma in voices.clause_only
            and lemma not in voices.figures
            and not clause
            and not after_quote(reading, verb)
        ):
            continue
        if lemma in voices.citing:
            source = next((one for one in objects if may_be_voice(reading, one, lemma, voices, strict=True)), None)
            yield Saying(who=(first, last), head=head, word=verb.i, covers=covers, open=not covers)
            if source is not None:
                yield Saying(who=name_at(reading, source), head=source.i, word=verb.i, covers=covers, manner="cite")
            continue
        manner = "accuse" if lemma in voices.accuse else "see" if lemma in voices.see else "say"
        yield Saying(who=(first, last), head=head, word=verb.i, covers=covers, manner=manner, open=not covers)


def holds(token: Token, lemmas: frozenset[str]) -> bool:
    return any(one.lemma_.lower() in lemmas for one in (token, *token.children))


def after_quote(reading: Reading, verb: Token) -> bool:
    """True when a quotation stands in the sentence."""
    return any(reading.quote[: verb.i]) if reading.quote else False


def may_be_voice(reading: Reading, speaker: Token, lemma: str, voices: Voices, *, strict: bool) -> bool:
    """True when such a subject can speak: persons, bodies, names, pronouns; never a day, never a number of the dead.

    strict  the words alone vouch for it: only nouns of the lists, names and pronouns.
    """
    word = kind_word(reading, speaker.i)
    if speaker.lower_ in DAYS or speaker.lower_ in NO_VOICE:
        return False
    if lemma in voices.see:
        return word in voices.persons
    if speaker.pos_ == "PRON" or word in voices.persons or word in voices.bodies or reading.names_actor(speaker.i):
        return True
    if word in voices.not_names or speaker.pos_ in {"VERB", "AUX", "ADP", "ADV"}:
        return False
    if speaker.pos_ == "PROPN" or (speaker.text[:1].isupper() and speaker.i > 0):
        return not (
            strict
            and reading.names_place(speaker.i)
            and speaker.i < len(reading.doc) - 1
            and speaker.i > 0
            and reading.doc[speaker.i - 1].lower_ in OF
        )
    return not strict and speaker.pos_ in {"NOUN", "ADJ", "DET"}


def what_is_said(
    reading: Reading, verb: Token, who: tuple[int, int], voices: Voices, *, inverted: bool
) -> frozenset[int]:
    """The tokens of the content: after the verb when a clause or an object follows, else before the speaker."""
    doc, (start, end), lemma = reading.doc, who, verb.lemma_.lower()
    inner = subordinate(verb)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":  # "pauses declared by the ministry": the pauses, not the sentence
        return frozenset(one.i for one in verb.head.subtree if one.i < verb.i)
    parts: set[int] = set()
    for child in verb.children:
        right = child.i > verb.i
        if child.dep_ in {"ccomp", "xcomp"} and (right or not inverted):
            parts.update(one.i for one in child.subtree)
        elif child.dep_ == "advcl" and right and (lemma in voices.accuse or child.tag_ == "TO"):
            parts.update(one.i for one in child.subtree)
        elif child.dep_ == "prep" and child.lower_ not in {"of", "about", "as", "for", "among"}:
            continue
        elif child.dep_ in {"dobj", "obj", "prep", "acl", "relcl"} and right and lemma in voices.object:
            parts.update(one.i for one in child.subtree)
        elif child.dep_ == "dobj" and right and any(one.dep_ in CLAUSE for one in child.children):
            parts.update(one.i for one in child.subtree)  # "told reporters he ...": the clause hangs on the person told
    outside = set(range(start, end + 1)) | {verb.i}
    if inner:
        return frozenset(one for one in parts if one > verb.i) - outside
    after = words_after(reading, max(verb.i, end))
    later = [one for one in after if is_finite(one)]
    follows = False
    if not inverted and verb.i + 1 < len(doc) and doc[verb.i + 1].text == "," and any(is_finite(one) or one.pos_ == "NOUN" for one in doc[:start]):
        return frozenset(range(len(doc))) - outside  # "In Velin, he said, two bridges had been taken"
    if not inverted:
        aside = bool(after) and (after[0].tag_ == "VBG" or after[0].lower_ in voices.asides)
        follows = not aside and (any(one > verb.i for one in parts) or (bool(later) and plain_clause(verb, later[0])))
    if follows:
        parts.update(span_to_rival(reading, verb, voices))
        return frozenset(one for one in parts if one > verb.i or one not in range(start)) - outside
    edge = min(start, verb.i)
    left = range(left_end(reading, edge), edge)
    if any(is_finite(doc[one]) or doc[one].pos_ in {"NOUN", "PROPN"} for one in left):
        parts.update(left)
    if (
        later
        and not inverted
        and any(is_finite(doc[one]) for one in left) is False
        and doc[verb.i - 1 if verb.i else 0].i < len(doc)
    ):
        parts.update(one.i for one in later)  # "The army, the ministry said, left Velin"
    return frozenset(parts) - outside


def subordinate(verb: Token) -> bool:
    """True for a saying told on the side: "after the ministry said", "which the army denied"."""
    if any(one.dep_ in {"mark", "advmod"} and one.i < verb.i and one.lower_ in SIDE for one in verb.children):
        return True
    return verb.dep_ == "relcl" and any(one.lower_ in {"which", "who", "that"} for one in verb.children)


def plain_clause(verb: Token, later: Token) -> bool:
    """True when the next clause is what the verb says, not a side remark on time or manner."""
    marks = {one.lower_ for one in later.children if one.dep_ in {"mark", "advmod"} and one.i < later.i}
    return (
        not marks & {"as", "after", "when", "while", "before", "although", "though", "since"} or later.dep_ == "ccomp"
    )


def span_to_rival(reading: Reading, verb: Token, voices: Voices) -> set[int]:
    """From the verb to the sentence's end, or to a later clause in which somebody else speaks of his own accord."""
    if has_commas(reading):
        others = [one for one in verb.children if one.dep_ == "conj" and one.i > verb.i and any(sub.dep_ == "nsubj" for sub in one.children)]
        cut = {token.i for one in others for token in one.subtree}
        return set(range(verb.i + 1, len(reading.doc))) - cut
    for one in reading.doc[verb.i + 1 :]:
        if one.lemma_.lower() not in voices.say or one.pos_ != "VERB" or one.dep_ not in {"conj", "parataxis", "ROOT"}:
            continue
        rival = next((child for child in one.children if child.dep_ == "nsubj" and child.i < one.i), None)
        if rival is not None and one.head.i <= verb.i:
            return set(range(verb.i + 1, rival.left_edge.i))
    return set(range(verb.i + 1, len(reading.doc)))


def left_end(reading: Reading, edge: int) -> int:
    """Where the stretch before "..., X said" begins: the sentence's start, or after an earlier saying joined by "but"."""
    for one in reversed(reading.doc[:edge]):
        if one.lower_ in {"but", ";"}:
            return one.i + 1
    return 0


def according(reading: Reading, voices: Voices) -> Iterator[Saying]:
    doc = reading.doc
    for one in doc[:-1]:
        if one.lower_ != "according" or doc[one.i + 1].lower_ != "to":
            continue
        head = next((child for child in doc[one.i + 1].children if child.dep_ in {"pobj", "pcomp"}), None)
        if head is None:
            head = next((after for after in words_after(reading, one.i + 1) if after.pos_ in {"NOUN", "PROPN"}), None)
        if head is None:
            continue
        first, last = name_at(reading, head)
        first = one.i + 2 if first > one.i + 2 and first - one.i < 6 else first
        first, last, at = owner_of(reading, first, last, head.i, voices)
        used = set(range(one.i, last + 1))
        yield Saying(
            who=(first, last),
            head=head.i,
            word=one.i,
            covers=frozenset(set(range(len(doc))) - used),
            manner="according",
        )


def owner_of(reading: Reading, first: int, last: int, head: int, voices: Voices) -> tuple[int, int, int]:
    """Whose paper it is: for "a statement by the ministry", "an observatory toll", the one who issued it; else the same."""
    doc = reading.doc
    if kind_word(reading, head) not in voices.papers | voices.tallies:
        return first, last, head
    for at in range(first, head):
        if reading.names_actor(at) or (doc[at].pos_ == "PROPN" and doc[at].lower_ not in DAYS and at > first):
            return at, at, at
    for at in range(head + 1, min(head + 7, len(doc))):
        if doc[at].lower_ in {"by", "from"}:
            target = next((one for one in doc[at + 1 :] if one.pos_ in {"NOUN", "PROPN"} and one.dep_ not in {"compound", "amod", "nmod"}), None)
            if target is not None and target.i < at + 8 and may_be_voice(reading, target, "say", voices, strict=True):
                begin, end = name_at(reading, target, floor=at + 1)
                return max(begin, at + 1), end, target.i
        if doc[at].pos_ == "VERB" and doc[at].tag_ not in {"VBN"}:
            break
    return first, last, head


def nouns_of_saying(reading: Reading, voices: Voices) -> Iterator[Saying]:
    for noun in reading.doc:
        if noun.lemma_.lower() not in voices.sayings or noun.pos_ != "NOUN":
            continue
        content = [
            one
            for one in noun.children
            if one.dep_ in {"acl", "ccomp", "relcl", "appos"} and one.pos_ in {"VERB", "AUX"}
        ]
        content = [
            one for one in content if any(mark.lower_ == "that" and mark.dep_ == "mark" for mark in one.children)
        ]
        owner = next((one for one in noun.children if one.dep_ == "poss"), None)
        for prep in noun.children:
            if owner is None and prep.dep_ in {"prep", "agent"} and prep.lower_ in {"by", "from"}:
                owner = next((one for one in prep.children if one.dep_ == "pobj"), None)
        if not content or owner is None:
            continue
        covers = frozenset(one.i for clause in content for one in clause.subtree)
        yield Saying(who=name_at(reading, owner), head=owner.i, word=noun.i, covers=covers, manner="noun")


def labels(reading: Reading, voices: Voices) -> Iterator[Saying]:
    """ "Army: ..." at the head of a sentence; "...: monitor" and "... monitor" at its tail."""
    doc = reading.doc
    words = [one for one in doc if not one.is_space]
    for mark in words[1 : LABEL + 3]:
        if mark.text == ":" and mark.i + 2 < len(doc):
            begin = next((one.i + 1 for one in reversed(doc[: mark.i]) if one.text in {"-", "–", "—"} and one.i < 4), 0)  # "13:50 - "
            label = doc[begin : mark.i]
            last = next((one for one in reversed(label) if one.is_alpha), None)
            verbal = any(is_finite(one) for one in label)
            if last is not None and not verbal and speaks(reading, last, voices) and mark.text == ":":
                first = next(one.i for one in label if one.is_alpha or one.pos_ in {"DET", "ADJ"})
                covers = frozenset(range(mark.i + 1, len(doc)))
                yield Saying(who=(first, last.i), head=last.i, word=None, covers=covers, manner="label")
            break
    tail = [one for one in doc if not one.is_punct and not one.is_space]
    for size in (2, 1):
        if len(tail) < size + 4:
            continue
        piece = tail[-size:]
        text = " ".join(one.lower_ for one in piece)
        before = tail[-size - 1]
        if piece[-1].lemma_ == "report":  # "..., our correspondent in the city reports", taken for a noun
            owner = left_name(reading, piece[-1], voices)
            if owner is not None and size == 1 and kind_word(reading, owner[2]) in voices.persons | voices.bodies and owner[0] > 3:
                covers = frozenset(range(owner[0]))
                yield Saying(who=owner[:2], head=owner[2], word=piece[-1].i, covers=covers)
                return
        if text not in voices.headline or piece[0].pos_ == "VERB" or before.pos_ in {"DET", "ADJ", "ADP", "VERB", "AUX", "CCONJ", "NUM", "PART"}:
            continue
        marked = any(one.text in {":", "-", "–", "—"} for one in doc[before.i + 1 : piece[0].i])
        if marked or (reading.index <= 2 and before.pos_ in {"PROPN", "NOUN", "ADV"} and bare(piece[0], before)):
            covers = frozenset(range(before.i + 1))
            yield Saying(who=(piece[0].i, piece[-1].i), head=piece[-1].i, word=None, covers=covers, manner="label")
            return


def bare(piece: Token, before: Token) -> bool:
    """True when the source word at the tail hangs on nothing: a noun that other words do not modify into a name."""
    return before.lower_ not in {"the", "a", "an"} and not (before.dep_ in {"amod", "poss"} and before.head == piece)


def speaks(reading: Reading, token: Token, voices: Voices) -> bool:
    word = token.lemma_.lower()
    if word in voices.persons or word in voices.bodies or reading.names_actor(token.i):
        return True
    return token.pos_ == "PROPN" and not reading.names_place(token.i) and token.lower_ not in DAYS


def innermost(sayings: Sequence[Saying], token: int) -> list[Saying]:
    """The sayings whose words hold the token, widest first."""
    return sorted((one for one in sayings if token in one.covers), key=lambda one: (-len(one.covers), one.word or 0))
