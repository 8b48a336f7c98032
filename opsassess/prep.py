"""The preparation sheet of a respondent as a value: how long it takes, what we will ask, and what to have at hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from opsassess import files
from opsassess.assessment import Assessment, Respondent
from opsassess.blocks import Block, Bullets, Document, Heading, Paragraph, Section, Step, Steps, Table
from opsassess.consistency import gate_items
from opsassess.prose import Prose, Sentences, escape, join
from opsassess.questionnaire import OPERATOR_SIDE, TIERS, Item, Questionnaire, Role
from opsassess.scoring import score

ROLES: tuple[Role, ...] = ("operator", "builder", "owner")  # of which a session needs one each

_SESSION = 90  # minutes
_SLACK = Fraction(1, 10)  # of a session: a few minutes more are no reason for another one
_ROUND = 5  # minutes
_BUILDERS_PAPERS = ("architecture diagram", "README", "prompt documentation")
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


@dataclass(frozen=True, kw_only=True)
class Group:
    """Questions that are asked one after the other, under one title."""

    title: str
    items: tuple[Item, ...]

    @property
    def minutes(self) -> Fraction:
        """Return the planned time."""
        return sum((item.minutes for item in self.items), Fraction(0))


def prep_sheets(questionnaire: Questionnaire, assessment: Assessment, sentences: Sentences) -> Mapping[str, Document]:
    """Return name for a file -> sheet: one for each respondent, and one for each role that nobody has yet."""
    taken = {role for respondent in assessment.respondents for role in respondent.roles}
    readers: list[Respondent | Role] = [*assessment.respondents, *(role for role in ROLES if role not in taken)]
    sheets: dict[str, Document] = {}
    for reader in readers:
        name = files.slug(reader if isinstance(reader, str) else reader.name)
        alike = sum(1 for known in sheets if known == name or known.startswith(f"{name}-"))
        key = name if name not in sheets else f"{name}-{alike + 1}"
        sheets[key] = prep_document(questionnaire, assessment, reader, sentences)
    return sheets


def prep_document(
    questionnaire: Questionnaire, assessment: Assessment, respondent: Respondent | Role, sentences: Sentences
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
        ),
        sections=(
            _about(assessment, reader, sentences, prepare=bool(minutes)),
            *_questions(reader, sessions, sentences),
            _at_hand(questionnaire, assessment, reader, groups, sentences),
        ),
    )


def _reader(respondent: Respondent | Role) -> Reader:
    if isinstance(respondent, Respondent):
        return Reader(name=respondent.name, roles=respondent.roles)
    return Reader(name="", roles=(respondent,))


# ---------------------------------------------------------------------------------------------------------------------
# What is asked, in which order and for how long


def asked_groups(questionnaire: Questionnaire, assessment: Assessment, roles: Sequence[Role]) -> tuple[Group, ...]:
    """Return the questions that apply to this agent and are put to these roles, in the order of the session.

    A builder is asked what the operator side is asked, apart from it.
    """
    scored = score(questionnaire, assessment).items
    asked = [s.item for s in scored.values() if s.applies and ("builder" in roles or {*roles} & {*s.item.asked_of})]
    order = (*questionnaire.session_order, *(area.id for area in questionnaire.areas))
    alone = {entry for entry in order if "." in entry}
    groups = []
    for entry in dict.fromkeys(order):
        found = tuple(i for i in asked if i.id == entry or (i.area == entry and i.id not in alone))
        if found:
            title = found[0].title if entry in alone else questionnaire.area_of[entry].title
            groups.append(Group(title=title, items=found))
    return tuple(groups)


def in_sessions(groups: Sequence[Group]) -> tuple[tuple[Group, ...], ...]:
    """Return the groups of each session: as few sessions of an hour and a half as hold them, about equally long."""
    total = sum((group.minutes for group in groups), Fraction(0))
    many = max(1, math.ceil(total / _SESSION - _SLACK))
    sessions: list[list[Group]] = [[] for _ in range(many)]
    before = Fraction(0)
    for group in groups:
        middle = before + group.minutes / 2
        sessions[min(many - 1, int(middle * many / total))].append(group)
        before += group.minutes
    return tuple(tuple(session) for session in sessions if session)


def minutes_of(session: Sequence[Group]) -> int:
    """Return the planned time of a session as one says it, in steps of five minutes."""
    return max(1, round(sum(group.minutes for group in session) / _ROUND)) * _ROUND


# ---------------------------------------------------------------------------------------------------------------------
# The sections


def _about(assessment: Assessment, reader: Reader, sentences: Sentences, *, prepare: bool) -> Section:
    names = {"client": assessment.client.name, "agent": assessment.agent.name}
    blocks: tuple[Block, ...] = (
        Paragraph(text=sentences.say(f"about.{reader.stands_as}", **names)),
        Paragraph(text=sentences.say("about.how", prepare=prepare)),
    )
    return Section(id="about", role="flow", title=sentences.say("about.title"), blocks=blocks)


def _questions(reader: Reader, sessions: Sequence[Sequence[Group]], sentences: Sentences) -> Iterator[Section]:
    blocks: list[Block] = []
    for number, groups in enumerate(sessions, start=1):
        if len(sessions) > 1:
            session = sentences.say("questions.session", number=number, minutes=minutes_of(groups))
            blocks.append(Heading(text=session))
        blocks.append(Steps(steps=tuple(Step(do=_group_line(group, sentences)) for group in groups)))
    if blocks:
        title = sentences.say("questions.title")
        lead = Paragraph(text=sentences.say("questions.lead", reader=reader.stands_as))
        yield Section(id="questions", role="flow", title=title, blocks=(lead, *blocks))


def _group_line(group: Group, sentences: Sentences) -> Prose:
    titles = [item.title for item in group.items if item.title != group.title]
    return sentences.say("questions.group", title=group.title, titles=Prose("; ".join(map(_inside, titles))))


def _inside(title: str) -> Prose:
    """Return a title as it stands inside a sentence; an abbreviation or a name in capitals keeps them."""
    return escape(title if title[1:2].isupper() else title[:1].lower() + title[1:])


def _at_hand(
    questionnaire: Questionnaire, assessment: Assessment, reader: Reader, groups: Sequence[Group], sentences: Sentences
) -> Section:
    items = [item for group in groups for item in group.items]
    own = [item for item in items if _can_open(reader, item)]
    rows = tuple(_row(item, sentences) for item in to_open(questionnaire, own))
    systems = _semicolons(row["name"] for row in _rows(assessment, "systems", "name"))
    blocks: list[Block] = [
        Paragraph(text=sentences.say("at_hand.lead", reader=reader.stands_as, systems=systems, rows=len(rows))),
        *_notes(reader, items, sentences),
    ]
    if rows:
        columns = (sentences.say("at_hand.column.question"), sentences.say("at_hand.column.open"))
        caption = sentences.say("at_hand.caption")
        blocks.append(Table(columns=columns, rows=rows, widths=(36, 64), caption=caption))
    papers = [row for row in _rows(assessment, "documents", "kind", "where") if items and _is_for(reader, row["kind"])]
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
    return "builder" in reader.roles or kind not in _BUILDERS_PAPERS


def _row(item: Item, sentences: Sentences) -> tuple[Prose, Prose]:
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
