"""What was said, as a mode shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opsassess.answers import Current
from opsassess.assessment import ANSWER_KEYS, Assessment, Respondent
from opsassess.changes import Contested
from opsassess.entries import Entry
from opsassess.interview.form import form_of_item
from opsassess.interview.modes import Mode
from opsassess.interview.picture import Picture
from opsassess.targets import Target, place_of, values_of


def state_of(
    picture: Picture, mode: Mode, *, today: dt.date, summary_day: dt.date | None, contested: Iterable[Entry]
) -> dict[str, Any]:
    """Return what the page shows of an assessment."""
    assessment = picture.assessment
    given = assessment.model_dump(mode="json", include={"respondents", "failure_modes", "promised"})
    answers: dict[str, dict[str, Any]] = {}
    for item, several in picture.told.items():
        shown = {
            current.respondent.id: _answer(item, current, mode)
            for current in several
            if mode.shows(("answer", item, current.respondent.id, "rating"))
        }
        answers |= {item: shown} if shown else {}
    return {
        "client": assessment.client.name,
        "agent": assessment.agent.name,
        "as_of": assessment.as_of.isoformat(),
        "today": today.isoformat(),
        "summary_day": summary_day.isoformat() if summary_day else None,
        **given,
        "facts": assessment.agent.model_dump(mode="json")["profile"],
        "answers": answers,
        "not_applicable": {n.item: {"reason": n.reason, "approver": n.approver} for n in assessment.not_applicable},
        "notes": [note.model_dump(mode="json") for note in assessment.notes] if mode.shows(("note",)) else [],
        **_afterwards(assessment, mode),
        "contested": [shown for entry in contested for shown in wire(entry, mode)],
    }


def _afterwards(assessment: Assessment, mode: Mode) -> dict[str, Any]:
    """Return what the consultant and the client made of the answers."""
    kinds = {"actions": "action", "exceptions": "exception", "summary": "summary"}
    shown = {field for field, kind in kinds.items() if mode.shows((kind,))}
    said = assessment.model_dump(mode="json", include=shown)
    if "actions" in said:
        said["actions"] = [mode.seen_of(("action",), action) for action in said["actions"]]
    return said


def _answer(item: str, current: Current, mode: Mode) -> dict[str, Any]:
    keys = [key for key in ANSWER_KEYS if mode.shows(("answer", item, current.respondent.id, key))]
    values: dict[str, Any] = {key: getattr(current, key) for key in keys}
    values["evidence"] = [seen.model_dump(mode="json") for seen in current.evidence]
    return {**values, "at": _time(current.at)}


def wires(entry: Entry, mode: Mode, picture: Picture) -> Iterator[dict[str, Any]]:
    """Yield an entry of the log as pages get it, with the forms of the items that it changes."""
    yield from wire(entry, mode)
    if not isinstance(entry.event, Contested):
        for item in _reformed(entry, picture):
            scored = picture.score.items.get(item)
            form = form_of_item(picture.questionnaire, picture.assessment, scored.item) if scored else None
            yield _told(entry, ("form", item), form)


def _reformed(entry: Entry, picture: Picture) -> Iterable[str]:
    """Return the items whose form an entry changes: a failure mode of the client, or all that have examples of work."""
    match place_of(entry.change) if entry.change else ():
        case ("failure_mode", item):
            return (item,)
        case ("fact", "work"):
            return tuple(item for item, score in picture.score.items.items() if score.item.examples)
        case _:
            return ()


def wire(entry: Entry, mode: Mode) -> Iterator[dict[str, Any]]:
    """Yield an entry of the log as pages get it: one for each target that the mode shows."""
    for target, value in (values_of(entry.change) if entry.change else {}).items():
        if mode.shows(target) and target[0] in _SENT:
            bare = target[0] in _BARE and value is not None
            yield _told(entry, target, next(iter(value.values())) if bare else mode.seen_of(target, value))


def _told(entry: Entry, target: Target, value: Any) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "client": entry.editor,
        "target": list(target),
        "value": value,
        "at": _time(getattr(entry.change, "at", None) or entry.saved_at),
        "contested": isinstance(entry.event, Contested),
        "settles": entry.settles,
    }


_BARE = ("as_of", "agent", "client", "summary")
_PARTS = ("respondent", "not_applicable", "failure_mode", "promise", "exception", "action", "note")
_SENT = ("answer", "fact", *_PARTS, *_BARE)


def _time(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


def history_of(entries: Iterable[Entry], mode: Mode, assessment: Assessment) -> list[dict[str, Any]]:
    """Return what was said and done about an item, each with who said it."""
    people = assessment.respondent_of
    return [
        {**{key: shown[key] for key in ("seq", "at", "target", "value", "contested")}, "who": _who(shown, people)}
        for entry in entries
        for shown in wire(entry, mode)
    ]


def _who(shown: dict[str, Any], people: Mapping[str, Respondent]) -> str:
    if shown["target"][0] == "answer":
        person = people.get(shown["target"][2])
        return person.name if person else str(shown["target"][2])
    return "consultant"
