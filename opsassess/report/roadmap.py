"""The roadmap: the smallest set that reaches the next tier, then 30, 60 and 90 days."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from opsassess.blocks import NOTHING, Block, Figure, Heading, Paragraph, Section
from opsassess.charts import Span, Timeline
from opsassess.effort import Effort, efforts, in_hours, total
from opsassess.prose import Sentences
from opsassess.report.figures import figure_or_table
from opsassess.report.gap_pages import wide_gaps
from opsassess.report.people import operators
from opsassess.report.situations import wanted
from opsassess.scoring import Gap, Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.tiers import next_above

_STAGES = (30, 60, 90)
_ON_A_PAGE = 36  # rows of one picture
_QUESTIONS = 10  # of a stage
_ROWS = 6  # of the last stage; the two before it are complete, because less would not reach their tier


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row: a gap, or an item of the smallest set that is no gap by itself but has to reach a higher level."""

    item: str
    gap: Gap | None


def roadmap_section(score: Score, sentences: Sentences) -> Section:
    """Return the stages with their work, owners and days."""
    stages = plan(score)
    gaps = [entry.gap for stage in stages for entry in stage if entry.gap]
    hours = efforts(score, [gap for gap in gaps if wanted(score.items[gap.item], gap) == "work"])
    lead = sentences.say(
        "roadmap.lead",
        aim=score.questionnaire.tier_of[score.aim],
        top=score.reported_tier == score.aim,
        highest=next_above(score.aim) == score.aim,
        count=len(score.smallest_set),
        beyond=len(stages[1]) + len(stages[2]),
        outside=not not_above(score.aim, score.questionnaire.tier_cap),
        total=in_hours(total(hours.values())) if any(hours.values()) else "",
    )
    blocks: list[Block] = [Paragraph(text=lead, role="lead")]
    for days, entries in zip(_STAGES, stages, strict=True):
        blocks.extend(_stage(score, days, entries, hours, sentences))
    for n, block in enumerate(blocks):
        if isinstance(block, Figure):  # how the lines are drawn is told once
            blocks[n] = replace(block, caption=sentences.say("roadmap.key"))
            break
    return Section(id="roadmap", role="flow", title=sentences.say("roadmap.title"), blocks=tuple(blocks))


def plan(score: Score) -> tuple[tuple[Entry, ...], ...]:
    """Return each stage: the smallest set to the next tier, that to the tier after it, then other work."""
    gaps = {gap.item: gap for gap in wide_gaps(score) if gap.kind != "not_written"}
    near = set(score.smallest_set)
    far = set(score.smallest_set_to(next_above(score.aim))) - near if near else set()
    other = {i for i, gap in gaps.items() if i not in near | far and gap.kind == "missing"}
    return tuple(
        (
            *(Entry(item=i, gap=gap) for i, gap in gaps.items() if i in stage),
            *(Entry(item=i, gap=None) for i in score.items if i in stage and i not in gaps),
        )
        for stage in (near, far, other)
    )


def _stage(
    score: Score, days: int, entries: Sequence[Entry], hours: Mapping[str, Effort], sentences: Sentences
) -> Iterator[Block]:
    if not entries:
        return
    due = min(score.as_of, dt.date.max - dt.timedelta(days=days)) + dt.timedelta(days=days)
    reaches = {30: score.aim, 60: next_above(score.aim)}.get(days)
    tier = score.questionnaire.tier_of[reaches] if reaches and reaches != score.reported_tier else None
    listed = entries if tier else entries[:_ROWS]
    yield Heading(text=sentences.say("roadmap.stage", days=days, due=due, aim=tier))
    kept = listed if days == _STAGES[0] else _without_most_questions(score, listed)
    spans = [_span(score, days, entry, hours, sentences) for entry in kept]
    size = math.ceil(len(spans) / math.ceil(len(spans) / _ON_A_PAGE))
    for n in range(0, len(spans), size):
        yield from _figure(days, spans[n : n + size], n)
    if len(kept) < len(listed):
        yield Paragraph(text=sentences.say("roadmap.questions", rest=len(listed) - len(kept)), role="note")
    if len(listed) < len(entries):
        yield Paragraph(text=sentences.say("roadmap.rest", rest=len(entries) - len(listed)), role="note")


def _without_most_questions(score: Score, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries with the first few of those that only have to be answered, which need no hours."""
    asked = [e for e in entries if e.gap and wanted(score.items[e.item], e.gap) == "answer"]
    return [entry for entry in entries if entry not in asked[_QUESTIONS:]]


def _figure(days: int, spans: Sequence[Span], before: int) -> Iterator[Block]:
    marks = ((0, "today"), *((day, f"{day}") for day in _STAGES))
    chart = Timeline(rows=tuple(spans), marks=marks)
    rows = (", ".join(part for part in row if part) for row in chart.table()[1])
    name = f"roadmap-{days}-{before}" if before else f"roadmap-{days}"
    alt = f"Line of days with the work of the first {days} days. What, owner, day, effort: {'; '.join(rows)}."
    yield from figure_or_table(name, chart, caption=NOTHING, alt=alt)


def _span(score: Score, days: int, entry: Entry, hours: Mapping[str, Effort], sentences: Sentences) -> Span:
    item = score.items[entry.item]
    kind = wanted(item, entry.gap) if entry.gap else "second" if entry.item in score.one_person else "raise"
    risk = next((e for e in score.accepted if e.item == entry.item), None)
    owner, due = (risk.role, risk.expires) if risk else _owner(score, entry.item, kind)
    effort = sentences.say("roadmap.effort", effort=hours.get(entry.item), wanted="accepted" if risk else kind)
    return Span(
        label=item.item.title,
        start=days - _STAGES[0],
        end=days,
        due=(due - score.as_of).days if due and not risk else None,
        kind="work" if kind == "work" and not risk else "look" if kind == "look" else "other",
        owner=owner,
        by=f"{due.day} {due:%b %Y}" if due else "",
        effort=str(effort),
    )


def _owner(score: Score, item: str, kind: str) -> tuple[str, dt.date | None]:
    """Return who does it by when: who promised to show it, who has the action, who has to answer."""
    action = score.assessment.action_of.get(item)
    promise = score.assessment.promise_of.get(item) if kind == "look" else None
    if promise:
        return promise.who, promise.by
    if action and action.owner:
        return action.owner, action.due
    if kind == "answer":
        return " and ".join(person.name for person in operators(score.assessment)), None
    return "", None
