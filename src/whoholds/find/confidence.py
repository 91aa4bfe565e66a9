"""How far a finding can be trusted, from named tests it passed. Plain weights, to be fitted on coded reports."""

from __future__ import annotations

from whoholds.claim import Finding, Form, Via

BASE = 0.6  # a frame that fired in a clause; of the development reports about that share is right
WEIGHTS = {
    "direct-actor": 0.12,
    "direct-place": 0.15,
    "time-stated": 0.03,
    "near": 0.05,
    "inferred-place": -0.15,
    "inferred-actor": -0.08,
    "modifier": -0.05,
    "nominal": -0.03,
    "flat": -0.2,
}
LOWEST, HIGHEST = 0.05, 0.98
NEAR = 120  # code points between trigger and place


def signals_of(finding: Finding) -> tuple[str, ...]:
    """The tests a finding passed, by name, in a fixed order."""
    passed = {
        "direct-actor": finding.actor is not None and finding.actor.via is Via.DIRECT,
        "direct-place": bool(finding.places) and all(p.via is Via.DIRECT for p in finding.places),
        "time-stated": finding.when.span is not None,
        "near": any(abs(p.span.start - finding.trigger.end) <= NEAR for p in finding.places if p.via is Via.DIRECT),
        "inferred-place": any(p.via is Via.INFERRED for p in finding.places),
        "inferred-actor": finding.actor is not None and finding.actor.via is Via.INFERRED,
        "modifier": finding.form is Form.MODIFIER,
        "nominal": finding.form is Form.NOMINAL,
        "flat": finding.form is Form.FLAT,
    }
    return tuple(name for name in WEIGHTS if passed[name])


def confidence_of(signals: tuple[str, ...]) -> float:
    """Probability made of the signals."""
    return round(min(HIGHEST, max(LOWEST, BASE + sum(WEIGHTS[name] for name in signals))), 3)
