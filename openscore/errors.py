"""What can go wrong: problems are values that are collected, errors are raised."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openscore.language import tr


class Problem(NamedTuple):
    """A defect found in a data file, with its place and what to do about it."""

    name: str
    """Kebab-case name of the kind of defect, such as `unknown-value`."""
    message: str
    """What was found and what was wanted; lower case, no stop."""
    file: str = ""
    """Path of the file as the user gave it."""
    line: int | None = None
    """Line in the file, from 1; None where it cannot be told."""
    key: str = ""
    """Dotted key inside the file, such as `models.example.weights.availability`."""
    hint: str = ""
    """What to type next."""
    severity: str = "error"
    """`error` stops the load; `warning` is reported by `openscore validate` only."""

    def __str__(self) -> str:
        """Render as `file:line: key: message [name]`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [part for part in (place, self.key, self.message) if part]
        return ": ".join(parts) + f" [{self.name}]"


class OpenScoreError(Exception):
    """Root of all errors that a caller may catch; printed once, by the command line."""

    def __init__(self, message: str, *, hint: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return the message, which a `KeyError` would quote, and below it each problem."""
        return "\n".join((self.message, *map(str, self.problems)))

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the keyword arguments when the error crosses a process."""
        return (_rebuild, (type(self), self.message, self.hint, self.problems))


class DataError(OpenScoreError, ValueError):
    """A registry, license table or rubric file that cannot be used."""


class UsageError(OpenScoreError, ValueError):
    """A request that makes no sense, such as a malformed filter."""


class NothingMatchedError(OpenScoreError, LookupError):
    """A valid request to which nothing in the registry answers."""


class UnknownNameError(OpenScoreError, KeyError):
    """A name that is not in its list; offers near names."""

    @classmethod
    def of(cls, kind: str, name: str, known: Iterable[str], listing: str) -> "UnknownNameError":
        """Make the error for a `kind` (such as 'model') named `name`.

        Args:
            kind: What was looked for, in the singular and in the language that is spoken.
            name: What the user wrote.
            known: The names that exist.
            listing: The command that lists them.
        """
        guess = did_you_mean(name, known)
        listed = tr("`{listing}` lists all of them", listing=listing)
        return cls(tr("no {kind} named '{name}'", kind=kind, name=name), hint=f"{guess} {listed}".strip())


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question with the one or two known names that are close to `name`; '' if none is."""
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    # Of what a name with a point begins with, the first two.
    inside = [candidate for candidate in folded if candidate.startswith(f"{name.casefold()}.")]
    near = inside[:2] or get_close_matches(name.casefold(), folded, n=2, cutoff=0.6)
    return one_or_other([folded[candidate] for candidate in near])


def one_or_other(near: Iterable[str]) -> str:
    """Return the question whether one of these names was meant; '' if there is none."""
    names = [f"'{name}'" for name in near]
    return tr("did you mean {names}?", names=tr(" or ").join(names)) if names else ""


def _rebuild(
    kind: type[OpenScoreError], message: str, hint: str, problems: Sequence[Problem]
) -> OpenScoreError:
    return kind(message, hint=hint, problems=problems)
