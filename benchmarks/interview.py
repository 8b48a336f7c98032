"""A click in the interview, as Python sees it: a message in, the answer on the disk, its scores out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import SAMPLE, Comparison, call
from benchmarks.store import durable_insert
from opsassess.assessment import Answer
from opsassess.engagement import Engagement
from opsassess.interchange import read_assessment
from opsassess.interview.session import Session


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield what is measured; ``folder`` is for its files."""
    read = read_assessment(SAMPLE)
    engagement = Engagement.new(folder / "engagement", read.assessment.client.name)
    number = engagement.take_in(read).number
    bare = call(durable_insert(folder / "bare.db"), times=10)
    store, first = engagement.store(), read.assessment.answers[0]
    yield Comparison(
        what="click to saved and scored, 140 answers",
        ours=call(_clicks(Session(store, number), first), times=10),
        against="one durable row with sqlite3",
        alternative=bare,
        goal=2,
    )
    said = [answer.model_copy(update={"note": f"note {n}"}) for n in range(13) for answer in read.assessment.answers]
    store.record_all(number, said)
    session = Session(store, number)
    yield Comparison(
        what="the same after 2,000 entries",
        ours=call(_clicks(session, first), times=10),
        against="one durable row with sqlite3",
        alternative=bare,
        goal=2,
    )
    yield Comparison(
        what="a page that begins, after 2,000 entries",
        ours=call(lambda: list(session.receive({"type": "hello", "client": "page"}))),
        against="one durable row with sqlite3",
        alternative=bare,
    )


def _clicks(session: Session, answer: Answer) -> Callable[[], object]:
    """Return a click that rates an item, each time otherwise than before."""
    counted = itertools.count(1)
    client = f"page {id(session)}"

    def click() -> object:
        n = next(counted)
        target = ["answer", answer.item, answer.respondent, "rating"]
        patch = {"n": n, "target": target, "value": n % 5, "seen": 2**40}
        answers = list(session.receive({"type": "patch", "client": client, "patches": [patch]}))
        assert answers[0]["results"][0]["status"] == "saved"  # noqa: S101 - else it measures a refusal
        return answers

    return click
