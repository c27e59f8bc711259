"""How this OpenScore was installed, and so how a part that is missing comes to it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from openscore.errors import UsageError
from openscore.language import tr

_CHECKOUT = Path(__file__).resolve().parent.parent


def not_installed(message: str, extra: str) -> UsageError:
    """Return the error for a part of OpenScore that only an extra brings; its hint is what to type.

    Args:
        message: What needs the extra.
        extra: Its name, or names joined by commas.
    """
    return UsageError(message, hint=tr("install it: {command}", command=command_for(extra)))


def command_for(extra: str) -> str:
    """Return the command that adds an extra to this installation and leaves it what it is.

    An editable install stays one; where there is no installation, as in a checkout that runs in place,
    the checkout is installed as one. The command is quoted for the shell of this system.
    """
    import shlex
    import subprocess

    folder = _editable()
    wanted = ["--editable", f"{folder}[{extra}]"] if folder else [f"openscore[{extra}]"]
    words = [sys.executable or "python", "-m", "pip", "install", *wanted]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _editable() -> Path | None:
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        origin = distribution("openscore").read_text("direct_url.json")
    except PackageNotFoundError:
        return _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else None
    told = json.loads(origin) if origin else {}
    if not told.get("dir_info", {}).get("editable"):
        return None
    return Path(url2pathname(urlsplit(told["url"]).path))
