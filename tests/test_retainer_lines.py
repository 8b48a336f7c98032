"""From gaps to lines: what has to be done, by whom the hours are, and what only has to be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

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

from opsassess.assessment import AcceptedRisk, Action, Answer
from opsassess.questionnaire import TierId
from opsassess.retainer.coefficients import load_coefficients
from opsassess.retainer.factor import profile_factor
from opsassess.retainer.hours import ThreePoint
from opsassess.retainer.lines import Line, remediation_lines
from opsassess.scoring import score

COEFFICIENTS = load_coefficients()
GOAL = an_item("a.goal").model_copy(update={"same_as": ("b.purpose",)})
QUESTIONNAIRE = a_questionnaire(
    [an_area("a", an_item("a.stop", "critical"), GOAL), an_area("b", an_item("b.purpose"), an_item("b.other"))],
    [a_gate("G1", "T1", needs("a.stop", ".75"))],
)
HOURS = ThreePoint(optimistic=Fraction(1, 2), likely=Fraction(1), pessimistic=Fraction(2))  # of each step


def lines_of(
    answers: Sequence[Answer],
    aim: TierId = "T2",
    profile: dict[str, Any] | None = None,
    provider: Sequence[str] = (),
    **parts: Any,
) -> dict[str, Line]:
    """Return the lines where everything else is proven, without a factor unless the profile gives one."""
    changed = {answer.item for answer in answers}
    proven = [answer for answer in everything_proven(QUESTIONNAIRE) if answer.item not in changed]
    assessment = an_assessment(QUESTIONNAIRE, [*proven, *answers], profile=profile or {})
    found = score(QUESTIONNAIRE, assessment.model_copy(update=parts))
    factor = profile_factor(found.assessment.agent.facts, COEFFICIENTS)
    return {line.item.id: line for line in remediation_lines(found, aim, factor, COEFFICIENTS, provider=provider)}


def test_only_the_missing_steps_are_work() -> None:
    """The stop has to be usable (0.75) and is written; it lacks the walk-through alone."""
    lines = lines_of([says(OPERATOR, "a.stop", 2, "E1"), says(OPERATOR, "b.other", 0)])

    assert {name: (line.kind, line.steps, line.hours) for name, line in lines.items()} == {
        "a.stop": ("work", ("walk_through",), HOURS),
        "b.other": ("work", ("write",), HOURS),
    }
    assert lines["a.stop"].value == 4 * (Fraction(3, 4) - Fraction(1, 2)) * 2  # in a gate: twice
    assert lines["b.other"].value == 2 * Fraction(1, 2)


def test_what_was_not_seen_is_a_request_and_costs_nothing() -> None:
    line = lines_of([says(OPERATOR, "a.stop", 4)])["a.stop"]

    assert (line.kind, line.hours, line.answered) == ("request", ThreePoint(), True)


def test_items_that_ask_for_the_same_fact_are_one_line() -> None:
    """Both lack the page: it is written once, and the line is called after the one that lacks more."""
    lines = lines_of([says(OPERATOR, "a.goal", 1), says(OPERATOR, "b.purpose", 0)])

    assert list(lines) == ["b.purpose"]
    assert lines["b.purpose"].hours == HOURS
    assert lines["b.purpose"].reaches == {"a.goal": Fraction(1, 2), "b.purpose": Fraction(1, 2)}
    assert lines["b.purpose"].value == 2 * Fraction(1, 4) + 2 * Fraction(1, 2)


def test_the_profile_stretches_the_hours() -> None:
    """Five systems, regulated data, three agents: 1 + 0.3 + 0.15 + 0.2 = 1.65."""
    profile = {"systems": [{"name": n} for n in "abcde"], "regulated_data": True, "agents": 3}
    line = lines_of([says(OPERATOR, "b.other", 0)], profile=profile)["b.other"]

    assert line.raw == HOURS
    assert [*vars(line.hours).values()] == [Fraction(n) for n in ("0.8", "1.7", "3.3")]  # 0.825, 1.65 and 3.3


def test_the_factor_stays_within_its_bounds_and_says_what_it_assumes() -> None:
    many = profile_factor({"systems": [{}] * 40, "agents": 9}, COEFFICIENTS)
    none = profile_factor({}, COEFFICIENTS)

    assert (many.value, none.value) == (Fraction(2), Fraction(1))
    assert [known.told for known in (many.systems, many.agents, none.systems, none.agents)] == [
        True,
        True,
        False,
        False,
    ]
    assert none.regulated is None


def test_the_consultants_own_hours_are_taken_as_they_are() -> None:
    own = Action(item="b.other", text="Do it.", hours=(Fraction(3), Fraction(4), Fraction(8)), why="Two countries.")
    profile = {"regulated_data": True}
    line = lines_of([says(OPERATOR, "b.other", 0)], profile=profile, actions=(own,))["b.other"]

    assert line.hours == ThreePoint(optimistic=Fraction(3), likely=Fraction(4), pessimistic=Fraction(8))
    assert line.why == "Two countries."


READ = ThreePoint(optimistic=Fraction("0.1"), likely=Fraction("0.3"), pessimistic=Fraction("0.5"))  # a quarter


@pytest.mark.parametrize(
    ("agreed", "doers", "hours"),
    [
        pytest.param({}, "nobody", HOURS, id="nobody agreed to do it: that we write is assumed"),
        pytest.param({"text": "Write it.", "due": dt.date(2026, 7, 1)}, "nobody", HOURS, id="a day alone"),
        pytest.param({"text": "Write it.", "owner": "Ada", "needed_from": "Ben"}, "theirs", READ, id="two of theirs"),
        pytest.param({"text": "Write it.", "owner": "Ada", "needed_from": "Orla"}, "ours", HOURS, id="with ours"),
        pytest.param({"text": "Write it with Orla.", "owner": "Ada"}, "ours", HOURS, id="ours by the words"),
        pytest.param({"text": "Write it.", "owner": "orla"}, "ours", HOURS, id="one of ours alone"),
        pytest.param({"text": "Write it.", "owner": "Orlando"}, "theirs", READ, id="one whose name begins like ours"),
    ],
)
def test_what_the_clients_people_agreed_to_write_we_only_read(
    agreed: dict[str, Any], doers: str, hours: ThreePoint
) -> None:
    actions = (Action(item="b.other", **agreed),) if agreed else ()
    line = lines_of([says(OPERATOR, "b.other", 0)], provider=("Orla",), actions=actions)["b.other"]

    assert (line.doers, line.hours, bool(line.theirs)) == (doers, hours, doers == "theirs")
    assert line.assumed == (doers == "nobody")


SECOND = a_respondent("second", "operator")


@pytest.mark.parametrize(
    ("answers", "steps", "hours"),
    [
        pytest.param([says(BUILDER, "b.other", 2, "E1")], ("write",), READ, id="the builder showed the page"),
        pytest.param([says(BUILDER, "b.other", 3, "E2")], ("write",), READ, id="the builder showed the thing"),
        pytest.param([says(BUILDER, "b.other", 2)], ("write",), HOURS, id="the builder named a page that nobody saw"),
        pytest.param([says(BUILDER, "b.other", 1, "E2")], ("write",), HOURS, id="the builder knows it from memory"),
        pytest.param([says(SECOND, "b.other", 2)], ("write",), READ, id="another operator has it in writing"),
        pytest.param([says(SECOND, "b.other", 3)], ("walk_through",), HOURS, id="another operator does it alone"),
    ],
)
def test_what_is_there_already_is_not_written_again(
    answers: Sequence[Answer], steps: tuple[str, ...], hours: ThreePoint
) -> None:
    """The team stands below *written*: what somebody has is taken over or shown, and we read it; else it is written."""
    line = lines_of([says(OPERATOR, "b.other", 1), *answers])["b.other"]

    assert (line.steps, line.there, line.hours) == (steps, hours == READ, hours)
    assert line.assumed == (steps == ("write",) and hours == HOURS)
    words = (Action(item="b.other", text="Write it anew."),)
    assert not lines_of([says(OPERATOR, "b.other", 1), *answers], actions=words)["b.other"].there


def test_what_a_builder_showed_and_has_aged_is_written() -> None:
    old = says(BUILDER, "b.other", 2, "E1", days=2000)

    assert not lines_of([says(OPERATOR, "b.other", 1), old])["b.other"].there


def test_a_walk_through_is_theirs_anyway_and_keeps_its_hours() -> None:
    action = Action(item="a.stop", text="Go through it.", owner="Ada", needed_from="Ben")
    line = lines_of([says(OPERATOR, "a.stop", 2, "E1")], actions=(action,))["a.stop"]

    assert (line.steps, line.hours, bool(line.theirs)) == (("walk_through",), HOURS, False)


def test_what_nobody_on_the_operator_side_answered_is_marked() -> None:
    line = lines_of([says(BUILDER, "b.other", 4)])["b.other"]

    assert (line.kind, line.answered) == ("work", False)


def test_a_line_that_also_closes_what_nobody_answered_is_that_of_its_own_answer() -> None:
    line = lines_of([says(OPERATOR, "a.goal", 0), says(BUILDER, "b.purpose", 4)])["a.goal"]

    assert ([gap.item for gap in line.gaps], line.answered) == (["a.goal", "b.purpose"], True)


def test_what_only_its_builder_does_somebody_else_has_to_do() -> None:
    both = a_respondent("both", "builder", "operator")
    proven, said = says(both, "a.stop", 4, "E3"), says(both, "a.stop", 4)

    for answer in (proven, said):
        line = lines_of([answer])["a.stop"]
        assert (line.kind, line.steps, line.hours) == ("second", ("walk_through",), HOURS)
    assert lines_of([proven], "T1") == {}  # a pilot may hang on one person


def test_a_risk_that_the_client_accepts_stays_a_line_with_its_day() -> None:
    risk = AcceptedRisk(item="b.other", reason="Later.", role="owner", expires=dt.date(2026, 12, 31))
    line = lines_of([says(OPERATOR, "b.other", 0)], exceptions=(risk,))["b.other"]

    assert line.accepted == dt.date(2026, 12, 31)
