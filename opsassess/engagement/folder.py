"""The folder of an engagement: what lies in it, and how it is made."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from opsassess import files, resources
from opsassess.errors import OpsassessError

STORE = "opsassess.db"
QUESTIONNAIRES = "questionnaires"  # the folder of one's own


def make_folder(folder: Path, undo: contextlib.ExitStack) -> None:
    """Make a folder with its parents; to undo it takes away what was not there."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in missing[-1:]:
        undo.callback(shutil.rmtree, place, ignore_errors=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OpsassessError(f"{folder}: the folder cannot be made ({error.strerror}).") from None


def notebooks() -> dict[str, bytes]:
    """Return the notebooks that travel with the package, by name."""
    return {path.name: path.read_bytes() for path in sorted(resources.folder("notebooks").glob("*.ipynb"))}


def supply(folder: Path, contents: dict[str, bytes], undo: contextlib.ExitStack | None = None) -> None:
    """Write the files that are not there; those that are, stay as they were edited."""
    for name, content in contents.items():
        if not (folder / name).exists():
            if undo:
                undo.callback((folder / name).unlink, missing_ok=True)
            files.write(folder / name, content)
