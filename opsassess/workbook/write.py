"""Write an assessment as an Excel workbook that a person can fill in and `opsassess.workbook.read` reads back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic_core import to_jsonable_python

from opsassess import files
from opsassess.assessment import Assessment
from opsassess.consistency import items_for
from opsassess.questionnaire import EVIDENCE_LEVELS, Fact, Item, Questionnaire
from opsassess.workbook import cells
from opsassess.workbook.answers import row_of, seen_of, write_answers
from opsassess.workbook.cells import CellValue, Data
from opsassess.workbook.grids import fact_kind, fact_layouts, rows_in
from opsassess.workbook.layout import FACT_ROWS, FIELD_ROWS, FIELDS, MILESTONE, README, RECORDS, SEE, Layout
from opsassess.workbook.look import Look
from opsassess.workbook.sheets import Book, Row


def write_workbook(
    assessment: Assessment, questionnaire: Questionnaire, path: Path, *, private: bool = True, look: Look | None = None
) -> None:
    """Write a consistent assessment; the file appears whole or not at all.

    The log of answers is folded: the workbook holds what each respondent says now, with the time of the newest entry.
    ``private=False`` leaves the private notes out, for a copy that goes to the client.
    """
    book = Book(look)
    _fill(book, assessment, questionnaire, private=private)
    files.write(path, book.content())


def _fill(book: Book, assessment: Assessment, questionnaire: Questionnaire, *, private: bool) -> None:
    items = items_for(questionnaire, assessment)
    book.lists(_lists(questionnaire, items))
    _readme(book, assessment, questionnaire)
    _profile(book, assessment, questionnaire)
    book.sheet(RECORDS["respondents"], _records(assessment, "respondents"))
    write_answers(book, assessment, questionnaire, items, private=private)
    for part in RECORDS:
        rows = _records(assessment, part)
        if part != "respondents" and (not RECORDS[part].optional or (private and rows)):
            book.sheet(RECORDS[part], rows)
    book.sheet(FIELD_ROWS, _fields(assessment))


# ---------------------------------------------------------------------------------------------------------------------
# What stands in the rows


def _records(assessment: Assessment, part: str) -> list[Row]:
    entries = [entry.model_dump(mode="json", exclude_none=True) for entry in getattr(assessment, part)]
    return [row_of(RECORDS[part].heads, entry) for entry in entries]


def _fields(assessment: Assessment) -> list[Row]:
    data = assessment.model_dump(mode="json", exclude={"answers", "milestones"})
    rows: list[Row] = []
    for field, (path, kind) in FIELDS.items():
        value: Data = data
        for key in path:
            value = value[key]
        rows.append({"field": field, "value": None if value is None else cells.stored(kind, value)})
    milestones = [milestone.model_dump(mode="json") for milestone in assessment.milestones]
    return rows + [{"field": MILESTONE, "value": cells.stored(cells.JSON, milestone)} for milestone in milestones]


def _profile(book: Book, assessment: Assessment, questionnaire: Questionnaire) -> None:
    sheets = fact_layouts(questionnaire)
    facts: dict[str, Fact | None] = {fact.id: fact for fact in questionnaire.facts}
    facts |= {name: None for name in assessment.agent.profile if name not in facts}
    values = {name: _fact_value(assessment.agent.profile.get(name), fact) for name, fact in facts.items()}
    tables = {name: rows_in(values[name], "table", sheets[name].heads) for name in sheets}
    book.sheet(FACT_ROWS, [_fact_row(name, fact, values[name], sheets, tables) for name, fact in facts.items()])
    for n, (name, fact) in enumerate(facts.items(), 2):
        if name in sheets:
            book.link(FACT_ROWS, "value", n, sheets[name].title)
        elif fact and fact.kind in ("boolean", "choice"):
            book.choose(FACT_ROWS, "value", f"fact.{name}", n)
    for name, layout in sheets.items():
        book.sheet(layout, [row_of(layout.heads, row) for row in tables[name] or ()])


def _fact_value(value: Data, fact: Fact | None) -> Data:
    """Return the bare value of a fact. A fact that the questionnaire lacks stays as it is, evidence and all."""
    return to_jsonable_python(value["value"] if fact and seen_of(value) is not None else value)


def _fact_row(
    name: str,
    fact: Fact | None,
    value: Data,
    sheets: Mapping[str, Layout],
    tables: Mapping[str, Sequence[Mapping[str, Data]] | None],
) -> dict[str, CellValue | None]:
    shown: CellValue | None = None
    if name in sheets and (value is None or tables[name]):
        shown = f"{SEE}{sheets[name].title}"
    elif value is not None:
        shown = cells.stored(fact_kind(fact), value)
    given = {"about": fact.title, "ask": _fact_question(fact), "unit": fact.unit} if fact else {}
    return {"fact": cells.stored(cells.NAME, name), "value": shown, **given}


def _fact_question(fact: Fact) -> str:
    if fact.kind != "choice":
        return fact.ask
    return "\n".join([fact.ask, *(f"{option.name}: {option.meaning}" for option in fact.options)])


# ---------------------------------------------------------------------------------------------------------------------
# What helps to fill it in


def _lists(questionnaire: Questionnaire, items: Mapping[str, Item]) -> Mapping[str, Sequence[CellValue]]:
    lists: dict[str, Sequence[CellValue]] = {
        "ratings": cells.RATINGS,
        "levels": EVIDENCE_LEVELS,
        "items": tuple(items),
    }
    for fact in questionnaire.facts:
        if fact.kind in ("boolean", "choice"):
            lists[f"fact.{fact.id}"] = [option.name for option in fact.options] or cells.YES_NO
    for item in items.values():
        if item.content.kind == "choice":
            lists[f"content.{item.id}"] = [option.title for option in item.content.options]
        for column in item.content.columns:
            if column.options:
                lists[f"column.{item.id}.{column.id}"] = [option.title for option in column.options]
    return lists


def _readme(book: Book, assessment: Assessment, questionnaire: Questionnaire) -> None:
    ratings = [("", f"{n}  {rating.name}", rating.meaning) for n, rating in enumerate(questionnaire.ratings)]
    levels = [("", f"{level.id}  {level.name}", level.meaning) for level in questionnaire.evidence]
    book.text(
        README,
        [
            ("title", f"{questionnaire.title}: {assessment.agent.name}", ""),
            ("", assessment.client.name, questionnaire.intro),
            ("head", "How to fill it in", ""),
            *(("", sheet, text) for sheet, text in _HELP),
            ("head", "Ratings", ""),
            *ratings,
            ("", "don't know", "A good answer: nobody in the room can tell today."),
            ("head", "Evidence", ""),
            *levels,
        ],
    )


_HELP = (
    ("Columns", "Fill in the columns with a dark head. Those with a light head are there to be read."),
    ("People", "First name everyone who answers, with roles: operator, owner, user, builder; several with commas."),
    (
        "Profile",
        "Facts about the agent. Leave empty what nobody knows. Tables, such as systems, have own sheets.",
    ),
    ("Answers", "One row for each item and person. Pick the rating whose words are true in full; write the content."),
    ("Content", "Where the cell names a sheet (\u2192 Steps), write there, in the rows of the same item and person."),
    ("More rows", "Insert rows as you need them, and repeat item and person in each."),
    (
        "Evidence",
        "One row for each thing that was seen, with its date. For a fact, write the fact as the item.",
    ),
    ("Empty respondent", "While People names one person only, an empty respondent means that person."),
    ("Dates", "As a date, or written as 2026-05-31, 31.5.2026 or 31 May 2026."),
    ("Please leave", "The names of sheets and columns, and the sheet Other. Formulas are not read: paste values."),
)
