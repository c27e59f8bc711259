"""Rules by which duties follow from terms, compiled from validated data.

A question reads facts as bit masks (see `records.vocabulary`). With its cells it is exact which answers an
incomplete set of facts leaves possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from openscore.errors import did_you_mean
from openscore.language import tr
from openscore.records.vocabulary import Scale, Title, Value, Vocabulary
from openscore.rubric.cells import Cell, cells_of
from openscore.rubric.conditions import TRUE, All, Complain, Condition, Where, atoms, parse_condition
from openscore.toml import digest_of

UNKNOWN, NOTHING, BARRED = "unknown", "nothing", "barred"
"""Verdicts: what nobody can tell, what asks nothing, what ends a use."""
CONTRADICT, STACK = "contradict", "stack"
"""Verdicts on two texts: no work can satisfy both; both bind, and the stricter counts."""
LEFT, RIGHT = "left.", "right."
STATE = "state"
ACTS = "acts."
Masks = Mapping[str, int]


class Answer(NamedTuple):
    """What follows from some combinations of values."""

    verdict: str
    says: Title
    condition: Condition


class Question:
    """A question, of whose answers exactly one holds for every combination of values."""

    def __init__(
        self, id: str, title: Title, cites: tuple[str, ...], answers: tuple[Answer, ...], where: Where
    ) -> None:
        self.id = id
        self.title = title
        self.cites = cites
        """Terms whose clauses stand behind the answer."""
        self.answers = answers
        self.where = where
        """Its place in the file."""

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """The scale of every path that it reads, in the order of its cells' masks."""
        tests = [atom for answer in self.answers for atom in atoms(answer.condition)]
        return {test.path: test.scale for test in tests}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every path that it reads."""
        return tuple(self.scales)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Boxes of facts, each with the place of its answer; one behind the last where none holds."""
        return cells_of([*(answer.condition for answer in self.answers), All(())])

    def possible(self, masks: Masks) -> tuple[Answer, ...]:
        """Return the answers that what is known leaves possible, in the order of the file."""
        return tuple(self.answers[place] for place in sorted(self.places(masks)))

    def places(self, masks: Masks) -> frozenset[int]:
        """Return the places of the answers that what is known leaves possible."""
        known = [masks[path] for path in self.paths]
        return frozenset(
            cell.level
            for cell in self.cells
            if all(mask & fact for mask, fact in zip(cell.masks, known, strict=True))
        )


class Use(NamedTuple):
    """Something that may be done with a model."""

    id: str
    title: Title
    means: Title
    acts: Mapping[str, int]
    """Masks of `acts.<key>`."""
    touches: tuple[str, ...]
    """Components that it takes; the first is the thing itself."""
    is_one_work: bool
    """Whether several models become one work."""
    reached: Condition
    """Which licenses reach the one work."""


class Narrowing(NamedTuple):
    """What values of terms say of other terms."""

    when: Condition
    then: Mapping[str, int]


class Rules:
    """All uses and questions of a file."""

    def __init__(
        self, data: Mapping[str, Any], vocabulary: Vocabulary, complain: Complain | None = None
    ) -> None:
        """Compile validated data.

        Args:
            data: In the shape of `RulesShape`.
            vocabulary: Gives terms and particulars.
            complain: Takes what is wrong; without it nothing is expected to be.
        """
        self.data = data
        self.vocabulary = vocabulary
        self._complain = complain or _unexpected
        self.id, self.version = str(data["id"]), str(data["version"])
        self.disclaimer: Title = data["disclaimer"]
        self.asked = {one["id"]: _scale(one) for one in data["asked"]}
        self.options = {one["id"]: str(one["option"]) for one in data["asked"]}
        self.terms = {id: _own_values(term.scale) for id, term in vocabulary.terms.items()}
        self.terms |= vocabulary.particulars
        state = {STATE: vocabulary.license_facts[STATE]}
        self._scales: dict[str, Scale] = {**self.terms, **state, **self.asked}
        self._pairs: dict[str, Scale] = {one["id"]: _scale(one) for one in data["pair"]}
        for side in (LEFT, RIGHT):
            self._pairs.update({side + id: scale for id, scale in self.terms.items()})
        self.groups = {id: frozenset(members) for id, members in data["groups"].items()}
        self.uses = {one["id"]: self._use(one, ("uses", place)) for place, one in enumerate(data["uses"])}
        self.reach = {
            id: self._condition(table, ("reach", id), self._scales) for id, table in data["reach"].items()
        }
        self.narrowings = [
            Narrowing(
                self._condition(one["when"], ("narrowing", place), self._scales), self._masks(one, place)
            )
            for place, one in enumerate(data["narrowing"])
        ]
        self.questions = tuple(self._questions("questions", self._scales))
        self.meetings = tuple(self._questions("meetings", self._pairs))

    @cached_property
    def digest(self) -> str:
        """`sha256:` over what the rules say; comments and layout do not count."""
        return digest_of(self.data)

    def scale(self, path: str) -> Scale:
        """Return the scale of a path that questions read."""
        return self._scales.get(path) or self._pairs[path]

    def pair_mask(self, id: str, value: str) -> dict[str, int]:
        """Return what is known of one fact of a pair; an empty value is unknown."""
        scale = self._pairs[id]
        return {id: scale.bits[value] if value else scale.full}

    def narrowed(self, masks: Masks) -> dict[str, int]:
        """Return what may be true of terms, also by what other terms say of them.

        What is established stays as it is, even against a rule: the table is checked for that elsewhere.
        """
        found = dict(masks)
        for rule in self.narrowings:
            for path, mask in rule.then.items() if rule.when.decide(masks) == TRUE else ():
                found[path] = found[path] & mask or found[path]
        return found

    def _questions(self, kind: str, scales: Mapping[str, Scale]) -> Iterator[Question]:
        for place, one in enumerate(self.data[kind]):
            where = (kind, place)
            for id in one.get("cites", ()):
                if id not in scales:
                    self._unknown(id, (*where, "cites"), scales)
            answers = (
                Answer(
                    said["verdict"], said["says"],
                    self._condition(said["when"], (*where, "answers", number, "when"), scales),
                )
                for number, said in enumerate(one["answers"])
            )  # fmt: skip
            yield Question(one["id"], one["title"], tuple(one.get("cites", ())), tuple(answers), where)

    def _use(self, one: Mapping[str, Any], where: Where) -> Use:
        acts = {}
        for key, value in one["acts"].items():
            condition = self._condition({ACTS + key: [value]}, (*where, "acts"), self.asked)
            acts.update({atom.path: atom.allowed for atom in atoms(condition)})
        for path in self.asked:
            if path.startswith(ACTS) and path not in acts:
                message = tr("lacks '{path}'", path=path.removeprefix(ACTS))
                self._complain("key-missing", (*where, "acts"), message, "")
        for id in one["touches"]:
            if id not in self.vocabulary.licensed:
                self._unknown(id, (*where, "touches"), dict.fromkeys(self.vocabulary.licensed))
        table = one["reached_when"]
        reached = self._condition(table, (*where, "reached_when"), self.terms) if table else All(())
        touches = tuple(one["touches"])
        return Use(one["id"], one["title"], one["means"], acts, touches, bool(one["one_work"]), reached)

    def _condition(self, table: object, where: Where, scales: Mapping[str, Scale]) -> Condition:
        def scale_of(path: str, place: Where) -> Scale | None:
            if path not in scales:
                self._unknown(path, place, scales)
            return scales.get(path)

        return parse_condition(table, where, scale_of, self._complain)

    def _masks(self, one: Mapping[str, Any], place: int) -> dict[str, int]:
        condition = self._condition(one["then"], ("narrowing", place, "then"), self.terms)
        return {atom.path: atom.allowed for atom in atoms(condition)}

    def _unknown(self, path: str, where: Where, known: Mapping[str, object]) -> None:
        message = tr("no term named '{name}'", name=path)
        self._complain("unknown-term", where, message, did_you_mean(path, known))


def _scale(entry: Mapping[str, Any]) -> Scale:
    values = (Value(one["id"], one["title"], one["means"]) for one in entry["values"])
    return Scale(entry["id"], entry["title"], values)


def _own_values(scale: Scale) -> Scale:
    """Return a term without the two values that no text can set."""
    return Scale(scale.id, scale.title, scale.values[:-2])


def _unexpected(name: str, where: Where, message: str, hint: str) -> None:
    raise AssertionError(name, where, message, hint)
