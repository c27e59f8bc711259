"""Write a site as a folder, whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from openscore.errors import UsageError
from openscore.files import abandoned, hold, is_folder, reason_of
from openscore.language import language, speak, tr
from openscore.site.changes_pages import changes_pages, feed
from openscore.site.compare_page import compare_pages
from openscore.site.facets import models_data
from openscore.site.group_pages import license_pages, maker_pages
from openscore.site.interface import interface_files
from openscore.site.model_page import model_pages
from openscore.site.places import ASSETS
from openscore.site.ranking_page import ranking_pages
from openscore.site.rubric_pages import framework_pages, rubric_pages
from openscore.site.script_data import assigned
from openscore.site.script_files import script
from openscore.site.script_words import script_words
from openscore.site.sheets import FOLDER, Pages, Renderer
from openscore.site.text_pages import text_pages
from openscore.site.world import World

MARK = ".openscore-site"
"""Says that a folder was written by this command, which may write it anew."""
PAGES: tuple[Pages, ...] = (
    ranking_pages, compare_pages, model_pages, maker_pages, license_pages, rubric_pages, framework_pages,
    changes_pages, text_pages,
)  # fmt: skip

BESIDE, ASIDE = ".openscore-site-", "-old"
"""How the names begin of folders that are written, and how those end that are moved aside."""
Tick = Callable[[str], None]
"""Is told the path of each file that is written."""


def build(world: World, folder: Path, tick: Tick | None = None) -> None:
    """Write the site into a folder; it is written beside it first, and takes its place when it is whole.

    Args:
        world: What the pages are made of.
        folder: It need not be there; what this command wrote before is replaced.
        tick: Is told of each file.

    Raises:
        UsageError: If the folder holds something else, or cannot be written.
    """
    target = folder.absolute()
    _refuse_foreign(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mend(target)
        beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{BESIDE}{os.getpid()}-{target.name}-"))
        held = os.open(beside, os.O_RDONLY) if sys.platform != "win32" else None
        try:
            if held is not None:
                hold(held)
            for path, content in files_of(world):
                place = beside / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.encode("utf-8", "backslashreplace"))
                if tick:
                    tick(path)
            _take_place(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
            if held is not None:
                os.close(held)
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(tr("cannot write '{output}': {reason}", output=folder, reason=reason)) from error


def files_of(
    world: World, kinds: Sequence[Pages] = PAGES, *, has_interface: bool = True
) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file of the site.

    Args:
        world: What the pages are made of.
        kinds: The kinds of pages, all of them or some.
        has_interface: Whether the files for programs are among them.
    """
    yield MARK, f"OpenScore {world.version}\n"
    yield ".nojekyll", ""
    for file in sorted((FOLDER / "static").iterdir()):
        yield f"{ASSETS}/{file.name}", file.read_text(encoding="utf-8")
    yield f"{ASSETS}/site.js", script()
    renderer = Renderer(world)
    spoken = language()
    try:
        for one in world.frame.languages:
            speak(one)
            for pages in kinds:
                for sheet in pages(world):
                    yield f"{one}/{sheet.path}", renderer.html(sheet)
            yield f"{one}/changes.atom", feed(world)
            yield f"{ASSETS}/words.{one}.js", assigned("openscoreWords", script_words())
            yield f"{ASSETS}/models.{one}.js", assigned("openscoreModels", models_data(world))
        speak(world.frame.languages[0])
        yield "index.html", renderer.door()
        if has_interface:
            yield from interface_files(world)
    finally:
        speak(spoken)


def _refuse_foreign(target: Path) -> None:
    if (
        target.exists()
        and not (target / MARK).is_file()
        and not (is_folder(target) and not any(target.iterdir()))
    ):
        raise UsageError(
            tr("'{folder}' is there, and `openscore site build` did not make it", folder=target.name),
            hint=tr("name a new folder, or an empty one"),
        )


def mend(target: Path) -> None:
    """Put back what a build that was stopped had moved aside, and take away what it left."""
    for left in sorted(target.parent.glob(f"{BESIDE}*-{target.name}-*")):
        with abandoned(left) as is_left:
            if is_left and left.name.endswith(ASIDE) and not target.exists():
                left.rename(target)
            elif is_left:
                shutil.rmtree(left, ignore_errors=True)


def _take_place(made: Path, target: Path) -> None:
    """Put a whole folder where the old one is; if that fails, the old one stays."""
    made.chmod(0o755)
    old = made.with_name(made.name + ASIDE)
    if target.exists():
        target.rename(old)
    try:
        made.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
