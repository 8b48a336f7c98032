"""The roadmap: what reaches the next tier and the one after it, as the scope of work has it, in 30, 60 and 90 days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from opsassess.assessment import AcceptedRisk
from opsassess.blocks import NOTHING, Block, Figure, Heading, Paragraph, Section
from opsassess.charts import Span, Timeline
from opsassess.described.agreements import agreement
from opsassess.described.open_points import open_in_runbook
from opsassess.owners import Owners
from opsassess.owners.ageing import held_up, looks_move
from opsassess.owners.days import DRILLS
from opsassess.owners.people import holder_of
from opsassess.owners.renewals import Renewal, renewals
from opsassess.owners.risks import work_on
from opsassess.owners.situations import wanted
from opsassess.owners.stages import STAGES, Entry, day_after, plan
from opsassess.owners.standing import by_one_person, want_of
from opsassess.owners.way import just_reached, lines_to, planned
from opsassess.prose import Prose, Sentences, join, quoted
from opsassess.questionnaire import Tier, TierId
from opsassess.report.beside import hours_beside
from opsassess.report.figures import figure_or_table
from opsassess.report.roadmap_rows import Rows, listed, reached
from opsassess.report.sizing import hours_if_open
from opsassess.retainer.agent import Agent
from opsassess.retainer.hours import Range
from opsassess.scoring.frame import is_below
from opsassess.scoring.tiers import next_above

_ON_A_PAGE = 36  # rows of one picture
_SHORT = 12  # rows that are one picture, whoever holds them


def roadmap_section(agent: Agent, sentences: Sentences) -> Section:
    """Return the stages with their work, owners and days."""
    score, stages = agent.score, plan(agent)
    gaps = [entry.gap for stage in stages for entry in stage if entry.gap]
    hours = {
        **agent.hours_of(gap for gap in gaps if wanted(score.items[gap.item], gap) == "work"),
        **hours_if_open(agent),
    }
    owners = Owners(score=score, agent=agent)
    rows_of = Rows(
        owners=owners,
        hours=hours,
        beside=hours_beside(agent),
        renewed=_renewed(owners, stages, sentences),
        sentences=sentences,
    )
    spans = [rows_of.spans(days, entries) for days, entries in zip(STAGES, stages, strict=True)]
    printed = {
        entry.item for days, entries in zip(STAGES, stages, strict=True) for entry in rows_of.kept(days, entries)
    }
    lead, rows = _lead(agent, rows_of, stages), _rows_told(agent, rows_of, printed)
    blocks: list[Block] = [Paragraph(text=lead, role="lead"), *([Paragraph(text=rows)] if rows else ())]
    blocks.extend(_about_hours(agent, sentences))
    for days, entries, drawn in zip(STAGES, stages, spans, strict=True):
        blocks.extend(_stage(agent, rows_of, days, entries, drawn))
    if agreed := [(work, sentences.say("owner", owner=owner), hours) for work, owner, hours in rows_of.agreed()]:
        blocks.append(Paragraph(text=sentences.say("roadmap.besides", agreed=agreed)))
    key = sentences.say("roadmap.key", unasked=rows_of.unasked(stages))
    for n, block in enumerate(blocks):
        if isinstance(block, Figure):  # how the lines are drawn is told once
            blocks[n] = replace(block, caption=key)
            break
    return Section(id="roadmap", role="flow", title=sentences.say("roadmap.title"), blocks=tuple(blocks))


def _lead(agent: Agent, rows_of: Rows, stages: Sequence[Sequence[Entry]]) -> Prose:
    """Return what leads to the next tier, and the hours that are planned to it and to the one after it."""
    score, tiers, further = agent.score, agent.score.questionnaire.tier_of, next_above(agent.score.aim)
    found = agreement(rows_of.owners, rows_of.sentences)
    return rows_of.sentences.say(
        "roadmap.lead",
        aim=tiers[score.aim],
        top=score.reported_tier == score.aim,
        highest=further == score.aim,
        count=len(stages[0]),
        again=len(rows_of.again),
        beyond=len(stages[1]) + len(stages[2]),
        agreements=[span.label[:1].lower() + span.label[1:] for span in rows_of.agreements(STAGES[0])],
        second=further if found and found.needed_for == further else "",
        outside=is_below(score.questionnaire.tier_cap, score.aim),
        planned=_planned(agent),
    )


def _rows_told(agent: Agent, rows_of: Rows, printed: set[str]) -> Prose:
    """Return which rows of the register have no owner, and what it has that no stage prints."""
    score, owners = agent.score, rows_of.owners
    wants = want_of(score)
    left = {
        **{want: [item for item in wants if wants[item] == want] for want in ("look", "page")},
        "alone": by_one_person(score),
        "in_runbook": open_in_runbook(agent),
        "risk": score.risk_of,
    }
    frozen = score.risk_of.get(DRILLS)
    practised = owners.practised_before(frozen.expires) if frozen else ()
    return rows_of.sentences.say(
        "roadmap.rows",
        practised=[quoted(item.item.title) for name, item in score.items.items() if name in practised],
        holder=holder_of(frozen.role, score.assessment) if frozen else "",
        rest=[kind for kind, items in left.items() if not printed.issuperset(items)],
        unowned=len(owners.unowned),
        unlisted=sum(1 for item in owners.unowned if item not in printed),
        namer=owners.of_agent,
        naming=owners.days.first,
    )


def _renewed(owners: Owners, stages: Sequence[Sequence[Entry]], sentences: Sentences) -> Sequence[Renewal]:
    """Return the looks that stand in no stage yet."""
    known = {entry.item for entries in stages for entry in entries}
    return [look for look in renewals(owners, sentences) if look.item not in known]


def _planned(agent: Agent) -> list[tuple[Tier, Range]]:
    """Return the next tier and the one after it with the hours that they take, as the scope prints them."""
    tiers = agent.score.questionnaire.tier_of
    ways = {aim: lines_to(agent, aim) for aim in (agent.score.aim, next_above(agent.score.aim))}
    return [(tiers[aim], hours) for aim, lines in ways.items() if (hours := planned(agent, lines))]


def _about_hours(agent: Agent, sentences: Sentences) -> Iterator[Block]:
    """Yield what these hours are, what only just reaches its tier, and which of them may fall away."""
    ways = _planned(agent)
    if ways:
        aim = ways[-1][0]
        text = sentences.say(
            "roadmap.hours",
            aim=aim,
            edge=just_reached(agent, lines_to(agent, aim.id), aim.id, sentences),
            open=_open_part(agent, aim.id),
        )
        yield Paragraph(text=text, role="note")


def _open_part(agent: Agent, aim: TierId) -> tuple[tuple[str, int, Fraction, tuple[str, ...]], ...]:
    """Return which of these hours may fall away: what nobody was asked yet, and what is accepted as a risk for now.

    They are told as "about", so they are rounded to the nearest step.
    """
    owners = Owners(score=agent.score, agent=agent)
    lines = [line for line in lines_to(agent, aim) if line.kind != "request"]
    held = [line for line in lines if line.accepted and not work_on(owners, line.item.id)]
    parts = (("asked", [line for line in lines if not line.answered and line not in held]), ("risk", held))
    return tuple(
        (
            name,
            len(part),
            agent.coefficients.round.nearest(sum((line.hours.expected for line in part), Fraction(0))),
            tuple(line.item.title for line in part),
        )
        for name, part in parts
        if part
    )


def _stage(agent: Agent, rows_of: Rows, days: int, entries: Sequence[Entry], spans: Sequence[Span]) -> Iterator[Block]:
    if not spans:
        return
    score, owners, sentences = agent.score, rows_of.owners, rows_of.sentences
    due = day_after(score.as_of, days)
    tier, told = reached(score, days) if entries else None, listed(score, days, entries)
    later = sorted((risk.expires, score.items[risk.item].item.title) for risk in _waiting(owners, entries, due))
    waits = bool(tier and later)
    kept = None if entries else score.questionnaire.tier_of[score.reported_tier]
    further = next_above(score.aim)
    title = sentences.say("roadmap.stage", days=days, due=due, aim=tier, until=waits, kept=kept, further=further)
    yield Heading(text=title)
    notes = (
        sentences.say("roadmap.later", later=later, aim=tier) if waits else Prose(""),
        held_up(agent, tier, sentences, short=True) if tier and later else Prose(""),
        looks_move(agent, tier, sentences) if tier else Prose(""),
    )
    if any(notes):
        yield Paragraph(text=join(filter(None, notes)), role="note")
    before = 0
    for name, rows in _parts(spans):
        if name:
            yield Paragraph(text=sentences.say(f"roadmap.part.{name}"), role="note")
        yield from _figure(days, rows, before)
        before += len(rows)
    if left := len(told) - sum(1 for span in spans if span.label in {score.items[e.item].item.title for e in told}):
        yield Paragraph(text=sentences.say("roadmap.questions", rest=left), role="note")
    if len(told) < len(entries):
        yield Paragraph(text=sentences.say("roadmap.rest", rest=len(entries) - len(told)), role="note")


def _waiting(owners: Owners, entries: Sequence[Entry], due: dt.date) -> Iterator[AcceptedRisk]:
    """Yield the accepted risks of a stage that end after it, and on which nobody works before."""
    items = {entry.item for entry in entries}
    for risk in owners.score.accepted:
        work = work_on(owners, risk.item)
        if risk.item in items and risk.expires > due and not (work and work.due and work.due <= due):
            yield risk


def _parts(spans: Sequence[Span]) -> Iterator[tuple[str, Sequence[Span]]]:
    """Yield the rows of each picture: a long stage in those with an agreed day, with a name, and with neither."""
    if len(spans) <= _SHORT:
        yield "", spans
        return
    for name, group in groupby(spans, key=_part):
        rows = list(group)
        for n in range(0, len(rows), _ON_A_PAGE):
            yield "more" if n else name, rows[n : n + _ON_A_PAGE]


def _part(span: Span) -> str:
    return "agreed" if span.due is not None else "named" if span.owner else "unnamed"


def _figure(days: int, spans: Sequence[Span], before: int) -> Iterator[Block]:
    marks = ((0, "today"), *((day, f"{day}") for day in STAGES))
    chart = Timeline(rows=tuple(spans), marks=marks)
    rows = (", ".join(part for part in row if part) for row in chart.table()[1])
    name = f"roadmap-{days}-{before}" if before else f"roadmap-{days}"
    alt = f"Line of days with the work of the first {days} days. What, owner, day, effort: {'; '.join(rows)}."
    yield from figure_or_table(name, chart, caption=NOTHING, alt=alt)
