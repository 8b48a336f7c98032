"""The worked example of the specification, with every number of it as the fraction that it is."""

from __future__ import annotations

from fractions import Fraction as F  # noqa: N817 - this page is all fractions
from typing import Any

import oracle
from strategies import (
    BUILDER,
    OPERATOR,
    OWNER,
    a_gate,
    a_questionnaire,
    an_area,
    an_assessment,
    an_item,
    everything_proven,
    needs,
    says,
)

from opsassess.assessment import Assessment
from opsassess.questionnaire import Questionnaire
from opsassess.scoring import score

QUESTIONNAIRE = a_questionnaire(
    [
        an_area(
            "kill",
            an_item("kill.pause", "critical"),
            an_item("kill.stop_writes", "critical"),
            an_item("kill.draft", "major"),
            an_item("kill.revoke", "critical"),
            an_item("kill.verify", "critical"),
        ),
        an_area(
            "fallback",
            an_item("fallback.four_hours", "critical", asked_of=("operator", "owner")),
            an_item("fallback.business_action", "critical", asked_of=("operator", "owner")),
            an_item("fallback.proof", "major"),
        ),
        an_area(
            "ownership",
            an_item("ownership.prompts", "major", asked_of=("operator", "owner")),
            an_item("ownership.routing", "major", asked_of=("operator", "owner")),
            an_item("ownership.tool_access", "major", window=180, asked_of=("operator", "owner")),
            an_item("ownership.incidents", "critical", asked_of=("operator", "owner")),
            an_item("ownership.resume", "critical", asked_of=("operator", "owner")),
        ),
    ],
    # the gates that these items reach; what a short questionnaire leaves out drops out of its gate
    [
        a_gate("G1", "T1", needs("kill.pause", ".75"), needs("kill.verify", ".75")),
        a_gate("G2", "T1", needs("kill.stop_writes", ".75"), needs("kill.revoke", ".5")),
        a_gate("G3", "T2", needs("kill.draft", ".5", unless={"drafts": True})),
        a_gate("G4", "T1", needs("summary.owner", ".5"), needs("ownership.incidents", ".5")),
        a_gate(
            "G6",
            "T2",
            needs("fallback.four_hours", ".5"),
            needs("fallback.business_action", ".5"),
            needs("continuity.restore_manual", ".5"),
        ),
        a_gate("G7", "T2", needs("ownership.resume", ".5")),
    ],
)

ANSWERS = {
    "kill.pause": [says(OPERATOR, "kill.pause", 4, "E3", written_where="runbook, 5.1")],
    "kill.stop_writes": [says(OPERATOR, "kill.stop_writes", 3, "E2", written_where="runbook, 5.2")],
    "kill.draft": [says(OPERATOR, "kill.draft", 2, "E1")],
    "kill.revoke": [says(OPERATOR, "kill.revoke", "dont_know"), says(BUILDER, "kill.revoke", 4)],
    "kill.verify": [says(BUILDER, "kill.verify", 3)],
    "fallback.four_hours": [says(OPERATOR, "fallback.four_hours", 2, "E1")],
    "fallback.business_action": [says(OWNER, "fallback.business_action", 2, "E1")],
    "ownership.prompts": [says(OWNER, "ownership.prompts", 3, "E2")],  # and nobody names a document
    "ownership.routing": [says(OWNER, "ownership.routing", 2, "E1")],
    "ownership.tool_access": [says(OWNER, "ownership.tool_access", 2, "E1", days=400)],
    "ownership.incidents": [says(OWNER, "ownership.incidents", 2, "E1")],
    "ownership.resume": [says(OPERATOR, "ownership.resume", 1, "E0")],
}


def example() -> tuple[Questionnaire, Assessment]:
    answers = [entry for entries in ANSWERS.values() for entry in entries]
    return QUESTIONNAIRE, an_assessment(QUESTIONNAIRE, answers)


def with_verify_and_revoke() -> tuple[Questionnaire, Assessment]:
    """Return it with a verify drill, and revoke written and seen."""
    changed = {
        **ANSWERS,
        "kill.verify": [says(OPERATOR, "kill.verify", 4, "E3"), *ANSWERS["kill.verify"]],
        "kill.revoke": [says(OPERATOR, "kill.revoke", 2, "E1"), says(BUILDER, "kill.revoke", 4)],
    }
    answers = [entry for entries in changed.values() for entry in entries]
    return QUESTIONNAIRE, an_assessment(QUESTIONNAIRE, answers)


def proven_but_the_pause() -> tuple[Questionnaire, Assessment]:
    answers = [entry for entry in everything_proven(QUESTIONNAIRE) if entry.item != "kill.pause"]
    return QUESTIONNAIRE, an_assessment(QUESTIONNAIRE, [*answers, says(OPERATOR, "kill.pause", 0)])


def item(shown: str, claimed: str, possible: str) -> dict[str, F]:
    return {"shown": F(shown), "claimed": F(claimed), "possible": F(possible)}


def shares(shown: F, claimed: F, possible: F, coverage: F, na_shadow: F) -> dict[str, F]:
    return {
        "shown": shown,
        "claimed": claimed,
        "possible": possible,
        "coverage": coverage,
        "na_share": F(0),
        "na_shadow": na_shadow,
    }


EXPECTED_OF_BASE: dict[str, Any] = {
    "tier": {"shown": "T0", "claimed": "T0", "reported": "T0"},
    "overall": shares(
        (F(8, 18) + F(4, 10) + F(6, 14)) / 3,  # .424
        (F(8, 18) + F(4, 10) + F(13, 28)) / 3,  # .436
        (F(11, 18) + F(6, 10) + F(13, 28)) / 3,  # .558
        (F(14, 18) + F(8, 10) + 1) / 3,
        (F(8, 18) + F(4, 10) + F(6, 14)) / 3,
    ),
    "areas": {
        "kill": shares(F(8, 18), F(8, 18), F(11, 18), F(14, 18), F(8, 18)),  # .444 .444 .611 .778
        "fallback": shares(F(4, 10), F(4, 10), F(6, 10), F(8, 10), F(4, 10)),  # .400 .400 .600
        "ownership": shares(F(6, 14), F(13, 28), F(13, 28), F(1), F(6, 14)),  # .429 .464 .464
    },
    "gates": {"G1": "open", "G2": "failed", "G3": "pass", "G4": "pass", "G6": "pass", "G7": "failed"},
    "key_person": {"index": F(1), "items": ["kill.revoke"]},
    "gaps": [
        {
            "item": "kill.verify",
            "area": "kill",
            "kind": "missing",
            "target": F(3, 4),
            "shown": F(0),
            "claimed": F(0),
            "gates": ["G1"],
            "steps": ["write", "walk_through"],
            "lacking": [],
        },
        {
            "item": "kill.revoke",
            "area": "kill",
            "kind": "missing",
            "target": F(1, 2),
            "shown": F(0),
            "claimed": F(0),
            "gates": ["G2"],
            "steps": ["write"],
            "lacking": [],
        },
        {
            "item": "ownership.prompts",
            "area": "ownership",
            "kind": "not_written",
            "target": None,
            "shown": F(3, 4),
            "claimed": F(3, 4),
            "gates": [],
            "steps": ["write"],
            "lacking": [],
        },
    ],
    "smallest_set": ["kill.revoke", "kill.verify"],
    "items": {
        "kill.pause": item("1", "1", "1"),
        "kill.stop_writes": item(".75", ".75", ".75"),
        "kill.draft": item(".5", ".5", ".5"),
        "kill.revoke": item("0", "0", "0"),
        "kill.verify": item("0", "0", ".75"),
        "fallback.four_hours": item(".5", ".5", ".5"),
        "fallback.business_action": item(".5", ".5", ".5"),
        "fallback.proof": item("0", "0", "1"),
        "ownership.prompts": item(".75", ".75", ".75"),
        "ownership.routing": item(".5", ".5", ".5"),
        "ownership.tool_access": item(".25", ".5", ".5"),
        "ownership.incidents": item(".5", ".5", ".5"),
        "ownership.resume": item(".25", ".25", ".25"),
    },
}


def result(questionnaire: Questionnaire, assessment: Assessment) -> dict[str, Any]:
    scores: dict[str, Any] = oracle.comparable(score(questionnaire, assessment).to_json(exact=True))
    return scores


def test_the_worked_example() -> None:
    scores = result(*example())

    assert {key: scores[key] for key in EXPECTED_OF_BASE} == EXPECTED_OF_BASE
    assert scores["sensitivity"] == {"draws": 40, "seed": 7, "same_or_better": 1, "close": False, "tipping": []}


def test_its_percentages_as_the_specification_prints_them() -> None:
    scores = result(*example())

    printed = {
        area: [f"{float(scores['areas'][area][key]):.3f}" for key in ("shown", "claimed", "possible")]
        for area in ("kill", "fallback", "ownership")
    }
    overall = [f"{float(scores['overall'][key]):.3f}" for key in ("shown", "claimed", "possible")]

    assert printed == {
        "kill": ["0.444", "0.444", "0.611"],
        "fallback": ["0.400", "0.400", "0.600"],
        "ownership": ["0.429", "0.464", "0.464"],
    }
    assert overall == ["0.424", "0.436", "0.558"]


def test_with_a_verify_drill_and_revoke_written_and_seen_it_is_t1() -> None:
    scores = result(*with_verify_and_revoke())

    assert {area: found["shown"] for area, found in scores["areas"].items()} == {
        "kill": F(14, 18),  # .778
        "fallback": F(4, 10),  # .400
        "ownership": F(6, 14),  # .429
    }
    assert scores["gates"] == {"G1": "pass", "G2": "pass", "G3": "pass", "G4": "pass", "G6": "pass", "G7": "failed"}
    assert scores["tier"] == {"shown": "T1", "claimed": "T1", "reported": "T1"}
    assert scores["key_person"] == {"index": F(1, 4), "items": ["kill.revoke"]}  # revoke .5 ahead, verify none


def test_all_proven_except_a_missing_pause_is_926_and_still_t0() -> None:
    scores = result(*proven_but_the_pause())

    assert scores["overall"]["shown"] == (F(14, 18) + 1 + 1) / 3
    assert f"{float(scores['overall']['shown']):.3f}" == "0.926"
    assert scores["tier"] == {"shown": "T0", "claimed": "T0", "reported": "T0"}
    assert scores["smallest_set"] == ["kill.pause"]
