"""Work that is shared out tells of itself as if it had been done in turn."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from opsassess.errors import DataError, Mistake, OpsassessError
from opsassess.workers import in_order

pytestmark = pytest.mark.slow

TWO_CORES = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
two_cores = pytest.mark.skipif(not TWO_CORES, reason="work is shared out on Linux, on two cores or more")


both = pytest.mark.usefixtures("cores")


@pytest.fixture(params=[pytest.param("two cores", marks=two_cores), "one core"])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Do everything in both ways; whichever it is, no process is left behind."""
    monkeypatch.setattr("opsassess.workers._cores", lambda: 2 if request.param == "two cores" else 1)
    yield
    assert multiprocessing.active_children() == []


def square(number: int) -> int:
    time.sleep(0.1 / (number + 1))  # the later, the quicker
    logging.getLogger("squares").warning("%d squared", number)
    if number == 3:
        raise DataError([Mistake(where="three", what="it is odd")])
    return number * number


@both
def test_what_is_made_comes_in_order_with_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    seen = [(made, caplog.messages[-1]) for made in in_order(square, [0, 1, 2, 4], size=lambda number: number)]
    assert seen == [(0, "0 squared"), (1, "1 squared"), (4, "2 squared"), (16, "4 squared")]


@both
def test_an_error_comes_in_its_turn(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[int] = []
    with pytest.raises(DataError, match="three: it is odd"):
        seen.extend(in_order(square, [2, 3, 4]))
    assert seen == [4]
    assert caplog.messages == ["2 squared", "3 squared"]


@both
def test_a_bug_keeps_its_name() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda number: 1 // number, [1, 0]))


@both
def test_who_takes_no_more_ends_the_work() -> None:
    with closing(in_order(square, [0, 1, 2])) as made:
        assert next(made) == 0


@two_cores
def test_a_worker_that_is_ended_from_outside_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsassess.workers._cores", lambda: 2)
    with pytest.raises(OpsassessError, match="perhaps for want of memory"):
        list(in_order(lambda _: os.kill(os.getpid(), signal.SIGKILL), [1, 2]))


SLEEPERS = """
import os, signal, time
from opsassess.workers import in_order
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job begins deaf
list(in_order(lambda n: (os.write(1, b"%d\\n" % n), time.sleep(60)), [1, 2]))
"""


@two_cores
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_leave_with_their_parent(ended_by: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEPERS], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert sorted(running.stdout.readline() for _ in range(2)) == [b"1\n", b"2\n"]
        running.send_signal(ended_by)
        _, told = running.communicate(timeout=30)  # comes when nobody holds the other end any more
    assert running.returncode == -ended_by
    assert told.count(b"Traceback") == (ended_by == signal.SIGINT)


HANDING_BACK = """
import signal
from opsassess.workers import in_order
signal.signal(signal.SIGINT, signal.default_int_handler)
print("ready", flush=True)
for _ in in_order(lambda n: bytes(30_000_000), range(400)): pass
"""


@two_cores
def test_ctrl_c_waits_for_no_worker_that_was_stopped_while_it_handed_something_back() -> None:
    for wait in (0.6, 0.7, 0.8):
        with subprocess.Popen(
            [sys.executable, "-c", HANDING_BACK], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as run:
            assert run.stdout
            assert run.stdout.readline() == b"ready\n"
            time.sleep(wait)
            run.send_signal(signal.SIGINT)
            try:
                run.communicate(timeout=60)
            finally:
                run.kill()
        assert run.returncode == -signal.SIGINT


@two_cores
def test_nothing_that_comes_before_the_documents_keeps_them_from_being_shared_out() -> None:
    """A library that starts threads of its own would: then every document waits for the one before it."""
    told = (
        "from opsassess import review, workers\n"
        "sample = review.sample()\n"
        "sample.score(), sample.documents('prep')\n"
        "assert workers._cores() > 1"
    )
    subprocess.run([sys.executable, "-c", told], check=True)
