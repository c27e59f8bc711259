"""Write files whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Replace the file at `path` by one with this text.

    The text is written beside it under a temporary name and then renamed, so that a reader never
    sees half a file and a failure leaves the old one as it was.

    Raises:
        OSError: If the folder cannot be written to.
    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".openscore-", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
