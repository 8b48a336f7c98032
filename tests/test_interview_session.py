"""The interview's session: a message in, messages out, as docs/interview-protocol.md says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from store_cases import NUMBER, engagement

from opsassess.interview.session import Session
from opsassess.store import Store

NOON = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
RATING = ["answer", "a.stop", "dana", "rating"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return engagement(tmp_path)


def session(path: Path) -> Session:
    return Session(Store.open(path), NUMBER, now=lambda: NOON)


def tell(session: Session, kind: str, client: str = "one", **rest: Any) -> list[dict[str, Any]]:
    return list(session.receive({"type": kind, "client": client, **rest}))


def patch(n: int, target: list[str], value: Any, *, seen: int = 1) -> dict[str, Any]:
    return {"n": n, "target": target, "value": value, "seen": seen}


def test_a_change_is_saved_acknowledged_and_told_to_every_page(path: Path) -> None:
    ack, changes, derived = tell(session(path), "patch", patches=[patch(1, RATING, 3)])
    saved: dict[str, Any] = {"n": 1, "from": None, "status": "saved", "seq": 3, "why": "", "theirs": []}
    assert ack == {"type": "ack", "client": "one", "results": [saved]}
    entry = {
        "seq": 3,
        "client": "one",
        "target": RATING,
        "value": 3,
        "at": "2026-06-01T12:00:00+00:00",
        "contested": False,
    }
    assert (changes["after"], changes["to"]) == (1, 3)
    assert changes["entries"][-1] == entry
    assert derived["items"]["a.stop"]["claimed"] == 0.75
    assert Store.open(path).assessment().answers[-1].rating == 3
