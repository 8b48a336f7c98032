"""A small interview: a questionnaire with every kind of content, two people, and pages that speak to the session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from strategies import a_gate, a_questionnaire, an_area, an_item, needs

from opsassess.assessment import Assessment
from opsassess.interview.modes import Mode
from opsassess.interview.session import Session
from opsassess.questionnaire import Column, Content, ContentKind, Option, Questionnaire
from opsassess.store import Store

NOON = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
NUMBER = 1
KINDS: tuple[ContentKind, ...] = ("text", "number", "people", "steps", "table", "choice", "choices", "date", "link")
DOCUMENT = {
    "format": "opsassess-assessment/1",
    "id": "3f2a0c5e-8f0e-4b43-9a52-5a2f6f6f0a11",
    "as_of": "2026-06-01",
    "client": {"name": "Nordwind"},
    "agent": {"name": "Lead router", "profile": {"writes": True}},
    "questionnaire": {"id": "small", "version": "1.0.0"},
    "respondents": [
        {"id": "dana", "name": "Dana", "roles": ["operator"]},
        {"id": "bo", "name": "Bo", "roles": ["builder"]},
    ],
}
RATING = ["answer", "a.stop", "dana", "rating"]
NOTE = ["answer", "a.stop", "dana", "note"]

ROWS = [{"c": "CRM"}, {"c": "Mail"}]
STEPS = {"use_when": "it errs", "minutes": 3, "steps": [{"do": "click", "see": "off"}, {"do": "wait"}]}
AGREED = {"owner": "Dana", "due": "2026-06-05", "needed_from": None}
GOOD: list[tuple[list[str], Any]] = [  # changes that can be kept, of every kind
    (RATING, "dont_know"),
    (RATING, None),
    (["answer", "k.text", "bo", "content"], "In the \N{FIRE EXTINGUISHER} room\n\0 \u2028<script>"),
    (["answer", "k.number", "dana", "content"], {"value": 98.5, "unit": "%", "per": "day", "low": 2}),
    (["answer", "k.people", "dana", "content"], [{"name": "Dana", "role": "operator", "backup": "Bo"}]),
    (["answer", "k.steps", "dana", "content"], STEPS),
    (["answer", "k.table", "dana", "content"], ROWS),
    (["answer", "k.choice", "dana", "content"], "two"),
    (["answer", "k.choices", "dana", "content"], ["one", "something else"]),
    (["answer", "k.date", "dana", "content"], "2026-05-31"),
    (["answer", "k.link", "dana", "content"], "https://wiki.example/x"),
    (["answer", "m.m_one", "dana", "content"], {"detect": "alert", "retry": "twice"}),
    (["answer", "a.stop", "dana", "evidence"], [{"level": "E2", "what": "it", "where": "", "date": "2026-06-01"}]),
    (["answer", "a.stop", "dana", "written_where"], "wiki"),
    (["answer", "a.stop", "dana", "private_note"], "x" * 100_000),
    (["fact", "drafts"], False),
    (["fact", "drafts"], {"value": True, "evidence": [{"level": "E1", "what": "", "where": "", "date": None}]}),
    (["respondent", "eve"], {"name": "Eve", "roles": ["owner", "user"], "until": None}),
    (["not_applicable", "a.minor"], {"reason": "No retries", "approver": "Olga"}),
    (["failure_mode", "m.m_x_late"], {"title": "Late"}),
    (["promise", "a.stop", "the export"], {"who": "Dana", "by": "2026-06-05"}),
    (["note", "n1"], {"text": "ask Bo about this", "item": None}),
    (["note", "n1"], {"text": "ask Bo about this", "item": "a.stop"}),
    (["action", "a.stop", "Write the steps"], {**AGREED, "hours": [1, 2.5, 4], "why": "Two approvals"}),
    (["action", "a.stop", ""], {**AGREED, "hours": None, "why": None}),
    (["action", "a.stop", "Not there"], None),
    (["exception", "a.stop"], {"reason": "Rare", "role": "Head of Claims", "expires": "2027-03-31"}),
    (["exception", "a.minor"], None),
    (["summary"], "They can stop it.\nNobody can restart it."),
    (["summary"], None),
    (["as_of"], "2026-05-30"),
]


def questionnaire() -> Questionnaire:
    """Return a questionnaire with each kind of content, a gate, a critical item, and one that a fact takes out."""
    options, columns = (Option(id="one", title="One"), Option(id="two", title="Two")), (Column(id="c", title="C"),)
    contents = [
        an_item(f"k.{kind}", kind="text").model_copy(
            update={"content": Content(kind=kind, prompt="What?", options=options, columns=columns)}
        )
        for kind in KINDS
    ]
    areas = [
        an_area(
            "a",
            an_item("a.stop"),
            an_item("a.drafts", applies_when=[{"writes": (True,)}]),
            an_item("a.critical", "critical"),
            an_item("a.minor", "minor"),
        ),
        an_area("k", *contents),
        an_area("m", an_item("m.m_one", kind="failure_mode"), client_mode=an_item("m.m_x_new", kind="failure_mode")),
    ]
    return a_questionnaire(areas, [a_gate("G1", "T1", needs("a.stop", "0.5"))])


def an_engagement(folder: Path, **parts: Any) -> Path:
    """Make a store with the small interview; return its path."""
    path = folder / "opsassess.db"
    Store.create(path, client="Nordwind").add(Assessment.model_validate({**DOCUMENT, **parts}), questionnaire())
    return path


def a_session(path: Path, now: dt.datetime = NOON, mode: Mode | None = None) -> Session:
    return Session(Store.open(path, now=lambda: now), NUMBER, now=lambda: now, mode=mode)


def tell(session: Session, kind: str, client: str = "one", **rest: Any) -> list[dict[str, Any]]:
    """Send a message and return what comes back."""
    return list(session.receive({"type": kind, "client": client, **rest}))


def change(n: int, target: Iterable[str], value: Any, *, seen: int = 1, **more: Any) -> dict[str, Any]:
    """Return a patch as a page sends it; ``seen`` is the entry with which the assessment was taken in."""
    return {"n": n, "target": list(target), "value": value, "seen": seen, **more}


def result_of(session: Session, patch: dict[str, Any], client: str = "one") -> dict[str, Any]:
    """Send one patch and return what became of it."""
    (ack,) = (m for m in tell(session, "patch", client, patches=[patch]) if m["type"] in ("ack", "trouble", "rejected"))
    result: dict[str, Any] = ack["results"][0] if ack["type"] == "ack" else ack
    return result


def welcome(session: Session, client: str = "one") -> dict[str, Any]:
    """Return what a page that begins is told."""
    (message,) = tell(session, "hello", client)
    return message
