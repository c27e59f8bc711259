"""Signatures of minisign: check one without a network, by a public key that one trusts.

The format is that of https://jedisct1.github.io/minisign/: an Ed25519 signature over the file, or over its
BLAKE2b digest, and a second one over that signature and a comment.
"""

from __future__ import annotations

import base64
import hashlib
from typing import NamedTuple

from openscore.errors import UsageError
from openscore.language import tr

_COMMENT, _TRUSTED = "untrusted comment:", "trusted comment: "
_LINES = 4
_KEY, _ID, _SIGNATURE = 32, 8, 64
_WHOLE, _HASHED = b"Ed", b"ED"


class PublicKey(NamedTuple):
    """A public key with the number by which signatures name it."""

    id: bytes
    key: bytes

    @classmethod
    def of(cls, text: str) -> PublicKey:
        """Read a public key: one line of base64, or the file that has it below a comment.

        Raises:
            UsageError: If it is none.
        """
        lines = [line for line in text.split("\n") if line.strip() and not line.startswith(_COMMENT)]
        decoded = _decoded(lines[0]) if len(lines) == 1 else b""
        if len(decoded) != 2 + _ID + _KEY or decoded[:2] != _WHOLE:
            raise UsageError(tr("no public key of minisign"), hint=tr("a line that begins with RW"))
        return cls(decoded[2 : 2 + _ID], decoded[2 + _ID :])


def comment_signed(content: bytes, signature: str, key: PublicKey) -> str | None:
    """Return the comment that was signed with a file; None if this key has not signed it.

    Args:
        content: The file.
        signature: The text of its signature file.
        key: The key that one trusts.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    lines = signature.replace("\r\n", "\n").split("\n")
    if len(lines) < _LINES or not lines[2].startswith(_TRUSTED):
        return None
    signed, over_all = _decoded(lines[1]), _decoded(lines[3])
    algorithm, id, own = signed[:2], signed[2 : 2 + _ID], signed[2 + _ID :]
    if id != key.id or len(own) != _SIGNATURE or len(over_all) != _SIGNATURE:
        return None
    comment = lines[2].removeprefix(_TRUSTED)
    message = {_WHOLE: content, _HASHED: hashlib.blake2b(content).digest()}.get(algorithm)
    if message is None:
        return None
    public = Ed25519PublicKey.from_public_bytes(key.key)
    try:
        public.verify(own, message)
        public.verify(over_all, own + comment.encode())
    except InvalidSignature:
        return None
    return comment


def _decoded(line: str) -> bytes:
    try:
        return base64.b64decode(line.strip(), validate=True)
    except ValueError:
        return b""
