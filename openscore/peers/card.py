"""Read a model card, or the folder of a model, as a draft: what it lets one guess, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from openscore.errors import Problem, UsageError
from openscore.files import is_file, is_folder, label_of
from openscore.language import tr
from openscore.peers.files import parse_yaml, read_text
from openscore.peers.license_texts import licenses_of
from openscore.records.licenses import NONE, LicenseTable
from openscore.records.release_files import LEFTOVERS, WEIGHT_FILES

CARD = "README.md"
LICENSE_FILE = re.compile(r"(?:model[_-])?(?:licen[cs]e|copying)(?:[._-].*)?", re.IGNORECASE)
"""Names of files with the text of a license."""
GATE = "extra_gated"
"""What the keys of a card begin with that ask for something before the download."""
MODALITIES = {"text": "text", "image": "image", "audio": "audio", "speech": "audio", "video": "video"}
"""The modality that a word in the card's task stands for."""


class Guess(NamedTuple):
    """A fact that the files suggest; it counts only when someone has confirmed it."""

    path: str
    value: str
    shows: str


class Draft(NamedTuple):
    """What the files say of a model."""

    name: str
    modality: tuple[str, ...]
    sizes: tuple[str, ...]
    guesses: tuple[Guess, ...]
    notes: tuple[str, ...]
    """What is worth looking at, but is no fact by itself."""


def read_card(path: Path, licenses: LicenseTable) -> Draft:
    """Return the draft of a model card, or of a folder with a README.md, a LICENSE and files.

    Raises:
        UsageError: If there is nothing to read, or the card's head is not YAML.
    """
    folder = path if is_folder(path) else None
    card = path / CARD if folder else path
    if not is_file(card):
        raise UsageError(
            tr("no model card at '{card}'", card=card), hint=tr("name a README.md, or a folder that has one")
        )
    head, body = _parted(_text(card), card)
    name = _title(body) or (path.resolve().name if folder else "")
    files = sorted(label_of(file.name) for file in folder.iterdir()) if folder else []
    license = _license(head, folder, files, licenses)
    return Draft(
        name=name,
        modality=_modality(head),
        sizes=tuple(dict.fromkeys(re.findall(r"\b\d+(?:\.\d+)?[BM]\b", name))),
        guesses=tuple(_guesses(head, files, license)),
        notes=(*_notes(head, files), *license.notes),
    )


def _text(path: Path) -> str:
    text = read_text(path)
    if isinstance(text, Problem):
        raise UsageError(tr("cannot use '{path}': {message}", path=path, message=text.message))
    return text


def _parted(text: str, card: Path) -> tuple[Mapping[str, Any], str]:
    """Return the front matter and what follows it."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return {}, text
    end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return {}, text
    head = parse_yaml("\n".join(lines[1:end]), str(card))
    if isinstance(head, Problem):
        raise UsageError(tr("cannot use '{card}': {message}", card=card, message=head.message))
    return head, "\n".join(lines[end + 1 :])


def _modality(head: Mapping[str, Any]) -> tuple[str, ...]:
    words = re.split(r"[^a-z]+", str(head.get("pipeline_tag", "")).lower())
    return tuple(dict.fromkeys(MODALITIES[word] for word in words if word in MODALITIES))


class _License(NamedTuple):
    """What card and files together say of the license."""

    id: str = ""
    """Empty where they say nothing, or one contradicts the other."""
    shows: str = ""
    notes: tuple[str, ...] = ()


def _title(body: str) -> str:
    """Return the first heading of a page; what stands in a fence of code is none."""
    text = re.sub(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)", "", body, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    found = re.search(
        r"^ {0,3}#[ \t]+(.+?)[ \t#]*$|<h1[^>]*>(.*?)</h1>", text, re.MULTILINE | re.DOTALL | re.IGNORECASE
    )
    if not found:
        return ""
    plain = re.sub(r"<[^>]*>|!\[[^\]]*\]\([^)]*\)", "", found[1] or found[2])
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain).split()).strip("*_` ")


def _guesses(head: Mapping[str, Any], files: list[str], license: _License) -> Iterator[Guess]:
    if _weights(files) and not _gates(head):
        shows = "files of weights lie beside the card; whether the download has a gate is not seen from them"
        yield Guess("weights.availability", "public", shows)
    if license.id:
        yield Guess("weights.license", license.id, license.shows)
    if any(re.fullmatch(r"modeling_\w+\.py", file) for file in files):
        yield Guess("architecture.availability", "public", "a Python file beside the card defines the model")


def _weights(files: list[str]) -> bool:
    return any(re.search(WEIGHT_FILES, file) and not re.search(LEFTOVERS, file) for file in files)


def _gates(head: Mapping[str, Any]) -> list[str]:
    """Return the keys of the head that ask for something before the download."""
    return [str(key) for key, value in head.items() if str(key).casefold().startswith(GATE) and value]


def _license(
    head: Mapping[str, Any], folder: Path | None, files: list[str], licenses: LicenseTable
) -> _License:
    """Return the license that the card names and no file beside it contradicts, or that all files are."""
    named = _named_license(head, licenses)
    texts = [file for file in files if LICENSE_FILE.fullmatch(file) and folder and is_file(folder / file)]
    if not texts or folder is None:
        return _License(named, "the head of the card names this license") if named else _License()
    names = {id: (id, one.name, *one.aliases) for id, one in licenses.licenses.items()}
    told = {file: licenses_of(_text(folder / file), names) for file in texts}
    unknown = [file for file, ids in told.items() if not ids]
    if unknown:
        listed = ", ".join(unknown)
        return _License(
            notes=(tr("the text of {listed} is no license that is known word by word", listed=listed),)
        )
    found = set.intersection(*map(set, told.values()))
    if not found or (named and named not in found):
        stated = "; ".join(f"{file}: {min(ids)}" for file, ids in told.items())
        note = tr(
            "card and files name different licenses ({card}; {stated})", card=named or NONE, stated=stated
        )
        return _License(notes=(note,))
    shows = f"{', '.join(texts)} has the whole text of this license"
    if named:
        return _License(named, f"the head of the card names this license, and {shows}")
    if len(found) > 1:
        shows += "; whether later versions may be taken the text alone does not say"
    return _License(min(found), shows)


def _named_license(head: Mapping[str, Any], licenses: LicenseTable) -> str:
    for key in ("license_name", "license"):
        stated = head.get(key)
        if isinstance(stated, list) and len(stated) == 1:
            stated = stated[0]
        resolution = licenses.resolve(str(stated or ""))
        if resolution.state == "listed":
            return resolution.expression
    return ""


def _notes(head: Mapping[str, Any], files: list[str]) -> Iterator[str]:
    for key in ("base_model", "datasets", "license", "license_name", "license_link"):
        if stated := head.get(key):
            listed = stated if isinstance(stated, list) else [stated]
            yield tr("the card's head gives {key}: {listed}", key=key, listed=", ".join(map(str, listed)))
    if keys := _gates(head):
        yield tr(
            "the card's head asks for something before the download ({listed}): the weights are not public",
            listed=", ".join(keys),
        )
    if left := [file for file in files if re.search(LEFTOVERS, file)]:
        yield tr("left from training, and no released weights: {listed}", listed=", ".join(left))
