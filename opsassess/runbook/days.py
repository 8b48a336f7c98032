"""The day that is proposed where nobody agreed to one: the end of the stage of the roadmap that an item belongs to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from opsassess.questionnaire import Item
from opsassess.report.roadmap import STAGES
from opsassess.scoring import Score
from opsassess.scoring.tiers import next_above

# Nothing runs before these are there
_BEFORE_LIVE = (
    "s2_scope_boundaries",
    "s4_exceptions",
    "s5_kill_switch",
    "s6_manual_fallback",
    "s7_ownership",
    "r5_continuity",
)
_SOON = ("s5_kill_switch", "s7_ownership", "r2_incident")  # what somebody needs while the agent does damage


@dataclass(frozen=True, kw_only=True)
class ProposedDays:
    """The days that the roadmap of a score proposes."""

    score: Score

    def of(self, item: Item) -> dt.date:
        """Return the end of the stage in which an item is due; what is in none is due with the last."""
        days = STAGES[0] if item.area in _SOON or item.id in self._near else self._later(item.id)
        return min(self.score.as_of, dt.date.max - dt.timedelta(days=days)) + dt.timedelta(days=days)

    def before_live(self, item: Item) -> bool:
        """Tell whether it is due before the first live day of an agent that does not run on live work yet."""
        due = item.area in _BEFORE_LIVE or any(place in _BEFORE_LIVE for place in item.runbook)
        return due and self.score.frame.facts.get("live") is False

    def _later(self, item: str) -> int:
        return STAGES[1] if item in self._far else STAGES[-1]

    @cached_property
    def _near(self) -> frozenset[str]:
        return frozenset(self.score.smallest_set)

    @cached_property
    def _far(self) -> frozenset[str]:
        return frozenset(self.score.smallest_set_to(next_above(self.score.aim)) if self._near else ())
