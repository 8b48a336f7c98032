"""Show an address to the person at this machine."""

from __future__ import annotations

import os
import sys
import webbrowser
from html import escape
from pathlib import Path


def show(address: str, folder: Path) -> bool:
    """Open an address in the person's browser; false where there is none.

    The browser is given a file that leads there: its command line, with the token, could be read by others.
    """
    if not _has_a_screen():
        return False
    page = folder / "open.html"
    page.write_text(f'<!DOCTYPE html><meta http-equiv="refresh" content="0;url={escape(address)}">', encoding="utf-8")
    try:
        return webbrowser.open(page.as_uri())
    except (webbrowser.Error, OSError):
        return False


def _has_a_screen() -> bool:
    """Tell whether a window can be opened: without one, Python would take a browser that runs in this terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
