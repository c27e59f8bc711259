"""Bundles of sigstore: check one without a network, by roots that one trusts.

A bundle says that whoever signed a file proved an identity to an issuer: a workflow, an address of mail. The
keys of the authority and the public logs that bear it out are in a trusted root: a file of the reader's, or
the one that the library of sigstore carries.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openscore.errors import UsageError
from openscore.files import label_of
from openscore.language import tr

if TYPE_CHECKING:
    from sigstore.verify import Verifier


def is_signed_by(content: bytes, bundle: str, identity: str, issuer: str, root: Path | None = None) -> bool:
    """Return whether an identity has signed a file.

    Args:
        content: The file.
        bundle: The text of its bundle.
        identity: As the certificate has it: an address of mail, or that of a workflow.
        issuer: The address of who vouched for it.
        root: The file of the roots that one trusts; that of the library if left out.

    Raises:
        UsageError: If the file of roots is none.
    """
    from sigstore.errors import Error
    from sigstore.models import Bundle
    from sigstore.verify import policy

    verifier = _verifier(root)
    try:
        wanted = policy.Identity(identity=identity, issuer=issuer)
        verifier.verify_artifact(content, Bundle.from_json(bundle), wanted)
    except (Error, ValueError):
        return False
    return True


def _verifier(root: Path | None) -> Verifier:
    from sigstore.errors import Error
    from sigstore.models import TrustedRoot
    from sigstore.verify import Verifier

    if root is None:
        return Verifier.production(offline=True)
    try:
        return Verifier(trusted_root=TrustedRoot.from_file(str(root)))
    except (OSError, Error, ValueError):
        hint = tr("a file trusted_root.json, as `cosign trusted-root create` writes it")
        raise UsageError(
            tr("no trusted root of sigstore in '{file}'", file=label_of(root)), hint=hint
        ) from None
