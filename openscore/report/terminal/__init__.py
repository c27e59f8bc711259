"""The terminal: tables, outlines and cards, fitted to the screen."""
