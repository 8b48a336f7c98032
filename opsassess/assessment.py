"""The assessment as a value: who said what about one agent, when, and what evidence was seen.

The format is ``opsassess-assessment/1``. Answers are entries of a log: several entries by one respondent about one
item are folded by `opsassess.answers`. What an assessment must respect of its questionnaire is checked in
`opsassess.consistency`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StrictInt, WithJsonSchema, field_validator

from opsassess.once import Once
from opsassess.questionnaire import OPERATOR_SIDE, EvidenceLevel, Frozen, ItemId, Positive, Role

FORMAT = "opsassess-assessment/1"
DONT_KNOW: Literal["dont_know"] = "dont_know"
ANSWER_KEYS = ("rating", "content", "evidence", "written_where", "note", "private_note")  # what an answer says

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def calendar_day(value: Any) -> Any:
    """Accept a calendar day only: a timestamp or a number would be read as some day that nobody wrote."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise ValueError("should be a day written as 2026-05-31")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError("is a day that the calendar does not have") from None


def _written_time(value: Any) -> Any:
    """Accept a written time only: a bare number would be read as seconds since 1970."""
    if not isinstance(value, str | dt.datetime):
        raise ValueError("should be a time with its offset, written as 2026-05-31T14:30:00+02:00")  # noqa: TRY004
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_time)]
Day = Annotated[dt.date, BeforeValidator(calendar_day), WithJsonSchema({"type": "string", "format": "date"})]
Rating = Annotated[StrictInt, Field(ge=0, le=4)] | Literal["dont_know"]


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("should not be blank")
    return text


Name = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_not_blank)]
RespondentId = Annotated[str, Field(min_length=1, max_length=100)]


class Evidence(Frozen):
    """Something that was seen."""

    level: EvidenceLevel
    what: str = ""
    where: str = ""
    date: Day | None = None


class Respondent(Frozen):
    """A person who answers, in one or more roles."""

    id: RespondentId
    name: Name
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    until: Day | None = None  # the last day with the agent of who left it

    def is_here(self, day: dt.date) -> bool:
        """Tell whether this person has to do with the agent on a day."""
        return self.until is None or day <= self.until

    @property
    def is_builder(self) -> bool:
        """Tell whether this person built or maintains the agent."""
        return "builder" in self.roles

    @property
    def is_operator_side(self) -> bool:
        """Tell whether this person operates it, answers for it or works with its output."""
        return any(role in OPERATOR_SIDE for role in self.roles)

    @property
    def is_dual(self) -> bool:
        """Tell whether this person builds it and stands on the operator side too."""
        return self.is_builder and self.is_operator_side


class Answer(Frozen):
    """One entry of the log. A key that is present sets (null clears), a key that is absent keeps."""

    item: ItemId
    respondent: RespondentId
    rating: Rating | None = None
    content: Any = None
    evidence: tuple[Evidence, ...] | None = None
    written_where: str | None = None
    note: str | None = None
    private_note: str | None = None
    at: Moment | None = None  # an entry without it is older than all that have one

    @property
    def says_something(self) -> bool:
        """Tell whether somebody spoke or showed something: an entry may also only clear what was said."""
        return any(said not in (None, (), "") for said in (self.rating, self.content, self.evidence, self.note))


class FailureMode(Frozen):
    """A failure mode that the client adds to those of the questionnaire."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*\.m_x_[a-z0-9_]+$")]
    title: Name


class NotApplicable(Frozen):
    """An item taken out of the scores, with the reason and the person who approved it."""

    item: ItemId
    reason: Name
    approver: Name


class AcceptedRisk(Frozen):
    """An exception: a gap that somebody accepts until a day. It changes no number."""

    item: ItemId
    reason: Name
    role: Name
    expires: Day


class Action(Frozen):
    """What follows from a gap."""

    item: ItemId
    text: str
    owner: str | None = None
    due: Day | None = None
    needed_from: str | None = None
    hours: tuple[Positive, Positive, Positive] | None = None
    why: str | None = None

    @field_validator("hours")
    @classmethod
    def _increasing(
        cls, hours: tuple[Fraction, Fraction, Fraction] | None
    ) -> tuple[Fraction, Fraction, Fraction] | None:
        if hours and not hours[0] <= hours[1] <= hours[2]:
            raise ValueError("hours should rise: optimistic, likely, pessimistic")
        return hours


class Promise(Frozen):
    """Evidence that somebody said they would send."""

    item: ItemId
    what: str
    who: str
    by: Day | None = None


class Note(Frozen):
    """A quick note of the consultant, made while somebody talked. It is private."""

    id: Annotated[str, Field(min_length=1, max_length=100)]
    text: str
    item: ItemId | None = None  # where it belongs, once that is known
    at: Moment | None = None


class Milestone(Frozen):
    """A frozen copy of the scores at a date."""

    name: Name
    date: Day
    scores: Mapping[str, Any]


class Client(Frozen):
    name: Name


class FactAnswer(Frozen):
    """A fact of the profile with what was seen of it."""

    value: Any = None
    evidence: tuple[Evidence, ...] = ()


def _has_evidence(value: Any) -> bool:
    return isinstance(value, Mapping) and "value" in value


def _with_good_evidence(value: Any) -> Any:
    if _has_evidence(value):
        FactAnswer.model_validate(value)
    return value


Told = Annotated[Any, AfterValidator(_with_good_evidence)]


class Agent(Frozen):
    """The agent under assessment and the facts of its profile."""

    name: Name
    profile: Mapping[str, Told] = {}  # fact -> its value, or {"value", "evidence"}

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """Return the known facts as bare values; unknown ones are absent."""
        bare = {fact: value["value"] if _has_evidence(value) else value for fact, value in self.profile.items()}
        return {fact: value for fact, value in bare.items() if value is not None}

    @cached_property
    def evidence(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Return what was seen of each fact."""
        return {
            fact: FactAnswer.model_validate(value).evidence
            for fact, value in self.profile.items()
            if _has_evidence(value)
        }


class QuestionnaireRef(Frozen):
    """Which questionnaire an assessment was made with."""

    id: str
    version: str
    sha256: str | None = None


class Assessment(Frozen, Once):
    """One agent against one version of one questionnaire."""

    format: Literal["opsassess-assessment/1"]
    id: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
    as_of: Day
    client: Client
    agent: Agent
    questionnaire: QuestionnaireRef
    respondents: tuple[Respondent, ...] = ()
    answers: tuple[Answer, ...] = ()
    failure_modes: tuple[FailureMode, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    exceptions: tuple[AcceptedRisk, ...] = ()
    actions: tuple[Action, ...] = ()
    promised: tuple[Promise, ...] = ()
    summary: str | None = None
    milestones: tuple[Milestone, ...] = ()
    notes: tuple[Note, ...] = ()
    exported: Moment | None = None  # when a file was written from an engagement: what differs from there is news

    @property
    def people(self) -> tuple[Respondent, ...]:
        """Return the respondents who have not left: who can be asked, named for work, thanked."""
        return tuple(respondent for respondent in self.respondents if respondent.is_here(self.as_of))

    @property
    def heard(self) -> tuple[Respondent, ...]:
        """Return the respondents who said or showed something, also those who have left since."""
        said = {answer.respondent for answer in self.answers if answer.says_something}
        return tuple(respondent for respondent in self.respondents if respondent.id in said)

    @property
    def left(self) -> tuple[Respondent, ...]:
        return tuple(respondent for respondent in self.respondents if not respondent.is_here(self.as_of))

    @cached_property
    def answers_on(self) -> Mapping[str, tuple[Answer, ...]]:
        """Return all that was said about each item, in the order of the file."""
        found: dict[str, list[Answer]] = {}
        for answer in self.answers:
            found.setdefault(answer.item, []).append(answer)
        return {item: tuple(answers) for item, answers in found.items()}

    @cached_property
    def action_of(self) -> Mapping[str, Action]:
        """Return the action on each item; of several the latest."""
        return {action.item: action for action in self.actions}

    @cached_property
    def respondent_of(self) -> Mapping[str, Respondent]:
        return {respondent.id: respondent for respondent in self.respondents}
