"""Write an assessment as an Excel workbook that a person can fill in and `opsassess.workbook_read` reads back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from opsassess import workbook_cells as cells
from opsassess.answers import Current, current_answers
from opsassess.assessment import Assessment, FactAnswer, Respondent
from opsassess.consistency import items_for
from opsassess.errors import OpsassessError
from opsassess.questionnaire import EVIDENCE_LEVELS, Fact, Item, Questionnaire, applies
from opsassess.workbook_cells import CellValue, Data
from opsassess.workbook_layout import (
    ANSWER_ROWS,
    CAPTION,
    EVIDENCE,
    FACT_ROWS,
    FIELD_ROWS,
    FIELDS,
    GRIDS,
    MILESTONE,
    README,
    RECORDS,
    SEE,
    Head,
    Layout,
    content_kind,
    fact_kind,
    fact_layouts,
    fields_of,
    grid_layouts,
    rows_in,
)
from opsassess.workbook_sheets import Book, Row

Pair = tuple[str, str, Current | None]  # item, respondent ("" while nobody is named), what they say


def write_workbook(assessment: Assessment, questionnaire: Questionnaire, path: Path, *, private: bool = True) -> None:
    """Write a consistent assessment; the file appears whole or not at all.

    The log of answers is folded: the workbook holds what each respondent says now, with the time of the newest entry.
    ``private=False`` leaves the private notes out, for a copy that goes to the client.
    """
    book = _filled(assessment, questionnaire, private=private)
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    try:
        book.save(beside)
        beside.replace(path)
    except OSError as error:
        raise OpsassessError(f"{path} cannot be written ({error.strerror}).") from error
    finally:
        beside.unlink(missing_ok=True)


def _filled(assessment: Assessment, questionnaire: Questionnaire, *, private: bool) -> Book:
    book = Book()
    items = items_for(questionnaire, assessment)
    book.lists(_lists(questionnaire, items))
    _readme(book, assessment, questionnaire)
    _profile(book, assessment, questionnaire)
    book.sheet(RECORDS["respondents"], _records(assessment, "respondents"))
    _answers(book, assessment, questionnaire, items, private=private)
    for part in RECORDS:
        if part != "respondents":
            book.sheet(RECORDS[part], _records(assessment, part))
    book.sheet(FIELD_ROWS, _fields(assessment))
    return book


# ---------------------------------------------------------------------------------------------------------------------
# What stands in the rows


def _records(assessment: Assessment, part: str) -> list[Row]:
    entries = [entry.model_dump(mode="json", exclude_none=True) for entry in getattr(assessment, part)]
    return [_row(RECORDS[part].heads, entry) for entry in entries]


def _row(heads: Iterable[Head], entry: Mapping[str, Data]) -> dict[str, CellValue | None]:
    """Return the cells of an entry; what is absent, and what an empty cell means, stays empty."""
    by_key = {head.key: head for head in heads}
    said = {
        key: value for key, value in entry.items() if key in by_key and (value is None or value != by_key[key].blank)
    }
    return {key: cells.stored(by_key[key].kind, value) for key, value in said.items()}


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
        book.sheet(layout, [_row(layout.heads, row) for row in tables[name] or ()])


def _fact_value(value: Data, fact: Fact | None) -> Data:
    """Return the bare value of a fact. A fact that the questionnaire lacks stays as it is, evidence and all."""
    return to_jsonable_python(value["value"] if fact and _seen(value) is not None else value)


def _seen(value: Data) -> FactAnswer | None:
    """Return a fact with its evidence, if it has the form of one."""
    try:
        return FactAnswer.model_validate(value) if isinstance(value, Mapping) and "value" in value else None
    except ValidationError:
        return None


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


def _answers(
    book: Book, assessment: Assessment, questionnaire: Questionnaire, items: Mapping[str, Item], *, private: bool
) -> None:
    pairs = _pairs(assessment, items)
    layouts = grid_layouts(items)
    heads = tuple(head for head in ANSWER_ROWS.heads if private or head.key != "private_note")
    layout = Layout(title=ANSWER_ROWS.title, heads=heads, freeze=ANSWER_ROWS.freeze)
    answers = [_answer_row(*pair, items) for pair in pairs]
    book.sheet(layout, answers)
    for n, ((item, _, _), row) in enumerate(zip(pairs, answers, strict=True), 2):
        known = items.get(item)
        if known and known.content.kind in layouts and str(row["content"]).startswith(SEE):
            book.link(layout, "content", n, layouts[known.content.kind].title)
        elif known and known.content.kind == "choice":
            book.choose(layout, "content", f"content.{item}", n + 2)
    for kind, grid in layouts.items():
        rows = [row for pair in pairs if _kind(items, pair[0]) == kind for row in _grid_rows(*pair, items)]
        placed = _with_captions(rows, items) if kind == "table" else rows
        book.sheet(grid, placed)
        _column_choices(book, grid, placed, items)
    facts = [fact.id for fact in questionnaire.facts]
    book.sheet(EVIDENCE, [*_fact_evidence(assessment, facts), *_answer_evidence(pairs)])


def _pairs(assessment: Assessment, items: Mapping[str, Item]) -> list[Pair]:
    """Return who answers what: everyone who is asked, and everyone who said something."""
    answers = current_answers(assessment)
    left_out = {entry.item for entry in assessment.not_applicable}
    pairs: list[Pair] = []
    for item in [*items, *(name for name in answers if name not in items)]:
        said = {current.respondent.id: current for current in answers.get(item, ())}
        open_ = item in items and item not in left_out and applies(items[item], assessment.agent.facts)
        asked = [r.id for r in assessment.respondents if r.id in said or (open_ and _is_asked(r, items[item]))]
        if open_ and not assessment.respondents:
            asked = [""]
        pairs.extend((item, who, said.get(who)) for who in asked)
    return pairs


def _is_asked(respondent: Respondent, item: Item) -> bool:
    return respondent.is_builder or any(role in item.asked_of for role in respondent.roles)


def _answer_row(name: str, who: str, current: Current | None, items: Mapping[str, Item]) -> dict[str, CellValue | None]:
    item = items.get(name)
    said = {key: getattr(current, key) for key in ("rating", "written_where", "note", "private_note") if current}
    said = {key: value for key, value in said.items() if value not in (None, "")}
    if current and current.at:
        said["at"] = current.at.isoformat()
    content = _content_cell(_content(current), item)
    return _row(ANSWER_ROWS.heads, said) | {"content": content} | _keys(name, who) | (_given(item) if item else {})


def _content(current: Current | None) -> Data:
    return to_jsonable_python(current.content) if current else None


def _keys(item: str, who: str) -> dict[str, CellValue | None]:
    return {"item": cells.stored(cells.NAME, item), "respondent": cells.stored(cells.NAME, who) if who else None}


def _given(item: Item) -> dict[str, CellValue | None]:
    levels = "\n".join(f"{n}  {level}" for n, level in enumerate(item.levels))
    return {"area": item.area, "about": item.title, "ask": item.ask, "levels": levels, "prompt": item.content.prompt}


def _content_cell(content: Data, item: Item | None) -> CellValue | None:
    if item and item.content.kind in GRIDS and (content is None or _rows(content, item)):
        return f"{SEE}{GRIDS[item.content.kind].title}"
    if content is None:
        return None
    kind = cells.JSON if item and item.content.kind in GRIDS else content_kind(item)
    return cells.stored(kind, content)


def _rows(content: Data, item: Item) -> list[Mapping[str, Data]] | None:
    return rows_in(content, item.content.kind, fields_of(item))


def _kind(items: Mapping[str, Item], name: str) -> str:
    return items[name].content.kind if name in items else ""


def _grid_rows(name: str, who: str, current: Current | None, items: Mapping[str, Item]) -> list[Row]:
    """Return the rows of an answer's content and some empty ones to fill."""
    item = items[name]
    filled = _rows(_content(current), item) or []
    suggested = {"unit": item.content.unit, "per": item.content.per} if item.content.kind == "number" else {}
    empty = _row(fields_of(item), {key: text for key, text in suggested.items() if text})
    spare = 0 if filled and item.content.kind != "table" else GRIDS[item.content.kind].spare
    rows = [_row(fields_of(item), row) for row in filled] + [empty] * spare
    if item.content.kind == "table":
        places = {field.key: str(n) for n, field in enumerate(fields_of(item))}
        rows = [{places[key]: cell for key, cell in row.items()} | {"row": str(n)} for n, row in enumerate(rows, 1)]
    about: Row = {"about": item.title, "prompt": _grid_prompt(item)} if item.content.kind != "table" else {}
    return [{**_keys(name, who), **(about if n == 0 else {}), **row} for n, row in enumerate(rows)]


def _grid_prompt(item: Item) -> str:
    asked = [f"{column.replace('_', ' ').capitalize()}: {question}" for column, question in item.columns.items()]
    return "\n".join([item.content.prompt, *asked])


def _with_captions(rows: Sequence[Row], items: Mapping[str, Item]) -> list[Row]:
    """Put the titles of its columns above the rows of each item."""
    placed: list[Row] = []
    for row in rows:
        if not placed or placed[-1]["item"] != row["item"]:
            item = items[str(row["item"])]
            titles = {str(n): cells.stored(cells.NAME, head.title) for n, head in enumerate(fields_of(item))}
            placed.append(
                {"item": item.id, "about": item.title, "prompt": _grid_prompt(item), "row": CAPTION, **titles}
            )
        placed.append(row)
    return placed


def _column_choices(book: Book, layout: Layout, rows: Sequence[Row], items: Mapping[str, Item]) -> None:
    for n, row in enumerate(rows, 2):
        item = items[str(row["item"])]
        for place, column in enumerate(item.content.columns):
            if column.options and row.get("row") != CAPTION:
                book.choose(layout, str(place), f"column.{item.id}.{column.id}", n)


def _answer_evidence(pairs: Iterable[Pair]) -> Iterable[Row]:
    for item, who, current in pairs:
        for seen in current.evidence if current else ():
            yield _row(EVIDENCE.heads, seen.model_dump(mode="json", exclude_none=True)) | _keys(item, who)


def _fact_evidence(assessment: Assessment, known: Iterable[str]) -> Iterable[Row]:
    for fact in known:
        answer = _seen(assessment.agent.profile.get(fact))
        for seen in answer.evidence if answer else ():
            yield _row(EVIDENCE.heads, seen.model_dump(mode="json", exclude_none=True)) | _keys(fact, "")


# ---------------------------------------------------------------------------------------------------------------------
# What helps to fill it in


def _lists(questionnaire: Questionnaire, items: Mapping[str, Item]) -> Mapping[str, Sequence[CellValue]]:
    """Return the choices of the dropdowns."""
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
    ("Dates", "As a date, or written as 2026-05-31."),
    ("Please leave", "The names of sheets and columns, and the sheet Other. Formulas are not read: paste values."),
)
