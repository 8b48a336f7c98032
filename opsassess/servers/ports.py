"""A port of this machine that is free."""

from __future__ import annotations

import socket

from opsassess.errors import OpsassessError
from opsassess.servers.kit import HOST


def free_port(asked: int | None, usual: int) -> int:
    """Return the port that was asked for, else the usual one, else any that is free.

    Raises `OpsassessError` if the one that was asked for is taken or not allowed.
    """
    if asked is None:
        return usual if is_free(usual) else _any()
    if asked == 0:
        return _any()
    trouble = _trouble(asked)
    if trouble:
        raise OpsassessError(f"Port {asked} cannot be used ({trouble}). Leave --port out to take a free one.")
    return asked


def is_free(port: int) -> bool:
    """Tell whether nobody listens at a port."""
    return _trouble(port) is None


def _trouble(port: int) -> str | None:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
        try:
            tried.bind((HOST, port))
        except OSError as error:
            return error.strerror
    return None


def _any() -> int:
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])
