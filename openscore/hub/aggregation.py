"""From points of criteria to score, gates, classes, band and conformance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from openscore.hub.column_names import snake
from openscore.hub.levels import possibly, surely
from openscore.hub.means import ENDS, with_means
from openscore.hub.sql_expressions import (
    Sql,
    add,
    column,
    double,
    every,
    extreme,
    named,
    number,
    over,
    text,
    times,
    when,
    widened,
)
from openscore.interval import DUST
from openscore.rubric.parts import Class, Element, Part
from openscore.rubric.rubric import CONFORMANCE, MET, UNMET, Rubric

FULL = 1 - 1e-9
"""A class is complete: all of its parts have all of their points."""


class ScoreTables:
    """The common tables that turn points into a verdict, for one rubric."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._parts = {part.id: part for criterion in rubric.criteria for part in _all(criterion)}

    def tables(self, source: str) -> Iterator[tuple[str, exp.Query]]:
        """Yield the common tables by name, in order; each adds columns to the one before it."""
        elements = self.rubric.conformance.elements if self.rubric.conformance else ()
        if elements:
            columns = [
                named(test(element.condition, self.rubric), f"element_{snake(element.id)}_{word}")
                for element in elements
                for word, test in (("possibly", possibly), ("surely", surely))
            ]
            yield "elements", widened(source, columns)
            yield "strict", widened("elements", self._strict(elements))
            source = "strict"
        for entry in self.rubric.classes:
            name = snake(f"class-{entry.id}")
            parts = [self._parts[id] for id in entry.counts]
            yield from with_means(source, f"{name}_share", {f"{name}_share": parts})
            yield name, widened(f"{name}_share", self._class(entry))
            yield f"{name}_met", widened(name, [self._class_mask(entry)])
            source = f"{name}_met"
        if not self.rubric.counts_classes:
            yield from with_means(source, "total", {"total": self.rubric.criteria})
            source = "total"
        yield "uncapped", widened(source, self._uncapped())
        yield "capped", widened("uncapped", self._capped())
        yield "rounded", widened("capped", self._rounded())

    def _strict(self, elements: Sequence[Element]) -> Iterator[Sql]:
        names = [f"element_{snake(element.id)}" for element in elements]
        bits = self.rubric.scale(CONFORMANCE).bits
        possible = every([column(f"{name}_possibly") for name in names])
        certain = every([column(f"{name}_surely") for name in names])
        met = when([(possible, number(bits[MET]))], number(0))
        unmet = when([(certain, number(0))], number(bits[UNMET]))
        yield named(add([met, unmet]), snake(CONFORMANCE))

    def _class(self, entry: Class) -> Iterator[Sql]:
        """Return the progress to a class; it is nothing while a required class is not complete."""
        for end, _ in ENDS:
            share = column(snake(f"class-{entry.id}-share-{end}"))
            progress: Sql = exp.Coalesce(this=share, expressions=[number(0)])
            if entry.requires:
                before = column(f"class_{snake(entry.requires)}_{end}")
                progress = when([(before >= number(FULL * 100), progress)], number(0))
            yield named(double(times(progress, number(100))), f"class_{snake(entry.id)}_{end}")

    def _class_mask(self, entry: Class) -> Sql:
        bits = self.rubric.scale(f"@class.{entry.id}").bits
        low, high = (column(f"class_{snake(entry.id)}_{end}") for end, _ in ENDS)
        met = when([(high >= number(FULL * 100), number(bits[MET]))], number(0))
        unmet = when([(low >= number(FULL * 100), number(0))], number(bits[UNMET]))
        return named(add([met, unmet]), snake(f"@class.{entry.id}"))

    def _uncapped(self) -> Iterator[Sql]:
        for end, _ in ENDS:
            if self.rubric.counts_classes:
                total = add([column(f"class_{snake(entry.id)}_{end}") for entry in self.rubric.classes])
                share = over(total, number(100 * len(self.rubric.classes)))
            else:
                share = exp.Coalesce(this=column(f"total_{end}"), expressions=[number(0)])
            yield named(times(number(self.rubric.top), share), f"uncapped_{end}")

    def _capped(self) -> Iterator[Sql]:
        """Yield scores after gates, the place of the best band that gates leave, and the gates' names."""
        last = number(len(self.rubric.bands) - 1)
        for end, test in (("low", possibly), ("high", surely)):
            caps = [
                when([(test(gate.condition, self.rubric), number(gate.cap))], number(self.rubric.top))
                for gate in self.rubric.gates
                if gate.band is None
            ]
            yield named(extreme([column(f"uncapped_{end}"), *caps], low=True), f"capped_{end}")
            places = [
                when([(test(gate.condition, self.rubric), number(self.rubric.bands.index(gate.band)))], last)
                for gate in self.rubric.gates
                if gate.band
            ]
            if places:
                yield named(extreme(places, low=True), f"limit_{end}")
        closing: list[Sql] = [
            when(
                [
                    (surely(gate.condition, self.rubric), text(f"{gate.id} ")),
                    (possibly(gate.condition, self.rubric), text(f"{gate.id}? ")),
                ],
                text(""),
            )
            for gate in self.rubric.gates
        ]
        gates = exp.Trim(this=exp.Concat(expressions=closing)) if closing else text("")
        yield named(gates, "gates")

    def _rounded(self) -> Iterator[Sql]:
        """Yield the ends as they are stated, and those that decide on bands where they are others."""
        for source, name in (("capped", ""), ("uncapped", "stated_")):
            low, high = (f"{source}_{end}" for end, _ in ENDS)
            down, up = self._nearest(low), self._nearest(high)
            if self.rubric.goes_outward:
                down = self._unless_one(low, high, self._whole(exp.Floor, low, DUST))
                up = self._unless_one(low, high, self._whole(exp.Ceil, high, -DUST))
            yield from (named(down, f"{name}low"), named(up, f"{name}high"))
        if self.rubric.goes_outward:
            yield from (named(self._nearest(f"capped_{end}"), self._decisive(end)) for end, _ in ENDS)

    def _decisive(self, end: str) -> str:
        """Return the column of the end that decides on bands."""
        return f"ranked_{end}" if self.rubric.goes_outward else end

    def _unless_one(self, low: str, high: str, outward: Sql) -> Sql:
        """Return the nearest where both ends are one number, as `Interval.outwards`."""
        width = exp.Sub(this=column(high), expression=column(low))
        return when([(exp.LTE(this=width, expression=number(DUST)), self._nearest(low))], outward)

    def _nearest(self, name: str) -> Sql:
        return self._whole(exp.Floor, name, 0.5 + DUST)

    def _whole(self, kind: type[exp.Floor | exp.Ceil], name: str, addend: float) -> Sql:
        """Return a column, with something added, as a whole number of the last decimal's units."""
        scale = number(10**self.rubric.digits)
        value = add([times(column(name), scale), number(addend)])
        return over(double(kind(this=value)), scale.copy())

    def result(self) -> exp.Select:
        """Return the outermost SELECT, without its FROM."""
        columns: list[str | Sql] = ["id", "low", "high"]
        columns += [named(column(f"stated_{end}"), f"uncapped_{end}") for end, _ in ENDS]
        columns += [named(self._band("low"), "band_low"), named(self._band("high"), "band_high")]
        columns += ["gates", named(self._conformance(), "conformance")]
        judged = [snake(criterion.id) for criterion in self.rubric.criteria]
        judged += [f"class_{snake(entry.id)}" for entry in self.rubric.classes]
        columns += [column(f"{name}_{end}") for name in judged for end, _ in ENDS]
        return exp.Select().select(*columns, copy=False)

    def _band(self, end: str) -> Sql:
        if self.rubric.has_rules:
            # The first rule that surely holds ends the list; the best that may hold is the high end.
            test = surely if end == "low" else possibly
            rules = [
                (test(band.condition, self.rubric), text(band.id))
                for band in self.rubric.bands
                if band.condition
            ]
            return when(rules, text(self.rubric.bands[-1].id))
        reached = [
            (
                every([column(self._decisive(end)) >= number(band.floor), *self._left(place, end)]),
                text(band.id),
            )
            for place, band in enumerate(self.rubric.bands)
        ]
        return when(reversed(reached[1:]), text(self.rubric.bands[0].id))

    def _left(self, place: int, end: str) -> Iterator[Sql]:
        """Yield the condition that gates leave a band, where some gate limits bands."""
        if any(gate.band for gate in self.rubric.gates):
            yield column(f"limit_{end}") >= number(place)

    def _conformance(self) -> Sql:
        if self.rubric.conformance is None:
            return text("")
        bits = self.rubric.scale(CONFORMANCE).bits
        mask = column(snake(CONFORMANCE))
        cases = [(mask.eq(bits[MET]), text("met")), (mask.eq(bits[UNMET]), text("unmet"))]
        return when(cases, text("unknown"))


def _all(part: Part) -> Sequence[Part]:
    return [part, *(deeper for inner in part.parts for deeper in _all(inner))]
