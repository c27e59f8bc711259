"""What the site weighs, how long it takes to build, and how fast its ranking answers in Chromium.

For 300 and for 2,000 generated models: the seconds of a processor for a whole build in both languages; the
size, compressed, of script and style and of the ranking with all that it loads; and the milliseconds from a
change of a weight, or of a filter, until what can be seen is laid out anew: of the first change after the
load of the page, and the median and the worst of some.
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

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import browser as chromium
from startup import multiplied

from openscore import load_registry, load_rubric
from openscore.resources import rubric_files
from openscore.site.build import build
from openscore.site.world import Frame, World

KINDS = ("weights", "filters")
CHANGES = 25
TIMED = """
([kinds, changes]) => {
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
  const changed = {
    weights: (change) => timed("weights", slider, 1 + (change * 37) % 100, "input"),
    filters: (change) => timed("filters", country, options[(change + 1) % options.length], "change"),
  };
  for (let change = 0; change < changes; change++) for (const kind of kinds) changed[kind](change);
  return times;
}
"""


def packed(paths: list[Path]) -> float:
    """Return the kilobytes of some files, each compressed as a host sends it."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths) / 1000


def answered(page: Path, models: int) -> None:
    """Print how fast the ranking answers; changes of both kinds take turns, each kind comes first once."""
    with chromium.launched() as browser:
        for kinds in (KINDS, KINDS[::-1]):
            with chromium.opened(browser, page) as tab:
                times = tab.evaluate(TIMED, [kinds, CHANGES])[kinds[0]]
            told = f"first {times[0]:.1f} ms, median {median(times):.1f} ms, worst {max(times):.1f} ms"
            print(f"{models} models, {kinds[0]}: {told}")


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
                answered(folder / "en/index.html", models)
        finally:
            shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main()
