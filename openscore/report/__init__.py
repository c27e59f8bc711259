"""Reports: views of assessments, and what is made of them for terminals, documents and other programs."""
