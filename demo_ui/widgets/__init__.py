"""Browser-side parts: one folder each, a gr.HTML subclass with its template, style and script."""
