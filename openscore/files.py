"""Write files whole or not at all, and one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openscore.errors import UsageError


@contextmanager
def locked(path: Path, *, wait: float, busy: str, hint: str) -> Iterator[None]:
    """Keep other writers of a file out; leaves nothing behind.

    Args:
        path: The file; it need not be there yet.
        wait: Seconds to wait for another writer.
        busy: What to say if that is not enough.
        hint: What to do then.

    Raises:
        UsageError: If another writer is still at it.
        OSError: If the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    lock = path.with_name(f".{path.name}.lock")
    try:
        with FileLock(lock, timeout=wait):
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)  # while it is held: whoever waits for it then starts anew
    except Timeout:
        raise UsageError(busy, hint=hint) from None


def write_whole(path: Path, text: str | bytes, *, is_durable: bool = False) -> None:
    """Replace the file at `path` by one with this content.

    The content is written beside it under a temporary name and then renamed, so that a reader never
    sees half a file and a failure leaves the old one as it was, with the mode that it has.

    Args:
        path: The file; a symbolic link keeps pointing to what is replaced.
        text: All that it shall hold; text is written as UTF-8.
        is_durable: Whether the text must be on the disk before the old one goes, for files that nothing
            else could make again.

    Raises:
        OSError: If the folder cannot be written to.
    """
    import tempfile

    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".openscore-", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
            if is_durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
