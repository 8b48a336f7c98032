"""What we still ask of each person: promised evidence, what lies apart, evidence that was described, questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from opsassess.described.open_points import open_in_runbook, settler
from opsassess.documents.plain import plain_text
from opsassess.owners import Owners
from opsassess.owners.asked import (
    NOBODY,
    Person,
    asked_person,
    builder_person,
    person_of,
    second_person,
    showing_person,
)
from opsassess.owners.holding import renew_told
from opsassess.owners.open_hours import PAUSE, open_hours, open_hours_told
from opsassess.owners.people import APART, builder_name, by_whom, differing, holder_of, named, on_duty
from opsassess.owners.sight import beside_told, left_open
from opsassess.owners.situations import situation, wanted
from opsassess.owners.standing import wide_gaps
from opsassess.owners.way import agent_of
from opsassess.promises import awaited
from opsassess.prose import Prose, Sentences, ended, escape, join
from opsassess.register import register_rows
from opsassess.report.beside import agreement
from opsassess.report.evidence import to_show
from opsassess.report.risks import ended_risks, ends_soon, is_part, without_the_owners_yes
from opsassess.scoring import Gap, ItemScore
from opsassess.scoring.values import rank

_NAMED = 8  # titles of what has no owner; of more, where they stand
_WORK = ("agreed", "told")


# told: others said that they would do it; row: the register has it, and it can wait
Kind = Literal["first", "promised", "agreed", "told", "show", "answer", "row"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """One thing that we ask of one person."""

    kind: Kind
    text: Prose
    by: dt.date | None  # the day that was agreed
    item: str
    title: str = ""  # of what it is about, where it is about something that was asked
    proposed: dt.date | None = None  # by us, where nobody agreed to a day
    before_live: bool = False  # the day that we propose is the one before the first live day


def requests(owners: Owners, sentences: Sentences) -> Mapping[Person, Sequence[Request]]:
    """Return the requests of each person: respondents in their order, then others by name, then what has nobody."""
    score = owners.score
    found: dict[Person, list[Request]] = {}
    for person, request in (
        *first_requests(owners, sentences),
        *_promised(owners, sentences),
        *_agreed(owners, sentences),
    ):
        found.setdefault(person, []).append(request)
    settled = {(person, request.item) for person, own in found.items() for request in own}
    asked = (
        *_renewed(owners, sentences),
        *_disagreements(owners, sentences),
        *_from_gaps(owners, sentences),
        *_seconds(owners, sentences),
    )
    for person, request in asked:
        if (person, request.item) not in settled:  # one request a person and item; what was agreed comes first
            found.setdefault(person, []).append(request)
    for person, request, half in _left_open(owners, sentences):
        own = found.setdefault(person, [])
        place = next((n for n, asked in enumerate(own) if asked.item == request.item), None)
        if place is None:
            own.append(request)
        elif own[place].kind not in _WORK:  # agreed since the answer, so it is what settles the point
            own[place] = replace(own[place], text=join((ended(own[place].text), half)))
    for person, request in _of_register(owners, sentences):
        if not any(_asks_for(other, request) for other in found.get(person, ())):
            found.setdefault(person, []).append(request)
    order = [person_of(score.assessment, r.id) for r in score.assessment.respondents]
    return dict(sorted(found.items(), key=lambda pair: _place(pair[0], order)))


def _asks_for(known: Request, row: Request) -> bool:
    """Tell whether a row of the register is asked already; the hours of a stop are only a part of pausing."""
    return known.item == row.item and (known.kind != "first" or known.title in ("", row.title))


def _place(person: Person, order: Sequence[Person]) -> tuple[bool, int]:
    return person == NOBODY, order.index(person) if person in order else len(order)


def _promised(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    score = owners.score
    for promise in awaited(score):
        item = score.items.get(promise.item)
        if item is None or item.applies:
            late = bool(promise.by and promise.by < score.as_of)
            act = escape(owners.act(promise.item).rstrip("."))
            title = item.item.title if item else ""
            text = sentences.say("request.promised", what=promise.what, act=act, title=title, late=late)
            person = person_of(score.assessment, promise.who)
            yield person, Request(kind="promised", text=text, by=promise.by, item=promise.item)


def first_requests(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield to the agent's owner what comes before all others, and the names that nobody but the owner can give."""
    score = owners.score
    person, by = person_of(score.assessment, owners.of_agent), owners.days.first
    if open_hours(score):
        hours = sentences.say("open_hours.title")
        text = sentences.say("request.open_hours", title=hours, do=open_hours_told(score, sentences, "open_hours.do"))
        yield person, Request(kind="first", text=text, by=None, item=PAUSE, title=plain_text(hours), proposed=by)
    if found := agreement(owners, sentences):
        text = sentences.say("request.on_call", title=found.title, do=found.do)
        yield person, Request(kind="first", text=text, by=None, item="", proposed=found.owner.proposed)
    for risk in without_the_owners_yes(owners):
        title = score.items[risk.item].item.title
        text = sentences.say(
            "request.risk", title=title, risk=risk, who=by_whom(score.assessment, risk), part=is_part(owners, risk)
        )
        yield person, Request(kind="first", text=text, by=None, item=risk.item, proposed=min(by, risk.expires))
    for risk in ended_risks(score):
        title = score.items[risk.item].item.title
        text = sentences.say("request.ended", title=title, risk=risk)
        own = owners.of(risk.item)
        yield person, Request(kind="first", text=text, by=own.due, item=risk.item, proposed=own.proposed)
    for risk in ends_soon(owners):
        title = score.items[risk.item].item.title
        holder = person_of(score.assessment, holder_of(risk.role, score.assessment))
        text = sentences.say("request.risk_ends", title=title, risk=risk)
        yield holder if holder.roles else person, Request(kind="first", text=text, by=risk.expires, item=risk.item)
    titles = [score.items[item].item.title for item in owners.unowned]
    if titles and person != NOBODY:
        text = sentences.say("request.owners", titles=titles if len(titles) <= _NAMED else (), many=len(titles))
        yield person, Request(kind="first", text=text, by=None, item="", proposed=by)


def _agreed(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield the agreed work, without what somebody promised to show anyway: that is asked of one person."""
    score, assessment = owners.score, owners.score.assessment
    for action in owners.agreed:
        owner = person_of(assessment, action.owner or "")
        giver = person_of(assessment, action.needed_from or "")
        sent = owners.sends(action) or (action.item in score.items and owners.promise(action.item))
        if not sent or owners.task(action.item) is not action:
            helper = "" if giver == owner or giver.name in action.text else giver.name
            title = score.items[action.item].item.title if action.item in score.items else ""
            do = ended(escape(action.text.strip()))
            risks = (r for r in score.accepted if r.item == action.item and owner != NOBODY and owner.name in r.reason)
            text = sentences.say("request.agreed", title=title, text=do, giver=helper, risk=next(risks, None))
            kind: Kind = "agreed" if owners.spoke(owner.name) else "told"
            proposed = None if action.due or action.item not in score.items else owners.days.of(action.item)
            yield owner, Request(kind=kind, text=text, by=action.due, item=action.item, title=title, proposed=proposed)


def _from_gaps(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    score = owners.score
    promised = {promise.item for promise in awaited(score)}
    for gap in wide_gaps(score):
        item = score.items[gap.item]
        want = wanted(item, gap)
        if want == "look" and gap.lacking:
            yield _lacking(owners, item, gap, sentences)
        elif want == "look" and gap.item not in promised:
            yield _evidence(owners, item, gap, sentences)
        elif want == "answer":
            yield _unanswered(owners, item, gap, sentences)
        elif situation(item, gap) == "unknown_to_all" and not item.builders:  # who was asked does not know it
            person = builder_person(score.assessment)
            text = sentences.say("request.unknown_to_all", item=item.item)
            yield person, _question(owners, gap.item, person, text)


def _lacking(owners: Owners, item: ItemScore, gap: Gap, sentences: Sentences) -> tuple[Person, Request]:
    person = showing_person(owners.score.assessment, item)
    text = sentences.say("request.lacking", item=item.item, evidence=to_show(owners, gap, sentences))
    return person, _question(owners, gap.item, person, text)


def _evidence(owners: Owners, item: ItemScore, gap: Gap, sentences: Sentences) -> tuple[Person, Request]:
    person = showing_person(owners.score.assessment, item)
    text = sentences.say(
        f"request.{situation(item, gap)}",
        item=item.item,
        evidence=to_show(owners, gap, sentences),
        seen=item.seen[0].evidence.what.strip().rstrip(".") if item.seen else "",
        date=max((s.evidence.date for s in item.seen if s.evidence.date), default=None),
    )
    return person, _request(owners, "show", gap.item, person, text)


def _unanswered(owners: Owners, item: ItemScore, gap: Gap, sentences: Sentences) -> tuple[Person, Request]:
    person = asked_person(owners.score.assessment, item.item)
    builder = builder_name(item, owners.score.assessment)
    text = sentences.say(
        f"request.{situation(item, gap)}", item=item.item, builder=builder, beside=beside_told(item, sentences)
    )
    return person, _question(owners, gap.item, person, text)


def _renewed(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield what has to be shown again before the tier of today falls, where nobody agreed to that yet."""
    for item, do in renew_told(owners.agent or agent_of(owners.score), sentences).items():
        owner, title = owners.of(item), owners.score.items[item].item.title
        if not owner.due:
            person = person_of(owners.score.assessment, owner.asked)
            text = sentences.say("request.renew", title=title, do=do)
            yield person, Request(kind="show", text=text, by=None, item=item, title=title, proposed=owner.proposed)


def _disagreements(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield to both sides what they told us differently: the evidence settles it, not a debate.

    Nobody is named to the other, and what an agreed action settles is not asked again. Whether somebody who also built
    it is ahead of the others is asked where it weighs most.
    """
    score = owners.score
    weighs = {item for item in score.items if score.frame.is_critical(item) or score.frame.needs_of_item.get(item)}
    settled = {action.item for action in score.assessment.actions if action.text.strip()}
    for item in score.items.values():
        if not item.applies or item.item.id in settled or not (item.spread >= APART or item.item.id in weighs):
            continue
        if differing(item):
            ordered = sorted((a for a in on_duty(item) if a.rating is not None), key=lambda a: -rank(a.rating or 0))
            high, low = ordered[0], ordered[-1]
            text = sentences.say(
                "request.disagree",
                item=item.item,
                differ=differing(item),
                learn=item.spread < APART,
            )
            for answer in (high, low):
                person = person_of(score.assessment, answer.respondent.id)
                yield person, _question(owners, item.item.id, person, text)


def _seconds(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield what one person alone showed, who also built the agent, to somebody who did not."""
    score = owners.score
    agreed = {action.item for action in score.assessment.actions if action.text.strip()}
    for item in (score.items[i] for i in score.one_person if i not in agreed):
        who = named((o for o in item.operators if o.respondent.is_builder), "its builder")
        person = second_person(score.assessment, item.item)
        if person != NOBODY:  # else the name is asked for first
            text = sentences.say("request.second", item=item.item, who=who)
            yield person, _request(owners, "show", item.item.id, person, text)


def _left_open(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request, Prose]]:
    """Yield what the answers on a must-have leave open, as a row and as half of one that is there already."""
    score = owners.score
    agent = owners.agent or agent_of(score)
    needed = dict.fromkeys(need.item for needs in score.frame.needs_of_gate.values() for need in needs)
    for point in left_open(score, tuple(needed)):
        item = score.items[point.item].item
        owner, found = settler(agent, point.item), open_in_runbook(agent).get(point.item)
        person = person_of(score.assessment, owner.name or owner.ask or owner.namer)
        text = sentences.say("request.left_open", item=item, clauses=point.clauses)
        request = replace(
            _question(owners, point.item, person, text), by=owner.due, proposed=None if owner.due else owner.proposed
        )
        also = sentences.say("request.also_open", clauses=point.clauses)
        besides = [point for point in found.points if not point.is_own_words] if found else ()
        yield person, request, join((also, *(point.told(sentences, "ask", person.name) for point in besides)))


def _of_register(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield the rows of the register that somebody owns: whoever is measured by a row has been told of it."""
    for row in register_rows(owners.agent or agent_of(owners.score)):
        if row["asked_of"]:
            person, item = person_of(owners.score.assessment, str(row["asked_of"])), str(row["item"])
            title, do = str(row["title"]), row.get("do_told") or row["do"] or ""
            text = sentences.say("request.row", title=title, do=do)
            about = owners.score.items[item].item.title if item in owners.score.items else title
            if title == plain_text(sentences.say("register.title.apart", title=about)):
                title = about  # in the line under the table it stands behind what is asked
            by, proposed = _day(row["due"]), _day(row["proposed"])
            yield person, Request(kind="row", text=text, by=by, item=item, title=title, proposed=proposed)


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _question(owners: Owners, item: str, person: Person, text: Prose) -> Request:
    return _request(owners, "answer", item, person, text)


def _request(owners: Owners, kind: Literal["show", "answer"], item: str, person: Person, text: Prose) -> Request:
    score = owners.score
    found = score.items[item].item
    return Request(
        kind=kind,
        text=text,
        by=_agreed_day(owners, item, person),
        item=item,
        title=found.title,
        proposed=owners.days.of(item),
        before_live=owners.days.before_live(item) and not owners.days.live,
    )


def _agreed_day(owners: Owners, item: str, person: Person) -> dt.date | None:
    """Return the day on which an action about the item is due from this person."""
    for action in owners.agreed:
        people = (person_of(owners.score.assessment, who) for who in (action.owner, action.needed_from) if who)
        if action.item == item and action.due and person in people:
            return action.due
    return None
