"""Turn data into a frozen model, or into every mistake that it holds, each with its line and a way out."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from opsassess.errors import DataError, Mistake

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from opsassess.source import Loc, Source

Model = TypeVar("Model", bound=BaseModel)


def build(model: type[Model], source: Source, placed: Callable[[Source], Source] = lambda source: source) -> Model:
    """Build a model from a parsed file; raises `DataError` with all mistakes.

    ``placed`` adds line numbers to a source that has none; it is called only when there is a mistake.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        located = placed(source)
        raise DataError(_mistakes(error, model, located)) from None


def _mistakes(error: ValidationError, model: type[BaseModel], source: Source) -> list[Mistake]:
    """Return one mistake a place: the members of a union complain one by one, and all their wishes are its way out."""
    at: dict[Loc, list[ErrorDetails]] = {}
    for details in error.errors():
        if not _follows_from_another(details):
            at.setdefault(_real(details["loc"], source.data), []).append(details)
    return [_mistake(several, loc, model, source) for loc, several in at.items()]


def _follows_from_another(details: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because pydantic did not count its faulty entries."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def _mistake(several: list[ErrorDetails], loc: Loc, model: type[BaseModel], source: Source) -> Mistake:
    path = _path(loc, source.data)
    message, fix = _sentence(several, loc, model)
    name = source.heads.get(loc) or (f"`{path}`" if path else "the file")
    return Mistake(where=source.where(loc), what=f"{name} {message}", fix=fix, at=loc)


def _sentence(several: list[ErrorDetails], loc: Loc, model: type[BaseModel]) -> tuple[str, str]:
    details = several[0]
    if details["type"] == "missing":
        return ("has too few entries", "") if isinstance(details["loc"][-1], int) else ("is missing", "Add it")
    if details["type"] == "extra_forbidden":
        known = sorted(_fields_at(model, loc[:-1]))
        return "is not a key that belongs here", did_you_mean(str(loc[-1]), known) or f"Known here: {', '.join(known)}"
    wishes = list(dict.fromkeys(_wish(one) for one in several))
    if not wishes[0].startswith("should "):
        return wishes[0] if wishes[0].startswith("is ") else f"is wrong: {wishes[0]}", ""
    return f"is {_shown(details['input'])}, but {' or '.join([wishes[0], *(w[7:] for w in wishes[1:])])}", ""


def _wish(details: ErrorDetails) -> str:
    """Return what was expected, as a clause."""
    if details["type"] == "value_error":
        return str(details["ctx"]["error"])  # the words of our own validators
    if details["type"] == "literal_error" and " or " not in details["ctx"]["expected"]:
        return f"should be {details['ctx']['expected']}"
    if details["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(details["ctx"]["pattern"], _EXPECTED[details["type"]].format(**details["ctx"]))
    if details["type"] in _EXPECTED:
        return _EXPECTED[details["type"]].format(**details.get("ctx", {}))
    return "should" + details["msg"].removeprefix("Input should").removeprefix("Value")


# kind of pydantic's error -> what was expected, without words of Python
_EXPECTED: Mapping[str, str] = {
    "literal_error": "should be one of {expected}",
    "string_type": "should be a text",
    "string_too_short": "should not be empty",
    "string_too_long": "should have at most {max_length} characters",
    "string_pattern_mismatch": "should match {pattern}",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "model_type": "should hold keys with their values",
    "mapping_type": "should hold keys with their values",
    "dict_type": "should hold keys with their values",
    "tuple_type": "should be a list",
    "too_short": "should have {min_length} or more entries",
    "too_long": "should have {max_length} entries or less",
    "greater_than": "should be greater than {gt}",
    "greater_than_equal": "should be at least {ge}",
    "less_than_equal": "should be at most {le}",
    "timezone_aware": "should name its time zone, like 2026-05-31T09:00:00+02:00",
    "datetime_from_date_parsing": "should be a time like 2026-05-31T09:00:00+02:00",
    "datetime_parsing": "should be a time like 2026-05-31T09:00:00+02:00",
}
# pattern of a text -> what it should be, for who reads no patterns
_PATTERNS: Mapping[str, str] = {
    r"^[a-z0-9][a-z0-9_-]*$": "should be small letters, digits, - and _, like night_duty",
    r"^[a-z0-9][a-z0-9_]*\.[a-z0-9][a-z0-9_]*$": "should be an area and a name, like s5_kill_switch.at_night",
    r"^[a-z0-9][a-z0-9_]*\.m_x_[a-z0-9_]+$": "should be an area, .m_x_ and a name, like s4_exceptions.m_x_late_reply",
    r"^[0-9]+\.[0-9]+\.[0-9]+$": "should be three numbers, like 1.0.0",
    r"^G[0-9]+$": "should be G and a number, like G12",
    r"^[A-Z]{3}$": "should be three capital letters, like EUR",
    r"^#[0-9a-fA-F]{6}$": "should be a colour, like #1f3a5f",
    r"^[\w .-]{1,60}$": "should be the name of a font",
}
_SHOWN = 60  # characters of a faulty value that help to find it


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a suggestion for a misspelt word, a sentence without its full stop, or an empty text."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Perhaps {close[0]!r} is meant" if close else ""


def _real(loc: Loc, data: Any) -> Loc:
    """Drop what pydantic adds to a location (names of union members, of validators): keep what is in the data."""
    kept: list[str | int] = []
    for position, part in enumerate(loc):
        if isinstance(data, Mapping) and part in data:
            data = data[str(part)]
            kept.append(part)
        elif isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
            data = data[part]
            kept.append(part)
        elif position == len(loc) - 1 and isinstance(data, Mapping) and isinstance(part, str):
            kept.append(part)  # a key that is missing
    return tuple(kept)


def _path(loc: Loc, data: Any) -> str:
    """Write a location as a user would: by the id of an entry where it has one, else by its number from 1."""
    path = ""
    for part in loc:
        data = data[part] if isinstance(part, int) or (isinstance(data, Mapping) and part in data) else None
        if isinstance(part, int):
            name = data.get("id") or data.get("item") if isinstance(data, Mapping) else None
            path += f"[{name}]" if isinstance(name, str) else f"[{part + 1}]"
        else:
            path += f".{part}" if path else str(part)
    return path


def _fields_at(model: type[BaseModel], loc: Loc) -> set[str]:
    """Return the keys that may stand at a location, found by walking the models."""
    models = {model}
    for part in loc:
        if isinstance(part, str):
            fields = [m.model_fields[part].annotation for m in models if part in m.model_fields]
            models = {found for annotation in fields for found in _models_in(annotation)}
    return {name for m in models for name in m.model_fields}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
