"""What a shell completes: names of models, rubrics, bands, facts and their values, licenses, editions.

Nothing here may fail or print: whoever presses the tab key has not finished typing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps

from openscore.cli.loading import overlays_of, snapshots
from openscore.cli.parameters import Complete, Context, Item
from openscore.errors import OpenScoreError
from openscore.records.vocabulary import UNKNOWN, load_vocabulary
from openscore.registry.load import load_registry
from openscore.registry.registry import Registry
from openscore.report.text import titled
from openscore.resources import edition_files, element_files, profile_files, rubric_files
from openscore.rubric.load import load_rubric
from openscore.rubric.rubric import Rubric


def _quiet(names: Complete) -> Callable[[Context, str], list[Item]]:
    """Return the completer that offers each word once, and nothing where a named file cannot be read."""

    @wraps(names)
    def quiet(ctx: Context, incomplete: str) -> list[Item]:
        found: dict[str, Item] = {}
        try:
            for item in names(ctx, incomplete):
                found.setdefault(_text(item), item)
        except OpenScoreError:
            return []
        return [item for text, item in found.items() if text.casefold().startswith(incomplete.casefold())]

    return quiet


@_quiet
def models(ctx: Context, incomplete: str) -> Iterator[Item]:
    """Yield ids of models; aliases, which are many, only once something is typed."""
    for record in _registry(ctx):
        yield record.id, record.name
        if incomplete:
            yield from ((alias, record.name) for alias in record.aliases)


@_quiet
def shown(ctx: Context, incomplete: str) -> Iterator[Item]:
    """Yield what can be shown: models, and the families that bind them."""
    yield from models(ctx, incomplete)
    yield from families(ctx, incomplete)


@_quiet
def families(ctx: Context, incomplete: str) -> Iterator[Item]:
    """Yield ids of families; names and aliases only once something is typed."""
    from openscore.registry.groups import Groups

    for family in Groups(_registry(ctx)).families.values():
        yield family.id, family.name
        if incomplete:
            yield from ((name, family.name) for name in (family.name, *family.aliases))


@_quiet
def makers(ctx: Context, incomplete: str) -> Iterator[Item]:
    """Yield ids of makers, or the names of those that have no entry; other names once something is typed."""
    from openscore.registry.groups import Groups

    for maker in Groups(_registry(ctx)).makers:
        yield maker.id or maker.name, maker.name
        if incomplete:
            yield from ((name, maker.name) for name in (maker.name, *maker.aliases))


@_quiet
def rubrics(_ctx: Context, _incomplete: str) -> Iterator[Item]:
    """Yield ids of the shipped rubrics with their titles."""
    for id in rubric_files():
        yield id, titled(load_rubric(id, snapshots=snapshots()).title)


@_quiet
def elements(_ctx: Context, _incomplete: str) -> Iterator[Item]:
    """Yield ids of the shipped lists of elements of bills."""
    yield from element_files()


@_quiet
def bands(ctx: Context, _incomplete: str) -> Iterator[Item]:
    """Yield ids of the bands of the rubric that was named before, else of the default one."""
    for band in _rubric(ctx).bands:
        yield band.id, titled(band.title)


@_quiet
def criteria(ctx: Context, _incomplete: str) -> Iterator[Item]:
    """Yield what a ranking can be sorted by."""
    yield from ("score", "name", "maker", "released")
    for criterion in _rubric(ctx).criteria:
        yield criterion.id, titled(criterion.title)


@_quiet
def facts(_ctx: Context, _incomplete: str) -> Iterator[Item]:
    """Yield paths of facts."""
    yield from load_vocabulary().facts


@_quiet
def values(ctx: Context, _incomplete: str) -> Iterator[Item]:
    """Yield the values of the fact that was named before."""
    yield from _values(str(ctx.params.get("fact", "")), ctx)


@_quiet
def supposed(ctx: Context, incomplete: str) -> Iterator[Item]:
    """Yield `FACT=VALUE`; a shell that parts words at `=` asks for what stands behind it."""
    words = [str(word) for word in ctx.params.get("facts") or ()]
    if words[-1:] == ["="] or (words and words[-1].endswith("=")):
        yield from _values(words[-2] if words[-1] == "=" else words[-1][:-1], ctx)
        return
    path, equals, _ = incomplete.partition("=")
    if equals:
        yield from (f"{path}={value}" for value in _values(path, ctx))
    else:
        yield from (f"{path}=" for path in load_vocabulary().facts)


@_quiet
def licenses(ctx: Context, incomplete: str) -> Iterator[Item]:
    """Yield ids of licenses with their names; aliases, which are many, only once something is typed."""
    table = _registry(ctx).licenses
    for id, license in table.licenses.items():
        yield id, license.name
        if incomplete:
            yield from ((alias, license.name) for alias in license.aliases)


@_quiet
def editions(_ctx: Context, _incomplete: str) -> Iterator[Item]:
    """Yield the names of kept editions, and that of the data as they are."""
    yield from ("now", *edition_files())


@_quiet
def profiles(_ctx: Context, _incomplete: str) -> Iterator[Item]:
    """Yield the shipped profiles of weights."""
    yield from profile_files()


def _registry(ctx: Context) -> Registry:
    named = ctx.params.get("registry") or ()
    paths = [named] if not isinstance(named, (list, tuple)) else named
    is_standalone = bool(ctx.params.get("standalone"))
    return load_registry(overlays_of(paths), shipped=not is_standalone, snapshots=snapshots())


def _rubric(ctx: Context) -> Rubric:
    return load_rubric(str(ctx.params.get("rubric") or ""), snapshots=snapshots())


def _values(path: str, ctx: Context) -> Iterator[str]:
    vocabulary = load_vocabulary()
    if path not in vocabulary.facts:
        return
    if vocabulary.is_license(path):
        yield from _registry(ctx).licenses.licenses
    else:
        yield from (value.id for value in vocabulary.values(path))
    yield UNKNOWN


def _text(item: Item) -> str:
    return item[0] if isinstance(item, tuple) else item
