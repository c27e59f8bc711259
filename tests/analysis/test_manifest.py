"""Manifests of editions: what was tampered with is named, and a signature is one key's over one text."""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import shutil
from pathlib import Path

import pytest
from conftest import Run
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openscore.analysis.manifest import ARCHIVE, MANIFEST, held, manifest
from openscore.analysis.minisign import PublicKey, comment_signed
from openscore.errors import DataError, UsageError
from openscore.resources import edition_files

FILES = {"models.toml": "[models]\n", "licenses.toml": "# none\n", "rubrics/demo.toml": "id = 'demo'\n"}


def packed(files: dict[str, str], codes: dict[str, list[str]] | None = None) -> bytes:
    stored = {"openscore": "0.1.0", "files": files, "codes": codes or {"demo": ["a", "b"]}}
    return lzma.compress(json.dumps(stored).encode())


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The manifest of an edition of three files, with its archive beside it."""
    (tmp_path / f"e{ARCHIVE}").write_bytes(packed(FILES))
    path = tmp_path / f"e{MANIFEST}"
    path.write_text(manifest("e", packed(FILES)), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", edition_files())
def test_every_edition_of_the_package_is_as_published(run: Run, name: str) -> None:
    """Each has a manifest, and all files in it have the digests that stand there."""
    result = run("verify", "--edition", name)
    assert result.code == 0
    assert result.out.startswith(f"edition {name}: ")
    assert "as published" in result.out


@pytest.mark.parametrize(
    ("files", "codes", "named"),
    [
        ({**FILES, "models.toml": "[models]\n# x\n"}, None, {"models.toml": "changed"}),
        (
            {key: text for key, text in FILES.items() if key != "licenses.toml"},
            None,
            {"licenses.toml": "missing"},
        ),
        ({**FILES, "rubrics/other.toml": ""}, None, {"rubrics/other.toml": "added"}),
        (FILES, {"demo": ["a", "c"]}, {"codes": "changed"}),
    ],
)
def test_what_was_tampered_with_is_named(
    run: Run, kept: Path, files: dict[str, str], codes: dict[str, list[str]] | None, named: dict[str, str]
) -> None:
    """Of an archive that was packed anew, the file that differs is named, and the exit code is 1."""
    kept.with_name(f"e{ARCHIVE}").write_bytes(packed(files, codes))
    found = held(kept)
    assert {place: state for place, state in found.files.items() if state != "same"} == named
    result = run("verify", "--edition", kept)
    assert result.code == 1
    assert next(iter(named)) in result.out
    assert "not what was published" in result.out


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_that_is_another_is_noticed(kept: Path, data: st.DataObject) -> None:
    """No byte of an archive can be changed, taken out or added without notice."""
    whole = packed(FILES)
    place = data.draw(st.integers(0, len(whole) - 1))
    middle = data.draw(st.binary(max_size=3).filter(lambda found: found != whole[place : place + 1]))
    kept.with_name(f"e{ARCHIVE}").write_bytes(whole[:place] + middle + whole[place + 1 :])
    assert not held(kept).is_whole


def test_an_archive_that_is_not_there_is_missing(kept: Path) -> None:
    """A manifest alone proves nothing."""
    kept.with_name(f"e{ARCHIVE}").unlink()
    assert held(kept).archive == "missing"
    assert not held(kept).is_whole


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": "openscore.manifest/1"}', "[" * 100_000])
def test_what_is_no_manifest_is_refused(kept: Path, text: str) -> None:
    """Anything else under that name is one error."""
    kept.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        held(kept)
    assert raised.value.problems[0].name == "no-manifest"


def test_an_archive_that_unpacks_without_end_is_changed(kept: Path) -> None:
    """Nothing is unpacked further than an edition can go."""
    kept.with_name(f"e{ARCHIVE}").write_bytes(lzma.compress(b"0" * 150_000_000, preset=0))
    assert set(held(kept).files.values()) == {"changed"}


ID = b"12345678"


def signed(
    content: bytes, private: Ed25519PrivateKey, comment: str = "made today", *, is_hashed: bool = True
) -> str:
    """Return a signature file as minisign writes it."""
    message = hashlib.blake2b(content).digest() if is_hashed else content
    own = private.sign(message)
    line = base64.b64encode((b"ED" if is_hashed else b"Ed") + ID + own).decode()
    over_all = base64.b64encode(private.sign(own + comment.encode())).decode()
    return f"untrusted comment: a signature\n{line}\ntrusted comment: {comment}\n{over_all}\n"


def public(private: Ed25519PrivateKey) -> str:
    return base64.b64encode(b"Ed" + ID + private.public_key().public_bytes_raw()).decode()


PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))


@given(st.binary(max_size=200), st.booleans())
def test_a_signature_is_of_one_key_over_one_content(content: bytes, is_hashed: bool) -> None:
    """The signed comment is given for the right key, content and comment, and for nothing else."""
    text, key = signed(content, PRIVATE, is_hashed=is_hashed), PublicKey.of(public(PRIVATE))
    assert comment_signed(content, text, key) == "made today"
    assert comment_signed(content, text.replace("\n", "\r\n"), key) == "made today"
    assert comment_signed(content + b"x", text, key) is None
    assert comment_signed(content, text.replace("today", "to-day"), key) is None
    assert comment_signed(content, text, PublicKey.of(public(OTHER))) is None


@given(st.text(max_size=300))
def test_any_text_is_no_signature_and_no_key(text: str) -> None:
    """Text that is none is told to be none, without another error."""
    assert comment_signed(b"", text, PublicKey.of(public(PRIVATE))) is None
    with pytest.raises(UsageError):
        PublicKey.of(text)


def test_a_signed_edition_is_verified_by_its_key(run: Run, kept: Path) -> None:
    """The key of the maker says so with its comment; another key, or no signature, ends with 1."""
    assert run("verify", "--edition", kept, "--key", public(PRIVATE)).code == 1
    signature = kept.with_name(kept.name + ".minisig")
    signature.write_text(signed(kept.read_bytes(), PRIVATE), encoding="utf-8")
    result = run("verify", "--edition", kept, "--key", public(PRIVATE))
    assert result.code == 0
    assert "signed by this key: made today" in result.out
    assert run("verify", "--edition", kept, "--key", public(OTHER)).code == 1
    found = json.loads(run("verify", "--edition", kept, "--key", public(PRIVATE), "--format", "json").out)
    assert (found["is_published"], found["is_signed"], found["comment"]) == (True, True, "made today")


def test_an_edition_elsewhere_is_held_against_its_manifest(run: Run, tmp_path: Path) -> None:
    """Files of an edition that somebody passed on are verified where they lie."""
    name, archive = next(iter(edition_files().items()))
    for path in (archive, archive.with_name(f"{name}{MANIFEST}")):
        shutil.copy(path, tmp_path)
    assert run("verify", "--edition", tmp_path / f"{name}{MANIFEST}").code == 0
    assert run("verify", "--edition", "2001-01-01").code == 2
    assert run("verify").code == 2
    assert run("verify", "x", "--edition", name).code == 2
