"""Cases of registries, rubrics, caches and streams: content, names and places that no reader expects."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from samples import RUBRIC, entry, history
from trial.table import Place, case, needs

POSIX = os.name != "nt"


@case()
def cache_of_somebody_else(place: Place) -> None:
    """Of the cache only what the program wrote is deleted, links are not followed, damage is made good."""
    folder = place.folder / "c"
    folder.mkdir()
    for number in range(120):
        (folder / f"mine{number}.json").write_text("{}", "utf-8")
        os.utime(folder / f"mine{number}.json", (86400, 86400))
    mine = {path.name for path in folder.iterdir()}
    (place.folder / "r.toml").write_text(entry(facts={"weights.availability": "public"}), "utf-8")
    words = ("rank", "--format", "json", "--standalone", "--registry", "r.toml")
    first = place.started(*words, OPENSCORE_CACHE="c")
    written = [path for path in folder.rglob("*") if path.is_file() and path.name not in mine]
    assert mine <= {path.name for path in folder.iterdir()}
    assert written
    for path in written:
        kept = place.folder / f"kept-{path.name}"
        kept.write_text("somebody's own", "utf-8")
        path.unlink()
        path.symlink_to(kept)
    assert first.stdout == place.started(*words, OPENSCORE_CACHE="c").stdout
    assert {"somebody's own"} == {path.read_text("utf-8") for path in place.folder.glob("kept-*")}
    for path in written:
        content = path.read_bytes() if path.exists() else b"{}"
        path.unlink(missing_ok=True)
        path.write_bytes(content.replace(b"1", b"2"))
    assert first.stdout == place.started(*words, OPENSCORE_CACHE="c").stdout


@case({"d/models.toml": bytes(range(256))})
def diff_with_a_folder_that_is_not_text(place: Place) -> None:
    """A file that is no text is named."""
    place.refused("diff", "d", "now", "--format", "text", names="not-text")


@case({"l.txt": "gpt-2\n", "i.jsonl": '{"id":"a/b"}\n'})
def endless_file(place: Place) -> None:
    """A device without an end is read up to a limit."""
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    for words in (
        ("rank", "--registry"),
        ("check",),
        ("verify",),
        ("import", "mot"),
        ("check", "l.txt", "--policy"),
    ):
        place.refused(*words, "/dev/zero", names="larger than")


@case({"l.txt": "gpt-2\n"})
def file_name_that_is_not_utf_8(place: Place) -> None:
    """A name that is no text stands escaped in what is said."""
    if sys.platform != "linux":
        pytest.skip("names of bytes are Linux's")
    name = os.fsdecode(b"\xff.toml")
    for words in (("rank", "--registry", name), ("check", name), ("rank", "--rubric", f"./{name}")):
        place.refused(*words, names="\\udcff.toml")


@case({"a" * 250 + ".toml": entry(facts={"weights.availability": "public"})})
def file_name_that_is_too_long(place: Place) -> None:
    """Where no lock has room beside it, a file is not edited."""
    (name,) = (name for name in place.names() if name.startswith("aaa"))
    fact = ("demo", "weights.availability", "approval", "--url", "https://a.b/x", "--shows", "x")
    before = (place.folder / name).read_bytes()
    place.refused("set", *fact, "--registry", name, names=name)
    place.refused("set", *fact, "--registry", "a" * 300 + ".toml")
    assert before == (place.folder / name).read_bytes()


FIRST = entry(facts={"weights.availability": "public"}).replace("2025-03-04", "0001-01-01")


@case({"r.toml": FIRST + history("weights.availability", "undisclosed", "0001-01-01")})
def history_until_the_first_day(place: Place) -> None:
    """There is no day before the first."""
    result = place.run("history", "demo", "--registry", "r.toml")
    assert result.code in {0, 2}, result.err


@case({"r.toml": "\na = " + "1" * 5000})
def integer_of_5000_digits(place: Place) -> None:
    """A number that Python does not read is broken TOML or JSON, at its line."""
    digits = "1" * 5000
    place.refused("rank", "--standalone", "--registry", "r.toml", names="r.toml:")
    (place.folder / "u.toml").write_text(RUBRIC + f"\nmore = {digits}\n", "utf-8")
    (place.folder / "p.toml").write_text(f"more = {digits}\n", "utf-8")
    (place.folder / "b.json").write_text('{"bomFormat":"CycloneDX",\n"version":' + digits + "}", "utf-8")
    (place.folder / "l.txt").write_text("gpt-2\n", "utf-8")
    place.refused("rank", "--rubric", "./u.toml", names="broken-toml")
    place.refused("check", "l.txt", "--policy", "p.toml", names="broken-toml")
    place.refused("check", "b.json", names="broken-json")


@case({"r.toml": entry(facts={"weights.license": "()"})})
def license_expression_without_a_name(place: Place) -> None:
    """An expression of nothing is an unknown license."""
    place.refused("rank", "--standalone", "--registry", "r.toml", names="unknown-license")


@case()
def no_words_at_all(place: Place) -> None:
    """The program alone shows its help."""
    result = place.run()
    assert 0 == result.code
    assert "Usage: openscore" in result.out


@case()
def output_in_a_code_page(place: Place) -> None:
    """People get stand-ins for what a code page lacks; machines get UTF-8."""
    for page, words in (("cp1252", ("rank", "--top", "3")), ("cp437", ("show", "llama-2"))):
        done = place.started(*words, PYTHONIOENCODING=page)
        assert (0, b"") == (done.returncode, done.stderr), page
        assert len(done.stdout.decode(page).splitlines()) > 3
    data = place.started("export", "json", "llama-2", "gpt-4", "dall-e-2", PYTHONIOENCODING="cp1252")
    assert "DALL" in json.dumps(json.loads(data.stdout.decode("utf-8")), ensure_ascii=False)


@case()
def output_over_a_device(place: Place) -> None:
    """What is no ordinary file stays what it is."""
    if not POSIX:
        pytest.skip("nodes are POSIX's")
    os.mkfifo(place.folder / "pipe")
    (place.folder / "loop").symlink_to("loop")
    if os.geteuid() == 0:
        try:
            os.mknod(place.folder / "null", 0o600 | stat.S_IFCHR, os.makedev(1, 3))
        except PermissionError:
            (place.folder / "null").symlink_to("/dev/null")
    else:
        (place.folder / "null").symlink_to("/dev/null")
    kinds = {name: (place.folder / name).lstat().st_mode for name in ("pipe", "loop", "null")}
    place.run("rank", "--top", "1", "-o", "null")
    for name in ("loop", "pipe"):
        assert place.run("rank", "--top", "1", "-o", name).code in {0, 2}
    assert kinds == {name: (place.folder / name).lstat().st_mode for name in kinds}


def nested(depth: int) -> str:
    condition = '{ "weights.availability" = ["public"] }'
    for _ in range(depth):
        condition = f"{{ not = {condition} }}"
    return RUBRIC.replace('{ "weights.availability" = ["public", "click-through"] }', condition)


@case({"u.toml": nested(900)})
def rubric_condition_nested_900_deep(place: Place) -> None:
    """A condition is refused before any recursion ends badly."""
    place.refused("rank", "--top", "2", "--rubric", "./u.toml", names="nested-too-deep")


@case({"u.toml": RUBRIC.replace("criterion_weight = 1", "criterion_weight = inf")})
def rubric_infinite_weight(place: Place) -> None:
    """Numbers of a rubric are finite, each and together."""
    place.refused("rank", "--top", "2", "--rubric", "./u.toml", names="u.toml:")
    text = (
        (place.folder / "u.toml").read_text("utf-8").replace("criterion_weight = inf", "criterion_weight = 1")
    )
    for line in ("full_points = inf", "top = inf", "full_points = nan", "top = 1e309"):
        (place.folder / "u.toml").write_text(f"{line}\n{text}", "utf-8")
        place.refused("rank", "--top", "2", "--rubric", "./u.toml", names="u.toml")


@case({"u.toml": RUBRIC.replace('["public", "click-through"]', '[["public"]]')})
def rubric_list_in_a_list(place: Place) -> None:
    """What a condition allows are values and no lists."""
    told = place.refused("rank", "--top", "2", "--rubric", "./u.toml", names="u.toml:")
    assert "malformed-condition" in told or "unknown-value" in told


@case({"l.txt": "gpt-2\n"})
def stdout_that_cannot_take_it(place: Place) -> None:
    """A full disk behind standard output is one line, a closed one no traceback."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    for redirection in ("> /dev/full", ">&-"):
        command = f'"{sys.executable}" -m openscore rank {redirection}'
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            check=False,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode in {0, 2}, redirection
        assert len(done.stderr.splitlines()) <= 2
        assert b"Traceback" not in done.stderr
    for page in ("ascii", "cp1252"):
        assert 0 == place.started("rank", PYTHONIOENCODING=page).returncode


def stated(availability: str) -> str:
    facts = {"weights.license": "LicenseRef-scancode-bigscience-rail-1.0", "terms.use-policy": "by-reference"}
    return entry(facts={**({"weights.availability": availability} if availability else {}), **facts})


@case({"unknown.toml": stated(""), "filled.toml": stated("undisclosed")})
def unknown_availability_with_own_terms(place: Place) -> None:
    """Filling in an unknown never leaves the interval that it had."""
    ends = []
    for name in ("unknown.toml", "filled.toml"):
        out = place.passed("rank", "--standalone", "--registry", name, "--format", "json")
        (row,) = json.loads(out)["ranking"]
        ends.append(
            (row["score"]["low"], row["score"]["high"], row["uncapped"]["low"], row["uncapped"]["high"])
        )
    (low, high, least, most), (filled_low, filled_high, filled_least, filled_most) = ends
    assert low <= filled_low <= filled_high <= high
    assert least <= filled_least <= filled_most <= most


@case({"m.yml": "a: !!bool x\n"})
def yaml_tag_without_a_value(place: Place) -> None:
    """A tag whose value is none is broken YAML of its file; the other files of the folder are read."""
    needs("yaml")
    for text in ("a: !!bool x", "a: !!int ''", "a: !!timestamp foo"):
        (place.folder / "m.yml").write_text(text, "utf-8")
        place.refused("import", "mot", "m.yml", "-o", "o.toml", names="broken-yaml")
    assert not (place.folder / "o.toml").exists()
