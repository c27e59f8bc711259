"""The fewest changes of a record's own facts that reach a band: an exact search.

Facts that no question reads together are independent, so they fall into clusters of few facts, of
which every combination is tried. What remains is to choose one combination from each cluster: a search
for one change more at a time, cut off where even the best choice from the rest gives too few points (a
bound that adds up over clusters) or leaves a gate closed. Own terms count over every license, and would
bind all of them together: so there is a search for each choice of what is given up of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, product
from typing import NamedTuple

from openscore.analysis.alternatives import acts, clusters, open_licenses, outdoes
from openscore.engine import Assessment, assess
from openscore.engine.assessment import ZERO, GateResult, PartResult
from openscore.interval import Interval
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import NOT_APPLICABLE, TERMS
from openscore.rubric.conditions import is_upward, paths_of
from openscore.rubric.parts import Band
from openscore.rubric.rubric import Rubric

Changes = dict[str, str]
SHOWN = 3
"""How many of the smallest sets are looked for."""


class Way(NamedTuple):
    """A smallest set of changes that reaches the band."""

    changes: Changes
    """New value by path."""
    instead: Mapping[str, tuple[str, ...]]
    """Other values by path that would do as well, one at a time."""
    after: Assessment


class Reach(NamedTuple):
    """What it takes to reach a band."""

    band: Band
    before: Assessment
    ways: tuple[Way, ...]
    """Up to `SHOWN` of the smallest sets; none if it cannot be reached; an empty one if it already is."""
    best: Assessment
    """With every fact of its own at its most open value."""
    by_licenses: Assessment
    """With its licenses alone at their most open value."""


class _Outcome(NamedTuple):
    """All of an assessment on which its score and band rest."""

    levels: tuple[tuple[int, Interval | None], ...]
    """Possible levels and points of each question."""
    masks: tuple[int, ...]
    """What may be true of the facts that gates, bands and required elements read themselves."""


class _Option(NamedTuple):
    """One combination of new values in a cluster."""

    changes: Changes
    gain: float
    """Points that it adds at most."""
    outcome: _Outcome


def reach(record: ModelRecord, rubric: Rubric, band: Band) -> Reach:
    """Return the smallest sets of published acts of the maker that lift the low end into a band.

    A published act gives a fact of the record itself another value; facts of base models, and what
    does not apply, stay as they are.

    Args:
        record: A record of a registry.
        rubric: The rubric to apply.
        band: One of its bands; a better one counts as reached too.
    """
    values = acts(record, rubric)
    own = {path: values.pop(path) for path in [*values] if path.startswith(TERMS)}
    searches = [
        _Search(
            record,
            rubric,
            band,
            values,
            {path: value for path, value in zip(own, chosen, strict=True) if value},
        )
        for chosen in product(*[[None, *listed] for listed in own.values()])
    ]
    plain = searches[0]
    ways = tuple(map(plain.way, _fewest(searches)))
    tops = (changes for one in searches for changes in one.best())
    every = max(tops, key=lambda changes: plain.having(changes).published.low)
    licenses = {path: value for path, value in every.items() if rubric.vocabulary.is_license(path)}
    return Reach(band, plain.before, ways, plain.having(every), plain.having(licenses))


def _fewest(searches: Sequence[_Search]) -> list[Changes]:
    """Return up to `SHOWN` of the smallest sets that any search finds."""
    counts = {count for one in searches for count in one.counts()}
    for count in sorted(counts):
        if found := list(islice((changes for one in searches for changes in one.sets(count)), SHOWN)):
            return found
    return []


def blocking(assessment: Assessment, band: Band) -> tuple[GateResult, ...]:
    """Return the gates that keep an assessment below a band."""
    rubric = assessment.rubric
    return tuple(
        result
        for result in assessment.gates
        if result.gate.cap < band.floor
        or (result.gate.band and rubric.openness(result.gate.band) < rubric.openness(band))
    )


class _Search:
    """The search for one record and one band, with some of the record's own terms given up."""

    def __init__(
        self,
        record: ModelRecord,
        rubric: Rubric,
        band: Band,
        values: Mapping[str, Sequence[str]],
        given_up: Changes,
    ) -> None:
        self.given_up = given_up
        self.record = record.supposing(given_up) if given_up else record
        self.rubric = rubric
        self.band = band
        self.before = assess(self.record, rubric)
        self.outer = _outer_paths(rubric)
        self.scales = [rubric.scale(path) for path in self.outer]
        self.clusters = [
            self._options({path: values[path] for path in paths}) for paths in clusters(values, rubric)
        ]
        self.tops = [self._tops(options) for options in self.clusters]
        rules = [band.condition for band in rubric.bands if band.condition]
        self.is_bounded = rubric.is_monotone and all(map(is_upward, rules))
        """Whether what cannot be reached with the rest at its best cannot be reached at all."""

    def best(self) -> Iterator[Changes]:
        """Yield sets of which one is at least as good as any other in every respect."""
        return ({**self.given_up, **changes} for changes in _joined(self.tops))

    def having(self, changes: Changes) -> Assessment:
        """Return what the record would come to."""
        return assess(self.record.supposing(changes), self.rubric)

    def _is_reached(self, changes: Changes) -> bool:
        low, _ = self.having(changes).bands
        return self.rubric.openness(low) >= self.rubric.openness(self.band)

    def _options(self, values: Mapping[str, Sequence[str]]) -> list[_Option]:
        """Return every combination worth choosing, fewest changes first, the empty one among them."""
        found: dict[_Outcome, _Option] = {}
        choices = product(*[[None, *listed] for listed in values.values()])
        for chosen in sorted(choices, key=lambda one: -one.count(None)):
            changes = {path: value for path, value in zip(values, chosen, strict=True) if value}
            after = self.having(changes)
            levels = tuple((result.mask, result.value) for result in after.leaves())
            outcome = _Outcome(levels, tuple(after.masks[path] for path in self.outer))
            gain = _most(after.criteria, self.rubric.top) - _most(self.before.criteria, self.rubric.top)
            found.setdefault(outcome, _Option(changes, gain, outcome))
        return list(found.values())

    def _tops(self, options: Sequence[_Option]) -> list[_Option]:
        """Return options of which one is at least as good as any other in every respect."""
        tops: list[_Option] = []
        for option in reversed(options):
            if not any(self._outdoes(top.outcome, option.outcome) for top in tops):
                kept = [top for top in tops if not self._outdoes(option.outcome, top.outcome)]
                tops = [*kept, option]
        return tops

    def _outdoes(self, left: _Outcome, right: _Outcome) -> bool:
        pairs = zip(left.levels, right.levels, strict=True)
        return outdoes(left.masks, right.masks, self.scales) and all(
            mine.low >= theirs.low if mine and theirs else mine is theirs for (_, mine), (_, theirs) in pairs
        )

    @cached_property
    def _useful(self) -> list[list[_Option]]:
        """The options of each cluster with which the band can be reached: the others need no trying."""
        if not self.is_bounded:
            return self.clusters
        return [
            [option for option in options if self._may_reach(option.changes, self._others(place))]
            for place, options in enumerate(self.clusters)
        ]

    def counts(self) -> range:
        """Return how many changes a set can have; none where the band cannot be reached."""
        if not all(self._useful):
            return range(0)
        least, most = (sum(bound(map(_cost, options)) for options in self._useful) for bound in (min, max))
        return range(least + len(self.given_up), most + len(self.given_up) + 1)

    def sets(self, count: int) -> Iterator[Changes]:
        """Yield the sets of exactly so many changes that reach the band."""
        if count in self.counts():
            for changes in self._choose(count - len(self.given_up), self._need()):
                yield {**self.given_up, **changes}

    def _others(self, place: int) -> list[Changes]:
        return list(_joined([*self.tops[:place], *self.tops[place + 1 :]]))

    def _may_reach(self, changes: Changes, rest: Sequence[Changes]) -> bool:
        return not self.is_bounded or any(self._is_reached({**changes, **more}) for more in rest)

    def _need(self) -> float:
        """Return the points that have to be gained by the bound; none where it is no bound."""
        rubric = self.rubric
        applies = {
            tuple(value is None for _, value in option.outcome.levels)
            for options in self._useful
            for option in options
        }
        if rubric.has_rules or rubric.counts_classes or len(applies) > 1:
            return float("-inf")
        slack = 0.5 * 10.0**-rubric.digits + 1e-6
        return self.band.floor - slack - _most(self.before.criteria, rubric.top)

    def _choose(self, count: int, need: float) -> Iterator[Changes]:
        gains, costs, rest = [[0.0] * (count + 1)], [0], [[Changes()]]
        for place in reversed(range(len(self._useful))):
            best, behind = _best_gains(self._useful[place], count), gains[0]
            joint = [
                max(best[used] + behind[left - used] for used in range(left + 1)) for left in range(count + 1)
            ]
            gains.insert(0, joint)
            costs.insert(0, min(map(_cost, self._useful[place])) + costs[0])
            rest.insert(0, list(_joined(self.tops[place:])))

        def deeper(place: int, left: int, missing: float, chosen: Changes) -> Iterator[Changes]:
            if left < costs[place] or gains[place][left] < missing:
                return
            if place == len(self._useful):
                if left == 0 and self._is_reached(chosen):
                    yield chosen
                return
            for option in self._useful[place]:
                taken, spare = {**chosen, **option.changes}, left - _cost(option)
                if spare >= costs[place + 1] and self._may_reach(taken, rest[place + 1]):
                    yield from deeper(place + 1, spare, missing - option.gain, taken)

        yield from deeper(0, count, need, {})

    def way(self, changes: Changes) -> Way:
        """Return a set with what would do as well."""
        return Way(changes, {path: self._instead(changes, path) for path in changes}, self.having(changes))

    def _instead(self, changes: Changes, path: str) -> tuple[str, ...]:
        """Return the other values of one fact with which the set reaches the band too."""
        if self.rubric.vocabulary.is_license(path):
            values = [name for names in open_licenses(path, self.record, self.rubric) for name in names]
        else:
            values = [value.id for value in self.rubric.vocabulary.values(path)]
        taken = (changes[path], self.record.values.get(path), NOT_APPLICABLE)
        return tuple(id for id in values if id not in taken and self._is_reached({**changes, path: id}))


def _joined(options: Sequence[Sequence[_Option]]) -> Iterator[Changes]:
    """Yield the changes of every choice of one option from each cluster."""
    for chosen in product(*options):
        yield {path: value for option in chosen for path, value in option.changes.items()}


def _outer_paths(rubric: Rubric) -> tuple[str, ...]:
    conditions = [gate.condition for gate in rubric.gates]
    conditions += [band.condition for band in rubric.bands if band.condition]
    conditions += [element.condition for element in rubric.conformance.elements] if rubric.conformance else []
    return tuple(sorted({path for one in conditions for path in paths_of(one) if not path.startswith("@")}))


def _cost(option: _Option) -> int:
    return len(option.changes)


def _best_gains(options: Sequence[_Option], count: int) -> list[float]:
    """Return the largest gain of a cluster by the number of changes, fewer allowed."""
    best = [float("-inf")] * (count + 1)
    for option in options:
        for left in range(_cost(option), count + 1):
            best[left] = max(best[left], option.gain)
    return best


def _most(results: Sequence[PartResult], worth: float) -> float:
    """Return an upper bound of the low end that is a sum over questions.

    The low end is the worst over what may fall away, and the worst of a group is at most its mean: so
    the mean of all parts is never below it.
    """
    present = [result for result in results if result.value is not None]
    total = sum(result.part.share for result in present)
    points = 0.0
    for result in present:
        share = worth * result.part.share / total
        points += _most(result.parts, share) if result.parts else share * (result.value or ZERO).low
    return points
