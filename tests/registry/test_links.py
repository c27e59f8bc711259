"""Bases, served models, families and parts are set and taken away like facts; comments and marks of a file stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from conftest import Run
from samples import entry

from openscore.registry.editor import Editor
from openscore.toml import TomlFile

pytestmark = pytest.mark.usefixtures("few")
SOURCE = ("--source", "card", "--shows", "it says so")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A registry of one model."""
    path = tmp_path / "models.toml"
    path.write_text("# ours\n" + entry("demo", {"weights.license": "MIT"}), encoding="utf-8")
    return path


def demo(file: Path) -> dict[str, object]:
    found: dict[str, object] = tomli.loads(file.read_text(encoding="utf-8"))["models"]["demo"]
    return found


def test_a_base_is_set_replaced_and_taken_out(run: Run, file: Path) -> None:
    """By any name of it; what is left is the file as it was, to the last byte."""
    before = file.read_bytes()
    assert (
        0 == run("set", "demo", "bases.meta-llama/Llama-2-7b", "finetune", *SOURCE, "--registry", file).code
    )
    (base,) = demo(file)["bases"]
    assert ("llama-2", "finetune", ["card"]) == (base["model"], base["relation"], base["sources"])
    words = ("--url", "https://example.org/b", "--shows", "more bits")
    assert 0 == run("set", "demo", "bases.llama-2", "quantized", *words, "--registry", file).code
    (base,) = demo(file)["bases"]
    assert ("quantized", ["b"]) == (base["relation"], base["sources"])
    assert 0 == run("set", "demo", "bases.gpt-2", "finetune", *SOURCE, "--registry", file).code
    assert ["llama-2", "gpt-2"] == [one["model"] for one in demo(file)["bases"]]
    for model in ("gpt-2", "llama-2"):
        assert 0 == run("set", "demo", f"bases.{model}", "unknown", "--registry", file).code
    assert before == file.read_bytes()


def test_a_service_and_its_days(run: Run, file: Path) -> None:
    """From a day, or from one to another; a slip in a day is told."""
    assert 0 == run("set", "demo", "kind", "service", "--registry", file).code
    for value, days in (("2023-03-14/2024-06-06", 2), ("2023-03-14", 1)):
        assert 0 == run("set", "demo", "serves.gpt-2", value, *SOURCE, "--registry", file).code
        (served,) = demo(file)["serves"]
        assert days == sum(key in served for key in ("from", "until"))
    before = file.read_bytes()
    result = run("set", "demo", "serves.gpt-2", "2023-13-14", *SOURCE, "--registry", file)
    assert 2 == result.code
    assert "2023-13-14" in result.err
    assert before == file.read_bytes()


def test_parts_and_the_family_are_set(run: Run, file: Path) -> None:
    """A part has access, license and title of its own."""
    for path, value in (
        ("parts.encoder.license", "MIT"),
        ("parts.encoder.title", "Encoder"),
        ("family", "claude"),
    ):
        assert 0 == run("set", "demo", path, value, *SOURCE, "--registry", file).code, path
    assert {"title": "Encoder"} == {
        key: value for key, value in demo(file)["parts"]["encoder"].items() if key != "license"
    }
    assert "MIT" == demo(file)["parts"]["encoder"]["license"]["value"]
    assert "claude" == demo(file)["family"]
    for path in ("parts.encoder.license", "parts.encoder.title"):
        assert 0 == run("set", "demo", path, "unknown", "--registry", file).code, path
    assert "parts" not in demo(file)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("bases.nobody", "finetune", *SOURCE), "no model named 'nobody'"),
        (("bases.llama-2", "finetun", *SOURCE), "finetun"),
        (("bases.llama-2", "finetune"), "needs a source"),
        (("bases.llama-2", "unknown"), "does not say bases.llama-2"),
        (("parts.encoder.licence", "MIT", *SOURCE), "no fact named 'parts.encoder.licence'"),
        (("bases", "finetune", *SOURCE), "no fact named 'bases'"),
    ],
)
def test_slips_are_told_and_nothing_is_written(
    run: Run, file: Path, words: tuple[str, ...], message: str
) -> None:
    """What was wrong, with near names where there are some."""
    before = file.read_bytes()
    result = run("set", "demo", *words, "--registry", file)
    assert 2 == result.code
    assert message in result.err
    assert before == file.read_bytes()


def test_add_takes_bases_among_its_facts(run: Run, tmp_path: Path) -> None:
    """A fine-tune is the commonest model there is."""
    file = tmp_path / "models.toml"
    words = ("--name", "T", "--developer", "Lab", "--modality", "text", "--summary", "A tune.")
    words += ("--url", "https://example.org/card", "--fact", "bases.gpt-2=finetune: the card says so")
    assert 0 == run("add", "tune", *words, "--registry", file).code
    (base,) = tomli.loads(file.read_text(encoding="utf-8"))["models"]["tune"]["bases"]
    assert ("gpt-2", "finetune") == (base["model"], base["relation"])


# Comments and marks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('a = "x" # kept', 'a = "y" # kept'),
        ('a = "x#no" # kept # whole', 'a = "y" # kept # whole'),
        ("a = 'x # no'", 'a = "y"'),
        ('a = [\n  "x", # first\n  "z",\n] # last', '# first\na = "y" # last'),
        ('a = { b = "#" }# tight', 'a = "y" # tight'),
    ],
)
def test_comments_of_a_changed_value_stay(old: str, new: str) -> None:
    """Behind it where they stood behind, above it where they stood inside; a mark in a text is none."""
    for end in ("\n", "\r\n"):
        text = f"[t]\n{old}\nb = 1\n".replace("\n", end)
        editor = Editor(TomlFile("f", text))
        editor.put(("t",), "a", "y")
        assert f"[t]\n{new}\nb = 1\n".replace("\n", end) == editor.file().text


def test_a_byte_order_mark_stays(run: Run, file: Path) -> None:
    """And a file without one gets none."""
    for mark in (b"\xef\xbb\xbf", b""):
        file.write_bytes(mark + file.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        assert 0 == run("set", "demo", "weights.license", "Apache-2.0", *SOURCE, "--registry", file).code
        assert mark == file.read_bytes()[:3].removesuffix(b"# o")
