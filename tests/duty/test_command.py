"""`openscore duties`: what is printed, kept and refused; hostile text stays inert in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import Run
from samples import HOSTILE, entry, made

from openscore import duties
from openscore.cli.commands.duties import FORMATS
from openscore.duty import load_rules
from openscore.report.documents import html, markdown
from openscore.report.documents.duties import duties_page
from openscore.report.formats.duties import duties_json
from openscore.report.terminal.duties import duties_text
from openscore.report.terminal.screen import Screen
from openscore.report.text import to_json
from openscore.report.views.duties import duties_view

HOSTILE_LICENSE = """
[licenses.LicenseRef-x]
name = {name}
osi_approved = false
open_definition = "not-reviewed"
[licenses.LicenseRef-x.documents]
text = {{ url = "https://example.org/x", read = 2026-01-02, by = "maker", title = {name} }}
[licenses.LicenseRef-x.terms]
commercial = {{ value = "paid", clause = {name}, shows = {name} }}
[licenses.LicenseRef-x.particulars]
notice = {{ value = "set-text", clause = {name}, shows = {name}, wording = {name} }}
"""


def test_a_checklist_keeps_its_ticks(run: Run, tmp_path: Path) -> None:
    """What was ticked stays so while the same is asked; an input is never written over."""
    first = tmp_path / "first.md"
    words = ["duties", "llama-2", "--for", "redistribute", "--format", "md"]
    assert run(*words, "-o", first).code == 0
    text = first.read_text(encoding="utf-8")
    boxes = re.findall(r"^- \[ \] .*<!-- [0-9a-f]{8} -->$", text, re.MULTILINE)
    assert 4 <= len(boxes) == text.count("- [ ]")
    first.write_text(text.replace("- [ ]", "- [x]", 1).replace("- [ ] Keep", "- [ ] Hold"), encoding="utf-8")
    again = run(*words, "--previous", first).out
    assert (1, len(boxes) - 1) == (again.count("- [x]"), again.count("- [ ]"))
    assert run(*words, "--previous", first, "-o", first).code == 2


def test_ticks_go_with_what_is_asked(run: Run, tmp_path: Path) -> None:
    """A duty of another license is not done because one of this license is."""
    first = tmp_path / "first.md"
    run("duties", "llama-2", "--for", "redistribute", "--format", "md", "-o", first)
    first.write_text(first.read_text(encoding="utf-8").replace("- [ ]", "- [x]"), encoding="utf-8")
    other = run("duties", "grok-1", "--for", "redistribute", "--format", "md", "--previous", first).out
    assert "- [x]" not in other
    assert "- [ ]" in other


def test_answers_of_which_one_holds_are_told_apart(run: Run) -> None:
    """Each stands in quotes, with an *or* between them, since an answer may have marks of its own."""
    said = " ".join(run("duties", "llama-2", "--for", "redistribute").out.split())
    assert "either “You are within the cap” or “You are beyond the cap: get another license" in said


def test_help_names_every_use(run: Run) -> None:
    """As the rules have them."""
    shown = re.sub(r"\s+", " ", run("duties", "--help").out)
    assert [use for use in load_rules().uses if use not in shown] == []


@pytest.mark.parametrize(
    "words",
    [
        ["llama-2"],
        ["llama-2", "--for", "sell"],
        ["llama-2", "--for", "internal", "--country", "Germany"],
        ["llama-2", "--for", "internal", "--revenue", "much"],
        ["llama-2", "--for", "internal", "--users", "-1"],
        ["llama-2", "--for", "internal", "--component", "weight"],
        ["llama-2", "--for", "internal", "--previous", "no-such-file.md", "--format", "md"],
        ["no-such-model", "--for", "internal"],
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, words: list[str]) -> None:
    """With what was wanted, and never with a trace."""
    result = run("duties", *words)
    assert (2, "") == (result.code, result.out)
    assert result.err.startswith("error: ")


def test_every_format_says_that_it_is_no_legal_advice(run: Run) -> None:
    """In both languages; what programs read is in English."""
    chinese = "不构成法律意见"
    said = {"en": dict.fromkeys(FORMATS, "no legal advice"), "zh": dict.fromkeys(FORMATS, chinese)}
    said["zh"]["json"] = "no legal advice"
    for language, by_format in said.items():
        for format, advice in by_format.items():
            shown = run("duties", "llama-2", "--for", "internal", "--format", format, "--lang", language).out
            assert advice in re.sub(r"\s+", " ", shown), format


def test_every_duty_cites_a_clause_and_a_source(run: Run) -> None:
    """Of a license in the table nothing is said without where it stands."""
    found = json.loads(run("duties", "llama-3.1-405b", "--for", "hosted-service", "--format", "json").out)
    terms = [line["terms"] for text in found["texts"] for line in text["duties"]]
    assert all(line and all(term["clause"] and term["sources"] for term in line) for line in terms)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_inert_in_every_format(kind: str) -> None:
    """Names, clauses and set words of a license act on no screen and in no file."""
    name = f'"{HOSTILE[kind]}"'
    facts = {"weights.availability": "public", "weights.license": "LicenseRef-x"}
    registry = made(HOSTILE_LICENSE.format(name=name), entry("evil", facts, name=HOSTILE[kind]))
    found = duties(registry["evil"], "redistribute")
    view = duties_view(found, registry)
    page = duties_page(view, found, registry)
    shown = {
        "table": duties_text(view, found, registry, Screen(80)),
        "md": markdown.render(page),
        "html": html.render(page),
        "json": to_json(duties_json(found, view)),
    }
    for format, text in shown.items():
        assert text.replace("\n", "").isprintable(), format
    for format in ("md", "html"):
        assert not re.search(r"<(script|img src=x|a href=.?javascript)", shown[format]), format
    assert "paid" in shown["json"]
