"""Answers that take long: worked out beside the pages, one at a time; meanwhile the last one made stands."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

PATIENCE_S = 2.0  # after the start of the work, until which a page waits before it shows what there is


class Beside:
    """Keeps the last answer to each question, and makes the next one when the record is another."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self.patience_s = patience_s
        self._made: dict[Hashable, tuple[str, Any]] = {}
        self._making: dict[Hashable, tuple[Future[None], float]] = {}
        self._lock, self._one_at_a_time = threading.Lock(), threading.Lock()

    def get(self, question: Hashable, revision: str, make: Callable[[], Any]) -> tuple[Any, bool]:
        """The last answer (None when there is none yet), and whether it is of this revision of the record.

        What ``make`` raises is raised to whoever waited for it, and tried again by the next who asks.
        """
        with self._lock:
            made = self._made.get(question)
            if made is not None and made[0] == revision:
                return made[1], True
            waiting, began = self._making.get(question, (None, 0.0))
            if waiting is None or waiting.done():
                waiting, began = self._making[question] = (Future(), time.monotonic())
                # a daemon: a room that closes waits for no answer
                threading.Thread(target=self._make, args=(waiting, question, revision, make), daemon=True).start()
        with suppress(TimeoutError):
            waiting.result(max(0.0, began + self.patience_s - time.monotonic()))
        with self._lock:
            made = self._made.get(question)
        return (None, False) if made is None else (made[1], made[0] == revision)

    def forget(self, question: Hashable) -> None:
        """Make it anew when it is next asked for."""
        with self._lock:
            self._made.pop(question, None)

    def _make(self, waiting: Future[None], question: Hashable, revision: str, make: Callable[[], Any]) -> None:
        try:
            with self._one_at_a_time:
                answer = make()
        except BaseException as wrong:  # noqa: BLE001  it is raised where it is waited for
            waiting.set_exception(wrong)
            return
        with self._lock:
            self._made[question] = (revision, answer)
        waiting.set_result(None)
