"""Whatever a page sends, the session answers it, and what is stored can be read, scored and exported."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from interview_cases import GOOD, NOTE, NUMBER, RATING, a_session, an_engagement, change, questionnaire, tell, welcome

from opsassess import interchange
from opsassess.assessment import Assessment
from opsassess.consistency import inconsistencies
from opsassess.interview import untrusted
from opsassess.interview.session import Session
from opsassess.store import Store

ODD: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 2**53, 10**30, float("nan"), float("-inf"), "", "x", "\ud83d", "a" * 300_000),
    *([], {}, [[]], {"value": 1}, {"": None}, b"bytes", {1: 2}, {1, 2}, object(), ["dana"], {"level": "E3"}),
]
scalars = st.sampled_from(ODD) | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    scalars,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=8), part, max_size=4),
    max_leaves=12,
)
KINDS = ("answer", "fact", "respondent", "not_applicable", "failure_mode", "promise", "note", "as_of", "removed")
NAMES = ("a.stop", "a.minor", "k.table", "m.m_x_new", "dana", "rating", "x" * 500, "\udfff", "a.", "")
cells = st.sampled_from(["", "CRM", 3, None, True]) | anything
likely = st.one_of(
    st.sampled_from([0, 4, "dont_know", "2026-05-31", "one"]),
    st.fixed_dictionaries({"value": cells, "unit": cells}),
    st.fixed_dictionaries({"name": cells, "roles": st.just(["operator"]) | cells}),
    st.fixed_dictionaries({"text": cells, "item": cells}),
    st.fixed_dictionaries({"who": cells, "by": cells}),
    st.fixed_dictionaries({"title": cells}),
    st.fixed_dictionaries({"reason": cells, "approver": cells}),
    st.lists(st.fixed_dictionaries({"c": cells}), max_size=3),
    st.lists(st.fixed_dictionaries({"level": st.sampled_from(["E1", "E3"]) | cells, "date": cells}), max_size=2),
    st.fixed_dictionaries({"steps": st.lists(st.fixed_dictionaries({"do": cells}), max_size=2) | cells}),
    anything,
)
targets = st.sampled_from([target for target, _ in GOOD]) | st.lists(st.sampled_from([*KINDS, *NAMES]), max_size=5)
pairs = st.sampled_from(GOOD) | st.tuples(targets, likely)
patches = st.builds(
    lambda pair, rest: {"target": pair[0], "value": pair[1], **rest},
    pairs,
    st.fixed_dictionaries({"n": st.integers(0, 30), "seen": st.integers(0, 40)}, optional={"secret_ok": st.booleans()}),
)
one = st.sampled_from(["one", "two"])
messages = st.one_of(
    anything,
    st.fixed_dictionaries({"type": st.just("patch"), "client": one, "patches": st.lists(patches, max_size=6)}),
    st.fixed_dictionaries({"type": st.just("patch"), "client": one, "patches": st.lists(patches, max_size=6)}),
    st.fixed_dictionaries({"type": st.sampled_from(["hello", "ping", "history", "mode", "patch"]), "client": one}),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["ping", "history", "mode", "patch"]), "client": anything},
        optional={"patches": anything, "from": anything, "seen": anything, "item": anything, "mode": anything},
    ),
)  # fmt: skip

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - nothing here is about the disk
TYPES = {"welcome", "ack", "changes", "derived", "history", "pong", "rejected"}


@pytest.mark.slow
@settings(
    max_examples=150,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(sent=st.lists(messages, max_size=8))
def test_no_message_raises_and_nothing_wrong_is_stored(sent: list[object]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        path = an_engagement(Path(folder))
        session = a_session(path)
        for message in sent:
            before = last_of(path)
            answers = list(session.receive(message))
            assert answers
            assert {answer["type"] for answer in answers} <= TYPES
            if not (isinstance(message, dict) and message.get("type") == "patch"):
                assert last_of(path) == before
        what_is_stored_is_sound(path, session)


def last_of(path: Path) -> int:
    return Store.open(path).state(NUMBER).seq


def what_is_stored_is_sound(path: Path, session: Session) -> None:
    assessment = Store.open(path).assessment()
    assert list(inconsistencies(assessment, questionnaire(), same_version=True)) == []
    assert Assessment.model_validate_json(interchange.to_json(assessment).encode()) == assessment
    session.hold(session._mode.__class__())
    assert welcome(session)["state"] == welcome(a_session(path))["state"]


def test_a_message_of_fifty_megabytes_is_refused_without_harm(tmp_path: Path) -> None:
    session = a_session(an_engagement(tmp_path))
    (ack,) = tell(session, "patch", patches=[change(1, NOTE, "x" * 50_000_000), change(2, RATING, ["x"] * 5_000_000)])
    assert [result["status"] for result in ack["results"]] == ["refused", "refused"]
    assert [result["why"][-10:] for result in ack["results"]] == ["Divide it.", "Divide it."]
    assert tell(session, "patch", patches=[change(3, RATING, 3)])[0]["results"][0]["status"] == "saved"


def test_what_is_looked_at_stops_where_it_has_seen_enough() -> None:
    endless: list[Any] = ["x"]
    endless.append(endless)
    assert untrusted.fault_of(endless) == "it has lists in lists, more than 12 deep. Make it flatter"
