"""The phrases by which a text leaves something open, or says who is there at other hours; they are data."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from opsassess import resources, source

MONTHS = list(calendar.month_name)[1:]

_CLAUSE = re.compile(r"(?<=[.!?;])\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_POINTS_BACK = re.compile(r"(?:\w+ )?(?:[Ii]ts?|[Hh]e|[Hh]i[ms]|[Ss]he|[Hh]er|[Tt]he(?:y|m|ir))\b")  # "Where its"
_BARE_NAME = re.compile(r"^(?:[^\W\d_a-z][\w.'-]*\s?){1,4};\s*")  # "Dana Ruiz; who does it at night is not known"
_OF_SOMEBODY = re.compile(r"\b(?:he|she|his|her|him|hers)\b", re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")  # shorter ones say little of what a text is about
_SHARED = 3  # one word of so many
_THING = re.compile(r"the \w+", re.IGNORECASE)  # "the hour"
_SHORTEST = 2  # words of a question; "which two" says too little by itself
_LONGEST = 300  # characters; of more, the clauses alone
_SPAN = re.compile(r"\b(\d{1,2})[:.](\d{2})\s*(?:to|until|-)\s*(\d{1,2})[:.](\d{2})\b")
_HOUR, _DAY = 60, 24 * 60
_SOME_DAYS = re.compile(r"\b(?:working days|weekdays|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b", re.IGNORECASE)


def left_open_in(content: object) -> tuple[str, ...]:
    """Return the clauses that say by themselves that something is open, of all texts of a content."""
    clauses = (clause.strip(" .;") for text in texts_of(content) for clause in _CLAUSE.split(text))
    found = (_open_part(c) for c in clauses if phrase("open_within").search(c))
    return tuple(dict.fromkeys(clause for clause in found if not says_nothing(clause)))


def _open_part(clause: str) -> str:
    """Return a clause without what is done meanwhile: "Whether it does is not known: until it is, turn it off"."""
    *_, last = phrase("open_within").finditer(clause)
    return clause[: last.end()] + clause[last.end() :].partition(": ")[0]


def left_open_told(content: object) -> tuple[str, ...]:
    """Return the same with what they speak of, to be read apart from their text: "Two have a copy; which is not known".

    A clause comes with those before it in its sentence, but for a name alone that it does not point back to, and the
    sentence with the one before where it points back.
    """
    return tuple(dict.fromkeys(told for text in texts_of(content) for told in _told(text)))


def _told(text: str) -> Iterator[str]:
    sentences = [sentence.strip() for sentence in _SENTENCE.split(text) if sentence.strip()]
    for n, sentence in enumerate(sentences):
        clauses = left_open_in(sentence)
        if clauses:
            whole = sentence.partition(clauses[-1])[0] + clauses[-1]
            whole = whole if _OF_SOMEBODY.search(whole) else _BARE_NAME.sub("", whole)
            before = sentences[n - 1] if n and _POINTS_BACK.match(whole) else ""
            told = f"{before} {whole}".strip(" .;")
            yield told if len(told) <= _LONGEST else "; ".join(clauses)


def to_be_settled(clause: str) -> str:
    """Return what a clause leaves open as what is to be settled: "Who signs it is not known" is "who signs it".

    "The hour is not set" is "the hour"; of what has neither form, nothing.
    """
    found = phrase("unsettled").search(clause)
    what = clause[: found.start()].strip(" ,") if found and not clause[found.end() :].strip() else ""
    asks = phrase("asks").match(what) and len(what.split()) > _SHORTEST
    return what[:1].lower() + what[1:] if asks or _THING.fullmatch(what) else ""


def speaks_of(work: str, clause: str) -> bool:
    """Tell whether agreed work is about what a clause leaves open: it has a third of the words of its question.

    What cannot be said as a question is what the work is about.
    """
    words = set(_WORD.findall(phrase("asks").sub("", to_be_settled(clause).lower())))
    return len(words & {*_WORD.findall(work.lower())}) * _SHARED >= len(words)


def says_nothing(text: str) -> bool:
    """Tell whether a text is empty, or says no more than that it is not agreed."""
    told = text.strip().rstrip(".")
    return not told or told in lists()["open_as_typed"] or bool(phrase("open").fullmatch(told))


def is_team(name: str) -> bool:
    """Tell whether what stands as a name is that of a team: a person can be asked, a team cannot."""
    ends_so = any(not name[found.end() :].strip(" .") for found in phrase("team").finditer(name))
    return ends_so or bool(phrase("department").fullmatch(name.strip(" .")))


def names(text: str, name: str) -> bool:
    """Tell whether a text has a name, and not only within a word: "Ann Lee" is not named by "Ann Leeman"."""
    return name in text and bool(name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def takes_part(text: str, name: str) -> bool:
    """Tell whether agreed work names somebody as taking part: not what is theirs, nor that it goes without them."""
    return bool(name and re.search(rf"(?<!\w)(?<!without ){re.escape(name)}(?!\w|['\u2019]s)", text))


def covers_all_hours(text: str) -> bool:
    """Tell whether a text says who is there at other hours than those of the day."""
    return bool(phrase("all_hours").search(text))


def idle_outside(text: str) -> bool:
    """Tell whether a text says that nothing runs at other hours than those of the day."""
    return any(covers_all_hours(c) and phrase("idle").search(c) and not left_open_in(c) for c in _CLAUSE.split(text))


def fills_the_day(text: str) -> bool:
    """Tell whether the spans of time in a text, such as "06:00 to 22:00", leave no minute of any day out."""
    if _SOME_DAYS.search(text):
        return False
    spans = ((int(a) * _HOUR + int(b), int(c) * _HOUR + int(d)) for a, b, c, d in _SPAN.findall(text))
    there = {minute % _DAY for start, end in spans for minute in range(start, end if end > start else end + _DAY)}
    return len(there) == _DAY


@lru_cache(maxsize=64)
def phrase(name: str) -> re.Pattern[str]:
    """Return a list of phrases as a pattern of whole words, in any case."""
    return whole(any_of(lists()[name]))


@lru_cache(maxsize=1)
def lists() -> Mapping[str, Any]:
    """Return the lists as they stand in the questionnaires' folder."""
    path = resources.folder("questionnaires") / "runbook-words.yaml"
    data: Mapping[str, Any] = source.read_yaml(source.read_text(path), str(path)).data
    return data


def any_of(words: Iterable[str]) -> str:
    """Return the pattern of any of these words."""
    return "|".join(re.escape(word) for word in words)


@lru_cache(maxsize=16)
def whole(pattern: str) -> re.Pattern[str]:
    """Return a pattern that is found as whole words, in any case."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def texts_of(content: object) -> Iterator[str]:
    """Yield the texts of a content, whatever its shape."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping | list | tuple):
        for part in content.values() if isinstance(content, Mapping) else content:
            yield from texts_of(part)
