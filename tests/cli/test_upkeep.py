"""Keeping a registry: coverage, history, claims, and validation for machines."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from conftest import Run
from samples import RUBRIC, base, entry, history, made

from openscore import Registry, Rubric, assess
from openscore.analysis.coverage import by_component, by_model, in_all, mean_width, needed_facts
from openscore.analysis.history import CHANGED, SHOWN, Event, steps_of
from openscore.report.analyses.coverage import history_rows

SHORT = ("weights", "weights.availability")


def test_coverage_counts_what_can_change_the_score(rubric: Rubric) -> None:
    """Known facts and those whose absence widens the score; a license of nothing released is not asked for."""
    registry = made(entry(facts={"weights.availability": "undisclosed", "service.availability": "none"}))
    (found,) = by_model(needed_facts(registry, rubric))
    assert (2, 2) == (found.known, found.first_party)
    assert found.needed == 2 + len(found.missing)
    assert "weights.license" not in found.missing
    assert "checkpoints.availability" in found.missing
    assert "2026-01-02" == str(found.oldest)


def test_coverage_adds_up(registry: Registry, rubric: Rubric) -> None:
    """Over models and over components to the same whole."""
    needed = needed_facts(registry, rubric)
    whole = in_all(needed)
    for parts in (by_model(needed), by_component(needed, rubric.vocabulary)):
        assert (whole.needed, whole.known) == (
            sum(one.needed for one in parts),
            sum(one.known for one in parts),
        )
    assert len(whole.missing) == whole.needed - whole.known


def test_unknowns_are_facts(registry: Registry, rubric: Rubric) -> None:
    """Every unknown of every model is a fact of a record or a term of a license, by name."""
    vocabulary = registry.vocabulary
    for record in registry:
        for name in assess(record, rubric).unknown:
            owner, _, fact = name.rpartition(":")
            known = vocabulary.facts if owner in ("", *registry.models) else vocabulary.terms
            assert fact in known, name


def test_what_a_base_model_lacks_is_not_asked_of_the_derived_one(rubric: Rubric) -> None:
    """It is listed with the model that it belongs to."""
    registry = made(entry("root"), entry(facts={"data-scope.detail": "not-applicable"}) + base("root"))
    missing = {one.subject: one.missing for one in by_model(needed_facts(registry, rubric))}
    assert "data-scope.detail" in missing["root"]
    assert "data-scope.detail" not in missing["demo"]


def test_history_shows_what_a_change_did(rubric: Rubric) -> None:
    """One step per day, with the assessment before and after."""
    known = entry(facts={"weights.availability": "public", "weights.license": "MIT"})
    known = known.replace('value = "public"', 'value = "public", since = 2025-03-04')
    registry = made(known + history("weights.license", "CC-BY-NC-4.0", "2025-06-01"))
    first, second = steps_of("demo", registry, rubric)
    assert ("2025-03-04", None) == (str(first.day), first.before)
    assert (Event(CHANGED, "weights.license", "CC-BY-NC-4.0", "MIT"),) == second.events
    assert second.before is not None
    assert second.after is not None
    assert first.after is not None
    assert first.after.score == second.before.score
    assert second.before.score.low < second.after.score.low


def test_known_relicensing_shows_as_a_step(run: Run) -> None:
    """Phi-2 in January 2024, the staged release of GPT-2 and the two changes of its license."""
    assert "2024-01-05" in run("history", "phi-2").out
    steps = json.loads(run("history", "gpt-2", "--format", "json").out)["history"]
    days = ["2019-02-14", "2019-02-20", "2019-08-20", "2019-11-05", "2020-01-03"]
    assert days == [step["date"] for step in steps if not step["what"].startswith("first shown: ")]
    assert " > " in next(step["score"] for step in steps if step["date"] == "2019-11-05")


def test_no_score_moves_between_the_steps(registry: Registry, rubric: Rubric) -> None:
    """Each step begins where the last ended, and the last ends at the score of today, of services too."""
    services = [record.id for record in registry if record.kind == "service"]
    for id in {*sorted(registry.models)[::10], *services, "dolly-v2", "gpt-2"}:
        steps = steps_of(id, registry, rubric)
        scores = [step.after.score if step.after else None for step in steps]
        assert [step.before.score if step.before else None for step in steps[1:]] == scores[:-1], id
        assert not steps or scores[-1] == assess(registry.models[id], rubric).score, id


def test_history_tells_what_is_first_shown(rubric: Rubric) -> None:
    """A fact counts from the day on which a document shows it; that day is a step, of a base model too."""
    shown = entry(facts={"weights.availability": "public"}).replace(
        'value = "public"', 'value = "public", since = 2025-06-01'
    )
    registry = made(shown, shown.replace("demo", "derived") + base("demo", of="derived"))
    own = steps_of("demo", registry, rubric)
    assert (Event(SHOWN, "", facts=("weights.availability",)),) == own[-1].events
    assert date(2025, 6, 1) == own[-1].day
    line = steps_of("derived", registry, rubric)
    assert {"", "demo"} == {event.subject for event in line[-1].events}
    told = history_rows(own, registry)[-1]["what"]
    assert "first shown: weights.availability" == told


def test_history_has_its_point_on_a_narrow_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changed is never what falls away."""
    monkeypatch.setenv("COLUMNS", "40")
    assert "announced" in run("history", "dolly-v2").out


def test_one_entry_that_is_left_out_is_one(run: Run, tmp_path: Path) -> None:
    """The number and its verb agree."""
    file = tmp_path / "more.toml"
    early = entry("early").replace("2025-03-04", "2020-01-01")
    file.write_text(early + entry("late"), encoding="utf-8")
    said = run("rank", "--standalone", "--registry", file, "--as-of", "2021-01-01").err
    assert "1 entry is left out that came out later: late" in said


def test_a_model_without_dates_has_no_history(run: Run, tmp_path: Path) -> None:
    """Exit 3 and a clear message."""
    file = tmp_path / "more.toml"
    text = entry()
    file.write_text(text[: text.index("[models.demo.dates]")], encoding="utf-8")
    result = run("history", "demo", "--registry", file)
    assert (3, "") == (result.code, result.out)
    assert "no dated step" in result.err


def test_labels_that_claim_more_than_is_shown(run: Run, tmp_path: Path) -> None:
    """An open source label without the required elements is named; an unknown is no proof against it."""
    shut = {"maker.label": "open-source", "weights.availability": "approval"}
    file = tmp_path / "more.toml"
    file.write_text(
        entry("boaster", shut) + entry("nobody-knows", {"maker.label": "open-source"}), encoding="utf-8"
    )
    rows = json.loads(run("models", "--mismatch", "--standalone", "--registry", file, "--format", "json").out)
    assert ["boaster"] == [row["model"] for row in rows["mismatches"]]
    shipped = json.loads(run("models", "--mismatch", "--format", "json").out)["mismatches"]
    assert {"llama-2"} <= {row["model"] for row in shipped}
    assert "olmo-7b" not in {row["model"] for row in shipped}


def test_validation_for_machines(run: Run, tmp_path: Path) -> None:
    """JSON, workflow commands and SARIF tell the same problems with file and line."""
    file = tmp_path / "bad.toml"
    file.write_text(entry(facts={"weights.availability": "publik"}), encoding="utf-8")
    data = json.loads(run("validate", "--registry", file, "--rubric", "osi-draft", "--format", "json").out)
    (problem,) = data["problems"]
    assert ("unknown-value", str(file), 15) == (problem["name"], problem["file"], problem["line"])
    lines = run("validate", "--registry", file, "--rubric", "osi-draft", "--format", "github").out
    assert lines.startswith(f"::error file={file},line=15,title=unknown-value::")
    log = json.loads(run("validate", "--registry", file, "--rubric", "osi-draft", "--format", "sarif").out)
    (result,) = log["runs"][0]["results"]
    assert 15 == result["locations"][0]["physicalLocation"]["region"]["startLine"]
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert ("unknown-value", "unknown value") == (rule["id"], rule["help"]["text"])
    assert "did you mean 'public'" in result["message"]["text"]


def test_coverage_is_printed(run: Run) -> None:
    """Per model, per component and in all."""
    out = run("validate", "--rubric", "osi-draft", "--coverage").out
    assert "coverage of the facts that osi-draft" in out
    assert "within 30 days" in out
    assert "all " in out


def test_coverage_by_age_counts_what_recent_readings_alone_show(rubric: Rubric) -> None:
    """A fact is as old as the oldest reading it rests on; one of exactly so many days ago still counts."""
    facts = {"weights.availability": "public", "weights.license": "MIT"}
    registry = made(entry("early", facts), entry("later", facts).replace("2026-01-02", "2026-03-01"))
    whole = in_all(needed_facts(registry, rubric))
    assert [(day, 2) for day in (date(2026, 1, 2), date(2026, 3, 1))] == sorted(Counter(whole.read).items())
    assert [0, 2, 2, 4] == [whole.within(days, date(2026, 3, 11)) for days in (9, 10, 67, 68)]


def test_coverage_for_machines_is_that_of_the_tables(run: Run) -> None:
    """Models and components sum to all; what no recent reading shows is known all the same; null if not asked for."""
    words = ("validate", "--rubric", "osi-draft", "--format", "json")
    assert json.loads(run(*words).out)["coverage"] is None
    found = json.loads(run(*words, "--coverage").out)["coverage"]
    assert "osi-draft" == found["rubric"]["id"]
    *components, whole = found["components"]
    for key in ("needed", "known", "first_party", "sources"):
        assert whole[key] == sum(one[key] for one in components) == sum(one[key] for one in found["models"])
    counts = [*whole["within_days"].values(), whole["known"]]
    assert sorted(counts) == counts
    assert whole["oldest"] == min(one["oldest"] for one in found["models"] if one["oldest"])


def test_a_faulty_rubric_is_named_once_whatever_else_is_asked_of_it(run: Run, tmp_path: Path) -> None:
    """Neither age nor coverage loads it again, and neither is told of a rubric that does not hold."""
    file = tmp_path / "bad.toml"
    file.write_text(RUBRIC.replace("points = 1.0", "points = 2.0", 1), encoding="utf-8")
    words = ("validate", "--rubric", file, "--format", "json", "--coverage")
    alone, aged = (json.loads(run(*words, *more).out) for more in ((), ("--max-age", "0")))
    assert alone == aged
    assert alone["coverage"] is None
    assert len(alone["problems"]) == len({problem["message"] for problem in alone["problems"]}) > 0


def test_the_mean_width_is_what_unknown_facts_leave_open(run: Run, rubric: Rubric) -> None:
    """In percent of the scale, every model counted alike; none where no model is judged; a list of all rubrics."""
    one, two = made(entry("open")), made(entry("open"), entry("other"))
    (alone,) = (assess(record, rubric).percent for record in one)
    wide = (alone.high - alone.low, 0)
    assert wide == mean_width(one, rubric) == mean_width(two, rubric)
    assert mean_width((), rubric) is None
    rows = json.loads(run("rubrics", "--widths", "--format", "json").out)["widths"]
    listed = json.loads(run("rubrics", "--format", "json").out)["rubrics"]
    assert [row["id"] for row in listed] == [row["rubric"] for row in rows]
    assert 2 == run("rubrics", rubric.id, "--widths").code


def stale_registry(tmp_path: Path) -> list[str]:
    """Two entries: of one the only document is read on January 2, of the other on March 1."""
    facts = {"weights.availability": "public", "weights.license": "MIT"}
    file = tmp_path / "mine.toml"
    later = entry("later", facts).replace("2026-01-02", "2026-03-01")
    file.write_text(later + entry("early", facts), encoding="utf-8")
    return ["--standalone", "--registry", str(file)]


def test_what_was_read_too_long_ago_is_listed_oldest_first(run: Run, tmp_path: Path) -> None:
    """A document counts once however many facts rest on it, and is stale only beyond the days given."""
    words = [*stale_registry(tmp_path), "--as-of", "2026-03-11", "--format", "json"]
    rows = json.loads(run("models", "--stale", "9", *words).out)["stale"]
    assert [("early", "2026-01-02", "68", "1"), ("later", "2026-03-01", "10", "1")] == [
        (row["model"], row["oldest"], row["days"], row["to_read"]) for row in rows
    ]
    # Of the later one the reading is ten days old, no more.
    assert ["early"] == [
        row["model"] for row in json.loads(run("models", "--stale", "10", *words).out)["stale"]
    ]
    assert [] == json.loads(run("models", "--stale", "68", *words).out)["stale"]


def test_that_nothing_is_stale_is_an_answer_in_every_format(run: Run, tmp_path: Path) -> None:
    """Exit 0: a sentence, an empty list, a table of the header; so also for more days than a calendar has."""
    words = ["models", "--stale", "999999999999", *stale_registry(tmp_path)]
    result = run(*words)
    assert (0, "") == (result.code, result.err)
    assert "nothing that decides was read longer ago than" in result.out
    assert [] == json.loads(run(*words, "--format", "json").out)["stale"]
    assert "model,oldest,days,to_read,documents\n" == run(*words, "--format", "csv").out


def test_only_documents_that_decide_make_an_entry_stale(run: Run, tmp_path: Path) -> None:
    """A document on which no fact rests need not be read again."""
    words = stale_registry(tmp_path)
    file = Path(words[-1])
    unread = '[models.{id}.documents.old]\nurl = "https://example.org/old"\nread = 2025-06-01\nby = "maker"\n'
    file.write_text(file.read_text(encoding="utf-8") + unread.format(id="early"), encoding="utf-8")
    result = run("models", "--stale", "100", "--as-of", "2026-03-11", *words)
    assert (0, True) == (result.code, "nothing that decides" in result.out)


def test_options_that_say_nothing_together_are_refused(run: Run) -> None:
    """Two lists at once, and a day from which nothing counts."""
    assert 2 == run("models", "--stale", "9", "--mismatch").code
    assert 2 == run("models", "--as-of", "2026-03-11").code


def test_a_component_stands_for_its_fact_wherever_a_fact_is_read(run: Run) -> None:
    """As in `rank --filter` and `check --require`; where a fact is written, both that may be meant are named."""
    supposed = [
        json.loads(run("what-if", "llama-2", f"{fact}=public", "--format", "json").out) for fact in SHORT
    ]
    assert supposed[0] == supposed[1]
    assert run("facts", SHORT[0]).out == run("facts", SHORT[1]).out
    said = run("set", "llama-2", "weights", "public", "--registry", "none.toml").err
    assert "did you mean 'weights.availability' or 'weights.license'?" in said
