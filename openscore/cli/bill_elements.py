"""`openscore check --elements`: which elements of a list bills of materials state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openscore.cli.loading import rubric_of
from openscore.cli.output import write
from openscore.cli.screen import screen
from openscore.cli.values import one_of
from openscore.errors import UsageError
from openscore.language import noted, tr
from openscore.registry.registry import Registry
from openscore.report.text import document

FORMATS = ("text", "json")


def write_elements(
    id: str, files: Sequence[Path], registry: Registry, asked: Sequence[str], format: str, output: Path | None
) -> None:
    """Write element by element what bills state, and what a registry could add.

    Args:
        id: Of the list of elements.
        files: Bills of materials.
        registry: Where their models are looked up.
        asked: Options that ask something of models, which no list of elements does.
        format: One of `FORMATS`.
        output: The file; standard output if None.

    Raises:
        UsageError: If something else is asked too.
    """
    from openscore.check.elements import coverage, load_elements
    from openscore.check.lookup import Lookup
    from openscore.check.register_columns import load_columns
    from openscore.files import label_of
    from openscore.report.analyses.elements import Teller, elements_json, elements_text
    from openscore.report.views.register_cells import Filler
    from openscore.toml import read_text

    if asked:
        message = tr("--elements asks what bills state, and {option} what models are", option=asked[0])
        raise UsageError(message, hint=tr("ask one after the other"))
    wanted = one_of(format, FORMATS, "--format")
    elements = load_elements(id)
    columns = load_columns(elements.columns)
    filler = Filler(registry, columns, {one: rubric_of(one) for one in columns.rubrics}, "")
    teller = Teller(elements, columns, filler, Lookup(registry))
    found = [
        coverage(read_text(file, noted("a bill of materials")), label_of(file), elements) for file in files
    ]
    told = [(one, teller.told(one)) for one in found]
    if wanted == "json":
        head = {"elements": {"id": elements.id, "version": elements.version}}
        data = {**head, "files": [elements_json(*one) for one in told]}
        write(document("elements", data), output, is_data=True)
    else:
        shown = screen(output)
        write("\n".join(elements_text(*one, elements, shown) for one in told), output)
