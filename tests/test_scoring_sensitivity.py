"""What the draws of the weights say, and which items change the tier by one level."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import oracle
import pytest
from strategies import (
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
    with_draws,
)

from opsassess.assessment import Answer, Rating
from opsassess.questionnaire import EvidenceLevel
from opsassess.scoring import score

QUESTIONNAIRE = with_draws(
    a_questionnaire(
        [
            an_area("stop", an_item("stop.pause", "critical"), an_item("stop.transfer", "critical")),
            an_area("watch", an_item("watch.volume"), an_item("watch.cost")),
        ],
        [a_gate("G1", "T1", needs("stop.pause", ".5")), a_gate("G11", "T3", needs("stop.transfer", "1"))],
    ),
    2000,
)
BOTH = a_respondent("both", "builder", "operator")
Given = tuple[Rating, EvidenceLevel]


def proven_but(**changes: Given) -> list[Answer]:
    """Return everything proven but for items that are named area_item."""
    items = {name.replace("_", ".", 1): given for name, given in changes.items()}
    proven = [answer for answer in everything_proven(QUESTIONNAIRE) if answer.item not in items]
    return [*proven, *(says(OPERATOR, item, *given) for item, given in items.items())]


def sensitivity(answers: Sequence[Answer]) -> dict[str, Any]:
    found: dict[str, Any] = score(QUESTIONNAIRE, an_assessment(QUESTIONNAIRE, answers)).to_json(exact=True)
    return {"reported": found["tier"]["reported"], **oracle.comparable(found)["sensitivity"]}


def test_a_mean_on_the_line_holds_in_half_of_the_draws() -> None:
    """One item shows 1 and one 0: the area reaches .50 in the draws in which the first weighs no less."""
    generators = {item: Random(f"7:{item}") for item in ("watch.volume", "watch.cost")}  # noqa: S311 - no secret
    draws = [{item: generator.random() for item, generator in generators.items()} for _ in range(2000)]

    found = sensitivity(proven_but(watch_cost=(0, "E0")))

    assert found == {
        "reported": "T2",
        "draws": 2000,
        "seed": 7,
        "same_or_better": sum(draw["watch.volume"] >= draw["watch.cost"] for draw in draws) / 2000,
        "close": True,
        "tipping": ["watch.volume"],  # one level down
    }


def test_means_far_from_the_line_hold_in_every_draw() -> None:
    assert sensitivity(proven_but()) == {
        "reported": "T3",
        "draws": 2000,
        "seed": 7,
        "same_or_better": 1,
        "close": False,
        "tipping": ["stop.transfer"],  # the only one that has nothing to spare
    }


def test_equal_items_exactly_on_the_line_are_not_lost_to_rounding() -> None:
    found = sensitivity(proven_but(watch_volume=(2, "E1"), watch_cost=(2, "E1")))

    assert (found["reported"], found["same_or_better"], found["close"]) == ("T2", 1, False)
    assert found["tipping"] == ["watch.volume", "watch.cost"]


@pytest.mark.parametrize(
    ("rating", "level", "tipping"),
    [
        (2, "E1", ["stop.pause"]),  # one down and the gate is not met
        (1, "E0", ["stop.pause"]),  # one up and it is
        (0, "E0", []),
    ],
)
def test_an_item_tips_a_gate_from_one_level_away(rating: Rating, level: EvidenceLevel, tipping: list[str]) -> None:
    assert sensitivity(proven_but(stop_pause=(rating, level)))["tipping"] == tipping


@pytest.mark.parametrize(
    ("rating", "level", "reported"),
    [
        (3, "E2", "T2"),  # one up and the gate is met, by one who also built it: T1
        (4, "E3", "T1"),  # one down and it is not met by anybody: T2
    ],
)
def test_an_item_of_one_who_built_it_tips_the_cap(rating: Rating, level: EvidenceLevel, reported: str) -> None:
    """The cap asks whether the requirement is met, so it is asked again of the moved value."""
    others = [answer for answer in proven_but() if answer.item != "stop.transfer"]

    found = sensitivity([*others, says(BOTH, "stop.transfer", rating, level)])

    assert (found["reported"], found["tipping"]) == (reported, ["stop.transfer"])
