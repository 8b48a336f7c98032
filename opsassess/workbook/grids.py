"""Contents and facts that are tables: the rows they have in the workbook, and the sheets these stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opsassess.questionnaire import FAILURE_COLUMNS, Column, ContentKind, Fact, Item, Questionnaire
from opsassess.workbook import cells
from opsassess.workbook.cells import ANY, DAY, NUMBER, PERCENTAGE, TEXT, Data, Kind
from opsassess.workbook.layout import (
    ABOUT,
    ANSWERS,
    ASKED,
    EVIDENCE,
    LISTS,
    LONG,
    OTHER,
    PROFILE,
    README,
    RECORDS,
    TO_WRITE,
    WHO,
    Head,
    Layout,
)

PERSON_FIELDS = (
    Head(title="Name", key="name", kind=ANY, width=30),
    Head(title="Role", key="role", kind=ANY, width=36),
    Head(title="Backup", key="backup", kind=ANY, width=30),
)
ROW = Head(title="Row", key="row", width=9, prefilled=True)
STEP = ("do", "see")  # what a step says; the other columns of "Steps" speak of all of them, once, in the first row
CAPTION = "columns"  # stands under "Row" where the row holds the titles of an item's columns


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The sheet of one kind of content."""

    title: str
    fields: tuple[Head, ...] = ()  # none: each item declares its own
    spare: int = 1  # empty rows for each answer that has none yet


GRIDS: Mapping[ContentKind, Grid] = {
    "number": Grid(
        title="Numbers",
        fields=(
            Head(title="Value", key="value", kind=PERCENTAGE, width=10),
            Head(title="Lowest", key="low", kind=PERCENTAGE, width=10),
            Head(title="Unit", key="unit", kind=ANY, width=16),
            Head(title="Per", key="per", kind=ANY, width=16),
            Head(title="What it counts", key="meaning", kind=ANY, width=30),
            Head(title="Where it is read", key="where", kind=ANY, width=30),
            Head(title="Who watches it", key="who", kind=ANY, width=22),
            Head(title="When it is crossed", key="when_crossed", kind=ANY, width=34),
        ),
    ),
    "steps": Grid(
        title="Steps",
        spare=4,
        fields=(
            Head(title="Use when", key="use_when", kind=ANY, width=28),
            Head(title="Who", key="who", kind=ANY, width=22),
            Head(title="Minutes", key="minutes", kind=ANY, width=9),
            Head(title="Do", key="do", kind=ANY, width=44),
            Head(title="You see", key="see", kind=ANY, width=36),
            Head(title="If you do not see it", key="if_not", kind=ANY, width=28),
            Head(title="Going back", key="going_back", kind=ANY, width=28),
        ),
    ),
    "people": Grid(title="People named", spare=2, fields=PERSON_FIELDS),
    "failure_mode": Grid(
        title="Failure answers",
        fields=tuple(
            Head(title=column.replace("_", " ").capitalize(), key=column, kind=ANY, width=28)
            for column in FAILURE_COLUMNS
        ),
    ),
    "table": Grid(title="Tables", spare=3),
}


def grid_layout(kind: ContentKind, widest: int) -> Layout:
    """Return the sheet of a kind; of tables, with as many columns as the widest has."""
    grid = GRIDS[kind]
    if grid.fields:
        return Layout(title=grid.title, heads=(ASKED, ABOUT, WHO, TO_WRITE, *grid.fields), freeze=3)
    numbered = tuple(
        Head(title=f"Column {n + 1}", key=str(n), kind=ANY, width=26, optional=True) for n in range(widest)
    )
    return Layout(title=grid.title, heads=(ASKED, ABOUT, WHO, TO_WRITE, ROW, *numbered), freeze=3)


def grid_layouts(items: Mapping[str, Item]) -> Mapping[ContentKind, Layout]:
    """Return the sheets that the kinds of these items need."""
    kinds = {item.content.kind for item in items.values()}
    widest = max((len(item.content.columns) for item in items.values()), default=0)
    return {kind: grid_layout(kind, widest) for kind in GRIDS if kind in kinds}


def fields_of(item: Item) -> tuple[Head, ...]:
    """Return the fields of a row of an item's content."""
    return GRIDS[item.content.kind].fields or _heads(item.content.columns)


def _heads(columns: Sequence[Column]) -> tuple[Head, ...]:
    return tuple(Head(title=c.title, key=c.id, kind=_column_kind(c), width=26) for c in columns)


def _column_kind(column: Column) -> Kind:
    return cells.choice({option.id: option.title for option in column.options}) if column.options else ANY


def rows_in(content: Data, kind: str, fields: Sequence[Head]) -> list[Mapping[str, Data]] | None:
    """Return the rows of a structured content, or None if it has another shape than its kind."""
    one = kind in ("number", "failure_mode")
    rows = [content] if one and isinstance(content, Mapping) else content
    if kind == "steps":
        rows = _steps_in(content)
    keys = {field.key for field in fields}
    if not isinstance(rows, list) or not rows or (one and len(rows) == 1 and rows is content):
        return None
    needed = {"value"} if kind == "number" else set()  # its unit alone is what an empty row already says
    good = all(isinstance(row, Mapping) and row and needed <= set(row) <= keys for row in rows)
    return rows if good else None


def _steps_in(content: Data) -> list[Mapping[str, Data]] | None:
    """Return steps as rows; what is said of all steps stands in the first row."""
    frame = {key: value for key, value in content.items() if key != "steps"} if isinstance(content, Mapping) else {}
    steps = content.get("steps") if frame else content
    if not isinstance(steps, list) or not all(isinstance(step, Mapping) and step for step in steps):
        return None
    if any(set(step) - set(STEP) for step in steps) or set(frame) & set(STEP):
        return None
    return [frame | dict(step) if n == 0 else step for n, step in enumerate(steps or [{}])]


def content_of(rows: list[dict[str, Data]], kind: str) -> Data:
    """Return the content that `rows_in` made into rows."""
    if kind == "steps":
        frame = {key: value for row in rows for key, value in row.items() if key not in STEP}
        said = [{key: value for key, value in row.items() if key in STEP} for row in rows]
        steps = [step for step in said if step]
        return {**frame, "steps": steps} if frame else steps
    return rows[0] if kind in ("number", "failure_mode") and len(rows) == 1 else rows


TEXT_OR_JSON = Kind(show=TEXT.show, read=TEXT.read)
CONTENT_KINDS: Mapping[str, Kind] = {"choices": cells.CHOICES, "date": DAY}


def content_kind(item: Item | None) -> Kind:
    """Return the kind of the cell "Content" for an item whose content has no sheet of its own."""
    if item and item.content.kind == "choice":
        return cells.choice({option.id: option.title for option in item.content.options})
    return CONTENT_KINDS.get(item.content.kind, TEXT_OR_JSON) if item else TEXT_OR_JSON


# ---------------------------------------------------------------------------------------------------------------------
# The profile: facts on one sheet, facts that are tables each on its own


FACT_KINDS: Mapping[str, Kind] = {"boolean": cells.YES_OR_NO, "number": NUMBER, "date": DAY}


def fact_kind(fact: Fact | None) -> Kind:
    """Return the kind of the cell that holds a fact."""
    if fact and fact.kind == "choice":
        return cells.choice({option.id: option.name for option in fact.options})
    if fact and fact.is_share:
        return cells.SHARE
    return FACT_KINDS.get(fact.kind, TEXT_OR_JSON) if fact else TEXT_OR_JSON


def fact_layouts(questionnaire: Questionnaire) -> Mapping[str, Layout]:
    """Return fact -> its sheet, for the facts that are tables."""
    taken = {layout.title for layout in (*RECORDS.values(), EVIDENCE)} | {grid.title for grid in GRIDS.values()}
    taken |= {README, PROFILE, ANSWERS, OTHER, LONG, LISTS}
    layouts = {}
    for fact in questionnaire.facts:
        if fact.kind in ("table", "people"):
            title = next(title for title in _sheet_titles(fact) if title.casefold() not in map(str.casefold, taken))
            taken.add(title)
            layouts[fact.id] = Layout(title=title, heads=_heads(fact.columns) or PERSON_FIELDS)
    return layouts


def _sheet_titles(fact: Fact) -> Iterator[str]:
    """Yield names that Excel takes for a sheet: 31 characters at most, and not all of them."""
    title = "".join(" " if letter in "[]:*?/\\'" else letter for letter in fact.title).strip() or fact.id
    yield title[:31].strip()
    n = 1
    while n := n + 1:
        yield f"{title[:26].strip()} {n}"
