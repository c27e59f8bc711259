"""A rubric as the engine uses it: parts, levels, gates, bands and conformance elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import Any

from openscore.errors import Problem, did_you_mean
from openscore.interval import Interval
from openscore.language import noted, tr
from openscore.numerals import number
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, Scale, Title, Value, Vocabulary
from openscore.rubric.bands import bands_of, capped_band
from openscore.rubric.conditions import All, Complain, Condition, In, Where, parse_condition, paths_of
from openscore.rubric.names import asked
from openscore.rubric.parts import (
    Band,
    Claim,
    Class,
    Conformance,
    Element,
    Gate,
    Level,
    Part,
    Untranslatable,
    misplaced,
)
from openscore.toml import Once, digest_of

CONFORMANCE = "@conformance"
MET, UNMET = noted("met"), noted("unmet")
VERDICTS = {MET: {"en": MET, "zh": "符合"}, UNMET: {"en": UNMET, "zh": "不符合"}}
NOTHING = Interval(0.0, 0.0)


class Rubric:
    """One versioned framework."""

    warnings: tuple[Problem, ...] = ()
    """What stands in its file to no effect; found when the file is checked."""

    def __init__(
        self, data: Mapping[str, Any], vocabulary: Vocabulary, complain: Complain | None = None
    ) -> None:
        """Compile a rubric from data of the right shape.

        Args:
            data: What `shapes.RubricShape` describes.
            vocabulary: Facts and values that conditions may name.
            complain: Takes each problem of meaning; the rubric is usable only if there was none. None for
                data that were found sound before, which are not checked again.
        """
        self.data = data
        self.vocabulary = vocabulary
        self.id: str = data["id"]
        self.name = self.id
        """What is typed to name it: the path of its file if it is none of the shipped ones."""
        self.version: str = data["version"]
        self.title: Title = data["title"]
        self.summary: Title = data["summary"]
        self.profile: str = data.get("profile", "")
        """Whose weights the criteria have; empty for the rubric's own."""
        self.key = ""
        """Digest of the file that it was read from as it is, and of the code that did; else empty."""
        self.digits: int = data["digits"]
        self.goes_outward: bool = data.get("rounding") == "outward"
        self.top: float = data["top"]
        self.subjects = frozenset(data["subjects"])
        self.counts_classes = data["aggregate"] == "classes"
        self.tie_break: str = data["tie_break"]
        self.license_sets = {name: frozenset(members) for name, members in data["license_sets"].items()}
        self.is_monotone: bool = data["monotone"]
        self.lineage = frozenset(data["lineage"]["worst"])
        self.term_sets: Mapping[str, list[str]] = data["term_sets"]
        self._is_sound = complain is None
        self._collect = complain or _refuse
        self._level_scales: dict[str, Scale] = {}
        self.criteria = tuple(
            self._part(entry, ("criteria", place), entry["criterion_weight"])
            for place, entry in enumerate(data["criteria"])
        )
        self.conformance = self._conformance(data["conformance"])
        self.classes = self._classes(data["classes"])
        self.bands = bands_of(data["bands"], self.top, self._condition, self._wrong)
        self.gates = tuple(self._gate(entry, place) for place, entry in enumerate(data["gates"]))
        self.claims = {
            entry["label"]: Claim(
                entry["label"],
                entry["title"],
                self._condition(entry["when"], ("claims", place, "when")),
                entry["source"],
            )
            for place, entry in enumerate(data["claims"])
        }
        self.untranslatable = tuple(Untranslatable(**entry) for entry in data.get("untranslatable", ()))
        self._check_names()
        self.paths = self._all_paths()

    @cached_property
    def digest(self) -> str:
        """`sha256:` over the content; comments and layout do not count."""
        return digest_of(self.data)

    @cached_property
    def written(self) -> Once:
        """Its data, for the texts of many citations."""
        return Once(self.data)

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
        for band in self.bands:
            if band.condition is not None:
                yield band.id, band.condition
        for claim in self.claims.values():
            yield claim.label, claim.condition

    def scale(self, path: str) -> Scale:
        """Return the scale of a fact, a term over a set of components, or the levels of a part.

        Raises:
            KeyError: If the rubric knows no such path.
        """
        if path.startswith("@"):
            return self._level_scales[path]
        head, _, aspect = path.partition(".")
        name = path.partition(f".{LICENSE}.{MEMBERSHIP}.")[2]
        if name and name not in self.license_sets:
            raise KeyError(path)
        if head in self.term_sets:
            kind, _, derived = aspect.partition(".")
            if kind != LICENSE:
                raise KeyError(path)
            return self.vocabulary.license_scale(derived)
        return self.vocabulary.scale(path)

    def asking(self, paths: Iterable[str], license_sets: Mapping[str, frozenset[str]]) -> Rubric:
        """Return the rubric with its lineage, reading other paths and further sets of licenses."""
        asked = copy(self)
        asked.paths = tuple(paths)
        asked.license_sets = {**self.license_sets, **license_sets}
        return asked

    def band_of(self, score: float) -> Band:
        """Return the band of a published score, where floors decide."""
        return next(band for band in reversed(self.bands) if score >= band.floor)

    def openness(self, band: Band) -> int:
        """Return how many bands are less open than this one."""
        return self._openness[band.id]

    @cached_property
    def _openness(self) -> dict[str, int]:
        ascending = reversed(self.bands) if self.has_rules else self.bands
        return {band.id: place for place, band in enumerate(ascending)}

    @property
    def has_rules(self) -> bool:
        """Whether bands are the answers to rules, best first, instead of ranges of scores."""
        return self.bands[0].condition is not None

    @property
    def caps_scores(self) -> bool:
        """Whether some gate limits the score, and not only the band."""
        return any(gate.band is None for gate in self.gates)

    def _wrong(self, name: str, where: Where, message: str, hint: str = "") -> None:
        self._collect(name, where, message, hint)

    def _part(self, entry: Mapping[str, Any], where: Where, share: float) -> Part:
        if bool(entry["levels"]) == bool(entry["parts"]):
            self._wrong(
                "malformed-part", where, tr("part '{entry}' needs either levels or parts", entry=entry["id"])
            )
        levels = self._levels(entry["levels"], where)
        parts = tuple(
            self._part(inner, (*where, "parts", place), inner["share"])
            for place, inner in enumerate(entry["parts"])
        )
        name = f"@{entry['id']}"
        # Bits follow points, so that "more open" means the same for levels as for facts.
        ladder = sorted(levels, key=lambda level: -(level.points or NOTHING).low)
        values = [Value(level.id, level.title, "", level.points is not None) for level in ladder]
        self._level_scales[name] = Scale(entry["id"], entry["title"], values)
        paths = tuple(dict.fromkeys(path for level in levels for path in paths_of(level.condition)))
        part = Part(
            entry["id"], entry["title"], share, entry["source"], entry["why"], entry["aggregate"],
            levels, parts, paths,
        )  # fmt: skip
        if levels and not self._is_sound and not part.cells:
            message = tr("has more combinations of facts than anybody could follow")
            self._wrong("too-many-combinations", where, message, tr("split it into parts"))
        return part

    def _levels(self, entries: list[Mapping[str, Any]], where: Where) -> tuple[Level, ...]:
        levels = []
        full = self.data["full_points"]
        for place, entry in enumerate(entries):
            here = (*where, "levels", place)
            is_last = place == len(entries) - 1
            if (entry["when"] is None) == (entry["otherwise"] is None):
                self._wrong(
                    "malformed-level",
                    here,
                    tr("level '{entry}' needs either 'when' or 'otherwise'", entry=entry["id"]),
                )
            if bool(entry["otherwise"]) != is_last:
                message = tr("the last level, and no other, must be 'otherwise = true'")
                self._wrong("malformed-level", here, message)
            if sum((entry["points"] is not None, entry["not_applicable"], entry["undecided"])) != 1:
                message = tr(
                    "level '{entry}' needs either points or not_applicable or undecided", entry=entry["id"]
                )
                self._wrong("malformed-level", here, message)
            points = Interval(0.0, 1.0) if entry["undecided"] else None
            if entry["points"] is not None:
                points = Interval(entry["points"] / full, entry["points"] / full)
                if entry["points"] > full:
                    message = tr("more than the {full} points of a best level", full=number(full))
                    self._wrong("malformed-level", here, message)
            condition: Condition = All(())
            if entry["when"] is not None:
                condition = self._condition(entry["when"], (*here, "when"))
            argued = entry.get("contested")
            contested = Interval(*argued).scaled(1 / full) if argued else None
            levels.append(Level(entry["id"], entry["title"], points, condition, contested))
        for place in () if self._is_sound else misplaced(levels):
            message = tr(
                "contested points must hold the level's own, and not reach beyond those of another level"
            )
            self._wrong("malformed-level", (*where, "levels", place), message)
        return tuple(levels)

    def _condition(self, table: object, where: Where) -> Condition:
        return parse_condition(table, where, self._scale_or_problem, self._collect)

    def _scale_or_problem(self, path: str, where: Where) -> Scale | None:
        try:
            return self.scale(path)
        except KeyError:
            hint = did_you_mean(path, [*asked(self.vocabulary), *self._level_scales])
            if self.vocabulary.is_license(path):
                hint = tr("did you mean '{path}.state' or a term such as '{path}.outputs'?", path=path)
            message = noted("no fact '{path}'")
            if path.startswith("@"):
                message = noted("no levels '{path}' of an earlier part")
                later = tr("`{path}` can be asked below the part of this id only", path=path)
                hint = did_you_mean(path, self._level_scales) or later
            self._wrong("unknown-path", where, tr(message, path=path), hint)
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
        values = [Value(id, title, "") for id, title in VERDICTS.items()]
        self._level_scales[CONFORMANCE] = Scale("conformance", entry["title"], values)
        return Conformance(entry["title"], entry["draft"], entry["note"], elements or self._best_levels())

    def _best_levels(self) -> tuple[Element, ...]:
        """Make every question an element, of which the best level is required."""
        elements = []
        for leaf in self.leaves():
            scale = self._level_scales[f"@{leaf.id}"]
            best = [level.id for level in leaf.levels if level.points in (None, Interval(1.0, 1.0))]
            condition = In(f"@{leaf.id}", scale.mask(best), scale)
            elements.append(Element(leaf.id, leaf.title, condition, leaf.source))
        return tuple(elements)

    def _classes(self, entries: list[Mapping[str, Any]]) -> tuple[Class, ...]:
        classes: list[Class] = []
        for place, entry in enumerate(entries):
            where = ("classes", place)
            for id in entry["counts"]:
                if f"@{id}" not in self._level_scales:
                    hint = did_you_mean(id, [scale.removeprefix("@") for scale in self._level_scales])
                    self._wrong("unknown-path", where, tr("no part '{id}'", id=id), hint)
            if entry["requires"] not in (None, *(one.id for one in classes)):
                self._wrong(
                    "unknown-path", where, tr("no class '{entry}' before this one", entry=entry["requires"])
                )
            classes.append(
                Class(entry["id"], entry["title"], tuple(entry["counts"]), entry["requires"], entry["source"])
            )
            values = [Value(id, title, "") for id, title in VERDICTS.items()]
            self._level_scales[f"@class.{entry['id']}"] = Scale(entry["id"], entry["title"], values)
        return tuple(classes)

    def _gate(self, entry: Mapping[str, Any], place: int) -> Gate:
        condition = self._condition(entry["when"], ("gates", place, "when"))
        cap, band = entry["cap"], None
        if isinstance(cap, str):
            band = capped_band(cap, self.bands, ("gates", place, "cap"), self._wrong)
            cap = self.top
        return Gate(entry["id"], entry["title"], cap, band, condition, entry["source"], entry["why"])

    def _check_names(self) -> None:
        for name, components in self.term_sets.items():
            if name in self.vocabulary.components:
                message = tr("'{name}' is a component", name=name)
                self._wrong("duplicate-id", ("term_sets", name), message, tr("choose another name"))
            for component in components:
                if component not in self.vocabulary.licensed:
                    hint = did_you_mean(component, self.vocabulary.licensed)
                    message = tr("no licensed component '{component}'", component=component)
                    self._wrong("unknown-component", ("term_sets", name), message, hint)
        for path in self.lineage:
            if path not in self.vocabulary.facts:
                hint = did_you_mean(path, self.vocabulary.facts)
                self._wrong("unknown-path", ("lineage", "worst"), tr("no fact '{path}'", path=path), hint)

    def _all_paths(self) -> tuple[str, ...]:
        """Return every path of facts that some condition reads, sorted."""
        read = {path for _, condition in self.conditions() for path in paths_of(condition)}
        return tuple(sorted(path for path in read if not path.startswith("@")))


def _refuse(*problem: object) -> None:
    raise AssertionError(f"a rubric that was sound has a problem: {problem}")
