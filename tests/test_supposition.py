"""What if: the scores move as if it were so, and the answers stay."""

from __future__ import annotations

import pytest

import opsassess
from opsassess.errors import DataError

CUT_OFF, PAUSE = "s5_kill_switch.revoke_permissions", "s5_kill_switch.verify_pause"


def test_the_smallest_set_leads_to_the_next_tier_each_time_up_to_the_top() -> None:
    review = opsassess.sample()
    levels: dict[str, int] = {}
    reached = []
    for _ in range(3):
        score = review.suppose(levels)
        reached.append(score.reported_tier)
        levels |= dict.fromkeys(score.smallest_set, 4)
    assert [*reached, review.suppose(levels).reported_tier] == ["T0", "T1", "T2", "T3"]


def test_one_level_moves_what_hangs_on_it_and_nothing_else() -> None:
    review = opsassess.sample()
    now, then = review.score(), review.suppose({CUT_OFF: 2})
    assert (now.gates["G2"], then.gates["G2"]) == ("failed", "pass")
    assert {gate for gate in now.gates if now.gates[gate] != then.gates[gate]} == {"G2"}
    assert {item for item in now.items if now.items[item].shown != then.items[item].shown} == {CUT_OFF}
    assert then.items[CUT_OFF].shown * 4 == 2
    assert CUT_OFF not in then.key_person.items


def test_a_level_can_fall() -> None:
    assert opsassess.sample().suppose({PAUSE: 0}).gates["G1"] == "failed"


def test_a_failure_mode_has_its_whole_row() -> None:
    then = opsassess.sample().suppose({"s4_exceptions.m_malformed_input": 4})
    assert then.items["s4_exceptions.m_malformed_input"].shown == 1


def test_the_answers_stay() -> None:
    review = opsassess.sample()
    before = review.assessment.model_dump_json()
    review.suppose({CUT_OFF: 4, PAUSE: 0})
    assert review.assessment.model_dump_json() == before
    assert review.suppose({}).to_json() == review.score().to_json()


def test_every_mistake_is_named() -> None:
    with pytest.raises(DataError) as raised:
        opsassess.sample().suppose({"s5_kill_switch.stop": 3, CUT_OFF: 5})
    assert str(raised.value).splitlines() == [
        "s5_kill_switch.stop: there is no such question. Take an id from the column `item`.",
        f"{CUT_OFF}: the level is 5. Give one from 0 to 4.",
    ]
