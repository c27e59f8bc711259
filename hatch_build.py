"""Puts snapshots of the shipped data into what is built, so that the first run need not check what is known.

They are used only by the code that made them and for the files that they were made from, so that an edit
of either only costs the time that they would have saved; see `openscore/snapshots.py`.
"""

from __future__ import annotations

import compileall
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = "openscore/prepared"


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
            prepare(root, Path(self._made.name))
            build_data["force_include"][self._made.name] = PLACE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made on the way."""
        if version != "editable":
            self._made.cleanup()


def prepare(root: Path, folder: Path) -> None:
    """Write snapshots of the vocabulary, the registry, every rubric, and what the default one reads.

    Args:
        root: The checkout, or what a source distribution was unpacked to.
        folder: Where to write them.
    """
    sys.path.insert(0, str(root))
    try:
        from openscore.engine import recall
        from openscore.records.vocabulary import keep_vocabulary
        from openscore.registry import load_registry
        from openscore.resources import rubric_files
        from openscore.rubric import load_rubric
        from openscore.snapshots import SnapshotFolder
    finally:
        sys.path.remove(str(root))
    snapshots = SnapshotFolder(folder)
    keep_vocabulary(snapshots)
    registry = load_registry(snapshots=snapshots)
    for id in rubric_files():
        load_rubric(id, snapshots=snapshots)
    recall(registry, load_rubric(snapshots=snapshots), snapshots)
    for path in folder.iterdir():
        path.chmod(
            0o644
        )  # a user's own snapshots are for nobody else; these are for whoever runs the program
