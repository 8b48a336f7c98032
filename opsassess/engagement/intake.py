"""What comes into an engagement: a new assessment, or one from a file."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from opsassess import interchange, source, validation
from opsassess.applied import apply
from opsassess.assessment import FORMAT, Action, Assessment
from opsassess.changes import AsOf, Change, Upgrade
from opsassess.doubts import doubts, doubts_about_new
from opsassess.errors import OpsassessError
from opsassess.library import ref_of
from opsassess.merge import Past, barred, differences, held_back, overtaken, replaced
from opsassess.questionnaire import Questionnaire
from opsassess.store import Revision, Store


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What came of taking in a file; the sentences name no content of an answer but ratings."""

    number: int
    saved: int  # entries
    held_back: tuple[str, ...] = ()  # what the file says as it was, and the store has newer
    replaced: tuple[str, ...] = ()  # what was something else before or was taken out; of answers, what was newer
    doubts: tuple[str, ...] = ()  # what is no mistake in it and seldom meant
    sized: tuple[str, ...] = ()  # the items for whose work it brings hours


def blank(client: str, agent: str, questionnaire: Questionnaire, day: dt.date) -> interchange.Read:
    """Return a new assessment without answers; raises `DataError` for a name that cannot be one."""
    data = {
        "format": FORMAT,
        "id": str(uuid.uuid4()),
        "as_of": day,
        "client": {"name": client},
        "agent": {"name": agent},
        "questionnaire": ref_of(questionnaire),
    }
    assessment = validation.build(Assessment, source.Source(name="new assessment", data=data))
    return interchange.Read(assessment=assessment, questionnaire=questionnaire)


def take_in(store: Store, read: interchange.Read, *, overwrite: bool, new: bool, today: dt.date) -> TakenIn:
    """Add an assessment from a file, or what is new in it where the store has it already."""
    here = store.assessments()
    number = next((listed.number for listed in here if listed.id.lower() == read.assessment.id.lower()), None)
    if number is None:
        if here and read.assessment.exported and not new:
            there = ", ".join(f"{listed.number} ({listed.agent})" for listed in here)
            raise OpsassessError(
                f"This assessment of {read.assessment.agent.name} was exported from another engagement's folder, and "
                f"is none of those here: {there}. Import it there, or add it here with --new. Nothing was changed."
            )
        number = store.add(_following(read), read.questionnaire)
        whole = read.assessment
        parts = (*whole.exceptions, *whole.actions, *whole.promised)
        told = (*doubts(whole, today), *doubts_about_new(parts, whole))
        return TakenIn(number=number, saved=len(whole.answers), doubts=told, sized=_sized(parts))
    with store.revising(number, editor="import") as revision:
        present, theirs = revision.assessment, read.assessment
        past = _past(revision, theirs.exported) if theirs.exported else None
        changes = tuple(differences(present, theirs, past=past, overwrite=overwrite))
        _refuse_a_day_to_come(changes, today)
        revision.save(changes)
    after, known_doubts = apply(present, changes), set(doubts(present, today))
    return TakenIn(
        number=number,
        saved=len(changes),
        held_back=(*barred(present, theirs), *(() if overwrite else held_back(present, theirs, past=past))),
        replaced=(*replaced(present, changes), *overtaken(present, theirs, overwrite=overwrite)),
        doubts=(*(d for d in doubts(after, today) if d not in known_doubts), *doubts_about_new(changes, after)),
        sized=_sized(changes),
    )


def _refuse_a_day_to_come(changes: Iterable[Change], today: dt.date) -> None:
    for change in changes:
        if isinstance(change, AsOf) and change.day > today:
            raise OpsassessError(
                f"As of is {change.day} in the file, which is to come. Write today ({today}) or an earlier day, on the "
                "sheet Other. Nothing was changed."
            )


def _past(revision: Revision, moment: dt.datetime) -> Past | None:
    then = revision.at(moment)
    return Past(then=then, since=revision.since(moment)) if then else None


def _sized(new: Iterable[object]) -> tuple[str, ...]:
    return tuple(part.item for part in new if isinstance(part, Action) and part.hours)


def _following(read: interchange.Read) -> Assessment:
    """Return an assessment that follows the installed questionnaire where it was made with another text of it."""
    installed = read.questionnaire
    if installed.id != read.assessment.questionnaire.id or interchange.is_same_version(read.assessment, installed):
        return read.assessment
    return apply(read.assessment, [Upgrade(questionnaire=ref_of(installed))])
