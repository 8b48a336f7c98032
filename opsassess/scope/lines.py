"""From findings to hours: every line with its gaps, the sum, and why it is that sum."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.prose import Prose, bold, escape, join
from opsassess.report.must_haves import wanted_evidence
from opsassess.retainer.agent import Agent
from opsassess.retainer.lines import Line
from opsassess.scope.subject import Subject
from opsassess.scope.words import fixed, plain
from opsassess.scoring.gaps import find_gaps

_COLUMNS = ("number", "line", "steps", "points", "expected", "package")
_WIDTHS = (6, 39, 14, 17, 11, 13)


def lines_section(subject: Subject) -> Section:
    """Return the lines of work, why the sum is what it is, and what has only to be shown."""
    blocks = (*_work(subject), *_why(subject), *_requests(subject))
    return Section(id="lines", role="flow", title=subject.say("lines.title"), blocks=tuple(blocks))


def _work(subject: Subject) -> Iterator[Block]:
    if not subject.work:
        yield Paragraph(text=subject.say("lines.none", target=subject.targets()), role="lead")
        return
    factors = [_factor(agent, subject) for agent in subject.scope.agents]
    yield Paragraph(text=subject.say("lines.lead", factors=factors))
    yield Table(
        columns=tuple(subject.say(f"lines.column.{name}") for name in _COLUMNS),
        rows=(*(_row(line, subject) for line in subject.work), *_sums(subject)),
        widths=_WIDTHS,
        caption=subject.say("lines.caption"),
    )
    unasked = sum(1 for line in subject.work if not line.answered)
    yield Paragraph(text=subject.say("lines.reading", unasked=unasked), role="note")


def _row(line: Line, subject: Subject) -> tuple[Prose, ...]:
    items = subject.scope.agents[line.agent].score.items
    also = [items[gap.item].item.title for gap in line.gaps[1:]]
    what = subject.say("lines.what", title=subject.title(line), also=also, why=line.why)
    package = subject.first_package(line)
    return (
        Prose(str(subject.number_of[line.id])),
        what,
        _steps(line, subject),
        Prose(" / ".join(plain(x, 1) for x in (line.hours.optimistic, line.hours.likely, line.hours.pessimistic))),
        Prose(fixed(line.hours.expected, 1)),
        subject.say(f"lines.package.{package or 'none'}"),
    )


def _steps(line: Line, subject: Subject) -> Prose:
    if line.kind == "second":
        return subject.say("lines.second")
    steps = join((subject.say(f"lines.step.{step}") for step in line.steps), ", ")
    return steps if line.answered else join((steps, subject.say("lines.unasked")), "; ")


def _sums(subject: Subject) -> Iterator[tuple[Prose, ...]]:
    for package in (subject.package_of["must_haves"], subject.package_of["next_tier"]):
        work = sum(1 for line in package.lines if line.kind != "request")
        if work:
            words = subject.say("lines.sum", work=work, package=subject.package_name(package.id))
            yield (Prose(""), bold(words), Prose(""), Prose(""), bold(fixed(package.total.expected, 1)), Prose(""))


def _factor(agent: Agent, subject: Subject) -> dict[str, Any]:
    rule, factor = agent.coefficients.factor, agent.factor
    further = max(Fraction(0), factor.systems.value - rule.systems_included)
    parts = [subject.say("factor.base")]
    if further:
        add = plain(rule.a_further_system * further)
        systems, included = plain(factor.systems.value), rule.systems_included
        parts.append(subject.say("factor.systems", add=add, systems=systems, included=included))
    if factor.regulated:
        parts.append(subject.say("factor.regulated", add=plain(rule.regulated_data)))
    if factor.agents.value > 1:
        add = plain(rule.a_further_agent * (factor.agents.value - 1))
        parts.append(subject.say("factor.agents", add=add, agents=plain(factor.agents.value)))
    if factor.value in (rule.lowest, rule.highest):
        parts.append(subject.say("factor.bounded", lowest=plain(rule.lowest), highest=plain(rule.highest)))
    scale = agent.coefficients.remediation.scale
    if scale != 1:
        parts.append(subject.say("factor.scale", scale=plain(scale, 3)))
    return {"agent": agent.name, "factor": plain(factor.value * scale, 3), "parts": parts}


def _why(subject: Subject) -> Iterator[Block]:
    """Yield the answer to "why so many hours?", with the numbers in the formula."""
    estimate, rounding = subject.scope.coefficients.estimate, subject.scope.coefficients.round
    package = subject.package_of["next_tier"]
    if not package.range:
        return
    span = {"even": plain(package.range.even), "most": plain(package.range.safe)}
    yield Heading(text=subject.say("why.title", **span))
    yield Paragraph(
        text=subject.say(
            "why.sum",
            package=subject.package_name(package.id),
            expected=fixed(package.total.expected, 1),
            correlation=plain(estimate.correlation),
            deviation=fixed(package.total.deviation, 1),
            p80=plain(estimate.p80),
            safe=fixed(package.total.at(estimate.p80), 1),
            step="half hour"
            if (step := rounding.step_at(package.total.at(estimate.p80))) == Fraction(1, 2)
            else f"{plain(step)} h",
        )
    )


def _requests(subject: Subject) -> Iterator[Block]:
    if subject.requests:
        yield Heading(text=subject.say("requests.title"))
        yield Paragraph(text=subject.say("requests.lead"))
        yield Table(
            columns=tuple(subject.say(f"requests.column.{name}") for name in ("what", "show", "package")),
            rows=tuple(_request(line, subject) for line in subject.requests),
            widths=(30, 56, 14),
            caption=subject.say("requests.caption"),
        )
    pages = [subject.title_of(agent, item) for agent in subject.scope.agents for item in _unwritten(agent)]
    if pages:
        yield Paragraph(text=subject.say("pages.note", items=pages), role="note")


def _request(line: Line, subject: Subject) -> tuple[Prose, ...]:
    package = subject.say(f"lines.package.{subject.first_package(line) or 'none'}")
    return subject.title(line), escape(_evidence(line)), package


def _evidence(line: Line) -> str:
    return wanted_evidence(line.item, line.reaches[line.item.id])


def _unwritten(agent: Agent) -> Iterator[str]:
    gaps = find_gaps(agent.score.frame, agent.score.items, agent.goal)
    yield from (gap.item for gap in gaps if gap.kind == "not_written")
