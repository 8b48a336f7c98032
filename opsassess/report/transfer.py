"""Builder against operator: where the builder's answers run ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from opsassess.blocks import Block, Paragraph, Section
from opsassess.charts import Levels, Pair
from opsassess.delta import as_it_was
from opsassess.owners.absence import reached
from opsassess.owners.holding import builder_gone, builders_gone
from opsassess.owners.people import (
    best_claim,
    best_on_duty,
    builders,
    leaving_builders,
    named,
    operators,
    run_by_builders,
)
from opsassess.prose import Prose, Sentences
from opsassess.report.figures import figure_or_table
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import Frame
from opsassess.scoring.values import rank, value_of

_ROWS = 18  # more than this nobody reads; the annex has them all
_UNKNOWN = "does not know"


def transfer_section(score: Score, sentences: Sentences) -> Section:
    """Return the section on what only the builder knows."""
    ahead = ahead_of_all(score.frame, score.items.values())
    compared, several = answered_by_both(score), len(builders(score.assessment)) > 1
    gone = builder_gone(score)
    names = {
        "several": len(operators(score.assessment)) > 1,
        "operator": named(operators(score.assessment), "the operator"),
        "builder": named(builders(score.assessment), "the builder"),
    }
    lead = sentences.say(
        "transfer.lead",
        measured=bool(compared),
        many=len(ahead),
        compared=compared,
        only_builder=sum(1 for s in score.items.values() if s.applies and not s.answered and s.builders),
        builders=len(builders(score.assessment)),
        dual=[item for item in ahead if best_on_duty(item) == value_of(item.builder or 0)] if several else (),
        runs_it=named((r for r in builders(score.assessment) if r.is_dual), ""),
        one_person=run_by_builders(score.assessment),
        gone=gone,
        who=builders_gone(score.assessment),
        before=_before(score) if gone else None,
        leaving=named(leaving_builders(score.assessment), "the builder"),
        available=reached(score).rstrip("."),
        **names,
    )
    blocks: list[Block] = [
        Paragraph(text=lead, role="lead"),
        *_figure(score, sentences.say("transfer.caption", **names), sentences),
    ]
    if ahead:
        blocks.append(Paragraph(text=sentences.say("transfer.close", **names), role="note"))
    return Section(id="transfer", role="flow", title=sentences.say("transfer.title"), blocks=tuple(blocks))


def _before(score: Score) -> tuple[dt.date, int] | None:
    """Return the day of the last milestone and on how many questions the builder was ahead on it."""
    last = max((m for m in score.assessment.milestones if m.date < score.as_of), key=lambda m: m.date, default=None)
    then = as_it_was(score, last) if last else None
    return (last.date, len(ahead_of_all(then.frame, then.items.values()))) if last and then else None


def answered_by_both(score: Score) -> int:
    """Return how many questions a builder and somebody who did not build it both answered."""
    return sum(1 for item in score.items.values() if item.applies and _by_both(item))


def _by_both(item: ItemScore) -> bool:
    """Tell whether a builder answered and somebody who did not build it, were it that they do not know."""
    return item.operator is not None and not item.builder_run and any(a.rating is not None for a in item.builders)


def ahead_of_all(frame: Frame, items: Iterable[ItemScore]) -> tuple[ItemScore, ...]:
    """Return the items where a builder is far ahead of every operator: what one operator can do, nobody has to ask for.

    The critical ones first.
    """
    far = frame.questionnaire.constants.key_person_gap
    compared = (item for item in items if item.applies and item.lead is not None)
    alone = [item for item in compared if value_of(item.builder or 0) - best_claim(item) >= far]
    return tuple(sorted(alone, key=lambda item: not frame.is_critical(item.item.id)))


def levels_chart(score: Score) -> Levels:
    """Return the items where the builder is two levels or more ahead, the widest distance first."""
    scale = (_UNKNOWN, *(rating.name for rating in score.questionnaire.ratings))
    items = sorted(ahead_of_all(score.frame, score.items.values()), key=lambda item: -(item.lead or 0))
    return Levels(rows=tuple(map(_pair, items)), scale=scale)


def _pair(item: ItemScore) -> Pair:
    best = max((a.rating for a in item.operators if a.rating is not None), key=rank, default=None)
    return Pair(label=item.item.title, behind=_place(best), ahead=_place(item.builder))


def _place(rating: object) -> int:
    """Return the place on the scale; who does not know stands before the lowest level."""
    return rating + 1 if isinstance(rating, int) else 0


def _figure(score: Score, caption: Prose, sentences: Sentences) -> Iterator[Block]:
    chart = levels_chart(score)
    more = len(chart.rows) - _ROWS
    if not chart.rows:
        return
    shown = Levels(rows=chart.rows[:_ROWS], scale=chart.scale)
    _, rows = shown.table()
    alt = "Two points a question, on the scale of the levels. " + "; ".join(
        f"{label}: builder {ahead}, team {behind}" for label, ahead, behind in rows
    )
    yield from figure_or_table("transfer-chart", shown, caption=caption, alt=f"{alt}.")
    if more > 0:
        yield Paragraph(text=sentences.say("transfer.rest", rest=more), role="note")
