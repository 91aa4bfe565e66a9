"""One saying per claim: what the same voice says again, with no new place, day or extent, is the same finding.

Pure over the findings of one report. Who speaks, on what footing, and how much of a place is meant are never merged
away: two voices, a denial and an assertion, "most of" and "all of" stay two findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from whoholds.claim import ExtentKind, Finding, Form, Mention, PlaceMention, Relation, Status, Via
from whoholds.spelling import fold, key
from whoholds.text import Span
from whoholds.when import Basis

FOOTINGS = {
    Status.ASSERTED: "fact",
    Status.ATTRIBUTED: "fact",
    Status.HEDGED: "fact",
    Status.PLANNED: "projected",
    Status.HYPOTHETICAL: "projected",
}  # the other two stand for themselves
OWN_DAY = {Basis.STATED, Basis.FRONTED}
HARM = {"casualties", "displacement"}
SURE = {Form.CLAUSE: 2, Form.NOMINAL: 1, Form.MODIFIER: 0, Form.FLAT: 0}
LEAD = 1500  # code points within which a lead's "a town" is named
SMALL_WORDS = frozenset(["the", "a", "an", "of", "and", "in", "for"])


def merged(
    findings: Iterable[Finding], rules: Iterable[Callable[[Finding, Finding], bool]] | None = None
) -> tuple[Finding, ...]:
    """The findings of one report, in the order given, each restatement merged into the fuller of the two.

    The fuller one takes the place of the earlier. ``rules``: those of ``RULES`` unless told otherwise.
    """
    tests = tuple(RULES if rules is None else rules)
    kept: list[Finding] = []
    for one in findings:
        for at, before in enumerate(kept):
            if (may_be_one(before, one) and any(test(before, one) for test in tests)) or named_later(before, one):
                kept[at] = _together(before, one)
                break
        else:
            kept.append(one)
    return tuple(kept)


def may_be_one(first: Finding, again: Finding) -> bool:
    """True when nothing sets the two apart: footing, voice, party, day, extent. Says nothing yet about verb and place."""
    return (
        footing(first) == footing(again)
        and voice(first) == voice(again)
        and _parties_agree(first, again)
        and _days_agree(first, again)
        and _extent(first) == _extent(again)
    )


# ── rules: each says when two findings that nothing sets apart are one ──────────────────────────────────────────────


def same_deed(first: Finding, again: Finding) -> bool:
    """The same verb at the same place, or at some of the same places: "took Velin", "the capture of Velin"."""
    return first.verb == again.verb and first.verb not in HARM and _places_within(first, again)


def same_figures(first: Finding, again: Finding) -> bool:
    """The same toll: one verb, the same bounds of the same kinds, and no place against it."""
    figures = [{(count.of, count.low, count.high) for count in one.counts} for one in (first, again)]
    return (
        first.verb == again.verb
        and first.verb in HARM
        and bool(figures[0])
        and figures[0] == figures[1]
        and (not (_names(first) and _names(again)) or _places_within(first, again))
    )


def one_breath(first: Finding, again: Finding) -> bool:
    """The killed and the wounded of one sentence: "killed four people and wounded nine" is one toll."""
    kinds = [{count.of for count in one.counts} for one in (first, again)]
    return (
        first.verb == again.verb == "casualties"
        and first.sentence == again.sentence
        and all(kinds)
        and not kinds[0] & kinds[1]
        and (not (_names(first) and _names(again)) or _places_within(first, again))
    )


def named_later(first: Finding, again: Finding) -> bool:
    """A lead that leaves the place unnamed ("rebels took a town in the east") and the telling that names it, whoever tells."""
    extent = first.extent
    return (
        first.verb == again.verb
        and first.verb not in HARM
        and not first.places
        and extent is not None
        and extent.kind is ExtentKind.COUNT
        and extent.low == extent.high == 1
        and len(again.places) == 1
        and again.places[0].via is Via.DIRECT
        and 0 < again.sentence.start - first.sentence.end < LEAD
        and footing(first) == footing(again)
        and _parties_agree(first, again)
    )


RULES = (same_deed, same_figures, one_breath)


# ── what sets two findings apart ────────────────────────────────────────────────────────────────────────────────────


def footing(finding: Finding) -> str:
    """fact, denied, projected or background."""
    return FOOTINGS.get(finding.status, str(finding.status))


def voice(finding: Finding) -> frozenset[str]:
    """The words of the voice that vouches; empty when the outlet speaks, or when a modifier is nobody's statement."""
    if not finding.speakers or finding.form is Form.MODIFIER:
        return frozenset()
    return _words(finding.speakers[-1].text)


def _parties_agree(first: Finding, again: Finding) -> bool:
    return _one_party(first.actor, again.actor) and _one_party(first.target, again.target)


def _one_party(one: Mention | None, other: Mention | None) -> bool:
    """True when the two may be one: either unsaid, inferred, or its words among the other's."""
    if one is None or other is None or Via.INFERRED in {one.via, other.via}:
        return True
    mine, yours = _words(one.text), _words(other.text)
    return mine <= yours or yours <= mine


def _days_agree(first: Finding, again: Finding) -> bool:
    """True unless the second telling states a day of its own: another one, a narrower one, or the first one told."""
    if again.when.basis not in OWN_DAY:
        return True
    return (first.when.first, first.when.last) == (again.when.first, again.when.last)


def _extent(finding: Finding) -> tuple[object, ...]:
    """How much is meant, comparably: all of a place is what is meant when nothing is said."""
    extent = finding.extent
    if extent is None or extent.kind is ExtentKind.FULL:
        return (any(place.relation is Relation.PART for place in finding.places),)
    if extent.kind is ExtentKind.PARTIAL:
        return (True,)
    return (extent.kind, extent.low, extent.high)


def _places_within(first: Finding, again: Finding) -> bool:
    """True when both name places, or both only an area, and one names none that the other does not."""
    mine, yours = _names(first), _names(again)
    return bool(first.places) == bool(again.places) and bool(mine and yours) and (mine <= yours or yours <= mine)


def _names(finding: Finding) -> frozenset[str]:
    stood: tuple[PlaceMention, ...] = finding.places or ((finding.area,) if finding.area is not None else ())
    return frozenset(key(place.text) for place in stood)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).replace("-", " ").split()) - SMALL_WORDS


# ── the fuller of two ───────────────────────────────────────────────────────────────────────────────────────────────


def _together(first: Finding, again: Finding) -> Finding:
    """The fuller of the two, the earlier where neither is; party, day and other figures from the other where it has none."""
    fuller, other = (again, first) if _fullness(again) > _fullness(first) else (first, again)
    kinds = {count.of for count in fuller.counts}
    more = tuple(count for count in other.counts if count.of not in kinds)
    evidence = fuller.evidence
    if more and fuller.sentence == other.sentence:
        evidence = Span(min(evidence.start, other.evidence.start), max(evidence.end, other.evidence.end))
    return replace(
        fuller,
        actor=fuller.actor or other.actor,
        target=fuller.target or other.target,
        when=fuller.when,
        counts=tuple(sorted((*fuller.counts, *more), key=lambda count: count.span)) if more else fuller.counts,
        evidence=evidence,
    )


def _fullness(finding: Finding) -> tuple[int, ...]:
    """Rank: places named where they stand, party named in the quote, grammar, number of places, party known, day told."""
    actor = finding.actor
    return (
        bool(finding.places),
        all(place.via is Via.DIRECT for place in finding.places),
        actor is not None and finding.evidence.holds(actor.span) and actor.via is not Via.INFERRED,
        SURE[finding.form],
        len(_names(finding)),
        0 if actor is None else 1 if actor.via is Via.INFERRED else 2,
        finding.when.first is not None,
    )
