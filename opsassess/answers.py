"""Fold the log of answers into what each respondent says now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from opsassess.assessment import ANSWER_KEYS, Answer, Assessment, Evidence, Rating, Respondent

EVER = dt.date.min  # the day before which nobody left: what is handed over keeps all that was said
DAWN = dt.datetime.min.replace(tzinfo=dt.UTC)
_DESCRIBE = ("rating", "content")


@dataclass(frozen=True, kw_only=True)
class Current:
    """What one respondent says about one item now."""

    respondent: Respondent
    rating: Rating | None = None
    content: Any = None
    evidence: tuple[Evidence, ...] = ()
    written_where: str = ""
    note: str = ""
    private_note: str = ""
    at: dt.datetime | None = None  # of the newest entry
    round: int = 0  # how many milestones stand before the day on which it was rated or described


def current_answers(assessment: Assessment, day: dt.date | None = None) -> Mapping[str, tuple[Current, ...]]:
    """Return item id -> current answer of each respondent, in the order of the respondents.

    Entries may be partial. Key by key the newest by ``at`` counts, then the later in the list. Who left before the day
    (default: of the assessment) holds nothing any more, so their ratings are cleared; what they told and showed stays.
    """
    log = assessment.answers_on
    return assessment.kept(
        ("current answers", day), lambda: {item: current_of(said, assessment, day) for item, said in log.items()}
    )


def current_answers_on(item: str, assessment: Assessment) -> tuple[Current, ...]:
    """Return the same of one item."""
    return current_answers(assessment).get(item, ())


def rounds(assessment: Assessment) -> tuple[tuple[dt.date, dt.date], ...]:
    """Return the first and the last day of the talks up to each milestone, and of those since."""
    days = sorted({answer.at.date() for answer in assessment.answers if answer.at and answer.says_something})
    found = (list(some) for _, some in groupby(days, lambda day: round_of(day, assessment)))
    return tuple((some[0], some[-1]) for some in found)


def round_of(day: dt.date, assessment: Assessment) -> int:
    """Return how many milestones stand before a day."""
    return sum(milestone.date < day for milestone in assessment.milestones)


def current_of(entries: Iterable[Answer], assessment: Assessment, day: dt.date | None = None) -> tuple[Current, ...]:
    """Return the current answer of each respondent to one item, from all that was said about it."""
    folded: dict[str, dict[str, Any]] = defaultdict(dict)
    for answer in sorted(entries, key=lambda answer: answer.at or DAWN):  # of the same time the later entry is newer
        entry = folded[answer.respondent]
        entry.update({key: getattr(answer, key) for key in ANSWER_KEYS if key in answer.model_fields_set})
        entry["at"] = answer.at or entry.get("at")
        if answer.at and not answer.model_fields_set.isdisjoint(_DESCRIBE):
            entry["round"] = round_of(answer.at.date(), assessment)
    for person in assessment.respondents:
        if person.id in folded and not person.is_here(day or assessment.as_of):
            folded[person.id].pop("rating", None)
    return tuple(_current(person, folded[person.id]) for person in assessment.respondents if person.id in folded)


def _current(respondent: Respondent, keys: Mapping[str, Any]) -> Current:
    given = {key: value for key, value in keys.items() if value is not None}  # null clears
    return Current(respondent=respondent, **given)
