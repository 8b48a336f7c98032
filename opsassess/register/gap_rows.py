"""The rows of the gaps: what was found, what to do, and when a gap is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsassess.described.before_live import items_before_live
from opsassess.described.values import is_filled
from opsassess.documents.plain import plain_text
from opsassess.effort import Effort
from opsassess.owners import Owners
from opsassess.owners.ageing import aged_ahead
from opsassess.owners.asked import who_answered_and_left
from opsassess.owners.differing import are_operators, differing
from opsassess.owners.holding import lapses
from opsassess.owners.people import builder_name, builder_told, named, operator_name, teller_name
from opsassess.owners.sight import beside_told
from opsassess.owners.situations import situation_told, wanted
from opsassess.owners.standing import by_one_person, want_of
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import TierId
from opsassess.register.columns import hours_of_row, owner_columns, question_columns
from opsassess.report.evidence import is_undated, sends_told, to_show
from opsassess.report.reasons import needed
from opsassess.report.remedies import accepted, remedy
from opsassess.report.rounds import since_told
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap, ItemScore, Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.gates import MET, gate_state
from opsassess.scoring.sight import sight_of
from opsassess.scoring.tiers import GATED_TIERS

if TYPE_CHECKING:
    from opsassess.workbook.sheets import Row


def gap_row(owners: Owners, agent: Agent, gap: Gap, effort: Effort | None, sentences: Sentences) -> Row:
    """Return the row of a gap, without its number."""
    score = agent.score
    scored = score.items[gap.item]
    row = {
        **question_columns(score, gap.item),
        "kind": plain_text(sentences.say(f"situation.{situation_told(scored, gap)}")).lower(),
        **needed_columns(agent, gap.item, sentences),
        "found": plain_text(found(agent, gap, sentences)),
    }
    row |= {**hours_of_row(agent, gap.item, effort, sentences), **_owned(owners, gap, sentences)}
    want = wanted(scored, gap)
    if (effort and want == "look") or (want == "page" and gap.item in by_one_person(score)):
        then = sentences.say("register.do.then_second", item=scored.item, hours=bool(effort))
        row["do"] = f"{row['do']} {plain_text(then)}"
    return row


def _owned(owners: Owners, gap: Gap, sentences: Sentences) -> Row:
    """Return what is asked, the test of it, and of whom it is asked by when."""
    passed = plain_text(sentences.say("owner.overdue", owner=owners.of(gap.item)))
    asked = (what_to_do(owners, gap, sentences), _promised(owners, gap, sentences), passed)
    return {
        "do": " ".join(filter(None, asked)),
        "accepted_when": _closed_when(owners, gap, sentences),
        **owner_columns(owners.of(gap.item), sentences),
    }


def _closed_when(owners: Owners, gap: Gap, sentences: Sentences) -> str:
    """Return the test of what is asked: of a question the answer, of what was not seen a look, of work its own test."""
    scored = owners.score.items[gap.item]
    want = wanted(scored, gap)
    if want == "look":
        evidence = to_show(owners, gap, sentences)
        name, undated = "row" if gap.lacking else "look", is_undated(owners, gap)
        return plain_text(sentences.say(f"register.accepted.{name}", evidence=evidence, undated=undated))
    if want == "answer":
        return plain_text(sentences.say("register.accepted.answer"))
    return plain_text(accepted(owners.score, gap.item, gap.steps, sentences))


def _promised(owners: Owners, gap: Gap, sentences: Sentences) -> str:
    """Return what somebody sends meanwhile and what does not close the gap: what closes it is what the row asks for."""
    promise = None if owners.promise(gap.item) else owners.of(gap.item).promise
    return plain_text(sends_told(owners, promise, sentences))


def found(agent: Agent, gap: Gap, sentences: Sentences) -> Prose:
    """Return what was found where a gap is."""
    score, scored = agent.score, agent.score.items[gap.item]
    return sentences.say(
        f"register.found.{situation_told(scored, gap)}",
        item=scored.item,
        seen=_seen(scored),
        since=since_told(score, gap.item, sentences),
        done=sight_of(scored) == "done",
        operator=operator_name(scored, score.assessment),
        teller=teller_name(scored, score.assessment),
        builder=builder_name(scored, score.assessment),
        told=builder_told(scored),
        beside=beside_told(scored, sentences),
        left=named(who_answered_and_left(score.assessment, gap.item), ""),
        lacking=[sentences.say(f"column.{column}") for column in gap.lacking],
        differ=differing(scored, sentences),
        on_duty=are_operators(scored),
        lapse=lapses(agent).get(gap.item),
    )


def _seen(scored: ItemScore) -> str:
    """Return the best of what was seen, and not only told."""
    found = (seen.evidence.what.strip().rstrip(".") for seen in scored.seen if seen.evidence.level != "E0")
    return next(filter(None, found), "")


def needed_columns(agent: Agent, item: str, sentences: Sentences) -> Row:
    """Return the tier that waits for it, and why; of what an agent should not go live without, that as well."""
    tier, why = _tier_waiting(agent, item, sentences)
    none = plain_text(sentences.say("register.needed.none"))
    told = needed_told(agent, tier, sentences) if item in items_before_live(agent) else tier or none
    return {"needed_for": told, "needed_why": plain_text(why) or None}


def needed_told(agent: Agent, tier: str | None, sentences: Sentences) -> str:
    """Return what waits for what has to be there before the first live day: that day, and a tier besides."""
    live, today = Owners(score=agent.score, agent=agent).days.live, agent.score.as_of
    return plain_text(sentences.say("register.needed.before_live", live=live, today=today, tier=tier))


def _tier_waiting(agent: Agent, item: str, sentences: Sentences) -> tuple[TierId | None, Prose]:
    """Return the first tier that does not come without it, as the scope reckons it, and what asks for it.

    Beyond the tiers that the scope leads to, what a must-have of a tier asks for is needed for that tier.
    """
    score = agent.score
    found, end, ages = needed(agent).get(item), lapses(agent).get(item), aged_ahead(agent).get(item)
    if found:
        tier = score.questionnaire.tier_of[found.tier]
        return found.tier, sentences.say("register.needed.why", tier=tier, reason=found.reason)
    if end:
        return end.tier, sentences.say("register.needed.aged", last=end.last)
    if ages and want_of(score).get(item) != "page":
        return ages.tier, sentences.say("register.needed.ages")
    asks = next((tier for tier in GATED_TIERS if not _holds(score, item, tier)), None)
    return asks, sentences.say("register.needed.why", reason="gate") if asks else Prose("")


def _holds(score: Score, item: str, tier: TierId) -> bool:
    """Tell whether what is shown of a question is enough for the must-haves of a tier."""
    needs = tuple(n for n in score.frame.needs_of_item.get(item, ()) if not_above(n.gate.tier, tier))
    return gate_state(needs, score.shown_view, score.questionnaire.tier_of[tier].gate_at_least) in MET


def what_to_do(owners: Owners, gap: Gap, sentences: Sentences) -> str:
    """Return the consultant's own words for it, else the steps that are missing, or what has to be asked or shown."""
    score = owners.score
    scored, action = score.items[gap.item], owners.task(gap.item)
    want = wanted(scored, gap)
    if action:
        return action.text
    if want == "work":
        return plain_text(remedy(score, gap.item, gap.steps, sentences))
    name = "row" if want == "look" and gap.lacking else want
    evidence, told = to_show(owners, gap, sentences), any(is_filled(a.content) for a in scored.on_duty)
    return plain_text(sentences.say(f"register.do.{name}", item=scored.item, evidence=evidence, told=told))
