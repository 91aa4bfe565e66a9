"""The frames engine: readings → matches → findings, with speaker, footing, time and counts attached."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from whoholds.claim import (
    UNTOLD,
    Count,
    CountOf,
    ExtentKind,
    Finding,
    Form,
    Mention,
    PlaceMention,
    Relation,
    Speaker,
    Status,
    Told,
    Via,
)
from whoholds.dateline import dateline
from whoholds.dating import TimeWord, nearest, times_in, told
from whoholds.find.confidence import confidence_of, signals_of
from whoholds.find.counts import Toll, tolls_in
from whoholds.find.frames import Match, matches_in
from whoholds.find.grammar import clause_head, clause_of, clause_tokens, parts
from whoholds.find.lexicon import Lexicon, lexicon_of
from whoholds.find.mask import CITIES, PARTY
from whoholds.find.parser import PIPELINE
from whoholds.find.parsing import Prepared, readings_of
from whoholds.find.phrases import PARTIES, Phrases, Placed
from whoholds.find.reading import Reading
from whoholds.find.sides import sides_of
from whoholds.find.speakers import Hearing, hear
from whoholds.find.status import verdict
from whoholds.find.story import Story
from whoholds.find.tree import Token, written
from whoholds.identity import content_id
from whoholds.language import Language, load_language
from whoholds.text import Report, Span
from whoholds.theatre import Theatre
from whoholds.when import Basis, Grain

VERSION = "1"
LANGUAGE = "en"  # the one language with a parser of its own so far
OLD = timedelta(days=14)  # a text all of whose days are older is a summary, told from its last day
DENIED_WITHIN = 4  # sentences after which "the claim" no longer leads back
AGAINST_SOMEBODY = frozenset({"control_gained", "advance", "attack", "siege_or_access"})
REJECTS = frozenset(
    [
        "denied",
        "denies",
        "rejected",
        "rejects",
        "dismissed",
        "dismisses",
        "disputes",
        "disputed",
        "refuted",
        "refutes",
        "contradicted",
    ]
)
REPORTED = frozenset(
    [
        "claim",
        "claims",
        "report",
        "reports",
        "statement",
        "statements",
        "announcement",
        "announcements",
        "allegation",
        "allegations",
        "information",
        "assertion",
        "account",
        "both",
        "it",
        "that",
        "this",
        "reports",
        "rumours",
        "rumors",
    ]
)
FALSE = frozenset(["untrue", "false", "incorrect", "baseless", "unfounded", "wrong", "fabricated", "lie", "lies"])
WAR = 5000  # victims from which on a toll is that of a war; no single event of the coded reports reaches it
GAP = 6  # code points between a name and the day that belongs to it
SUFFERS = frozenset({"suffer", "sustain", "incur", "lose", "take"})
DOUBTED = frozenset({Status.HEDGED, Status.HYPOTHETICAL, Status.PLANNED, Status.DENIED})
ACCOUNT = 3  # different days told from which on a text is an account of a stretch of time
BESIDE = 4  # words between "killed" and "or injured" of one joint figure
DEEDS = 3  # clauses up from a toll in which the deed that caused it stands
DEED_AT = frozenset(["in", "at", "near", "on", "inside", "outside", "around", "into", "of"])
FEW = 3  # victims from which on the same figure twice in a report is one toll told again
TAIL = 160  # code points to the right of a trigger that its quote may take in
QUOTE = 480  # code points: a longer quote is cut to trigger and places


@lru_cache(maxsize=4)
def version(language: Language) -> str:
    """Engine, version, and a digest of all that decides what it finds: language file, masks, pipeline."""
    masks = hashlib.sha256("|".join((PARTY, *CITIES, PIPELINE)).encode()).hexdigest()
    return f"frames@{VERSION}+{hashlib.sha256((language.digest + masks).encode()).hexdigest()[:12]}"


def find(reports: Iterable[Report], theatre: Theatre) -> Iterator[tuple[Report, tuple[Finding, ...]]]:
    """Each report with its findings, in order of the text."""
    language = load_language(LANGUAGE)
    lexicon = lexicon_of(language)
    for prepared, readings in readings_of(reports, theatre, lexicon):
        try:
            found = tuple(_Teller(prepared, readings, lexicon, theatre).run()) if readings else ()
        except Exception as error:  # noqa: BLE001  one odd text must not stop the others; the report says what happened
            yield _unread(prepared.report, f"{type(error).__name__}: {error}"), ()
            continue
        yield (prepared.report if not prepared.failed else _unread(prepared.report, prepared.failed)), found


def _unread(report: Report, why: str) -> Report:
    """The report with a note that it could not be read, and why."""
    return replace(report, notes=(*report.notes, f"the finder could not read this report ({why})"))


class _Teller:
    """One report told from its readings. Sentence by sentence, so that each can lean on those before it."""

    def __init__(self, prepared: Prepared, readings: Sequence[Reading], lexicon: Lexicon, theatre: Theatre) -> None:
        self.prepared, self.readings, self.lexicon = prepared, readings, lexicon
        self.report, self.language = prepared.report, lexicon.language
        self.finder = version(lexicon.language)
        self.sides = sides_of(readings, lexicon, theatre)
        self.story = Story(lexicon, self.sides)
        self.hearing: Hearing = hear(readings, language=self.language)
        self.section: list[TimeWord] = []
        self.said: dict[tuple[object, ...], set[tuple[date | None, date | None]]] = {}
        self.last: Finding | None = None
        self.last_index = 0
        self.figures: dict[tuple[object, ...], set[str]] = {}
        line = dateline(self.report.text, language=self.language)
        self.dateline = line.span if line is not None else None
        self.day = self._standpoint()

    def run(self) -> Iterator[Finding]:
        by_index = {reading.index: reading for reading in self.readings}
        found: list[Finding] = []
        self._headline()
        for sentence in self.prepared.sentences:
            if sentence.heading:
                self._heading(sentence.span, sentence.index)
                continue
            words = times_in(
                sentence.span.of(self.report.text),
                language=self.language,
                day=self.report.day,
                before=tuple(self.section),
                offset=sentence.span.start,
            )
            if self.dateline is not None:
                words = tuple(word for word in words if not word.span.meets(self.dateline))
            reading = by_index.get(sentence.index)
            if reading is not None:
                self.story.begin(reading)
                for one in self._sentence(reading, words):
                    self._keep(one, found)
            self.section.extend(words)
        yield from found

    def _standpoint(self) -> date:
        """The day from which things are long past: the report's, or the last one told by an account of an old stretch.

        One or two old days are a look back; an account goes from day to day.
        """
        told_days = {
            word.last
            for sentence in self.prepared.sentences
            for word in times_in(sentence.span.of(self.report.text), language=self.language, day=self.report.day)
            if word.basis is Basis.STATED
            and not word.running
            and not word.in_force
            and word.grain in {Grain.DAY, Grain.PART}
        }
        latest = max(told_days, default=self.report.day)
        return latest if len(told_days) >= ACCOUNT and latest < self.report.day - OLD else self.report.day

    def _headline(self) -> None:
        """The title's place is the scene before the text names one."""
        title = self.report.title.casefold()
        for hit in self.prepared.names:
            if hit.kind == "place" and title and hit.text.casefold() in title:
                self.story.section(PlaceMention(span=hit.span, text=hit.text), 0)
                return

    def _heading(self, span: Span, index: int) -> None:
        hits = [hit for hit in self.prepared.names if hit.kind == "place" and span.holds(hit.span)]
        here = PlaceMention(span=hits[0].span, text=hits[0].text) if hits else self.story.heading
        self.story.section(here, index)
        self.section.clear()

    def _sentence(self, reading: Reading, words: tuple[TimeWord, ...]) -> Iterator[Finding]:
        matches: list[Match | Toll] = [*matches_in(reading, self.lexicon), *tolls_in(reading, language=self.language)]
        for match in sorted(
            matches, key=lambda m: (m.trigger if isinstance(m, Toll) else m.trigger.i, isinstance(m, Toll))
        ):
            made = self._toll(match, reading, words) if isinstance(match, Toll) else self._match(match, reading, words)
            if made is not None and isinstance(match, Match):
                again = self._again(made, match, reading, words)
                if again is not None:
                    yield again
            if made is not None:
                self.story.claimed(
                    made.verb,
                    reading.index,
                    made.actor,
                    made.target,
                    made.places or ((made.area,) if made.area else ()),
                    denied=made.status is Status.DENIED,
                )
                if (
                    made.verb in {"control_gained", "control_lost", "withdrawal", "advance"}
                    and made.status is not Status.DENIED
                ):
                    self.last, self.last_index = made, reading.index
                yield made
        if not any(isinstance(m, Match) and m.type != "attack" for m in matches):
            made = self._denial(reading)
            if made is not None:
                yield made

    def _again(self, made: Finding, match: Match, reading: Reading, words: tuple[TimeWord, ...]) -> Finding | None:
        """The second half of "took A on Monday and B on Tuesday": the same claim of another place on another day."""
        named = [place for place in made.places if place.via is Via.DIRECT]
        if made.when.span is None or len(named) != 1 or made.when.span.start < named[0].span.end:
            return None
        phrases = Phrases(reading, self.lexicon)
        for token in reading.doc:
            span = reading.spans[token.i]
            if span.start < made.when.span.end or phrases.kind(token) not in {"place", "name"} or token.i < 2:
                continue
            joined = {reading.doc[token.i - 1].lower_, reading.doc[token.i - 2].lower_}
            word = next((w for w in words if 0 <= w.span.start - span.end <= GAP), None)
            if word is None or not joined & {"and", ","}:
                return None
            place = phrases.mention(token, Relation.AT, token)
            return self._finding(
                reading,
                verb=made.verb,
                frame=made.frame,
                trigger=made.trigger,
                actor=made.actor,
                target=made.target,
                places=(place,),
                area=None,
                placed=Placed(mentions=[place]),
                speakers=made.speakers,
                status=made.status,
                cues=made.cues,
                when=told(word),
                form=made.form,
                notes=made.notes,
                counts=(),
                anchors=_tokens(match),
            )
        return None

    def _denial(self, reading: Reading) -> Finding | None:
        """A claim told before and now rejected as a whole: "the report is untrue", "the ministry disputed both"."""
        denied = self.last
        if denied is None or reading.index - self.last_index > DENIED_WITHIN:
            return None
        for token in reading.doc:
            what = {
                child.lower_ for child in token.children if child.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}
            }
            said = token.lower_ in REJECTS and bool(what & REPORTED)
            false = (
                token.lemma_ in {"be", "call"}
                and bool(what & REPORTED)
                and any(
                    child.lower_ in FALSE or (child.lower_ == "true" and any(c.dep_ == "neg" for c in token.children))
                    for child in token.children
                )
            )
            if not said and not false:
                continue
            speakers = self.hearing.speakers(reading, token.i)
            if not speakers:
                subject = next((c for c in token.children if c.dep_ == "nsubj" and c.lower_ not in REPORTED), None)
                mention = self.story.party(subject, reading, None) if subject is not None else None
                if mention is not None and mention.via is Via.DIRECT:
                    words = mention.span.of(self.report.text)
                    speakers = (Speaker(span=mention.span, text=words, verb=reading.spans[token.i]),)
            if [s.text for s in speakers] == [s.text for s in denied.speakers]:
                return None
            places = tuple(
                PlaceMention(
                    span=reading.spans[token.i],
                    text=p.text,
                    kind=p.kind,
                    via=Via.INFERRED,
                    antecedent=p.antecedent or p.span,
                )
                for p in denied.places
            )
            actor = (
                replace(denied.actor, via=Via.INFERRED, antecedent=denied.actor.antecedent or denied.actor.span)
                if denied.actor
                else None
            )
            return self._finding(
                reading,
                verb=denied.verb,
                frame="denial",
                trigger=reading.spans[token.i],
                actor=actor,
                target=denied.target,
                places=places,
                area=None,
                placed=Placed(),
                speakers=speakers,
                status=Status.DENIED,
                cues=(reading.spans[token.i],),
                when=UNTOLD,
                form=Form.CLAUSE,
                notes=(),
                counts=(),
                anchors=tuple(c.i for c in token.children if c.lower_ in REPORTED),
            )
        return None

    # ── one frame ───────────────────────────────────────────────────────────────────────────────────────────────

    def _match(self, match: Match, reading: Reading, words: tuple[TimeWord, ...]) -> Finding | None:
        token = match.trigger
        speakers = self.hearing.speakers(reading, token.i)
        mention = self.hearing.speaker_mention(reading, token.i)
        actor = self.story.party(match.actor, reading, mention)
        target = self.story.party(match.target, reading, mention)
        places, area = self.story.places_of(match.placed, reading, token)
        if match.placed.unnamed and not match.placed.mentions:
            area = area or (places[0] if places else None)
            places = () if area is not None and places and places[0].via is Via.INFERRED else places
            head = match.place_head
            counted = match.placed.extent is not None and match.placed.extent.kind is ExtentKind.COUNT
            if (
                not counted
                and area is not None
                and not places
                and head is not None
                and self.lexicon.lemmas(head.lower_) & self.lexicon.places["facilities"]
            ):
                places, area = (
                    (replace(area, relation=Relation.PART),),
                    None,
                )  # "the headquarters in Harn": part of Harn
                match.notes = (*match.notes, "facility")
        if match.type == "control_held" and match.trigger.dep_ == "acl" and match.trigger.tag_ == "VBN":
            match.form = Form.MODIFIER  # "the town held by the League" says in passing who holds it
            if not match.placed.mentions:
                return None
        verb = match.type
        low = written(reading.doc[: token.i]).casefold()[-40:]
        if verb == "control_held" and "no longer" in low:
            verb = "control_lost"
        elif match.frame == "fall" and actor is None:
            actor = self.story.inferred(
                "control_gained", reading=reading, trigger=token, speaker=mention, target=target, places=places
            )
        if actor is None and match.frame != "held-mod":
            actor = self.story.inferred(
                verb, reading=reading, trigger=token, speaker=mention, target=target, places=places
            )
        if actor is not None:
            actor = self.sides.fighting(actor, verb)
        if verb == "contested" and target is None and actor is not None and actor.via is Via.INFERRED:
            target = self.sides.other(actor)
        if target is not None and actor is not None and target.text == actor.text:
            target = None
        if target is None and actor is not None and verb in AGAINST_SOMEBODY:
            target = self.story.suffering(verb, reading=reading, trigger=token, actor=actor, places=places)
        time = self._time(
            match.clause,
            token,
            reading,
            words,
            nominal=match.form is Form.NOMINAL,
            wide=verb != "control_held" and match.form is not Form.MODIFIER,
        )
        vague = not match.placed and verb == "contested"
        if vague and match.trigger.tag_ == "VBG" and match.trigger.dep_ in {"acl", "amod"}:
            return None
        ruling = verdict(
            reading, token.i, language=self.language, speakers=speakers, told=time, day=self.day, verb=verb
        )
        if ruling.becomes == "drop":
            return None
        if ruling.becomes in {"attack", "advance"}:
            verb = ruling.becomes
        status = ruling.status
        if vague and status is Status.BACKGROUND:
            return None  # "the two have fought since spring": the war, not a fight somewhere
        if match.status == "denied" and status in {Status.ASSERTED, Status.ATTRIBUTED, Status.HEDGED}:
            status = Status.DENIED
        return self._finding(
            reading,
            verb=verb,
            frame=match.frame,
            trigger=reading.span_of(token.i, match.last.i) if match.last.i >= token.i else reading.spans[token.i],
            actor=actor,
            target=target,
            places=places,
            area=area,
            placed=match.placed,
            speakers=speakers,
            status=status,
            cues=ruling.cues,
            when=time,
            form=match.form,
            notes=(*match.notes, *ruling.notes),
            counts=(),
            anchors=_tokens(match),
            tail=_tail(match, reading),
        )

    def _toll(self, toll: Toll, reading: Reading, words: tuple[TimeWord, ...]) -> Finding | None:
        token = reading.doc[toll.trigger]
        phrases = Phrases(reading, self.lexicon)
        speakers = self.hearing.speakers(reading, token.i)
        mention = self.hearing.speaker_mention(reading, token.i)
        cause = reading.doc[toll.cause] if toll.cause is not None else None
        doer = None
        if cause is not None:
            doer = cause if phrases.kind(cause) in PARTIES else phrases.owner(cause)
        actor = self.story.party(doer, reading, mention)
        victims = reading.doc[toll.victims] if toll.victims is not None else None
        target = (
            self.story.party(victims, reading, mention)
            if victims is not None and phrases.kind(victims) in PARTIES
            else None
        )
        carrier = _carrier(token)  # "the army suffered losses, with dozens killed": the clause the figure hangs on
        if carrier is not None and target is None and carrier.lemma_ in SUFFERS:
            target = self.story.party(clause_of(carrier).subject, reading, mention)
            if actor is not None and target is not None and actor.text == target.text:
                actor = None
        if actor is None and toll.verb == "casualties" and not _of_the_war(toll):
            actor = self.story.harming(reading, token, target)
        if actor is not None:
            actor = self.sides.fighting(actor, toll.verb)
        placed = self._where(token, cause, victims, phrases, toll.verb)
        places, area = self.story.places_of(placed, reading, token)
        if placed.unnamed and not placed.mentions and area is None:
            places = self.story.scene(reading, token)
        time = self._time(clause_head(token), token, reading, words, nominal=False, wide=True)
        ruling = verdict(
            reading,
            token.i,
            language=self.language,
            speakers=speakers,
            told=time,
            day=self.day,
            verb=toll.verb,
            counts=toll.counts,
        )
        if ruling.becomes == "drop":
            return None
        if carrier is not None and ruling.status in {Status.ASSERTED, Status.ATTRIBUTED}:
            above = verdict(
                reading, carrier.i, language=self.language, speakers=speakers, told=time, day=self.day, verb=toll.verb
            )
            ruling = above if above.status in DOUBTED else ruling
        status = ruling.status
        if status not in DOUBTED and any(count.of is CountOf.AT_RISK for count in toll.counts):
            status = Status.HYPOTHETICAL  # a warning, whoever gives it
        anchors = toll.tokens if carrier is None else (carrier.left_edge.i, carrier.i, *toll.tokens)
        combined = ("combined",) if any(c.combined for c in toll.counts) else ()
        if combined:  # a quote that stops at "dozens killed" would be read as deaths
            anchors = (*anchors, *(one.i for one in token.conjuncts if abs(one.i - token.i) <= BESIDE))
        return self._finding(
            reading,
            verb=toll.verb,
            frame="toll",
            trigger=reading.span_of(toll.trigger, max(toll.last, toll.trigger)),
            actor=actor,
            target=target,
            places=places,
            area=area,
            placed=placed,
            speakers=speakers,
            status=status,
            cues=ruling.cues,
            when=time,
            form=Form.CLAUSE,
            notes=(*ruling.notes, *combined),
            counts=toll.counts,
            anchors=anchors,
        )

    def _where(self, token: Token, cause: Token | None, victims: Token | None, phrases: Phrases, verb: str) -> Placed:
        """Where people came to harm: beside the harm word, beside its cause, beside the victims, in that order."""
        preps = (
            ("in", "at", "near", "on", "inside", "outside", "around", "of", "from")
            if verb == "casualties"
            else ("from", "of", "in", "within", "to", "inside", "around")
        )
        verb_token = clause_head(token)
        clause = clause_of(verb_token)
        sites = [t for t in (token, verb_token, cause, clause.object, clause.subject, victims) if t is not None]
        if verb == "displacement" and clause.object is not None and phrases.kind(clause.object) in {"place", "name"}:
            placed = phrases.placed(clause.object)
            if placed.mentions:
                return placed
        for site in sites:
            for want in preps:
                for prep, one in parts(site):
                    if prep == want and phrases.kind(one) not in {"fighters", "party", "civil"}:
                        placed = phrases.placed(one)
                        if placed.mentions or placed.pointer is not None:
                            return placed
        return self._where_it_happened(verb_token, phrases) if verb == "casualties" else Placed()

    def _where_it_happened(self, verb: Token, phrases: Phrases) -> Placed:
        """The ground of the deed itself: "overran the camp at Velin, killing thirty", "took Harn at the cost of ten dead"."""
        up = verb
        for _ in range(DEEDS):
            clause = clause_of(up)
            if clause.object is not None and phrases.kind(clause.object) in {"place", "kind"}:
                placed = phrases.placed(clause.object)
                if placed.mentions:
                    return placed
            for site in (one for one in (up, clause.object) if one is not None):
                for prep, one in parts(site):
                    named = phrases.kind(one) == "name" and prep != "of"
                    if prep in DEED_AT and (named or phrases.kind(one) in {"place", "kind"}):
                        placed = phrases.placed(one)
                        if placed.mentions:
                            return placed
            if up.dep_ not in {"advcl", "conj", "xcomp", "acl", "relcl", "dep"} or up.head is up:
                break
            up = clause_head(up.head)
        return Placed()

    # ── time ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _time(
        self, clause: Token, token: Token, reading: Reading, words: tuple[TimeWord, ...], *, nominal: bool, wide: bool
    ) -> Told:
        at = reading.spans[token.i]
        if nominal:
            first, last = token.left_edge.i, token.i
            for one in reading.doc[token.i + 1 :]:
                if one.pos_ in {"VERB", "AUX"} or one.text in {",", ";", "(", '"'}:
                    break
                last = one.i
        else:
            first, last = clause_tokens(token if token.pos_ in {"VERB", "AUX"} else clause)
            first, last = min(first, token.i), max(last, token.i)
        bare = token.tag_ == "VB" and any(c.tag_ == "TO" for c in token.children)
        if bare:  # "an offensive to take it": the day is the offensive's
            inside = reading.span_of(token.i, max(t.i for t in token.subtree))
            words = tuple(w for w in words if inside.holds(w.span))
        found = nearest(words, at=at, clause=reading.span_of(first, last), sentence=reading.sentence, wide=wide)
        if found is not None:
            word, basis = found
            return told(word, basis=basis if basis is not Basis.STATED else None)
        return UNTOLD

    # ── the finding ─────────────────────────────────────────────────────────────────────────────────────────────

    def _finding(
        self,
        reading: Reading,
        *,
        verb: str,
        frame: str,
        trigger: Span,
        actor: Mention | None,
        target: Mention | None,
        places: tuple[PlaceMention, ...],
        area: PlaceMention | None,
        placed: Placed,
        speakers: tuple[Speaker, ...],
        status: Status,
        cues: tuple[Span, ...],
        when: Told,
        form: Form,
        notes: tuple[str, ...],
        counts: tuple[Count, ...],
        anchors: Sequence[int],
        tail: Span | None = None,
    ) -> Finding:
        sentence = reading.sentence
        spans = [trigger, *(reading.spans[i] for i in anchors), *(c.span for c in counts)]
        spans += [p.span for p in places if sentence.holds(p.span)]
        spans += [
            m.span
            for m in (actor,)
            if m is not None and m.via in {Via.DIRECT, Via.PRONOUN, Via.POSSESSIVE} and sentence.holds(m.span)
        ]
        spans = [s for s in spans if sentence.holds(s)]
        spans += [tail] if tail is not None and sentence.holds(tail) else []
        evidence = Span(min(s.start for s in spans), max(s.end for s in spans))
        if evidence.end - evidence.start > QUOTE:
            evidence = Span(
                max(evidence.start, trigger.end - QUOTE),
                min(evidence.end, max(trigger.end, trigger.start + QUOTE // 2)),
            )
        key = [(m.span.start, m.span.end) if m else None for m in (actor, target)]
        made = Finding(
            id=content_id(
                "finding",
                self.report.id,
                verb,
                [trigger.start, trigger.end],
                key,
                [[p.span.start, p.span.end, p.text] for p in places],
                [[s.span.start, s.span.end] for s in speakers],
                str(status),
                [[c.span.start, str(c.of)] for c in counts],
            ),
            report=self.report.id,
            verb=verb,
            frame=frame,
            trigger=trigger,
            evidence=evidence,
            sentence=sentence,
            status=status,
            finder=self.finder,
            actor=actor,
            target=target,
            places=places,
            area=area,
            extent=placed.extent,
            speakers=speakers,
            cues=cues,
            when=when,
            counts=counts,
            form=form,
            notes=tuple(dict.fromkeys(notes)),
        )
        signals = signals_of(made)
        return replace(made, signals=signals, confidence=confidence_of(signals))

    def _keep(self, one: Finding, found: list[Finding]) -> None:
        """Add a finding unless the same voice has said the same before; the fuller of the two stays."""
        places = frozenset(p.text.casefold() for p in one.places) or frozenset(
            {one.area.text.casefold()} if one.area else ()
        )
        voice = _voice(one)
        counts = tuple((str(c.of), c.low, c.high) for c in one.counts)
        footing = "fact" if one.status in {Status.ASSERTED, Status.ATTRIBUTED, Status.HEDGED} else str(one.status)
        if one.frame == "held-mod":
            if not places or any(p.via is not Via.DIRECT for p in one.places) or not one.places:
                return
            voice = ""
        extent = one.extent.text.casefold() if one.extent is not None and not one.places else ""
        actor = one.actor.text.casefold() if one.actor else ""
        key = (one.verb, places, voice, footing, counts, extent, actor)
        days = (one.when.first, one.when.last)
        seen = self.said.setdefault(key, set())
        if seen and places and (one.when.span is None or one.form is Form.MODIFIER or days in seen):
            return
        if one.verb == "casualties" and any(low is not None and low >= FEW for _, low, _ in counts):
            figure = (one.verb, counts)
            before = self.figures.setdefault(figure, set())
            if before and (not voice or "" in before or voice in before):
                return
            before.add(voice)
        seen.add(days)
        found.append(one)


def _of_the_war(toll: Toll) -> bool:
    """True for a toll that only a whole war can have: nobody in particular caused it."""
    return any((count.low or 0) >= WAR for count in toll.counts)


def _tokens(match: Match) -> tuple[int, ...]:
    """Tokens a quote of the match must show besides trigger, actor and places."""
    last = [match.last.i] if match.last.i != match.trigger.i else []
    head = [match.place_head.i] if match.place_head is not None else []
    return tuple(last + head)


def _tail(match: Match, reading: Reading) -> Span | None:
    """The rest of the trigger's clause to its right, as far as it belongs to the claim: object, place, manner, day."""
    last = match.trigger.i
    verbs = 0
    for token in reading.doc[match.trigger.i + 1 :]:
        if token.text in {";", '"', "(", ")", "-"} and token.text != "-":
            break
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"amod", "acl"} and token.i > match.last.i:
            verbs += 1
            break
        if token.text == "," and not (
            token.i + 1 < len(reading.doc) and reading.doc[token.i + 1].dep_ in {"conj", "appos"}
        ):
            break
        last = token.i
        if reading.spans[last].end - reading.spans[match.trigger.i].start > TAIL:
            break
    while last > match.trigger.i and (reading.doc[last].pos_ in {"PUNCT", "CCONJ", "SCONJ", "DET", "ADP", "PRON"}):
        last -= 1
    return reading.span_of(match.trigger.i, last)


def _voice(one: Finding) -> str:
    """Who vouches, as far as telling a repetition from a second opinion needs: a monitor and its director are one."""
    text = one.speakers[-1].text.casefold() if one.speakers else ""
    return "monitor" if any(word in text for word in ("observatory", "monitor", "rahman", "director")) else text


def _carrier(token: Token) -> Token | None:
    """The verb that a figure in a phrase of company hangs on ("..., with dozens killed"); None for any other figure."""
    up = token
    for _ in range(6):
        if up.dep_ == "prep" and up.lower_ in {"with", "leaving"} and up.head.pos_ in {"VERB", "AUX"}:
            return up.head
        if up.dep_ == "ROOT":
            return None
        up = up.head
    return None
