"""What a record shares with the models that it was made from, is a copy of, or serves.

Three rules, the same for every rubric (and in `hub.line` for whole hubs):
- A derived model shares with its bases the facts that the rubric names in its lineage: the worst counts.
  One maker's own derivative is bound by its own license alone, save where only others can grant the base's.
- A copy (the same parameters in another form) is its original in all that its entry does not say, and
  nowhere more open than it.
- A service is a copy of each model that it serves on the day, under its own terms of use as well. Each of
  them is assessed apart, because facts of two models joined one by one describe neither.

All that counts of a line can be folded in any order, so a record costs as much as it has links.
"""

from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from openscore.engine.facts import EntryReader, Masks, Own, base_facts, lowest
from openscore.records.record import Fact, Link, ModelRecord
from openscore.records.vocabulary import LICENSE, NOT_APPLICABLE, Scale
from openscore.rubric.rubric import Rubric


class Line(NamedTuple):
    """What may be true along the line of one record; a path that is not there sets no bound."""

    said: Masks
    """Facts that copies on the way to the originals say themselves."""
    rest: Masks
    """Facts of the originals, and of all bases where the rubric shares them."""
    near: Masks
    """License terms of the record, its originals and the copies between: who releases none grants none."""
    far: Masks
    """License terms of the bases, which only limit."""
    given: Masks
    """License terms that all of it sets to what is made from the record."""
    others: Masks
    """The same without what the record's own maker can grant: what binds even that maker's next model."""


class Way(NamedTuple):
    """One way in which a record can be met: a model in itself, a service with one of its models."""

    served: ModelRecord | None
    masks: Masks


class FactReader:
    """Computes the masks of records for one rubric, lineage included."""

    def __init__(self, rubric: Rubric) -> None:
        self.entries = EntryReader(rubric)
        self._plain = self.entries.plain
        self._terms = self.entries.terms
        self._shared_facts = [path for path in self._plain if path in rubric.lineage]
        self._shared_terms = [
            path for path in self._terms if f"{path.partition('.')[0]}.{LICENSE}" in rubric.lineage
        ]
        works = {id for id, component in rubric.vocabulary.components.items() if component.is_work}
        self._works = {path for path in self._terms if path.partition(".")[0] in works}
        self._beside = [path for path in self._shared_terms if path not in self._works]
        self._missing = self._line_of(self.entries.unknown(), is_copy=False)
        self._lines: WeakKeyDictionary[ModelRecord, Line] = WeakKeyDictionary()

    def masks(self, record: ModelRecord) -> Masks:
        """Return what may be true of every path; of a service, over all that it serves."""
        if not self._links(record):
            own = self.entries.entry(record, is_copy=False)
            return self.entries.together({**self.entries.open, **own.facts, **own.terms})
        return self._met(self._line(record))

    def ways(self, record: ModelRecord) -> tuple[Way, ...]:
        """Return every way in which a record can be met; more than one only for a service."""
        served = live(record)
        if not served:
            return (Way(None, self.masks(record)),)
        self._line(record)
        return tuple(
            Way(
                record.registry.models.get(link.model),
                self._met(self._joined(record, (*record.links, link))),
            )
            for link in served
        )

    def _met(self, line: Line) -> Masks:
        masks = {path: self._met_fact(path, scale, line) for path, scale in self._plain.items()}
        for path, scale in self._terms.items():
            near, far = line.near.get(path, scale.full), line.far.get(path)
            masks[path] = near if far is None else self._last(path, near, far)
        return self.entries.together(masks)

    @staticmethod
    def _met_fact(path: str, scale: Scale, line: Line) -> int:
        """Return a fact of a copy beside its original's: what that does not have makes it no more open."""
        said, rest = line.said.get(path), line.rest.get(path, scale.full)
        if said is None or not scale.ordered:
            return rest
        loose = rest & ~scale.ordered
        found = scale.worst(said, rest & scale.ordered) if rest & scale.ordered else 0
        if loose:
            last = 1 << scale.ordered.bit_length() - 1
            found |= (last if said & last else 0) | (loose if said & ~last else 0)
        return found

    def _line(self, record: ModelRecord) -> Line:
        """Return the line of a record, those of what it rests on first; never deeper than one call."""
        waiting = [] if record in self._lines else [record]
        while waiting:
            here = waiting[-1]
            targets = (here.registry.models.get(link.model) for link in self._links(here))
            missing = next((one for one in targets if one and one not in self._lines), None)
            if missing:
                waiting.append(missing)
            else:
                self._lines[here] = self._joined(here, self._links(here))
                waiting.pop()
        return self._lines[record]

    @staticmethod
    def _links(record: ModelRecord) -> tuple[Link, ...]:
        return (*record.links, *live(record))

    def _joined(self, record: ModelRecord, links: tuple[Link, ...]) -> Line:
        """Return the line of a record over these of its links."""
        copies = is_copy(record)
        line = self._line_of(self.entries.entry(record, is_copy=copies), is_copy=copies)
        self._keep_others(line, record)
        for link in links:
            target = record.registry.models.get(link.model)
            # Nothing is known of a base that is not out yet on the registry's day.
            base = self._lines[target] if target else self._missing
            if copies and is_copied(link, record):
                self._copy(line, base)
            else:
                is_own = target is not None and record.registry.same_maker(record, target)
                self._share(line, base, is_own=is_own)
        if not copies:
            self._withhold(line, record)
        if live(record):
            for path, mask in self.entries.terms_of_use(record).items():
                _fold_near(line.near, path, mask)
        return line

    def _line_of(self, own: Own, *, is_copy: bool) -> Line:
        said = dict(own.facts) if is_copy else {}
        rest = {} if is_copy else {**self.entries.open, **own.facts}
        given = {
            path: _as_bound(own.terms[path], self._terms[path]) if path in self._works else own.terms[path]
            for path in self._shared_terms
            if path in own.terms
        }
        return Line(said, rest, dict(own.terms), {}, given, {})

    def _keep_others(self, line: Line, record: ModelRecord) -> None:
        """Keep what only others can grant of the record's own licenses; what may be theirs, may bind."""
        for path in self._works.intersection(line.given):
            is_others = record.registry.is_others(record, f"{path.partition('.')[0]}.{LICENSE}")
            if is_others is not False:
                line.others[path] = line.given[path] | (is_others is None)

    def _fold(self, masks: Masks, path: str, mask: int) -> None:
        earlier = masks.get(path)
        masks[path] = mask if earlier is None else self._last(path, earlier, mask)

    def _last(self, path: str, left: int, right: int) -> int:
        """Return the more restrictive term: of a work that is not released, nothing is granted.

        Of data there may be none in one stage of training, and then the others' terms count.
        """
        return lowest(left, right) if path in self._works else self._terms[path].worst(left, right)

    def _copy(self, line: Line, base: Line) -> None:
        """Take all over from an original."""
        for mine, theirs in ((line.said, base.said), (line.rest, base.rest)):
            for path, mask in theirs.items():
                mine[path] = self._plain[path].worst(mine[path], mask) if path in mine else mask
        for path, mask in base.near.items():
            _fold_near(line.near, path, mask)
        for path, mask in base.far.items():
            self._fold(line.far, path, mask)
        for path, mask in base.given.items():
            self._fold(line.given, path, mask)
            self._fold(line.others, path, mask)

    def _share(self, line: Line, base: Line, *, is_own: bool) -> None:
        """Share with a base what the rubric lets it share."""
        for path in self._shared_facts:
            for mask in (base.said.get(path), base.rest.get(path)):
                if mask is not None:
                    earlier = line.rest.get(path)
                    line.rest[path] = mask if earlier is None else self._plain[path].worst(earlier, mask)
        for path in self._shared_terms:
            bound = (base.others if is_own and path in self._works else base.given).get(path)
            if bound is not None:
                for mine in (line.far, line.given, line.others):
                    self._fold(mine, path, bound)

    def _withhold(self, line: Line, record: ModelRecord) -> None:
        """Let no base lend its terms to data that the record itself withholds: what nobody gets has none."""
        for path in self._beside:
            if path in line.far:
                is_withheld = self.entries.withheld(path.partition(".")[0], record)
                if is_withheld:
                    del line.far[path]
                elif is_withheld is None:
                    line.far[path] |= self._terms[path].bits[NOT_APPLICABLE]


def _fold_near(masks: Masks, path: str, mask: int) -> None:
    earlier = masks.get(path)
    masks[path] = mask if earlier is None else lowest(earlier, mask)


def _as_bound(mask: int, scale: Scale) -> int:
    """Return what a license lays upon others: where nothing is licensed, nothing."""
    absent = scale.bits[NOT_APPLICABLE]
    return mask & ~absent | 1 if mask & absent else mask


def is_copied(link: Link, record: ModelRecord) -> bool:
    """Whether a link leads from a copy, or a service, to what it is a copy of."""
    relation = record.registry.vocabulary.relations.get(link.relation)
    return relation.is_copy if relation else link.relation == SERVES


def is_copy(record: ModelRecord) -> bool:
    """Whether a record is a copy of one other, or a service that serves something on the day."""
    return bool(live(record)) or (len(record.links) == 1 and is_copied(record.links[0], record))


SERVES = "serves"


def live(record: ModelRecord) -> tuple[Link, ...]:
    """Return the links to what a service serves on the day of its registry."""
    return tuple(link for link in record.serves if link.covers(record.registry.day))


class Behind(NamedTuple):
    """A fact that counts for a path, whether anybody has established it or not."""

    record: ModelRecord
    fact: str


def behind(
    record: ModelRecord, path: str, rubric: Rubric, served: ModelRecord | None = None
) -> Iterator[Behind]:
    """Yield the facts that count for a path: the record's own, then those of what it rests on.

    What a copy or a service leaves to its original is not among them, and no record comes twice.

    Args:
        record: Where the line begins.
        path: A path of the rubric.
        rubric: Says what base models share.
        served: The model with which a service is met; None for all that it serves on the day.
    """
    facts = base_facts(path, rubric)
    term = path.rpartition(".")[2]
    for member, reach in _reached(record, served).items():
        for fact in facts:
            is_granted = (
                reach == OWN and _is_work(fact, rubric) and record.registry.is_others(member, fact) is False
            )
            is_shared = fact in rubric.lineage and not is_granted
            is_said = fact in member.values or not is_copy(member)
            if is_said and (reach == NEAR or is_shared):
                yield Behind(member, fact)
        if reach == NEAR and live(member):
            for component in rubric.vocabulary.components.values():
                bound = {f"{id}.{LICENSE}" for id in component.binds}
                if term in component.aspects and bound.intersection(facts):
                    yield Behind(member, f"{component.id}.{term}")


NEAR, OTHERS, OWN = range(3)
"""How a record along a line counts, strictest first: past copies alone, as a base, as its maker's own."""


def _reached(record: ModelRecord, served: ModelRecord | None) -> dict[ModelRecord, int]:
    """Return each record along the line, nearest first, with the strictest way in which it counts."""
    found = {record: NEAR}
    waiting = [record]
    for here in waiting:
        for link in (*here.links, *live(here)):
            target = here.registry.models.get(link.model)
            is_other = link.relation == SERVES and here is record and served not in (None, target)
            if target is None or is_other:
                continue
            if is_copy(here) and is_copied(link, here):
                reach = min(found[here], OTHERS)
            else:
                reach = OWN if here.registry.same_maker(here, target) else OTHERS
            if target not in found or reach < found[target]:
                found[target] = reach
                waiting.append(target)
    return found


def _is_work(fact: str, rubric: Rubric) -> bool:
    component = rubric.vocabulary.components[fact.partition(".")[0]]
    return component.is_work and rubric.vocabulary.is_license(fact)


def unreleased(record: ModelRecord, fact: str) -> Fact | None:
    """Return the fact by which there is nothing that a license could cover; None if there may be."""
    component, _, aspect = fact.partition(".")
    vocabulary = record.registry.vocabulary
    known = vocabulary.components.get(component)
    if aspect != LICENSE or known is None or known.presence is None:
        return None
    path = f"{component}.{known.presence}"
    if path not in record.values:
        return None
    scale = vocabulary.scale(path)
    return None if scale.bits[record.values[path]] & scale.released else record.fact(path)
