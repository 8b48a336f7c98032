"""What to do about a gap: the consultant's own words, or the steps that are still missing and no others."""

from __future__ import annotations

from opsassess.effort import Effort, in_hours
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.people import builder_name, differing, named, operator_name
from opsassess.scoring import Gap, ItemScore, Score
from opsassess.scoring.values import value_of


def remedy(score: Score, gap: Gap, sentences: Sentences) -> Prose:
    """Return what to do, from the first step that is missing."""
    action = score.assessment.action_of.get(gap.item)
    if action and action.text.strip():
        return escape(action.text)
    item = score.items[gap.item]
    if differing(item):
        return _lesson(item, sentences)
    first = gap.steps[0] if gap.steps else "write"
    return sentences.say(
        f"gaps.do.{first}",
        item=item.item,
        operator=operator_name(item, score.assessment),
        builder=builder_name(item, score.assessment),
        prove="prove" in gap.steps,
        record=item.item.evidence.get("E3", ""),
    )


def _lesson(item: ItemScore, sentences: Sentences) -> Prose:
    """Return who shows it to whom, where one operator can do it and another cannot."""
    known = [(value_of(answer.rating), answer) for answer in item.operators if answer.rating is not None]
    values = [value for value, _ in known]
    best, lowest = ([a for value, a in known if value == edge] for edge in (max(values), min(values)))
    lowest_alone = len({answer.respondent.id for answer in lowest}) == 1
    return sentences.say(
        "gaps.do.differ", item=item.item, best=named(best, ""), lowest=named(lowest, ""), lowest_alone=lowest_alone
    )


def effort_told(score: Score, gap: Gap, effort: Effort, sentences: Sentences) -> Prose:
    """Return the hours with what they are for, and the consultant's reason where they are not the bank's."""
    action = score.assessment.action_of.get(gap.item)
    own = bool(action and action.text.strip())  # whose words say what is done
    steps = [] if own else [sentences.say(f"step.{step}") for step in gap.steps]
    differ = not own and bool(differing(score.items[gap.item]))
    return sentences.say("gaps.effort", hours=in_hours(effort), steps=steps, differ=differ, why=effort.why)
