"""What is missing: what is needed, from whom, and by when if somebody said so."""

from __future__ import annotations

from collections.abc import Mapping

from opsassess.answers import Current, current_answers
from opsassess.blocks import Todo
from opsassess.promises import awaited
from opsassess.prose import Prose, day, ended, escape
from opsassess.questionnaire import FAILURE_COLUMNS, Item
from opsassess.runbook.book import Book
from opsassess.runbook.contents import STEP_ENDS, STEP_FACTS
from opsassess.runbook.entries import Entry
from opsassess.runbook.shapes import cell, rows_in
from opsassess.runbook.values import is_filled
from opsassess.runbook.words import is_answered

_CHANGES_NOTHING = ("s5_kill_switch.verify_pause", "r2_incident.scope_impact")  # there is no way back to ask for


def missing(book: Book, entry: Entry) -> Todo:
    """Return the task to fill in an entry that nobody described."""
    where = _written_where(book, entry.item)
    if where:
        what = book.say("needed_written", where=where, prompt=entry.item.content.prompt)
    else:
        what = book.say("needed", prompt=entry.item.content.prompt)
    return _todo(book, entry.item, what)


def open_points(book: Book, entry: Entry) -> tuple[Todo, ...]:
    """Return what an entry that is described still leaves open."""
    if entry.told is None or entry.item.content.kind not in _OPEN:
        return ()
    what = _OPEN[entry.item.content.kind](book, entry.item, entry.told.content)
    return (_todo(book, entry.item, what),) if what else ()


def _columns(book: Book, item: Item, content: object) -> Prose:
    rows = rows_in(content)
    lacking = [column for column in FAILURE_COLUMNS if not any(is_answered(row.get(column)) for row in rows)]
    if not lacking:
        return Prose("")
    questions = [escape(item.columns.get(column) or book.say(f"ask.{column}")) for column in lacking]
    return book.say("needed_columns", questions=Prose(" ".join(questions)))


def _backup(book: Book, item: Item, content: object) -> Prose:  # noqa: ARG001 - all of these take the item
    people = rows_in(content)
    if len(people) != 1 or is_filled(people[0].get("backup")) or not is_filled(people[0].get("name")):
        return Prose("")  # of several, one stands in for the other
    return book.say("needed_backup", who=people[0]["name"])


def _around_steps(book: Book, item: Item, content: object) -> Prose:
    """Name what a procedure lacks. A bare list of steps may say in its steps when to use them, and by whom."""
    framed = content if isinstance(content, Mapping) and "steps" in content else None
    frame = {"steps": content} if framed is None else {"takes": framed.get("minutes"), **framed}
    ends = STEP_ENDS[:1] if item.id in _CHANGES_NOTHING else STEP_ENDS
    wanted = () if framed is None else (*STEP_FACTS, *ends)
    lacking = [fact for fact in wanted if not is_answered(frame.get(fact))]
    rows = rows_in(frame["steps"])
    if rows and not any(is_filled(row.get("see")) for row in rows):
        lacking.append("see")
    return book.say("needed_steps", parts=[book.say(f"lacking.{fact}") for fact in lacking]) if lacking else Prose("")


def _around_number(book: Book, item: Item, content: object) -> Prose:  # noqa: ARG001 - all of these take the item
    """Name what a number lacks before somebody can act on it. A number in words may say it there."""
    row = content if isinstance(content, Mapping) and is_filled(content) else {"value": content}
    wanted = ("unit", *_NUMBER_FACTS) if "value" in row and len(row) > 1 else ()
    lacking = [book.say(f"lacking.number.{fact}") for fact in wanted if not is_answered(row.get(fact))]
    return book.say("needed_steps", parts=lacking) if lacking else Prose("")


def _cells(book: Book, item: Item, content: object) -> Prose:
    """Name the cells of a table that are empty and may not be, by their column."""
    columns = item.content.columns
    rows = rows_in(content)
    parts = []
    for column in columns[1:]:
        blank = [cell(row, columns[0], columns) for row in rows if not is_answered(row.get(column.id))]
        if blank and not column.optional:
            names = [name for name in blank if name]
            every = len(blank) == len(rows) or not names
            parts.append(book.say("lacking.cell", column=column.title, rows=() if every else names))
    return book.say("needed_steps", parts=parts) if parts else Prose("")


_NUMBER_FACTS = ("where", "who", "when_crossed")  # besides its value
_OPEN = {
    "failure_mode": _columns,
    "number": _around_number,
    "people": _backup,
    "steps": _around_steps,
    "table": _cells,
}


def _todo(book: Book, item: Item, what: Prose) -> Todo:
    who, by = needed_from(book, item)
    return Todo(what=ended(what), needed_from=escape(who), by=escape(by) or book.say("no_day"))


def needed_from(book: Book, item: Item) -> tuple[str, str]:
    """Return who can say it, and the day that was agreed: a promise, an action, else who knows it best."""
    assessment = book.score.assessment
    promises = [(p.who, p.by) for p in awaited(book.score) if p.item == item.id]
    actions = [(a.needed_from or "", a.due) for a in assessment.actions if a.item == item.id]
    who = next((who for who, _ in promises + actions if who.strip()), "")
    by = next((by for _, by in promises + actions if by), None)
    return _name(book, who) or _knows_best(book, item), day(by) if by else ""


def _name(book: Book, who: str) -> str:
    known = book.score.assessment.respondent_of.get(who)
    return known.name if known else who


def _knows_best(book: Book, item: Item) -> str:
    """Return who rated it highest, else the operator whom the item is asked of."""
    answers = [a for a in _answers(book, item) if isinstance(a.rating, int) and a.rating > 0]
    if answers:
        return max(answers, key=_held).respondent.name
    people = book.score.assessment.respondents
    asked = [who.name for role in item.asked_of for who in people if role in who.roles]
    side = [who.name for who in people if who.is_operator_side]
    return next(iter(asked + side), str(book.say("the_operator")))


def _held(answer: Current) -> tuple[int, bool]:
    return int(answer.rating or 0), answer.respondent.is_operator_side


def _written_where(book: Book, item: Item) -> str:
    return next((a.written_where.strip() for a in _answers(book, item) if a.written_where.strip()), "")


def _answers(book: Book, item: Item) -> tuple[Current, ...]:
    return current_answers(book.score.assessment).get(item.id, ())
