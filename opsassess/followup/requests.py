"""What we still ask of each person: promised evidence, what lies apart, evidence that was described, questions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from opsassess.described.by_prompt import prompt_only, told_otherwise
from opsassess.described.open_points import settler
from opsassess.documents.plain import plain_text
from opsassess.followup.first import first_requests
from opsassess.followup.request import Asked, Kind, Request, title_of
from opsassess.owners import Owners
from opsassess.owners.asked import (
    NOBODY,
    Person,
    asked_person,
    builder_person,
    granted_by,
    person_of,
    second_person,
    showing_person,
    who_answered_and_left,
    whose_systems,
)
from opsassess.owners.differing import APART, differ, differing, lie_apart, overtaken
from opsassess.owners.open_hours import PAUSE
from opsassess.owners.people import builder_name, named
from opsassess.owners.renewals import renewals
from opsassess.owners.sight import beside_told
from opsassess.owners.situations import situation, wanted
from opsassess.owners.standing import by_one_person, want_of, wide_gaps
from opsassess.owners.way import urgent
from opsassess.phrases import names, takes_part
from opsassess.promises import awaited
from opsassess.prose import Prose, Sentences, ended, escape, join
from opsassess.register import register_rows
from opsassess.report.evidence import to_show
from opsassess.report.remedies import taken_over
from opsassess.scoring.values import rank

_LEARN: tuple[Asked, str] = ("learn", "learn")  # kind and sentence
_SETTLE: tuple[Asked, str] = ("answer", "disagree")


def requests(owners: Owners, sentences: Sentences) -> Mapping[Person, Sequence[Request]]:
    """Return the requests of each person: respondents in their order, then others by name, then what has nobody."""
    score = owners.score
    found: dict[Person, list[Request]] = {}
    for person, request in (
        *first_requests(owners, sentences),
        *_promised(owners, sentences),
        *_agreed(owners, sentences),
        *_helping(owners, sentences),
        *_renewed(owners, sentences, apart=True),
        *_pages(owners, sentences),
    ):
        found.setdefault(person, []).append(request)
    settled = {(person, request.item) for person, own in found.items() for request in own}
    asked = (
        *_renewed(owners, sentences, apart=False),
        *_disagreements(owners, sentences),
        *_from_gaps(owners, sentences),
        *_seconds(owners, sentences),
    )
    for person, request in asked:
        if (person, request.item) not in settled:  # one request a person and item; what was agreed comes first
            found.setdefault(person, []).append(request)
    for person, request, also in _of_register(owners, sentences):
        own = found.setdefault(person, [])
        place = next((n for n, known in enumerate(own) if _asks_for(known, request)), None)
        if place is None:
            own.append(request)
        elif also and own[place].kind == "promised" and (day := _after(own[place], owners)):
            own.append(replace(request, do=also, by=None, proposed=day))  # not all was promised
        elif also and own[place].kind != "row":  # another row of the register has its own
            own[place] = replace(own[place], do=join((ended(own[place].do), also)))
    for helper, request in [*_needed(found, owners, sentences)]:
        found[helper].append(request)
    order = [person_of(score.assessment, r.id) for r in score.assessment.respondents]
    return dict(sorted(found.items(), key=lambda pair: _place(pair[0], order)))


def _asks_for(known: Request, row: Request) -> bool:
    """Tell whether a row of the register is asked already; the hours of a stop are only a part of pausing."""
    hours = known.kind == "first" and known.item == PAUSE
    return known.item == row.item and (not hours or known.title == row.title)


def _after(promised: Request, owners: Owners) -> dt.date | None:
    """Return the day of what is open besides a promise, where it is a later one."""
    day = settler(owners.planned, promised.item).day
    return day if day and promised.by and day > promised.by else None


def _place(person: Person, order: Sequence[Person]) -> tuple[bool, int]:
    return person == NOBODY, order.index(person) if person in order else len(order)


def _promised(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    score = owners.score
    for promise in awaited(score):
        item = score.items.get(promise.item)
        if item is None or item.applies:
            late = bool(promise.by and promise.by < score.as_of)
            act, title = escape(owners.act(promise.item).rstrip(".")), title_of(score, promise.item)
            person, task = person_of(score.assessment, promise.who), owners.task(promise.item)
            giver = person_of(score.assessment, (task.needed_from if task else None) or "")
            helper = "" if giver == person else giver.name
            told = "" if names(act, giver.name) else helper
            do = sentences.say("request.promised", what=promise.what, act=act, title=title, late=late, giver=told)
            asked = Request(kind="promised", title=title, do=do, by=promise.by, item=promise.item, helper=helper)
            yield person, asked


def _agreed(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield the agreed work, without what somebody promised to show anyway: that is asked of one person."""
    score, assessment = owners.score, owners.score.assessment
    by_prompt = prompt_only(score)
    for action in owners.agreed:
        owner = person_of(assessment, action.owner or "")
        giver = person_of(assessment, action.needed_from or "")
        sent = owners.sends(action) or (action.item in score.items and owners.promise(action.item))
        if not sent or owners.task(action.item) is not action:
            helper = "" if giver == owner or names(action.text, giver.name) else giver.name
            risks = (r for r in score.accepted if r.item == action.item and names(r.reason, owner.name))
            text = ended(escape(action.text.strip()))
            do = sentences.say(
                "request.agreed",
                text=text,
                giver=helper,
                risk=next(risks, None),
                otherwise=told_otherwise(by_prompt.item) if by_prompt and by_prompt.item.item.id == action.item else (),
                owner=owner.name,
                late=bool(action.due and action.due < score.as_of),
            )
            kind: Kind = "agreed" if owners.spoke(owner.name) else "told"
            title = title_of(score, action.item)
            proposed = owners.days.of(action.item) if title and not action.due else None
            yield owner, Request(kind=kind, title=title, do=do, by=action.due, item=action.item, proposed=proposed)


def _helping(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield what the next tier waits for to whom it takes and nobody asked, and to whoever grants a right for it."""
    assessment, first = owners.score.assessment, urgent(owners.planned)
    for action in (action for action in owners.agreed if first.get(action.item) == 0):
        worker = person_of(assessment, action.owner or "")
        theirs: dict[Person, list[str]] = {person_of(assessment, action.needed_from or ""): []}
        theirs |= whose_systems(assessment, f"{action.text} {action.why or ''}")
        by = action.due if action.due and action.due > owners.score.as_of else None
        day = min(owners.days.overdue, owners.days.in_time(by or dt.date.max))
        for person, own in theirs.items():
            grants = granted_by(assessment, person, action.text)
            if person.name and person != worker and (grants or not person.roles):
                values = {"owner": worker.name or owners.of_agent, "action": action, "by": by, "systems": own}
                part = takes_part(action.text, person.name)
                do = sentences.say("request.helping", **values, grants=grants, named=part)
                kind: Kind = "row" if person.roles else "told"
                title = title_of(owners.score, action.item)
                yield person, Request(kind=kind, title=title, do=do, item=action.item, proposed=day)


def _from_gaps(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    score, assessment = owners.score, owners.score.assessment
    promised = {promise.item for promise in awaited(score)}
    for gap in wide_gaps(score):
        item = score.items[gap.item]
        want, word = wanted(item, gap), str(situation(item, gap))
        kind: Asked = "answer"
        if want == "look" and (gap.lacking or gap.item not in promised):
            kind, word = ("answer", "lacking") if gap.lacking else ("show", word)
            person = showing_person(assessment, item)
        elif want == "answer":
            person = asked_person(assessment, item.item)
        elif word == "unknown_to_all" and not item.builders:  # who was asked does not know it
            person = builder_person(assessment)
        else:
            continue
        do = sentences.say(
            f"request.{word}",
            item=item.item,
            evidence=to_show(owners, gap, sentences),
            seen=item.seen[0].evidence.what.strip().rstrip(".") if item.seen else "",
            date=max((s.evidence.date for s in item.seen if s.evidence.date), default=None),
            builder=builder_name(item, assessment),
            beside=beside_told(item, sentences),
            left=named(who_answered_and_left(assessment, gap.item), ""),
        )
        owner = owners.of(gap.item)
        helper = owner.helper if kind == "show" and owner.name == person.name else ""
        do = sentences.say("request.with", do=do, helper=helper) if helper else do
        request = replace(_request(owners, kind, gap.item, person, do), helper=helper)
        early = word == "unknown_to_all" and request.proposed  # the answer comes before the work
        yield person, replace(request, proposed=min(early, owners.days.first)) if early else request


def _renewed(owners: Owners, sentences: Sentences, *, apart: bool) -> Iterator[tuple[Person, Request]]:
    """Yield what has to be shown again, where nobody agreed to that yet."""
    for look in renewals(owners, sentences):
        if look.apart == apart and not look.owner.due:
            yield (
                person_of(owners.score.assessment, look.owner.asked),
                Request(
                    kind="show",
                    title=title_of(owners.score, look.item),
                    do=look.do,
                    item=look.item,
                    proposed=look.owner.proposed,
                    again=look.evidence if apart or look.item in owners.to_renew else None,
                ),
            )


def _disagreements(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield to both sides what they told us differently: the evidence settles it, not a debate.

    Nobody is named to the other, and what an agreed action settles, or is an accepted risk, is not asked again. Of an
    answer that is only older the register says what to do, where something waits for it. Somebody who also built it
    and is ahead of the others shows them how, where it weighs most.
    """
    score = owners.score
    weighs = {item for item in score.items if score.frame.is_critical(item) or score.frame.needs_of_item.get(item)}
    settled = {action.item for action in owners.agreed} | {*score.risk_of}
    settled |= {i for i, item in score.items.items() if overtaken(item)}
    for item in score.items.values():
        if not item.applies or item.item.id in settled or not (item.spread >= APART or item.item.id in weighs):
            continue
        if differ(item):
            ordered = sorted((a for a in item.on_duty if a.rating is not None), key=lambda a: -rank(a.rating or 0))
            high, low = ordered[0], ordered[-1]
            kind, word = _SETTLE if lie_apart(item) else _LEARN
            for answer, other in ((high, low), (low, high)):
                values = {"differ": differing(item, sentences), "shows": answer is high, "other": other.respondent.name}
                person = person_of(score.assessment, answer.respondent.id)
                yield person, _request(owners, kind, item.item.id, person, sentences.say(f"request.{word}", **values))


def _pages(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield to a builder each page with which more than one row begins, and which the team does not have."""
    score = owners.score
    work = (gap for gap in wide_gaps(score) if wanted(score.items[gap.item], gap) == "work")
    begins = filter(None, (taken_over(score, gap.item, gap.steps) for gap in work))
    pages = Counter((a.respondent.id, a.written_where.strip().rstrip(".")) for a in begins if a.respondent.is_builder)
    for (who, page), rows in pages.items():
        person, do = person_of(score.assessment, who), sentences.say("request.page", rows=rows)
        if page and rows > 1 and person != NOBODY:
            yield person, Request(kind="row", title=page, do=do, item="", proposed=owners.days.first)


def _seconds(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield what one person alone showed, who also built the agent, to somebody who did not."""
    score = owners.score
    agreed = {action.item for action in score.assessment.actions if action.text.strip()}
    pages = {item for item, want in want_of(score).items() if want == "page"}
    for item in (score.items[i] for i in by_one_person(score) if i not in agreed):
        who = named((o for o in item.operators if o.respondent.is_builder), "its builder")
        person = second_person(score.assessment, item.item)
        if person != NOBODY:  # else the name is asked for first
            do = sentences.say("request.second", who=who, page=item.item.id in pages)
            yield person, _request(owners, "learn", item.item.id, person, do)


def _of_register(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request, Prose]]:
    """Yield the rows of the register to whoever owns them, each with what is open besides on the page of the runbook.

    Whoever is measured by a row has been told of it. Of a must-have that nobody owns yet, what is open is asked of
    whoever can say most about it.
    """
    agent, days = owners.planned, owners.days
    needed = {need.item for needs in owners.score.frame.needs_of_gate.values() for need in needs}
    for row in register_rows(agent):
        item, who = str(row["item"]), str(row["asked_of"] or "")
        also = escape(row.get("also_told") or "")
        do = escape(row.get("do_told") or row["do"] or "")
        if not who and also and item in needed:
            who = settler(agent, item).ask
            namer = owners.of_agent
            do = also = sentences.say("request.helps", do=also, namer=namer, own=who == namer)
        if who:
            title, about = str(row["title"]), title_of(owners.score, item)
            if title == plain_text(sentences.say("register.title.apart", title=about)):
                title = about  # the kind of the request says that it is a row of its own
            request = Request(
                kind="row",
                title=title,
                do=do,
                by=_day(row["due"]),
                item=item,
                proposed=_day(row["proposed"]),
                before_live=not row["due"] and item in owners.score.items and days.before_live(item) and not days.live,
            )
            yield person_of(owners.score.assessment, who), request, also


def _needed(
    found: Mapping[Person, Sequence[Request]], owners: Owners, sentences: Sentences
) -> Iterator[tuple[Person, Request]]:
    """Yield to each of whom something is asked in one row where else the register has them as helper."""
    rows, today = register_rows(owners.planned), owners.score.as_of
    for helper in [person for person in found if person.name]:
        own = {row["item"] for row in rows if row["asked_of"] == helper.name}  # another row of it is told as well
        told = {request.item for request in found[helper]} - {*own, ""}
        people: dict[str, dict[dt.date, list[str]]] = {}
        for row in rows:
            who, day = str(row["asked_of"] or ""), _day(row["due"]) or _day(row["proposed"])
            if helper.name in str(row["helper"] or "").split(", ") and row["item"] not in told and who and day:
                title = title_of(owners.score, str(row["item"])) or str(row["title"])
                people.setdefault(who, {}).setdefault(day, []).append(title)
        if people:
            by_day = [(who, sorted(days.items())) for who, days in people.items()]
            do = sentences.say("request.needed", people=by_day)
            title = plain_text(sentences.say("request.needed.title"))
            earliest = min((day for _, days in by_day for day, _ in days if day > today), default=owners.days.overdue)
            first = min(owners.days.overdue, owners.days.in_time(earliest))
            yield helper, Request(kind="row", title=title, do=do, item="", proposed=first)


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _request(owners: Owners, kind: Asked, item: str, person: Person, do: Prose) -> Request:
    return Request(
        kind=kind,
        title=title_of(owners.score, item),
        do=do,
        by=_agreed_day(owners, item, person),
        item=item,
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
