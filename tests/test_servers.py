"""`opsassess lab` and `opsassess present`: on loopback, with a token, this environment's kernel, and a clean end."""

from __future__ import annotations

import http.server
import json
import signal
import socket
import sys
import threading
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import engagement, files_in, process, run
from served import home, processes_with, serving

from opsassess import servers
from opsassess.cli.servers import _serve
from opsassess.engagement import Engagement
from opsassess.errors import OpsassessError
from opsassess.servers import browser, kit, ports, running


@pytest.fixture
def nordwind(tmp_path: Path) -> Path:
    return engagement(tmp_path / "nordwind").folder


# ---------------------------------------------------------------------------------------------------------------------
# They run and end


@pytest.mark.slow
def test_lab_serves_the_engagement_and_ends_with_its_kernels(nordwind: Path, tmp_path: Path) -> None:
    (nordwind / "interview.ipynb").unlink()
    elsewhere = tmp_path / "home" / "data" / "kernels" / "python3"
    elsewhere.mkdir(parents=True)
    (elsewhere / "kernel.json").write_text(
        '{"argv": ["/nowhere/python"], "display_name": "other", "language": "python"}'
    )
    careless = tmp_path / "home" / "config" / "jupyter_server_config.json"
    careless.parent.mkdir(parents=True)
    careless.write_text('{"ServerApp": {"ip": "0.0.0.0", "port": 1}, "IdentityProvider": {"token": ""}}')
    with serving("lab", nordwind, home_in=tmp_path) as lab:
        assert lab.address.startswith(f"http://127.0.0.1:{lab.port}/lab/tree/interview.ipynb?token=")
        kernels = lab.ask("/api/kernelspecs")["kernelspecs"]
        assert {name: spec["spec"]["argv"][0] for name, spec in kernels.items()} == {"python3": sys.executable}
        assert {"Readiness_report", "Draft_runbook"} <= lab.ask("/api/nbconvert").keys()
        assert {"interview.ipynb", "gaps.ipynb", "report.ipynb", "opsassess.db"} <= {
            entry["name"] for entry in lab.ask("/api/contents")["content"]
        }
        settings = lab.ask("/lab/api/settings/@jupyter-widgets/jupyterlab-manager:plugin")
        assert settings["schema"]["properties"]["saveState"]["default"] is False
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            lab.ask("/api/contents", token=False)
        refused.value.close()
        assert not is_open(lab.port, "127.0.0.2")
        lab.ask("/api/kernels", {"name": "python3"})
        assert processes_with(str(tmp_path / "home" / "runtime"))
        code, said = lab.end(signal.SIGINT)
        assert (code, said.splitlines()[-1]) == (0, "Ended.")
    assert processes_with(str(tmp_path / "home" / "runtime")) == []
    assert files_in(tmp_path / "home" / "runtime") == set()


def is_open(port: int, host: str) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex((host, port)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_present_asks_for_its_token_and_ends_when_the_terminal_closes(
    nordwind: Path, tmp_path: Path, how: signal.Signals
) -> None:
    with serving("present", nordwind, home_in=tmp_path) as present:
        for path in ("/", "/voila/files/interview.ipynb", "/voila/files/../opsassess.db"):
            with pytest.raises((urllib.error.HTTPError, json.JSONDecodeError)) as refused:
                present.ask(path, token=False)  # the page that asks for the token is not JSON
            if isinstance(refused.value, urllib.error.HTTPError):
                assert refused.value.code in (403, 404)
                refused.value.close()
        assert present.end(how)[0] == 0
    assert processes_with(str(tmp_path / "home" / "runtime")) == []
    assert files_in(tmp_path / "home" / "runtime") == set()


@pytest.mark.slow
def test_a_server_that_does_not_start_says_why(nordwind: Path, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    made = servers.lab(nordwind, "interview.ipynb", box, client="Nordwind", port=0)
    with socket.socket() as taken:  # somebody took the port between the look and the start
        taken.bind((kit.HOST, made.port))
        taken.listen()
        with pytest.raises(OpsassessError, match=r"(?s)The server did not start\..*port \d+ is already in use") as told:
            servers.run(made, lambda _: None)
    assert made.token not in str(told.value)


@pytest.mark.slow
def test_who_loses_the_race_for_a_port_takes_another(
    nordwind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def seen(address: str, _: Path) -> bool:
        assert f":{second.port}/" in address
        raise KeyboardInterrupt

    first, second = (
        servers.lab(nordwind, "interview.ipynb", box, client="Nordwind", port=0)
        for box in (tmp_path / "first", tmp_path / "second")
    )
    monkeypatch.setattr(browser, "show", seen)
    with socket.socket() as taken:
        taken.bind((kit.HOST, first.port))
        taken.listen()
        prepared = iter((first, second))
        _serve(lambda: next(prepared), no_browser=False)
    assert capsys.readouterr().out.endswith("Ended.\n")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["lab", "present"])
def test_one_of_ours_is_not_taken_for_another(nordwind: Path, tmp_path: Path, command: str) -> None:
    with serving(command, nordwind, home_in=tmp_path) as there:
        (tmp_path / "box").mkdir()
        made = (
            servers.lab(nordwind, "interview.ipynb", tmp_path / "box", client="Nordwind", port=0)
            if command == "lab"
            else servers.presentation(nordwind, tmp_path / "box", client="Nordwind", number=None, port=0)
        )
        assert not running.answers(replace(made, port=there.port))
        assert running.answers(replace(made, port=there.port, token=there.token))


def test_another_server_at_the_port_is_not_taken_for_the_one_that_is_started(nordwind: Path, tmp_path: Path) -> None:
    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(403)

    box = tmp_path / "box"
    box.mkdir()
    made = servers.lab(nordwind, "interview.ipynb", box, client="Nordwind", port=0)
    with http.server.ThreadingHTTPServer((kit.HOST, made.port), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        assert not running.answers(made)
        with pytest.raises(OpsassessError, match=r"(?s)The server did not start\..*port \d+ is already in use"):
            servers.run(made, lambda _: pytest.fail("another server was taken for ours"))
        other.shutdown()


# ---------------------------------------------------------------------------------------------------------------------
# What is asked of them is not there


@pytest.mark.parametrize("command", ["lab", "present"])
def test_a_port_that_is_taken(nordwind: Path, tmp_path: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind((kit.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = process(command, nordwind, "--port", str(port), environment=home(tmp_path))
    assert (result.returncode, result.stdout) == (1, b""), result.stderr
    sentence = f"Port {port} cannot be used (Address already in use). Leave --port out to take a free one."
    assert sentence in result.stderr.decode()


def test_the_usual_port_gives_way_to_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind((kit.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert ports.free_port(None, usual=port) not in (port, 0)


@pytest.mark.parametrize("command", ["lab", "present"])
def test_without_an_engagement_a_sentence_says_what_to_do(tmp_path: Path, command: str) -> None:
    named = run(command, tmp_path / "absent")
    assert (named.exit_code, named.stdout) == (1, "")
    assert "there is no engagement here (no opsassess.db). Make one: opsassess new" in named.stderr
    around = run(command, inside=tmp_path)
    assert around.stderr.startswith("There is no engagement here. Change into its folder")


def test_present_needs_an_assessment(tmp_path: Path) -> None:
    Engagement.new(tmp_path / "acme", "Acme")
    result = run("present", tmp_path / "acme")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "This engagement has no assessment yet. Begin one, or import one from a file.\n"


def test_lab_opens_a_notebook_that_is_there(nordwind: Path) -> None:
    result = run("lab", nordwind, "--notebook", "absent.ipynb")
    assert result.exit_code == 2
    assert "has no notebook absent.ipynb." in result.stderr


# ---------------------------------------------------------------------------------------------------------------------
# The browser


def test_without_a_screen_no_browser_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not browser.show("http://127.0.0.1:1/?token=x", tmp_path)
    assert files_in(tmp_path) == set()


@pytest.mark.parametrize("opens", [lambda _: True, lambda _: False])
def test_the_browser_is_given_a_file_and_no_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: Callable[[str], bool]
) -> None:
    asked: list[str] = []

    def open_(url: str) -> bool:
        asked.append(url)
        return opens(url)

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", open_)
    assert browser.show("http://127.0.0.1:1/lab?token=secret&x", tmp_path) == opens("")
    assert asked == [(tmp_path / "open.html").as_uri()]
    assert "url=http://127.0.0.1:1/lab?token=secret&amp;x" in (tmp_path / "open.html").read_text(encoding="utf-8")
