"""Who does something about a question, by when, and how it stands before that: one source for all documents.

It is who agreed or promised, else who is asked for it, else nobody: then the agent's owner has to name somebody, and
whoever can say most about it is asked meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from opsassess.assessment import Action, Promise
from opsassess.owners.asked import (
    asked_person,
    best_known_by,
    looks_too,
    owners_of_agent,
    person_of,
    second_person,
    showing_person,
)
from opsassess.owners.days import DRILLS, ProposedDays, Takes
from opsassess.owners.differing import overtaken, shows_the_page
from opsassess.owners.holding import to_renew, to_see_again
from opsassess.owners.open_hours import PAUSE
from opsassess.owners.people import holder_of, leaving_builders
from opsassess.owners.situations import wanted
from opsassess.owners.standing import by_one_person, gap_of, want_of
from opsassess.owners.way import agent_of
from opsassess.phrases import texts_of
from opsassess.promises import awaited, done, kept
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who owns a row, and its day: agreed, or proposed by us."""

    name: str  # who agreed, promised, accepted the risk, or is asked; nothing while nobody is
    namer: str  # who has to name somebody where nobody is
    naming: dt.date  # by when we ask for the name
    due: dt.date | None  # the day that was agreed
    proposed: dt.date | None  # ours, where none was
    later: bool = False  # no day is proposed before the full assessment
    risk: bool = False  # nobody works on it: the name is that of whoever accepted it, the day its end
    spoke: bool = True  # we asked them; of others it was told that they would do it, and they have to confirm it
    helper: str = ""  # from whom they need something, as it was agreed
    ask: str = ""  # who can say most about it while nobody owns it
    promise: Promise | None = None  # what somebody sends and what does not settle it
    late: bool = False  # the agreed day has passed, and it is not done

    @property
    def asked(self) -> str:
        """Return who is asked about it: its owner, else who has to name one."""
        return self.name or self.namer

    @property
    def day(self) -> dt.date | None:
        """Return the day that was agreed, else ours."""
        return self.due or self.proposed

    @property
    def anew(self) -> dt.date | None:
        """Return the day of a promise that is newer than the missed one."""
        by = self.promise.by if self.promise else None
        return by if self.late and self.due and by and by > self.due else None


@dataclass(frozen=True, kw_only=True)
class Owners:
    """The owner of each question of an assessment."""

    score: Score
    agent: Agent | None = None  # in the scope of work; without one, in a scope of its own

    @cached_property
    def planned(self) -> Agent:
        """Return the agent whose scope plans the hours and stages."""
        return self.agent or agent_of(self.score)

    def of(self, item: str) -> Owner:
        """Return who owns a question, and by when."""
        name, due, risk = self._agreed(item)
        return self._owner(item, name or ("" if risk else self._who_is_asked(item)), due, risk=risk)

    def of_point(
        self,
        item: str,
        alone: str = "",
        *,
        answers: str = "",
        first: bool = False,
        helped: bool = False,
        takes: Takes | None = None,
    ) -> Owner:
        """Return who settles what is open in the answers to a question: who owns its row, else of whom it is asked.

        What a builder does ``alone`` is not the builder's to give away: somebody has to learn it. What nobody agreed
        to settle is for who ``answers`` it, ``first`` of all where it takes an agreement and no work; ``helped`` by
        whom one would ask otherwise where it is about what somebody else does. What it ``takes`` bears on our day.
        """
        works = self.besides(item) if item in gap_of(self.score) and self.promise(item) else ()
        if works:
            return self.of_work(works[-1])
        found = self.of(item) if item in self.rows else self._owner(item, *self._agreed(item)[:2], ask_of=alone)
        own = found.due or (item in gap_of(self.score) and not found.later)
        apart = item not in self.rows
        day = found.proposed if own else self.days.of_point(item, alone=apart, takes=takes if apart else None)
        found = replace(found, proposed=day, later=False)  # a page is finished before the work on what it describes
        return self._answering(found, item, answers, first=first, helped=helped) if answers else found

    @property
    def of_open_hours(self) -> Owner:
        """Return who settles who can stop the agent at every hour."""
        return self.of_point(PAUSE, answers=self.of_agent, first=True)

    def _answering(self, found: Owner, item: str, answers: str, *, first: bool, helped: bool) -> Owner:
        """Return whoever answers a point, unless somebody agreed to settle it."""
        if self._agreed(item)[0]:
            return found
        asked, name = found.name or found.ask, self._person(answers)
        day = self.days.soon(item) if first else found.day
        helper = asked if helped and asked != name else ""
        mine = replace(found, name=name, helper=helper, ask="", due=None, proposed=day, promise=None, late=False)
        return replace(mine, spoke=first or self.spoke(name))

    def of_look(self, item: str, by: dt.date) -> Owner:
        """Return who shows again what ages before a tier, apart from what else is asked of the question."""
        who = showing_person(self.score.assessment, self.score.items[item]).name
        return replace(self._owner(item, who, None), proposed=by, later=False, helper="", promise=None)

    def of_work(self, action: Action) -> Owner:
        """Return who does agreed work that has a row of its own."""
        return self._owner(action.item, action.owner or "", action.due)

    def promise(self, item: str) -> Promise | None:
        """Return the promise that settles a question: evidence of what only has to be shown, or of an accepted risk."""
        gap = gap_of(self.score).get(item)
        look = gap is not None and wanted(self.score.items[item], gap) == "look"
        return self._awaited.get(item) if look or item in self.score.risk_of else None

    def sends(self, action: Action) -> bool:
        """Tell whether the owner of agreed work promised to show it by its day, or has shown it."""
        who, day, score = self._person(action.owner or ""), action.due, self.score
        own = [p for p in score.assessment.promised if p.item == action.item and self._person(p.who) == who]
        return any(not day or (p.by and p.by <= day) or kept(score, p) for p in own)

    @cached_property
    def agreed(self) -> tuple[Action, ...]:
        """Return the work that was agreed and is not done yet, in the order in which it was written down."""
        return tuple(a for a in self.score.assessment.actions if a.text.strip() and not done(self.score, a))

    def task(self, item: str) -> Action | None:
        """Return the agreed work that the row of a question tells as its own: what settles it, by its owner."""
        action, promise = self._action(item), self.promise(item)
        if item not in self.rows or not action or not action.text.strip():
            return None
        if promise:
            own = not (action.owner or "").strip() or self._person(action.owner or "") == self._person(promise.who)
            return action if own and action.due in (None, promise.by) else None
        works = bool((action.owner or "").strip() and action.due)
        return action if works or item in gap_of(self.score) or item not in self.score.risk_of else None

    def act(self, item: str) -> str:
        """Return what has to be done so that a promised look can be had: a pause, a move of a list; else nothing."""
        task = self.task(item) if self.promise(item) else None
        return task.text.strip() if task else ""

    def besides(self, item: str) -> tuple[Action, ...]:
        """Return the agreed work that no row of a question tells: on none, by somebody else, or to another day."""
        own = self.task(item)
        return tuple(action for action in self.agreed if action.item == item and action is not own)

    def spoke(self, who: str) -> bool:
        """Tell whether we asked somebody who is to do something; of others it was told, and they have to confirm it."""
        return not who.strip() or bool(person_of(self.score.assessment, who).roles)

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """Return the questions that have a row in the register: gaps, and what the register has beside them."""
        return tuple(
            dict.fromkeys(
                (*gap_of(self.score), *self.to_renew, *self.again, *by_one_person(self.score), *self.score.risk_of)
            )
        )

    def practised_before(self, end: dt.date) -> Mapping[str, dt.date]:
        """Return what is done or shown as in a drill before a day until which somebody accepted that there is none."""
        found = {item: self.of(item) for item in self.rows if self.days.is_of_drill(item)}
        work = {i for i, want in want_of(self.score).items() if want == "work"}
        practised = (item for item in found if item in work or item in by_one_person(self.score))
        days = {item: found[item].day for item in practised if found[item].name}
        return {item: day for item, day in days.items() if day and self.score.as_of < day <= end}

    @cached_property
    def unowned(self) -> tuple[str, ...]:
        """Return the rows of the register on which nobody works or is asked yet, the most urgent first."""
        found = {item: self.of(item) for item in self.rows}
        return tuple(item for item, owner in found.items() if not owner.name and not owner.later)

    @cached_property
    def days(self) -> ProposedDays:
        """Return the days that are ours."""
        return ProposedDays(score=self.score, agent=self.agent)

    @cached_property
    def of_agent(self) -> str:
        """Return who answers for the agent: by the answer to that question, else by role."""
        return next(iter(owners_of_agent(self.score)), "")

    def _owner(self, item: str, who: str, due: dt.date | None, *, risk: bool = False, ask_of: str = "") -> Owner:
        assessment, found = self.score.assessment, self.score.items[item].item
        action, promise = self._action(item), self._awaited.get(item)
        name = self._person(who)
        known = (second_person if ask_of else best_known_by)(assessment, found).name
        look = want_of(self.score).get(item) == "look"
        theirs = looks_too(assessment, self.score.items[item], name) if look else ""
        helper = "" if risk or not name else self._person((action.needed_from if action else None) or ask_of or theirs)
        late = due is not None and not risk and due < self.score.as_of
        return Owner(
            name=name or ("" if item in self.rows else known),
            namer=self.of_agent,
            naming=self.days.overdue if item in self._ended else self.days.first,
            due=due,
            proposed=None if due else self.days.of(item),
            later=due is None and self.days.waits(item),
            risk=risk,
            spoke=risk or self.spoke(name),
            helper="" if helper == name else helper,
            ask="" if name else known,
            promise=promise if promise and not risk and (late or self._person(promise.who) != name) else None,
            late=late,
        )

    def _action(self, item: str) -> Action | None:
        """Return the agreed work on a question; of what is done, no day and no owner is left."""
        action: Action | None = self.score.assessment.action_of.get(item)
        return None if action and done(self.score, action) else action

    def _person(self, who: str) -> str:
        return person_of(self.score.assessment, who).name

    def _agreed(self, item: str) -> tuple[str, dt.date | None, bool]:
        """Return who agreed and to which day, or whose risk it is until when."""
        action = self._action(item)
        if promise := self.promise(item):
            return promise.who, promise.by or (action.due if action else None), False
        if action and ((action.owner or "").strip() or action.due):
            return action.owner or "", action.due, False
        risk = self.score.risk_of.get(item)
        return (
            (holder_of(risk.role, self.score.assessment) or risk.role, risk.expires, True)
            if risk
            else ("", None, False)
        )

    def _who_is_asked(self, item: str) -> str:
        """Return whom the follow-up asks; work has nobody before somebody names one."""
        assessment, values = self.score.assessment, self.score.items[item]
        want = want_of(self.score).get(item)
        if want == "look":
            return showing_person(assessment, values).name
        if want == "work" and (said := overtaken(values) or shows_the_page(values)):
            return said.respondent.name
        if want == "answer":
            return asked_person(assessment, values.item).name
        if item == DRILLS and want == "work":
            return self.of_agent  # a day and a leader for each are the owner's to give
        if want is None and item in (*self.to_renew, *self.again) and values.operators:
            return showing_person(assessment, values).name
        return second_person(assessment, values.item).name if item in by_one_person(self.score) else ""

    @cached_property
    def to_renew(self) -> tuple[str, ...]:
        """Return what is no gap and has to be shown again before the tier of today falls."""
        return to_renew(self.planned)

    @cached_property
    def again(self) -> tuple[str, ...]:
        """Return what is no gap and has to be seen again, though no tier falls without it."""
        return to_see_again(self.planned)

    @cached_property
    def _ended(self) -> frozenset[str]:
        """Return what was accepted until a day that has passed: who decides on it anew names who works on it."""
        return frozenset(r.item for r in self.score.assessment.exceptions if r not in self.score.accepted)

    @cached_property
    def _awaited(self) -> Mapping[str, Promise]:
        return {promise.item: promise for promise in reversed(awaited(self.score))}


def needs_builder(owners: Owners, item: str) -> bool:
    """Tell whether work needs the builder: it was agreed so, nobody of the team says as much, or theirs is in it."""
    builder = {respondent.name for respondent in leaving_builders(owners.score.assessment)}
    if owners.task(item):
        found = owners.of(item)
        return bool(builder & {found.name, found.helper})
    return owners.days.builder_knows_best(item) or any(_tells_of_theirs(owners, item, name) for name in builder)


def _tells_of_theirs(owners: Owners, item: str, name: str) -> bool:
    """Tell whether an answer, or the reason of a risk, has something of somebody's in it, such as their mailbox."""
    found, risk = owners.score.items[item], owners.score.risk_of.get(item)
    told = [answer.content for answer in (*found.operators, *found.builders, *found.others)]
    texts = texts_of([*told, risk.reason if risk else ""])
    return any(f"{name}{mark}s " in text for text in texts for mark in "'\u2019")
