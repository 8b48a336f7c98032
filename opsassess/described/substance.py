"""Tell whether two people describe something differently, or only in other words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from opsassess.described.shapes import in_own_words
from opsassess.described.values import is_filled, text_of
from opsassess.phrases import lists
from opsassess.prose import in_words
from opsassess.scoring.values import rows_of

_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*|[<>=%]")
_NAME = re.compile(r"(?<=[^\W\d_] |[,;] )[^\W\d_a-z]\w+|\"[^\"]+\"")  # a capital within a sentence, or in quotes
_FIGURES = {in_words(n): str(n) for n in range(2, 13)}
_NOT_THE_WAY = ("who", "use_when")
_ALIKE = 0.5  # share of the words of the one that the other must use too
_STEM = 5  # letters by which two forms of a word are taken for one


def differs(other: object, told: object) -> bool:
    """Tell whether the other says what the told does not: a number, a name, a "not", or mostly other words.

    Of pairs, and of rows that begin alike, what both filled is compared; who does it so far, and when, is not the way.
    """
    if isinstance(other, Mapping) and isinstance(told, Mapping):
        return _pairs_differ(other, told, left_out=_NOT_THE_WAY)
    rows, known_rows = rows_of(other), rows_of(told)
    if rows and list(map(_begins, rows)) == list(map(_begins, known_rows)):
        return any(map(_pairs_differ, rows, known_rows))
    one, two = text_of(other), text_of(told)
    said, known = _words(one), _words(two)
    figures = {word for word in said if word[0].isdigit()}
    if not (figures <= known and _names(one) <= {*known, *_names(two)}):
        return True
    denied = set(lists()["denied"])
    if bool(said & denied) != bool(known & denied):
        return True
    content, others = _stems(said), _stems(known)
    return bool(content) and len(content & others) < _ALIKE * len(content)


def _begins(row: Mapping[str, object]) -> str:
    return text_of(next(iter(row.values()), "")).casefold()


def _pairs_differ(other: Mapping[str, object], told: Mapping[str, object], left_out: Collection[str] = ()) -> bool:
    both = [key for key in other if key not in left_out and is_filled(other[key]) and is_filled(told.get(key))]
    return any(differs(in_own_words(other[key]), in_own_words(told[key])) for key in both)


def _words(text: str) -> set[str]:
    return {_FIGURES.get(word, word) for word in _WORD.findall(text.casefold())}


def _names(text: str) -> set[str]:
    return {name.casefold().strip('"') for name in _NAME.findall(text)}


def _stems(words: set[str]) -> set[str]:
    return {word[:_STEM] for word in words.difference(lists()["empty_words"])}
