"""What an operator works from in a drill: the steps that were told, or where they stand, or that there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opsassess.blocks import Block, Heading, Paragraph, Todo
from opsassess.prose import Sentences, escape, paragraphs
from opsassess.questionnaire import FAILURE_COLUMNS, Item
from opsassess.runbook.contents import blocks_of
from opsassess.runbook.entries import Entry
from opsassess.runbook.shapes import rows_in
from opsassess.runbook.values import text_of
from opsassess.runbook.words import is_answered
from opsassess.scoring import ItemScore

_LEADS = "s7_ownership.own_incidents"


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The runbook's pages for the cards."""

    entries: Mapping[str, Entry]
    sentences: Sentences
    runbook: Sentences

    def of(self, values: ItemScore) -> Iterator[Block]:
        """Yield the page of an item."""
        yield Heading(text=escape(values.item.title))
        told = self.entries[values.item.id].told
        if told is None:
            yield self._missing(values)
            return
        if told.respondent.is_builder and not told.respondent.is_operator_side:
            yield Paragraph(text=self.sentences.say("unconfirmed", who=told.respondent.name), role="note")
        if lacking := _lacking(values.item, told.content):
            yield Todo(what=self.sentences.say("lacking", columns=lacking))
        yield from blocks_of(values.item, told.content, self.runbook)

    def _missing(self, values: ItemScore) -> Block:
        """Return where the steps stand, if somebody said so; nobody can exercise what is not written."""
        told = (*values.operators, *values.builders)
        where = next((answer.written_where for answer in told if answer.written_where.strip()), "")
        if where:
            return Paragraph(text=self.sentences.say("elsewhere", where=where.rstrip(".")))
        return Todo(what=self.sentences.say("unwritten", do=" ".join(values.item.remedy.texts(("write",)))))

    def way_back(self, values: ItemScore) -> Iterator[Block]:
        """Yield how the agent is started again after it was stopped."""
        yield Heading(text=self.sentences.say("way_back"))
        text = text_of(self._told(values).get("going_back"))
        if not text.strip():
            yield Todo(what=self.sentences.say("no_way_back"))
        yield from (Paragraph(text=line) for line in paragraphs(text))

    def calls(self) -> tuple[str, ...]:
        """Return who leads an incident, by name."""
        told = self.entries[_LEADS].told if _LEADS in self.entries else None
        rows = rows_in(told.content) if told else ()
        return tuple(name for row in rows if (name := text_of(row.get("name")).strip()))

    def has_if_not(self, items: Iterable[ItemScore]) -> bool:
        """Tell whether a page says what to do if its steps do not work."""
        return any(text_of(self._told(values).get("if_not")).strip() for values in items)

    def minutes(self, items: Iterable[ItemScore]) -> str:
        """Return the minutes that were told for some items, added up; empty where one of them has none."""
        found = [self._told(values).get("minutes") for values in items]
        known = [n for n in found if isinstance(n, int | float) and not isinstance(n, bool)]
        return f"{sum(known):g}" if known and len(known) == len(found) else ""

    def _told(self, values: ItemScore) -> Mapping[str, Any]:
        told = self.entries[values.item.id].told
        return told.content if told and isinstance(told.content, Mapping) else {}


def _lacking(item: Item, content: object) -> list[str]:
    """Return what the words that the card prints leave open of a failure."""
    if item.content.kind != "failure_mode":
        return []
    rows = rows_in(content)
    lacking = (column for column in FAILURE_COLUMNS if not any(is_answered(row.get(column)) for row in rows))
    return [column.replace("_", " ") for column in lacking]
