"""Bad input: one clear error with file and line and what to type next, exit 2, nothing written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run
from samples import RUBRIC, entry

GOOD = {"weights.availability": "public"}


def lay(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "overlay.toml"
    file.write_text(text, encoding="utf-8")
    return file


CASES = {
    "broken TOML": ("[models.demo\nname = 1", 1, "broken-toml", "not valid TOML"),
    "a number of 5,000 digits": (entry() + f"[models.demo.weights]\nx = {'9' * 5000}", 14, "broken-toml", "5000 digits"),
    "a hexadecimal number of 5,000 digits": (entry().replace('by = "maker"', f"by = 0x{'9' * 5000}"), 9, "unknown-value", "very many digits"),
    "the same id twice": ('[models.demo]\nname = "A"\n\n[models.demo]\nname = "B"\n', 4, "broken-toml", "not valid TOML"),
    "unknown key": (entry(facts=GOOD).replace("summary =", "sumary ="), 6, "unknown-key", "did you mean 'summary'?"),
    "unknown component": (entry(facts={"wieghts.availability": "public"}), 14, "unknown-component", "did you mean 'weights'?"),
    "unknown fact": (entry(facts={"weights.availabilty": "public"}), 15, "unknown-fact", "did you mean 'availability'?"),
    "misspelt value": (entry(facts={"weights.availability": "publik"}), 15, "unknown-value", "did you mean 'public'?"),
    "fact without a source": (
        entry(facts=GOOD).replace('value = "public", sources = ["card"], ', 'value = "public", '), 15, "evidence-missing", "lacks 'sources'",
    ),
    "fact with an empty list of sources": (
        entry(facts=GOOD).replace('"public", sources = ["card"]', '"public", sources = []'), 15, "empty", "at least 1 item",
    ),
    "unknown document": (
        entry(facts=GOOD).replace('"public", sources = ["card"]', '"public", sources = ["paper"]'), 15, "unknown-document", "documents: card",
    ),
    "source that is no address": (entry(facts=GOOD).replace("https://example.org/demo", "ftp://example.org"), 9, "not-a-url", "no http or https address"),
    "date in the future": (entry(facts=GOOD).replace("2025-03-04", "2999-03-04"), 12, "future-date", "2999-03-04 is in the future"),
    "reading in the future": (entry(facts=GOOD).replace("2026-01-02", "2999-01-02"), 8, "future-date", "2999-01-02"),
    "another index as the only source": (entry(facts=GOOD).replace('by = "maker"', 'by = "index"'), 15, "index-only", "cite the maker's own text"),
    "unknown license": (entry(facts={"weights.license": "Apach-2.0"}), 15, "unknown-license", "did you mean 'Apache-2.0'"),
    "alias of another model": (entry().replace('summary = "A', 'aliases = ["Llama-2"]\nsummary = "A'), 2, "duplicate-alias", "already means 'llama-2'"),
    "unknown base model": (
        entry(extra='\n[[models.demo.bases]]\nmodel = "lama-2"\nrelation = "finetune"\nsources = ["card"]\nshows = "so it says"\n'), 14, "unknown-model", "did you mean 'llama-2'",
    ),
    "base model of itself": (
        entry(extra='\n[[models.demo.bases]]\nmodel = "demo"\nrelation = "finetune"\nsources = ["card"]\nshows = "so it says"\n'), 14, "lineage-cycle", "demo -> demo",
    ),
    "a model that serves": (
        entry(extra='\n[[models.demo.serves]]\nmodel = "gpt-2"\nsources = ["card"]\nshows = "so it says"\n'), 14, "not-a-service", "only a service serves",
    ),
    "lacking name": ('[models.demo]\ndeveloper = "X"\nmodality = ["text"]\nsummary = "A."\n', 1, "key-missing", "lacks 'name'"),
    "very long id": (entry().replace("models.demo", "models." + "d" * 81), 2, "wrong-type", "longer than 80 characters"),
    "id with a capital": ('[families.demo]\nname = "Demo"\npart_of = "Demo"\n', 3, "malformed", "small letters, digits, dots and dashes"),
    "number for text": (entry().replace('name = "Demo"', "name = 7"), 3, "wrong-type", "valid string"),
    "day in quotes": (entry().replace("read = 2026-01-02", 'read = "2026-01-02"'), 9, "wrong-type", "without quotes"),
    "license without its documents": ('[licenses.Demo]\nname = "Demo"\nosi_approved = false\nopen_definition = "rejected"\nterms = {}\ndocuments = {}\n', 6, "empty", "at least 1 item"),
    "limit of a license without what it shows": (
        '[licenses.Demo]\nname = "Demo"\nosi_approved = false\nopen_definition = "rejected"\n[licenses.Demo.documents]\ntext = { url = "https://example.org", read = 2026-01-01, by = "maker" }\n[licenses.Demo.terms]\noutputs = { value = "owned", clause = "3" }\n',
        8, "evidence-missing", "what the clause says",
    ),
}  # fmt: skip


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("name", CASES)
def test_registry_defects(run: Run, tmp_path: Path, name: str) -> None:
    """Each defect is named with file, line and kind, and what is wanted or what to type next."""
    text, line, kind, words = CASES[name]
    file = lay(tmp_path, text)
    result = run("rank", "--registry", file)
    assert result.code == 2
    assert result.out == ""
    assert f"{file}:{line}: " in result.err
    assert f"[{kind}]" in result.err
    assert words in result.err
    assert result.err.startswith("error: ")
    assert "Traceback" not in result.err


@pytest.mark.usefixtures("few")
def test_all_defects_are_reported_at_once(run: Run, tmp_path: Path) -> None:
    """Not only the first."""
    file = lay(
        tmp_path, entry("one", {"weights.availability": "a"}) + entry("two", {"weights.availability": "b"})
    )
    result = run("rank", "--registry", file)
    assert "2 problems" in result.err
    assert result.err.count("[unknown-value]") == 2


@pytest.mark.usefixtures("few")
def test_a_cycle_over_several_models_ends(run: Run, tmp_path: Path) -> None:
    """A base-model cycle of three is named, not followed for ever."""
    text = "".join(
        entry(
            id,
            extra=f'\n[[models.{id}.bases]]\nmodel = "{base}"\nrelation = "merge"\nsources = ["card"]\nshows = "so it says"\n',
        )
        for id, base in (("a", "b"), ("b", "c"), ("c", "a"))
    )
    result = run("rank", "--registry", lay(tmp_path, text))
    assert result.code == 2
    assert "a -> b -> c -> a" in result.err


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.mkdir(), "this is a folder"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00"), "not UTF-8 text"),
        (lambda path: path.write_bytes(b"#" * 50_000_000), "larger than 20 MB"),
        (lambda path: path.write_text("a = " + "[" * 10_000, encoding="utf-8"), "nested too deep"),
        (lambda path: None, "no such file"),
        (lambda path: path.write_text("", encoding="utf-8"), None),
    ],
    ids=["folder", "binary", "50 MB", "10,000 brackets", "absent", "empty"],
)  # fmt: skip
def test_unusable_files(run: Run, tmp_path: Path, make, words: str | None) -> None:
    """A file that cannot be read at all is one error; an empty one has no model to rank."""
    path = tmp_path / "file.toml"
    make(path)
    result = run("rank", "--standalone", "--registry", path)
    assert result.code == 2
    assert result.out == ""
    assert (words or "the registry has no model") in result.err
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) <= 3


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["show", "lama-2"], 2, "error: no model named 'lama-2'\nhint: did you mean 'llama-2'"),
        (["explain", "zzz"], 2, "error: no model named 'zzz'\nhint: `openscore models` lists all of them"),
        (
            ["rank", "--rubric", "osi-draf"],
            2,
            "error: no rubric named 'osi-draf'\nhint: did you mean 'osi-draft'?",
        ),
        (
            ["licenses", "Apache-3.0"],
            2,
            "error: no license named 'Apache-3.0'\nhint: did you mean 'Apache-2.0'",
        ),
        (["licenses", "openrail"], 2, "error: 'openrail' names a family of licenses, not one text"),
        (["rank", "--band", "opn-weights"], 2, "did you mean 'open-weights'"),
        (["rank", "--sort", "scor"], 2, "did you mean 'score'"),
        (["rank", "--format", "xml"], 2, "wanted one of table, json, csv, md"),
        (["rank", "--filter", "maker"], 2, "is not KEY=VALUE"),
        (["rank", "--filter", "makr=Meta"], 2, "did you mean 'maker'"),
        (["rank", "--filter", "weights.availability=publik"], 2, "did you mean 'public'"),
        (["rank", "--filter", "maker=Nobody"], 2, "no maker named 'Nobody'"),
        (["rank", "--filter", "kind=modl"], 2, "did you mean 'model'"),
        (["rank", "--filter", "modality=speach"], 2, "did you mean 'speech'"),
        (["rank", "--filter", "maker.seat=FRA"], 2, "wanted something like FR, CN, unknown"),
        (["rank", "--filter", "released=2023-4"], 2, "wanted something like 2023, 2023-12, 2023-12-31"),
        (["rank", "--filter", "id=no-such-model"], 3, "no model matches"),
        (["rank", "--filter", "name=no such model"], 3, "no model matches"),
        (["rank", "--filter", "weights.license=no-such-license"], 3, "no model matches"),
        (["rank", "--filter", "maker.seat=AQ"], 3, "no model matches"),
        (["rank", "--filter", "released=1923-05"], 3, "no model matches"),
        (["rank", "--top", "many"], 2, "wanted a whole number, 1 or more"),
        (["rank", "--top", "2.5"], 2, "--top is '2.5', wanted a whole number, 1 or more"),
        (["rank", "--tpo", "3"], 2, "did you mean '--top'"),
        (["rank", "--fail-under", "-5"], 2, "--fail-under is '-5', wanted a number, 0 to 100"),
        (["sensitivity", "--draws", "99"], 2, "wanted a whole number, 100 to 10000000"),
        (["rank", "--as-of", "2023-13-01"], 2, "--as-of is '2023-13-01', wanted a date"),
        (["show"], 2, "missing argument 'MODEL|FAMILY'"),
        (["show", "llama-2", "--output", ""], 2, "--output is empty"),
        (["rank", "--fail-under", "101"], 2, "wanted a number, 0 to 100"),
        (["rank", "--as-of", "yesterday"], 2, "wanted a date such as 2023-12-31"),
        (["rank", "--as-of", "2999-01-01"], 2, "--as-of 2999-01-01 is in the future"),
        (["rank", "--as-of", "1999-01-01"], 3, "nothing in the registry was out on 1999-01-01"),
        (["rank", "--output", "/dev/null/file"], 2, "cannot write '/dev/null/file'"),
        (["show", "llama-2", "--as-of", "2020-01-01"], 2, "'llama-2' was not out on 2020-01-01"),
        (["rank", "--lang", "fr"], 2, "wanted one of en, zh"),
        (["schema", "modles"], 2, "did you mean 'models'"),
        (["frobnicate"], 2, "no command named 'frobnicate'"),
        (["rank", "--frobnicate"], 2, "no option '--frobnicate'"),
    ],
)
def test_bad_usage(run: Run, words: list[str], code: int, message: str) -> None:
    """Names that do not exist get near ones; nothing is printed as a result."""
    result = run(*words)
    assert code == result.code
    assert message in result.err
    assert result.out == ""


SECOND = """
  [[criteria.levels]]
  id = "second"
  title = { en = "second", zh = "次" }
  points = {POINTS}
  when = { "weights.availability" = {VALUES} }
  [[criteria.levels]]
  id = "kept\""""


def second(values: str, points: float) -> str:
    level = SECOND.replace("{VALUES}", values).replace("{POINTS}", str(points))
    return RUBRIC.replace('\n  [[criteria.levels]]\n  id = "kept"', level)


GATE = """
[[gates]]
id = "odd"
title = { en = "odd", zh = "奇" }
cap = 10
when = { "weights.availability" = ["public"] }
source = "page 2"
"""

SHUT = GATE.replace('["public"]', '["undisclosed"]').replace("cap = 10", 'cap = "closd"')

BAND = """
[[bands]]
id = "odd"
title = { en = "Odd", zh = "奇" }
floor = 50
means = { en = "Odd", zh = "奇" }
"""
PART = RUBRIC[RUBRIC.index("[[criteria]]") : RUBRIC.index("[[bands]]")]
OTHER = PART.replace('"out"', '"away"').replace('"kept"', '"held"')
STRICT = """
[conformance]
title = { en = "All", zh = "全部" }
draft = "page 3"
note = { en = "All", zh = "全部" }
"""

CLAIM = """
[[claims]]
label = "opensource"
title = { en = "Open", zh = "开放" }
when = { "weights.availability" = ["public"] }
source = "page 4"
"""

RUBRIC_CASES = {
    "zero weight": (RUBRIC.replace("criterion_weight = 1", "criterion_weight = 0"), "greater than or equal to 0.000000001"),
    "unknown path": (RUBRIC.replace("weights.availability", "weights.avail"), "no fact 'weights.avail'"),
    "unknown value": (RUBRIC.replace('"click-through"]', '"clickthrough"]'), "'clickthrough' is not one of"),
    "unreachable level": (second('["public"]', 0.5), "level 'second' of part 'weights' is never reached"),
    "not monotone": (
        second('["research-circle"]', 0.5).replace("points = 1.0", "points = 0.25"),
        "part 'weights' is not monotone: with weights.availability = research-circle it gives 0.5",
    ),
    "gate that closes when a fact opens": (RUBRIC + GATE, "the gate can close when a fact becomes more open"),
    "gate to no band": (RUBRIC + SHUT, "no band 'closd' that a gate could leave as the best"),
    "gate to the best band": (RUBRIC + SHUT.replace("closd", "all"), "no band 'all' that a gate could leave"),
    "bands that do not begin at 0": (RUBRIC.replace("floor = 0", "floor = 5"), "bands must begin at 0"),
    "no last level": (RUBRIC.replace("otherwise = true", 'when = { "weights.availability" = ["leaked"] }'), "must be 'otherwise = true'"),
    "level without points": (RUBRIC.replace("  points = 0.0\n", ""), "needs either points or not_applicable or undecided"),
    "a license as a closed list": (RUBRIC.replace("weights.availability", "weights.license"), "no fact 'weights.license'"),
    "code for a condition": (RUBRIC.replace('["public", "click-through"]', '"1 + 1"'), "allowed values are a list"),
    "two parts of one id": (RUBRIC.replace("[[bands]]", PART + "[[bands]]"), "stands twice"),
    "two levels of one id": (second('["research-circle"]', 0.5).replace('"second"\n', '"out"\n', 1), "'out' stands twice"),
    "two bands of one id": (RUBRIC + BAND.replace('"odd"', '"all"'), "'all' stands twice"),
    "two gates of one id": (RUBRIC + (SHUT + SHUT).replace("closd", "all") + BAND, "'odd' stands twice"),
    "two parts of one id and other levels": (RUBRIC.replace("[[bands]]", OTHER + "[[bands]]") + STRICT, "'weights' stands twice"),
    "a number in quotes": (RUBRIC.replace("criterion_weight = 1", 'criterion_weight = "1"'), "valid number"),
    "true for a number": (RUBRIC.replace("criterion_weight = 1", "criterion_weight = true"), "valid number"),
    "a word for true": (RUBRIC.replace("monotone = true", 'monotone = "yes"'), "valid boolean"),
    "a cap beyond the scale": (RUBRIC + GATE.replace("cap = 10", "cap = 120"), "gates.0.cap: input should be less than or equal to 100"),
    "no subjects": (RUBRIC.replace("monotone = true", "monotone = true\nsubjects = []"), "'subjects' lists nothing"),
    "classes that are none": (RUBRIC.replace("monotone = true", 'monotone = true\naggregate = "classes"'), "'classes' lists nothing"),
    "levels that ask for themselves": (RUBRIC.replace('"weights.availability" = ["public", "click-through"]', '"@weights" = ["out"]'), "no levels '@weights' of an earlier part"),
    "misspelt level": (RUBRIC + GATE.replace('"weights.availability" = ["public"]', '"@weights" = ["kep"]'), "did you mean 'kept'?"),
    "no text at all": ("", "`openscore schema rubric` tells"),
    "claim of no label": (RUBRIC + CLAIM, "'opensource' is not one of"),
    "fact of no base model": (RUBRIC.replace("[[criteria]]", '[lineage]\nworst = ["weights.licence"]\n[[criteria]]', 1), "did you mean 'weights.license'"),
    "unknown key": (RUBRIC.replace("monotone", "monoton"), "did you mean 'monotone'?"),
    "untranslated title": (RUBRIC.replace(', zh = "权重"', ""), "lacks 'zh'"),
}  # fmt: skip


def test_the_rubric_of_these_tests_is_good(run: Run, tmp_path: Path) -> None:
    """What the other tests break works as it stands."""
    result = run("rank", "--rubric", lay(tmp_path, RUBRIC), "--top", 1)
    assert (result.code, result.err) == (0, "")
    assert "rubric demo 1.0.0" in result.out


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("name", RUBRIC_CASES)
def test_rubric_defects(run: Run, tmp_path: Path, name: str) -> None:
    """A rubric that does not hold is refused by every command, with the counter-example."""
    text, message = RUBRIC_CASES[name]
    file = lay(tmp_path, text)
    ranked = run("rank", "--rubric", file)
    assert (ranked.code, ranked.out) == (2, "")
    assert message in ranked.err
    assert len(re.findall(rf"^{re.escape(str(file))}(:\d+)?: ", ranked.err, re.MULTILINE)) == max(
        1, 8 * (not text)
    )
    assert ranked.err.count("\nhint: ") == 1
    validated = run("validate", "--rubric", file)
    assert validated.code == 1
    assert message in validated.err


@pytest.mark.usefixtures("few")
def test_what_no_license_is_called_is_told_of_a_set_of_licenses(run: Run, tmp_path: Path) -> None:
    """With its line and the nearest id; what SPDX lists or once listed may stand there, and a license of one's own."""
    own = "LicenseRef-of-our-own"
    sets = (
        f'["MIT", "GPL-2.0", "Zlib", "Apache-2.0 WITH LLVM-exception", "{own}", "LicenseRef-scancode-lama-2"]'
    )
    text = RUBRIC.replace("[[criteria]]", f"[license_sets]\nmild = {sets}\n[[criteria]]", 1)
    file = lay(tmp_path, text)
    line = text[: text.index("mild")].count("\n") + 1
    result = run("validate", "--rubric", file)
    told = [one for one in result.err.splitlines() if "[unknown-license]" in one]
    assert result.code == 0
    assert [f"warning: {file}:{line}: license_sets.mild.{place}:" for place in (4, 5)] == [
        one.partition(" no license")[0] for one in told
    ]
    assert f"no license '{own}' in the table" in told[0]
    table = tmp_path / "own.toml"
    table.write_text(
        f'[licenses.{own}]\nname = "Ours"\nosi_approved = false\nopen_definition = "not-reviewed"\n'
        f'[licenses.{own}.documents]\ntext = {{ url = "https://example.org", read = 2026-01-02, by = "maker" }}\n',
        encoding="utf-8",
    )
    assert run("validate", "--rubric", file, "--registry", table).err.count("[unknown-license]") == 1


def test_a_failed_write_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    """An error before the result is there writes nothing."""
    target = tmp_path / "out.json"
    target.write_text("old", encoding="utf-8")
    assert run("rank", "--registry", tmp_path / "absent.toml", "--output", target).code == 2
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["out.json"]


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """`openscore rank | head -1` ends in silence."""
    command = f"{shlex.quote(sys.executable)} -m openscore rank --format csv | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.startswith("rank,id,name")
    assert done.stderr == ""


def test_a_bug_asks_for_a_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 70 and no traceback, unless OPENSCORE_DEBUG asks for it."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of cheese")

    monkeypatch.setattr("openscore.cli.commands.rank.registry_of", broken)
    result = run("rank")
    assert result.code == 70
    assert "a bug in OpenScore: RuntimeError: out of cheese" in result.err
    assert "please report it" in result.err
    monkeypatch.setenv("OPENSCORE_DEBUG", "1")
    with pytest.raises(RuntimeError, match="out of cheese"):
        run("rank")
