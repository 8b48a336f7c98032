"""Work for several cores, told as if one core had done it in turn."""

from __future__ import annotations

import logging
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from logging.handlers import QueueHandler
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from opsassess.errors import OpsassessError

Thing = TypeVar("Thing")
Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class _Done(Generic[Made]):
    """What a worker hands back."""

    made: Made | None = None
    error: OpsassessError | None = None
    said: tuple[logging.LogRecord, ...]

    def told(self) -> Made:
        """Say again what was said meanwhile; return what was made, or raise what stopped it."""
        for record in self.said:
            logging.getLogger(record.name).handle(record)
        if self.error:
            raise self.error
        return cast("Made", self.made)


def in_order(
    work: Callable[[Thing], Made], things: Sequence[Thing], size: Callable[[Thing], int] = lambda _: 0
) -> Generator[Made]:
    """Yield what the work makes of each thing, in their order; log messages and errors come in that order too.

    The things of the greatest ``size`` are begun first. On one core, or where a process cannot be forked safely,
    all is done here, one after another.
    """
    workers = min(_cores(), len(things))
    if workers < 2:  # noqa: PLR2004 - it takes two to share
        yield from map(work, things)
        return
    with _pool(workers, work, things) as pool:
        begun: dict[int, Future[_Done[Made]]] = {
            n: pool.submit(_do, n) for n in sorted(range(len(things)), key=lambda n: -size(things[n]))
        }
        for n in range(len(things)):
            yield begun.pop(n).result().told()


def _cores() -> int:
    """Return how many cores this process may use, one where it must not be forked.

    A forked process has none of its parent's threads: whatever waits for one of them waits for ever. Elsewhere than
    on Linux the system's own libraries have such threads.
    """
    if sys.platform != "linux" or len(list(Path("/proc/self/task").iterdir())) > 1:
        return 1
    return len(os.sched_getaffinity(0))


@contextmanager
def _pool(workers: int, work: Callable[[Any], Any], things: Sequence[Any]) -> Iterator[ProcessPoolExecutor]:
    forked = multiprocessing.get_context("fork")
    enough = forked.Event()
    pool = ProcessPoolExecutor(workers, forked, initializer=_begin, initargs=(work, things, enough))
    try:
        yield pool
    except BrokenProcessPool:
        raise OpsassessError(
            "A process that made documents was ended from outside, perhaps for want of memory. "
            "The files that were named are whole; run the command again for the others."
        ) from None
    except BaseException:
        enough.set()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


# ---------------------------------------------------------------------------------------------------------------------
# In a worker

_shared: tuple[Callable[[Any], Any], Sequence[Any]]
_said: queue.SimpleQueue[logging.LogRecord]
_handing_back: threading.Lock  # is free only while something is made


def _begin(work: Callable[[Any], Any], things: Sequence[Any], enough: Event) -> None:
    """Take what was there when the process was forked: nothing of it is copied through a pipe."""
    global _shared, _said, _handing_back
    _shared, _said, _handing_back = (work, things), queue.SimpleQueue(), threading.Lock()
    _handing_back.acquire()
    logging.root.handlers = [QueueHandler(_said)]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's: it ends its workers
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    threading.Thread(target=_leave_when_it_is_enough, args=(enough,), daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def _leave_when_it_is_enough(enough: Event) -> None:
    """End this process, but never while it hands something back: the parent would wait for the rest without end."""
    enough.wait()
    _handing_back.acquire()
    os._exit(1)


def _do(n: int) -> _Done[Any]:
    work, things = _shared
    made = error = None
    _handing_back.release()
    try:
        made = work(things[n])
    except OpsassessError as stopped:  # anything else is a bug, and keeps its traceback on its way
        error = stopped
    finally:
        _handing_back.acquire()
    return _Done(made=made, error=error, said=tuple(_said.get() for _ in range(_said.qsize())))
