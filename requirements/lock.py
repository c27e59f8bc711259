"""Writes the lock files anew from pyproject.toml, for `make lock`; uv stands beside the Python that runs it.

All is resolved at once, for every Python and platform, and then told apart: base.txt for the program, dev.txt
for the tests, spark.txt for the extra that only continuous integration installs. Only names, versions,
conditions and digests are written: which index the files come from is the business of whoever installs them.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETS = ("base", "dev", "spark")
"""Each is a part of the next."""
SOURCE_ONLY = "pyspark"
"""Has no wheels."""


def main() -> int:
    """Write the lock files, or with --bounds one file for this Python only; return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", action="store_true", help="change only what no longer fits pyproject.toml")
    parser.add_argument("--bounds", choices=("lowest-direct", "highest"), help="which versions to take")
    parser.add_argument("--set", choices=SETS, default="dev", help="with --bounds: how much")
    parser.add_argument("--output", type=Path, help="with --bounds: the file to write")
    wanted = parser.parse_args()
    if wanted.bounds:
        resolve(wanted.output, *inputs(wanted.set), "--upgrade", f"--resolution={wanted.bounds}")
        wanted.output.write_text(
            options(wanted.set) + wanted.output.read_text(encoding="utf-8"), encoding="utf-8"
        )
    else:
        with tempfile.TemporaryDirectory() as folder:
            renew(Path(folder), keep=wanted.keep)
    return 0


def renew(folder: Path, *, keep: bool) -> None:
    """Write all lock files by way of a folder for what is between."""
    everywhere = ("--universal", "--generate-hashes", f"--python-version={oldest()}")
    whole = folder / "whole.txt"
    files = [HERE / f"{name}.txt" for name in SETS]
    uv = HERE / "uv.txt"
    if keep:
        whole.write_text("".join(entry for file in files for entry in entries(file)), encoding="utf-8")
    else:
        uv.unlink(missing_ok=True)
    resolve(whole, *everywhere, *inputs("spark"))
    written: set[str] = set()
    for name, file, smaller in zip(SETS, files, (None, *files), strict=False):
        part = folder / file.name
        resolve(part, *everywhere, *inputs(name), f"--constraints={whole}")
        needed = {pin(entry) for entry in entries(part)} - written
        also = options(name) + (f"-r {smaller.name}\n" if smaller else "")
        rest = "".join(entry for entry in entries(whole) if pin(entry) in needed)
        file.write_text(f"# Written by `make lock`; not to be edited.\n{also}{rest}", encoding="utf-8")
        written |= needed
    resolve(uv, *everywhere, "--group=lock")


def oldest() -> str:
    """Return the oldest Python that the project runs on."""
    return str(PROJECT["project"]["requires-python"]).removeprefix(">=")


def inputs(name: str) -> list[str]:
    """Return what uv reads for one of the sets: the project, its extras and groups, and what builds it."""
    if name == "base":
        return ["pyproject.toml", "-"]
    extras = [f"--extra={extra}" for extra in PROJECT["project"]["optional-dependencies"]]
    if name != "spark":
        extras.remove("--extra=spark")
    return ["pyproject.toml", "-", "--group=dev", *extras]


def options(name: str) -> str:
    """Return what pip has to be told about one of the sets."""
    return f"--no-binary {SOURCE_ONLY}\n" if name == "spark" else ""


def entries(file: Path) -> list[str]:
    """Return the entries of a lock file: a package with its digests and with who asks for it."""
    return re.findall(r"^\w.*\n(?:[ \t].*\n)*", file.read_text(encoding="utf-8"), re.MULTILINE)


def pin(entry: str) -> str:
    """Return the name and version of an entry."""
    return entry.split(maxsplit=1)[0]


def resolve(file: Path, *words: str) -> None:
    """Let uv choose the versions of a file; `-` among the inputs is what the build needs."""
    uv = Path(sys.executable).with_name("uv")
    strict = ("--no-config", "--only-binary=:all:", f"--no-binary={SOURCE_ONLY}")
    told = ("--quiet", "--annotation-style=line", "--custom-compile-command=make lock", "--output-file", file)
    subprocess.run(
        [uv, "pip", "compile", *strict, *words, *told],
        input="\n".join(PROJECT["build-system"]["requires"]),
        encoding="utf-8",
        cwd=ROOT,
        env=environment(),
        check=True,
    )


def environment() -> dict[str, str]:
    """Return the variables without those that add files from elsewhere than one index."""
    adding = ("UV_FIND_LINKS", "UV_EXTRA_INDEX_URL", "UV_INDEX", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE")
    return {name: value for name, value in os.environ.items() if name not in adding}


if __name__ == "__main__":
    sys.exit(main())
