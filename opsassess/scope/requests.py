"""What has to be shown and what has to be answered: both take no hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from opsassess.blocks import Block, Heading, Paragraph, Table
from opsassess.described.agreements import agreement
from opsassess.owners.ageing import ageing
from opsassess.owners.holding import lapses, to_renew_first
from opsassess.owners.open_hours import open_hours, open_hours_told
from opsassess.owners.people import only_builders, run_by_builders
from opsassess.owners.renewals import renewals
from opsassess.owners.standing import by_one_person, gap_of
from opsassess.prose import Prose, escape, join
from opsassess.questionnaire import TierId
from opsassess.report.evidence import to_show, wanted_evidence
from opsassess.retainer.agent import Agent
from opsassess.retainer.coefficients import PackageId
from opsassess.retainer.lines import Line
from opsassess.retainer.packages import Package
from opsassess.scope.register_rows import closed, further_rows
from opsassess.scope.subject import Subject, small_parts
from opsassess.scoring.frame import not_above
from opsassess.scoring.gaps import find_gaps


def request_blocks(subject: Subject) -> Iterator[Block]:
    """Yield what has to be shown and what has to be answered, then what the register has beside the lines."""
    renewed = tuple(_renewed(subject))
    lapsing = any(map(lapses, subject.scope.agents))
    for name, column, rows in (
        ("requests", "show", (*(_request(line, subject) for line in subject.requests), *renewed)),
        (
            "answers",
            "lacks",
            (*_open_hours(subject), *_agreed_first(subject), *(_request(line, subject) for line in subject.answers)),
        ),
    ):
        if rows:
            yield Heading(text=subject.say(f"{name}.title"))
            yield Paragraph(text=subject.say(f"{name}.lead", renewed=bool(renewed), lapses=lapsing))
            yield Table(
                columns=tuple(subject.say(f"{name}.column.{part}") for part in ("what", column, "package")),
                rows=tuple(_together(rows)),
                widths=(28, 51, 21),
                caption=subject.say(f"{name}.caption"),
            )
    further = tuple(further_rows(subject))
    if further:
        yield Paragraph(text=subject.say("rows.note", titles=further), role="note")
    yield from _alone(subject)
    pages = [subject.title_of(agent, item) for agent in subject.scope.agents for item in _unwritten(agent)]
    if pages:
        yield Paragraph(text=subject.say("pages.note", items=pages), role="note")


def _together(rows: Iterable[tuple[Prose, ...]]) -> Iterator[tuple[Prose, ...]]:
    """Yield one row for what is asked of several things in the same words, for the same package."""
    alike: dict[tuple[Prose, ...], list[Prose]] = {}
    for title, *rest in rows:
        alike.setdefault(tuple(rest), []).append(title)
    yield from ((join(titles, "; "), *rest) for rest, titles in alike.items())


def _request(line: Line, subject: Subject) -> tuple[Prose, ...]:
    agent = subject.scope.agents[line.agent]
    shown, (_, open_page) = _evidence(line, subject), closed(agent, line.item.id, subject)
    if open_page and line in subject.requests:
        shown = subject.say("requests.open", shown=shown, closed=open_page)
    return subject.title(line), shown, _waits(agent, line.item.id, subject.first_package(line), subject)


def _waits(agent: Agent, item: str, package: PackageId | None, subject: Subject) -> Prose:
    """Return the packages that need a look: first that whose tier counts what we saw until a day, then its own."""
    end = lapses(agent).get(item)
    held = _package_to(agent, end.tier, subject) if end else None
    found: list[tuple[PackageId, dt.date | None]] = [(held, end.last)] if end and held else []
    found += [(package, None)] if package and package != held else []
    if not found:
        return subject.say("lines.package.none")
    packages = [(subject.say(f"lines.package.{name}"), last) for name, last in found]
    return subject.say("requests.until", packages=packages)


def _package_to(agent: Agent, tier: TierId, subject: Subject) -> PackageId | None:
    """Return the first package on offer that leads an agent to a tier, or further."""
    return next((one.id for one in subject.scope.works if not_above(tier, one.standings[agent.number].aim)), None)


def without_hours(package: Package, subject: Subject) -> Mapping[str, int]:
    """Return how many things a package needs that take no hours: shown, for the first time or again, and answered."""
    parts, again = small_parts(package.lines), set[tuple[int, str]]()
    for agent in subject.scope.agents:
        aim = package.standings[agent.number].aim
        ages, ends = ageing(agent, aim), lapses(agent).items()
        aged = (*(ages.items if ages else ()), *(item for item, end in ends if not_above(end.tier, aim)))
        again |= {(agent.number, item) for item in aged}
    again -= {(line.agent, line.item.id) for line in package.lines}
    return {**parts, "requests": parts["requests"] + len(again)}


def _renewed(subject: Subject) -> Iterator[tuple[Prose, ...]]:
    """Yield what was shown and has to be shown again, or the tier of today falls or one ahead is not there."""
    for agent in subject.scope.agents:
        keeps = subject.say("requests.keeps", tier=agent.score.questionnaire.tier_of[agent.score.reported_tier])
        for look in renewals(subject.owners[agent.number], subject.sentences):
            package = _package_to(agent, look.tier, subject) if look.tier else None
            if package:  # it has days of its own, whatever counts until another
                waits = subject.say(f"lines.package.{package}")
            else:
                keep = look.item in to_renew_first(agent)
                waits = keeps if keep else _waits(agent, look.item, None, subject)
            yield subject.title_of(agent, look.item), look.do, waits


def _open_hours(subject: Subject) -> Iterator[tuple[Prose, ...]]:
    """Yield who can stop an agent at every hour, where that is not settled: it comes before all answers."""
    for agent in subject.scope.agents:
        if open_hours(agent.score):
            owners = subject.owners[agent.number]
            title = subject.say("open_hours.title")
            lacks = open_hours_told(agent.score, subject.sentences, "answers.open_hours", owners.days.of_stop)
            yield (
                subject.say("line.title", agent=agent.name if subject.several else "", title=title),
                lacks,
                subject.say("answers.first"),
            )


def _agreed_first(subject: Subject) -> Iterator[tuple[Prose, ...]]:
    """Yield what has to be agreed before all answers: a second person who runs it, or who is on call."""
    for agent in subject.scope.agents:
        if found := agreement(subject.owners[agent.number], subject.sentences):
            accepts = bool(subject.work) and run_by_builders(agent.score.assessment)
            yield (
                subject.say("line.title", agent=agent.name if subject.several else "", title=found.title),
                subject.say("answers.agreement", found=found),
                subject.say("answers.agreement.for", tier=found.needed_for, accepts=accepts),
            )


def _evidence(line: Line, subject: Subject) -> Prose:
    """Return what to show, as report, follow-up and register ask for it, and the work that was agreed besides."""
    agent = subject.scope.agents[line.agent]
    gap = gap_of(agent.score).get(line.item.id)
    owners = subject.owners[line.agent]
    if gap:
        shown = to_show(owners, gap, subject.sentences)
        for work in owners.besides(line.item.id):
            who = subject.say("owner", owner=owners.of_work(work))
            shown = subject.say("requests.besides", shown=shown, work=work, who=who)
        return shown
    return escape(wanted_evidence(line.item, line.reaches[line.item.id]))


def _alone(subject: Subject) -> Iterator[Block]:
    """Yield what a second person has to learn and no line has: no tier waits for it."""
    lines = {(line.agent, line.item.id) for line in subject.work}
    for agent, owners in zip(subject.scope.agents, subject.owners, strict=True):
        alone = [item for item in by_one_person(agent.score) if (agent.number, item) not in lines]
        if alone:
            who = only_builders(agent.score.items[item] for item in alone)
            titles, early = (
                [subject.title_of(agent, item) for item in alone if item in items]
                for items in (alone, owners.days.all_learned_first)
            )
            away = owners.days.builder_leaves != owners.days.builder_until
            told = subject.say("rows.alone", who=who, titles=titles, early=early, away=away)
            yield Paragraph(text=told, role="note")


def _unwritten(agent: Agent) -> Iterator[str]:
    gaps = find_gaps(agent.score.frame, agent.score.items, agent.goal)
    yield from (gap.item for gap in gaps if gap.kind == "not_written")
