"""Makes a virtual environment what lock files say, with nothing but the standard library and pip.

    python requirements/environment.py .venv requirements/base.txt requirements/dev.txt

An environment that fits is left as it is; one that cannot be trusted is made anew, and a line says so.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parent.parent
VERSION = "{}.{}".format(*sys.version_info)
SHAPES_THE_INSTALL = ("pyproject.toml", "hatch_build.py")
"""What decides how OpenScore itself is installed; its code and data are read where they are."""

STRICT = ("--no-deps", "--no-build-isolation", "--use-pep517", "--only-binary=:all:")
"""Nothing but what the lock names: no other dependencies, and no build that fetches tools of its own."""


def main() -> int:
    """Bring one environment up to date; return the exit code."""
    wanted = arguments()
    folder = Path(os.path.abspath(wanted.folder))  # noqa: PTH100 - a link to an environment stays a link
    with alone(folder):
        reason = distrust(folder)
        if reason:
            print(f"{wanted.folder} {reason}: it is rebuilt with Python {VERSION}", file=sys.stderr)
        if reason or not folder.exists():
            create(folder)
        for lock in wanted.locks:
            install(folder, f"installed-{lock.stem}", digest(lock), ["--requirement", str(lock)])
            if not wanted.alone:
                state = digest(*(ROOT / name for name in SHAPES_THE_INSTALL))
                install(folder, "installed-project", state, ["--editable", str(ROOT)])
    return 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", help="the environment, such as .venv")
    parser.add_argument("locks", nargs="+", type=Path, help="lock files, installed in this order")
    parser.add_argument("--alone", action="store_true", help="leave OpenScore itself out")
    return parser.parse_args()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs out of the folder: the second waits until the first is done."""
    with folder.with_name(folder.name + ".lock").open("wb") as handle:
        with suppress(OSError):  # a file system without locks is as safe as it was
            hold(handle)
        yield


def hold(handle: BinaryIO) -> None:
    """Wait for the lock of an open file; it ends with this process and the pip that it started."""
    os.set_inheritable(handle.fileno(), True)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def interpreter(folder: Path) -> Path:
    """Return where the environment's Python stands."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def distrust(folder: Path) -> str:
    """Return why an environment that is there has to be made anew; '' if it can be used or there is none."""
    if not folder.exists():
        return ""
    if (folder / "unfinished").exists():
        return "was left half-made"
    asked = "import sys, pip; print('{}.{}'.format(*sys.version_info))"
    try:
        told = subprocess.run(
            [interpreter(folder), "-I", "-c", asked], capture_output=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "is broken (its Python or its pip does not run)"
    if told.stdout.strip() != VERSION:
        return f"is of Python {told.stdout.strip()}"
    made = folder / "made-in"
    if made.exists() and made.read_text(encoding="utf-8") != str(folder):
        return "was made in another place"
    return ""


def create(folder: Path) -> None:
    """Make an empty environment with pip, in place of whatever was there."""
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(f"error: {sys.executable} has no ensurepip; a package named python3-venv often brings it")
    folder.mkdir(exist_ok=True)
    with unfinished(folder) as mark:
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != mark:
                entry.unlink()
        venv.create(folder, symlinks=os.name != "nt", with_pip=True)
        (folder / "made-in").write_text(str(folder), encoding="utf-8")


def install(folder: Path, stamp: str, state: str, words: list[str]) -> None:
    """Run pip in the environment, unless the stamp says that this state is installed."""
    written = folder / stamp
    if written.exists() and written.read_text(encoding="utf-8") == state:
        return
    pip = [interpreter(folder), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *STRICT]
    with unfinished(folder):
        written.unlink(missing_ok=True)
        code = subprocess.run([*pip, *words], cwd=ROOT, check=False, close_fds=False).returncode
    if code:
        sys.exit(f"error: {folder.name} is not up to date, since pip ended with {code}")
    written.write_text(state, encoding="utf-8")


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """Mark an environment while it changes: the mark stays only where the run is killed."""
    mark = folder / "unfinished"
    mark.touch()
    yield mark
    mark.unlink(missing_ok=True)


def digest(*files: Path) -> str:
    """Return a digest of what files hold; one that is not there counts as empty."""
    content = hashlib.sha256()
    for file in files:
        content.update(file.read_bytes() if file.exists() else b"")
        content.update(b"\0")
    return content.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
