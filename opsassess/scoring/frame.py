"""What the scores of an assessment are computed in: its items, their weights, and the gate requirements that hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from opsassess.questionnaire import TIERS, Gate, Item, Questionnaire, Requirement, TierId
from opsassess.scoring.values import ZERO


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """One item that a gate asks for, with the value that it must have."""

    gate: Gate
    item: str
    at_least: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What an item holds in the view from which a tier is computed."""

    value: Fraction
    renewable: Fraction  # what holds a gate although it is due for review
    possible: Fraction


View = Mapping[str, Held]  # the applicable items


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The questionnaire as it stands for one agent: facts applied, failure modes of the client added."""

    questionnaire: Questionnaire
    items: Mapping[str, Item]
    facts: Mapping[str, Any]

    @cached_property
    def weights(self) -> Mapping[str, Fraction]:
        return {i: self.questionnaire.constants.weights[item.weight] for i, item in self.items.items()}

    @cached_property
    def areas(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for item in self.items.values():
            found[item.area].append(item.id)
        return {area.id: tuple(found[area.id]) for area in self.questionnaire.areas}

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Return what the gates ask for, once a gate and item, at its largest minimum.

        A requirement that a fact switches off, or whose item is not in this questionnaire, is not there.
        """
        largest: dict[tuple[str, str], Need] = {}
        for gate in self.questionnaire.gates:
            for requirement in gate.requires:
                for item in () if self._switched_off(requirement) else self._items_of(requirement):
                    need = Need(gate=gate, item=item, at_least=requirement.at_least)
                    known = largest.setdefault((gate.id, item), need)
                    if known.at_least < need.at_least:
                        largest[gate.id, item] = need
        return tuple(largest.values())

    def _switched_off(self, requirement: Requirement) -> bool:
        unless = requirement.unless
        return bool(unless) and all(self.facts.get(fact) == value for fact, value in unless.items())

    def _items_of(self, requirement: Requirement) -> Iterator[str]:
        if requirement.prefix is not None:
            yield from (item for item in self.items if item.startswith(requirement.prefix))
        elif requirement.item in self.items:
            yield str(requirement.item)

    @cached_property
    def needs_of_item(self) -> Mapping[str, tuple[Need, ...]]:
        return self._grouped(lambda need: need.item)

    @cached_property
    def needs_of_gate(self) -> Mapping[str, tuple[Need, ...]]:
        """Return the needs of each gate, by the gate's id."""
        return self._grouped(lambda need: need.gate.id)

    def _grouped(self, key: Callable[[Need], str]) -> Mapping[str, tuple[Need, ...]]:
        found: dict[str, list[Need]] = defaultdict(list)
        for need in self.needs:
            found[key(need)].append(need)
        return {name: tuple(needs) for name, needs in found.items()}

    def gate_minimum(self, item: str, tier: TierId) -> Fraction | None:
        """Return the largest minimum that gates of this tier or a lower one ask of an item; None if none does."""
        minimums = [n.at_least for n in self.needs_of_item.get(item, ()) if not_above(n.gate.tier, tier)]
        return max(minimums, default=None)

    def only_above(self, item: str, tier: TierId) -> bool:
        """Tell whether an item belongs to a gate of a higher tier."""
        return any(is_below(tier, need.gate.tier) for need in self.needs_of_item.get(item, ()))

    def is_critical(self, item: str) -> bool:
        """Tell whether the tiers treat this item one by one."""
        return self.items[item].weight == self.questionnaire.constants.critical


def not_above(tier: TierId, other: TierId) -> bool:
    """Tell whether a tier is the other one or lower."""
    return TIERS.index(tier) <= TIERS.index(other)


def is_below(tier: TierId, other: TierId) -> bool:
    """Tell whether a tier is a lower one than another."""
    return TIERS.index(tier) < TIERS.index(other)


def mean(values: Iterable[Fraction]) -> Fraction | None:
    """Return the plain mean, or None of nothing."""
    values = tuple(values)
    return sum(values, ZERO) / len(values) if values else None
