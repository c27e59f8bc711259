"""What the site weighs, how long it takes to build, and how fast its ranking answers in Chromium.

For 300 and for 2,000 generated models: the seconds of a processor for a whole build in both languages; the
size, compressed, of script and style and of the ranking with all that it loads; and the milliseconds from a
change of a weight, or of a filter, until what can be seen is laid out anew (median and worst of some).
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import browser as chromium
from startup import multiplied

from openscore import load_registry, load_rubric
from openscore.resources import rubric_files
from openscore.site.build import build
from openscore.site.world import Frame, World

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHANGES = 25
TIMED = """
(changes) => {
  const find = (what) => document.querySelector(what), times = { weights: [], filters: [] };
  const slider = find("#w-data"), country = find("[name=country]");
  const options = [...country.options].map((one) => one.value);
  const timed = (kind, node, value, event) => {
    const start = performance.now();
    node.value = value;
    node.dispatchEvent(new Event(event));
    find("#ranking").getBoundingClientRect();
    times[kind].push(performance.now() - start);
  };
  for (let change = 0; change < changes; change++) {
    timed("weights", slider, 1 + (change * 37) % 100, "input");
    timed("filters", country, options[change % options.length], "change");
  }
  return times;
}
"""


def packed(paths: list[Path]) -> float:
    """Return the kilobytes of some files, each compressed as a host sends it."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths) / 1000


def answered(page: Page, models: int) -> None:
    """Print how fast the ranking answers."""
    for kind, times in page.evaluate(TIMED, CHANGES).items():
        print(f"{models} models, {kind}: median {median(times):.1f} ms, worst {max(times):.1f} ms")


def main() -> None:
    """Print sizes and times."""
    shipped, rubrics = load_registry(), [load_rubric(id) for id in rubric_files()]
    for models in map(int, sys.argv[1:] or ("300", "2000")):
        folder = Path(tempfile.mkdtemp()) / "site"
        try:
            start = time.process_time()
            build(
                World(multiplied(shipped, models), rubrics, "osi-draft", Frame(("en", "zh"), date.today())),
                folder,
            )
            print(f"{models} models: built in {time.process_time() - start:.1f} s of one processor")
            own = [folder / "assets" / name for name in ("site.js", "site.css")]
            rest = [folder / "en/index.html", folder / "assets/words.en.js", folder / "assets/models.en.js"]
            print(f"{models} models: script and style {packed(own):.1f} kB")
            print(f"{models} models: the ranking with all that it loads {packed(own + rest):.1f} kB")
            if not chromium.missing():
                with (
                    chromium.launched() as browser,
                    chromium.opened(browser, folder / "en/index.html") as page,
                ):
                    answered(page, models)
        finally:
            shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main()
