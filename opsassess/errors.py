"""What can go wrong, as the user is told it.

    OpsassessError
    ├── DataError             mistakes in a file that the user wrote: all of them, each with its place
    ├── StoreError            the engagement's database cannot be used as asked
    │   └── ReplacedError     it is an earlier copy of what was read before
    └── MissingPieceError     this machine lacks a library, a font or a program

Every one of them is a sentence; the command line prints it and exits with 1. Anything else that
escapes is a bug and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


class OpsassessError(Exception):
    """Base of all errors that a user can do something about."""


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake in the user's data."""

    where: str  # file:line, or a path inside the data
    what: str  # a sentence without its full stop
    fix: str = ""  # what to do, a sentence without its full stop
    at: tuple[str | int, ...] = field(default=(), compare=False)  # its place in the data, where that is known

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f". {self.fix}." if self.fix else ".")


class DataError(OpsassessError):
    """All mistakes of one file at once."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.mistakes)


class StoreError(OpsassessError):
    """The engagement's database cannot be read or written as asked."""


class ReplacedError(StoreError):
    """The engagement's database lacks what was read from it before: an earlier copy lies in its place."""


class MissingPieceError(OpsassessError):
    """Something must be installed first; the message says what and how."""
