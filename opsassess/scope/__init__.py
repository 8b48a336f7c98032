"""The retainer scope as a value: what a client signs, before it is a page."""

from __future__ import annotations

import datetime as dt

from opsassess.blocks import Document, Section
from opsassess.prose import Prose, Sentences, escape, listed
from opsassess.retainer.scope import Scope
from opsassess.scope.agreement import agreement_sections
from opsassess.scope.deliverables import deliverables_section
from opsassess.scope.first_session import first_session_section
from opsassess.scope.frontier import frontier_section
from opsassess.scope.inventory import inventory_section
from opsassess.scope.left_out import left_section
from opsassess.scope.lines import lines_section
from opsassess.scope.months import month_section, response_section
from opsassess.scope.offer import offer_section
from opsassess.scope.open_points import open_points
from opsassess.scope.subject import Subject

__all__ = ["scope_document"]


def scope_document(scope: Scope, sentences: Sentences, consultancy: str = "") -> Document:
    """Return the statement of work: offer, hours, and the eleven parts that both sides sign."""
    subject = Subject(scope=scope, sentences=sentences, consultancy=consultancy)
    first = scope.agents[0].score
    return Document(
        kind="scope",
        title=subject.say("title"),
        subtitle=subject.say("subtitle" if scope.has_offer else "first.subtitle", agents=subject.agents),
        client=escape(first.assessment.client.name),
        agent=listed(subject.agents),
        day=first.as_of,
        draft=bool(open_points(subject)),
        cover=tuple(_cover(subject)),
        sections=_sections(subject),
    )


def _sections(subject: Subject) -> tuple[Section, ...]:
    """Return all parts; without a package to offer, only what is open and what was looked at."""
    if not subject.scope.has_offer:
        return first_session_section(subject), inventory_section(subject)
    sections = (
        offer_section(subject),
        frontier_section(subject),
        inventory_section(subject),
        lines_section(subject),
        left_section(subject),
        deliverables_section(subject),
        month_section(subject),
        response_section(subject),
        *agreement_sections(subject),
    )
    return tuple(section for section in sections if section is not None)


def _cover(subject: Subject) -> list[tuple[Prose, Prose]]:
    score, days = subject.scope.agents[0].score, subject.scope.terms.valid_days
    cover = [
        (subject.say("cover.client"), escape(score.assessment.client.name)),
        (subject.say("cover.agents", many=len(subject.agents)), listed(subject.agents)),
        (subject.say("cover.day"), subject.say("day", day=score.as_of)),
    ]
    if days is not None:
        until = score.as_of + min(dt.timedelta(days=days), dt.date.max - score.as_of)
        cover.append((subject.say("cover.valid"), subject.say("day", day=until)))
    return cover
