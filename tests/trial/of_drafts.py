"""Cases of `add` and `set`: what a draft may guess, and what an edit keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from property.strategies import SHIPPED
from samples import entry
from trial.table import FEW_QUESTIONS, Place, case

from openscore.peers.card import read_card

MIT_CARD = "---\nlicense: mit\n---\n# Demo 7B\n"
COMMON = Path("/usr/share/common-licenses")


def drafted(path: Path) -> tuple[str, dict[str, str]]:
    """Return the name and the guesses that the files of a model allow."""
    draft = read_card(path, SHIPPED.licenses)
    return draft.name, {guess.path: guess.value for guess in draft.guesses}


@case(
    {
        "model.safetensors": "",
        "README.md": "---\nlicense: apache-2.0\nextra_gated_prompt: Who?\n---\n# Demo 7B\n",
    }
)
def card_with_a_gate(place: Place) -> None:
    """What stands behind a gate is never guessed to be public, nor written so."""
    assert ("Demo 7B", {"weights.license": "Apache-2.0"}) == drafted(place.folder)
    written = tomli.loads(place.accepted("."))["models"]["demo-7b"]["weights"]
    assert ("Apache-2.0", "availability" in written) == (written["license"]["value"], False)


@case({"README.md": "---\nlicense:\n- mit\n---\n# Demo 7B\n"})
def card_with_a_list_of_licenses(place: Place) -> None:
    """A list of one license is that license."""
    assert {"weights.license": "MIT"} == drafted(place.folder / "README.md")[1]


@case(
    {
        "README.md": "---\nlicense: mit\n---\n<h1>Demo 7B</h1>\n\n```python\n# Load the model\nimport demo\n```\n"
    }
)
def card_with_code_comments(place: Place) -> None:
    """A comment inside a fence of code is no title."""
    assert "Demo 7B" == drafted(place.folder / "README.md")[0]


@case({"README.md": MIT_CARD, "training_args.bin": "", "optimizer.pt": "", "rows.jsonl":
       '{"id": "acme/leftovers", "tags": ["license:mit"], "gated": false, "siblings": [{"rfilename": "optimizer.pt"}]}\n'
       '{"id": "acme/whole", "tags": ["license:mit"], "gated": false, "siblings": [{"rfilename": "model.safetensors"}]}\n'})  # fmt: skip
def leftovers_of_a_training(place: Place) -> None:
    """What a training leaves beside the weights says nothing of weights, on the hub either."""
    assert {"weights.license": "MIT"} == drafted(place.folder)[1]
    rows = place.scored("rows.jsonl", *FEW_QUESTIONS)
    assert (None, "public") == (rows["acme/leftovers"]["availability"], rows["acme/whole"]["availability"])


@case({"modified/LICENSE": "Modified MIT License\n\nAs in the MIT License, with one more duty.\n"})
def license_files_beside_a_card(place: Place) -> None:
    """A text that only begins like a license is none; whole texts are told by what they say."""
    (place.folder / "modified" / "README.md").write_text("# Demo 7B\n", encoding="utf-8")
    assert {} == drafted(place.folder / "modified")[1]
    if not COMMON.is_dir():
        pytest.skip("this system has no texts of common licenses")
    for name, ids in (("Apache-2.0", {"Apache-2.0"}), ("GPL-3", {"GPL-3.0-only", "GPL-3.0-or-later"})):
        folder = place.folder / name
        folder.mkdir()
        (folder / "README.md").write_text("# Demo 7B\n", encoding="utf-8")
        (folder / "LICENSE").write_bytes((COMMON / name).read_bytes())
        assert drafted(folder)[1]["weights.license"] in ids


@case(
    {
        "models.toml": "# kept\n"
        + entry("demo-7b", {"weights.availability": "public"}).rstrip()
        + " # checked by two\n"
    }
)
def comments_of_a_changed_fact(place: Place) -> None:
    """A comment behind the fact stays, and so does the byte order mark of the file."""
    path = place.folder / "models.toml"
    comments = [line.rpartition("#")[2] for line in path.read_text("utf-8").splitlines() if "#" in line]
    words = (
        "set",
        "demo-7b",
        "weights.availability",
        "click-through",
        "--source",
        "card",
        "--shows",
        "a form",
    )
    place.passed(*words, "--registry", "models.toml")
    kept = path.read_text("utf-8")
    assert "click-through" in kept
    assert comments == [line.rpartition("#")[2] for line in kept.splitlines() if "#" in line]
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    place.passed(*[word.replace("click-through", "approval") for word in words], "--registry", "models.toml")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# kept")
