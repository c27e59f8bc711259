"""Lines of models: declared and effective terms, and licenses that are looser than what passes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from property.strategies import SHIPPED, VOCABULARY, registry_of
from samples import entry

from openscore import load_rubric
from openscore.analysis.lineage import Node, lineage

RAIL = "LicenseRef-scancode-bigscience-open-rail-m2"


def line(base: str, own: str, relation: str = "finetune") -> Node:
    models = {"base": {"weights.license": base}, "child": {"weights.license": own}}
    registry = registry_of(models, {"child": ["base"]})
    registry["child"].data["bases"][0]["relation"] = relation
    return lineage(registry["child"], load_rubric())


@pytest.mark.parametrize(
    ("base", "own", "terms"),
    [
        ("Apache-2.0", "MIT", set()),
        ("Apache-2.0", "CC0-1.0", {"attribution"}),
        (RAIL, RAIL, set()),
        (RAIL, "Apache-2.0", {"use-policy"}),
        ("GPL-3.0-only", "MIT", {"pass-on"}),
        ("GPL-3.0-only", "MIT OR GPL-3.0-only", {"pass-on"}),
        ("MIT", "GPL-3.0-only", set()),
        (RAIL, "NONE", set()),
        (RAIL, "LicenseRef-nobody-knows-it", set()),
        ("NONE", "MIT", set()),
    ],
)
def test_what_is_looser_than_what_passes_on(base: str, own: str, terms: set[str]) -> None:
    """Only what the text of the base model's license lays upon derived works, and only where it is sure."""
    found = line(base, own).looser
    assert terms == {one.term for one in found}
    for one in found:
        stated = SHIPPED.licenses.licenses[base].term("pass-on")
        assert stated is not None
        assert one.rule.clause == stated.clause


def test_distilling_counts_where_outputs_inherit() -> None:
    """A license that makes a model trained on outputs a derivative passes its limits on, another does not."""
    assert "inherits" == SHIPPED.licenses.licenses[RAIL].term("outputs").value  # type: ignore[union-attr]
    assert line(RAIL, "MIT", "distilled").looser
    assert not line("GPL-3.0-only", "MIT", "distilled").looser


def test_the_line_is_followed_to_its_end() -> None:
    """Effective terms are the worst over all of it, and a grandparent's text passes on too."""
    models = {"old": {"weights.license": RAIL}, "mid": {}, "new": {"weights.license": "MIT"}}
    node = lineage(registry_of(models, {"new": ["mid"], "mid": ["old"]})["new"], load_rubric())
    policy = next(term for term in node.terms if term.term == "use-policy")
    assert (("none",), ("fixed-list",)) == (policy.declared, policy.effective)
    assert {"old"} == {one.base for one in node.looser}
    assert ["mid"] == [base.record.id for base in node.bases]
    assert ["old"] == [base.record.id for base in node.bases[0].bases]


def test_a_maker_is_not_bound_by_its_own_base() -> None:
    """Neither the effective terms nor what is looser speak of a license that is its own; others' still do."""
    models = {
        "old": {"weights.license": RAIL},
        "mid": {"weights.license": "CC-BY-NC-4.0"},
        "new": {"weights.license": "MIT"},
    }
    registry = registry_of(models, {"new": ["mid"], "mid": ["old"]})
    registry.data["models"]["mid"]["developer"] = registry["new"].developer
    node = lineage(registry["new"], load_rubric())
    effective = {term.term: term.effective for term in node.terms}
    assert (("fixed-list",), ("allowed",)) == (effective["use-policy"], effective["commercial"])
    assert {"old"} == {one.base for one in node.looser}


def test_many_ways_are_no_more_work_than_the_models_on_them() -> None:
    """Each of 26 models is made from the next two: 2^25 ways up, and each model is told once."""
    models = {f"m{place}": {"weights.license": "MIT"} for place in range(26)}
    bases = {f"m{place}": [f"m{up}" for up in (place + 1, place + 2) if up < 26] for place in range(26)}

    def nodes(node: Node) -> list[Node]:
        return [node, *(below for base in node.bases for below in nodes(base))]

    found = nodes(lineage(registry_of(models, bases)["m0"], load_rubric()))
    assert 26 == sum(not one.is_repeated for one in found)
    assert 50 == len(found)


def test_every_term_that_is_carried_exists() -> None:
    """The vocabulary names terms of its own."""
    for value in VOCABULARY.terms["pass-on"].scale.values:
        assert set(value.carries) <= set(VOCABULARY.terms)


def test_lineage_as_a_command(run: Run, tmp_path: Path) -> None:
    """A tree of text, and the same as JSON; the wording is neutral."""
    base = '\n[[models.child.bases]]\nmodel = "base"\nrelation = "finetune"\nsources = ["card"]\nshows = "it says so"\n'
    file = tmp_path / "line.toml"
    text = entry("base", {"weights.license": RAIL}, name="Base [b]x[/b]")
    text = text.replace('"Somebody"', '"Somebody Else"')
    file.write_text(text + entry("child", {"weights.license": "MIT"}, base), encoding="utf-8")
    words = ["lineage", "child", "--standalone", "--registry", file]
    shown = run(*words)
    assert (shown.code, shown.err) == (0, "")
    flat = " ".join(shown.out.split())
    clause, name = (
        SHIPPED.licenses.licenses[RAIL].term("pass-on").clause,
        SHIPPED.licenses.licenses[RAIL].name,
    )  # type: ignore[union-attr]
    assert f"none is looser than fixed-list, which {name} of base, clause {clause}, passes on" in flat
    assert "violat" not in flat
    assert "finetune: Base [b]x[/b] (base)" in flat
    assert "Acceptable use policy: none -> fixed-list" in flat
    tree = json.loads(run(*words, "--format", "json").out)["lineage"]
    assert ["base"] == [one["id"] for one in tree["bases"]]
    assert ["use-policy"] == [one["term"] for one in tree["looser"]]
    assert run("lineage", "chidl", "--standalone", "--registry", file).code == 2
