"""Measure two things in turn, so that a busy moment of the machine meets both."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from opsassess import resources

SAMPLE = resources.folder("samples") / "lead-routing.json"
PYTHON = (sys.executable, "-c")
OPSASSESS = (*PYTHON, "from opsassess.cli import main; main()")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as installed
MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024  # in the unit of ru_maxrss


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one run took."""

    seconds: float
    megabytes: float = 0  # at the peak, of a process
    kilobytes: float = 0  # that were sent: they are then what is compared

    @property
    def cost(self) -> float:
        """Return what is compared."""
        return self.kilobytes or self.seconds

    def __str__(self) -> str:
        return f"{self.kilobytes:.1f} kB" if self.kilobytes else f"{self.seconds * 1000:.1f} ms"


Work = Callable[[], Reading]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Something of ours beside another way to the same, or beside the least that it must cost."""

    what: str
    ours: Work
    against: str
    alternative: Work
    goal: float | None = None  # of the ratio
    runs: int = 11


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The medians of several runs."""

    of: Comparison
    ours: Reading
    alternative: Reading

    @property
    def ratio(self) -> float:
        """Return how much more ours takes."""
        return self.ours.cost / self.alternative.cost

    @property
    def more_memory(self) -> float:
        """Return how much more memory ours takes; nothing where none was measured."""
        return self.ours.megabytes / self.alternative.megabytes if self.alternative.megabytes else 0


def compare(comparison: Comparison) -> Outcome:
    """Run both once to warm up, then in turn; what runs only once is long enough to need no warming."""
    if comparison.runs > 1:
        comparison.ours(), comparison.alternative()
    readings = [(comparison.ours(), comparison.alternative()) for _ in range(comparison.runs)]
    ours, alternative = zip(*readings, strict=True)
    return Outcome(of=comparison, ours=_median(ours), alternative=_median(alternative))


def _median(readings: Sequence[Reading]) -> Reading:
    return Reading(
        seconds=statistics.median(reading.seconds for reading in readings),
        megabytes=statistics.median(reading.megabytes for reading in readings),
        kilobytes=statistics.median(reading.kilobytes for reading in readings),
    )


def process(*command: str | Path, times: int = 1) -> Work:
    """Return the run of a whole process, with its peak memory; ``times`` is how often it does what is measured.

    What is installed has its bytecode, so ours may keep it too: the run that warms up writes it.
    """

    def run() -> Reading:
        launch = [sys.executable, "-I", "-S", Path(__file__).with_name("launch.py"), *command]
        told = subprocess.run(launch, stdout=subprocess.PIPE, check=True, text=True, env=ENVIRONMENT).stdout
        seconds, peak = map(float, told.split())
        return Reading(seconds=seconds / times, megabytes=peak / MEGABYTE)

    return run


def call(function: Callable[[], object], times: int = 1) -> Work:
    """Return the run of a function, the mean of several calls."""

    def run() -> Reading:
        begin = time.perf_counter()
        for _ in range(times):
            function()
        return Reading(seconds=(time.perf_counter() - begin) / times)

    return run
