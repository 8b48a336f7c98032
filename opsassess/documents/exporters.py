"""nbconvert exporters: the same pages from the command line, from `jupyter nbconvert` and from JupyterLab's menu."""

from __future__ import annotations

import base64
from typing import Any

from nbconvert.exporters import TemplateExporter
from traitlets import Bool, default
from traitlets.config import Config

from opsassess import resources
from opsassess.documents import fonts
from opsassess.documents.html import inline_html, markdown_html, sections_of, table_html
from opsassess.documents.plain import plain_text
from opsassess.documents.theme import mixed, theme_of


class DocumentExporter(TemplateExporter):
    """Print a document's notebook with one of our templates, as PDF or as a single HTML file."""

    as_pdf = Bool(default_value=True, help="Make a PDF; otherwise one HTML file that needs nothing else").tag(
        config=True
    )
    output_mimetype = "application/pdf"
    exclude_input = True

    def __init__(self, **arguments: Any) -> None:
        # Only our own folder is searched: by default a template of the same name in the working directory would win.
        templates = [str(resources.folder("report_templates"))]
        super().__init__(extra_template_basedirs=templates, **arguments)  # type: ignore[no-untyped-call] # nbconvert

    @property
    def default_config(self) -> Config:
        return Config({"NbConvertBase": {"display_data_priority": ["image/svg+xml", "text/html", "text/plain"]}})

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf" if self.as_pdf else ".html"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    def default_filters(self) -> Any:
        yield from super().default_filters()  # type: ignore[no-untyped-call] # nbconvert
        yield ("markdown_html", markdown_html)
        yield ("table_html", table_html)
        yield ("inline_html", inline_html)
        yield ("plain_text", plain_text)
        yield ("mixed", mixed)
        yield ("base64", lambda text: base64.b64encode(text.encode()).decode())

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        resources = dict(resources or {})
        resources["sections"] = sections_of(nb)
        resources["theme"] = theme_of(nb.metadata.get("opsassess", {}))
        resources["print"] = self.as_pdf
        html, resources = super().from_notebook_node(nb, resources, **kw)
        resources["output_extension"] = self.file_extension
        if not self.as_pdf:
            return html, resources
        from opsassess.documents.pdf import to_pdf

        return to_pdf(fonts.name_missing_glyphs(html)), resources


class ReadinessReportExporter(DocumentExporter):
    """The readiness report."""

    export_from_notebook = "Readiness report"
    template_name = "readiness"


class DraftRunbookExporter(DocumentExporter):
    """The draft runbook."""

    export_from_notebook = "Draft runbook"
    template_name = "runbook"


class AnnexExporter(DocumentExporter):
    """The annex of the readiness report."""

    export_from_notebook = "Annex"
    template_name = "annex"


class FollowupExporter(DocumentExporter):
    """The follow-up of a session."""

    export_from_notebook = "Follow-up"
    template_name = "followup"


class PrepExporter(DocumentExporter):
    """A preparation sheet."""

    export_from_notebook = "Preparation sheet"
    template_name = "prep"
