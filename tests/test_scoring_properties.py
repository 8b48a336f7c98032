"""The eleven properties of the specification, each test named as its sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

import oracle
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import (
    FULL_ROW,
    PEOPLE,
    TODAY,
    Case,
    a_respondent,
    an_assessment,
    cases,
    everything_proven,
    items_with,
    quick,
    random_questionnaire,
    says,
    with_draws,
)

from opsassess.assessment import Answer, Assessment, Evidence, NotApplicable, Rating
from opsassess.library import find_questionnaire
from opsassess.questionnaire import OPERATOR_SIDE, Item, Questionnaire
from opsassess.scoring import ItemScore, score
from opsassess.scoring.values import on_day

TIERS = ("T0", "not_shown", "T1", "T2", "T3")
STATES = ("failed", "open", "due", "pass", "n/a")
LATER = dt.datetime(2026, 5, 31, 12, 0, tzinfo=dt.UTC)  # than every entry of the random assessments
SINGLE = tuple(person for person in PEOPLE if not person.is_dual)
QUESTIONNAIRES = [find_questionnaire("agent-operability"), find_questionnaire("triage")]

seeds = st.randoms(use_true_random=True)


def result(case: Case, assessment: Assessment | None = None, as_of: dt.date | None = None) -> dict[str, Any]:
    scores = score(case.questionnaire, assessment or case.assessment, as_of).to_json(exact=True)
    comparable: dict[str, Any] = oracle.comparable(scores)
    return comparable


def changed(assessment: Assessment, **fields: Any) -> Assessment:
    """Return a copy, validated as if it had been read."""
    now = {name: getattr(assessment, name) for name in Assessment.model_fields}
    return Assessment.model_validate({**now, **fields})


def with_answer(assessment: Assessment, *answers: Answer) -> Assessment:
    return changed(assessment, answers=(*assessment.answers, *answers))


def better(scores: Mapping[str, Any]) -> dict[str, Fraction | int]:
    """Return every number of which more is better, and the states of gates and the tiers as numbers.

    A tier that is capped because one person built it and runs it may be lower for a better answer: the reported tier
    is among them only where the test says that nobody is dual.
    """
    found: dict[str, Fraction | int] = {
        "tier.shown": TIERS.index(scores["tier"]["shown"]),
        "tier.claimed": TIERS.index(scores["tier"]["claimed"]),
    }
    for part in ("shown", "claimed", "possible", "coverage", "na_shadow"):
        found[f"overall.{part}"] = scores["overall"][part]
        found |= {f"{area}.{part}": six[part] for area, six in scores["areas"].items() if six is not None}
    for part in ("shown", "claimed", "possible"):
        found |= {f"{item}.{part}": three[part] for item, three in scores["items"].items() if three[part] is not None}
    found |= {gate: STATES.index(state) for gate, state in scores["gates"].items()}
    index = scores["key_person"]["index"]
    if index is not None:
        found["key_person"] = -index
    return found


def lower(before: Mapping[str, Fraction | int], after: Mapping[str, Fraction | int]) -> dict[str, tuple[Any, Any]]:
    """Return place -> before, after of the numbers that fell."""
    return {place: (before[place], after[place]) for place in before if place in after and after[place] < before[place]}


def applicable(case: Case) -> list[Item]:
    modes = [mode.id for mode in case.assessment.failure_modes]
    return [item for item in items_with(case.questionnaire, modes) if oracle.applicable(item, case.assessment)]


# ---------------------------------------------------------------------------------------------------------------------
# 1


@quick
@given(cases())
def test_shown_is_at_most_claimed_is_at_most_possible_and_so_are_the_tiers(case: Case) -> None:
    scores = result(case)

    for three in [scores["overall"], *scores["areas"].values(), *scores["items"].values()]:
        if three is not None and three["shown"] is not None:
            assert 0 <= three["shown"] <= three["claimed"] <= three["possible"] <= 1
    tier = {name: TIERS.index(found) for name, found in scores["tier"].items()}
    assert tier["reported"] <= tier["shown"] <= tier["claimed"]


# ---------------------------------------------------------------------------------------------------------------------
# 2


@quick
@given(cases(SINGLE), seeds)
def test_raising_one_operator_answer_never_lowers_a_number_or_the_tier(case: Case, r: Random) -> None:
    who, item, higher = a_raise(case, r)
    before, after = result(case), result(case, with_answer(case.assessment, rated(who, item, higher)))

    assert lower(better(before), better(after)) == {}
    assert TIERS.index(before["tier"]["reported"]) <= TIERS.index(after["tier"]["reported"])


@quick
@given(cases(), seeds)
def test_it_does_not_either_beside_people_who_build_and_operate(case: Case, r: Random) -> None:
    who, item, higher = a_raise(case, r)
    before, after = result(case), result(case, with_answer(case.assessment, rated(who, item, higher)))

    assert lower(better(before), better(after)) == {}


def a_raise(case: Case, r: Random) -> tuple[str, str, Rating]:
    """Return someone whose rating of an item counts, the item, and a higher rating."""
    order: list[Rating] = ["dont_know", 0, 1, 2, 3, 4]
    raises: list[tuple[str, str, Rating]] = []
    for item in applicable(case):
        counted, _ = oracle.operator_answers(item, oracle.said_about(item, case.assessment))
        raises.extend(
            (one.who.id, item.id, higher)
            for one in counted
            if one.rating is not None
            for higher in order[order.index(one.rating) + 1 :]
        )
    assume(raises)
    return r.choice(raises)


def rated(who: str, item: str, rating: Rating) -> Answer:
    return Answer(item=item, respondent=who, rating=rating, at=LATER)


# ---------------------------------------------------------------------------------------------------------------------
# 3


@quick
@given(cases(), seeds)
def test_answering_an_open_item_lands_inside_shown_and_possible(case: Case, r: Random) -> None:
    open_items = []
    for item in applicable(case):
        said = oracle.said_about(item, case.assessment)
        counted, _ = oracle.operator_answers(item, said)
        if not counted:
            # It is so "for items that only the builder answered: as long as the operator claims no more"
            most = oracle.builder_answer(said)
            open_items.append((item, 4 if most is None else most))
    assume(open_items)
    item, most = r.choice(open_items)
    newcomer = a_respondent("newcomer", item.asked_of[0])
    ratings: list[Rating] = ["dont_know", *range(most + 1)]
    answer = says(newcomer, item.id, r.choice(ratings), r.choice(["E0", "E1", "E2", "E3", None]), content=FULL_ROW)
    asked = changed(case.assessment, respondents=(*case.assessment.respondents, newcomer))

    before, after = result(case), result(case, with_answer(asked, answer))

    for name, three in intervals(before).items():
        assert three["shown"] <= intervals(after)[name]["shown"], name
        assert intervals(after)[name]["possible"] <= three["possible"], name


def intervals(scores: Mapping[str, Any]) -> dict[str, Any]:
    found = {"overall": scores["overall"], **scores["areas"], **scores["items"]}
    return {name: three for name, three in found.items() if three is not None and three["shown"] is not None}


# ---------------------------------------------------------------------------------------------------------------------
# 4


@quick
@given(cases(SINGLE), seeds)
def test_better_or_fresher_evidence_never_lowers(case: Case, r: Random) -> None:
    before, after = result(case), result(case, with_better_evidence(case, r))

    assert lower(better(before), better(after)) == {}
    assert TIERS.index(before["tier"]["reported"]) <= TIERS.index(after["tier"]["reported"])


def with_better_evidence(case: Case, r: Random) -> Assessment:
    """Return it with one piece of evidence of a higher level, or of a later day, or with one more piece."""
    answers = list(case.assessment.answers)
    n = r.choice([n for n, answer in enumerate(answers) if answer.evidence] or [0])
    assume(answers and answers[n].evidence)
    pieces = list(answers[n].evidence or ())
    place = r.randrange(len(pieces))
    piece = pieces[place]
    days = r.choice([0, 0, 40, 100])
    later = piece.date and min(TODAY, piece.date + dt.timedelta(days=r.choice([1, 30, 180])))
    level = r.choice([level for level in oracle.LEVELS if level >= piece.level])
    how = r.choice(["level", "day", "more"])
    if how == "level":
        pieces[place] = Evidence(level=level, date=piece.date)  # type: ignore[arg-type] # LEVELS are the levels
    elif how == "day":
        pieces[place] = Evidence(level=piece.level, date=later)
    else:
        pieces.append(Evidence(level=level, date=TODAY - dt.timedelta(days=days)))  # type: ignore[arg-type]
    answers[n] = answers[n].model_copy(update={"evidence": tuple(pieces)})
    return changed(case.assessment, answers=tuple(answers))


@quick
@given(cases(SINGLE), st.sampled_from([1, 29, 60, 90, 181, 400]))
def test_ageing_never_raises(case: Case, days: int) -> None:
    before, after = result(case), result(case, as_of=TODAY + dt.timedelta(days=days))

    assert lower(better(after), better(before)) == {}
    assert TIERS.index(after["tier"]["reported"]) <= TIERS.index(before["tier"]["reported"])


# ---------------------------------------------------------------------------------------------------------------------
# 5 and 6


@quick
@given(cases(), st.integers(0, 400))
def test_an_item_aged_by_itself_is_the_item_scored_on_that_day(case: Case, days: int) -> None:
    day = TODAY + dt.timedelta(days=days)
    today, then = score(case.questionnaire, case.assessment), score(case.questionnaire, case.assessment, day)

    aged = {name: on_day(item, day, case.questionnaire.constants) for name, item in today.items.items()}

    assert {name: values(item) for name, item in aged.items()} == {n: values(i) for n, i in then.items.items()}


def values(item: ItemScore) -> tuple[object, ...]:
    """Return what an item is worth, and how each piece of its evidence counts."""
    seen = sorted((piece.aged, piece.age or 0, piece.fresh) for piece in item.seen)
    return item.shown, item.claimed, item.possible, item.renewable, item.not_applicable, seen


def check_empty(questionnaire: Questionnaire) -> None:
    scores = result(Case(questionnaire, an_assessment(questionnaire)))

    assert scores["tier"] == {"shown": "not_shown", "claimed": "not_shown", "reported": "not_shown"}
    assert scores["overall"] == {
        "shown": 0,
        "claimed": 0,
        "possible": 1,
        "coverage": 0,
        "na_share": 0,
        "na_shadow": 0,
    }
    assert scores["key_person"] == {"index": None, "items": []}


@quick
@given(seeds)
def test_empty_shows_nothing_claims_nothing_leaves_all_possible_and_is_not_yet_shown(r: Random) -> None:
    check_empty(random_questionnaire(r))


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda questionnaire: questionnaire.id)
def test_empty_in_the_questionnaires_in_use(questionnaire: Questionnaire) -> None:
    check_empty(questionnaire)


@quick
@given(cases())
def test_all_proven_by_an_operator_and_the_builder_interviewed_is_t3(case: Case) -> None:
    modes = [mode.id for mode in case.assessment.failure_modes]
    proven = changed(case.assessment, answers=tuple(everything_proven(case.questionnaire, modes=modes)))

    scores = result(case, proven)

    assert scores["tier"] == {"shown": "T3", "claimed": "T3", "reported": case.questionnaire.tier_cap}
    assert scores["overall"]["shown"] == 1
    assert scores["key_person"] == {"index": 0, "items": []}
    assert scores["smallest_set"] == []


@pytest.mark.parametrize(("name", "tier"), [("agent-operability", "T3"), ("triage", "T1")])
def test_all_proven_in_the_questionnaires_in_use(name: str, tier: str) -> None:
    questionnaire = find_questionnaire(name)
    assessment = an_assessment(questionnaire, everything_proven(questionnaire))

    assert result(Case(questionnaire, assessment))["tier"] == {"shown": "T3", "claimed": "T3", "reported": tier}


# ---------------------------------------------------------------------------------------------------------------------
# 7


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda questionnaire: questionnaire.id)
def test_every_item_can_change_something(questionnaire: Questionnaire) -> None:
    quicker = with_draws(questionnaire, 1)
    proven = everything_proven(quicker)
    best = result(Case(quicker, an_assessment(quicker, proven)))

    for item in questionnaire.items:
        without = an_assessment(quicker, [answer for answer in proven if answer.item != item])
        scores = result(Case(quicker, without))
        fell = lower(better(best), better(scores))
        area = item.partition(".")[0]
        assert {f"{item}.shown", f"{item}.claimed", f"{area}.shown", "overall.shown", "overall.coverage"} <= set(fell)


# ---------------------------------------------------------------------------------------------------------------------
# 8


@quick
@given(cases(), seeds)
def test_not_applicable_raises_na_share_and_never_na_shadow(case: Case, r: Random) -> None:
    named = [need.item or need.prefix or "" for gate in case.questionnaire.gates for need in gate.requires]
    may_leave = [
        item for item in applicable(case) if item.weight != "critical" and not item.id.startswith(tuple(named))
    ]
    assume(may_leave)
    item = r.choice(may_leave)
    taken_out = NotApplicable(item=item.id, reason="It has none.", approver="Owner")
    before = result(case)
    after = result(case, changed(case.assessment, not_applicable=(*case.assessment.not_applicable, taken_out)))

    assert before["overall"]["na_share"] < after["overall"]["na_share"]
    assert after["overall"]["na_shadow"] <= before["overall"]["na_shadow"]
    assert after["items"][item.id] == {"shown": None, "claimed": None, "possible": None}
    if after["areas"][item.area] is not None:
        assert before["areas"][item.area]["na_share"] < after["areas"][item.area]["na_share"]
        assert after["areas"][item.area]["na_shadow"] <= before["areas"][item.area]["na_shadow"]


# ---------------------------------------------------------------------------------------------------------------------
# 9 and 10


@quick
@given(cases(), seeds)
def test_the_order_of_items_areas_answers_and_respondents_changes_nothing(case: Case, r: Random) -> None:
    areas = [
        area.model_copy(update={"items": tuple(r.sample(area.items, len(area.items)))})
        for area in r.sample(case.questionnaire.areas, len(case.questionnaire.areas))
    ]
    fields = {name: getattr(case.questionnaire, name) for name in Questionnaire.model_fields}
    questionnaire = Questionnaire(**{**fields, "areas": tuple(areas)})
    assessment = changed(
        case.assessment,
        answers=shuffled_log(r, case.assessment.answers),
        respondents=tuple(r.sample(case.assessment.respondents, len(case.assessment.respondents))),
    )

    assert in_one_order(result(Case(questionnaire, assessment))) == in_one_order(result(case))


def shuffled_log(r: Random, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Shuffle what different people say of different items; entries of one about one item stay in their order."""
    key = {(answer.item, answer.respondent): r.random() for answer in answers}
    return tuple(sorted(answers, key=lambda answer: key[answer.item, answer.respondent]))


def in_one_order(scores: Mapping[str, Any]) -> dict[str, Any]:
    """Sort the lists, which stand in the questionnaire's order; the questionnaire's hash is another one."""
    lists = {
        "gaps": sorted(scores["gaps"], key=lambda gap: gap["item"]),
        "smallest_set": sorted(scores["smallest_set"]),
        "key_person": {**scores["key_person"], "items": sorted(scores["key_person"]["items"])},
        "sensitivity": {**scores["sensitivity"], "tipping": sorted(scores["sensitivity"]["tipping"])},
        "questionnaire": None,
    }
    return {**scores, **lists}


@quick
@given(cases(), seeds)
def test_asking_one_more_person_outside_asked_of_changes_no_number(case: Case, r: Random) -> None:
    role = r.choice(OPERATOR_SIDE)
    outsider = a_respondent("outsider", role)
    ratings: list[Rating] = ["dont_know", 0, 1, 2, 3, 4]
    answers = [rated("outsider", item.id, r.choice(ratings)) for item in applicable(case) if role not in item.asked_of]
    assume(answers)
    asked = changed(case.assessment, respondents=(outsider, *case.assessment.respondents))

    assert numbers(result(case, with_answer(asked, *answers))) == numbers(result(case))


def numbers(scores: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in scores.items() if name != "questionnaire"}


# ---------------------------------------------------------------------------------------------------------------------
# 11


@quick
@given(cases(), seeds)
def test_nothing_changed_but_the_date_within_2w_the_tier_does_not_fall_to_t0(case: Case, r: Random) -> None:
    assessment = changed(case.assessment, answers=tuple(refreshed(case)))
    shortest = min(item.window for item in applicable(case))
    before = result(case, assessment)["tier"]
    days = r.choice([1, shortest, shortest + 1, 2 * shortest])
    after = result(case, assessment, TODAY + dt.timedelta(days=days))["tier"]

    for name in ("shown", "claimed", "reported"):
        assert after[name] == before[name] or after[name] not in ("T0", "not_shown"), name


def refreshed(case: Case) -> Iterator[Answer]:
    """Yield the answers with all dated evidence of today."""
    for answer in case.assessment.answers:
        pieces = tuple(
            Evidence(level=piece.level, date=piece.date and case.assessment.as_of) for piece in answer.evidence or ()
        )
        yield answer.model_copy(update={"evidence": pieces}) if answer.evidence else answer


@settings(quick, max_examples=60)
@given(cases(), st.sampled_from([1, 31, 61, 91, 181, 361, 2000]))
def test_nor_does_it_ever_by_age_alone(case: Case, days: int) -> None:
    before, after = result(case)["tier"], result(case, as_of=TODAY + dt.timedelta(days=days))["tier"]

    assert (after["shown"] == "T0") == (before["shown"] == "T0")
