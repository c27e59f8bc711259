"""What is wrong with an answer that somebody gives at a terminal, said as soon as it is given."""

from __future__ import annotations

import re

from openscore.cli.values import one_of
from openscore.days import day_of
from openscore.errors import UsageError, did_you_mean
from openscore.language import tr
from openscore.records.expressions import expression_names, is_spdx
from openscore.records.licenses import NONE, LicenseTable
from openscore.records.vocabulary import Vocabulary

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")


def wrong_id(answer: str) -> str:
    """Return what is wrong with the id of an entry."""
    if _ID.fullmatch(answer):
        return ""
    return tr(
        "'{answer}' is no id: small letters, digits, dots and dashes, such as example-7b", answer=answer
    )


def wrong_address(answer: str) -> str:
    """Return what is wrong with the address of a document."""
    return (
        "" if _ADDRESS.fullmatch(answer) else tr("{entry} is no http or https address", entry=f"'{answer}'")
    )


def wrong_day(answer: str) -> str:
    """Return what is wrong with a day."""
    try:
        day_of(answer, "dates.announced")
    except UsageError as error:
        return error.message
    return ""


def wrong_modality(answer: str, vocabulary: Vocabulary) -> str:
    """Return what is wrong with a list of modalities."""
    words = [word.strip() for word in answer.split(",") if word.strip()]
    try:
        for word in words:
            one_of(word, list(vocabulary.modalities), "modality")
    except UsageError as error:
        return f"{error.message}. {error.hint}".rstrip(". ")
    return ""


def wrong_license(answer: str, licenses: LicenseTable) -> str:
    """Return what is wrong with a license expression: a name that nobody knows and that is no reference."""
    if answer == NONE or licenses.find(answer):
        return ""
    names = expression_names(answer)
    if not names:
        return tr("'{answer}' is no license expression", answer=answer)
    for name in names:
        if not (licenses.find(name) or name.startswith("LicenseRef-") or is_spdx(name)):
            slip = did_you_mean(name, licenses.names)
            told = tr("no license '{name}' in the table", name=name)
            return f"{told}. {slip}".rstrip(". ")
    return ""
