"""What commands do beyond reading and printing: no connection, no look-up of names, no other program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cli.test_language import HUMAN
from conftest import ROOT
from sources.host import closed_port
from sources.test_looking import registry_file

WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "subprocess.Popen",
           "os.system", "os.exec", "os.posix_spawn", "os.startfile", "os.fork", "webbrowser.open")  # fmt: skip
PROGRAM = """
import json, sys
seen = []
def watch(event, given):
    if event in set(%r):
        seen.append([event, repr(given)[:200]])
sys.addaudithook(watch)
from openscore.cli.main import main
codes = {}
for name, words in json.loads(sys.stdin.read()).items():
    codes[name] = main(words)
print("\\n" + json.dumps({"seen": seen, "codes": codes}))
"""


def watched(commands: dict[str, list[str]]) -> dict[str, Any]:
    """Run commands in one process; return what of the watched events was met, and the exit codes."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM % (WATCHED,)],
        input=json.dumps(commands).encode(), cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.decode().rsplit("\n", 2)[-2])
    return found


def test_no_command_opens_a_network_or_starts_a_program() -> None:
    """Whatever is asked for, from rankings to reports: nothing is connected to, looked up or started."""
    found = watched({**HUMAN, "offline": ["sources", "check", "--offline"]})
    assert found["seen"] == []
    assert 70 not in found["codes"].values()


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    """A revision is asked of git, and sources ask their hosts: the watch notices either."""
    file = registry_file(tmp_path, {"card": f"http://127.0.0.1:{closed_port()}/"})
    asked = ["sources", "check", "demo", "--local", "--again", "--registry", str(file)]
    for words, event in (
        (["diff", "no-such-revision", "now"], "subprocess.Popen"),
        (asked, "socket.connect"),
    ):
        assert event in {name for name, _ in watched({"it": words})["seen"]}
