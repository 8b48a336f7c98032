"""Strict JSON as plain data; its lines are looked up once there is a mistake to place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from opsassess.errors import DataError, Mistake
from opsassess.source.places import MAX_DEPTH, Source, walk
from opsassess.source.yaml_text import read_yaml


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
    for value, depth in walk(data):
        if depth > MAX_DEPTH:
            yield _TOO_DEEP, ""
            return
        if isinstance(value, str) and _is_broken(value):
            yield f"the text {value[:40]!a} holds half a character", "Write it anew; an emoji was cut in two"


def _is_broken(text: str) -> bool:
    """Tell whether a text holds a lone surrogate, which no UTF-8 file, database or page can hold."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def with_lines(source: Source, text: str) -> Source:
    """Add line numbers to a JSON source. Done only once there is a mistake to place: it costs a second parse."""
    try:
        return Source(name=source.name, data=source.data, lines=read_yaml(text, source.name).lines)
    except DataError:  # JSON that is not quite YAML; the path in the message still says where
        return source
