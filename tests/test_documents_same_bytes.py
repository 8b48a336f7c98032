"""The same assessment and the same day give the same bytes, in every format, in every process, on any cores."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hostile import SAMPLE

_WRITE = "import sys; from opsassess import load; load(sys.argv[1]).deliver(sys.argv[2])"
_ON_ONE_CORE = "import os; os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1]); "


def digests(folder: Path, seed: str) -> dict[str, str]:
    """Write all documents in a process of its own; return their hashes."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati" if seed == "1" else "UTC"}
    program = _ON_ONE_CORE + _WRITE if seed == "1" and sys.platform == "linux" else _WRITE
    subprocess.run([sys.executable, "-c", program, str(SAMPLE), str(folder)], check=True, env=environment)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = digests(tmp_path / "one", "1")
    time.sleep(2)  # a zip file keeps times in steps of two seconds
    two = digests(tmp_path / "two", "2")
    assert {name.rpartition(".")[2] for name in one} >= {"pdf", "html", "docx", "md", "ipynb"}
    assert {name for name in one if one[name] != two[name]} == set()
    for path in (tmp_path / "one").glob("*.docx"):
        with zipfile.ZipFile(path) as docx:
            assert len({entry.date_time for entry in docx.infolist()}) == 1
