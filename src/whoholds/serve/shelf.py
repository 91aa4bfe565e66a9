"""Pages as sent, kept while the record stays as it is: a page that many ask for is made once, even when they ask at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future

MOST_BYTES = 48 * 2**20


class Shelf:
    """Bodies of answers by key, the least lately asked for given up first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._making: dict[Hashable, Future[bytes]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
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
            self._size -= len(self._kept.pop(key, b""))

    def _put(self, key: Hashable, made: bytes) -> None:
        with self._lock:
            del self._making[key]
            if len(made) > self._most // 4:
                return
            self._kept[key] = made
            self._size += len(made)
            while self._size > self._most:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone)
