"""A filled card. It comes back from somebody else's computer, so each field is checked and all mistakes are told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opsassess.assessment import Assessment, Respondent
from opsassess.drill import fields
from opsassess.drill.plan import Drill, drills_of
from opsassess.errors import DataError, Mistake
from opsassess.scoring import Score
from opsassess.validation import did_you_mean
from opsassess.written import DAY_FORMS, day_in

_MINUTES = re.compile(r"\d{1,5}([.,]\d+)?")
_SHOWN = 40  # characters of what was written instead
Wrong = tuple[str, str]  # what, fix


@dataclass(frozen=True, kw_only=True)
class FilledCard:
    """A card whose fields are what they should be."""

    drill: Drill
    date: dt.date
    operator: Respondent
    values: Mapping[str, str]  # field -> text
    proven: tuple[bool, ...]  # of each item

    @property
    def helped(self) -> bool:
        return self.values["builder"] == "helped"

    @property
    def passed(self) -> bool:
        """Tell whether the operator got through it unaided."""
        return self.values["result"] == "passed" and not self.helped


def filled_cards(score: Score, values: Mapping[str, str], *, name: str, today: dt.date) -> tuple[FilledCard, ...]:
    """Return the cards of a file that were filled in; ``values`` are the texts of its fields by tag.

    Raises `DataError` with every mistake of the file, or if no card in it is filled in.
    """
    drills = drills_of(score, every=True)  # which failures have a card may have changed since the cards were made
    sheets = [(drill, given) for drill in drills if any((given := _given(drill, values)).values())]
    mistakes = [*_wrong_file(score.assessment, values, name)]
    for drill, given in sheets:
        where = f"{name}, card {drill.title!r}"
        wrong = _wrong(score.assessment, drill, given, today)
        mistakes += [Mistake(where=where, what=what, fix=fix) for what, fix in wrong]
    if not mistakes and not sheets:
        mistakes.append(Mistake(where=name, what="no card in it is filled in", fix="Fill in the record of a drill"))
    if mistakes:
        raise DataError(mistakes)
    return tuple(_card(score.assessment, drill, given) for drill, given in sheets)


def _given(drill: Drill, values: Mapping[str, str]) -> Mapping[str, str]:
    names = (*fields.RECORD, *(fields.proof(n) for n in range(len(drill.items))))
    return {name: values.get(fields.tag(drill, name), "").strip() for name in names}


def _card(assessment: Assessment, drill: Drill, given: Mapping[str, str]) -> FilledCard:
    return FilledCard(
        drill=drill,
        date=day_in(given["date"]),
        operator=next(r for r in assessment.respondents if _named(r, given["operator"])),
        values=given,
        proven=tuple(given[fields.proof(n)] == "yes" for n in range(len(drill.items))),
    )


def _wrong_file(assessment: Assessment, values: Mapping[str, str], name: str) -> Iterator[Mistake]:
    whose = values.get(fields.CARD, "").strip()
    if not whose:
        fix = "Send the Word file that was filled in, with its fields in place"
        raise DataError([Mistake(where=name, what="it has no fields of a drill card", fix=fix)])
    if whose.lower() != assessment.id.lower():
        what = f"its cards belong to another assessment ({whose[:_SHOWN]!r})"
        yield Mistake(where=name, what=what, fix=f"Name the one that they were made for; this is {assessment.id}")


def _wrong(assessment: Assessment, drill: Drill, given: Mapping[str, str], today: dt.date) -> Iterator[Wrong]:
    yield from _wrong_day(given["date"], today)
    yield from _wrong_operator(assessment, given["operator"])
    if not given["observer"]:
        yield "no observer is named", "A drill counts when somebody else saw it: write the name"
    for field, choices in fields.CHOICES.items():
        if given[field] not in choices:
            what = f"{field} is {given[field][:_SHOWN]!r}" if given[field] else f"{field} is not chosen"
            yield what, "Choose it from its list"
    if given["minutes"] and not _MINUTES.fullmatch(given["minutes"]):
        yield f"the minutes are {given['minutes'][:_SHOWN]!r}", "Write a number, or leave the field empty"
    answers = [given[fields.proof(n)] for n in range(len(drill.items))]
    if given["result"] == "passed" and any(answer not in fields.ANSWERS for answer in answers):
        yield "it was passed, but not every question below the record is answered", "Choose yes or no"


def _wrong_day(text: str, today: dt.date) -> Iterator[Wrong]:
    try:
        if day_in(text) > today:
            yield f"the day {text} is in the future", "Correct it"
    except ValueError as error:
        yield (f"the day {text[:_SHOWN]!r} {error}" if text else "the day is missing"), f"Write it as {DAY_FORMS}"


def _wrong_operator(assessment: Assessment, text: str) -> Iterator[Wrong]:
    found = next((r for r in assessment.respondents if _named(r, text)), None)
    names = [r.name for r in assessment.respondents if r.is_operator_side]
    if not text:
        yield "no operator is named", f"Write one of these names: {', '.join(names)}"
    elif found is None:
        what = f"the operator {text[:_SHOWN]!r} is not among the people of the assessment"
        yield what, did_you_mean(text, names) or f"There are: {', '.join(names)}"
    elif not found.is_operator_side:
        yield f"{found.name} built the agent", "A drill proves something when somebody who runs the agent does it"


def _named(respondent: Respondent, text: str) -> bool:
    return " ".join(text.split()).casefold() == " ".join(respondent.name.split()).casefold()
