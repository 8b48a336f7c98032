"""The one state of an accepted risk: work on it is agreed before it ends, or nothing is done until then."""

from __future__ import annotations

import datetime as dt

from opsassess.assessment import AcceptedRisk
from opsassess.owners import Owner, Owners
from opsassess.owners.people import holder_of
from opsassess.owners.standing import gap_of
from opsassess.prose import Prose, Sentences
from opsassess.scoring import Score

_SOON = dt.timedelta(days=30)


def work_on(owners: Owners, item: str) -> Owner | None:
    """Return who works on an accepted risk by when, where somebody agreed to; None where nobody does before it ends."""
    owner = owners.of(item)
    return owner if not owner.risk and owner.due and owner.name else None


def until_told(owners: Owners, risk: AcceptedRisk, sentences: Sentences) -> Prose:
    """Return until when a risk is accepted, and who works on it before, as the rest of "accepted"."""
    return sentences.say("risk.until", until=risk.expires, work=work_on(owners, risk.item))


def ended_risks(score: Score) -> tuple[AcceptedRisk, ...]:
    """Return the risks that were accepted until a day that has passed, of what is still a gap."""
    return tuple(r for r in score.assessment.exceptions if r not in score.accepted and r.item in gap_of(score))


def decided_by(owners: Owners, risk: AcceptedRisk) -> dt.date:
    """Return by when the agent's owner is asked to decide on a risk: it takes a yes or a name, and no work."""
    return min(owners.days.first, risk.expires) if risk in owners.score.accepted else owners.days.overdue


def without_the_owners_yes(owners: Owners) -> tuple[AcceptedRisk, ...]:
    """Return the risks without a yes that counts, unless somebody else works on it or nothing runs before it ends.

    On a part of a must-have an operator's alone does not; on none that of somebody whom nobody asked.
    """
    live = owners.days.live
    held = (
        risk
        for risk in owners.score.accepted
        if (is_part(owners, risk) and _by_an_operator(risk.role, owners)) or _not_asked(risk.role, owners)
    )
    held = (risk for risk in held if live is None or risk.expires >= live)
    return tuple(risk for risk in held if risk.item in owners.score.items and not _done_by_another(risk, owners))


def is_part(owners: Owners, risk: AcceptedRisk) -> bool:
    """Tell whether a risk is accepted on a part of a must-have."""
    return bool(owners.score.frame.needs_of_item.get(risk.item))


def ends_soon(owners: Owners) -> tuple[AcceptedRisk, ...]:
    """Return the risks that end within a month and on which nobody agreed to work, the first to end first."""
    end = owners.score.as_of + _SOON
    soon = (r for r in owners.score.accepted if r.expires <= end and r.item in owners.score.items)
    return tuple(sorted((r for r in soon if not work_on(owners, r.item)), key=lambda risk: risk.expires))


def _not_asked(role: str, owners: Owners) -> bool:
    """Tell whether the answers name somebody for this role who did not speak."""
    name = holder_of(role, owners.score.assessment)
    return bool(name) and name not in {person.name for person in owners.score.assessment.respondents}


def _done_by_another(risk: AcceptedRisk, owners: Owners) -> bool:
    """Tell whether it is somebody else's work: who accepted a risk and does the work decides on the own delay."""
    work = work_on(owners, risk.item)
    return work is not None and work.name != holder_of(risk.role, owners.score.assessment)


def _by_an_operator(role: str, owners: Owners) -> bool:
    """Tell whether this is somebody who runs the agent and does not own it."""
    assessment = owners.score.assessment
    name = holder_of(role, assessment)
    held = [person.roles for person in assessment.respondents if person.name == name]
    return any("operator" in roles and "owner" not in roles for roles in held)
