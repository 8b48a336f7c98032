"""What page one says to do first: each step says what it is about, and what lacks only its day is not called unseen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
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

from opsassess import review
from opsassess.assessment import Action, Answer, Promise
from opsassess.blocks import Paragraph, Steps
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.followup import followup_document
from opsassess.library import find_questionnaire
from opsassess.prose import load_sentences
from opsassess.report import readiness_document
from opsassess.report.evidence import promised_told
from opsassess.scoring import score

PAUSE, CHECK = "s5_kill_switch.pause", "s5_kill_switch.check"


def page_one(answers: Sequence[Answer], *actions: Action) -> tuple[list[str], list[str]]:
    """Return the paragraphs and the steps of page one for a must-have of a pause and a check."""
    parts = ((PAUSE, "Context, missing"), (CHECK, "The check"))
    items = [an_item(name, "critical").model_copy(update={"title": title}) for name, title in parts]
    gate = a_gate("G1", "T1", needs(PAUSE, "0.75"), needs(CHECK, "0.75"))
    bank = a_questionnaire([an_area("s5_kill_switch", *items)], [gate])
    found = an_assessment(bank, answers, respondents=(OPERATOR,)).model_copy(update={"actions": actions})
    document = readiness_document(score(bank, found), load_sentences("readiness"))
    (section,) = (section for section in document.sections if section.id == "page-one")
    told = [plain_text(b.text) for b in section.blocks if isinstance(b, Paragraph)]
    return told, [plain_text(step.do) for b in section.blocks if isinstance(b, Steps) for step in b.steps]


def test_a_step_and_a_list_say_by_the_title_what_they_are_about() -> None:
    action = Action(item=PAUSE, text="Take one case through the page.", owner="operator")
    told, steps = page_one([says(OPERATOR, PAUSE, 0), says(OPERATOR, CHECK, 3, "E0")], action)
    assert steps[0].startswith('Show us what we have not seen in full: "The check".')  # it takes no work
    assert steps[1].startswith("Context, missing: Take one case through the page.")
    assert told[-1].startswith('One thing needs work: "Context, missing". One thing only has to be shown: "The check".')


def test_what_lacks_only_its_day_is_not_called_unseen() -> None:
    seen = says(OPERATOR, CHECK, 3, "E2")
    (evidence,) = seen.evidence or ()
    undated = seen.model_copy(update={"evidence": (evidence.model_copy(update={"date": None}),)})
    _, steps = page_one([says(OPERATOR, PAUSE, 3, "E0"), undated])
    (step,) = steps
    assert step.startswith(
        'Show us what we have not seen in full: "Context, missing". '
        'Show us once more, or tell us on which day we saw it: "The check".'
    )


def test_before_the_first_live_day_the_answers_advise_what_has_to_stand() -> None:
    """One sentence says in report and follow-up what speaks against the day; of an agent that works it says nothing."""
    advice = (
        "We advise not to go live on 7 December 2026 before these are settled: who can stop it at every hour, what "
        "besides the prompt blocks what it must never do, who is on call after 18 December 2026 and the yes of Gerben "
        "Prins as its owner (in writing, by 1 December 2026, proposed)."
    )
    for name, many in (("triage", 1), ("support", 0)):
        found = review.sample(name).score()
        report = to_markdown(readiness_document(found, load_sentences("readiness")))
        follow_up = to_markdown(followup_document(found, load_sentences("followup")))
        assert [text.count(advice) for text in (report, follow_up)] == [many, many]
        assert ("We advise not to go live" in report) is bool(many)
    sent = "(Arjun Mehta sends section 7 of the design note by 20 November 2026; no owner yet)"
    assert sent in to_markdown(readiness_document(review.sample("triage").score(), load_sentences("readiness")))


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("list of API keys, without values.", "the list of API keys, without values"),
        ("screenshots of the log", "the screenshots of the log"),
        ("section 7 of the design note", "section 7 of the design note"),
        ("annex B", "annex B"),
        ("a photo of the card", "a photo of the card"),
        ("INC-88", "INC-88"),
        ("Liste der Schlüssel", "Liste der Schlüssel"),
        ("dana's notes", "dana's notes"),
        ("show us the log", "the log"),
        ("Send an export of the list.", "an export of the list"),
        ("show of hands", "the show of hands"),
        ("open the page with us", "open the page with us"),
    ],
)
def test_what_somebody_promised_has_an_article_where_it_is_a_bare_noun(what: str, told: str) -> None:
    assert promised_told(Promise(item="a.one", what=what, who="dana", by=None)) == told


def test_the_advice_before_the_first_live_day_stands_on_page_one_where_nothing_else_has_to_be_done() -> None:
    bank, item = find_questionnaire("agent-operability"), "s2_scope_boundaries.prohibited_actions"
    proven = [answer for answer in everything_proven(bank) if answer.item != item]
    rows = [{"action": "send a decision", "blocked_by": "prompt only"}]
    answers = [*proven, says(OPERATOR, item, 4, "E3", content=rows), says(BUILDER, item, 4)]
    found = score(bank, an_assessment(bank, answers, profile={"live": False}))
    page = to_markdown(readiness_document(found, load_sentences("readiness"))).partition("## The eleven")[0]
    _, _, first = page.partition("What to do first")
    advice = "We advise not to go live before this is settled: what besides the prompt blocks what it must never do."
    assert " ".join(first.split()) == advice


def test_who_has_to_name_somebody_is_printed_as_they_typed_it() -> None:
    bank = find_questionnaire("agent-operability")
    rows = [{"drill": "By hand", "last_done": "2026-05-14", "result": "failed at step 2."}]
    held = [
        says(OPERATOR, "s6_manual_fallback.four_hours", 3, "E3", days=18),
        says(OPERATOR, "x_cross_cutting.drills", 3, content=rows),
    ]
    owner = OWNER.model_copy(update={"name": "<b>x</b>"})
    found = score(bank, an_assessment(bank, held, respondents=(OPERATOR, owner)))
    text = to_markdown(readiness_document(found, load_sentences("readiness")))
    assert "with the builder away or silent, and show us its record.\\\n   **\\<b>x\\</b>**, by" in text
