"""From whom something is needed: a respondent, somebody whom a respondent named, or nobody yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opsassess.answers import Current, current_answers_on
from opsassess.assessment import Assessment, Respondent
from opsassess.owners.people import holders
from opsassess.phrases import is_team, names
from opsassess.questionnaire import Item, Role
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.values import rank, rows_of

OWNER = "s1_workflow_summary.owner"
ACCESS = "r3_handoff.access_map"
_NAME = re.compile(r"[^\W\d_a-z]\w+ [^\W\d_a-z]\w+(?=$|[.,;(])")  # "Petra Vos, on the 5th working day"
_WRITTEN = 2  # the level from which what somebody of the operator side holds is more than in a head


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who can give an answer or evidence; without a name it is not known who."""

    name: str
    roles: tuple[Role, ...] = ()


NOBODY = Person(name="")


def person_of(assessment: Assessment, who: str) -> Person:
    """Return the respondent of this id or name, nobody for one who left, else a person whose name alone is known.

    A firm in brackets, "Ravi (Kestrel)", is whoever of it we spoke with.
    """
    wanted = who.strip().casefold()
    for respondent in assessment.respondents:
        name = respondent.name.strip().casefold()
        if wanted in (respondent.id.strip().casefold(), name) or name.endswith(f"({wanted})"):
            here = respondent.is_here(assessment.as_of)
            return Person(name=respondent.name, roles=respondent.roles) if here else NOBODY
    return Person(name=who.strip())


def who_answered_and_left(assessment: Assessment, item: str) -> tuple[Respondent, ...]:
    """Return who of the operator side answered an item and has left: whoever follows them is asked again."""
    rated = {answer.respondent for answer in assessment.answers_on.get(item, ()) if answer.rating is not None}
    return tuple(r for r in assessment.left if r.id in rated and r.is_operator_side)


def asked_person(assessment: Assessment, item: Item) -> Person:
    """Return who should answer an item: somebody who is asked it and did not build the agent, if there is one."""
    before = (role for person in who_answered_and_left(assessment, item.id) for role in person.roles)
    roles = dict.fromkeys((*before, *item.asked_of))
    asked = [r for role in roles if role in item.asked_of for r in assessment.people if role in r.roles]
    side = [r for r in assessment.people if r.is_operator_side]
    return _first([r for r in asked if not r.is_dual] + asked + side)


def showing_person(assessment: Assessment, item: ItemScore) -> Person:
    """Return who of those whose word counts holds it highest, of equals who said so last: they can show it."""
    best = max(item.operators, key=lambda answer: (rank(answer.rating or 0), answer.round))
    return person_of(assessment, best.respondent.id)


def second_person(assessment: Assessment, item: Item) -> Person:
    """Return who could do what so far only somebody who built the agent did: an operator first, else who is asked."""
    others = [r for r in assessment.people if not r.is_builder]
    return _first(r for role in ("operator", *item.asked_of) for r in others if role in r.roles)


def best_known_by(assessment: Assessment, item: Item) -> Person:
    """Return who can say most: who of the team has it in writing and said so last, else the highest or the asked."""
    answers = [a for a in current_answers_on(item.id, assessment) if isinstance(a.rating, int) and a.rating > 0]
    if not answers:
        return asked_person(assessment, item)
    return person_of(assessment, max(answers, key=_held).respondent.id)


def _held(answer: Current) -> tuple[bool, int, int, bool]:
    rating, side = int(answer.rating or 0), answer.respondent.is_operator_side
    return side and not answer.respondent.is_builder and rating >= _WRITTEN, answer.round, rating, side


def owners_of_agent(score: Score) -> tuple[str, ...]:
    """Return who answers for the agent: whom the answer to that question names, asked or not, else who has the role."""
    item = score.items.get(OWNER)
    told = holders(item)[0] if item and item.applies else ()
    left = {r.name for r in score.assessment.left}
    named = tuple(name for text in told if (name := _name_in(text, score.assessment)) and name not in left)
    return named or tuple(r.name for r in score.assessment.people if "owner" in r.roles)


def _name_in(text: str, assessment: Assessment) -> str:
    """Return the name of a field that may say more than a name: a respondent's, else what stands before a stop."""
    known = (r.name for r in assessment.respondents if text.strip().startswith(r.name))
    return next(known, "") or re.split(r"[,;:(\n]|(?<=\w{3})\.(?:\s|$)", text, maxsplit=1)[0].strip()


def builder_person(assessment: Assessment) -> Person:
    """Return a builder, or nobody."""
    return _first(r for r in assessment.people if r.is_builder)


def whose_systems(assessment: Assessment, text: str) -> Mapping[Person, list[str]]:
    """Return who answers for a system that a text names, each with all of theirs: a right in it is theirs to give."""
    held: dict[Person, list[str]] = {}
    for row in rows_of(assessment.agent.facts.get("systems")):
        who = person_of(assessment, str(row.get("owner") or "").partition("(")[0].strip())
        held.setdefault(who, []).append(str(row.get("name") or "").strip())
    return {who: own for who, own in held.items() if who.name and any(names(text, name) for name in own)}


def granted_by(assessment: Assessment, person: Person, text: str) -> list[str]:
    """Return the permissions that a text names and somebody grants by the list of logins, with how long that takes."""
    told = (rows_of(answer.content) for answer in current_answers_on(ACCESS, assessment))
    own = (row for rows in told for row in rows if person_of(assessment, str(row.get("granted_by") or "")) == person)
    named = ((str(row.get("permission") or "").strip(), str(row.get("takes") or "").strip()) for row in own)
    return [f'"{what}" (takes {takes})' if takes else f'"{what}"' for what, takes in named if f'"{what}"' in text]


def looks_too(assessment: Assessment, item: ItemScore, shows: str) -> str:
    """Return who else looks at a number, by the answer of whoever is to show it: the screen or the bill is theirs."""
    told = (rows_of([answer.content]) for answer in item.operators if answer.respondent.name == shows)
    who = next((str(row.get("who") or "") for rows in told for row in rows), "")
    found = _NAME.match(who) if item.item.content.kind == "number" else None
    known = (shows, *(r.name for r in assessment.left))
    return "" if found is None or is_team(found[0]) or any(names(found[0], n) for n in known) else found[0]


def _first(people: Iterable[Respondent]) -> Person:
    return next((Person(name=r.name, roles=r.roles) for r in people), NOBODY)
