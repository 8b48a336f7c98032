"""The annex: a small assessment in, the whole text out; and every number of the sample found in it again."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from textwrap import dedent
from typing import Any

import pytest
from strategies import (
    BUILDER,
    FULL_ROW,
    OPERATOR,
    OWNER,
    TODAY,
    USER,
    a_gate,
    a_questionnaire,
    an_area,
    an_assessment,
    needs,
    says,
)
from strategies import an_item as plain_item

from opsassess import resources, review
from opsassess.annex import annex_document
from opsassess.annex.trace import percent
from opsassess.assessment import AcceptedRisk, Agent, Answer, Assessment, Evidence
from opsassess.blocks import Card, Document, Section, Table
from opsassess.crosswalk import load_crosswalk
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.doubts import doubts
from opsassess.library import find_questionnaire
from opsassess.owners.standing import gap_numbers
from opsassess.prose import load_sentences
from opsassess.questionnaire import Crosswalk, Item, Questionnaire
from opsassess.review import Review
from opsassess.scoring import Score, score
from opsassess.scoring.explain import decimal
from opsassess.scoring.sight import has_aged

SENTENCES = load_sentences("annex")
SAMPLE = resources.folder("samples") / "lead-routing.json"


def an_item(name: str, *arguments: Any, direct: tuple[str, ...] = (), **more: Any) -> Item:
    return plain_item(name, *arguments, **more).model_copy(update={"crosswalk": Crosswalk(direct=direct)})


QUESTIONNAIRE = a_questionnaire(
    [
        an_area(
            "stop",
            an_item("stop.pause", "critical", window=90, direct=("nist_ai_rmf:MANAGE 2.4",)),
            an_item("stop.revoke", "critical", direct=("nist_ai_rmf:MANAGE 2.4", "owasp_llm_2025:LLM06:2025")),
            an_item("stop.draft", applies_when=({"writes": (True,)},)),
        ),
        an_area("daily", an_item("daily.look", asked_of=("operator", "owner")), an_item("daily.close", "minor")),
    ],
    [a_gate("G1", "T1", needs("stop.pause", "0.75")), a_gate("G2", "T2", needs("stop.revoke", "0.5"))],
)
ANSWERS = (
    Answer(
        item="stop.pause",
        respondent="operator",
        rating=3,
        evidence=(
            Evidence(level="E2", what="the switch", where="Settings > Runs", date=TODAY - dt.timedelta(days=100)),
            Evidence(level="E0", what="told twice"),
        ),
        written_where="handbook, 5.1",
        note="I have done it once.",
        private_note="She hesitated.",
        at=dt.datetime(2026, 5, 30, 9, tzinfo=dt.UTC),
    ),
    says(BUILDER, "stop.revoke", 3),
    says(OPERATOR, "stop.revoke", "dont_know"),
    says(OPERATOR, "daily.look", 2, "E1"),
    says(OWNER, "daily.look", 3),
    says(USER, "daily.look", 4),
)


def small() -> Score:
    assessment = an_assessment(QUESTIONNAIRE, ANSWERS, respondents=(OPERATOR, OWNER, USER, BUILDER))
    agent = Agent(name="Router", profile={"writes": {"value": False, "evidence": [{"level": "E2", "what": "a list"}]}})
    risk = AcceptedRisk(item="stop.revoke", reason="A vendor does it.", role="CIO", expires=dt.date(2026, 5, 1))
    return score(QUESTIONNAIRE, assessment.model_copy(update={"agent": agent, "exceptions": (risk,)}))


def text_of(found: Score) -> str:
    return to_markdown(annex_document(found, SENTENCES))


def part(text: str, start: str, end: str) -> str:
    """Return what stands between two headings of level 2."""
    return text.partition(f"## {start}\n\n")[2].partition(f"## {end}\n")[0]


def page(text: str) -> str:
    return dedent(text).lstrip("\n")


@cache
def sample() -> Review:
    return review.load(SAMPLE)


def words(text: str) -> list[str]:
    """Return the words of a text: where its lines end does not matter."""
    return text.split()


# ---------------------------------------------------------------------------------------------------------------------
# What it says


def test_a_whole_annex() -> None:
    text = text_of(small())
    assert words(text.partition("## From")[2].partition("## The method")[0]) == words(
        page(
            """
        the headline to the items

        The report says **T1** (T1). If every word of the team were shown, it would be the same.

        What stands between it and T2, t2: the must-have G2, the areas Title of stop and Title of daily (below 50 %)
          and one critical item at 0.25 or below.

        The smallest set that reaches it: Title of stop.revoke and Title of daily.close.

        ### The must-haves and what they ask

        A must-have has the worst state of its parts. Each part names an item, what it shows, and what it needs.
          “Review due”: it was met, and evidence has aged since; the lower value stands here, and the must-have is
          kept at least until the evidence is older than twice its window.

        | Must-have | For | State | What it asks |
        | --- | --- | --- | --- |
        | G1 | T1 | met, review due | Title of stop.pause: 0.5, needs 0.75 (gap 1); kept until 20 August 2026 |
        | G2 | T2 | not met | Title of stop.revoke: 0, needs 0.5 (gap 2) |

        ### The areas

        The share of an area is what its items show, each times its weight, over all that they could show. The
          overall is the plain mean of the areas: shown **29.2 %**, claimed **35.4 %**, answered by the team **83.3 %**
          (the mean of the areas' weights). Items that do not apply make up 10 % of the weight; with these
          counted as 0, the shown mean would be 26.7 %. Below 90 % answered, the report is a draft.

        | Area | Shown | Claimed | Answered |
        | --- | --- | --- | --- |
        | Title of stop | 25 % | 37.5 % | 100 % |
        | Title of daily | 33.3 % | 33.3 % | 66.7 % |

        ### Builder and operator

        The key-person index is **0.75**: over the one item that both sides rated, the builder's lead times the
          weight, over the weight. Ahead of the lowest operator by 0.5 or more: Title of stop.revoke.

        ## Facts of the agent

        The profile decides which questions are put: writes. A fact that nobody knows takes no question out. Facts
          with several columns, such as systems, stand in the runbook.

        - **writes**: no. **E2** a list.

        ## Title of stop

        Shown **25 %**, claimed **37.5 %**: 2 and 3 of 8 points of weight. The team answered both
          questions. What does not apply is 20 % of the weight; counted as 0, the shown share would be 20 %.

        #### Title of stop.pause

        shown 0.5 · claimed 0.75 · critical (4) · window 90 days · must-have G1 · gap 1, needs 0.75 · stop.pause

        How is it done?

        - **Level**: **3, 3.** Usable.
        - **Said**: Operator (operator): 3, written in handbook, 5.1.
        - **Seen**: **E2** the switch (Settings > Runs); 21 February 2026, 100 days old, so it counts as **E1**.
        - **Told**: **E0** told twice; without a date.
        - **Value**: A 3 claims 0.75; E1 carries 0.5. Shown: **0.5**.
        - **Note**: Operator: “I have done it once.”

        #### Title of stop.revoke

        shown 0 · claimed 0 · critical (4) · window 180 days · must-have G2 · gap 2, needs 0.5 · stop.revoke

        How is it done?

        - **Said**: Operator (operator): don't know.
        - **Builder**: Builder: 3.
        - **Value**: “Don't know” claims 0 and shows **0**. The builder is 0.75 ahead, which makes it a key-person
          item.

        **Does not apply**: Title of stop.draft: "Is it so?" was answered with no.

        ## Title of daily

        Shown **33.3 %**, and no more is claimed: 1 of 3 points of weight. The team answered one of two
          questions, 66.7 % of the weight.

        #### Title of daily.look

        shown 0.5 · claimed 0.5 · major (2) · window 180 days · gap 4, needs 0.75 · daily.look

        How is it done?

        - **Level**: **2, 2.** Written.
        - **Said**: Operator (operator): 2. Owner (owner): 3.
        - **Not counted**: User (user): 4.
        - **Seen**: **E1** without a description; 1 June 2026, 0 days old.
        - **Value**: The lowest answer, a 2, claims 0.5; E1 carries 0.5. Shown: **0.5**.

        **Not asked**: Title of daily.close (gap 3).

        ## Gap register

        Four gaps, measured against T3, t3, the most urgent first. The spreadsheet has them under the same
          numbers, with what we
          found, what to do, when a gap is closed and, under "Needed for", the tier that waits for it. What is no gap
          stands only there: agreements, accepted risks, agreed work and what the runbook leaves open.

        **Needs work**: by the team's own word it is there less than it has to be; the steps are the work. **Not
          answered**: the same, as far as we know; its hours, in brackets, count it as if nothing were there, and an
          answer can only lower them. **Not seen**: the word reaches,
          the evidence does not; a request, no work. **Not written**: done, and in no document.

        ### To T2, t2

        | No. | Item | Kind | Needs | Shown | Claimed | Steps | Hours |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        | 2 | **Title of stop.revoke**, must-have G2 | needs work | 0.5 | 0 | 0 | write | 0.5 / 1 / 2 |
        | 3 | **Title of daily.close** | not answered | 0.5 | 0 | 0 | write | (0.5 / 1 / 2) |

        ### Beyond that, measured against T3, t3

        | No. | Item | Kind | Needs | Shown | Claimed | Steps | Hours |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        | 1 | **Title of stop.pause**, must-have G1 | not seen | 0.75 | 0.5 | 0.75 | | none |
        | 4 | **Title of daily.look** | needs work | 0.75 | 0.5 | 0.5 | walk through | 0.5 / 1 / 2 |

        Hours are optimistic / likely / pessimistic, rounded in the rows. The exact hours of all rows above that have
          some, added up, whichever tier they
          lead to: 1 to 4 hours, most likely 2; what was not asked yet, is
          accepted as a risk or was shown by one person only is not in
          this sum. It is
          unlikely that all go well or all go badly; the scope says what is planned. Not calibrated on timesheets. The
          hours are those of the questionnaire.

        ## Accepted risks

        An accepted risk changes no value, no must-have and no tier. While it is valid the item is no gap; the day
          after, it is one again.

        - **Title of stop.revoke**: A vendor does it. Accepted by the CIO until 1 May 2026; it has expired and stands in
          the register as gap 2.

        ## Relation to public frameworks

        For each framework, the clauses that two gaps in a must-have or a critical item relate to. A number in the
          last column is a gap of the register.

        To relate an item to a clause is a judgement of this method. It does not show that anything complies with a
          framework, and closing the gap does not either. Whether a framework binds you was not looked at.

        ### AI Risk Management Framework

        | Clause | What it is about | Gaps |
        | --- | --- | --- |
        | MANAGE 2.4 | Mechanisms are in place and applied … | 1, 2 |

        ### Top 10 for LLM Applications

        | Clause | What it is about | Gaps |
        | --- | --- | --- |
        | LLM06:2025 | Excessive Agency | 2 |

        **AI Risk Management Framework**: NIST, 1.0, NIST AI 100-1, January 2023. A work of the US Government, not
          under copyright in the United States; the wording is that of the publication. Of an entry with several
          sentences the first stands here where it is long. **Top 10 for LLM Applications**: OWASP, 2025. CC BY-SA 4.0:
          only ids and titles stand here, none of the text. The edition of 2026 renumbers the entries, so the ids carry
          the year.
            """
        )
    )


def test_the_method_names_the_numbers_of_this_questionnaire() -> None:
    constants = QUESTIONNAIRE.constants.model_copy(
        update={
            "weights": {"critical": Fraction(9), "major": Fraction(3), "minor": Fraction(1)},
            "evidence_caps": {
                "E0": Fraction(1, 10),
                "E1": Fraction(2, 5),
                "E2": Fraction(4, 5),
                "E3": Fraction(19, 20),
            },
            "undated_evidence": "E0",
            "key_person_gap": Fraction(3, 4),
            "default_target": Fraction(11, 20),
            "draft_below_coverage": Fraction(17, 20),
        }
    )
    other = QUESTIONNAIRE.model_copy(update={"constants": constants})
    found = score(other, an_assessment(other, ANSWERS, respondents=(OPERATOR, OWNER, USER, BUILDER)))
    text = part(text_of(found), "The method", "How firmly the tier stands")
    for said in (
        "Weights: critical 9, major 3 and minor 1.",
        "| evidence E0, E0 | 0.1 |",
        "| evidence E3, E3 | 0.95 |",
        "Evidence without a date counts as E0 at most",
        "An item with a lead of 0.75 or more",
        "an item without one has 0.55",
        "Below an overall coverage of 85 % a report is a draft.",
        "The windows here: 90 days and 180 days.",
        "It needs the must-have G2, every area at 50 % or more and every critical item above 0.25.",
    ):
        assert said in text


def test_how_firmly_the_tier_stands_and_what_made_it() -> None:
    text = text_of(small())
    assert "Up to T1 the must-haves alone decide, so other weights change nothing." in text
    assert "draws give the same tier" not in text
    assert re.search(r"[\d,]+ of [\d,]+ draws give the same tier", text_of(review.sample("invoice-approval").score()))
    assert "One item tips the tier: Title of stop.pause." in text
    found = small().to_json()["questionnaire"]
    assert f"- **Hash (SHA-256)**: {found['sha256']}\n" in text
    assert "- **Questionnaire**: small, version 1.0.0\n" in text


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(1, 3), "33.3 %"),
        (Fraction(1), "100 %"),
        (Fraction(0), "0 %"),
        (Fraction(1, 2), "50 %"),
        (None, "none"),
    ],
)
def test_a_share_has_one_decimal_at_most(share: Fraction | None, said: str) -> None:
    assert percent(share) == said


def test_an_assessment_that_nobody_answered() -> None:
    found = score(QUESTIONNAIRE, an_assessment(QUESTIONNAIRE))
    text = text_of(found)
    said = "**Not asked**: Title of stop.pause (gap 1); Title of stop.revoke (gap 2); Title of stop.draft (gap 3)."
    assert said in text
    assert "the key-person index is not measured" in text
    assert "No day was noted for the answers" in text
    assert "#### " not in text.partition("## Gap register")[0].partition("## Title of stop")[2]


def test_a_failure_mode_names_the_columns_that_it_lacks() -> None:
    bank = a_questionnaire([an_area("f", an_item("f.m_timeout", kind="failure_mode"))])
    row = {key: value for key, value in FULL_ROW.items() if key != "retry"}
    found = score(bank, an_assessment(bank, [says(OPERATOR, "f.m_timeout", 3, "E2", content=row)]))
    assert (
        "A 3 claims 0.75; E2 carries 0.75; the row does not say whether it is retried, so it shows 0.25 at most. "
        "Shown: **0.25**." in text_of(found)
    )


# ---------------------------------------------------------------------------------------------------------------------
# What the sample's annex must hold, and what it must not


def sections(document: Document) -> dict[str, Section]:
    return {section.id: section for section in document.sections}


def cards(document: Document) -> dict[str, Card]:
    """Return the entries by item: its id is the last of the small print."""
    return {plain_text(block.tags[-1]): block for block in document.blocks() if isinstance(block, Card)}


def test_every_number_equals_the_scores_as_data() -> None:
    found = sample().score()
    data, document = found.to_json(), annex_document(found, SENTENCES)
    told = cards(document)
    for item, values in data["items"].items():
        if item in told:
            assert told[item].tags[0] == f"shown {values['shown']:g}"
            assert told[item].tags[1] == f"claimed {values['claimed']:g}"
            said = [(str(name), str(value)) for name, value in told[item].facts]
            reckoning = [value for name, value in said if name == "Value"]
            if reckoning:
                assert f"**{values['shown']:g}**" in reckoning[0]
            else:  # the first page says how: the lower of the level and the best evidence
                level = next(int(value[2]) for name, value in said if name == "Level")
                best = max(int(value[3]) for name, value in said if name in ("Seen", "Told"))
                assert values["shown"] == min(level, best + 1) / 4
    silent = set(data["items"]) - set(told)
    assert {item for item in silent if data["items"][item]["shown"]} == set()
    text = text_of(found)
    for area, shares in data["areas"].items():
        title = found.questionnaire.area_of[area].title
        row = " | ".join(
            f"{100 * shares[name]:.1f}".removesuffix(".0") + " %" for name in ("shown", "claimed", "coverage")
        )
        assert f"| {title} | {row} |\n" in text
        lead = part(text, title, "")[:200]
        assert f"**{100 * shares['shown']:.1f}".removesuffix(".0") in lead
    for gate, state in data["gates"].items():
        title = found.questionnaire.gate_of[gate].title
        aged = any(has_aged(found.items[need.item]) for need in found.frame.needs_of_gate[gate])
        word = SENTENCES.say(f"state.{'due' if state == 'pass' and aged else state}")
        assert re.search(rf"\| {title} \| T\d \| {word} \|", text)
    assert f"The key-person index is **{decimal(found.key_person.index)}**" in text


def test_what_a_reader_can_work_out_by_hand() -> None:
    """Weight times shown, added up over the entries of an area, gives the points that its first line names."""
    found = sample().score()
    document = annex_document(found, SENTENCES)
    for area in found.questionnaire.areas:
        section = sections(document)[area.id]
        entries = [block for block in section.blocks if isinstance(block, Card)]
        points = Fraction(0)
        for entry in entries:
            weight, shown = re.findall(r"\((\d+)\)", entry.tags[2])[0], entry.tags[0].split()[1]
            points += Fraction(weight) * Fraction(shown)
        first = section.blocks[0]
        assert f": {decimal(points)} " in getattr(first, "text", "")


def test_every_answer_of_the_sample_stands_in_it() -> None:
    found = sample().score()
    told = {
        item: " ".join(str(value) for _, value in card.facts)
        for item, card in cards(annex_document(found, SENTENCES)).items()
    }
    for answer in found.assessment.answers:
        if not found.items[answer.item].applies:
            continue
        name = found.assessment.respondent_of[answer.respondent].name
        assert name in told[answer.item]
        for piece in answer.evidence or ():
            assert plain_words(piece.what) in plain_words(told[answer.item])
            assert plain_words(piece.where) in plain_words(told[answer.item])


def plain_words(text: str) -> str:
    return re.sub(r"\W", "", text)


def test_the_gaps_are_numbered_as_in_the_register() -> None:
    text = text_of(sample().score())
    register = part(text, "Gap register", "Accepted risks")
    assert [int(n) for n in re.findall(r"^\| (\d+) \|", register, re.MULTILINE)] == list(range(1, 43))
    revoking = "| 1 | **Revoking dangerous permissions**, must-have Cut-off | needs work | 0.5 | 0 | 0 |"
    assert f"{revoking} what was agreed | 4 / 7 / 12 |" in register
    there = "| **Staging and test requirements** | needs work | 0.5 | 0.25 | 0.25 | read | 0.7 / 1.5 / 2.9 |"
    assert there in register  # its builder has it: read, as the scope says
    assert "must-have Cut-off · gap 1, needs 0.5 · s5_kill_switch.revoke_permissions\n" in text


def test_no_private_note_is_in_it() -> None:
    assert "hesitated" not in text_of(small())
    found = sample().score()
    private = [answer.private_note for answer in found.assessment.answers if answer.private_note]
    text = plain_words(text_of(found))
    assert private
    assert not [note for note in private if plain_words(note) in text]


def test_it_never_says_that_anything_complies() -> None:
    text = part(text_of(sample().score()), "Relation to public frameworks", "The method").casefold()
    said = [sentence for sentence in re.split(r"[.\n]", text) if re.search(r"\bcompl(y|ies|iant|iance)\b", sentence)]
    assert [sentence.strip() for sentence in said] == [
        "it does not show that anything complies with a framework, and closing the gap does not either"
    ]
    assert "secondary sources" not in text
    assert not [f.title for f in load_crosswalk().frameworks.values() if f.secondary and f.title.casefold() in text]
    for edition in ("NIST AI 100-1", "ISO and IEC, 2023", "OWASP, 2025", "2017 with the points of focus of 2022"):
        assert edition.casefold() in text


def triage() -> Score:
    """Return the sample as a first session would have it."""
    data = json.loads(SAMPLE.read_text(encoding="utf-8"))
    bank = find_questionnaire("triage")
    for name in ("answers", "actions", "promised", "exceptions", "not_applicable"):
        data[name] = [entry for entry in data[name] if entry["item"] in bank.items]
    data["questionnaire"] = {"id": bank.id, "version": bank.version}
    return score(bank, Assessment.model_validate_json(json.dumps(data)))


def test_a_first_session_prints_no_percentage() -> None:
    assert "%" not in text_of(triage())


# ---------------------------------------------------------------------------------------------------------------------
# Hostile text

HOSTILE = "<script>alert(1)</script> **bold** [a](javascript:x) | cell `code` # head"


def hostile() -> tuple[Questionnaire, Assessment]:
    people = tuple(p.model_copy(update={"name": f"{p.name} {HOSTILE}"}) for p in (OPERATOR, OWNER, USER, BUILDER))
    seen = Evidence(level="E1", what=HOSTILE, where=HOSTILE, date=TODAY)
    more = {"evidence": (seen,), "note": HOSTILE, "written_where": HOSTILE}
    answers = [answer.model_copy(update=more | {"rating": answer.rating}) for answer in ANSWERS]
    assessment = an_assessment(QUESTIONNAIRE, answers, respondents=people, not_applicable=["daily.close"])
    agent = Agent(
        name=HOSTILE, profile={"writes": {"value": HOSTILE, "evidence": [seen.model_dump()]}, "drafts": HOSTILE}
    )
    risk = AcceptedRisk(item="stop.revoke", reason=HOSTILE, role=HOSTILE, expires=TODAY)
    update: dict[str, Any] = {"agent": agent, "exceptions": (risk,)}
    update["client"] = assessment.client.model_copy(update={"name": HOSTILE})
    return QUESTIONNAIRE, assessment.model_copy(update=update)


def prose_of(document: Document) -> Iterator[str]:
    yield from (document.title, document.subtitle, document.client, document.agent)
    yield from (text for pair in document.cover for text in pair)
    for block in document.blocks():
        if isinstance(block, Card):
            yield from (block.title, *block.tags, *block.body, *(text for pair in block.facts for text in pair))
        for name in ("text", "items", "pairs", "rows"):
            yield from flat(getattr(block, name, ()))


def flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for part_ in value:
            yield from flat(part_)


def test_hostile_text_appears_as_text() -> None:
    document = annex_document(score(*hostile()), SENTENCES)
    said = [plain_text(text) for text in prose_of(document)]
    heard = [text for text in said if "alert" in text]
    assert len(heard) > 15
    for text in heard:
        assert text.count(HOSTILE) == text.count("alert")
    assert "<script>" not in to_markdown(document).replace("\\<script>", "")


def test_the_cover_says_where_nobody_was_asked_yet() -> None:
    nobody = an_assessment(QUESTIONNAIRE, []).model_copy(update={"respondents": ()})
    document = annex_document(score(QUESTIONNAIRE, nobody), SENTENCES)
    assert document.cover[-1] == ("Spoke with", "nobody yet")


def test_the_rule_on_critical_items_names_those_that_only_a_later_must_have_asks() -> None:
    """By the printed rule alone a reader could not follow why a package reaches T2."""
    found = review.sample("support")
    agent = found.scope().agents[0]
    after = agent.after(agent.cheapest_to("T2") or ())
    text = " ".join(to_markdown(found.document("annex").content).split())
    rule = text.partition("T2, Production with conditions")[2].partition("T3, Operable")[0]
    below = [i for i in after.items.values() if i.applies and i.shown <= Fraction(1, 4) and i.item.weight == "critical"]

    assert after.reported_tier == "T2"
    assert below
    assert all(item.item.title in rule for item in below)


def test_what_the_consultant_should_settle_is_no_part_of_a_clients_document() -> None:
    """Of the notices a document has what changes the numbers: here a question that this questionnaire does not know."""
    read = review.sample()
    agent = read.assessment.agent
    facts = {**agent.profile, "model": "whatever the account points at"}
    strange = Answer(item="s9.unknown", respondent=read.assessment.respondents[0].id, rating=1)
    changed = {"agent": agent.model_copy(update={"profile": facts}), "answers": (*read.assessment.answers, strange)}
    assessment = read.assessment.model_copy(update=changed)
    made = annex_document(score(read.questionnaire, assessment), SENTENCES)

    assert any("named like the model" in doubt for doubt in doubts(assessment, assessment.as_of))
    assert "named like the model" not in repr(made)
    assert "Not in this questionnaire, kept and not scored: s9.unknown." in plain_text(repr(made))


def test_a_must_have_that_is_shown_whole_says_all_of_its_items() -> None:
    found = review.sample("invoice-approval")
    shown = found.suppose({item: 4 for item in found.score().items if item.startswith("s4_exceptions.")})

    assert "'all nine items shown at what they need'" in repr(annex_document(shown, SENTENCES))


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval"])
def test_the_steps_of_a_gap_are_those_of_its_line_in_the_scope(name: str) -> None:
    """What one of the team does alone is taught to the others, and what they write we read: both say so.

    Hours set for this client are for what was agreed, whichever step that is.
    """
    found = review.sample(name)
    agent, numbers = found.scope().agents[0], gap_numbers(found.score())
    lines = {str(numbers.get(line.gaps[0].item)): line for line in agent.lines_to(agent.goal) if line.gaps}
    section = next(part for part in found.document("annex").content.sections if part.id == "register")
    rows = [row for table in section.blocks if isinstance(table, Table) for row in table.rows]
    steps = {row[0]: row[6] for row in rows if row[0] in lines and row[2] == "needs work"}
    assert steps
    in_scope = {n: "what was agreed" if line.own else ", ".join(line.done) for n, line in lines.items()}
    assert steps == {number: in_scope[number].replace("_", " ") for number in steps}


def test_what_no_tier_waits_for_is_not_listed_as_what_the_tier_needs() -> None:
    text = to_markdown(review.sample("invoice-approval").document("annex").content)
    needs, _, spare = text.partition("### To T3")[2].partition("\n## ")[0].partition("no tier waits for these")
    assert "Rollback plan for a change" in needs
    assert "Retry threshold" in spare
    assert "Retry threshold" not in needs
