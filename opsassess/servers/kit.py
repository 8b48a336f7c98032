"""What a server is started with: a folder of its own with its settings, its kernel and its templates.

Everything a server is told stands in files of this folder, which only its owner can read: a token on a command line
could be read by everybody on the machine. The folder goes when the server ends.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
KERNEL = "python3"
SHARE = Path(__file__).parent / "share"  # an extension of JupyterLab, a template of Voilà
_SOCKETS = f"ws://{HOST}:* ws://localhost:*"  # for browsers to which 'self' means no socket
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    f"connect-src 'self' data: blob: {_SOCKETS}; frame-ancestors 'self'"
)
HEADERS = {"headers": {"Content-Security-Policy": POLICY}}


@dataclass(frozen=True, kw_only=True)
class Kit:
    """A server before it runs."""

    what: str  # what a person finds at its address
    folder: Path  # its own, temporary
    module: str  # what Python runs
    arguments: tuple[str, ...]
    port: int
    page: str  # the path below the host that a person opens
    alive: str  # a path that answers without starting anything
    token: str
    environment: Mapping[str, str]

    @property
    def command(self) -> tuple[str, ...]:
        """Return what is run."""
        return (sys.executable, "-m", self.module, *self.arguments)

    @property
    def root(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def address(self) -> str:
        """Return the address for a person, with the token that lets them in."""
        return f"{self.root}{self.page}?token={self.token}"


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(24)


def write_settings(folder: Path, name: str, settings: Mapping[str, Any]) -> None:
    """Write a settings file of Jupyter."""
    path = folder / "config" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings), encoding="utf-8")


def environment(folder: Path) -> dict[str, str]:
    """Return the variables with which a server finds its own settings, kernel and templates before any other.

    Settings of the user's own Jupyter do not count here: they could open the port to the network, or name a kernel of
    another environment, which has no opsassess.
    """
    _write_kernel(folder)
    ours = (folder / "data", SHARE)
    path = os.pathsep.join([*map(str, ours), *filter(None, [os.environ.get("JUPYTER_PATH")])])
    set_here = {
        "JUPYTER_PATH": path,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
    }
    kept = {name: value for name, value in os.environ.items() if name not in ("JUPYTER_TOKEN", "JUPYTER_CONFIG_PATH")}
    return {**kept, **set_here}


def _write_kernel(folder: Path) -> None:
    """Name this Python as the kernel: an installed kernel of the same name may be another one."""
    place = folder / "data" / "kernels" / KERNEL
    place.mkdir(parents=True, exist_ok=True)
    kernel = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3",
        "language": "python",
        "metadata": {"debugger": False},
    }
    (place / "kernel.json").write_text(json.dumps(kernel), encoding="utf-8")
