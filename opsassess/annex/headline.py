"""From the headline to the items: the tier, the must-haves that decide it, the areas, the key-person index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from opsassess.annex.trace import Trace, percent
from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.prose import Prose, escape, join
from opsassess.questionnaire import Gate
from opsassess.report.transfer import ahead_of_all, answered_by_both
from opsassess.retainer.lapse import last_day
from opsassess.scoring import Score
from opsassess.scoring.explain import decimal
from opsassess.scoring.frame import Need
from opsassess.scoring.gates import MET, GateState, need_state
from opsassess.scoring.sight import has_aged

_FEW = 3  # items of a must-have that are all told: a line or two
_KINDS = ("gate", "area", "overall", "critical", "key_person")  # in the order in which a tier looks at them


def headline_section(trace: Trace) -> Section:
    """Return the section from which every headline of the report leads to items."""
    return Section(
        id="headline",
        role="flow",
        title=trace.sentences.say("headline.title"),
        blocks=(*_tier(trace), *_gates(trace), *_areas(trace), *_person(trace)),
    )


def _tier(trace: Trace) -> Iterator[Block]:
    score, say = trace.score, trace.sentences.say
    tiers = score.questionnaire.tier_of
    capped = "person" if score.one_person else "questionnaire"
    text = say(
        "headline.tier",
        reported=tiers[score.reported_tier],
        reported_id=named(score.reported_tier),
        shown_id=named(score.shown_tier),
        claimed=tiers[score.claimed_tier],
        claimed_id=named(score.claimed_tier),
        why_capped=say(f"headline.capped.{capped}", cap=score.cap),
    )
    yield Paragraph(text=text, role="lead")
    parts = _obstacles(trace)
    if parts:
        yield Paragraph(text=say("headline.obstacles", aim=tiers[score.aim], parts=parts))
    if score.smallest_set:
        yield Paragraph(text=say("headline.set", titles=trace.titles(score.smallest_set)))


def named(tier: str) -> str:
    """Return the short name of a tier as a reader knows it."""
    return tier.replace("_", " ")


def _obstacles(trace: Trace) -> list[Prose]:
    score = trace.score
    aim = score.questionnaire.tier_of[score.aim]
    found = score.obstacles_to(score.aim)
    least = {"area": aim.area_at_least, "overall": aim.overall_at_least, "critical": aim.critical_above}
    titles = {g.id: g.title for g in score.questionnaire.gates} | {a.id: a.title for a in score.questionnaire.areas}
    by_kind = {kind: [o.what for o in found if o.kind == kind] for kind in _KINDS}
    return [
        trace.sentences.say(
            f"headline.obstacle.{kind}",
            names=[titles.get(name, name) for name in names],
            many=len(names),
            least=trace.share(least.get(kind)) if kind in ("area", "overall") else decimal(least.get(kind)),
            measured=any(names),
        )
        for kind, names in by_kind.items()
        if names
    ]


# ---------------------------------------------------------------------------------------------------------------------
# Must-haves


def _gates(trace: Trace) -> Iterator[Block]:
    if not trace.score.questionnaire.gates:
        return
    yield Heading(text=trace.sentences.say("headline.gates.title"))
    due = "due" in {_state_of(trace.score, gate) for gate in trace.score.questionnaire.gates}
    yield Paragraph(text=trace.sentences.say("headline.gates.lead", due=due))
    yield Table(
        columns=tuple(map(Prose, ("Must-have", "For", "State", "What it asks"))),
        rows=tuple(_gate(trace, gate) for gate in trace.score.questionnaire.gates),
        widths=(16, 7, 15, 62),
        caption=Prose("Every must-have with its state and the items that it asks"),
    )


def _gate(trace: Trace, gate: Gate) -> tuple[Prose, ...]:
    state = _state(trace, gate)
    return escape(gate.title), escape(gate.tier), state, join(_needs(trace, gate), "; ")


def _state(trace: Trace, gate: Gate) -> Prose:
    """Return the state of a must-have; one that holds by its builder alone caps the tier."""
    score, say = trace.score, trace.sentences.say
    state = say(f"state.{_state_of(score, gate)}")
    alone = [n.item for n in score.frame.needs_of_gate.get(gate.id, ()) if n.item in score.one_person]
    if score.gates[gate.id] not in MET or not alone:
        return state
    numbers = [trace.numbers[item] for item in alone if item in trace.numbers]
    return say("state.alone", state=state, numbers=numbers, cap=score.questionnaire.constants.one_person_cap)


def _state_of(score: Score, gate: Gate) -> GateState:
    """Return the state of a must-have; what stands on evidence that has aged is due, as the report has it."""
    state, view = score.gates[gate.id], score.shown_view
    needs = (need.item for need in score.frame.needs_of_gate.get(gate.id, ()) if need.item in view)
    return "due" if state == "pass" and any(has_aged(score.items[item]) for item in needs) else state


def _needs(trace: Trace, gate: Gate) -> Iterator[Prose]:
    """Yield what a must-have asks; of many items those that hold it up, and how many more there are."""
    view = trace.score.shown_view
    needs = [n for n in trace.score.frame.needs_of_gate.get(gate.id, ()) if n.item in view]
    short = [n for n in needs if view[n.item].value < n.at_least] if len(needs) > _FEW else needs
    for need in short:
        yield trace.sentences.say(
            "headline.need",
            title=trace.score.items[need.item].item.title,
            shown=decimal(trace.score.items[need.item].shown),
            least=decimal(need.at_least),
            gap=trace.numbers.get(need.item),
            last=_kept_until(trace.score, need),
        )
    if len(short) < len(needs):
        yield trace.sentences.say("headline.needs_more", many=len(needs) - len(short), all=not short)


def _kept_until(score: Score, need: Need) -> dt.date | None:
    """Return the last day on which a minimum is met by evidence that has aged."""
    item, held = score.items[need.item], score.shown_view[need.item]
    kept = need_state(held, need.at_least) in MET and has_aged(item)
    return last_day(score, need.item, need.at_least) if kept else None


# ---------------------------------------------------------------------------------------------------------------------
# Areas and people


def _areas(trace: Trace) -> Iterator[Block]:
    if not trace.percentages:
        return
    score, overall = trace.score, trace.score.overall
    yield Heading(text=trace.sentences.say("headline.areas.title"))
    lead = trace.sentences.say(
        "headline.areas.lead",
        shown=percent(overall.shown),
        claimed=percent(overall.claimed),
        coverage=percent(overall.coverage),
        na=percent(overall.na_share) if overall.na_share else "",
        shadow=percent(overall.na_shadow),
        draft=score.is_draft,
        draft_below=percent(score.questionnaire.constants.draft_below_coverage),
    )
    yield Paragraph(text=lead)
    yield Table(
        columns=tuple(map(Prose, ("Area", "Shown", "Claimed", "Answered"))),
        rows=tuple(_area(trace, area.id, area.title) for area in score.questionnaire.areas),
        widths=(49, 17, 17, 17),
        caption=Prose("The shares of each area"),
    )


def _area(trace: Trace, area: str, title: str) -> tuple[Prose, ...]:
    shares = trace.score.areas[area]
    if shares.shown is None:
        return escape(title), trace.sentences.say("state.n/a"), Prose(""), Prose("")
    return escape(title), *(Prose(percent(s)) for s in (shares.shown, shares.claimed, shares.coverage))


def _person(trace: Trace) -> Sequence[Block]:
    score = trace.score
    text = trace.sentences.say(
        "headline.person",
        index=None if score.key_person.index is None else decimal(score.key_person.index),
        answered=answered_by_both(score),
        far=len(ahead_of_all(score.frame, score.items.values())),
        compared=sum(1 for item in score.items.values() if item.applies and item.lead is not None),
        gap=decimal(score.questionnaire.constants.key_person_gap),
        items=trace.titles(score.key_person.items),
    )
    return Heading(text=trace.sentences.say("headline.person.title")), Paragraph(text=text)
