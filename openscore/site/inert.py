"""Text that is markup already, for templates that escape all else."""

from __future__ import annotations


class Inert(str):
    """Text that can stand in a page as it is: whoever makes one has escaped what it holds."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it as templates ask for it."""
        return self
