"""The fewest items that reach the next tier, in cases that are small enough to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import oracle
import pytest
from strategies import (
    BUILDER,
    OPERATOR,
    a_gate,
    a_questionnaire,
    a_respondent,
    an_area,
    an_assessment,
    an_item,
    everything_proven,
    needs,
    says,
)

from opsassess.assessment import Answer, Rating
from opsassess.questionnaire import EvidenceLevel, Questionnaire, TierId
from opsassess.scoring import score

QUESTIONNAIRE = a_questionnaire(
    [
        an_area("stop", an_item("stop.pause", "critical"), an_item("stop.check", "critical"), an_item("stop.note")),
        an_area(
            "watch",
            an_item("watch.volume"),
            an_item("watch.latency"),
            an_item("watch.cost"),
            an_item("watch.report", "minor"),
        ),
    ],
    [a_gate("G1", "T1", needs("stop.pause", ".5")), a_gate("G2", "T3", needs("stop.check", "1"))],
)
BOTH = a_respondent("both", "builder", "operator")


Given = Mapping[str, tuple[Rating, EvidenceLevel] | None]  # rating and evidence; None is nothing from anybody


def said(changes: Given, questionnaire: Questionnaire = QUESTIONNAIRE) -> list[Answer]:
    """Return everything proven but for these items, of which only the operator speaks."""
    proven = [answer for answer in everything_proven(questionnaire) if answer.item not in changes]
    return [*proven, *(says(OPERATOR, item, *given) for item, given in changes.items() if given)]


def smallest(answers: Sequence[Answer], questionnaire: Questionnaire = QUESTIONNAIRE) -> tuple[str, list[str]]:
    """Return the reported tier and the smallest set to the next; the oracle says the same."""
    assessment = an_assessment(questionnaire, answers)
    found = score(questionnaire, assessment).to_json(exact=True)
    slow = oracle.score(questionnaire, assessment)

    assert (found["tier"]["reported"], list(found["smallest_set"])) == (slow["tier"]["reported"], slow["smallest_set"])
    return slow["tier"]["reported"], slow["smallest_set"]


def test_a_hard_gate_needs_its_item_and_no_other() -> None:
    missing: Given = {"stop.pause": (0, "E0"), "watch.volume": (0, "E0"), "watch.cost": (0, "E0")}

    assert smallest(said(missing)) == ("T0", ["stop.pause"])


def test_an_area_below_its_mean_takes_the_largest_gains_first() -> None:
    """Half of the weight of 7 is needed: two of weight 2 bring it, and the report of weight 1 is in no pair of it.

    Of the three pairs, cost and latency are first when sorted; they are listed in the questionnaire's order.
    """
    missing: Given = {
        "watch.volume": (0, "E0"),
        "watch.latency": (0, "E0"),
        "watch.cost": (0, "E0"),
        "watch.report": (0, "E0"),
    }

    assert smallest(said(missing)) == ("T1", ["watch.latency", "watch.cost"])


def test_of_sets_of_one_size_the_higher_overall_wins() -> None:
    """Each of the two would do for the area; volume gains more because less of it is shown."""
    missing: Given = {"watch.volume": (0, "E0"), "watch.latency": (1, "E1"), "watch.cost": (1, "E1")}

    assert smallest(said(missing)) == ("T1", ["watch.volume"])


def test_then_the_first_ids_win() -> None:
    missing: Given = {"watch.volume": (1, "E1"), "watch.latency": (1, "E1"), "watch.cost": (1, "E1")}

    assert smallest(said(missing)) == ("T1", ["watch.cost"])


def test_a_critical_item_that_is_not_shown_is_forced() -> None:
    also: Given = {"stop.check": None, "watch.volume": (2, "E1"), "watch.latency": (1, "E1"), "watch.cost": (0, "E0")}

    # T2 asks nothing of the check, which only the transfer names; T3 does.
    assert smallest(said({"stop.check": None})) == ("T2", ["stop.check"])
    assert smallest(said(also)) == ("T1", ["watch.cost"])


def test_a_key_person_item_is_forced() -> None:
    answers = [answer for answer in said({}) if (answer.item, answer.respondent) != ("watch.report", OPERATOR.id)]

    assert smallest([*answers, says(OPERATOR, "watch.report", 2, "E3")]) == ("T2", ["watch.report"])


def test_when_no_builder_was_heard_one_item_measures_it() -> None:
    unheard = [answer for answer in said({}) if answer.respondent != BUILDER.id]
    less = [answer for answer in unheard if answer.item != "watch.report"]

    assert smallest(unheard) == ("T2", ["stop.check"])  # nothing to gain: the first id
    assert smallest([*less, says(OPERATOR, "watch.report", 3, "E3")]) == ("T2", ["watch.report"])


def test_what_one_person_built_and_runs_someone_else_has_to_run() -> None:
    answers = [answer for answer in said({}) if answer.item != "stop.pause"]

    assert smallest([*answers, says(BOTH, "stop.pause", 4, "E3")]) == ("T1", ["stop.pause"])


@pytest.mark.parametrize(("cap", "reported"), [("T3", "T3"), ("T2", "T2"), ("T1", "T1")])
def test_there_is_none_above_the_highest_tier_that_can_be_given(cap: TierId, reported: str) -> None:
    capped = a_questionnaire(QUESTIONNAIRE.areas, QUESTIONNAIRE.gates, tier_cap=cap)

    assert smallest(everything_proven(capped), capped) == (reported, [])
