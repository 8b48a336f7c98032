"""What we advise to settle before an agent that is on trial has its first live day."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.described.by_prompt import prompt_only
from opsassess.once import made_once
from opsassess.owners import Owners
from opsassess.owners.holding import on_call
from opsassess.owners.open_hours import open_hours
from opsassess.owners.risks import is_part, without_the_owners_yes
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import Gate
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.scoring.standing import STANDS, need_standing


def before_live_told(agent: Agent, sentences: Sentences) -> Prose:
    """Return the advice in a sentence; nothing for an agent that works, or where nothing speaks against its start."""
    score = agent.score
    if score.frame.facts.get("live") is not False:
        return Prose("")
    call, owners = on_call(agent), Owners(score=score, agent=agent)
    return sentences.say(
        "before_live",
        live=owners.days.live,
        today=score.as_of,
        unmet=list(dict.fromkeys(gate.title for gate, _ in _unmet(score))),
        open_hours=open_hours(score) is not None,
        by_prompt=prompt_only(score) is not None,
        owner=owner_to_be(owners),
        first=owners.days.first,
        call=call if call and call.soon else None,
        risks=[score.items[item].item.title for item in _without_a_yes(owners)],
    )


def owner_to_be(owners: Owners) -> str:
    """Return who is named as the owner of an agent on trial, and has not told us that it is theirs."""
    on_trial = owners.score.frame.facts.get("live") is False
    return owners.of_agent if on_trial and not owners.spoke(owners.of_agent) else ""


@made_once
def items_before_live(agent: Agent) -> frozenset[str]:
    """Return the questions without which we advise against a first live day."""
    score = agent.score
    if score.frame.facts.get("live") is not False:
        return frozenset()
    by_prompt, held = prompt_only(score), _without_a_yes(Owners(score=score, agent=agent))
    return frozenset((*(item for _, item in _unmet(score)), *held, *([by_prompt.item.item.id] if by_prompt else ())))


def _without_a_yes(owners: Owners) -> list[str]:
    """Return the parts of must-haves whose risk has no yes of the owner that counts."""
    return [risk.item for risk in without_the_owners_yes(owners) if is_part(owners, risk)]


def _unmet(score: Score) -> Iterator[tuple[Gate, str]]:
    """Yield the must-haves without which no agent runs, with each question of theirs that is not there."""
    for gate in (gate for gate in score.questionnaire.gates if gate.hard):
        for need in score.frame.needs_of_gate.get(gate.id, ()):
            if score.items[need.item].applies and need_standing(score, need) not in STANDS:
                yield gate, need.item
