"""The command line as a user has it: in this process where that is enough, else as a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from opsassess import files, resources, review
from opsassess.cli import main
from opsassess.deliverables import KINDS
from opsassess.engagement import Engagement
from opsassess.interchange import read_assessment

SAMPLE = resources.folder("samples") / "lead-routing.json"
COMMAND = (sys.executable, "-c", "from opsassess.cli import main; main()")


def run(*arguments: str | Path, inside: Path | None = None) -> Result:
    """Run a command; what it lets escape is raised here, so that no traceback passes for an exit code."""
    with contextlib.chdir(inside or Path.cwd()):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def process(
    *arguments: str | Path, inside: Path | None = None, environment: Mapping[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own."""
    command = [*COMMAND, *map(str, arguments)]
    environment = {**os.environ, **(environment or {})}
    return subprocess.run(command, capture_output=True, check=False, cwd=inside, env=environment, **options)


def engagement(folder: Path) -> Engagement:
    """Make the engagement of the sample, without its documents."""
    made = Engagement.new(folder, "Nordwind")
    made.take_in(read_assessment(SAMPLE))
    return made


def sample(**changes: Any) -> dict[str, Any]:
    """Return the sample assessment as data, with other parts in place of some."""
    return {**json.loads(SAMPLE.read_text(encoding="utf-8")), **changes}


def written(folder: Path, data: object, name: str = "assessment.json") -> Path:
    """Write data as a JSON file."""
    path = folder / name
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def files_in(folder: Path) -> set[str]:
    """Return the paths of everything in a folder, hidden files too, but for the record of what was written."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name != files.RECORD}


def names_of_deliverables() -> set[str]:
    """Return the file names of all documents of the sample."""
    found = review.sample()
    return {
        f"{document.name}.{ending}"
        for kind, row in KINDS.items()
        if row.delivered
        for document in found.documents(kind)
        for ending in row.formats
    }
