"""An answer that is on the disk when the call returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import SAMPLE, Comparison, call
from opsassess.assessment import Answer
from opsassess.engagement import Engagement
from opsassess.interchange import read_assessment


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield what saving one answer takes."""
    read = read_assessment(SAMPLE)
    engagement = Engagement.new(folder / "engagement", read.assessment.client.name)
    number = engagement.take_in(read).number
    answer = Answer(item=read.assessment.answers[0].item, respondent="dana", rating=3, note="x" * 100)
    with engagement.store() as store:
        yield Comparison(
            what="one answer into the store",
            ours=call(lambda: store.record(number, answer), times=10),
            against="one durable row with sqlite3",
            alternative=call(durable_insert(folder / "bare.db"), times=10),
        )


def durable_insert(path: Path) -> Callable[[], object]:
    """Return the insertion of one row that survives a power cut, over one open connection."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("CREATE TABLE answers (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    return lambda: connection.execute("INSERT INTO answers (text) VALUES (?)", ("x" * 200,))
