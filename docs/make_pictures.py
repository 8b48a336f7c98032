"""Make the pictures of README from the real thing: pages of the sample's documents, and the scores in a terminal.

    make readme-pictures

Needs pdftoppm (poppler-utils). The pages are those that `opsassess demo` writes.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import opsassess

PICTURES = Path(__file__).resolve().parent / "pictures"
PAGES = {  # picture -> document, page
    "report-cover": ("report", 1),
    "report-page-one": ("report", 2),
    "report-map": ("report", 5),
    "report-gaps": ("report", 6),
    "runbook-card": ("runbook", 3),
}


def main() -> None:
    """Write every picture."""
    review = opsassess.sample()
    with tempfile.TemporaryDirectory() as box:
        pdfs = {kind: review.document(kind).write(Path(box) / f"{kind}.pdf")[0] for kind in ("report", "runbook")}
        for name, (kind, page) in PAGES.items():
            _picture(pdfs[kind], page, PICTURES / name)


def _picture(pdf: Path, page: int, target: Path) -> None:
    command = ["pdftoppm", "-png", "-r", "80", "-f", str(page), "-l", str(page), "-singlefile", str(pdf), str(target)]
    subprocess.run(command, check=True)  # noqa: S603 - our own arguments
    print(f"{target}.png")


if __name__ == "__main__":
    main()
