"""Parameters: every number the model uses, as data that can be read, saved, fitted and dated.

Rates are reports per place and day, in five columns by the state of the place, relative to what is asserted:
(true and fresh, true and stable, contested, false and the other side stable, false and the other side fresh).
*Fresh* = came to hold it within days. The ratio of two columns is what one such report weighs; the sum over all
kinds of report is how much silence weighs.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, get_args, get_origin, get_type_hints

Five = tuple[float, float, float, float, float]

ANCHOR = "desk"  # the class whose rows are never learnt: it has looked, and learning is held by it
NEUTRAL, OWN, LOSS = "neutral", "own", "loss"  # relation of speaker to content: no side; its gain; its loss


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often tellers of one class say one kind of thing, by the state of the place.

    teller    a class (neutral, party, desk) or a source's id; the narrowest row that fits is used.
    column    take, hold, lose, contest, deny, rebut (deny what another has claimed): what is asserted.
    relation  neutral, own, loss.
    hedged    a row of its own for hedged claims; without one they are the plain row, blurred.
    side      whose voice the source is, for a row of a source that is a party's.
    expected  False: a row to fall back on, which adds nothing to what silence weighs.
    """

    teller: str
    column: str
    relation: str
    values: Five
    hedged: bool = False
    side: str = ""
    expected: bool = True


# Chosen by hand for two sides in open war; rows marked + are measured on no data and lean on their neighbours.
RATES = (
    #    teller     column     relation  true fresh  stable  contested  false stable  fresh
    Rate(teller="neutral", column="take", relation=NEUTRAL, values=(0.06, 6e-4, 0.002, 2e-5, 1e-3)),
    Rate(teller="party", column="take", relation=OWN, values=(0.10, 1e-3, 0.03, 5e-4, 0.015)),
    Rate(teller="party", column="take", relation=LOSS, values=(0.01, 2e-4, 0.002, 1e-5, 2e-5)),
    Rate(teller="neutral", column="contest", relation=NEUTRAL, values=(0.003, 2e-4, 0.04, 2e-4, 0.003)),
    Rate(teller="party", column="contest", relation=NEUTRAL, values=(0.005, 1e-4, 0.01, 1e-4, 0.005)),
    Rate(teller="neutral", column="hold", relation=NEUTRAL, values=(0.01, 0.002, 0.001, 1e-5, 2e-4)),  # +
    Rate(teller="party", column="hold", relation=OWN, values=(0.02, 0.004, 0.02, 2e-4, 0.01)),  # +
    Rate(teller="party", column="hold", relation=LOSS, values=(0.004, 8e-4, 4e-4, 4e-6, 2e-5)),  # +
    Rate(teller="neutral", column="lose", relation=NEUTRAL, values=(0.03, 4e-4, 0.003, 2e-5, 1e-4)),  # +
    Rate(teller="party", column="lose", relation=LOSS, values=(0.02, 2e-4, 0.003, 1e-5, 1e-5)),  # +
    Rate(teller="party", column="lose", relation=OWN, values=(0.03, 4e-4, 0.01, 2e-4, 0.005)),  # +
    Rate(teller="party", column="deny", relation=OWN, values=(0.02, 2e-4, 0.006, 1e-4, 0.003)),
    # Somebody has claimed it before: the denial answers the claim, whether it was true or not. +
    Rate(teller="party", column="rebut", relation=OWN, values=(0.02, 0.02, 0.012, 0.005, 0.007)),
    # The desk has looked: its rows are the neutral ones with a hundredth of the error. +
    Rate(teller="desk", column="take", relation=NEUTRAL, values=(0.06, 0.02, 1e-4, 2e-7, 2e-7)),
    Rate(teller="desk", column="hold", relation=NEUTRAL, values=(0.06, 0.06, 1e-4, 2e-7, 2e-7)),
    Rate(teller="desk", column="lose", relation=NEUTRAL, values=(0.06, 0.06, 1e-3, 2e-7, 2e-7)),
    Rate(teller="desk", column="contest", relation=NEUTRAL, values=(2e-5, 2e-5, 0.06, 2e-5, 2e-5)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Chances per day of passing from one state to another; with several rivals a chance is shared among them."""

    stable_contested: float = 7.5e-4
    stable_fresh: float = 3.5e-4  # another side comes to hold it
    stable_stable: float = 2e-5  # another side has held it all along: the record was wrong
    contested_fresh: float = 0.12  # settled, in favour of one of them
    fresh_stable: float = 0.16  # mean six days
    fresh_contested: float = 0.01
    fresh_fresh: float = 0.01


# For a ledger of press reports nobody has fitted. A side that says it holds, or denies a loss, speaks mostly of places
# that are in question; but a reader takes it for what it says before taking it for fighting inside. Proposed.
PRESS_RATES = (
    Rate(teller="party", column="hold", relation=OWN, values=(0.02, 0.004, 0.006, 2e-4, 0.004)),
    Rate(teller="party", column="deny", relation=OWN, values=(0.02, 0.002, 0.006, 5e-4, 0.003)),
)
ALL_PRESS_RATES = (
    *(row for row in RATES if (row.column, row.relation) not in {("hold", OWN), ("deny", OWN)}),
    *PRESS_RATES,
)
# Its moves: the same total, but fighting that nobody reports is rarer, and lasts.
# Chosen on the cases in tests/fuse, which say what a reader of the reports would conclude. Proposed.
PRESS = Moves(stable_contested=4e-4, stable_fresh=5e-4, contested_fresh=0.08)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What a map or table does, per day: its *changes* are the evidence, and its staying wrong."""

    source: str = ""  # id of the map; "" = any
    corrects: float = 0.08  # shown wrong: to the truth
    errs: float = 5e-4  # to any other state than the one shown, each
    first: float = 0.85  # right at first sight
    leaning: str = ""  # id of a side whose losses it is slower to show
    slow: float = 1.0  # factor on ``corrects`` for those losses
    # Fitted, for these sides: chance of what is shown next by what was shown [each side, contested, nothing yet], by
    # state [each side, contested, each side fresh], by what is shown; of a layer of one side's claims: absent or there.
    sides: tuple[str, ...] = ()
    table: tuple[tuple[tuple[float, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """How a settled place's chance to change hands grows with the enemy around it, for a side's places.

    Three chances per day (comes to be contested, another side comes to hold it, another held it all along) in each
    stretch of exposure: the weighted share of its neighbours that are not the holder's, cut at ``EXPOSURE``.
    """

    side: str
    contested: tuple[float, ...]
    fresh: tuple[float, ...]
    stable: tuple[float, ...]


EXPOSURE = (0.02, 0.08, 0.17, 0.3, 0.45, 0.65)  # bounds of the stretches of exposure, a front's own bends apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A change is ``factor`` times likelier for so many days: an approach or an assault says that, not who holds."""

    factor: float
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The numbers of the report-and-display model. Those marked *proposed* have been measured on nothing yet.

    name, known   what they were fitted on, and the last day of reports they have seen ("" = set by hand).
    fronts        used when places are weighed together with their neighbours; a place alone has only ``moves``.
    field         power, per day, of the neighbours' belief on a place's own; 0 = none.
    pace          factor on the chance of leaving a settled state, on all days.
    spoken        what each report of who holds does to that chance, from ``spoken_before`` days before its day on:
                  places that are being reported change hands more often than the average place. Without it, what was
                  known would fade over long quiet. near, assault: the same of an approach, of an attack. Proposed.
    coverage      how much of the expected press there is: scales silence, not what a report weighs. A ledger
                  fed from a few outlets hears a fraction of what is said. Proposed; fitting replaces it.
    contested_at_first, fresh_at_first  chance of these states on the day before the first report.
    hedged        share of a hedged claim's likelihood given to "it could be about any other place". Proposed.
    hedged_rate   hedged claims of a kind for each plain one, where they have no row of their own.
    copy          weight of a claim that looks like its bloc's repetition, without proof; a proven copy has none. Also
                  of a further statement to the same effect in one report, by one side or by nobody's side, and of a
                  hedged claim by nobody's side of what a party has just claimed.
    reader        chance that a claim does not say what the text says, by its grammar; ``engines``: by finder.
    background, presence, inside, repelled, denied_hold  weights of what is said in passing; of "is present in" as
                  holding, and as fighting; of "entered" as fighting; of an attack beaten off as the defender's
                  holding; of a denial that somebody holds. Proposed.
    candidate_floor  a claim that is about this place with less chance than this does not count for it.
    told_days     a capture told of a longer stretch of days than this is only a state at its end.
    reading_floor a claim that the finder thinks less likely read aright than this is kept and not counted. Proposed.
    slips         share of the finder's own doubt that touches who and where: a finding is called wrong when any part
                  of it is, and a slip in the day or the speaker leaves its drift standing. Proposed.
    onset         factor for "held it the day before already" when a capture's day is told. Proposed.
    told_fresh    factor on the true and fresh rate of such a claim: the reports of a change that would otherwise be
                  spread over the days of freshness all fall on its day; 1 / (1 - .82) = 5.6 days. Proposed.
    echo_days     same voice, same assertion: this many days apart at most.
    same_wording  share of equal fingerprint values from which two reports are one text.
    carry_days    the last period's answer foresees that nothing is heard for so long.
    answer_days   a denial so soon after another's claim of the same place answers it. Proposed.
    temperature   exponent on published shares, fitted on dated truth; below 1 = less sure.
    temperatures  (mode, screens heard lately, exponent), for panels: ``calibrate.sharpened``.
    """

    name: str = "by hand"
    known: str = ""
    rates: tuple[Rate, ...] = ALL_PRESS_RATES
    moves: Moves = PRESS
    screens: tuple[Screen, ...] = (Screen(corrects=0.2),)
    fronts: tuple[Front, ...] = ()
    field: float = 0.0
    pace: float = 1.0
    spoken: Heat = Heat(factor=6.0, days=14)
    spoken_before: int = 7
    coverage: float = 0.25
    contested_at_first: float = 0.005
    fresh_at_first: float = 0.01
    hedged: float = 0.25
    hedged_rate: float = 0.4
    copy: float = 0.25
    reader: tuple[tuple[str, float], ...] = (("clause", 0.03), ("nominal", 0.05), ("modifier", 0.10), ("flat", 0.10))
    engines: tuple[tuple[str, float], ...] = (("llm", 0.15), ("command", 0.15))
    onset: float = 0.1
    told_fresh: float = 5.0
    echo_days: int = 4
    same_wording: float = 0.5
    background: float = 0.5
    presence: float = 0.5
    inside: float = 0.7
    repelled: float = 0.3
    denied_hold: float = 0.5
    candidate_floor: float = 0.2
    reading_floor: float = 0.35
    slips: float = 0.5
    told_days: int = 14
    near: Heat = Heat(factor=10.0, days=14)
    assault: Heat = Heat(factor=8.0, days=7)
    carry_days: int = 4
    answer_days: int = 14
    temperature: float = 1.0
    temperatures: tuple[tuple[str, int, float], ...] = ()

    def to_json(self) -> str:
        """JSON that ``from_json`` reads back to an equal value."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Parameters:
        """Parameters saved by ``to_json``; missing fields take their defaults. TypeError, ValueError: not ours."""
        made: Parameters = _build(cls, json.loads(text))
        return made


def _build(kind: Any, value: Any) -> Any:
    """A value of JSON as the annotated type: dataclasses, and tuples of them."""
    if hasattr(kind, "__dataclass_fields__"):
        hints = get_type_hints(kind)
        return kind(**{name: _build(hints[name], inner) for name, inner in value.items()})
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        kinds = [inner[0]] * len(value) if len(inner) == 2 and inner[1] is Ellipsis else inner
        return tuple(_build(one, item) for one, item in zip(kinds, value, strict=True))
    return value


BY_HAND = Parameters()
# What learning starts from and is held by: the whole press, an average place.
PRIOR = Parameters(
    name="prior",
    rates=RATES,
    moves=Moves(),
    spoken=Heat(factor=1.0, days=0),
    screens=(Screen(),),
    pace=1.0,
    coverage=1.0,
    temperatures=(("now", 1, 0.90), ("now", 2, 0.91)),  # bench/calibration.py, the whole development part
)
