"""Print one table: what ours takes, what the alternative takes, how they compare, the goal. It fails on no figure.

`python -m benchmarks report store` measures these subjects alone. `page` needs Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks import batch, commands, deliver, interview, page, report, retainer, scores, store
from benchmarks.measure import Comparison, Outcome, compare

SUBJECTS: Mapping[str, Callable[[Path], Iterator[Comparison]]] = {
    "commands": commands.comparisons,
    "scores": scores.comparisons,
    "store": store.comparisons,
    "interview": interview.comparisons,
    "report": report.comparisons,
    "deliver": deliver.comparisons,
    "batch": batch.comparisons,
    "retainer": retainer.comparisons,
    "page": page.comparisons,
}
COLUMNS = "{:<44}{:>10}  {:<52}{:>10}{:>7}{:>7}{:>9}{:>8}"


def line(outcome: Outcome) -> str:
    """Return an outcome as a line of the table."""
    return COLUMNS.format(
        outcome.of.what,
        str(outcome.ours),
        outcome.of.against,
        str(outcome.alternative),
        f"{outcome.ratio:.2f}",
        "" if outcome.of.goal is None else f"{outcome.of.goal:g}",
        f"{outcome.ours.megabytes:.0f} MiB" if outcome.ours.megabytes else "",
        f"{outcome.more_memory:.2f}" if outcome.more_memory else "",
    ).rstrip()


def main() -> None:
    """Measure and print, line by line; an unknown subject ends before anything is measured."""
    if unknown := [name for name in sys.argv[1:] if name not in SUBJECTS]:
        raise SystemExit(f"no such subject: {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
    print(COLUMNS.format("ours", "median", "against", "median", "ratio", "goal", "peak", "ratio").rstrip())
    for name in sys.argv[1:] or SUBJECTS:
        with tempfile.TemporaryDirectory() as folder:
            for comparison in SUBJECTS[name](Path(folder)):
                print(line(compare(comparison)), flush=True)


if __name__ == "__main__":
    main()
