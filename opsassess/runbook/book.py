"""The runbook in the making: its entries, where each of them is printed, and the sentences to say it with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import Area, Item
from opsassess.report.roadmap import STAGES
from opsassess.runbook.entries import Entry
from opsassess.scoring import Score
from opsassess.scoring.tiers import next_above

CARD = "card."


@dataclass(frozen=True, kw_only=True)
class Book:
    """What every part of the runbook is made from."""

    score: Score
    entries: Mapping[str, Entry]
    sentences: Sentences

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

    def proposed_day(self, item: str) -> dt.date:
        """Return the end of the stage of the roadmap in which an item is due; what is in none with the last."""
        stages = zip(STAGES, self._stages, strict=True)
        days = next((days for days, items in stages if item in items), STAGES[-1]) if item else STAGES[0]
        return min(self.score.as_of, dt.date.max - dt.timedelta(days=days)) + dt.timedelta(days=days)

    @cached_property
    def _stages(self) -> tuple[frozenset[str], ...]:
        score = self.score
        further = score.smallest_set_to(next_above(score.aim)) if score.smallest_set else ()
        return frozenset(score.smallest_set), frozenset(further), frozenset()

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
