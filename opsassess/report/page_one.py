"""Page one: the verdict for the executive, without a percentage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from opsassess.blocks import Block, Heading, Ladder, Paragraph, Rung, Section, Status
from opsassess.described.before_live import before_live_told
from opsassess.described.by_prompt import by_prompt_told
from opsassess.owners import Owners, needs_builder
from opsassess.owners.absence import reached
from opsassess.owners.ageing import ageing, ageing_told
from opsassess.owners.holding import ending, fall_told, lapses, on_call, renewed_sooner
from opsassess.owners.open_hours import open_hours
from opsassess.owners.people import builder_name, builders, leaving_named, named, owes_nothing
from opsassess.owners.risks import until_told
from opsassess.owners.sight import left_open
from opsassess.owners.situations import Wanted, wanted
from opsassess.owners.way import items_to
from opsassess.prose import Prose, Sentences, escape, paragraphs, quoted
from opsassess.questionnaire import TierId
from opsassess.report import must_haves as must
from opsassess.report.counted import counts_told
from opsassess.report.first_moves import actions, to_show_for_the_tier
from opsassess.report.held import asked_above, blocking, gates_above, held_told
from opsassess.report.must_haves import MustHave
from opsassess.report.since import by_answer_told
from opsassess.retainer.agent import Agent
from opsassess.retainer.fall import works
from opsassess.scoring import Score
from opsassess.scoring.frame import is_below, not_above
from opsassess.scoring.sight import sight_of
from opsassess.scoring.tiers import GATED_TIERS


def page_one(agent: Agent, found: Sequence[MustHave], sentences: Sentences) -> Section:
    """Return the executive's page."""
    score = agent.score
    tier = score.questionnaire.tier_of[score.reported_tier]
    return Section(
        id="page-one",
        title=sentences.say("page_one.title", tier=tier),
        role="page_one",
        blocks=(
            _ladder(score, found, sentences),
            *_verdict(agent, found, sentences),
            Paragraph(text=counts_told(score, found, sentences)),
            *_way_up(agent, sentences),
            *actions(agent, sentences),
        ),
    )


def _ladder(score: Score, found: Sequence[MustHave], sentences: Sentences) -> Ladder:
    tiers = score.questionnaire.tier_of
    reached = score.reported_tier
    rungs = tuple(
        Rung(short=t, name=escape(tiers[t].name), needs=_needs(score, found, t, sentences))
        for t in ("T0", *GATED_TIERS)
    )
    text = sentences.say(f"ladder.{reached}", tier=tiers[reached], cap=tiers[score.cap])
    between = Rung(short="?", name=escape(tiers[reached].name)) if reached not in ("T0", *GATED_TIERS) else None
    return Ladder(id="tier", rungs=rungs, reached=reached, text=text, between=between)


def _verdict(agent: Agent, found: Sequence[MustHave], sentences: Sentences) -> Iterator[Paragraph]:
    """Yield the verdict, the consultant's own words, and what bears on it besides.

    A failed drill of what a pilot rests on is in the verdict.
    """
    score = agent.score
    failed = sentences.say("verdict.failed", drills=must.failed(found, score))
    in_lead = score.reported_tier == "T1" and bool(must.failed([m for m in found if m.gate.hard], score))
    yield Paragraph(role="lead", text=_lead(agent, found, sentences, failed=failed if in_lead else Prose("")))
    yield from (Paragraph(text=line) for line in paragraphs(score.assessment.summary or ""))
    if besides := _besides(agent, found, sentences, failed=Prose("") if in_lead else failed):
        yield Paragraph(text=besides)


def _lead(agent: Agent, found: Sequence[MustHave], sentences: Sentences, *, failed: Prose) -> Prose:
    """Return the verdict in the words of its tier."""
    score, assessment = agent.score, agent.score.assessment
    first = blocking(score, found)
    item = score.items[first.decisive] if first and first.decisive else None
    return sentences.say(
        f"verdict.{score.reported_tier}",
        client=assessment.client.name,
        agent=assessment.agent.name,
        live=assessment.agent.facts.get("live"),
        good=_strength(score, found),
        left_open=_left_open(score, found),
        unshown=[m.gate.title.lower() for m in found if m.gate.hard and m.unmet],
        proven=all(m.sight == "done" for m in found if m.gate.hard and m.state != "n/a"),
        used=any(sight_of(score.items[i]) == "done" for m in found if m.gate.hard for i in m.met),
        unmet=[m.gate.title.lower() for m in found if m.gate.tier == score.aim and m.unmet],
        aim=score.aim,
        open_hours=open_hours(score) is not None,
        advised=bool(before_live_told(agent, sentences)),
        blocking=first.gate if first else None,
        held=held_told(score, found, sentences),
        hard=[m.gate.title.lower() for m in found if m.gate.hard and m.unmet],
        builder=builder_name(item, assessment) if item else named(builders(assessment), "the builder"),
        capped_by_one_person=score.is_held_by_one_person,
        alone=_alone(agent),
        until=end.last if (end := ending(agent)) and end.builder else None,
        live_for=_live_for(agent),
        first_session=_first_session(score),
        points=len(items_to(agent, score.aim)),
        looks=len(ages.items) if (ages := ageing(agent, score.aim)) else 0,
        above=gates_above(score, found),
        more=any(obstacle.kind != "gate" for obstacle in score.obstacles_to(score.aim)),
        nobody=not any(i.answered or i.builders for i in score.items.values()),
        hindrance=_hindrance(score, first, sentences),
        by_answer=by_answer_told(score, sentences),
        failed=failed,
    )


def _besides(agent: Agent, found: Sequence[MustHave], sentences: Sentences, *, failed: Prose) -> Prose:
    """Return what bears on the tier besides, in the order of its danger."""
    score, assessment = agent.score, agent.score.assessment
    unhindered = score.reported_tier == "T2" and not blocking(score, found)
    only_points = score.reported_tier == "not_shown" and not any(m.gate.hard and m.unmet for m in found)
    return sentences.say(
        "verdict.besides",
        failed=failed,
        above=asked_above(score, found, sentences) if unhindered else Prose(""),
        by_prompt=by_prompt_told(score, sentences),
        tier=score.reported_tier,
        by_answer=by_answer_told(score, sentences),
        aged=_aged(score, found) if not by_answer_told(score, sentences) else (),
        left_open=_left_open(score, found) if only_points else (),
        on_call=score.reported_tier == "T1" and _first_session(score) and not score.is_held_by_one_person,
        builder=named(builders(assessment), "the builder"),
        available=reached(score).rstrip("."),
        ends=_alone(agent) or bool((end := ending(agent)) and end.builder),
        falls=fall_told(agent, sentences) if score.reported_tier in GATED_TIERS else Prose(""),
    )


def _live_for(agent: Agent) -> int:
    """Return on how many working days a pilot would run from its first live day until its builder goes."""
    live, end = Owners(score=agent.score, agent=agent).days.live, ending(agent)
    days = (end.last - live).days + 1 if live and end and end.builder else 0
    return sum(works(live + dt.timedelta(days=n)) for n in range(days)) if live else 0


def _alone(agent: Agent) -> bool:
    """Tell whether the tier rests on a builder on call, and the builder has gone."""
    return bool((call := on_call(agent)) and call.gone)


def _first_session(score: Score) -> bool:
    """Tell whether the questionnaire could not have given a higher tier."""
    return score.reported_tier == score.questionnaire.tier_cap


def _aged(score: Score, found: Sequence[MustHave]) -> tuple[str, ...]:
    """Return the must-haves of production that stand on evidence that has aged."""
    if score.reported_tier != "T2":
        return ()
    return tuple(
        m.gate.title.lower() for m in found if (m.state == "due" or m.aged) and is_below(m.gate.tier, score.aim)
    )


def _left_open(score: Score, found: Sequence[MustHave]) -> tuple[str, ...]:
    """Return the must-haves of a pilot whose answers leave something open, by their questions' titles."""
    points = left_open(score, [item for m in found if m.gate.hard for item in m.parts])
    return tuple(quoted(score.items[point.item].item.title) for point in points)


def _strength(score: Score, found: Sequence[MustHave]) -> str:
    """Return the most urgent thing that the team has done, as the rest of "the team can"."""
    stand = sorted((m for m in found if not (m.by_builder or must.failed([m], score))), key=lambda m: not m.gate.hard)
    for must_have in stand:
        if must_have.state == "shown" and must_have.sight == "done":
            return must_have.gate.must
        done = (i for i in must_have.met if must_have.parts[i] == "shown" and i not in score.one_person)
        if name := next((i for i in done if must_have.gate.hard and sight_of(score.items[i]) == "done"), ""):
            return score.items[name].item.able
    return ""


def _hindrance(score: Score, first: MustHave | None, sentences: Sentences) -> Prose:
    """Return what a must-have lacks; one that was only not shown yet lacks nothing that we know of."""
    if first is None:
        return Prose("")
    if first.state == "partly" and first.decisive:  # most of it is there, so what is lacking is no absence
        return sentences.say("hindrance.partly", accepted=must.lacking(first, score))
    known = first.state == "missing"
    name = "hindrance.lacking" if known else "hindrance.unseen"
    item = score.items[first.decisive] if first.decisive and len(first.half) <= 1 else None
    absent = item.item.absent if item and item.operator in (0, 1) else ""  # the one part that is open says more
    return sentences.say(name, gate=first.gate, absent=absent, still=must.still(first, score))


def _needs(score: Score, found: Sequence[MustHave], tier: TierId, sentences: Sentences) -> tuple[Status, ...]:
    """Return the must-haves that a tier asks for beyond the tiers below it."""
    asked = (m for m in found if m.gate.tier == tier)
    return tuple(
        Status(
            id=m.gate.id,
            title=must.rung(m, score, sentences),
            state=m.state,
            word=must.word(m, score, sentences),
        )
        for m in asked
    )


def _way_up(agent: Agent, sentences: Sentences) -> Iterator[Block]:
    score = agent.score
    if score.reported_tier == score.aim:
        return
    beyond = is_below(score.questionnaire.tier_cap, score.aim)
    needed = () if beyond else items_to(agent, score.aim)
    accepted, owners = [risk for risk in score.accepted if risk.item in needed], Owners(score=score, agent=agent)
    second = [quoted(score.items[i].item.title) for i in score.one_person if i in needed]
    gaps = [gap for gap in score.gaps if gap.item in needed and gap.item not in score.one_person]
    titles: dict[Wanted, list[str]] = {"work": [], "answer": [], "look": [], "page": []}
    for gap in gaps:
        titles[wanted(score.items[gap.item], gap)].append(quoted(score.items[gap.item].item.title))
    courtesy = [score.items[i].item.title for i in needed if needs_builder(owners, i)]
    aim = score.questionnaire.tier_of[score.aim]
    if not beyond:
        yield Heading(text=sentences.say("way_up.title", aim=aim))
    yield Paragraph(
        text=sentences.say(
            "way_up",
            **titles,
            second=second,
            again=[
                (score.items[item].item.title, end.last)
                for item, end in lapses(agent).items()
                if item not in needed and not_above(end.tier, score.aim)
            ],
            ageing=Prose("") if renewed_sooner(agent) else ageing_told(agent, aim, sentences, short=True),
            accepted=[(score.items[r.item].item.title, until_told(owners, r, sentences)) for r in accepted],
            left_open=[
                score.items[f.item].item.title.lower() for f in left_open(score, sorted(to_show_for_the_tier(agent)))
            ],
            more=len(needed) - len(gaps) - len(second) - len(accepted),
            courtesy=courtesy if owners.days.builder_until and owes_nothing(score.assessment) else [],
            builder=leaving_named(score.assessment),
            aim=aim,
            beyond=beyond,
        )
    )
