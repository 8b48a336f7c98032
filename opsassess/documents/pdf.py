"""HTML to PDF/UA-1 by WeasyPrint. It may read our fonts and nothing else: no file, no address, no picture by name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from opsassess import resources
from opsassess.documents import fonts
from opsassess.errors import MissingPieceError

FONT_SCHEME = "opsassess-font"
# WeasyPrint breaks a text that fits but for the space at its end after its first word
_SPACE_BEFORE = re.compile(r" (<(?:em|strong|br)>)")


def to_pdf(html: str) -> bytes:
    """Return a tagged PDF. The same HTML gives the same bytes.

    Raises `MissingPieceError` where the system libraries or all fonts are missing; the message says how to get them.
    """
    weasyprint = _weasyprint()
    html = _SPACE_BEFORE.sub(r"\1 ", html)
    document = weasyprint.HTML(string=html, url_fetcher=_fetcher()).render(font_config=_font_configuration())
    data: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=_print_links)
    return data


def _print_links(_document: Any, pdf: Any) -> None:
    """Give link annotations the Print flag, which PDF/UA asks for and WeasyPrint leaves out."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = 4


def _weasyprint() -> Any:
    try:
        import contextlib
        import io

        with contextlib.redirect_stdout(io.StringIO()):  # it explains itself on standard output before it raises
            import weasyprint
    except OSError as error:
        raise MissingPieceError(
            "PDFs need the library Pango, which is not on this machine. "
            "On Debian or Ubuntu: apt-get install libpangoft2-1.0-0 libharfbuzz-subset0. "
            "On Fedora: dnf install pango. On macOS: brew install pango. "
            "HTML, Markdown and Word work without it."
        ) from error
    fonts.require_a_font()
    return weasyprint


@lru_cache(maxsize=1)
def _font_configuration() -> Any:
    """Return the fonts of this process, with ours: gathering them once makes a batch quicker."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    CSS(string=fonts.font_faces(FONT_SCHEME), font_config=configuration, url_fetcher=_fetcher())
    return configuration


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurFonts(URLFetcher):  # type: ignore[misc]
        """Refuse everything but data addresses and the fonts that travel with the package."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == FONT_SCHEME and name in fonts.FILES:
                body = (resources.folder("report_templates") / "fonts" / name).read_bytes()
                return URLFetcherResponse(url, body, {"Content-Type": "font/otf"})
            return super().fetch(url, headers)

    return OnlyOurFonts(allowed_protocols={"data"})
