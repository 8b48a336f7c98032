"""What to do about a gap: the consultant's own words, or the steps that are still missing and no others."""

from __future__ import annotations

from opsassess.effort import Effort, in_hours
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.people import builder_name, operator_name
from opsassess.scoring import Gap, Score


def remedy(score: Score, gap: Gap, sentences: Sentences) -> Prose:
    """Return what to do, from the first step that is missing."""
    action = score.assessment.action_of.get(gap.item)
    if action and action.text.strip():
        return escape(action.text)
    item = score.items[gap.item]
    first = gap.steps[0] if gap.steps else "write"
    return sentences.say(
        f"gaps.do.{first}",
        item=item.item,
        operator=operator_name(item, score.assessment),
        builder=builder_name(item, score.assessment),
        prove="prove" in gap.steps,
        record=item.item.evidence.get("E3", ""),
    )


def effort_told(gap: Gap, effort: Effort, sentences: Sentences) -> Prose:
    """Return the hours with the steps that they are for, and the consultant's reason where they are not the bank's."""
    steps = [sentences.say(f"step.{step}") for step in gap.steps]
    return sentences.say("gaps.effort", hours=in_hours(effort), steps=steps, why=effort.why)
