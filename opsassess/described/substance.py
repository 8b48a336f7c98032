"""Tell whether two people describe something differently, or only in other words."""

from __future__ import annotations

import re

from opsassess.described.values import text_of
from opsassess.prose import in_words

_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*|[<>=%]")
_NAME = re.compile(r"(?<=[^\W\d_] |[,;] )[^\W\d_a-z]\w+|\"[^\"]+\"")  # a capital within a sentence, or in quotes
_FIGURES = {in_words(n): str(n) for n in range(2, 13)}
_DENIED = {"no", "not", "none", "never", "nobody", "nothing", "without", "cannot"}
_EMPTY = {
    *[
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "my",
        "of",
    ],
    *[
        "on",
        "or",
        "our",
        "she",
        "so",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "until",
        "was",
        "we",
        "were",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
    ],
}
_ALIKE = 0.5  # share of the words of the one that the other must use too
_STEM = 5  # letters by which two forms of a word are taken for one


def differs(other: object, told: object) -> bool:
    """Tell whether the other says what the told does not: a number, a name, a "not", or mostly other words."""
    one, two = text_of(other), text_of(told)
    said, known = _words(one), _words(two)
    figures = {word for word in said if word[0].isdigit()}
    if not (figures <= known and _names(one) <= {*known, *_names(two)}):
        return True
    if bool(said & _DENIED) != bool(known & _DENIED):
        return True
    content, others = _stems(said), _stems(known)
    return bool(content) and len(content & others) < _ALIKE * len(content)


def _words(text: str) -> set[str]:
    return {_FIGURES.get(word, word) for word in _WORD.findall(text.casefold())}


def _names(text: str) -> set[str]:
    return {name.casefold().strip('"') for name in _NAME.findall(text)}


def _stems(words: set[str]) -> set[str]:
    return {word[:_STEM] for word in words - _EMPTY}
