"""A registry: validated records and licenses, looked up by id or alias."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any

from openscore.days import day_of
from openscore.errors import Problem, UnknownNameError, UsageError
from openscore.language import tr
from openscore.records.licenses import License, LicenseTable
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import Title, Vocabulary
from openscore.registry.cited import cited, documents_cited
from openscore.registry.said import Said
from openscore.tables import html_table
from openscore.toml import Once, digest_of, digest_of_parts

SHOWN = 20
"""Models that a notebook shows."""
Remember = Callable[[str, Callable[[], str]], str]


def worked_out(_: str, work: Callable[[], str]) -> str:
    """Return a result that nobody keeps."""
    return work()


class Registry:
    """All records and licenses of the files that were read, in the order of the files."""

    def __init__(
        self,
        data: dict[str, Any],
        vocabulary: Vocabulary,
        models: dict[str, ModelRecord] | None = None,
        day: date | None = None,
    ) -> None:
        self.data = data
        self.vocabulary = vocabulary
        self.day = day
        """The date of which the facts are; None for the latest known."""
        self.key = ""
        """Digest of the files that it was read from as they are, and of the code that did; else empty."""
        self.remember: Remember = worked_out
        """Gives what is worked out of the whole of it: the name of the result, and what works it out."""
        self.is_former = False
        """Whether it was kept when facts were derived, and the past read, by other rules."""
        if models is None:
            models = {id: ModelRecord(id, entry) for id, entry in data["models"].items()}
        self.models = models
        for record in models.values():
            record.registry = self

    def __len__(self) -> int:
        return len(self.models)

    def __iter__(self) -> Iterator[ModelRecord]:
        return iter(self.models.values())

    def __repr__(self) -> str:
        day = f", facts as of {self.day}" if self.day else ""
        return f"<Registry of {len(self)} model{'s' * (len(self) != 1)}{day}>"

    def _repr_html_(self) -> str:
        """Return the first models as a table, for notebooks."""
        rows = [(record.id, record.name, record.developer, record.released or "") for record in self]
        more = f"<p>{len(rows) - SHOWN} more</p>" if len(rows) > SHOWN else ""
        return html_table(("id", "name", "developer", "released"), rows[:SHOWN]) + more

    def __contains__(self, name: object) -> bool:
        """Whether a record, or one with this id or alias, stands in it."""
        if isinstance(name, ModelRecord):
            return self.models.get(name.id) is name
        return isinstance(name, str) and (name in self.models or self.find(name) is not None)

    def get(self, name: str, default: ModelRecord | None = None) -> ModelRecord | None:
        """Return the record with this id or alias, case ignored; `default` if there is none."""
        try:
            return self[name]
        except UnknownNameError:
            return default

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one row a model: what it is, and the value of every fact by its path; None if unknown."""
        paths = [path for path in self.vocabulary.facts if any(path in record.values for record in self)]
        return [
            {
                "id": record.id,
                "name": record.name,
                "developer": record.developer,
                "kind": record.kind,
                "released": record.released,
                **{path: record.values.get(path) for path in paths},
            }
            for record in self
        ]

    def to_frame(self) -> Any:
        """Return `to_dicts` as a frame of pandas, or of Polars where that alone is installed.

        Raises:
            UsageError: If neither is installed.
        """
        for library in ("pandas", "polars"):
            try:
                return import_module(library).DataFrame(self.to_dicts())
            except ModuleNotFoundError:
                continue
        raise UsageError(tr("a frame needs pandas or Polars"), hint=tr("`Registry.to_dicts()` needs neither"))

    def __getitem__(self, name: str) -> ModelRecord:
        """Return the record with this id or alias, case ignored.

        Raises:
            UnknownNameError: If there is none; names near ones.
        """
        if not isinstance(name, str):
            raise TypeError(f"a record is asked for by its name, not by {name!r}")
        record = self.models.get(name) or self.models.get(self._names.get(name.casefold(), ""))
        if record is None:
            if family := self._family_named(name):
                hint = tr("it is a family: `openscore show {family}` lists its models", family=family)
                raise UnknownNameError(tr("no model named '{name}'", name=name), hint=hint)
            raise UnknownNameError.of(tr("model"), name, self._names, "openscore models")
        return record

    def _family_named(self, name: str) -> str:
        """Return the id of the family that has this id, name or alias; empty if none has."""
        for id, family in self.data.get("families", {}).items():
            if name.casefold() in (said.casefold() for said in (id, family["name"], *family["aliases"])):
                return str(id)
        return ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every id and alias, in lower case."""
        return tuple(self._names)

    def find(self, name: str) -> str | None:
        """Return the id of the record that an exact id or alias names, case ignored; None if none is."""
        return self._names.get(name.casefold())

    @cached_property
    def _names(self) -> dict[str, str]:
        """Ids by id, by alias, and by the name that tables print where it is that of one model only."""
        names = {}
        for record in self:
            names.update({alias.casefold(): record.id for alias in (record.id, *record.aliases)})
        printed = Counter(record.name.casefold() for record in self)
        for record in self:
            if printed[record.name.casefold()] == 1:
                names.setdefault(record.name.casefold(), record.id)
        return names

    def maker_of(self, record: ModelRecord) -> str:
        """Return the id of the entry of a record's maker; empty if its developer has none."""
        return self._makers.get(record.developer.casefold(), "")

    def same_maker(self, left: ModelRecord, right: ModelRecord) -> bool:
        """Whether one maker made both, by the same name or by names of one entry."""
        one, other = self.maker_of(left), self.maker_of(right)
        return (bool(one) and one == other) or _same_name(left, right)

    def is_others(self, record: ModelRecord, fact: str) -> bool | None:
        """Whether a record stands under a license that its own maker cannot grant.

        Args:
            record: A record of this registry.
            fact: Path of the fact that names the license, such as `weights.license`.

        Returns:
            None where that is not known.
        """
        return self.licenses.is_others(record.values.get(fact), self.maker_of(record))

    @property
    def maker_names(self) -> Mapping[str, str]:
        """The ids of makers by every name that their entries have, case folded."""
        return self._makers

    @cached_property
    def _makers(self) -> dict[str, str]:
        entries = self.data.get("makers", {}).items()
        return {
            name.casefold(): id for id, maker in entries for name in (id, maker["name"], *maker["aliases"])
        }

    @cached_property
    def licenses(self) -> LicenseTable:
        """The license table."""
        licenses = {id: License(id, entry) for id, entry in self.data["licenses"].items()}
        table = LicenseTable(licenses, self.data["ambiguous"], self.vocabulary, self.data["placeholders"])
        table.remember(self.data.get("resolved", {}))
        return table

    def said(self, text: str) -> Title:
        """Return what a file says in English, by language: in English, and as translated."""
        return Said(text, self.data.get("translations", {}))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Problems that did not stop the load."""
        return tuple(Problem(*entry) for entry in self.data["warnings"])

    @cached_property
    def digest(self) -> str:
        """`sha256:` over the records and licenses; comments, order and file names do not count."""
        return self.remember("digest", self._digest)

    def _digest(self) -> str:
        records = {record.id: cited(record.data) for record in self}
        beside = {key: cited(self.data[key]) for key in ("makers", "families") if self.data.get(key)}
        return digest_of({"models": records, "licenses": cited(self.data["licenses"]), **beside})

    @cached_property
    def last_read(self) -> date:
        """The latest day on which any document of a fact was read; of a license, where no fact is stated."""
        return date.fromisoformat(self.remember("last day of reading", self._last_read))

    def _last_read(self) -> str:
        stated = [document for record in self for document in documents_cited(record.data)]
        terms = self.data["licenses"].values() if not stated else ()
        read = stated or [document for license in terms for document in license["documents"].values()]
        return str(max(document["read"] for document in read))

    @property
    def has_facts(self) -> bool:
        """Whether any fact is stated; each rests on a document."""
        return any(documents_cited(record.data) for record in self)

    def record_digest(self, record: ModelRecord) -> str:
        """`sha256:` over what a judgment of one record rests on."""
        return digest_of_parts(self.basis(record))

    def basis(self, record: ModelRecord) -> dict[str, Any]:
        """Return what a judgment rests on: a record, every record that it builds on, and their licenses.

        Comments, the order of entries, and what stands in the registry beside them do not count.
        """
        chain = {member.id: self._cited(member.id, member.data) for member in self.lineage(record)}
        named = {
            id
            for member in self.lineage(record)
            for path, value in member.values.items()
            if self.vocabulary.is_license(path)
            for id in self.licenses.resolve(value).licenses
        }
        licenses = {id: self._cited(f"license {id}", self.data["licenses"][id]) for id in sorted(named)}
        makers = self._bound_makers(record)
        return {"models": chain, "licenses": licenses, **({"makers": makers} if makers else {})}

    def _cited(self, name: str, entry: Any) -> Any:
        """Return what a citation rests on of an entry, which many citations share."""
        if name not in self._cited_entries:
            self._cited_entries[name] = Once(cited(entry))
        return self._cited_entries[name]

    @cached_property
    def _cited_entries(self) -> dict[str, Any]:
        return {}

    def _bound_makers(self, record: ModelRecord) -> dict[str, str]:
        """Return the maker of each record of a line that counts: of two names, or under a licensor's text."""
        found: dict[str, str] = {}
        for member in self.lineage(record):
            for link in member.links:
                base = self.models.get(link.model)
                if not base or not self.same_maker(member, base):
                    continue
                if not _same_name(member, base):
                    found |= {one.id: self.maker_of(one) for one in (member, base)}
                if self._names_a_licensor(base):
                    found[base.id] = self.maker_of(base)
        return found

    def _names_a_licensor(self, record: ModelRecord) -> bool:
        licenses = (value for path, value in record.values.items() if self.vocabulary.is_license(path))
        texts = (self.licenses.licenses[id] for one in licenses for id in self.licenses.resolve(one).licenses)
        return any(text.brief.licensors for text in texts)

    def lineage(self, record: ModelRecord) -> Iterator[ModelRecord]:
        """Yield a record and every record that it builds on or serves, each once."""
        seen, queue = set(), [record]
        while queue:
            member = queue.pop()
            if member.id in seen:
                continue
            seen.add(member.id)
            yield member
            links = (*member.links, *member.serves)
            queue += [self.models[link.model] for link in links if link.model in self.models]

    def left_out(self, day: date) -> tuple[list[ModelRecord], list[ModelRecord]]:
        """Return what is not in the registry of a day: what came out later, and what nobody had read yet."""
        gone = [record for record in self if record.as_of(day) is None]
        return [one for one in gone if one.released], [one for one in gone if not one.released]

    def as_of(self, day: date | str, records: Iterable[ModelRecord] | None = None) -> Registry:
        """Return the registry as it was at the start of `day`, without what was not out yet.

        Args:
            day: A date, or ISO text such as `2023-12-31`.
            records: What to keep, such as the line of one record; all of it if left out.

        Raises:
            UsageError: If the text is no date.
        """
        if isinstance(day, str):
            day = day_of(day, tr("the day"))
        then = {record.id: record.as_of(day) for record in (self if records is None else records)}
        models = {id: record for id, record in then.items() if record is not None}
        return self._with(models, day)

    def supposing(self, id: str, changes: Mapping[str, str | None]) -> Registry:
        """Return the registry as it would be with other facts of one record; None takes a fact away."""
        models = {record.id: ModelRecord(record.id, record.data) for record in self}
        models[id] = self.models[id].supposing(changes)
        return self._with(models, self.day)

    def _with(self, models: dict[str, ModelRecord], day: date | None) -> Registry:
        registry = Registry(self.data, self.vocabulary, models, day)
        registry.is_former = self.is_former
        registry.licenses = self.licenses  # The same texts, and what expressions over them come to.
        return registry


def _same_name(left: ModelRecord, right: ModelRecord) -> bool:
    return left.developer.casefold() == right.developer.casefold()
