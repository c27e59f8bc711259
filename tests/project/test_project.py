"""What holds for the project as a whole."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import partial
from pathlib import Path

import pytest
import readme
from conftest import ROOT, Run

from openscore import Registry
from openscore.cli.declare import COMMANDS
from openscore.hub.compile import DIALECTS
from openscore.resources import import_files, rubric_files

SOURCES = sorted((ROOT / "openscore").rglob("*.py"))
HOUSE = ("openscore", "tests", "benchmarks", "requirements")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PARITY = "<!-- parity -->\n"
"""Above the table of published numbers, which the tests of the peers compare."""


def test_the_program_names_no_model_maker_or_framework(registry: Registry) -> None:
    """Data decides, code interprets: adding one touches no Python."""
    names = {*rubric_files(), *import_files()}
    for record in registry:
        names |= {record.id, record.name, record.developer, *record.aliases}
    names -= {name.title() for name in DIALECTS}  # A maker may sell a database too,
    names -= set(registry.licenses.licenses)  # or have the name of a license.
    patterns = [
        # What follows a dot is a method of something, such as one that clips values; and a maker may be
        # called by a word of the language, which is its name with a capital alone.
        (name, re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", 0 if name.istitle() else re.IGNORECASE))
        for name in sorted(names)
        if len(name) > 2
    ]
    for path in [*SOURCES, ROOT / "openscore" / "records" / "vocabulary.toml"]:
        text = path.read_text(encoding="utf-8")
        folded = text.casefold()
        # Most names stand nowhere at all, which a plain search tells a hundred times faster.
        found = [name for name, pattern in patterns if name.casefold() in folded and pattern.search(text)]
        assert not found, f"{path.name}: {found}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_names_are_documented_and_files_are_short(path: Path) -> None:
    """Every public module, class and function has a docstring; no file over 340 lines, no function over 50."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), path
    assert text.count("\n") <= 340
    public = [
        *tree.body,
        *(inner for node in tree.body if isinstance(node, ast.ClassDef) for inner in node.body),
    ]
    for node in public:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert node.name.startswith("_") or ast.get_docstring(node), f"{path.name}: {node.name}"
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{path.name}: {node.name}"


def test_the_readme_names_every_command_and_only_files_that_exist(run: Run) -> None:
    """Commands and paths in prose are tested, so that they cannot go stale."""
    for name in COMMANDS:
        assert f"openscore {name}" in README, name
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).exists(), link
    for path in re.findall(r"`((?:openscore|rubrics|tests|docs|benchmarks)/[\w./-]+)`", README):
        assert (ROOT / path).exists(), path


def printed(run: Run, words: list[str]) -> str:
    """Return what a command prints, with its errors where the page shows them."""
    if words[-1] == readme.BOTH.strip():
        done = run(*words[:-1])
        return done.err + done.out
    return run(*words).out


@pytest.mark.parametrize(
    ("page", "command", "shown"),
    [
        pytest.param(page, *block, id=f"{page.name}: {block[0]}")
        for page in readme.pages()
        for block in readme.blocks(page.read_text(encoding="utf-8")).items()
    ],
)
def test_pages_show_what_is_printed(run: Run, page: Path, command: str, shown: str) -> None:
    """What stands in the README and the guides is what the commands print; `make readme` writes it."""
    if readme.lacks_sample(command):
        pytest.skip("the sample of real metadata is not here")
    above = page.read_text(encoding="utf-8").partition(f"{readme.MARK}{command} -->")[0]
    assert shown == readme.printed(command, partial(printed, run), above)


def test_no_page_shows_output_that_nobody_compares() -> None:
    """Above each block stands what prints it; both pages that greet a reader have such blocks."""
    pages = readme.pages()
    assert {"README.md", "README.zh-CN.md"} <= {page.name for page in pages}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.count("```text\n") == text.count(readme.MARK) + text.count(PARITY), page.name


def test_versions_agree() -> None:
    """The citation file, the changelog and the package speak of one version."""
    from openscore import __version__

    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {__version__}\n" in citation
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_data_files_name_their_schema() -> None:
    """Editors complete and check them."""
    for path in (ROOT / "models.toml", ROOT / "licenses.toml", *rubric_files().values()):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#:schema ")
        assert (path.parent / first.removeprefix("#:schema ")).is_file()


def test_the_project_speaks_of_the_project_alone() -> None:
    """No path of a machine, no host of a package registry."""
    for path in [*ROOT.glob("*.*"), *(ROOT / "rubrics").glob("*"), *SOURCES]:
        if path.is_file() and path.name != ".git":  # In a worktree it is a file with a path.
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"/work/|/root/|pypi\.org|pythonhosted|npmjs", text), path


def test_no_text_has_the_encoding_of_a_machine() -> None:
    """Files and what other programs say are read and written in an encoding that is named."""
    calls = {"read_text": 0, "write_text": 1}
    for path in [file for folder in HOUSE for file in sorted((ROOT / folder).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named = {word.arg for word in node.keywords}
                decoded = [word for word in node.keywords if word.arg in {"text", "universal_newlines"}]
                called = getattr(node.func, "attr", "")
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                assert not [word for word in decoded if getattr(word.value, "value", None) is True], place
                if called in calls and len(node.args) <= calls[called]:
                    assert "encoding" in named, place


def test_dependencies_are_as_few_as_declared() -> None:
    """What the package imports is what its metadata asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    names = [re.split(r"[^\w-]", name)[0].replace("-", "_") for name in [*project["dependencies"], *extras]]
    modules = {
        "cyclonedx_python_lib": "cyclonedx",
        "pyyaml": "yaml",
        "vl_convert_python": "vl_convert",
        "python_docx": "docx",
    }
    declared = {modules.get(name, name) for name in names}
    imported = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add((node.module or "").split(".")[0])
    import sys

    assert declared == imported - set(sys.stdlib_module_names) - {"openscore"}
