"""The rows of the answers: who is asked what, what they said, and the evidence for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from opsassess.answers import EVER, Current, current_answers
from opsassess.assessment import Assessment, FactAnswer, Respondent
from opsassess.questionnaire import Item, Questionnaire, applies
from opsassess.workbook import cells
from opsassess.workbook.cells import CellValue, Data
from opsassess.workbook.grids import CAPTION, GRIDS, content_kind, fields_of, grid_layouts, rows_in
from opsassess.workbook.layout import ANSWER_ROWS, EVIDENCE, SEE, Head, Layout
from opsassess.workbook.sheets import Book, Row

Pair = tuple[str, str, Current | None]  # item, respondent ("" while nobody is named), what they say


def write_answers(
    book: Book, assessment: Assessment, questionnaire: Questionnaire, items: Mapping[str, Item], *, private: bool
) -> None:
    pairs = _pairs(assessment, items)
    items = {name: _with_example(item, assessment.agent.facts) for name, item in items.items()}
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
            book.choose(layout, "content", f"content.{item}", n)
    for kind, grid in layouts.items():
        rows = [row for pair in pairs if _kind(items, pair[0]) == kind for row in _grid_rows(*pair, items)]
        placed = _with_captions(rows, items) if kind == "table" else rows
        book.sheet(grid, placed)
        _column_choices(book, grid, placed, items)
    facts = [fact.id for fact in questionnaire.facts]
    book.sheet(EVIDENCE, [*_fact_evidence(assessment, facts), *_answer_evidence(pairs)])


def _with_example(item: Item, facts: Mapping[str, Data]) -> Item:
    """Return an item whose prompt ends with a good answer for this kind of work."""
    example = item.example(facts)
    prompt = f"{item.content.prompt}\nInvented example: {example}" if example else item.content.prompt
    return item.model_copy(update={"content": item.content.model_copy(update={"prompt": prompt})})


def _pairs(assessment: Assessment, items: Mapping[str, Item]) -> list[Pair]:
    """Return who answers what: everyone who is asked, and everyone who said something."""
    answers = current_answers(assessment, EVER)
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
    return row_of(ANSWER_ROWS.heads, said) | {"content": content} | _keys(name, who) | (_given(item) if item else {})


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
    empty = row_of(fields_of(item), {key: text for key, text in suggested.items() if text})
    spare = 0 if filled and item.content.kind != "table" else GRIDS[item.content.kind].spare
    rows = [row_of(fields_of(item), row) for row in filled] + [empty] * spare
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
            yield row_of(EVIDENCE.heads, seen.model_dump(mode="json", exclude_none=True)) | _keys(item, who)


def _fact_evidence(assessment: Assessment, known: Iterable[str]) -> Iterable[Row]:
    for fact in known:
        answer = seen_of(assessment.agent.profile.get(fact))
        for seen in answer.evidence if answer else ():
            yield row_of(EVIDENCE.heads, seen.model_dump(mode="json", exclude_none=True)) | _keys(fact, "")


def row_of(heads: Iterable[Head], entry: Mapping[str, Data]) -> dict[str, CellValue | None]:
    """Return the cells of an entry; what is absent, and what an empty cell means, stays empty."""
    by_key = {head.key: head for head in heads}
    said = {
        key: value for key, value in entry.items() if key in by_key and (value is None or value != by_key[key].blank)
    }
    return {key: cells.stored(by_key[key].kind, value) for key, value in said.items()}


def seen_of(value: Data) -> FactAnswer | None:
    """Return a fact with its evidence, if it has the form of one."""
    try:
        return FactAnswer.model_validate(value) if isinstance(value, Mapping) and "value" in value else None
    except ValidationError:
        return None
