"""nbconvert exporters: the same pages from `jupyter nbconvert` and from JupyterLab's menu."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from traitlets import Bool, default

from opsassess.documents.page import printed


class DocumentExporter(Exporter):
    """Print a document's notebook with one of our templates, as PDF or as a single HTML file."""

    as_pdf = Bool(default_value=True, help="Make a PDF; otherwise one HTML file that needs nothing else").tag(
        config=True
    )
    output_mimetype = "application/pdf"
    template_name = ""  # a folder of `report_templates`

    def __init__(self, **arguments: Any) -> None:  # typed, so that its callers are
        super().__init__(**arguments)  # type: ignore[no-untyped-call] # nbconvert

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf" if self.as_pdf else ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        self._say_that_the_template_is_fixed()
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        resources["output_extension"] = self.file_extension
        return printed(notebook, self.template_name, as_pdf=self.as_pdf), resources

    def _say_that_the_template_is_fixed(self) -> None:
        """Warn who asks for another one; no error, since it may stand in a file of settings for all exporters."""
        wanted = self.config.get("TemplateExporter", {}).get("template_name", self.template_name)
        if wanted != self.template_name:
            self.log.warning(
                "%s has a template of its own, %r: --template %s has no effect. Colours, logo and fonts are the "
                "theme in engagement.yaml.",
                type(self).__name__,
                self.template_name,
                wanted,
            )


class ReadinessReportExporter(DocumentExporter):
    export_from_notebook = "Readiness report"
    template_name = "readiness"


class DraftRunbookExporter(DocumentExporter):
    export_from_notebook = "Draft runbook"
    template_name = "runbook"
