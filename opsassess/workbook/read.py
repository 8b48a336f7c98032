"""Read a filled workbook as the plain data of an assessment, with the cell of each value.

All mistakes are reported at once. A formula is refused, never evaluated; what a link points to is never opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from opsassess.assessment import FORMAT
from opsassess.errors import DataError, Mistake
from opsassess.questionnaire import Questionnaire
from opsassess.source import Source
from opsassess.validation import did_you_mean
from opsassess.workbook import cells
from opsassess.workbook.answer_rows import AnswerRows
from opsassess.workbook.cells import Data
from opsassess.workbook.grids import fact_kind, fact_layouts
from opsassess.workbook.layout import FACT_ROWS, FIELD_ROWS, FIELDS, MILESTONE, RECORDS
from opsassess.workbook.reading import Reading
from opsassess.workbook.rows import Sheets


class PartlyReadError(DataError):
    """All mistakes of the cells of a workbook, with what could be read of it unless a part of it is not there."""

    def __init__(self, mistakes: Iterable[Mistake], rest: Source | None) -> None:
        super().__init__(mistakes)
        self.rest = rest


def read_workbook(path: Path, find: Callable[[str], Questionnaire]) -> Source:
    """Return the data of ``opsassess-assessment/1`` that a workbook holds, each value with its cell.

    ``find`` returns the questionnaire with an id. The data is to be validated like that of a JSON file; raises
    `PartlyReadError` with every mistake that the cells themselves show.
    """
    reading = Reading(sheets=Sheets.open(path))
    _head(reading)
    questionnaire = _questionnaire(reading, find)
    if questionnaire:
        _records(reading)
        _profile(reading, questionnaire)
        AnswerRows.of(reading, questionnaire).read()
    if reading.sheets.mistakes:
        whole = questionnaire and not reading.sheets.incomplete
        raise PartlyReadError(reading.mistakes(), reading.source() if whole else None)
    return reading.source()


def _head(reading: Reading) -> None:
    milestones: list[Data] = []
    for row in reading.sheets.rows(FIELD_ROWS):
        name = row.name("field")
        if name == MILESTONE:
            reading.places["milestones", len(milestones)] = row.places["value"]
            milestones.append(row.read("value", cells.JSON))
        elif name in FIELDS:
            path, kind = FIELDS[name]
            reading.set(path, row.read("value", kind), row.places["value"], name)
        else:
            row.mistake("field", f"there is no field {name!r}", did_you_mean(name, [*FIELDS, MILESTONE]))
    if milestones:
        reading.data["milestones"] = milestones


def _questionnaire(reading: Reading, find: Callable[[str], Questionnaire]) -> Questionnaire | None:
    """Return the questionnaire that the workbook names, or None with the mistake noted."""
    name = reading.data["questionnaire"].get("id")
    if not isinstance(name, str) or reading.data.get("format") != FORMAT:
        fix = f"The sheet {FIELD_ROWS.title} must stay as it was exported"
        reading.sheets.mistake(FIELD_ROWS.title, f"it does not say {FORMAT} and which questionnaire was used", fix)
        return None
    try:
        return find(name)
    except DataError as error:
        reading.sheets.mistakes.extend(error.mistakes)
        return None


def _records(reading: Reading) -> None:
    for part, layout in RECORDS.items():
        for row in reading.sheets.rows(layout):
            reading.append(part, row.entry(layout.heads), row)


def _profile(reading: Reading, questionnaire: Questionnaire) -> None:
    profile = reading.data["agent"]["profile"]
    facts = {fact.id: fact for fact in questionnaire.facts}
    sheets = fact_layouts(questionnaire)
    tables = {name: [row.entry(sheet.heads) for row in reading.sheets.rows(sheet)] for name, sheet in sheets.items()}
    for row in reading.sheets.rows(FACT_ROWS):
        name = row.name("fact")
        reading.places["agent", "profile", name] = row.places["value"]
        if name in profile:
            row.mistake("fact", f"the fact {name!r} stands twice", "Keep one of them")
        elif not (name in sheets and row.points_elsewhere("value")):
            value = row.read("value", fact_kind(facts.get(name)))
            if value is not None:
                profile[name] = value
    for name, rows in tables.items():
        if rows and name in profile:
            where = reading.places["agent", "profile", name]
            what = f"{name} is filled in here and on the sheet {sheets[name].title}"
            reading.sheets.mistake(where, what, "Keep one of them")
        elif rows:
            profile[name] = rows
