"""What bills of materials of all kinds share: their parts by key, and the use that a part states."""

from __future__ import annotations

from typing import Any, Protocol

from openscore.check.addresses import Address
from openscore.check.uses import Use
from openscore.errors import DataError
from openscore.language import noted, tr
from openscore.toml import unusable

NAMELESS = "(no name)"


class Located(Protocol):
    """A file that was read, whose parts know their lines."""

    whole: Any

    def line(self, part: object) -> int:
        """Return the line on which a part begins, from 1."""


class Bill:
    """One file."""

    def __init__(self, located: Located, file: str) -> None:
        self.file = file
        self._located = located
        whole = located.whole
        self.whole: dict[str, Any] = whole if isinstance(whole, dict) else {}

    @property
    def version(self) -> str:
        """The version of the format, where only the name of the format tells; else empty."""
        return getattr(self._located, "version", "")

    def line(self, part: object) -> int:
        """Return the line on which a part of the file begins, from 1."""
        return self._located.line(part)

    def use(
        self,
        part: dict[str, Any],
        address: Address,
        group: str = "",
        licenses: tuple[str, ...] = (),
        *,
        name: str | None = None,
        version: str = "",
    ) -> Use:
        """Return the use that a part of the file states; the hub's id is the most exact name."""
        plain = (self.word(part, "name") if name is None else name) or NAMELESS
        stated = Use(
            address.model or plain, self.file, self._located.line(part), licenses=licenses, version=version
        )
        if address.maker and not group:
            return stated._replace(plain=address.model.rpartition("/")[2], maker=address.maker)
        if group and (address.maker or not address.model):
            return stated._replace(name=f"{group}/{plain}", plain=plain, maker=group)
        return stated

    def inner(self, part: dict[str, Any], key: str) -> dict[str, Any]:
        """Return the object under a key; an empty one if there is none."""
        value = part.get(key)
        if value in (None, ""):
            return {}
        if not isinstance(value, dict):
            raise self.misshapen(part, key, noted("an object"))
        return value

    def several(self, part: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """Return the objects under a key."""
        value = part.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.misshapen(part, key, noted("a list of objects"))
        return value

    def word(self, part: dict[str, Any], key: str) -> str:
        """Return the text under a key; '' if there is none."""
        value = part.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.misshapen(part, key, noted("text"))
        return value.strip()

    def misshapen(self, part: dict[str, Any], key: str, wanted: str) -> DataError:
        """Return the error that what stands under a key is not what is wanted, in noted words."""
        return unusable(
            self.file,
            "wrong-type",
            tr("'{key}' is not {wanted}", key=key, wanted=tr(wanted)),
            self._located.line(part),
        )
