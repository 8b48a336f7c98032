"""All documents at once."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import OPSASSESS, SAMPLE, Comparison, process
from opsassess.deliverables import KINDS


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield one command beside those for each document, one after another. The ratio is meant for two cores."""
    each = ((*OPSASSESS, kind, str(SAMPLE), "-o", str(folder / "each")) for kind in KINDS)
    yield Comparison(
        what="opsassess deliver",
        ours=process(*OPSASSESS, "deliver", SAMPLE, "-o", folder / "all"),
        against=f"the {len(KINDS)} commands for its documents",
        alternative=process("sh", "-ec", "; ".join(map(shlex.join, each))),
        goal=0.65,
        runs=3,
    )
