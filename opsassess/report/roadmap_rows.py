"""The rows of the roadmap's stages, with who owns each and its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from opsassess.assessment import Action
from opsassess.charts import Span
from opsassess.described.agreements import agreement
from opsassess.effort import Effort, points
from opsassess.owners import Owner, Owners
from opsassess.owners.ageing import ageing
from opsassess.owners.holding import lapses
from opsassess.owners.open_hours import open_hours
from opsassess.owners.renewals import Renewal
from opsassess.owners.risks import work_on
from opsassess.owners.situations import wanted
from opsassess.owners.stages import STAGES, Entry, day_after
from opsassess.owners.standing import gap_of, want_of
from opsassess.prose import Sentences
from opsassess.questionnaire import Tier
from opsassess.retainer.fall import working_day
from opsassess.scoring import Score
from opsassess.scoring.tiers import next_above

_QUESTIONS = 10  # of a stage
_ROWS = 6  # of the last stage; the two before it are complete, because less would not reach their tier


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of the stages, with who owns each and its day from the one source for all documents."""

    owners: Owners
    hours: Mapping[str, Effort]
    beside: Mapping[str, Effort]  # of what is no gap
    renewed: Sequence[Renewal]  # in no stage
    sentences: Sentences

    @property
    def score(self) -> Score:
        return self.owners.score

    def spans(self, days: int, entries: Sequence[Entry]) -> Sequence[Span]:
        """Return the rows of a stage that are printed; the first of all is what no single question asks for."""
        rows = (*self._renewed(days), *(self._span(days, entry) for entry in self.kept(days, entries)))
        return (*self.agreements(days), *sorted(rows, key=_by_day))

    def agreements(self, days: int) -> Sequence[Span]:
        """Return what takes an agreement and no work, in the stage of its day."""
        first = (self._open_hours(),) if days == STAGES[0] and open_hours(self.score) else ()
        return (*first, *self._on_call(days))

    def kept(self, days: int, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Return the entries of a stage that are printed."""
        kept = listed(self.score, days, entries)
        return kept if days == STAGES[0] else _without_most_questions(self.score, kept)

    def _on_call(self, days: int) -> Iterator[Span]:
        """Yield who has to be on call when the builder is gone, in the stage of its day."""
        found = agreement(self.owners, self.sentences)
        if found and found.owner.proposed and self._is_of_stage(days, found.owner.proposed):
            yield self._agreed_on(str(found.title), found.owner.proposed)

    def _renewed(self, days: int) -> Iterator[Span]:
        """Yield what has to be shown again, in the stage of the tier that waits for it, or of its day."""
        for look in self.renewed:
            stage = self._stage_to(look)
            if look.owner.day and (stage == days if stage else self._is_of_stage(days, look.owner.day)):
                yield self._span(days, Entry(item=look.item, gap=None), look)

    def _stage_to(self, look: Renewal) -> int | None:
        """Return the stage that reaches the tier that waits for a look."""
        end = lapses(self.owners.planned).get(look.item)
        tier = look.tier or (end.tier if end else None)
        return next((days for days in STAGES if (found := reached(self.score, days)) and found.id == tier), None)

    @cached_property
    def again(self) -> Sequence[str]:
        """Return what has to be shown again for the next tier and is no work."""
        ages = ageing(self.owners.planned, self.score.aim)
        return [look.item for look in self.renewed if ages and look.item in ages.items]

    def agreed(self) -> Sequence[tuple[str, Owner, Sequence[str]]]:
        """Return work without a row in a stage that somebody agreed to do, with who does it and its hours.

        What belongs to something that has to be shown is told with it.
        """
        looks = {item for item, want in want_of(self.score).items() if want == "look"}
        found = (
            (
                action.text.strip().rstrip("."),
                self.owners.of_work(action),
                [f"{float(h):g}" for h in action.hours or ()],
            )
            for action in self._besides
            if action.item not in looks and (action.owner or "").strip()
        )
        return sorted(found, key=lambda one: one[1].day or dt.date.max)

    @property
    def _besides(self) -> Sequence[Action]:
        items = dict.fromkeys(action.item for action in self.owners.agreed if action.item in self.score.items)
        return [action for item in items for action in self.owners.besides(item)]

    def _is_of_stage(self, days: int, day: dt.date) -> bool:
        return days - STAGES[0] < max(1, (day - self.score.as_of).days) <= days

    def unasked(self, stages: Sequence[Sequence[Entry]]) -> list[str]:
        """Return who is to do something by a day and did not speak for themselves."""
        rows = [self.owners.of(entry.item) for stage in stages for entry in stage]
        found = (*rows, *map(self.owners.of_work, self._besides))
        return list(dict.fromkeys(owner.name for owner in found if owner.due and not owner.spoke))

    def _open_hours(self) -> Span:
        return self._agreed_on(str(self.sentences.say("open_hours.title")), self.owners.days.of_stop)

    def _agreed_on(self, title: str, day: dt.date) -> Span:
        """Return the row of what takes an agreement of the agent's owner."""
        return Span(
            label=title,
            start=0,
            end=(day - self.score.as_of).days,
            kind="other",
            owner=self.owners.of_agent,
            by=self._by(day, proposed=True),
            effort=str(self.sentences.say("roadmap.effort", hours=(), wanted="agreement")),
        )

    def _span(self, days: int, entry: Entry, look: Renewal | None = None) -> Span:
        item, owner = self.score.items[entry.item], look.owner if look else self.owners.of(entry.item)
        kind: str = (
            wanted(item, entry.gap) if entry.gap else "second" if entry.item in self.score.one_person else "raise"
        )
        if look:
            kind = "again"
        elif work_on(self.owners, entry.item) and not entry.gap:
            kind = "work"
        effort = self.hours.get(entry.item) if entry.gap else self.beside.get(entry.item)
        if effort and not entry.gap and not owner.due and entry.item in gap_of(self.score):  # after the look at it
            last = working_day(day_after(self.score.as_of, days))
            owner = replace(owner, proposed=max(owner.day or last, last))
        there = ((owner.day or day_after(self.score.as_of, days)) - self.score.as_of).days
        word = "accepted" if owner.risk else "answer" if kind == "look" and entry.gap and entry.gap.lacking else kind
        shown = self.sentences.say("roadmap.effort", hours=points(effort) if effort else (), wanted=word)
        title = self.sentences.say("register.title.again", title=item.item.title) if look and look.apart else ""
        return Span(
            label=str(title) or item.item.title,
            start=0 if owner.risk or there <= days - STAGES[0] else days - STAGES[0],
            end=there if there > 0 else 1 if owner.due else days,  # what is late ends today
            due=max(there, 0) if owner.due and not owner.risk else None,  # what is late is due now
            kind="work" if kind == "work" and not owner.risk else "look" if word in ("look", "again") else "other",
            owner=owner.name,
            by=self._by(owner.day, proposed=not owner.due),
            effort=str(shown),
        )

    def _by(self, due: dt.date | None, *, proposed: bool) -> str:
        passed = bool(due and due < self.score.as_of)
        return str(self.sentences.say("roadmap.by", due=due, passed=passed, proposed=proposed)) if due else ""


def listed(score: Score, days: int, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries of a stage; of one that reaches no tier the first few, if more than two would be left."""
    in_full = reached(score, days) or len(entries) <= _ROWS + 2
    return entries if in_full else entries[:_ROWS]


def reached(score: Score, days: int) -> Tier | None:
    """Return the tier that a stage reaches, if it reaches one."""
    reaches = {30: score.aim, 60: next_above(score.aim)}.get(days)
    return score.questionnaire.tier_of[reaches] if reaches and reaches != score.reported_tier else None


def _by_day(span: Span) -> tuple[bool, bool, int]:
    """Return a sorting key: what was agreed first, the nearest before the others, then what has a name."""
    return span.due is None, not span.owner, span.end if span.due is None else span.due


def _without_most_questions(score: Score, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries with the first few of those that only have to be answered, which need no hours."""
    asked = [e for e in entries if e.gap and wanted(score.items[e.item], e.gap) == "answer"]
    return [entry for entry in entries if entry not in asked[_QUESTIONS:]]
