"""What is made of a value once, for all who ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Self, TypeVar, cast

_Made = TypeVar("_Made")


class Once:
    """A value that keeps what was made of it."""

    def once(self, make: Callable[[Self], _Made]) -> _Made:
        """Return what a function makes of this value, made once for all documents that print it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("_Made", self._made[make])

    @cached_property
    def _made(self) -> dict[Callable[[Self], object], object]:
        return {}
