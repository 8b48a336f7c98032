"""Write files so that a failure leaves nothing half-written, and no name that a client typed becomes a path."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path

from anyascii import anyascii

from opsassess.errors import OpsassessError

_LONGEST = 60
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$")


RECORD = ".opsassess-written.json"  # beside the documents: the SHA-256 of each as it was written


def renew(path: Path, content: bytes | str) -> Path | None:
    """Write a document that people edit. What stands there and is not what was written last is kept beside it.

    Returns the path under which it is kept, or None if there was nothing to keep.
    """
    data = content.encode() if isinstance(content, str) else content
    record, known = path.parent / RECORD, _recorded(path.parent / RECORD)
    new = hashlib.sha256(data).hexdigest()
    aside = None
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() not in (new, known.get(path.name)):
        aside = _free_name(path)
    write(path, data, aside=aside)
    if known.get(path.name) != new:
        write(record, json.dumps(known | {path.name: new}, indent=1, sort_keys=True) + "\n")
    return aside


def _recorded(record: Path) -> dict[str, str]:
    """Return what was written into a folder; nothing where that cannot be told, so that all that is there is kept."""
    try:
        found = json.loads(record.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _free_name(path: Path) -> Path:
    """Return the name under which somebody's own file is kept: with the day on which it was last changed."""
    day = dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
    names = (f"{path.stem} (yours, {day}{more}){path.suffix}" for more in chain([""], (f", {n}" for n in count(2))))
    return next(place for name in names if not (place := path.with_name(name)).exists())


def write(path: Path, content: bytes | str, *, aside: Path | None = None) -> Path:
    """Write a whole file or nothing: into a neighbour first, then in one step under its name.

    With ``aside`` the file that stands there gets that name before.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, neighbour = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(neighbour).chmod(0o666 & ~_umask())
            if aside:
                path.rename(aside)
            Path(neighbour).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(neighbour).unlink()
            raise
    except OSError as error:
        raise OpsassessError(f"{path}: it cannot be written ({error.strerror}).") from None
    return path


def repacked(archive: bytes, day: dt.date, changed: Callable[[str, bytes], bytes] = lambda _, data: data) -> bytes:
    """Return a ZIP file whose parts are all of one day, each as ``changed`` gives it for its name and content."""
    moment = (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0)  # the years that the format can hold
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, moment)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, changed(name, old.read(name)))
    return made.getvalue()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def slug(text: str) -> str:
    """Return a file name made of a text: letters, digits and hyphens, never empty, never a path."""
    name = re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")[:_LONGEST].strip("-")
    if not name:  # a name without a letter still needs a file of its own
        return f"agent-{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
    return f"{name}-1" if _RESERVED.match(name) else name
