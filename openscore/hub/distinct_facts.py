"""Distinct combinations of facts: each is scored once, however many models share it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openscore.hub.column_names import fact_columns, snake
from openscore.hub.engine_duckdb import DuckEngine
from openscore.hub.license_names import license_of
from openscore.hub.licensors import MAKER
from openscore.hub.lineage import MISSING, conflicts
from openscore.hub.staging import FACTS
from openscore.language import noted
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric


def make_profiles(engine: DuckEngine, records: int) -> None:
    """Make `profiles`, the distinct facts that metadata gives, and `nodes`: which model has which.

    Args:
        engine: Where `named` is: the models with their licenses.
        records: How many records of the registry there are; the first has the profile -1, the next -2.
    """
    columns = ", ".join(("license", *list(FACTS.values())[1:], MAKER))
    named = "named m"
    engine.make(
        "profiles",
        f"SELECT row_number() OVER (ORDER BY {columns}) AS profile, * "
        f"FROM (SELECT DISTINCT {columns} FROM {named})",
        noted("finding distinct facts"),
    )
    engine.make(
        "nodes",
        f"SELECT m.node, p.profile FROM {named} JOIN profiles p USING ({columns})",
        noted("finding distinct facts"),
    )
    if records:
        rows = ", ".join(f"({one}, {one})" for one in range(-1, -records - 1, -1))
        engine.run(f"INSERT INTO nodes VALUES {rows}")


class Cases:
    """Makes the tables that the compiled rubric reads, of `nodes` and `passed`."""

    def __init__(
        self, engine: DuckEngine, registry: Registry, rubric: Rubric, records: Sequence[ModelRecord]
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
            # of text, because the hash of the number 0 is 0 and would vanish from the sum.
            "SELECT n.node, n.profile, c.child IS NOT NULL AS is_copy, COALESCE(s.above, 0) AS above "
            "FROM nodes n LEFT JOIN (SELECT child, "
            "sum(CAST(hash(concat_ws(' ', 'p', profile, is_near, is_own, is_copy)) AS HUGEINT)) AS above "
            "FROM passed GROUP BY child) s ON s.child = n.node "
            "LEFT JOIN (SELECT DISTINCT child FROM edges WHERE is_copied) c ON c.child = n.node",
            noted("finding distinct chains"),
        )
        self.engine.make(
            "cases",
            "SELECT row_number() OVER (ORDER BY profile, is_copy, above) AS place, profile, is_copy, above, "
            "min(node) AS example FROM keys GROUP BY profile, is_copy, above",
        )
        self.engine.make(
            "above",
            "SELECT c.place, c.profile, p.profile AS ancestor, p.is_near, p.is_own, p.is_copy "
            "FROM cases c JOIN passed p ON p.child = c.example",
        )
        self.engine.make(
            "ancestors",
            "SELECT 'case ' || place AS id, 'profile ' || profile AS ancestor, true AS is_near, "
            "false AS is_own, is_copy FROM cases UNION ALL "
            "SELECT 'case ' || place, 'profile ' || ancestor, is_near, is_own, is_copy FROM above",
        )
        self._make_facts()
        return self._find_conflicts()

    def _make_facts(self) -> None:
        paths = fact_columns(self.rubric)
        records = [
            [
                f"profile {-place}",
                *[record.values.get(path) for path in paths],
                self.registry.maker_of(record) or None,
            ]
            for place, record in enumerate(self.records, start=1)
        ]
        columns = ("id", *map(snake, paths), MAKER)
        self.engine.fill("facts", columns, [[f"profile {MISSING}", *[None] * (len(paths) + 1)], *records])
        told = {path: f"NULLIF({column}, '')" for path, column in FACTS.items()}
        values = ", ".join((*(told.get(path, "NULL") for path in paths), f"NULLIF({MAKER}, '')"))
        self.engine.run(f"INSERT INTO facts SELECT 'profile ' || profile, {values} FROM profiles")
        own = ", ".join(f"f.{column}" for column in columns[1:])
        self.engine.run(
            f"INSERT INTO facts SELECT 'case ' || c.place, {own} FROM cases c "
            "JOIN facts f ON f.id = 'profile ' || c.profile"
        )

    def _declared(self) -> Iterator[tuple[str, str, str]]:
        """Yield each profile with its license and with the maker whom some text names."""
        for profile, license, maker in self.engine.rows(f"SELECT profile, license, {MAKER} FROM profiles"):
            yield str(profile), license, maker
        for place, record in enumerate(self.records, start=1):
            license = license_of(record.values.get("weights.license", ""), self.registry.licenses)
            yield str(-place), license, self.registry.maker_of(record)

    def _find_conflicts(self) -> list[str]:
        """Find which licenses of ancestors do not let a model have the license that it names."""
        self.engine.fill(
            "declared",
            ("profile", "license", "is_others"),
            (
                (profile, license, str(self.registry.licenses.is_others(license or None, maker) is True))
                for profile, license, maker in self._declared()
            ),
        )
        licenses = [
            row[0] for row in self.engine.rows("SELECT DISTINCT license FROM declared WHERE license <> ''")
        ]
        table, vocabulary = self.registry.licenses, self.registry.vocabulary
        found = [(one.license, one.base) for one in conflicts(licenses, table, vocabulary)]
        self.engine.fill("forbidden", ("license", "base"), found)
        self.engine.make(
            "broken",
            "SELECT a.place, list_sort(list(DISTINCT f.base)) AS bases FROM above a "
            "JOIN declared own ON own.profile = CAST(a.profile AS VARCHAR) "
            "JOIN declared up ON up.profile = CAST(a.ancestor AS VARCHAR) "
            "JOIN forbidden f ON f.license = own.license AND f.base = up.license "
            "WHERE NOT a.is_own OR up.is_others = 'True' GROUP BY a.place",
        )
        is_license = vocabulary.is_license
        curated = {
            value for record in self.records for path, value in record.values.items() if is_license(path)
        }
        return sorted(curated.union(licenses))
