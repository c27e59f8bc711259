"""Other weights of criteria, never to be taken for the rubric's own."""

from __future__ import annotations

import csv
import io
import json

import pytest
from conftest import ROOT, Run
from property.strategies import registry_of
from samples import BOTH

from openscore import assess, load_rubric
from openscore.errors import UsageError
from openscore.resources import profile_files, rubric_files
from openscore.rubric.profile import load_profile, reweighted

SMALL = ["--standalone", "--registry", str(ROOT / "tests" / "golden" / "registry.toml")]


def test_weights_by_hand() -> None:
    """Three to one becomes one to one, then one to three; the other weight stays in its unit."""
    record = registry_of({"a": {"data-scope.detail": "full", "data-methods.detail": "undisclosed"}})["a"]
    equal = reweighted(BOTH, load_profile("equal"), {})
    assert (75, 50, 25) == tuple(
        assess(record, made).score.low for made in (BOTH, equal, reweighted(BOTH, None, {"methods": 9.0}))
    )
    assert ("demo~equal", "equal") == (equal.id, equal.profile)
    assert "demo~own" == reweighted(BOTH, load_profile("equal"), {"scope": 2.0}).id
    assert equal.digest != BOTH.digest
    assert (BOTH.id, BOTH.profile) == ("demo", "")


@pytest.mark.parametrize("id", profile_files())
def test_shipped_profiles_fit_the_default_rubric(id: str) -> None:
    """Every criterion is named, or all others are given a weight; titles stand in both languages."""
    profile, rubric = load_profile(id), load_rubric()
    assert profile.rest or set(profile.weights) == {criterion.id for criterion in rubric.criteria}
    assert {"en", "zh"} == set(profile.title) == set(profile.why)
    assert reweighted(rubric, profile, {}).profile == id


def test_no_rubric_can_look_re_weighted() -> None:
    """The mark is in no id of a file."""
    assert not [id for id in rubric_files() if "~" in id]


@pytest.mark.parametrize("words", [["study"], ["--weight", "data=40"]])
def test_every_output_says_that_it_is_re_weighted(run: Run, words: list[str]) -> None:
    """Table, Markdown, CSV and JSON."""
    who = "study" if words == ["study"] else "own"
    for format in ("table", "md"):
        text = run("profile", *words, *SMALL, "--format", format).out
        assert f"Re-weighted ({who})" in " ".join(text.split())
        assert f"osi-draft~{who}" in text
        assert ("at the rubric's own weights: `openscore explain" in " ".join(text.split())) == (
            format == "table"
        )
    data = json.loads(run("profile", *words, *SMALL, "--format", "json").out)
    assert (f"osi-draft~{who}", who) == (data["rubric"]["id"], data["rubric"]["profile"])
    assert data["rubric"]["digest"] != load_rubric().digest
    rows = csv.DictReader(io.StringIO(run("profile", *words, *SMALL, "--format", "csv").out))
    assert {f"osi-draft~{who}"} == {row["rubric"] for row in rows}
    assert "Re-weighted" not in run("rank", *SMALL).out


def test_profiles_are_listed(run: Run) -> None:
    """Without a name or a weight."""
    assert all(id in run("profile").out for id in profile_files())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["studdy"], "did you mean 'study'"),
        (["--weight", "dat=40"], "did you mean 'data'"),
        (["--weight", "data"], "not CRITERION=NUMBER"),
        (["--weight", "data=-1"], "wanted a number"),
        (["equal", "--rubric", "mof-1.0"], "counts classes"),
    ],
)
def test_bad_requests(run: Run, words: list[str], message: str) -> None:
    """One clear error, exit 2."""
    result = run("profile", *words, *SMALL)
    assert (2, "") == (result.code, result.out)
    assert message in result.err


def test_a_weight_for_no_criterion() -> None:
    """Is refused by the library too."""
    with pytest.raises(UsageError):
        reweighted(BOTH, load_profile("study"), {})
    with pytest.raises(UsageError) as unlike:
        reweighted(BOTH, None, {"x": 1.0})
    assert "criteria: scope, methods" == unlike.value.hint
