"""Work in a process of its own, which can be killed and cannot keep a test waiting for ever."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from typing import Any

PATIENCE = 300.0  # seconds without a word, on a machine whose disk is busy


class Other:
    """A process of its own that says what was acknowledged."""

    def __init__(self, work: Callable[..., None], *arguments: object) -> None:
        context = multiprocessing.get_context("fork")
        self._heard, said = context.Pipe(duplex=False)
        self._process = context.Process(target=work, args=(*arguments, said), daemon=True)
        self._process.start()
        said.close()  # its end is then the end of what is heard, whatever it dies of

    def wait_until_it_speaks(self) -> None:
        """Wait for the first thing that it says."""
        assert self._heard.poll(PATIENCE)

    def kill(self) -> list[Any]:
        """Kill it with no chance to tidy up; return what it had said."""
        self._process.kill()
        return self._rest(-signal.SIGKILL, 0)

    def finish(self) -> list[Any]:
        """Return what it said until its end."""
        return self._rest(0)

    def _rest(self, *ends: int) -> list[Any]:
        heard = []
        with self._heard:
            try:
                while self._heard.poll(PATIENCE):
                    heard.append(self._heard.recv())
            except EOFError:
                self._process.join(PATIENCE)
        assert self._process.exitcode in ends, heard[-1:]
        return heard
