"""What was made once, kept while the record stays as it is: what many ask for is made once, even when they ask at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Value = TypeVar("Value")
MOST_BYTES = 48 * 2**20


class Shelf(Generic[Value]):
    """Values by key, the least lately asked for given up first.

    most    weight that is kept together. weigh: that of one value; one of more than a quarter of ``most`` is not kept.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int]) -> None:
        self._most, self._weigh, self._size = most, weigh, 0
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, Future[Value]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is kept under the key, or what ``make`` gives; what it raises, all who wait for it get."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            waiting = self._making.get(key)
            mine = waiting is None
            if waiting is None:
                waiting = self._making[key] = Future()
        if mine:
            try:
                made = make()
            except BaseException as wrong:
                with self._lock:
                    del self._making[key]
                waiting.set_exception(wrong)
                raise
            self._put(key, made)
            waiting.set_result(made)
        return waiting.result()

    def forget(self, key: Hashable) -> None:
        """Make it again when it is next asked for."""
        with self._lock:
            if key in self._kept:
                self._size -= self._weigh(self._kept.pop(key))

    def _put(self, key: Hashable, made: Value) -> None:
        with self._lock:
            del self._making[key]
            if self._weigh(made) > self._most // 4:
                return
            self._kept[key] = made
            self._size += self._weigh(made)
            while self._size > self._most:
                _, gone = self._kept.popitem(last=False)
                self._size -= self._weigh(gone)


def bodies(most: int = MOST_BYTES) -> Shelf[bytes]:
    """A shelf for pages as they are sent, by their bytes."""
    return Shelf(most, len)
