"""All scores of an assessment, in a process that is running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import SAMPLE, Comparison, call
from opsassess.interchange import read_assessment
from opsassess.scoring import Score, score


def comparisons(_: Path) -> Iterator[Comparison]:
    """Yield what the slow parts add: the smallest set, the draws, the reasons."""
    read = read_assessment(SAMPLE)

    def scored() -> Score:
        return score(read.questionnaire, read.assessment)

    yield Comparison(
        what="every score, warm",
        ours=call(lambda: scored().to_json(), times=5),
        against="without smallest set, stability, reasons",
        alternative=call(lambda: scored().gaps, times=5),
    )
