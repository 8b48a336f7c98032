"""What changed since the last milestone: what the client did, apart from everything else that moves a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from opsassess.assessment import Milestone
from opsassess.blocks import Block, Heading, Paragraph, Section
from opsassess.charts import Levels, Pair
from opsassess.delta import CAUSES, Cause, Change, Delta, delta
from opsassess.owners.standing import standings
from opsassess.prose import Sentences
from opsassess.report.figures import figure_or_table
from opsassess.scoring import Score

_TOLD: tuple[Cause, ...] = ("improved", "worse", "asked", "corrected", "aged", "questionnaire", "profile")
_ROWS = 14  # of the chart; the rest is named below it
_QUARTERS = 4  # the levels of the scale above "absent"


def since_section(score: Score, sentences: Sentences) -> Section | None:
    """Return the section, or None where no earlier milestone has numbers to compare with."""
    milestone = _last_before(score)
    if milestone is None:
        return None
    found = delta(score, milestone)
    blocks = (
        Paragraph(text=sentences.say("since.lead", **_headline(found)), role="lead"),
        *_chart(found, sentences),
        *(block for cause in _TOLD for block in _cause(found, cause, sentences)),
    )
    return Section(id="since", role="flow", title=sentences.say("since.title", date=milestone.date), blocks=blocks)


def _last_before(score: Score) -> Milestone | None:
    earlier = [m for m in score.assessment.milestones if m.date < score.as_of and m.scores.get("items")]
    return max(earlier, key=lambda m: m.date, default=None)


def _headline(found: Delta) -> Mapping[str, Any]:
    tiers = found.now.questionnaire.tier_of
    before = next((tiers[t] for t in tiers if t == found.tier_before), None)
    aged = next(stage.tier for stage in found.stages if stage.cause == "aged")
    return {
        "date": found.milestone.date,
        "before": before,
        "now": tiers[found.now.reported_tier],
        "without": next(tiers[t] for t in tiers if t == aged),  # had nothing been done since
        "counts": {cause: len(found.of(cause)) for cause in CAUSES},
        "moved": len({change.item for change in found.changes}),
    }


def _chart(found: Delta, sentences: Sentences) -> Iterator[Block]:
    changes = _work(found)
    if not changes:
        return
    scale = tuple(rating.name for rating in found.now.questionnaire.ratings)
    words = {name: str(sentences.say(f"since.{name}")) for name in ("then", "now")}
    pairs = tuple(_pair(found, change) for change in changes[:_ROWS])
    chart = Levels(rows=pairs, scale=scale, behind=words["then"], ahead=words["now"])
    moves = "; ".join(f"{pair.label}: from {scale[pair.behind]} to {scale[pair.ahead]}" for pair in pairs)
    caption = sentences.say("since.caption")
    yield from figure_or_table("since-chart", chart, caption=caption, alt=f"Two points a question. {moves}.")


def _work(found: Delta) -> list[Change]:
    """Return what was done since, the widest step first."""
    return sorted((*found.of("improved"), *found.of("worse")), key=_distance, reverse=True)


def _distance(change: Change) -> Fraction:
    return abs((change.after or Fraction(0)) - (change.before or Fraction(0)))


def _pair(found: Delta, change: Change) -> Pair:
    return Pair(label=_title(found, change.item), behind=_place(change.before), ahead=_place(change.after))


def _place(value: Fraction | None) -> int:
    return round((value or 0) * _QUARTERS)


def _title(found: Delta, item: str) -> str:
    values = found.now.items.get(item)
    return values.item.title if values else item


def _is_aged(found: Delta, item: str) -> bool:
    seen = found.now.items[item].seen if item in found.now.items else ()
    return max((s.level for s in seen), default=0) > max((s.aged for s in seen), default=0)


def _cause(found: Delta, cause: Cause, sentences: Sentences) -> Iterator[Block]:
    drawn = _work(found)[:_ROWS] if cause == "improved" else ()  # what the chart shows needs no list
    changes = [change for change in found.of(cause) if change not in drawn]
    if cause == "aged":  # what was seen again since is not old today
        changes = [change for change in changes if _is_aged(found, change.item)]
    if cause == "corrected":  # of what has aged besides, that is told once
        aged = {change.item for change in found.of("aged") if _is_aged(found, change.item)}
        changes = [change for change in changes if change.item not in aged]
    if changes:
        titles = [_title(found, change.item).lower() for change in changes]
        yield Heading(text=sentences.say(f"since.{cause}.title"))
        stands = standings(found.now)
        work = [_title(found, change.item).lower() for change in changes if stands.get(change.item) == "work"]
        names = {change.item for change in changes}
        other = [change for change in found.of("corrected") if change.item in names]
        corrected = [_title(found, change.item).lower() for change in other]
        lower = all((change.after or 0) < (change.before or 0) for change in other)
        told = sentences.say(
            f"since.{cause}", titles=titles, many=len(titles), work=work, corrected=corrected, lower=lower
        )
        yield Paragraph(text=told)
