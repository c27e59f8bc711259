"""Reads the words of a command where they are plain, without the converters that Typer makes.

Typer makes a converter for every parameter that takes a text, and to make the first one takes longer than
a ranking. So words that can be read in one way only are read here, by the same declarations: arguments,
options that are spelled out, and flags. Of all else (help, completion, what is misspelt, missing, too
much, said twice, combined or refused) nothing is read: Typer begins anew, and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from inspect import Parameter, signature
from typing import Any, get_args, get_origin

from openscore.cli.parameters import declared, option_names
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
    own = list(signature(function, eval_str=bool(words)).parameters.values())
    try:
        given = _given(own, words, common) if words else {}
        values = {one.name: given[one.name] if one.name in given else _default(one) for one in own}
    except (_NotPlainError, OpenScoreError, ValueError):
        return None
    return partial(function, **values)


def _given(own: Sequence[Parameter], words: Sequence[str], common: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the parameters that the words name."""
    names = {one.name for one in own}
    shared = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=told)
        for name, told in common.items()
        if name not in names
    ]
    texts, loose = _sorted(words, {name: one for one in (*own, *shared) for name in option_names(one)})
    arguments = [one for one in own if not option_names(one)]
    return {
        **{one.name: _value(one, texts[one.name]) for one in (*own, *shared) if one.name in texts},
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
        if option is None or (option.name in texts and not _is_listed(option)):
            raise _NotPlainError
        listed = texts.setdefault(option.name, [])
        if _type(option) is bool:
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
        if _is_listed(one) and one is not arguments[-1]:
            raise _NotPlainError
        taken = rest if _is_listed(one) else rest[:1]
        rest = rest[len(taken) :]
        if taken:
            values[one.name] = _value(one, taken)
    if rest:
        raise _NotPlainError
    return values


def _value(parameter: Parameter, texts: Sequence[str]) -> Any:
    """Return what the texts of a parameter come to, by its own parser."""
    told = declared(parameter)
    if told.at_once:
        raise _NotPlainError
    if _type(parameter) is bool:
        return True
    parse = told.parser
    if parse is None and _type(parameter) is not str:
        raise _NotPlainError
    found = [parse(text) if parse else text for text in texts]
    return found if _is_listed(parameter) else found[0]


def _default(parameter: Parameter) -> Any:
    if parameter.default is Parameter.empty:
        raise _NotPlainError
    return list(parameter.default) if isinstance(parameter.default, list) else parameter.default


def _is_listed(parameter: Parameter) -> bool:
    return get_origin(get_args(parameter.annotation)[0]) is list


def _type(parameter: Parameter) -> Any:
    """Return the type of a value, or of each of them."""
    told = get_args(parameter.annotation)[0]
    return get_args(told)[0] if get_origin(told) is list else told
