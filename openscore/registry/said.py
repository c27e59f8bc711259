"""What a file says in English, with its translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openscore.language import ENGLISH


class Said(Mapping[str, str]):
    """One text by language; translations are read only when a further language is asked for."""

    __slots__ = ("_text", "_translations")

    def __init__(self, text: str, translations: Mapping[str, Mapping[str, str]]) -> None:
        """Take a text.

        Args:
            text: In English.
            translations: By language, then by the text in English.
        """
        self._text = text
        self._translations = translations

    def __getitem__(self, language: str) -> str:
        """Return the text in a language.

        Raises:
            KeyError: If it has none in it.
        """
        return self._text if language == ENGLISH else self._translations[language][self._text]

    def __iter__(self) -> Iterator[str]:
        """Yield the languages that it has, English first."""
        yield ENGLISH
        yield from (language for language, words in self._translations.items() if self._text in words)

    def __len__(self) -> int:
        """Return how many languages it has."""
        return sum(1 for _ in self)
