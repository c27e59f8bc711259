"""Which license each row of a hub names: by its own word, else by its link or its repository."""

from __future__ import annotations

from collections.abc import Iterable

from openscore.hub.duckdb_text import quoted
from openscore.hub.engine import Engine
from openscore.hub.licensors import MAKER, accounts
from openscore.hub.staging import FACTS
from openscore.language import noted
from openscore.records.licenses import LicenseTable
from openscore.registry.registry import Registry

ACCOUNT = "lower(split_part(m.id, '/', 1))"
"""Whose a model is, by its name."""
UNLISTED = "LicenseRef-not-in-the-table"


def name_licenses(engine: Engine, registry: Registry) -> None:
    """Make `named`: one model of each sort, with its license; and `sorts (node, sort)`.

    Models of a sort have the same facts, and the same license for the same reasons: there are few sorts, so
    what takes long to say is said of them. The column `maker` of `named` is the id of whose a model is, where
    its license names who can grant it and that account is one of theirs. `strangers` has each license with
    each maker who cannot grant it.
    """
    table = registry.licenses
    raws = [row[0] for row in engine.rows("SELECT DISTINCT raw FROM models")]
    names = {raw: license_of(raw, table) for raw in raws}
    engine.fill("names", ("raw", "license"), names.items())
    vague = [raw for raw, license in names.items() if license in states(table)]
    engine.fill("vague", ("raw",), ([raw] for raw in vague))
    known = accounts(registry)
    _sort(engine, {raw for raw in raws if table.is_others(names[raw], "")}.union(vague), known, table)
    place = _of_these("m.id", table.places.owners)
    found = engine.rows(f"SELECT DISTINCT raw, link, {place} FROM samples m WHERE raw IN (FROM vague)")
    told = [(*row, license) for row in found if (license := table.places.find(row[1], row[2]))]
    engine.fill("places", ("raw", "link", "place", "license"), told)
    expressions = sorted({*names.values(), *(row[-1] for row in told)})
    named = [one for one in expressions if table.is_others(one, "")]
    makers = {"", *known.values()}
    strangers = [(one, id) for one in named for id in makers if table.is_others(one, id)]
    engine.fill("strangers", ("license", MAKER), strangers)
    engine.fill("accounts", ("name", MAKER), known.items())
    license = "COALESCE(p.license, n.license)"
    engine.make(
        "named",
        f"SELECT m.*, {license} AS license, COALESCE(CASE WHEN {license} IN (SELECT license FROM strangers) "
        f"THEN a.{MAKER} END, '') AS {MAKER} FROM samples m JOIN names n ON n.raw = m.raw "
        f"LEFT JOIN places p ON p.raw = m.raw AND p.link = m.link AND p.place = {place} "
        f"LEFT JOIN accounts a ON a.name = {ACCOUNT}",
    )


def _sort(engine: Engine, apart: Iterable[str], known: Iterable[str], table: LicenseTable) -> None:
    """Make `sorts`, and `samples`: the first model of each.

    Args:
        engine: Where `models` is.
        apart: Spellings of licenses of which it matters whose a model is, or what its link is.
        known: Accounts that may be those of whom licenses name.
        table: Knows the accounts whose models have the license of their repository.
    """
    engine.fill("apart", ("raw",), ([raw] for raw in sorted(apart)))
    facts = ", ".join(f"m.{column}" for column in ("raw", *list(FACTS.values())[1:]))
    engine.make(
        "sorts",
        # Of numbers, for to group and to join by texts takes many times as long.
        f"SELECT m.node, hash({facts}, CASE WHEN a.raw IS NULL THEN '' ELSE m.link END, CASE "
        f"WHEN a.raw IS NULL THEN '' ELSE {_of_these('m.id', table.places.owners.union(known))} END) AS sort "
        "FROM models m LEFT JOIN apart a ON a.raw = m.raw",
        noted("finding distinct facts"),
    )
    engine.make(
        "samples",
        f"SELECT m.node, s.sort, m.id, m.link, {facts} FROM models m "
        "JOIN (SELECT min(node) AS node, sort FROM sorts GROUP BY sort) s ON s.node = m.node",
    )


def _of_these(value: str, accounts: Iterable[str]) -> str:
    """Return a value of the models of some accounts, and nothing of all others'."""
    listed = ", ".join(quoted(account) for account in sorted(accounts)) or "''"
    return f"CASE WHEN {ACCOUNT} IN ({listed}) THEN {value} ELSE '' END"


def license_of(raw: str, table: LicenseTable) -> str:
    """Return the expression of a spelling, the name of its state where it has no text, or nothing.

    Under `other` a name counts that is no approved license: such a name contradicts the tag.
    """
    if not raw:
        return ""
    name = raw.removeprefix("other: ")
    if len(name) > 200:
        return UNLISTED
    resolved = table.resolve(name)
    is_other = name != raw
    if resolved.state == "listed":
        approved = all(table.licenses[id].data["osi_approved"] for id in resolved.licenses)
        return min(table.ambiguous) if is_other and approved else resolved.expression
    if resolved.state == "placeholder" or not name:
        return min(table.placeholders)
    return min(table.ambiguous) if resolved.state == "ambiguous" else UNLISTED


def states(table: LicenseTable) -> dict[str, str]:
    """Return the words that stand for all licenses of a state of which no term is known, with the state."""
    return {UNLISTED: "unlisted", min(table.ambiguous): "ambiguous", min(table.placeholders): "placeholder"}
