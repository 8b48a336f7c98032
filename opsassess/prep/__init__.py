"""The preparation sheet of a respondent as a value: how long it takes, what we will ask, and what to have at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import chain, count, repeat

from opsassess import files
from opsassess.assessment import Answer, Assessment, Respondent
from opsassess.blocks import Block, Bullets, Document, Heading, Paragraph, Section, Step, Steps
from opsassess.followup.request import Request, days_of
from opsassess.followup.requests import requests
from opsassess.meeting import Meeting
from opsassess.owners import Owners
from opsassess.owners.asked import owners_of_agent
from opsassess.owners.people import holders
from opsassess.prep.asked import Group, asked_groups, in_sessions, is_asked, minutes_of
from opsassess.prep.at_hand import at_hand, to_open
from opsassess.prep.reader import Reader
from opsassess.prep.sheet import Sheet
from opsassess.prose import Prose, Sentences, escape, load_sentences
from opsassess.questionnaire import Questionnaire, Role
from opsassess.scoring import Score, score

__all__ = ["asked_groups", "in_sessions", "minutes_of", "prep_document", "prep_sheets", "to_open"]

_ASKS = ("first", "questions", "later")  # sections without which there is no sheet for whoever has spoken
ROLES: tuple[Role, ...] = ("operator", "builder", "owner")  # of which a session needs one each


def prep_sheets(
    questionnaire: Questionnaire, assessment: Assessment, sentences: Sentences, meeting: Meeting | None = None
) -> Mapping[str, Document]:
    """Return name for a file -> sheet: one for each respondent, and one for each role that nobody has yet.

    Whoever has spoken and of whom nothing more is asked gets none.
    """
    taken = {role for respondent in assessment.people for role in respondent.roles}
    missing = [role for role in ROLES if role not in taken]
    asks = _asks(score(questionnaire, assessment))
    readers: list[Respondent | Role] = [*assessment.people]
    readers += (_known(role, questionnaire, assessment) for role in missing)
    sheets: dict[str, Document] = {}
    for reader in readers:
        name = files.slug(reader if isinstance(reader, str) else reader.name)
        keys = chain([name], (f"{name}-{number}" for number in count(2)))
        sheet = prep_document(questionnaire, assessment, reader, sentences, meeting, asks=asks)
        if not _said(assessment, reader) or any(section.id in _ASKS for section in sheet.sections):
            sheets[next(key for key in keys if key not in sheets)] = sheet
    return sheets


def _asks(found: Score) -> Mapping[str, Sequence[Request]]:
    """Return what the follow-up asks of each person, by name; before anybody has spoken there is none.

    What is with no person yet is asked of no role: who has it gets all its questions.
    """
    if not found.assessment.answers:
        return {}
    asked = requests(Owners(score=found), load_sentences("followup"))
    return {person.name: own for person, own in asked.items() if person.name}


def _left(found: Score, reader: Reader, said: Sequence[Answer], asks: Sequence[Request]) -> Container[str] | None:
    """Return the questions that are left for somebody who has spoken: what the follow-up has them show or answer.

    In a draft it is also what they were not asked, where that is most of it: their session goes on. Who has not
    spoken is asked all but what the follow-up asks of them anyway; whom others named, only that.
    """
    if asks and all(reader.name != respondent.name for respondent in found.assessment.respondents):
        return ()
    if not said:
        asked = (i for i, values in found.items.items() if is_asked(values.item, reader.roles))
        return {*asked} - {request.item for request in asks} if asks else None
    known = {answer.item for answer in said}
    new = {i for i, values in found.items.items() if i not in known and is_asked(values.item, reader.roles)}
    goes_on = found.is_draft and len(new) > len(known)
    shown = (request.item for request in asks if _is_talk(request))
    return {*shown, *(new if goes_on else ())}


def _is_talk(request: Request) -> bool:
    """Tell whether it takes a look together or an answer, and no work."""
    return request.kind in ("show", "answer") and not request.again


def _known(role: Role, questionnaire: Questionnaire, assessment: Assessment) -> Respondent | Role:
    """Return who has a role without having spoken, where somebody named the owner; else the role."""
    taken = {respondent.name for respondent in assessment.respondents}
    named = owners_of_agent(score(questionnaire, assessment)) if role == "owner" and assessment.answers else ()
    new = [name for name in named if name not in taken]
    return Respondent(id=role, name=new[0], roles=(role,)) if new else role


def prep_document(
    questionnaire: Questionnaire,
    assessment: Assessment,
    respondent: Respondent | Role,
    sentences: Sentences,
    meeting: Meeting | None = None,
    *,
    asks: Mapping[str, Sequence[Request]] | None = None,
) -> Document:
    """Return the sheet of one respondent, or of a role whose person is not known yet.

    ``asks`` is what the follow-up asks of each person.
    """
    reader, found = Reader.of(respondent), score(questionnaire, assessment)
    own = (_asks(found) if asks is None else asks).get(reader.name, ())
    said = _said(assessment, respondent)
    before = [request for request in own if _decides(request, reader) or not said]
    groups = asked_groups(questionnaire, assessment, reader.roles, _left(found, reader, said, own))
    items = {item.id for group in groups for item in group.items}
    talks = {request.item: request for request in own if _is_talk(request)}
    agent = assessment.agent.name
    sheet = Sheet(
        score=found,
        reader=reader,
        groups=groups,
        sentences=sentences,
        again=bool(said),
        asked=items <= {*talks},
        decides=bool(before),
    )
    sessions, days = _sessions(sheet, talks, before)
    minutes = [minutes_of(session) for session in sessions]
    return Document(
        kind="prep",
        title=sentences.say("title", reader=reader),
        subtitle=sentences.say("subtitle", agent=agent, asked=bool(groups)),
        client=escape(assessment.client.name),
        agent=escape(agent),
        day=assessment.as_of,
        draft=False,
        cover=(
            (sentences.say("cover.for"), sentences.say("reader", reader=reader)),
            (sentences.say("cover.time"), sentences.say("time", minutes=minutes, days=days, first=sheet.decides)),
            *_meeting(meeting or Meeting(), reader, sentences),
        ),
        sections=(
            _about(sheet),
            *_before(before, sentences, again=sheet.again),
            *_questions(sheet, sessions, days, [request for request in talks.values() if request.helper]),
            *_later([r for r in own if r not in before] if said else (), sentences, meets=bool(groups or before)),
            at_hand(sheet),
        ),
    )


def _sessions(
    sheet: Sheet, talks: Mapping[str, Request], before: Sequence[Request]
) -> tuple[Sequence[Sequence[Group]], Sequence[dt.date]]:
    """Return what is asked in each session, and by when: what the follow-up asks for has a session for each day."""
    sessions = in_sessions(sheet.groups)
    if not sessions:  # a talk about what only they decide
        return (), days_of([request for request in before if request.kind == "first"] or before)[:1]
    days = days_of(talks.values()) if sheet.asked and len(sessions) == 1 else ()
    if len(days) > 1:
        due = [{item for item, request in talks.items() if day in days_of([request])} for day in days]
        return [asked_groups(sheet.questionnaire, sheet.assessment, sheet.reader.roles, left) for left in due], days
    return sessions, days


def _decides(request: Request, reader: Reader) -> bool:
    """Tell whether a request is for nobody but this reader: of an owner also what no question is asked about."""
    return request.kind == "first" or (request.kind == "row" and reader.stands_as == "owner")


def _said(assessment: Assessment, respondent: Respondent | Role) -> list[Answer]:
    """Return what a respondent answered; nothing of a role."""
    who = respondent.id if isinstance(respondent, Respondent) else None
    return [answer for answer in assessment.answers if answer.respondent == who and answer.says_something]


def _meeting(meeting: Meeting, reader: Reader, sentences: Sentences) -> Iterator[tuple[Prose, Prose]]:
    """Yield day, place and host as far as they are known."""
    told = {
        "when": escape(meeting.day_of(reader.name)),
        "where": escape(meeting.place),
        "with": sentences.say("host", host=meeting.host, phone=meeting.phone),
    }
    yield from ((sentences.say(f"cover.{name}"), text) for name, text in told.items() if text)


# ---------------------------------------------------------------------------------------------------------------------
# The sections


def _about(sheet: Sheet) -> Section:
    questionnaire, assessment, reader, sentences = sheet.questionnaire, sheet.assessment, sheet.reader, sheet.sentences
    names = {"client": assessment.client.name, "agent": assessment.agent.name, "again": sheet.again}
    live = assessment.agent.facts.get("live") is not False
    short = _short(questionnaire, sheet.groups)
    duties = _duties(questionnaire, assessment, reader) if reader.stands_as == "user" else []
    told = [sentences.say(f"about.{reader.stands_as}", **names, live=live, short=short, duties=duties)]
    if not sheet.again:  # who has spoken with us knows
        told.append(sentences.say("about.how", prepare=bool(sheet.groups) and not sheet.decides))
    blocks = tuple(Paragraph(text=text) for text in told)
    return Section(id="about", role="flow", title=sentences.say("about.title"), blocks=blocks)


def _duties(questionnaire: Questionnaire, assessment: Assessment, reader: Reader) -> list[str]:
    """Return the duties for which the answers name somebody who is asked for none of them."""
    items = score(questionnaire, assessment).items
    held = (items[duty] for duty in questionnaire.duties if duty in items and items[duty].applies)
    return [_inside(duty.item.title) for duty in held if reader.name in holders(duty)[0]]


def _before(before: Sequence[Request], sentences: Sentences, *, again: bool) -> Iterator[Section]:
    """Yield what the follow-up asks before all others of whoever has spoken, and all that it asks of who has not."""
    if before:
        words = load_sentences("followup")
        by_day = sorted(before, key=lambda request: request.by or request.proposed or dt.date.max)
        days = {request.by or request.proposed for request in before}
        lead = Paragraph(
            text=sentences.say("first.lead", day=next(iter(days)) if len(days) == 1 else None, again=again)
        )
        blocks: list[Block] = [lead]
        for name, talk in (("talk", True), ("alone", False)):
            own = [request for request in by_day if (request.kind == "first") is talk]
            told = ((request.told(words), request.by or request.proposed) for request in own)
            texts = tuple(sentences.say("first.row", told=text, day=day, alone=len(days) == 1) for text, day in told)
            heads = [Heading(text=sentences.say(f"first.{name}"))] if 0 < len(own) < len(before) else []
            blocks += [*heads, *([Bullets(items=texts)] if texts else [])]
        yield Section(id="first", role="flow", title=sentences.say("first.title"), blocks=tuple(blocks))


def _later(own: Sequence[Request], sentences: Sentences, *, meets: bool) -> Iterator[Section]:
    """Yield what has days of its own: what was promised, what is done without us, what ages and is shown again.

    Whom we do not meet for anything else has the follow-up for what they promised and do.
    """
    ordered = sorted(own, key=lambda request: request.by or request.proposed or dt.date.max)
    kinds = {
        "promised": [request for request in ordered if request.kind == "promised" and meets],
        "own": [request for request in ordered if request.kind in ("agreed", "row") and request.item and meets],
        "learn": [request for request in ordered if request.kind == "learn"],
        "again": [request for request in own if request.again],
    }
    blocks = [
        Paragraph(text=sentences.say(f"later.{name}", asked=asked, days=_titles_by_day(asked)))
        for name, asked in kinds.items()
        if asked
    ]
    if blocks:
        yield Section(id="later", role="flow", title=sentences.say("later.title"), blocks=tuple(blocks))


def _titles_by_day(asked: Sequence[Request]) -> Mapping[dt.date | None, Sequence[str]]:
    """Return the titles of each day, in the order of the requests."""
    days: dict[dt.date | None, list[str]] = {}
    for request in asked:
        days.setdefault(request.by or request.proposed, []).append(request.title)
    return days


def _short(questionnaire: Questionnaire, groups: Sequence[Group]) -> int:
    """Return the minutes that the critical questions take, where all of them take more than one session."""
    critical = questionnaire.constants.critical
    most = [Group(title=g.title, items=tuple(i for i in g.items if i.weight == critical)) for g in groups]
    return minutes_of(most) if len(in_sessions(groups)) > 1 else 0


def _questions(
    sheet: Sheet, sessions: Sequence[Sequence[Group]], days: Sequence[dt.date], helped: Sequence[Request]
) -> Iterator[Section]:
    """Yield what is asked, by session: those that the follow-up asks for have each a day by which it is."""
    reader, sentences = sheet.reader, sheet.sentences
    blocks: list[Block] = []
    for n, (groups, day) in enumerate(zip(sessions, days or repeat(None), strict=False), start=1):
        if len(sessions) > 1:
            session = sentences.say("questions.session", number=n, day=day, minutes=minutes_of(groups))
            blocks.append(Heading(text=session))
        steps = tuple(Step(do=_group_line(sheet.questionnaire, group, reader, sentences)) for group in groups)
        blocks.append(Steps(steps=steps))
    if blocks:
        blocks += [Paragraph(text=sentences.say("questions.helped", asked=helped))] if helped else []
        title = sentences.say("questions.title")
        lead = sentences.say("questions.lead", reader=reader.stands_as, again=sheet.again, asked=sheet.asked)
        yield Section(id="questions", role="flow", title=title, blocks=(Paragraph(text=lead), *blocks))


def _group_line(questionnaire: Questionnaire, group: Group, reader: Reader, sentences: Sentences) -> Prose:
    """Say in plain words what a group is about, with the client's own failures; else the titles of its questions."""
    plain = f"area.{group.about}"
    builder = reader.stands_as == "builder"
    asked = [item.id for item in group.items]
    told = (
        sentences.say(plain, builder=builder, built="builder" in reader.roles, asked=asked)
        if sentences.has(plain)
        else Prose("")
    )
    titles = [i.title for i in group.items if i.title != group.title and not (told and i.id in questionnaire.items)]
    return sentences.say(
        "questions.group",
        title=group.title,
        about=told,
        many=len(group.items),
        titles=Prose("; ".join(map(_inside, titles))),
    )


def _inside(title: str) -> Prose:
    """Return a title as it stands inside a sentence; an abbreviation or a name in capitals keeps them."""
    return escape(title if title[1:2].isupper() else title[:1].lower() + title[1:])
