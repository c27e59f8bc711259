"""What indexes publish of entries that we hold too, beside our interval: writes docs/published-values.md.

    python tests/published_values.py

An index's entry is one of ours where an exact alias names it. A published value outside our interval is followed by every
row that differs, with what our sources show; nothing is left to be explained by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import tomli
from parity import PEERS, ROOT, make

from openscore import Assessment, Registry, assess, load_registry, load_rubric
from openscore.engine.assessment import PartResult
from openscore.engine.reasons import grounds

PAGE = ROOT / "docs" / "published-values.md"
FILES = {
    "osai-12-2026": ("osai", PEERS / "osai-index"),
    "osai-legacy-14": ("osai-legacy", PEERS / "osai-legacy" / "projects"),
    "mof-1.0": ("mot", PEERS / "mot" / "models"),
}
"""Whose files give each value, by rubric."""
BY_BAND = {"mof-1.0"}
"""Rubrics of which the band is what is published."""
ROUNDING = 0.00501
MARK = "<!-- values -->\n"


class Row(NamedTuple):
    """A question that the index answers in another way than our facts do."""

    title: str
    published: str
    ours: str
    shown: tuple[str, ...]


class Value(NamedTuple):
    """One published value of an entry of ours."""

    rubric: str
    model: str
    published: str
    ours: str
    is_inside: bool
    rows: tuple[Row, ...]


def values(ours: Registry) -> Iterator[Value]:
    """Yield every published value that is at hand for an entry of ours."""
    for id, (index, folder) in FILES.items():
        rubric = load_rubric(id)
        theirs = {record.id: record for record in make(ours, index, folder).registry}
        for record in ours:
            if record.id in theirs:
                yield _compared(assess(record, rubric), assess(theirs[record.id], rubric))
    path = ROOT / "tests" / "published" / "values" / "aa-openness-1.toml"
    rubric = load_rubric(path.stem)
    for row in tomli.loads(path.read_text(encoding="utf-8"))["rows"]:
        mine = assess(ours[row["model"]], rubric)
        inside = _holds(mine, row["score"])
        rows = () if inside else tuple(_row(mine, leaf, "") for leaf in _leaves(mine))
        yield Value(rubric.id, row["model"], f"{row['score']:g}", _score(mine), inside, rows)


def _compared(mine: Assessment, theirs: Assessment) -> Value:
    if mine.rubric.id in BY_BAND:
        order = [band.id for band in mine.rubric.bands]
        low, high = sorted(order.index(band.id) for band in mine.bands)
        published, place = theirs.bands[0].id, order.index(theirs.bands[0].id)
        inside = low <= place <= high
        found = order[low] if low == high else f"{order[high]} to {order[low]}"
    else:
        published, inside, found = f"{theirs.score.low:g}", _holds(mine, theirs.score.low), _score(mine)
    rows = []
    for leaf, other in zip(_leaves(mine), _leaves(theirs), strict=True):
        possible = {level.id for level in leaf.levels}
        # What rests on other questions alone is explained by those.
        is_own = any(not path.startswith("@") for path in leaf.read)
        if not inside and is_own and other.levels[0].id not in possible:
            rows.append(_row(mine, leaf, other.levels[0].title["en"]))
    return Value(mine.rubric.id, mine.record.id, published, found, inside, tuple(rows))


def _holds(mine: Assessment, published: float) -> bool:
    return mine.score.low - ROUNDING <= published <= mine.score.high + ROUNDING


def _score(mine: Assessment) -> str:
    low, high = f"{mine.score.low:g}", f"{mine.score.high:g}"
    return low if low == high else f"{low} to {high}"


def _leaves(judged: Assessment) -> list[PartResult]:
    return [leaf for criterion in judged.criteria for leaf in criterion.leaves()]


def _row(mine: Assessment, leaf: PartResult, published: str) -> Row:
    shown = []
    for ground in grounds(mine, leaf):
        if ground.fact is None:
            shown.append(f"`{ground.path}` is not established")
            continue
        fact = ground.fact
        whose = "" if ground.record == mine.record.id else f" of `{ground.record}`"
        links = ", ".join(f"[{place}](<{one.url}>)" for place, one in enumerate(fact.evidence.sources, 1))
        shown.append(f"`{ground.path}`{whose} is *{fact.value}*: {fact.evidence.shows} ({links})")
    found = " or ".join(level.title["en"] for level in leaf.levels)
    return Row(leaf.part.title["en"], published, found, tuple(shown))


def table(found: list[Value]) -> str:
    """Return the part of the page that follows from the data."""
    lines = []
    for id in dict.fromkeys(value.rubric for value in found):
        listed = [value for value in found if value.rubric == id]
        inside = sum(value.is_inside for value in listed)
        lines += [f"## {load_rubric(id).title['en']}", "", f"{inside} of {len(listed)} lie inside.", ""]
        lines += ["| Entry | Published | Ours | |", "| --- | --- | --- | --- |"]
        for value in listed:
            said = "inside" if value.is_inside else "explained below"
            lines.append(f"| `{value.model}` | {value.published} | {value.ours} | {said} |")
        lines.append("")
        for value in listed:
            if value.is_inside:
                continue
            lines += [f"### {value.model} ({id})", ""]
            for row in value.rows:
                said = f"published {row.published}, ours {row.ours}" if row.published else row.ours
                lines.append(f"- {row.title}: {said}. {'; '.join(row.shown)}")
            lines.append("")
    return "\n".join(lines)


def renew() -> None:
    """Write the page anew below its mark, if the data is at hand."""
    if not PEERS.is_dir():
        sys.stderr.write(f"left as it is, the peers' data is not at {PEERS}: {PAGE.name}\n")
        return
    head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(head + MARK + table(list(values(load_registry()))), encoding="utf-8")


if __name__ == "__main__":
    renew()
