"""An engagement's folder, its settings, and what it takes in from files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import engagement, files_in, run, sample, written

from opsassess import files, library, review
from opsassess.answers import current_answers
from opsassess.applied import apply
from opsassess.assessment import Answer, Assessment
from opsassess.changes import AgentName, AsOf, ProfileFact, Summary
from opsassess.engagement import SETTINGS, STORE, Engagement, TakenIn, blank
from opsassess.errors import DataError, OpsassessError, StoreError
from opsassess.interchange import Read, read_assessment
from opsassess.merge import Past, barred, differences, held_back, overtaken, replaced
from opsassess.review import load
from opsassess.store import Store

STOP, RETRY = "s5_kill_switch.verify_pause", "s5_kill_switch.pause_method"
NINE = "2026-05-31T09:00:00Z"
TEN = "2026-05-31T10:00:00Z"


def assessment(*answers: dict[str, Any], **parts: Any) -> Assessment:
    """Return an assessment with these answers, by Dana where they do not say."""
    given: dict[str, Any] = {
        "respondents": [
            {"id": "dana", "name": "Dana", "roles": ["operator"]},
            {"id": "jonas", "name": "Jonas", "roles": ["builder"]},
        ],
        "answers": [{"item": STOP, "respondent": "dana"} | answer for answer in answers],
    }
    data = sample(failure_modes=[], not_applicable=[], exceptions=[], actions=[], promised=[], summary=None)
    data["agent"] = {"name": "Lead router", "profile": {"live": True}}
    return Assessment.model_validate(data | given | parts)


def news(ours: Assessment, theirs: Assessment) -> list[Any]:
    """Return what a file changes; of an answer, what it sets."""
    keys = ("rating", "content", "evidence", "written_where", "note", "private_note")
    return [
        {key: getattr(change, key) for key in keys if key in change.model_fields_set}
        if isinstance(change, Answer)
        else change
        for change in differences(ours, theirs)
    ]


# ---------------------------------------------------------------------------------------------------------------------
# What a file says newly


def test_the_same_again_is_nothing_new() -> None:
    ours = assessment({"rating": 2, "note": "as we saw", "at": NINE}, {"item": RETRY, "rating": "dont_know"})
    assert news(ours, ours) == []


def test_only_what_differs_is_new_and_then_nothing_more() -> None:
    ours = assessment({"rating": 2, "note": "as we saw", "at": NINE})
    theirs = assessment(
        {"rating": 3, "note": "as we saw", "at": TEN},
        {"item": RETRY, "respondent": "jonas", "rating": 0, "at": TEN},
    )
    assert news(ours, theirs) == [{"rating": 3}, {"rating": 0}]
    after = apply(ours, differences(ours, theirs))
    assert news(after, theirs) == []
    assert after.answers[:1] == ours.answers


def test_a_blank_wipes_no_answer() -> None:
    ours = assessment({"rating": 2, "content": "the switch", "note": "as we saw", "at": NINE}, summary="Nearly there.")
    nulls: dict[str, Any] = {"rating": None, "content": None, "at": NINE}
    empty: dict[str, Any] = {"evidence": [], "written_where": "", "note": "", "at": TEN}
    theirs = assessment(nulls, empty, agent={"name": "Lead router", "profile": {"live": None}}, summary=None)
    assert news(ours, theirs) == []
    assert news(ours, assessment(agent={"name": "Lead router"}, respondents=[], answers=[])) == []


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_null_that_is_newer_than_the_answer_clears_it_on_the_day_on_which_it_was_said(overwrite: bool) -> None:  # noqa: FBT001 - a parameter
    ours = assessment({"rating": 2, "note": "as we saw", "at": NINE})
    theirs = assessment({"rating": 2, "at": NINE}, {"rating": None, "at": TEN})
    after = apply(ours, differences(ours, theirs, overwrite=overwrite))
    (now,) = current_answers(after)[STOP]
    assert (now.rating, now.note, now.at) == (None, "as we saw", dt.datetime.fromisoformat(TEN))
    assert list(held_back(ours, theirs)) == []


def test_what_the_store_has_replaced_since_the_file_was_written_is_held_back_and_told() -> None:
    exported = assessment({"rating": 2, "note": "as we saw", "at": NINE})
    ours = apply(exported, [Answer(item=STOP, respondent="dana", rating=3, at=dt.datetime.fromisoformat(TEN))])
    assert news(ours, exported) == []
    (told,) = held_back(ours, exported)
    assert told == (
        f"{STOP}, Dana: the file says rating 2, as it was on 2026-05-31; the engagement has a newer 3, "
        "which was kept. Import again with --overwrite to take the file's word."
    )
    (change,) = differences(ours, exported, overwrite=True)
    assert list(held_back(apply(ours, [change]), exported)) == []
    edited = assessment({"rating": 2, "note": "the file was edited meanwhile", "at": NINE})
    assert news(ours, edited) == [{"note": "the file was edited meanwhile"}]


def test_what_is_held_back_tells_no_words_of_the_client() -> None:
    exported = assessment({"note": "as we saw", "content": "the switch", "rating": None, "at": NINE})
    ours = apply(exported, assessment({"note": "newly", "content": "a key", "rating": "dont_know", "at": TEN}).answers)
    told = [line.partition(", which")[0] for line in held_back(ours, exported)]
    assert told == [
        f"{STOP}, Dana: the file leaves rating empty; the engagement has don't know",
        f"{STOP}, Dana: the file has another content, as it was on 2026-05-31; the engagement has a newer one",
        f"{STOP}, Dana: the file has another note, as it was on 2026-05-31; the engagement has a newer one",
    ]


@pytest.mark.parametrize("empty", [None, []])
def test_overwriting_takes_blanks_that_are_there_and_keeps_what_is_left_out(empty: list[Any] | None) -> None:
    ours = assessment({"rating": 2, "note": "as we saw", "evidence": [{"level": "E1"}], "at": NINE})
    theirs = assessment({"rating": None, "evidence": empty, "at": NINE})
    changes = tuple(differences(ours, theirs, overwrite=True))
    after = apply(ours, changes)
    (now,) = current_answers(after)[STOP]
    assert (now.rating, now.evidence, now.note) == (None, (), "as we saw")
    assert list(differences(after, theirs, overwrite=True)) == []
    assert list(differences(ours, theirs)) == []


def test_a_value_can_be_set_back() -> None:
    ours = assessment({"rating": 2, "at": NINE}, {"rating": 3, "at": TEN})
    assert news(ours, assessment({"rating": 2, "at": TEN})) == [{"rating": 2}]


def test_a_clock_that_is_behind_loses_nothing() -> None:
    ours = assessment({"rating": 2, "at": "2999-01-01T00:00:00Z"})
    theirs = assessment({"rating": 3, "at": "2999-01-01T00:00:00Z"})
    after = apply(ours, differences(ours, theirs))
    assert news(after, theirs) == []
    assert news(after, ours) != []


def test_what_came_in_from_a_file_and_was_corrected_since_is_not_put_back_by_that_file() -> None:
    empty = assessment()
    typed = assessment({"rating": 1, "note": "from a row without a time"})
    after = apply(empty, differences(empty, typed))
    assert news(after, typed) == []
    corrected = apply(after, [Answer(item=STOP, respondent="dana", rating=4, at=dt.datetime.now(dt.UTC))])
    assert news(corrected, typed) == []
    (told,) = held_back(corrected, typed)
    today = dt.datetime.now(dt.UTC).date()
    assert told == (
        f"{STOP}, Dana: the file says rating 1, as it was on {today}; the engagement has a newer 4, which was kept. "
        "Import again with --overwrite to take the file's word."
    )
    (change,) = differences(corrected, typed, overwrite=True)
    assert list(held_back(apply(corrected, [change]), typed)) == []


def test_what_a_file_says_over_something_newer_is_taken_and_told_without_the_words_of_the_client() -> None:
    theirs = assessment({"rating": 3, "note": "copy of one"}, exported=NINE)
    ours = assessment({"rating": 1, "note": "copy of another", "at": TEN})
    assert news(ours, theirs) == [{"rating": 3, "note": "copy of one"}]
    assert list(overtaken(ours, theirs)) == [
        f"replaced: {STOP}, Dana: rating 1 by 3, saved on 2026-05-31 after the file was written",
        f"replaced: {STOP}, Dana: note, saved on 2026-05-31 after the file was written",
    ]
    assert list(overtaken(assessment(), theirs)) == []
    assert list(overtaken(assessment({"rating": 1, "at": NINE}), assessment({"rating": 3, "at": NINE}))) == []


def test_the_other_parts_are_compared_one_by_one() -> None:
    risk = {"item": STOP, "reason": "budget", "role": "owner", "expires": "2026-12-31"}
    ours = assessment(exceptions=[risk])
    longer = assessment(exceptions=[risk, risk | {"item": RETRY}], as_of="2027-01-01", summary="Nearly there.")
    renamed = longer.model_copy(
        update={"agent": longer.agent.model_copy(update={"name": "Router", "profile": {"live": False}})}
    )
    assert news(ours, renamed) == [
        longer.exceptions[1],
        ProfileFact(fact="live", value=False),
        AgentName(name="Router"),
        AsOf(day=dt.date(2027, 1, 1)),
        Summary(text="Nearly there."),
    ]
    assert news(renamed, ours) == [ProfileFact(fact="live", value=True), AgentName(name="Lead router")]
    assert list(replaced(ours, differences(ours, renamed))) == [
        "replaced: fact live",
        "replaced: agent name",
        "replaced: as of",
    ]
    other = longer.model_copy(update={"exceptions": (longer.exceptions[0].model_copy(update={"role": "user"}),)})
    people = assessment(respondents=[{"id": "dana", "name": "Dana R", "roles": ["operator"]}]).respondents
    other = other.model_copy(update={"summary": "There.", "respondents": people})
    assert list(replaced(longer, differences(longer, other))) == [
        "replaced: person dana",
        f"replaced: exception {STOP}",
        "replaced: summary",
    ]


def test_of_a_copy_that_knows_when_it_was_written_only_what_was_edited_since_is_news() -> None:
    agreed = {"item": STOP, "text": "Write the steps", "owner": "Dana"}
    before = assessment(actions=[agreed], promised=[{"item": RETRY, "what": "the log", "who": "Dana"}])
    ours = assessment(actions=[agreed | {"owner": "Jonas"}], as_of="2031-01-01", summary="Nearly there.")
    told = list(held_back(ours, before, past=Past(then=before)))
    assert news(ours, before) != []
    assert list(differences(ours, before, past=Past(then=before))) == []
    assert [line.partition(". Import again with --overwrite to ")[0] for line in told] == [
        (
            f"action {STOP}: the file says what the engagement held before; the engagement has a newer one, "
            "which was kept"
        ),
        f"promise {RETRY}: the file says what the engagement held before; it was taken out since and stays out",
        f"as of: the file says {before.as_of}, the engagement 2031-01-01, which was kept",
    ]
    assert apply(ours, differences(ours, before, past=Past(then=before), overwrite=True)) == before.model_copy(
        update={"summary": "Nearly there."}
    )
    corrected = before.model_copy(update={"as_of": dt.date(2030, 1, 1)})
    assert list(differences(ours, corrected, past=Past(then=before))) == [AsOf(day=dt.date(2030, 1, 1))]


def test_an_earlier_day_is_taken_where_it_is_asked_for_and_no_evidence_is_later() -> None:
    typed, corrected = ({"evidence": [{"level": "E2", "date": day}]} for day in ("2030-05-30", "2026-05-30"))
    ours = assessment(typed, corrected, as_of="2031-01-01")
    early, good = (assessment(answers=[], as_of=day) for day in ("2026-05-29", "2026-05-30"))
    assert list(differences(ours, good)) == []
    assert list(held_back(ours, good)) == [
        (
            "as of: the file says 2026-05-30, the engagement 2031-01-01, which was kept. "
            "Import again with --overwrite to go back."
        )
    ]
    assert list(differences(ours, good, overwrite=True)) == [AsOf(day=dt.date(2026, 5, 30))]
    assert list(differences(ours, early, overwrite=True)) == []
    assert list(barred(ours, early)) == [
        (
            f"as of stays 2031-01-01: the engagement holds evidence of 2026-05-30 ({STOP}), which is later than "
            "2026-05-29, the day in the file. Write 2026-05-30 or a later day, or correct that date first."
        )
    ]


# ---------------------------------------------------------------------------------------------------------------------
# Taking in


def test_an_assessment_is_added_once_and_brought_up_to_date_after(tmp_path: Path) -> None:
    ours = engagement(tmp_path)
    data = sample()
    assert ours.take_in(read_assessment(written(tmp_path, data))) == TakenIn(number=1, saved=0)
    data["id"] = data["id"].upper()
    data["answers"].append({"item": STOP, "respondent": "tom", "note": "I could not."})
    assert ours.take_in(read_assessment(written(tmp_path, data))) == TakenIn(number=1, saved=1)
    assert ours.take_in(read_assessment(written(tmp_path, data))) == TakenIn(number=1, saved=0)
    with ours.store() as store:
        (entry,) = [entry for entry in store.history(1, STOP) if entry.editor == "import"]
    assert isinstance(entry.event, Answer)
    assert entry.event.note == "I could not."


def test_an_assessment_of_another_client_is_refused(tmp_path: Path) -> None:
    ours = engagement(tmp_path)
    other = read_assessment(written(tmp_path, sample(client={"name": "Südwind"})))
    with pytest.raises(OpsassessError, match="is the engagement of Nordwind; this assessment is of Südwind"):
        ours.take_in(other)
    with ours.store() as store:
        assert len(store.assessments()) == 1


@pytest.mark.parametrize("name", ["NORDWIND", "Nordwind", "Nordwind GmbH"])
def test_the_client_may_have_been_renamed_in_the_settings(tmp_path: Path, name: str) -> None:
    engagement(tmp_path)
    (tmp_path / SETTINGS).write_text("client: Nordwind GmbH\n", encoding="utf-8")
    again = read_assessment(written(tmp_path, sample(client={"name": name})))
    assert Engagement.open(tmp_path).take_in(again).number == 1


def test_the_preparation_sheets_say_when_and_where_the_settings_say(tmp_path: Path) -> None:
    engagement = Engagement.new(tmp_path, "Nordwind")
    sample = review.sample()
    engagement.take_in(Read(assessment=sample.assessment, questionnaire=sample.questionnaire))
    told = 'client: Nordwind\nmeeting: {days: {Dana Ruiz: "18 November, 09:30"}, place: Teams}\n'
    (tmp_path / SETTINGS).write_text(told, encoding="utf-8")
    sheet = Engagement.open(tmp_path).review().document("prep", "dana-ruiz").content
    assert [str(text) for _, text in sheet.cover[2:]] == ["18 November, 09:30", "Teams"]


def test_a_blank_assessment_has_the_hash_of_its_questionnaire() -> None:
    questionnaire = library.find_questionnaire("triage")
    read = blank("Acme", "Bot", questionnaire, dt.date(2026, 5, 31))
    assert read.assessment.questionnaire.sha256 == library.sha256_of(questionnaire)
    assert (read.assessment.as_of, read.assessment.answers) == (dt.date(2026, 5, 31), ())


# ---------------------------------------------------------------------------------------------------------------------
# The folder


def test_a_new_engagement_has_a_store_settings_and_notebooks(tmp_path: Path) -> None:
    made = Engagement.new(tmp_path / "acme", 'Acme "& Söhne": #1')
    assert made.settings.client == 'Acme "& Söhne": #1'
    assert Engagement.open(made.folder) == made
    assert {STORE, SETTINGS, "report.ipynb"} <= files_in(made.folder)


def test_there_is_one_engagement_in_a_folder(tmp_path: Path) -> None:
    engagement(tmp_path)
    with pytest.raises(OpsassessError, match="there is an engagement here already"):
        Engagement.new(tmp_path, "Acme")


def test_what_lies_in_the_folder_already_stays(tmp_path: Path) -> None:
    (tmp_path / "report.ipynb").write_text("mine")
    Engagement.new(tmp_path, "Acme")
    assert (tmp_path / "report.ipynb").read_text() == "mine"


def _no_store(*_: object, **__: object) -> Store:
    raise StoreError("the disk is full")


def _no_file(path: Path, _: bytes) -> Path:
    raise KeyboardInterrupt(path)


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize(("owner", "name", "stop"), [(Store, "create", _no_store), (files, "write", _no_file)])
def test_a_half_made_engagement_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str, stop: Callable[..., Any], *, there: bool
) -> None:
    folder = tmp_path / "clients" / "acme"
    if there:
        folder.mkdir(parents=True)
        (folder / "report.ipynb").write_text("mine")
    before = files_in(tmp_path)
    monkeypatch.setattr(owner, name, stop)
    with pytest.raises((StoreError, KeyboardInterrupt)):
        Engagement.new(folder, "Acme")
    assert files_in(tmp_path) == before


def test_a_client_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="`client` is '', but should not be empty"):
        Engagement.new(tmp_path / "acme", "")
    assert files_in(tmp_path) == set()


def test_a_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(OpsassessError, match=r"acme: the folder cannot be made \(Not a directory\)"):
        Engagement.new(tmp_path / "taken" / "acme", "Acme")


def test_without_a_store_there_is_no_engagement(tmp_path: Path) -> None:
    engagement(tmp_path)
    (tmp_path / STORE).unlink()
    assert Engagement.around(tmp_path) is None
    with pytest.raises(OpsassessError, match=r"there is no engagement here \(no opsassess\.db\)"):
        Engagement.open(tmp_path)


def test_without_settings_the_client_is_that_of_the_store_and_a_note_says_so(tmp_path: Path) -> None:
    made = engagement(tmp_path)
    (tmp_path / SETTINGS).unlink()
    found = load(tmp_path / STORE)
    assert found.score().to_json() == made.review().score().to_json()
    assert [note.partition(";")[0] for note in found.notices] == ["there is no engagement.yaml"]
    assert Engagement.open(tmp_path).settings.client == "Nordwind"
    (tmp_path / SETTINGS).write_text("client: Nordwind\n")
    assert Engagement.open(tmp_path).review() == made.review()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("", ": the file is empty."),
        ("client: [", ":2: not YAML: "),
        ("theme:\n  legal: x\n", ":1: `client` is missing. Add it."),
        ("client: Acme\nclent: Acme\n", ":2: `clent` is not a key that belongs here. Perhaps 'client' is meant."),
        (
            "client: Acme\ntheme:\n  primary: red\n",
            ":3: `theme.primary` is 'red', but should be a colour, like #1f3a5f.",
        ),
        ("client: Acme\ntheme:\n  accent: '#ffff00'\n", ":3: `theme.accent` is wrong: #ffff00 is too light"),
        (
            "client: Acme\nscope: {ordered: {months: keep_healthy, since: 86400}}\n",
            ":2: `scope.ordered.since` is '86400', but should be a day written as 2026-05-31, ",
        ),
        ("client: Acme\nclient: Acne\n", ":2: the key 'client' is repeated. Keep one of them."),
    ],
)
def test_settings_that_are_wrong(tmp_path: Path, settings: str, told: str) -> None:
    engagement(tmp_path)
    (tmp_path / SETTINGS).write_text(settings, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        Engagement.open(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path / SETTINGS}{told}")


def test_what_the_settings_name_and_nobody_has_is_a_note_of_every_command(tmp_path: Path) -> None:
    engagement(tmp_path)
    settings = (
        "client: Nordwind\ntheme: {heading_font: No Such Serif, logo: absent.png}\n"
        "meeting: {days: {Dana Riuz: 09:30, DANA RUIZ: 09:45}}\n"
    )
    (tmp_path / SETTINGS).write_text(settings, encoding="utf-8")
    font, logo, day = Engagement.open(tmp_path).review().notices
    assert font == (
        "engagement.yaml: the font No Such Serif (heading_font) is not on this machine; "
        "PDFs have Source Serif 4 in its place"
    )
    assert logo.endswith("absent.png: the logo cannot be read (No such file or directory).")
    assert day == (
        "engagement.yaml: meeting.days has a day of Dana Riuz, who takes part in nothing here. "
        "Perhaps 'Dana Ruiz' is meant"
    )
    doctor = run("doctor", inside=tmp_path).stdout
    assert f"missing  what engagement.yaml names: fonts, logo, people\n         {font}\n         {logo}\n" in doctor


def test_an_engagement_without_an_assessment_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="This engagement has no assessment yet"):
        Engagement.new(tmp_path, "Acme").review()


def test_reading_takes_a_read_with_its_questionnaire(tmp_path: Path) -> None:
    questionnaire = library.find_questionnaire("triage")
    made = Engagement.new(tmp_path, "Acme")
    begun = blank("Acme", "Bot", questionnaire, dt.date(2026, 5, 31))
    wrong = Read(assessment=begun.assessment, questionnaire=library.find_questionnaire("agent-operability"))
    with pytest.raises(StoreError, match="The assessment was made with the questionnaire triage"):
        made.take_in(wrong)
    assert made.take_in(begun) == TakenIn(number=1, saved=0)
    assert made.review("bot").questionnaire == questionnaire


def test_an_assessment_of_another_version_follows_the_installed_questionnaire(tmp_path: Path) -> None:
    made = Engagement.new(tmp_path / "acme", "Nordwind")
    older = sample(questionnaire={"id": "agent-operability", "version": "0.9.0"})
    read = read_assessment(written(tmp_path, older))
    assert read.notices[0].startswith("made with agent-operability 0.9.0, scored with agent-operability 1")
    found = made.review(made.take_in(read).number)
    assert found.questionnaire == library.find_questionnaire("agent-operability")
    assert found.notices == ()


def test_two_agents_with_one_file_name_do_not_share_documents(tmp_path: Path) -> None:
    made = engagement(tmp_path)
    assert made.review().document("report").name == "lead-router-report"
    made.take_in(blank("Nordwind", "Lead-Router", library.find_questionnaire("triage"), dt.date(2026, 5, 31)))
    names = [made.review(number).document("report").name for number in (1, 2)]
    assert names == ["lead-router-1-report", "lead-router-2-report"]
    made.take_in(blank("Nordwind", "Lead router 2", library.find_questionnaire("triage"), dt.date(2026, 5, 31)))
    assert made.review(3).document("report").name == "lead-router-2-3-report"
