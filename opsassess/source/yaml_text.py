"""YAML as plain data with the line of each value; what could be read in two ways is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from opsassess.errors import DataError, Mistake
from opsassess.source.places import MAX_DEPTH, Loc, Source

_NULLS = ("", "~", "null", "Null", "NULL")  # how YAML writes "nothing" without quotes


def read_yaml(text: str, name: str) -> Source:
    """Parse YAML text; raises `DataError` naming every repeated key and alias."""
    builder = _YamlBuilder(name)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError([Mistake(where=f"{name}:{line}", what=f"not YAML: {error.problem or error.context}")]) from None
    except yaml.YAMLError as error:
        raise DataError([Mistake(where=name, what=f"not YAML: {str(error).partition(chr(10))[0]}")]) from None
    if () not in builder.lines:
        raise DataError([Mistake(where=name, what="the file is empty")])
    if builder.mistakes:
        raise DataError(builder.mistakes)
    return Source(name=name, data=builder.data, lines=builder.lines)


@dataclass(kw_only=True)
class _Open:
    """A list or a mapping whose end was not read yet."""

    loc: Loc
    value: Any
    key: str | None = None  # of a mapping: the key that waits for its value


class _YamlBuilder:
    """Plain data from YAML events. Composing nodes instead recurses in C: a deep file would end the process."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: Any = None
        self.lines: dict[Loc, int] = {}
        self.mistakes: list[Mistake] = []
        self._open: list[_Open] = []
        self._take: Mapping[type[yaml.Event], Callable[[Any], None]] = {
            yaml.DocumentStartEvent: self._one_document,
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.SequenceStartEvent: lambda event: self._begin(event, []),
            yaml.MappingStartEvent: lambda event: self._begin(event, {}),
            yaml.SequenceEndEvent: lambda _: self._end(),
            yaml.MappingEndEvent: lambda _: self._end(),
        }

    def take(self, event: yaml.Event) -> None:
        """Add what an event brings."""
        take = self._take.get(type(event))
        if take:
            take(event)

    def _one_document(self, event: yaml.Event) -> None:
        if () in self.lines:
            raise self._refusal(event, "a second document begins here (---)", "Put it into a file of its own")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self._open and isinstance(self._open[-1].value, dict) and self._open[-1].key is None:
            self._key(event)
        else:
            is_null = event.implicit[0] and event.value in _NULLS
            self._put(event, None if is_null else event.value)

    def _key(self, event: yaml.ScalarEvent) -> None:
        mapping, key = self._open[-1], event.value
        if key in mapping.value:
            self._note(event, f"the key {key!r} is repeated", "Keep one of them")
        mapping.key = key
        self.lines[(*mapping.loc, key)] = _line(event)

    def _alias(self, event: yaml.Event) -> None:
        self._note(event, "an alias (*) is used", "Write the value out")
        self._put(event, None)

    def _begin(self, event: yaml.Event, value: list[Any] | dict[str, Any]) -> None:
        if len(self._open) == MAX_DEPTH:
            raise self._refusal(event, f"it is nested more than {MAX_DEPTH} deep", "Look for brackets that never close")
        self._open.append(_Open(loc=self._put(event, value), value=value))

    def _end(self) -> None:
        self._open.pop()

    def _put(self, event: yaml.Event, value: object) -> Loc:
        """Put a value where it belongs and return its place."""
        if not self._open:
            self.data = value
            self.lines[()] = _line(event)
            return ()
        parent = self._open[-1]
        loc: Loc
        if isinstance(parent.value, list):
            loc = (*parent.loc, len(parent.value))
            self.lines[loc] = _line(event)  # a mapping's value has the line of its key
            parent.value.append(value)
        elif parent.key is None:
            raise self._refusal(event, "a key is not a plain text", "Write it as one word or in quotes")
        else:
            loc = (*parent.loc, parent.key)
            parent.value[parent.key], parent.key = value, None
        return loc

    def _note(self, event: yaml.Event, what: str, fix: str) -> None:
        self.mistakes.append(Mistake(where=f"{self.name}:{_line(event)}", what=what, fix=fix))

    def _refusal(self, event: yaml.Event, what: str, fix: str) -> DataError:
        self._note(event, what, fix)
        return DataError(self.mistakes)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
