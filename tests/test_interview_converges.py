"""Several pages, two kernels, one file, and a line that loses, repeats and reorders: nothing acknowledged is lost.

A page here is what docs/interview-protocol.md asks of one, in a few lines. The line from a page may lose, repeat and
reorder messages; the line to a page may lose and repeat them.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from interview_cases import NUMBER, a_session, an_engagement, welcome

from opsassess.changes import Contested
from opsassess.entries import Entry
from opsassess.interview.session import Session
from opsassess.store import Store
from opsassess.targets import same, values_of

TARGETS = [
    ("answer", "a.stop", "dana", "rating"),
    ("answer", "a.stop", "dana", "note"),
    ("fact", "drafts"),
    ("note", "n1"),
    ("action", "a.stop", "Try it"),
]
ACTION = {"owner": "Dana", "due": None, "needed_from": None, "hours": None, "why": None}
VALUES: dict[str, list[Any]] = {
    "rating": [0, 3, "dont_know", None],
    "note": ["x", "y", None],
    "drafts": [True, False, None],
    "n1": [{"text": "ask", "item": None}, {"text": "ask", "item": "a.stop"}, None],
    "Try it": [ACTION, {**ACTION, "hours": [1, 2, 4]}, None],
}
Message = dict[str, Any]
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - nothing here is about the disk


@dataclass(kw_only=True)
class Page:
    """What a page knows and keeps."""

    client: str
    session: Session
    to: int = -1
    n: int = 0
    values: dict[tuple[str, ...], Any] = field(default_factory=dict)
    contested: dict[int, tuple[str, ...]] = field(default_factory=dict)
    outbox: dict[tuple[str, ...], Message] = field(default_factory=dict)
    made: list[Message] = field(default_factory=list)
    acknowledged: list[tuple[Message, Message]] = field(default_factory=list)
    coming: list[Message] = field(default_factory=list)  # on the line to the page
    going: list[Message] = field(default_factory=list)  # on the line to Python

    def edit(self, target: tuple[str, ...], value: Any) -> None:
        self.n += 1
        patch: Message = {"n": self.n, "target": list(target), "value": value, "seen": self.to, "secret_ok": False}
        self.outbox[target] = patch
        self.made.append(patch)
        self.going.append({"type": "patch", "client": self.client, "patches": [patch]})

    def send_again(self) -> None:
        if self.outbox:
            self.going.append({"type": "patch", "client": self.client, "patches": list(self.outbox.values())})

    def take(self, message: Message) -> None:
        if message.get("client") not in (None, self.client):
            return
        match message["type"]:
            case "welcome":
                self.to = message["to"]
                self.values = stated(message["state"])
                self.contested = {entry["seq"]: tuple(entry["target"]) for entry in message["state"]["contested"]}
            case "ack":
                for result in message["results"]:
                    self._acknowledge(result)
            case "changes" if message["after"] <= self.to:
                for entry in message["entries"]:
                    if entry["seq"] > self.to:
                        self._apply(entry)
                self.to = max(self.to, message["to"])
            case "changes":
                self.going.append({"type": "ping", "client": self.client, "seen": self.to})
            case _:
                pass

    def _acknowledge(self, result: Message) -> None:
        assert result["status"] in ("saved", "conflict"), result
        for target, patch in list(self.outbox.items()):
            if patch["n"] == result["n"]:
                self.acknowledged.append((patch, result))
                del self.outbox[target]

    def _apply(self, entry: Message) -> None:
        target = tuple(entry["target"])
        if entry["contested"]:
            self.contested[entry["seq"]] = target
        elif target in TARGETS:
            self.values[target] = entry["value"]
            self.contested = {seq: about for seq, about in self.contested.items() if about != target}


def stated(state: Message) -> dict[tuple[str, ...], Any]:
    """Return the values that a state gives to the targets."""
    said = state["answers"].get("a.stop", {}).get("dana", {})
    notes = {note["id"]: {"text": note["text"], "item": note["item"]} for note in state["notes"]}
    actions = {(a["item"], a["text"]): {field: a[field] for field in ACTION} for a in state["actions"]}
    return {
        TARGETS[0]: said.get("rating"),
        TARGETS[1]: said.get("note") or None,
        TARGETS[2]: state["facts"].get("drafts"),
        TARGETS[3]: notes.get("n1"),
        TARGETS[4]: actions.get(("a.stop", "Try it")),
    }


class Interview(RuleBasedStateMachine):
    """Two kernels on one file, two pages at the first and one at the second."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY)
        self.path = an_engagement(Path(self.folder.name))
        sessions = [a_session(self.path), a_session(self.path)]
        self.pages = [
            Page(client="one", session=sessions[0]),
            Page(client="two", session=sessions[0]),
            Page(client="three", session=sessions[1]),
        ]
        for page in self.pages:
            page.take(welcome(page.session, page.client))

    @rule(who=st.integers(0, 2), place=st.sampled_from(TARGETS), pick=st.integers(0, 3))
    def edit(self, who: int, place: tuple[str, ...], pick: int) -> None:
        values, page = VALUES[place[-1]], self.pages[who]
        own = f"{page.client} {page.n}"  # so that the log tells which edit it was
        page.edit(place, own if place[-1] == "note" and pick else values[pick % len(values)])

    @rule(who=st.integers(0, 2), place=st.sampled_from(TARGETS))
    def type_on_while_the_line_swaps(self, who: int, place: tuple[str, ...]) -> None:
        self.edit(who, place, 1)
        self.edit(who, place, 2)
        self.arrive_at_python(who, len(self.pages[who].going) - 1, repeat=False)
        self.arrive_at_python(who, len(self.pages[who].going) - 1, repeat=False)

    @rule(who=st.integers(0, 2))
    def send_again(self, who: int) -> None:
        self.pages[who].send_again()

    @rule(who=st.integers(0, 2))
    def ping(self, who: int) -> None:
        page = self.pages[who]
        page.going.append({"type": "ping", "client": page.client, "seen": page.to})

    @rule(who=st.integers(0, 2), pick=st.integers(0, 9), repeat=st.booleans())
    def arrive_at_python(self, who: int, pick: int, repeat: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        page = self.pages[who]
        if page.going:
            place = pick % len(page.going)
            message = page.going[place] if repeat else page.going.pop(place)
            self.answer(page, message)

    def answer(self, page: Page, message: Message) -> None:
        for reply in page.session.receive(json.loads(json.dumps(message))):
            for other in self.pages:
                if other.session is page.session:
                    other.coming.append(json.loads(json.dumps(reply)))

    @rule(who=st.integers(0, 2), repeat=st.booleans())
    def arrive_at_page(self, who: int, repeat: bool) -> None:  # noqa: FBT001
        page = self.pages[who]
        if page.coming:
            page.take(page.coming[0] if repeat else page.coming.pop(0))

    @rule(who=st.integers(0, 2), up=st.booleans())
    def lose(self, who: int, up: bool) -> None:  # noqa: FBT001
        (self.pages[who].going if up else self.pages[who].coming).clear()

    @rule(who=st.integers(0, 2))
    def reload(self, who: int) -> None:
        """Let the page begin anew; what it had not sent it sends again as the heir of itself."""
        page = self.pages[who]
        page.coming.clear()
        page.take(welcome(page.session, page.client))

    @rule(who=st.integers(0, 2))
    def restart_the_kernel(self, who: int) -> None:
        old, new = self.pages[who].session, a_session(self.path)
        for page in self.pages:
            if page.session is old:
                page.session = new
                page.coming.clear()
                page.going.clear()

    def teardown(self) -> None:
        if hasattr(self, "pages"):
            self.heal()
            self.check()
            self.folder.cleanup()

    def heal(self) -> None:
        """The line is whole again: pages send what waits and ping until nothing is new."""
        for _ in range(3):
            for page in self.pages:
                page.send_again()
                page.going.append({"type": "ping", "client": page.client, "seen": page.to})
                while page.going:
                    self.answer(page, page.going.pop(0))
                for other in self.pages:
                    while other.coming:
                        other.take(other.coming.pop(0))

    def check(self) -> None:
        store = Store.open(self.path)
        entries = store.changes_since(NUMBER, 0)[1:]
        fresh = welcome(a_session(self.path))
        for page in self.pages:
            assert page.outbox == {}
            assert page.values == stated(fresh["state"])
            assert page.contested == {e["seq"]: tuple(e["target"]) for e in fresh["state"]["contested"]}
        for page in self.pages:
            for patch, result in page.acknowledged:
                self.is_in_the_store(page.client, patch, result, store)
        self.nothing_was_swallowed(entries)
        for page in self.pages:
            for target in TARGETS:
                self.stands_in_the_order_of_typing(page, target, entries)

    def is_in_the_store(self, client: str, patch: Message, result: Message, store: Store) -> None:
        """The entry of an acknowledged change says what was typed, or what the same page typed there later."""
        entry = store.changes_since(NUMBER, result["seq"] - 1)[0]
        assert entry.change is not None
        ((target, value),) = values_of(entry.change).items()
        assert (list(target), entry.editor) == (patch["target"], client)
        made = next(page.made for page in self.pages if page.client == client)
        later = [p["value"] for p in made if p["n"] > patch["n"] and p["target"] == patch["target"]]
        assert same(value, patch["value"]) or any(same(value, other) for other in later)
        assert isinstance(entry.event, Contested) == (result["status"] == "conflict") or later

    def nothing_was_swallowed(self, entries: tuple[Entry, ...]) -> None:
        """Nothing was applied over what somebody else had said and its page had not seen."""
        for n, entry in enumerate(entries):
            assert entry.change is not None
            ((target, value),) = values_of(entry.change).items()
            if isinstance(entry.event, Contested):
                continue
            made = next(page.made for page in self.pages if page.client == entry.editor)
            seen = max(p["seen"] for p in made if p["target"] == list(target) and same(p["value"], value))
            for other in standing(entries[:n], target):
                assert other.editor == entry.editor or other.seq <= seen or same(said(other, target), value)

    def stands_in_the_order_of_typing(self, page: Page, target: tuple[str, ...], entries: tuple[Entry, ...]) -> None:
        """An edit that arrives after a later one of its page is not stored on top of it."""
        n = 0
        for entry in entries:
            if entry.editor == page.client and entry.change is not None and target in values_of(entry.change):
                wanted = said(entry, target)
                typed = [p["n"] for p in page.made if p["target"] == list(target) and same(p["value"], wanted)]
                n = min(number for number in typed if number > n)


def standing(entries: tuple[Entry, ...], target: tuple[str, ...]) -> list[Entry]:
    """Return the last entry that was applied at a target, and the contested ones after it."""
    found: list[Entry] = []
    for entry in entries:
        if entry.change is not None and target in values_of(entry.change):
            found = [*found, entry] if isinstance(entry.event, Contested) else [entry]
    return found


def said(entry: Entry, target: tuple[str, ...]) -> object:
    return values_of(entry.change)[target] if entry.change else None


@pytest.mark.slow
def test_every_page_converges_and_nothing_acknowledged_is_lost() -> None:
    run_state_machine_as_test(
        Interview,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # to shrink takes minutes, and what is drawn is a short story anyway
            suppress_health_check=list(HealthCheck),
        ),
    )
