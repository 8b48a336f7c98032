"""Every view can be used with a screen reader, in the dark, on a narrow screen; and the module is what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from interview_page import MODULE, STATIC, STYLE, assessment, browser_context, interviewed, open_page, question, sample
from playwright.sync_api import Browser, Page, expect

from opsassess.interview.modes import Mode

# As JupyterLab's dark theme sets them.
DARK = """:root { --jp-layout-color0: #111; --jp-ui-font-color0: #fff; --jp-brand-color1: #42a5f5;
  --jp-ui-inverse-font-color0: #000; --jp-warn-color0: #f57c00; --jp-success-color0: #388e3c;
  --jp-error-color0: #d32f2f; } body { background: #111; color: #fff }"""
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def dialog(button: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=button).first.click()


def item(part: str) -> Callable[[Page], None]:
    return lambda page: question(page, part)


def unfold(page: Page) -> None:
    """Open what is folded while it is empty."""
    page.locator(".oa-follows").evaluate_all("(all) => all.forEach((one) => (one.open = true))")


VIEWS: dict[str, Callable[[Page], None]] = {
    "steps": item("pausing new runs"),
    "table": item("actions that the agent is allowed"),
    "jump": dialog("Jump"),
    "mode": dialog("Mode: "),
    "actions": lambda page: page.locator(".oa-follows").evaluate_all(
        "(all) => all.forEach((one) => (one.open = true))"
    ),
    "people": dialog("People"),
    "summary": dialog("Summary as of"),
    "profile": dialog("Profile"),
    "matrix": lambda page: page.get_by_role("button", name="Keys").press("f"),
}


def in_the_dark() -> list[tuple[str, Callable[[Page], None]]]:
    return [(name, VIEWS[name]) for name in ("steps", "mode", "matrix")]


def findings(page: Page) -> list[str]:
    """Return what axe finds: rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run('.oa, dialog', options)", WCAG)["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["", DARK], ids=["light", "dark"])
def test_a_screen_reader_can_use_every_view(browser: Browser, tmp_path: Path, theme: str) -> None:
    python = interviewed(tmp_path, sample("lead-routing"))
    with browser_context(browser, reduced_motion="reduce") as context:
        page = open_page(context, python, css=theme)
        found = {}
        for name, show in VIEWS.items() if not theme else in_the_dark():
            show(page)
            found[name] = findings(page)
            page.keyboard.press("Escape")

    assert {name: what for name, what in found.items() if what} == {}
    assert python.console == []


@pytest.mark.browser
@pytest.mark.parametrize("mode", [Mode(presenter=True), Mode(interview="compare")], ids=["presenter", "compare"])
def test_a_screen_reader_can_use_every_mode(browser: Browser, tmp_path: Path, mode: Mode) -> None:
    python = interviewed(tmp_path, sample("lead-routing"), mode)
    with browser_context(browser) as context:
        assert findings(open_page(context, python)) == []


@pytest.mark.browser
def test_a_narrow_window_hides_nothing(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, sample("lead-routing"))
    with browser_context(browser, viewport={"width": 400, "height": 800}) as context:
        page = open_page(context, python)
        for view in ("steps", "table", "people", "profile"):
            if view in ("people", "profile"):
                page.get_by_role("button", name="Questions").click()
            VIEWS[view](page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 400, view
            assert page.locator(".oa-body").evaluate("(node) => node.scrollWidth - node.clientWidth") <= 0, view
        assert findings(page) == []


@pytest.mark.browser
def test_the_way_on_stays_under_the_question_however_many_are_named(browser: Browser, tmp_path: Path) -> None:
    names = {"operator": "Ines Köhler", "owner": "Katharina Voss", "builder": "Deniz Aydin"}
    people = [{"id": role, "name": name, "roles": [role]} for role, name in names.items()]
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability", respondents=people))
    with browser_context(browser, viewport={"width": 1110, "height": 680}) as context:
        page = open_page(context, python)
        page.get_by_role("combobox", name="Operator side").select_option("Katharina Voss")
        foot = page.locator(".oa-foot")
        expect(foot).to_contain_text("Katharina and Ines: 0 of 73 answered")
        assert foot.evaluate("(node) => node.scrollWidth - node.clientWidth") <= 0


@pytest.mark.browser
def test_who_rates_a_failure_is_named_beside_its_first_field_and_not_under_it(browser: Browser, tmp_path: Path) -> None:
    people = [{"id": "samira", "name": "Samira Haddad", "roles": ["operator"]}]
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability", respondents=people))
    with browser_context(browser, viewport={"width": 900, "height": 800}) as context:
        page = open_page(context, python)
        VIEWS["matrix"](page)
        row = page.locator(".oa-matrix > .oa-row").nth(1)
        name, field = row.get_by_text("Samira", exact=True).bounding_box(), row.locator("textarea").first.bounding_box()
        assert name
        assert field
        assert name["x"] + name["width"] <= field["x"]


@pytest.mark.browser
def test_the_whole_form_is_there_at_once(browser: Browser, tmp_path: Path) -> None:
    """Only what is looked at is drawn: the page stays small however long the questionnaire is."""
    python = interviewed(tmp_path, sample("lead-routing"))
    with browser_context(browser) as context:
        page = open_page(context, python)
        assert page.evaluate("document.querySelectorAll('.oa *').length") < 1200


# ---------------------------------------------------------------------------------------------------------------------
# The module


def test_the_module_is_one_of_javascript(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    joined = tmp_path / "page.mjs"
    joined.write_text(MODULE, encoding="utf-8")

    run = subprocess.run([node, "--check", joined], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_text_never_becomes_markup_and_nothing_is_fetched() -> None:
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\("
    network = r"fetch\(|XMLHttpRequest|WebSocket|import\(|https?:|url\("
    assert re.findall(f"{markup}|{network}", MODULE + STYLE) == []


def test_the_page_is_small_files_of_one_subject() -> None:
    assert {path.name: size for path in STATIC.glob("*.js") if (size := path.stat().st_size) > 16_000} == {}


def test_the_guide_names_every_key() -> None:
    source = (STATIC / "84_keys.js").read_text(encoding="utf-8").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    keys = re.findall(r'shown: \[([^]]*?"]?)\],\s+words: "(.+?)",\s+group', source)
    page = (STATIC.parents[2] / "docs" / "interview.md").read_text(encoding="utf-8")
    rows = {f"| {shown.replace(chr(34), '').replace(', ', ' ')} | {words} |" for shown, words in keys}

    assert len(rows) > 25
    assert {row for row in rows if row not in page} == set()
