"""What is no mistake in an assessment and still reads badly to a client: what the consultant should settle first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opsassess.assessment import AcceptedRisk, Action, Assessment, Promise
from opsassess.validation import did_you_mean

_NOTHING = ("", "-", "no", "none", "nothing")
_COLUMNS = ("reads", "writes", "data")
_SATURDAY = 5
_WORD = re.compile(r"\w{4,}")


def doubts(assessment: Assessment, today: dt.date) -> Iterator[str]:
    if assessment.as_of > today:
        yield (
            f"the day of the assessment, {_day(assessment.as_of)}, is still to come: evidence ages up to it and every "
            "document has it. If that is not meant, correct As of, in the form under Summary or on the sheet Other of "
            "an export that you import again"
        )
    yield from _hours_without_reason(assessment)
    yield from _data_of_systems(assessment)
    yield from _weekends(assessment)


def _hours_without_reason(assessment: Assessment) -> Iterator[str]:
    items = [action.item for action in assessment.actions if action.hours and not (action.why or "").strip()]
    if items:
        yield f"hours set without a reason, which every document that prints them lacks: {', '.join(items)}. Say why"


def _data_of_systems(assessment: Assessment) -> Iterator[str]:
    """Yield which systems seem to get no data; a model's provider always gets some."""
    facts = assessment.agent.facts
    rows = [row for row in facts.get("systems") or () if isinstance(row, Mapping)]
    silent = [str(row.get("name")) for row in rows if not any(_says(row, column) for column in _COLUMNS)]
    if silent:
        yield f"no data seem to pass to {', '.join(silent)}. Say under Systems what each reads, writes or gets"
    model = str(facts.get("model") or "")
    words = set(_WORD.findall(model.lower()))
    if rows and model and not any(words & set(_WORD.findall(str(row.get("name")).lower())) for row in rows):
        yield (
            f"none of the systems is named like the model ({model}). Add its provider to Systems with the data that it "
            "gets, or name it beside the model"
        )


def _weekends(assessment: Assessment) -> Iterator[str]:
    days = {*(action.due for action in assessment.actions), *(promise.by for promise in assessment.promised)}
    ahead = sorted(d for d in days if d and d >= assessment.as_of and d.weekday() >= _SATURDAY)
    if ahead:
        told = ", ".join(map(_day, ahead))
        yield f"agreed for a weekend: {told}. Ask whether somebody works then, or take the Friday"


def doubt_about_summary(written: dt.date | None, day: dt.date) -> Iterator[str]:
    """Yield that the summary was written for an earlier day than that of the documents at whose head it stands."""
    if written and written < day:
        yield (
            f"the summary was written as of {_day(written)} and stands at the head of documents as of {_day(day)}. "
            "Read it again, and change what is not so any more"
        )


def doubts_about_new(parts: Iterable[object], assessment: Assessment) -> Iterator[str]:
    """Yield what a file brings that is no mistake and seldom meant: a risk that had ended, somebody nobody knows."""
    known = [name for person in assessment.respondents for name in (person.name, person.id)]
    for part in parts:
        if isinstance(part, AcceptedRisk) and part.expires < assessment.as_of:
            yield f"the accepted risk on {part.item} ended on {_day(part.expires)} and counts no more"
        name = (part.owner or "" if isinstance(part, Action) else part.who if isinstance(part, Promise) else "").strip()
        if name and name.casefold() not in map(str.casefold, known):
            what = "an action" if isinstance(part, Action) else "evidence promised"
            fix = did_you_mean(name, known) or "If the name is right, nothing is to be done"
            yield f"{name} has {what} ({getattr(part, 'item', '')}) and is not on the sheet People. {fix}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _says(row: Mapping[str, Any], column: str) -> bool:
    return str(row.get(column) or "").strip().rstrip(".").lower() not in _NOTHING
