"""Reports: views of assessments, and one renderer for each format."""
