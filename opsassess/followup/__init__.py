"""The follow-up of a session as a value: what we heard, and what we ask of whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from opsassess.answers import current_answers, rounds
from opsassess.blocks import Block, Document, Heading, Paragraph, Section, Table
from opsassess.described.values import text_of
from opsassess.followup.heard import heard_section, standing_section
from opsassess.followup.request import Request, days_of, title_of
from opsassess.followup.requests import requests
from opsassess.owners import Owners
from opsassess.owners.asked import OWNER, Person, person_of
from opsassess.owners.open_hours import PAUSE
from opsassess.owners.people import leaving_builders, owes_nothing
from opsassess.owners.way import agent_of, urgent
from opsassess.phrases import names
from opsassess.promises import received
from opsassess.prose import Prose, Sentences, escape, join
from opsassess.register import register_rows
from opsassess.report.rounds import days_of_this_round, who_spoke
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score

__all__ = ["followup_document"]

_BEFORE_ALL = (OWNER, PAUSE)
_MANY = 8  # requests: of more, what the next tier waits for is named before all
_URGENT = 3  # of these, how many
_ROWS = 20  # of a person; the gap register has the rest


def followup_document(score: Score, sentences: Sentences, agent: Agent | None = None) -> Document:
    """Return what is sent to everyone who took part, on the same day.

    ``agent`` is the agent in the scope of work: what its next tier takes is asked for first.
    """
    agent = agent or agent_of(score)
    owners = Owners(score=score, agent=agent)
    assessment = score.assessment
    spoke = who_spoke(assessment, score.as_of)
    days = days_of_this_round(assessment, score.as_of)
    return Document(
        kind="followup",
        title=sentences.say("title", agent=assessment.agent.name),
        subtitle=sentences.say("subtitle", client=assessment.client.name, rounds=rounds(assessment)),
        client=escape(assessment.client.name),
        agent=escape(assessment.agent.name),
        day=score.as_of,
        draft=False,
        cover=(),
        sections=(
            heard_section(agent, spoke, days, sentences),
            _requests_section(owners, sentences),
            *([standing_section(score, sentences)] if spoke else ()),
        ),
    )


def _requests_section(owners: Owners, sentences: Sentences) -> Section:
    score, asked = owners.score, requests(owners, sentences)
    thanks = _received(score, sentences)
    blocks: list[Block] = [Paragraph(text=thanks)] if thanks else []
    for person in asked:
        blocks.extend(_of_person(person, asked, owners, sentences))
    free = [r.name for r in who_spoke(score.assessment, score.as_of) if person_of(score.assessment, r.id) not in asked]
    asks = dict.fromkeys(found for found in _needed(owners) if found[0] in free)
    part = [name for name in free if any(name == needed for needed, *_ in asks)]
    unpaid = owes_nothing(score.assessment) and {r.name for r in leaving_builders(score.assessment)} >= {*part}
    told = {"asks": [*dict.fromkeys(ask[1:] for ask in asks)], "today": score.as_of, "day": owners.days.overdue}
    rest = [name for name in free if name not in part]
    closing = (
        sentences.say("requests.part", people=part, payer=owners.of_agent if unpaid else "", **told),
        sentences.say("requests.rest", people=rest) if asked or rest else sentences.say("requests.none"),
        sentences.say("requests.next"),
    )
    blocks.append(Paragraph(text=join(filter(None, closing))))
    return Section(id="requests", role="flow", title=sentences.say("requests.title"), blocks=tuple(blocks))


def _without_a_request(person: Person, asked: Collection[Person], owners: Owners) -> Sequence[str]:
    """Return whom somebody needs for their own rows and of whom nothing is asked here: we did not speak with them."""
    needed = dict.fromkeys(name for name, who, *_ in _needed(owners) if who == person.name)
    others = (person_of(owners.score.assessment, name) for name in needed)
    return [other.name for other in others if other.name and not other.roles and other not in asked]


def _needed(owners: Owners) -> Iterator[tuple[str, str, str, dt.date | None]]:
    """Yield who is needed by whom, for what and by when, as the register has it."""
    for row in (row for row in register_rows(owners.planned) if row["asked_of"]):
        title, day = title_of(owners.score, str(row["item"])) or str(row["title"]), row["due"] or row["proposed"]
        for name in filter(None, str(row["helper"] or "").split(", ")):
            yield name, str(row["asked_of"]), title, day if isinstance(day, dt.date) else None


def _of_person(
    person: Person, asked: Mapping[Person, Sequence[Request]], owners: Owners, sentences: Sentences
) -> Iterator[Block]:
    """Yield what we ask of a person by its day; of one day, and of very many, what the next tier takes comes first."""
    score, first = owners.score, urgent(owners.planned)
    found = sorted(sorted(asked[person], key=lambda request: first.get(request.item, len(first))), key=_by_day)
    yield Heading(text=sentences.say("requests.person", person=person))
    lead: list[Prose] = []
    if person.name and not person.roles:
        teller = _named_by(score, person.name)
        due = min(owners.days.overdue, owners.days.in_time(_first_work(person, owners)))
        lead.append(sentences.say("requests.unasked", name=person.name, teller=teller, day=due))
    urgent_titles = dict.fromkeys(r.title for r in found if first.get(r.item) == 0)
    rows = [*_together(found)]
    if len(rows) > _MANY and urgent_titles:
        titles = [*urgent_titles][:_URGENT]
        lead.append(sentences.say("requests.urgent", many=len(rows), tier=score.aim, titles=titles))
    printed = sorted(rows, key=lambda r: first.get(r.item) != 0)[:_ROWS]
    if talks := [r for r in found if person.roles and r.kind in ("show", "answer")]:
        days = days_of(r for r in talks if not r.again)
        lead.append(sentences.say("requests.session", days=days, renewed=any(r.again for r in talks)))
    elif person.name and (decides := days_of(r for r in found if r.kind == "first")):
        lead.append(sentences.say("requests.talk", day=decides[0]))
    if others := _without_a_request(person, asked, owners):
        lead.append(sentences.say("requests.ask", people=others))
    if lead:
        yield Paragraph(text=join(lead))
    yield Table(
        columns=tuple(sentences.say(f"requests.column.{name}") for name in ("what", "kind", "by")),
        rows=tuple(
            (
                r.told(sentences),
                sentences.say(f"requests.kind.{r.kind}"),
                sentences.say("by", by=r.by, proposed=r.proposed, before_live=r.before_live, today=score.as_of),
            )
            for r in rows
            if r in printed
        ),
        widths=(69, 12, 19),
        caption=sentences.say("requests.caption", person=person),
    )
    if later := [r for r in rows if r not in printed]:
        by = max(day for r in found if (day := r.by or r.proposed))
        yield Paragraph(text=sentences.say("requests.more", many=len(later), by=by), role="note")


def _first_work(person: Person, owners: Owners) -> dt.date:
    """Return the first day ahead on which the register has work of somebody, who says before it whether they can."""
    own = (row["due"] or row["proposed"] for row in register_rows(owners.planned) if row["asked_of"] == person.name)
    return min((day for day in own if isinstance(day, dt.date) and day > owners.score.as_of), default=dt.date.max)


def _named_by(score: Score, name: str) -> list[str]:
    """Return whose answers name somebody."""
    told = (answer for answers in current_answers(score.assessment).values() for answer in answers)
    return list(dict.fromkeys(answer.respondent.name for answer in told if names(text_of(answer.content), name)))


def _together(found: Sequence[Request]) -> Iterator[Request]:
    """Yield the requests, in one row what is shown or answered in the same way, or shown again, by the same day."""
    alike: dict[tuple[object, ...], list[Request]] = {}
    for number, request in enumerate(found):
        how = "" if request.again else request.do
        alone = request.kind not in ("show", "answer", "learn") or not request.title
        same = (number,) if alone else (request.kind, how, request.by, request.proposed, request.before_live)
        alike.setdefault(same, []).append(request)
    for first, *others in alike.values():
        titles = (first.title, *(other.title[:1].lower() + other.title[1:] for other in others))
        do = join((first.do, *(other.again for other in others if other.again)), "; ")
        yield replace(first, title="; ".join(titles), do=do) if others else first


def _by_day(request: Request) -> tuple[int, dt.date, bool]:
    """Return the order of requests: whose it is, and who can stop it at every hour, before all else, then by day."""
    first = request.kind == "first"
    place = _BEFORE_ALL.index(request.item) if first and request.item in _BEFORE_ALL else len(_BEFORE_ALL)
    return (place, request.by or request.proposed or dt.date.max, not first)


def _received(score: Score, sentences: Sentences) -> Prose:
    """Return the thanks for what was promised and has arrived."""
    arrived = received(score)
    people = {promise.who: person_of(score.assessment, promise.who).name or promise.who for promise in arrived}
    titles = {p.item: score.items[p.item].item.title if p.item in score.items else "" for p in arrived}
    return sentences.say("requests.received", promises=arrived, people=people, titles=titles)
