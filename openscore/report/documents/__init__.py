"""Documents: pages as blocks, and one renderer each for Markdown, HTML and Word."""
