"""Days as people type them."""

from __future__ import annotations

from datetime import date

from openscore.errors import UsageError
from openscore.language import tr


def is_day(text: str) -> bool:
    """Return whether a text is a date of the calendar, as ISO 8601 has it."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def day_of(value: str, what: str) -> date:
    """Return the day that someone gave as `what`, an option or a fact.

    Raises:
        UsageError: If it is no date.
    """
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(
            tr("{what} is '{value}', wanted a date such as 2023-12-31", what=what, value=value)
        ) from None
