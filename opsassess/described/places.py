"""Where the keys of the agent are by the steps that take them away, where another answer says otherwise."""

from __future__ import annotations

import re

from opsassess.described.book import Book
from opsassess.described.points import Phrase
from opsassess.described.values import text_of
from opsassess.phrases import any_of, lists
from opsassess.questionnaire import Item

_LIST = "r5_continuity.credentials_location"
_STEPS = ("s5_kill_switch.revoke_permissions", "r5_continuity.rotate_access")


def two_places(book: Book, item: Item, content: object) -> list[Phrase]:
    """Return that another place is named for the keys: the agency's vault in the steps, the city's in the list."""
    entry = book.entries.get(_LIST) if item.id in _STEPS else None
    store = re.compile(rf"\b[\w-]+['\u2019]s (?:{any_of(lists()['stores'])})\b")
    here, there = (store.findall(text_of(told)) for told in (content, entry and entry.told and entry.told.content))
    values = {"here": here[:1], "there": there[:1], "title": entry.item.title if entry else ""}
    return [Phrase(name="lacking.place", values=values)] if here and there and not {*here} & {*there} else []
