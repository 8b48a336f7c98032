"""How an open item stands today: never more than the answers say."""

from __future__ import annotations

from opsassess.assessment import DONT_KNOW
from opsassess.prose import Prose
from opsassess.retainer.lines import Line
from opsassess.scope.subject import Subject
from opsassess.scoring import ItemScore

_IN_A_HEAD = 1
_WRITTEN = 2


def how_it_stands(line: Line, subject: Subject) -> Prose:
    """Return what stays open without a line."""
    if line.kind == "second":
        return subject.say("stands.builder")
    return item_stands(subject.scope.agents[line.agent].score.items[line.item.id], subject)


def item_stands(score: ItemScore, subject: Subject) -> Prose:
    """Return how the operator side's word leaves an item; what nobody was asked is not missing."""
    return subject.say(f"stands.{_state(score)}", absent=score.item.absent)


def _state(score: ItemScore) -> str:
    rating = score.operator
    if rating is None:
        return "unasked"
    if rating == DONT_KNOW:
        return "unknown"
    if int(rating) <= _IN_A_HEAD:
        return "absent"
    if score.builder_run:
        return "builder"
    return "written" if int(rating) == _WRITTEN else "usable"
