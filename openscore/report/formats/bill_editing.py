"""One bill of materials that is being enriched: its text, its parts, and what is told of it."""

from __future__ import annotations

from openscore.check.bill import Bill
from openscore.check.json_nodes import JsonText, Node
from openscore.check.located_json import LocatedJson
from openscore.check.located_xml import Element, LocatedXml
from openscore.check.lookup import Lookup
from openscore.check.uses import Use
from openscore.check.xml_nodes import XmlNode, XmlText
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.report.text import visible


class Found:
    """What is told of a bill: what was added to its models, and what was not."""

    def __init__(self, bill: Bill, registry: Registry) -> None:
        self.bill = bill
        self.registry = registry
        self.lookup = Lookup(registry)
        self.added: list[tuple[str, tuple[str, ...]]] = []
        self.kept: list[str] = []
        self.unknown: list[str] = []
        self._digests: dict[str, str] = {}

    def digest(self, record: ModelRecord) -> str:
        """Return the digest of a record, which is worked out once for all parts that mean it."""
        if record.id not in self._digests:
            self._digests[record.id] = self.registry.record_digest(record)
        return self._digests[record.id]

    def record(self, use: Use) -> ModelRecord | None:
        """Return the record of a model of the bill, and note what the registry lacks and what differs."""
        record = self.lookup.record(use)
        if record is None:
            self.unknown.append(visible(use.name))
            return None
        stated = record.values.get("weights.license")
        table = self.registry.licenses
        if stated and use.licenses:
            theirs = {table.resolve(one).expression for one in use.licenses}
            if table.resolve(stated).expression not in theirs:
                self.kept.append(
                    tr(
                        "{name}: license “{kept}” is kept, the registry has “{now}”",
                        name=visible(use.name),
                        kept=visible(", ".join(use.licenses)),
                        now=visible(stated),
                    )
                )
        return record


class Editing(Found):
    """A bill in JSON."""

    def __init__(self, text: str, file: str, registry: Registry) -> None:
        """Take a text.

        Raises:
            DataError: If it is no JSON.
        """
        self._located = LocatedJson(text, file)
        super().__init__(Bill(self._located, file), registry)
        self.json = JsonText(text)

    def node(self, part: object) -> Node:
        """Return where a part of the bill stands in the text."""
        place = self._located.place(part)
        return self.json.root if place is None else self.json.objects[place]

    def edited(self) -> str:
        """Return the text with what was added."""
        return self.json.edited()


class XmlEditing(Found):
    """A bill in XML."""

    def __init__(self, text: str, file: str, registry: Registry) -> None:
        """Take a text.

        Raises:
            DataError: If it is no XML of CycloneDX.
        """
        located = LocatedXml(text, file)
        super().__init__(Bill(located, file), registry)
        self.version = located.version
        self.xml = XmlText(text)

    def node(self, part: object) -> XmlNode:
        """Return where a part of the bill stands in the text."""
        return self.xml.nodes[part.start] if isinstance(part, Element) else self.xml.root

    def edited(self) -> str:
        """Return the text with what was added."""
        return self.xml.edited()
