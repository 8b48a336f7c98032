"""The small engagement that the tests of the store work on, and what other processes do to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from strategies import a_questionnaire, an_area, an_item

from opsassess.assessment import Answer, Assessment
from opsassess.entries import Edit
from opsassess.errors import StoreError
from opsassess.questionnaire import Questionnaire
from opsassess.store import Store
from opsassess.store.file import StoreFile
from opsassess.store.schema import MIGRATIONS

PRIVATE = "the vault code is 4711"


def small(version: str = "1.0.0", *items: str) -> Questionnaire:
    """Return a questionnaire with these items in area ``a``."""
    made = a_questionnaire([an_area("a", *(an_item(item) for item in items or ("a.stop", "a.retry")))])
    return made.model_copy(update={"version": version})


DOCUMENT = {
    "format": "opsassess-assessment/1",
    "id": "3f2a0c5e-8f0e-4b43-9a52-5a2f6f6f0a11",
    "as_of": "2026-05-31",
    "client": {"name": "Nordwind"},
    "agent": {"name": "Lead router", "profile": {"writes": True, "drafts": None}},
    "questionnaire": {"id": "small", "version": "1.0.0"},
    "respondents": [{"id": "dana", "name": "Dana", "roles": ["operator"]}],
    "answers": [
        {"item": "a.stop", "respondent": "dana", "rating": 2, "content": {"value": 4, "unit": "hours"}, "note": None},
        {
            "item": "a.retry",
            "respondent": "dana",
            "rating": "dont_know",
            "evidence": [{"level": "E2", "what": "the alert", "date": "2026-05-30"}],
            "at": "2026-05-31T10:00:00.123456+02:00",
        },
    ],
    "failure_modes": [{"id": "a.m_x_late", "title": "Late"}],
    "not_applicable": [{"item": "a.retry", "reason": "No retries", "approver": "Olga"}],
    "exceptions": [{"item": "a.stop", "reason": "Budget", "role": "owner", "expires": "2026-12-31"}],
    "actions": [{"item": "a.stop", "text": "Drill it", "owner": "Dana", "hours": [1, 2.5, 4], "why": "no test"}],
    "promised": [{"item": "a.stop", "what": "the export", "who": "Dana", "by": None}],
    "summary": "Nearly there.",
    "milestones": [{"name": "Start", "date": "2026-05-01", "scores": {"overall": {"shown": 0.25}}}],
}
NUMBER = 1  # of the assessment that `engagement` adds


def document() -> Assessment:
    return Assessment.model_validate(DOCUMENT)


def engagement(folder: Path) -> Path:
    """Make a store with one assessment; return its path."""
    path = folder / "opsassess.db"
    Store.create(path, client="Nordwind").add(document(), small())
    return path


def ticking() -> Iterator[dt.datetime]:
    """A clock that shows a minute later each time."""
    now = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)
    while True:
        yield now
        now += dt.timedelta(minutes=1)


# ---------------------------------------------------------------------------------------------------------------------
# What other processes do. Each says over the pipe what the store has done for it.


def write(path: Path, editor: str, count: int, said: Connection) -> None:
    """Save one answer after the other."""
    store = Store.open(path, wait=60)
    for n in range(count):
        answer = Answer(item="a.stop", respondent="dana", note=f"{editor} {n}")
        said.send((store.record(NUMBER, answer, editor=editor), answer.note))


def send(path: Path, view: str, count: int, said: Connection) -> None:
    """Send one edit of a view after the other, as a page does that has lost its answer."""
    store = Store.open(path, wait=60)
    for n in range(count):
        answer = Answer(item="a.stop", respondent="dana", note=f"{view} {n}")
        (receipt,), _ = store.take_edits(NUMBER, [Edit(change=answer, editor=view, n=n, seen=1)], after=1)
        said.send((receipt.status, receipt.seq))


def write_in_a_small_file(path: Path, limit: int, said: Connection) -> None:
    """Save answers while no file may grow beyond the limit."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    write_until_refused(path, said)


def write_until_refused(path: Path, said: Connection) -> None:
    """Save answers until one cannot be saved; end with what the user is told."""
    store = Store.open(path)
    try:
        for n in range(10_000):
            answer = Answer(item="a.stop", respondent="dana", note=f"{PRIVATE} {n}")
            said.send((store.record(NUMBER, answer), answer.note))
    except StoreError as error:
        said.send(str(error))


def create(path: Path, said: Connection) -> None:
    """Make a new store."""
    Store.create(path, client="Nordwind")
    said.send("made")


def migrate(path: Path, said: Connection) -> None:
    """Open a store with a package that is one version on."""
    StoreFile.open(path, migrations=NEXT_VERSION)
    said.send("migrated")


FORMAT = len(MIGRATIONS)  # of the files that this package writes
NEXT_VERSION = (
    *MIGRATIONS,
    (
        "ALTER TABLE engagement ADD COLUMN consultant TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE copies AS SELECT * FROM events",
    ),
)
