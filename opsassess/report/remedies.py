"""What to do about a gap: the consultant's own words, or the steps that are still missing and no others."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from opsassess.effort import Effort, in_hours
from opsassess.owners.differing import differing
from opsassess.owners.people import best_on_duty, named, on_duty
from opsassess.prose import Prose, Sentences, escape
from opsassess.questionnaire import Step
from opsassess.scoring import Gap, ItemScore, Score
from opsassess.scoring.values import value_of

_USABLE = Fraction(3, 4)  # what an operator can do alone


def remedy(score: Score, gap: Gap, sentences: Sentences) -> Prose:
    """Return what to do in the steps that are missing."""
    action = score.assessment.action_of.get(gap.item)
    if action and action.text.strip():
        return escape(action.text)
    item = score.items[gap.item]
    if differing(item):
        return _lesson(item, sentences)
    return escape(" ".join(item.item.remedy.texts(gap.steps or ("write",))))


def accepted(item: ItemScore, steps: Iterable[Step]) -> str:
    """Return when work is done: with its last step; where one operator can do it already, when the other can too."""
    lesson = differing(item) and _is_done(item)
    return item.item.remedy.accepted(("walk_through",) if lesson else steps)


def _is_done(item: ItemScore) -> bool:
    """Tell whether somebody who runs it does it without help, and has it not only in writing."""
    return best_on_duty(item) >= _USABLE


def _lesson(item: ItemScore, sentences: Sentences) -> Prose:
    """Return who shows it, or its page, to whom, where one operator has it and another does not."""
    known = [(value_of(answer.rating), answer) for answer in on_duty(item) if answer.rating is not None]
    values = [value for value, _ in known]
    best, lowest = ([a for value, a in known if value == edge] for edge in (max(values), min(values)))
    best_alone, lowest_alone = (len({answer.respondent.id for answer in side}) == 1 for side in (best, lowest))
    return sentences.say(
        "remedy.differ",
        item=item.item,
        does=_is_done(item),
        best=named(best, ""),
        best_alone=best_alone,
        lowest=named(lowest, ""),
        lowest_alone=lowest_alone,
    )


def effort_told(score: Score, gap: Gap, effort: Effort, sentences: Sentences) -> Prose:
    """Return the hours with what they are for, and the consultant's reason where they are not the bank's."""
    action = score.assessment.action_of.get(gap.item)
    own = bool(action and action.text.strip())  # whose words say what is done
    differ = not own and bool(differing(score.items[gap.item]))
    return sentences.say("gaps.effort", hours=in_hours(effort), differ=differ, ours=effort.own, why=effort.why)
