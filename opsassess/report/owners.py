"""Who does something about a question, by when: one source for all documents.

It is who agreed or promised, else who is asked for it, else nobody: then the agent's owner has to name somebody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from opsassess.assessment import AcceptedRisk, Action, Promise
from opsassess.promises import awaited
from opsassess.report.asked import asked_person, owners_of_agent, person_of, second_person, showing_person
from opsassess.report.days import ProposedDays
from opsassess.report.holding import to_renew
from opsassess.report.situations import wanted
from opsassess.report.standing import wide_gaps
from opsassess.report.way import agent_of
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap, Score


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who owns a row, and its day: agreed, or proposed by us."""

    name: str  # who agreed, promised, accepted the risk, or is asked; nothing while nobody is
    namer: str  # who has to name somebody where nobody is
    due: dt.date | None  # the day that was agreed
    proposed: dt.date | None  # ours, where none was
    risk: bool = False  # nobody works on it: the name is that of the role that accepted it, the day its end
    spoke: bool = True  # we asked them; of others it was told that they would do it

    @property
    def asked(self) -> str:
        """Return who is asked about it: its owner, else who has to name one."""
        return self.name or self.namer

    @property
    def day(self) -> dt.date | None:
        """Return the day that was agreed, else ours."""
        return self.due or self.proposed


@dataclass(frozen=True, kw_only=True)
class Owners:
    """The owner of each question of an assessment."""

    score: Score
    agent: Agent | None = None  # in the scope of work; without one, in a scope of its own

    def of(self, item: str) -> Owner:
        """Return who owns a question, and by when."""
        name, due, risk = self._agreed(item)
        name = name or ("" if risk else self._who_is_asked(item))
        known = person_of(self.score.assessment, name) if name else None
        return Owner(
            name=known.name if known else "",
            namer=self.of_agent,
            due=due,
            proposed=None if due else self.days.of(item),
            risk=risk,
            spoke=risk or known is None or bool(known.roles),
        )

    def promise(self, item: str) -> Promise | None:
        """Return the promise that settles a question: evidence of what only has to be shown, or of an accepted risk."""
        gap = self._gaps.get(item)
        if item not in self._risks and (gap is None or wanted(self.score.items[item], gap) != "look"):
            return None
        return next((promise for promise in awaited(self.score) if promise.item == item), None)

    @cached_property
    def unowned(self) -> tuple[str, ...]:
        """Return the questions on which nobody works or is asked yet, the most urgent first."""
        return tuple(item for item in self._gaps if item not in self._risks and not self.of(item).name)

    @cached_property
    def days(self) -> ProposedDays:
        """Return the days that are ours."""
        return ProposedDays(score=self.score, agent=self.agent)

    @cached_property
    def of_agent(self) -> str:
        """Return who answers for the agent: by the answer to that question, else by role."""
        return next(iter(owners_of_agent(self.score)), "")

    def _agreed(self, item: str) -> tuple[str, dt.date | None, bool]:
        """Return who agreed and to which day, or whose risk it is until when."""
        action: Action | None = self.score.assessment.action_of.get(item)
        if promise := self.promise(item):
            return promise.who, promise.by or (action.due if action else None), False
        if action and ((action.owner or "").strip() or action.due):
            return action.owner or "", action.due, False
        risk = self._risks.get(item)
        return (risk.role, risk.expires, True) if risk else ("", None, False)

    def _who_is_asked(self, item: str) -> str:
        """Return whom the follow-up asks; work has nobody before somebody names one."""
        assessment, values = self.score.assessment, self.score.items[item]
        gap = self._gaps.get(item)
        want = wanted(values, gap) if gap else ""
        if want == "look":
            return showing_person(assessment, values).name
        if want == "answer":
            return asked_person(assessment, values.item).name
        if gap is None and item in self.to_renew and values.operators:
            return showing_person(assessment, values).name
        return second_person(assessment, values.item).name if item in self.score.one_person else ""

    @cached_property
    def to_renew(self) -> tuple[str, ...]:
        """Return what is no gap and has to be shown again before the tier of today falls."""
        return to_renew(self.agent or agent_of(self.score))

    @cached_property
    def _risks(self) -> Mapping[str, AcceptedRisk]:
        return {risk.item: risk for risk in self.score.accepted}

    @cached_property
    def _gaps(self) -> Mapping[str, Gap]:
        return {gap.item: gap for gap in wide_gaps(self.score)}
