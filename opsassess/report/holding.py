"""Until when the tier of today holds if nothing is done, in the one sentence that every document has for it."""

from __future__ import annotations

from opsassess.prose import Prose, Sentences
from opsassess.retainer.agent import Agent


def fall_told(agent: Agent, sentences: Sentences) -> Prose:
    """Return when the tier falls and what has aged then; nothing where it does not fall."""
    found, score = agent.fall, agent.score
    if found is None:
        return Prose("")
    items = [score.items[name] for name in found.items]
    days = {max((s.evidence.date for s in item.seen if s.evidence.date), default=None) for item in items}
    return sentences.say(
        "tier.falls",
        tier=score.questionnaire.tier_of[score.reported_tier],
        day=found.day,
        titles=[f"“{item.item.title}”" for item in items],
        last=days.pop() if len(days) == 1 else None,
    )
