"""One camp, one holder: a party counts as its side where that side is named at the same place too.

"The rebels hold it" and "the brigade holds it" are no dispute when the brigade is one of the rebels on that day. Where
only narrower parties are named, each stays itself: two brigades that both claim a town are two holders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from whoholds.claim import Claim
from whoholds.fuse.tellers import Knows


def as_sides(claims: Sequence[Claim], theatre: Knows) -> list[Claim]:
    """The claims, in their order, with each party under the widest name of its camp that these claims use."""
    named = {party for claim in claims for party in (claim.actor, claim.target) if party}

    def widest(party: str, day: date) -> str:
        side = theatre.side_of(party, day) if party else ""
        return side if side in named else party

    told = []
    for claim in claims:
        day = claim.when.final
        actor, target = widest(claim.actor, day), widest(claim.target, day)
        target = "" if target == actor else target
        same = (actor, target) == (claim.actor, claim.target)
        told.append(claim if same else replace(claim, actor=actor, target=target))
    return told
