"""The command line. Each command imports what it needs, so that `--help` stays quick; errors are told in one place."""

from __future__ import annotations

from opsassess.cli import documents, engagements, retainer, servers, tools
from opsassess.cli.group import main

__all__ = ["documents", "engagements", "main", "retainer", "servers", "tools"]
