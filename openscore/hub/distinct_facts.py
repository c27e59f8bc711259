"""Distinct combinations of facts: each is scored once, however many models share it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openscore.hub.column_names import fact_columns, snake
from openscore.hub.engine import Engine
from openscore.hub.license_names import license_of
from openscore.hub.licensors import MAKER
from openscore.hub.lineage import MISSING, conflicts
from openscore.hub.staging import FACTS
from openscore.language import noted
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric


def make_profiles(engine: Engine, records: Sequence[ModelRecord]) -> None:
    """Make `profiles`, the distinct facts that metadata gives, and `nodes`: which model has which.

    A profile has the number of the first model that has it.

    Args:
        engine: Where `named` and `sorts` are: a model of each sort with its license, and which are alike.
        records: Of the registry; the first has the profile -1, the next -2.
    """
    columns = ("license", *list(FACTS.values())[1:], MAKER)
    listed = ", ".join(columns)
    engine.make("alike", f"SELECT *, min(node) OVER (PARTITION BY {listed}) AS profile FROM named")
    engine.define("profiles", f"SELECT profile, {listed} FROM alike WHERE node = profile")
    engine.fill("records", ("node",), ((-place,) for place in range(1, len(records) + 1)), ("node",))
    engine.make(
        "nodes",
        "SELECT s.node, a.profile FROM sorts s JOIN alike a ON a.sort = s.sort "
        "UNION ALL SELECT node, node FROM records",
        noted("finding distinct facts"),
    )


class Cases:
    """Makes the tables that the compiled rubric reads, of `nodes` and `passed`."""

    def __init__(
        self, engine: Engine, registry: Registry, rubric: Rubric, records: Sequence[ModelRecord]
    ) -> None:
        self.engine = engine
        self.registry = registry
        self.rubric = rubric
        self.records = records
        """Those whose facts override metadata; the first has profile -1, the next -2."""

    def make(self) -> list[str]:
        """Make `cases`, `facts`, `ancestors`, `declared` and `broken`.

        Returns:
            License expressions that stand in the facts.
        """
        self.engine.make(
            "keys",
            # Sets of profiles are told apart by a sum of hashes, which needs no list and no order;
            # hashed once more, because what is hashed of several values is not spread evenly.
            "SELECT n.node, n.profile, c.child IS NOT NULL AS is_copy, COALESCE(s.above, 0) AS above "
            "FROM nodes n LEFT JOIN (SELECT child, "
            "sum(CAST(hash(hash('p', profile, is_near, is_own, is_copy)) AS HUGEINT)) AS above "
            "FROM passed GROUP BY child) s ON s.child = n.node "
            "LEFT JOIN copies c ON c.child = n.node",
            noted("finding distinct chains"),
        )
        self.engine.make(
            "cases",
            "SELECT min(node) AS place, profile, is_copy, above FROM keys GROUP BY profile, is_copy, above",
        )
        self.engine.make(
            "above",
            "SELECT c.place, c.profile, p.profile AS ancestor, p.is_near, p.is_own, p.is_copy "
            "FROM cases c JOIN passed p ON p.child = c.place",
        )
        self.engine.define(
            "ancestors",
            "SELECT place AS id, profile AS ancestor, true AS is_near, false AS is_own, is_copy FROM cases "
            "UNION ALL SELECT place, ancestor, is_near, is_own, is_copy FROM above",
        )
        self._make_facts()
        return self._find_conflicts()

    def _make_facts(self) -> None:
        """Make `facts` of profiles; without base models each of them is a case, and has its number."""
        paths = fact_columns(self.rubric)
        records = [
            [-place, *[record.values.get(path) for path in paths], self.registry.maker_of(record) or None]
            for place, record in enumerate(self.records, start=1)
        ]
        columns = ("id", *map(snake, paths), MAKER)
        untold = [MISSING, *[None] * (len(paths) + 1)]
        self.engine.fill("record_facts", columns, [untold, *records], ("id",))
        told = {path: f"NULLIF({column}, '')" for path, column in FACTS.items()}
        values = ", ".join((*(told.get(path, "NULL") for path in paths), f"NULLIF({MAKER}, '')"))
        self.engine.define("facts", f"FROM record_facts UNION ALL SELECT profile, {values} FROM profiles")

    def _find_conflicts(self) -> list[str]:
        """Find which licenses of ancestors do not let a model have the license that it names."""
        table, vocabulary = self.registry.licenses, self.registry.vocabulary
        numbers = ("profile", "is_others")
        self.engine.fill(
            "record_licenses", ("profile", "license", "is_others"), self._record_licenses(), numbers
        )
        self.engine.define(
            "declared",
            "SELECT p.profile, p.license, s.license IS NOT NULL AS is_others FROM profiles p "
            f"LEFT JOIN strangers s ON s.license = p.license AND s.{MAKER} = p.{MAKER} "
            "UNION ALL SELECT profile, license, is_others = 1 FROM record_licenses",
        )
        licenses = [
            row[0] for row in self.engine.rows("SELECT DISTINCT license FROM declared WHERE license <> ''")
        ]
        found = [(one.license, one.base) for one in conflicts(licenses, table, vocabulary)]
        self.engine.fill("forbidden", ("license", "base"), found)
        self.engine.define(
            "broken",
            "SELECT a.place, list_sort(array_agg(DISTINCT f.base)) AS bases FROM above a "
            "JOIN declared own ON own.profile = a.profile "
            "JOIN declared up ON up.profile = a.ancestor "
            "JOIN forbidden f ON f.license = own.license AND f.base = up.license "
            "WHERE NOT a.is_own OR up.is_others GROUP BY a.place",
        )
        is_license = vocabulary.is_license
        curated = {
            value for record in self.records for path, value in record.values.items() if is_license(path)
        }
        return sorted(curated.union(licenses))

    def _record_licenses(self) -> Iterator[tuple[int, str, int]]:
        """Yield each record of the registry with its license, and whether only others can grant that."""
        for place, record in enumerate(self.records, start=1):
            license = license_of(record.values.get("weights.license", ""), self.registry.licenses)
            is_others = self.registry.licenses.is_others(license or None, self.registry.maker_of(record))
            yield -place, license, int(is_others is True)
