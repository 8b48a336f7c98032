"""The roadmap: the smallest set that reaches the next tier, then 30, 60 and 90 days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.effort import Effort, efforts, in_hours, total
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.gap_pages import wide_gaps
from opsassess.report.situations import wanted
from opsassess.scoring import Gap, Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.tiers import next_above

_STAGES = (30, 60, 90)
_ROWS = 6  # of the last stage; the two before it are complete, because less would not reach their tier


def roadmap_section(score: Score, sentences: Sentences) -> Section:
    """Return the stages with their work, owners and days."""
    stages = plan(score)
    work = [gap for stage in stages for gap in stage if wanted(score.items[gap.item], gap) == "work"]
    hours = efforts(score, work)
    lead = sentences.say(
        "roadmap.lead",
        aim=score.questionnaire.tier_of[score.aim],
        top=score.reported_tier == score.aim,
        count=len(score.smallest_set),
        beyond=len(stages[1]) + len(stages[2]),
        outside=not not_above(score.aim, score.questionnaire.tier_cap),
        total=in_hours(total(hours.values())) if any(hours.values()) else "",
    )
    blocks: list[Block] = [Paragraph(text=lead, role="lead")]
    for days, gaps in zip(_STAGES, stages, strict=True):
        blocks.extend(_stage(score, days, gaps, hours, sentences))
    return Section(id="roadmap", role="flow", title=sentences.say("roadmap.title"), blocks=tuple(blocks))


def plan(score: Score) -> tuple[tuple[Gap, ...], ...]:
    """Return the gaps of each stage: the smallest set to the next tier, that to the tier after it, then other work."""
    gaps = [gap for gap in wide_gaps(score) if gap.kind != "not_written"]
    near, far = set(score.smallest_set), set(score.smallest_set_to(next_above(score.aim)))
    first = tuple(g for g in gaps if g.item in near)
    second = tuple(g for g in gaps if g.item in far - near)
    third = tuple(g for g in gaps if g.item not in near | far and g.kind == "missing")
    return first, second, third


def _stage(
    score: Score, days: int, gaps: Sequence[Gap], hours: Mapping[str, Effort], sentences: Sentences
) -> Iterator[Block]:
    if not gaps:
        return
    due = score.as_of + dt.timedelta(days=days)
    reaches = {30: score.aim, 60: next_above(score.aim)}.get(days)
    tier = score.questionnaire.tier_of[reaches] if reaches and reaches != score.reported_tier else None
    listed = gaps if tier else gaps[:_ROWS]
    yield Heading(text=sentences.say("roadmap.stage", days=days, due=due, aim=tier))
    yield Table(
        columns=(Prose("What"), Prose("Kind"), Prose("Owner"), Prose("Hours")),
        rows=tuple(_row(score, gap, hours, sentences) for gap in listed),
        widths=(43, 12, 30, 15),
        caption=Prose(f"Work of the first {days} days"),
    )
    if len(listed) < len(gaps):
        yield Paragraph(text=sentences.say("roadmap.rest", rest=len(gaps) - len(listed)), role="note")


def _row(score: Score, gap: Gap, hours: Mapping[str, Effort], sentences: Sentences) -> tuple[Prose, ...]:
    item = score.items[gap.item]
    want = wanted(item, gap)
    action = next((a for a in score.assessment.actions if a.item == gap.item), None)
    promise = next((p for p in score.assessment.promised if p.item == gap.item), None) if want == "look" else None
    span = sentences.say("roadmap.hours", effort=hours.get(gap.item), wanted=want)
    who = promise.who if promise else action.owner if action else None
    due = promise.by if promise else action.due if action else None
    return (
        escape(item.item.title),
        sentences.say(f"roadmap.{want}"),
        sentences.say("roadmap.owner", owner=who, due=due),
        span,
    )
