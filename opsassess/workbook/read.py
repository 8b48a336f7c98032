"""Read a filled workbook as the plain data of an assessment, with the cell of each value.

All mistakes are reported at once. A formula is refused, never evaluated; what a link points to is never opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from opsassess.assessment import FORMAT
from opsassess.errors import DataError
from opsassess.library import sha256_of
from opsassess.questionnaire import Item, Questionnaire
from opsassess.source import Loc, Source
from opsassess.validation import did_you_mean
from opsassess.workbook import cells
from opsassess.workbook.cells import Data, Kind
from opsassess.workbook.grids import (
    CAPTION,
    GRIDS,
    STEP,
    content_kind,
    content_of,
    fact_kind,
    fact_layouts,
    fields_of,
    grid_layouts,
    with_client_modes,
)
from opsassess.workbook.layout import (
    ANSWER_ROWS,
    EVIDENCE,
    FACT_ROWS,
    FIELD_ROWS,
    FIELDS,
    MILESTONE,
    RECORDS,
    Layout,
)
from opsassess.workbook.rows import Filled, Sheets


def read_workbook(path: Path, find: Callable[[str], Questionnaire]) -> Source:
    """Return the data of ``opsassess-assessment/1`` that a workbook holds, each value with its cell.

    ``find`` returns the questionnaire with an id. The data is to be validated like that of a JSON file; raises
    `DataError` with every mistake that the cells themselves show.
    """
    reading = _Reading(sheets=Sheets.open(path))
    reading.head()
    questionnaire = reading.questionnaire(find)
    if questionnaire:
        reading.records()
        reading.profile(questionnaire)
        reading.answers(questionnaire)
    if reading.sheets.mistakes:
        raise DataError(reading.sheets.mistakes)
    return Source(name=str(path), data=reading.data, cells=reading.places)


@dataclass(kw_only=True)
class _Reading:
    """The data as it grows, and where each value of it stands."""

    sheets: Sheets
    data: dict[str, Data] = field(default_factory=lambda: {"client": {}, "agent": {"profile": {}}, "questionnaire": {}})
    places: dict[Loc, str] = field(default_factory=dict)
    entries: dict[tuple[str, str], int] = field(default_factory=dict)  # item and respondent -> position in the answers

    # -- the parts that are plain lists

    def head(self) -> None:
        milestones: list[Data] = []
        for row in self.sheets.rows(FIELD_ROWS):
            name = row.name("field")
            if name == MILESTONE:
                self.places["milestones", len(milestones)] = row.places["value"]
                milestones.append(row.read("value", cells.JSON))
            elif name in FIELDS:
                path, kind = FIELDS[name]
                self._set(path, row.read("value", kind), row.places["value"])
            else:
                row.mistake("field", f"there is no field {name!r}", did_you_mean(name, [*FIELDS, MILESTONE]))
        if milestones:
            self.data["milestones"] = milestones

    def _set(self, path: tuple[str, ...], value: Data, place: str) -> None:
        self.places[path] = place
        if value is not None:
            target = self.data
            for key in path[:-1]:
                target = target[key]
            target[path[-1]] = value

    def questionnaire(self, find: Callable[[str], Questionnaire]) -> Questionnaire | None:
        """Return the questionnaire that the workbook names, or None with the mistake noted."""
        name = self.data["questionnaire"].get("id")
        if not isinstance(name, str) or self.data.get("format") != FORMAT:
            fix = f"The sheet {FIELD_ROWS.title} must stay as it was exported"
            self.sheets.mistake(FIELD_ROWS.title, f"it does not say {FORMAT} and which questionnaire was used", fix)
            return None
        try:
            return find(name)
        except DataError as error:
            self.sheets.mistakes.extend(error.mistakes)
            return None

    def records(self) -> None:
        for part, layout in RECORDS.items():
            for row in self.sheets.rows(layout):
                self._append(part, row.entry(layout.heads), row)

    def _append(self, part: str, entry: dict[str, Data], row: Filled) -> int:
        known = self.data.setdefault(part, [])
        known.append(entry)
        self._place((part, len(known) - 1), row)
        return len(known) - 1

    def _place(self, loc: Loc, row: Filled) -> None:
        self.places[loc] = row.place
        self.places |= {(*loc, key): place for key, place in row.places.items()}

    # -- the profile

    def profile(self, questionnaire: Questionnaire) -> None:
        profile = self.data["agent"]["profile"]
        facts = {fact.id: fact for fact in questionnaire.facts}
        sheets = fact_layouts(questionnaire)
        tables = {name: [row.entry(sheet.heads) for row in self.sheets.rows(sheet)] for name, sheet in sheets.items()}
        for row in self.sheets.rows(FACT_ROWS):
            name = row.name("fact")
            self.places["agent", "profile", name] = row.places["value"]
            if name in profile:
                row.mistake("fact", f"the fact {name!r} stands twice", "Keep one of them")
            elif not (name in sheets and row.points_elsewhere("value")):
                value = row.read("value", fact_kind(facts.get(name)))
                if value is not None:
                    profile[name] = value
        for name, rows in tables.items():
            if rows and name in profile:
                where = self.places["agent", "profile", name]
                what = f"{name} is filled in here and on the sheet {sheets[name].title}"
                self.sheets.mistake(where, what, "Keep one of them")
            elif rows:
                profile[name] = rows

    # -- the answers

    def answers(self, questionnaire: Questionnaire) -> None:
        modes = {str(mode.get("id")): str(mode.get("title", "")) for mode in self.data.get("failure_modes", ())}
        items = with_client_modes(questionnaire, modes)
        people = self._people()
        for row in self.sheets.rows(ANSWER_ROWS):
            self._answer(row, items, people)
        for kind, layout in grid_layouts(items).items():
            self._grid(kind, layout, items, people)
        self._evidence({fact.id for fact in questionnaire.facts}, people)
        named = self.data["questionnaire"]
        if named.get("version") == questionnaire.version and named.get("sha256") in (None, sha256_of(questionnaire)):
            self._unknown_items(items)

    def _people(self) -> dict[str, str]:
        """Return what may stand under "Respondent" -> id of the person: the id, or a name that only one has."""
        respondents = [person for person in self.data.get("respondents", ()) if "id" in person]
        names = [person.get("name") for person in respondents]
        people = {person["name"]: person["id"] for person in respondents if names.count(person.get("name")) == 1}
        people |= {person["id"]: person["id"] for person in respondents}
        return people | ({"": respondents[0]["id"]} if len(respondents) == 1 else {})

    def _who(self, row: Filled, people: Mapping[str, str]) -> str | None:
        """Return the id of the respondent of a row, or None with the mistake noted."""
        who = row.name("respondent")
        if who not in people:
            what = f"{who!r} is not on the sheet People" if who else "it does not say who answers"
            row.mistake("respondent", what, did_you_mean(who, list(people)) or "Name a person of the sheet People")
        return people.get(who)

    def _entry(self, item: str, who: str, row: Filled) -> dict[str, Data]:
        """Return the entry of an item and a respondent, made now if this row is the first that speaks of it."""
        if (item, who) not in self.entries:
            self.entries[item, who] = self._append("answers", {"item": item, "respondent": who}, row)
        entry: dict[str, Data] = self.data["answers"][self.entries[item, who]]
        return entry

    def _answer(self, row: Filled, items: Mapping[str, Item], people: Mapping[str, str]) -> None:
        name = row.name("item")
        item = items.get(name)
        sheet = GRIDS[item.content.kind].title if item and item.content.kind in GRIDS else ""
        said = row.entry([head for head in ANSWER_ROWS.heads if head.key not in ("item", "respondent", "content")])
        if not (sheet and row.points_elsewhere("content")):
            content = row.read("content", _ONLY_ON[sheet] if sheet else content_kind(item))
            said |= {} if content is None else {"content": content}
        if not said:
            return
        who = self._who(row, people)
        if who is not None and (name, who) in self.entries:
            row.mistake("item", f"{name} stands twice for {who}", "Keep one of the rows")
        elif who is not None:
            self._entry(name, who, row).update(said)

    def _grid(self, kind: str, layout: Layout, items: Mapping[str, Item], people: Mapping[str, str]) -> None:
        rows = self.sheets.rows(layout)
        captions = {row.name("item"): row for row in rows if _is_caption(row)}
        columns = {name: self._captioned(row, items[name]) for name, row in captions.items() if name in items}
        found: dict[tuple[str, str], list[Filled]] = defaultdict(list)
        for row in rows:
            name = row.name("item")
            if _is_caption(row) or not row.filled(but=("item", "respondent", "row", "unit", "per")):
                continue
            if name not in items or items[name].content.kind != kind:
                fix = did_you_mean(name, [i for i, item in items.items() if item.content.kind == kind])
                row.mistake("item", f"{name!r} is not an item of the sheet {layout.title}", fix)
            elif (who := self._who(row, people)) is not None:
                found[name, who].append(self._under(columns.get(name, {}), row) if kind == "table" else row)
        for (name, who), lines in found.items():
            self._structured(items[name], who, lines)

    def _captioned(self, caption: Filled, item: Item) -> Mapping[str, str]:
        """Return numbered column -> field of an item's table, as the row of column titles says."""
        known = {head.title.casefold(): head.key for head in fields_of(item)}
        found = {}
        for key in caption.filled(but=("item", "respondent", "row")):
            title = caption.name(key)
            if title.casefold() not in known:
                fix = did_you_mean(title, [head.title for head in fields_of(item)])
                caption.mistake(key, f"{item.id} has no column {title!r}", fix)
            else:
                found[key] = known[title.casefold()]
        return found

    def _under(self, columns: Mapping[str, str], row: Filled) -> Filled:
        """Return a row of a table with the keys that stand above it."""
        for key in row.filled(but=("item", "respondent", "row", *columns)):
            row.mistake(key, "no column title stands above it", f"Keep the row that says {CAPTION} for this item")
        return row.renamed(columns)

    def _structured(self, item: Item, who: str, lines: list[Filled]) -> None:
        entry = self._entry(item.id, who, lines[0])
        if "content" in entry:
            lines[0].mistake("item", f"{item.id} has a content on the sheet Answers too", "Keep one of them")
        if item.content.kind == "steps":
            _refuse_repeated(lines)
        entry["content"] = content_of([line.entry(fields_of(item)) for line in lines], item.content.kind)
        at = ("answers", self.entries[item.id, who], "content")
        self.places[at] = lines[0].place
        for n, line in enumerate(lines):
            self._place((*at, n), line)

    def _evidence(self, facts: Iterable[str], people: Mapping[str, str]) -> None:
        profile = self.data["agent"]["profile"]
        for row in self.sheets.rows(EVIDENCE):
            seen = row.entry([head for head in EVIDENCE.heads if head.key not in ("item", "respondent")])
            name = row.name("item")
            at: Loc
            if name in facts:
                answer = profile.get(name)
                if not (isinstance(answer, dict) and "evidence" in answer):
                    profile[name] = answer = {"value": answer, "evidence": []}
                pieces, at = answer["evidence"], ("agent", "profile", name, "evidence")
            else:
                who = self._who(row, people)
                if who is None:
                    continue
                pieces = self._entry(name, who, row).setdefault("evidence", [])
                at = ("answers", self.entries[name, who], "evidence")
            self._place((*at, len(pieces)), row)
            pieces.append(seen)

    def _unknown_items(self, items: Mapping[str, Item]) -> None:
        for part in ("answers", "not_applicable", "exceptions", "actions", "promised"):
            for n, entry in enumerate(self.data.get(part, ())):
                name = entry.get("item", "")
                if name not in items:
                    where = self.places.get((part, n, "item"), self.places[part, n])
                    what = f"the questionnaire has no item {name!r}" if name else "it does not say which item is meant"
                    self.sheets.mistake(where, what, did_you_mean(name, [*items]))


def _is_caption(row: Filled) -> bool:
    return row.name("row").strip().casefold() == CAPTION


def _refuse_repeated(lines: list[Filled]) -> None:
    """Note what is said twice about all the steps of an item."""
    said: set[str] = set()
    for line in lines:
        for key in line.filled(but=("item", "respondent", *STEP)):
            if key in said:
                line.mistake(key, "an earlier row of these steps says it already", "Say it once, in their first row")
            said.add(key)


def _only_on(sheet: str) -> Kind:
    """Return the kind of the cell "Content" for an item whose content stands on a sheet of its own."""

    def refuse(_: Data) -> str:
        raise ValueError(f"is a text, but this content is written on the sheet {sheet}, a row for each of its rows")

    return Kind(show=refuse, read=refuse)


_ONLY_ON: Mapping[str, Kind] = {grid.title: _only_on(grid.title) for grid in GRIDS.values()}
