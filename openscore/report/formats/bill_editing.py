"""One bill of materials that is being enriched: its text, its parts, and what is told of it."""

from __future__ import annotations

from openscore.check.bill import Bill
from openscore.check.json_nodes import JsonText, Node
from openscore.check.located_json import LocatedJson
from openscore.check.lookup import Lookup
from openscore.check.uses import Use
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.report.text import visible


class Editing:
    """One bill that is being enriched."""

    def __init__(self, text: str, file: str, registry: Registry) -> None:
        """Take a text.

        Raises:
            DataError: If it is no JSON.
        """
        self.file = file
        self.located = LocatedJson(text, file)
        self.bill = Bill(self.located, file)
        self.json = JsonText(text)
        self.registry = registry
        self.lookup = Lookup(registry)
        self.added: list[tuple[str, tuple[str, ...]]] = []
        self.kept: list[str] = []
        self.unknown: list[str] = []

    def node(self, part: object) -> Node:
        """Return where a part of the bill stands in the text."""
        place = self.located.place(part)
        return self.json.root if place is None else self.json.objects[place]

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
