"""How long it takes to look at 1,300 documents on sixteen hosts of the loopback, with the limits kept.

    python benchmarks/web.py [DOCUMENTS]

Prints seconds, requests, the fastest two requests to one host, and the most at once to one host.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from sources.host import Host, serving  # noqa: E402

HOSTS = 16


def main() -> None:
    """Serve documents, look at all of them once with the usual options, and print what it took."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1300
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        hosts = [stack.enter_context(serving(f"127.0.0.{number + 2}")) for number in range(HOSTS)]
        urls = [hosts[number % HOSTS].put(f"/{number}", b"<p>text</p>" * 2000) for number in range(wanted)]
        registry = Path(folder) / "own.toml"
        registry.write_text(_registry(urls), encoding="utf-8")
        words = [sys.executable, "-m", "openscore", "sources", "check", "--local", "--standalone"]
        words += ["--registry", str(registry), "--format", "json"]
        environment = {**os.environ, "OPENSCORE_CACHE": folder, "PYTHONPATH": str(ROOT)}
        began = time.monotonic()
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=True)
        seconds = time.monotonic() - began
        found = json.loads(done.stdout)["documents"]
        looked = sum(one["status"] == 200 for one in found if one["url"] in set(urls))
        _print(seconds, looked, hosts)


def _print(seconds: float, looked: int, hosts: list[Host]) -> None:
    pauses = [later - one for host in hosts for one, later in itertools.pairwise(host.moments)]
    asked = sum(sum(host.asked.values()) for host in hosts)
    print(f"{looked} documents on {len(hosts)} hosts: {seconds:.1f} s, {asked} requests")
    most = max(host.most_together for host in hosts)
    print(f"shortest pause {min(pauses):.3f} s, most at once to one host {most}")


def _registry(urls: list[str]) -> str:
    documents = [
        f'd{place} = {{ url = "{url}", read = 2026-01-02, by = "maker" }}' for place, url in enumerate(urls)
    ]
    return (
        '[models.demo]\nname = "Demo"\ndeveloper = "Somebody"\nmodality = ["text"]\nsummary = "A model."\n\n'
        "[models.demo.documents]\n" + "\n".join(documents) + "\n"
    )


if __name__ == "__main__":
    main()
