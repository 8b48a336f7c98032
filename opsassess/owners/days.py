"""The day that is proposed where nobody agreed to one: never after the stage, the first live day or the builder."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from opsassess.owners.absence import reached
from opsassess.owners.ageing import aged_ahead
from opsassess.owners.differing import shows_the_page
from opsassess.owners.open_hours import PAUSE, STOPS
from opsassess.owners.people import leaving_builders
from opsassess.owners.stages import STAGES, day_after, plan
from opsassess.owners.standing import by_one_person, gap_of, want_of
from opsassess.owners.way import agent_of, urgent
from opsassess.phrases import MONTHS
from opsassess.retainer.agent import Agent
from opsassess.retainer.coefficients import Days
from opsassess.retainer.fall import working_day, working_days_after, working_days_before
from opsassess.scoring import Score
from opsassess.scoring.sight import has_aged
from opsassess.scoring.values import rank

Takes = Literal["page", "answer"]  # what an open point of a described answer takes
# Nothing runs before these are there
_BEFORE_LIVE = (
    "s2_scope_boundaries",
    "s4_exceptions",
    "s5_kill_switch",
    "s6_manual_fallback",
    "s7_ownership",
    "r5_continuity",
)
_WITHOUT_THE_BUILDER = "r5_continuity"
FULL_RUN = "x_cross_cutting.operable_without_builder"
_PART_OF = {"s6_manual_fallback.business_action": "s6_manual_fallback.four_hours"}  # who takes what, and until when
_GOES_BACK = {PAUSE: "s7_ownership.resume_signoff"}  # a restart follows what is written of the way back
_AFTER_THE_NEXT = 1  # of what a tier needs: the one after the next
DRILLS = "x_cross_cutting.drills"  # whose risk somebody accepts who wants no exercise for a while
_WITHOUT_A_DRILL = Fraction(3, 4)  # the value that going through it, or a look at a record, carries

_TH = "(?:st|nd|rd|th)?"
_TO = rf"(?: ?(?:to|and|until|[-\u2013]) ?\d{{1,2}}{_TH})?"  # of "3 to 17 December" the first day counts
_DATE = rf"(?P<day>\d{{1,2}}){_TH}{_TO} (?P<month>{'|'.join(MONTHS)})(?: (?P<year>\d{{4}}))?"
_DAY = rf"(?:{_DATE}|(?P<iso>\d{{4}}-\d\d-\d\d))"
_LIVE = re.compile(
    rf"\b(?:live day|(?:goes?|going) live|live (?:on|from|since))\b[^.;]{{0,40}}?\b{_DAY}", re.IGNORECASE
)
_UNTIL = re.compile(rf"\buntil (?:(?P<end>the end of the year)|{_DAY})", re.IGNORECASE)

_AWAY = re.compile(rf"\baway (?:(?:from|between|on) )?{_DAY}", re.IGNORECASE)
_BEGUN = dt.timedelta(days=270)  # the next day of a name that is further ahead is that of days away that have begun
_SINCE = re.compile(rf"\bsince {_DAY}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ProposedDays:
    """The days that the roadmap of a score proposes."""

    score: Score
    agent: Agent | None = None  # in the scope of work; without one, in a scope of its own

    def of(self, item: str) -> dt.date | None:
        """Return the end of the stage in which an item is due, or the day before it by which it has to be there.

        None for what waits for the full assessment.
        """
        return None if self.waits(item) else self._day(item)

    def waits(self, item: str) -> bool:
        """Tell whether work waits for the full assessment: a first session plans none beyond the next tier.

        How the agent is stopped does not wait for it where the first live day comes before.
        """
        stops = item in (PAUSE, *STOPS) and self.before_live(item)
        later = self._agent.out_of_reach and want_of(self.score).get(item) == "work" and not stops
        return later and urgent(self._agent).get(item) == _AFTER_THE_NEXT

    def _day(self, item: str) -> dt.date:
        days = self._bounds(item)
        want = want_of(self.score).get(item)
        if item in self._renewed_by and want != "page":  # to look again has a row apart from writing the page
            days = [*days, self._renewed_by[item]] if want else [self._renewed_by[item]]
        later = [day for day in days if day > self.score.as_of]
        day = min(later or days[:1])
        return max(day, self.drills_from) if self.drills_from and self._is_exercise(item) else day

    def of_point(self, item: str, *, alone: bool, takes: Takes | None = None) -> dt.date:
        """Return the day for what is left open in an answer: to show it again may have more time.

        What a must-have asks for does not stay open until the last stage where the point stands ``alone``, without a
        row of its question that has a day; nor does what may let damage happen meanwhile, or only ``takes`` an answer.
        """
        days = [*self._bounds(item), self._day(item)]
        if takes == "answer" or (takes and self.may_harm(item)):
            days.append(self.soon(item))
        if alone and item in self.score.frame.needs_of_item:
            days.append(self._within(STAGES[0]))
        return min([day for day in days if day > self.score.as_of] or days[:1])

    def _bounds(self, item: str) -> list[dt.date]:
        days = [self._stage_end(item)]
        if self.before_live(item) and self.live:
            days.append(self._last_chance(self.live - dt.timedelta(days=1), self.live))
        if self.builder_until and self._needs_builder(item):
            days.append(self._last_chance(self.builder_until))
        if self.builder_leaves and self.learned_first(item):
            days.append(self._last_chance(self.builder_leaves))
        if agreed := self._of_the_same_page(item):
            days.append(agreed)
        if restart := self._agreed_for(_GOES_BACK.get(item, "")):
            days.append(self._last_chance(restart - dt.timedelta(days=1), restart))
        return days

    def _of_the_same_page(self, item: str) -> dt.date | None:
        """Return the day agreed for the page that is not whole without an item."""
        agreed = self._agreed_for(_PART_OF.get(item, ""))
        return working_day(agreed) if agreed else None

    def _agreed_for(self, item: str) -> dt.date | None:
        action = self.score.assessment.action_of.get(item)
        return action.due if action else None

    def _last_chance(self, *days: dt.date) -> dt.date:
        """Return the last working day up to the first of these days, or what is still ahead where that has passed."""
        chances = (working_day(days[0]), *days)
        return next((day for day in chances if day > self.score.as_of), chances[0])

    @property
    def first(self) -> dt.date:
        """Return the day for what takes an agreement and no work."""
        return self._before_the_live_day(self._within(self._weights.answer))

    @property
    def overdue(self) -> dt.date:
        """Return the day for what should have been done before."""
        return self._before_the_live_day(self._within(self._weights.harm))

    def in_time(self, day: dt.date) -> dt.date:
        """Return the day for what somebody's day waits for: two working days before it, or the next one."""
        return max(working_days_before(day, 2), working_days_after(self.score.as_of, 1))

    @property
    def of_stop(self) -> dt.date:
        """Return the day for who can stop the agent at every hour."""
        return self.soon(PAUSE) if PAUSE in self.score.items else self.first

    def soon(self, item: str) -> dt.date:
        """Return the day for what takes an answer or an agreement on a question, by the harm if it stays open."""
        return self.overdue if self.may_harm(item) else self.first

    def may_harm(self, item: str) -> bool:
        """Tell whether damage may happen or go on while a question is open: nothing of an agent on trial does any."""
        return self._bears_on_harm(item) and self.score.frame.facts.get("live") is not False

    def _within(self, days: int) -> dt.date:
        return working_day(day_after(self.score.as_of, days))

    def _before_the_live_day(self, soon: dt.date) -> dt.date:
        live = self._last_chance(self.live - dt.timedelta(days=1), self.live) if self.live else soon
        return min(soon, live) if live > self.score.as_of else soon

    def before_live(self, item: str) -> bool:
        """Tell whether an item has to be there before an agent works on live cases, which it does not do yet."""
        values = self.score.items[item]
        needed = values.item.area in _BEFORE_LIVE or item in self.score.frame.needs_of_item
        return needed and self.score.frame.facts.get("live") is False

    @cached_property
    def live(self) -> dt.date | None:
        """Return the first live day of an agent on trial, where the profile or the summary names it."""
        if self.score.frame.facts.get("live") is not False:
            return None
        return next((day for text in self._told_of_live() for day in _days_in(_LIVE, text, self.score.as_of)), None)

    @cached_property
    def builder_until(self) -> dt.date | None:
        """Return the last day on which the builder can be reached, where the profile names it."""
        told = str(self.score.assessment.agent.facts.get("builder_available") or "")
        return next(_days_in(_UNTIL, told, self.score.as_of), None)

    @cached_property
    def builder_since(self) -> dt.date | None:
        """Return since when the builder is bound to nothing, where the profile names it."""
        told = str(self.score.assessment.agent.facts.get("builder_available") or "")
        return next(_days_in(_SINCE, told, self.score.as_of, past=True), None)

    @cached_property
    def drills_from(self) -> dt.date | None:
        """Return the first working day for an exercise, where somebody accepted that there is none until then."""
        risk = self.score.risk_of.get(DRILLS)
        return working_days_after(risk.expires, 1) if risk else None

    def is_of_drill(self, item: str) -> bool:
        """Tell whether a drill exercises it."""
        drills = self.score.questionnaire.drills
        return any(item in plan.items or (plan.prefix and item.startswith(plan.prefix)) for plan in drills)

    def _is_exercise(self, item: str) -> bool:
        """Tell whether what is asked for is the real thing, done: it is part of a drill and has to be proven."""
        gap = gap_of(self.score).get(item)
        return bool(self.is_of_drill(item) and gap and gap.target is not None and gap.target > _WITHOUT_A_DRILL)

    def _told_of_live(self) -> Iterator[str]:
        fact = self.score.assessment.agent.profile.get("live")
        for seen in getattr(fact, "evidence", None) or ():
            yield seen.what
        yield self.score.assessment.summary or ""

    @cached_property
    def builder_leaves(self) -> dt.date | None:
        """Return the last day before the builder is gone, or away for a while, where the profile names it."""
        today = self.score.as_of
        named = (day for day in _days_in(_AWAY, reached(self.score), today) if day - today < _BEGUN)
        away = (day - dt.timedelta(days=1) for day in named)
        ahead = [day for day in (self.builder_until, *away) if day and day > today]
        return min(ahead, default=None)

    @cached_property
    def all_learned_first(self) -> tuple[str, ...]:
        """Return what a second person has to learn while its builder is there, where it is known until when."""
        return tuple(item for item in by_one_person(self.score) if self.builder_leaves and self.learned_first(item))

    def learned_first(self, item: str) -> bool:
        """Tell whether a builder who goes did it alone so far, and harm may come of it meanwhile."""
        values, leaving = self.score.items[item], leaving_builders(self.score.assessment)
        matters = values.item.weight == "critical" or self._bears_on_harm(item)
        by_builder = any(answer.respondent in leaving for answer in values.operators)
        return matters and by_builder and item in by_one_person(self.score)

    def _needs_builder(self, item: str) -> bool:
        """Tell whether the builder has to explain it, or to be there for the handover."""
        values = self.score.items[item]
        if values.item.area == _WITHOUT_THE_BUILDER or item == FULL_RUN:
            return True
        return self.builder_knows_best(item)

    def builder_knows_best(self, item: str) -> bool:
        """Tell whether nobody of the team says as much about it as the builder."""
        values = self.score.items[item]
        leaving = leaving_builders(self.score.assessment)
        know = [answer for answer in values.builders if answer.respondent in leaving]
        stay = [answer for answer in values.builders if answer.respondent not in leaving]
        return bool(know) and _best(know) > _best([*values.operators, *stay])

    def _stage_end(self, item: str) -> dt.date:
        stage, want = self._stage_of.get(item), want_of(self.score).get(item)
        days = STAGES[stage] if stage is not None else STAGES[0] if self._bears_on_harm(item) else STAGES[-1]
        if want == "answer":
            days = min(days, self._weights.harm if self.may_harm(item) else self._weights.answer)
        elif want == "look":
            days = min(days, STAGES[0])
        elif want == "work" and (item == DRILLS or shows_the_page(self.score.items[item])):
            days = min(days, self._weights.answer)  # days and leaders take an agreement, and a page takes a look
        elif want is None and item in self.score.frame.needs_of_item and has_aged(self.score.items[item]):
            days = self._weights.answer  # it only has to be seen again
        return self._within(days)

    def _bears_on_harm(self, item: str) -> bool:
        return self.score.items[item].item.area in self._weights.bears_on_harm

    @property
    def _weights(self) -> Days:
        return self._agent.coefficients.days

    @cached_property
    def _agent(self) -> Agent:
        return self.agent or agent_of(self.score)

    @cached_property
    def _renewed_by(self) -> Mapping[str, dt.date]:
        """Return by when what ages is shown again: the tier of today still holds, or one ahead is there."""
        fall = self._agent.fall
        kept = dict.fromkeys(fall.renew, fall.by) if fall else {}
        again = {item: ages.by for item, ages in aged_ahead(self._agent).items()}
        return {item: min(days[item] for days in (kept, again) if item in days) for item in {**again, **kept}}

    @cached_property
    def _stage_of(self) -> Mapping[str, int]:
        stages = plan(self._agent)
        backwards = reversed(tuple(enumerate(stages)))  # of two rows the first counts
        return {entry.item: n for n, entries in backwards for entry in entries}


def _best(answers: Iterable[object]) -> int:
    return max((int(rank(rating)) for a in answers if (rating := getattr(a, "rating", None)) is not None), default=0)


def _days_in(pattern: re.Pattern[str], text: str, today: dt.date, *, past: bool = False) -> Iterator[dt.date]:
    """Yield the days that a text names; one without a year is the next of that name, or the last one."""
    for found in pattern.finditer(text):
        part = found.groupdict()
        try:
            if part.get("end"):
                yield dt.date(today.year, 12, 31)
            elif part["iso"]:
                yield dt.date.fromisoformat(part["iso"])
            else:
                month = MONTHS.index(part["month"].capitalize()) + 1
                day = dt.date(int(part["year"] or today.year), month, int(part["day"]))
                years = 0 if part["year"] else -(day > today) if past else int(day < today)
                yield day.replace(year=day.year + years)
        except ValueError:  # no day of the calendar
            continue
