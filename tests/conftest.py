"""What holds for every test, and the engagement that those of the command line share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is not a failure: no example is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def nordwind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An engagement with the sample; the tests only read it."""
    from command_line import engagement

    return engagement(tmp_path_factory.mktemp("nordwind")).folder


@pytest.fixture
def client(nordwind: Path, tmp_path: Path) -> Path:
    """A copy of that engagement, to write to."""
    return Path(shutil.copytree(nordwind, tmp_path / "nordwind"))
