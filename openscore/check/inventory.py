"""Read which models are in use: from a plain list, or from a bill of materials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from openscore.check.bom import uses_in
from openscore.check.uses import HINT, WANTED, Use, hub_id
from openscore.files import label_of
from openscore.language import tr
from openscore.toml import read_text, unusable

_REVISION = re.compile(r"([\w.-]+/[\w.-]+)@\S+")
_LINE_END = re.compile(r"\r\n?|\n")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_TAG_VALUE = re.compile(r"\s*SPDXVersion:")


def read_uses(path: Path) -> tuple[Use, ...]:
    """Return the models that a file names, in its order.

    Args:
        path: A list with one name a line and comments after `#`, or a bill of materials as JSON. What
            it is, its content tells.

    Raises:
        DataError: If the file cannot be read, or it is something else.
    """
    file = label_of(path)
    text = read_text(path, WANTED)
    first = text.lstrip()[:1]
    if first in ("{", "["):
        return tuple(uses_in(text, file))
    if first == "<" or path.suffix.casefold() == ".json" or _TAG_VALUE.match(text):
        raise unusable(
            file,
            "unknown-format",
            tr("neither a list of models nor JSON, {wanted} was expected", wanted=tr(WANTED)),
            hint=tr(HINT),
        )
    return tuple(_listed(text, file))


def _listed(text: str, file: str) -> Iterator[Use]:
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if name := _COMMENT.sub("", line).strip():
            revision = _REVISION.fullmatch(name)
            yield Use(hub_id(name) or (revision[1] if revision else name), file, number)
