"""What is made of a value once, for all who ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Self, TypeVar, cast

_Made = TypeVar("_Made")


class Once:
    """A value that keeps what was made of it."""

    def once(self, make: Callable[[Self], _Made]) -> _Made:
        """Return what a function makes of this value, made once for all documents that print it."""
        return self.kept(make, lambda: make(self))

    def kept(self, name: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what was made under a name; documents ask for some of it hundreds of times."""
        if name not in self._made:
            self._made[name] = make()
        return cast("_Made", self._made[name])

    @cached_property
    def _made(self) -> dict[Hashable, object]:
        return {}
