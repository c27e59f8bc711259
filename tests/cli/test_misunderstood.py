"""What cannot be understood is told in the language that is spoken, with the help that is nearest."""

from __future__ import annotations

import re

import pytest
from conftest import Run

WRONG = {
    "explain": ("explain", "缺少参数“MODEL”"),
    "hub score": ("hub score", "缺少参数“INPUT”"),
    "set gpt-2": ("set", "缺少参数“FACT”"),
    "hub --registry": ("hub", "没有选项“--registry”"),
    "explain gpt-2 bloom": ("explain", "多出的参数：bloom"),
    "explain gpt-2 bloom opt": ("explain", "多出的参数：bloom opt"),
    "rank --top": ("rank", "选项“--top”需要一个值"),
    "hub score x -o": ("hub score", "选项“-o”需要一个值"),
    "rank --standalone=yes": ("rank", "选项“--standalone”不接受值"),
    "rank --topp 3": ("rank", "没有选项“--topp”"),
    "site build --topp": ("site build", "没有选项“--topp”"),
    "--version=3": ("", "选项“--version”不接受值"),
    "no-such": ("", "没有名为“no-such”的命令"),
    "hub no-such": ("hub", "没有名为“no-such”的命令"),
    "--lang zh hub no-such": ("hub", "没有名为“no-such”的命令"),
    "help hub no-such": ("hub", "没有名为“no-such”的命令"),
}
"""By words: the command whose help is nearest, and the problem in Chinese."""
ALONE = ["", "--lang zh", "--lang=zh", "hub", "--lang zh hub", "hub --lang zh", "site", "site --lang=zh"]


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_told_in_chinese(run: Run, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Also what Typer alone can tell, which says it in English: nothing of it is left."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    nearest, problem = WRONG[words]
    found = run(*words.split())
    error, hint = found.err.splitlines()
    assert (found.code, found.out) == (2, "")
    assert error == f"错误：{problem}"
    command = " ".join(["openscore", *nearest.split(), "--help"])
    assert f"`{command}`" in hint
    assert not re.search("[a-z]", re.sub(r"`[^`]+`|'[^']+'|“[^”]+”", "", hint)), "commands and names apart"


@pytest.mark.parametrize("words", ALONE)
def test_a_group_alone_prints_its_help(run: Run, words: str) -> None:
    """As the program alone does: nothing is wrong, and nothing can be done yet."""
    said = run(*words.split())
    assert (said.code, said.err) == (0, "")
    group = next((word for word in words.split() if word in ("hub", "site")), "")
    assert (
        said.out
        == run(*([group] if group else []), "--help", *(["--lang", "zh"] if "zh" in words else [])).out
    )


def test_a_message_of_another_typer_is_said_as_it_is() -> None:
    """In the manner of this program: lower case, one line, no stop."""
    from openscore.cli.misunderstood import retold

    assert retold("Something new\nis wrong.") == "something new is wrong"
