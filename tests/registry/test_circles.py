"""Models that rest on each other in a circle are refused, and a line that meets again is none."""

from __future__ import annotations

import pytest
from samples import entry

from openscore.errors import DataError
from openscore.registry.load import registry_from
from openscore.registry.toml_values import written
from openscore.toml import TomlFile


def based(id: str, *bases: str) -> str:
    """An entry that was made from others."""
    links = "".join(
        f'\n[[models.{id}.bases]]\nmodel = "{base}"\nrelation = "finetune"\nsources = ["card"]\nshows = "so it says"\n'
        for base in bases
    )
    return entry(id, extra=links, name=id)


@pytest.mark.parametrize(
    ("bases", "loops"),
    [
        ({"a": "a"}, ["a -> a"]),
        ({"a": "b", "b": "c", "c": "a"}, ["a -> b -> c -> a"]),
        ({"start": "a", "a": "b", "b": "a"}, ["a -> b -> a"]),  # who only leads into it is in no circle
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, ["a -> b -> a", "c -> d -> c"]),
        ({"a": "bc", "b": "d", "c": "d", "d": ""}, []),  # two ways to one base
        ({"a": "bc", "b": "c", "c": ""}, []),
    ],
)
def test_a_circle_of_bases_is_told_once_with_its_whole_way(bases: dict[str, str], loops: list[str]) -> None:
    """A model cannot be its own base, be it by way of others; what meets again further down is no circle."""
    text = "".join(based(id, *below) for id, below in bases.items())
    file = TomlFile("demo.toml", text)
    if not loops:
        assert set(bases) <= set(registry_from([file]).models)
        return
    with pytest.raises(DataError) as error:
        registry_from([file])
    found = [one.message for one in error.value.problems if one.name == "lineage-cycle"]
    assert [f"a model cannot be its own base: {loop}" for loop in loops] == found


def test_words_are_written_in_their_own_letters() -> None:
    """Who opens the file can read them; what cannot be seen is written as what it is."""
    assert '"开放"' == written("开放")
    assert '"a\\u007fb"' == written("a\x7fb")
    assert '{ en = "é", "x y" = [true, 3] }' == written({"en": "é", "x y": [True, 3]})
