"""The widget: what it keeps, what it says where there is no engagement, and that no message raises into a cell."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

import ipywidgets
import pytest

import opsassess
from opsassess.engagement import Engagement
from opsassess.errors import OpsassessError, StoreError
from opsassess.interchange import read_assessment
from opsassess.interview.session import Session
from opsassess.resources import folder

SAMPLE = folder("samples") / "lead-routing.json"


GOAL = ("answer", "s1_workflow_summary.goal")


def patch(n: int, target: list[str], value: object) -> dict[str, Any]:
    return {"type": "patch", "client": "one", "patches": [{"n": n, "target": target, "value": value, "seen": 99}]}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    read = read_assessment(SAMPLE)
    made = Engagement.new(tmp_path / "nordwind", read.assessment.client.name)
    made.take_in(read)
    return made.folder


class Page:
    """The other end of the line: what the widget sends is kept in a list."""

    def __init__(self, widget: opsassess.Interview) -> None:
        self.widget = widget
        self.got: list[dict[str, Any]] = []
        widget.send = self._take

    def _take(self, content: dict[str, Any], buffers: object = None) -> None:  # noqa: ARG002 - the widget's own signature
        self.got.extend(content["messages"] if content["type"] == "several" else [content])

    def tell(self, message: object) -> list[dict[str, Any]]:
        self.got.clear()
        self.widget._handle_custom_msg(message, [])
        return list(self.got)


def test_the_page_is_one_module_of_all_its_files(place: Path) -> None:
    widget = opsassess.Interview(place)
    assert str(widget._esm).count("export default") == 1
    assert len(str(widget._css)) > 1000


def test_nothing_of_the_client_is_in_the_state_that_a_notebook_may_keep(place: Path) -> None:
    widget = opsassess.Interview(place)
    page = Page(widget)
    person = {"name": "Zacharias Quill", "roles": ["operator"]}
    for n, (target, value) in enumerate(((["respondent", "zq"], person), ([*GOAL, "zq", "note"], "4711"))):
        page.tell(patch(n, target, value))
        assert page.got[0]["results"][0]["status"] == "saved"
    told = page.tell({"type": "hello", "client": "one"})
    assert "4711" in json.dumps(told)
    assessment = widget.assessment
    private = (assessment.client.name, assessment.agent.name, assessment.id, "Zacharias", "4711")
    state = ipywidgets.Widget.get_manager_state(widgets=[widget])  # and of no other test's widgets
    assert widget.model_id in state["state"]
    kept = json.dumps([state, repr(widget), widget._repr_mimebundle_()])
    assert [text for text in private if text in kept] == []


def test_answers_to_one_message_travel_together(place: Path) -> None:
    widget = opsassess.Interview(place)
    sent: list[dict[str, Any]] = []
    widget.send = lambda content, buffers=None: sent.append(content)  # noqa: ARG005 - the widget's own signature
    widget._handle_custom_msg(patch(1, [*GOAL, "dana", "rating"], 2), [])
    (message,) = sent
    assert [answer["type"] for answer in message["messages"]] == ["ack", "changes", "derived"]


def test_where_there_is_no_engagement(tmp_path: Path) -> None:
    with pytest.raises(OpsassessError, match=r"no engagement here \(no opsassess\.db\)\. Make one: opsassess new DIR"):
        opsassess.Interview(tmp_path)


def test_an_engagement_without_an_assessment(tmp_path: Path) -> None:
    Engagement.new(tmp_path / "new", "Nordwind")
    with pytest.raises(StoreError, match="no assessment yet"):
        opsassess.Interview(tmp_path / "new")


def test_an_agent_or_a_respondent_that_is_not_there(place: Path) -> None:
    with pytest.raises(StoreError, match="There is no assessment 'Ghost'"):
        opsassess.Interview(place, agent="Ghost")
    with pytest.raises(OpsassessError, match="A blind interview is held with one respondent"):
        opsassess.Interview(place, interview="blind", respondent="ghost")


def test_a_file_of_the_folder_leads_to_its_engagement(place: Path) -> None:
    widget = opsassess.Interview(place / "opsassess.db", agent="lead router")
    assert widget.assessment.client.name == "Nordwind"


def test_no_file_is_held_open_between_two_messages(place: Path) -> None:
    page = Page(opsassess.Interview(place))
    page.tell({"type": "hello", "client": "one"})
    held = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert [path for path in held if path.is_relative_to(place)] == []
    with sqlite3.connect(place / "opsassess.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")  # nobody has a lock


def test_messages_that_come_in_several_threads_take_turns(place: Path) -> None:
    page = Page(opsassess.Interview(place))
    clients = [f"page {n}" for n in range(4)]

    def type_on(client: str) -> None:
        for n in range(5):
            sent = patch(n, [*GOAL, "dana", "note"], f"{client} {n}") | {"client": client}
            page.widget._handle_custom_msg(sent, [])

    threads = [threading.Thread(target=type_on, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [message for message in page.got if message["type"] == "changes"]
    assert [message["after"] for message in told[1:]] == [message["to"] for message in told[:-1]]
    assert len([m for m in page.got if m["type"] == "ack" and m["results"][0]["status"] in ("saved", "conflict")]) == 20


def test_a_mistake_of_ours_is_told_to_the_page_and_not_to_the_cell(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("the vault code is 4711")

    page = Page(opsassess.Interview(place))
    monkeypatch.setattr(Session, "receive", broken)
    (trouble,) = page.tell({"type": "hello", "client": "one"})
    assert (trouble["type"], "ZeroDivisionError" in trouble["what"]) == ("trouble", True)
    assert "4711" not in trouble["what"] + caplog.text
