"""The program: `openscore`, or `python -m openscore`."""

from __future__ import annotations

import gc


def run() -> None:
    """Run one command and end the process with its exit code."""
    # What a run loads it holds to its end: looking for circles among it time and again finds nothing, and
    # takes a tenth of a ranking. Where much is made and dropped, the collector still comes by.
    gc.set_threshold(100_000, 20, 20)
    # Imported here, since half of that looking falls into the loading of modules.
    from openscore.cli.main import run as run_command

    try:
        run_command()
    finally:
        gc.freeze()  # Nor does the end of the process look through all of it: that takes as long again.


if __name__ == "__main__":
    run()
