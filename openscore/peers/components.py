"""Files that list released components, each with a license of its own or an inherited one."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from openscore.errors import Problem
from openscore.files import label_of
from openscore.language import tr
from openscore.peers.entries import ImportedFact, Recipe, Sheet, dig, slug, text_of
from openscore.peers.files import read_yaml
from openscore.records.licenses import NONE, LicenseTable

MISSING = "undisclosed"


class ComponentReader:
    """Reads one file per release."""

    def __init__(
        self, recipe: Recipe, exact: Container[str], table: LicenseTable, *, is_mended: bool
    ) -> None:
        """Make a reader.

        Args:
            recipe: How the index writes its files.
            exact: License names that the index accepts as they stand.
            table: Our licenses, for the mended reading.
            is_mended: Whether spellings are resolved and unknown components left out, instead of
                doing as the index's own tool does.
        """
        self.recipe = recipe
        self.components: Mapping[str, Mapping[str, str]] = recipe.data["components"]
        self.exact = exact
        self.table = table
        self.is_mended = is_mended

    def read(self, path: Path) -> Sheet:
        """Return the entry of a file, with every oddity as a problem."""
        data = read_yaml(path)
        if isinstance(data, Problem):
            return Sheet([], [data])
        root = dig(data, [self.recipe.data["root"]])
        entry = self.recipe.entry(path, root)
        if entry is None:
            message = tr("no '{data}' with a name", data=self.recipe.data["root"])
            return Sheet([], [Problem("key-missing", message, label_of(path))])
        problems: list[Problem] = []
        listed = self._listed(root, label_of(path), problems)
        for component, where in self.components.items():
            item = listed.get(component)
            stated = "" if item is None else self._license(item, where["type"], root)
            entry.facts += self._facts(component, None if item is None else stated)
            if item is not None and self._named(stated) not in (NONE, stated):
                message = tr(
                    "{component}: license '{stated}' read as {named}",
                    component=component,
                    stated=stated,
                    named=self._named(stated),
                )
                problems.append(Problem("license-spelling", message, label_of(path)))
        return Sheet([entry], problems)

    def _listed(
        self, root: Mapping[str, Any], file: str, problems: list[Problem]
    ) -> dict[str, Mapping[str, Any]]:
        """Return the listed components by name; of two with one name the last counts, as in the tool."""
        listed: dict[str, Mapping[str, Any]] = {}
        components = root.get("components")
        for item in components if isinstance(components, list) else ():
            name = text_of(item.get("name")) if isinstance(item, dict) else ""
            if name in listed:
                problems.append(
                    Problem(
                        "duplicate-component", tr("'{name}' stands twice, the last counts", name=name), file
                    )
                )
            if not name:
                problems.append(Problem("key-missing", tr("a component without a name, left out"), file))
                continue
            if name not in self.components:
                first = self.recipe.data["first"]
                does = "left out" if self.is_mended else f"counted as '{first}', as the tool does"
                problems.append(
                    Problem(
                        "unknown-component", tr("no component '{name}', {does}", name=name, does=does), file
                    )
                )
                if self.is_mended:
                    continue
                name = first
            listed[name] = item
        return listed

    def _facts(self, component: str, stated: str | None) -> list[ImportedFact]:
        """Return the facts of a component, of which `stated` is the license; None if it is not listed."""
        where = self.components[component]
        path = f"{where['component']}.{where['aspect']}"
        if stated is None:
            return [ImportedFact(path, MISSING, f"{component} is not listed")]
        shows = f"license of {component}: {stated or 'none'}"
        return [
            ImportedFact(path, where["value"], f"{component} is listed"),
            ImportedFact(f"{where['component']}.license", self._named(stated), shows),
        ]

    def _license(self, item: Mapping[str, Any], type: str, root: Mapping[str, Any]) -> str:
        """Return the stated license: the component's own, else that of its type, else the general one."""
        if item.get("license") is not None:
            return str(item["license"])
        for key in (type, "distribution"):
            name = dig(root, ["license", key, "name"])
            if isinstance(name, str) and name:
                return name
        return ""

    def _named(self, stated: str) -> str:
        """Return a license name for the registry, without mending what the index does not mend."""
        if stated in ("", "0", self.recipe.data["unlicensed"]):
            return NONE
        if stated in self.exact:
            return stated
        if self.is_mended and (license := self.table.find(stated)):
            return license.id
        return f"LicenseRef-{self.recipe.id}-{slug(stated)}"
