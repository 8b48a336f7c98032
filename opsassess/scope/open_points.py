"""What has to be filled in before a scope can be signed."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.prose import Prose
from opsassess.scope.subject import Subject


def open_points(subject: Subject) -> tuple[Prose, ...]:
    """Return the points that are missing; none where both sides can sign."""
    return tuple(_open(subject))


def _open(subject: Subject) -> Iterator[Prose]:
    scope, terms = subject.scope, subject.scope.terms
    missing = {
        "service_hours": not terms.service_hours,
        "response": not terms.response,
        "rate_card": scope.card is None,
        "notice_days": terms.notice_days is None,
        "minimum_months": terms.minimum_months is None,
        "unused_hours": not terms.unused_hours and any(one.month.incidents for one in scope.months),
    }
    yield from (subject.say(f"open.{name}") for name, is_missing in missing.items() if is_missing)
    drafts = [agent.name for agent in scope.agents if agent.score.is_draft]
    if drafts:
        yield subject.say("open.assessment", agents=drafts)
