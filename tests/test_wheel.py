"""The wheel holds what it needs and nothing else, and works far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from command_line import files_in, names_of_deliverables

ROOT = Path(__file__).parent.parent
CACHES = {"__pycache__", ".ipynb_checkpoints"}
DATA = ("questionnaires", "report_templates", "notebooks", "samples")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; the other libraries come from the present one, without its editable install.

    A folder that a .pth file names goes on the path; its own .pth files, such as that of the checkout, do not count.
    """
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    programs = Path(sysconfig.get_path("scripts", vars={"base": str(folder)}))
    install = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(programs / "python"), *install], check=True)
    return programs


def run(program: Path, *arguments: str, inside: Path, beside: str = "") -> str:
    """Run a program of the environment, with nothing that leads back to the checkout, and return what it prints.

    ``beside`` is what it says to its user besides.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run([program, *arguments], cwd=inside, env=clean, capture_output=True, check=True, text=True)
    assert done.stderr == beside
    return done.stdout


def test_the_wheel_holds_code_data_and_licences_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    kept = [path for part in ("opsassess", *DATA) for path in (ROOT / part).rglob("*") if path.is_file()]
    expected = {path.relative_to(ROOT).as_posix() for path in kept if not set(path.parts) & CACHES}
    assert names == {name if name.startswith("opsassess/") else f"opsassess/{name}" for name in expected}
    assert not [name for name in names if "__pycache__" in name or "checkpoint" in name or "test" in name]
    endings = {"py", "typed", "yaml", "json", "ipynb", "j2", "css", "js", "ttf", "otf", "txt", "md"}
    assert {name.rpartition(".")[2] for name in names} <= endings


def test_the_wheel_names_its_licences_and_entry_points(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (info,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
    licences = {name.removeprefix(f"{info}/licenses/") for name in archive.namelist() if "/licenses/" in name}
    assert "LICENSE" in licences
    assert len(licences) == 1 + len(list((ROOT / "report_templates" / "fonts").glob("OFL-*.txt")))
    assert "opsassess = opsassess.cli:main" in archive.read(f"{info}/entry_points.txt").decode()
    assert "Readiness_report = " in archive.read(f"{info}/entry_points.txt").decode()


def test_everything_comes_from_the_wheel(environment: Path, tmp_path: Path) -> None:
    code = "import opsassess, opsassess.resources as r; print(opsassess.__file__); print(r.folder('samples'))"
    for place in run(environment / "python", "-c", code, inside=tmp_path).splitlines():
        assert Path(place).is_relative_to(environment.parent)


def test_it_makes_every_deliverable_outside_the_checkout(environment: Path, tmp_path: Path) -> None:
    hint = f"\nOpen {Path('demo/lead-router-report.pdf')} first: it is what the client's executive reads.\n"
    run(environment / "opsassess", "demo", "-o", "demo", inside=tmp_path, beside=hint)
    made = files_in(tmp_path / "demo")
    documents = names_of_deliverables()
    assert documents < made
    assert {"engagement.yaml", "opsassess.db", "report.ipynb"} < made
    assert b"Inter" in (tmp_path / "demo" / "lead-router-report.html").read_bytes()
    for name in run(environment / "opsassess", "report", "-o", "out", inside=tmp_path / "demo").split():
        # the same engagement gives the same bytes, but the notebook names the place it lies in
        path = tmp_path / "demo" / name
        assert path.suffix == ".ipynb" or path.read_bytes() == (tmp_path / "demo" / path.name).read_bytes()
    doctor = run(environment / "opsassess", "doctor", inside=tmp_path)
    missing = [line for line in doctor.splitlines() if line.startswith("missing")]
    assert [line for line in missing if "in the browser" not in line] == []  # Jupyter's files lie beside the libraries
