"""The questionnaires and the crosswalk that travel with the package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from opsassess import resources
from opsassess.crosswalk import load_crosswalk
from opsassess.interchange import read_assessment
from opsassess.library import canonical_json, find_questionnaire, from_canonical_json, sha256_of
from opsassess.lint import check_file
from opsassess.questionnaire import STEPS, Crosswalk, Questionnaire, Requirement

NAMES = ("agent-operability", "triage")


@pytest.fixture(scope="module")
def full() -> Questionnaire:
    return find_questionnaire("agent-operability")


@pytest.fixture(scope="module")
def triage() -> Questionnaire:
    return find_questionnaire("triage")


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_nothing(name: str) -> None:
    assert check_file(resources.folder("questionnaires") / f"{name}.yaml") == []


@pytest.mark.parametrize("name", NAMES)
def test_the_canonical_json_gives_the_same_questionnaire_and_hash(name: str) -> None:
    questionnaire = find_questionnaire(name)
    again = from_canonical_json(canonical_json(questionnaire))
    assert again == questionnaire
    assert sha256_of(again) == sha256_of(questionnaire)


# ---------------------------------------------------------------------------------------------------------------------
# Size: two sessions of ninety minutes, and one of an hour


def minutes(questionnaire: Questionnaire) -> Fraction:
    return sum((item.minutes for item in questionnaire.items.values()), Fraction(0))


def test_the_full_bank_fits_two_sessions_of_ninety_minutes(full: Questionnaire) -> None:
    assert minutes(full) <= 2 * 90


def test_the_triage_fits_an_hour(triage: Questionnaire) -> None:
    assert minutes(triage) <= 60


def test_an_item_takes_half_minutes_and_at_least_one(full: Questionnaire) -> None:
    odd = {item.id: item.minutes for item in full.items.values() if item.minutes < 1 or (item.minutes * 2) % 1}
    assert odd == {}


def test_the_full_bank_has_its_parts(full: Questionnaire) -> None:
    areas = ["section"] * 7 + ["runbook"] * 5 + ["cross_cutting"]
    assert [area.kind for area in full.areas] == areas
    assert len(full.items) == 73
    assert [gate.id for gate in full.gates] == [f"G{n}" for n in range(1, 12)]
    assert [gate.id for gate in full.gates if gate.hard] == ["G1", "G2", "G4"]
    assert len(full.card) == 15
    assert len(full.questions) == 8


def test_the_triage_touches_every_gate(full: Questionnaire, triage: Questionnaire) -> None:
    def is_asked(need: Requirement) -> bool:
        return need.item in triage.items or any(need.prefix and i.startswith(need.prefix) for i in triage.items)

    assert triage.gates == full.gates
    assert {gate.id for gate in triage.gates if all(is_asked(need) for need in gate.requires)} == {
        gate.id for gate in full.gates
    }
    assert triage.tier_cap == "T1"
    assert not triage.print_percentages


def test_the_triage_asks_as_the_full_bank_does(full: Questionnaire, triage: Questionnaire) -> None:
    assert {name: full.items[name] for name in triage.items} == triage.items


@pytest.mark.parametrize("path", sorted(resources.folder("samples").glob("*.json")), ids=lambda path: path.stem)
def test_a_sample_names_the_questionnaire_of_today(path: Path) -> None:
    read = read_assessment(path)
    made_with = [m.scores["questionnaire"] for m in read.assessment.milestones if "questionnaire" in m.scores]
    now = {"version": read.questionnaire.version, "sha256": sha256_of(read.questionnaire)}
    assert read.notices == ()
    assert [{key: named[key] for key in now} for named in made_with] == [now] * len(made_with)


# ---------------------------------------------------------------------------------------------------------------------
# Words


def test_why_an_item_matters_is_one_sentence(full: Questionnaire) -> None:
    assert [item.id for item in full.items.values() if re.search(r"[.!?] ", item.why)] == []


def test_a_gap_says_only_the_steps_that_it_lacks(full: Questionnaire) -> None:
    for item in full.items.values():
        texts = [item.remedy.texts([step]) for step in STEPS]
        assert item.remedy.texts(["walk_through", "prove"]) == texts[1] + texts[2]
        assert item.remedy.accepted(["write", "walk_through"]) == item.remedy.accepted(["walk_through"])
        assert all(text[0].isupper() and text.endswith(".") for (text,) in texts)


def test_a_page_that_takes_an_hour_is_not_accepted_by_a_note_of_one_line(full: Questionnaire) -> None:
    """It has a dozen words at least: fewer never said more than that it is written."""
    short = {
        item.id: test
        for item in full.items.values()
        if item.remedy.write
        and item.hours.write[1] >= 1
        and len((test := item.remedy.write.accepted_when).split()) < 12
    }
    assert short == {}


def test_an_item_is_asked_so_that_something_is_shown_or_told(full: Questionnaire) -> None:
    spoken = re.compile(r"\b(show me|walk me|take me|tell me|open the|who|where|what|when)\b", re.IGNORECASE)
    assert [item.id for item in full.items.values() if not spoken.search(item.ask)] == []


def test_an_item_has_an_example_for_each_kind_of_work(full: Questionnaire) -> None:
    (work,) = (fact for fact in full.facts if fact.id == "work")
    kinds = [option.id for option in work.options if option.id != "other"]
    assert {item.id: [*item.examples] for item in full.items.values() if [*item.examples] != kinds} == {}


def test_no_example_can_be_taken_for_a_fact_of_a_sample(full: Questionnaire) -> None:
    samples = [read_assessment(path).assessment for path in resources.folder("samples").glob("*.json")]
    known = {person.name for sample in samples for person in sample.respondents}
    known |= {sample.agent.name for sample in samples}
    told = " ".join(text for item in full.items.values() for text in item.examples.values()).casefold()
    assert {name for name in known if name.casefold() in told} == set()


# ---------------------------------------------------------------------------------------------------------------------
# Crosswalk


def crosswalks(questionnaire: Questionnaire) -> Iterator[Crosswalk]:
    for area in questionnaire.areas:
        yield area.crosswalk
        yield from (item.crosswalk for item in area.items)
        if area.client_mode:
            yield area.client_mode.crosswalk


def test_the_crosswalk_holds_exactly_what_the_full_bank_names(full: Questionnaire) -> None:
    named = {clause for part in crosswalks(full) for clause in part.direct + part.related}
    assert set(load_crosswalk().clauses()) == named


def test_a_clause_has_a_title_and_a_framework() -> None:
    crosswalk = load_crosswalk()
    clause = "nist_ai_rmf:MANAGE 2.4"
    assert crosswalk.title(clause).startswith("Mechanisms are in place and applied")
    assert crosswalk.framework_of(clause).edition == "1.0, NIST AI 100-1, January 2023"
    assert clause in crosswalk
    assert "nist_ai_rmf:MANAGE 99" not in crosswalk
    assert "nist:MANAGE 2.4" not in crosswalk
    with pytest.raises(KeyError):
        crosswalk.title("nist_ai_rmf:MANAGE 99")


def test_every_framework_says_whose_it_is_and_what_may_be_passed_on() -> None:
    for framework in load_crosswalk().frameworks.values():
        assert framework.publisher
        assert framework.edition
        assert framework.licence.endswith(".")


def test_what_was_seen_in_secondary_sources_only_says_so() -> None:
    secondary = {key for key, framework in load_crosswalk().frameworks.items() if framework.secondary}
    assert secondary == {"owasp_asi_2026", "csa_aicm", "csa_maestro", "google_prr"}


def test_no_clause_rests_on_memory() -> None:
    from_memory = {"aicpa_tsc:PI1.2", "aicpa_tsc:PI1.3", "aicpa_tsc:PI1.4", "csa_aicm:BCR-03", "csa_aicm:BCR-04"}
    assert not (from_memory | {"csa_aicm:CCC-07"}) & set(load_crosswalk().clauses())


@pytest.mark.parametrize(
    "publisher",
    ["ISO", "ISO and IEC", "AICPA", "Cloud Security Alliance", "OWASP", "Google", "Amazon Web Services"],
)
def test_of_protected_works_only_short_titles_stand_here(publisher: str) -> None:
    works = [framework for framework in load_crosswalk().frameworks.values() if framework.publisher == publisher]
    assert works
    long = {title for work in works for title in work.ids.values() if len(title) > 130}
    assert long == set()
