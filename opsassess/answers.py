"""Fold the log of answers into what each respondent says now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opsassess.assessment import Answer, Assessment, Evidence, Rating, Respondent

_KEYS = ("rating", "content", "evidence", "written_where", "note", "private_note")
_DAWN = dt.datetime.min.replace(tzinfo=dt.UTC)


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


def current_answers(assessment: Assessment) -> Mapping[str, tuple[Current, ...]]:
    """Return item id -> current answer of each respondent, in the order of the respondents.

    Entries may be partial. Key by key the newest by ``at`` counts, then the later in the list.
    """
    folded: dict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for _, _, answer in sorted((answer.at or _DAWN, n, answer) for n, answer in enumerate(assessment.answers)):
        entry = folded[answer.item][answer.respondent]
        entry.update(_set_keys(answer))
        entry["at"] = answer.at or entry.get("at")
    order = {respondent.id: n for n, respondent in enumerate(assessment.respondents)}
    return {
        item: tuple(
            _current(assessment.respondent_of[who], keys)
            for who, keys in sorted(by_respondent.items(), key=lambda pair: order.get(pair[0], len(order)))
            if who in order
        )
        for item, by_respondent in folded.items()
    }


def _set_keys(answer: Answer) -> dict[str, Any]:
    return {key: getattr(answer, key) for key in _KEYS if key in answer.model_fields_set}


def _current(respondent: Respondent, keys: Mapping[str, Any]) -> Current:
    given = {key: value for key, value in keys.items() if value is not None}  # null clears
    return Current(respondent=respondent, **given)
