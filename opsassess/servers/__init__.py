"""Jupyter's servers around an engagement: JupyterLab for the consultant, Voilà for a shared screen.

Each runs on loopback with a token of its own, has this environment's kernel and no other, and loads nothing from
elsewhere: a content security policy makes the browser keep to it.
"""

from __future__ import annotations

from opsassess.servers.lab import lab
from opsassess.servers.presentation import presentation
from opsassess.servers.running import PortTakenError, run

__all__ = ["PortTakenError", "lab", "presentation", "run"]
