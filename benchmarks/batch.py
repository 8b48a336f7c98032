"""Many assessments in one process: the memory stays, and what was loaded serves again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import PYTHON, SAMPLE, Comparison, process

REPORTS = """
import sys, opsassess
folder, *files = sys.argv[1:]
for n, file in enumerate(files):
    opsassess.load(file).report(f"{folder}/{n}.pdf")
"""
MANY = 50


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield a report of fifty, and the peak of memory, beside one that has a process of its own."""
    samples = sorted(map(str, SAMPLE.parent.glob("*.json")))
    many = (samples * MANY)[:MANY]
    alone = (shlex.join((*PYTHON, REPORTS, str(folder), sample)) for sample in samples)
    yield Comparison(
        what=f"load(...).report(...), one of {MANY}",
        ours=process(*PYTHON, REPORTS, folder, *many, times=MANY),
        against="the same in a process of its own",
        alternative=process("sh", "-ec", "; ".join(alone), times=len(samples)),
        goal=0.65,
        runs=1,
    )
