"""What a first session gives where the next tier is out of its reach: the gaps by name, and no package."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.prose import Prose
from opsassess.report.standing import wide_gaps
from opsassess.retainer.agent import Agent
from opsassess.scope.stands import item_stands
from opsassess.scope.subject import Subject
from opsassess.scoring.frame import not_above


def out_of_reach(agent: Agent) -> bool:
    """Tell whether the tier after today's is one that the questionnaire cannot give."""
    cap = agent.score.questionnaire.tier_cap
    return cap != "T3" and not_above(cap, agent.score.reported_tier)


def first_session_section(subject: Subject) -> Section:
    """Return page one where no agent of the scope can be taken further on what was asked."""
    return Section(id="offer", role="page_one", title=subject.say("first.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    tiers = dict.fromkeys(agent.score.questionnaire.tier_cap for agent in subject.scope.agents)
    yield Paragraph(text=subject.say("first.lead", agents=subject.agents, tiers=list(tiers)), role="lead")
    yield Paragraph(text=subject.say("first.next"))
    rows = tuple(row for agent in subject.scope.agents for row in gap_rows(agent, subject))
    yield Heading(text=subject.say("first.gaps"))
    yield Paragraph(text=subject.say("first.gaps.lead", gaps=len(rows)))
    if rows:
        yield gap_table(rows, subject)


def gap_table(rows: tuple[tuple[Prose, ...], ...], subject: Subject) -> Table:
    """Return the gaps as a table."""
    columns = tuple(subject.say(f"first.column.{name}") for name in ("gap", "stands"))
    return Table(columns=columns, rows=rows, widths=(38, 62), caption=subject.say("first.caption"))


def gap_rows(agent: Agent, subject: Subject) -> Iterator[tuple[Prose, ...]]:
    """Yield each gap by its title, as the report lists them."""
    for gap in wide_gaps(agent.score):
        if gap.kind == "not_written":
            continue
        score = agent.score.items[gap.item]
        stands = subject.say("stands.not_seen") if gap.kind == "not_seen" else item_stands(score, subject)
        yield subject.title_of(agent, gap.item), stands
