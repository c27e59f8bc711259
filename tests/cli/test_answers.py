"""Answers at a terminal are checked when they are given, so that one slip loses no others."""

from __future__ import annotations

import io
import sys

import pytest

from openscore import Registry
from openscore.cli.answers import wrong_address, wrong_day, wrong_id, wrong_license, wrong_modality
from openscore.cli.prompt import ask
from openscore.errors import UsageError


def test_what_is_wrong_is_said_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The third wrong answer ends it."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("2026-13-01\n2026-01-31\n"))
    assert "2026-01-31" == ask("Day", wrong=wrong_day)
    assert "wanted a date such as" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n\nwell\n"))
    assert "well" == ask("Shows", is_needed=True)
    assert "an answer is needed" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\nb\nc\nd\n"))
    with pytest.raises(UsageError) as error:
        ask("Which", known=("x", "y"))
    assert "'c' is not one of x, y" in error.value.message


def test_each_kind_of_answer_has_its_own_check(registry: Registry) -> None:
    """Good ones pass; near names are offered for others."""
    assert "" == wrong_id("example-7.5b")
    assert "is no id" in wrong_id("Example 7B")
    assert "" == wrong_address("https://example.org/card")
    assert "no http or https address" in wrong_address("example.org/card")
    assert "" == wrong_modality("text, image", registry.vocabulary)
    assert "text" in wrong_modality("tex", registry.vocabulary)
    for license in ("MIT", "apache-2.0", "NONE", "MIT OR Apache-2.0", "LicenseRef-own", "Zend-2.0"):
        assert "" == wrong_license(license, registry.licenses)
    assert "did you mean" in wrong_license("Apche-2.0", registry.licenses)
    assert "no license expression" in wrong_license("MIT AND (", registry.licenses)
