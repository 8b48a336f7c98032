"""Read YAML and JSON so that every value knows the line it came from.

Both come out as plain lists, dicts and scalars. YAML scalars stay strings (the schema types them), so YAML 1.1
cannot turn ``no`` into a boolean or ``1.10`` into 1.1; repeated keys and aliases are refused. Both refuse what would
hurt further on: nesting that exhausts a stack, half characters that no database and no page can write.
"""

from __future__ import annotations

from pathlib import Path

from opsassess.errors import DataError, Mistake
from opsassess.source.json_text import read_json, with_lines
from opsassess.source.places import Loc, Source
from opsassess.source.yaml_text import read_yaml

__all__ = ["Loc", "Source", "read_bytes", "read_json", "read_text", "read_yaml", "with_lines"]


def read_text(path: Path, fix: str = "Save the file as UTF-8") -> str:
    """Read a UTF-8 file, or say in one sentence why it cannot be read, and what to do where it is no such text."""
    try:
        return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise DataError([Mistake(where=str(path), what=what, fix=fix)]) from None


def read_bytes(path: Path) -> bytes:
    """Read a file, or say in one sentence why it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError([Mistake(where=str(path), what="there is no such file")]) from None
    except OSError as error:
        raise DataError([Mistake(where=str(path), what=f"it cannot be read ({error.strerror})")]) from None
