"""Helpers of the room: processes of their own for what takes long, so that readers do not wait for it.

A helper is started when it is needed and let go when it has had nothing to do for a while. One that dies is replaced, and what
it was asked is asked once more.
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from whoholds.errors import LedgerError

TOGETHER = 100  # places in one question: half a second's work, some milliseconds to unpack
IDLE_S = 300.0  # after which a helper is let go
TRIES = 2
PROGRAM = "whoholds.serve.hand"


class Crew:
    """At most ``size`` helpers that read the ledger ``ledger``; ``cache``: where theatres are kept made up, if anywhere."""

    def __init__(self, ledger: str, *, cache: Path | None = None, size: int = 1, idle_s: float = IDLE_S) -> None:
        self.size = max(1, size)
        self._words = [sys.executable, "-m", PROGRAM, ledger, str(cache or "")]
        self._idle_s = idle_s
        self._free: list[_Helper] = []
        self._lock, self._places = threading.Lock(), threading.Semaphore(self.size)
        self._closed = False

    def ask(self, name: str, *about: Any, **more: Any) -> Any:
        """The answer of a method of ``Hand``. LedgerError: the helper could not give it, or died at it twice."""
        with self._places:
            for _ in range(TRIES):
                with self._helper() as helper, suppress(EOFError, OSError, pickle.UnpicklingError):
                    fine, answer = helper.ask((name, about, more))
                    if not fine:
                        raise LedgerError(answer)
                    return answer
            raise LedgerError(
                "a helper of the room ended at this question twice; ask again, or look into the system's log"
            )

    def replay(self, known: datetime, places: Sequence[str]) -> Iterator[list[tuple[str, bytes]]]:
        """As ``Hand.replay``, in pieces as they come, of as many places as are asked for; in no order."""
        pieces = [tuple(places[at : at + TOGETHER]) for at in range(0, len(places), TOGETHER)]
        asked, made = iter(pieces), queue.SimpleQueue[Any]()
        lock, given_up = threading.Lock(), threading.Event()

        def work() -> None:
            while not given_up.is_set():
                with lock:
                    piece = next(asked, None)
                if piece is None:
                    return
                try:
                    made.put(self.ask("replay", known, piece))
                except BaseException as wrong:  # noqa: BLE001  it is raised where it is waited for
                    made.put(wrong)
                    return

        for _ in range(min(self.size, len(pieces))):
            threading.Thread(target=work, daemon=True).start()
        try:
            for _ in pieces:
                piece = made.get()
                if isinstance(piece, BaseException):
                    raise piece
                yield piece
        finally:
            given_up.set()

    def close(self) -> None:
        """Let every helper go."""
        with self._lock:
            self._closed, free = True, self._free
            self._free = []
        for one in free:
            one.close()

    @contextmanager
    def _helper(self) -> Iterator[_Helper]:
        with self._lock:
            helper = self._free.pop() if self._free else None
        if helper is None:
            helper = _Helper(self._words)
        else:
            helper.timer.cancel()
        try:
            yield helper
        finally:
            with self._lock:
                stays = helper.alive and not self._closed
                if stays:
                    helper.timer = threading.Timer(self._idle_s, self._let_go, (helper,))
                    helper.timer.daemon = True
                    helper.timer.start()
                    self._free.append(helper)
            if not stays:
                helper.close()

    def _let_go(self, helper: _Helper) -> None:
        with self._lock:
            if helper not in self._free:
                return
            self._free.remove(helper)
        helper.close()


class _Helper:
    """One process, and the way to ask it."""

    def __init__(self, words: Sequence[str]) -> None:
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603  our own program
        self.timer = threading.Timer(0, str)
        self.alive = True

    def ask(self, question: Any) -> Any:
        """What it answers. EOFError, OSError: it is gone."""
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: PT018  both are pipes
        self.alive = False  # until it has answered
        pickle.dump(question, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()
        answer = pickle.load(self._process.stdout)  # noqa: S301  from our own program
        self.alive = True
        return answer

    def close(self) -> None:
        """Let it go."""
        self.timer.cancel()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.terminate()
        self._process.wait()
