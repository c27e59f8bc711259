"""XML text by its places, so that something can be put in and every other byte stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_QUOTES = b"\"'"


class Made(NamedTuple):
    """An element that is to be put in."""

    name: str
    inside: str | tuple[Made, ...] = ""
    """Its text, or the elements in it."""
    attributes: tuple[tuple[str, str], ...] = ()


class XmlNode:
    """One element of the text; places are counted in bytes of UTF-8."""

    __slots__ = ("attributes", "children", "closing", "end", "name", "opened", "start")

    def __init__(self, name: str, attributes: dict[str, str], start: int, opened: int) -> None:
        self.name = name
        """Without what stands for its space."""
        self.attributes = attributes
        self.start = start
        self.opened = opened
        """The place behind its first tag."""
        self.closing = opened
        """Where its last tag begins; of an element of one tag the place behind it."""
        self.end = opened
        self.children: list[XmlNode] = []

    def child(self, name: str) -> XmlNode | None:
        """Return the first element of a name in it; None if there is none."""
        return next((one for one in self.children if one.name == name), None)


class XmlText:
    """A text that is known to be XML without a document type."""

    def __init__(self, text: str) -> None:
        """Take a text that a parser has read without complaint."""
        self._bytes = text.encode("utf-8", "surrogatepass")
        self._edits: list[tuple[int, int, str]] = []
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self.nodes: dict[int, XmlNode] = {}
        """By where they begin."""
        self._open: list[XmlNode] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(text, True)
        self.root = self.nodes[min(self.nodes)]
        prefix, colon, _ = self._tag(self.root).rpartition(":")
        self._prefix = prefix + colon

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        node = XmlNode(name.rpartition(":")[2], attributes, start, self._tag_end(start))
        self.nodes[start] = node
        if self._open:
            self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, _: str) -> None:
        node = self._open.pop()
        if not self._is_empty(node):
            node.closing = self._parser.CurrentByteIndex
            node.end = self._tag_end(node.closing)

    def _is_empty(self, node: XmlNode) -> bool:
        """Whether an element is one tag that ends itself."""
        return self._bytes[node.opened - 2 : node.opened] == b"/>"

    def _tag_end(self, place: int) -> int:
        """Return the place behind a tag that begins at a place; signs in quotes end none."""
        quote = 0
        while True:
            sign = self._bytes[place]
            if quote:
                quote = 0 if sign == quote else quote
            elif sign in _QUOTES:
                quote = sign
            elif sign == ord(">"):
                return place + 1
            place += 1

    def _tag(self, node: XmlNode) -> str:
        first = self._bytes[node.start + 1 : node.opened].decode().rstrip("/>")
        return first.split()[0]

    def put(self, node: XmlNode, made: Made, order: Sequence[str]) -> None:
        """Put an element into another, behind all that a format wants before it.

        Args:
            node: Where it comes into.
            made: The element.
            order: Names of elements as the format orders them; one that is not listed comes last.
        """
        place = order.index(made.name) if made.name in order else len(order)
        before = [one for one in node.children if one.name in order[: place + 1]]
        if before or not node.children:
            self.append(node, [made], before[-1] if before else None)
        else:
            lead = self._lead(node.children[0].start)
            first = node.children[0].start
            self._edits.append((first, first, self._shown(made, lead) + (lead or "")))

    def append(self, node: XmlNode, made: Sequence[Made], behind: XmlNode | None = None) -> None:
        """Put elements behind one that an element has; into an empty one without."""
        last = behind or (node.children[-1] if node.children else None)
        if last is not None:
            lead = self._lead(last.start)
            text = "".join(lead + self._shown(one, lead) for one in made)
            self._edits.append((last.end, last.end, text))
            return
        lead = self._lead(node.start)
        inner = lead + self._step if lead else ""
        text = "".join(inner + self._shown(one, inner) for one in made) + lead
        if not self._is_empty(node):
            self._edits.append((node.opened, node.closing, text))
            return
        tag = self._bytes[node.start : node.opened].decode()
        opened = tag[:-2].rstrip() + ">"
        self._edits.append((node.start, node.opened, f"{opened}{text}</{self._tag(node)}>"))

    def replace(self, node: XmlNode, made: Made) -> None:
        """Put an element in the place of another."""
        self._edits.append((node.start, node.end, self._shown(made, self._lead(node.start))))

    def edited(self) -> str:
        """Return the text with all that was put in."""
        parts, place = [], 0
        for start, end, text in sorted(self._edits, key=lambda edit: edit[0]):
            parts += [self._bytes[place:start], text.encode()]
            place = end
        return b"".join([*parts, self._bytes[place:]]).decode("utf-8", "surrogatepass")

    def _lead(self, start: int) -> str:
        """Return the line break and indent before an element; empty if something else stands there."""
        line = self._bytes.rfind(b"\n", 0, start)
        indent = self._bytes[line + 1 : start].decode()
        return f"{self._newline}{indent}" if line >= 0 and not indent.strip() else ""

    @property
    def _step(self) -> str:
        first = self.root.children[0] if self.root.children else None
        return self._lead(first.start).strip("\r\n") if first else "  "

    def _shown(self, made: Made, lead: str) -> str:
        return "".join(self._written(made, lead))

    def _written(self, made: Made, lead: str) -> Iterator[str]:
        name = self._prefix + made.name
        attributes = "".join(f" {key}={quoteattr(value)}" for key, value in made.attributes)
        yield f"<{name}{attributes}>"
        if isinstance(made.inside, str):
            yield escape(made.inside)
        else:
            inner = lead + self._step if lead else ""
            for one in made.inside:
                yield inner
                yield from self._written(one, inner)
            yield lead
        yield f"</{name}>"
