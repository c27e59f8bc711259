"""Read files no further than is wanted, write them whole or not at all, and one writer at a time."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from openscore.errors import UsageError
from openscore.language import tr

_READ: set[tuple[int, int]] = set()
"""Device and number of every file that was read since the command began."""
STANDARD_INPUT = "-"
"""The name under which every reader takes standard input."""
ABANDONED = 3600.0
"""Seconds after which a file that was begun is taken for one that nobody writes any more."""
_PART = r"\.openscore-(\d+-)?[a-z0-9_]{8}\.part"
_HELD = r"^\.openscore-(site-)?\d+-"
"""How the names begin of what is held while it is written."""
PATIENCE = 5.0
"""Seconds to wait for whoever is at the other end of a named pipe; for what is sent then, without end."""


def label_of(path: str | os.PathLike[str]) -> str:
    r"""Return the name of a file as it can be told: bytes that are no text stand escaped, as `\udcff`."""
    return os.fspath(path).encode("utf-8", "backslashreplace").decode()


def reason_of(error: OSError) -> str:
    """Return in the words of the system why it refuses."""
    return (error.strerror or str(error)).lower()


def is_folder(path: Path) -> bool:
    """Return whether there is a folder at a path; a path that cannot be has none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Return whether there is a file to be read at a path, a device or a pipe included, or standard input."""
    try:
        return str(path) == STANDARD_INPUT or (path.exists() and not path.is_dir())
    except OSError:
        return False


def read_bytes(path: Path, most: int) -> bytes:
    """Return what is in a file, of a longer one `most` bytes and one more, by which it is known.

    Devices and pipes need not end, and have no size that could be asked for.

    Args:
        path: The file; `-` is standard input.
        most: How many bytes are wanted at most.

    Raises:
        OSError: If it cannot be read, or nobody writes into a named pipe.
    """
    if str(path) == STANDARD_INPUT:
        if sys.stdin is None:
            raise _refusal(errno.EBADF, path)
        return sys.stdin.buffer.read(most + 1)
    if "\0" in str(path):
        raise _refusal(errno.EINVAL, path)
    if stat.S_ISFIFO(path.stat().st_mode):
        return _from_pipe(path, most + 1)
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
        remember_input(found)
        # Room for more than there is would be got from the system page by page, and given back.
        expected = min(found.st_size, most) + 1
        content = file.read(expected)
        return content if len(content) < expected else content + file.read(most + 1 - expected)


def remember_input(found: os.stat_result) -> None:
    """Remember that a file is read, so that no output takes its place."""
    _READ.add((found.st_dev, found.st_ino))


def forget_inputs() -> None:
    """Begin anew to remember which files are read."""
    _READ.clear()


def was_read(path: Path) -> bool:
    """Return whether this is a file that was read, by whatever name."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return False
    return (found.st_dev, found.st_ino) in _READ


def is_special(path: Path) -> bool:
    """Return whether there is a device, a pipe or a socket at a path, links followed.

    Raises:
        OSError: If the path cannot be, or its links go round.
    """
    kind = _kind(path)
    return kind is not None and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


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
        OSError: If the folder cannot be written to, or the name of the file leaves no room for a lock.
    """
    from filelock import FileLock, Timeout

    if not path.name:
        raise _refusal(errno.EISDIR, path)
    if not path.parent.is_dir():  # What takes the lock would make the folder, and leave it there.
        raise _refusal(errno.ENOENT, path.parent)
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
    """Make this the content of the file at `path`.

    An ordinary file is replaced: the content is written beside it under a temporary name and then
    renamed, so that a reader never sees half a file and a failure leaves the old one as it was, with the
    mode that it has. A device or a pipe is written into, and stays what it is.

    Args:
        path: The file; a symbolic link keeps pointing to what is replaced.
        text: All that it shall hold; text is written as UTF-8.
        is_durable: Whether the text must be on the disk before the old one goes, for files that nothing
            else could make again.

    Raises:
        OSError: If it cannot be written, or nobody reads from a named pipe.
    """
    content = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
    kind = _kind(path)
    if kind is None or stat.S_ISREG(kind):
        _replace(path.resolve(), content, 0o644 if kind is None else kind & 0o777, is_durable=is_durable)
    elif stat.S_ISCHR(kind):
        with path.open("wb") as device:
            device.write(content)
    elif stat.S_ISFIFO(kind):
        _into_pipe(path, content)
    else:
        raise _refusal(errno.EISDIR if stat.S_ISDIR(kind) else errno.EINVAL, path)


def _replace(target: Path, content: bytes, mode: int, *, is_durable: bool) -> None:
    _clear(target.parent)
    handle, temporary = _begun(target.parent)
    held = os.dup(handle)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if is_durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    finally:
        os.close(held)


def _begun(folder: Path) -> tuple[int, Path]:
    """Begin a file that nobody takes for one that was left behind; returns its handle and its name."""
    import tempfile

    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".openscore-{os.getpid()}-", suffix=".part")
        # Whoever cleans up may have come between; what he took away is begun anew.
        if not hold(handle) or os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)


def _clear(folder: Path) -> None:
    """Take away what writers left in a folder that were stopped before they were done."""
    with os.scandir(folder) as entries:
        found = [Path(entry) for entry in entries if re.fullmatch(_PART, entry.name)]
    for path in found:
        with abandoned(path) as is_left, suppress(OSError):
            if is_left:
                path.unlink()


def hold(handle: int) -> bool:
    """Say that what is open is still written, until it is closed; returns whether that can be said."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def abandoned(path: Path) -> Iterator[bool]:
    """Tell whether a writer of ours was stopped who began this file or folder; nobody else takes it then.

    Where no file can be held, or an older version that holds none may have begun it, its age tells.
    """
    handle = None
    try:
        found = path.lstat()
        is_plain = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
        is_left = is_plain and time.time() - found.st_mtime > ABANDONED
        if is_plain and not is_left and sys.platform != "win32" and re.search(_HELD, path.name):
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
            is_left = hold(handle)
    except OSError:
        is_left = False
    try:
        yield is_left
    finally:
        if handle is not None:
            os.close(handle)


def _kind(path: Path) -> int | None:
    """Return the mode of what is at a path, links followed; None if there is nothing."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _refusal(number: int, path: Path) -> OSError:
    return OSError(number, os.strerror(number), str(path))


def _from_pipe(path: Path, most: int) -> bytes:
    """Return what somebody sends through a named pipe; to open it for nobody would take for ever."""
    deadline = time.monotonic() + PATIENCE
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as pipe:
        # Nothing at all says that nobody writes; None, that somebody will.
        while (found := pipe.read(most)) == b"":
            _wait(deadline, path)
        os.set_blocking(pipe.fileno(), True)
        content = found or b""
        while len(content) < most and (found := pipe.read(most - len(content))):
            content += found
        return content


def _into_pipe(path: Path, content: bytes) -> None:
    """Send the content through a named pipe, once somebody reads from it."""
    deadline = time.monotonic() + PATIENCE
    while (handle := _reached(path)) is None:
        _wait(deadline, path)
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as pipe:
        pipe.write(content)


def _reached(path: Path) -> int | None:
    try:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return None


def _wait(deadline: float, path: Path) -> None:
    if time.monotonic() > deadline:
        raise TimeoutError(errno.ETIMEDOUT, tr("nobody is at the other end of the pipe"), str(path))
    time.sleep(0.02)
