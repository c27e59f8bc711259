"""The messages that people read, and their translations: `make messages` collects and compiles them.

Messages are the first argument of `tr` and `noted`, and the help of every command and option. Each catalog
is a `.po` file, which translators' tools read, with the `.mo` beside it that the program reads.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from inspect import getdoc, signature
from pathlib import Path

import tomli
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from openscore.cli.declare import COMMANDS, module_of
from openscore.language import ENGLISH, LANGUAGES
from openscore.records.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "openscore"
HEADER = "# Translations of what OpenScore says to people; `make messages` writes this file."
"""Names neither a year nor a tool: the file is the same whenever and with whatever it is written."""


def collected() -> dict[str, str]:
    """Return every message with the file that says it first."""
    found: dict[str, str] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        for message in _said(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(message, path.relative_to(ROOT).as_posix())
    for path in sorted(SOURCES.rglob("*.j2")):
        for message in IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            found.setdefault(message, path.relative_to(ROOT).as_posix())
    for message, place in _data():
        found.setdefault(message, place)
    for name in COMMANDS:
        for message in _helps(name):
            found.setdefault(message, f"openscore {name}")
    return {message: place for message, place in found.items() if message.strip()}


MESSAGES = {"tr": 1, "noted": 1, "counted": 2}
"""How many messages stand first among the arguments of what says them."""

IN_TEMPLATES = re.compile(r"""\btr\("([^"]*)\"""")
"""A message that a template says."""


def _said(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for said in node.args[: MESSAGES.get(node.func.id, 0)]:
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.value


def _data() -> Iterator[tuple[str, str]]:
    """Yield what data files say to people in English alone: when a value holds, why a rubric has what it has."""
    vocabulary = load_vocabulary()
    terms = (term.scale for term in vocabulary.terms.values())
    stated = [*vocabulary.scales.values(), *terms, *vocabulary.particulars.values()]
    for scale in [*stated, *vocabulary.license_facts.values()]:
        for value in scale.values:
            yield value.means, "openscore/records/vocabulary.toml"
    for path in sorted((ROOT / "rubrics").glob("*.toml")):
        rubric = tomli.loads(path.read_text(encoding="utf-8"))
        parts = [*rubric.get("gates", ()), *rubric.get("criteria", ())]
        for part in parts:
            parts += part.get("parts", ())
            yield part.get("why", ""), path.relative_to(ROOT).as_posix()


def _helps(name: str) -> Iterator[str]:
    """Yield the help of a command and of its options, as the command line shows them."""
    found = module_of(name)
    for command in getattr(found, "commands", {"": getattr(found, "command", None)}).values():
        yield getdoc(command) or ""
        for parameter in signature(command, eval_str=True).parameters.values():
            for told in getattr(parameter.annotation, "__metadata__", ()):
                yield told.help or ""
    if hasattr(found, "commands"):
        yield found.__doc__ or ""


def files(language: str) -> tuple[Path, Path]:
    """Return the catalog of a language, for translators and for the program."""
    folder = SOURCES / "locale" / language / "LC_MESSAGES"
    return folder / "openscore.po", folder / "openscore.mo"


def catalog(language: str) -> Catalog:
    """Return the catalog of a language as it is stored; an empty one if there is none."""
    path = files(language)[0]
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Return the catalog with every message that is said, and none that is not."""
    old = catalog(language)
    new = Catalog(
        locale=language, project="OpenScore", version="", copyright_holder="OpenScore contributors",
        creation_date=old.creation_date, revision_date=old.revision_date, fuzzy=False, header_comment=HEADER,
    )  # fmt: skip
    for message, place in sorted(collected().items()):
        known = old.get(message)
        flags = ["python-brace-format"] if "{" in message else []
        new.add(message, known.string if known else "", locations=[(place, None)], flags=flags)
    return new


def po_text(made: Catalog) -> str:
    """Return a catalog as it is stored."""
    out = io.BytesIO()
    write_po(out, made, width=110, omit_header=False)
    return re.sub(r'"Generated-By: .*\n', "", out.getvalue().decode())


def mo_bytes(made: Catalog) -> bytes:
    """Return a catalog as the program reads it."""
    out = io.BytesIO()
    write_mo(out, made)
    return out.getvalue()


if __name__ == "__main__":
    for language in LANGUAGES:
        if language != ENGLISH:
            po, mo = files(language)
            po.parent.mkdir(parents=True, exist_ok=True)
            made = updated(language)
            po.write_text(po_text(made), encoding="utf-8")
            mo.write_bytes(mo_bytes(made))
            missing = [message.id for message in made if message.id and not message.string]
            sys.stdout.write(f"{language}: {len(made)} messages, {len(missing)} without translation\n")
            sys.stdout.writelines(f"  {text!r}\n" for text in missing[:10])
