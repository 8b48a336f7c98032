"""How an open item stands today, in the words that report, follow-up and register have for it."""

from __future__ import annotations

from opsassess.owners.people import builder_name, builder_wrote
from opsassess.owners.situations import situation_told
from opsassess.prose import Prose
from opsassess.retainer.lines import Line
from opsassess.scope.subject import Subject


def how_it_stands(line: Line, subject: Subject) -> Prose:
    """Return what stays open without a line; what has a page of the builder's and none of the team's says so."""
    if line.kind == "second":
        return subject.say("stands.builder")
    agent, gap = subject.scope.agents[line.agent], line.gaps[0]
    score = agent.score.items[gap.item]
    word = situation_told(score, gap)
    return subject.say(
        "stands",
        what=subject.say(f"situation.{word}"),
        builder=builder_name(score, agent.score.assessment),
        page=word == "in_a_head" and builder_wrote(score),
        where=next((a.written_where.strip().rstrip(".") for a in score.builders if a.written_where.strip()), ""),
    )
