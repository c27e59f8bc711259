"""The commands: one thin module each, which loads, calls and prints."""
