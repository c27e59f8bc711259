"""Hold bills of materials against the schemas of their formats, by the libraries of those who make these."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from threading import Lock
from typing import Any

from openscore.errors import DataError
from openscore.installation import not_installed
from openscore.language import tr
from openscore.report.text import visible
from openscore.toml import unusable

EXTRA = "bills"
MOST_TOLD = 300
"""Letters of what a validator says."""
ADDRESS = "iri-reference"
"""The format of addresses in the schemas."""
_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_PLAIN = re.compile(
    rf"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]+)?(?:/{_CHARACTER}*)*(?:\?(?:{_CHARACTER}|[/?])*)?(?:#(?:{_CHARACTER}|[/?])*)?"
)
"""Addresses of the usual form, by RFC 3986."""
_LOCK = Lock()


def check_cyclonedx(text: str, file: str, version: str, *, is_xml: bool = False) -> None:
    """Check a bill strictly.

    Args:
        text: The bill.
        file: Its name, for the error.
        version: Such as `1.6`.
        is_xml: Whether it is XML, else JSON.

    Raises:
        DataError: If it does not hold the schema.
        UsageError: If the extra `bills` is not installed.
    """
    try:
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator
        from cyclonedx.validation.xml import XmlValidator
    except ImportError as error:
        raise not_installed(tr("to check bills needs cyclonedx-python-lib"), EXTRA) from error
    schema = SchemaVersion.from_version(version)
    validator: Any = XmlValidator(schema) if is_xml else JsonStrictValidator(schema)
    with nullcontext() if is_xml else _plain_addresses_pass():
        found = validator.validate_str(text)
    if found:
        raise _invalid(file, f"CycloneDX {version}", str(getattr(found, "data", found)))


@contextmanager
def _plain_addresses_pass() -> Iterator[None]:
    """Let addresses of the usual form pass by their pattern while a bill is checked.

    The library's grammar of all addresses there are takes a large part of a second for each, and the
    library asks the checker that all users of its draft share: it gets its own test back.
    """
    from jsonschema import Draft7Validator

    with _LOCK:
        shared = Draft7Validator.FORMAT_CHECKER.checkers
        grammar = shared.get(ADDRESS)
        if grammar:
            shared[ADDRESS] = (partial(_is_address, grammar[0]), grammar[1])
        try:
            yield
        finally:
            if grammar:
                shared[ADDRESS] = grammar


def _is_address(by_grammar: Callable[[object], bool], instance: object) -> bool:
    is_plain = isinstance(instance, str) and _PLAIN.fullmatch(instance) is not None
    return is_plain or by_grammar(instance)


def check_spdx_3(text: str, file: str) -> None:
    """Check a document: types, cardinalities, and references.

    Raises:
        DataError: If it does not hold the model.
        UsageError: If the extra `bills` is not installed.
    """
    try:
        from spdx_python_model import v3_0_1
    except ImportError as error:
        raise not_installed(tr("to check bills needs spdx-python-model"), EXTRA) from error
    objects = v3_0_1.SHACLObjectSet()
    try:
        v3_0_1.JSONLDDeserializer().read(io.BytesIO(text.encode()), objects)
        v3_0_1.JSONLDSerializer().write(objects, io.BytesIO())
    except (ValueError, TypeError, KeyError, AttributeError, json.JSONDecodeError) as error:
        raise _invalid(file, "SPDX 3.0.1", str(error)) from error


def _invalid(file: str, format: str, said: str) -> DataError:
    reason = visible(" ".join(said.split()))[:MOST_TOLD]
    message = tr("does not hold {format}: {reason}", format=format, reason=reason)
    return unusable(file, "not-valid", message)
