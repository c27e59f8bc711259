"""Views: what reports say of assessments, as plain inert values and words, the same for every format."""
