"""Make the pictures of README from the real thing: pages of the sample's documents, and the scores in a terminal.

    make readme-pictures

Needs pdftoppm (poppler-utils) and Chromium. The pages are those that `opsassess demo` writes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import opsassess

PICTURES = Path(__file__).resolve().parent / "pictures"
PAGES = {  # picture -> document, words that stand on its page
    "report-cover": ("report", "Spoke with"),
    "report-page-one": ("report", "What to do first"),
    "report-map": ("report", "share of an area"),
    "report-gaps": ("report", "We saw:"),
    "report-roadmap": ("report", "60 days, by"),
    "runbook-card": ("runbook", "Stop: Pausing new runs"),
}


def main() -> None:
    """Write every picture."""
    review = opsassess.sample()
    with tempfile.TemporaryDirectory() as box:
        pdfs = {kind: review.document(kind).write(Path(box) / f"{kind}.pdf")[0] for kind in ("report", "runbook")}
        for name, (kind, words) in PAGES.items():
            _picture(pdfs[kind], _page_with(words, pdfs[kind]), PICTURES / name)
    _interview(PICTURES / "interview.png")


def _interview(target: Path) -> None:
    """Take the form as it looks in the middle of a triage, with the helpers of its tests."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "browser"))
    from chromium import chromium
    from interview_page import browser_context, interviewed, open_page, question, sample

    with tempfile.TemporaryDirectory() as box, chromium() as browser:
        python = interviewed(Path(box), sample("triage"))
        with browser_context(browser, viewport={"width": 1340, "height": 860}) as context:
            page = open_page(context, python, css="body { padding: 12px }")
            question(page, "pausing new runs")
            page.keyboard.press("w")
            page.get_by_role("status").get_by_text("all saved").wait_for()
            page.screenshot(path=target)
    print(target)


def _page_with(words: str, pdf: Path) -> int:
    """Return the number of the first page with these words."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
    return next(number for number, page in enumerate(text.split("\f"), 1) if words in page)


def _picture(pdf: Path, page: int, target: Path) -> None:
    command = ["pdftoppm", "-png", "-r", "80", "-f", str(page), "-l", str(page), "-singlefile", str(pdf), str(target)]
    subprocess.run(command, check=True)  # noqa: S603 - our own arguments
    print(f"{target}.png")


if __name__ == "__main__":
    main()
