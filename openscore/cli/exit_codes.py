"""The codes with which the program ends, and how a command ends early with one."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
FAILED: Final = 1
BAD_INPUT: Final = 2
NOTHING: Final = 3
BUG: Final = 70
INTERRUPTED: Final = 130


class EndedError(Exception):
    """Ends a command that has said all that it has to say."""

    def __init__(self, code: int) -> None:
        """Take the exit code."""
        super().__init__(code)
        self.code = code
