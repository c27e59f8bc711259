"""The editor of registry files, line by line: what is put where, what goes with what is taken out, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from openscore.errors import DataError, UsageError
from openscore.registry.editor import Editor
from openscore.registry.toml_values import written
from openscore.toml import TomlFile

ORDER = ("x", "y", "z")
Edit = Callable[[Editor], None]
FILE = """# of us

[models.b]
n = 1 # one

[models.b.y]
k = 1
# of y


[models.d]
n = 4

[models.d.y]
k = 4
"""


def put(table: str, key: str = "v", value: object = 2) -> Edit:
    return lambda editor: editor.put(tuple(table.split(".")), key, value)


def dropped(table: str, key: str) -> Edit:
    return lambda editor: editor.drop(tuple(table.split(".")), key)


EDITS: dict[str, tuple[str, Edit, str, str]] = {
    "a key behind the last of its table, before what is said of the next": (
        FILE, put("models.b.y"), "k = 1\n# of y", "k = 1\nv = 2\n# of y"),
    "a key in place of one, with what stands behind it": (FILE, put("models.b", "n"), "n = 1 # one", "n = 2 # one"),
    "a table before all others of its entry": (FILE, put("models.b.x"), "[models.b.y]", "[models.b.x]\nv = 2\n\n[models.b.y]"),
    "a table behind those that it comes after": (
        FILE, put("models.b.z"), "k = 1\n# of y", "k = 1\n\n[models.b.z]\nv = 2\n# of y"),
    "a table of a name that has no place comes last": (
        FILE, put("models.b.other"), "k = 1\n# of y", "k = 1\n\n[models.b.other]\nv = 2\n# of y"),
    "a table below another": (FILE, put("models.b.y.more"), "k = 1\n# of y", "k = 1\n\n[models.b.y.more]\nv = 2\n# of y"),
    "the table of an entry that has only others": (
        "[models.b.y]\nk = 1\n", put("models.b"), "[models.b.y]", "[models.b]\nv = 2\n\n[models.b.y]"),
    "an entry between two": (FILE, put("models.c"), "k = 1\n# of y", "k = 1\n\n\n[models.c]\nv = 2\n# of y"),
    "an entry behind all": (FILE, put("models.e"), "k = 4\n", "k = 4\n\n\n[models.e]\nv = 2\n"),
    "an entry before all of its table comes behind what there is": (
        FILE, put("models.a"), "k = 4\n", "k = 4\n\n\n[models.a]\nv = 2\n"),
    "an entry of another table": (FILE, put("families.c"), "k = 4\n", "k = 4\n\n\n[families.c]\nv = 2\n"),
    "an entry of a table that stands before": (
        f"[families.a]\nn = 1\n\n\n{FILE}", put("families.b"), "n = 1\n\n\n# of us", "n = 1\n\n\n[families.b]\nv = 2\n\n\n# of us"),
    "a key that has to be quoted": (FILE, put("models.d", "a b"), "n = 4", 'n = 4\n"a b" = 2'),
    "an entry whose id has a dot": (
        '[models."b.1"]\nn = 1\n', lambda editor: editor.put(("models", "b.1"), "n", 2), "n = 1", "n = 2"),
    "a value over lines": ("[t]\na = [\n  1,\n  2,\n]\nb = 3\n", put("t", "a"), "a = [\n  1,\n  2,\n]", "a = 2"),
    "a quoted key": ('[t]\n"a" = 1\nb = 3\n', put("t", "a"), '"a" = 1', "a = 2"),
    "a key without a value of its own is not another that begins so": (
        "[t]\naa = 1\n", put("t", "a"), "aa = 1", "aa = 1\na = 2"),
    "a guess of the same key": (
        "[t]\n# guess: aa = 1\n# guess: a = 1\n# so\n", put("t", "a"), "# guess: a = 1", "a = 2"),
    "a guess into a table that there is": (
        FILE, lambda editor: editor.guess(("models", "b", "y"), "v", 2), "k = 1\n# of y", "k = 1\n# guess: v = 2\n# of y"),
    "a guess into one that there is not": (
        FILE, lambda editor: (editor.guess(("models", "e"), "v", 2), editor.put(("models", "e"), "w", 3)),
        "k = 4\n", "k = 4\n\n\n[models.e]\n# guess: v = 2\nw = 3\n"),
    "nothing before it": ("", put("t"), "", "[t]\nv = 2\n"),
    "a comment before it": ("# ours\n", put("t"), "# ours\n", "# ours\n\n\n[t]\nv = 2\n"),
    "a comment without an end of its line": ("# ours", put("t"), "# ours", "# ours\n\n\n[t]\nv = 2"),
    "a last line without an end": ("[t]\na = 1", put("t"), "a = 1", "a = 1\nv = 2"),
    "a last line without an end, replaced": ("[t]\na = 1", put("t", "a"), "a = 1", "a = 2"),
    "a last line without an end, taken out": ("[t]\na = 1\nb = 1", dropped("t", "b"), "a = 1\nb = 1", "a = 1"),
    "a table without an end of its last line": ("[t.a]\nn = 1\n\n[t.a.x]\nn = 1", dropped("t.a.x", "n"), "\n\n[t.a.x]\nn = 1", ""),
    "all that there is": ("[t]\na = 1", dropped("t", "a"), "[t]\na = 1", ""),
    "a table that has only what is said of the next": (
        "[t.a]\n# of b\n\n[t.b]\nn = 1\n", put("t.a"), "[t.a]\n", "[t.a]\nv = 2\n"),
    "an entry before what is said at the end": (f"{FILE}# end\n", put("families.c"), "k = 4\n", "k = 4\n\n\n[families.c]\nv = 2\n"),
    "a guess that comes first": ("[t]\n# guess: a = 1\nb = 1\n", put("t", "a"), "# guess: a = 1", "a = 2"),
    "a guess of the same key elsewhere": (
        "[t.a]\n# guess: v = 1\n[t.b]\nn = 1\n", put("t.b"), "n = 1\n", "n = 1\nv = 2\n"),
    "a guess alone": (
        "[t.a]\nn = 1\n", lambda editor: editor.guess(("t", "a", "x"), "v", 2), "n = 1\n", "n = 1\n\n[t.a.x]\n# guess: v = 2\n"),
    "comments on every line of a value": (
        "[t]\na = [\n  1, # one\n  2, # two # and more\n] # last\n", put("t", "a"),
        "a = [\n  1, # one\n  2, # two # and more\n] # last", "# one\n# two # and more\na = 2 # last"),
    "a mark in a text over lines": ('[t]\na = """\nx # no\n"""\n', put("t", "a"), 'a = """\nx # no\n"""', "a = 2"),
    "a mark in a text": ('[t]\na = "x # no" # yes\n', put("t", "a"), '"x # no"', "2"),
    "a table below tables that no line names": ("[t.a.x]\nn = 1\n", dropped("t.a.x", "n"), "[t.a.x]\nn = 1\n", ""),
    "a table below an empty one": ("[t.a]\n\n[t.a.x]\nk = 1\n", dropped("t.a.x", "k"), "\n[t.a.x]\nk = 1\n", ""),
    "a table with one of more lines before it": (
        "[t.a]\nn = 1\n\n\n[t.a.x]\nk = 1\n", dropped("t.a.x", "k"), "\n[t.a.x]\nk = 1\n", ""),
    "an entry with two of more lines before it": (
        "[t.a]\nn = 1\n\n\n\n[t.b]\nk = 1\n", dropped("t.b", "k"), "\n\n[t.b]\nk = 1\n", ""),
    "a whole entry with two of more lines before it": (
        "[t.a]\nn = 1\n\n\n\n[t.b]\nk = 1\n", lambda editor: editor.drop_entry(("t", "b")), "\n\n[t.b]\nk = 1\n", ""),
    "an item with one of more lines before it": (
        "[t.a]\nn = 1\n\n\n[[t.a.y]]\nk = 1\n", lambda editor: editor.drop_item(("t", "a", "y"), 0), "\n[[t.a.y]]\nk = 1\n", ""),
    "a fact with one of more lines before it": (
        "[t.a]\nn = 1\n\n\n[t.a.x]\nv = 1\n", lambda editor: editor.drop_value(("t", "a"), "x"), "\n[t.a.x]\nv = 1\n", ""),
    "two keys where there was nothing": (
        "", lambda editor: (editor.put(("t",), "a", 1), editor.put(("t",), "b", 2)), "", "[t]\na = 1\nb = 2\n"),
    "a key taken out": ("[t]\na = 1\nb = 1\nc = 1\n", dropped("t", "b"), "b = 1\n", ""),
    "the last key, with its table and the line before": (FILE, dropped("models.d.y", "k"), "\n[models.d.y]\nk = 4\n", ""),
    "a table in the middle": (FILE, dropped("models.b.y", "k"), "\n[models.b.y]\nk = 1\n", ""),
    "the table of an entry that has others": (FILE, dropped("models.d", "n"), "\n[models.d]\nn = 4\n", ""),
    "an entry's only table, with both lines before": (
        "[t.a]\nn = 1\n\n\n[t.b]\nn = 1\n\n\n[t.c]\nn = 1\n", dropped("t.b", "n"), "\n\n[t.b]\nn = 1\n", ""),
    "the first of all": ("[t.b]\nn = 1\n\n\n[t.c]\nn = 1\n", dropped("t.b", "n"), "[t.b]\nn = 1\n", ""),
    "a key beside a comment leaves the table to it": (
        "[t]\na = 1\n# why\nb = [\n]\n", lambda editor: (editor.drop(("t",), "a"), editor.put(("t",), "c", 2), editor.drop(("t",), "b")),
        "a = 1\n# why\nb = [\n]\n", "# why\nc = 2\n"),
    "a value over lines taken out": ("[t]\na = [\n  1,\n]\nb = 3\n", dropped("t", "a"), "a = [\n  1,\n]\n", ""),
    "an entry, whatever stands between its tables": (
        f"{FILE}\n[models.b.z]\nk = 1\n", lambda editor: editor.drop_entry(("models", "b")),
        f"{FILE}\n[models.b.z]\nk = 1\n", "# of us\n# of y\n\n\n[models.d]\nn = 4\n\n[models.d.y]\nk = 4\n"),
    "an entry, and not another that begins so": (
        "[t.a]\nn = 1\n\n\n[t.ab]\nn = 1\n", lambda editor: editor.drop_entry(("t", "a")), "[t.a]\nn = 1\n\n\n", "\n\n"),
    "an item behind its array": (
        "[t.a]\nn = 1\n\n[[t.a.y]]\nk = 1\n\n\n[t.b]\nn = 1\n", lambda editor: editor.append(("t", "a", "y"), {"k": 2, "l": "m"}),
        "k = 1\n", 'k = 1\n\n[[t.a.y]]\nk = 2\nl = "m"\n'),
    "the first item of an array": (
        "[t.a]\nn = 1\n", lambda editor: editor.append(("t", "a", "y"), {"k": 2}), "n = 1\n", "n = 1\n\n[[t.a.y]]\nk = 2\n"),
    "an item in the middle taken out": (
        "[t.a]\nn = 1\n\n[[t.a.y]]\nk = 1\n\n[[t.a.y]]\nk = 2\n\n[[t.a.y]]\nk = 3\n",
        lambda editor: editor.drop_item(("t", "a", "y"), 1), "\n[[t.a.y]]\nk = 2\n", ""),
    "the only item taken out": (
        "[t.a]\nn = 1\n\n[[t.a.y]]\nk = 1\n", lambda editor: editor.drop_item(("t", "a", "y"), 0), "\n[[t.a.y]]\nk = 1\n", ""),
    "a fact that is a table": (
        "[t.a]\nn = 1\n\n[t.a.x]\nv = 1\nw = 1\n", lambda editor: editor.put_value(("t", "a"), "x", {"v": 2, "u": 3}),
        "v = 1\nw = 1\n", "v = 2\nu = 3\n"),
    "a fact that stands within a line": (
        "[t.a]\nx = { v = 1, w = 1 }\n", lambda editor: editor.put_value(("t", "a"), "x", {"v": 2}), "{ v = 1, w = 1 }", "{ v = 2 }"),
    "a fact that there was not": (
        "[t.a]\nn = 1\n", lambda editor: editor.put_value(("t", "a"), "x", {"v": 2}), "n = 1\n", "n = 1\n\n[t.a.x]\nv = 2\n"),
    "a fact taken out of its line": (
        "[t.a]\nn = 1\nx = { v = 1 }\n", lambda editor: editor.drop_value(("t", "a"), "x"), "x = { v = 1 }\n", ""),
    "a fact taken out with its table": (
        "[t.a]\nn = 1\n\n[t.a.x]\nv = 1\nw = 1\n\n[t.a.y]\nn = 1\n", lambda editor: editor.drop_value(("t", "a"), "x"),
        "\n[t.a.x]\nv = 1\nw = 1\n", ""),
}  # fmt: skip
"""What is edited, how, which piece of it becomes another, and which one."""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("name", EDITS)
def test_each_edit_changes_its_piece_and_no_other_byte(name: str, end: str) -> None:
    """Whichever way lines end; and what the text then says is what was meant."""
    text, edit, old, new = EDITS[name]
    assert text.count(old) == 1 or not old
    editor = Editor(TomlFile("f", text.replace("\n", end)), ORDER)
    edit(editor)
    expected = text.replace(old, new) if old else new
    # A file that is begun has no way yet in which its lines end.
    assert editor.file().text == (expected.replace("\n", end) if text.count("\n") else expected)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (dropped("models.b", "nothing"), "'f' does not say models.b.nothing"),
        (dropped("models.nobody", "n"), "'f' does not say models.nobody.n"),
        (lambda editor: editor.drop_value(("models", "b"), "x"), "'f' does not say models.b.x"),
        (lambda editor: editor.drop_entry(("models", "nobody")), "'f' has no entry models.nobody"),
    ],
)
def test_what_there_is_not_cannot_be_taken_out(edit: Edit, told: str) -> None:
    """It is told, by its whole path."""
    with pytest.raises(UsageError) as raised:
        edit(Editor(TomlFile("f", FILE), ORDER))
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("[t]\na = [{ k = 1 }]\n", lambda editor: editor.drop_item(("t", "a"), 0)),
        ("[t]\na = { k = 1 }\n", put("t.a")),
        ("t = { a = 1 }\n", put("t")),
        ('[t]\na = """\nb = 1\n"""\nb = 3\n', put("t", "b")),
        ('[t]\na = """\n# b"""\n', put("t", "a")),
    ],
)
def test_a_layout_that_lines_do_not_show_is_refused(text: str, edit: Edit) -> None:
    """Nothing else is put in its place, and nothing is lost."""
    editor = Editor(TomlFile("f", text), ORDER)
    edit(editor)
    with pytest.raises(DataError, match="cannot be edited here"):
        editor.file()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"), (False, "false"), (7, "7"), (date(2026, 1, 2), "2026-01-02"), ("a \"b\"", '"a \\"b\\""'),
        (["a", 1], '["a", 1]'), ((), "[]"), ({"a b": 1, "c": [True]}, '{ "a b" = 1, c = [true] }'),
        ("\u00e9\u3000\u202e\x07\U000e0001", '"\u00e9\u3000\\u202e\\u0007\\U000e0001"'), ("\uffff\U00010000", '"\\uffff\U00010000"'),
    ],
)  # fmt: skip
def test_each_value_is_written_as_toml_has_it(value: object, text: str) -> None:
    """What nobody would see stands as its escape, of four digits or of eight."""
    assert text == written(value)


def test_what_toml_has_no_form_for_is_refused() -> None:
    """Nothing is written in its place."""
    with pytest.raises(TypeError, match="no TOML for NoneType"):
        written(None)
