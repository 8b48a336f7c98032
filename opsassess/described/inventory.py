"""Where the profile says otherwise of a system than the table of systems: the scope has one, the runbook the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opsassess.described.book import Book
from opsassess.described.points import Phrase
from opsassess.described.shapes import rows_in
from opsassess.described.values import quotable, text_of
from opsassess.described.words import is_answered
from opsassess.phrases import names, phrase
from opsassess.questionnaire import Item
from opsassess.scoring.values import rows_of

_SYSTEMS = "s1_workflow_summary.systems"
_TEAM = re.compile(r"[(,;]")  # from here on an owner's team and not the name


def otherwise_in_profile(book: Book, item: Item, content: object) -> Iterator[Phrase]:
    """Yield the cells that differ in what a contract rests on: who owns a system, and whether it is read or written."""
    if item.id != _SYSTEMS:
        return
    profile = {_key(row.get("name")): row for row in rows_of(book.score.frame.facts.get("systems"))}
    titles = {column.id: column.title for column in item.content.columns}
    for row in rows_in(content):
        name = text_of(row.get("system"))
        for column in ("reads", "writes", "owner"):
            here, there = (text_of(one.get(column)) for one in (row, profile.get(_key(name), {})))
            if is_answered(here) and is_answered(there) and _differ(column, here, there):
                told = {"system": name, "column": titles.get(column, column), "there": quotable(there)}
                left = any(names(here, person.name) for person in book.score.assessment.left)
                yield Phrase(name="lacking.profile", values={**told, "here": "" if left else quotable(here)})


def _key(name: object) -> str:
    return text_of(name).strip().casefold()


def _differ(column: str, here: str, there: str) -> bool:
    """Tell whether two cells cannot both be right: other words for the same are no difference."""
    if column != "owner":
        return bool(phrase("none").match(here.strip())) != bool(phrase("none").match(there.strip()))
    one, two = (_key(_TEAM.split(text)[0]) for text in (here, there))
    return one != two
