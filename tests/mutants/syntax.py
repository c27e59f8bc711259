"""Changes of a Python module, one at a time, in its syntax tree.

Not mutated: strings (what people read has tests of its own), annotations, decorators, what only type checkers see,
and `strict` of a zip, which asserts what is so.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift, ast.Pow: ast.Mult, ast.BitXor: ast.BitOr,
}  # fmt: skip
NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
EVEN = {"lowest", "max", "min", "same_maker", "worst", "_outside", "_worst"}
"""Of two values the least is the same whichever is named first, and so is the worst."""
UNSWAPPED = {
    "isinstance",
    "issubclass",
    "getattr",
    "setattr",
    "hasattr",
    "zip",
    "tr",
    "noted",
    "counted",
    "cast",
}


class Site(NamedTuple):
    """A place in a module and one change of it."""

    line: int
    function: str
    """Qualified name of the outermost function around it; empty in a module or a class."""
    block: int
    """Line of the first statement of the innermost block around it."""
    statement: ast.stmt
    """The innermost one around it."""
    new: ast.AST
    """What stands in place of it, or of a part of it."""
    put: Callable[[ast.AST], None]

    def apply(self) -> tuple[str, str]:
        """Change the tree in place; return the statement in one line as it was and as it is."""
        was = text_of(self.statement)
        self.put(self.new)
        return was, text_of(self.new if isinstance(self.new, ast.stmt) else self.statement)


class _Place(NamedTuple):
    scope: str
    function: str
    block: int
    statement: ast.stmt


def sites(tree: ast.Module) -> list[Site]:
    """Return every change of a module, in the order of its text."""
    found: list[Site] = []
    _block(tree, "body", _Place("", "", 0, ast.Pass()), found)
    return found


def text_of(statement: ast.stmt) -> str:
    """Return a statement in one line; of one that holds others its head."""
    bodies = ("body", "orelse", "handlers", "finalbody")
    if not any(getattr(statement, name, None) for name in bodies):
        return " ".join(ast.unparse(statement).split())
    bare = {field: [] if field in bodies else value for field, value in ast.iter_fields(statement)}
    return " ".join(ast.unparse(ast.fix_missing_locations(type(statement)(**bare))).split())


def first_line(block: list[ast.stmt]) -> int:
    """Return by what a block is known: the line of its first statement that is no docstring."""
    return next((one.lineno for one in block if not _is_docstring(one)), block[0].lineno)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _block(parent: ast.AST, field: str, place: _Place, found: list[Site]) -> None:
    statements: list[ast.stmt] = getattr(parent, field)
    for index, one in enumerate(statements):
        here = place._replace(block=first_line(statements), statement=one)
        if _is_docstring(one) or _is_for_types(one, place):
            continue
        _note(one, partial(_put, statements, index), here, found)
        _inside(one, here, found)


def _is_for_types(node: ast.stmt, place: _Place) -> bool:
    is_alias = isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript) and not place.function
    return is_alias or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))


def _inside(node: ast.AST, place: _Place, found: list[Site]) -> None:
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        name = f"{place.scope}{node.name}"
        if isinstance(node, ast.ClassDef):
            _block(node, "body", place._replace(scope=f"{name}."), found)
            return
        _inside(node.args, place, found)
        _block(node, "body", place._replace(scope=f"{name}.", function=place.function or name), found)
        return
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment", "ctx", "format_spec"):
            continue
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            _block(node, field, place, found)
        elif isinstance(value, list):
            for index, child in enumerate(value):
                if isinstance(child, ast.AST):
                    _note(child, partial(_put, value, index), place, found)
                    _inside(child, place, found)
        elif isinstance(value, ast.AST):
            _note(value, partial(setattr, node, field), place, found)
            _inside(value, place, found)


def _put(nodes: list[Any], index: int, new: ast.AST) -> None:
    nodes[index] = new


def _note(node: ast.AST, put: Callable[[ast.AST], None], place: _Place, found: list[Site]) -> None:
    line = getattr(node, "lineno", place.statement.lineno)
    for new in replacements(node):
        if hasattr(node, "lineno"):
            ast.copy_location(new, node)
        found.append(Site(line, place.function, place.block, place.statement, new, put))


def replacements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what could stand in place of a node."""
    kind = getattr(_Replacements, type(node).__name__, None)
    if kind is not None:
        yield from kind(node)


class _Replacements:
    """By kind of node."""

    @staticmethod
    def Compare(node: ast.Compare) -> Iterator[ast.AST]:
        for place, op in enumerate(node.ops):
            ops = [*node.ops[:place], COMPARISONS[type(op)](), *node.ops[place + 1 :]]
            yield ast.Compare(node.left, ops, node.comparators)
            if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) and len(node.ops) == 1:
                yield ast.UnaryOp(ast.Not(), node)

    @staticmethod
    def BoolOp(node: ast.BoolOp) -> Iterator[ast.AST]:
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for place in range(len(node.values)):
            rest = [*node.values[:place], *node.values[place + 1 :]]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)

    @staticmethod
    def UnaryOp(node: ast.UnaryOp) -> Iterator[ast.AST]:
        if isinstance(node.op, ast.Not | ast.USub):
            yield node.operand

    @staticmethod
    def BinOp(node: ast.BinOp) -> Iterator[ast.AST]:
        is_text = any(isinstance(one, ast.JoinedStr) for one in (node.left, node.right))
        if type(node.op) in ARITHMETIC and not is_text:
            yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)

    @staticmethod
    def Constant(node: ast.Constant) -> Iterator[ast.AST]:
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, int | float):
            yield ast.Constant(node.value + 1)

    @staticmethod
    def Call(node: ast.Call) -> Iterator[ast.AST]:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in NAMES:
            yield ast.Call(ast.Name(NAMES[name], ast.Load()), node.args, node.keywords)
        plain = len(node.args) > 1 and not any(isinstance(one, ast.Starred) for one in node.args[:2])
        called = node.func.attr if isinstance(node.func, ast.Attribute) else name
        is_even = called in EVEN and not node.keywords
        if (
            plain
            and name not in UNSWAPPED
            and not is_even
            and ast.dump(node.args[0]) != ast.dump(node.args[1])
        ):
            yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)

    @staticmethod
    def IfExp(node: ast.IfExp) -> Iterator[ast.AST]:
        yield ast.IfExp(node.test, node.orelse, node.body)

    @staticmethod
    def comprehension(node: ast.comprehension) -> Iterator[ast.AST]:
        for place in range(len(node.ifs)):
            rest = [*node.ifs[:place], *node.ifs[place + 1 :]]
            yield ast.comprehension(node.target, node.iter, rest, node.is_async)

    @staticmethod
    def Return(node: ast.Return) -> Iterator[ast.AST]:
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield ast.Return(ast.Constant(None))

    @staticmethod
    def Expr(node: ast.Expr) -> Iterator[ast.AST]:
        yield ast.Pass()

    @staticmethod
    def Assign(node: ast.Assign) -> Iterator[ast.AST]:
        if not any(isinstance(target, ast.Name | ast.Tuple) for target in node.targets):
            yield ast.Pass()

    @staticmethod
    def AugAssign(node: ast.AugAssign) -> Iterator[ast.AST]:
        yield ast.Pass()
        if type(node.op) in ARITHMETIC:
            yield ast.AugAssign(node.target, ARITHMETIC[type(node.op)](), node.value)

    @staticmethod
    def Raise(node: ast.Raise) -> Iterator[ast.AST]:
        yield ast.Pass()

    @staticmethod
    def Continue(node: ast.Continue) -> Iterator[ast.AST]:
        yield ast.Break()

    @staticmethod
    def Break(node: ast.Break) -> Iterator[ast.AST]:
        yield ast.Continue()

    @staticmethod
    def If(node: ast.If) -> Iterator[ast.AST]:
        if not isinstance(node.test, ast.Compare | ast.UnaryOp):
            test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
            yield ast.If(test, node.body, node.orelse)

    @staticmethod
    def While(node: ast.While) -> Iterator[ast.AST]:
        yield ast.While(ast.copy_location(ast.Constant(False), node.test), node.body, node.orelse)
