"""What every part of a monthly report is made from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opsassess.assessment import Evidence, Milestone
from opsassess.blocks import Block, Bullets, Paragraph
from opsassess.errors import OpsassessError
from opsassess.prose import Prose, Sentences, join
from opsassess.retainer import Scope
from opsassess.retainer.calibration import Worked
from opsassess.retainer.packages import Package
from opsassess.scoring import ItemScore, Score

_TOLD = "E0"
_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, kw_only=True)
class CalendarMonth:
    """A month of a year."""

    first: dt.date

    @property
    def name(self) -> str:
        """Return "November 2026"."""
        return f"{self.first:%B} {self.first.year}"

    @property
    def last(self) -> dt.date:
        """Return its last day."""
        return self.following - dt.timedelta(days=1)

    @property
    def following(self) -> dt.date:
        """Return the first day of the next month."""
        return (self.first + dt.timedelta(days=31)).replace(day=1)

    def has(self, day: dt.date | None) -> bool:
        """Tell whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


def calendar_month(written: str) -> CalendarMonth:
    """Return the month that is written as 2026-11; raises `OpsassessError` for anything else."""
    found = _WRITTEN.fullmatch(written.strip())
    try:
        month = CalendarMonth(first=dt.date(int(found[1]), int(found[2]), 1)) if found else None
        # The month after is looked at, too, and the calendar ends with the year 9999.
        if month and month.first < CalendarMonth(first=month.following).last:
            return month
    except (ValueError, OverflowError):
        pass
    raise OpsassessError(f"{written!r} is no month. Write it as 2026-11.")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A month of a retainer."""

    scope: Scope
    month: CalendarMonth
    worked: tuple[Worked, ...]  # rows of the month's timesheet
    provider: str  # the consultancy's name; may be empty
    sentences: Sentences

    @property
    def scores(self) -> tuple[Score, ...]:
        """Return the scores of all agents."""
        return tuple(agent.score for agent in self.scope.agents)

    @property
    def ordered(self) -> Package | None:
        """Return the package whose months run in this month; None where none is ordered, or not yet."""
        ordered = self.scope.plan.ordered
        return self.scope.package_of[ordered.months] if ordered and ordered.since <= self.month.last else None

    @property
    def several(self) -> bool:
        """Tell whether there is more than one agent to tell apart."""
        return len(self.scope.agents) > 1

    def say(self, name: str, **values: object) -> Prose:
        """Return a sentence of the report."""
        return self.sentences.say(name, **values)

    def told(self, lines: Iterable[Prose]) -> Block:
        """Return one line an agent: a list where there are several, else the one as it is."""
        texts = tuple(lines)
        return Bullets(items=texts) if len(texts) > 1 else Paragraph(text=join(texts))

    def agent(self, score: Score) -> str:
        """Return the name of the agent where there is more than one to tell apart."""
        return score.assessment.agent.name if self.several else ""

    def title(self, score: Score, title: str) -> Prose:
        """Return a title, with its agent where there are several."""
        return self.say("named", agent=self.agent(score), title=title)

    def milestone(self, score: Score) -> Milestone | None:
        """Return the last milestone before the month."""
        earlier = (m for m in score.assessment.milestones if m.date < self.month.first)
        return max(earlier, key=lambda m: m.date, default=None)

    def seen(self, values: ItemScore) -> Iterator[Evidence]:
        """Yield what was seen of an item, and not only told, on a day of the month."""
        found = (seen.evidence for seen in values.seen if seen.evidence.level != _TOLD)
        return (evidence for evidence in found if self.month.has(evidence.date))
