"""Licenses told by a link or by a repository, where a card names none."""

from __future__ import annotations

import pytest

from openscore.records.license_places import Places, plain_address

PLACES = Places(
    {
        "LicenseRef-a": {
            "links": ["example.org/terms", "github.com/maker/model/license-model"],
            "hub": [{"repository": "maker/model-*"}],
        },
        "LicenseRef-b": {"hub": [{"repository": "Maker/Model-7B-chat"}]},
        "LicenseRef-c": {},
    }
)


@pytest.mark.parametrize(
    ("link", "plain"),
    [
        ("https://Example.org/Terms/", "example.org/terms"),
        ("http://www.example.org/terms?lang=en#top", "example.org/terms"),
        ("https://github.com/Maker/Model/blob/main/LICENSE-MODEL", "github.com/maker/model/license-model"),
        ("https://github.com/Maker/Model/blob/1a2b3c/a/LICENSE", "github.com/maker/model/a/license"),
        (
            "https://github.com/Maker/Model/blob/main/docs/raw/LICENSE",
            "github.com/maker/model/docs/raw/license",
        ),
        ("https://raw.githubusercontent.com/Maker/Model/main/LICENSE", "github.com/maker/model/license"),
        ("https://raw.githubusercontent.com/M/N/refs/heads/main/A%20B", "github.com/m/n/a b"),
        ("LICENSE", ""),
        ("", ""),
        ("ftp://example.org/terms", ""),
    ],
)
def test_an_address_is_one_however_it_is_written(link: str, plain: str) -> None:
    """Scheme, case, revision, query and the last slash differ from card to card."""
    assert plain == plain_address(link)


@pytest.mark.parametrize(
    ("link", "repository", "id"),
    [
        ("https://example.org/terms", "somebody/else", "LicenseRef-a"),
        ("https://github.com/maker/model/blob/main/LICENSE-MODEL", "somebody/else", "LicenseRef-a"),
        ("https://huggingface.co/maker/model-7b/blob/main/LICENSE", "somebody/else", "LicenseRef-a"),
        ("https://huggingface.co/maker/other/blob/main/LICENSE", "maker/model-7b", ""),
        ("LICENSE", "maker/model-7b", "LicenseRef-a"),
        ("", "MAKER/model-7b", "LicenseRef-a"),
        ("https://example.org/unheard-of", "maker/model-7b", "LicenseRef-a"),
        ("", "maker/other", ""),
        ("", "other/model-7b", ""),
    ],
)
def test_a_link_goes_before_the_own_repository(link: str, repository: str, id: str) -> None:
    """Whoever links to the file of another repository says that its license is there."""
    assert id == PLACES.find(link, repository)


def test_the_longest_pattern_says_the_most() -> None:
    """An exception stands beside the rule."""
    assert "LicenseRef-b" == PLACES.find("", "maker/model-7b-chat")


def test_only_owners_of_patterns_need_be_looked_at() -> None:
    """A hub has millions of rows, and a few owners tell their licenses by repository."""
    assert {"maker"} == PLACES.owners
