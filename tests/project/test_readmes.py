"""The Chinese README has all that the English one has, section by section."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from conftest import ROOT

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"<!-- (?:run|picture): (.+?) -->")


class Section(NamedTuple):
    """What a section has besides its words."""

    level: int
    blocks: tuple[str, ...]
    """Languages of its blocks."""
    typed: tuple[str, ...]
    """Lines of its shell blocks without comments, and commands whose output it shows."""
    rows: tuple[str, ...]
    """First cells of its tables, header and rule left out."""
    items: int
    links: frozenset[str]


def sections(name: str) -> list[Section]:
    """Return the sections of a page, in their order."""
    text = (ROOT / name).read_text(encoding="utf-8")
    bodies = re.split(
        r"^(#+) .*$", FENCE.sub(lambda block: block[0].replace("\n#", "\n\0"), text), flags=re.MULTILINE
    )
    return [section(len(mark), body) for mark, body in zip(bodies[1::2], bodies[2::2], strict=True)]


def section(level: int, body: str) -> Section:
    """Return what the body of a section has."""
    shell = [line for kind, code in FENCE.findall(body) if kind == "sh" for line in code.splitlines()]
    typed = [re.sub(r"\s+#.*", "", line.replace("\0", "#")) for line in shell]
    typed += [re.sub(r" --lang zh", "", command) for command in RUN.findall(body)]
    prose = FENCE.sub("", body)
    tables = [line.strip("|").split(" | ")[0].strip() for line in prose.splitlines() if line.startswith("|")]
    links = frozenset(re.findall(r"\]\(((?!README|docs/ranking)[^)]+)\)", prose))
    return Section(
        level,
        tuple(kind for kind, _ in FENCE.findall(body)),
        tuple(line for line in typed if line),
        tuple(
            cell.replace("、", ", ") for cell in tables if "`openscore export`" not in cell and "`" in cell
        ),
        len(re.findall(r"^(?:- |\d+\. )", prose, re.MULTILINE)),
        links,
    )


PAIRS = list(zip(sections("README.md"), sections("README.zh-CN.md"), strict=False))


def test_both_have_the_same_sections() -> None:
    """As many headings, of the same levels."""
    levels = [[section.level for section in sections(name)] for name in ("README.md", "README.zh-CN.md")]
    assert levels[0] == levels[1]
    assert len(levels[0]) > 8


@pytest.mark.parametrize("part", Section._fields)
@pytest.mark.parametrize("place", range(len(PAIRS)))
def test_each_section_has_the_same_parts(place: int, part: str) -> None:
    """Blocks, what is typed, rows of tables, items and links; the words are another language's."""
    english, chinese = PAIRS[place]
    assert getattr(english, part) == getattr(chinese, part)
