"""The one-page card of the runbook: nothing that somebody needs at the click is left out, and it stays one page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hostile import as_bytes, pdf_text
from strategies import OPERATOR, an_assessment, says

from opsassess import review
from opsassess.assessment import Action
from opsassess.blocks import Bullets, Facts, Heading
from opsassess.described.book import STOP
from opsassess.described.entries import entries_of
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.documents.theme import Theme
from opsassess.library import find_questionnaire
from opsassess.owners.open_hours import PAUSE
from opsassess.prose import Prose, load_sentences
from opsassess.questionnaire import FAILURE_COLUMNS
from opsassess.runbook import runbook_document
from opsassess.scoring import score

pytestmark = pytest.mark.slow

SAMPLES = ("lead-routing", "support", "invoice-approval", "triage")
BANK = find_questionnaire("triage")
STOPPING = Prose("Stop")  # the title of the field
WIDE = Theme(text_font="DejaVu Sans", heading_font="DejaVu Serif")


def texts(content: Any, *, but: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the texts of a content, without those of some keys."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from texts(value, but=but) if key not in but else ()
    elif isinstance(content, list):
        for value in content:
            yield from texts(value, but=but)
    elif isinstance(content, str):
        yield content


@pytest.mark.parametrize("name", ["lead-routing", "triage"])
def test_the_card_says_of_each_stop_when_who_each_step_with_its_sign_and_what_if_not(name: str) -> None:
    found = review.sample(name)
    (facts,) = found.document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    card = plain_text(dict(facts.pairs)[STOPPING]).replace("TODO ", "")
    stops = [entry for entry in entries_of(found.score()).values() if f"card.{STOP}" in entry.item.runbook]
    assert len(stops) == 4
    for entry in stops:
        assert entry.told
        asked_of_whoever_paused = entry.item.id == "s5_kill_switch.verify_pause"
        but = ("minutes", "going_back", *(("who",) if asked_of_whoever_paused else ()))
        assert [text for text in texts(entry.told.content, but=but) if text.rstrip(".") not in card] == []


@pytest.mark.parametrize("name", ["invoice-approval", "support"])
def test_a_full_card_leaves_out_signs_and_nothing_else(name: str) -> None:
    found = review.sample(name)
    (facts,) = found.document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    stop = plain_text(dict(facts.pairs)[STOPPING]).replace("TODO ", "")
    for entry in (e for e in entries_of(found.score()).values() if f"card.{STOP}" in e.item.runbook and e.told):
        but = ("minutes", "going_back", "see", *(("who",) if entry.item.id == "s5_kill_switch.verify_pause" else ()))
        told = texts(entry.told and entry.told.content, but=but)
        assert [text for text in told if text.rstrip(".") not in stop] == []


def test_a_full_card_says_too_what_else_stops_where_access_is_taken_away() -> None:
    (facts,) = review.sample("invoice-approval").document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    assert "The month-end accrual list stops too" in plain_text(dict(facts.pairs)[STOPPING])


def test_a_full_card_has_the_first_steps_by_hand_and_those_of_safe_mode() -> None:
    """Printed alone, it has to do."""
    found = review.sample("invoice-approval")
    (facts,) = found.document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    card = {str(title): plain_text(text).replace("TODO ", "") for title, text in facts.pairs}
    by_hand = card["Go on by hand"]
    assert by_hand.index("work by hand begins at minute 30") < by_hand.index("The steps from ") < by_hand.index("ERP")
    assert "(3) Open each draft, compare PDF, order and receipt" in card["Safe mode"]
    assert "Petra Vos ...." in card["Numbers, by hand"], "the last to call"


def grown(value: Any) -> Any:
    """Return an answer that says far more in far more steps."""
    if isinstance(value, dict):
        return {key: grown(part) for key, part in value.items()}
    if isinstance(value, list):
        return [grown(part) for part in value] * 2
    return f"{value}. {'The second queue waits for a person. ' * 3}" if " " in str(value) else value


@pytest.mark.parametrize("name", ["grown", "invoice-approval", "triage"])
def test_the_card_is_one_page_in_every_theme(name: str, tmp_path: Path) -> None:
    found = review.sample("lead-routing" if name == "grown" else name)
    if name == "grown":
        answers = [a.model_copy(update={"content": grown(a.content)}) for a in found.assessment.answers]
        found = replace(found, assessment=found.assessment.model_copy(update={"answers": answers}))
    whole = found.document("runbook").content
    card, about, *others = whole.sections
    headings = [replace(s, blocks=tuple(b for b in s.blocks if isinstance(b, Heading))) for s in others]
    short = replace(whole, sections=(card, about, *headings))  # the pages that the card names are there
    document = replace(replace(found, theme=WIDE).document("runbook"), made_before=short)
    first, second = pdf_text(as_bytes(document.render("pdf", tmp_path))).split("\f")[1:3]
    assert "on one page" in first
    assert "About this draft" in second


def test_what_is_open_at_other_hours_stands_on_the_card_even_if_it_was_said_of_the_way_back() -> None:
    found = review.sample("triage")
    back = "Press On. How IT stops it at night is not written yet. Where the log of it is kept is not known."
    answers = tuple(
        a.model_copy(update={"content": {**(a.content or {}), "going_back": back}})
        if a.item == PAUSE and a.content
        else a
        for a in found.assessment.answers
    )
    document = replace(found, assessment=found.assessment.model_copy(update={"answers": answers})).document("runbook")
    (facts,) = document.content.sections[0].blocks
    assert isinstance(facts, Facts)
    card = plain_text(dict(facts.pairs)[STOPPING])
    assert "TODO How IT stops it at night is not written yet." in card
    assert "Where the log of it is kept" not in card


@pytest.mark.parametrize(
    ("name", "stops"), [("lead-routing", 2), ("support", 0), ("invoice-approval", 2), ("triage", 2)]
)
def test_the_card_says_beside_each_further_stop_that_nobody_is_agreed_for_other_hours(name: str, stops: int) -> None:
    (facts,) = review.sample(name).document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    assert plain_text(dict(facts.pairs)[STOPPING]).count("TODO At other hours: not agreed") == stops


def test_the_card_marks_what_is_not_agreed_and_keeps_every_kind_of_work() -> None:
    (facts,) = review.sample("lead-routing").document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    card = {str(title): plain_text(text) for title, text in facts.pairs}
    assert 'HubSpot list "Event lists", TODO who: not agreed; Company data → ' in card["Go on by hand"]
    assert "Partner requests → TODO where and who: not agreed; Event lists" in card["Go on by hand"]
    (facts,) = review.sample("invoice-approval").document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    by_hand = plain_text(dict(facts.pairs)[Prose("Go on by hand")])
    assert "Waiting for receipt.xlsx, Ilse Claes (Hasselt), Tom Wouters (Tilburg)." in by_hand, "the last of five"


@pytest.mark.parametrize("name", SAMPLES)
def test_whom_to_call_stands_above_the_steps_names_nobody_twice_and_leaves_out_what_stops_nothing(name: str) -> None:
    """Who lets it run again, when pages were reviewed and whom to ask can wait until it stands."""
    (facts,) = review.sample(name).document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    titles = [str(title) for title, _ in facts.pairs]
    first = titles.index("Whom to call")
    tell = ["Whom to tell"] if name != "triage" else []  # it has no such list
    last = ["If nobody can stop it"] if name != "invoice-approval" else []  # there the owners lead incidents
    assert titles[first:] == ["Whom to call", *last, "Numbers, by hand", *tell, "Stop", "Go on by hand", "Safe mode"]
    called = plain_text(dict(facts.pairs)[Prose("Whom to call")])
    assert [who for who in ("Henk Visser, D", "Priya Shah, Head", "Bram de Wit, IT") if called.count(who) > 1] == []
    assert not any("needed from" in plain_text(text).lower() for _, text in facts.pairs)


def test_a_card_with_room_says_whom_to_tell_in_what_time_and_how_to_see_that_safe_mode_works() -> None:
    def card(name: str) -> dict[str, str]:
        (facts,) = review.sample(name).document("runbook").content.sections[0].blocks
        assert isinstance(facts, Facts)
        return {str(title): plain_text(text) for title, text in facts.pairs}

    roomy, full = card("lead-routing"), card("support")
    told = "Priya Shah within 15 minutes · Sofia Brandt within 30 minutes. In which case and how: "
    assert roomy["Whom to tell"].startswith(told)
    assert 'and set "Propose". You see: The header reads "Propose only". (2)' in roomy["Safe mode"]
    for text, last in ((roomy, 'the header reads "Propose only"'), (full, '"Sent by helper" shows a new entry')):
        assert re.search(rf"If not: If .*{last}, pause new runs\.$", text["Safe mode"])
    assert 'You see: Only the role "Helper reads" is left.' in full["Stop"], "of each switch"
    assert full["Whom to tell"].startswith("Claudia Reinholt within 15 minutes. The others, in which case and how: ")
    cut = card("invoice-approval")
    assert cut["Whom to tell"].startswith("Willem Aarts and Lotte Hermans within 15 minutes. The others, ")
    assert 'yellow bar shows, pause new runs. Step 4 stands under "Forcing draft-only mode"' in cut["Safe mode"]


def test_where_nobody_may_be_there_to_stop_it_who_owns_what_it_writes_to_is_called_last() -> None:
    def last(found: review.Review) -> str:
        (facts,) = found.document("runbook").content.sections[0].blocks
        assert isinstance(facts, Facts)
        return plain_text(dict(facts.pairs).get(Prose("If nobody can stop it"), Prose("")))

    found = review.sample("lead-routing")
    assert last(found) == "Call Marta Lind, owner of HubSpot, Slack and Amazon Bedrock (our proposal)."
    owned = [{"name": "HubSpot", "writes": "owner", "owner": "Jonas Weber (freelance)"}]
    built = found.assessment.agent.model_copy(update={"profile": {**found.assessment.agent.profile, "systems": owned}})
    assert last(replace(found, assessment=found.assessment.model_copy(update={"agent": built}))) == "", "who built it"
    ever = {"who": "The duty operator or IT on-call, at all hours.", "steps": [{"do": "Press Stop.", "see": "Red."}]}
    answers = tuple(
        a.model_copy(update={"content": ever, "rating": 3, "respondent": "dana"}) if "s5_kill" in a.item else a
        for a in found.assessment.answers
    )
    settled = found.assessment.model_copy(update={"answers": answers})
    assert last(replace(found, assessment=settled)) == "", "somebody is there"


def test_nobody_is_called_whose_contract_has_ended() -> None:
    (facts,) = review.sample("invoice-approval").document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    assert not any("Farid Benali" in plain_text(text) for _, text in facts.pairs)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_last_part_lists_every_entry_that_carries_a_mark(name: str) -> None:
    found = review.sample(name)
    walks = [
        plain_text(line).rpartition(" (")
        for block in found.document("runbook").content.sections[-1].blocks
        if isinstance(block, Bullets)
        for line in block.items
    ]
    marked = [entry for entry in entries_of(found.score()).values() if entry.told and entry.mark]
    assert marked
    for entry in marked:
        assert entry.told
        lines = [
            ends for titles, _, ends in walks if re.search(rf"(?:^|[:;] ){re.escape(entry.item.title)}(?:;|$)", titles)
        ]
        assert any(line.endswith(f"told by {entry.told.respondent.name})") for line in lines), entry.item.title
        assert any(("due for review" in line) == (entry.mark == "due") for line in lines), entry.item.title


def test_the_card_says_when_and_who_goes_on_by_hand_and_names_nothing_that_no_emergency_needs() -> None:
    by_hand, approval = "s6_manual_fallback.four_hours", "s2_scope_boundaries.approval_required"
    steps = {"use_when": "Not back in 30 minutes.", "who": "Two people of payroll.", "steps": [{"do": "Print it."}]}
    row = {"action": "Pay out", "approver": "The head of payroll"}
    answers = [says(OPERATOR, by_hand, 3, content=steps), says(OPERATOR, approval, 3, content=[row])]
    found = score(BANK, an_assessment(BANK, answers, respondents=(OPERATOR,), profile={"has_approvals": True}))
    (facts,) = runbook_document(found, load_sentences("runbook")).sections[0].blocks
    assert isinstance(facts, Facts)
    card = {str(name): plain_text(text) for name, text in facts.pairs}
    assert "Use when: Not back in 30 minutes. Who: Two people of payroll. Print it." in card["Go on by hand"]
    assert set(card) == {"Stop", "Whom to call", "Go on by hand", "Safe mode"}


@pytest.mark.parametrize("name", SAMPLES)
def test_whom_to_call_keeps_the_hours_that_the_answer_names_for_each(name: str) -> None:
    """At two in the morning nobody chooses one of three names."""
    found = review.sample(name)
    (facts,) = found.document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    card = plain_text(dict(facts.pairs)[Prose("Whom to call")])
    leads, escalation = "s7_ownership.own_incidents", "r3_handoff.escalation_contacts"
    told = [entry.told for item, entry in entries_of(found.score()).items() if item in (leads, escalation)]
    people = [person for answer in told if answer for person in answer.content]
    first = [person for n, person in enumerate(people) if person["name"] not in [p["name"] for p in people[:n]]]
    hours = [h for person in first for h in re.findall(r"\d\d:\d\d to \d\d:\d\d", str(person))]
    assert len(hours) >= 1
    assert re.findall(r"\d\d:\d\d to \d\d:\d\d", card) == hours


def test_work_that_waits_for_who_built_the_agent_is_a_task_on_the_card_and_no_fallback() -> None:
    (facts,) = review.sample("triage").document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    by_hand = plain_text(dict(facts.pairs)[Prose("Go on by hand")])
    assert "Documents that the portal refused → TODO nobody and no place is named yet" in by_hand
    page = to_markdown(review.sample("triage").document("runbook").content)
    assert 'who does the work of "Documents that the portal refused" when the agent is stopped' in page


def test_what_the_software_does_alone_is_no_work_by_hand() -> None:
    """Who built it said of each kind only where it lies: the team has not said who does it, and the agent is off."""
    found = review.sample("lead-routing")

    def by_hand(found: Any) -> str:
        (facts,) = found.document("runbook").content.sections[0].blocks
        assert isinstance(facts, Facts)
        return plain_text(dict(facts.pairs)[Prose("Go on by hand")])

    assert "duty operator" not in by_hand(found)
    assert by_hand(found).count("who: not agreed") == 4, "every kind that somebody named"
    row = {"work": "Company data", "where": 'flag "later"', "who": "the agent, later", "starts_when": "at once"}
    for content, told in (
        (row, "Company data → TODO nobody and no place is named yet"),
        ({**row, "work": "don't know", "who": "Dana"}, 'flag "later", Dana, TODO kind of work: don\'t know'),
    ):
        answers = tuple(
            a.model_copy(update={"content": [content]})
            if a.item == "s6_manual_fallback.business_action" and a.content
            else a
            for a in found.assessment.answers
        )
        changed = replace(found, assessment=found.assessment.model_copy(update={"answers": answers}))
        assert told in by_hand(changed)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_kind_that_the_front_counts_is_marked_so_many_times(name: str) -> None:
    found = review.sample(name)
    entries = [entry for entry in entries_of(found.score()).values() if entry.told]
    text = to_markdown(found.document("runbook").content)
    about = text.partition("## About this draft")[2].partition("What nobody could say")[0]
    said = {
        "page": r"of (\d+) we saw the page only",
        "told": r"(\d+) w\w+ told by an operator or by the owner and not seen",
        "builder_only": r"(\d+) w\w+ told by [\w ]+ only",
    }
    for mark, pattern in said.items():
        counted = re.search(pattern, about)
        assert (int(counted[1]) if counted else 0) == sum(entry.mark == mark for entry in entries), mark
    aged = re.search(r"(\d+) were seen by us too long ago", about)
    assert (int(aged[1]) if aged else 0) == sum(entry.mark in ("aged", "due") for entry in entries)


def test_a_failure_of_which_only_the_page_was_seen_carries_its_mark_and_is_not_counted_as_told() -> None:
    modes = [a.items[0] for a in BANK.areas if a.id == "s4_exceptions"]
    answer = says(OPERATOR, modes[0].id, 2, "E1", content=dict.fromkeys(FAILURE_COLUMNS, "The desk looks."))
    found = score(BANK, an_assessment(BANK, [answer], respondents=(OPERATOR,)))
    assert entries_of(found)[modes[0].id].mark == "page"
    text = to_markdown(runbook_document(found, load_sentences("runbook")))
    assert f"{modes[0].title} (only the page seen, told by {OPERATOR.name})" in text


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("triage", ("Portal's help desk", "Femke Hoekstra", "Sanne Mulder", "Koen Blom", "Gerben Prins")),
        ("triage", ("Arjun Mehta", "Kadeweg's service desk")),
        (
            "invoice-approval",
            ("IT on-call", "Joris Peeters", "Bram de Wit", "Willem Aarts", "Emine Arslan", "Petra Vos"),
        ),
        ("invoice-approval", ("Lotte Hermans",)),  # a sign says "phone treasury", a step by hand "tell Lotte Hermans"
        ("support", ("IT on-call", "Warehouse", "Henk Visser", "Rasmus Lindqvist", "Beate Oster", "Jonna Beck")),
    ],
)
def test_whom_the_card_tells_to_call_has_a_line_that_a_number_fits_on(name: str, called: tuple[str, ...]) -> None:
    (facts,) = review.sample(name).document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    pairs = {str(title): plain_text(text) for title, text in facts.pairs}
    for who in called:
        assert f"{who} {'.' * 40}" in pairs["Numbers, by hand"], who


def test_the_card_asks_too_whom_nobody_asked_when_nobody_is_there_and_which_team_it_is() -> None:
    found = review.sample("triage")
    told: dict[str, Any] = {
        PAUSE: {"who": "Femke Hoekstra, 08:00 to 18:00."},
        "s5_kill_switch.revoke_permissions": {"who": "IT security.", "if_not": "Network team cuts it off."},
        "s7_ownership.own_incidents": [{"name": "Gerben Prins", "role": "at night too", "backup": "Ruben Falk"}],
    }
    answers = tuple(
        a.model_copy(update={"content": a.content | told[a.item] if isinstance(a.content, dict) else told[a.item]})
        if a.item in told and a.content
        else a
        for a in found.assessment.answers
    )
    asks = Action(item="s5_kill_switch.verify_pause", text="Ask Ruben Falk whether he takes it")
    assessment = found.assessment.model_copy(update={"answers": answers, "actions": (asks,)})
    (facts,) = replace(found, assessment=assessment).document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    card = {str(title): plain_text(text) for title, text in facts.pairs}
    pause, *_, revoke = card["Stop"].split("Use when: ")[1:]
    assert "TODO not known yet: who does it at other hours (and the number to call)" in pause
    assert 'who of "IT security" is there in which hours (and the number to call)' in revoke
    assert "TODO not known yet: whether Ruben Falk stands in (still to be asked)." in card["Whom to call"]
    assert all(f"{team} {'.' * 40}" in card["Numbers, by hand"] for team in ("IT security", "Network team"))


def test_a_stop_that_the_next_one_is_for_goes_on_with_it_and_nothing_is_left_to_confirm() -> None:
    """Nobody stops reading at "not known" above the stop that is for that case, and nobody takes ours for theirs."""
    found = review.sample("triage")
    (facts,) = found.document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    pause, check, writes, revoke = plain_text(dict(facts.pairs)[STOPPING]).split("Use when: ")[1:]
    ours = 'go on with "Stopping outbound writes" (our proposal).'
    for text, n in ((pause, 2), (check, 5)):
        assert text.partition("If not: ")[2].startswith(f"After {n} minutes {ours}")
    assert "If not: Call the portal's help desk" in writes
    refused = "whether each system refuses the agent afterwards (the steps show no refused call)"
    assert f"TODO not known yet: {refused} and what to do if it does not work." in revoke
    page = to_markdown(found.document("runbook").content)
    assert page.replace("\n", " ").count(ours) == 2 * 2, "on the card, and on its page"


def test_the_card_names_the_backup_of_the_builder_and_whom_one_calls_before() -> None:
    def card(sample: str) -> dict[str, str]:
        (facts,) = review.sample(sample).document("runbook").content.sections[0].blocks
        assert isinstance(facts, Facts)
        return {str(name): plain_text(text) for name, text in facts.pairs}

    assert card("triage")["The builder"].endswith("not signed yet. Backup: Kadeweg's service desk, working days.")
    assert "Backup" not in card("lead-routing")["The builder"], "there is none"
    assert "Jonas Weber, after Priya Shah, builder, phone" in card("lead-routing")["Whom to call"]
    assert "Credits for damaged items" in card("support")["Go on by hand"], "there is room for all of them"


def test_who_is_called_after_whom_names_nobody_whose_contract_has_ended_and_needs_no_role() -> None:
    found = review.sample("lead-routing")
    shah, gone = {"name": "Priya <Shah>", "role": "leads"}, {"name": "Paul Stern", "role": "contract ended in May"}
    told = {
        "s7_ownership.own_incidents": [gone, shah],
        "r3_handoff.escalation_contacts": [{"name": "Paul Stern"}, shah, {"name": "Jonas Weber"}],
    }
    answers = [a.model_copy(update={"content": told.get(a.item, a.content)}) for a in found.assessment.answers]
    assessment = found.assessment.model_copy(update={"answers": answers})
    (facts,) = replace(found, assessment=assessment).document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    called = plain_text(dict(facts.pairs)[Prose("Whom to call")])
    assert "Jonas Weber, after Priya <Shah>" in called
    assert not re.search(r"Paul Stern|<Shah>, *(\.|$)|, \.", called)


def test_the_card_calls_nothing_unknown_that_was_shown_and_only_not_written_down() -> None:
    bank = find_questionnaire("agent-operability")
    stops = [item.id for item in bank.items.values() if f"card.{STOP}" in item.runbook]
    for told, seen, todo in (
        (stops, 4, "TODO shown, not written down yet (ask Operator)."),
        (stops, 0, "TODO not known yet (ask Operator)."),
    ):
        answers = [says(OPERATOR, item, seen, "E3" if seen else None) for item in told]
        made = runbook_document(score(bank, an_assessment(bank, answers)), load_sentences("runbook"))
        (facts,) = made.sections[0].blocks
        assert isinstance(facts, Facts)
        assert plain_text(dict(facts.pairs)[STOPPING]).endswith(todo)


def test_what_lies_with_the_builder_alone_is_to_be_moved() -> None:
    text = to_markdown(review.sample("lead-routing").document("runbook").content).partition("## To finish")[2]
    assert 'What we saw of it lies in "Google Drive of Jonas Weber: Lead router, cost". Move it' in text
    assert text.count("What we saw of it lies in") == 1


def test_the_card_says_beside_a_stop_that_nobody_stands_in_for_the_one_person_who_does_it() -> None:
    (facts,) = review.sample("triage").document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    assert "who stands in for Femke Hoekstra" in plain_text(dict(facts.pairs)[STOPPING])


def test_the_card_of_an_agent_on_trial_says_what_holds_back_the_first_live_day_as_the_report_does() -> None:
    found = review.sample("triage")
    (facts,) = found.document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    told = plain_text(dict(facts.pairs)[Prose("Not live yet")])
    advice = next(sentence for sentence in re.split(r"(?<=\.) ", told) if "not to go live" in sentence)
    assert advice in plain_text(Prose(to_markdown(found.document("report").content)))
    assert "What is open here has its day in the last part" in told, "and nothing else of it has to be known before"


def test_the_card_says_before_the_steps_that_take_access_away_what_nobody_knows_how_to_get_back() -> None:
    (facts,) = review.sample("lead-routing").document("runbook").content.sections[0].blocks
    assert isinstance(facts, Facts)
    revoke = plain_text(dict(facts.pairs)[STOPPING]).rpartition("Use when: ")[2]
    before, _, _ = revoke.partition("(1)")
    assert "TODO How the Slack app comes back is not known." in before


def test_the_runbook_names_each_round_of_talks() -> None:
    subtitle = review.sample("invoice-approval").document("runbook").content.subtitle
    assert subtitle == "Draft, made from interviews of 28 September 2026 and of 10 to 17 November 2026"


def test_a_stop_asks_for_the_login_of_each_system_for_which_neither_its_steps_nor_the_map_of_logins_name_one() -> None:
    """A word in quotes is a switch, and what a sentence says after the deed is no place of one.

    It is asked for with the stop, on the card too and by its day: the map may wait until February.
    """
    task = "ot known yet: which login stops the agent in Slack and AWS (and who grants it)"
    text = to_markdown(review.sample("lead-routing").document("runbook").content)
    assert text.count(task) == 3, "on the card, on the page of the stop, in the list"
    assert f"| **Revoking dangerous permissions** (Kill switch and safe mode): N{task}" in text
    assert "which login stops" not in to_markdown(review.sample("support").document("runbook").content)
    assert "which login stops" not in to_markdown(review.sample("invoice-approval").document("runbook").content)


def test_each_system_that_the_agent_writes_to_has_a_key_in_the_list_or_is_asked_for() -> None:
    """What it only reads may need none."""
    asked = "which credential the agent has in Mailbox docs@brackwater.example, where it lives"
    assert asked in to_markdown(review.sample("triage").document("runbook").content)
    assert "which credential the agent has" not in to_markdown(review.sample("support").document("runbook").content)


@pytest.mark.parametrize(
    ("deed", "systems"),
    [
        ("In Oracle disable the key.", "Oracle"),
        ("In the Sales Cloud disable the key.", "Sales Cloud"),
        ("In December the key moves to the vault; disable it there.", None),
        ("In Dana's absence call IT.", None),
        ("In Settings > Tokens delete the key.", None),
    ],
)
def test_a_month_a_person_or_a_screen_is_no_system_with_a_login(deed: str, systems: str | None) -> None:
    found = review.sample("invoice-approval")
    answers = tuple(
        answer.model_copy(update={"content": {**answer.content, "steps": [{"do": deed, "see": ""}]}})
        if answer.item == "s5_kill_switch.revoke_permissions" and answer.content
        else answer
        for answer in found.assessment.answers
    )
    changed = replace(found, assessment=found.assessment.model_copy(update={"answers": answers}))
    text = to_markdown(changed.document("runbook").content)
    assert re.findall(r"which login stops the agent in (.*?) \(and", text)[:1] == ([systems] if systems else [])


def test_what_is_left_to_do_stands_in_the_order_of_the_book() -> None:
    text = to_markdown(review.sample("lead-routing").document("runbook").content)
    left = [part for part, _ in groupby(re.findall(r"^\| \*\*.*?\*\* \(([^)]+)\)", text, re.MULTILINE))]
    assert left == [part for part in re.findall(r"^## (.+)$", text, re.MULTILINE) if part in left]
