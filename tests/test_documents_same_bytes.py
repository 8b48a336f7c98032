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
from command_line import SAMPLE, files_in, names_of_deliverables

_WRITE = "from opsassess.cli import main; main()"
_ON_ONE_CORE = "import os; os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1]); "


def digests(folder: Path, seed: str) -> dict[str, str]:
    """Deliver in a process of its own; return the hashes of all documents."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati" if seed == "1" else "UTC"}
    program = _ON_ONE_CORE + _WRITE if seed == "1" and sys.platform == "linux" else _WRITE
    subprocess.run(
        [sys.executable, "-c", program, "deliver", str(SAMPLE), "-o", str(folder)], check=True, env=environment
    )
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    one = digests(tmp_path / "one", "1")
    time.sleep(2)  # a zip file keeps times in steps of two seconds
    two = digests(tmp_path / "two", "2")
    assert files_in(tmp_path / "one") == names_of_deliverables()
    assert {name for name in one if one[name] != two[name]} == set()
    for path in (tmp_path / "one").glob("*.docx"):
        with zipfile.ZipFile(path) as docx:
            assert len({entry.date_time for entry in docx.infolist()}) == 1
