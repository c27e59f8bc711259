"""Where a run writes: its output, the rows that it rejects, a folder for its work. Only what is ours goes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from openscore.errors import UsageError
from openscore.files import is_special, locked
from openscore.hub.addresses import Place
from openscore.language import tr

REJECTS = "file,row,id,reason"
"""The head of every file of rejected rows."""
MARK = "openscore-hub-run"
"""A file in the folder of a run, by which it is known for ours."""
WHOLE = "_SUCCESS"
"""A file in every folder that Spark has written to its end."""


def beside(output: Place) -> tuple[Place, Place]:
    """Return where the run that writes an output puts the rows that it rejects, and where its work."""
    rejects = output.with_name(f"{output.stem}.rejects.csv")
    return rejects, output.with_name(f".{output.name}.work")


class Places(NamedTuple):
    """The three places beside each other."""

    output: Path
    rejects: Path
    work: Path

    def check(self, inputs: Sequence[Path]) -> None:
        """Look that nothing is in the way: no input, and no file or folder that no run of ours has made.

        Raises:
            UsageError: If something is.
        """
        if is_special(self.output):
            raise UsageError(tr("'{output}' is a device or a pipe, a file was expected", output=self.output))
        hint = tr("give another name with -o")
        for path in (self.output, self.rejects):
            if path.exists() and any(path.samefile(one) for file in inputs for one in (file, file.parent)):
                raise UsageError(tr("'{output}' is also an input", output=path), hint=hint)
        is_free = not self.rejects.exists() or is_whole(self.rejects) or _begins_with(self.rejects, REJECTS)
        is_ours = not self.work.exists() or (self.work / MARK).exists() or not any(self.work.iterdir())
        is_left = not self.output.is_dir() or is_whole(self.output)
        for path, is_well in ((self.output, is_left), (self.rejects, is_free), (self.work, is_ours)):
            if not is_well:
                raise UsageError(tr("'{path}' is in the way, and not ours", path=path), hint=hint)

    @contextmanager
    def held(self, *, resume: bool) -> Iterator[None]:
        """Keep other runs out, and keep a folder for the work.

        What a run has read stays there when it is stopped; `clear` says that it is over.

        Args:
            resume: Whether to keep what an earlier run has read.

        Raises:
            UsageError: If another run is writing there.
            OSError: If nothing can be written there.
        """
        self.output.parent.mkdir(parents=True, exist_ok=True)
        busy = tr("another run is writing '{output}'", output=self.output)
        hint = tr("let it end, or give another name with -o")
        with locked(self.output, wait=0, busy=busy, hint=hint):
            if not resume:
                self.clear()
            self.work.mkdir(exist_ok=True)
            (self.work / MARK).touch()
            try:
                yield
            finally:
                if not any(self.work.glob("*.parquet")):
                    self.clear()

    def clear(self) -> None:
        """Remove the folder for the work."""
        shutil.rmtree(self.work, ignore_errors=True)


def is_whole(path: Path) -> bool:
    """Return whether a path is a folder that Spark has written to its end."""
    return (path / WHOLE).is_file()


def replace(written: Path, target: Path) -> None:
    """Put a written file or folder where an earlier one may be."""
    if written.is_dir() or target.is_dir():
        remove(target)  # Only files take the place of files.
    written.replace(target)


def remove(path: Path) -> None:
    """Remove a file or a folder, if there is one."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _begins_with(path: Path, head: str) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(head)) == head.encode()
    except OSError:
        return False
