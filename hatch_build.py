"""Puts into what is built snapshots of the shipped data, and a bill of its materials.

With the snapshots the first run need not check what is known. They are used only by the code that made them
and for the files that they were made from, so that an edit of either only costs the time that they would have
saved; see `openscore/snapshots.py`. The bill stands where PEP 770 puts it: the libraries in the versions that
the tests run with, and the data by their digests.
"""

from __future__ import annotations

import compileall
import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tomli
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = "openscore/prepared"
BILL = "openscore.cdx.json"
DATA = ("models.toml", "licenses.toml", "duties.toml")
_ENTRY = re.compile(r"^([\w.-]+)==(\S+)( ;)?.*\n((?: .*\n)*)", re.MULTILINE)
"""A package of a lock file: name, version, whether not all platforms need it, and digests and reasons."""


class SnapshotHook(BuildHookInterface[Any]):
    """Runs when a wheel is built, an editable one included."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the snapshots: into the wheel, or for an editable install beside the code that reads them."""
        root = Path(self.root)
        if version == "editable":
            shutil.rmtree(root / PLACE, ignore_errors=True)
            prepare(root, root / PLACE)
            # pip compiles what it copies; what an editable install runs is compiled here.
            compileall.compile_dir(root / "openscore", quiet=2)
        else:
            self._made = tempfile.TemporaryDirectory()
            snapshots, bill = (Path(self._made.name) / name for name in ("prepared", BILL))
            snapshots.mkdir()
            prepare(root, snapshots)
            build_data["force_include"][str(snapshots)] = PLACE
            bill.write_text(
                json.dumps(bill_of_materials(root, self.metadata.version), indent=2), encoding="utf-8"
            )
            build_data["sbom_files"].append(str(bill))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made on the way."""
        if version != "editable":
            self._made.cleanup()


def bill_of_materials(root: Path, version: str) -> dict[str, Any]:
    """Return what a release is made of, as CycloneDX 1.6.

    Args:
        root: The checkout, or what a source distribution was unpacked to.
        version: That of the release.
    """
    stated = tomli.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    purl = f"pkg:pypi/openscore@{version}"
    own = {"type": "library", "bom-ref": purl, "name": "openscore", "version": version, "purl": purl}
    parts = [*_libraries(root, stated["project"]["dependencies"])]
    parts += _data(root, stated["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**own, "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": parts,
        "dependencies": [{"ref": purl, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _data(root: Path, sent: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the data files that travel with the program."""
    for path in (root / name for name in sent):
        for file in sorted(path.rglob("*.toml")) if path.is_dir() else [path]:
            name = file.relative_to(root).as_posix()
            digest = {"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}
            licenses = [{"license": {"id": "CC-BY-4.0"}}]
            yield {"type": "data", "bom-ref": name, "name": name, "hashes": [digest], "licenses": licenses}


def _libraries(root: Path, asked: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the libraries that run with the program; those that build or test it are no parts of it."""
    locked = _ENTRY.findall((root / "requirements" / "base.txt").read_text(encoding="utf-8"))
    reasons = [(name, set(re.findall(r"[\w.-]+", rest.partition("# via")[2]))) for name, _, _, rest in locked]
    running, before = {re.split(r"[^\w.-]", one)[0] for one in asked}, set[str]()
    while running != before:
        before = set(running)
        running |= {name for name, needed_by in reasons if before & needed_by}
    for name, version, condition, _ in locked:
        if name in running:
            purl, scope = f"pkg:pypi/{name}@{version}", "optional" if condition else "required"
            own = {"name": name, "version": version, "purl": purl, "scope": scope}
            yield {"type": "library", "bom-ref": purl, **own}


def prepare(root: Path, folder: Path) -> None:
    """Write snapshots of the vocabulary, licenses, registry, every rubric, and what the default one reads.

    Args:
        root: The checkout, or what a source distribution was unpacked to.
        folder: Where to write them.
    """
    sys.path.insert(0, str(root))
    try:
        from openscore.duty import load_rules
        from openscore.engine import recall
        from openscore.records.vocabulary import keep_vocabulary
        from openscore.registry.load import laid, licenses_file, load_registry
        from openscore.resources import rubric_files
        from openscore.rubric import load_rubric
        from openscore.snapshots import SnapshotFolder
    finally:
        sys.path.remove(str(root))
    snapshots = SnapshotFolder(folder)
    keep_vocabulary(snapshots)
    laid([licenses_file()], snapshots=snapshots)  # for registries that are laid over them alone
    registry = load_registry(snapshots=snapshots)
    str((registry.digest, registry.last_read))  # worked out, they are kept
    for id in rubric_files():
        load_rubric(id, snapshots=snapshots)
    load_rules(snapshots=snapshots)
    recall(registry, load_rubric(snapshots=snapshots), snapshots)
    for path in folder.iterdir():
        path.chmod(
            0o644
        )  # a user's own snapshots are for nobody else; these are for whoever runs the program
