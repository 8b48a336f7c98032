"""What is made of a value once, for all who ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property, wraps
from typing import TypeVar, cast

_Made = TypeVar("_Made")
_Value = TypeVar("_Value", bound="Once")


class Once:
    """A value that keeps what was made of it."""

    def kept(self, name: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what was made under a name; documents ask for some of it hundreds of times."""
        if name not in self._made:
            self._made[name] = make()
        return cast("_Made", self._made[name])

    @cached_property
    def _made(self) -> dict[Hashable, object]:
        return {}


def made_once(make: Callable[[_Value], _Made]) -> Callable[[_Value], _Made]:
    """Let a function make what it makes of a value once, for all documents that print it."""

    @wraps(make)
    def made(value: _Value) -> _Made:
        return value.kept(make, lambda: make(value))

    return made
