"""What if some items were held at another level? An assessment in which they are; the real one stays as it is.

A supposed level is rated so by everybody who answered the item and by an operator, with evidence of today that carries
it. So the builder is not ahead there, no gate hangs on one person, and a failure mode has its whole row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from opsassess.answers import current_answers
from opsassess.applied import apply
from opsassess.assessment import Answer, Assessment, Evidence, Respondent
from opsassess.consistency import items_for
from opsassess.errors import DataError, Mistake
from opsassess.questionnaire import FAILURE_COLUMNS, OPERATOR_SIDE, Item, Questionnaire

LEVELS = range(5)
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)  # counts over every answer that was given
_OPERATOR = "supposed-operator"


def supposed(
    questionnaire: Questionnaire, assessment: Assessment, levels: Mapping[str, int], day: dt.date
) -> Assessment:
    """Return an assessment in which some items are held at these levels, as of a day.

    Raises `DataError` naming every item that there is not and every level that is none.
    """
    items = items_for(questionnaire, assessment)
    mistakes = list(_mistakes(items, levels))
    if mistakes:
        raise DataError(mistakes)
    given = current_answers(assessment)
    operator = Respondent(id=_OPERATOR, name="Supposed", roles=OPERATOR_SIDE)
    answers = [
        answer
        for item, level in levels.items()
        for answer in _answers(items[item], level, {c.respondent.id: c.evidence for c in given.get(item, ())}, day)
    ]
    return apply(assessment, [operator, *answers])


def _answers(item: Item, level: int, evidence: Mapping[str, tuple[Evidence, ...]], day: dt.date) -> Iterator[Answer]:
    seen = Evidence(level="E3", what="supposed", date=day)
    for respondent, known in evidence.items():
        yield Answer(item=item.id, respondent=respondent, rating=level, evidence=(*known, seen), at=_LAST)
    row = dict.fromkeys(FAILURE_COLUMNS, "supposed") if item.content.kind == "failure_mode" else None
    yield Answer(item=item.id, respondent=_OPERATOR, rating=level, content=row, evidence=(seen,), at=_LAST)


def _mistakes(items: Mapping[str, Item], levels: Mapping[str, int]) -> Iterator[Mistake]:
    for item, level in levels.items():
        if item not in items:
            yield Mistake(where=item, what="there is no such question", fix="Take an id from the column `item`")
        if level not in LEVELS:
            yield Mistake(where=item, what=f"the level is {level!r}", fix="Give one from 0 to 4")
