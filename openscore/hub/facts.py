"""From a wide table of facts to masks of what may be true: the engine's derivations, as SQL.

What `engine.facts` says of one entry is said here of all at once, and of all facts and terms at once: a row
for each that an entry tells anything of. What distinguishes facts and terms stands in small tables, so that
the query is nearly as short for a rubric that asks much. A fact that is NULL is unknown; what has no row may
be anything. What `engine.lineage` folds along a line is in `hub.line`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from openscore.engine.facts import EntryReader, nothing_granted
from openscore.hub.column_names import fact_columns, snake
from openscore.hub.license_tables import LICENSES, license_terms, mask_column
from openscore.hub.licensors import GRANTED, IS, MAKER, MAY_BE, OTHERS
from openscore.hub.line import ENTRIES, FOLDED, JUDGED, LINE
from openscore.hub.masks import lowest, worst_of_all
from openscore.hub.sql_expressions import constants, parsed
from openscore.records.licenses import LicenseTable
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, NOT_APPLICABLE, TERMS
from openscore.rubric.rubric import Rubric

FACTS = "facts"
RULES = (
    *("path", "component", "term", "own", "is_term", "is_work", "is_shared", "is_beside"),
    *("every", "absent", "loose_near", "loose", "last", "unlisted"),
)
"""Columns of `rules`, a row for each fact and term: which it is, whether bases share it (and whether that
depends on who withholds it), masks of all its values, of those where there is no such thing, of those out of
the order near to a model and beyond, of the last in the order, and of what an unknown license may say."""
MEMBERS = (
    *("path", "member", "presence", "states", "withheld", "existing", "inapplicable"),
    *("every", "absent", "nothing", "loose"),
)
"""Columns of `members`, a row for each component in a set of which the worst counts (see `Member`)."""
SHARED = f"""
SELECT id, path, {worst_of_all("granted", "loose", "every")} AS mask
FROM (
  SELECT
    id, path, loose, every,
    CASE
      WHEN (state & withheld) <> 0 OR ((mask & absent) <> 0 AND (state & existing) <> 0)
      THEN CASE WHEN (state & inapplicable) <> 0 THEN mask ELSE mask & (every - absent) END | nothing
      ELSE mask
    END AS granted
  FROM (
    SELECT
      m.id, s.path, s.withheld, s.existing, s.inapplicable, s.every, s.absent, s.nothing, s.loose,
      COALESCE(t.mask, s.every) AS mask, COALESCE(p.mask, s.states) AS state
    FROM judged AS m
    CROSS JOIN members AS s
    LEFT JOIN line AS t ON t.id = m.id AND t.path = s.member
    LEFT JOIN line AS p ON p.id = m.id AND p.path = s.presence
  ) AS said
) AS met
GROUP BY id, path
"""
"""The worst of a set: what is withheld grants nothing, what does not exist is no limit."""
STATED = f"""
SELECT id, path, is_work, every, absent, {{more}}is_gone, is_absent, license, own,
  CASE WHEN own IS NULL THEN said ELSE {lowest("said", "own")} END AS stated
FROM (
  SELECT
    p.id, {{mine}}p.is_gone, p.is_absent, p.license, r.path, r.is_work, r.every, r.absent, o.mask AS own,
    CASE WHEN p.license IS NULL THEN r.every - r.absent ELSE COALESCE({{known}}, r.unlisted) END AS said
  FROM components AS p
  JOIN rules AS r ON r.component = p.component
  LEFT JOIN {LICENSES} AS l ON l.name = p.license
  LEFT JOIN told AS o ON o.id = p.id AND o.path = r.own
) AS heard
"""
"""What license and own terms of an entry say together of each term of its components."""
BOUNDS = """
SELECT id, path, mask, copied{more}
FROM (
  SELECT
    id, path, every{more},
    CASE WHEN is_gone IS NULL THEN stated | absent WHEN is_gone THEN absent ELSE stated END AS mask,
    CASE
      WHEN is_gone AND is_work AND NOT is_absent THEN absent
      WHEN is_gone OR license IS NULL THEN CASE WHEN is_work THEN own END
      ELSE stated
    END AS copied
  FROM stated
) AS bound
WHERE mask <> every OR copied IS NOT NULL
"""
"""What may be true of each term; of a copy, which leaves to its original what it does not say, NULL."""


class FactTables:
    """The common tables that turn facts into masks, for one rubric."""

    def __init__(self, rubric: Rubric, licenses: LicenseTable) -> None:
        """Prepare the tables.

        Args:
            rubric: Whose paths are needed.
            licenses: What licenses permit, require and limit.
        """
        self.rubric = rubric
        self.vocabulary = rubric.vocabulary
        self.entries = EntryReader(rubric)
        self.terms = license_terms(rubric)
        self._abstained = licenses.resolve("LicenseRef-not-in-the-table").masks
        paths = dict.fromkeys((*rubric.paths, *self.entries.plain, *self.entries.terms))
        self._numbers = {path: number for number, path in enumerate(paths, start=1)}
        own = [term for term in self.terms if term in self.vocabulary.terms]
        self._own = {term: number for number, term in enumerate(own, start=len(paths) + 1)}
        """Terms that entries may state beside any license."""
        self._components = {id: number for number, id in enumerate(self.entries.components, start=1)}

    def tables(self, source: str, *, lineage: bool) -> Iterator[tuple[str, exp.Query]]:
        """Yield the common tables by name, in order; the last, `known`, has a mask for every path.

        They read `licenses` and, with lineage, `granted` (see `license_tables`).
        """
        columns = ", ".join(f"f.{name}" for name in (*map(snake, fact_columns(self.rubric)), MAKER))
        entries = ENTRIES.format(columns=columns, source=source)
        yield "entries", parsed(entries if lineage else f"SELECT * FROM {source}")
        yield "rules", constants(RULES, [*self._facts(), *self._terms()])
        yield "readings", constants(("path", "value", "mask"), list(self._readings()) or [(0, "", 0)])
        yield "told", parsed(self._told())
        if self.terms:
            yield (
                "states",
                constants(("component", "value", "is_gone", "is_absent", "held"), list(self._states())),
            )
            yield "components", parsed(self._parts(lineage=lineage))
            yield "stated", parsed(self._stated(lineage=lineage))
        yield "bounds", parsed(self._bounds(lineage=lineage))
        yield "judged", parsed(JUDGED if lineage else "SELECT id FROM entries")
        if lineage:
            yield "folded", parsed(FOLDED)
        yield "line", parsed(LINE if lineage else "SELECT id, path, mask FROM bounds")
        if self.entries.sets:
            yield "members", constants(MEMBERS, list(self._members()))
            yield "shared", parsed(SHARED)
        yield "known", parsed(self._known())

    def _facts(self) -> Iterator[tuple[int | bool, ...]]:
        for path, scale in self.entries.plain.items():
            loose = scale.full & ~scale.ordered
            last = scale.ordered and 1 << scale.ordered.bit_length() - 1
            is_shared = path in self.rubric.lineage
            yield (
                *(self._numbers[path], 0, 0, 0, False, False, is_shared, False),
                *(scale.full, 0, loose, loose, last, 0),
            )

    def _terms(self) -> Iterator[tuple[int | bool, ...]]:
        for component, used in self.entries.components.items():
            is_work = self.vocabulary.components[component].is_work
            is_shared = f"{component}.{LICENSE}" in self.rubric.lineage
            is_beside = is_shared and not is_work and self.entries.presence[component] is not None
            for term, path in used:
                scale = self.entries.terms[path]
                is_membership = term.startswith(f"{MEMBERSHIP}.")
                yield (
                    *(self._numbers[path], self._components[component], self.terms.index(term)),
                    *(self._own.get(term, 0), True, is_work, is_shared, is_beside),
                    *(scale.full, scale.bits[NOT_APPLICABLE], 0),
                    *(0 if is_work else scale.full & ~scale.ordered, 0),
                    scale.bits["no"] if is_membership else self._abstained[term],
                )

    def _readings(self) -> Iterator[tuple[int, str, int]]:
        """Yield the values of facts, and of the terms that entries state themselves."""
        for path, scale in self.entries.plain.items():
            for value, bit in scale.bits.items():
                yield self._numbers[path], value, bit
        for term, number in self._own.items():
            for value, bit in self.vocabulary.license_scale(term).bits.items():
                if value != NOT_APPLICABLE:
                    yield number, value, bit

    def _told(self) -> str:
        """Return each fact that an entry tells."""
        columns = {self._numbers[path]: f"e.{snake(path)}" for path in self.entries.plain}
        columns |= {number: f"e.{snake(f'{TERMS}.{term}')}" for term, number in self._own.items()}
        return (
            "SELECT l.id, r.path, r.mask FROM ("
            f"SELECT e.id, p.path, {_by('p.path', columns)} AS value FROM entries AS e "
            "CROSS JOIN (SELECT DISTINCT path FROM readings) AS p) AS l "
            "JOIN readings AS r ON r.path = l.path AND r.value = l.value"
        )

    def _states(self) -> Iterator[tuple[int, str, bool, bool, int]]:
        """Yield of each state of a component whether there is nothing to license, and who withholds it."""
        for component, number in self._components.items():
            aspect = self.entries.presence[component]
            if aspect is None:
                yield number, "", False, False, 0
                continue
            scale, kept = self.vocabulary.scale(f"{component}.{aspect}"), self.entries.kept_back(component)
            for value, bit in scale.bits.items():
                held = IS if value in kept else 0
                yield number, value, not bit & scale.released, value == NOT_APPLICABLE, held

    def _parts(self, *, lineage: bool) -> str:
        """Return each component of each entry: its license, and whether there is anything to license."""
        licenses = {number: f"e.{snake(f'{id}.{LICENSE}')}" for id, number in self._components.items()}
        states = {
            number: f"e.{snake(f'{id}.{aspect}')}"
            for id, number in self._components.items()
            if (aspect := self.entries.presence[id])
        }
        state = _by("c.component", states, "''")
        listed = (
            f"SELECT e.id, {f'e.{MAKER}, ' if lineage else ''}c.component, {state} AS state, "
            f"LOWER({_by('c.component', licenses)}) AS license FROM entries AS e "
            "CROSS JOIN (SELECT DISTINCT component FROM states) AS c"
        )
        others = (
            f", CASE WHEN g.name IS NULL THEN COALESCE(l.{OTHERS}, {MAY_BE}) ELSE 0 END AS {OTHERS}, "
            f"COALESCE(s.held, {MAY_BE}) AS held "
        )
        joined = (
            f"LEFT JOIN {LICENSES} AS l ON l.name = p.license "
            f"LEFT JOIN {GRANTED} AS g ON g.name = p.license AND g.{MAKER} = p.{MAKER}"
        )
        return (
            f"SELECT p.id, p.component, p.license, s.is_gone, s.is_absent{others if lineage else ' '}"
            f"FROM ({listed}) AS p LEFT JOIN states AS s ON s.component = p.component AND s.value = p.state "
            f"{joined if lineage else ''}"
        )

    def _stated(self, *, lineage: bool) -> str:
        """Return what license and own terms of an entry say together of each term of its components."""
        masks = {number: f"l.{mask_column(term)}" for number, term in enumerate(self.terms)}
        more, mine = (f"{OTHERS}, held, ", f"p.{OTHERS}, p.held, ") if lineage else ("", "")
        return STATED.format(known=_by("r.term", masks), more=more, mine=mine)

    def _bounds(self, *, lineage: bool) -> str:
        """Return all that an entry tells; `copied` is that of a copy, NULL where its original tells it."""
        none = f", 0 AS {OTHERS}, 0 AS held" if lineage else ""
        facts = (
            f"SELECT t.id, t.path, t.mask, t.mask AS copied{none} FROM told AS t "
            "JOIN rules AS r ON r.path = t.path"
        )
        terms = BOUNDS.format(more=f", {OTHERS}, held" if lineage else "")
        return f"{terms} UNION ALL {facts}" if self.terms else facts

    def _members(self) -> Iterator[tuple[int, ...]]:
        for path, members in self.entries.sets.items():
            for one in members:
                scale = self.entries.terms[one.path]
                joined = self.rubric.scale(path)
                yield (
                    *(self._numbers[path], self._numbers[one.path], self._numbers.get(one.presence, 0)),
                    *(one.existing | one.inapplicable, one.withheld, one.existing, one.inapplicable),
                    *(scale.full, scale.bits[NOT_APPLICABLE], nothing_granted(scale)),
                    joined.full & ~joined.ordered,
                )

    def _known(self) -> str:
        """Return a column for each path that the rubric reads."""
        columns = ", ".join(
            f"COALESCE(MAX(CASE WHEN k.path = {self._numbers[path]} THEN k.mask END), "
            f"{self.rubric.scale(path).full}) AS {snake(path)}"
            for path in self.rubric.paths
        )
        shared = "UNION ALL SELECT id, path, mask FROM shared" if self.entries.sets else ""
        return (
            f"SELECT m.id, {columns} FROM judged AS m LEFT JOIN (SELECT id, path, mask FROM line "
            f"WHERE path <= {len(self.rubric.paths)} {shared}) AS k ON k.id = m.id GROUP BY m.id"
        )


def _by(key: str, columns: Mapping[int, str], otherwise: str = "NULL") -> str:
    """Return the column that belongs to a number."""
    cases = " ".join(f"WHEN {number} THEN {name}" for number, name in columns.items())
    return f"CASE {key} {cases} ELSE {otherwise} END" if columns else otherwise
