"""JSON text by its places, so that something can be put in and every other byte stays as it is."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any, NamedTuple

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


class Node:
    """One value of the text."""

    __slots__ = ("end", "items", "keys", "members", "start")

    def __init__(self, start: int, end: int = 0) -> None:
        self.start = start
        self.end = end
        """The place behind it."""
        self.members: dict[str, Node] = {}
        self.items: list[Node] = []
        self.keys: dict[str, int] = {}
        """Where the names of members begin."""


class Edit(NamedTuple):
    """What takes the place of a stretch of the text, or is put between."""

    start: int
    end: int
    text: str


class JsonText:
    """A text that is known to be JSON."""

    def __init__(self, text: str) -> None:
        """Take a text that a parser has read without complaint."""
        self.text = text
        self.objects: list[Node] = []
        """In the order in which they end, as parsers make them."""
        self.edits: list[Edit] = []
        self.root = self._parsed()
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._filled: set[int] = set()

    def _parsed(self) -> Node:
        top = Node(0)
        stack: list[Node] = [top]
        key: str | None = None
        keys: list[str | None] = []
        for token in _TOKEN.finditer(self.text):
            sign = token[0]
            if sign in ",:":
                continue
            holder = stack[-1]
            if sign in "}]":
                closed = stack.pop()
                closed.end = token.end()
                key = keys.pop()
                if sign == "}":
                    self.objects.append(closed)
                self._put(stack[-1], key, closed)
                key = None
                continue
            is_object = holder is not top and self.text[holder.start] == "{"
            if is_object and key is None:
                key = str(json.loads(sign))
                holder.keys[key] = token.start()
                continue
            node = Node(token.start(), token.end())
            if sign in "{[":
                stack.append(node)
                keys.append(key)
                key = None
            else:
                self._put(holder, key, node)
                key = None
        return top.items[0]

    def _put(self, holder: Node, key: str | None, node: Node) -> None:
        if key is None:
            holder.items.append(node)
        else:
            holder.members[key] = node

    def add_member(self, node: Node, key: str, value: object) -> None:
        """Put a member at the end of an object."""
        last = max((one.end for one in node.members.values()), default=0)
        lead = self._lead(min(node.keys.values(), default=node.start), node)
        shown = f"{json.dumps(key)}: {self._shown(value, lead)}"
        self._insert(node, last, lead, shown)

    def add_items(self, node: Node, values: list[Any]) -> None:
        """Put items at the end of an array."""
        if not values:
            return
        last = max((one.end for one in node.items), default=0)
        lead = self._lead(node.items[0].start if node.items else node.start, node)
        parted = f",{lead or ' '}"
        self._insert(node, last, lead, parted.join(self._shown(value, lead) for value in values))

    def replace(self, node: Node, value: object) -> None:
        """Put a value in the place of another."""
        self.edits.append(Edit(node.start, node.end, self._shown(value, "")))

    def edited(self) -> str:
        """Return the text with all edits; what was put at one place stands in the order of the calls."""
        parts, place = [], 0
        for edit in sorted(self.edits, key=lambda one: one.start):
            parts += [self.text[place : edit.start], edit.text]
            place = edit.end
        return "".join([*parts, self.text[place:]])

    def _insert(self, node: Node, last: int, lead: str, shown: str) -> None:
        """Put a text behind the last part of a value, or first into an empty one."""
        place = last or node.start + 1
        is_first = not last and place not in self._filled
        self._filled.add(place)
        self.edits.append(Edit(place, place, shown if is_first else f",{lead or ' '}{shown}"))

    def _lead(self, first: int, node: Node) -> str:
        """Return the line break and indent before what stands first in a value; empty on one line."""
        line = self.text.rfind("\n", node.start, first)
        indent = self.text[line + 1 : first]
        return f"{self._newline}{indent}" if line >= 0 and not indent.strip() else ""

    def _shown(self, value: object, lead: str) -> str:
        """Return a value as JSON in the manner of the text around it, with what is invisible escaped."""
        text = json.dumps(value, ensure_ascii=False, indent=self._step if lead else None)
        text = "".join(one if one in "\n\t" or one.isprintable() else json.dumps(one)[1:-1] for one in text)
        return text.replace("\n", lead) if lead else text

    @cached_property
    def _step(self) -> str:
        """One step of indent, as the first member of the text has it."""
        first = min(self.root.keys.values(), default=0)
        indent = self._lead(first, self.root).strip("\r\n")
        return indent or "  "
