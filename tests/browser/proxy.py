"""A line between browser and server that can be cut, as real lines are: cleanly, or with both ends believing in it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine, Iterator
from typing import Any, Literal

State = Literal["up", "down", "hole"]
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset


class Proxy:
    """One port that leads to another, as long as the line is up."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._state: State = "up"
        self._delay = 0.0
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server: asyncio.Server = self._call(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """End every connection, and refuse new ones, as when the cable is pulled at the near end."""
        self._state = "down"
        self._call(self._drop_all())

    def swallow(self) -> None:
        """Let both ends believe in their connections while every byte vanishes, as when a laptop sleeps."""
        self._state = "hole"

    def restore(self) -> None:
        """Let new connections pass, and reset those through which bytes were lost."""
        lost, self._state = self._state == "hole", "up"
        if lost:
            self._call(self._drop_all())

    def slow_down(self, seconds: float) -> None:
        """Delay every byte, in both directions."""
        self._delay = seconds

    def close(self) -> None:
        """End it all."""
        self._call(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _call(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._state == "down":
            _reset(writer)
            return
        there, onward = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {writer, onward}
        await asyncio.gather(self._carry(reader, onward), self._carry(there, writer), return_exceptions=True)
        self._open -= {writer, onward}

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await asyncio.sleep(self._delay)
                if self._state == "up":
                    writer.write(data)
                    await writer.drain()
        if self._state == "up":
            writer.close()

    async def _shut(self) -> None:
        self._server.close()  # in its own loop, or it meets a connection that ends at the same moment
        await self._drop_all()
        serving = asyncio.all_tasks() - {asyncio.current_task()}
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    async def _drop_all(self) -> None:
        for writer in self._open:
            _reset(writer)
        self._open.clear()


def _reset(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        connection = writer.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()


@contextlib.contextmanager
def line_to(port: int) -> Iterator[Proxy]:
    """Give a line to a server until the end of the block."""
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
