"""Who may come in: a link that opens once gives a session, which a restart of the server does not end.

Only hashes of secrets are kept, in a file beside the ledger that is readable by its owner alone.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

LASTS = timedelta(days=30)
MOST = 200  # sessions kept; the oldest give way

Secret = Callable[[], str]
Clock = Callable[[], datetime]


class Door:
    """Links and sessions. ``file``: where sessions outlive the process; None: they do not."""

    def __init__(self, file: Path | None, *, secret: Secret, clock: Clock) -> None:
        self._file, self._secret, self._clock = file, secret, clock
        self._links: set[str] = set()
        self._sessions: dict[str, str] = self._read()
        self._lock = threading.Lock()

    def link(self) -> str:
        """A secret that ``enter`` takes once."""
        made = self._secret()
        with self._lock:
            self._links.add(_hash(made))
        return made

    def enter(self, key: str) -> str | None:
        """The secret of a new session; None: the link was never given out, or was used."""
        told = _hash(key)
        with self._lock:
            if not any(hmac.compare_digest(told, one) for one in self._links):
                return None
            self._links.discard(told)
            session = self._secret()
            self._sessions[_hash(session)] = (self._clock() + LASTS).isoformat()
            self._write()
        return session

    def knows(self, session: str) -> bool:
        """True when the session is open."""
        if not session:
            return False
        until = self._sessions.get(_hash(session))
        return until is not None and self._clock() < datetime.fromisoformat(until)

    def leave(self, session: str) -> None:
        """End a session."""
        with self._lock:
            if self._sessions.pop(_hash(session), None) is not None:
                self._write()

    def _read(self) -> dict[str, str]:
        if self._file is None or not self._file.is_file():
            return {}
        try:
            told = json.loads(self._file.read_text("utf-8"))
            return {str(one): datetime.fromisoformat(until).isoformat() for one, until in told.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}  # a damaged file opens no door

    def _write(self) -> None:
        now = self._clock()
        open_ones = {one: until for one, until in self._sessions.items() if now < datetime.fromisoformat(until)}
        self._sessions = dict(sorted(open_ones.items(), key=lambda pair: pair[1])[-MOST:])
        if self._file is None:
            return
        beside = self._file.with_name(f"{self._file.name}.new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(self._sessions, stream)
        beside.replace(self._file)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
