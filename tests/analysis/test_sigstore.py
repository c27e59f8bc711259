"""A manifest that is signed with sigstore: by one identity, over one content, without a network."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("sigstore", reason="the extra `sigstore` is not installed")

from analysis.sigstore_authority import Authority

from openscore.analysis.manifest import BUNDLE, MANIFEST
from openscore.analysis.sigstore_bundle import is_signed_by
from openscore.errors import UsageError
from openscore.resources import edition_files

WHO, ISSUER = "maker@example.org", "https://accounts.example.org"
AUTHORITY = Authority()
CONTENT = b"a manifest"
SIGNED = json.dumps(AUTHORITY.bundle(CONTENT, WHO, ISSUER))


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing reaches a network."""
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, None)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trust") / "trusted_root.json"
    path.write_text(json.dumps(AUTHORITY.trusted_root), encoding="utf-8")
    return path


def test_a_bundle_is_of_one_identity_over_one_content(root: Path, tmp_path: Path) -> None:
    """Another content, identity, issuer or authority is told; so is a file of roots that is none."""
    assert is_signed_by(CONTENT, SIGNED, WHO, ISSUER, root)
    assert not is_signed_by(CONTENT + b"x", SIGNED, WHO, ISSUER, root)
    assert not is_signed_by(CONTENT, SIGNED, "other@example.org", ISSUER, root)
    assert not is_signed_by(CONTENT, SIGNED, WHO, "https://other.example.org", root)
    other = tmp_path / "other.json"
    other.write_text(json.dumps(Authority().trusted_root), encoding="utf-8")
    assert not is_signed_by(CONTENT, SIGNED, WHO, ISSUER, other)
    assert not is_signed_by(CONTENT, SIGNED, WHO, ISSUER)  # The public authority knows nothing of ours.
    for text in ("", "{}", "[]", json.dumps({**AUTHORITY.trusted_root, "tlogs": []})):
        other.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError):
            is_signed_by(CONTENT, SIGNED, WHO, ISSUER, other)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(SIGNED) - 1), middle=st.text(st.characters(max_codepoint=0x2FF), max_size=3))
def test_a_bundle_with_another_letter_signs_nothing(root: Path, place: int, middle: str) -> None:
    """Whatever is changed in it, the answer is no or, where the change says the same, yes; never another error."""
    changed = SIGNED[:place] + middle + SIGNED[place + 1 :]
    assert is_signed_by(CONTENT, changed, WHO, ISSUER, root) in (False, True)
    assert not is_signed_by(CONTENT + b"x", changed, WHO, ISSUER, root)


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda one: st.lists(one) | st.dictionaries(st.text(), one)
    )
)
def test_any_data_are_no_bundle(data: object) -> None:
    """What is none is told to be none, without another error."""
    assert not is_signed_by(b"", json.dumps(data), WHO, ISSUER)


def test_a_signed_edition_is_verified_by_its_identity(run: Run, root: Path, tmp_path: Path) -> None:
    """The identity is named; another one, or no bundle, ends with 1; half of what has to be said, with 2."""
    name, archive = next(iter(edition_files().items()))
    manifest = tmp_path / f"{name}{MANIFEST}"
    (tmp_path / archive.name).write_bytes(archive.read_bytes())
    manifest.write_bytes(archive.with_name(manifest.name).read_bytes())
    words = ("verify", "--edition", manifest, "--issuer", ISSUER, "--trusted-root", root, "--identity")
    assert run(*words, WHO).code == 1
    bundle = AUTHORITY.bundle(manifest.read_bytes(), WHO, ISSUER)
    manifest.with_name(manifest.name + BUNDLE).write_text(json.dumps(bundle), encoding="utf-8")
    assert (0, True) == (run(*words, WHO).code, f"the manifest is signed by {WHO}" in run(*words, WHO).out)
    assert (1, True) == (run(*words, "x").code, "the manifest is not signed by x" in run(*words, "x").out)
    found = json.loads(run(*words, WHO, "--format", "json").out)
    assert (True, WHO, None) == (found["is_signed"], found["signer"], found["comment"])
    for half in (("--identity", WHO), ("--issuer", ISSUER), ("--trusted-root", root)):
        assert run("verify", "--edition", manifest, *half).code == 2
    assert run(*words, WHO, "--key", "RW").code == 2
