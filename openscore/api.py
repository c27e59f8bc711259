"""What the commands do, as functions: explain, compare, cite, verify, check and suppose.

`openscore` offers all of them by name and imports this module when one is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from os import PathLike, fsdecode
from typing import TYPE_CHECKING, NamedTuple

from openscore.analysis import compare as comparing
from openscore.analysis import what_if as supposing
from openscore.days import day_of
from openscore.engine import Assessment
from openscore.errors import UnknownNameError, UsageError
from openscore.language import tr
from openscore.records.licenses import License
from openscore.records.record import ModelRecord
from openscore.registry import Registry, load_registry
from openscore.resources import homepage, rubric_files
from openscore.rubric import Rubric, load_rubric

if TYPE_CHECKING:
    from openscore.analysis.code_search import Damaged
    from openscore.analysis.verify import Verdict
    from openscore.check.findings import Verdict as Checked
    from openscore.duty import Duties

WIDTH = 100
"""Columns of the text that `explain` gives."""


class Comparison(NamedTuple):
    """Models side by side under one rubric."""

    assessments: tuple[Assessment, ...]
    terms: tuple[comparing.Term, ...]
    """What each part adds to the low end of each score, in points of the rubric; depth 0 sums to it."""
    differences: tuple[comparing.Difference, ...]
    """The questions on which the models reach, or may reach, different levels."""


def rubrics() -> tuple[str, ...]:
    """Return the ids of the shipped rubrics."""
    return tuple(rubric_files())


def licenses() -> tuple[License, ...]:
    """Return the licenses of the shipped table."""
    return tuple(_shipped().licenses.licenses.values())


def duties(
    records: ModelRecord | Iterable[ModelRecord],
    use: str,
    *,
    purpose: str = "commercial",
    users: int | None = None,
    revenue: int | None = None,
    currency: str = "USD",
    countries: Iterable[str] = (),
    components: Iterable[str] = (),
) -> Duties:
    """Return what a use of models allows, asks and bars, along their lines; no legal advice.

    Args:
        records: A model, or several that are used together.
        use: Such as `hosted-service`; see docs/duties.md.
        purpose: `commercial`, `non-commercial` or `research`.
        users: How many use what is made with it, in a month; None leaves what depends on it open.
        revenue: Of a year, in units of the currency; None leaves what depends on it open.
        currency: ISO 4217.
        countries: Where it is used, ISO 3166-1 alpha-2; none leaves what depends on it open.
        components: What is used, instead of the weights and the code that runs them.

    Raises:
        UnknownNameError: If there is no such use, purpose or component.
        UsageError: If a country is none.
    """
    from openscore import duty

    together = [records] if isinstance(records, ModelRecord) else list(records)
    if not all(isinstance(record, ModelRecord) for record in together):
        raise TypeError("duties takes records: duties(registry[name], use)")
    user = duty.User(use, purpose, users, revenue, currency, _several(countries))
    return duty.duties(together, user, duty.load_rules(), _several(components))


def explain(assessment: Assessment) -> str:
    """Return the reasons for a score as text: answers, facts, sources, license clauses and gates."""
    _need_assessments(assessment)
    from openscore.report.terminal.explain import explanation
    from openscore.report.terminal.screen import Screen

    return explanation(assessment, Screen(WIDTH))


def compare(*assessments: Assessment) -> Comparison:
    """Return what tells assessments under one rubric apart.

    Raises:
        UsageError: If there are fewer than two, or they are not of one rubric.
    """
    _need_assessments(*assessments)
    if len(assessments) < 2 or len({one.rubric.digest for one in assessments}) > 1:
        raise UsageError(tr("compare two assessments or more, under one rubric"))
    terms, differences = comparing.decompose(assessments), comparing.differences(assessments)
    return Comparison(assessments, tuple(terms), tuple(differences))


def cite(assessment: Assessment, style: str = "footnote", *, accessed: date | str | None = None) -> str:
    """Return a citation of a score.

    Args:
        assessment: What is cited; its record stands in the registry that is cited.
        style: One of those of `openscore cite --style`, such as `footnote`, `bibtex` or `apa`.
        accessed: The day of the citation, as a date or as ISO text; today if left out.

    Raises:
        UnknownNameError: If there is no such style.
        UsageError: If the day is none.
    """
    _need_assessments(assessment)
    from openscore import __version__
    from openscore.report.formats.citations import STYLES, citation_text
    from openscore.report.views.citation import citation

    if style not in STYLES:
        raise UnknownNameError.of(tr("style"), style, STYLES, "openscore cite --help")
    day = day_of(accessed, tr("the day")) if isinstance(accessed, str) else accessed or date.today()
    registry = assessment.record.registry
    if not isinstance(registry, Registry):
        raise TypeError("the record stands in no registry")
    cited = citation(assessment, registry, version=__version__, accessed=day, url=homepage())
    return citation_text(style, cited, assessment)


def verify(cited: str | PathLike[str], registry: Registry | None = None) -> tuple[Verdict | Damaged, ...]:
    """Compute every score again that a text or a file cites.

    Args:
        cited: A verification code, a text with some, or the path of a file.
        registry: The facts as they are now; the shipped ones if left out.

    Returns:
        A verdict for each code, whose `state` says what became of it, and `Damaged` for what was one.

    Raises:
        UsageError: If it is neither a text with a code nor a file.
    """
    from openscore.analysis.verify import Scores
    from openscore.cli.commands.verify import judged, rubric_or_none, text_of

    scores = Scores(_shipped() if registry is None else registry, rubric_or_none)
    return tuple(judged(text_of(fsdecode(cited)), scores))


def check_models(
    names: str | Iterable[str],
    *,
    rubric: Rubric | str = "",
    min_band: str | None = None,
    min_score: float | None = None,
    require: Mapping[str, str | Iterable[str]] | None = None,
    registry: Registry | None = None,
) -> Checked:
    """Hold models in use against a demand.

    Args:
        names: Names, ids or addresses of models, as a list names them; one or several.
        rubric: The rubric of the demand, or its id; the default if empty.
        min_band: Id of the least open band that passes.
        min_score: The lowest score that passes, on the rubric's own scale.
        require: Allowed values by fact, such as `{"weights": ["public"]}`; one or several.
        registry: Where names are looked up; the shipped one if left out.

    Returns:
        The findings, which are none if every model is known and passes.

    Raises:
        UsageError: If the demand names a band or a fact that there is not, or what it asks for is none.
    """
    from pydantic import ValidationError

    from openscore.check.findings import check
    from openscore.check.policy import Demand, DemandShape
    from openscore.check.uses import use_of

    loaded = _shipped() if registry is None else registry
    judged = rubric if isinstance(rubric, Rubric) else load_rubric(rubric)
    allowed = {key: [*_several(values)] for key, values in dict(require or {}).items()}
    try:
        shape = DemandShape(min_band=min_band, min_score=min_score, require=allowed)
    except ValidationError as error:
        wrong = error.errors()[0]
        raise UsageError(f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}") from None

    def refuse(_: str, _where: object, message: str, hint: str) -> None:
        raise UsageError(message, hint=hint)

    uses = [use_of(name, "", line) for line, name in enumerate(_several(names), start=1)]
    return check(uses, loaded, [Demand(judged, shape, loaded.licenses, refuse)])


def what_if(
    registry: Registry, name: str, changes: Mapping[str, str | None], rubric: Rubric | None = None
) -> supposing.WhatIf:
    """Return what other facts of one record would change.

    Args:
        registry: The registry.
        name: Id or alias of the record.
        changes: Supposed value by fact, such as `{"weights.availability": "public"}`; None takes one away.
        rubric: What judges; the default rubric if left out.

    Raises:
        UnknownNameError: If there is no such model, fact or value.
    """
    supposed = {_path(registry, key): value for key, value in dict(changes).items()}
    for path, value in supposed.items():
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{path} is {value!r}, wanted a text or None")
        if value is not None and not registry.vocabulary.is_license(path):
            values = [known.id for known in registry.vocabulary.values(path)]
            if value not in values:
                raise UnknownNameError.of(tr("value"), value, values, f"openscore facts {path}")
    return supposing.what_if(registry, registry[name].id, supposed, rubric or load_rubric())


def _path(registry: Registry, key: str) -> str:
    """Return the path of a fact; a component stands for its first fact."""
    path = registry.vocabulary.path(key)
    if path not in registry.vocabulary.facts:
        known = [*registry.vocabulary.components, *registry.vocabulary.facts]
        raise UnknownNameError.of(tr("fact"), key, known, "openscore facts")
    return path


def _need_assessments(*given: object) -> None:
    if not all(isinstance(one, Assessment) for one in given):
        raise TypeError("wanted an assessment: assess(registry[name], load_rubric())")


def _several(texts: str | Iterable[str]) -> tuple[str, ...]:
    """Return texts as they are listed: one alone is no list of letters."""
    listed = (texts,) if isinstance(texts, str) else tuple(texts)
    if not all(isinstance(text, str) for text in listed):
        raise TypeError(f"wanted texts, not {texts!r}")
    return listed


@cache
def _shipped() -> Registry:
    return load_registry()
