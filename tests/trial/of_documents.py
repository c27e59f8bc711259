"""Cases of citations, reports and exports: what is stated, and what reads it back."""

from __future__ import annotations

import json
import re
import zipfile

from samples import base, entry
from trial.table import Place, case, needs

LONG = "x" * 300
CODE = "olmo-2:osi-draft@1.0.0:1-2:0123456789ab"


@case({"r.toml": entry(facts={"weights.availability": "public"}).replace(
    "https://example.org/demo", "https://example.org/\\u202e<script>'") + entry("second").replace("https://example.org/second", "https://[example")})  # fmt: skip
def address_with_a_direction_override(place: Place) -> None:
    """An address that turns the direction of text is refused, or stands escaped."""
    result = place.run("export", "html", "demo", "second", "--registry", "r.toml")
    assert result.code in {0, 2}
    assert result.out or "[not-a-url]" in result.err
    assert "\u202e" not in result.out + result.err
    assert "<script>" not in result.out


@case()
def bibtex_capitals(place: Place) -> None:
    """Names keep their capitals in styles that write titles in sentence case."""
    out = place.passed("cite", "olmo-2", "--style", "bibtex")
    (title,) = re.findall(r"(?m)^\s*title\s*=\s*\{(.+)\},?$", out)
    bare = re.sub(r"\{[^{}]*\}", "", title)
    assert "{OLMo 2" in title
    assert not re.search(r"OLMo|Ai2|OSAID", bare)


@case(lambda: {"t.txt": "[" * 200_000 + CODE + "\n"})
def citation_file_nested_deep(place: Place) -> None:
    """A text full of brackets is a text, whose code is verified."""
    (place.folder / "t.txt").write_text("[" * 200_000 + CODE, encoding="utf-8")
    result = place.run("verify", "t.txt")
    assert result.code in {1, 2}
    assert "OLMo 2" in result.out


@case(
    {
        "t.txt": '{"schema": "openscore.citation/1", "basis": {"models": 5, "rubrics": "x"}, "code": "'
        + CODE
        + '"}'
    }
)
def citation_file_of_wrong_shape(place: Place) -> None:
    """The file is named, or what is damaged of it left out, and the code looked at."""
    result = place.run("verify", "t.txt")
    assert result.code in {1, 2}, result.err
    assert "t.txt" in result.err or "OLMo 2" in result.out


@case()
def cited_number_beyond_a_float(place: Place) -> None:
    """What is printed as JSON is JSON, which has no Infinity."""
    digits = "9" * 400
    result = place.run(
        "verify", "--format", "json", "--", f"olmo-2:osi-draft@1.0.0:{digits}-{digits}:0123456789ab"
    )
    assert result.code in {1, 2}
    if result.out:
        json.loads(result.out, parse_constant=lambda name: (_ for _ in ()).throw(AssertionError(name)))


@case()
def code_with_a_day_that_is_none(place: Place) -> None:
    """A day of no calendar is an error of its code; other codes beside it are looked at."""
    result = place.run("verify", "--", "olmo-2:osi-draft@1.0.0:2023-99-99:1-2:0123456789ab")
    assert result.code in {1, 2, 3}, result.err
    assert "2023-99-99" in result.out + result.err
    own = place.code_of("gpt-2")
    (place.folder / "both.txt").write_text(
        f"olmo-2:osi-draft@1.0.0:2023-99-99:1-2:0123456789ab\n{own}\n", "utf-8"
    )
    result = place.run("verify", "both.txt")
    assert result.code in {1, 2, 3}
    assert own in result.out or "reproduced" in result.out


@case({"two.txt": "First note: CODE\nSecond note: CODE\n"})
def codes_that_went_through_a_typesetter(place: Place) -> None:
    """Hyphens of another kind hide no code, and neither does a Word file."""
    code = place.code_of("llama-2")
    path = place.folder / "two.txt"
    first, second = (line.replace("CODE", code) for line in path.read_text("utf-8").split("\n")[:2])
    path.write_text(f"{first}\n{second.replace('-', chr(0x2011))}\n", "utf-8")
    assert 0 == place.run("verify", "two.txt").code  # both say one thing
    broken = "0000" if code[-4:] != "0000" else "1111"
    path.write_text(f"{first}\n{second.replace(code[-4:], broken).replace('-', chr(0x2011))}\n", "utf-8")
    result = place.run("verify", "two.txt")
    assert 0 != result.code
    assert broken in result.out + result.err
    needs("docx")
    place.passed("report", "--model", "llama-2", "-o", "brief.docx")
    assert place.run("verify", "brief.docx").code == 0
    assert "Llama 2" in place.run.out


@case({"r.toml": entry(name=LONG) + entry("second", name=LONG)})
def docx_title_of_more_than_255(place: Place) -> None:
    """A title is shortened to what Word takes."""
    needs("docx")
    import docx

    place.passed("report", "--model", "demo", "--model", "second", "-o", "b.docx", "--registry", "r.toml")
    assert len(docx.Document(str(place.folder / "b.docx")).core_properties.title) <= 255


def exported(old: str, new: str) -> dict[str, str]:
    """Return an export of ours in which something else stands."""
    from openscore import Registry  # noqa: F401  # loads what the command needs
    from openscore.cli.main import main

    main(["export", "json", "gpt-2", "-o", "made.json"])
    from pathlib import Path

    text = Path("made.json").read_text("utf-8")
    Path("made.json").unlink()
    changed = re.sub(old, new, text, count=1)
    assert changed != text
    return {"e.json": changed}


@case(lambda: exported(r'"date": "[\d-]+"', '"date": "2019-02-14T03:04:05"'))
def export_with_a_time_for_a_day(place: Place) -> None:
    """A time is no day, and the key is named."""
    told = place.refused("import", "json", "e.json", "-o", "o.toml", names="not-an-export")
    assert "e.json" in told
    assert not (place.folder / "o.toml").exists()


@case(lambda: exported(r'"developer": "[^"]+"', '"developer": null'))
def export_with_null(place: Place) -> None:
    """What is null is named, or taken for absent."""
    result = place.run("import", "json", "e.json", "-o", "o.toml")
    assert result.code in {0, 2}
    assert 0 == result.code or "e.json" in result.err  # of what is wrong beside it, the first is told


@case()
def spdx_download_locations(place: Place) -> None:
    """A download place is the maker's own, and weights that are not out have none."""
    ids = ("stable-diffusion-3.5-large", "phi-4", "mpt-7b", "gpt-4")
    graph = json.loads(place.passed("export", "spdx", *ids))["@graph"]
    packages = {one["name"]: one for one in graph if "AIPackage" in one["type"]}
    assert {"Stable Diffusion 3.5 Large", "Phi-4", "MPT-7B", "GPT-4"} <= set(packages)  # and their bases
    for name, package in packages.items():
        location = package.get("software_downloadLocation", "")
        assert not location or re.match(
            r"https://(huggingface\.co|hf\.co)/(stabilityai|microsoft|mosaicml)/", location
        ), name
    assert not any(
        "software_downloadLocation" in one for name, one in packages.items() if name.startswith("GPT-4")
    )


@case(lambda: {"t.txt": "\n".join(f"olmo-2:osi-draft@1.0.0:{i}-{i + 1}:0123456789ab" for i in range(2000))})
def two_thousand_codes(place: Place) -> None:
    """Each edition is unpacked once: a hundred times as many codes take far less than a hundred times as long."""
    codes = [f"olmo-2:osi-draft@1.0.0:{i}-{i + 1}:0123456789ab" for i in range(2000)]
    (place.folder / "few.txt").write_text("\n".join(codes[:20]), "utf-8")
    (place.folder / "t.txt").write_text("\n".join(codes), "utf-8")
    few = place.seconds(lambda: place.run("verify", "few.txt"))
    many = place.seconds(lambda: place.run("verify", "t.txt"))
    assert 1 == place.run.code
    assert many < 30 * few


@case()
def zh_brief_in_word(place: Place) -> None:
    """A Chinese brief names a Chinese font and language, and the day is today's."""
    needs("docx")
    place.passed("report", "--model", "llama-2", "--lang", "zh", "-o", "zh.docx")
    with zipfile.ZipFile(place.folder / "zh.docx") as file:
        styles, core = (file.read(name).decode() for name in ("word/styles.xml", "docProps/core.xml"))
        theme = file.read("word/settings.xml").decode()
    assert re.search(r'w:rFonts [^>]*w:eastAsia="[^"]+"', styles)
    assert re.search(r'w:lang [^>]*w:eastAsia="zh-CN"', styles)
    assert "ja-JP" not in styles + theme
    assert "2013" not in core


MERGES = "".join(
    entry(f"m{place}", {"weights.license": "MIT"}) + "".join(base(f"m{place + step}", f"m{place}") for step in (1, 2) if place + step < 26)
    for place in range(26)
)  # fmt: skip


@case({"r.toml": MERGES})
def lineage_of_merges_grows_exponentially(place: Place) -> None:
    """Each model is looked at once, however many ways lead up to it."""
    for words in (("lineage", "m0"), ("show", "m0"), ("explain", "m0"), ("export", "json", "m0")):
        place.passed(*words, "--standalone", "--registry", "r.toml")
    assert place.seconds(lambda: place.run("lineage", "m0", "--standalone", "--registry", "r.toml")) < 2
