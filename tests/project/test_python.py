"""The interface for Python programs: what its page and its notebook say is so."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT, Run
from samples import entry

import openscore
from openscore import Registry, Rubric, assess, load_registry, load_rubric, rank
from openscore.analysis.verify import Verdict
from openscore.errors import DataError, NothingMatchedError, UnknownNameError, UsageError
from openscore.report.formats.json_v1 import ranked_json

PAGE = ROOT / "docs" / "python.md"
NOTEBOOK = ROOT / "docs" / "openscore.ipynb"


def test_the_page_is_so() -> None:
    """Every example gives what is printed below it."""
    text = PAGE.read_text(encoding="utf-8").replace("```python\n", "").replace("```\n", "")
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert result.failed == 0
    assert result.attempted > 25


def test_the_notebook_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Every cell, in order; it is stored without outputs."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec(compile("".join(cell["source"]), "cell", "exec"), names)
    assert "Llama 2" in capsys.readouterr().out


def test_names_are_in_the_registry(registry: Registry) -> None:
    """By id, alias and printed name, case ignored; records too; anything else is not in it."""
    for name in ("llama-2", "LLAMA-2", "Llama 2", registry["llama-2"]):
        assert name in registry
    for name in ("no such", "", 5, None, object()):
        assert name not in registry
    assert registry.get("Llama 2") is registry["llama-2"]
    assert registry.get("no such") is None
    assert registry.get("no such", registry["gpt-4"]) is registry["gpt-4"]


@pytest.mark.parametrize(
    "named", [str, Path, lambda path: str(path).encode(), lambda path: [path], lambda path: (str(path),)]
)
def test_paths_of_any_sort(tmp_path: Path, named: Any) -> None:
    """Text, bytes, a path, or several of them; one text is no list of letters."""
    path = tmp_path / "mine.toml"
    path.write_text(entry("demo", {"weights.availability": "public"}), encoding="utf-8")
    assert "demo" in load_registry(named(path), shipped=False)


def test_rubrics_by_path_of_any_sort() -> None:
    """Text, bytes and paths give the same rubric."""
    path = ROOT / "rubrics" / "osi-draft.toml"
    digests = {load_rubric(named).digest for named in (path, str(path), str(path).encode())}
    assert digests == {load_rubric("osi-draft").digest}


def test_errors_are_those_that_python_programs_expect(registry: Registry, rubric: Rubric) -> None:
    """Also after a process; and their text is the message, unquoted."""
    for kind, also in ((UnknownNameError, KeyError), (UsageError, ValueError), (DataError, ValueError), (NothingMatchedError, LookupError)):  # fmt: skip
        error = kind("it's so", hint="x")
        assert isinstance(error, also)
        assert str(error) == "it's so"
        rebuild, values = error.__reduce__()[:2]  # type: ignore[misc]
        assert (rebuild(*values).message, rebuild(*values).hint) == ("it's so", "x")  # type: ignore[operator]
    with pytest.raises(KeyError, match="no model named 'lama-2'"):
        registry["lama-2"]
    with pytest.raises(TypeError, match=r"assess\(registry\[name\]"):
        assess("llama-2", rubric)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"weights\.availability is 7, wanted a text"):
        openscore.what_if(registry, "llama-2", {"weights.availability": 7})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="a record and a rubric"):
        assess(registry["llama-2"], "osi-draft")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="one rubric"):
        openscore.compare(assess(registry["llama-2"], rubric))
    with pytest.raises(KeyError, match="no style named 'mla'"):
        openscore.cite(assess(registry["llama-2"], rubric), "mla")
    with pytest.raises(UsageError, match="open-wieghts"):
        openscore.check_models(["llama-2"], min_band="open-wieghts")
    with pytest.raises(DataError, match=r"(?s)cannot use 'no such'.*no such file"):
        load_registry("no such")


@pytest.mark.parametrize("given", [5, None, "llama-2", ["llama-2"], b"llama-2"])
def test_an_argument_of_another_type_is_a_type_error(registry: Registry, rubric: Rubric, given: Any) -> None:
    """Whatever takes it; never an attribute that something inside lacks."""
    calls: list[Callable[[], object]] = [
        lambda: openscore.explain(given),
        lambda: openscore.cite(given),
        lambda: openscore.compare(given, given),
        lambda: openscore.duties(given, "redistribute"),
        lambda: openscore.rank(given, rubric),
        lambda: openscore.rank(registry, given),
        lambda: openscore.assess(given, rubric),
    ]
    if not isinstance(given, str):
        calls += [
            lambda: registry[given],
            lambda: registry.get(given),
            lambda: openscore.check_models([given]),
            lambda: openscore.check_models([], require={"weights": [given]}),
            lambda: openscore.duties(registry["gpt-2"], "redistribute", countries=[given]),
        ]
    for call in calls:
        with pytest.raises(TypeError):
            call()


def test_one_text_is_no_list_of_letters(registry: Registry) -> None:
    """Wherever several can be given."""
    checked = openscore.check_models("llama-2", require={"weights": "public"})
    assert [finding.requirement for finding in checked.findings] == ["weights.availability=public"]
    for countries, components in (("DE", "weights"), (["de"], ["weights"])):
        model = registry["llama-2"]
        found = openscore.duties(model, "redistribute", countries=countries, components=components)
        assert (found.user.countries, found.components) == (("DE",), ("weights",))


def test_what_no_demand_and_no_use_can_be_is_refused(registry: Registry) -> None:
    """As the commands refuse it, with a message of ours."""
    for least in (float("nan"), float("inf"), "much"):
        with pytest.raises(UsageError, match="min_score: "):
            openscore.check_models(["llama-2"], min_score=least)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"require\.weights: "):
        openscore.check_models(["llama-2"], require={"weights": []})
    with pytest.raises(UsageError, match="'Germany' is no country"):
        openscore.duties(registry["llama-2"], "redistribute", countries=["Germany"])
    with pytest.raises(KeyError, match="no component named 'wieghts'"):
        openscore.duties(registry["llama-2"], "redistribute", components=["wieghts"])
    with pytest.raises(UsageError, match="wanted a date"):
        openscore.cite(assess(registry["llama-2"], load_rubric()), accessed="yesterday")


def test_a_registry_without_a_model_is_one(registry: Registry) -> None:
    """Before anything came out no model is known: the shipped registry is asked only where none is given."""
    nothing = registry.as_of("1990-01-01")
    assert not len(nothing)
    (finding,) = openscore.check_models(["gpt-2"], registry=nothing).findings
    assert finding.name == "unknown-model"
    cited = openscore.cite(assess(registry["gpt-2"], openscore.load_rubric()))
    found = (openscore.verify(cited, registry=one)[0] for one in (registry, nothing))
    assert [isinstance(one, Verdict) and one.holds for one in found] == [True, False]


def test_days_are_text_or_dates(registry: Registry) -> None:
    """Both give the same registry; what is no date says so."""
    assert registry.as_of("2023-12-31").day == registry.as_of(date(2023, 12, 31)).day == date(2023, 12, 31)
    for text in ("yesterday", "2023-13-01", ""):
        with pytest.raises(ValueError, match="wanted a date"):
            registry.as_of(text)


def test_supposed_facts_are_facts(registry: Registry, rubric: Rubric) -> None:
    """A component stands for its first fact; what is no fact or value is a `KeyError` that names near ones."""
    supposed = openscore.what_if(registry, "Llama 2", {"weights": "public"}, rubric)
    assert supposed.changes == (("weights.availability", "approval", "public"),)
    assert supposed.model.after.assessment.score.low > supposed.model.before.assessment.score.low
    for changes in ({"weihgts": "public"}, {"weights.availability": "pubic"}):
        with pytest.raises(KeyError) as caught:
            openscore.what_if(registry, "llama-2", changes, rubric)
        assert "did you mean" in caught.value.hint


def test_one_scale_in_all_formats(run: Run, registry: Registry, rubric: Rubric) -> None:
    """Criteria go from 0 to 100 in JSON, CSV and `to_dict`, and are the same numbers there."""
    place = next(one for one in rank(registry, rubric) if one.assessment.record.id == "llama-2")
    data, told = place.assessment.to_dict(), ranked_json(place)
    assert {**told, **data} == told
    assert set(told) - set(data) == {"rank", "ranks", "group"}
    header, row = run("export", "csv", "llama-2").out.splitlines()[:2]
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    for criterion in data["criteria"]:
        for end in ("low", "high"):
            assert float(cells[f"{criterion['id']}_{end}"]) == criterion["score"][end]
    assert max(criterion["score"]["high"] for criterion in data["criteria"]) > 1


def test_what_is_shown_is_short_and_inert(rubric: Rubric) -> None:
    """Of a registry and an assessment, as text and as HTML; no text of a record acts."""
    hostile = '<script>alert(1)</script>"\u202e'
    text = entry("demo", {"weights.availability": "public"}).replace('"Demo"', json.dumps(hostile))
    from openscore.registry.load import registry_from
    from openscore.toml import TomlFile

    licenses = TomlFile("licenses.toml", (ROOT / "licenses.toml").read_text(encoding="utf-8"))
    registry = registry_from([licenses, TomlFile("test.toml", text)])
    assessment = assess(registry["demo"], rubric)
    assert repr(registry) == "<Registry of 1 model>"
    assert repr(assessment).startswith("<Assessment of demo under osi-draft 1.")
    for shown in (repr(assessment), registry._repr_html_(), assessment._repr_html_()):
        assert len(shown) < 2000
        assert "<script" not in shown
        assert "\u202e" not in shown


@pytest.mark.parametrize("installed", ["pandas", "polars", ""])
def test_frames(registry: Registry, monkeypatch: pytest.MonkeyPatch, installed: str) -> None:
    """With pandas first, then Polars; with neither it is said what to do."""
    given: list[Any] = []
    for library in ("pandas", "polars"):
        fake = SimpleNamespace(
            DataFrame=lambda rows, library=library: given.append((library, rows)) or library
        )
        monkeypatch.setitem(sys.modules, library, fake if library == installed else None)  # type: ignore[arg-type]
    if not installed:
        with pytest.raises(UsageError, match="pandas or Polars"):
            registry.to_frame()
        return
    assert registry.to_frame() == installed
    [(_, rows)] = given
    assert len(rows) == len(registry)
    assert len({frozenset(row) for row in rows}) == 1
    first = next(row for row in rows if row["id"] == "llama-2")
    assert first["weights.availability"] == registry["llama-2"].values["weights.availability"]


def test_the_start_imports_nothing_that_is_not_asked_for() -> None:
    """Functions on demand are named by the package, and their module comes with the first use."""
    program = "import openscore, sys; print('openscore.api' in sys.modules, 'rich' in sys.modules); openscore.rubrics(); print('openscore.api' in sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    ).stdout
    assert out.split() == ["False", "False", "True"]
    assert set(openscore.__all__) <= set(dir(openscore))
    for name in openscore.__all__:
        assert getattr(openscore, name) is not None
    with pytest.raises(AttributeError):
        _ = openscore.no_such_name
