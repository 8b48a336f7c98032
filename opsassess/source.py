"""Read YAML and JSON so that every value knows the line it came from.

Both come out as plain lists, dicts and scalars. YAML scalars stay strings (the schema types them), so YAML 1.1
cannot turn ``no`` into a boolean or ``1.10`` into 1.1; repeated keys and aliases are refused. Both refuse what would
hurt further on: nesting that exhausts a stack, half characters that no database and no page can write.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from opsassess.errors import DataError, Mistake

Loc = tuple[str | int, ...]

MAX_DEPTH = 50  # of lists and mappings in each other; no file of ours needs ten
_NULLS = ("", "~", "null", "Null", "NULL")  # how YAML writes "nothing" without quotes


@dataclass(frozen=True, kw_only=True)
class Source:
    """The parsed text of a file and where its values stand."""

    name: str  # as the user knows it, for messages
    data: Any
    lines: Mapping[Loc, int] = field(default_factory=dict)
    cells: Mapping[Loc, str] = field(default_factory=dict)  # of a workbook: "Answers!D17"
    base: Source | None = None  # of one that extends another: that one, whole
    parts: Mapping[Loc, tuple[Source, Loc]] = field(default_factory=dict)  # of such a one: where each was written

    def where(self, loc: Loc) -> str:
        """Return ``file:line`` or ``file, cell`` of the value at ``loc``, or of its nearest parent that has a place."""
        for end in range(len(loc), -1, -1):
            if loc[:end] in self.parts:
                source, place = self.parts[loc[:end]]
                return source.where(place + loc[end:])
            if loc[:end] in self.cells:
                return f"{self.name}, {self.cells[loc[:end]]}"
            if loc[:end] in self.lines:
                return f"{self.name}:{self.lines[loc[:end]]}"
        return self.name


def read_text(path: Path) -> str:
    """Read a UTF-8 file, or say in one sentence why it cannot be read."""
    try:
        return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise DataError([Mistake(where=str(path), what=what, fix="Save the file as UTF-8")]) from None


def read_bytes(path: Path) -> bytes:
    """Read a file, or say in one sentence why it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError([Mistake(where=str(path), what="there is no such file")]) from None
    except OSError as error:
        raise DataError([Mistake(where=str(path), what=f"it cannot be read ({error.strerror})")]) from None


# ---------------------------------------------------------------------------------------------------------------------
# YAML


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


# ---------------------------------------------------------------------------------------------------------------------
# JSON


def read_json(text: str, name: str) -> Source:
    """Parse JSON text; raises `DataError` for anything that is not strict JSON or repeats a key."""
    repeated: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) < len(items):
            keys = [key for key, _ in items]
            repeated.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return result

    def refuse(literal: str) -> NoReturn:
        raise DataError([Mistake(where=name, what=f"{literal} is not a number that JSON knows")])

    def finite(literal: str) -> float:
        number = float(literal)
        if not math.isfinite(number):
            refuse(literal)
        return number

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=refuse, parse_float=finite)
    except json.JSONDecodeError as error:
        what, fix = f"not JSON: {error.msg.lower()}", "Look at that line, or export the assessment again"
        raise DataError([Mistake(where=f"{name}:{error.lineno}", what=what, fix=fix)]) from None
    except ValueError:  # Python refuses to read an integer of thousands of digits
        raise DataError([Mistake(where=name, what="it holds a number of more than 4300 digits")]) from None
    except RecursionError:
        raise DataError([Mistake(where=name, what=_TOO_DEEP)]) from None
    mistakes = [Mistake(where=name, what=f"the key {key!r} is repeated", fix="Keep one") for key in repeated]
    mistakes += [Mistake(where=name, what=what, fix=fix) for what, fix in _hurtful(data)]
    if mistakes:
        raise DataError(mistakes)
    return Source(name=name, data=data)


_TOO_DEEP = f"not a sensible JSON file: it is nested more than {MAX_DEPTH} deep"


def _hurtful(data: object) -> Iterator[tuple[str, str]]:
    """Yield what is lawful JSON and would break something further on."""
    rest: list[tuple[object, int]] = [(data, 0)]
    while rest:
        value, depth = rest.pop()
        if depth > MAX_DEPTH:
            yield _TOO_DEEP, ""
            return
        if isinstance(value, str) and _is_broken(value):
            yield f"the text {value[:40]!a} holds half a character", "Write it anew; an emoji was cut in two"
        elif isinstance(value, dict):
            rest += [(part, depth + 1) for pair in value.items() for part in pair]
        elif isinstance(value, list):
            rest += [(part, depth + 1) for part in value]


def _is_broken(text: str) -> bool:
    """Tell whether a text holds a lone surrogate, which no UTF-8 file, database or page can hold."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def with_lines(source: Source, text: str) -> Source:
    """Add line numbers to a JSON source. Done only once there is a mistake to place: it costs a second parse."""
    try:
        return Source(name=source.name, data=source.data, lines=read_yaml(text, source.name).lines)
    except DataError:  # JSON that is not quite YAML; the path in the message still says where
        return source
