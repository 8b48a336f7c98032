"""The preparation sheet: a questionnaire and a person in, the whole Markdown out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    BUILDER,
    OPERATOR,
    OWNER,
    USER,
    a_gate,
    a_questionnaire,
    a_respondent,
    an_area,
    an_assessment,
    an_item,
    needs,
    says,
)
from test_markdown import kinds, parsed

from opsassess import review
from opsassess.assessment import Respondent
from opsassess.documents.markdown import to_markdown
from opsassess.followup import followup_document
from opsassess.followup.requests import requests
from opsassess.library import find_questionnaire
from opsassess.meeting import Meeting
from opsassess.owners import Owners
from opsassess.owners.way import agent_of
from opsassess.prep import asked_groups, in_sessions, minutes_of, prep_document, prep_sheets, to_open
from opsassess.prose import Sentences, load_sentences
from opsassess.questionnaire import Item, Questionnaire, Role

SENTENCES, FOLLOW_UP = load_sentences("prep"), load_sentences("followup")
FULL = find_questionnaire("agent-operability")


def titled(item: Item, title: str, **more: Any) -> Item:
    return item.model_copy(update={"title": title} | more)


def small(*order: str) -> Questionnaire:
    """Return two areas: one thing to stop, one owner, one bound that not every agent has."""
    stop = titled(an_item("a.stop", "critical"), "The stop")
    owner = titled(an_item("b.owner", "critical"), "The owner", asked_of=("operator", "owner"))
    api = titled(an_item("b.api"), "API limits")
    drafts = titled(an_item("a.drafts"), "Drafts", applies_when=({"drafts": (True,)},))
    questionnaire = a_questionnaire([an_area("a", drafts, stop), an_area("b", owner, api)])
    return questionnaire.model_copy(update={"session_order": order})


def sheet(who: Respondent | Role, questionnaire: Questionnaire | None = None, **profile: Any) -> str:
    asked = questionnaire or small("b", "a")
    assessment = an_assessment(asked, respondents=(OPERATOR, BUILDER), profile=profile)
    return to_markdown(prep_document(asked, assessment, who, SENTENCES))


def test_who_built_it_and_runs_it_is_no_third_person_on_the_own_sheet() -> None:
    both = OPERATOR.model_copy(update={"roles": ("operator", "builder", "owner")})

    text = " ".join(sheet(both, find_questionnaire("agent-operability")).split())

    assert "what is done when a vendor, its access or you are no longer there" in text
    assert "the person who built it is gone" not in text
    assert "before the session; without that we stop before the click." in text


def test_what_was_written_for_builders_is_asked_of_the_builder_alone() -> None:
    documents = [{"kind": "README", "where": "Git"}]
    assert "within reach: README" in sheet(BUILDER, documents=documents)
    assert "within reach: README" not in sheet(OPERATOR, documents=documents)


def test_a_whole_sheet() -> None:
    systems = [{"name": "HubSpot"}, {"name": "Sheets, Territories"}, {"reads": "a row without a name"}]
    documents = [{"kind": "README", "where": "Git"}, {"kind": "other", "where": "the wiki"}]
    assert sheet(OPERATOR, drafts=False, systems=systems, documents=documents) == dedent(
        """\
        # Preparation: Operator

        Agent: what we will ask, and what to have at hand

        - **Client**: Client
        - **For**: Operator, operator
        - **Time**: about 15 minutes, in one session
        - **Date**: 1 June 2026

        ## What this is about

        We ask one thing about Client's Agent: can your team run it without the person who built it? You run it, so your answers are the ones that count. We look at the agent and at what is written about it, not at you.

        Please write nothing new for it and tidy nothing up: we want to see how it is today. "I do not know" is a good answer: it shows what has to be written down.

        ## What we will ask you

        In this order. Where you can, show us instead of telling us.

        1. **Title of b**: the owner; API limits
        2. **Title of a**: the stop

        ## What to have at hand

        Be able to share your screen. Be logged in under your own name, as far as you have access, to: HubSpot; Sheets, Territories; where the agent itself runs and is switched off. For the questions that weigh most, have open what the table names, where it exists.

        | Question | Have open or within reach |
        | --- | --- |
        | The owner | The screen |
        | The stop | The screen |

        Have these documents within reach: the wiki.

        ### What never to send or show

        - Passwords, keys and tokens: show us where they are kept, never what they are.
        - Personal data: share one window and not the whole screen, with a test case where there is one.
        - What you are not sure you may show: tell us that it is there.
        """  # noqa: E501 - lines as they are printed
    )


def asked_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line[:1].isdigit()]


def test_an_unknown_fact_leaves_the_question_in() -> None:
    assert asked_lines(sheet(OPERATOR)) == [
        "1. **Title of b**: the owner; API limits",
        "2. **Title of a**: drafts; the stop",
    ]


def test_an_owner_is_asked_what_is_the_owners() -> None:
    text = sheet(OWNER)
    assert asked_lines(text) == ["1. **Title of b**: the owner"]
    assert "| The stop |" not in text


def test_an_owner_whom_somebody_named_gets_a_sheet_with_the_name() -> None:
    sample = review.sample("triage")
    sheets = prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)
    assert [*sheets] == ["femke-hoekstra", "gerben-prins"]
    text = to_markdown(sheets["gerben-prins"])
    assert "- **For**: Gerben Prins, owner" in text
    assert "This is what the follow-up asks of you; we propose 1 December 2026.\n\n### In the talk\n\n" in text
    assert "### In the talk\n\n- **The owner's yes**: confirm" in text
    assert "### What you can settle without us\n\n- **Sign-off before the agent runs again**" in text
    owner = Owners(score=sample.score(), agent=agent_of(sample.score()))
    asked = next(own for person, own in requests(owner, FOLLOW_UP).items() if person.name == "Gerben Prins")
    assert [request.title for request in asked if f"- **{request.title}**: " not in text] == []
    assert "## What we will ask you" not in text  # the follow-up asks nothing else
    assert "Please write nothing new for it" not in text  # what it asks for is to be written


def test_whoever_has_spoken_is_asked_what_is_still_open_with_them_and_no_more() -> None:
    """What the follow-up asks of a person, with its own minutes: nobody subtracts two papers."""
    sample = review.sample()
    sheets = prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)

    dana = to_markdown(sheets["dana-ruiz"])
    assert "**When**" not in dana
    assert "- **Time**: about 30 minutes: one session by 4 December 2026, one by 18 December 2026\n" in dana
    assert "good answer" not in dana
    first, second = re.findall(r"### By (.*?), about 15 minutes\n\n(.*?)\n\n", dana, re.DOTALL)
    assert (first[0], second[0]) == ("4 December 2026", "18 December 2026")
    assert "rotating the agent's access" in first[1]
    assert "malformed input; duplicate task; missing context" in second[1]
    assert "This is what the follow-up asks you to show or to answer. In this order." in dana
    promised = "checking that the pause worked (27 November 2026, with Jonas Weber)."
    assert f"we look at together by its day: where the credentials live (25 November 2026); {promised}" in dana
    assert [*sheets] == ["dana-ruiz", "priya-shah"]  # the builder agreed to write, and has nothing to answer
    assert "watch you pause the agent yourself" not in dana  # she did on 18 November
    assert "Please write nothing new for it" not in dana  # pages are what was agreed
    assert "What never to send or show" in dana  # vault and keys are on her screen
    assert "What never to send" not in to_markdown(sheets["priya-shah"])  # who shows nothing has read it there


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval", "triage"])
def test_the_follow_up_asks_for_a_day_of_each_session_and_talk_that_a_sheet_names(name: str) -> None:
    sample = review.sample(name)
    asked = re.findall(r"takes (.*): which days? suits? you", to_markdown(followup_document(sample.score(), FOLLOW_UP)))
    sheets = prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)
    told = [re.findall(r"\*\*Time\*\*: (.*)", to_markdown(found))[0] for found in sheets.values()]
    day = r"by \d+ \w+ \d+"
    assert [re.findall(day, text) for text in asked] == [re.findall(day, text) for text in told] != []
    assert all(re.findall(day, text) for text in told)


def test_the_logins_to_have_open_are_those_that_the_answers_list() -> None:
    """Not every system of the agent asks for a login, and its console and vault are in no table of systems."""
    text = to_markdown(review.sample("support").document("prep", "mirjam-kofler").content)
    assert "to: Zammad; Larder; n8n; IT wiki, restricted; Parcel portal." in text
    assert "Parcel tracking" not in text


def test_what_is_done_alone_is_no_part_of_a_session_that_only_looks() -> None:
    text = to_markdown(review.sample("support").document("prep", "mirjam-kofler").content)
    asked, later = text.split("## Another time")
    assert "rollback plan for a change" not in asked
    assert "where there is no test copy, open the screens and change nothing: scoping the impact (18 Dec" in later
    assert "the agent's access and rollback plan for a change (22 December 2026)" in later
    assert "revoking dangerous permissions (27 November 2026, with Rasmus Lindqvist)" in later


@pytest.mark.parametrize(
    ("name", "who", "own"),
    [
        (
            "lead-routing",
            "dana-ruiz",
            "escalation contacts and end-of-day status (4 December 2026); where each kind of work goes (11 December",
        ),
        ("lead-routing", "priya-shah", "sign-off before the agent runs again (4 December 2026); the first four hours"),
        ("support", "claudia-reinholt", "sign-off before the agent runs again (20 January 2027)."),
        ("support", "mirjam-kofler", "review after an incident (25 November 2026); access map and last review of"),
        ("invoice-approval", "saskia-verbeek", "stopping outbound writes (26 November 2026); running the agent"),
        ("triage", "femke-hoekstra", "forcing draft-only mode (27 November 2026); pausing new runs (30 November 2026)"),
    ],
)
def test_all_that_is_done_without_us_stands_with_its_day_beside_the_talk(name: str, who: str, own: str) -> None:
    """What was agreed and what the register adds; of an owner all but what waits for nobody else."""
    text = to_markdown(review.sample(name).document("prep", who).content)
    assert own in text.partition("These you do yourself, each by its day, as the follow-up says: ")[2].splitlines()[0]


def test_whoever_has_spoken_has_within_reach_what_they_named_for_each_question() -> None:
    """Not all documents of the agent: what is asked again stands in other places. An aged paper stays as old."""
    text = to_markdown(review.sample("lead-routing").document("prep", "dana-ruiz").content)
    reach = text.partition("Have these documents within reach: ")[2].splitlines()[0]
    assert "20 April" not in reach
    assert "has aged; have each as it stands today, with its date: person who leads an incident; duplicate" in reach
    assert "Stand-in sheet for Lena Hofer (paper), for missing context" in reach
    assert "postmortem" not in reach


def test_in_a_draft_what_somebody_was_mostly_not_asked_yet_is_still_asked() -> None:
    """Who was asked nearly all gets what the follow-up asks, and no second list."""
    sample = review.sample("triage")
    assert "arjun-mehta" not in prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)
    begun = [a for a in sample.assessment.answers if a.respondent != "arjun" or a.item.startswith("s5")]
    assessment = sample.assessment.model_copy(update={"answers": tuple(begun)})
    builder = to_markdown(prep_sheets(sample.questionnaire, assessment, SENTENCES)["arjun-mehta"])
    assert "**Whole-agent checks**: running the agent without the builder\n" in builder
    assert "This is what we have not asked you yet, with what the follow-up asks you" in builder


def test_a_role_that_nobody_has_yet_is_asked_its_questions_though_its_builder_has_spoken() -> None:
    """What the follow-up asks of nobody by name is for all roles: the owner cannot handle a timeout."""
    found = review.sample("lead-routing").assessment
    answers = tuple(answer for answer in found.answers if answer.respondent == "jonas")
    left = tuple(person for person in found.respondents if person.id == "jonas")
    spoken = found.model_copy(update={"answers": answers, "respondents": left, "actions": (), "promised": ()})
    unasked = found.model_copy(update={"answers": (), "respondents": (), "actions": (), "promised": ()})
    sheets, before = (prep_sheets(FULL, one, SENTENCES) for one in (spoken, unasked))
    for role in ("operator", "owner"):
        first, second = (to_markdown(one[role]).partition("## What to have")[0] for one in (sheets, before))
        assert first == second
        assert "## What we will ask you" in first


def test_who_has_spoken_and_owes_nothing_gets_no_sheet() -> None:
    """A builder without a contract who gave all answers is not asked for three hours more."""
    sample = review.sample("invoice-approval")
    assert [*prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)] == ["saskia-verbeek", "willem-aarts"]


def test_an_owner_who_has_spoken_has_what_only_the_owner_decides_before_all_questions() -> None:
    sample = review.sample()
    owner = to_markdown(prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)["priya-shah"])
    assert "## What waits for you\n\nThis is what only you can decide; our proposed day stands with each.\n" in owner
    assert re.search(r"- \*\*Who can stop it at every hour\*\*: .* By 27 November 2026\.\n", owner)
    assert re.search(r"- \*\*Owners\*\*: please name one for each of the .* By 4 December 2026\.\n", owner)
    assert "- **Time**: a talk of about 30 minutes by 27 November 2026\n" in owner
    assert "**When**" not in owner
    assert "Have the gap register open" in owner


def test_an_owners_promises_stand_on_the_sheet_as_an_operators_do() -> None:
    text = to_markdown(review.sample("support").document("prep", "claudia-reinholt").content)
    assert "You promised these; " in text
    assert ": person who leads an incident (20 November 2026); actions that the agent is allowed to take (27" in text


def test_an_owner_needs_no_login_and_no_paper_of_the_operators() -> None:
    profile: dict[str, Any] = {
        "systems": [{"name": "HubSpot"}],
        "documents": [{"kind": "postmortem"}, {"kind": "runbook"}],
    }
    assert "to: HubSpot; where the agent" in sheet(OPERATOR, **profile)
    text = sheet(OWNER, **profile)
    assert "HubSpot" not in text
    assert "within reach: runbook." in text


def test_day_place_and_host_stand_on_the_cover_as_far_as_they_are_known() -> None:
    meeting = Meeting(days={"operator ": "18 June, 09:30"}, place="Teams", host="Anna Vogt", phone="+49 30 0")
    assessment = an_assessment(small(), respondents=(OPERATOR, BUILDER))
    texts = {
        name: to_markdown(document) for name, document in prep_sheets(small(), assessment, SENTENCES, meeting).items()
    }
    assert "- **When**: 18 June, 09:30\n- **Where**: Teams\n- **With**: Anna Vogt, +49 30 0\n" in texts["operator"]
    assert "session\n- **Where**: Teams\n" in texts["builder"]
    only = Meeting(phone="+49 30 0")
    text = to_markdown(prep_document(small(), assessment, OPERATOR, SENTENCES, only))
    assert "session\n- **With**: +49 30 0\n- **Date**" in text


def test_the_bank_is_told_in_plain_words_and_without_its_catalogue_of_proof() -> None:
    """Of a few questions their titles stand there; what an area is about is said where all of it is asked."""
    assessment = an_assessment(FULL, respondents=())
    text = to_markdown(prep_document(FULL, assessment, "operator", SENTENCES))
    assert "**Manual fallback**: how the work goes on by hand while it is off (three questions)\n" in text
    assert "**Manual fallback**: the first four hours without the agent; where each" in sheet("owner", FULL)
    assert "| Pausing new runs | The switch, under your own login |" in text
    for area in FULL.areas:
        assert SENTENCES.has(f"area.{area.id}")
    for item in FULL.items.values():
        assert item.weight != FULL.constants.critical or SENTENCES.has(f"open.{item.id}")


def test_a_builder_is_asked_all_of_it_but_need_not_open_what_is_an_operators() -> None:
    login = {"E1": "a page", "E2": "the switch under the operator's login", "E3": "a record"}
    questionnaire = a_questionnaire(
        [an_area("a", an_item("a.see", "critical"), titled(an_item("a.stop", "critical"), "The stop", evidence=login))]
    )
    text = sheet(BUILDER, questionnaire)
    assert asked_lines(text) == ["1. **Title of a**: title of a.see; the stop"]
    assert "| Title of a.see | The screen |" in text
    assert "| The stop |" not in text
    assert "without showing you their answers" in text


def test_who_builds_and_operates_is_asked_for_somebody_else_who_can() -> None:
    assert "Please name whoever else can do a thing" in sheet(a_respondent("both", "builder", "operator"))


def test_a_user_has_no_list() -> None:
    text = sheet(USER)
    assert "Agent: what we would like to hear from you\n" in text
    assert "- **Time**: a talk of about 15 minutes\n" in text
    assert "## What we will ask you" not in text
    assert "You need to prepare nothing." in text


def test_a_role_without_a_person_has_a_sheet_without_a_name() -> None:
    text = sheet("operator")
    assert text.startswith("# Preparation for the operator\n")
    assert "- **For**: the operator\n" in text


def test_a_question_that_the_session_puts_elsewhere_stands_alone_there() -> None:
    assert asked_lines(sheet(OPERATOR, small("b.api", "a"))) == [
        "1. **API limits**",
        "2. **Title of a**: drafts; the stop",
        "3. **Title of b**: the owner",
    ]


def test_a_question_that_the_questionnaire_shows_to_hands_has_its_note() -> None:
    questionnaire = a_questionnaire([an_area("s5_kill_switch", an_item("s5_kill_switch.pause_new_runs"))])
    assert "We would like to watch you pause the agent yourself" in sheet(OPERATOR, questionnaire)
    assert "We get the yes of whoever answers for the agent before the session" in sheet(OPERATOR, questionnaire)
    assert "We would like to watch you pause" not in sheet(BUILDER, questionnaire)
    both = sheet(a_respondent("both", "operator", "owner"), questionnaire)
    assert "You answer for the agent: say yes to the pause and to the restart before the session; without that" in both


def test_an_area_is_not_told_by_what_does_not_apply() -> None:
    whole, left = an_assessment(FULL), an_assessment(FULL, not_applicable=["r1_daily_ops.end_of_day"])
    told, short = (to_markdown(prep_document(FULL, known, OPERATOR, SENTENCES)) for known in (whole, left))
    assert "an ordinary day with it, from the first look in the morning to the note in the evening (six" in told
    assert "an ordinary day with it (five questions)" in short


def test_a_user_whose_name_the_answers_hold_for_a_duty_is_told_so() -> None:
    duty = titled(an_item("a.access", kind="people"), "Approver of access")
    questionnaire = a_questionnaire([an_area("a", duty)]).model_copy(update={"duties": ("a.access",)})
    answer = says(OPERATOR, "a.access", 3, content=[{"name": "User", "role": "security"}])
    assessment = an_assessment(questionnaire, [answer], respondents=(OPERATOR, USER))
    text = to_markdown(prep_document(questionnaire, assessment, USER, SENTENCES))
    assert "As we were told, your name stands for this: approver of access. Tell us first how you do that" in text
    assert "You work with what it produces" not in text


@pytest.mark.parametrize(
    ("minutes", "sessions"),
    [
        ((30, 30), [60]),
        ((50, 48), [100]),
        ((50, 50), [50, 50]),
        ((80, 60, 40), [80, 100]),
        ((60,) * 5, [60, 60, 120, 60]),
    ],
)
def test_time_is_parted_into_sessions_of_about_an_hour_and_a_half(minutes: Sequence[int], sessions: list[int]) -> None:
    areas = [an_area(f"a{n}", titled(an_item(f"a{n}.x"), "X", minutes=Fraction(m))) for n, m in enumerate(minutes)]
    questionnaire = a_questionnaire(areas)
    groups = asked_groups(questionnaire, an_assessment(questionnaire), ["operator"])
    assert [minutes_of(session) for session in in_sessions(groups)] == sessions


def test_of_too_much_to_open_the_must_haves_of_a_pilot_stay() -> None:
    items = [an_item(f"a.i{n}", "critical") for n in range(20)]
    gates = [
        a_gate("G1", "T2", needs("a.i17", "0.5")),
        a_gate("G2", "T1", needs("a.i19", "0.5"), needs("a.i17", "0.5")),
    ]
    kept = to_open(a_questionnaire([an_area("a", *items)], gates), items)
    assert [item.id for item in kept] == [*(f"a.i{n}" for n in range(10)), "a.i17", "a.i19"]


def test_each_respondent_has_a_sheet_and_each_role_that_is_missing() -> None:
    questionnaire = small()
    same = Respondent(id="x", name="Dana / Ruiz", roles=("operator",))
    people = (same, same.model_copy(update={"id": "y", "name": "Dana Ruiz"}), BUILDER)
    sheets = prep_sheets(questionnaire, an_assessment(questionnaire, respondents=people), SENTENCES)
    assert [*sheets] == ["dana-ruiz", "dana-ruiz-2", "builder", "owner"]
    third = same.model_copy(update={"id": "z", "name": "Dana Ruiz 3"})
    sheets = prep_sheets(questionnaire, an_assessment(questionnaire, respondents=(third, *people)), SENTENCES)
    assert [*sheets] == ["dana-ruiz-3", "dana-ruiz", "dana-ruiz-2", "builder", "owner"]
    assert [*prep_sheets(questionnaire, an_assessment(questionnaire, respondents=()), SENTENCES)] == [
        "operator",
        "builder",
        "owner",
    ]


def test_the_full_bank_takes_two_sessions_of_an_hour_and_a_half() -> None:
    assessment = an_assessment(FULL, respondents=())
    groups = asked_groups(FULL, assessment, ["operator"])
    assert {item.id for group in groups for item in group.items} == {*FULL.items}
    assert all(75 <= minutes_of(session) <= 105 for session in in_sessions(groups))
    assert len(in_sessions(groups)) == 2


def test_the_triage_takes_one_hour() -> None:
    triage = find_questionnaire("triage")
    text = sheet("operator", triage)
    assert "- **Time**: about 60 minutes, in one session\n" in text


def test_the_sample_asks_what_applies_in_the_order_of_the_session() -> None:
    sample = review.sample()
    unasked = sample.assessment.model_copy(update={"answers": (), "promised": (), "actions": (), "exceptions": ()})
    sheets = prep_sheets(sample.questionnaire, unasked, SENTENCES)
    assert [*sheets] == ["dana-ruiz", "jonas-weber", "priya-shah", "tom-okafor"]
    text = to_markdown(sheets["dana-ruiz"])
    assert "approval queue review" not in text  # declared not applicable
    assert "two companies merged into one record" in text  # the client's own
    titles = [
        "Workflow summary",
        "Kill switch",
        "Change and escalation",
        "Manual fallback",
        "Exception",
        "Finding wrong",
    ]
    places = [text.index(f"**{title}") for title in titles]
    assert places == sorted(places)
    asked_again = prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)
    assert [*asked_again] == ["dana-ruiz", "priya-shah"]
    both = (*sheets.values(), *asked_again.values())
    assert max(len(to_markdown(found)) for found in both) < 5600  # two pages


def test_no_answer_is_on_a_sheet() -> None:
    """Questions stand there by their titles; a builder reads no answer of the team, and the team none of a builder."""
    sample = review.sample()
    sheets = prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)
    texts = "\n".join(to_markdown(sheet) for sheet in sheets.values())
    notes = {note for answer in sample.assessment.answers if (note := answer.note) and len(note) > 20}
    assert notes
    assert not [note for note in notes if note in texts]


def test_a_consultancy_may_add_a_note_to_a_question() -> None:
    texts = {name: SENTENCES._texts[name] for name in SENTENCES.names()}
    questionnaire = small()
    document = prep_document(
        questionnaire, an_assessment(questionnaire), OPERATOR, Sentences(texts | {"note.b.owner": "Bring the list."})
    )
    assert "\n\nBring the list.\n\n" in to_markdown(document)


HOSTILE = ["<b>x</b>", "**x** | y", "[a](http://x)", "# x", "- x\n1. y", "{{ 7 * 7 }}", "\u202ex", "![i](file:///x)"]


@settings(max_examples=60)
@given(st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=40))
def test_what_somebody_typed_stays_text(typed: str) -> None:
    asked = small()
    profile = {"systems": [{"name": typed}], "documents": [{"kind": typed, "where": typed}]}
    assessment = an_assessment(asked, respondents=(OPERATOR,), profile=profile)
    person = OPERATOR.model_copy(update={"name": typed})
    text = to_markdown(prep_document(asked, assessment, person, SENTENCES))
    assert not {"link", "image", "inline_html", "block_html", "block_code", "codespan"} & set(kinds(parsed(text)))
    assert "49" not in text or "49" in typed


@pytest.mark.parametrize("rows", [[{"name": ""}], [{"name": None}], [{}], []])
def test_a_system_without_a_name_is_left_out(rows: list[dict[str, Any]]) -> None:
    assert "logged in" not in sheet(OPERATOR, systems=rows)


def test_the_place_of_the_keys_is_open_where_a_question_is_about_them() -> None:
    systems = [{"name": "HubSpot"}]
    keys = a_questionnaire([an_area("r5_continuity", an_item("r5_continuity.rotate_access"))])
    assert "switched off; and the place of the agent's keys." in sheet(OPERATOR, keys, systems=systems)
    assert "keys" not in sheet(OPERATOR, systems=systems).partition("What never")[0]


def test_a_builder_whose_contract_has_ended_is_asked_to_open_nothing_of_the_clients() -> None:
    systems = [{"name": "the ERP", "writes": "none"}]
    told = sheet(BUILDER, builder_available="No contract since July; answers as a courtesy", systems=systems)
    assert "You need no login, and should have none any more: what you remember is enough." in told
    assert "ERP" not in told
    assert "Be logged in, as far as you have access, to: the ERP" in sheet(BUILDER, systems=systems)


def test_what_waits_for_an_owner_comes_by_day_and_who_shows_no_screen_need_not_share_one() -> None:
    found = review.sample("invoice-approval")
    text = to_markdown(prep_sheets(found.questionnaire, found.assessment, SENTENCES)["willem-aarts"])
    assert text.index("By 23 November 2026") < text.index("By 26 November 2026") < text.index("By 3 December 2026")
    assert "share your screen" not in text


def test_who_else_has_to_be_there_is_named_below_the_questions() -> None:
    sample = review.sample("invoice-approval")
    sheets = prep_sheets(sample.questionnaire, sample.assessment, SENTENCES)
    assert "Please have with you: Petra Vos, for cost per completed task." in to_markdown(sheets["saskia-verbeek"])
