"""The runbook in the making: its entries, where each of them is printed, and the sentences to say it with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from opsassess.described.entries import Entry
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.once import Once
from opsassess.owners import Owners
from opsassess.prose import Prose, Sentences, linked, quoted
from opsassess.questionnaire import Area, Item
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score

CARD = "card."
STOP = "kill_switch"  # the field of the card that is read first


@dataclass(frozen=True, kw_only=True)
class Book(Once):
    """What every part of the runbook is made from."""

    score: Score
    entries: Mapping[str, Entry]
    sentences: Sentences
    agent: Agent | None = None  # in the scope of work, which tells the stages

    def say(self, name: str, **values: object) -> Prose:
        """Return a sentence of the runbook."""
        return self.sentences.say(name, **values)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Return the areas that are printed; one of whole-agent checks only if something has no other place."""
        areas = self.score.questionnaire.areas
        return tuple(a for a in areas if a.kind != "cross_cutting" or a.id in self.home_of.values())

    @cached_property
    def home_of(self) -> Mapping[str, str]:
        """Return the area in which each item is printed in full; none of those that only the card prints."""
        return {item: home for item, entry in self.entries.items() if (home := self._home(entry.item))}

    def _home(self, item: Item) -> str:
        places = [place for place in item.runbook if not place.startswith(CARD)]
        known = [area.id for area in self.score.questionnaire.areas if area.id in places]
        if item.area in known or (places and not known):
            return item.area
        return next((place for place in places if place in known), "")

    @cached_property
    def printed(self) -> tuple[Entry, ...]:
        """Return the entries that the runbook prints somewhere, in the order of its parts; the card's own come last."""
        found = (entry for item, entry in self.entries.items() if item in self.home_of or entry.item.runbook)
        places = [area.id for area in self.areas]
        return tuple(sorted(found, key=lambda e: [*places, ""].index(self.home_of.get(e.item.id, ""))))

    @cached_property
    def owners(self) -> Owners:
        """Return who does something about an item by when, as the report and the follow-up have it."""
        return Owners(score=self.score, agent=self.agent)

    @cached_property
    def people(self) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """Return everybody who is named for something: the title of the entry, and name, role and backup."""
        told = [e for e in self.entries.values() if e.item.content.kind == "people"]
        rows = ((e.item.title, row) for e in told if e.told for row in rows_in(e.told.content))
        return tuple((title, {key: text_of(row.get(key)) for key in ("name", "role", "backup")}) for title, row in rows)

    def at_home(self, area: str) -> Iterator[Entry]:
        """Yield the entries that an area prints in full."""
        return (entry for item, entry in self.entries.items() if self.home_of.get(item) == area)

    def guests(self, area: str) -> Iterator[Entry]:
        """Yield the entries that an area names although they are printed elsewhere."""
        for item, entry in self.entries.items():
            if area in entry.item.runbook and self.home_of.get(item) not in (area, None):
                yield entry

    def on_card(self, field: str) -> Iterator[Entry]:
        """Yield the entries that a field of the card is made from."""
        return (entry for entry in self.entries.values() if CARD + field in entry.item.runbook)

    def section_of(self, item: str) -> str:
        """Return the title of the section that prints an item."""
        return self.score.questionnaire.area_of[self.home_of[item]].title

    def place(self, item: Item) -> Prose:
        """Return where an item is printed in full, as a link: to its heading, which a table of numbers has not."""
        section = self.section_of(item.id)
        return quoted(section) if item.content.kind == "number" else linked(quoted(section), item.title)
