"""A license is told by its whole text, however it is laid out; one condition more, or turned around, and it is not."""

from __future__ import annotations

import pytest

from openscore.peers import license_texts
from openscore.peers.license_texts import Text, fingerprint, licenses_of, readings, short, words_of

ID = "Example-1.0"
NAMES = {ID: (ID, "Example Public License 1.0")}
GRANT = "Everybody may use the work."
MARKS = "the names of its contributors may not be used to endorse a product."
BODY = f"{GRANT}\n\nThe name of the owner and {MARKS}\n\nThe work comes as it is."


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(text: str) -> str:
        return f"{len(words_of(text))}:{fingerprint(words_of(text))}"

    # One place to fill in holds who is named, the other whether the names may be used.
    pattern = [run(GRANT), 8, run("the names of its contributors"), -4, run("used to endorse a product. The work comes as it is.")]  # fmt: skip
    title = frozenset([*map(short, words_of("Free terms of the Example Lab")), "1.0"])
    monkeypatch.setattr(license_texts, "_texts", lambda: {ID: Text([pattern], title)})


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"Example Public License\nVersion 1.0, May 2026\n\n{BODY}",
        f"Version 1.0, May 2026\n\n{BODY}",
        f"# **Free terms of the Example Lab**\n\n{BODY}",
        f"Example Public License 1\n\nCopyright (c) 2026 Some Lab, Inc.\nAll rights reserved.\n\n{BODY}",
        BODY.replace("owner", "Some Lab, Inc."),
        BODY.replace(" ", "\n"),
        "\n".join(f"> {line}" for line in BODY.split("\n")),
        "\r\n".join(f"# {line}" for line in BODY.split("\n")),
        f"{BODY}\n\nEND OF LICENSE\n",
    ],
)
def test_a_text_is_told_however_it_is_laid_out(text: str) -> None:
    """With its title, part of it or none, other breaks of lines, quoted, commented, and with an owner."""
    assert licenses_of(text, NAMES) == [ID]


@pytest.mark.parametrize(
    "text",
    [
        BODY.replace("may not be", "may be"),
        BODY.replace("The name of the owner", "Not the name of the owner"),
        BODY.replace("Everybody may", "Everybody may not"),
        f"Example Public License 1.1\n\n{BODY}",
        f"Example Public License, version 0.5\n\n{BODY}",
        f"For research only.\n\n{BODY}",
        f"{BODY}\n\nThe work may not be sold.",
        f"Modified Example Public License\n\n{BODY}",
        BODY.replace("owner", "owner, who permits research only,"),
        BODY.partition("The work comes")[0],
    ],
)
def test_what_is_changed_is_another_text(text: str) -> None:
    """A negation, another version, a condition in front or behind, a name that says so, a part left out."""
    assert licenses_of(text, NAMES) == []


def test_a_notice_that_a_paragraph_goes_on_from_is_read_in_both_ways() -> None:
    """Where lines were broken anew nobody sees whose line it was."""
    broken = "Copyright 2026 Some Lab,\nTown. Permission to copy is granted."
    found = list(readings(broken))
    assert found[0] == ["town", "permission", "to", "copy", "is", "granted"]
    assert found[1] == ["copyright", "2026", "some", "lab", *found[0]]


def test_accents_and_kinds_of_apostrophes_are_no_difference() -> None:
    """Copies lose them."""
    assert (
        words_of("rédigés par l’auteur")
        == words_of("rediges par l'auteur")
        == words_of("rediges par l´auteur")
    )
