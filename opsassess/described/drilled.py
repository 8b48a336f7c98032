"""The drills that were not passed: by the team's own list of drills, and by the cards that came back filled in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from opsassess.answers import DAWN, current_answers_on
from opsassess.assessment import Answer, Assessment
from opsassess.described.shapes import rows_in
from opsassess.described.values import as_said
from opsassess.once import made_once
from opsassess.owners.days import DRILLS
from opsassess.phrases import phrase
from opsassess.prose import day
from opsassess.scoring import Score
from opsassess.written import day_in

_RESULT = re.compile(r"^(?:not )?passed, ")  # a drill that was passed with help was not passed
_CARD = re.compile(r'^Drill "(?P<drill>.+)" on (?P<day>\d{1,2} [A-Z][a-z]+ \d{4}): (?P<result>.+)$', re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class FailedDrill:
    """A drill that was not passed, and not held again with success since."""

    drill: str
    last_done: str
    result: str  # what failed
    item: str = ""  # what it was to prove, where a card says so


def card_note(title: str, held: dt.date, result: str, deviations: str) -> str:
    """Return the note that a card leaves which was not passed; `failed_drills` reads it again."""
    return f'Drill "{title}" on {day(held)}: {result}. {" ".join(deviations.split())}'.strip()


@made_once
def failed_drills(score: Score) -> tuple[FailedDrill, ...]:
    """Return the drills that were not passed, with their day and what failed."""
    cards = tuple(_of_cards(score))
    known = {(card.drill.casefold(), card.last_done) for card in cards}
    listed = (one for one in _of_the_list(score.assessment) if (one.drill.casefold(), one.last_done) not in known)
    return (*cards, *listed)


def _of_the_list(assessment: Assessment) -> Iterator[FailedDrill]:
    told = (row for answer in current_answers_on(DRILLS, assessment) for row in rows_in(answer.content))
    for row in told:
        one = FailedDrill(**{name: as_said(row.get(name)) for name in ("drill", "last_done", "result")})
        if phrase("failed").search(one.result):
            yield one


def _of_cards(score: Score) -> Iterator[FailedDrill]:
    for item in score.items:
        entries = sorted(score.assessment.answers_on.get(item, ()), key=lambda entry: entry.at or DAWN)
        yield from _still_failed(item, entries)


def _still_failed(item: str, entries: Iterable[Answer]) -> Iterator[FailedDrill]:
    """Yield what the notes on an item say was not passed, without what was shown in a drill or a real event since."""
    failed: dict[str, tuple[dt.date, FailedDrill]] = {}
    seen: set[object] = set()
    notes: dict[str, str] = {}
    for entry in entries:
        shown = [e for e in entry.evidence or () if e.level == "E3" and e.date and e not in seen]
        seen |= {*shown}
        failed = {n: one for n, one in failed.items() if not any(e.date and e.date >= one[0] for e in shown)}
        before = notes.get(entry.respondent, "")
        note = entry.note or "" if "note" in entry.model_fields_set else before
        for line in (found.group() for found in _CARD.finditer(before) if found.group() not in note):
            failed.pop(line, None)
        for found in (found for found in _CARD.finditer(note) if found.group() not in before):
            with suppress(ValueError):  # a note that somebody typed may name a day that there is not
                held, result = day_in(found["day"]), _RESULT.sub("", found["result"]).strip()
                one = FailedDrill(drill=found["drill"], last_done=found["day"], result=result, item=item)
                failed[found.group()] = (held, one)
        notes[entry.respondent] = note
    yield from (one for _, one in failed.values())
