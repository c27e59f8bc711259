"""Which test runs which block of the program: every block, once compiled with this, notes that it was reached."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from mutants.syntax import first_line

Block = tuple[str, int]
"""File, and the line of the block's first statement."""
NOTE = "_mutants_note_"
BODIES = ("body", "orelse", "finalbody")


class Blocks:
    """All blocks that were compiled, and those that were reached since somebody asked."""

    def __init__(self) -> None:
        self._listed: list[Block] = []
        self._reached: set[int] = set()

    def noting(self, tree: ast.Module, path: str) -> ast.Module:
        """Let every block inside a function of a module note that it was reached; the tree is changed."""
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self._note(node, path)
        return ast.fix_missing_locations(tree)

    def _note(self, function: ast.AST, path: str) -> None:
        holders = [one for one in ast.walk(function) if not isinstance(one, ast.ClassDef | ast.Module)]
        for holder in holders:
            for name in BODIES:
                block = getattr(holder, name, None)
                if isinstance(block, list) and block and not _is_noting(block):
                    place = next((at for at, one in enumerate(block) if one.lineno == first_line(block)), 0)
                    call = ast.Call(ast.Name(NOTE, ast.Load()), [ast.Constant(len(self._listed))], [])
                    block.insert(place, ast.copy_location(ast.Expr(call), block[place]))
                    self._listed.append((path, block[place].lineno))

    def taken(self) -> set[Block]:
        """Return the blocks that were reached since this was last asked."""
        reached = {self._listed[place] for place in self._reached}
        self._reached.clear()
        return reached

    def begin(self) -> None:
        """Give compiled modules what they note by."""
        setattr(builtins, NOTE, self._reached.add)


def _is_noting(block: Sequence[ast.stmt]) -> bool:
    return any(
        isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Call)
        and isinstance(one.value.func, ast.Name)
        and one.value.func.id == NOTE
        for one in block[:2]
    )


class Importing(MetaPathFinder):
    """Compiles the modules of a package with notes, and one of them with a change."""

    def __init__(self, package: str, blocks: Blocks) -> None:
        self.changed: dict[str, CodeType] = {}
        """Code in place of a file's."""
        self._package, self._blocks = package, blocks

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        """Give modules of the package a loader of ours."""
        if name.partition(".")[0] != self._package:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path, self)
        return spec

    def code(self, path: str) -> CodeType:
        """Return the code of a file."""
        if path in self.changed:
            return self.changed[path]
        return self.compiled(ast.parse(Path(path).read_bytes()), path)

    def compiled(self, tree: ast.Module, path: str) -> CodeType:
        """Return the code of a tree; the tree is changed."""
        return compile(self._blocks.noting(tree, path), path, "exec", dont_inherit=True)

    def begin(self) -> None:
        """Stand before all other ways to import."""
        self._blocks.begin()
        sys.meta_path.insert(0, self)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, importing: Importing) -> None:
        super().__init__(name, path)
        self._importing = importing

    def get_code(self, fullname: str) -> CodeType:
        """Compile the text, never what was compiled before."""
        return self._importing.code(self.get_filename(fullname))
