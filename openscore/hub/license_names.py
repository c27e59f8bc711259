"""Which license each row of a hub names: by its own word, else by its link or its repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openscore.hub.duckdb_text import quoted
from openscore.hub.engine import Engine
from openscore.hub.licensors import MAKER, accounts
from openscore.records.licenses import LicenseTable
from openscore.registry.registry import Registry

UNLISTED = "LicenseRef-not-in-the-table"


def name_licenses(engine: Engine, registry: Registry) -> None:
    """Make `named`, which is `models` with the license of each; every distinct spelling is read once.

    Its column `maker` is the id of whose the row is, where its license names who can grant it and that
    account is one of theirs. `strangers` has each license with each maker who cannot grant it.
    """
    table = registry.licenses
    raws = [row[0] for row in engine.rows("SELECT DISTINCT raw FROM models")]
    names = {raw: license_of(raw, table) for raw in raws}
    engine.fill("names", ("raw", "license"), names.items())
    vague = ([raw] for raw, license in names.items() if license in states(table))
    engine.fill("vague", ("raw",), vague)
    owners = ", ".join(quoted(owner) for owner in sorted(table.places.owners)) or "''"
    place = f"CASE WHEN lower(split_part(m.id, '/', 1)) IN ({owners}) THEN m.id ELSE '' END"
    found = engine.rows(f"SELECT DISTINCT raw, link, {place} FROM models m WHERE raw IN (FROM vague)")
    told = [(*row, license) for row in found if (license := table.places.find(row[1], row[2]))]
    engine.fill("places", ("raw", "link", "place", "license"), told)
    license = "COALESCE(p.license, n.license)"
    expressions = sorted({*names.values(), *(row[-1] for row in told)})
    named = [one for one in expressions if table.is_others(one, "")]
    known = accounts(registry) if named else {}
    strangers = [(one, id) for one in named for id in {"", *known.values()} if table.is_others(one, id)]
    engine.fill("strangers", ("license", MAKER), strangers)
    engine.define(
        "named",
        f"SELECT m.*, {license} AS license, "
        f"{_maker(license, named, known)} AS {MAKER} FROM models m JOIN names n ON n.raw = m.raw "
        f"LEFT JOIN places p ON p.raw = m.raw AND p.link = m.link AND p.place = {place}",
    )


def _maker(license: str, named: Sequence[str], known: Mapping[str, str]) -> str:
    """Return the SQL of whose a row is; an account is looked at only where a text names somebody."""
    if not known:
        return "''"
    cases = " ".join(f"WHEN {quoted(name)} THEN {quoted(id)}" for name, id in known.items())
    owner = f"CASE lower(split_part(m.id, '/', 1)) {cases} ELSE '' END"
    return f"CASE WHEN {license} IN ({', '.join(map(quoted, named))}) THEN {owner} ELSE '' END"


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
