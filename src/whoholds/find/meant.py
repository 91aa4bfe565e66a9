"""Whom a word means: pronouns and generic nouns led back to a party that the report has named.

No coreference model is usable offline; rules over a list of mentions do: a subject before an object, the nearest
sentence first; a heading starts afresh; "we" is the side of whoever speaks.
"""

from __future__ import annotations

import re
from dataclasses import replace

from whoholds.claim import Mention, Speaker, Via
from whoholds.find.doers import Clues
from whoholds.find.grammar import clause_head
from whoholds.find.memory import REACH, Memory
from whoholds.find.phrases import Phrases
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.text import Span

LONG_NAME = 90  # code points: a longer speaker is a clause that was taken for one
QUALIFIED = 5  # tokens before a noun in which its qualifiers are looked for


class Meant:
    """The words of one report that stand for its parties."""

    def __init__(self, memory: Memory) -> None:
        self.memory, self.sides, self.words = memory, memory.sides, memory.words

    def party(self, token: Token | None, reading: Reading, speaker: Speaker | None) -> Mention | None:
        """The party a slot's token means, its pronouns and generic nouns resolved as far as the story allows."""
        words = self.words
        if token is None or words.landlike(token):
            return None
        phrases = Phrases(reading, self.memory.lexicon)
        if speaker is not None:
            self.side_of(speaker, reading)  # so that "its spokesman" of a later sentence has a side
        if (
            token.i == 0
            and phrases.kind(token) in {"name", "other"}
            and token.dep_ == "compound"
            and not _inside(reading.text_of(0, 0), reading.report.text)
        ):
            return None
        if phrases.kind(token) == "name" and self._tells(token):
            return Clues(reading, self.sides, phrases).side_of_person(token)
        mention = phrases.party(token)
        if mention is not None and mention.text.casefold() in words.plans | words.strikes:
            return None
        owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in words.personal), None)
        if mention is not None and (owner is not None or token.lower_ in words.personal):
            at = reading.spans[(owner or token).i]
            mention = Mention(
                span=at, text=at.of(reading.report.text), via=Via.PRONOUN if owner is None else Via.POSSESSIVE
            )
        if mention is not None and mention.text.casefold() in words.air | words.air_force:
            mention = self._flown_by(token, reading, phrases) or mention
        if mention is None or words.is_neutral(mention.text):
            return None
        if mention.via is Via.DIRECT:
            return self._named(mention, token, reading, speaker)
        return self._pointed_at(mention, token, reading, speaker)

    def _named(self, mention: Mention, token: Token, reading: Reading, speaker: Speaker | None) -> Mention:
        """Whom a noun means, in the mouth of its speaker if it has one."""
        words, attacker = self.words, self.memory.attacker
        if token.lower_ in words.attackers and attacker is not None:
            return replace(attacker, span=mention.span, via=Via.INFERRED, antecedent=attacker.span)
        if speaker is not None and token.lower_ in words.foes:
            foe = self.memory.opponent(self.side_of(speaker, reading))
            if foe is not None:
                return replace(foe, span=mention.span, via=Via.INFERRED, antecedent=foe.antecedent or foe.span)
        if speaker is not None and mention.text.casefold() in words.own_forces:
            own = self.side_of(speaker, reading)
            if own is not None:
                return Mention(
                    span=mention.span, text=own.text, via=Via.INFERRED, antecedent=own.antecedent or own.span
                )
        return self._marked(self._known(self.sides.resolved(self.fuller(mention)), token, reading), token, reading)

    def _pointed_at(self, mention: Mention, token: Token, reading: Reading, speaker: Speaker | None) -> Mention | None:
        """Whom a pronoun, or the owner of "its forces", means."""
        words = self.words
        owner = token if mention.via is Via.PRONOUN else next((c for c in token.children if c.dep_ == "poss"), token)
        word = owner.lower_
        if word in words.bearers:
            return None
        found = self.side_of(speaker, reading) if word in words.speaker_side else None
        if found is None and word in words.personal:
            found = max(
                (one for one in self.memory.people.values() if reading.index - one[0] <= REACH),
                key=lambda p: p[0],
                default=(0, None),
            )[1]
        if found is None and word not in words.personal | words.speaker_side:
            found = self._antecedent(owner, reading)
        if found is None and speaker is not None:
            found = self.side_of(speaker, reading)
        if found is None and word in words.speaker_side and speaker is not None:
            return replace(mention, via=Via.QUOTE_SIDE)  # whose side that is, the speaker's listing may tell
        if found is None and owner is not token and token.lower_ not in words.owned:
            at = reading.spans[token.i]
            return Mention(span=at, text=at.of(reading.report.text))  # "his army": an army, whoever he is
        if found is None:
            return None
        via = Via.QUOTE_SIDE if word in words.speaker_side else mention.via
        return Mention(span=mention.span, text=found.text, via=via, antecedent=found.antecedent or found.span)

    def _flown_by(self, token: Token, reading: Reading, phrases: Phrases) -> Mention | None:
        """Whose planes they are: "Ostran war planes", "the League's air force"."""
        clues = Clues(reading, self.sides, phrases)
        for one in token.subtree:
            if one.i < token.i and token.i - one.i <= QUALIFIED and (found := clues.mention(one)) is not None:
                return found
        if token.i and token.doc[token.i - 1].lower_ in self.words.airborne:
            return Mention(span=reading.span_of(token.i - 1, token.i), text=reading.text_of(token.i - 1, token.i))
        return None

    def _known(self, mention: Mention, token: Token, reading: Reading) -> Mention:
        """Who "the group", "the extremists" are: the armed body named last, where the words say no more of whose they are."""
        words, sides = self.words, self.sides
        if (
            reading.text_of(token.i, token.i).casefold() not in words.bodies
            or set(mention.text.casefold().split()) - words.bodies - words.colours
        ):
            return mention
        if self._qualified(token) or mention.text.casefold() in sides.bodies:
            return mention
        for party in reversed(self.memory.parties):
            if reading.index - party.index > REACH + 2:
                break
            if (party.index, party.token) < (reading.index, token.i) and party.mention.text in sides.bodies:
                known = party.mention
                return replace(known, span=mention.span, via=Via.INFERRED, antecedent=known.antecedent or known.span)
        return mention

    def _marked(self, mention: Mention, token: Token, reading: Reading) -> Mention:
        """Read "southern factions" where only "factions" was read: the adjective tells which."""
        at = token.i - 1
        if mention.via is not Via.DIRECT or mention.text.casefold() != token.lower_ or at < 0:
            return mention
        if token.doc[at].lower_ not in self.words.marks or token.doc[at].head.i != token.i:
            return mention
        return replace(mention, span=reading.span_of(at, token.i), text=reading.text_of(at, token.i))

    def _qualified(self, token: Token) -> bool:
        """True for "Ostran-backed fighters", "Korsk and hill fighters": words that set them apart from a body named before."""
        words = {t.lower_ for t in token.subtree if t.i < token.i and token.i - t.i <= QUALIFIED}
        return bool(words & (self.memory.lexicon.places["demonyms"] | self.words.apart))

    def _antecedent(self, token: Token, reading: Reading) -> Mention | None:
        parties, head_index = self.memory.parties, self.memory.head_index
        same = [p for p in parties if p.index == reading.index and p.token < token.i]
        verb = clause_head(token)
        mine = {c.i for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}}
        same = [p for p in same if (p.token not in mine or token.dep_ == "poss") and not p.foe]
        for pool in (
            [p for p in reversed(same) if p.subject],
            list(reversed(same)),
        ):
            if pool:
                return pool[0].mention
        for back in sorted({p.index for p in parties if head_index <= p.index < reading.index}, reverse=True):
            if reading.index - back > REACH + 2:
                break
            pool = [p for p in parties if p.index == back]
            subjects = [p for p in pool if p.subject]
            return (subjects or pool)[0 if subjects else -1].mention
        return None

    def _subject_before(self, reading: Reading) -> Mention | None:
        """Who the report last told something of, this sentence included."""
        told = [p for p in self.memory.parties if p.subject and p.index <= reading.index]
        return told[-1].mention if told else None

    def side_of(self, speaker: Speaker | None, reading: Reading) -> Mention | None:
        """The side a speaker belongs to, kept for the sentences in which only "its spokesman" goes on speaking."""
        found = self._side(speaker, reading)
        self.memory.voice = found or self.memory.voice
        return found

    def _side(self, speaker: Speaker | None, reading: Reading) -> Mention | None:
        """The side a speaker belongs to, as far as the speaker's own words say it."""
        if speaker is None:
            return None
        text, words = speaker.text, self.words
        low = text.casefold()
        if len(text) > LONG_NAME or any(w in low for w in words.no_side):
            return None
        if words.its_office.match(text):
            return self.memory.voice or self._subject_before(reading)
        for party in self.memory.parties:
            if speaker.span.holds(party.mention.span) and party.mention.text.casefold() not in words.loose_bodies:
                return party.mention
        for word in reversed(re.findall(r"[^\W\d_][\w'\u2019-]+", text)):
            if word in self.memory.people:
                return self.memory.people[word][1]
        places = self.memory.lexicon.places
        for word in re.findall(r"[A-Z][\w-]+", text):
            if word.casefold() in places["demonyms"] | places["states_as_party"]:
                at = speaker.span.of(reading.report.text).find(word)
                span = Span(speaker.span.start + at, speaker.span.start + at + len(word)) if at >= 0 else speaker.span
                return Mention(span=span, text=word)
        if any(w in low for w in words.some_side):
            return self.sides.resolved(Mention(span=speaker.span, text=self._body_of(text)))
        return None

    def _body_of(self, text: str) -> str:
        """Whose man "the army's spokesman" is: the words before the office."""
        kept = text.split()
        while len(kept) > 1 and kept[-1].casefold() in self.words.office:
            kept.pop()
        return re.sub(r"['\u2019]s?$", "", " ".join(kept))

    def fuller(self, mention: Mention) -> Mention:
        """Make "the army" "the Ostran army", when the report has said so before."""
        words = mention.text.split()
        if len(words) > 1 and any(w[:1].isupper() for w in words):
            return mention
        if mention.text[:1].isupper():
            return mention
        for party in reversed(self.memory.parties):
            other = party.mention.text.split()
            if (
                len(other) > len(words)
                and other[-1].casefold() == words[-1].casefold()
                and any(w[:1].isupper() for w in other)
                and {w.casefold() for w in words} <= {w.casefold() for w in other}
            ):
                return Mention(
                    span=mention.span,
                    text=party.mention.text,
                    antecedent=party.mention.antecedent or party.mention.span,
                )
        return mention

    def _tells(self, name: Token) -> bool:
        """True for a name that speaks or holds an office: a person, not a body under arms, which has an article or letters."""
        if any(child.dep_ == "det" for child in name.children) or name.text.isupper():
            return False
        return (name.dep_ == "nsubj" and name.head.lemma_ in self.words.telling) or any(
            child.dep_ == "relcl" and any(c.lower_ == "who" for c in child.subtree) for child in name.children
        )


def _inside(word: str, text: str) -> bool:
    """True when the text writes the word with its capital inside a sentence too."""
    return re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None
