"""Read the rows of a workbook in which somebody answers: ratings, contents, and what was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from opsassess.consistency import with_modes
from opsassess.library import sha256_of
from opsassess.questionnaire import Item, Questionnaire
from opsassess.source import Loc
from opsassess.validation import did_you_mean
from opsassess.workbook import cells
from opsassess.workbook.cells import Data, Kind
from opsassess.workbook.grids import CAPTION, GRIDS, STEP, content_kind, content_of, fields_of, grid_layouts
from opsassess.workbook.layout import ANSWER_ROWS, EVIDENCE, Layout
from opsassess.workbook.reading import Reading
from opsassess.workbook.rows import Filled


@dataclass(frozen=True, kw_only=True)
class AnswerRows:
    """The rows of the answers, what they may speak of, and the entries that they have become."""

    reading: Reading
    questionnaire: Questionnaire
    items: Mapping[str, Item]  # the client's own failures among them
    people: Mapping[str, str]  # what may stand under "Respondent" -> id of the person
    entries: dict[tuple[str, str], int] = field(default_factory=dict)  # item and respondent -> position in the answers

    @classmethod
    def of(cls, reading: Reading, questionnaire: Questionnaire) -> AnswerRows:
        """Return the rows of a workbook whose people and failure modes were read."""
        modes = {str(mode.get("id")): str(mode.get("title", "")) for mode in reading.data.get("failure_modes", ())}
        items = with_modes(questionnaire, modes)
        return cls(reading=reading, questionnaire=questionnaire, items=items, people=_people(reading))

    def read(self) -> None:
        """Add what they say to the data."""
        for row in self.reading.sheets.rows(ANSWER_ROWS):
            self._answer(row)
        for kind, layout in grid_layouts(self.items).items():
            self._grid(kind, layout)
        self._evidence()
        named = self.reading.data["questionnaire"]
        ours = named.get("version") == self.questionnaire.version
        if ours and named.get("sha256") in (None, sha256_of(self.questionnaire)):
            self._unknown_items()

    def _who(self, row: Filled) -> str | None:
        """Return the id of the respondent of a row, or None with the mistake noted."""
        who = row.name("respondent")
        if who not in self.people:
            what = f"{who!r} is not on the sheet People" if who else "it does not say who answers"
            row.mistake("respondent", what, did_you_mean(who, list(self.people)) or "Name a person of the sheet People")
        return self.people.get(who)

    def _entry(self, item: str, who: str, row: Filled) -> dict[str, Data]:
        """Return the entry of an item and a respondent, made now if this row is the first that speaks of it."""
        if (item, who) not in self.entries:
            self.entries[item, who] = self.reading.append("answers", {"item": item, "respondent": who}, row)
        entry: dict[str, Data] = self.reading.data["answers"][self.entries[item, who]]
        return entry

    def _answer(self, row: Filled) -> None:
        name = row.name("item")
        item = self.items.get(name)
        sheet = GRIDS[item.content.kind].title if item and item.content.kind in GRIDS else ""
        said = row.entry([head for head in ANSWER_ROWS.heads if head.key not in ("item", "respondent", "content")])
        if not (sheet and row.points_elsewhere("content")):
            content = row.read("content", _ONLY_ON[sheet] if sheet else content_kind(item))
            said |= {} if content is None else {"content": content}
        if not said:
            return
        who = self._who(row)
        if who is not None and (name, who) in self.entries:
            row.mistake("item", f"{name} stands twice for {who}", "Keep one of the rows")
        elif who is not None:
            self._entry(name, who, row).update(said)

    def _grid(self, kind: str, layout: Layout) -> None:
        items, rows = self.items, self.reading.sheets.rows(layout)
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
            elif (who := self._who(row)) is not None:
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
        if item.content.kind == "number":
            _refuse_percentages(lines)
        entry["content"] = content_of([line.entry(fields_of(item)) for line in lines], item.content.kind)
        at = ("answers", self.entries[item.id, who], "content")
        self.reading.places[at] = lines[0].place
        for n, line in enumerate(lines):
            self.reading.place((*at, n), line)

    def _evidence(self) -> None:
        profile = self.reading.data["agent"]["profile"]
        facts = {fact.id for fact in self.questionnaire.facts}
        for row in self.reading.sheets.rows(EVIDENCE):
            seen = row.entry([head for head in EVIDENCE.heads if head.key not in ("item", "respondent")])
            name = row.name("item")
            at: Loc
            if name in facts:
                answer = profile.get(name)
                if not (isinstance(answer, dict) and "evidence" in answer):
                    profile[name] = answer = {"value": answer, "evidence": []}
                pieces, at = answer["evidence"], ("agent", "profile", name, "evidence")
            else:
                who = self._who(row)
                if who is None:
                    continue
                pieces = self._entry(name, who, row).setdefault("evidence", [])
                at = ("answers", self.entries[name, who], "evidence")
            self.reading.place((*at, len(pieces)), row)
            pieces.append(seen)

    def _unknown_items(self) -> None:
        for part in ("answers", "not_applicable", "exceptions", "actions", "promised"):
            for n, entry in enumerate(self.reading.data.get(part, ())):
                name = entry.get("item", "")
                if name not in self.items:
                    where = self.reading.places.get((part, n, "item"), self.reading.places[part, n])
                    what = f"the questionnaire has no item {name!r}" if name else "it does not say which item is meant"
                    self.reading.sheets.mistake(where, what, did_you_mean(name, [*self.items]))


def _people(reading: Reading) -> dict[str, str]:
    """Return what may stand under "Respondent" -> id of the person: the id, or a name that only one has."""
    respondents = [person for person in reading.data.get("respondents", ()) if "id" in person]
    names = [person.get("name") for person in respondents]
    people = {person["name"]: person["id"] for person in respondents if names.count(person.get("name")) == 1}
    people |= {person["id"]: person["id"] for person in respondents}
    return people | ({"": respondents[0]["id"]} if len(respondents) == 1 else {})


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


def _refuse_percentages(lines: list[Filled]) -> None:
    """Note a percentage of what is not counted in per cent."""
    for line in lines:
        for key in ("value", "low"):
            if cells.is_percentage(line.raw.get(key)) and "%" not in (unit := line.name("unit")):
                what = f"it is a percentage, and its unit is {unit}" if unit else "it is a percentage without a unit"
                line.mistake(key, what, "Write the number in its unit, or a unit that has %")


def _only_on(sheet: str) -> Kind:
    """Return the kind of the cell "Content" for an item whose content stands on a sheet of its own."""

    def refuse(_: Data) -> str:
        raise ValueError(f"is a text, but this content is written on the sheet {sheet}, a row for each of its rows")

    return Kind(show=refuse, read=refuse)


_ONLY_ON: Mapping[str, Kind] = {grid.title: _only_on(grid.title) for grid in GRIDS.values()}
