"""A document as PDF, as a whole process: the report, and the runbook, which has more than twenty pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import webpdf
from benchmarks.measure import OPSASSESS, PYTHON, SAMPLE, Comparison, process
from opsassess import resources, review
from opsassess.documents import fonts, page, render
from opsassess.documents.pdf import FONT_SCHEME

BARE = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
# Without code cells, as ours; without the scripts that it would fetch; without the sandbox, which a container lacks.
WEBPDF = ("--execute", "--to", "webpdf", "--no-input", "--log-level=ERROR", "--disable-chromium-sandbox")
OFFLINE = ("--HTMLExporter.mathjax_url=", "--HTMLExporter.require_js_url=")


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield each document beside WeasyPrint on the same page, and beside Jupyter's own way from the same notebook."""
    for kind in ("report", "runbook"):
        ours = process(*OPSASSESS, kind, SAMPLE, "-o", folder / f"{kind}.pdf")
        yield Comparison(
            what=f"opsassess {kind} -o {kind}.pdf",
            ours=ours,
            against="a script that gives WeasyPrint the same page",
            alternative=process(*PYTHON, BARE, _page(kind, folder), folder / "bare.pdf"),
            goal=1.35,
            runs=3,
        )
        if webpdf.CHROMIUM:
            notebook = review.load(SAMPLE).document(kind).write(folder / f"{kind}.ipynb")[0]
            yield Comparison(
                what=f"opsassess {kind} -o {kind}.pdf",
                ours=ours,
                against="jupyter nbconvert --execute --to webpdf",
                alternative=process(sys.executable, webpdf.__file__, *WEBPDF, *OFFLINE, notebook, "--output=webpdf"),
                goal=0.6,
                runs=3,
            )


def _page(kind: str, folder: Path) -> Path:
    """Write a document's page as WeasyPrint gets it, with our fonts as files."""
    notebook = review.load(SAMPLE).document(kind).notebook_data(folder, live=False)
    html = page.page_html(notebook, render.TEMPLATES[kind], as_pdf=True)
    place = (resources.folder("report_templates") / "fonts").as_uri()
    faces = fonts.font_faces(FONT_SCHEME).replace(f"{FONT_SCHEME}:", f"{place}/")
    path = folder / f"{kind}.html"
    path.write_text(html.replace("<head>", f"<head><style>{faces}</style>", 1), encoding="utf-8")
    return path
