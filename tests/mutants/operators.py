"""Changes of a rubric file, one at a time: each number, word of a closed list, list member and condition.

Nothing of a file is touched: a mutant is the parsed file with one place changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Place = tuple[str | int, ...]
GONE = object()
"""Stands for what a mutant leaves out."""
MORE, LESS = 1.1, 0.9
STEP = 0.05
"""Share of the full points, or of the top, by which points, caps and floors move."""


class Mutant(NamedTuple):
    """A rubric file with one change."""

    where: Place
    """Place of the change in the parsed file."""
    what: str
    data: Mapping[str, Any]


class Known(NamedTuple):
    """What of other rubrics' making could stand in a place."""

    values: Callable[[str, str], Sequence[str]]
    """The values of a path in a ladder (its id, else empty) that every question of it knows."""
    components: Sequence[str]
    facts: Sequence[str]


def changed(data: Any, where: Place, new: Any) -> Any:
    """Return data with another value in one place, or without it; what is not on the way is shared."""
    if not where:
        return new
    step, *rest = where
    inner = GONE if new is GONE and not rest else changed(_at(data, step), tuple(rest), new)
    if isinstance(data, Mapping):
        kept = {key: value for key, value in data.items() if key != step or inner is not GONE}
        return kept if inner is GONE else {**kept, step: inner}
    assert isinstance(step, int)
    return [*data[:step], *([] if inner is GONE else [inner]), *data[step + 1 :]]


def _at(data: Any, step: str | int) -> Any:
    return data.get(step) if isinstance(data, Mapping) else data[step]


def mutants(data: Mapping[str, Any], known: Known) -> Iterator[Mutant]:
    """Yield every mutant of a parsed rubric file, in the order of the file."""
    for where, new, what in _changes(data, known):
        yield Mutant(where, what, changed(data, where, new))


Change = tuple[Place, Any, str]


def _changes(data: Mapping[str, Any], known: Known) -> Iterator[Change]:
    yield from _scale(data)
    full = data.get("full_points", 1)
    for name, ladder in data.get("ladders", {}).items():
        yield from _levels(ladder["levels"], ("ladders", name, "levels"), full, name, known)
    for place, entry in enumerate(data["criteria"]):
        yield from _part(entry, ("criteria", place), data, known)
    yield from _lists(data, known)
    yield from _classes(data.get("classes", []))
    yield from _gates(data, known)
    yield from _bands(data["bands"], data.get("top", 100), known)
    yield from _conformance(data.get("conformance"), known)
    for place, claim in enumerate(data.get("claims", [])):
        yield ("claims", place), GONE, "left out"
        yield from conditions(claim["when"], ("claims", place, "when"), "", known)


def _scale(data: Mapping[str, Any]) -> Iterator[Change]:
    top, full, digits = data.get("top", 100), data.get("full_points", 1), data.get("digits", 1)
    yield ("top",), top * 2, f"{top} -> {top * 2}"
    yield ("full_points",), full * 2, f"{full} -> {full * 2}"
    for other in {digits + 1, max(0, digits - 1)} - {digits}:
        yield ("digits",), other, f"{digits} -> {other}"
    for key, words in (
        ("aggregate", ("mean", "classes")),
        ("tie_break", ("id", "name")),
        ("rounding", ("nearest", "outward")),
        ("monotone", (True, False)),
    ):
        now = data.get(key, words[0])
        other = words[1] if now == words[0] else words[0]
        yield (key,), other, f"{now} -> {other}"
    subjects = data.get("subjects", ["model", "service"])
    for one in ("model", "service", "developer"):
        yield ("subjects",), sorted({*subjects} ^ {one}), _moved(one, subjects)


def _moved(one: str, listed: Sequence[str]) -> str:
    return f"{'without' if one in listed else 'with'} {one}"


def _part(entry: Mapping[str, Any], where: Place, data: Mapping[str, Any], known: Known) -> Iterator[Change]:
    key = "criterion_weight" if len(where) == 2 else "share"
    number = entry.get(key, 1)
    for factor in (MORE, LESS):
        yield (*where, key), number * factor, f"{number} -> {number * factor:g}"
    yield where, GONE, f"'{entry['id']}' left out"
    if entry.get("parts"):
        now = entry.get("aggregate", "mean")
        other = "min" if now == "mean" else "mean"
        yield (*where, "aggregate"), other, f"{now} -> {other}"
    for other in data.get("ladders", {}):
        if "ladder" in entry and other != entry["ladder"]:
            yield (*where, "ladder"), other, f"ladder {entry['ladder']} -> {other}"
    if "fact" in entry:
        for other in sorted(_facts(data["criteria"]) - {entry["fact"]}):
            yield (*where, "fact"), other, f"fact {entry['fact']} -> {other}"
    if "when" in entry:
        yield from conditions(entry["when"], (*where, "when"), "", known)
    levels = entry.get("levels", [])
    yield from _levels(levels, (*where, "levels"), data.get("full_points", 1), "", known)
    for place, inner in enumerate(entry.get("parts", [])):
        yield from _part(inner, (*where, "parts", place), data, known)


def _facts(entries: Sequence[Mapping[str, Any]]) -> set[str]:
    found = {entry["fact"] for entry in entries if "fact" in entry}
    return found.union(*(_facts(entry.get("parts", [])) for entry in entries))


def _levels(
    levels: Sequence[Mapping[str, Any]], where: Place, full: float, ladder: str, known: Known
) -> Iterator[Change]:
    for place, level in enumerate(levels):
        here = (*where, place)
        yield here, GONE, f"'{level['id']}' left out"
        if place < len(levels) - 2:
            swapped = [*levels[:place], levels[place + 1], level, *levels[place + 2 :]]
            yield where, swapped, f"'{level['id']}' after '{levels[place + 1]['id']}'"
        yield from _points(level, here, full)
        if "when" in level:
            yield from conditions(level["when"], (*here, "when"), ladder, known)


def _points(level: Mapping[str, Any], where: Place, full: float) -> Iterator[Change]:
    step = STEP * full
    if "points" in level:
        for other in (level["points"] + step, level["points"] - step):
            if 0 <= other <= full:
                yield (*where, "points"), other, f"{level['points']} -> {other:g}"
        without = {key: value for key, value in level.items() if key not in ("points", "contested")}
        yield where, {**without, "not_applicable": True}, f"'{level['id']}' leaves the denominator"
        yield where, {**without, "undecided": True}, f"'{level['id']}' is left open"
    for key in ("not_applicable", "undecided"):
        if level.get(key):
            for points in (0, full):
                without = {one: value for one, value in level.items() if one != key}
                yield where, {**without, "points": points}, f"'{level['id']}' {key} -> {points}"
    if "contested" in level:
        yield (*where, "contested"), GONE, "contested left out"
        for end, number in enumerate(level["contested"]):
            for other in (number + step, number - step):
                if 0 <= other <= full:
                    yield (*where, "contested", end), other, f"{number} -> {other:g}"


def conditions(table: Any, where: Place, ladder: str, known: Known) -> Iterator[Change]:
    """Yield changes of a condition: its values, its tests, and how they are joined."""
    if len(table) > 1:
        yield where, {"any": [{key: value} for key, value in table.items()]}, "side by side -> any"
    yield where, {"not": table}, "-> not"
    for key, value in table.items():
        here = (*where, key)
        if len(table) > 1:
            yield here, GONE, f"{key} left out"
        if key == "not":
            yield where, {**{one: table[one] for one in table if one != "not"}, **value}, "not left out"
            yield from conditions(value, here, ladder, known)
        elif key in ("all", "any"):
            other = "any" if key == "all" else "all"
            if other not in table and len(value) > 1:
                swapped = {other if one == key else one: inner for one, inner in table.items()}
                yield where, swapped, f"{key} -> {other}"
            for place, inner in enumerate(value):
                if len(value) > 1:
                    yield (*here, place), GONE, f"{key}: {inner} left out"
                yield from conditions(inner, (*here, place), ladder, known)
        else:
            for one in dict.fromkeys([*value, *known.values(key, ladder)]):
                toggled = [id for id in value if id != one] if one in value else [*value, one]
                if toggled:
                    yield here, toggled, f"{key} {_moved(one, value)}"


def _lists(data: Mapping[str, Any], known: Known) -> Iterator[Change]:
    worst = data.get("lineage", {}).get("worst", [])
    for one in [*worst, *(fact for fact in known.facts if fact not in worst)]:
        toggled = [id for id in worst if id != one] if one in worst else [*worst, one]
        yield ("lineage",), {"worst": toggled}, _moved(one, worst)
    for name, members in data.get("term_sets", {}).items():
        for one in dict.fromkeys([*members, *known.components]):
            toggled = [id for id in members if id != one] if one in members else [*members, one]
            if toggled:
                yield ("term_sets", name), toggled, _moved(one, members)
    for name, members in data.get("license_sets", {}).items():
        for place, one in enumerate(members):
            yield ("license_sets", name, place), GONE, f"without {one}"
        yield ("license_sets", name), [*members, "LicenseRef-none-of-them"], "with a license more"


def _classes(classes: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    counted = list(dict.fromkeys(id for one in classes for id in one["counts"]))
    for place, one in enumerate(classes):
        yield ("classes", place), GONE, f"'{one['id']}' left out"
        for id in counted:
            toggled = [*one["counts"], id]
            if id in one["counts"]:
                toggled = [other for other in one["counts"] if other != id]
            if toggled:
                yield ("classes", place, "counts"), toggled, _moved(id, one["counts"])
        if "requires" in one:
            yield ("classes", place, "requires"), GONE, f"requires no {one['requires']}"
        for other in classes[:place]:
            if other["id"] != one.get("requires"):
                yield ("classes", place, "requires"), other["id"], f"requires {other['id']}"


def _gates(data: Mapping[str, Any], known: Known) -> Iterator[Change]:
    bands, step = [band["id"] for band in data["bands"]], STEP * data.get("top", 100)
    for place, gate in enumerate(data.get("gates", [])):
        where = ("gates", place)
        yield where, GONE, f"'{gate['id']}' left out"
        others: list[Any] = [band for band in bands if band != gate["cap"]]
        if not isinstance(gate["cap"], str):
            others = [gate["cap"] + step, gate["cap"] - step]
        for other in others:
            yield (*where, "cap"), other, f"{gate['cap']} -> {other}"
        yield from conditions(gate["when"], (*where, "when"), "", known)


def _bands(bands: Sequence[Mapping[str, Any]], top: float, known: Known) -> Iterator[Change]:
    step = STEP * top
    for place, band in enumerate(bands):
        where = ("bands", place)
        yield where, GONE, f"'{band['id']}' left out"
        if band.get("floor"):
            for other in (band["floor"] + step, band["floor"] - step):
                yield (*where, "floor"), other, f"{band['floor']} -> {other:g}"
        if "when" in band:
            yield from conditions(band["when"], (*where, "when"), "", known)
            if place < len(bands) - 2:
                swapped = [*bands[:place], bands[place + 1], band, *bands[place + 2 :]]
                yield ("bands",), swapped, f"'{band['id']}' after '{bands[place + 1]['id']}'"


def _conformance(entry: Mapping[str, Any] | None, known: Known) -> Iterator[Change]:
    if entry is None:
        return
    yield ("conformance",), GONE, "left out"
    elements = entry.get("elements", [])
    for place, element in enumerate(elements):
        yield ("conformance", "elements", place), GONE, f"'{element['id']}' left out"
        yield from conditions(element["when"], ("conformance", "elements", place, "when"), "", known)
