"""What keeps an agent with its builder, or from its pilot: one source for page one and the monthly report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from opsassess.owners.differing import differing
from opsassess.owners.people import builder_name, builder_told, operator_name, told_rating
from opsassess.prose import Prose, Sentences, quoted
from opsassess.report.must_haves import MustHave
from opsassess.scoring import Score
from opsassess.scoring.frame import not_above


def held_told(score: Score, found: Sequence[MustHave], sentences: Sentences) -> Prose:
    """Return the case of this client, where the tier has one; a tier that was reached says itself what it means."""
    if score.reported_tier == "not_shown":
        unshown = dict.fromkeys(item for m in found if m.gate.hard for item in m.unmet)
        return sentences.say("held.not_shown", unshown=[quoted(score.items[item].item.title) for item in unshown])
    first = blocking(score, found)
    if score.reported_tier != "T0" or first is None or first.decisive is None:
        return Prose("")
    item, assessment = score.items[first.decisive], score.assessment
    return sentences.say(
        "held.T0",
        item=item.item,
        operator=operator_name(item, assessment),
        builder=builder_name(item, assessment),
        builder_knows=(item.builder or 0) >= 1,
        told=builder_told(item),
        dont_know=told_rating(item) == "dont_know",
        rating=told_rating(item),
        asked=item.answered,
        differ=differing(item, sentences),
    )


def asked_above(score: Score, found: Sequence[MustHave], sentences: Sentences) -> Prose:
    """Return what the next tier asks for beyond the minimum of its must-haves, as the scoring has it."""
    away: dict[str, list[str]] = defaultdict(list)
    for obstacle in score.obstacles_to(score.aim):
        away[obstacle.kind].append(obstacle.what)
    items = score.items
    return sentences.say(
        "verdict.above",
        aim=score.questionnaire.tier_of[score.aim],
        gates=gates_above(score, found),
        areas=[f"“{score.questionnaire.area_of[area].title}”" for area in away["area"]],
        critical=[quoted(items[item].item.title) for item in away["critical"]],
        ahead=[quoted(items[item].item.title) for item in away["key_person"] if item],
        one_sided="" in away["key_person"],
        overall=bool(away["overall"]),
    )


def gates_above(score: Score, found: Sequence[MustHave]) -> list[str]:
    """Return the must-haves of which the next tier asks more than was shown."""
    away = {obstacle.what for obstacle in score.obstacles_to(score.aim) if obstacle.kind == "gate"}
    return [m.gate.title.lower() for m in found if m.gate.id in away]


def blocking(score: Score, found: Sequence[MustHave]) -> MustHave | None:
    """Return the must-have that keeps the tier down: one that is missing before one that is merely not shown.

    Of several that stand alike, one on a critical point comes first.
    """
    near = [m for m in found if not_above(m.gate.tier, score.aim)]
    for state in ("missing", "partly", "open", "said"):
        alike = [must_have for must_have in near if must_have.state == state]
        if alike:
            critical = score.questionnaire.constants.critical
            return min(alike, key=lambda m: m.decisive is None or score.items[m.decisive].item.weight != critical)
    return None
