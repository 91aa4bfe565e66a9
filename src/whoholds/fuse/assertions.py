"""What a claim asserts about who holds a place, on which day, and in whose interest.

Reads effects (``verb.VERBS``), never the names of verbs. A claim that says nothing about control gives nothing;
one that says two things ("is present in": holds, or fights for) gives two, with weights.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whoholds.claim import Claim, Status, vouched_for
from whoholds.fuse.parameters import LOSS, NEUTRAL, OWN, Heat, Parameters
from whoholds.fuse.tellers import Knows, Teller, Tellers
from whoholds.text import Imprint
from whoholds.verb import VERBS, Effect
from whoholds.when import Basis, Grain


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One thing a claim says, as the model takes it up.

    day      proleptic ordinal of the day on which it is evidence; ``since``: the first day it speaks of.
    column   take, hold, lose, contest, fall (taken, by whom unsaid), deny (``side`` denies that it lost the place),
             rebut (denies it after another has claimed it).
    side     the side spoken of; "" for contest and fall.
    actor    the narrow actor named, for the record's wording.
    doubt    share of the likelihood given to "about some other place": reading and place together.
    share    how much of the place is meant.
    onset    True when the claim tells a change and its day: before ``since`` things were otherwise.
    origin   key of the voice; claims of one origin are one voice (set by ``echoes``).
    """

    claim: Claim
    day: int
    since: int
    column: str
    side: str
    actor: str
    teller: Teller
    relation: str
    weight: float
    doubt: float
    share: float = 1.0
    onset: bool = False
    hedged: bool = False
    denied: bool = False
    published: float = 0.0
    origin: str = ""
    copy_of: str = ""

    @property
    def says(self) -> tuple[str, str, bool]:
        """What is asserted, apart from who says it and when."""
        return (self.column, self.side, self.denied)


@dataclass(frozen=True, slots=True, kw_only=True)
class Warmth:
    """From ``start`` to ``end`` (ordinals, half-open) a change is ``factor`` times likelier."""

    start: int
    end: int
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that the claims assert about a place.

    said   by day, publication and id, so that the order of arrival leaves no trace.
    warm   the days on which it was approached or under attack.
    sides  every side named as taking, holding, losing or fighting there, in order of first mention.
    deaf   ids of sources with rates of their own that do not watch the place: their silence says nothing there.
    """

    said: tuple[Assertion, ...]
    warm: tuple[Warmth, ...]
    sides: tuple[str, ...]
    deaf: frozenset[str] = frozenset()


def heard(
    place: str, claims: Sequence[Claim], imprints: Mapping[str, Imprint], theatre: Knows, numbers: Parameters
) -> Heard:
    """All that the claims assert about the place; each claim counts once."""
    once = {claim.id: claim for claim in claims}
    reader = _Reader(place, imprints, theatre, numbers)
    raw = [one for claim in once.values() for one in reader.read(claim)]
    raw.sort(key=lambda one: (one.day, one.published, one.claim.id, one.column))
    sides: dict[str, None] = {}
    for one in raw:
        named = (one.side, reader.side(one.claim.actor, one.claim), reader.side(one.claim.target, one.claim))
        sides.update(dict.fromkeys(side for side in named if side))
    spoken = numbers.spoken
    if spoken.factor != 1.0:
        days = {one.day for one in raw}
        start = numbers.spoken_before
        reader.warm += [Warmth(start=day - start, end=day + spoken.days, factor=spoken.factor) for day in days]
    return Heard(
        said=tuple(_related(one, sides) for one in _answered(raw, numbers.answer_days)),
        warm=tuple(sorted(reader.warm, key=lambda one: (one.start, one.end, one.factor))),
        sides=tuple(sides),
        deaf=_deaf(place, theatre, numbers),
    )


def _deaf(place: str, theatre: Knows, numbers: Parameters) -> frozenset[str]:
    tellers = {row.teller for row in numbers.rates if row.expected}
    known = ((teller, theatre.source(teller)) for teller in tellers)
    return frozenset(teller for teller, source in known if source is not None and not theatre.covers(source, place))


def _answered(said: Sequence[Assertion], days: int) -> Iterator[Assertion]:
    """The same, with each denial that follows another's claim to the contrary marked as an answer to it."""
    claimed = [one for one in said if one.column in ("take", "lose") and not one.denied]
    for one in said:
        answers = one.column == "deny" and any(
            (other.side == one.side) == (other.column == "lose")
            and 0 <= one.day - other.day <= days
            and other.published <= one.published
            and other.teller.side != one.side
            for other in claimed
        )
        yield replace(one, column="rebut") if answers else one


def _related(said: Assertion, sides: Container[str]) -> Assertion:
    """The assertion with the interest its speaker has in it, once all sides of the place are known."""
    own = said.teller.side
    if said.teller.kind != "party" or said.relation == NEUTRAL or own not in sides or not said.side:
        outsider = said.teller.kind == "party" and own not in sides
        teller = replace(said.teller, kind="neutral") if outsider else said.teller
        return replace(said, relation=NEUTRAL, teller=teller)
    gain = (own == said.side) != (said.column == "lose")
    return replace(said, relation=OWN if gain else LOSS)


class _Reader:
    """Reads the claims of one place; remembers what the theatre said."""

    def __init__(self, place: str, imprints: Mapping[str, Imprint], theatre: Knows, numbers: Parameters) -> None:
        self.place, self.imprints, self.numbers = place, imprints, numbers
        self.warm: list[Warmth] = []
        self._reader, self._engines = dict(numbers.reader), dict(numbers.engines)
        self.tellers = Tellers(theatre)
        self.side = self.tellers.side

    def read(self, claim: Claim) -> Iterator[Assertion]:
        """What one claim asserts about the place."""
        numbers, verb = self.numbers, VERBS.get(claim.verb)
        if verb is None or claim.status in (Status.PLANNED, Status.HYPOTHETICAL):
            return
        here = self._here(claim)
        if here < numbers.candidate_floor or (claim.confidence < numbers.reading_floor and not vouched_for(claim)):
            return
        denied, background = claim.status is Status.DENIED, claim.status is Status.BACKGROUND
        effect = verb.denied if denied else verb.asserted
        if effect is Effect.NOTHING or (background and claim.when.basis is Basis.NONE):
            return
        latest = claim.known.date().toordinal() + 1  # a day's grace: the ledger's clock is UTC, the place's is not
        first, last = claim.when.first.toordinal(), claim.when.final.toordinal()
        if first > latest:
            return
        last = min(last, latest)
        if (claim.near and claim.share >= 1.0) or effect in (Effect.ENTERS, Effect.PRESSES):
            self._warm(claim, last, effect)
            if claim.near and claim.share >= 1.0:
                return
        teller = self.tellers.of(claim)
        side = self.side(claim.actor, claim)
        target = self.side(claim.target, claim)
        hedged = claim.status is Status.HEDGED or teller.unsure
        reading = here * (1.0 if teller.kind == "desk" else 1 - self._reader_error(claim))
        printed = self.imprints.get(claim.report)
        published = printed.published.timestamp() if printed else claim.known.timestamp()
        told = claim.when.basis in (Basis.STATED, Basis.FRONTED, Basis.CARRIED)
        relation = NEUTRAL if "handover" in claim.notes or teller.kind != "party" else OWN
        for column, whose, weight in self._columns(claim, effect, side, target, teller, denied=denied):
            use, since = column, last
            if use in ("take", "fall") and (background or last - first >= numbers.told_days):
                use = "hold" if use == "take" else "fall"
            if use == "hold" and not denied and told and claim.when.grain in (Grain.RANGE, Grain.DAY, Grain.WEEK):
                since = first
            onset = use in ("take", "lose") and told and claim.share >= 1.0 and not (denied or background)
            yield Assertion(
                claim=claim,
                day=last,
                since=first if onset else since,
                column=use,
                side=whose,
                actor=claim.actor if whose == side else claim.target if whose == target else whose,
                teller=teller,
                relation=relation,
                weight=weight * (numbers.background if background else 1.0),
                doubt=1 - reading,
                share=claim.share,
                onset=onset,
                hedged=hedged,
                denied=denied,
                published=published,
            )

    def _columns(
        self, claim: Claim, effect: Effect, side: str, target: str, teller: Teller, *, denied: bool
    ) -> Iterator[tuple[str, str, float]]:
        """(column, side, weight) for the effect: section by section of the table of what claims assert."""
        numbers = self.numbers
        party = teller.side if teller.kind == "party" else ""
        if effect is Effect.GAINS and denied:
            if party and party != side:
                yield "deny", party, 1.0  # its own side holds, so it says
            elif side:
                yield "lose", side, 1.0  # whoever else held it still does
        elif effect is Effect.GAINS:
            if side:
                yield "take", side, 1.0
            elif target:
                yield "lose", target, 1.0
            else:
                yield "fall", "", 1.0
        elif effect is Effect.HOLDS and side:
            if denied:
                yield ("deny" if party == side else "hold"), side, 1.0
            elif "presence" in claim.notes:
                yield "hold", side, numbers.presence
                yield "contest", "", numbers.presence
            else:
                yield "hold", side, 1.0
        elif effect is Effect.LOSES:
            if side:
                yield "lose", side, numbers.denied_hold if denied else 1.0
            elif not denied:
                yield "fall", "", 1.0
        elif effect is Effect.CONTESTS:
            yield "contest", "", 1.0
        elif effect is Effect.ENTERS and "inside" in claim.notes and not denied:
            yield "contest", "", numbers.inside
        elif effect is Effect.PRESSES and "repelled" in claim.notes and not denied:
            if target:
                yield "hold", target, numbers.repelled
            elif side and side != party:
                yield "lose", side, numbers.repelled

    def _here(self, claim: Claim) -> float:
        """Weight of this place among the places the claim may be about."""
        if claim.area_only and claim.place != self.place:
            return 0.0  # what is said of an area as a whole is not spread over the places in it
        weights = dict(claim.candidates)
        return weights.get(self.place, 1.0 if claim.place == self.place and not weights else 0.0)

    def _warm(self, claim: Claim, day: int, effect: Effect) -> None:
        if claim.status in (Status.DENIED, Status.BACKGROUND):
            return
        heat: Heat = self.numbers.assault if effect is Effect.PRESSES else self.numbers.near
        self.warm.append(Warmth(start=day, end=day + heat.days, factor=heat.factor))

    def _reader_error(self, claim: Claim) -> float:
        """Chance that the text does not say this: by grammar and engine, or by the finder's own word if worse.

        None when a desk has read the words itself.
        """
        if vouched_for(claim):
            return 0.0
        engine = claim.finder.partition("@")[0]
        slip = self.numbers.slips * (1 - claim.confidence)
        return max(self._reader.get(str(claim.form), 0.0), self._engines.get(engine, 0.0), slip)
