"""A rubric as the engine uses it: parts, levels, gates, bands and conformance elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from openscore.errors import near_names
from openscore.records.vocabulary import LICENSE, Scale, Title, Value, Vocabulary
from openscore.rubric.cells import Cell, cells_of
from openscore.rubric.conditions import All, Complain, Condition, Where, parse_condition, paths_of
from openscore.toml import digest_of

CONFORMANCE = "@conformance"
MET, UNMET = "met", "unmet"


class Level(NamedTuple):
    """One rung of an answer."""

    id: str
    title: Title
    points: float | None
    """0 to 1; None where the part does not apply and leaves the denominator."""
    condition: Condition
    """Holds always for the level that catches the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A question with levels, or a group of further parts."""

    id: str
    title: Title
    share: float
    """Importance among its siblings; for a criterion, its weight in the score."""
    source: str
    why: str
    aggregate: str
    levels: tuple[Level, ...]
    parts: tuple[Part, ...]
    paths: tuple[str, ...]
    """Every path that the levels read, each once."""
    cells: tuple[Cell, ...]
    """Boxes of facts that cover every combination, one level each."""

    def leaves(self) -> Iterator[Part]:
        """Yield every question below, or itself."""
        if self.levels:
            yield self
        for part in self.parts:
            yield from part.leaves()


class Gate(NamedTuple):
    """A condition under which the score cannot exceed a cap."""

    id: str
    title: Title
    cap: float
    condition: Condition
    source: str
    why: str


class Band(NamedTuple):
    """A named range of scores."""

    id: str
    title: Title
    floor: float
    means: Title


class Element(NamedTuple):
    """One required element of a strict definition."""

    id: str
    title: Title
    condition: Condition
    source: str


class Conformance(NamedTuple):
    """The strict reading beside the score."""

    title: Title
    draft: str
    note: Title
    elements: tuple[Element, ...]


class Rubric:
    """One versioned framework."""

    def __init__(self, data: Mapping[str, Any], vocabulary: Vocabulary, complain: Complain) -> None:
        """Compile a rubric from data of the right shape.

        Args:
            data: What `shapes.RubricShape` describes.
            vocabulary: Facts and values that conditions may name.
            complain: Takes each problem of meaning; the rubric is usable only if there was none.
        """
        self.data = data
        self.vocabulary = vocabulary
        self.id: str = data["id"]
        self.version: str = data["version"]
        self.title: Title = data["title"]
        self.summary: Title = data["summary"]
        self.digits: int = data["digits"]
        self.is_monotone: bool = data["monotone"]
        self.lineage = frozenset(data["lineage"]["worst"])
        self.term_sets: Mapping[str, list[str]] = data["term_sets"]
        self._complain = complain
        self._level_scales: dict[str, Scale] = {}
        self.criteria = tuple(
            self._part(entry, ("criteria", place), entry["criterion_weight"])
            for place, entry in enumerate(data["criteria"])
        )
        self.conformance = self._conformance(data["conformance"])
        self.gates = tuple(self._gate(entry, place) for place, entry in enumerate(data["gates"]))
        self.bands = self._bands(data["bands"])
        self._check_names()
        self.paths = self._all_paths()

    @property
    def digest(self) -> str:
        """`sha256:` over the content; comments and layout do not count."""
        return digest_of(self.data)

    def leaves(self) -> Iterator[Part]:
        """Yield every question of the rubric, in order."""
        for criterion in self.criteria:
            yield from criterion.leaves()

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield every condition with the id of what it belongs to."""
        for leaf in self.leaves():
            for level in leaf.levels:
                yield f"{leaf.id}/{level.id}", level.condition
        for element in self.conformance.elements if self.conformance else ():
            yield element.id, element.condition
        for gate in self.gates:
            yield gate.id, gate.condition

    def scale(self, path: str) -> Scale:
        """Return the scale of a fact, a term over a set of components, or the levels of a part.

        Raises:
            KeyError: If the rubric knows no such path.
        """
        if path.startswith("@"):
            return self._level_scales[path]
        head, _, aspect = path.partition(".")
        if head in self.term_sets:
            kind, _, derived = aspect.partition(".")
            if kind != LICENSE:
                raise KeyError(path)
            return self.vocabulary.license_scale(derived)
        return self.vocabulary.scale(path)

    def band_of(self, score: float) -> Band:
        """Return the band of a published score (0-100)."""
        return next(band for band in reversed(self.bands) if score >= band.floor)

    def _part(self, entry: Mapping[str, Any], where: Where, share: float) -> Part:
        if bool(entry["levels"]) == bool(entry["parts"]):
            self._complain("malformed-part", where, f"part '{entry['id']}' needs either levels or parts", "")
        levels = self._levels(entry["levels"], where)
        parts = tuple(
            self._part(inner, (*where, "parts", place), inner["share"])
            for place, inner in enumerate(entry["parts"])
        )
        name = f"@{entry['id']}"
        if name in self._level_scales:
            self._complain("duplicate-id", where, f"part '{entry['id']}' stands twice", "")
        # Bits follow points, so that "more open" means the same for levels as for facts.
        ladder = sorted(levels, key=lambda level: -(level.points or 0))
        values = [Value(level.id, level.title, "", level.points is not None) for level in ladder]
        self._level_scales[name] = Scale(entry["id"], entry["title"], values)
        paths = tuple(dict.fromkeys(path for level in levels for path in paths_of(level.condition)))
        return Part(
            entry["id"], entry["title"], share, entry["source"], entry["why"], entry["aggregate"],
            levels, parts, paths, self._cells(levels, paths, where),
        )  # fmt: skip

    def _cells(self, levels: tuple[Level, ...], paths: tuple[str, ...], where: Where) -> tuple[Cell, ...]:
        if not levels:
            return ()
        conditions = [level.condition for level in levels]
        cells = cells_of(conditions, {path: self.scale(path) for path in paths})
        if not cells:
            message = "has more combinations of facts than anybody could follow"
            self._complain("too-many-combinations", where, message, "split it into parts")
        return cells

    def _levels(self, entries: list[Mapping[str, Any]], where: Where) -> tuple[Level, ...]:
        levels = []
        for place, entry in enumerate(entries):
            here = (*where, "levels", place)
            is_last = place == len(entries) - 1
            if (entry["when"] is None) == (entry["otherwise"] is None):
                self._complain(
                    "malformed-level", here, f"level '{entry['id']}' needs either 'when' or 'otherwise'", ""
                )
            if bool(entry["otherwise"]) != is_last:
                message = "the last level, and no other, must be 'otherwise = true'"
                self._complain("malformed-level", here, message, "")
            if (entry["points"] is None) != entry["not_applicable"]:
                self._complain(
                    "malformed-level",
                    here,
                    f"level '{entry['id']}' needs either points or not_applicable",
                    "",
                )
            condition: Condition = All(())
            if entry["when"] is not None:
                condition = self._condition(entry["when"], (*here, "when"))
            levels.append(Level(entry["id"], entry["title"], entry["points"], condition))
        return tuple(levels)

    def _condition(self, table: object, where: Where) -> Condition:
        return parse_condition(table, where, self._scale_or_problem, self._complain)

    def _scale_or_problem(self, path: str, where: Where) -> Scale | None:
        try:
            return self.scale(path)
        except KeyError:
            near = near_names(path, [*self.vocabulary.facts, *self._level_scales])
            if self.vocabulary.is_license(path):
                near = f"'{path}.state' or a term such as '{path}.outputs'"
            self._complain(
                "unknown-path", where, f"no fact '{path}'", f"did you mean {near}?" if near else ""
            )
            return None

    def _conformance(self, entry: Mapping[str, Any] | None) -> Conformance | None:
        if entry is None:
            return None
        elements = tuple(
            Element(
                element["id"],
                element["title"],
                self._condition(element["when"], ("conformance", "elements", place, "when")),
                element["source"],
            )
            for place, element in enumerate(entry["elements"])
        )
        values = [Value(id, {"en": id}, "") for id in (MET, UNMET)]
        self._level_scales[CONFORMANCE] = Scale("conformance", entry["title"], values)
        return Conformance(entry["title"], entry["draft"], entry["note"], elements)

    def _gate(self, entry: Mapping[str, Any], place: int) -> Gate:
        condition = self._condition(entry["when"], ("gates", place, "when"))
        return Gate(entry["id"], entry["title"], entry["cap"], condition, entry["source"], entry["why"])

    def _bands(self, entries: list[Mapping[str, Any]]) -> tuple[Band, ...]:
        bands = tuple(Band(entry["id"], entry["title"], entry["floor"], entry["means"]) for entry in entries)
        floors = [band.floor for band in bands]
        if floors[0] != 0 or sorted(set(floors)) != floors:
            message = f"bands must begin at 0 and rise without a gap, found floors {floors}"
            self._complain("band-gap", ("bands",), message, "")
        return bands

    def _check_names(self) -> None:
        for name, components in self.term_sets.items():
            if name in self.vocabulary.components:
                self._complain(
                    "duplicate-id", ("term_sets", name), f"'{name}' is a component", "choose another name"
                )
            for component in components:
                if component not in self.vocabulary.licensed:
                    near = near_names(component, self.vocabulary.licensed)
                    hint = f"did you mean {near}?" if near else ""
                    self._complain(
                        "unknown-component", ("term_sets", name), f"no licensed component '{component}'", hint
                    )
        for path in self.lineage:
            if path not in self.vocabulary.facts:
                self._complain("unknown-path", ("lineage", "worst"), f"no fact '{path}'", "")

    def _all_paths(self) -> tuple[str, ...]:
        """Return every path of facts that some condition reads, sorted."""
        read = {path for _, condition in self.conditions() for path in paths_of(condition)}
        return tuple(sorted(path for path in read if not path.startswith("@")))
