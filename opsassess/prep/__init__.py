"""The preparation sheet of a respondent as a value: how long it takes, what we will ask, and what to have at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count

from opsassess import files
from opsassess.assessment import Assessment, Respondent
from opsassess.blocks import Block, Bullets, Document, Heading, Paragraph, Section, Step, Steps
from opsassess.followup.first import first_requests
from opsassess.meeting import Meeting
from opsassess.owners import Owners
from opsassess.owners.asked import owners_of_agent
from opsassess.owners.people import holders
from opsassess.prep.asked import Group, asked_groups, in_sessions, minutes_of
from opsassess.prep.at_hand import at_hand, to_open
from opsassess.prep.reader import Reader
from opsassess.prose import Prose, Sentences, escape, load_sentences
from opsassess.questionnaire import Questionnaire, Role
from opsassess.scoring import score

__all__ = ["asked_groups", "in_sessions", "minutes_of", "prep_document", "prep_sheets", "to_open"]

ROLES: tuple[Role, ...] = ("operator", "builder", "owner")  # of which a session needs one each


def prep_sheets(
    questionnaire: Questionnaire, assessment: Assessment, sentences: Sentences, meeting: Meeting | None = None
) -> Mapping[str, Document]:
    """Return name for a file -> sheet: one for each respondent, and one for each role that nobody has yet."""
    taken = {role for respondent in assessment.people for role in respondent.roles}
    missing = [role for role in ROLES if role not in taken]
    readers: list[Respondent | Role] = [*assessment.people]
    readers += (_known(role, questionnaire, assessment) for role in missing)
    sheets: dict[str, Document] = {}
    for reader in readers:
        name = files.slug(reader if isinstance(reader, str) else reader.name)
        keys = chain([name], (f"{name}-{number}" for number in count(2)))
        sheets[next(key for key in keys if key not in sheets)] = prep_document(
            questionnaire, assessment, reader, sentences, meeting
        )
    return sheets


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
) -> Document:
    """Return the sheet of one respondent, or of a role whose person is not known yet."""
    reader = Reader.of(respondent)
    groups = asked_groups(questionnaire, assessment, reader.roles)
    sessions = in_sessions(groups)
    minutes = [minutes_of(session) for session in sessions]
    asked = _asked_on(assessment, respondent)
    agent = assessment.agent.name
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
            (sentences.say("cover.time"), sentences.say("time", minutes=minutes, again=bool(asked))),
            *_meeting(meeting or Meeting(), reader, asked, sentences),
        ),
        sections=(
            _about(questionnaire, assessment, reader, groups, sentences),
            *_first(questionnaire, assessment, respondent, sentences),
            *_questions(questionnaire, reader, sessions, sentences, again=bool(asked)),
            at_hand(questionnaire, assessment, reader, groups, sentences),
        ),
    )


def _asked_on(assessment: Assessment, respondent: Respondent | Role) -> list[dt.date]:
    """Return the days on which the questions of a sheet were put."""
    if not isinstance(respondent, Respondent):
        return []
    return sorted(
        {a.at.date() for a in assessment.answers if a.at and a.says_something and a.respondent == respondent.id}
    )


def _meeting(
    meeting: Meeting, reader: Reader, asked: Sequence[dt.date], sentences: Sentences
) -> Iterator[tuple[Prose, Prose]]:
    """Yield day, place and host as far as they are known; after a talk, that the next one has no day yet."""
    told = {
        "when": escape(meeting.day_of(reader.name)) or sentences.say("asked_on", days=asked),
        "where": escape(meeting.place),
        "with": sentences.say("host", host=meeting.host, phone=meeting.phone),
    }
    yield from ((sentences.say(f"cover.{name}"), text) for name, text in told.items() if text)


# ---------------------------------------------------------------------------------------------------------------------
# The sections


def _about(
    questionnaire: Questionnaire, assessment: Assessment, reader: Reader, groups: Sequence[Group], sentences: Sentences
) -> Section:
    names = {"client": assessment.client.name, "agent": assessment.agent.name}
    live = assessment.agent.facts.get("live") is not False
    short = _short(questionnaire, groups)
    duties = _duties(questionnaire, assessment, reader) if reader.stands_as == "user" else []
    blocks: tuple[Block, ...] = (
        Paragraph(text=sentences.say(f"about.{reader.stands_as}", **names, live=live, short=short, duties=duties)),
        Paragraph(text=sentences.say("about.how", prepare=bool(groups))),
    )
    return Section(id="about", role="flow", title=sentences.say("about.title"), blocks=blocks)


def _duties(questionnaire: Questionnaire, assessment: Assessment, reader: Reader) -> list[str]:
    """Return the duties for which the answers name somebody who is asked for none of them."""
    items = score(questionnaire, assessment).items
    held = (items[duty] for duty in questionnaire.duties if duty in items and items[duty].applies)
    return [_inside(duty.item.title) for duty in held if reader.name in holders(duty)[0]]


def _first(
    questionnaire: Questionnaire, assessment: Assessment, respondent: Respondent | Role, sentences: Sentences
) -> Iterator[Section]:
    """Yield what the follow-up asks before all others of an owner who was named and not asked yet."""
    if not isinstance(respondent, Respondent) or respondent in assessment.respondents:
        return
    owners = Owners(score=score(questionnaire, assessment))
    words = load_sentences("followup")
    asked = first_requests(owners, words)
    texts = tuple(request.told(words) for person, request in asked if person.name == respondent.name)
    if texts:
        title, day = sentences.say("first.title"), owners.days.first
        lead = Paragraph(text=sentences.say("first.lead", day=day))
        yield Section(id="first", role="flow", title=title, blocks=(lead, Bullets(items=texts)))


def _short(questionnaire: Questionnaire, groups: Sequence[Group]) -> int:
    """Return the minutes that the critical questions take, where all of them take more than one session."""
    critical = questionnaire.constants.critical
    most = [Group(title=g.title, items=tuple(i for i in g.items if i.weight == critical)) for g in groups]
    return minutes_of(most) if len(in_sessions(groups)) > 1 else 0


def _questions(
    questionnaire: Questionnaire,
    reader: Reader,
    sessions: Sequence[Sequence[Group]],
    sentences: Sentences,
    *,
    again: bool,
) -> Iterator[Section]:
    blocks: list[Block] = []
    for number, groups in enumerate(sessions, start=1):
        if len(sessions) > 1:
            session = sentences.say("questions.session", number=number, minutes=minutes_of(groups))
            blocks.append(Heading(text=session))
        steps = tuple(Step(do=_group_line(questionnaire, group, reader, sentences)) for group in groups)
        blocks.append(Steps(steps=steps))
    if blocks:
        title = sentences.say("questions.title")
        lead = Paragraph(text=sentences.say("questions.lead", reader=reader.stands_as, again=again))
        yield Section(id="questions", role="flow", title=title, blocks=(lead, *blocks))


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
