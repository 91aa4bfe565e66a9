"""The whole record as known at a moment, at hand: every history packed small, and the film of them all."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping

from whoholds.ask.glance import Film
from whoholds.control import Control


class Told(Mapping[str, tuple[Control, ...]]):
    """Histories by place, in order of id; none is empty. It never changes.

    Objects of a hundred thousand periods take many times the room of what they say: they are made when they are asked for.
    """

    def __init__(self, histories: Iterable[tuple[str, tuple[Control, ...]]]) -> None:
        self._packed: dict[str, bytes] = {}
        self.film = Film(self._packing(histories))

    def _packing(
        self, histories: Iterable[tuple[str, tuple[Control, ...]]]
    ) -> Iterator[tuple[str, tuple[Control, ...]]]:
        for place, controls in histories:
            self._packed[place] = pack(controls)
            yield place, controls

    def __getitem__(self, place: str) -> tuple[Control, ...]:
        return unpack(self._packed[place])

    def __contains__(self, place: object) -> bool:
        return place in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def with_these(self, changed: Mapping[str, bytes]) -> Told:
        """The same with other histories, packed, for these places; b"" = none."""
        other = Told(())
        packed = {**self._packed, **changed}
        order = packed if packed.keys() == self._packed.keys() else sorted(packed)
        other._packed = {place: packed[place] for place in order if packed[place]}
        if 2 * len(changed) > len(self._packed):
            other.film = Film(other.items())
        else:
            other.film = self.film.with_these({place: unpack(told) if told else () for place, told in changed.items()})
        return other


def pack(controls: tuple[Control, ...]) -> bytes:
    """A history as bytes, for this machine and this version only; b"" when there is none."""
    return pickle.dumps(controls, pickle.HIGHEST_PROTOCOL) if controls else b""


def unpack(told: bytes) -> tuple[Control, ...]:
    """What was packed, by this very program."""
    found: tuple[Control, ...] = pickle.loads(told)  # noqa: S301
    return found
