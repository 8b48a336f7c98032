"""What to do first: a few agreements, sessions and works, each with who does it by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from opsassess.blocks import Block, Heading, Paragraph, Step, Steps
from opsassess.described.agreements import agreement
from opsassess.described.before_live import before_live_told
from opsassess.described.not_holding import not_holding
from opsassess.described.open_points import settler
from opsassess.described.points import settling_told
from opsassess.effort import in_hours
from opsassess.owners import Owner, Owners
from opsassess.owners.holding import to_renew
from opsassess.owners.open_hours import PAUSE, STOPS, open_hours, open_hours_told, stop_unnamed
from opsassess.owners.renewals import renewals
from opsassess.owners.sight import left_open
from opsassess.owners.situations import Wanted, situation, wanted
from opsassess.owners.way import items_to
from opsassess.prose import Prose, Sentences, capitalised, escape
from opsassess.questionnaire import TierId
from opsassess.report import must_haves as must
from opsassess.report.held import blocking
from opsassess.report.remedies import remedy
from opsassess.report.sizing import planned_hours
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap, Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.tiers import next_above

_ACTIONS = 3
_SESSIONS: tuple[Wanted, ...] = ("answer", "look")


@dataclass(frozen=True, kw_only=True)
class Move:
    """One of the few things to do first: work on one gap, or one session for all questions or all evidence."""

    gaps: tuple[Gap, ...]
    wanted: Wanted


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
    first = blocking(score, must.must_haves(score))
    if first is None or score.reported_tier != score.questionnaire.tier_cap:
        return tuple(gaps)
    return tuple(sorted(gaps, key=lambda gap: gap.item != first.decisive))


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


def to_show_for_the_tier(agent: Agent) -> set[str]:
    """Return what only has to be shown for the next tier, as page one lists it."""
    score = agent.score
    gaps = (gap for gap in score.gaps if gap.item in items_to(agent, score.aim) and gap.item not in score.one_person)
    return {gap.item for gap in gaps if wanted(score.items[gap.item], gap) == "look"}


def actions(agent: Agent, sentences: Sentences) -> Iterator[Block]:
    """Yield what to do first: what takes no work before what does."""
    before = (say(agent, sentences) for say in (_say_failed, _say_agreements, _say_renewals))
    first = [*chain(*before)][:_ACTIONS]
    chosen = sorted(moves(agent)[: _ACTIONS - len(first)], key=lambda move: move.wanted == "work")
    first += [_say_move(agent, move, sentences) for move in chosen]
    advice = before_live_told(agent, sentences)
    if first or advice:
        yield Heading(text=sentences.say("actions.title"))
    if advice:
        yield Paragraph(text=advice)
    if first:
        yield Steps(steps=tuple(Step(do=do) for do in first))


def _say_failed(agent: Agent, sentences: Sentences) -> Iterator[Prose]:
    """Yield the drills of must-haves that have to be held again: what was seen otherwise does not answer them."""
    if drills := must.failed(must.must_haves(agent.score), agent.score):
        item = next(item for item, weak in not_holding(agent.score).items() if weak.drill in drills)
        owner = Owners(score=agent.score, agent=agent).of(item)
        asked = _asked(owner, sentences)
        what = sentences.say("actions.failed", drills=drills)
        who = sentences.say("actions.failed.who", owner=owner, asked=asked)
        yield Prose(f"{what}\\\n{who}")


def _asked(owner: Owner, sentences: Sentences) -> Prose:
    """Return who is asked: its owner, who may have to confirm it, else who names one."""
    return sentences.say("owner.name", owner=owner) if owner.name else escape(owner.namer)


def _say_agreements(agent: Agent, sentences: Sentences) -> Iterator[Prose]:
    """Yield what takes an agreement and no work: who can stop it at every hour, and who is on call in time to come."""
    score, owners = agent.score, Owners(score=agent.score, agent=agent)
    if open_hours(score):
        day = owners.days.of_stop
        what, who = (open_hours_told(score, sentences, f"actions.open_hours{part}", day) for part in ("", ".who"))
        yield Prose(f"{what}\\\n{who}")
    elif said := [
        clause for point in left_open(score, [PAUSE] if PAUSE in score.items else []) for clause in point.clauses
    ]:
        stops = [score.items[item].item.title.lower() for item in STOPS if stop_unnamed(score, item)]
        what = sentences.say("actions.pause", settle=settling_told(said, sentences), stops=stops)
        owner = settler(agent, PAUSE)
        who = sentences.say("actions.failed.who", owner=owner, asked=_asked(owner, sentences))
        yield Prose(f"{what}\\\n{who}")
    if (found := agreement(owners, sentences)) and found.soon:
        who = sentences.say("actions.agreement.who", owner=found.owner, asked=_asked(found.owner, sentences))
        yield Prose(f"{capitalised(found.do)}\\\n{who}")


def _say_renewals(agent: Agent, sentences: Sentences) -> Iterator[Prose]:
    """Yield what has to be shown again soon, where no roadmap has it."""
    owners = Owners(score=agent.score, agent=agent)
    looks = renewals(owners, sentences) if agent.score.questionnaire.report == "readout" else ()
    for look in (look for look in looks if look.item in to_renew(agent)):
        values = {"title": agent.score.items[look.item].item.title, "do": look.do, "owner": look.owner}
        what, who = (sentences.say(f"actions.renew{part}", **values) for part in ("", ".who"))
        yield Prose(f"{what}\\\n{who}")


def _say_move(agent: Agent, move: Move, sentences: Sentences) -> Prose:
    """Return what to do, and on a line of its own who does it by when and how long it takes."""
    score, hours = agent.score, planned_hours(agent)
    gap = move.gaps[0]
    source = Owners(score=score, agent=agent)
    owners = [source.of(g.item) for g in move.gaps]
    promised = [source.promise(g.item) for g in move.gaps]
    points = [settler(agent, point.item) for point in left_open(score, [g.item for g in move.gaps])]
    last = max(owners, key=lambda owner: owner.day or score.as_of)
    values = {
        "items": [score.items[g.item].item for g in move.gaps],
        "title": score.items[gap.item].item.title,
        "undated": [g.item for g in move.gaps if situation(score.items[g.item], g) == "undated"],
        "do": remedy(score, gap.item, gap.steps, sentences) if move.wanted == "work" else Prose(""),
        "owner": owners[0],
        "name": sentences.say("owner.name", owner=owners[0]),
        "asked": list(dict.fromkeys(sentences.say("owner.name", owner=owner) for owner in owners if owner.name)),
        "agreed": bool({g.item for g in move.gaps} & {action.item for action in source.agreed}),
        "day": last.day,
        "first": min((owner.day for owner in owners if owner.day), default=None),
        "late": last.late,
        "proposed": not last.due,
        "hours": in_hours(hours[gap.item]) if hours.get(gap.item) else "",
        "above": {g.item for g in move.gaps} == to_show_for_the_tier(agent),
        "all_promised": all(promised),
        "settling": list(dict.fromkeys(p.name or p.ask or p.namer for p in points)),
        "aim": score.aim,
        "promised": list(dict.fromkeys(p.who for p in promised if p)),
    }
    what, who = (sentences.say(f"actions.{move.wanted}{part}", **values) for part in ("", ".who"))
    return Prose(f"{what}\\\n{who}")
