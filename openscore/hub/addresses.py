"""Places on file systems that only a cluster reaches: `s3a://bucket/folder`, `hdfs://host/file`, `file:///folder`."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from openscore.errors import UsageError
from openscore.language import tr

_ADDRESS = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+:)(//[^/]*)?(/.*)", re.DOTALL)
"""Scheme, host, path, as Spark writes them: without a host one stroke does."""


class Address(NamedTuple):
    """A place that has a scheme; it does what a path does where both may stand."""

    root: str
    """The scheme and the host or bucket, if any."""
    path: PurePosixPath
    size: int = 0
    """Bytes, where it is a file that was looked at."""
    modified: str = ""

    def __str__(self) -> str:
        return f"{self.root}{self.path}"

    def __truediv__(self, name: str) -> Address:
        return Address(self.root, self.path / name)

    @property
    def name(self) -> str:
        """The last part."""
        return self.path.name

    @property
    def stem(self) -> str:
        """The last part without its suffix."""
        return self.path.stem

    @property
    def suffix(self) -> str:
        """What the last part ends with, from its last dot."""
        return self.path.suffix

    def with_name(self, name: str) -> Address:
        """Return what lies beside it."""
        return Address(self.root, self.path.with_name(name))


Place = Path | Address
"""A file or a folder, on this machine or beyond it."""


def place_of(name: str | Path) -> Place:
    """Return the place that a name stands for."""
    is_address = "://" in str(name) and _ADDRESS.fullmatch(str(name))
    return address_of(str(name)) if is_address else Path(name)


def address_of(name: str) -> Address:
    """Return the address that a name is, which is known to have a scheme and a path."""
    scheme, host, path = _ADDRESS.fullmatch(name).groups()  # type: ignore[union-attr]
    return Address(scheme + (host or "//"), PurePosixPath(path))


def absolute(place: Place) -> Place:
    """Return a place that means the same wherever it is read."""
    return place if isinstance(place, Address) else place.absolute()


def on_this_machine(place: Place) -> Path:
    """Return the path of a place.

    Raises:
        UsageError: If it has none.
    """
    if isinstance(place, Address):
        raise UsageError(
            tr("'{place}' is an address, wanted the path of a file of this machine", place=place),
            hint=tr("`hub score --engine spark --master URL` takes addresses, without `--dated`"),
        )
    return place


def addressed(place: Place) -> Address:
    """Return the address by which a cluster knows a place."""
    return place if isinstance(place, Address) else Address("file://", PurePosixPath(place.absolute()))
