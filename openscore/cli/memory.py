"""Remember what was printed: the same words over the same files print the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from openscore.cli.options import overlays_of, snapshots
from openscore.errors import OpenScoreError
from openscore.language import language
from openscore.resources import build_stamp, registry_files, vocabulary_files
from openscore.rubric.load import rubric_file


def remembered(make: Callable[[], str], registry: Sequence[str], rubric: str, *words: object) -> str:
    """Return the text that `make` makes, or what it made before of the same.

    Args:
        make: Makes the text from nothing but the files, the words and the language.
        registry: The registry files that the options name.
        rubric: The rubric that the option names.
        words: All other words that decide the text, and what the screen can show.
    """
    folder = snapshots()
    if folder is None:
        return make()
    paths = [*registry_files(), *map(Path, overlays_of(registry)), *vocabulary_files()]
    key = hashlib.sha256(repr((build_stamp(), language(), rubric, words)).encode())
    try:
        key.update(rubric_file(rubric).digest.encode())
        for path in paths:
            key.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    except (OSError, OpenScoreError):
        return make()  # Whoever reads the file says what is wrong with it.
    text = folder.get(key.hexdigest())
    if not isinstance(text, str):
        text = make()
        folder.put(key.hexdigest(), text)
    return text
