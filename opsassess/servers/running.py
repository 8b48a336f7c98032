"""Run a server until somebody ends it, and leave nothing of it behind."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, NoReturn

from opsassess.errors import OpsassessError
from opsassess.servers.kit import Kit
from opsassess.servers.ports import is_free

_SLOWEST_START, _POLL = 90.0, 0.1  # seconds
_TIME_TO_END = 15.0
_NOT_OURS = (401, 403)
_LAST_LINES = 8


class PortTakenError(OpsassessError):
    """Another program took the port between the look and the start."""


class _Ended(BaseException):
    """Somebody closed the terminal, or asked this program to end."""


def run(kit: Kit, ready: Callable[[Kit], None]) -> None:
    """Start a server, call ``ready`` when it answers, and keep it until Ctrl+C, a signal, or its own end.

    Raises `OpsassessError` with the server's last words if it does not start or ends by itself; `PortTakenError` where
    another port would do.
    """
    with contextlib.suppress(KeyboardInterrupt, _Ended), _signals_as_exceptions(), _started(kit) as server:
        _wait_until_it_answers(kit, server)
        ready(kit)
        server.wait()
        raise OpsassessError(f"The server ended by itself.\n{_last_words(kit)}")


@contextlib.contextmanager
def _started(kit: Kit) -> Iterator[subprocess.Popen[bytes]]:
    with (kit.folder / "log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - our own arguments
            kit.command,
            cwd=kit.folder,
            env=dict(kit.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl+C is for us; the server gets one orderly signal from us
        )
        try:
            yield server
        finally:
            _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    """End a server with its kernels; a second Ctrl+C meanwhile must not leave them behind."""
    ignored = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        server.terminate()
        server.wait(_TIME_TO_END)
    except subprocess.TimeoutExpired:
        server.kill()  # its kernels notice, and end
        server.wait()
    finally:
        signal.signal(signal.SIGINT, ignored)


def _wait_until_it_answers(kit: Kit, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SLOWEST_START
    while time.monotonic() < until:
        if server.poll() is not None:
            why = OpsassessError if is_free(kit.port) else PortTakenError
            raise why(f"The server did not start.\n{_last_words(kit)}")
        if answers(kit):
            return
        time.sleep(_POLL)
    raise OpsassessError(f"The server did not answer within {_SLOWEST_START:.0f} seconds.\n{_last_words(kit)}")


def answers(kit: Kit) -> bool:
    """Tell whether the server is there, and not another one at its port, which does not know its token."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback is behind no proxy
    asked = urllib.request.Request(kit.root + kit.alive, headers={"Authorization": f"token {kit.token}"})  # noqa: S310 - our own
    try:
        direct.open(asked, timeout=5).close()
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code not in _NOT_OURS
    except OSError:
        return False
    return True


def _last_words(kit: Kit) -> str:
    lines = (kit.folder / "log").read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"  {line}" for line in lines[-_LAST_LINES:]).replace(kit.token, "...")


@contextlib.contextmanager
def _signals_as_exceptions() -> Iterator[None]:
    """Let the ways in which a program is ended, other than Ctrl+C, end the server in order too."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before: dict[str, Any] = {name: signal.signal(getattr(signal, name), _raise) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _raise(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Ended
