"""What the register has beside the gaps: what keeps the tier of today, what one person alone can do, accepted risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from opsassess.assessment import AcceptedRisk
from opsassess.described.not_holding import failed_of
from opsassess.effort import Effort
from opsassess.owners import Owner, Owners
from opsassess.owners.holding import lapses
from opsassess.owners.people import by_whom, named
from opsassess.owners.renewals import Renewal, renewals
from opsassess.owners.risks import until_told
from opsassess.owners.standing import by_one_person, gap_of
from opsassess.owners.way import lines_to
from opsassess.prose import Prose, Sentences, capitalised, ended, escape
from opsassess.questionnaire import Step
from opsassess.report.evidence import is_undated, to_show
from opsassess.report.remedies import accepted, remedy
from opsassess.retainer.agent import Agent
from opsassess.retainer.lines import Line
from opsassess.scoring import Gap, Score
from opsassess.scoring.gaps import find_gaps
from opsassess.scoring.tiers import next_above

Kind = Literal["renew", "one_person", "risk", "failed"]


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A row about a question that is no gap."""

    item: str
    kind: Kind
    found: Prose
    do: Prose
    done: Prose
    owner: Owner
    look: Renewal | None = None  # of what has to be shown again


def beside(owners: Owners, sentences: Sentences) -> Iterator[Beside]:
    """Yield one row a question: first what has to be shown again, or the tier falls."""
    score, known = owners.score, {*gap_of(owners.score)}
    kinds = (_renewed(owners, sentences), _one_person(owners, sentences), _risks(owners, sentences), _failed(owners))
    for rows in kinds:
        for row in rows:
            if row.item in score.items and (row.item not in known or (row.look and row.look.apart)):
                known.add(row.item)
                yield row


def _renewed(owners: Owners, sentences: Sentences) -> Iterator[Beside]:
    score = owners.score
    for look in renewals(owners, sentences):
        item, action = look.item, None if look.apart else owners.task(look.item)
        best = score.items[item].seen[0].evidence if score.items[item].seen else None
        yield Beside(
            item=item,
            look=look,
            kind="renew",
            found=sentences.say(
                "register.found.renew",
                again=item in owners.again and not look.apart,
                lapse=lapses(owners.planned).get(item),
                item=score.items[item].item,
                what=best.what.strip().rstrip(".") if best else "",
            ),
            do=escape(action.text) if action else ended(capitalised(look.do)),
            done=sentences.say("register.accepted.renew"),
            owner=look.owner,
        )


def _one_person(owners: Owners, sentences: Sentences) -> Iterator[Beside]:
    for item in (owners.score.items[name] for name in by_one_person(owners.score)):
        who = named((o for o in item.operators if o.respondent.is_builder), "its builder")
        action = owners.task(item.item.id)
        yield Beside(
            item=item.item.id,
            kind="one_person",
            found=sentences.say("register.found.one_person", who=who),
            do=escape(action.text) if action else sentences.say("register.do.one_person", item=item.item),
            done=escape(item.item.remedy.accepted(("walk_through",))),
            owner=owners.of(item.item.id),
        )


def _failed(owners: Owners) -> Iterator[Beside]:
    """Yield what stands and did not pass a drill: what failed is added to its row, as to any other."""
    nothing = Prose("")
    for item in owners.score.items:
        if failed_of(owners.score, item):
            owner = owners.of(item)
            yield Beside(item=item, kind="failed", found=nothing, do=nothing, done=nothing, owner=owner)


def _risks(owners: Owners, sentences: Sentences) -> Iterator[Beside]:
    for risk in owners.score.accepted:
        if risk.item in owners.score.items:
            do, done = _closing(owners, risk, sentences)
            yield Beside(
                item=risk.item,
                kind="risk",
                found=sentences.say(
                    "register.found.risk",
                    risk=risk,
                    who=by_whom(owners.score.assessment, risk),
                    until=until_told(owners, risk, sentences),
                ),
                do=do,
                done=done,
                owner=owners.of(risk.item),
            )


def _closing(owners: Owners, risk: AcceptedRisk, sentences: Sentences) -> tuple[Prose, Prose]:
    """Return what closes a risk, in the words of who agreed to it if somebody did, and the test of that.

    The steps are those of the scope's line; where nothing but a look is missing, the look is the test.
    """
    action, gap = owners.task(risk.item), _gap(owners.score, risk.item)
    steps: tuple[Step, ...] = gap.steps if gap else ("walk_through",)
    steps = next((line.steps for line in _lines_beside(owners.planned) if line.item.id == risk.item), steps)
    if gap and (owners.promise(risk.item) or not steps):
        values = {"evidence": to_show(owners, gap, sentences), "undated": is_undated(owners, gap)}
        look, done = (sentences.say(f"register.{name}.look", **values) for name in ("do", "accepted"))
        return look, done
    work, done = (told(owners.score, risk.item, steps, sentences) for told in (remedy, accepted))
    return work if action else sentences.say("register.do.risk", until=risk.expires, work=work), done


def _gap(score: Score, item: str) -> Gap | None:
    """Return the gap that a risk would be if nobody had accepted it, for the first tier that asks for it."""
    tiers = dict.fromkeys((score.aim, next_above(score.aim)))
    gaps = (gap for tier in tiers for gap in find_gaps(score.frame, score.items, tier))
    return next((gap for gap in gaps if gap.item == item), None)


def hours_beside(agent: Agent) -> Mapping[str, Effort]:
    """Return the hours of what the scope plans and is no gap: a second person, and risks that are accepted for now."""
    found = {line.item.id: line for line in _lines_beside(agent)}
    return {
        item: Effort(
            optimistic=line.hours.optimistic,
            likely=line.hours.likely,
            pessimistic=line.hours.pessimistic,
            own=line.own,
            why=line.why,
        )
        for item, line in found.items()
    }


def _lines_beside(agent: Agent) -> Iterator[Line]:
    """Yield the lines of the scope for what is no gap: their hours and their test are those of the register."""
    lines = (line for aim in (agent.score.aim, next_above(agent.score.aim)) for line in lines_to(agent, aim))
    return (line for line in lines if line.kind == "second" or line.accepted)
