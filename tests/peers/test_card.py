"""Drafts from the files of a model: what they let one guess, and what they never do."""

from __future__ import annotations

import re
from importlib.metadata import distributions
from pathlib import Path

import pytest

from openscore import Registry
from openscore.peers.card import Draft, read_card
from openscore.peers.license_texts import Words, licenses_of, words_of

COMMON = Path("/usr/share/common-licenses")


def drafted(registry: Registry, folder: Path, **files: str) -> tuple[Draft, dict[str, str]]:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    draft = read_card(folder, registry.licenses)
    return draft, {guess.path: guess.value for guess in draft.guesses}


def head(*lines: str, body: str = "# Demo 7B\n") -> str:
    return "\n".join(["---", *lines, "---", body])


def test_a_gate_is_never_public(registry: Registry, tmp_path: Path) -> None:
    """Whatever the head asks for before a download; what it sets to nothing is no gate."""
    for key in (
        "extra_gated_prompt: Who are you?",
        "extra_gated_fields:\n  Name: text",
        "extra_gated_eu_disallowed: true",
    ):
        draft, guesses = drafted(
            registry, tmp_path, README__md=head("license: mit", key), model__safetensors=""
        )
        assert "weights.availability" not in guesses
        assert any("before the download" in note for note in draft.notes)
    _, guesses = drafted(registry, tmp_path, README__md=head("extra_gated_prompt:"), model__safetensors="")
    assert "public" == guesses["weights.availability"]


def test_what_training_leaves_is_no_weights(registry: Registry, tmp_path: Path) -> None:
    """The states of an optimizer and arguments have the endings of weights."""
    left = {
        "training_args__bin": "",
        "optimizer__pt": "",
        "scheduler__pt": "",
        "rng_state_0__pth": "",
        "scaler__pt": "",
    }
    draft, guesses = drafted(registry, tmp_path, README__md=head("license: mit"), **left)
    assert {"weights.license": "MIT"} == guesses
    assert any("left from training" in note for note in draft.notes)
    assert "public" == drafted(registry, tmp_path, pytorch_model__bin="")[1]["weights.availability"]


@pytest.mark.parametrize(
    ("stated", "license"),
    [
        ("license:\n- mit", "MIT"),
        ("license: [apache-2.0]", "Apache-2.0"),
        ("license:\n- mit\n- apache-2.0", None),
    ],
)
def test_a_list_of_one_license_is_that_license(
    registry: Registry, tmp_path: Path, stated: str, license: str | None
) -> None:
    """Of several nobody says how they are joined."""
    assert license == drafted(registry, tmp_path, README__md=head(stated))[1].get("weights.license")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('<h1 align="center">Demo 7B</h1>\n\n```python\n# Load the model\nimport demo\n```\n', "Demo 7B"),
        ("```sh\n# Load\n```\n# Demo 7B #\n", "Demo 7B"),
        ("~~~\n# Load\n~~~~\n\n# **[Demo 7B](https://example.org)**\n", "Demo 7B"),
        ("<!--\n# Hidden\n-->\n# ![logo](a.png) Demo 7B\n", "Demo 7B"),
        ("```\n# never ends\n", ""),
    ],
)
def test_the_name_is_a_heading_and_no_comment(
    registry: Registry, tmp_path: Path, body: str, name: str
) -> None:
    """What stands inside code or a comment is no title; without one the folder's name is taken."""
    draft, _ = drafted(registry, tmp_path, README__md=head("license: mit", body=body))
    assert (name or tmp_path.name) == draft.name


# Texts of licenses -------------------------------------------------------------------------------

MODIFIED = (
    "Modified MIT License\n\nCopyright (c) 2026 Example Lab\n\nAs in the MIT License, with one more duty.\n"
)


def test_a_text_that_differs_from_the_card_is_no_guess(registry: Registry, tmp_path: Path) -> None:
    """A modified license is another one, whatever name the card or the text gives it."""
    draft, guesses = drafted(registry, tmp_path, README__md=head("license: mit"), LICENSE=MODIFIED)
    assert "weights.license" not in guesses
    assert any("LICENSE is no license that is known" in note for note in draft.notes)
    assert "weights.license" not in drafted(registry, tmp_path, README__md=head("x: y"))[1]


@pytest.mark.skipif(not COMMON.is_dir(), reason="this system has no texts of common licenses")
def test_whole_texts_are_told_and_others_are_not(registry: Registry, tmp_path: Path) -> None:
    """With a title or without; a word more, a condition before or behind, or another license on the card, and none is."""
    text = (COMMON / "Apache-2.0").read_text(encoding="utf-8")
    body = text[text.index("1. Definitions") :]
    for given in (text, body, text.upper(), re.sub(r"(?m)^ +", "// ", text)):
        _, guesses = drafted(registry, tmp_path, README__md="# Demo", LICENSE=given)
        assert "Apache-2.0" == guesses["weights.license"]
    for given in (
        text.replace("perpetual", "revocable", 1),
        text.replace("no-charge", "paid", 1),
        "For research only.\n\n" + text,
        text + "\nThe Software may not be sold.\n",
        text.replace("Apache License", "Modified Apache License", 1),
        text[: len(text) // 2],
    ):
        assert "weights.license" not in drafted(registry, tmp_path, README__md="# Demo", LICENSE=given)[1]
    draft, guesses = drafted(registry, tmp_path, README__md=head("license: mit"), LICENSE=text)
    assert "weights.license" not in guesses
    assert any("different licenses (MIT; LICENSE: Apache-2.0)" in note for note in draft.notes)
    gpl = (COMMON / "GPL-3").read_text(encoding="utf-8")
    draft, guesses = drafted(registry, tmp_path, README__md="# Demo", LICENSE=gpl)
    assert "GPL-3.0-only" == guesses["weights.license"]
    assert "later versions" in next(guess.shows for guess in draft.guesses if guess.path == "weights.license")


def test_texts_of_installed_packages_are_told_right_or_not_at_all(registry: Registry) -> None:
    """What each package itself says of its license is never contradicted."""
    names = {id: (id, one.name, *one.aliases) for id, one in registry.licenses.licenses.items()}
    told = 0
    for package in distributions():
        stated = package.metadata.get("License-Expression", "")
        files = [file for file in package.files or () if re.search(r"/LICENSE(\.txt|\.md)?$", str(file))]
        if stated not in names or len(files) != 1 or not Path(str(files[0].locate())).is_file():
            continue
        found = licenses_of(Path(str(files[0].locate())).read_text(encoding="utf-8", errors="replace"), names)
        assert not found or stated in found, package.metadata["Name"]
        told += bool(found)
    assert told >= 5


def test_names_that_are_filled_in_hold_no_condition(registry: Registry) -> None:
    """Who has the copyright, in how many lines, is no part of a text; what may be done is."""
    notice = (
        "Copyright (c) 2026 The Example Lab,\n  Some Street 1, Town\nAll rights reserved.\n\nbody of the text"
    )
    assert ["body", "of", "the", "text"] == words_of(notice)
    bound = "Copyright (c) 2026 Lab\nUse only for research.\n\nbody"
    assert ["use", "only", "for", "research", "body"] == words_of(bound)
    assert words_of("1. A thing;\n (b) another, within 30 days.") == words_of("thing another within 30 days")
    assert words_of("version 2.0") != words_of("version 2.1")


def test_a_run_of_words_has_one_hash(registry: Registry) -> None:
    """Wherever it stands."""
    words = ["a", "b", "c", "a", "b"]
    text = Words(words)
    assert text.run(0, 2) == text.run(3, 2)
    assert text.run(0, 2) != text.run(1, 2)
    assert None is text.run(4, 2)
