"""XML of CycloneDX as the objects that its JSON has, each knowing the line on which it begins.

Only elements, attributes and text are read. A document type, and with it every entity of its own and every
address from which more would be fetched, is refused before anything of it is expanded.
"""

from __future__ import annotations

# Python's own parser; a document type is refused at its first character, so that no entity is ever expanded.
from xml.parsers import expat

from openscore.errors import DataError
from openscore.language import tr
from openscore.toml import unusable

SPACE = "http://cyclonedx.org/schema/bom/"
"""What the name of the format begins with; its version follows."""
MOST_NESTED = 500
"""Elements inside each other; bills of materials have some dozens."""
LISTS = frozenset({
    "components", "services", "formulation", "ancestors", "descendants", "variants", "externalReferences",
    "licenses",
})  # fmt: skip
"""Elements that are lists: what is inside one is an item each."""
WITH_KIND = "licenses"
"""The list whose items are told apart by their names."""


class Element(dict[str, object]):
    """What stands between the ends of an element, by name: attributes, texts, and elements with more inside.

    Attributes:
        line: The line on which it begins, from 1.
        start: The byte of the text's UTF-8 at which it begins, from 0.
    """

    __slots__ = ("children", "line", "name", "start", "text")

    def __init__(self, name: str, line: int, start: int, attributes: dict[str, str]) -> None:
        super().__init__(attributes)
        self.name = name
        self.line = line
        self.start = start
        self.text: list[str] = []
        self.children: list[tuple[str, object]] = []

    def value(self) -> object:
        """Return what the element is in JSON: a list, a text, or an object."""
        if self.name in LISTS:
            return [{name: item} if self.name == WITH_KIND else item for name, item in self.children]
        text = "".join(self.text).strip()
        if not self.children and (text or not self):
            return text
        for name, item in self.children:
            # Which of two counts, readers do not agree on: a list is refused where one is wanted.
            self[name] = [self[name], item] if name in self else item
        return self


class LocatedXml:
    """A CycloneDX bill of materials in XML."""

    def __init__(self, text: str, file: str) -> None:
        """Read the text.

        Args:
            text: What should be XML.
            file: Its name, for errors.

        Raises:
            DataError: If it is not XML, has a document type, nests too deep, or is of another kind.
        """
        self._file = file
        self._open: list[Element] = []
        self._skipped = 0
        self._space = ""
        self.whole: object = {}
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError as error:
            message = tr("not valid XML: {reason}", reason=expat.ErrorString(error.code))
            raise unusable(file, "broken-xml", message, error.lineno) from error

    @property
    def version(self) -> str:
        """The version of the format, as the name of the format ends."""
        return self._space.removeprefix(SPACE)

    def line(self, part: object) -> int:
        """Return the line on which an element begins, from 1; 1 for what is no element of the file."""
        return part.line if isinstance(part, Element) else 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        line = self._parser.CurrentLineNumber
        if not self._open:
            if local != "bom" or not space.startswith(SPACE):
                raise self._problem("unknown-format", tr("XML of another kind, not of CycloneDX"))
            self._space = space
        if self._skipped or space != self._space:
            self._skipped += 1
        elif len(self._open) >= MOST_NESTED:
            raise self._problem("nested-too-deep", tr("elements are nested too deep to read"))
        else:
            self._open.append(Element(local, line, self._parser.CurrentByteIndex, attributes))

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        element = self._open.pop()
        if self._open:
            self._open[-1].children.append((element.name, element.value()))
        else:
            self.whole = element.value()

    def _characters(self, text: str) -> None:
        if self._open and not self._skipped:
            self._open[-1].text.append(text)

    def _refuse(self, *_: object) -> None:
        message = tr("a document type is not read: it could name files or grow without end")
        raise self._problem("document-type", message)

    def _problem(self, name: str, message: str) -> DataError:
        return unusable(self._file, name, message, self._parser.CurrentLineNumber)
