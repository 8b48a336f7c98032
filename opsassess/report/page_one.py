"""Page one: the verdict for the executive, without a percentage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opsassess.blocks import Block, Heading, Ladder, Paragraph, Rung, Section, Status, Step, Steps
from opsassess.effort import in_hours
from opsassess.prose import Prose, Sentences, paragraphs
from opsassess.questionnaire import TierId
from opsassess.report import must_haves as must
from opsassess.report.must_haves import MustHave
from opsassess.report.open_hours import open_hours, open_hours_told
from opsassess.report.owners import owner_of
from opsassess.report.people import builder_name, builders, differing, named, operator_name, operators
from opsassess.report.questions import Answered
from opsassess.report.remedies import remedy
from opsassess.report.sight import WEAKEST_FIRST, left_open, sight_of
from opsassess.report.situations import Wanted, wanted
from opsassess.report.sizing import planned_hours
from opsassess.report.way import items_to
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap, Score
from opsassess.scoring import score as rescored
from opsassess.scoring.frame import not_above
from opsassess.scoring.tiers import GATED_TIERS, next_above

_ACTIONS = 3
_SESSIONS: tuple[Wanted, ...] = ("answer", "look")


@dataclass(frozen=True, kw_only=True)
class Move:
    """One of the few things to do first: work on one gap, or one session for all questions or all evidence."""

    gaps: tuple[Gap, ...]
    wanted: Wanted


def page_one(agent: Agent, found: Sequence[MustHave], answered: Sequence[Answered], sentences: Sentences) -> Section:
    """Return the executive's page."""
    score = agent.score
    tier = score.questionnaire.tier_of[score.reported_tier]
    return Section(
        id="page-one",
        title=sentences.say("page_one.title", tier=tier),
        role="page_one",
        blocks=(
            _ladder(score, found, sentences),
            Paragraph(text=_verdict(agent, found, sentences), role="lead"),
            Paragraph(text=_counts(score, found, answered, sentences)),
            *(Paragraph(text=line) for line in paragraphs(score.assessment.summary or "")),
            *_way_up(agent, sentences),
            *_actions(agent, sentences),
        ),
    )


def _ladder(score: Score, found: Sequence[MustHave], sentences: Sentences) -> Ladder:
    tiers = score.questionnaire.tier_of
    reached = score.reported_tier
    rungs = tuple(
        Rung(short=t, name=Prose(tiers[t].name), needs=_needs(score, found, t, sentences)) for t in ("T0", *GATED_TIERS)
    )
    text = sentences.say(f"ladder.{reached}", tier=tiers[reached], cap=tiers[score.cap])
    between = Rung(short="?", name=Prose(tiers[reached].name)) if reached not in ("T0", *GATED_TIERS) else None
    return Ladder(id="tier", rungs=rungs, reached=reached, text=text, between=between)


def _verdict(agent: Agent, found: Sequence[MustHave], sentences: Sentences) -> Prose:
    score, assessment = agent.score, agent.score.assessment
    open_points = [
        (score.items[f.item].item, f.clauses)
        for f in left_open(score, [i for m in found if m.gate.hard for i in m.parts])
    ]
    blocking = _blocking(score, found)
    item = score.items[blocking.decisive] if blocking and blocking.decisive else None
    return sentences.say(
        f"verdict.{score.reported_tier}",
        client=assessment.client.name,
        agent=assessment.agent.name,
        live=assessment.agent.facts.get("live"),
        good=_strength(score, found),
        open_points=open_points,
        proven=all(m.sight == "done" for m in found if m.gate.hard and m.state != "n/a"),
        open_hours=open_hours(score) is not None,
        falls=agent.falls_on(()) if score.reported_tier in GATED_TIERS else None,
        fading=_fading(agent, sentences),
        blocking=blocking.gate if blocking else None,
        state=blocking.state if blocking else None,
        item=item.item if item else None,
        operator=operator_name(item, assessment) if item else named(operators(assessment), "the operator"),
        builder=builder_name(item, assessment) if item else named(builders(assessment), "the builder"),
        builder_knows=bool(item and (item.builder or 0) >= 1),
        dont_know=bool(item and item.operator == "dont_know"),
        rating=item.operator if item else None,
        asked=bool(item and item.answered),
        capped_by_one_person=bool(score.one_person) and not not_above(score.shown_tier, score.reported_tier),
        first_session=score.reported_tier == score.questionnaire.tier_cap,
        differ=differing(item) if item else (),
        available=str(assessment.agent.facts.get("builder_available") or "").strip().rstrip("."),
        nobody=not any(i.answered or i.builders for i in score.items.values()),
        hindrance=_hindrance(score, blocking, sentences),
        more=max(0, len(items_to(agent, score.aim)) - 1),
        unshown=[
            able
            for m in found
            if m.state in ("said", "open") and m.gate.hard
            for able in must.still_parts(m, score)
        ],
    )


def _strength(score: Score, found: Sequence[MustHave]) -> str:
    """Return the most urgent thing that the team has done, as the rest of "the team can"; nothing that was only seen."""
    stand = sorted((m for m in found if not m.by_builder), key=lambda m: not m.gate.hard)
    for must_have in stand:
        if must_have.state == "shown" and must_have.sight == "done":
            return must_have.gate.must
        done = (i for i in must_have.met if must_have.parts[i] == "shown" and i not in score.one_person)
        if name := next((i for i in done if must_have.gate.hard and sight_of(score.items[i]) == "done"), ""):
            return score.items[name].item.able
    return ""


def _fading(agent: Agent, sentences: Sentences) -> tuple[Prose, ...]:
    """Return what is too old on the day on which the tier falls, with the day of what we saw of it."""
    score = agent.score
    falls = agent.falls_on(()) if score.reported_tier in GATED_TIERS else None
    if falls is None:
        return ()
    later = rescored(score.questionnaire, score.assessment, falls)
    found = [m for m in must.must_haves(later) if not not_above(m.gate.tier, score.reported_tier) or m.unmet]
    names = [i for m in found if not_above(m.gate.tier, score.reported_tier) for i in m.unmet]
    return tuple(
        sentences.say(
            "verdict.fading",
            item=score.items[i].item,
            date=max((s.evidence.date for s in score.items[i].seen if s.evidence.date), default=None),
        )
        for i in dict.fromkeys(names)
    )


def _hindrance(score: Score, blocking: MustHave | None, sentences: Sentences) -> Prose:
    """Return what a must-have lacks; one that was only not shown yet lacks nothing that we know of."""
    if blocking is None:
        return Prose("")
    known = blocking.state in ("missing", "partly")
    name = "hindrance.lacking" if known else "hindrance.unseen"
    item = score.items[blocking.decisive] if blocking.decisive and len(blocking.half) <= 1 else None
    absent = item.item.absent if item and item.operator in (0, 1) else ""  # the one part that is open says more
    return sentences.say(name, gate=blocking.gate, absent=absent, still=must.still(blocking, score))


def _blocking(score: Score, found: Sequence[MustHave]) -> MustHave | None:
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


def _counts(score: Score, found: Sequence[MustHave], answered: Sequence[Answered], sentences: Sentences) -> Prose:
    numbers = must.counts(found)
    sights = Counter(m.sight for m in found if m.state == "shown")
    by_operator = sum(1 for a in answered if a.by == "operator")
    return sentences.say(
        "counts",
        all=len(found) - numbers.get("n/a", 0),
        shown=numbers.get("shown", 0),
        sights=tuple((name, sights[name]) for name in reversed(WEAKEST_FIRST)),
        alone=bool(score.one_person) and not not_above(score.shown_tier, score.reported_tier),
        due=numbers.get("due", 0),
        said=numbers.get("said", 0),
        open=numbers.get("open", 0),
        partly=numbers.get("partly", 0),
        missing=numbers.get("missing", 0),
        one_person=sum(1 for m in found if m.by_builder),
        questions=len(answered) if score.questionnaire.report == "full" else 0,
        by_operator=by_operator,
        by_some=sum(1 for a in answered if a.by == "some"),
        by_nobody=sum(1 for a in answered if a.by == "nobody"),
        by_builder=sum(1 for a in answered if a.by == "builder"),
        operators_asked=any(person.is_operator_side for person in score.assessment.respondents),
        operator=_who_answered(score, answered),
        builder=named(builders(score.assessment), "the builder"),
    )


def _who_answered(score: Score, answered: Sequence[Answered]) -> Prose:
    """Return the operators by name, where the answers that count are theirs alone."""
    spoke = {
        current.respondent.id
        for question in answered
        if question.by == "operator"
        for item in question.items
        for current in item.operators
        if current.rating == item.operator
    }
    people = operators(score.assessment)
    return named(people, "the operator") if spoke <= {who.id for who in people} else Prose("the operator side")


def _needs(score: Score, found: Sequence[MustHave], tier: TierId, sentences: Sentences) -> tuple[Status, ...]:
    """Return the must-haves that a tier asks for beyond the tiers below it."""
    asked = (m for m in found if m.gate.tier == tier)
    return tuple(
        Status(
            id=m.gate.id,
            title=must.rung(m, score, sentences),
            state=m.state,
            text=Prose(""),
            word=must.word(m, sentences),
        )
        for m in asked
    )


def moves(agent: Agent) -> tuple[Move, ...]:
    """Return what to do first: all that the next tier needs, then what the tier after it needs."""
    score = agent.score
    near = tuple(_needed(agent, score.aim))
    far: tuple[Gap, ...] = ()
    further = next_above(score.aim)
    if further != score.aim and not_above(further, score.questionnaire.tier_cap):
        far = tuple(gap for gap in _needed(agent, further) if gap.item not in {g.item for g in near})
    first = _in_order(score, hindrance_first(score, near))
    kinds = {move.wanted for move in first} & set(_SESSIONS)  # one session of a kind is enough to begin with
    return (*first, *(move for move in _in_order(score, far) if move.wanted not in kinds))[:_ACTIONS]


def hindrance_first(score: Score, gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Return the gaps of a first session with the one that page one calls the first thing to settle before the rest."""
    blocking = _blocking(score, must.must_haves(score))
    if blocking is None or score.reported_tier != score.questionnaire.tier_cap:
        return tuple(gaps)
    return tuple(sorted(gaps, key=lambda gap: gap.item != blocking.decisive))


def _in_order(score: Score, gaps: tuple[Gap, ...]) -> tuple[Move, ...]:
    """Return the most urgent work, then what only has to be answered or shown, then the other work."""
    work = [Move(gaps=(gap,), wanted="work") for gap in gaps if wanted(score.items[gap.item], gap) == "work"]
    sessions = [
        Move(gaps=found, wanted=kind)
        for kind in _SESSIONS
        if (found := tuple(gap for gap in gaps if wanted(score.items[gap.item], gap) == kind))
    ]
    return (*work[:1], *sessions, *work[1:])


def _needed(agent: Agent, aim: TierId) -> Iterator[Gap]:
    needed = set(items_to(agent, aim))
    yield from (gap for gap in agent.score.gaps_to(aim) if gap.item in needed)


def _way_up(agent: Agent, sentences: Sentences) -> Iterator[Block]:
    score = agent.score
    if score.reported_tier == score.aim:
        return
    beyond = not not_above(score.aim, score.questionnaire.tier_cap)
    needed = () if beyond else items_to(agent, score.aim)
    accepted = [risk for risk in score.accepted if risk.item in needed]
    second = [score.items[i].item.title.lower() for i in score.one_person if i in needed]
    gaps = [gap for gap in score.gaps if gap.item in needed and gap.item not in score.one_person]
    titles: dict[Wanted, list[str]] = {"work": [], "answer": [], "look": [], "page": []}
    for gap in gaps:
        titles[wanted(score.items[gap.item], gap)].append(score.items[gap.item].item.title.lower())
    yield Heading(text=sentences.say("way_up.title", aim=score.questionnaire.tier_of[score.aim]))
    yield Paragraph(
        text=sentences.say(
            "way_up",
            **titles,
            second=second,
            accepted=[(score.items[risk.item].item.title, risk) for risk in accepted],
            left_open=[
                (score.items[f.item].item.title.lower(), f.clauses) for f in left_open(score, [g.item for g in gaps])
            ],
            more=len(needed) - len(gaps) - len(second) - len(accepted),
            aim=score.questionnaire.tier_of[score.aim],
            beyond=beyond,
        )
    )


def _actions(agent: Agent, sentences: Sentences) -> Iterator[Block]:
    first = [_say_move(agent, move, sentences) for move in moves(agent)]
    if open_hours(agent.score):
        first.insert(0, _say_open_hours(agent.score, sentences))
    if not first:
        return
    first = first[:_ACTIONS]
    yield Heading(text=sentences.say("actions.title", many=len(first)))
    yield Steps(steps=tuple(Step(do=do) for do in first))


def _say_open_hours(score: Score, sentences: Sentences) -> Prose:
    what, who = (open_hours_told(score, sentences, f"actions.open_hours{part}") for part in ("", ".who"))
    return Prose(f"{what}\\\n{who}")


def _say_move(agent: Agent, move: Move, sentences: Sentences) -> Prose:
    """Return what to do, and on a line of its own who does it by when and how long it takes."""
    score, hours = agent.score, planned_hours(agent)
    gap = move.gaps[0]
    promised = [score.assessment.promise_of.get(g.item) for g in move.gaps]
    values = {
        "items": [score.items[g.item].item for g in move.gaps],
        "do": remedy(score, gap, sentences) if move.wanted == "work" else Prose(""),
        "owner": owner_of(score, gap.item, gap),
        "hours": in_hours(hours[gap.item]) if hours.get(gap.item) else "",
        "all_promised": all(promised),
        "left_open": bool(left_open(score, [g.item for g in move.gaps])),
        "promised": list(dict.fromkeys(p.who for p in promised if p)),
        "operators_asked": bool(operators(score.assessment)),
        "operator": named(operators(score.assessment), "the operator"),
    }
    what, who = (sentences.say(f"actions.{move.wanted}{part}", **values) for part in ("", ".who"))
    return Prose(f"{what}\\\n{who}")
