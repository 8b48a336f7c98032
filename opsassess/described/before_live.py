"""What we advise to settle before an agent that is on trial has its first live day."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.described.by_prompt import prompt_only
from opsassess.owners import Owners
from opsassess.owners.holding import on_call
from opsassess.owners.open_hours import open_hours
from opsassess.owners.risks import is_part, without_the_owners_yes
from opsassess.prose import Prose, Sentences
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.scoring.standing import STANDS, need_standing


def before_live_told(agent: Agent, sentences: Sentences) -> Prose:
    """Return the advice in a sentence; nothing for an agent that works, or where nothing speaks against its start."""
    score = agent.score
    if score.frame.facts.get("live") is not False:
        return Prose("")
    by_prompt, call, owners = prompt_only(score), on_call(agent), Owners(score=score, agent=agent)
    held = (risk for risk in without_the_owners_yes(owners) if is_part(owners, risk))
    return sentences.say(
        "before_live",
        live=owners.days.live,
        today=score.as_of,
        unmet=list(_unmet(score)),
        open_hours=open_hours(score) is not None,
        by_prompt=by_prompt is not None,
        call=call if call and call.soon else None,
        risks=[score.items[risk.item].item.title for risk in held],
    )


def _unmet(score: Score) -> Iterator[str]:
    """Yield the must-haves without which no agent runs, of which a part is not there."""
    for gate in score.questionnaire.gates:
        needs = [need for need in score.frame.needs_of_gate.get(gate.id, ()) if score.items[need.item].applies]
        if gate.hard and any(need_standing(score, need) not in STANDS for need in needs):
            yield gate.title
