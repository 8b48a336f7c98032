"""What a first session gives where the next tier is out of its reach: how much is open, and no package."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

from opsassess.blocks import Block, Heading, Paragraph, Section
from opsassess.described.agreements import agreement, owners_yes
from opsassess.described.before_live import before_live_told
from opsassess.described.by_prompt import by_prompt_told, prompt_only
from opsassess.library import find_questionnaire
from opsassess.owners import Owners
from opsassess.owners.holding import builder_gone
from opsassess.owners.open_hours import open_hours, open_hours_told
from opsassess.owners.people import by_whom
from opsassess.owners.risks import decided_by, is_part, without_the_owners_yes
from opsassess.owners.standing import gap_counts, wide_gaps
from opsassess.prep import ROLES
from opsassess.prep.asked import Group, asked_groups, in_sessions, minutes_of
from opsassess.prose import Prose, escape, listed
from opsassess.retainer.agent import Agent
from opsassess.scope.subject import Subject

_FULL = "agent-operability"


def first_session_section(subject: Subject) -> Section:
    """Return page one where no agent of the scope can be taken further on what was asked."""
    return Section(id="offer", role="page_one", title=subject.say("first.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    tiers = dict.fromkeys(agent.score.questionnaire.tier_cap for agent in subject.scope.agents)
    yield Paragraph(text=subject.say("first.lead", agents=subject.agents, tiers=list(tiers)), role="lead")
    yield Paragraph(text=subject.say("first.next"))
    if talks := [talk for agent in subject.scope.agents for talk in _talks(agent)]:
        yield Paragraph(text=subject.say("first.size", talks=talks))
    for agent in subject.scope.agents:
        if advice := before_live_told(agent, subject.sentences):
            yield Paragraph(text=advice)
        yield from _before(agent, subject)
    yield Heading(text=subject.say("first.gaps"))
    yield Paragraph(text=subject.say("first.gaps.lead", tiers=list(tiers), **_counts(subject)))


def _talks(agent: Agent) -> Iterator[dict[str, object]]:
    """Yield whom the full assessment asks what a short form of it left out, and how long; of another form, nobody."""
    full, asked, said = find_questionnaire(_FULL), agent.score.questionnaire.items, agent.score.assessment
    if not asked.keys() <= full.items.keys():
        return
    owners = Owners(score=agent.score, agent=agent)
    until = None if builder_gone(agent.score) else owners.days.builder_until
    for role in ROLES:
        groups = (
            Group(title=group.title, items=tuple(item for item in group.items if item.id not in asked))
            for group in asked_groups(full, said, (role,))
        )
        minutes = [minutes_of(session) for session in in_sessions([group for group in groups if group.items])]
        if minutes:
            people = [one.name for one in said.people if role in one.roles]
            who = listed(people) or (owners.of_agent if role == "owner" else "")
            yield {"role": role, "who": who, "minutes": minutes, "until": until if role == "builder" else None}


def _before(agent: Agent, subject: Subject) -> Iterator[Block]:
    """Yield what comes before all gaps: who stops it, what only its prompt forbids, whose it is and who is on call.

    A risk without the owner's yes comes last; one that ends before the first live day holds nothing back.
    """
    say, score, owners = subject.say, agent.score, Owners(score=agent.score, agent=agent)

    def proposed(who: str, day: dt.date | None) -> Prose:
        return say("first.before.who", who=who, day=day)

    found: list[tuple[Prose, Prose, Prose, bool]] = []
    if open_hours(score):
        told = open_hours_told(score, subject.sentences, "open_hours.found")
        found.append((say("open_hours.title"), told, proposed(owners.of_agent, owners.days.of_stop), True))
    by_prompt = prompt_only(score) if before_live_told(agent, subject.sentences) else None
    if by_prompt:
        owner, title = owners.of(by_prompt.item.item.id), escape(by_prompt.item.item.title)
        found.append((title, by_prompt_told(score, subject.sentences), say("owner", owner=owner), True))
    agreed = filter(None, (owners_yes(owners, subject.sentences), agreement(owners, subject.sentences)))
    found += [(one.title, one.found, proposed(one.owner.name, one.owner.proposed), True) for one in agreed]
    for risk in without_the_owners_yes(owners):
        title, who = escape(score.items[risk.item].item.title), by_whom(score.assessment, risk)
        part = is_part(owners, risk)
        told = say("register.yes.found", risk=risk, who=who, owner=owners.of_agent, part=part)
        found.append((title, told, proposed(owners.of_agent, decided_by(owners, risk)), part))
    for n, (title, told, who, needed) in enumerate(found):
        yield Paragraph(text=say("first.before", title=title, found=told, who=who, first=not n, needed=needed))


def _counts(subject: Subject) -> Mapping[str, int]:
    """Return the counts of the report's page on gaps, over all agents."""
    counts: Counter[str] = Counter()
    for agent in subject.scope.agents:
        counts.update(gap_counts(agent.score, wide_gaps(agent.score)))
    return counts
