"""Reads the words of a command where they are plain, without the converters that Typer makes.

Typer makes a converter for every parameter that takes a text, and to make the first one takes longer than
a ranking. So words that can be read in one way only are read here, by the same declarations: arguments,
options that are spelled out, and flags. Of all else (help, completion, what is misspelt, missing, too
much, said twice, combined or refused) nothing is read: Typer begins anew, and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from openscore.cli.parameters import NEEDED, Parameter, defaults_of, parameters_of
from openscore.errors import OpenScoreError


class _NotPlainError(Exception):
    """Says that Typer has to read the words."""


def plain_call(
    function: Callable[..., None], words: Sequence[str], common: Mapping[str, Any]
) -> Callable[[], None] | None:
    """Return the call that the words ask for; None if Typer has to read them.

    Args:
        function: A command, whose parameters are annotated with what is declared of them.
        words: Those after its name.
        common: Annotations, by name, of options that each command takes and no function is given.
    """
    # What no word names has its default, whatever it is declared to be.
    try:
        given = _given(parameters_of(function), words, common) if words else {}
        values = {
            **given,
            **{
                name: _default(default)
                for name, default in defaults_of(function).items()
                if name not in given
            },
        }
    except (_NotPlainError, OpenScoreError, ValueError):
        return None
    return partial(function, **values)


def _given(own: Sequence[Parameter], words: Sequence[str], common: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the parameters that the words name."""
    names = {one.name for one in own}
    shared = [Parameter(name, told) for name, told in common.items() if name not in names]
    texts, loose = _sorted(words, {name: one for one in (*own, *shared) for name in one.declared.names})
    for one in shared:
        if one.name in texts:
            _value(one, texts[one.name])
    arguments = [one for one in own if not one.declared.names]
    return {
        **{one.name: _value(one, texts[one.name]) for one in own if one.name in texts},
        **_of_arguments(arguments, loose),
    }


def _sorted(words: Sequence[str], options: Mapping[str, Parameter]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the texts that each named option is given, none for a flag, and the words beside options."""
    texts: dict[str, list[str]] = {}
    loose: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if not word.startswith("-"):
            loose.append(word)
            continue
        name, equals, value = word.partition("=")
        option = options.get(name)
        if option is None or (option.name in texts and not option.is_list):
            raise _NotPlainError
        listed = texts.setdefault(option.name, [])
        if option.type is bool:
            if equals:
                raise _NotPlainError
        elif equals and name.startswith("--"):
            listed.append(value)
        else:
            following = next(waiting, "--")
            if equals or (following.startswith("-") and following != "-"):
                raise _NotPlainError
            listed.append(following)
    return texts, loose


def _of_arguments(arguments: Sequence[Parameter], loose: Sequence[str]) -> dict[str, Any]:
    """Return the values of the arguments; only the last may take several words."""
    values = {}
    rest = list(loose)
    for one in arguments:
        if one.is_list and one is not arguments[-1]:
            raise _NotPlainError
        taken = rest if one.is_list else rest[:1]
        rest = rest[len(taken) :]
        if taken:
            values[one.name] = _value(one, taken)
    if rest:
        raise _NotPlainError
    return values


def _value(parameter: Parameter, texts: Sequence[str]) -> Any:
    """Return what the texts of a parameter come to, by its own parser."""
    told = parameter.declared
    if told.at_once:
        raise _NotPlainError
    if parameter.type is bool:
        return True
    parse = told.parser
    if parse is None and parameter.type is not str:
        raise _NotPlainError
    found = [parse(text) if parse else text for text in texts]
    return found if parameter.is_list else found[0]


def _default(default: Any) -> Any:
    if default is NEEDED:
        raise _NotPlainError
    return list(default) if isinstance(default, list) else default
