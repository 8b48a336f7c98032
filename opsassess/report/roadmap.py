"""The roadmap: the smallest set that reaches the next tier, then 30, 60 and 90 days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.effort import Effort, efforts, in_hours, total
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.gap_pages import wide_gaps
from opsassess.scoring import Gap, Score
from opsassess.scoring.tiers import next_above

_STAGES = (30, 60, 90)
_ROWS = 12  # a stage with more rows is read by nobody


def roadmap_section(score: Score, sentences: Sentences) -> Section:
    """Return the stages with their work, owners and days."""
    stages = plan(score)
    hours = efforts(score, [gap for stage in stages for gap in stage])
    lead = sentences.say(
        "roadmap.lead",
        aim=score.questionnaire.tier_of[score.aim],
        top=score.reported_tier == score.aim,
        count=len(score.smallest_set),
        beyond=len(stages[1]) + len(stages[2]),
        total=in_hours(total(hours.values())) if any(hours.values()) else "",
    )
    blocks: list[Block] = [Paragraph(text=lead, role="lead")]
    for days, gaps in zip(_STAGES, stages, strict=True):
        blocks.extend(_stage(score, days, gaps, hours, sentences))
    return Section(id="roadmap", title=sentences.say("roadmap.title"), blocks=tuple(blocks))


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
    yield Heading(text=sentences.say("roadmap.stage", days=days, due=due, aim=tier))
    yield Table(
        columns=(Prose("What"), Prose("Kind"), Prose("Owner"), Prose("Hours")),
        rows=tuple(_row(score, gap, hours, sentences) for gap in gaps[:_ROWS]),
        widths=(44, 12, 31, 13),
        caption=Prose(f"Work of the first {days} days"),
    )
    if gaps[_ROWS:]:
        yield Paragraph(text=sentences.say("roadmap.rest", rest=len(gaps[_ROWS:])), role="note")


def _row(score: Score, gap: Gap, hours: Mapping[str, Effort], sentences: Sentences) -> tuple[Prose, ...]:
    item = score.items[gap.item].item
    action = next((a for a in score.assessment.actions if a.item == gap.item), None)
    effort = hours[gap.item]
    span = sentences.say("roadmap.hours", effort=effort, kind=gap.kind)
    owner = sentences.say("roadmap.owner", owner=action.owner if action else None, due=action.due if action else None)
    return (escape(item.title), sentences.say(f"roadmap.kind.{gap.kind}"), owner, span)
