"""One browser and one JupyterLab for all tests of a session; each test has a context and an engagement of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import chromium
from interview_page import PATIENCE
from lab_page import Lab, lab_server
from playwright.sync_api import Browser, expect

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield the browser of all tests."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Serve every engagement of the tests by one `opsassess lab`."""
    with lab_server(tmp_path_factory.mktemp("lab")) as served:
        yield served
