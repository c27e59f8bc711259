"""Who has to have signed what is published, as options name them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

from openscore.analysis.manifest import BUNDLE, SIGNATURE, Signed
from openscore.cli.extras import needs
from openscore.cli.parameters import option
from openscore.cli.values import file_path
from openscore.errors import UsageError
from openscore.files import is_file
from openscore.language import noted, tr
from openscore.toml import read_bounded, read_text

KeyOption = Annotated[
    str, option("--key", metavar="KEY|FILE", help="Public key of minisign that has to have signed it.")
]
IdentityOption = Annotated[
    str,
    option(
        "--identity",
        metavar="NAME",
        help="Who has to have signed it with sigstore: an address of mail, or of a workflow.",
    ),
]
IssuerOption = Annotated[
    str, option("--issuer", metavar="URL", help="Who vouched for the identity when it was signed.")
]
TrustedRootOption = Annotated[
    Path | None,
    file_path(
        "--trusted-root", help="Roots of sigstore that you trust; those that its library has if left out."
    ),
]


class Signer(NamedTuple):
    """A key of minisign, or an identity of sigstore with who vouched for it."""

    key: str
    identity: str
    issuer: str
    trusted_root: Path | None

    def is_asked(self) -> bool:
        """Return whether somebody has to have signed.

        Raises:
            UsageError: If it is not said whole who, or two are.
        """
        is_whole = bool(self.identity) == bool(self.issuer) and (self.identity or not self.trusted_root)
        if not is_whole or (self.key and self.identity):
            raise UsageError(
                tr("who is to have signed it?"),
                hint=tr("--key of minisign, or --identity with its --issuer of sigstore"),
            )
        return bool(self.key or self.identity)

    def signed(self, path: Path) -> Signed:
        """Tell whether they signed a file, by the signature that lies beside it."""
        signature = path.with_name(path.name + (BUNDLE if self.identity else SIGNATURE))
        content = read_bounded(path, noted("a manifest"))
        text = read_text(signature, noted("a signature")) if is_file(signature) else ""
        if self.identity:
            return Signed(self.identity, self._vouched_for(content, text))
        needs("sign", "cryptography")
        from openscore.analysis.minisign import PublicKey, comment_signed

        named = Path(self.key)
        trusted = PublicKey.of(read_text(named, noted("a public key")) if is_file(named) else self.key)
        comment = comment_signed(content, text, trusted)
        return Signed("", comment is not None, comment or "")

    def _vouched_for(self, content: bytes, bundle: str) -> bool:
        needs("sigstore", "sigstore")
        from openscore.analysis.sigstore_bundle import is_signed_by

        return is_signed_by(content, bundle, self.identity, self.issuer, self.trusted_root)
