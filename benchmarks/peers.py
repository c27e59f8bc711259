"""How long it takes to import and classify every model file of a peer, processes included.

The peer's own evaluator took 23.2 s for the same 273 files on a machine of the same kind.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER_SECONDS = 23.2
ROUNDS = 11


def main() -> None:
    """Print the seconds, and the ratio to the peer's."""
    root = Path(__file__).resolve().parent.parent
    models = root.parent / "shared" / "peers" / "mot" / "models"
    if not models.is_dir():
        print(f"peer's files: not at {models}, left out")
        return
    taken = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "OPENSCORE_CACHE": f"{folder}/cache"}
            target = f"{folder}/import.toml"
            program = [sys.executable, "-m", "openscore"]
            start = time.perf_counter()
            for words in (
                ["import", "mot", str(models), "--output", target, "--quiet"],
                ["rank", "--standalone", "--registry", target, "--rubric", "mof-1.0"],
            ):
                subprocess.run(
                    [*program, *words], cwd=root, env=environment, check=True,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
            taken.append(time.perf_counter() - start)
    seconds = statistics.median(taken)
    print(f"273 files of a peer: {seconds:.2f} s, 1/{PEER_SECONDS / seconds:.0f} of its own {PEER_SECONDS} s")


if __name__ == "__main__":
    main()
