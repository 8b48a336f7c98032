"""What has to be agreed: the owner's yes, a second person who runs it, who is on call without its builder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opsassess.described.before_live import owner_to_be
from opsassess.owners import Owner, Owners
from opsassess.owners.absence import reached
from opsassess.owners.asked import OWNER
from opsassess.owners.holding import on_call
from opsassess.owners.people import backups, named, operators, run_by_builders
from opsassess.phrases import left_open_in
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import TierId
from opsassess.scoring.tiers import next_above


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What only takes a yes or a name: whose it is, a second person who runs it, who is on call without its builder."""

    title: Prose
    found: Prose
    do: Prose
    done: Prose
    why: Prose
    owner: Owner
    needed_for: TierId | None
    soon: bool  # it stands on page one
    before_live: bool  # the agent is on trial, and we advise against a live day without it
    item: str = ""


def agreement(owners: Owners, sentences: Sentences) -> Agreement | None:
    """Return what has to be agreed first: a second person where only who built it runs it, else who is on call."""
    score, call, name = owners.score, on_call(owners.planned), owners.of_agent
    values: dict[str, object]
    if run_by_builders(score.assessment):
        kind, values = (
            "second",
            {"who": named(operators(score.assessment), "its builder"), "agent": score.assessment.agent.name},
        )
        day, needed_for = owners.days.first, next_above(score.questionnaire.constants.one_person_cap)
    elif call:
        told = reached(score)
        kind, values = "on_call", {"call": call, "open": left_open_in(told), "backups": backups(score.assessment)}
        day, needed_for = call.proposed, call.tier
    else:
        return None
    return Agreement(
        **_told(kind, values, sentences),
        owner=Owner(name=name, namer=name, naming=owners.days.first, due=None, proposed=day),
        needed_for=needed_for,
        soon=kind == "second" or (call is not None and call.soon),
        before_live=kind == "on_call" and bool(call and call.soon) and score.frame.facts.get("live") is False,
    )


def owners_yes(owners: Owners, sentences: Sentences) -> Agreement | None:
    """Return the yes to come of whoever is named as the owner of an agent on trial, and has not spoken with us."""
    score, who, days = owners.score, owner_to_be(owners), owners.days
    if not who:
        return None
    live = days.live if days.live and days.live >= score.as_of else None
    return Agreement(
        **_told("owners_yes", {"who": who, "agent": score.assessment.agent.name, "live": live}, sentences),
        owner=Owner(name=who, namer=who, naming=days.first, due=None, proposed=days.first),
        needed_for=None,
        soon=False,
        before_live=True,
        item=OWNER,
    )


def _told(kind: str, values: Mapping[str, object], sentences: Sentences) -> Mapping[str, Prose]:
    return {part: sentences.say(f"{kind}.{part}", **values) for part in ("title", "found", "do", "done", "why")}
