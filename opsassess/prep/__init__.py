"""The preparation sheet of a respondent as a value: how long it takes, what we will ask, and what to have at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opsassess import files
from opsassess.assessment import Assessment, Respondent
from opsassess.blocks import Block, Bullets, Document, Heading, Paragraph, Section, Step, Steps, Table
from opsassess.consistency import gate_items
from opsassess.followup.requests import first_requests
from opsassess.meeting import Meeting
from opsassess.owners import Owners
from opsassess.owners.asked import owners_of_agent
from opsassess.owners.people import owes_nothing
from opsassess.prep.asked import Group, asked_groups, in_sessions, minutes_of
from opsassess.prose import Prose, Sentences, escape, join, load_sentences
from opsassess.questionnaire import OPERATOR_SIDE, TIERS, Item, Questionnaire, Role
from opsassess.scoring import score

__all__ = ["asked_groups", "in_sessions", "minutes_of", "prep_document", "prep_sheets", "to_open"]

ROLES: tuple[Role, ...] = ("operator", "builder", "owner")  # of which a session needs one each

_BUILDERS_PAPERS = ("architecture diagram", "README", "prompt documentation")
_OWNERS_PAPERS = ("runbook", "product specification", "other")
_OPEN = 12  # things to have open; the sheet stays within two pages


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whom a sheet is for: a respondent, or a role that has no name yet."""

    name: str  # empty: nobody is known yet
    roles: tuple[Role, ...]

    @property
    def stands_as(self) -> str:
        """Return which sentences speak to this person."""
        if "builder" in self.roles:
            return "dual" if len(self.roles) > 1 else "builder"
        return next(role for role in OPERATOR_SIDE if role in self.roles)


def prep_sheets(
    questionnaire: Questionnaire, assessment: Assessment, sentences: Sentences, meeting: Meeting | None = None
) -> Mapping[str, Document]:
    """Return name for a file -> sheet: one for each respondent, and one for each role that nobody has yet."""
    taken = {role for respondent in assessment.respondents for role in respondent.roles}
    missing = [role for role in ROLES if role not in taken]
    readers: list[Respondent | Role] = [*assessment.respondents]
    readers += (_known(role, questionnaire, assessment) for role in missing)
    sheets: dict[str, Document] = {}
    for reader in readers:
        name = files.slug(reader if isinstance(reader, str) else reader.name)
        alike = sum(1 for known in sheets if known == name or known.startswith(f"{name}-"))
        key = name if name not in sheets else f"{name}-{alike + 1}"
        sheets[key] = prep_document(questionnaire, assessment, reader, sentences, meeting)
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
    reader = _reader(respondent)
    groups = asked_groups(questionnaire, assessment, reader.roles)
    sessions = in_sessions(groups)
    minutes = [minutes_of(session) for session in sessions]
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
            (sentences.say("cover.time"), sentences.say("time", minutes=minutes)),
            *_meeting(meeting or Meeting(), reader, _asked_on(assessment, respondent), sentences),
        ),
        sections=(
            _about(questionnaire, assessment, reader, groups, sentences),
            *_first(questionnaire, assessment, respondent, sentences),
            *_questions(questionnaire, reader, sessions, sentences),
            _at_hand(questionnaire, assessment, reader, groups, sentences),
        ),
    )


def _asked_on(assessment: Assessment, respondent: Respondent | Role) -> list[dt.date]:
    """Return the days on which the questions of a sheet were put."""
    if not isinstance(respondent, Respondent):
        return []
    return sorted({a.at.date() for a in assessment.answers if a.at and a.respondent == respondent.id})


def _meeting(
    meeting: Meeting, reader: Reader, asked: Sequence[dt.date], sentences: Sentences
) -> Iterator[tuple[Prose, Prose]]:
    """Yield day, place and host as far as they are known; of a talk that was held, when it was."""
    told = {
        "when": escape(meeting.day_of(reader.name)) or sentences.say("asked_on", days=asked),
        "where": escape(meeting.place),
        "with": sentences.say("host", host=meeting.host, phone=meeting.phone),
    }
    yield from ((sentences.say(f"cover.{name}"), text) for name, text in told.items() if text)


def _reader(respondent: Respondent | Role) -> Reader:
    if isinstance(respondent, Respondent):
        return Reader(name=respondent.name, roles=respondent.roles)
    return Reader(name="", roles=(respondent,))


# ---------------------------------------------------------------------------------------------------------------------
# The sections


def _about(
    questionnaire: Questionnaire, assessment: Assessment, reader: Reader, groups: Sequence[Group], sentences: Sentences
) -> Section:
    names = {"client": assessment.client.name, "agent": assessment.agent.name}
    live = assessment.agent.facts.get("live") is not False
    short = _short(questionnaire, groups)
    blocks: tuple[Block, ...] = (
        Paragraph(text=sentences.say(f"about.{reader.stands_as}", **names, live=live, short=short)),
        Paragraph(text=sentences.say("about.how", prepare=bool(groups))),
    )
    return Section(id="about", role="flow", title=sentences.say("about.title"), blocks=blocks)


def _first(
    questionnaire: Questionnaire, assessment: Assessment, respondent: Respondent | Role, sentences: Sentences
) -> Iterator[Section]:
    """Yield what the follow-up asks before all others of an owner who was named and not asked yet."""
    if not isinstance(respondent, Respondent) or respondent in assessment.respondents:
        return
    owners = Owners(score=score(questionnaire, assessment))
    asked = first_requests(owners, load_sentences("followup"))
    texts = tuple(request.text for person, request in asked if person.name == respondent.name)
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
    questionnaire: Questionnaire, reader: Reader, sessions: Sequence[Sequence[Group]], sentences: Sentences
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
        lead = Paragraph(text=sentences.say("questions.lead", reader=reader.stands_as))
        yield Section(id="questions", role="flow", title=title, blocks=(lead, *blocks))


def _group_line(questionnaire: Questionnaire, group: Group, reader: Reader, sentences: Sentences) -> Prose:
    """Say in plain words what a group is about, with the client's own failures; else the titles of its questions."""
    plain = f"area.{group.about}"
    builder = reader.stands_as == "builder"
    told = sentences.say(plain, builder=builder) if sentences.has(plain) else Prose("")
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


def _at_hand(
    questionnaire: Questionnaire, assessment: Assessment, reader: Reader, groups: Sequence[Group], sentences: Sentences
) -> Section:
    gone = reader.stands_as == "builder" and owes_nothing(assessment)  # nothing of the client's is theirs to open
    items = [item for group in groups for item in group.items]
    own = [item for item in items if _can_open(reader, item) and not gone]
    systems = _rows(assessment, "systems", "name", "writes")
    written = [row["name"] for row in systems if row["writes"].strip().casefold() not in ("", "none", "nothing")]
    rows = tuple(_row(item, written, sentences) for item in to_open(questionnaire, own))
    logins = _semicolons(row["name"] for row in systems) if reader.stands_as != "owner" else Prose("")
    blocks: list[Block] = [
        Paragraph(
            text=sentences.say("at_hand.lead", reader=reader.stands_as, systems=logins, rows=len(rows), gone=gone)
        ),
        *_notes(reader, items, sentences),
    ]
    if rows:
        columns = (sentences.say("at_hand.column.question"), sentences.say("at_hand.column.open"))
        caption = sentences.say("at_hand.caption")
        blocks.append(Table(columns=columns, rows=rows, widths=(36, 64), caption=caption))
    documents = () if gone else _rows(assessment, "documents", "kind", "where")
    papers = [row for row in documents if items and _is_for(reader, row["kind"])]
    if papers:
        named = _semicolons(sentences.say("at_hand.document", **paper) for paper in papers)
        blocks.append(Paragraph(text=sentences.say("at_hand.documents", documents=named)))
    never = tuple(sentences.say(f"never.{name}") for name in ("secrets", "people", "unknown"))
    blocks += [Heading(text=sentences.say("never.title")), Bullets(items=never)]
    return Section(id="at-hand", role="flow", title=sentences.say("at_hand.title"), blocks=tuple(blocks))


def to_open(questionnaire: Questionnaire, items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the critical items in their order; of too many those that a must-have of a low tier names."""
    tier = {
        item: TIERS.index(gate.tier)
        for gate in sorted(questionnaire.gates, key=lambda gate: -TIERS.index(gate.tier))
        for item in gate_items(questionnaire.model_copy(update={"gates": (gate,)}), [item.id for item in items])
    }
    critical = [item for item in items if item.weight == questionnaire.constants.critical]
    first = sorted(critical, key=lambda item: tier.get(item.id, len(TIERS)))[:_OPEN]
    return tuple(item for item in critical if item in first)


def _can_open(reader: Reader, item: Item) -> bool:
    """Tell whether it is this person's to show: what is seen under an operator's login is not the builder's."""
    return reader.stands_as != "builder" or "operator" not in item.evidence.get("E2", "operator")


def _is_for(reader: Reader, kind: str) -> bool:
    if reader.stands_as == "owner":
        return kind in _OWNERS_PAPERS
    return "builder" in reader.roles or kind not in _BUILDERS_PAPERS


def _row(item: Item, written: Sequence[str], sentences: Sentences) -> tuple[Prose, Prose]:
    """Return a question and what to open for it: in the words of the sheet, else as the questionnaire names it."""
    own = f"open.{item.id}"
    if sentences.has(own):
        return escape(item.title), sentences.say(own, written=written)
    return escape(item.title), sentences.say("at_hand.open", what=item.evidence.get("E2", item.content.prompt))


def _notes(reader: Reader, items: Sequence[Item], sentences: Sentences) -> Iterator[Paragraph]:
    """Yield what the sentences say of single questions to those who answer them with their hands."""
    for item in items:
        if {*reader.roles} & {*item.asked_of} and sentences.has(f"note.{item.id}"):
            yield Paragraph(text=sentences.say(f"note.{item.id}"))


def _rows(assessment: Assessment, fact: str, *keys: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a table in the profile that have the first of these columns, with these columns only."""
    rows: Any = assessment.agent.facts.get(fact) or ()
    return tuple({key: str(row.get(key) or "") for key in keys} for row in rows if row.get(keys[0]))


def _semicolons(parts: Iterable[str]) -> Prose:
    """Return "a; b; c": a name may hold a comma."""
    return join(parts, "; ")
