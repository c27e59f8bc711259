"""`python -m openscore`."""

from openscore.cli.main import run

run()
