"""`opsassess lab` and `opsassess present` as processes of their own, with a home of their own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from command_line import COMMAND


@dataclass(frozen=True)
class Served:
    """A command that serves an engagement."""

    process: subprocess.Popen[str]
    address: str  # with its token

    @property
    def root(self) -> str:
        return re.sub(r"(?<=\d)/.*", "", self.address)

    @property
    def token(self) -> str:
        return self.address.rpartition("=")[2]

    @property
    def port(self) -> int:
        return int(self.root.rpartition(":")[2])

    def ask(self, path: str, data: object = None, *, token: bool = True) -> Any:
        """Return what the server answers, as JSON."""
        head = {"Authorization": f"token {self.token}"} if token else {}
        body = None if data is None else json.dumps(data).encode()
        with urllib.request.urlopen(urllib.request.Request(self.root + path, body, head), timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def end(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """End it as a person or the system would; return its exit code and what else it said."""
        self.process.send_signal(how)
        rest = self.process.communicate(timeout=60)[0]
        return self.process.returncode, rest


def home(folder: Path) -> dict[str, str]:
    """Return the variables that keep Jupyter's files of the person who runs the tests out of them."""
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    return {variable: str(folder / "home" / name) for variable, name in names.items()}


@contextlib.contextmanager
def serving(*arguments: str | Path, home_in: Path, variables: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Run a command until the end of the block; it is given a free port and no browser."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a background job begins deaf, and so would the command
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command = [*COMMAND, *map(str, arguments), "--port", "0"]
    environment = os.environ | home(home_in) | dict(variables or {})
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        environment.pop(name, None)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        address = next((line.strip() for line in lines if line.strip().startswith("http")), "")
        assert address, "it ended before it told its address"
        yield Served(process, address)
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)


def processes_with(text: str) -> list[int]:
    """Return the processes whose command line holds a text."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and text in (entry / "cmdline").read_bytes().decode(errors="replace"):
                found.append(int(entry.name))
    return found
