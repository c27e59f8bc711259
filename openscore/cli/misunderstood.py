"""What Typer says of words that it does not understand, in the language that is spoken.

Of its errors only the message is public, and that is English whatever is spoken. So each message is known
here by its form; one that is not, such as that of a Typer to come, is said as it is.
"""

from __future__ import annotations

import re

from openscore.language import noted, tr

_MESSAGES = {
    r"missing argument '(?P<name>.+)'": noted("missing argument '{name}'"),
    r"missing command": noted("missing command"),
    r"got unexpected extra arguments?(?:\(s\))? \((?P<words>.+)\)": noted(
        "more than the command takes: {words}"
    ),
    r"option '(?P<name>.+)' requires an argument": noted("option '{name}' requires an argument"),
    r"option '(?P<name>.+)' does not take a value": noted("option '{name}' does not take a value"),
}


def retold(message: str) -> str:
    """Return a message of Typer's as this program says things: lower case, on one line, without a stop."""
    said = message.rstrip(".").replace("\n", " ")
    said = said[:1].lower() + said[1:]
    for form, ours in _MESSAGES.items():
        if found := re.fullmatch(form, said):
            return tr(ours, **found.groupdict())
    return said
