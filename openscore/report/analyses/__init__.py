"""Analyses as people and programs read them: for each, its table or text, its JSON, CSV and plot."""
