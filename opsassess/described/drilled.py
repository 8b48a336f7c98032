"""What the team's own record says of the drills that it held."""

from __future__ import annotations

from collections.abc import Mapping

from opsassess.answers import current_answers_on
from opsassess.described.shapes import rows_in
from opsassess.described.values import as_said
from opsassess.owners.days import DRILLS
from opsassess.phrases import phrase
from opsassess.scoring import Score


def failed_drills(score: Score) -> tuple[Mapping[str, str], ...]:
    """Return the drills that were not passed, with their day and what failed."""
    told = (row for answer in current_answers_on(DRILLS, score.assessment) for row in rows_in(answer.content))
    rows = ({name: as_said(row.get(name)) for name in ("drill", "last_done", "result")} for row in told)
    return tuple(row for row in rows if phrase("failed").search(row["result"]))
