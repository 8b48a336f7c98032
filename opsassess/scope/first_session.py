"""What a first session gives where the next tier is out of its reach: the gaps by name, and no package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.owners import Owners
from opsassess.owners.open_hours import open_hours, open_hours_told
from opsassess.owners.situations import situation, wanted
from opsassess.owners.standing import WANTS, gap_counts, wide_gaps
from opsassess.prose import Prose
from opsassess.report.beside import agreement
from opsassess.retainer.agent import Agent
from opsassess.scope.stands import gap_stands
from opsassess.scope.subject import Subject
from opsassess.scoring import Gap, ItemScore


def first_session_section(subject: Subject) -> Section:
    """Return page one where no agent of the scope can be taken further on what was asked."""
    return Section(id="offer", role="page_one", title=subject.say("first.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    tiers = dict.fromkeys(agent.score.questionnaire.tier_cap for agent in subject.scope.agents)
    yield Paragraph(text=subject.say("first.lead", agents=subject.agents, tiers=list(tiers)), role="lead")
    yield Paragraph(text=subject.say("first.next"))
    for agent in subject.scope.agents:
        yield from _before(agent, subject)
    rows = tuple(row for agent in subject.scope.agents for row in gap_rows(agent, subject))
    yield Heading(text=subject.say("first.gaps"))
    yield Paragraph(text=subject.say("first.gaps.lead", gaps=len(rows), tiers=list(tiers), **_counts(subject)))
    if rows:
        yield gap_table(rows, subject)


def _before(agent: Agent, subject: Subject) -> Iterator[Block]:
    """Yield what comes before all gaps and belongs to no question: who stops it at every hour, who is on call."""
    say, owners = subject.say, Owners(score=agent.score, agent=agent)
    if open_hours(agent.score):
        found = open_hours_told(agent.score, subject.sentences, "open_hours.found")
        title, named = say("open_hours.title"), [owners.of_agent] if owners.of_agent else []
        yield Paragraph(
            text=say("first.before", title=title, found=found, owner=named, day=owners.days.first, first=True)
        )
    if call := agreement(owners, subject.sentences):
        named = [call.owner.name] if call.owner.name else []
        yield Paragraph(
            text=say(
                "first.before",
                title=call.title,
                found=call.found,
                owner=named,
                day=call.owner.proposed,
                first=not open_hours(agent.score),
            )
        )


def _counts(subject: Subject) -> Mapping[str, int]:
    """Return the counts of the report's page on gaps, over all agents."""
    counts: Counter[str] = Counter()
    for agent in subject.scope.agents:
        counts.update(gap_counts(agent.score, wide_gaps(agent.score)))
    return counts


def gap_table(rows: tuple[tuple[Prose, ...], ...], subject: Subject) -> Table:
    """Return the gaps as a table."""
    columns = tuple(subject.say(f"first.column.{name}") for name in ("gap", "stands"))
    return Table(columns=columns, rows=rows, widths=(38, 62), caption=subject.say("first.caption"))


def gap_rows(agent: Agent, subject: Subject) -> Iterator[tuple[Prose, ...]]:
    """Yield each gap by its title: what has to be made, then what is written, then what is to be told or shown."""
    gaps = [gap for gap in wide_gaps(agent.score) if gap.kind != "not_written"]
    for gap in sorted(gaps, key=lambda gap: _order(agent.score.items[gap.item], gap)):
        yield subject.title_of(agent, gap.item), gap_stands(agent, gap, subject)


def _order(score: ItemScore, gap: Gap) -> tuple[int, bool]:
    return WANTS.index(wanted(score, gap)), situation(score, gap) in ("written", "usable")
