"""The command line: thin commands, one place that prints errors and sets exit codes."""
