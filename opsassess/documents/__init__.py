"""Print documents: Markdown, Word, notebook, HTML and PDF from the same blocks."""
