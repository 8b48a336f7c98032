"""The line of the loss tests does what it says; without this, a loss test could pass because nothing was lost."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from proxy import Proxy, line_to


@pytest.fixture
def line() -> Iterator[Proxy]:
    """A line to a server that says everything back."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_echo, args=(server,), daemon=True).start()
        with line_to(server.getsockname()[1]) as proxy:
            yield proxy


def _echo(server: socket.socket) -> None:
    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(ConnectionError):
            while data := connection.recv(100):
                connection.sendall(data)

    while True:
        try:
            threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
        except OSError:
            return


def call(line: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), timeout=5)


def says_back(connection: socket.socket, words: bytes = b"hello") -> bytes:
    connection.settimeout(0.5)
    connection.sendall(words)
    return connection.recv(100)


def test_it_passes_bytes_on(line: Proxy) -> None:
    with call(line) as connection:
        assert says_back(connection) == b"hello"


def test_a_clean_cut_ends_connections_and_refuses_new_ones(line: Proxy) -> None:
    with call(line) as connection:
        says_back(connection)
        line.cut()
        with pytest.raises(ConnectionError):
            says_back(connection)
    with pytest.raises(ConnectionError), call(line) as refused:
        says_back(refused)
    line.restore()
    with call(line) as connection:
        assert says_back(connection) == b"hello"


def test_a_half_open_connection_swallows_bytes_and_is_reset_later(line: Proxy) -> None:
    with call(line) as connection:
        says_back(connection)
        line.swallow()
        with pytest.raises(TimeoutError):
            says_back(connection)
        line.restore()
        with pytest.raises(ConnectionError):
            says_back(connection)
    with call(line) as connection:
        assert says_back(connection) == b"hello"


def test_a_delay_is_that_of_both_directions(line: Proxy) -> None:
    line.slow_down(0.1)
    with call(line) as connection:
        begin = time.monotonic()
        says_back(connection)
        assert time.monotonic() - begin >= 0.2
