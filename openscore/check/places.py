"""Which files are meant by what somebody names: files, folders, and patterns of names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from openscore.errors import NothingMatchedError
from openscore.files import is_file, is_folder
from openscore.language import tr

NAMES = (
    r"(^|/)models\.(txt|csv)$|(^|[/._-])[a-z]*bom\.(json|xml)$|\.(cdx|spdx|spdx3)\.json$|\.cdx\.xml$|\.spdx$"
)
"""Names of lists and bills of materials, as a folder is searched for them; the hook has the same pattern."""
_NOT_OURS = frozenset({"node_modules", "site-packages", "__pycache__"})
"""Folders of other people's packages, whose bills are about these."""
_PATTERN = re.compile(r"[*?[]")


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are meant, each once.

    Args:
        paths: A file is meant itself, whatever its name; a folder means the lists and bills of materials in
            it and below, hidden folders left out; where there is neither, stars and question marks are a
            pattern, `**` for any folders.

    Raises:
        NothingMatchedError: If a folder has no such file, or a pattern meets none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        files = list(_files(path))
        if not files:
            message = tr("no list of models and no bill of materials at '{path}'", path=path)
            raise NothingMatchedError(message)
        found.update(dict.fromkeys(files))
    return list(found)


def _files(path: Path) -> Iterator[Path]:
    if is_folder(path):
        yield from _inside(path)
    elif not is_file(path) and _PATTERN.search(str(path)):
        # Names of files that a pattern meets are plain names from here on.
        base = Path(path.anchor)
        steps = (step if step == "**" else re.sub(r"\*+", "*", step) for step in path.relative_to(base).parts)
        named = sorted(base.glob("/".join(steps)))
        yield from (found for found in named if is_file(found))
    else:
        yield path


def _inside(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_OURS)
        for name in sorted(names):
            if re.search(NAMES, name, re.IGNORECASE):
                yield Path(here, name)
