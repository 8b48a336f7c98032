"""What is no mistake in an assessment and still reads badly to a client: what the consultant should settle first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from opsassess.assessment import Assessment

_NOTHING = ("", "-", "no", "none", "nothing")
_COLUMNS = ("reads", "writes", "data")
_SATURDAY = 5
_WORD = re.compile(r"\w{4,}")


def doubts(assessment: Assessment) -> Iterator[str]:
    yield from _hours_without_reason(assessment)
    yield from _data_of_systems(assessment)
    yield from _weekends(assessment)


def _hours_without_reason(assessment: Assessment) -> Iterator[str]:
    items = [action.item for action in assessment.actions if action.hours and not (action.why or "").strip()]
    if items:
        yield f"hours set without a reason, which every document that prints them lacks: {', '.join(items)}. Add `why`"


def _data_of_systems(assessment: Assessment) -> Iterator[str]:
    """Yield which systems seem to get no data; a model's provider always gets some."""
    facts = assessment.agent.facts
    rows = [row for row in facts.get("systems") or () if isinstance(row, Mapping)]
    silent = [str(row.get("name")) for row in rows if not any(_says(row, column) for column in _COLUMNS)]
    if silent:
        yield f"no data seem to pass to {', '.join(silent)}. Say in `systems` what each reads, writes or gets"
    model = str(facts.get("model") or "")
    words = set(_WORD.findall(model.lower()))
    if rows and model and not any(words & set(_WORD.findall(str(row.get("name")).lower())) for row in rows):
        yield (
            f"none of the `systems` is named like the model ({model}). "
            "Name its provider in `model`, or add it to the `systems` with the data that it gets"
        )


def _weekends(assessment: Assessment) -> Iterator[str]:
    days = {*(action.due for action in assessment.actions), *(promise.by for promise in assessment.promised)}
    ahead = sorted(d for d in days if d and d >= assessment.as_of and d.weekday() >= _SATURDAY)
    if ahead:
        told = ", ".join(f"{d.day} {d:%B %Y}" for d in ahead)
        yield f"agreed for a weekend: {told}. Ask whether somebody works then, or take the Friday"


def _says(row: Mapping[str, Any], column: str) -> bool:
    return str(row.get(column) or "").strip().rstrip(".").lower() not in _NOTHING
