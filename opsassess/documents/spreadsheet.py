"""The house style of every workbook, from the theme of the other documents."""

from __future__ import annotations

import datetime as dt

from opsassess.assessment import Assessment
from opsassess.documents.theme import Theme, packaged_theme
from opsassess.prose import day
from opsassess.workbook.look import Look


def look_of(assessment: Assessment, as_of: dt.date, theme: Theme | None) -> Look:
    """Return the look of a workbook: each printed page says whose it is, of which day, and who may read it."""
    theme = theme or packaged_theme()
    return Look(
        accent=theme.primary.lstrip("#").upper(),
        above=(f"{assessment.client.name} · {assessment.agent.name}", f"As of {day(as_of)}"),
        below=(theme.confidentiality, theme.consultancy),
        author=theme.consultancy,
    )
