"""A policy: what each rubric must find of every model in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError

from openscore.engine.lineage import FactReader
from openscore.errors import DataError, Problem, UnknownNameError, did_you_mean
from openscore.language import tr
from openscore.numerals import number
from openscore.records.licenses import LicenseTable
from openscore.records.vocabulary import LICENSE, MEMBERSHIP
from openscore.registry.shape import Shape
from openscore.rubric.conditions import Complain, In, Where
from openscore.rubric.names import asked
from openscore.rubric.parts import Band
from openscore.rubric.rubric import Rubric
from openscore.shape_problems import shape_problems
from openscore.toml import TomlFile, read_toml

Values = Annotated[list[str], Field(min_length=1)]


class DemandShape(Shape):
    """What one rubric must find."""

    min_band: str | None = None
    """Id of the least open band that passes."""
    min_score: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """The lowest score that passes, on the rubric's own scale."""
    max_evidence_age: Annotated[int, Field(ge=0)] | None = None
    """Days since the oldest reading on which the score rests, at most."""
    require: dict[str, Values] = {}
    """Allowed values by fact, term of a license, or level of a part."""


class PolicyShape(Shape):
    """A policy file."""

    rubrics: Annotated[dict[str, DemandShape], Field(min_length=1)]
    """Demands by rubric: an id, or the path of a file."""


class Requirement(NamedTuple):
    """Allowed values of one path."""

    text: str
    """As one would type it: `weights.availability=public`."""
    condition: In
    facts: str
    """The path, without the set that a list of licenses became."""

    @property
    def is_of_license(self) -> bool:
        """Whether the license alone decides it: one of a list, or a term."""
        return f".{LICENSE}." in self.condition.path


class Demand:
    """What one rubric must find, ready to be held against records."""

    def __init__(
        self, rubric: Rubric, shape: DemandShape, licenses: LicenseTable, complain: Complain
    ) -> None:
        """Compile a demand.

        Args:
            rubric: Gives scores, bands, and which facts count over a line of models.
            shape: What is demanded.
            licenses: The licenses that may be named.
            complain: Takes each problem; the demand is usable only if there was none.
        """
        self.rubric = rubric
        self.min_score = shape.min_score
        self.max_evidence_age = shape.max_evidence_age
        self.licenses = licenses
        self._complain = complain
        self.sets: dict[str, frozenset[str]] = {}
        """Licenses by the name of the set that a list of them became."""
        if shape.min_score is not None and shape.min_score > rubric.top:
            least = number(shape.min_score)
            complain(
                "unknown-value",
                ("min_score",),
                tr("{least} is above the top score {top}", least=least, top=number(rubric.top)),
                "",
            )
        self.min_band = self._band(shape.min_band)
        found = (self._requirement(key, values) for key, values in shape.require.items())
        self.requirements = tuple(requirement for requirement in found if requirement)
        paths = (requirement.condition.path for requirement in self.requirements)
        self.asked = rubric.asking((path for path in paths if not path.startswith("@")), self.sets)
        self.reader = FactReader(self.asked)

    def _band(self, id: str | None) -> Band | None:
        if id is None:
            return None
        bands = {band.id: band for band in self.rubric.bands}
        if id not in bands:
            message = tr("'{id}' is not one of {listed}", id=id, listed=", ".join(bands))
            self._complain("unknown-value", ("min_band",), message, did_you_mean(id, bands))
        return bands.get(id)

    def _requirement(self, key: str, values: Sequence[str]) -> Requirement | None:
        vocabulary = self.rubric.vocabulary
        facts = path = vocabulary.path(key)
        where: Where = ("require", key)
        text = f"{path}={','.join(values)}"
        if vocabulary.is_license(path):
            name = f"policy-{len(self.sets)}"
            self.sets[name] = frozenset(self._license(value, where) for value in values)
            path, values = f"{path}.{MEMBERSHIP}.{name}", ["yes"]
        try:
            scale = self.rubric.asking((), self.sets).scale(path)
        except KeyError:
            guess = did_you_mean(key, [*vocabulary.components, *asked(vocabulary)])
            self._complain(
                "unknown-path",
                where,
                tr("no fact '{key}'", key=key),
                guess or tr("`openscore facts` lists all of them"),
            )
            return None
        for value in values:
            if value not in scale.bits:
                message = tr("'{value}' is not one of {listed}", value=value, listed=", ".join(scale.bits))
                self._complain("unknown-value", where, message, did_you_mean(value, scale.bits))
        allowed = scale.mask(value for value in values if value in scale.bits)
        return Requirement(text, In(path, allowed, scale), facts)

    def _license(self, name: str, where: Where) -> str:
        found = self.licenses.find(name)
        if found is None:
            guess = did_you_mean(name, self.licenses.names)
            hint = guess or tr("`openscore licenses` lists all of them")
            self._complain("unknown-license", where, tr("no license '{name}'", name=name), hint)
        return found.id if found else name


def read_policy(path: Path, load: Callable[[str], Rubric], licenses: LicenseTable) -> tuple[Demand, ...]:
    """Read a policy file.

    Args:
        path: A TOML file with one table `[rubrics.<id>]` for each rubric.
        load: Gives the rubric of an id or path.
        licenses: The licenses that may be named.

    Raises:
        DataError: If it cannot be read, or has problems; lists all of them.
    """
    file = read_toml(path)
    try:
        shape = PolicyShape.model_validate(file.parse())
    except ValidationError as error:
        misshapen = shape_problems(file, error, PolicyShape)
        raise DataError(tr("'{label}' is not a policy", label=file.label), problems=misshapen) from error
    problems: list[Problem] = []
    demands = []
    for name, entry in shape.rubrics.items():
        complain = _complaints(file, ("rubrics", name), problems)
        try:
            demands.append(Demand(load(name), entry, licenses, complain))
        except UnknownNameError as error:
            complain("unknown-rubric", (), error.message, error.hint)
    if problems:
        raise DataError(tr("cannot use policy '{label}'", label=file.label), problems=problems)
    return tuple(demands)


def _complaints(file: TomlFile, table: Where, problems: list[Problem]) -> Complain:
    """Return what adds a problem with a place inside a table."""
    return lambda name, where, message, hint: problems.append(
        file.problem(name, (*table, *where), message, hint)
    )
