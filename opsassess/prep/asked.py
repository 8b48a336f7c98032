"""What somebody is asked, in which order, in how many sessions, and for how long."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass
from fractions import Fraction

from opsassess.assessment import Assessment
from opsassess.questionnaire import Item, Questionnaire, Role
from opsassess.scoring import score

_SESSION = 90  # minutes
_SLACK = Fraction(1, 10)  # of a session: a few minutes more are no reason for another one
_LEAST, _ROUND = 15, 5  # minutes; for less nobody sets a day
_SEVERAL = 3  # questions; of fewer, their titles say more than the area does


@dataclass(frozen=True, kw_only=True)
class Group:
    """Questions that are asked one after the other, under one title."""

    title: str
    items: tuple[Item, ...]
    about: str = ""  # the area of which all is asked, or the question that stands alone

    @property
    def minutes(self) -> Fraction:
        """Return the planned time."""
        return sum((item.minutes for item in self.items), Fraction(0))


def is_asked(item: Item, roles: Sequence[Role]) -> bool:
    """Tell whether these roles are asked: a builder what the operator side is asked, apart from it."""
    return "builder" in roles or bool({*roles} & {*item.asked_of})


def asked_groups(
    questionnaire: Questionnaire, assessment: Assessment, roles: Sequence[Role], left: Container[str] | None = None
) -> tuple[Group, ...]:
    """Return the questions that apply to this agent and are put to these roles, in the order of the session.

    Of somebody who has spoken, they are those that are ``left``.
    """
    applying = [values.item for values in score(questionnaire, assessment).items.values() if values.applies]
    asked = [item for item in applying if (is_asked(item, roles) if left is None else item.id in left)]
    in_part = {item.area for item in applying if item not in asked}
    order = (*questionnaire.session_order, *(area.id for area in questionnaire.areas))
    alone = {entry for entry in order if "." in entry}
    groups = []
    for entry in dict.fromkeys(order):
        found = tuple(i for i in asked if i.id == entry or (i.area == entry and i.id not in alone))
        if found:
            title = found[0].title if entry in alone else questionnaire.area_of[entry].title
            whole = entry in alone or (entry not in in_part and len(found) >= _SEVERAL)
            groups.append(Group(title=title, items=found, about=entry if whole else ""))
    return tuple(groups)


def in_sessions(groups: Sequence[Group]) -> tuple[tuple[Group, ...], ...]:
    """Return the groups of each session: as few sessions of an hour and a half as hold them, about equally long."""
    total = sum((group.minutes for group in groups), Fraction(0))
    many = max(1, math.ceil(total / _SESSION - _SLACK))
    sessions: list[list[Group]] = [[] for _ in range(many)]
    before = Fraction(0)
    for group in groups:
        middle = before + group.minutes / 2
        sessions[min(many - 1, int(middle * many / total))].append(group)
        before += group.minutes
    return tuple(tuple(session) for session in sessions if session)


def minutes_of(session: Sequence[Group]) -> int:
    """Return the planned time of a session as one says it, in steps of five minutes."""
    return max(_LEAST, round(sum(group.minutes for group in session) / _ROUND) * _ROUND)
