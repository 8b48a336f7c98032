"""What an operator works from in a drill: the steps that were told, or where they stand, or that there are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opsassess.assessment import Action
from opsassess.blocks import Block, Heading, Paragraph, Todo
from opsassess.described import lacking, todos
from opsassess.described.book import Book
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.owners.people import run_by_builders
from opsassess.phrases import names
from opsassess.prose import Sentences, escape, paragraphs
from opsassess.runbook.contents import blocks_of
from opsassess.runbook.sections import added_blocks
from opsassess.scoring import ItemScore

_LEADS, _OWNS, _SIGNS = "s7_ownership.own_incidents", "s1_workflow_summary.owner", "s7_ownership.resume_signoff"
_TIMED = re.compile(r"\bminutes?\b", re.IGNORECASE)
_LETS = re.compile(r"\b[Ll]et ([A-Z][\w'-]+(?: [A-Z][\w'-]+)+)")  # agreed work lets somebody do it


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The runbook's pages for the cards."""

    book: Book
    sentences: Sentences

    def of(self, values: ItemScore) -> Iterator[Block]:
        """Yield what an operator works from; nothing where it is not written."""
        entry, where = self.book.entries[values.item.id], self.elsewhere(values)
        if entry.told is None and not where:
            return
        yield Heading(text=escape(values.item.title))
        if entry.told is None:
            yield Paragraph(text=self.sentences.say("elsewhere", where=where))
            return
        if entry.standing == "builder_only":
            teller = entry.told.respondent
            yield Paragraph(text=self.sentences.say("unconfirmed", who=teller.name, dual=teller.is_dual), role="note")
        yield from blocks_of(values.item, entry.told.content, self.book.sentences)
        yield from added_blocks(self.book, entry)

    def to_settle(self, values: ItemScore) -> tuple[Todo, ...]:
        """Return what has to be known before the drill; nobody can exercise what is not written."""
        entry = self.book.entries[values.item.id]
        if entry.told is not None:
            return todos.as_one((*todos.to_settle(self.book, entry), *todos.versions(self.book, entry)))
        return () if self.elsewhere(values) else (self._unwritten(values),)

    def no_way_back(self, values: ItemScore) -> tuple[Todo, ...]:
        """Return the task to write how the agent is started again, where nobody told it."""
        told = self.going_back(values)
        return () if told else (todos.task(self.book, values.item, self.sentences.say("no_way_back")),)

    def elsewhere(self, values: ItemScore) -> str:
        """Return where the steps stand, if somebody said so."""
        told = (*values.operators, *values.builders)
        return next((answer.written_where.rstrip(".") for answer in told if answer.written_where.strip()), "")

    def _unwritten(self, values: ItemScore) -> Todo:
        ask = todos.to_ask_first(self.book, self.book.entries[values.item.id])
        what = self.sentences.say("unwritten", ask=ask, do=" ".join(values.item.remedy.texts(("write",))))
        return todos.task(self.book, values.item, what)

    def way_back(self, values: ItemScore) -> Iterator[Block]:
        """Yield how the agent is started again after it was stopped."""
        if text := self.going_back(values):
            yield Heading(text=self.sentences.say("way_back"))
            yield from (Paragraph(text=line) for line in paragraphs(text))

    def going_back(self, values: ItemScore) -> str:
        """Return what was told of the way back from these steps."""
        return text_of(self._told(values).get("going_back")).strip()

    def done_by_builder(self, items: Iterable[ItemScore]) -> bool:
        """Tell whether a builder alone does the steps of one of these today, or runs the agent."""
        alone = run_by_builders(self.book.score.assessment)
        return alone or any(lacking.alone_with(self.book, self.book.entries[values.item.id]) for values in items)

    def calls(self) -> tuple[str, ...]:
        """Return who leads an incident, else who answers for the agent: not an operator, who may be doing the drill."""
        people = self.book.score.assessment.people
        operators = {person.name for person in people if "operator" in person.roles}
        named = ([name for name in self._names(item) if name not in operators] for item in (_LEADS, _OWNS))
        return tuple(next(filter(None, named), ()))

    def agreed_with(self, items: Iterable[ItemScore]) -> tuple[str, Action] | None:
        """Return who does it by the agreed work on one of these items, somebody who built none of it, and the work.

        Whom it lets do it, else who owns the work, else whom it names.
        """
        ours = {values.item.id for values in items}
        people = [r for r in self.book.score.assessment.people if r.is_operator_side and not r.is_builder]
        others = {r.name for r in self.book.score.assessment.respondents} - {r.name for r in people}  # who left as well
        for work in (work for work in self.book.owners.agreed if work.item in ours):
            owner = [r.name for r in people if "operator" in r.roles and r.name == (work.owner or "").strip()]
            named = [r.name for r in people if names(work.text, r.name)]
            lets = [name for name in _LETS.findall(work.text) if name not in others]
            if found := (*lets, *owner, *named):
                return found[0], work
        return None

    def asked_of(self, items: Iterable[ItemScore]) -> str:
        """Return the operator who built none of it and of whom the follow-up asks one of these items."""
        people = self.book.score.assessment.people
        operators = {r.name for r in people if "operator" in r.roles and not r.is_builder}
        owners = (self.book.owners.of(values.item.id).name for values in items)
        return next((name for name in owners if name in operators), "")

    def signs_off(self) -> tuple[str, ...]:
        """Return who says that the agent may run again."""
        return self._names(_SIGNS)

    def _names(self, item: str) -> tuple[str, ...]:
        entry = self.book.entries.get(item)
        rows = rows_in(entry.told.content) if entry and entry.told else ()
        return tuple(name for row in rows if (name := text_of(row.get("name")).strip()))

    def says(self, items: Iterable[ItemScore], key: str) -> bool:
        """Tell whether a page says something of its steps, such as what to do if they do not work."""
        return any(text_of(self._told(values).get(key)).strip() for values in items)

    def minutes(self, items: Iterable[ItemScore]) -> Mapping[str, str]:
        """Return the minutes that were told, by the title of their item; empty where there are none."""
        found = {values.item.title: self._told(values).get("minutes") for values in items}
        known = (int, float)
        return {
            title: f"{n:g}" if isinstance(n, known) and not isinstance(n, bool) else "" for title, n in found.items()
        }

    def also_needed(self, items: Iterable[ItemScore]) -> bool:
        """Tell whether others described steps that are needed besides."""
        return any(self.book.entries[values.item.id].added for values in items)

    def names_minutes(self, items: Sequence[ItemScore]) -> str:
        """Return in how many minutes a kind of work starts, else what the page says first of a minute; or nothing."""
        told = self._told(items[0])
        entries = (self.book.entries[values.item.id].told for values in items)
        starts = (row.get("starts_when") for entry in entries if entry for row in rows_in(entry.content))
        steps = (step.get("do") for step in rows_in(told.get("steps")))
        said = map(text_of, (*starts, *steps, told.get("use_when")))
        return next((text.strip(" .") for text in said if _TIMED.search(text)), "")

    def _told(self, values: ItemScore) -> Mapping[str, Any]:
        told = self.book.entries[values.item.id].told
        return told.content if told and isinstance(told.content, Mapping) else {}
