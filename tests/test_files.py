"""Files appear whole or not at all, under names that are no paths."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from command_line import files_in
from hypothesis import given
from hypothesis import strategies as st

from opsassess import files
from opsassess.errors import OpsassessError


def test_write_makes_the_folders_and_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    assert files.write(path, "ä\n") == path
    assert path.read_bytes() == "ä\n".encode()


def test_write_replaces_a_file_and_gives_it_the_usual_rights(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text("older and longer")
    files.write(path, b"new")
    (tmp_path / "usual").touch()
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert files_in(tmp_path) == {"c.txt", "usual"}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interruption_leaves_the_older_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stop(*_: object) -> None:
        raise error

    path = tmp_path / "c.txt"
    path.write_text("older")
    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises((KeyboardInterrupt, OpsassessError)) as raised:
        files.write(path, "new")
    assert files_in(tmp_path) == {"c.txt"}
    assert path.read_text() == "older"
    if isinstance(error, OSError):
        assert str(raised.value) == f"{path}: it cannot be written (No space left on device)."


def test_a_file_that_somebody_changed_is_kept_under_another_name_and_ours_is_not(tmp_path: Path) -> None:
    path = tmp_path / "card.docx"
    assert [files.renew(path, content) for content in ("one", "two", "two")] == [None, None, None]
    path.write_text("two, filled in")
    day = dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
    kept = [tmp_path / f"card (yours, {day}{more}).docx" for more in ("", ", 2")]
    assert files.renew(path, "three") == kept[0]
    path.write_text("three, filled in")
    assert files.renew(path, "three") == kept[1]
    assert [place.read_text() for place in (path, *kept)] == ["three", "two, filled in", "three, filled in"]


@pytest.mark.parametrize("record", [None, "", "[]", "{"])
def test_without_a_record_whatever_stands_there_is_kept(tmp_path: Path, record: str | None) -> None:
    path = tmp_path / "card.docx"
    path.write_text("somebody's")
    if record is not None:
        (tmp_path / files.RECORD).write_text(record)
    kept = files.renew(path, "ours")
    assert kept
    assert (kept.read_text(), path.read_text()) == ("somebody's", "ours")


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "c.txt").mkdir()
    with pytest.raises(OpsassessError, match=r"c\.txt: it cannot be written \("):
        files.write(tmp_path / "c.txt", "new")
    assert files_in(tmp_path) == {"c.txt"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lead router", "lead-router"),
        ("Übergröße für Zoë", "ubergrosse-fur-zoe"),
        ("Łukasz Dąbrowski", "lukasz-dabrowski"),
        ("Søren Kjær", "soren-kjaer"),
        ("../../etc/passwd", "etc-passwd"),
        ("路由", "luyou"),
        ("nul", "nul-1"),
        ("COM1", "com1-1"),
        ("console", "console"),
        ("🤖", "robot"),
        ("!?", "agent-7b202a21"),
        ("", "agent-00000000"),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_slug(text: str, name: str) -> None:
    assert files.slug(text) == name


@given(st.text())
def test_a_slug_is_always_a_plain_name(text: str) -> None:
    name = files.slug(text)
    assert Path(name).name == name
    assert 0 < len(name.encode()) <= 62
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name.strip("-") == name
    assert files.slug(name) == name or name.endswith("-1")
