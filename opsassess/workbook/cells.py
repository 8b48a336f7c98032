"""What stands in a cell: values as a person types and reads them, made so that reading gives the same value back.

Each kind of column has a way to show a value and a way to read what was typed. Where showing and reading would not
give the same value (an odd shape, text that a spreadsheet changes), the cell holds ``json:`` and the value as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from opsassess.assessment import DONT_KNOW
from opsassess.questionnaire import EVIDENCE_LEVELS, Role
from opsassess.questionnaire.terms import is_number
from opsassess.validation import did_you_mean
from opsassess.written import day_in, with_point

Data = Any  # plain data: what JSON can hold
CellValue = str | int | float | bool | dt.date
ROLES: tuple[Role, ...] = ("operator", "owner", "user", "builder")
RATINGS = (0, 1, 2, 3, 4, "don't know")
YES_NO = ("yes", "no")

_JSON = "json:"
_NOTHING = "—"  # an empty text in a table, apart from a cell that nobody filled
_POINTER = re.compile(r"\[Long text (\d+)\]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f]")  # XML has no place for them; Excel writes _x0007_
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What would come back changed: text that looks escaped (openpyxl drops each x005F_), half pairs, non-characters.
_FRAGILE = re.compile(r"_x[0-9A-Fa-f]{4}_|x005[Ff]_|[\ud800-\udfff\ufffe\uffff]")
_DAY_ONE = dt.date(1900, 3, 1)  # Excel counts a 29 February 1900, so earlier days stay text
_EXACT = 10**15  # Excel keeps 15 digits
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a kind of column is shown and read; `read` raises ValueError with the rest of a sentence."""

    show: Callable[[Data], CellValue]
    read: Callable[[Data], Data]
    plain_text: bool = False  # nothing but text may stand in it, in JSON too


def stored(kind: Kind, value: Data) -> CellValue:
    """Return what to write into a cell so that `value_of` gives this value again."""
    try:
        cell = kind.show(value)
        cell = _escaped(cell) if isinstance(cell, str) else cell
        back = value_of(kind, cell)
    except (AttributeError, KeyError, TypeError, ValueError):
        return _as_json(value)
    same = back == value and isinstance(back, bool) == isinstance(value, bool)
    return cell if same and not is_blank(cell) and pointer(cell) is None else _as_json(value)


def value_of(kind: Kind, cell: Data) -> Data:
    """Return the value of a cell; raises ValueError with the rest of a sentence about it."""
    if not isinstance(cell, str):
        return kind.read(cell)
    if not cell.startswith(_JSON):
        return kind.read(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell))
    try:
        value = json.loads(cell.removeprefix(_JSON))
    except (ValueError, RecursionError):
        raise ValueError("starts with json: and goes on with something that is not JSON") from None
    if kind.plain_text and not isinstance(value, str):
        raise ValueError("should be a text")
    return value


def is_blank(cell: Data) -> bool:
    """Tell whether nobody filled a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_null(cell: Data) -> bool:
    """Tell whether a cell says that there is nothing, which in a row is not the same as saying nothing."""
    return isinstance(cell, str) and cell.replace(" ", "") == f"{_JSON}null"


def pointer(cell: Data) -> int | None:
    """Return the number of the long text that stands elsewhere, if the cell only points to it."""
    match = _POINTER.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return int(match[1]) if match else None


def pointing_to(number: int) -> str:
    """Return the text that stands in a cell for a long text."""
    return f"[Long text {number}]"


def _escaped(text: str) -> str:
    if _FRAGILE.search(text):
        raise ValueError("does not survive as it is")
    return _FORBIDDEN.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _as_json(value: Data) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if _FRAGILE.search(text):
        text = json.dumps(value).replace("_", "\\u005f")  # an underscore stands only inside JSON's strings
    return f"{_JSON} {text}"


# ---------------------------------------------------------------------------------------------------------------------
# The kinds


def _read_text(cell: Data) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(_whole(cell) if isinstance(cell, float) else cell)


def _whole(number: float) -> int | float:
    """Return 3 for 3.0: a spreadsheet does not know the difference."""
    return int(number) if float(number).is_integer() else number


def _show_text(value: Data) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _show_number(value: Data) -> int | float:
    if isinstance(value, bool) or abs(value) >= _EXACT or float(f"{value:.15g}") != value:
        raise ValueError("a spreadsheet would round it")
    return _whole(value)


def _read_number(cell: Data) -> int | float:
    if is_number(cell):
        return _whole(cell)
    text = _read_text(cell).strip()
    return _whole(_float_in(text, f"is {text!r}, but should be a number like 12 or 98.5"))


def _float_in(text: str, wrong: str) -> float:
    text = with_point(text)
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(wrong)
    return float(text)


def is_percentage(cell: Data) -> bool:
    """Tell whether a cell holds a number with a percent sign behind it."""
    return isinstance(cell, str) and cell.strip().endswith("%")


def _read_percentage(cell: Data) -> int | float:
    """Return 98 for "98 %"."""
    if not is_percentage(cell):
        return _read_number(cell)
    return _whole(_float_in(cell.strip()[:-1].strip(), f"is {cell!r}, but should be a number like 12, 98.5 or 12%"))


def _read_share(cell: Data) -> int | float:
    """Return 0.12 for "12 %"."""
    number = _read_percentage(cell)
    return _whole(float(Decimal(str(number)) / 100)) if is_percentage(cell) else number


def _show_any(value: Data) -> CellValue:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _show_number(value)
    return _show_text(value) or _NOTHING


def _read_any(cell: Data) -> Data:
    if isinstance(cell, bool | int | float):
        return _whole(cell)
    text = _read_text(cell)
    return "" if text.strip() == _NOTHING else text


def _show_day(value: Data) -> CellValue:
    day = dt.date.fromisoformat(value)
    return day if day >= _DAY_ONE else day.isoformat()


def _read_day(cell: Data) -> str:
    text = _read_text(cell).strip()
    try:
        return day_in(text).isoformat()
    except ValueError as error:
        raise ValueError(f"is {text!r}: it {error}") from None


def _read_rating(cell: Data) -> int | str:
    text = _read_text(cell).strip()
    if re.fullmatch(r"[0-4]", text):
        return int(text)
    if re.sub(r"[^a-z]", "", text.casefold()) == "dontknow":
        return DONT_KNOW
    raise ValueError(f"is {text!r}, which is not one of {', '.join(map(str, RATINGS))}")


def _read_roles(cell: Data) -> list[str]:
    words = [word.strip().casefold() for word in re.split(r"[,;\n]", _read_text(cell))]
    return [_one_of(word, ROLES) for word in words if word]


def _one_of(word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        hint = did_you_mean(word, known)
        raise ValueError(f"is {word!r}, which is not one of {', '.join(known)}" + (f". {hint}" if hint else ""))
    return word


def _read_yes_no(cell: Data) -> bool:
    word = _read_text(cell).strip().casefold()
    if word not in ("yes", "no", "true", "false"):
        raise ValueError(f"is {word!r}, but should be yes or no")
    return word in ("yes", "true")


def _read_hours(cell: Data) -> list[int | float]:
    parts = _read_text(cell).split("/")
    if len(parts) != 3:  # noqa: PLR2004 - three points
        raise ValueError("should be three numbers: optimistic / likely / pessimistic, like 2 / 4 / 8")
    return [_read_number(part) for part in parts]


def _json_only(_: Data) -> str:
    raise ValueError("is not written as json: and the value")


TEXT = Kind(show=_show_text, read=_read_text, plain_text=True)
NAME = Kind(show=_show_text, read=lambda cell: _read_text(cell).strip(), plain_text=True)  # of an item, of a person
ANY = Kind(show=_show_any, read=_read_any)
NUMBER = Kind(show=_show_number, read=_read_number)
PERCENTAGE = Kind(show=_show_number, read=_read_percentage)  # of a number whose unit is a percentage
SHARE = Kind(show=_show_number, read=_read_share)
DAY = Kind(show=_show_day, read=_read_day)
RATING = Kind(show=lambda value: "don't know" if value == DONT_KNOW else int(value), read=_read_rating)
LEVEL = Kind(show=_show_text, read=lambda cell: _one_of(_read_text(cell).strip().upper(), EVIDENCE_LEVELS))
ROLE_LIST = Kind(show=", ".join, read=_read_roles)
YES_OR_NO = Kind(show=lambda value: YES_NO[not value], read=_read_yes_no)
HOURS = Kind(show=lambda value: " / ".join(map(json.dumps, value)), read=_read_hours)
CHOICES = Kind(show="\n".join, read=lambda cell: _read_text(cell).split("\n"))
JSON = Kind(show=_json_only, read=_json_only)


def choice(options: Mapping[str, str]) -> Kind:
    """Return the kind of one of several choices (id -> title), shown by its title."""
    ids = {title.casefold(): key for key, title in options.items()} | {key.casefold(): key for key in options}

    def show(value: Data) -> CellValue:
        return options[value] if value in options else _show_any(value)

    def read(cell: Data) -> Data:
        return ids.get(_read_text(cell).strip().casefold(), _read_any(cell))

    return Kind(show=show, read=read)
