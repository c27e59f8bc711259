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
from openscore.records.licenses import LicenseTable

CARD = "README.md"
LICENSES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING")
WEIGHTS = (".safetensors", ".gguf", ".bin", ".pt", ".pth", ".ckpt", ".onnx", ".h5", ".msgpack")
HEAD = 2000
"""Characters of a license file in which its name stands."""
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
    title = re.search(r"^#\s+(.+)$", body, flags=re.MULTILINE)
    name = title[1].strip() if title else (path.resolve().name if folder else "")
    files = sorted(label_of(file.name) for file in folder.iterdir()) if folder else []
    return Draft(
        name=name,
        modality=_modality(head),
        sizes=tuple(dict.fromkeys(re.findall(r"\b\d+(?:\.\d+)?[BM]\b", name))),
        guesses=tuple(_guesses(head, folder, files, licenses)),
        notes=tuple(_notes(head)),
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


def _guesses(
    head: Mapping[str, Any], folder: Path | None, files: list[str], licenses: LicenseTable
) -> Iterator[Guess]:
    if any(file.endswith(WEIGHTS) for file in files):
        shows = "files of weights lie beside the card; whether the download has a gate is not seen from them"
        yield Guess("weights.availability", "public", shows)
    license = _named_license(head, licenses)
    if license:
        yield Guess("weights.license", license, "the head of the card names this license")
    elif text := _license_text(folder):
        found = [
            name for name in licenses.names if len(name) > 3 and name.casefold() in text[:HEAD].casefold()
        ]
        if resolved := licenses.resolve(max(found, key=len)).expression if found else "":
            shows = "the license file begins with the name of this license; its text was not compared"
            yield Guess("weights.license", resolved, shows)
    if any(re.fullmatch(r"modeling_\w+\.py", file) for file in files):
        yield Guess("architecture.availability", "public", "a Python file beside the card defines the model")


def _named_license(head: Mapping[str, Any], licenses: LicenseTable) -> str:
    for key in ("license_name", "license"):
        resolution = licenses.resolve(str(head.get(key) or ""))
        if resolution.state == "listed":
            return resolution.expression
    return ""


def _license_text(folder: Path | None) -> str:
    for name in LICENSES if folder else ():
        path = (folder or Path()) / name
        if is_file(path):
            return _text(path)
    return ""


def _notes(head: Mapping[str, Any]) -> Iterator[str]:
    for key in ("base_model", "datasets", "license", "license_name", "license_link"):
        if stated := head.get(key):
            listed = stated if isinstance(stated, list) else [stated]
            yield tr("the card's head gives {key}: {listed}", key=key, listed=", ".join(map(str, listed)))
