"""From findings to hours: every line with its gaps, the sum, and why it is that sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.effort import ZERO, points
from opsassess.owners import Owner
from opsassess.prose import Prose, bold, capitalised, ended, join
from opsassess.report.sizing import factor_told
from opsassess.retainer.lines import Line
from opsassess.retainer.packages import Package
from opsassess.scope.requests import request_blocks
from opsassess.scope.subject import Subject
from opsassess.scope.words import fixed, percent, plain

_WIDTHS = {"number": 6, "line": 42, "steps": 14, "points": 16, "expected": 11, "package": 11}
_DONE_BY_THEM = ("walk_through", "prove")
_FREE = ("line", "points")  # take what a column leaves that says the same in every line


def lines_section(subject: Subject) -> Section:
    """Return the lines of work, why the sum is what it is, and what has only to be shown."""
    blocks = (*_work(subject), *_why(subject), *request_blocks(subject))
    return Section(id="lines", role="flow", title=subject.say("lines.title"), blocks=tuple(blocks))


def _work(subject: Subject) -> Iterator[Block]:
    if not subject.work:
        yield Paragraph(text=subject.say("lines.none", target=subject.targets()), role="lead")
        return
    agents = subject.scope.agents
    factors = [factor_told(agent, subject.sentences, named=len(agents) > 1) for agent in agents]
    alike = _alike(subject)
    columns = [name for name in _WIDTHS if name != "steps" or not alike]
    yield Paragraph(text=subject.say("lines.lead", factors=factors, alike=alike))
    rows = (*(_row(line, subject) for line in subject.work), *_sums(subject))
    yield Table(
        columns=tuple(subject.say(f"lines.column.{name}") for name in columns),
        rows=tuple(tuple(row[name] for name in columns) for row in rows),
        widths=tuple(_WIDTHS[name] + (_WIDTHS["steps"] // 2 if alike and name in _FREE else 0) for name in columns),
        caption=subject.say("lines.caption"),
    )
    yield Paragraph(text=_parts(subject))
    unasked = sum(1 for line in subject.work if not line.answered)
    yield Paragraph(text=subject.say("lines.reading", unasked=unasked), role="note")
    yield Paragraph(text=join((subject.say("lines.owned", unnamed=_unnamed(subject)), subject.say("lines.closed"))))


def _parts(subject: Subject) -> Prose:
    """Return which part of each step is ours, and where that is only assumed."""
    planned, own = ([line for line in subject.work if line.own is kind] for kind in (False, True))
    steps = {step for line in planned for step in line.steps}
    return subject.say(
        "lines.parts",
        agreed=subject.numbers(line for line in subject.read if not line.there),
        there=subject.numbers(line for line in subject.read if line.there),
        writes=any("write" in line.steps and not line.theirs for line in planned),
        assumed=subject.numbers(line for line in planned if line.assumed),
        does=[f'"{capitalised(subject.say(f"lines.step.{step}"))}"' for step in _DONE_BY_THEM if step in steps],
        own=capitalised(subject.say("lines.step.own")),
        attended=subject.numbers(line for line in own if line.doers == "theirs"),
        shared=subject.numbers(line for line in own if line.doers != "theirs"),
        deliverables=subject.say("deliverables.column.do"),
        reading=percent(subject.scope.coefficients.remediation.reading),
    )


def _unnamed(subject: Subject) -> list[Owner]:
    """Return one owner without a name for each who has to name one."""
    found = (subject.owner_of(line) for line in subject.work)
    return list({owner.namer: owner for owner in found if not owner.name and owner.namer and not owner.risk}.values())


def _alike(subject: Subject) -> Prose:
    """Return the steps where they are the same in every line whose hours follow from them: no column repeats them."""
    steps = {_steps(line, subject) for line in subject.work if not line.own}
    return steps.pop() if len(steps) == 1 and len(subject.work) > 1 else Prose("")


def _row(line: Line, subject: Subject) -> Mapping[str, Prose]:
    items = subject.scope.agents[line.agent].score.items
    what = subject.say(
        "lines.what",
        title=subject.title(line),
        also=[items[gap.item].item.title for gap in line.gaps[1:]],
        own=line.own,
        why=line.why.strip().rstrip("."),
        unasked=not line.answered,
        until=line.accepted,
        needed=subject.first_package(line) is not None,
        tier=subject.tier_of(line),
    )
    hours = line.hours
    return {
        "number": Prose(str(subject.number_of[line.id])),
        "line": _with_owner(what, line, subject),
        "steps": _steps(line, subject),
        "points": Prose(" / ".join(points(hours))),
        "expected": Prose(fixed(hours.expected)),
        "package": subject.say(f"lines.package.{subject.first_package(line) or 'none'}"),
    }


def _with_owner(what: Prose, line: Line, subject: Subject) -> Prose:
    """Return a line with its owner and day on a line of their own; of what was not asked yet, it is the answer's."""
    owner = subject.owner_of(line)
    asked = not line.answered and not owner.due and not owner.risk
    named = bool(owner.name) or not owner.risk
    told = subject.say("lines.owner.answer" if asked else "lines.owner", owner=owner) if named else ""
    return Prose(f"{ended(what)} *{told}*") if told else ended(what)


def _steps(line: Line, subject: Subject) -> Prose:
    if line.kind == "second":
        return subject.say("lines.second")
    if line.own:
        return subject.say("lines.step.own")
    return join((subject.say(f"lines.step.{name}") for name in line.done), ", ")


def _sums(subject: Subject) -> Iterator[Mapping[str, Prose]]:
    for package in subject.scope.works:
        work = [line for line in package.lines if line.kind != "request"]
        if work:
            within = subject.within(package, work)
            words = subject.say("lines.sum", work=len(work), package=subject.package_name(package.id), within=within)
            expected = bold(fixed(package.total.expected))
            yield {**dict.fromkeys(_WIDTHS, Prose("")), "line": bold(words), "expected": expected}


def _why(subject: Subject) -> Iterator[Block]:
    """Yield the answer to "why so many hours?", step by step from the most likely ones."""
    package = subject.scope.works[-1] if subject.scope.works else None
    if package is None or not package.range:
        return
    span = {"even": plain(package.range.even), "most": plain(package.range.safe)}
    yield Heading(text=subject.say("why.title", **span))
    yield Paragraph(text=subject.say("why.lead", package=subject.package_name(package.id)))
    yield Table(
        columns=tuple(subject.say(f"why.column.{name}") for name in ("hours", "step")),
        rows=tuple(_why_rows(package, subject)),
        widths=(12, 88),
        caption=subject.say("why.caption"),
    )
    yield Paragraph(text=subject.say("why.note"), role="note")


def _why_rows(package: Package, subject: Subject) -> Iterator[tuple[Prose, Prose]]:
    estimate, total = subject.scope.coefficients.estimate, package.total
    lines = [line for line in package.lines if line.kind != "request"]
    safe = total.at(estimate.p80)
    values = {
        "work": len(lines),
        "p80": plain(estimate.p80, 4),
        "deviation": fixed(total.deviation),
        "correlation": plain(estimate.correlation),
        "apart": plain(1 - estimate.correlation),
    }
    likely = sum((line.hours.likely for line in lines), ZERO)
    yield Prose(fixed(likely, 1)), subject.say("why.likely", **values)
    yield Prose(fixed(total.expected)), subject.say("why.expected")
    yield Prose(plain(package.range.even)), subject.say("why.even", step=_step(total.expected, subject))
    yield Prose(fixed(safe)), subject.say("why.safe", **values)
    yield Prose(plain(package.range.safe)), subject.say("why.most", step=_step(safe, subject))


def _step(hours: Fraction, subject: Subject) -> Prose:
    return subject.say("hours.step", step=plain(subject.scope.coefficients.round.step_at(hours)))
