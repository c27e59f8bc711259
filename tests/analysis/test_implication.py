"""What follows from what between rubrics: proofs hold on the registry, counter-examples on the engine."""

from __future__ import annotations

import json
import re
from itertools import permutations, product
from pathlib import Path

import pytest
from conftest import Run
from samples import TITLE, level, part, rubric

from openscore import Registry, Rubric, assess, load_rubric
from openscore.analysis.implication import (
    NEVER_MET,
    PROVEN,
    REFUTED,
    Answer,
    Implications,
    Side,
    implications,
    plain_model,
)
from openscore.analysis.strict_lines import StrictLine, lines_of
from openscore.engine import Assessment
from openscore.rubric.conditions import TRUE
from openscore.snapshots import SnapshotFolder

STRICT = ("osaid-1.0", "osaid-0.0.8", "g7-2026", "mof-1.0", "owd-0.3", "osd-terms", "ntia-2024", "eu-ai-act-53-2", "osi-draft")  # fmt: skip


def meets(line: StrictLine, found: Assessment) -> bool:
    """Whether the engine says that a line is surely met."""
    kind, _, id = line.id.partition(":")
    if kind == "conformance":
        return found.conformance == "met"
    if kind == "class":
        return next(one for one in found.classes if one.entry.id == id).progress.low >= 100
    if kind == "gate":
        return id not in {one.gate.id for one in found.gates}
    if kind == "band":
        order = [band.id for band in line.rubric.bands]
        return order.index(found.bands[0].id) <= order.index(id)
    return found.score.low == line.rubric.top


@pytest.fixture(scope="module")
def answers(registry: Registry) -> dict[tuple[str, str], tuple[Answer, ...]]:
    sides = {id: Side(load_rubric(id), registry) for id in STRICT}
    pairs = [*permutations(("osaid-1.0", "osd-terms", "owd-0.3", "ntia-2024"), 2), ("osaid-0.0.8", "osi-draft"), ("osi-draft", "osaid-0.0.8"), ("g7-2026", "mof-1.0"), ("mof-1.0", "ntia-2024"), ("eu-ai-act-53-2", "g7-2026"), ("osaid-1.0", "eu-ai-act-53-2")]  # fmt: skip
    found = implications([(sides[one], sides[other]) for one, other in pairs])
    return dict(zip(pairs, found, strict=True))


def test_the_engine_agrees_with_every_counter_example(
    registry: Registry, answers: dict[tuple[str, str], tuple[Answer, ...]]
) -> None:
    """With the facts of a counter-example, whatever else is true of a model, the first line is met and the second not."""
    refuted = [answer for listed in answers.values() for answer in listed if answer.state == REFUTED]
    assert len(refuted) > 20
    record = plain_model(registry)
    blank = record.supposing(dict.fromkeys(record.values))
    for answer in refuted:
        for model in (record, blank):
            found = model.supposing(answer.facts)
            assert meets(answer.premise, assess(found, answer.premise.rubric)), answer.premise.name
            assert not meets(answer.conclusion, assess(found, answer.conclusion.rubric)), (
                answer.conclusion.name
            )


def test_no_fact_of_a_counter_example_can_be_left_out(
    registry: Registry, answers: dict[tuple[str, str], tuple[Answer, ...]]
) -> None:
    """Without any one fact it is no longer settled that the first line is met and the second is not."""
    record = plain_model(registry)
    blank = record.supposing(dict.fromkeys(record.values))
    (answer,) = answers["osd-terms", "owd-0.3"]
    assert answer.lacking
    assert answer.lacking.items() <= answer.facts.items()
    for left_out in {path.partition(".")[0] for path in answer.facts}:
        fewer = {path: value for path, value in answer.facts.items() if path.partition(".")[0] != left_out}
        found = blank.supposing(fewer)
        premise = meets(answer.premise, assess(found, answer.premise.rubric))
        verdict = assess(found, answer.conclusion.rubric).conformance
        assert not (premise and verdict == "unmet")


def test_no_model_of_the_registry_contradicts_a_proof(
    registry: Registry, answers: dict[tuple[str, str], tuple[Answer, ...]]
) -> None:
    """Every model in itself that surely meets the first line surely meets the second."""
    proven = [answer for listed in answers.values() for answer in listed if answer.state == PROVEN]
    assert len(proven) > 8
    models = [one for one in registry if one.kind == "model" and not one.links and not one.serves]
    seen = 0
    for answer, model in product(proven, models):
        if meets(answer.premise, assess(model, answer.premise.rubric)):
            seen += 1
            assert meets(answer.conclusion, assess(model, answer.conclusion.rubric)), (
                model.id,
                answer.premise.name,
            )
    assert seen


@pytest.mark.parametrize(
    ("premise", "conclusion", "state"),
    [("osaid-1.0", "osd-terms", PROVEN), ("osaid-1.0", "owd-0.3", PROVEN), ("owd-0.3", "osd-terms", PROVEN), ("osd-terms", "owd-0.3", REFUTED), ("ntia-2024", "osaid-1.0", REFUTED)],
)  # fmt: skip
def test_what_the_texts_say_of_each_other(
    answers: dict[tuple[str, str], tuple[Answer, ...]], premise: str, conclusion: str, state: str
) -> None:
    """1.0 asks of parameters all that the OSD asks of terms; terms alone release no weights, and weights alone no code."""
    assert [state] == [answer.state for answer in answers[premise, conclusion]]


def test_the_lines_of_a_rubric_are_what_the_engine_says_of_every_model(registry: Registry) -> None:
    """Conditions over facts alone decide as the engine does, for each shipped model that builds on no other."""
    from openscore.engine.lineage import FactReader

    for id in STRICT:
        judged = load_rubric(id)
        reader, lines = FactReader(judged), lines_of(judged)
        assert lines
        for model in registry:
            if model.kind in judged.subjects and not model.links and not model.serves:
                masks, found = reader.masks(model), assess(model, judged)
                for line in lines:
                    assert (line.condition.decide(masks) == TRUE) <= meets(line, found), (model.id, line.name)


def made(id: str, when: dict[str, list[str]]) -> Rubric:
    """One question that is met under a condition."""
    levels = [level("met", 1, when), level("unmet", 0, None)]
    built = rubric([part("q", "data-scope.detail", criterion_weight=1.0, levels=levels)])
    return Rubric({**built.data, "id": id, "title": TITLE}, built.vocabulary)


@pytest.mark.parametrize(
    ("first", "second", "state", "lacking"),
    [
        ({"data-scope.detail": ["full"]}, {"data-scope.detail": ["full", "partial"]}, PROVEN, {}),
        ({"data-scope.detail": ["full", "partial"]}, {"data-scope.detail": ["full"]}, REFUTED, {"data-scope.detail": "partial"}),
        ({"weights.license.osi-approved": ["yes"]}, {"weights.license.state": ["listed"]}, PROVEN, {}),
        ({"weights.license.osi-approved": ["yes"]}, {"weights.license.commercial": ["allowed"]}, REFUTED, {"terms.commercial": "threshold"}),
        ({"weights.availability": ["undisclosed"], "weights.license.osi-approved": ["yes"]}, {"data-scope.detail": ["full"]}, NEVER_MET, {}),
    ],
)  # fmt: skip
def test_answers_worked_out_by_thought(
    registry: Registry,
    first: dict[str, list[str]],
    second: dict[str, list[str]],
    state: str,
    lacking: dict[str, str],
) -> None:
    """Sets within sets are proven; an approved license may be narrowed by its maker; what is withheld has none."""
    ((answer,),) = implications([(Side(made("one", first), registry), Side(made("two", second), registry))])
    assert (state, lacking) == (answer.state, dict(answer.lacking))


def test_answers_that_are_kept_are_those_that_were_found(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are found once for the same rubrics and terms, and anew for others, or where what is kept is no answer."""
    searches: list[StrictLine] = []
    search = Implications.answer

    def counted(self: Implications, premise: StrictLine, conclusion: StrictLine) -> Answer:
        searches.append(premise)
        return search(self, premise, conclusion)

    monkeypatch.setattr(Implications, "answer", counted)
    folder = SnapshotFolder(tmp_path)
    read = [load_rubric(id, snapshots=folder) for id in ("ntia-2024", "osaid-1.0")]
    before = set(tmp_path.iterdir())

    def told(registry: Registry, gates: bool = True) -> tuple[tuple[object, ...], int]:
        searches.clear()
        one, other = (Side(rubric, registry) for rubric in read)
        found = implications([(one, other), (other, one)], gates=gates, snapshots=folder)
        return tuple(answer[2:] for answers in found for answer in answers), len(searches)

    anew = told(registry)
    assert anew[1] == len(anew[0]) > 1
    assert told(registry) == (anew[0], 0)
    (kept,) = set(tmp_path.iterdir()) - before
    assert told(registry, gates=False)[1] > 0
    licenses = dict(registry.data["licenses"])
    licenses["MIT"] = {**licenses["MIT"], "terms": licenses["CC-BY-NC-4.0"]["terms"]}
    assert told(Registry({**registry.data, "licenses": licenses}, registry.vocabulary))[1] > 0
    folder.put(kept.stem, [["proven"]])
    assert told(registry) == anew
    read[0] = Rubric(read[0].data, read[0].vocabulary)  # made by hand
    assert told(registry) == anew


def test_the_command_prints_proofs_and_what_can_be_typed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof says so; a counter-example is a command that gives the verdict which it claims."""
    monkeypatch.setenv("COLUMNS", "4000")
    assert "osd-terms conformance: yes, proven\n" in run("rubrics", "osaid-1.0", "--against", "osd-terms").out
    shown = run("rubrics", "ntia-2024", "--against", "osaid-1.0").out
    typed = re.search(r"openscore (what-if .*)", shown)
    assert typed
    tried = run(*typed[1].split(), "--format", "json")
    assert 0 == tried.code
    told = json.loads(run("rubrics", "ntia-2024", "--against", "osaid-1.0", "--format", "json").out)
    assert ("openscore.implications/1", REFUTED) == (told["schema"], told["answers"][0]["state"])


def test_the_lattice_compares_each_with_each(run: Run) -> None:
    """Rows and columns are the same lines; a class of a ladder implies the one below."""
    rows = run(
        "rubrics", "--against", "mof-1.0", "--against", "ntia-2024", "--format", "csv"
    ).out.splitlines()
    assert ["id,line,1,2,3,4", "1,mof-1.0 class:class-iii,same,no,no,yes", "2,mof-1.0 class:class-ii,yes,same,no,yes", "3,mof-1.0 class:class-i,yes,yes,same,yes", "4,ntia-2024 all-points,no,no,no,same"] == rows  # fmt: skip
