"""The options by which a reader chose the data, for the commands that messages tell to type."""

from collections.abc import Sequence
from itertools import chain
from shlex import join
from typing import get_args

from openscore.cli.declare import HELP_OPTIONS, given, inner_commands, module_of, path_in
from openscore.cli.options import AsOfOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.parameters import Parameter, parameters_of

CHOOSING = [get_args(one)[1] for one in (RegistryOption, StandaloneOption, RubricOption, AsOfOption)]


def completed(command: str, words: Sequence[str]) -> str:
    """Return a command with the options by which these words choose the data, as far as it takes them."""
    typed = command.split()
    chosen = [(one, value) for one in CHOOSING for value in given(words, one.names[0])]
    if not chosen or HELP_OPTIONS[0] in typed:
        return command
    taken = [one.declared for one in _parameters(typed[1:]) if {*one.declared.names}.isdisjoint(typed)]
    added = [[*one.names, value] if one.metavar else one.names for one, value in chosen if one in taken]
    return f"{command} {join(chain.from_iterable(added))}".rstrip()


def _parameters(words: Sequence[str]) -> list[Parameter]:
    """Return the parameters of the command that the words name; none if they name none."""
    match path_in(words):
        case [name] if not inner_commands(name):
            return parameters_of(module_of(name).command)
        case [name, inner]:
            return parameters_of(inner_commands(name)[inner])
    return []
