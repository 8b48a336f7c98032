"""What a rule looks at, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from opsassess.crosswalk import FrameworkIndex
from opsassess.questionnaire import Crosswalk, FactValue, Item, Questionnaire
from opsassess.source import Loc, Source


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something in a questionnaire that loads and cannot be meant."""

    loc: Loc  # where in the questionnaire
    what: str  # a sentence without its full stop
    fix: str  # what to do, a sentence without its full stop


@dataclass(frozen=True)
class Subject:
    """A questionnaire that loads, and the names that it may use."""

    questionnaire: Questionnaire
    source: Source
    frameworks: FrameworkIndex

    @property
    def is_short(self) -> bool:
        """Tell whether it is a short form: it leaves parts of its base out on purpose."""
        return self.source.base is not None

    @cached_property
    def items(self) -> tuple[tuple[Loc, Item], ...]:
        """Return every item with its place, repeated ones and the template of the client's failure modes too."""
        return tuple(self._items())

    def _items(self) -> Iterator[tuple[Loc, Item]]:
        for n, area in enumerate(self.questionnaire.areas):
            if area.client_mode:
                yield ("areas", n, "client_mode"), area.client_mode
            yield from ((("areas", n, "items", m), item) for m, item in enumerate(area.items))

    @cached_property
    def item_ids(self) -> frozenset[str]:
        """Return the ids that may be named: a short form may speak of the items that it leaves out."""
        left_out = {item["id"] for area in self._base_areas for item in area["items"]}
        return frozenset(left_out | set(self.questionnaire.items))

    @cached_property
    def area_ids(self) -> frozenset[str]:
        """Return the ids of areas that may be named, those that a short form leaves out too."""
        return frozenset({area["id"] for area in self._base_areas} | set(self.questionnaire.area_of))

    @cached_property
    def comparisons(self) -> tuple[tuple[Loc, str, tuple[FactValue, ...]], ...]:
        """Return every fact that an item or a gate depends on: its place, the fact, the values it is compared with."""
        return tuple(self._comparisons())

    def _comparisons(self) -> Iterator[tuple[Loc, str, tuple[FactValue, ...]]]:
        for loc, item in self.items:
            for n, condition in enumerate(item.applies_when):
                at = self._condition((*loc, "applies_when"), n)
                yield from (((*at, fact), fact, accepted) for fact, accepted in condition.items())
        for n, gate in enumerate(self.questionnaire.gates):
            for m, need in enumerate(gate.requires):
                yield from (
                    (("gates", n, "requires", m, "unless", fact), fact, (v,)) for fact, v in need.unless.items()
                )

    def _condition(self, loc: Loc, n: int) -> Loc:
        """Return the place of a condition: one alone may be written without the list around it."""
        written = self.source.data
        for part in loc:
            written = written[part]
        return (*loc, n) if isinstance(written, list) else loc

    @property
    def _base_areas(self) -> list[dict[str, Any]]:
        areas: list[dict[str, Any]] = self.source.base.data["areas"] if self.source.base else []
        return areas

    @property
    def most(self) -> Fraction:
        """Return the highest value that any item can show."""
        return max(self.questionnaire.constants.evidence_caps.values(), default=Fraction(0))

    @cached_property
    def crosswalks(self) -> tuple[tuple[Loc, Crosswalk], ...]:
        """Return the clauses of every area and item, with their places."""
        areas = tuple((("areas", n), area.crosswalk) for n, area in enumerate(self.questionnaire.areas))
        return areas + tuple((loc, item.crosswalk) for loc, item in self.items)


Rule = Callable[[Subject], Iterator[Finding]]


def number(value: Fraction) -> str:
    """Write a number as an author does."""
    return f"{float(value):g}"
