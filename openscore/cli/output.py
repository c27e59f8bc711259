"""Where all that is said leaves the process: results by standard output or a file, else by standard error.

What people read is written in the encoding of the stream, with stand-ins for what it lacks. What
programs and other people's files read is UTF-8, whatever that encoding is.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TextIO

from openscore.errors import UsageError
from openscore.files import is_special, reason_of, was_read, write_whole
from openscore.language import tr
from openscore.report.terminal.stand_ins import stand_in

STAND_INS: Final = "openscore.stand-ins"
CHINESE = "\u5f00\u6743\u8bb8\u8bc1"
"""Characters that every encoding for simplified Chinese has, and one for another language lacks."""


class _Closed(io.TextIOBase):
    """Stands for a standard output that was closed before the program began."""

    encoding = "utf-8"

    def write(self, text: str) -> int:  # noqa: ARG002
        """Refuse the text, as the system would."""
        import errno

        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def prepare() -> None:
    """Make the standard streams take any text; to be called before anything is said."""
    codecs.register_error(STAND_INS, _replaced)
    for stream, errors in ((sys.stdout, STAND_INS), (sys.stderr, STAND_INS), (sys.stdin, "replace")):
        if isinstance(stream, io.TextIOWrapper) and not stream.closed:
            stream.reconfigure(errors=errors)
    if sys.stdout is None or sys.stderr is None:
        _fill_descriptors()
    if sys.stdout is None:
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end


def can_say(text: str) -> bool:
    """Return whether the encoding of standard output has all characters of a text."""
    try:
        text.encode(encoding())
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def encoding() -> str:
    """Return the encoding of standard output; what takes text and not bytes has all characters."""
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def goes_to_stdout(output: Path | str | None) -> bool:
    """Return whether what `--output` names, if anything, is standard output."""
    return output is None or str(output) in ("", "-")


def write(text: str | bytes, output: Path | str | None = None, *, is_data: bool = False) -> None:
    """Write a result to standard output, or whole to a file, which is always UTF-8.

    Args:
        text: The result.
        output: The file; standard output if None, empty or `-`.
        is_data: Whether programs read it, or files of other people hold it: UTF-8 then.

    Raises:
        UsageError: If it cannot be written; an old file is then left as it was.
    """
    if output and not goes_to_stdout(output):
        _write_file(text, Path(output))
    elif isinstance(text, bytes):
        raise UsageError(tr("this format is not text"), hint=tr("write it to a file with --output FILE"))
    else:
        _write_stream(text, is_data=is_data)


def say(text: str) -> None:
    """Say one line on standard error; where that is impossible, to nobody."""
    try:
        print(text, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _silence(sys.stderr)


def say_hints(hints: Iterable[str]) -> None:
    """Say what to type next, each hint once; empty ones are none."""
    # Imported here: most of what is done has no hint.
    from openscore.hints import to_type
    from openscore.report.text import visible

    for hint in dict.fromkeys(filter(None, hints)):
        say(tr("hint: {hint}", hint=visible(to_type(hint))))


def finish() -> None:
    """Write out what is buffered, so that what fails is noticed here and not at exit.

    Raises:
        UsageError: If it cannot be written.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        raise _unwritable(error) from error


def silence() -> None:
    """Send what is left for standard output to nowhere: nobody can or will read it."""
    _silence(sys.stdout)


def _write_file(text: str | bytes, output: Path) -> None:
    if was_read(output) and not is_special(output):
        raise UsageError(tr("'{output}' is an input, nothing was written", output=output))
    try:
        write_whole(output, text)
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(tr("cannot write '{output}': {reason}", output=output, reason=reason)) from error


def _write_stream(text: str, *, is_data: bool) -> None:
    stream = sys.stdout
    # What stands in for standard output inside another program need not take bytes.
    binary = getattr(stream, "buffer", None) if is_data else None
    try:
        stream.flush()
        if binary is None:
            stream.write(text)
        else:
            binary.write(text.encode("utf-8", "backslashreplace"))
        stream.flush()
    except BrokenPipeError:
        silence()  # The reader has seen enough.
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> UsageError:
    silence()
    reason = reason_of(error)
    return UsageError(
        tr("cannot write to standard output: {reason}", reason=reason),
        hint=tr("most commands take --output FILE"),
    )


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for the characters that an encoding lacks, as codecs ask for it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(stand_in, error.object[error.start : error.end])), error.end


def _fill_descriptors() -> None:
    """Open nothing in place of closed standard streams, lest a file that is opened takes one's place."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)


def _silence(stream: TextIO) -> None:
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return  # It is no stream of the system's, so nothing of it is written at exit.
