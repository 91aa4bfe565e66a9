"""Finding (strings and where they stand), Claim (ids and days), Unlinked, Decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from whoholds.text import Span
from whoholds.when import Basis, Grain, When


class Status(StrEnum):
    """On what footing something is said. The first that applies, in this order."""

    DENIED = "denied"
    BACKGROUND = "background"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    HEDGED = "hedged"
    ATTRIBUTED = "attributed"
    ASSERTED = "asserted"


class Via(StrEnum):
    """How a mention names its bearer."""

    DIRECT = "direct"
    PRONOUN = "pronoun"
    POSSESSIVE = "possessive"
    QUOTE_SIDE = "quote-side"  # "we", "our forces" in a quotation: the speaker's side
    INFERRED = "inferred"


class Relation(StrEnum):
    """How a place in a claim stands to the place named."""

    AT = "at"
    PART = "part"  # "western Aleppo", "the centre of Korsk"
    NEAR = "near"  # outskirts, gates, edge, near
    DISTANT = "distant"  # "3 km south of": distance_km and bearing say how
    TOWARDS = "towards"
    BETWEEN = "between"  # a road or line between two places


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A party as the text names it.

    text        the fullest wording found: the antecedent's for a pronoun, else what stands in ``span``.
    antecedent  where that wording stands when it is not in ``span``.
    """

    span: Span
    text: str
    via: Via = Via.DIRECT
    antecedent: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place as the text names it.

    text      the name alone, kind noun and article left off ("Saraqib"); a number distributed from a list is
              written out ("Rashideen 5"), and ``span`` then covers the name and the number's own stretch.
    kind      the kind noun beside it ("village", "airbase"), lower case; empty when none.
    bearing   compass word for ``DISTANT`` and ``PART`` ("south", "western"); empty when none.
    antecedent  where the name stands when ``span`` holds "the town" or "it".
    """

    span: Span
    text: str
    kind: str = ""
    relation: Relation = Relation.AT
    distance_km: float | None = None
    bearing: str = ""
    via: Via = Via.DIRECT
    antecedent: Span | None = None


class ExtentKind(StrEnum):
    """How much of what is named."""

    FULL = "full"
    PARTIAL = "partial"
    SHARE = "share"  # per cent
    COUNT = "count"  # so many places, some perhaps named


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much was taken, held or lost. ``low``/``high``: per cent for SHARE, places for COUNT; None = open."""

    kind: ExtentKind
    text: str
    low: float | None = None
    high: float | None = None


class CountOf(StrEnum):
    """What a number counts. Always people, never equipment."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    DISPLACED = "displaced"
    AT_RISK = "at_risk"
    RETURNED = "returned"


class CountMode(StrEnum):
    """Whether a figure stands for itself, adds to an earlier one, or includes it."""

    EVENT = "event"
    NEW = "new"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many people, as bounds, beside the words that say so.

    low, high  inclusive bounds; None = that side is open. "dozens" is (24, None); "up to 9" is (None, 9).
    whose      the victims' noun or side as written ("civilians", "government soldiers"); empty when unsaid.
    combined   the figure counts killed and injured together: nobody may read it as deaths. Both fields then
               carry the same words, with the joint bounds.
    """

    of: CountOf
    low: int | None
    high: int | None
    text: str
    span: Span
    whose: str = ""
    mode: CountMode = CountMode.EVENT
    combined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One voice of a chain. ``verb`` is the word of saying; ``role`` the office or kind ("commander")."""

    span: Span
    text: str
    verb: Span | None = None
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """When, as the text tells it, already counted out from the report's day.

    span, text  the literal words; None and "" when nothing was said.
    first, last  days, half-open; None when nothing was said.
    """

    basis: Basis
    span: Span | None = None
    text: str = ""
    first: date | None = None
    last: date | None = None
    grain: Grain = Grain.DAY


UNTOLD = Told(basis=Basis.NONE)


class Form(StrEnum):
    """The grammar that carried a finding. The weaker the form, the more errors it makes."""

    CLAUSE = "clause"
    NOMINAL = "nominal"  # "the fall of Saraqib"
    MODIFIER = "modifier"  # "League-held Velin"
    FLAT = "flat"  # read without a parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an engine read: strings and where they stand. No ids of places or actors.

    One finding is one (verb, actor, target, time, speaker, status); places of one clause share it.

    id         hash of report, verb, trigger, actor, target, place and speaker spans, and status.
    verb       a key of ``VERBS``.
    trigger    the word or words that fired.
    evidence   the smallest stretch with trigger, actor and places: the quote that is checked and shown.
    sentence   the sentence it lies in.
    area       the containing area as written ("Idlib" in "villages in Idlib"); a stretch of the text.
    speakers   outermost first, the outlet left out; empty when the outlet speaks for itself. The last is the
               voice that vouches for the claim.
    cues       the stretches that decided ``status``.
    notes      from a closed list: handover, repelled, regained, redeployed, flag, presence, admission,
               facility, combined, exception, opened, inside.
    confidence probability, 0 to 1, that the finding says what the text says; from ``signals``.
    finder     engine and version.
    """

    id: str
    report: str
    verb: str
    frame: str
    trigger: Span
    evidence: Span
    sentence: Span
    status: Status
    finder: str
    actor: Mention | None = None
    target: Mention | None = None
    places: tuple[PlaceMention, ...] = ()
    area: PlaceMention | None = None
    extent: Extent | None = None
    speakers: tuple[Speaker, ...] = ()
    cues: tuple[Span, ...] = ()
    when: Told = UNTOLD
    counts: tuple[Count, ...] = ()
    form: Form = Form.CLAUSE
    notes: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who vouches, once identified. ``actor`` or ``source`` is an id; both empty: an unnamed or unknown voice.

    text   as written; party: a belligerent, its ministry or its state media; None = unclear.
    """

    text: str
    actor: str = ""
    source: str = ""
    party: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody says something about one place. id: finding, place and the place's own words.

    actor, target  ids; "" = not named. An id that starts with ``new:`` is a body no theatre lists.
    place          id of the best candidate; ``candidates`` holds every one kept, with weights summing to 1.
    share          how much of the place is meant, 0 to 1: 1 unless part of it, or near it.
    near           the claim is about the surroundings: no evidence of control of the place itself.
    area_only      the place stands for an area as a whole and is not spread over the places inside.
    echo_of        id of the claim, or of the report, that it repeats by a desk's ruling; "" = no ruling says so.
    voices         outlet first, then each one it passes on; the last vouches.
    known          instant the report reached us.
    """

    id: str
    finding: str
    report: str
    known: datetime
    verb: str
    actor: str
    target: str
    place: str
    place_text: str
    candidates: tuple[tuple[str, float], ...]
    when: When
    voices: tuple[Voice, ...]
    status: Status
    quote: Span
    counts: tuple[Count, ...]
    finder: str
    share: float = 1.0
    near: bool = False
    area_only: bool = False
    form: Form = Form.CLAUSE
    notes: tuple[str, ...] = ()
    confidence: float = 1.0
    echo_of: str = ""

    @property
    def speaker(self) -> Voice:
        """The voice that vouches for the claim."""
        return self.voices[-1]


class Unplaced(StrEnum):
    """Why a finding, or one place of it, is not on the map: a closed list."""

    NOT_IN_GAZETTEER = "not-in-gazetteer"
    AMBIGUOUS = "ambiguous"
    TOO_FAR = "too-far"
    OUTSIDE_THEATRE = "outside-theatre"
    KIND_CONFLICT = "kind-conflict"
    AREA_ONLY = "area-only"
    COUNT_ONLY = "count-only"
    FACILITY_UNLISTED = "facility-unlisted"
    PRONOUN_UNRESOLVED = "pronoun-unresolved"
    NO_PLACE_NAMED = "no-place-named"
    ACTOR_UNKNOWN = "actor-unknown"
    ACTOR_AMBIGUOUS = "actor-ambiguous"
    TIME_UNKNOWN = "time-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place a name may mean. ``score`` is a log-weight; ``why`` names the parts of it; ``km`` from context."""

    place: str
    score: float
    why: tuple[str, ...] = ()
    km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """A finding, or one part of it, that could not be tied to an id; kept, with the reason.

    part    "place", "actor" or "time"; text: the words at fault. id: finding, part, text, reason.
    """

    id: str
    finding: Finding
    report: str
    known: datetime
    part: str
    text: str
    reason: Unplaced
    candidates: tuple[Candidate, ...] = ()


class Ruling(StrEnum):
    """What a desk may rule."""

    ACCEPT = "accept"  # the words were read rightly
    REJECT = "reject"  # they say no such thing, or the report is not to be relied on
    CORRECT = "correct"  # they say something else
    MERGE = "merge"  # the claim, or every claim of the report, repeats another
    LOCATE = "locate"  # a name that no list of places has, or that several bear, is this place
    UNDO = "undo"


ACCEPTED, CORRECTED = "accepted", "corrected"  # notes on a claim whose reading the desk vouches for
TAUGHT = "taught:"  # note on a claim whose place is a name that a desk taught, before the id of its ruling


def vouched_for(claim: Claim) -> bool:
    """True when a desk has read the words itself: what remains to be doubted is who says them."""
    return ACCEPTED in claim.notes or CORRECTED in claim.notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A desk's ruling about a claim, with its reason. It never erases: a correction is one more claim.

    about    id of the claim or report, of the unlinked finding (locate), or of the decision (undo) ruled on.
    changes  (slot, value): what a correction changes; for a merge "echo_of"; for a location "place", "name",
             "teach" ("yes": the name means the place from then on) and each "claim" it makes, as JSON.
    """

    id: str
    by: str
    at: datetime
    about: str
    ruling: Ruling
    reason: str
    changes: tuple[tuple[str, str], ...] = ()
