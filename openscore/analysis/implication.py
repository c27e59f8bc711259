"""Does every model that meets one line meet another? A proof for all facts, or the smallest counter-example.

Facts are finite, so the question is searched by cells: values that no condition tells apart stand together,
licenses with the same terms are one, and a branch ends as soon as what is fixed decides it. The facts of the
line that is to fail come first, so that a proof ends after the few facts that both lines read; no solver for
larger problems is needed. Searched are models in themselves: every fact, none or any single license of the
table whose terms are established, every term that a maker adds. Models that build on others, services, and
expressions of several licenses are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from openscore.analysis.cell_search import Choice, Search, TooManyError, Variable, conjuncts
from openscore.analysis.strict_lines import StrictLine, lines_of
from openscore.engine.facts import EntryReader, Masks, derived_from, lowest
from openscore.errors import NothingMatchedError
from openscore.language import tr
from openscore.records.licenses import NONE
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import LICENSE, NOT_APPLICABLE, TERMS
from openscore.registry.registry import Registry
from openscore.resources import digest_of_files
from openscore.rubric.conditions import Condition, atoms
from openscore.rubric.rubric import Rubric
from openscore.snapshots import NOWHERE, Snapshot, SnapshotFolder, key_of

PROVEN, REFUTED, NEVER_MET, UNDECIDED = "proven", "refuted", "never-met", "undecided"
FEW = 3
"""Up to how many facts less than most open a counter-example is looked for first, fewest first."""


class Answer(NamedTuple):
    """What is known of two lines."""

    premise: StrictLine
    conclusion: StrictLine
    state: str
    """`proven`, `refuted`, `never-met` (nothing meets the premise), or `undecided` (too large a search)."""
    facts: Mapping[str, str]
    """With these the premise is met and the conclusion is not, whatever others are; empty unless refuted."""
    lacking: Mapping[str, str]
    """Those of them that are not at their most open value."""


class Side:
    """What one rubric reads, and which terms licenses have for it; it can be held against any other."""

    def __init__(self, rubric: Rubric, registry: Registry) -> None:
        """Take a rubric.

        Args:
            rubric: Whose lines are held against those of another.
            registry: Its license table is used; its models only to prefer licenses that are in use.

        Raises:
            NothingMatchedError: If no model of the registry stands for itself alone.
        """
        self.rubric = rubric
        self.reader = EntryReader(rubric)
        plain = plain_model(registry)
        self._blank = plain.supposing(dict.fromkeys(plain.values))

    @cached_property
    def terms(self) -> dict[str, dict[str, Masks]]:
        """Terms by license, those in use first, and component; of no license those of what is withheld."""
        registry = self._blank.registry
        used = Counter(value for record in registry.models.values() for value in record.values.values())
        table = registry.licenses.licenses
        ids = sorted((id for id in table if not table[id].is_addition), key=lambda name: -used[name])
        return {license: self._terms_under(license) for license in ("", *ids, NONE)}

    def _terms_under(self, license: str) -> dict[str, Masks]:
        facts = {}
        for id in self.reader.components:
            if presence := self.rubric.vocabulary.components[id].presence:
                scale = self.rubric.vocabulary.scale(f"{id}.{presence}")
                states = scale.released if license else scale.full & ~scale.released
                facts[f"{id}.{presence}"] = scale.ids(states)[0]
            if license:
                facts[f"{id}.{LICENSE}"] = license
        found: dict[str, Masks] = {}
        for path, mask in self.reader.entry(self._blank.supposing(facts), is_copy=False).terms.items():
            found.setdefault(path.partition(".")[0], {})[path] = mask
        return found


class Implications:
    """Answers questions on lines of two rubrics."""

    def __init__(self, left: Side, right: Side) -> None:
        """Take the sides of the premises and of the conclusions."""
        self._rubrics = (left.rubric, right.rubric)
        self._readers = (left.reader, right.reader)
        self._terms = (left.terms, right.terms)
        self._vocabulary = left.rubric.vocabulary

    @cached_property
    def _tested(self) -> dict[str, list[int]]:
        """Sets of values that some condition asks for, by path."""
        found: dict[str, list[int]] = {}
        for rubric in self._rubrics:
            for _, condition in rubric.conditions():
                for atom in atoms(condition):
                    found.setdefault(atom.path, []).append(atom.allowed)
        return found

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """Everything that can differ between models, by component, fact or term."""
        licensed = dict.fromkeys(id for reader in self._readers for id in reader.components)
        found = {id: Variable(list(self._component(id))) for id in licensed}
        joint = {f"{id}.{self._vocabulary.components[id].presence}" for id in licensed}
        for path in dict.fromkeys(path for reader in self._readers for path in reader.plain):
            if path not in joint:
                found[path] = Variable(list(self._fact(path)))
        terms = dict.fromkeys(path.split(".", 2)[2] for reader in self._readers for path in reader.terms)
        for term in terms:
            if term in self._vocabulary.terms:
                found[f"{TERMS}.{term}"] = Variable(list(self._own_term(term)))
        return found

    def _values(self, path: str) -> Iterator[str]:
        """Yield values of a fact, most open first, one for those that nothing tells apart."""
        seen = set()
        scale = self._vocabulary.scale(path)
        for value in self._vocabulary.values(path):
            bit = scale.bits[value.id]
            kind = (
                tuple(bool(bit & allowed) for allowed in self._tested.get(path, ())),
                bool(bit & scale.released),
                value.id == NOT_APPLICABLE,
            )
            if kind not in seen:
                seen.add(kind)
                yield value.id

    def _fact(self, path: str) -> Iterator[Choice]:
        bits = self._vocabulary.scale(path).bits
        for place, value in enumerate(self._values(path)):
            masks = tuple({path: bits[value]} if path in reader.plain else {} for reader in self._readers)
            yield Choice({path: value}, (masks[0], masks[1]), place == 0)

    def _own_term(self, term: str) -> Iterator[Choice]:
        bits = self._vocabulary.terms[term].scale.bits
        for place, value in enumerate(self._vocabulary.values(f"{TERMS}.{term}")):
            mask = {f"{TERMS}.{term}": bits[value.id]}
            yield Choice({f"{TERMS}.{term}": value.id} if place else {}, (mask, mask), place == 0)

    def _component(self, id: str) -> Iterator[Choice]:
        """Yield whether it is released, and under which license, one for those with the same terms."""
        presence = self._vocabulary.components[id].presence
        fact = f"{id}.{presence}"
        scale = self._vocabulary.scale(fact) if presence else None
        found: dict[object, tuple[tuple[int, int], Choice]] = {}
        licenses = self._distinct(id)
        for place, state in enumerate(self._values(fact) if presence else ("",)):
            is_released = scale is None or bool(scale.bits[state] & scale.released)
            for license in licenses if is_released else ("",):
                facts = ({fact: state} if state else {}) | ({f"{id}.{LICENSE}": license} if license else {})
                masks = self._masks(id, fact, state, license)
                if any(mask & (mask - 1) for side in masks for mask in side.values()):
                    continue  # Terms that nobody has established settle nothing.
                key = tuple(tuple(sorted(side.items())) for side in masks)
                limits = sum(not mask & 1 for side in masks for mask in side.values())
                found.setdefault(key, ((place, limits), Choice(facts, masks, False)))
        ranked = [choice for _, choice in sorted(found.values(), key=lambda one: one[0])]
        yield ranked[0]._replace(is_best=True)
        yield from ranked[1:]

    def _distinct(self, id: str) -> list[str]:
        """Return licenses of a component, one for those with the same terms."""
        found: dict[object, str] = {}
        for license in filter(None, self._terms[0]):
            key = tuple(tuple(terms[license].get(id, {}).items()) for terms in self._terms)
            found.setdefault(key, license)
        return list(found.values())

    def _masks(self, id: str, fact: str, state: str, license: str) -> tuple[Masks, Masks]:
        sides = []
        for reader, terms in zip(self._readers, self._terms, strict=True):
            masks = dict(terms[license].get(id, {}))
            if fact in reader.plain:
                masks[fact] = reader.plain[fact].bits[state]
            sides.append(masks)
        return sides[0], sides[1]

    def answer(self, premise: StrictLine, conclusion: StrictLine) -> Answer:
        """Return whether every model that meets the premise meets the conclusion."""
        needed = tuple(conjuncts(premise.condition))
        counter = None
        for limit in (*range(FEW + 1), None):
            try:
                for failing in conjuncts(conclusion.condition):
                    search = Search(self, needed, failing, limit)
                    if counter := search.found():
                        return self._refuted(premise, conclusion, search, counter)
            except TooManyError:
                return Answer(premise, conclusion, UNDECIDED, {}, {})
        met = Search(self, needed, None, None).found()
        return Answer(premise, conclusion, PROVEN if met is not None else NEVER_MET, {}, {})

    def _refuted(
        self, premise: StrictLine, conclusion: StrictLine, search: Search, chosen: dict[str, Choice]
    ) -> Answer:
        facts: dict[str, str] = {}
        lacking: dict[str, str] = {}
        for choice in search.least(chosen).values():
            facts.update(choice.facts)
            lacking.update({} if choice.is_best else choice.facts)
        return Answer(premise, conclusion, REFUTED, facts, lacking)

    def touched(self, side: int, condition: Condition) -> Iterator[str]:
        """Yield the variables on which a condition of a side rests."""
        rubric = self._rubrics[side]
        for atom in atoms(condition):
            components = derived_from(atom.path, rubric)
            term = f"{TERMS}.{atom.path.split('.', 2)[-1]}"
            yield from components
            if components and term in self.variables:
                yield term
            if not components:
                head = atom.path.partition(".")[0]
                yield atom.path if atom.path in self.variables else head

    def masks(self, side: int, chosen: Mapping[str, Choice]) -> Masks:
        """Return what may be true of every path of a side."""
        reader = self._readers[side]
        every = dict(self._unchosen[side])
        for choice in chosen.values():
            every.update(choice.masks[side])
        masks = {path: every[path] for path in reader.plain}
        for path, own, absent in self._limited[side]:
            masks[path] = _within(every[path], every.get(own), absent)
        return reader.together(masks)

    @cached_property
    def _unchosen(self) -> tuple[Masks, Masks]:
        """For each side what may be true of every path while nothing is chosen."""
        joined: tuple[Masks, Masks] = ({}, {})
        for variable in self.variables.values():
            for side, masks in zip(joined, variable.unchosen, strict=True):
                side.update(masks)
        return joined

    @cached_property
    def _limited(self) -> tuple[list[tuple[str, str, int]], ...]:
        """For each side the paths of terms, the maker's own term that limits each, and its value of none."""
        return tuple(
            [
                (path, f"{TERMS}.{path.split('.', 2)[2]}", scale.bits.get(NOT_APPLICABLE, 0))
                for path, scale in reader.terms.items()
            ]
            for reader in self._readers
        )


@cache
def _within(mask: int, own: int | None, absent: int) -> int:
    """Return a license's term within the maker's own, which limits what is licensed and adds nothing."""
    licensed = mask & ~absent
    return lowest(licensed, own) | (mask & absent) if own is not None and licensed else mask


def implications(
    pairs: Sequence[tuple[Side, Side]], *, gates: bool = True, snapshots: SnapshotFolder = NOWHERE
) -> tuple[tuple[Answer, ...], ...]:
    """Return for each pair what is known of every line of one rubric and every line of another.

    Args:
        pairs: The rubric whose lines a model is taken to meet, and that whose lines it then may not meet.
        gates: Whether gates that stay open are lines too.
        snapshots: Where answers are kept: they are the same as long as rubrics, terms and the search are.
    """
    asked = [
        [
            (premise, conclusion)
            for premise in _asked(premises, gates=gates)
            for conclusion in _asked(conclusions, gates=gates)
        ]
        for premises, conclusions in pairs
    ]
    key = _key(pairs, gates=gates)
    kept = snapshots.get(key) if key else None
    found = _unpacked(kept, asked) if kept else None
    if found is None:
        spaces = [Implications(*pair) for pair in pairs]
        found = [tuple(starmap(space.answer, lines)) for space, lines in zip(spaces, asked, strict=True)]
        if key:
            snapshots.put(key, [[answer[2:] for answer in answers] for answers in found])
    return tuple(found)


def _asked(side: Side, *, gates: bool) -> list[StrictLine]:
    return [line for line in lines_of(side.rubric) if gates or not line.is_gate]


def _key(pairs: Sequence[tuple[Side, Side]], *, gates: bool) -> str:
    """Return a digest of all that decides the answers; nothing where a rubric is not as a file has it."""
    sides = {side.rubric.key: side.terms for pair in pairs for side in pair}
    if "" in sides:
        return ""
    code = digest_of_files(sorted(Path(__file__).parent.glob("*.py")))
    ids = [[side.rubric.key for side in pair] for pair in pairs]
    return key_of("implications", code, gates, ids, sides)


def _unpacked(
    snapshot: Snapshot, asked: Sequence[Sequence[tuple[StrictLine, StrictLine]]]
) -> list[tuple[Answer, ...]] | None:
    """Return the answers that a snapshot keeps; None if it is something else."""
    try:
        return [
            tuple(Answer(*lines, *told) for lines, told in zip(of_pair, listed, strict=True))
            for of_pair, listed in zip(asked, snapshot.head, strict=True)
        ]
    except (TypeError, ValueError):
        return None


def plain_model(registry: Registry) -> ModelRecord:
    """Return a model that builds on no other and adds no terms: on it every counter-example can be tried.

    Raises:
        NothingMatchedError: If there is none.
    """
    for record in registry:
        own_terms = any(path.startswith(f"{TERMS}.") for path in record.values)
        if record.kind == "model" and not record.links and not record.serves and not own_terms:
            return record
    raise NothingMatchedError(tr("no model of the registry builds on no other and adds no terms"))
