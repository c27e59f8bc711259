"""Licenses, and what an SPDX expression over them permits, requires and limits."""

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from openscore.records.evidence import Evidence, Source
from openscore.records.expressions import bracketed, is_name, parse_expression, stays_inside
from openscore.records.vocabulary import NO_GRANT, NOT_APPLICABLE, Scale, Vocabulary
from openscore.snapshots import Entry

if TYPE_CHECKING:
    from openscore.records.license_places import Places

NO_CLAUSE = "none"
"""What stands for the clause of a term that no section of the text sets."""
PARTICULARS, LIMITS, COMPATIBLE = "particulars", "limits", "compatible"
"""What an entry says beyond its terms: what is asked of users, limits in numbers and places, and the
licenses of others under which a joint work may stand."""
NONE = "NONE"
"""The SPDX word for: someone looked, and no license is stated."""


class LicenseTerm(NamedTuple):
    """What one license says on one term."""

    value: str
    clause: str
    """The section of the text; `none` where the text sets no such limit."""
    evidence: Evidence
    """What the clause says, in our own words."""


class Limit(NamedTuple):
    """Above which size, or where, a license gives no right, in numbers or places."""

    more_than: int
    """Users or money with which one is beyond it; 0 where it is about places."""
    per: str
    """The time over which they are counted; empty where it is about places."""
    currency: str
    """ISO 4217; empty where it is not about money."""
    left_out: tuple[str, ...]
    """Countries by ISO 3166-1 alpha-2, and `EU` for all its members; empty where it is about a size."""
    clause: str
    evidence: Evidence


class LicenseBrief(NamedTuple):
    """What is judged of a license, without the evidence for it."""

    name: str
    kind: str
    aliases: Sequence[str]
    osi_approved: bool
    open_definition: str
    terms: Mapping[str, str]
    """The value of every term that somebody has established, by id."""
    licensors: Sequence[str] = ()
    """Ids of the makers that the text names as those who grant it; none where anybody can use it."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "LicenseBrief":
        """Return the brief of a validated entry."""
        terms = {id: stated["value"] for id, stated in data["terms"].items()}
        return cls(
            data["name"],
            data["kind"],
            data["aliases"],
            data["osi_approved"],
            data["open_definition"],
            terms,
            data.get("licensor", {}).get("makers", []),
        )


class License:
    """One version of one license."""

    def __init__(self, id: str, data: Mapping[str, Any]) -> None:
        self.id = id
        self.data = data

    @cached_property
    def brief(self) -> LicenseBrief:
        """What is judged of it, without the evidence."""
        stored = self.data.brief if isinstance(self.data, Entry) else None
        return stored if isinstance(stored, LicenseBrief) else LicenseBrief.of(self.data)

    @property
    def name(self) -> str:
        """The full name of this version."""
        return self.brief.name

    @property
    def is_addition(self) -> bool:
        """Whether the text only adds limits to another license (used after WITH)."""
        return self.brief.kind == "addition"

    @property
    def aliases(self) -> tuple[str, ...]:
        """Spellings in the wild that mean exactly this version."""
        return tuple(self.brief.aliases)

    def term(self, id: str) -> LicenseTerm | None:
        """Return what the license says on a term; None if nobody has established it."""
        return self._stated("terms", id)

    def particular(self, id: str) -> LicenseTerm | None:
        """Return what the license says on a particular; None if nobody has established it."""
        return self._stated(PARTICULARS, id)

    def wording(self, id: str) -> str:
        """Return the words that the license sets for a particular, such as a phrase; empty if none."""
        return str(self.data.get(PARTICULARS, {}).get(id, {}).get("wording", ""))

    def limit(self, id: str) -> Limit | None:
        """Return the limit on `users`, `revenue` or `countries` that the text states; None if unknown."""
        entry = self.data.get(LIMITS, {}).get(id)
        if entry is None:
            return None
        size = entry.get("more_than", 0), entry.get("per", ""), entry.get("currency", "")
        return Limit(*size, tuple(entry.get("left_out", ())), entry["clause"], self._evidence(entry))

    @property
    def compatible(self) -> tuple[str, ...]:
        """Ids of the licenses under which a joint work may stand, by the text's own words."""
        return tuple(self.data.get(COMPATIBLE, {}).get("licenses", ()))

    @property
    def compatibility(self) -> LicenseTerm | None:
        """What the text says on them; None where it names none, or nobody has read it."""
        entry = self.data.get(COMPATIBLE)
        value = ", ".join(self.compatible)
        return None if entry is None else LicenseTerm(value, entry["clause"], self._evidence(entry))

    def _stated(self, table: str, id: str) -> LicenseTerm | None:
        entry = self.data.get(table, {}).get(id)
        return None if entry is None else LicenseTerm(entry["value"], entry["clause"], self._evidence(entry))

    def _evidence(self, entry: Mapping[str, Any]) -> Evidence:
        documents = self.data["documents"]
        return Evidence(tuple(Source.of(documents[key]) for key in entry["sources"]), entry["shows"])


class Resolution(NamedTuple):
    """What a license expression comes to."""

    state: str
    """listed, none-stated, unlisted, ambiguous or placeholder."""
    expression: str
    """The expression with every known alias replaced by its id."""
    masks: Mapping[str, int]
    """What may be true of each term and license fact, as bit masks of its scale."""
    licenses: tuple[str, ...]
    """Ids of the licenses that count, in the order of the expression."""


class LicenseTable:
    """All known licenses, by id and by alias."""

    def __init__(
        self,
        licenses: Mapping[str, License],
        ambiguous: Iterable[str],
        vocabulary: Vocabulary,
        placeholders: Iterable[str] = (),
    ) -> None:
        self.licenses = licenses
        self.ambiguous = frozenset(name.casefold() for name in ambiguous)
        """Names of families, as metadata has them; they never resolve to a text."""
        self.placeholders = frozenset(name.casefold() for name in placeholders)
        """What metadata has in place of a name: it never resolves either."""
        self._vocabulary = vocabulary
        self._scales: dict[str, Scale] = {id: term.scale for id, term in vocabulary.terms.items()}
        self._scales.update(vocabulary.license_facts)
        self._names = {id.casefold(): id for id in licenses}
        for license in licenses.values():
            self._names.update({alias.casefold(): license.id for alias in license.aliases})
        self._resolved: dict[str, Resolution] = {}

    @cached_property
    def places(self) -> "Places":
        """What addresses and hub repositories tell where a card names no license."""
        # Imported here: its patterns cost more than most commands, which never ask.
        from openscore.records.license_places import Places

        return Places({id: license.data for id, license in self.licenses.items()})

    def remember(self, resolved: Mapping[str, Sequence[Any]]) -> None:
        """Take over what expressions came to when they were resolved before; see `remembered`."""
        for expression, (state, normal, masks, licenses) in resolved.items():
            self._resolved[expression] = Resolution(state, normal, masks, tuple(licenses))

    def remembered(self) -> dict[str, list[Any]]:
        """Return what every compound expression came to, as JSON data: parsing them takes a library."""
        compound = {resolution.expression for resolution in self._resolved.values()}
        found = {text: self.resolve(text) for text in sorted(compound) if " " in text}
        return {text: [*one[:-1], [*one.licenses]] for text, one in found.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """Every id and alias."""
        aliases = (alias for license in self.licenses.values() for alias in license.aliases)
        return (*self.licenses, *aliases)

    def find(self, name: str) -> License | None:
        """Return the license with this id or alias, case ignored; None if there is none."""
        id = self._names.get(name.strip().casefold())
        return None if id is None else self.licenses[id]

    def resolve(self, expression: str) -> Resolution:
        """Return what an SPDX expression, an id, an alias or `NONE` comes to; never raises.

        `OR` takes the branch with the fewest restricted terms, `AND` the worse side of each term,
        `WITH` the license and then the limits of the addition; with a limit that the Open Source
        Definition knows, the whole is approved no more. What cannot be resolved abstains: nothing is
        known of its terms.
        """
        if expression not in self._resolved:
            self._resolved[expression] = self._resolve(expression)
        return self._resolved[expression]

    def _resolve(self, expression: str) -> Resolution:
        if expression == NONE:
            return Resolution("none-stated", NONE, self._uniform(NO_GRANT, "none-stated"), ())
        if license := self.find(expression):
            return Resolution("listed", license.id, self._masks(license), (license.id,))
        if expression.strip().casefold() in self.ambiguous:
            return self._abstain("ambiguous", expression)
        if expression.strip().casefold() in self.placeholders:
            return self._abstain("placeholder", expression)
        tree = parse_expression(expression)
        if tree is None or is_name(tree):
            return self._abstain("unlisted", expression)
        return self._combine(tree, expression)

    def is_others(self, expression: str | None, maker: str) -> bool | None:
        """Whether an expression names a text that only others than a maker can grant.

        Args:
            expression: As for `resolve`; None where the license is unknown.
            maker: Id of the maker; empty for one without an entry, whom no text names.

        Returns:
            None where that is not known: what nobody has resolved may be somebody else's text.
        """
        resolution = None if expression is None else self.resolve(expression)
        if resolution is None or resolution.state not in ("listed", "none-stated"):
            return None
        named = (self.licenses[id].brief.licensors for id in resolution.licenses)
        return any(makers and maker not in makers for makers in named)

    def is_inside(self, expression: str, names: Container[str]) -> bool:
        """Whether an expression stays inside a set of licenses, by exact name.

        `AND` needs all of its sides in the set, `OR` one; a license with an addition is another one.
        """
        if expression in names:
            return True
        tree = parse_expression(expression)
        return tree is not None and not is_name(tree) and stays_inside(tree, names)

    def _combine(self, tree: Any, expression: str) -> Resolution:
        """Resolve a parsed expression bottom up."""
        if hasattr(tree, "license_symbol"):
            parts = [self.resolve(tree.license_symbol.key), self.resolve(tree.exception_symbol.key)]
            joiner, merged = " WITH ", self._worse
        elif is_name(tree):
            return self.resolve(str(tree.key))
        else:
            parts = [self._combine(arg, str(arg)) for arg in tree.args]
            joiner = f" {tree.operator.strip()} "
            merged = self._better if tree.operator.strip() == "OR" else self._worse
        unresolved = [part.state for part in parts if part.state != "listed"]
        if unresolved and joiner != " OR ":
            return self._abstain(unresolved[0], expression)
        result = parts[0]
        for part in parts[1:]:
            result = merged(result, part)
        return result._replace(expression=joiner.join(bracketed(part.expression) for part in parts))

    def _worse(self, left: Resolution, right: Resolution) -> Resolution:
        masks = {id: scale.worst(left.masks[id], right.masks[id]) for id, scale in self._scales.items()}
        return Resolution(left.state, "", masks, left.licenses + right.licenses)

    def _better(self, left: Resolution, right: Resolution) -> Resolution:
        """Take one branch whole: mixing the best of each would grant what neither text grants."""
        return min((left, right), key=lambda side: (side.state != "listed", self._restrictions(side)))

    def _restrictions(self, side: Resolution) -> int:
        return sum(not side.masks[id] & 1 for id in self._vocabulary.terms)

    def _masks(self, license: License) -> dict[str, int]:
        masks = {}
        for id, term in self._vocabulary.terms.items():
            open_to = term.scale.full & ~term.scale.mask([NO_GRANT, NOT_APPLICABLE])
            # A table is asked before it is checked, too: what is none of the values says nothing.
            silent = 1 if license.is_addition else open_to
            masks[id] = term.scale.bits.get(license.brief.terms.get(id, ""), silent)
        facts = self._vocabulary.license_facts
        spares = license.is_addition and not self._touches_definition(license)
        conforms = license.brief.open_definition == "conformant" or spares
        approved = license.brief.osi_approved or spares
        masks["state"] = facts["state"].bits["listed"]
        masks["osi-approved"] = facts["osi-approved"].bits["yes" if approved else "no"]
        masks["open-definition"] = facts["open-definition"].bits["yes" if conforms else "no"]
        return masks

    def _touches_definition(self, license: License) -> bool:
        """Whether a text has a restriction that the Open Source Definition knows."""
        terms = self._vocabulary.terms
        return any(id in terms and terms[id].touched(value) for id, value in license.brief.terms.items())

    def _uniform(self, term: str, fact: str) -> dict[str, int]:
        masks = {id: entry.scale.bits[term] for id, entry in self._vocabulary.terms.items()}
        masks.update({id: scale.bits[fact] for id, scale in self._vocabulary.license_facts.items()})
        return masks

    def _abstain(self, state: str, expression: str) -> Resolution:
        masks = {id: scale.full & ~scale.bits[NOT_APPLICABLE] for id, scale in self._scales.items()}
        masks["state"] = self._vocabulary.license_facts["state"].bits[state]
        return Resolution(state, expression, masks, ())
