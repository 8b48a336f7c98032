"""The assessment as the session sees it, which follows each change without computing everything again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from opsassess.answers import EVER, Current, current_answers, current_of
from opsassess.applied import apply
from opsassess.assessment import Action, Answer, Assessment, Client, Milestone, Note, Promise
from opsassess.changes import AgentName, Change, Removed, Summary
from opsassess.consistency import items_for
from opsassess.interview.form import order_of
from opsassess.questionnaire import Questionnaire
from opsassess.scoring import Score, rescored, score

_BESIDE = (Promise, Note, Action, Milestone, Client, AgentName, Summary)  # no score hangs on these
_BESIDE_KINDS = ("promise", "note", "action", "milestone")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An assessment with its answers folded and its scores."""

    assessment: Assessment
    score: Score
    log: Mapping[str, tuple[Answer, ...]]  # item -> all that was said about it
    answers: Mapping[str, tuple[Current, ...]]  # item -> what each respondent says now
    order: tuple[str, ...]  # the items in the order of the session

    @classmethod
    def of(cls, questionnaire: Questionnaire, assessment: Assessment) -> Picture:
        """Look at an assessment for the first time."""
        return cls(
            assessment=assessment,
            score=score(questionnaire, assessment),
            log=assessment.answers_on,
            answers=current_answers(assessment),
            order=order_of(questionnaire, items_for(questionnaire, assessment)),
        )

    @property
    def questionnaire(self) -> Questionnaire:
        return self.score.questionnaire

    def after(self, changes: Iterable[Change]) -> Picture:
        changes = tuple(changes)
        said = [change for change in changes if isinstance(change, Answer)]
        rest = [change for change in changes if not isinstance(change, Answer)]
        assessment = apply(self.assessment, changes)
        if not all(map(_stands_beside, rest)):
            return Picture.of(self.questionnaire, assessment)
        log = dict(self.log)
        for answer in said:
            log[answer.item] = (*log.get(answer.item, ()), answer)
        now = {answer.item: current_of(log[answer.item], assessment) for answer in said}
        return replace(
            self,
            assessment=assessment,
            score=rescored(self.score, assessment, now),
            log=log,
            answers={**self.answers, **now},
        )

    @property
    def told(self) -> Mapping[str, tuple[Current, ...]]:
        """Return what each respondent says of each item, with the ratings of who left, which count no more."""
        if not self.assessment.left:
            return self.answers
        return current_answers(self.assessment, EVER)

    def latest(self, item: str, respondent: str) -> dt.datetime | None:
        """Return the latest time that an answer of a person to an item carries, set back clocks and imports too."""
        times = [answer.at for answer in self.log.get(item, ()) if answer.respondent == respondent and answer.at]
        return max(times, default=None)


def _stands_beside(change: Change) -> bool:
    if isinstance(change, Removed):
        return change.kind in _BESIDE_KINDS
    return isinstance(change, _BESIDE)
