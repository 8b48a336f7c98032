"""Every gate of `agent-operability`, every requirement of it, in every state: the gate table of the specification."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import oracle
import pytest
from strategies import (
    BUILDER,
    FULL_ROW,
    OPERATOR,
    OWNER,
    USER,
    a_respondent,
    an_assessment,
    everything_proven,
    says,
    with_draws,
)

from opsassess.assessment import Answer, Respondent
from opsassess.library import find_questionnaire
from opsassess.questionnaire import EvidenceLevel, FactValue
from opsassess.scoring import score

QUESTIONNAIRE = with_draws(find_questionnaire("agent-operability"), 1)

S1, S2, S4, S5 = "s1_workflow_summary", "s2_scope_boundaries", "s4_exceptions", "s5_kill_switch"
S6, S7, R5, X = "s6_manual_fallback", "s7_ownership", "r5_continuity", "x_cross_cutting"

MODES = (
    "m_api_timeout",
    "m_malformed_input",
    "m_low_confidence",
    "m_validation_failure",
    "m_duplicate",
    "m_missing_context",
    "m_rejected_downstream",
)

# The table of the specification, written again: gate -> item -> minimum.
GATES: Mapping[str, Mapping[str, str]] = {
    "G1": {f"{S5}.pause_new_runs": ".75", f"{S5}.verify_pause": ".75"},
    "G2": {f"{S5}.stop_outbound_writes": ".75", f"{S5}.revoke_permissions": ".5"},
    "G3": {f"{S5}.draft_only": ".5"},
    "G4": {f"{S1}.owner": ".5", f"{S7}.own_incidents": ".5"},
    "G5": {f"{S2}.allowed_actions": ".5", f"{S2}.prohibited_actions": ".5", f"{S2}.approval_required": ".5"},
    "G6": {f"{S6}.four_hours": ".5", f"{S6}.business_action": ".5", f"{R5}.restore_manual": ".5"},
    "G7": {f"{S7}.resume_signoff": ".5"},
    "G8": {f"{R5}.credentials_location": ".5", f"{R5}.rotate_access": ".5"},
    "G9": {f"{S4}.{mode}": ".5" for mode in MODES},
    "G10": {f"{X}.fails_plausibly": ".5"},
    "G11": {f"{X}.operable_without_builder": "1"},
}
HARD = ("G1", "G2", "G4")
ALL_APPLY: Mapping[str, FactValue] = {
    "writes_any": True,
    "always_drafts": False,
    "has_approvals": True,
    "reads_sensitive": True,
}
REQUIREMENTS = [(gate, item, Fraction(minimum)) for gate, items in GATES.items() for item, minimum in items.items()]

LEVEL: Mapping[Fraction, EvidenceLevel] = {Fraction(1, 2): "E1", Fraction(3, 4): "E2", Fraction(1): "E3"}
LEVEL_BELOW: Mapping[Fraction, EvidenceLevel] = {Fraction(1, 2): "E0", Fraction(3, 4): "E1", Fraction(1): "E2"}


def scores_with(
    answers: Mapping[str, Sequence[Answer]], profile: Mapping[str, FactValue] = ALL_APPLY
) -> dict[str, Any]:
    """Score an agent of which everything is proven, but for these items."""
    rest = [answer for answer in everything_proven(QUESTIONNAIRE) if answer.item not in answers]
    given = [answer for entries in answers.values() for answer in entries]
    people = (OPERATOR, OWNER, USER, BUILDER, a_respondent("both", "operator", "owner", "builder"))
    assessment = an_assessment(QUESTIONNAIRE, [*rest, *given], respondents=people, profile=profile)
    scores: dict[str, Any] = oracle.comparable(score(QUESTIONNAIRE, assessment).to_json(exact=True))
    return scores


def answer(item: str, rating: int, level: EvidenceLevel, *, days: int = 0, who: Respondent | None = None) -> Answer:
    """Let someone say it who is asked, with a complete row if it is a failure mode."""
    asked = {"operator": OPERATOR, "owner": OWNER, "user": USER}[QUESTIONNAIRE.items[item].asked_of[0]]
    return says(who or asked, item, rating, level, days=days, content=FULL_ROW, written_where="the runbook")


def answers_of(case: str, item: str, minimum: Fraction) -> list[Answer]:
    """Return what is said of the item in one row of the truth table."""
    rating, level, w = int(minimum * 4), LEVEL[minimum], QUESTIONNAIRE.items[item].window
    asked = answer(item, rating, level).respondent
    rows: dict[str, list[Answer]] = {
        "at the minimum": [answer(item, rating, level)],
        "above it": [answer(item, 4, "E3")],
        "one rating below": [answer(item, rating - 1, "E3")],
        "said, evidence one level below": [answer(item, rating, LEVEL_BELOW[minimum])],
        "don't know": [Answer(item=item, respondent=asked, rating="dont_know")],
        "don't know, though the builder does": [
            Answer(item=item, respondent=asked, rating="dont_know"),
            says(BUILDER, item, 4, "E3"),
        ],
        "not asked": [],
        "rating cleared": [answer(item, 4, "E3"), Answer(item=item, respondent=asked, rating=None)],
        "only the builder, at the minimum": [says(BUILDER, item, rating, "E3")],
        "only the builder, one below": [says(BUILDER, item, rating - 1, "E3")],
        "on the last day of the window": [answer(item, rating, level, days=w)],
        "aged once": [answer(item, rating, level, days=w + 1)],
        "on the last day of the second window": [answer(item, rating, level, days=2 * w)],
        "aged twice": [answer(item, rating, level, days=2 * w + 1)],
    }
    return rows[case]


TRUTH_TABLE = {
    "at the minimum": "pass",
    "above it": "pass",
    "one rating below": "failed",
    "said, evidence one level below": "open",
    "don't know": "failed",
    "don't know, though the builder does": "failed",
    "not asked": "open",
    "rating cleared": "open",
    "only the builder, at the minimum": "open",
    "only the builder, one below": "failed",
    "on the last day of the window": "pass",
    "aged once": "due",
    "on the last day of the second window": "due",
    "aged twice": "open",
}


STATES = {"failed": "one rating below", "open": "not asked", "due": "aged once", "pass": "at the minimum"}


@pytest.mark.parametrize("case", TRUTH_TABLE)
@pytest.mark.parametrize("nth", range(max(map(len, GATES.values()))))
def test_each_requirement_in_each_state(nth: int, case: str) -> None:
    """The nth item of each gate is in this state, and every other item is proven."""
    items = {gate: list(items.items())[nth] for gate, items in GATES.items() if len(items) > nth}

    scores = scores_with({item: answers_of(case, item, Fraction(minimum)) for item, minimum in items.values()})

    assert scores["gates"] == {gate: TRUTH_TABLE[case] if gate in items else "pass" for gate in GATES}


@pytest.mark.parametrize("item", [item for gate in HARD for item in GATES[gate]])
def test_what_a_hard_gate_makes_of_the_tier(item: str) -> None:
    minimum = next(minimum for _, name, minimum in REQUIREMENTS if name == item)

    tiers = {state: scores_with({item: answers_of(case, item, minimum)})["tier"] for state, case in STATES.items()}

    # Due counts as met. But .5 that is aged shows .25, and no critical item may for T2; T3 asks for .75.
    expected = {Fraction(3, 4): ("T3", "T3"), Fraction(1, 2): ("T1", "T2")}[minimum]
    assert {state: tier["reported"] for state, tier in tiers.items()} == {
        "failed": "T0",
        "open": "not_shown",
        "due": expected[0],
        "pass": expected[1],
    }


@pytest.mark.parametrize("gate", ["G3", "G5", "G6", "G7", "G8", "G9", "G10"])
def test_another_gate_failed_or_open_holds_at_t1(gate: str) -> None:
    for item, minimum in GATES[gate].items():
        for case in ("one rating below", "not asked"):
            scores = scores_with({item: answers_of(case, item, Fraction(minimum))})
            assert scores["tier"] == {"shown": "T1", "claimed": "T1", "reported": "T1"}, (item, case)


@pytest.mark.parametrize(
    ("gate", "item"), [(gate, item) for gate, item, _ in REQUIREMENTS if gate not in (*HARD, "G11")]
)
def test_due_counts_as_met_but_a_critical_item_that_shows_a_quarter_does_not_make_t2(gate: str, item: str) -> None:
    scores = scores_with({item: answers_of("aged once", item, Fraction(1, 2))})

    assert scores["gates"][gate] == "due"
    assert scores["items"][item]["shown"] == Fraction(1, 4)
    assert scores["tier"]["shown"] == ("T1" if QUESTIONNAIRE.items[item].weight == "critical" else "T2")


def test_a_transfer_that_is_not_shown_holds_at_t2() -> None:
    item = f"{X}.operable_without_builder"

    tiers = {case: scores_with({item: answers_of(case, item, Fraction(1))})["tier"]["shown"] for case in TRUTH_TABLE}

    met = {case for case, state in TRUTH_TABLE.items() if state in ("pass", "due")}
    assert tiers == {case: "T3" if case in met else "T2" for case in TRUTH_TABLE}


# ---------------------------------------------------------------------------------------------------------------------
# Facts


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {}),
        ({"has_approvals": False}, {}),  # approval_required drops out; the others of G5 stay
        ({"always_drafts": True}, {"G3": "n/a"}),
        ({"writes_any": False}, {"G3": "n/a"}),  # reads_sensitive keeps revoke in G2
        ({"reads_sensitive": False}, {}),
        ({"writes_any": False, "reads_sensitive": False}, {"G2": "n/a", "G3": "n/a"}),
    ],
)
def test_what_does_not_apply_drops_out(facts: Mapping[str, FactValue], expected: Mapping[str, str]) -> None:
    profile = {**ALL_APPLY, **facts}

    assert scores_with({}, profile)["gates"] == {**dict.fromkeys(GATES, "pass"), **expected}


@pytest.mark.parametrize(
    ("item", "gate", "facts", "expected"),
    [
        (f"{S5}.stop_outbound_writes", "G2", {"writes_any": False}, "pass"),
        (f"{S5}.revoke_permissions", "G2", {"writes_any": False}, "failed"),
        (f"{S5}.revoke_permissions", "G2", {"reads_sensitive": False}, "failed"),
        (f"{S5}.revoke_permissions", "G2", {"writes_any": False, "reads_sensitive": False}, "n/a"),
        (f"{S5}.draft_only", "G3", {"always_drafts": True}, "n/a"),
        (f"{S5}.draft_only", "G3", {"writes_any": False}, "n/a"),
        (f"{S5}.draft_only", "G3", {}, "failed"),
        (f"{S2}.approval_required", "G5", {"has_approvals": False}, "pass"),
        (f"{S2}.approval_required", "G5", {}, "failed"),
    ],
)
def test_a_failure_that_does_not_apply_is_none(
    item: str, gate: str, facts: Mapping[str, FactValue], expected: str
) -> None:
    failed = {item: [answer(item, 0, "E0")]}

    assert scores_with(failed, {**ALL_APPLY, **facts})["gates"][gate] == expected


@pytest.mark.parametrize("fact", sorted(ALL_APPLY))
def test_an_unknown_fact_means_that_it_applies(fact: str) -> None:
    known = {name: value for name, value in ALL_APPLY.items() if name != fact}
    nobody_asked: dict[str, list[Answer]] = {item: [] for items in GATES.values() for item in items}

    assert scores_with(nobody_asked, known)["gates"] == dict.fromkeys(GATES, "open")


@pytest.mark.parametrize("item", [f"{S5}.pause_new_runs", f"{S5}.verify_pause"])
@pytest.mark.parametrize(
    ("always_drafts", "rating", "level", "expected"),
    [
        (True, 2, "E1", "pass"),
        (True, 2, "E0", "open"),
        (True, 1, "E1", "failed"),
        (False, 2, "E1", "failed"),
        (False, 3, "E1", "open"),
        (False, 3, "E2", "pass"),
        (None, 2, "E1", "failed"),  # not known to draft always: the higher minimum
    ],
)
def test_what_always_drafts_may_be_stopped_with_less(
    item: str, always_drafts: FactValue | None, rating: int, level: EvidenceLevel, expected: str
) -> None:
    facts: dict[str, Any] = {**ALL_APPLY, "always_drafts": always_drafts}

    assert scores_with({item: [answer(item, rating, level)]}, facts)["gates"]["G1"] == expected


# ---------------------------------------------------------------------------------------------------------------------
# The worst of them


@pytest.mark.parametrize("gate", ["G1", "G2", "G4", "G6", "G8"])
def test_a_gate_is_the_worst_of_its_requirements(gate: str) -> None:
    """Each pair of states of its first two items; the order of STATES is from the worst."""
    (first, one), (second, two), *_ = GATES[gate].items()
    worst_first = list(STATES)

    found = {
        (a, b): scores_with(
            {first: answers_of(STATES[a], first, Fraction(one)), second: answers_of(STATES[b], second, Fraction(two))}
        )["gates"][gate]
        for a, b in itertools.product(STATES, STATES)
    }

    assert found == {pair: min(pair, key=worst_first.index) for pair in itertools.product(STATES, STATES)}


def test_each_failure_mode_can_fail_the_gate_by_one_blank() -> None:
    found = {}
    for mode in MODES:
        item = f"{S4}.{mode}"
        row = {**FULL_ROW, "notify": " "}
        scores = scores_with({item: [says(OPERATOR, item, 4, "E3", content=row, written_where="the runbook")]})
        gap = next(gap for gap in scores["gaps"] if gap["item"] == item)
        found[mode] = (scores["items"][item]["shown"], scores["gates"]["G9"], gap["kind"])

    assert found == dict.fromkeys(MODES, (Fraction(1, 4), "open", "not_seen"))


def test_a_declared_failure_mode_is_in_the_gate_too() -> None:
    mode = f"{S4}.m_x_rate_limit"
    proven = everything_proven(QUESTIONNAIRE)
    states = {}
    for case, rating in {"written": 2, "in a head": 1}.items():
        said = says(OPERATOR, mode, rating, "E1", content=FULL_ROW)
        assessment = an_assessment(QUESTIONNAIRE, [*proven, said], profile=ALL_APPLY, failure_modes=[mode])
        states[case] = score(QUESTIONNAIRE, assessment).to_json()["gates"]["G9"]

    assert states == {"written": "pass", "in a head": "failed"}


# ---------------------------------------------------------------------------------------------------------------------
# Built and run by one person


@pytest.mark.parametrize(("gate", "item"), [(gate, item) for gate, item, _ in REQUIREMENTS])
def test_a_requirement_met_only_by_someone_dual_caps_at_t1(gate: str, item: str) -> None:
    both = a_respondent("both", "operator", "owner", "builder")
    alone = scores_with({item: [answer(item, 4, "E3", who=both)]})
    with_another = scores_with({item: [answer(item, 4, "E3", who=both), answer(item, 4, "E3")]})

    assert alone["gates"][gate] == "pass"
    assert alone["tier"] == {"shown": "T3", "claimed": "T3", "reported": "T1"}
    assert with_another["tier"] == {"shown": "T3", "claimed": "T3", "reported": "T3"}


@pytest.mark.parametrize("item", [item for _, item, minimum in REQUIREMENTS if minimum > Fraction(1, 2)])
def test_so_does_one_that_is_met_but_due(item: str) -> None:
    minimum = next(minimum for _, name, minimum in REQUIREMENTS if name == item)
    both, w = a_respondent("both", "operator", "owner", "builder"), QUESTIONNAIRE.items[item].window
    aged = answer(item, int(4 * minimum), LEVEL[minimum], days=w + 1, who=both)

    scores = scores_with({item: [aged]})

    assert "due" in scores["gates"].values()
    assert scores["tier"] == {"shown": "T3", "claimed": "T3", "reported": "T1"}
