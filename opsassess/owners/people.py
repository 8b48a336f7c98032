"""Who is who: the people that sentences name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from opsassess.answers import Current, current_answers
from opsassess.assessment import DONT_KNOW, AcceptedRisk, Assessment, Rating, Respondent
from opsassess.prose import Prose, listed
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.values import rows_of, value_of

_IN_A_HEAD = 1  # the level of what nobody wrote down
_WRITTEN = 2  # the level of what is written down
BOUNDARY, _DOES = "x_cross_cutting.build_operate_boundary", "does"
_GONE = re.compile(
    r"\b(?:no (?:more |longer a )?contract|contract (?:has )?(?:ended|expired|ran out)|as a courtesy"
    r"|has left|left the (?:company|firm|project))\b",
    re.IGNORECASE,
)


def operators(assessment: Assessment) -> tuple[Respondent, ...]:
    """Return those who run the agent day to day and did not build it; where nobody does, who comes nearest."""
    side = [r for r in assessment.people if r.is_operator_side]
    daily = [r for r in side if "operator" in r.roles]
    return tuple([r for r in daily if not r.is_builder] or daily or side)


def run_by_builders(assessment: Assessment) -> bool:
    """Tell whether, of those who were asked, only who built it runs it: who works with what comes out does not."""
    running = operators(assessment)
    return bool(running) and all(person.is_builder for person in running)


def only_builders(items: Iterable[ItemScore]) -> Prose:
    """Return who answered for the team where each of them also built it; nothing otherwise."""
    people = [answer for item in items for answer in item.operators]
    return named(people if all(answer.respondent.is_builder for answer in people) else (), "")


def builders(assessment: Assessment) -> tuple[Respondent, ...]:
    """Return those who built the agent."""
    return tuple(r for r in assessment.people if r.is_builder)


def leaving_builders(assessment: Assessment) -> tuple[Respondent, ...]:
    """Return whose days the profile tells as the builder's: who also runs it stays, where somebody else built it."""
    built = builders(assessment)
    return tuple(person for person in built if not person.is_operator_side) or built


def leaving_named(assessment: Assessment) -> Prose:
    """Return the builders whose days the profile tells, by name; where none takes part, those that it names."""
    return named(leaving_builders(assessment), "") or listed(told_builders(assessment)) or Prose("its builder")


def told_builders(assessment: Assessment) -> tuple[str, ...]:
    """Return the builders that the profile names."""
    told = (str(row.get("name") or "").strip() for row in rows_of(assessment.agent.facts.get("builder")))
    return tuple(filter(None, told))


def contract_ended(text: str) -> bool:
    """Tell whether a text says of somebody that nothing binds them any more."""
    return bool(_GONE.search(text))


def owes_nothing(assessment: Assessment) -> bool:
    """Tell whether the builder's contract has ended: by the profile's words on how the builder can be reached."""
    facts = assessment.agent.facts
    roles = " ".join(str(row.get("role", "")) for row in rows_of(facts.get("builder")))
    return contract_ended(f"{facts.get('builder_available') or ''} {roles}")


def backups(assessment: Assessment) -> tuple[str, ...]:
    """Return who stands in for a builder, if somebody was named."""
    named = (str(row.get("backup") or "").strip(" .") for row in rows_of(assessment.agent.facts.get("builder")))
    return tuple(name for name in named if name and name.casefold() != "none")


def undone(score: Score) -> tuple[str, ...]:
    """Return the duties that the agreed table gives to a builder alone whose contract has ended."""
    item = score.items.get(BOUNDARY)
    if item is None or not item.applies or not owes_nothing(score.assessment):
        return ()
    rows = next((rows for a in (*item.operators, *item.builders) if (rows := rows_of(a.content))), ())
    return tuple(str(row["duty"]) for row in rows if is_builders_alone(row) and row.get("duty"))


def is_builders_alone(row: Mapping[str, object]) -> bool:
    """Tell whether a row of the table of duties gives its duty to the builder and to nobody else."""
    return row.get("builder") == _DOES and _DOES not in (row.get("client"), row.get("provider"))


def named(people: Iterable[Respondent | Current], otherwise: str) -> Prose:
    """Return the names, or other words where there are none."""
    names = dict.fromkeys(p.respondent.name if isinstance(p, Current) else p.name for p in people)
    return listed(names) if names else Prose(otherwise)


def operator_name(score: ItemScore, assessment: Assessment) -> Prose:
    """Return whose word counts on an item (of several the lowest), else who could have spoken."""
    return named(who_counts(score, assessment), "the operator")


def who_counts(score: ItemScore, assessment: Assessment) -> tuple[Respondent, ...]:
    """Return whose word counts on an item (of several the lowest), else who could have spoken."""
    counting = [answer.respondent for answer in score.operators if answer.rating == score.operator]
    return tuple(counting) or operators(assessment)


def best_claim(score: ItemScore) -> Fraction:
    """Return what the operator who knows most claims, of those who did not build it."""
    return max((value_of(a.rating) for a in score.operators if a.rating is not None), default=Fraction(0))


def best_on_duty(score: ItemScore) -> Fraction:
    """Return what the one who knows most claims, of all who run it: who also built it is on duty as well."""
    return max((value_of(a.rating) for a in score.on_duty if a.rating is not None), default=Fraction(0))


def told_rating(score: ItemScore) -> Rating | None:
    """Return how the team holds it: where who counts has nothing, and somebody else knows it, from memory."""
    return _IN_A_HEAD if score.operator in (DONT_KNOW, 0) and best_on_duty(score) else score.operator


def teller_name(score: ItemScore, assessment: Assessment) -> Prose:
    """Return who of the team described it; where nobody did, whose word counts."""
    return named((answer for answer in score.operators if answer.content), operator_name(score, assessment))


def holder_of(role: str, assessment: Assessment) -> str:
    """Return who holds a role by the answers: whom a list of people names with it; nothing where none does."""
    answers = (answer for found in current_answers(assessment).values() for answer in found)
    rows = [row for answer in answers for row in rows_of(answer.content) if row.get("name")]
    wanted = role.strip().casefold()
    held = ((str(row["name"]), re.split("[,;]", str(row.get("role", "")))[0].strip().casefold()) for row in rows)
    name = next((name for name, first in held if first == wanted), "")
    return "" if name in {person.name for person in assessment.left} else name


def holders(item: ItemScore) -> tuple[tuple[str, ...], Respondent | None]:
    """Return the people in an answer's content and who named them: the owner first, the builder last."""
    owners_first = sorted(item.operators, key=lambda a: "owner" not in a.respondent.roles)
    for answer in (*owners_first, *item.builders):
        people = [str(row["name"]) for row in rows_of(answer.content) if row.get("name")]
        if people:
            return tuple(dict.fromkeys(people)), answer.respondent
    return (), None


def has_stand_in(item: ItemScore, assessment: Assessment) -> bool:
    """Tell whether who holds it has somebody as the backup whom we asked and who did not build it."""
    _, teller = holders(item)
    said = [a for a in (*item.operators, *item.builders) if a.respondent == teller]
    texts = " ".join(str(row.get("backup") or "") for answer in said for row in rows_of(answer.content))
    return any(person.name in texts for person in assessment.people if not person.is_builder)


def builder_told(score: ItemScore) -> bool:
    """Tell whether a builder said more on an item than that they know it."""
    return any(answer.content or answer.note.strip() for answer in score.builders)


def builder_wrote(score: ItemScore) -> bool:
    """Tell whether a builder who holds it as written named or showed a page: a bare rating, or a screen, is none."""
    held = (a for a in score.builders if isinstance(a.rating, int) and a.rating >= _WRITTEN)
    return any(a.written_where.strip() or any(e.level == "E1" for e in a.evidence) for a in held)


def accepted_by(assessment: Assessment, risk: AcceptedRisk) -> str:
    """Return who accepted a risk: the person who holds the role, as far as an answer says, with the role."""
    who = holder_of(risk.role, assessment)
    return f"{who}, {risk.role}" if who else risk.role


def by_whom(assessment: Assessment, risk: AcceptedRisk) -> str:
    """Return who accepted a risk as a sentence names them that goes on: the person with the role, else the role."""
    who, asked = holder_of(risk.role, assessment), {person.name for person in assessment.respondents}
    if who:
        return f"{who}, {risk.role}," if who in asked else f"the {risk.role} ({who}, who was not asked)"
    named_so = any(name.casefold() == risk.role.strip().casefold() for name in asked)
    return risk.role if named_so else f"the {risk.role}"


def builder_name(score: ItemScore, assessment: Assessment) -> Prose:
    """Return which builder spoke on an item, else who built the agent."""
    return named(score.builders or builders(assessment), "the builder")
