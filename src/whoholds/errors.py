"""Everything that can go wrong, drawn as a tree.

    WhoholdsError             say it in one line to the person at the keyboard; the run cannot go on
    ├── BadTheatre            a theatre folder or one of its rows cannot be used
    ├── BadLanguage           a language file, or one of its frames, cannot be used
    ├── BadSetting            a flag, a setting or an environment variable makes no sense
    ├── BadRuling             a ruling lacks something, or says what cannot be
    ├── NoSuchPlace           the question names a place that the theatre does not know
    ├── AmbiguousPlace        the question names several places of the theatre
    ├── LedgerError           the ledger file cannot be opened, or is not ours
    │   ├── EmptyLedger       nothing has been added yet
    │   ├── NotInLedger       an id that the ledger does not hold
    │   ├── LedgerBusy        another process is writing
    │   └── NewerLedger       written by a later version of whoholds
    └── MissingExtra          an optional dependency is needed and not installed

A report that cannot be read is not an error: it is a ``Skipped`` with its reason, and the run goes on.
A finding that cannot be placed is not an error either: it is an ``Unlinked``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class WhoholdsError(Exception):
    """The run cannot go on; the message says what was wrong, where, and what to do."""


class BadTheatre(WhoholdsError):
    """A theatre folder cannot be used: names the file and the line (1-based; 0 = the file as a whole)."""

    def __init__(self, path: Path | str, line: int, wrong: str) -> None:
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {wrong}")


class BadLanguage(WhoholdsError):
    """A language file cannot be used: names the file and the table or frame at fault."""

    def __init__(self, path: Path | str, table: str, wrong: str) -> None:
        super().__init__(f"{path} [{table}]: {wrong}")


class BadSetting(WhoholdsError):
    """A flag, a setting or an environment variable makes no sense."""


class BadRuling(WhoholdsError):
    """A desk's ruling lacks its name or reason, or changes what it cannot."""


class NoSuchPlace(WhoholdsError):
    """No place of that name; carries the nearest spellings, best first."""

    def __init__(self, name: str, theatre: str, nearest: Sequence[str] = ()) -> None:
        self.name, self.nearest = name, tuple(nearest)
        hint = f" Did you mean {', '.join(repr(one) for one in self.nearest)}?" if self.nearest else ""
        super().__init__(f"no place {name!r} in theatre {theatre!r}.{hint}")


class AmbiguousPlace(WhoholdsError):
    """Several places have that name; ``choices`` are their ids, each with what it is."""

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        self.name, self.choices = name, tuple(choices)
        super().__init__(f"several places are called {name!r}; give the id of one: {', '.join(self.choices)}")


class LedgerError(WhoholdsError):
    """The ledger cannot be opened, or is not a ledger."""


class EmptyLedger(LedgerError):
    """A question was asked of a ledger into which nothing has been added."""


class NotInLedger(LedgerError):
    """The id is not in this ledger."""


class LedgerBusy(LedgerError):
    """Another process holds the writer's place; waiting did not help."""


class NewerLedger(LedgerError):
    """The file was written by a later version, whose tables this one does not know."""


class MissingExtra(WhoholdsError):
    """An optional dependency is needed: the message names the extra to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional part: pip install 'whoholds[{extra}]'")
