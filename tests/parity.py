"""Published numbers beside ours: `make parity` prints a row per framework and fails on any difference."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import tomli
import yaml

from openscore import Registry, Rubric, assess, load_registry, load_rubric, rank
from openscore.peers.convert import Imported, convert
from openscore.registry.load import licenses_file, registry_from
from openscore.toml import TomlFile

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT.parent / "shared" / "peers"
DAY = date(2026, 11, 22)
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads plain data alone; the one in C reads the same ten times as fast."""


class Comparison(NamedTuple):
    """One published number and ours."""

    framework: str
    subject: str
    published: object
    ours: object


class Made:
    """An import, and the registry of it."""

    def __init__(self, imported: Imported) -> None:
        self.imported = imported
        self.registry = registry_from([licenses_file(), TomlFile("import.toml", imported.text)])

    def __getitem__(self, name: str) -> Any:
        return next(record for record in self.registry if record.name == name)

    def kinds(self) -> list[str]:
        """Return the names of the problems."""
        return [problem.name for problem in self.imported.problems]


def make(ours: Registry, index: str, *paths: Path, **options: bool) -> Made:
    """Import files of an index."""
    return Made(convert(index, paths, ours, read=DAY, **options))


def progress(made: Made, name: str, rubric: Rubric) -> dict[str, float]:
    """Return the certain progress of each class of one model."""
    judged = assess(made[name], rubric)
    assert all(result.progress.is_certain for result in judged.classes)
    return {result.entry.id: result.progress.low for result in judged.classes}


def comparisons(ours: Registry) -> Iterator[Comparison]:
    """Yield every published number that we have, with ours."""
    yield from _component_tool(ours)
    yield from _legacy_index(ours)
    yield from _european_index(ours)
    yield from _transparency_index(ours)
    yield from _graded_documents(ours)
    yield from published_rows(ours)


def _component_tool(ours: Registry) -> Iterator[Comparison]:
    folder, rubric = PEERS / "mot" / "test-data", load_rubric("mof-1.0")
    made = make(ours, "mot", folder)
    bands = ["unclassified", "class-i", "class-ii", "class-iii"]
    expected = yaml.load((folder / "expected_results.json").read_text(encoding="utf-8"), Loader=SAFE)
    for model in expected["models"]:
        name, result = model["release"]["name"], model["classification"]
        found = progress(made, name, rubric)
        published = (bands[result["class"]], *(result["progress"][key] for key in "123"))
        band = assess(made[name], rubric).bands[0].id
        yield Comparison(
            "mof-1.0", name, published, (band, *(found[f"class-{key}"] for key in ("i", "ii", "iii")))
        )


def _legacy_index(ours: Registry) -> Iterator[Comparison]:
    """Scores, and with them the place in the published order."""
    made = make(ours, "osai-legacy", PEERS / "osai-legacy" / "projects")
    places = rank(made.registry, load_rubric("osai-legacy-14"))
    found = []
    for place in places:
        address = place.assessment.record.data["documents"][0]["url"]
        found.append((address.rpartition("/")[2].replace("%20", " "), place.assessment.score.low))
    with (PEERS / "osai-legacy" / "df.csv").open(encoding="utf-8", newline="") as file:
        published = [(Path(row["source.file"]).name, float(row["openness"])) for row in csv.DictReader(file)]
    for place, (theirs, mine) in enumerate(zip(published, found, strict=True), start=1):
        yield Comparison("osai-legacy-14", f"{place} {theirs[0]}", theirs, mine)


DOCUMENTED = {
    "BLOOMZ": 0.9583, "OLMo": 0.9583, "YuLan": 1, "Mustango": 1, "Apertus": 0.9167, "Pythia": 0.8333,
    "Whisper": 0.7083, "Phi": 0.5417, "Llama 2": 0.25, "Qwen": 0.1667, "Grok 2": 0.0833,
}  # fmt: skip


def _european_index(ours: Registry) -> Iterator[Comparison]:
    """The documented means, and for every system the mean by the index's own rule, worked out apart."""
    folder = PEERS / "osai-index"
    rubric, longer = load_rubric("osai-12-2026"), load_rubric("osai-14-2025")
    made = make(ours, "osai", folder)
    for name, score in DOCUMENTED.items():
        yield Comparison("osai-12-2026", name, score, assess(made[name], rubric).score.low)
    keys = (
        "datasources_basemodel", "datasources_endmodel", "weights_basemodel", "weights_endmodel", "trainingcode",
        "code", "hardware_architecture", "preprint", "paper", "modelcard", "datasheet", "licenses",
    )  # fmt: skip
    worth = {"open": 1.0, "partial": 0.5}
    for path in sorted(folder.glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=SAFE)
        name = " ".join(str(data["system"]["name"] or "").split())
        if name and path.name != "a_submission_template.yaml":
            total = sum(worth.get(data[key]["class"], 0.0) for key in keys)
            for judged_by, count in ((rubric, 12), (longer, 14)):
                # The two criteria that were taken out of the files count as closed: our low end.
                score = assess(made[name], judged_by).score.low
                yield Comparison(judged_by.id, path.name, round(total / count + 1e-9, 4), score)


TOTALS = {
    "fmti-2023-10": {
        "Meta": 54, "Hugging Face": 53, "OpenAI": 48, "Stability AI": 47, "Google": 40, "Anthropic": 36,
        "Cohere": 34, "AI21 Labs": 25, "Inflection": 21, "Amazon": 12,
    },
    "fmti-2024-05": {
        "BigCode": 85, "AI21 Labs": 75, "Aleph Alpha": 75, "IBM": 64, "Microsoft": 62, "Meta": 60,
        "Stability": 58, "Writer": 56, "Mistral": 55, "Anthropic": 51, "OpenAI": 49, "Google": 47, "Amazon": 41,
        "Adept": 33,
    },
    "fmti-2025-12": {
        "IBM": 95, "Writer": 72, "AI21 Labs": 66, "Anthropic": 46, "Google": 41, "Amazon": 39, "OpenAI": 35,
        "DeepSeek": 32, "Meta": 31, "Alibaba": 26, "Mistral": 18, "xAI": 14, "Midjourney": 14,
    },
}  # fmt: skip


def _transparency_index(ours: Registry) -> Iterator[Comparison]:
    made = make(ours, "fmti", PEERS / "fmti")
    for id, totals in TOTALS.items():
        rubric = load_rubric(id)
        for name, total in totals.items():
            yield Comparison(id, name, total, assess(made[name], rubric).score.low)


def _graded_documents(ours: Registry) -> Iterator[Comparison]:
    """Two grades for each document, from the points behind them."""
    path = ROOT / "tests" / "published" / "documents" / "aial-2026.toml"
    letters = {"a-plus": "A+", "b-plus": "B+", "c-plus": "C+", "d-plus": "D+", "no-summary": "!"}
    rows = tomli.loads(path.read_text(encoding="utf-8"))["rows"]
    with TemporaryDirectory() as folder:
        files = [Path(folder, f"{place}.yaml") for place in range(len(rows))]
        for file, row in zip(files, rows, strict=True):
            pairs = {"D1": row["transparency"], "D5": row["usefulness"]}
            points = {key: {"score": reached, "max_score": most} for key, (reached, most) in pairs.items()}
            link = "" if row["grades"] == ["!", "!"] else "https://example.org/summary"
            document = {"model_name": row["name"], "public_summary_link": link, "S1": points}
            file.write_text(yaml.safe_dump(document), encoding="utf-8")
        made = make(ours, "aial", *files)
    for row in rows:
        found = [made[row["name"]].values[f"aial-2026.{key}"] for key in ("transparency", "usefulness")]
        yield Comparison(
            path.stem, row["name"], row["grades"], [letters.get(one, one.upper()) for one in found]
        )


def published_rows(ours: Registry) -> Iterator[Comparison]:
    """Yield the rows of tests/published: facts or an entry, and the result that their framework gives."""
    from property.strategies import registry_of

    for path in sorted((ROOT / "tests" / "published").glob("*.toml")):
        rubric = load_rubric(path.stem)
        for row in tomli.loads(path.read_text(encoding="utf-8"))["rows"]:
            record = ours[row["model"]] if "model" in row else registry_of({"demo": row["facts"]})["demo"]
            judged = assess(record, rubric)
            if "band" in row:
                low, high = (band.id for band in judged.bands)
                yield Comparison(path.stem, row["name"], row["band"], low if low == high else (low, high))
                continue
            if "part" in row:
                leaves = (leaf for criterion in judged.criteria for leaf in criterion.leaves())
                levels = next(leaf.levels for leaf in leaves if leaf.part.id == row["part"])
                found = tuple(level.id for level in levels)
                yield Comparison(path.stem, row["name"], row["level"], found[0] if len(found) == 1 else found)
                continue
            assert judged.score.is_certain
            yield Comparison(path.stem, row["name"], row.get("score", row.get("level")), judged.score.low)


def table(found: Iterable[Comparison]) -> str:
    """Return a row per framework, and below it a line per difference."""
    rows: dict[str, list[Comparison]] = {}
    for one in found:
        rows.setdefault(one.framework, []).append(one)
    lines = [f"{'framework':<18}{'subjects':>9}{'equal':>7}{'different':>11}"]
    for framework, listed in rows.items():
        different = [one for one in listed if one.published != one.ours]
        equal = len(listed) - len(different)
        lines.append(f"{framework:<18}{len(listed):>9}{equal:>7}{len(different):>11}")
        lines += [f"  {one.subject}: published {one.published}, ours {one.ours}" for one in different]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the table; return 1 if a number differs or the data is missing."""
    if not PEERS.is_dir():
        sys.stderr.write(f"the peers' data is not at {PEERS}\n")
        return 1
    found = list(comparisons(load_registry()))
    sys.stdout.write(table(found))
    return int(any(one.published != one.ours for one in found))


if __name__ == "__main__":
    sys.exit(main())
