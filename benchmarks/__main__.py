"""Print one table: what ours takes, what the bare thing takes, how they compare, the goal. It fails on no figure."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import bare
from benchmarks.measure import Comparison, Outcome, call, compare, process
from opsassess import resources, scoring
from opsassess.assessment import Answer
from opsassess.engagement import Engagement
from opsassess.interchange import Read, read_assessment

SAMPLE = resources.folder("samples") / "lead-routing.json"
PYTHON = (sys.executable, "-c")
OPSASSESS = (*PYTHON, "from opsassess.cli import main; main()")


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield what is measured; ``folder`` is for its files."""
    read = read_assessment(SAMPLE)
    yield Comparison(
        what="opsassess --help",
        ours=process(*OPSASSESS, "--help"),
        against="python -c pass",
        bare=process(*PYTHON, "pass"),
        goal=6,
    )
    yield Comparison(
        what="opsassess score FILE --json",
        ours=process(*OPSASSESS, "score", SAMPLE, "--json"),
        against="import pandas",
        bare=process(*PYTHON, "import pandas"),
        goal=1,
    )
    yield Comparison(
        what="every score, warm",
        ours=call(lambda: _scored(read).to_json(), times=5),
        against="without smallest set, stability, reasons",
        bare=call(lambda: _scored(read).gaps, times=5),
    )
    yield Comparison(
        what="opsassess report -o report.pdf",
        ours=process(*OPSASSESS, "report", SAMPLE, "-o", folder / "ours.pdf"),
        against="WeasyPrint on the same page",
        bare=process(*PYTHON, bare.PDF, bare.page(folder), folder / "bare.pdf"),
        goal=1.35,
        runs=3,
    )
    engagement = Engagement.new(folder / "engagement", read.assessment.client.name)
    number = engagement.take_in(read).number
    answer = Answer(item=read.assessment.answers[0].item, respondent="dana", rating=3, note="x" * 100)
    with engagement.store() as store:
        yield Comparison(
            what="one answer into the store",
            ours=call(lambda: store.record(number, answer), times=10),
            against="one durable row with sqlite3",
            bare=call(bare.durable_insert(folder / "bare.db"), times=10),
        )


def _scored(read: Read) -> scoring.Score:
    return scoring.score(read.questionnaire, read.assessment)


COLUMNS = "{:<32}{:>10}  {:<42}{:>10}{:>8}{:>7}{:>8}{:>9}"


def line(outcome: Outcome) -> str:
    """Return an outcome as a line of the table."""
    return COLUMNS.format(
        outcome.of.what,
        f"{outcome.ours.seconds * 1000:.1f} ms",
        outcome.of.against,
        f"{outcome.bare.seconds * 1000:.1f} ms",
        f"{outcome.ratio:.2f}",
        "" if outcome.of.goal is None else f"{outcome.of.goal:g}",
        f"{outcome.ours.megabytes:.0f} MB" if outcome.ours.megabytes else "",
        f"{outcome.more_memory:.2f}" if outcome.more_memory else "",
    )


def main() -> None:
    """Measure and print, line by line."""
    print(COLUMNS.format("ours", "median", "against", "median", "ratio", "goal", "peak", "ratio").rstrip())
    with tempfile.TemporaryDirectory() as folder:
        for comparison in comparisons(Path(folder)):
            print(line(compare(comparison)).rstrip(), flush=True)


if __name__ == "__main__":
    main()
