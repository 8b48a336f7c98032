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
    seen: dict[tuple[str, str], Mistake] = {}
    for details in error.errors():
        loc = _real(details["loc"], source.data)
        mistake = _mistake(details, loc, model, source)
        seen.setdefault((mistake.where, mistake.what), mistake)
    return list(seen.values())


def _mistake(details: ErrorDetails, loc: Loc, model: type[BaseModel], source: Source) -> Mistake:
    path = _path(loc, source.data)
    message, fix = _sentence(details, loc, model)
    return Mistake(where=source.where(loc), what=f"`{path}` {message}" if path else message, fix=fix)


def _sentence(details: ErrorDetails, loc: Loc, model: type[BaseModel]) -> tuple[str, str]:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "missing":
        return "is missing", "Add it"
    if kind == "extra_forbidden":
        known = sorted(_fields_at(model, loc[:-1]))
        return "is not a key that belongs here", did_you_mean(str(loc[-1]), known) or f"Known here: {', '.join(known)}"
    if kind == "value_error":
        return f"is wrong: {context['error']}", ""
    if kind in ("literal_error", "enum"):
        return f"is {_shown(details['input'])}, which is not one of {context['expected']}", ""
    text = details["msg"].removeprefix("Input ").replace("Input should", "should")
    return f"is {_shown(details['input'])}, but it {text[0].lower()}{text[1:]}", ""


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


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
