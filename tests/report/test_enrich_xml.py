"""CycloneDX in XML that is enriched: in the order of the schema, all else as it was, twice as once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Run
from test_enrich import SMALL, known, registry  # noqa: F401  # fixtures
from test_exports import HOSTILE, TRICKS

from openscore import load_registry
from openscore.report.formats.enrich import enriched

BILL = """<?xml version="1.0" encoding="UTF-8"?>
<!-- ours: <name>wide</name> -->
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <metadata><component type="application"><name>app</name></component></metadata>
  <components>
    <component type="machine-learning-model" bom-ref="one">
      <name>open-one</name>
      <purl>pkg:generic/one@1</purl>
    </component>
    <component type="machine-learning-model" bom-ref="wide">
      <publisher>our shop</publisher>
      <name>wide</name>
      <description>näher – 模型 &amp; mehr</description>
      <licenses/>
      <pedigree><notes>tuned by us</notes></pedigree>
      <externalReferences>
        <reference type="website"><url>https://example.org/x?a=1&amp;b=2</url></reference>
      </externalReferences>
      <properties><property name="a &gt; b">1</property></properties>
      <modelCard><modelParameters><task>chat</task></modelParameters></modelCard>
    </component>
    <component type="machine-learning-model"><name>own</name></component>
    <component type="library"><name>torch</name><version>2</version></component>
  </components>
</bom>
"""
SPACE = "{http://cyclonedx.org/schema/bom/1.6}"


def valid(text: str, version: str = "1.6") -> str:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.xml import XmlValidator

    return str(XmlValidator(SchemaVersion.from_version(version)).validate_str(text) or "")


def in_version(version: str) -> str:
    return BILL.replace("bom/1.6", f"bom/{version}")


@pytest.mark.parametrize(
    "text",
    [
        in_version("1.5"),
        in_version("1.6"),
        in_version("1.7"),
        re.sub(r">\s+<", "><", BILL),
        BILL.replace("\n", "\r\n"),
        re.sub(r"<(/?)(?=[a-z])", r"<\1b:", BILL).replace("<b:bom xmlns=", "<b:bom xmlns:b="),
    ],
    ids=["1.5", "1.6", "1.7", "one line", "CRLF", "prefix"],
)
def test_an_enriched_bill_is_valid_and_says_no_more_the_second_time(known: Any, text: str) -> None:  # noqa: F811
    """By the schema; each version, on one line, with other line ends, with a prefix."""
    version = re.search(r"bom/(1\.\d)", text)
    assert version is not None
    once = enriched(b"\xef\xbb\xbf" + text.encode(), "bom.xml", known)
    made = once.content.decode("utf-8-sig")
    assert valid(made, version[1]) == ""
    assert [name for name, _ in once.added] == ["open-one", "wide"]
    again = enriched(once.content, "bom.xml", known)
    assert (again.content, again.added) == (once.content, ())
    assert once.content.startswith(b"\xef\xbb\xbf<?xml")


def test_what_a_bill_stated_stays_byte_by_byte(known: Any) -> None:  # noqa: F811
    """Every line is there in its order, comments and references to characters too; only what was empty is filled."""
    made = enriched(BILL.encode(), "bom.xml", known).content.decode()
    left = iter(made.split("\n"))
    changed = ("<licenses/>", "<pedigree>", "<properties>", "<modelCard>")
    assert all(line in left for line in BILL.split("\n") if not line.strip().startswith(changed))
    for kept in ("<notes>tuned by us</notes>", '<property name="a &gt; b">1</property>', "<task>chat</task>"):
        assert kept in made


def test_the_pieces_stand_where_they_belong(known: Any) -> None:  # noqa: F811
    """License, base model, data and documents, of the model that lacked them."""
    root = ElementTree.fromstring(enriched(BILL.encode(), "bom.xml", known).content)
    parts = {part.findtext(f"{SPACE}name"): part for part in root.iter(f"{SPACE}component")}
    one, wide = parts["open-one"], parts["wide"]
    assert one.findtext(f"{SPACE}licenses/{SPACE}expression") == "Apache-2.0"
    assert one.findtext(f"{SPACE}modelCard/{SPACE}modelParameters/{SPACE}datasets/{SPACE}ref") == "openscore:data:open-one:pretraining-data"  # fmt: skip
    assert wide.findtext(f"{SPACE}pedigree/{SPACE}ancestors/{SPACE}component/{SPACE}name") == "Open One 7B"
    assert wide.findtext(f"{SPACE}pedigree/{SPACE}notes") == "tuned by us"
    assert wide.find(f"{SPACE}supplier") is None
    assert len(parts["own"]) == 1
    data = parts["Open One 7B: Pre-training data"]
    assert data.get("bom-ref") == "openscore:data:open-one:pretraining-data"
    assert data.findtext(f"{SPACE}licenses/{SPACE}expression") == "ODC-By-1.0"
    assert data.findtext(f"{SPACE}data/{SPACE}type") == "dataset"


def test_elements_could_not_be_added_any_more(run: Run, tmp_path: Path, registry: str) -> None:  # noqa: F811
    """What `check --elements` said could be added to a bill in XML is stated in the enriched one."""
    file, made, base = tmp_path / "bom.xml", tmp_path / "made.xml", tmp_path / "registry.toml"
    file.write_text(BILL, encoding="utf-8")
    base.write_text(registry, encoding="utf-8")
    own = ["--standalone", "--registry", base]
    assert run("enrich", file, "-o", made, *own).code == 0
    assert "to add    MDL-12" in run("check", file, "--elements", "g7-sbom-ai", *own).out
    assert "to add: 0" in run("check", made, "--elements", "g7-sbom-ai", *own).out


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Markup of a registry is escaped, what is invisible is shown."""
    texts = [HOSTILE, *TRICKS, "]]> &lt; \x00"]
    import json

    entries = [
        f'[models.m{place}]\nname = {json.dumps(text)}\ndeveloper = {json.dumps(text)}\nmodality = ["text"]\n'
        f"summary = {json.dumps(text)}\n"
        f'[models.m{place}.documents]\ncard = {{ url = "https://example.org/<{place}>|)", read = 2026-01-02, by = "maker" }}\n'
        f'[models.m{place}.pretraining-data]\navailability = {{ value = "vague", sources = ["card"], shows = {json.dumps(text)} }}\n'
        for place, text in enumerate(texts)
    ]
    file = tmp_path / "registry.toml"
    file.write_text("\n".join(entries), encoding="utf-8")
    named = "".join(
        f'<component type="machine-learning-model"><name>m{place}</name></component>'
        for place in range(len(texts))
    )
    bill = (
        f'<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>{named}</components></bom>'
    )
    made = enriched(bill.encode(), "bom.xml", load_registry([file], shipped=False))
    text = made.content.decode()
    assert valid(text) == ""
    assert text.isprintable()
    assert "<script" not in text
    suppliers = [one.text for one in ElementTree.fromstring(text).iter(f"{SPACE}supplier")]
    assert len(suppliers) == len(texts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<bom", "[broken-xml]"),
        (
            '<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1"/>',
            "CycloneDX 1.4 cannot be enriched",
        ),
        ("<html/>", "XML of another kind"),
        (
            '<!DOCTYPE bom [<!ENTITY a "x">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>',
            "[document-type]",
        ),
        (BILL.replace("machine-learning-model", "toy"), "does not hold CycloneDX 1.6"),
    ],
)
def test_what_cannot_be_enriched_is_one_clear_error(run: Run, tmp_path: Path, text: str, said: str) -> None:
    """Nothing is written."""
    file = tmp_path / "bom.xml"
    file.write_text(text, encoding="utf-8")
    result = run("enrich", file, "-o", tmp_path / "made.xml", *SMALL)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not (tmp_path / "made.xml").exists()
