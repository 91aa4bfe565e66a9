"""What the parse says about a word: who does it, to what, through which prepositions. Nothing here knows a theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from whoholds.find.tree import Token
from whoholds.language import load_language

SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
CLAUSAL = {"ROOT", "advcl", "relcl", "ccomp", "conj", "parataxis", "acl", "csubj", "xcomp", "pcomp"}
INHERITS = {"acomp", "oprd", "advcl", "xcomp", "conj", "pcomp", "prep", "ccomp", "dep", "acl", "parataxis"}
STEPS = 12  # longest way up the tree that is followed: damaged parses have cycles of attachment no longer than this


@cache
def _words(name: str) -> frozenset[str]:
    """A list of the language file's grammar; the trees are an English parser's, so the words are English."""
    return frozenset(load_language("en").table("grammar")[name])


@dataclass(slots=True)
class Clause:
    """A verb with its parts: ``subject`` does it, ``object`` suffers it, whatever the voice.

    inherited  the subject was taken over from a governing clause.
    """

    verb: Token
    passive: bool
    subject: Token | None = None
    object: Token | None = None
    inherited: bool = False


def clause_of(verb: Token) -> Clause:
    """The parts of a verb, active or passive, finite or participle, its own or inherited."""
    own: dict[str, Token] = {}
    for child in verb.children:
        if child.dep_ in SUBJECTS | {"auxpass", "agent"} or child.dep_ in {"dobj", "obj"} - set(own):
            own[child.dep_] = child  # of two objects the first, of two subjects the last: a dateline may pass for one
    passive = is_passive(verb)
    clause = Clause(verb=verb, passive=passive)
    subject = own.get("nsubjpass") or own.get("nsubj")
    if subject is not None and subject.dep_ == "nsubj" and passive and "nsubjpass" not in own and verb.tag_ != "VBN":
        passive = clause.passive = False
    if passive and any(c.dep_ == "prep" and c.lower_ in _words("inward") for c in verb.children):
        moving = subject is not None and subject.dep_ == "nsubj" and not {"nsubjpass", "auxpass", "agent"} & set(own)
        headline = subject is None and verb.dep_ == "acl" and verb.head.dep_ == "ROOT"
        if moving or headline:  # "soldiers swept through": read as a participle by mistake
            passive = clause.passive = False
    subject = _antecedent(subject, verb) if subject is not None else None
    if subject is None and verb.dep_ == "acl":
        subject = _maker(verb.head) if verb.head.lemma_ in _words("aims") else verb.head
    elif subject is None and verb.dep_ == "amod":
        subject = verb.head
        passive = clause.passive = verb.tag_ == "VBN"
    elif subject is None and verb.dep_ == "relcl":
        subject = _equated(verb.head) or verb.head
    inherited = None
    if subject is None:
        inherited, patient = _inherited(verb)
        clause.inherited = inherited is not None
        if passive and (patient or verb.dep_ in {"acomp", "oprd"}):
            subject = inherited
        elif not passive:
            clause.subject = inherited
        elif (passive and verb.dep_ == "conj") or passive:
            subject = inherited
    if passive:
        clause.object = subject
        clause.subject = _agent(verb)
        clause.inherited = clause.inherited and clause.subject is None
    else:
        if subject is not None:
            clause.subject = subject
        thing = own.get("dobj") or own.get("obj")
        thing = thing or _led(verb)
        far = any(c.dep_ == "ccomp" for c in verb.children)  # "the city, which they claim is quiet"
        clause.object = _gap(verb) if thing is None else thing if far else _antecedent(thing, verb)
    return clause


def _led(verb: Token) -> Token | None:
    """The road in "cut the road leading to", which the parser takes for the subject of a clause of its own."""
    inner = next((c for c in verb.children if c.dep_ in {"ccomp", "xcomp"} and c.tag_ == "VBG"), None)
    if inner is None or inner.lemma_ not in _words("leading"):
        return None
    return next((c for c in inner.children if c.dep_ == "nsubj"), None)


def bearer(pronoun: Token) -> Token:
    """The noun a relative pronoun stands for ("from which", "whom"); the word itself when it is none."""
    return _antecedent(pronoun, pronoun)


def _maker(noun: Token) -> Token | None:
    """Whose claim, bid or plan it is: its possessor, else the subject of the verb it hangs on."""
    own = next((c for c in noun.children if c.dep_ == "poss"), None)
    if own is not None:
        return own
    return next((c for c in noun.head.children if c.dep_ in {"nsubj", "nsubjpass"}), None)


def is_passive(verb: Token) -> bool:
    """True for "was taken", "taken by", "the towns taken", "having been taken"."""
    if any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in verb.children):
        return True
    if verb.dep_ in {"acomp", "oprd"} and verb.tag_ in {"JJ", "VBN"}:
        return True
    if verb.tag_ != "VBN":
        return False
    if any(child.dep_ == "aux" and child.lower_ in _words("have") for child in verb.children):
        return False
    if any(child.dep_ == "dobj" for child in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and verb.head.tag_ == "VBN":
        return is_passive(verb.head)
    return verb.dep_ in {"acl", "amod", "relcl", "advcl", "ccomp", "xcomp", "ROOT", "pcomp", "conj"}


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ == "by":
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def _equated(noun: Token) -> Token | None:
    """Who "the first to take it" is, or what "the third town to fall" is: the subject of the verb that says so."""
    if noun.dep_ != "attr" or noun.head.lemma_ not in _words("equating"):
        return None
    return next((c for c in noun.head.children if c.dep_ == "nsubj" and c.lower_ not in _words("it")), None)


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in _words("shares"):  # "all of which", "most of whom"
        subject = next((o for p, o in parts(subject) if p == "of" and o.lower_ in _words("relatives")), subject)
    if subject.lower_ in _words("relatives") and subject.tag_ in {"WDT", "WP", "WP$"}:
        up = verb
        for _ in range(STEPS):
            if up.dep_ == "relcl":
                return _nearest(subject, up.head)
            if up.dep_ == "ROOT":
                break
            up = up.head
    return subject


def _nearest(pronoun: Token, head: Token) -> Token:
    """The bearer of a relative pronoun: a name right before it, whatever the tree says, else the clause's head."""
    before = pronoun.i - 1
    if before > 0 and pronoun.doc[before].text == ",":
        before -= 1
    if before >= 0 and pronoun.doc[before].pos_ == "PROPN":
        return pronoun.doc[before]
    return head


def _inherited(verb: Token) -> tuple[Token | None, bool]:
    """The subject of the nearest governing clause that has one, and whether it suffers there."""
    up = verb
    for _ in range(STEPS):
        if up.dep_ not in INHERITS and up.dep_ != "acl":
            return None, False
        up = up.head
        if up.pos_ in {"VERB", "AUX"}:
            raised = next((c for c in up.children if c.dep_ == "dobj" and c.i < verb.i), None)
            if raised is not None and verb.dep_ in {"xcomp", "ccomp"} and up.lemma_ in _words("raising"):
                return raised, False
            for child in up.children:
                if child.dep_ in {"nsubj", "nsubjpass"}:
                    return _antecedent(child, up), child.dep_ == "nsubjpass"
            if up.dep_ in {"acl", "relcl"}:
                return up.head, is_passive(up)
        elif up.pos_ in {"NOUN", "PROPN"} and up.dep_ in {"nsubj", "nsubjpass"} and verb.dep_ in {"acl", "relcl"}:
            return up, False
    return None, False


def _gap(verb: Token) -> Token | None:
    """The head a relative clause leaves out: "the towns they captured", "towns which the army took"."""
    if verb.dep_ == "relcl" and any(
        child.dep_ == "nsubj" and child.lower_ not in _words("relatives") for child in verb.children
    ):
        return verb.head
    return next((c for c in verb.children if c.dep_ == "attr"), None) if verb.lemma_ != "be" else None


def parts(token: Token) -> Iterator[tuple[str, Token]]:
    """Preposition and head of its object, for each around a verb or noun, those of its particles included.

    "out of" and "northwest of" come whole as well as by their last word.
    """
    for child in token.children:
        yield from _prep(child, "")


def _prep(child: Token, before: str, depth: int = 0) -> Iterator[tuple[str, Token]]:
    if depth > 4:
        return
    word = child.lower_
    if child.dep_ in {"prep", "agent", "dative", "prt", "advmod", "npadvmod", "aux", "mark"} or (
        before and (child.pos_ == "ADP" or child.dep_ == "amod")
    ):
        full = f"{before} {word}".strip()
        for one in child.children:
            if one.dep_ in {"pobj", "pcomp"} and one.pos_ not in {"VERB", "AUX"}:
                yield word, one
                if before:
                    yield full, one
                    if full.count(" ") > 1:  # "goes on close to": "close to"
                        yield " ".join(full.split()[-2:]), one
            elif one.dep_ in {"prep", "prt", "amod", "advmod"} or one.pos_ == "ADP":
                yield from _prep(one, full, depth + 1)


def conjuncts(head: Token) -> Iterator[Token]:
    """The head and everything joined to it, in order of the text."""
    found, stack = {head.i: head}, [head]
    while stack:
        one = stack.pop()
        for child in one.children:
            if child.dep_ == "conj" and child.i not in found and child.pos_ not in {"VERB", "AUX"}:
                found[child.i] = child
                stack.append(child)
    yield from (found[i] for i in sorted(found))


def sites(verb: Token, obj: Token | None) -> Iterator[Token]:
    """Where a preposition of the clause may hang: the verb, its particles, its object, the object's last conjunct."""
    yield verb
    yield from (child for child in verb.children if child.dep_ in {"prt", "advmod"})
    if obj is not None:
        joined = list(conjuncts(obj))
        yield from joined
        for one in joined:
            yield from (child for child in one.children if child.dep_ == "appos")


def clause_tokens(token: Token) -> tuple[int, int]:
    """First and last token of the clause a word stands in: its verb's subtree without the clauses hung below it."""
    verb = clause_head(token)
    below: set[int] = set()
    for one in verb.subtree:
        if one is not verb and one.dep_ in CLAUSAL and one.pos_ in {"VERB", "AUX"} and not _under(token, one):
            below.update(t.i for t in one.subtree)
    mine = {t.i for t in verb.subtree} - below
    first = last = token.i
    skip = 0
    while first - 1 >= 0 and (first - 1 in mine or token.doc[first - 1].is_punct) and skip < 200:
        first, skip = first - 1, skip + 1
    while last + 1 < len(token.doc) and (last + 1 in mine or token.doc[last + 1].text == ","):
        last += 1
    return first, last


def clause_head(token: Token) -> Token:
    """The verb that governs a word; the word itself when it is one; the root in a text without verbs."""
    up = token
    for _ in range(STEPS * 2):
        if up.pos_ in {"VERB", "AUX"} or up.dep_ == "ROOT":
            return up
        up = up.head
    return up


def _under(token: Token, ancestor: Token) -> bool:
    up = token
    for _ in range(STEPS * 3):
        if up.i == ancestor.i:
            return True
        if up.dep_ == "ROOT":
            return False
        up = up.head
    return False


def verbs_up(token: Token) -> Iterator[Token]:
    """The governing verbs from the nearest up to the root."""
    up = token
    for _ in range(STEPS * 2):
        if up.pos_ in {"VERB", "AUX"} and up is not token:
            yield up
        if up.dep_ == "ROOT":
            return
        up = up.head


def no_dep(token: Token, dep: str) -> bool:
    """True when no child hangs there in that role."""
    return all(child.dep_ != dep for child in token.children)
