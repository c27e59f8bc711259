"""The closed lists of facts and values, read from vocabulary.toml.

What may be true of a fact is a set of values, kept as a bit mask: bit *i* stands for the *i*-th
value of its scale, most open first. A known fact has one bit, an unknown one has all of them.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from openscore.resources import checking_digest, prepared_folder, vocabulary_files
from openscore.snapshots import SnapshotFolder, key_of

NOT_APPLICABLE = "not-applicable"
NO_GRANT = "no-grant"
LICENSE = "license"
TERMS = "terms"
MEMBERSHIP = "in"
UNKNOWN = "unknown"
"""What people type for a fact that nobody has established; no scale has such a value."""

Title = Mapping[str, str]
"""A text by language: always `en`, often `zh`."""


class Value(NamedTuple):
    """One value that a fact can have."""

    id: str
    title: Title
    means: str
    """One sentence that says when the value holds."""
    is_ordered: bool = True
    """Whether the value has a place between more and less open."""
    is_released: bool = True
    """Whether, with this value, there is something that a license could cover."""
    carries: tuple[str, ...] = ()
    """Terms of the license that this value lays upon derived works."""
    is_lasting: bool = False
    """Whether the value, where it holds, has held since the model was made."""
    conforms: bool = False
    """Whether it touches no clause of the Open Source Definition, though it is not the most open one."""


class Word(NamedTuple):
    """A word of a closed list beside the facts: a modality, a relation, a kind of maker."""

    id: str
    title: Title
    means: str
    is_copy: bool
    """Whether a model in this relation holds the parameters of its base in another form."""


class Scale:
    """A closed list of values, most open first."""

    def __init__(self, id: str, title: Title, values: Iterable[Value]) -> None:
        self.id = id
        self.title = title
        self.values = tuple(values)
        self.bits = {value.id: 1 << place for place, value in enumerate(self.values)}
        self.full = (1 << len(self.values)) - 1
        ordered = self._mask_where("is_ordered")
        self.ordered = ordered if ordered & (ordered - 1) else 0  # One alone is in no order.
        self.released = self._mask_where("is_released")

    def _mask_where(self, attribute: str) -> int:
        return sum(self.bits[value.id] for value in self.values if getattr(value, attribute))

    def mask(self, ids: Iterable[str]) -> int:
        """Return the mask of the named values.

        Raises:
            KeyError: If a value is not on the scale.
        """
        return sum(self.bits[id] for id in set(ids))

    def ids(self, mask: int) -> tuple[str, ...]:
        """Return the ids of the values in `mask`, most open first."""
        return tuple(value.id for value in self.values if self.bits[value.id] & mask)

    def value(self, id: str) -> Value:
        """Return the value with this id."""
        return self.values[self.bits[id].bit_length() - 1]

    def worst(self, left: int, right: int) -> int:
        """Return what may be true of the less open of two facts on this scale.

        Values out of the order (such as `not-applicable`) give way to the other side; of two of them,
        neither is less open, and either may be meant.
        """
        return _worst(left & self.ordered, right & self.ordered) | self._outside(left, right)

    def _outside(self, left: int, right: int) -> int:
        loose_left, loose_right = left & ~self.ordered, right & ~self.ordered
        kept = loose_left | loose_right if loose_left and loose_right else 0
        if loose_left:
            kept |= right & self.ordered
        if loose_right:
            kept |= left & self.ordered
        return kept


def _worst(left: int, right: int) -> int:
    """Return {max(a, b)}: every value of either side that the other side can stay at or above."""
    floor = max(left & -left, right & -right)
    return (left | right) & -floor


class Term(NamedTuple):
    """One term of a license, as a scale from least to most restrictive."""

    scale: Scale
    osd: tuple[int, ...]
    """Clauses of the Open Source Definition 1.9 that a restriction touches."""

    def touched(self, value: str) -> tuple[int, ...]:
        """Return the clauses that a value touches; none for what is no value of the term."""
        bit = self.scale.bits.get(value, 1)
        return () if bit == 1 or self.scale.value(value).conforms else self.osd


class Component(NamedTuple):
    """A released artifact or a body of documentation, with the facts that it has."""

    id: str
    title: Title
    means: str
    aspects: Mapping[str, str]
    """Scale id by aspect; the scale `license` stands for SPDX expressions."""
    lasting: tuple[str, ...]
    """Aspects that cannot change once the model is made."""
    binds: tuple[str, ...]
    """Components whose use is bound by these terms wherever a service gives it."""
    is_work: bool
    """Whether it is the maker's own work, which it licenses as it likes."""

    @property
    def presence(self) -> str | None:
        """The aspect that says whether there is anything to license; None if it has none."""
        return next((aspect for aspect in self.aspects if aspect != LICENSE), None)

    @property
    def is_licensed(self) -> bool:
        """Whether it has a license; an index may have an indicator of that name."""
        return self.aspects.get(LICENSE) == LICENSE


class Vocabulary:
    """All components, facts, values and license terms."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        states = {state["id"]: _value(state) for state in data["states"]}
        self.scales = {entry["id"]: _scale(entry, states) for entry in data["scales"]}
        self.components = {entry["id"]: _component(entry) for entry in data["components"]}
        self.terms = {entry["id"]: _term(entry) for entry in data["terms"]}
        self.particulars = {entry["id"]: _particular(entry) for entry in data["particulars"]}
        """What a license asks beyond its terms, which no score rests on, least onerous first."""
        *known, self.membership = _license_scales()
        self.license_facts = {scale.id: scale for scale in known}
        self.licensed = tuple(component.id for component in self.components.values() if component.is_licensed)
        self.facts = tuple(self._fact_paths())
        self.modalities = _words(data["modalities"])
        self.relations = _words(data["relations"])
        self.maker_kinds = _words(data["maker_kinds"])

    def _fact_paths(self) -> Iterable[str]:
        for component in self.components.values():
            for aspect in component.aspects:
                yield f"{component.id}.{aspect}"
        for term in self.terms:
            yield f"{TERMS}.{term}"

    def path(self, key: str) -> str:
        """Return the fact that a key names: a component stands for its first fact beside its license."""
        component = self.components.get(key)
        return f"{key}.{component.presence}" if component and component.presence else key

    def is_lasting(self, path: str, value: str) -> bool:
        """Whether a fact, once true of a model, has been true since the model was made."""
        component, _, aspect = path.partition(".")
        known = self.components.get(component)
        if known is not None and aspect in known.lasting:
            return True
        return not self.is_license(path) and self.scale(path).value(value).is_lasting

    def is_license(self, path: str) -> bool:
        """Whether the fact at `path` holds an SPDX expression instead of a value of a scale."""
        component, _, aspect = path.partition(".")
        return aspect == LICENSE and component in self.licensed

    def scale(self, path: str) -> Scale:
        """Return the scale of a fact, or of a term derived from a license.

        Args:
            path: Such as `weights.availability`, `weights.license.outputs` or `terms.regions`.

        Raises:
            KeyError: If there is no such fact.
        """
        component, _, aspect = path.partition(".")
        if component == TERMS:
            return self.terms[aspect].scale
        return self.aspect_scale(self.components[component], aspect)

    def values(self, path: str) -> tuple[Value, ...]:
        """Return the values that an entry may give a fact; of a term, only those that a text may set."""
        scale = self.scale(path)
        is_term = scale.id in self.terms and scale is self.terms[scale.id].scale
        return scale.values[:-2] if is_term else scale.values

    def aspect_scale(self, component: Component, aspect: str) -> Scale:
        """Return the scale of one aspect of a component, derived license terms included."""
        head, _, derived = aspect.partition(".")
        if head == LICENSE and component.is_licensed:
            return self.license_scale(derived)
        scale = component.aspects[aspect]
        return self.scales[scale] if scale in self.scales else self.terms[scale].scale

    def license_scale(self, derived: str) -> Scale:
        """Return the scale of something that a license says, such as `outputs` or `state`."""
        if derived.startswith(MEMBERSHIP + "."):
            return self.membership
        return self.license_facts.get(derived) or self.terms[derived].scale


def _value(entry: Mapping[str, Any]) -> Value:
    title = entry.get("title", {"en": entry["id"].replace("-", " ")})
    return Value(
        entry["id"],
        title,
        entry["means"],
        entry.get("ordered", True),
        entry.get("released", True),
        tuple(entry.get("carries", ())),
        entry.get("lasting", False),
        entry.get("conforms", False),
    )


def _words(entries: Iterable[Mapping[str, Any]]) -> dict[str, Word]:
    words = (Word(one["id"], one["title"], one["means"], one.get("copy", False)) for one in entries)
    return {word.id: word for word in words}


def _scale(entry: Mapping[str, Any], states: Mapping[str, Value]) -> Scale:
    own = [_value(value) for value in entry["values"]]
    shared = [states[id] for id in entry.get("states", states)]
    return Scale(entry["id"], entry["title"], _by_openness(own, shared))


def _by_openness(own: list[Value], shared: list[Value]) -> list[Value]:
    """Return the values of a scale with its states: what somebody holds stands above what nobody gets."""
    gotten = max((place for place, value in enumerate(own, 1) if value.is_released), default=0)
    held = [state for state in shared if state.is_released]
    return [*own[:gotten], *held, *own[gotten:], *(state for state in shared if not state.is_released)]


def _component(entry: Mapping[str, Any]) -> Component:
    lasting, binds = (tuple(entry.get(key, ())) for key in ("lasting", "binds"))
    is_work = entry.get("work", False)
    return Component(entry["id"], entry["title"], entry["means"], entry["facts"], lasting, binds, is_work)


def _term(entry: Mapping[str, Any]) -> Term:
    title = {"en": "nothing granted", "zh": "未授权"}
    nothing = (
        Value(NO_GRANT, title, "Nothing is granted, because no license is stated."),
        _absent("The component is not released, so no license covers it."),
    )
    values = map(_value, entry["values"])
    return Term(Scale(entry["id"], entry["title"], (*values, *nothing)), tuple(entry["osd"]))


def _particular(entry: Mapping[str, Any]) -> Scale:
    return Scale(entry["id"], entry["title"], map(_value, entry["values"]))


def _absent(means: str) -> Value:
    return Value(NOT_APPLICABLE, {"en": "not applicable", "zh": "不适用"}, means, is_ordered=False)


def _license_scales() -> tuple[Scale, Scale, Scale, Scale]:
    """Make the scales of what is known of a license beside its terms."""
    absent = _absent("The component is not released.")
    unstated = Value(
        "none-stated", {"en": "none stated", "zh": "未声明"}, "Someone looked, and no license is stated."
    )

    listed, unlisted, ambiguous, placeholder, yes, no = (
        Value(id, {"en": id, "zh": chinese}, means)
        for id, chinese, means in (
            ("listed", "已收录", "Every license of the expression is in the license table."),
            ("unlisted", "未收录", "A license of the expression is not in the license table."),
            ("ambiguous", "有歧义", "The name stands for a family of licenses that differ in their terms."),
            ("placeholder", "占位", "Metadata has a template's placeholder, or a word that names nothing."),
            ("yes", "是", "Every license that applies has the property."),
            ("no", "否", "A license that applies lacks the property."),
        )
    )
    beside = (unstated, absent)
    conforms = {"en": "Conforms to the Open Definition", "zh": "符合开放定义"}
    states = (listed, unlisted, ambiguous, placeholder, *beside)
    return (
        Scale("state", {"en": "License state", "zh": "许可证状态"}, states),
        Scale("osi-approved", {"en": "OSI-approved", "zh": "经OSI批准"}, (yes, no, *beside)),
        Scale("open-definition", conforms, (yes, no, *beside)),
        Scale(MEMBERSHIP, {"en": "Inside the set", "zh": "在集合之内"}, (yes, no, *beside)),
    )


@cache
def load_vocabulary() -> Vocabulary:
    """Return the shipped vocabulary; read once per process."""
    snapshot = SnapshotFolder(prepared_folder()).get(_key())
    return Vocabulary(snapshot.head if snapshot else _read())


def keep_vocabulary(snapshots: SnapshotFolder) -> None:
    """Store the shipped vocabulary, so that it need not be parsed."""
    snapshots.put(_key(), _read())


def _key() -> str:
    return key_of("vocabulary", checking_digest())


def _read() -> dict[str, Any]:
    # Imported here: a snapshot needs no parser.
    import tomli

    base, *added = (tomli.loads(path.read_text(encoding="utf-8")) for path in vocabulary_files())
    for more in added:
        base["scales"] += more.get("scales", [])
        base["components"] += more["components"]
    return base
