"""Optional parts of the installation."""

from __future__ import annotations

from importlib.util import find_spec

from openscore.installation import not_installed
from openscore.language import tr


def needs(extra: str, *modules: str) -> None:
    """Check that the modules of an extra are installed.

    Raises:
        UsageError: If one is not; says what to install.
    """
    for module in modules:
        if find_spec(module) is None:
            raise not_installed(
                tr("this command needs '{module}', which is not installed", module=module), extra
            )
