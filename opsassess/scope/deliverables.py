"""What the client gets for each line, and the test by which it is accepted."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.prose import Prose, escape, join
from opsassess.report.remedies import accepted, remedy
from opsassess.retainer.lines import Line
from opsassess.scope.register_rows import closed
from opsassess.scope.subject import Subject


def deliverables_section(subject: Subject) -> Section:
    """Return one row a line, and one a service of the months."""
    return Section(
        id="deliverables", role="flow", title=subject.say("deliverables.title"), blocks=tuple(_blocks(subject))
    )


def _blocks(subject: Subject) -> Iterator[Block]:
    yield Paragraph(text=subject.say("deliverables.lead", lines=subject.say("lines.title")))
    chosen = {line.id for line in _taken(subject)}
    months = (
        (subject.say("month.service", service=service), escape(service.does), escape(service.accepted_when))
        for service in subject.scope.months[-1].month.services
    )
    yield Table(
        columns=tuple(subject.say(f"deliverables.column.{name}") for name in ("line", "do", "accepted")),
        rows=(*(_row(line, subject) for line in subject.work), *months),
        widths=(24, 42, 34),
        caption=subject.say("deliverables.caption"),
    )
    if more := [line for line in subject.work if line.id not in chosen]:
        text = subject.say("deliverables.beyond", more=subject.numbers(more), single=len(more) == 1)
        yield Paragraph(text=text, role="note")


def _taken(subject: Subject) -> tuple[Line, ...]:
    """Return the lines of the budget's choice, else those of the package "Next tier"."""
    choice = subject.scope.choice
    return choice.chosen if choice else subject.package_of["next_tier"].lines


def _row(line: Line, subject: Subject) -> tuple[Prose, ...]:
    agent = subject.scope.agents[line.agent]
    row = agent.score, line.item.id, line.steps, subject.sentences
    do = remedy(*row) if line.gaps else escape(" ".join(line.item.remedy.texts(line.steps)))  # of what stands already
    also, page = closed(agent, line.item.id, subject)
    test = subject.say("deliverables.accepted", test=accepted(*row), closed=page)
    title = subject.say("deliverables.line", number=subject.number_of[line.id], title=subject.title(line))
    return title, join(filter(None, (do, also))), test
