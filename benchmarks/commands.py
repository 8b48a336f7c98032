"""Commands that answer at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import OPSASSESS, PYTHON, SAMPLE, Comparison, process


def comparisons(_: Path) -> Iterator[Comparison]:
    """Yield what it costs to start."""
    yield Comparison(
        what="opsassess --help",
        ours=process(*OPSASSESS, "--help"),
        against="python -c pass",
        alternative=process(*PYTHON, "pass"),
        goal=6,
    )
    yield Comparison(
        what="opsassess score FILE --json",
        ours=process(*OPSASSESS, "score", SAMPLE, "--json"),
        against="import pandas",
        alternative=process(*PYTHON, "import pandas"),
        goal=1,
    )
