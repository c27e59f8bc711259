"""Bills of materials: CycloneDX as JSON or XML, SPDX 2 as JSON or tag-value, and SPDX 3 as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from openscore.check import cyclonedx, spdx
from openscore.check.bill import Bill
from openscore.check.located_json import LocatedJson
from openscore.check.located_tags import BEGINS, LocatedTags
from openscore.check.located_xml import LocatedXml
from openscore.check.uses import HINT, WANTED, Use
from openscore.language import tr
from openscore.toml import unusable


def uses_in(text: str, file: str) -> Iterator[Use]:
    """Yield the models that a bill of materials names, in its order.

    Args:
        text: CycloneDX in JSON or XML (components of the kind for models, or with a model card, or with a
            package URL of the model hub; nested ones too), JSON or tag-value of SPDX 2 (packages with such a
            package URL or download location, since its packages have no kind for models) or JSON of SPDX 3
            (AI packages, packages whose purpose is a model, and those with such a URL).
        file: Its name, for places and errors.

    Raises:
        DataError: If it is none of these, or a part has the wrong shape.
    """
    if BEGINS.match(text):
        yield from spdx.models_of_2(Bill(LocatedTags(text, file), file))
        return
    if text.lstrip().startswith("<"):
        yield from cyclonedx.models_of(Bill(LocatedXml(text, file), file))
        return
    bill = Bill(LocatedJson(text, file), file)
    if bill.whole.get("bomFormat") == "CycloneDX":
        yield from cyclonedx.models_of(bill)
    elif "spdxVersion" in bill.whole:
        yield from spdx.models_of_2(bill)
    elif spdx.is_3(bill.whole.get("@context")):
        yield from spdx.models_of_3(bill)
    else:
        raise unusable(
            file,
            "unknown-format",
            tr("JSON of another kind, {wanted} was expected", wanted=tr(WANTED)),
            hint=tr(HINT),
        )
