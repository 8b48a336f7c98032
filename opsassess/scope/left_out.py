"""What is left out, and what stays open because of it."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.owners.standing import gap_numbers, wide_gaps
from opsassess.prose import Prose
from opsassess.retainer.choice import Choice
from opsassess.retainer.lines import Line
from opsassess.scope.stands import how_it_stands
from opsassess.scope.subject import Subject
from opsassess.scope.words import fixed, plain, spans

_COLUMNS = ("line", "hours", "risk")


def left_section(subject: Subject) -> Section | None:
    """Return what the budget, or without one the package "Next tier", leaves out; none where there is no line."""
    if not subject.work:
        return None
    blocks = tuple(_blocks(subject))
    return Section(id="left", role="flow", title=subject.say("left.title"), blocks=blocks)


def _blocks(subject: Subject) -> Iterator[Block]:
    choice = subject.scope.choice
    taken = choice.chosen if choice else subject.package_of["next_tier"].lines
    left = [line for line in subject.work if line.id not in {one.id for one in taken}]
    if choice:
        yield Paragraph(text=budget_sentence(choice, subject))
    elif left:
        yield Paragraph(text=subject.say("left.lead.package", target=subject.targets()))
    beyond = tuple(_beyond(subject))
    yield from beyond
    if not left:
        yield from () if beyond else (Paragraph(text=subject.say("left.none")),)
        return
    yield Table(
        columns=tuple(subject.say(f"left.column.{name}") for name in _COLUMNS),
        rows=tuple(_row(line, subject) for line in left),
        widths=(34, 11, 55),
        caption=subject.say("left.caption"),
    )


def _beyond(subject: Subject) -> Iterator[Block]:
    """Yield the rows of the gap register that no line closes, as a short questionnaire leaves them."""
    for agent in subject.scope.agents:
        closed = {gap.item for line in subject.lines if line.agent == agent.number for gap in line.gaps}
        found = [gap.item for gap in wide_gaps(agent.score) if gap.kind != "not_written" and gap.item not in closed]
        if found:
            bank, numbers = agent.score.questionnaire, gap_numbers(agent.score)
            rows = spans(sorted(numbers[item] for item in found))
            titles = [subject.title_of(agent, item) for item in found]
            yield Paragraph(text=subject.say("left.beyond", cap=bank.tier_cap, rows=rows, titles=titles))


def budget_sentence(choice: Choice, subject: Subject) -> Prose:
    """Return what a budget pays for, or that it does not pay for the must-haves."""
    tiers = subject.scope.measure(choice.chosen).tiers
    targets = [subject.scope.target(agent) for agent in subject.scope.agents]
    return subject.say(
        "left.lead.budget",
        over=choice.over,
        budget=plain(choice.budget),
        safe=fixed(choice.total.at(subject.scope.coefficients.estimate.p80), 1),
        chosen=sum(1 for line in choice.chosen if line.kind != "request"),
        reached=list(tiers) == targets,
        target=subject.targets(),
    )


def _row(line: Line, subject: Subject) -> tuple[Prose, ...]:
    risk = subject.say("left.risk", stands=how_it_stands(line, subject), until=line.accepted)
    return subject.title(line), Prose(fixed(line.hours.expected)), risk
