"""How an open item stands today: never more than the answers say."""

from __future__ import annotations

from opsassess.assessment import DONT_KNOW
from opsassess.prose import Prose
from opsassess.report.people import builder_name
from opsassess.retainer.agent import Agent
from opsassess.retainer.lines import Line
from opsassess.scope.subject import Subject
from opsassess.scoring import ItemScore

_IN_A_HEAD = 1
_WRITTEN = 2


def how_it_stands(line: Line, subject: Subject) -> Prose:
    """Return what stays open without a line."""
    if line.kind == "second":
        return subject.say("stands.builder")
    return item_stands(subject.scope.agents[line.agent], line.item.id, subject)


def item_stands(agent: Agent, item: str, subject: Subject) -> Prose:
    """Return how the operator side's word leaves an item; what nobody was asked is not missing."""
    score = agent.score.items[item]
    builder = builder_name(score, agent.score.assessment)
    return subject.say(f"stands.{_state(score)}", absent=score.item.absent, builder=builder)


def _state(score: ItemScore) -> str:
    rating = score.operator
    if rating is None and score.builder is not None:
        return "builder_absent" if score.builder == 0 else "builder_told"
    if rating is None:
        return "unasked"
    if rating == DONT_KNOW:
        return "unknown"
    if int(rating) <= _IN_A_HEAD:
        return "absent"
    if score.builder_run:
        return "builder"
    return "written" if int(rating) == _WRITTEN else "usable"
